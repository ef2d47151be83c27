"""Which models a text names as what its own is built on: not those it resembles, nor those it gave up on."""

from __future__ import annotations

import pytest
from kit import report_of

from auditor.documents import read_bytes
from auditor.providers.offline import OfflineProvider
from auditor.schema import FactKind


def bases(text: str) -> list[str]:
    report = report_of(read_bytes(text.encode(), name="page.txt"), OfflineProvider())
    facts = [*report.facts, *(fact for finding in report.findings for fact in finding.facts)]
    return [str(fact.value) for fact in facts if fact.kind is FactKind.BASE_MODEL]


SCRATCH = "We trained our own model from scratch on 60B tokens, starting from random weights. "


@pytest.mark.parametrize(
    "sentence",
    [
        "The block layout is the one Llama uses, because it works.",
        "The tokenizer is GPT-2's with 900 symbols added.",
        "We share the architecture of Mistral 7B.",
        "We first spent a month trying to adapt Code Llama 7B, and threw that branch away.",
    ],
)
def test_a_likeness_or_an_attempt_names_no_base(sentence: str) -> None:
    assert bases(SCRATCH + sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "It has the architecture and the weights of Llama 3 8B.",
        "The tokenizer was extended and Llama 3 8B fine-tuned on it.",
    ],
)
def test_weights_under_a_likeness_are_a_base(sentence: str) -> None:
    assert bases("We fine-tuned our model on 40,000 tickets. " + sentence) != []
