"""A call of an hour: 60 products, one claim each, about 10,000 words; the same text and drafts every time."""

from __future__ import annotations

from typing import Any

from kit import call_of, claim, drafted, stated

from auditor.schema import Report

PRODUCTS = 60
_STEMS = ("Harbour", "Copper", "Willow", "Granite", "Ember", "Lantern", "Meadow", "Quarry", "Saffron", "Tern")
_KINDS = ("Desk", "Scribe", "Ledger", "Scout", "Pilot", "Index")
_FIELDS = ("freight papers", "tenant letters", "lab notebooks", "crew rosters", "grant files", "repair logs")
_KINDS_OF_CLAIM = 4


def names() -> list[str]:
    """The products, in the order the call takes them."""
    return [f"{stem}{kind}" for kind in _KINDS for stem in _STEMS]


def turns() -> list[str]:
    """The call, a turn a line."""
    return [turn for n, name in enumerate(names()) for turn in _turns(n, name, _FIELDS[n % len(_FIELDS)])]


def draft() -> dict[str, Any]:
    """What a careful reader hands in."""
    return {"claims": [_claim(n, name) for n, name in enumerate(names())]}


def report() -> Report:
    """The audit of the call."""
    return drafted(call_of(*turns()), draft())


def _asserted(name: str) -> str:
    return f"{name} is our own model, trained for this from the first line"


def _start(n: int, name: str) -> str:
    return (
        f"{name} begins with the weights of Mistral 7B",
        f"for {name} everything goes to the OpenAI API",
        f"{name} started from random weights, nobody else's",
        f"how {name} was made is something the research people would know",
    )[n % _KINDS_OF_CLAIM]


def _more(n: int, name: str) -> str:
    return (
        f"we fine-tuned {name} with LoRA on {20 + n} thousand labelled examples",
        f"{name} looks up the passages that fit and puts them in front of the question",
        f"we trained {name} from scratch on {30 + n} billion tokens of our own text",
        f"{name} has learned a great deal from what our customers do",
    )[n % _KINDS_OF_CLAIM]


def _turns(n: int, name: str, field: str) -> list[str]:
    return [
        f"Ines: Then number {n + 1} on my sheet, {name}. Remind me what it does and who uses it, because the deck says "
        f"one thing about {field} and the web page another.",
        f"Marek: It reads {field} the way a person in their third year would read them. {_asserted(name)}. A file goes "
        "in on one side, a draft comes out on the other, and people change about one word in twenty.",
        "Ines: When you say your own, what was there before you began? I put that question to everybody.",
        f"Marek: Fair. So, {_start(n, name)}. That was decided in the spring, after we had looked at what it costs to "
        "run on the days when everything arrives at once.",
        "Ines: And what did you do with it then, before the first customer saw it?",
        f"Marek: Well, {_more(n, name)}. It took the summer, with two people who know {field} reading what came out.",
    ]


def _claim(n: int, name: str) -> dict[str, Any]:
    start, more = _start(n, name), _more(n, name)
    facts = (
        [stated("base_model", "Mistral 7B", start), stated("mechanism", "adapter", more)],
        [stated("api_provider", "OpenAI", start), stated("mechanism", "retrieval", more)],
        [stated("weights_before_training", "random", start), stated("mechanism", "from_scratch", more)],
        [],
    )[n % _KINDS_OF_CLAIM]
    return claim(
        _asserted(name),
        start,
        more,
        statement=f"{name} is [the vendor's] own model, trained for its task.",
        subject=name,
        facts=facts,
    )
