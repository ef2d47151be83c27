"""Letters that only look Latin neither hide a claim nor break an offset."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.api import audit
from auditor.documents import read_bytes
from auditor.grounding import latin
from auditor.schema import Status, Technique

PLAIN = "Our model, Tarn, is Llama 3 8B that we fine-tuned with LoRA on 40,000 tickets. Coffee is free."
DISGUISED = {
    "soft hyphens": PLAIN.replace("fine-tuned", "fi\u00adne-tu\u00adned"),
    "zero-width characters": PLAIN.replace("fine-tuned", "fine-tun\u200bed").replace("LoRA", "Lo\u200dRA"),
    "Cyrillic letters": PLAIN.replace("fine-tuned", "fin\u0435-tun\u0435d").replace("LoRA", "L\u043eR\u0410"),
    "full-width letters": PLAIN.replace("fine-tuned", "\uff46\uff49\uff4e\uff45-\uff54\uff55\uff4e\uff45\uff44"),
    "full-width digits": PLAIN.replace("40,000", "\uff14\uff10\uff0c\uff10\uff10\uff10"),
    "bold letters": PLAIN.replace("LoRA", "\U0001d40b\U0001d428\U0001d411\U0001d400"),
    "a hyphen that does not break": PLAIN.replace("fine-tuned", "fine\u2011tuned"),
}


@pytest.mark.parametrize("text", DISGUISED.values(), ids=DISGUISED)
def test_a_disguised_claim_is_found_where_it_stands(text: str) -> None:
    report = audit(read_bytes(text.encode(), name="page.txt"), as_of="2026-11-22")
    (finding,) = report.findings
    assert (finding.verdict.technique, finding.verdict.status) == (Technique.FINE_TUNING, Status.SUPPORTED)
    for quote in finding.quotes:
        assert report.document.text[quote.start : quote.end] == quote.text


def test_a_disguised_negation_still_takes_a_claim_back() -> None:
    text = "We have n\u0435ver fine-tuned a model. Every answer comes from GPT-4o, called over an API."
    report = audit(read_bytes(text.encode(), name="page.txt"), as_of="2026-11-22")
    assert {finding.verdict.technique for finding in report.findings} == {Technique.PROMPT_ENGINEERING}


@given(st.text(max_size=60))
def test_no_character_is_gained_or_lost(text: str) -> None:
    assert len(latin(text)) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "Unser Modell wurde von Grund auf mit 300 Milliarden Token trainiert, ohne fremde Gewichte.",
        "Notre modèle a été entraîné de zéro sur des données juridiques françaises.",
        "我们的模型是从零开始训练的。",
    ],
)
def test_a_text_in_another_language_says_so(text: str) -> None:
    report = audit(read_bytes(text.encode(), name="page.txt"), as_of="2026-11-22")
    assert report.document.language is None
    assert any("read English only" in notice for notice in report.notices)
