"""The prompts: Markdown templates filled with the enums' and the checklist's own words, and a request's text.

Classes, mechanisms, fact kinds and questions are rendered from the records a reply is parsed with, so prompt
and parser cannot disagree. The document stands between fences whose name is derived from a digest of text and
prompt and does not occur in the text; it is declared to be data.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from string import Template
from typing import Any

from auditor.checklist import Checklist
from auditor.drafts import Draft, ExtractDraft, FollowUpDraft, HeardDraft
from auditor.schema import By, Directness, FactKind, Mechanism, Modality
from auditor.steps import AnswerVariables, ExtractVariables, FollowUpVariables, RepairVariables, Request, Turn


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation."""

    role: str
    """"user" or "assistant"."""
    text: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """A request as a model is shown it."""

    system: str
    """Instructions: the same for every document, worth caching."""
    messages: tuple[Message, ...]
    schema: Mapping[str, Any]
    """JSON schema of the reply."""
    name: str
    """Name of the schema."""

    @property
    def characters(self) -> int:
        """Characters sent, schema apart."""
        return len(self.system) + sum(len(message.text) for message in self.messages)

    @property
    def characters_with_schema(self) -> int:
        """Characters sent: a schema counts as input wherever it is sent."""
        return self.characters + len(json.dumps(self.schema))

    @property
    def messages_with_schema(self) -> tuple[Message, ...]:
        """The messages, the last one stating the schema, for servers that take none."""
        *before, last = self.messages
        schema = json.dumps(self.schema, ensure_ascii=False)
        asked = f"{last.text}\n\nAnswer with one JSON object that fits this JSON schema, and nothing else:\n\n{schema}"
        return (*before, Message(last.role, asked))


SYSTEMS = ("extract", "followup", "answer")
"""Templates with instructions; a set of prompts may leave some out, and cannot be asked for those."""


@dataclass(frozen=True)
class Prompts:
    """The templates and what they are filled with."""

    templates: Mapping[str, str]
    """Name ("extract.system", "extract.user" …) to Markdown."""
    checklist: Checklist

    @cached_property
    def digests(self) -> dict[str, str]:
        """Digest of each template as filled, for provenance and for telling stale recordings."""
        return {name: hashlib.sha256(text.encode()).hexdigest()[:12] for name, text in self._systems.items()}

    def render(self, request: Request) -> Prompt:
        """Return the prompt of a request."""
        variables = request.variables
        if isinstance(variables, RepairVariables):
            first = self.render(variables.request)
            again = Template(self.templates["repair.user"]).substitute(error=variables.error)
            messages = (*first.messages, Message("assistant", variables.reply or "(empty)"), Message("user", again))
            return Prompt(first.system, messages, first.schema, first.name)
        if isinstance(variables, FollowUpVariables):
            return self._prompt(
                "followup", variables, FollowUpDraft, open_points=_open_points(variables, self.checklist)
            )
        if isinstance(variables, AnswerVariables):
            return self._answer(variables)
        return self._prompt("extract", variables, ExtractDraft)

    def _answer(self, variables: AnswerVariables) -> Prompt:
        system = self._systems["answer"]
        about = "\n".join(f"- {_line(each)}" for each in variables.about) or "- (none was found in the document)"
        user = Template(self.templates["answer.user"]).substitute(
            vendor=_vendor(variables.vendor),
            about=about,
            question=variables.question,
            asked=variables.asked,
            text=variables.turn.text,
            fence=_fence(system, f"{about}\n{variables.turn.text}"),
        )
        return Prompt(system, (Message("user", user),), reply_schema(HeardDraft), "answer_reply")

    def _prompt(
        self, name: str, variables: ExtractVariables | FollowUpVariables, draft: type[Draft], **more: str
    ) -> Prompt:
        system = self._systems[name]
        text = _numbered(variables.turns)
        fence = _fence(system, text)
        user = Template(self.templates[f"{name}.user"]).substitute(
            kind="call transcript" if variables.kind == "transcript" else "marketing text",
            unit="turns" if variables.kind == "transcript" else "paragraphs",
            vendor=_vendor(variables.vendor),
            fence=fence,
            text=text,
            **more,
        )
        return Prompt(system, (Message("user", user),), reply_schema(draft), f"{name}_reply")

    @cached_property
    def _systems(self) -> dict[str, str]:
        """The instructions by name, filled once: they are the same for every document."""
        return {name: self._system(name) for name in SYSTEMS if f"{name}.system" in self.templates}

    def _system(self, name: str) -> str:
        return Template(self.templates[f"{name}.system"]).substitute(
            mechanisms=_listed(Mechanism),
            fact_kinds=_listed(FactKind),
            directness=_listed(Directness),
            modality=_listed(Modality),
            by=_listed(By),
            questions="\n".join(f"- `{each.id}`: {each.text}" for each in self.checklist.questions),
            examples=self.templates["examples"],
        )


@cache
def reply_schema(draft: type[Draft]) -> dict[str, Any]:
    """Return the JSON schema of a draft, every object closed and every field required, as strict modes want it."""
    schema: dict[str, Any] = _strict(draft.model_json_schema())
    return schema


def _strict(node: Any) -> Any:
    if isinstance(node, list):
        return [_strict(each) for each in node]
    if not isinstance(node, dict):
        return node
    closed = {key: _strict(value) for key, value in node.items() if key not in ("default", "title")}
    if closed.get("type") == "object" and "properties" in closed:
        closed["required"] = list(closed["properties"])
        closed["additionalProperties"] = False
    return closed


def _vendor(name: str | None) -> str:
    return f"The vendor is {name}." if name else "The vendor's name is not given."


def _line(text: str) -> str:
    return " ".join(text.split())


def _listed(words: type[Any]) -> str:
    return ", ".join(f"`{word.value}`" for word in words)


def _numbered(turns: tuple[Turn, ...]) -> str:
    """The turns with their numbers, and speakers where they are known."""
    lines = []
    for turn in turns:
        side = f", {turn.side.value}" if turn.side is not None and turn.side.value != "unknown" else ""
        speaker = f" {turn.speaker}{side}:" if turn.speaker else ""
        lines.append(f"[{turn.number}]{speaker} {turn.text}")
    return "\n".join(lines)


def _open_points(variables: FollowUpVariables, checklist: Checklist) -> str:
    lines = []
    for claim in variables.claims:
        lines.append(f"Claim {claim.id}: {claim.statement}")
        lines += [f"- `{question}`: {checklist.by_id(question).text}" for question in claim.questions]
    if variables.lost:
        lines.append("Quotes that were not found as written:")
        lines += [f"- {json.dumps(text, ensure_ascii=False)} ({reason})" for text, reason in variables.lost]
    return "\n".join(lines)


def _fence(system: str, text: str) -> str:
    """A name for the fence: derived from prompt and text, lengthened while the text holds it."""
    digest = hashlib.sha256(f"{system}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()
    length = 12
    while digest[:length] in text and length < len(digest):
        length += 4
    return f"vendor-text-{digest[:length]}"
