"""The prompts: one vocabulary with the parser, a fence nobody can close, examples whose quotes are there."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.drafts import ExtractDraft, FollowUpDraft
from auditor.grounding import Aligner
from auditor.prompts import reply_schema
from auditor.schema import Directness, FactKind, Mechanism
from auditor.setup import load_checklist, load_prompts
from auditor.steps import ExtractVariables, FollowUpVariables, Open, RepairVariables, Request, Turn

PROMPTS = load_prompts()


def extract(*texts: str, vendor: str | None = None) -> Request:
    turns = tuple(Turn(number, text) for number, text in enumerate(texts, 1))
    return Request("extract", ExtractVariables("marketing", vendor, turns, load_checklist().ids), "document")


def test_every_word_the_parser_knows_stands_in_the_prompt() -> None:
    system = PROMPTS.render(extract("x")).system
    for word in (*Mechanism, *FactKind, *Directness):
        assert f"`{word.value}`" in system
    for question in load_checklist().questions:
        assert f"`{question.id}`: {question.text}" in system


def test_no_placeholder_is_left() -> None:
    prompt = PROMPTS.render(extract("It costs $5 or ${five}."))
    assert not re.search(r"\$[a-z_]{3,}|\$\{", prompt.system)
    assert "$5 or ${five}" in prompt.messages[0].text


def test_turns_are_numbered_and_the_speaker_named() -> None:
    turns = (Turn(7, "We trained it.", "Ada"), Turn(8, "Good."))
    request = Request("extract", ExtractVariables("transcript", "Acme", turns, ()), "document")
    text = PROMPTS.render(request).messages[0].text
    assert "[7] Ada: We trained it.\n[8] Good." in text
    assert "The vendor is Acme." in text


@given(st.text(max_size=200))
def test_the_fence_does_not_occur_in_the_text_and_is_stable(text: str) -> None:
    message = PROMPTS.render(extract(text)).messages[0].text
    fences = re.findall(r"^--- (vendor-text-[0-9a-f]+) (?:begins|ends) ---$", message, re.MULTILINE)
    assert len(set(fences)) == 1
    assert fences[0] not in text
    assert PROMPTS.render(extract(text)).messages[0].text == message


def test_the_fixed_part_is_the_same_for_every_document() -> None:
    assert PROMPTS.render(extract("a")).system == PROMPTS.render(extract("b", vendor="B")).system


def test_at_most_three_tenths_are_sent_beyond_document_and_fixed_prompt() -> None:
    paragraphs = ["We fine-tuned Llama 3 on forty thousand tickets and it runs in our rack in Reno."] * 40
    prompt = PROMPTS.render(extract(*paragraphs))
    assert len(prompt.messages[0].text) <= 1.3 * sum(map(len, paragraphs))


def examples() -> list[tuple[str, str]]:
    page = PROMPTS.templates["examples"]
    return re.findall(r"```text\n(.*?)```\s*```json\n(.*?)```", page, re.DOTALL)


@pytest.mark.parametrize("number", range(len(examples())))
def test_an_example_parses_and_its_quotes_stand_in_the_passage_it_names(number: int) -> None:
    text, reply = examples()[number]
    passages = dict(re.findall(r"^\[(\d+)\] (?:\w+ \(\w+\): )?(.*)$", text, re.MULTILINE))
    draft = ExtractDraft.model_validate_json(reply)
    found = [quote for each in draft.claims for quote in each.quotes]
    found += [quote for each in draft.claims for fact in each.facts for quote in fact.quotes]
    found += [quote for answer in draft.answers for quote in answer.quotes]
    found += [each.quote for each in draft.instructions]
    assert found
    for quote in found:
        span = Aligner(passages[str(quote.passage)]).find(quote.text)
        assert span is not None, quote
        assert span.alignment == "exact"


def test_there_are_examples_of_the_hard_cases() -> None:
    classes = [{claim["technique"] for claim in json.loads(reply)["claims"]} for _, reply in examples()]
    assert {"pre_training", "fine_tuning", "prompt_engineering"} in classes
    assert len(classes) >= 3


@pytest.mark.parametrize("draft", [ExtractDraft, FollowUpDraft])
def test_the_reply_schema_is_closed_and_asks_for_every_field(draft: type[ExtractDraft | FollowUpDraft]) -> None:
    def check(node: object) -> None:
        if isinstance(node, list):
            for each in node:
                check(each)
        if isinstance(node, dict):
            if node.get("type") == "object":
                assert node["additionalProperties"] is False
                assert node["required"] == list(node["properties"])
            for each in node.values():
                check(each)

    check(reply_schema(draft))


def test_a_repair_carries_the_conversation_so_far_and_the_error() -> None:
    prompt = PROMPTS.render(Request("repair", RepairVariables(extract("x"), "{}", "claims: missing"), "document"))
    assert [message.role for message in prompt.messages] == ["user", "assistant", "user"]
    assert prompt.messages[0] == PROMPTS.render(extract("x")).messages[0]
    assert "claims: missing" in prompt.messages[2].text


def test_a_second_look_names_claims_questions_and_lost_quotes() -> None:
    variables = FollowUpVariables(
        "marketing",
        None,
        (Turn(3, "It began as Llama."),),
        (Open("c1", "We trained it.", ("method",)),),
        (("never said", "these words are not in the document"),),
    )
    text = PROMPTS.render(Request("followup", variables, "passages")).messages[0].text
    assert "[3] It began as Llama." in text
    assert "Claim c1: We trained it." in text
    assert f"- `method`: {load_checklist().by_id('method').text}" in text
    assert '"never said" (these words are not in the document)' in text
