from __future__ import annotations

import inspect
import re
import subprocess
import sys
import unicodedata
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from auditor.render import labels, render, words
from auditor.schema import Agreement, Asserted, Report, Scope, Status, Technique

from .samples import DOSSIER, EMPTY, FAILED, FIRST, HOSTILE, PARTIAL, RICH, SAMPLES, STRUCTURAL, hostile

SGR = re.compile(r"\x1b\[[0-9;]*m")


def flat(text: str) -> str:
    return " ".join(text.replace("│", " ").split())


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("width", [30, 41, 60, 79, 80, 120])
@pytest.mark.parametrize("verbose", [False, True])
def test_no_line_is_wider_than_the_terminal(name: str, width: int, verbose: bool) -> None:
    for color in (False, True):
        out = render(SAMPLES[name], "terminal", width=width, color=color, verbose=verbose)
        assert max(cell_len(SGR.sub("", line)) for line in out.split("\n")) <= width


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("quiet", [False, True])
def test_no_control_character_but_the_line_end_and_our_own_styles(name: str, quiet: bool) -> None:
    plain = render(SAMPLES[name], "terminal", width=70, quiet=quiet)
    colored = render(SAMPLES[name], "terminal", width=70, quiet=quiet, color=True)
    for out in (plain, SGR.sub("", colored)):
        assert {c for c in out if unicodedata.category(c) in {"Cc", "Zl", "Zp"}} <= {"\n"}
        assert not set("\u200b\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") & set(out)
    # only styles of the standard palette that we use, never one from the document
    assert "\x1b[31m" not in colored


@pytest.mark.parametrize("text", [*STRUCTURAL, "\x1b[2J", "\x9b31m", "\x07\x08\r\x00", "\U000e0041", "\ufdd0"])
def test_every_field_of_a_report_is_made_harmless(text: str) -> None:
    for verbose in (False, True):
        out = render(hostile(text), "terminal", verbose=verbose)
        assert not {c for c in out if unicodedata.category(c) == "Cc"} - {"\n"}
        assert max(map(cell_len, out.split("\n"))) <= 80


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.integers(30, 100))
def test_any_text_fits_and_is_harmless(text: str, width: int) -> None:
    out = render(hostile(text), "terminal", width=width)
    assert not {c for c in out if unicodedata.category(c) == "Cc"} - {"\n"}
    assert max(map(cell_len, out.split("\n"))) <= width


def test_markup_of_a_vendor_is_printed_literally() -> None:
    out = flat(render(HOSTILE, "terminal", width=120))
    assert "[bold]proprietary[/bold] [/] model ␛[31mred␛[0m" in out


def test_quotes_are_marked_in_their_sentence_with_and_without_colour() -> None:
    assert "│ So ClaimsGPT is «our own model, trained from scratch for insurance»." in render(RICH, "terminal")
    colored = render(RICH, "terminal", color=True)
    assert "«" not in colored
    assert "\x1b[1;4mour own model, trained from scratch for insurance\x1b[0m" in colored


def test_colour_changes_styles_and_marks_only() -> None:
    plain = render(RICH, "terminal", width=200).replace("«", "").replace("»", "")
    assert SGR.sub("", render(RICH, "terminal", width=200, color=True)) == plain


def test_bottom_line_comes_before_the_first_finding_and_sections_keep_their_order() -> None:
    out = render(RICH, "terminal")
    marks = [
        "BOTTOM LINE",
        "\nc1 ",
        "Fine-tuning (",
        "WHY",
        "WHAT WOULD CHANGE IT",
        "FACTS",
        "FLAGS",
        "QUESTIONS\n",
    ]
    marks += ["\nc2 ", "\nc3 ", "The document as a whole", "TO SETTLE", "WHAT IT MEANS FOR YOU", "2 claims:"]
    marks[-3] = "QUESTIONS THAT WOULD SETTLE"
    found = [out.index(mark) for mark in marks]
    assert found == sorted(found)


def test_three_questions_per_finding_unless_verbose() -> None:
    normal, verbose = (render(RICH, "terminal", verbose=value) for value in (False, True))
    first = normal[normal.index("\nc1 ") : normal.index("\nc2 ")]
    assert "1 more in the verbose view" in first
    assert "1. Which outside model APIs" in first
    assert "Who can export" not in first
    assert "4. Who can export" in verbose
    assert "trained on 40 million claims" in verbose
    assert "trained on 40 million claims" not in normal


def test_severe_flags_come_first() -> None:
    out = render(RICH, "terminal")
    assert out.index("(contradiction)") < out.index("(upgrade-cost-on-customer)")


def test_no_findings_is_said_and_questions_and_flags_stay() -> None:
    out = render(EMPTY, "terminal")
    assert words.NO_FINDINGS in out
    assert "Is the model pre-trained, or fine-tuned from a base?" in out
    assert "base-undisclosed" in out


@pytest.mark.parametrize("format", ["terminal", "markdown"])
@pytest.mark.parametrize("quiet", [False, True])
def test_a_failed_audit_never_reads_as_no_claims(format: str, quiet: bool) -> None:
    for findings in ((), RICH.findings):
        out = flat(render(FAILED.model_copy(update={"findings": findings}), format, quiet=quiet))
        assert "nothing can be concluded" in out
        assert "No claim" not in out
        assert "0 claims" not in out


