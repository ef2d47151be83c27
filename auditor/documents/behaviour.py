"""How each speaker of a call behaves: sells, or asks as somebody who buys.

Who tells how the thing is made, in the first person, sells; who asks "your model", "you trained" or what it
costs, buys. Points for each turn, so that no single phrase decides.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.documents.people import People, Person
from auditor.documents.reading import Stretch
from auditor.patterns import Lazy

_MODEL = (
    r"(?:ai|model|models|llm|engine|product|platform|tool|system|assistant|agents?|weights|training|tuning|base"
    r"|software|app)"
)
_DONE = (
    r"(?:pre-?train(?:ed)?|train(?:ed)?|re-?train(?:ed)?|fine-?tuned?|tuned?|built|build|host|run|ship(?:ped)?"
    r"|charge|price|call|swap(?:ped)?|fetch|index|collect(?:ed)?|started|began|test(?:ed)?|release|prompt(?:ed)?"
    r"|license|distill?ed)"
)
_SELLS = tuple(
    Lazy(pattern)
    for pattern in (
        rf"\bwe(?:'ve|'d|'re|'ll)?\s+(?:[a-z']{{1,12}}\s+){{0,2}}{_DONE}\b",
        rf"\bour\s+(?:own\s+|new\s+|first\s+)?(?:{_MODEL}|customers|clients|pricing|roadmap|side|licen[cs]e|engineers"
        r"|users|api)\b",
        r"\b(?:you|your\s+\w{1,20})\s+(?:get|gets|don't pay|won't notice|pay|can|could|upload|connect"
        r"|would get|'ll get)\b",
        r"\bwe(?:'re| are)\s+(?:on|using|sitting on)\b|\bper \w{1,12} (?:per|a) (?:month|year)\b",
        r"\b(?:included|per (?:seat|user|month|invoice|call|bed|thousand)|in the licence|annual fee"
        r"|price list|we'd recommend)\b",
        r"\b(?:great|good|fair) question\b|\bi'll (?:send|check|mail|take that)\b|\bget back to you\b",
    )
)
_MAKING = (
    r"(?:models?|llms?|ai|pre-?train\w{0,3}|train(?:ed|s|ing)?|re-?train\w{0,3}|fine-?tun\w{1,4}|tun(?:e|ed|ing)|weights"
    r"|checkpoints?|parameters|tokens|gpus?|scratch|adapters?|lora|prompts?|prompt(?:ed|ing)|embeddings?|vectors?"
    r"|retriev\w{1,4}|index(?:ed|es)?|corpus|datasets?|label(?:led|s)?|examples|api|openai|anthropic|claude|gpt\S{0,6}|llama"
    r"|mistral|gemini|gemma|qwen|bert|neural|network|learn(?:s|ed|t|ing)?|taught|teach|under the hood|underneath)"
)
_TELLS = Lazy(
    rf"\b(?:we|we've|we're|we'd|we'll|our|ours|us)\b[^.?!\n]{{0,160}}\b{_MAKING}\b"
    rf"|\b{_MAKING}\b[^.?!\n]{{0,120}}\b(?:we|our|ours)\b"
)
_INVITES = Lazy(
    rf"\b(?:(?:tell|walk|talk|take|show) (?:me|us)|explain)\b[^.?!\n]{{0,120}}\b{_MAKING}\b"
    r"|\bwhat do you mean\b|\bhow do you mean\b|\bmeaning what\b"
)
_ASKS_ABOUT = Lazy(
    r"\b(?:your|you|you've|you're|it|it's|that|who|what|which|how|whose|where)\b[^?\n]{0,160}"
    rf"\b(?:{_MODEL}|{_MAKING}|cost|costs|pay|pays|price|pricing|compute|built|run on"
    r"|start(?:ed)? (?:from|with|off)|provider)\b",
)
_BUYS = tuple(
    Lazy(pattern)
    for pattern in (
        rf"\byour\s+(?:own\s+)?(?:{_MODEL}|deck|slides?|website|pricing|one-pager|contract|team|response|form|email"
        r"|e-mail|people)\b",
        r"\byou\s+(?:trained|train|fine-?tuned|built|charge|use|own|say|said|started|call it)\b",
        r"\b(?:our|my)\s+(?:\w{1,20}\s+)?(?:legal|procurement|board|boss|security|infosec|form|questionnaire|finance|it"
        r"|risk|owner|budget|auditors?|committee|cfo|ciso|compliance|spreadsheet|box|colleagues)\b",
        r"\bi have (?:a|to) (?:box|form|put|write|drop)\b|\bi'll (?:put|write) (?:down\b|\")|\bwho pays\b"
        r"|\bhow much\b",
    )
)
_SELLING_ROLE = Lazy(
    r"\b(?:account exec\w*|account manager|customer success|solutions? (?:engineer|architect|consultant)"
    r"|pre-?sales|sales engineer|vendor|supplier|bidder|seller)\b",
    re.IGNORECASE,
)
_BUYING_ROLE = Lazy(r"\b(?:procurement|purchasing|buyer|customer|client|prospect)\b(?! success)", re.IGNORECASE)
_QUESTION = Lazy(r"[^.?!\n]{1,400}\?")
TURN_LIMIT = 4000
TURNS_LOOKED_AT = 2_000  # who sells shows long before


@dataclass
class Score:
    """Points for selling and for buying."""

    sells: float = 0.0
    buys: float = 0.0

    @property
    def lead(self) -> float:
        """By how much more the speaker sells than buys."""
        return self.sells - self.buys


def scores_of(text: str, stretches: Sequence[Stretch], people: People) -> dict[Person, Score]:
    """Return the points of each speaker who says something; others have none."""
    scores: dict[Person, Score] = defaultdict(Score)
    asker: Person | None = None
    for stretch in stretches[:TURNS_LOOKED_AT]:
        if not stretch.label:
            asker = None
            continue
        person = people.person(stretch.label)
        score = scores[person]
        said = text[stretch.start : stretch.end][:TURN_LIMIT].replace("’", "'").lower()
        questions = _QUESTION.findall(said) if "?" in said else []
        asks = any(_ASKS_ABOUT.search(question) for question in questions)
        if asks:
            score.buys += 1.0
        elif questions:
            score.buys += 0.2
        score.buys += 0.5 * bool(_INVITES.search(said))
        score.buys += min(sum(1 for pattern in _BUYS if pattern.search(said)), 2) * 0.7
        stated = _QUESTION.sub(" ", said) if questions else said
        score.sells += min(sum(1 for pattern in _SELLS if pattern.search(stated)), 3) * 0.7
        score.sells += min(len(_TELLS.findall(stated)), 2) * 0.5
        if asker and asker != person and not asks:
            score.sells += 1.0
        asker = person if asks else None
    for person in people.all():
        role = person.role or ""
        if _SELLING_ROLE.search(role):
            scores[person].sells += 3.0
        elif _BUYING_ROLE.search(role):
            scores[person].buys += 3.0
    return scores