@pytest.mark.parametrize("format", ["terminal", "markdown"])
def test_a_partial_audit_limits_what_it_says(format: str) -> None:
    assert words.NO_FINDINGS_PARTIAL in flat(render(PARTIAL, format, quiet=True))
    assert words.PARTIAL in flat(render(RICH.model_copy(update={"status": "partial"}), format, quiet=True))


def test_quiet_is_the_bottom_line_only() -> None:
    out = render(RICH, "terminal", quiet=True)
    assert out.startswith("ClaimsGPT  c1\n")
    assert "northgate-call.vtt" not in out
    assert "FACTS" not in out


def test_a_dossier_has_one_bottom_line_then_reports_and_failed_inputs() -> None:
    out = render(DOSSIER, "terminal")
    assert out.index("Dossier: Northgate AI") < out.index("BOTTOM LINE") < out.index("scan.pdf")
    assert out.index("scan.pdf") < out.index("Document 1 of 2") < out.index("Document 2 of 2")


def test_other_machine_learning_is_named_and_counted_apart() -> None:
    out = flat(render(RICH, "terminal"))
    assert "Trained from scratch, not a language model · inferred" in out
    assert words.counts(RICH).startswith("2 claims: 0 pre-training, 1 fine-tuning, 1 prompt engineering")
    assert words.counts(RICH).endswith("counted apart: 1 about other machine learning.")


def test_a_long_sentence_is_cut_around_the_quote_unless_verbose() -> None:
    text = "word " * 400 + "we fine-tuned Llama" + " word" * 400
    start = text.index("we fine-tuned")
    quote = FIRST.quotes[0].model_copy(
        update={"text": "we fine-tuned Llama", "start": start, "end": start + 19}
        | {"context_start": 0, "context_end": len(text)}
    )
    finding = FIRST.model_copy(update={"quotes": (quote,)})
    report = Report.model_validate(
        RICH.model_dump()
        | {"document": RICH.document.model_dump() | {"text": text}, "findings": (finding.model_dump(),)}
    )
    cut, whole = (flat(render(report, "terminal", verbose=value)) for value in (False, True))
    assert "│" not in cut
    assert "[…] word" in cut
    assert "word «we fine-tuned Llama» word" in cut
    assert cut.count("word") < 140
    assert whole.count("word") >= 800


def test_guillemets_of_the_vendor_are_not_mistaken_for_ours() -> None:
    text = "Notre «modèle maison» was trained from scratch."
    quote = FIRST.quotes[0].model_copy(
        update={"text": "trained from scratch", "start": 26, "end": 46, "context_start": 0, "context_end": 47}
    )
    report = RICH.model_copy(
        update={
            "document": RICH.document.model_copy(update={"text": text}),
            "findings": (FIRST.model_copy(update={"quotes": (quote,)}),),
        }
    )
    assert "Notre «modèle maison» was ⟦trained from scratch⟧." in render(report, "terminal")


def test_the_environment_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    before = render(RICH, "terminal", color=True), render(RICH, "terminal")
    for name, value in {"NO_COLOR": "1", "FORCE_COLOR": "1", "COLUMNS": "33", "TERM": "dumb"}.items():
        monkeypatch.setenv(name, value)
    assert (render(RICH, "terminal", color=True), render(RICH, "terminal")) == before


def test_rich_is_loaded_only_to_draw() -> None:
    code = (
        "import sys, auditor.render, auditor.render.terminal, auditor.render.markdown, auditor.render.json;"
        "sys.exit('rich' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_agreement_is_one_calm_sentence() -> None:
    for scope in Scope:
        for asserted in Asserted:
            for technique in (*Technique, None):
                for status in Status:
                    for agreement in Agreement:
                        verdict = FIRST.verdict.model_copy(
                            update={"technique": technique, "status": status, "agreement": agreement}
                        )
                        finding = FIRST.model_copy(update={"scope": scope, "asserted": asserted, "verdict": verdict})
                        sentence = words.agreement(finding)
                        assert sentence.startswith("The wording ")
                        assert sentence.endswith(".")
                        assert sentence.count(".") == 1
                        if scope is Scope.OTHER_ML and technique:
                            assert "not a language model" in words.technique(finding)
                        if status is Status.UNDETERMINED and technique:
                            assert "best guess" in sentence


@pytest.mark.parametrize("module", [labels, words])
def test_no_word_of_accusation_in_our_wording(module: ModuleType) -> None:
    said = " ".join(re.findall(r'"([^"\n]*)"', inspect.getsource(module).lower()))
    for word in (
        "false",
        "mislead",
        "lie",
        "decei",
        "exaggerat",
        "dishonest",
        "evasi",
        "overstate",
        "claims to",
    ):
        assert not re.search(rf"\b{word}", said), word


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (40000.0, "40,000"),
        (7e10, "70 billion"),
        (1.5e6, "1.5 million"),
        (1.4e13, "14 trillion"),
        (2.1e24, "2.1e+24"),
        (0.5, "0.5"),
        (float("inf"), "no limit"),
    ],
)
def test_numbers_are_for_people(value: float, text: str) -> None:
    assert words.number(value) == text


def test_a_probability_short_of_certain_is_not_printed_as_certain() -> None:
    assert [words.percent(p) for p in (0, 0.001, 0.5, 0.9999, 1)] == ["0%", "<1%", "50%", ">99%", "100%"]
