"""Tiny reports written by hand: every expected figure can be counted off the texts above it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from auditor.evaluation import Case, Matching, Scores, locate, match_claims, score, summary_markdown
from auditor.schema import Directness, Report, Status, Technique

PRE, FINE, PROMPT = Technique.PRE_TRAINING, Technique.FINE_TUNING, Technique.PROMPT_ENGINEERING
SCRATCH = "We trained Alpha from scratch."
TUNED = "We tuned Beta on Llama 3."
PROMPTED = "Gamma is a prompt over GPT-4."
TEXT = f"{SCRATCH} {TUNED} {PROMPTED} Coffee is free."
CASES = Path(__file__).parents[1] / "fixtures" / "cases"


def claim(quote: str, label: str = "fine_tuning", **keys: Any) -> dict[str, Any]:
    return {"quote": quote, "label": label, "basis": "stated", "claimed_as": label, **keys}


def case(*claims: dict[str, Any], text: str = TEXT, **keys: Any) -> Case:
    given = {"id": "a", "kind": "marketing", "format": "text", "text": text, "claims": claims, **keys}
    return Case.model_validate(given)


def quoted(words: str, text: str = TEXT, origin: str = "document") -> dict[str, Any]:
    start = text.index(words)
    end = start + len(words)
    context_end = text.find(".", end - 1) + 1 or len(text)
    return {
        "text": words,
        "start": start,
        "end": end,
        "alignment": "exact",
        "in": origin,
        "where": "line 1",
        "context_start": text.rfind(".", 0, start) + 1,
        "context_end": context_end,
    }


def finding(
    *words: str,
    technique: str | None = "fine_tuning",
    status: str = "supported",
    text: str = TEXT,
    origin: str = "document",
    **keys: Any,
) -> dict[str, Any]:
    return {
        "id": "c1",
        "statement": "s",
        "asserted": technique or "unspecified",
        "subject": "x",
        "quotes": [quoted(span, text, origin) for span in words],
        "verdict": {
            "technique": technique,
            "status": status,
            "probabilities": {},
            "agreement": "consistent",
            "rationale": [],
        },
        **keys,
    }


def report(*findings: dict[str, Any], text: str = TEXT, **keys: Any) -> Report:
    document = {
        "id": "sha256:0",
        "name": "pasted text",
        "kind": "marketing",
        "format": "text",
        "vendor": None,
        "date": None,
        "language": "en",
        "characters": len(text),
        "turns": 0,
        "text": text,
    }
    provenance = {
        "model": "offline",
        "prompts": {},
        "checklist": "0",
        "rubric": "0",
        "auditor": "0",
        "as_of": "2026-11-22",
        "as_of_source": "option",
        "created_at": "2026-11-22",
    }
    given = {"status": "complete", "document": document, "findings": findings, "provenance": provenance}
    return Report.model_validate({**given, **keys})


def fact(kind: str, value: str | float, words: str = TUNED) -> dict[str, Any]:
    return {"kind": kind, "value": value, "quotes": [quoted(words)]}


def answer(question: str, directness: str) -> dict[str, Any]:
    return {"question": question, "directness": directness, "text": ""}


def pairs_of(matching: Matching) -> list[tuple[str, str]]:
    return [(match.claim.quote, match.finding.id) for match in matching.matches]


# --- cases ----------------------------------------------------------------------------------------


def test_a_case_ignores_keys_it_does_not_know_but_not_unknown_labels() -> None:
    read = case({**claim(TUNED), "why": "because", "quote_joined": None}, notes="n", title="t", answers={})
    assert read.claims[0].spans == (TUNED,)
    assert (read.variant, read.variant_of, read.expect_undetermined, read.passages) == (
        "base",
        None,
        False,
        (),
    )
    with pytest.raises(ValidationError):
        case(claim(TUNED, "distilled"))


# --- locating labels ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("span", "text", "slices"),
    [
        ("own model", "our own model", ["own model"]),
        ("own model", "own model, own model", ["own model", "own model"]),
        ("our\nown", "it is our   own", ["our   own"]),
        ("our own", "it is our\n\nown", ["our\n\nown"]),
        ("our **own** model", "our own model", ["our own model"]),
        ("our own model", "our `own` _model_", ["our `own` _model"]),
        ("heading text", "heading\n## text", ["heading\n## text"]),
        ("Own model", "our own model", []),
        ("tuned", "trained", []),
        ("**", "no markup", []),
        ("", "text", []),
        ("a  b", "a  b, a b", ["a  b"]),  # exact wins: the folded place is not looked for
    ],
)
def test_locate(span: str, text: str, slices: list[str]) -> None:
    assert [text[start:end] for start, end in locate(span, text)] == slices


# --- matching -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "matches"),
    [
        ("0123456789", True),
        ("01234", True),  # wholly inside the claim: it is covered
        ("56789abcde", True),  # 5 of the claim's 10
        ("6789abcdef", False),  # 4 of 10, either way
        ("6789abcd", True),  # 4 of the quote's 8
        ("abcdef", False),
    ],
)
def test_a_quote_matches_by_half_of_either(words: str, matches: bool) -> None:
    text = "0123456789abcdef"
    matching = match_claims(case(claim("0123456789"), text=text), report(finding(words, text=text), text=text))
    assert bool(matching.matches) is matches
    assert bool(matching.false_findings) is not matches


def test_any_quote_of_a_finding_and_any_repeat_of_a_claim_may_match() -> None:
    labelled = case(claim(TUNED, also=[PROMPTED]))
    assert match_claims(labelled, report(finding("Coffee is free.", PROMPTED))).matches


def test_every_occurrence_of_a_span_counts() -> None:
    text = "we tuned it. Then: we tuned it."
    second = finding("we tuned it", text=text)
    second["quotes"][0].update(start=19, end=30)
    assert match_claims(case(claim("we tuned it"), text=text), report(second, text=text)).matches


@pytest.mark.parametrize("origin", ["hidden:0", "answer:method"])
def test_offsets_into_another_text_match_nothing(origin: str) -> None:
    matching = match_claims(case(claim(TUNED)), report(finding(TUNED, origin=origin)))
    assert not matching.matches
    assert len(matching.false_findings) == 1


def test_best_overlap_comes_first() -> None:
    vague = finding("tuned Beta", id="vague")
    whole = finding(TUNED, id="whole", technique="pre_training")
    matching = match_claims(case(claim(TUNED)), report(vague, whole))
    assert pairs_of(matching) == [(TUNED, "whole")]
    assert [match.finding.id for match in matching.duplicates] == ["vague"]
    assert matching.false_findings == ()


def test_same_class_is_preferred_among_equals() -> None:
    wrong, right = finding(TUNED, id="wrong", technique="pre_training"), finding(TUNED, id="right")
    assert pairs_of(match_claims(case(claim(TUNED)), report(wrong, right))) == [(TUNED, "right")]


def test_two_claims_in_one_quoted_sentence_go_by_class() -> None:
    text = "Alpha was pretrained by us, then finetuned by us."
    first, second = "Alpha was pretrained by us", "then finetuned by us"
    labelled = case(claim(first, "pre_training"), claim(second), text=text)
    fine = finding(text, id="fine", text=text)
    pre = finding(text, id="pre", technique="pre_training", text=text)
    assert pairs_of(match_claims(labelled, report(fine, pre, text=text))) == [
        (first, "pre"),
        (second, "fine"),
    ]


def test_the_tighter_quote_is_preferred_last() -> None:
    wide, tight = finding(TEXT, id="wide"), finding(TUNED, id="tight")
    coffee = "Coffee is free."  # shorter than TUNED: both findings reach for TUNED first
    matching = match_claims(case(claim(TUNED), claim(coffee)), report(wide, tight))
    assert pairs_of(matching) == [(TUNED, "tight"), (coffee, "wide")]


def test_same_class_goes_before_the_tighter_quote() -> None:
    wide, tight = finding(TEXT, id="wide"), finding(TUNED, id="tight", technique="pre_training")
    assert pairs_of(match_claims(case(claim(TUNED)), report(tight, wide))) == [(TUNED, "wide")]


def test_other_ml_without_counterpart_is_neutral_and_with_one_is_a_match() -> None:
    other = finding(TUNED, scope="other_ml")
    assert len(match_claims(case(), report(other)).neutral) == 1
    assert len(match_claims(case(claim(TUNED, scope="other_ml")), report(other)).matches) == 1


def test_a_claim_whose_spans_are_not_in_the_audited_text_is_unlocatable_and_missed() -> None:
    labelled = case(claim("Not there."), claim("Nor there.", also=[TUNED]), claim(PROMPTED))
    matching = match_claims(labelled, report(finding(TUNED)))
    assert [one.quote for one in matching.unlocatable] == ["Not there."]
    assert [one.quote for one in matching.missed] == ["Not there.", PROMPTED]
    kinds = [miss.kind for miss in score([(labelled, report(finding(TUNED)))]).misses]
    assert kinds == ["unlocatable_claim", "missed_claim"]


# --- claims and classes ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def three_claims() -> Scores:
    """Three claims; one right, one of the wrong class, one missed; one duplicate, one false, one neutral."""
    labelled = case(
        claim(SCRATCH, "pre_training"),
        claim(TUNED, "fine_tuning", basis="inferred"),
        claim(PROMPTED, "prompt_engineering"),
    )
    return score(
        [
            (
                labelled,
                report(
                    finding(SCRATCH, technique="pre_training"),
                    finding("trained Alpha", technique="fine_tuning", id="duplicate"),
                    finding(TUNED, technique="pre_training", status="undetermined"),
                    finding("Coffee is free", technique="fine_tuning", status="inferred"),
                    finding("free", scope="other_ml"),
                ),
            )
        ]
    )


def test_claims_are_counted_without_duplicates_and_neutrals(three_claims: Scores) -> None:
    claims = three_claims.claims
    assert (claims.hits, claims.predicted, claims.labelled) == (2, 3, 3)
    assert (claims.precision, claims.recall, claims.f1) == (2 / 3, 2 / 3, 4 / 6)
    assert (three_claims.duplicates, three_claims.neutral) == (1, 1)


def test_classes(three_claims: Scores) -> None:
    assert three_claims.class_accuracy.value == 1 / 2
    figures = {
        technique: (one.hits, one.predicted, one.labelled, one.f1) for technique, one in three_claims.per_class.items()
    }
    assert figures == {PRE: (1, 2, 1, 2 / 3), FINE: (0, 1, 1, 0.0), PROMPT: (0, 0, 1, 0.0)}
    assert (three_claims.per_class[PRE].precision, three_claims.per_class[PRE].recall) == (1 / 2, 1)
    assert three_claims.per_class[PROMPT].precision is None
    assert three_claims.macro_f1 == pytest.approx(2 / 9)
    assert three_claims.confusion[FINE] == {
        "pre_training": 1,
        "fine_tuning": 0,
        "prompt_engineering": 0,
        "none": 0,
    }
    assert three_claims.confusion[PRE]["pre_training"] == 1
    assert sum(three_claims.confusion[PROMPT].values()) == 0
    assert three_claims.undetermined == {PRE: 0, FINE: 1, PROMPT: 0}


def test_statuses_by_basis_and_asserted(three_claims: Scores) -> None:
    stated, inferred = three_claims.statuses["stated"], three_claims.statuses["inferred"]
    assert (stated[Status.SUPPORTED].hits, stated[Status.SUPPORTED].of) == (1, 1)
    assert (inferred[Status.UNDETERMINED].hits, inferred[Status.UNDETERMINED].of) == (0, 1)
    assert stated[Status.UNDETERMINED].of == inferred[Status.SUPPORTED].of == 0
    assert (three_claims.supported_right.hits, three_claims.supported_right.of) == (1, 1)
    assert (three_claims.asserted.hits, three_claims.asserted.of) == (1, 2)


def test_misses_say_where_and_what(three_claims: Scores) -> None:
    missed, false, wrong = three_claims.misses
    assert (missed.kind, missed.quote, missed.label, missed.predicted) == (
        "missed_claim",
        PROMPTED,
        PROMPT,
        None,
    )
    assert (false.kind, false.quote, false.label, false.predicted) == (
        "false_finding",
        "Coffee is free",
        None,
        FINE,
    )
    assert false.sentence == " Coffee is free."
    assert (wrong.kind, wrong.quote, wrong.label, wrong.predicted) == ("wrong_class", TUNED, FINE, PRE)
    assert wrong.status is Status.UNDETERMINED
    assert {miss.document for miss in three_claims.misses} == {"a"}


def test_a_verdict_in_error_is_matched_but_of_no_class() -> None:
    scores = score([(case(claim(TUNED)), report(finding(TUNED, technique=None, status="error")))])
    assert scores.claims.hits == 1
    assert scores.confusion[FINE]["none"] == 1
    assert (scores.class_accuracy.value, scores.per_class[FINE].predicted) == (0.0, 0)
    assert scores.statuses["stated"][Status.ERROR].of == 1


def test_a_supported_finding_of_the_wrong_class_shows() -> None:
    scores = score([(case(claim(TUNED)), report(finding(TUNED, technique="pre_training")))])
    assert (scores.supported_right.hits, scores.supported_right.of) == (0, 1)


def test_nothing_to_divide_by_is_none() -> None:
    scores = score([])
    assert (scores.claims.precision, scores.claims.recall, scores.claims.f1) == (None, None, None)
    assert (scores.class_accuracy.value, scores.macro_f1) == (None, 0.0)


# --- facts and checklist --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stated", "given", "same_kind", "any_kind"),
    [
        ("Llama 3", fact("base_model", "x"), True, True),  # in the quote
        ("llama\n3", fact("base_model", "x"), True, True),  # folded
        ("Mistral 7B", fact("base_model", "Mistral  7b"), True, True),  # in the value
        ("Llama 3", fact("mechanism", "x"), False, True),
        ("Llama 4", fact("base_model", "Llama 3"), False, False),
        ("64", fact("base_model", 64.0), True, True),
        ("64.5", fact("base_model", 64.5), True, True),
    ],
)
def test_fact_recall(stated: str, given: dict[str, Any], same_kind: bool, any_kind: bool) -> None:
    labelled = case(claim(TUNED), facts={"base_model": stated})
    scores = score([(labelled, report(finding(TUNED, facts=[given])))])
    assert (scores.facts.hits, scores.facts.of) == (same_kind, 1)
    assert (scores.facts_any_kind.hits, scores.facts_any_kind.of) == (any_kind, 1)


def test_facts_of_a_false_finding_count_and_each_label_is_counted() -> None:
    labelled = case(facts={"base_model": "Llama 3", "gpu_hours": "12"})
    scores = score([(labelled, report(finding(TUNED, facts=[fact("base_model", "x")])))])
    assert (scores.facts.hits, scores.facts.of) == (1, 2)


def test_checklist_cells_take_the_best_directness_over_document_and_findings() -> None:
    labelled = case(
        claim(TUNED),
        checklist={
            "method": "answered",
            "base-model": "partial",
            "upgrade-path": "evasive",
            "ownership-case": "absent",
        },
    )
    read = report(
        finding(TUNED, answers=[answer("method", "direct"), answer("upgrade-path", "refused")]),
        answers=[
            answer("method", "evasive"),
            answer("base-model", "direct"),
            answer("base-model", "refused"),
            answer("ownership-case", "absent"),
            answer("compute", "direct"),
        ],
    )
    scores = score([(labelled, read)])
    assert (scores.checklist.hits, scores.checklist.of) == (2, 4)  # method, ownership-case
    assert (scores.checklist_merged.hits, scores.checklist_merged.of) == (3, 4)  # and base-model
    counted = {
        (label, given) for label, row in scores.checklist_confusion.items() for given, count in row.items() if count
    }
    assert counted == {
        (Directness.DIRECT, "direct"),
        (Directness.PARTIAL, "direct"),
        (Directness.EVASIVE, "refused"),
        (Directness.ABSENT, "absent"),
    }


@pytest.mark.parametrize(
    ("given", "best"),
    [
        (["partial", "evasive"], "partial"),
        (["refused", "evasive"], "evasive"),
        (["absent", "refused"], "refused"),
        ([], "absent"),
    ],
)
def test_order_of_directness(given: list[str], best: str) -> None:
    read = report(answers=[answer("method", directness) for directness in given])
    assert score([(case(checklist={"method": best}), read)]).checklist.hits == 1


# --- documents and pairs --------------------------------------------------------------------------


def test_negatives_are_flagged_by_foundation_findings_only() -> None:
    scores = score(
        [
            (case(id="clean"), report()),
            (case(id="flagged"), report(finding(TUNED))),
            (case(id="other"), report(finding(TUNED, scope="other_ml"))),
            (case(claim(TUNED), id="positive"), report(finding("Coffee is free."))),
        ]
    )
    assert (scores.negatives_flagged.hits, scores.negatives_flagged.of) == (1, 3)


def test_a_failed_report_earns_nothing_by_its_silence() -> None:
    failed, partial = report(status="failed"), report(status="partial")
    scores = score([(case(checklist={"method": "absent"}, id="f"), failed), (case(id="p"), partial)])
    assert scores.incomplete == ("f", "p")
    assert (scores.negatives_flagged.hits, scores.negatives_flagged.of) == (0, 1)
    assert (scores.checklist.hits, scores.checklist_merged.hits) == (0, 0)
    assert scores.checklist_confusion[Directness.ABSENT]["failed"] == 1


def test_undetermined_is_expected_of_the_inferred_claim() -> None:
    doubtful = case(claim(SCRATCH, basis="inferred"), claim(TUNED), expect_undetermined=True)
    open_scratch = finding(SCRATCH, status="undetermined")
    hit = report(open_scratch, finding(TUNED))
    sure = report(finding(SCRATCH), finding(TUNED, status="undetermined"))
    unfound = report(finding(TUNED, status="undetermined"))
    scores = score([(doubtful, hit), (doubtful, sure), (doubtful, unfound)])
    assert (scores.undetermined_expected.hits, scores.undetermined_expected.of) == (1, 3)


def test_undetermined_is_expected_of_every_claim_where_none_is_inferred() -> None:
    doubtful = case(claim(SCRATCH), claim(TUNED), expect_undetermined=True)
    one_open = report(finding(SCRATCH, status="undetermined"), finding(TUNED))
    both_open = report(*(finding(words, status="undetermined") for words in (SCRATCH, TUNED)))
    scores = score([(doubtful, one_open), (doubtful, both_open), (case(claim(TUNED)), report())])
    assert (scores.undetermined_expected.hits, scores.undetermined_expected.of) == (1, 2)


DELETION = {"id": "a-del", "variant": "deletion", "variant_of": "a"}
LEFT = "We tuned Beta."
LEFT_TEXT = f"{SCRATCH} {LEFT} Coffee is free."


def deletion_scores(base_finding: dict[str, Any], *left: dict[str, Any], status: str = "complete") -> Scores:
    base = case(claim(TUNED), claim(SCRATCH, "pre_training"))
    deletion = case(claim(LEFT, basis="inferred"), claim(SCRATCH, "pre_training"), text=LEFT_TEXT, **DELETION)
    kept = finding(SCRATCH, technique="pre_training", text=LEFT_TEXT)
    return score([(base, report(base_finding)), (deletion, report(kept, *left, text=LEFT_TEXT, status=status))])


@pytest.mark.parametrize(
    ("left", "stopped"),
    [
        ([finding(LEFT, text=LEFT_TEXT, status="inferred")], 1),
        ([], 1),  # nothing is said of it any more; the unchanged claim may stay supported
        ([finding(LEFT, text=LEFT_TEXT)], 0),
        ([finding("Coffee is free.", text=LEFT_TEXT)], 0),  # now supported by other words
        ([finding(LEFT, text=LEFT_TEXT, status="inferred"), finding("tuned Beta", text=LEFT_TEXT)], 0),
    ],
)
def test_a_deletion_must_stop_being_supported(left: list[dict[str, Any]], stopped: int) -> None:
    scores = deletion_scores(finding(TUNED), *left)
    assert scores.deletion_pairs == 1
    assert (scores.deletions_unsupported.hits, scores.deletions_unsupported.of) == (stopped, 1)


def test_a_deletion_counts_only_where_the_base_was_supported() -> None:
    scores = deletion_scores(finding(TUNED, status="inferred"))
    assert (scores.deletion_pairs, scores.deletions_unsupported.of) == (1, 0)
    unchanged_only = deletion_scores(finding(SCRATCH, technique="pre_training"))
    assert unchanged_only.deletions_unsupported.of == 0


def test_a_failed_deletion_report_is_not_credited() -> None:
    scores = deletion_scores(finding(TUNED), status="failed")
    assert (scores.deletions_unsupported.hits, scores.deletions_unsupported.of) == (0, 1)


def test_a_deletion_without_its_base_in_the_group_is_no_pair() -> None:
    deletion = case(claim(LEFT), text=LEFT_TEXT, **DELETION)
    assert score([(deletion, report(text=LEFT_TEXT))]).deletion_pairs == 0


COUNTERFACTUAL = {"id": "a-cf", "variant": "counterfactual", "variant_of": "a"}
PROMPT_ONLY = {"technique": "prompt_engineering"}


@pytest.mark.parametrize(
    ("before", "after", "flipped"),
    [
        (finding(TUNED), finding(PROMPTED, **PROMPT_ONLY), 1),
        (finding(TUNED), finding(PROMPTED), 0),
        (finding(TUNED, **PROMPT_ONLY), finding(PROMPTED, **PROMPT_ONLY), 0),
        (finding(TUNED), finding("Coffee is free.", **PROMPT_ONLY), 0),
    ],
)
def test_a_counterfactual_flips_when_both_sides_are_right(
    before: dict[str, Any], after: dict[str, Any], flipped: int
) -> None:
    base = case(claim(TUNED), claim(SCRATCH, "pre_training"))
    other = case(
        claim(PROMPTED, "prompt_engineering"), claim(SCRATCH, "pre_training"), **COUNTERFACTUAL
    )  # the unchanged claim is missed in both: it does not matter
    scores = score([(base, report(before)), (other, report(after))])
    assert (scores.counterfactuals_flipped.hits, scores.counterfactuals_flipped.of) == (flipped, 1)


@pytest.mark.parametrize(
    ("before", "flipped"),
    [(report(), 1), (report(finding(SCRATCH)), 0), (report(status="failed"), 0)],
)
def test_a_counterfactual_of_a_negative_needs_the_negative_unflagged(before: Report, flipped: int) -> None:
    other = case(claim(TUNED), **COUNTERFACTUAL)
    assert score([(case(), before), (other, report(finding(TUNED)))]).counterfactuals_flipped.hits == flipped


# --- the table ------------------------------------------------------------------------------------


def test_summary_has_a_column_for_each_group(three_claims: Scores) -> None:
    lines = summary_markdown({"web | copy": three_claims, "empty": score([])}).splitlines()
    assert lines[0] == "| figure | web \\| copy | empty |"
    assert lines[1] == "| --- | ---: | ---: |"
    assert "| claim precision | 0.667 (2/3) | – (0/0) |" in lines
    assert "| claim F1 | 0.667 | – |" in lines
    assert "| F1 pre_training | 0.667 | – |" in lines
    assert "| stated: supported / inferred / undetermined | 1 / 0 / 0 | 0 / 0 / 0 |" in lines
    assert {line.replace("\\|", "").count("|") for line in lines} == {4}


def test_summary_of_no_groups_is_a_header() -> None:
    assert summary_markdown({}) == "| figure |\n| --- |\n"


# --- the development cases ------------------------------------------------------------------------


def perfect_report(labelled: Case) -> Report:
    """Hand the labels back as findings, quoted from the raw text."""
    text = labelled.text
    stated = [{"kind": kind, "value": value, "quotes": []} for kind, value in labelled.facts.items()]
    findings = [
        finding(
            one.quote,
            technique=one.label,
            status="supported" if one.basis == "stated" else "undetermined",
            text=text,
            asserted=one.claimed_as,
            scope=one.scope,
            facts=stated,
        )
        for one in labelled.claims
    ]
    answers = [
        answer(question, "direct" if cell == "answered" else cell) for question, cell in labelled.checklist.items()
    ]
    return report(*findings, text=text, answers=answers)


def test_the_labels_of_the_development_cases_score_in_full_against_themselves() -> None:
    files = [CASES / f"{name}.jsonl" for name in ("marketing", "transcripts", "injection")]
    # not splitlines(): it would also break at separators inside a text
    lines = [line for file in files for line in file.read_text(encoding="utf-8").split("\n") if line]
    cases = [Case.model_validate(json.loads(line)) for line in lines]
    scores = score((labelled, perfect_report(labelled)) for labelled in cases)
    assert scores.documents == 84
    assert (scores.claims.hits, scores.claims.predicted, scores.claims.labelled) == (110, 110, 110)
    assert scores.class_accuracy.value == scores.macro_f1 == scores.asserted.value == 1
    assert (scores.misses, scores.duplicates, scores.neutral, scores.incomplete) == ((), 0, 0, ())
    assert (scores.negatives_flagged.hits, scores.negatives_flagged.of) == (0, 5)
    assert scores.facts_any_kind == scores.facts
    # facts ride on findings: those of documents without claims have none to ride on
    unclaimed = sum(len(labelled.facts) for labelled in cases if not labelled.claims)
    assert (scores.facts.hits, scores.facts.of) == (195 - unclaimed, 195)
    assert (scores.checklist.hits, scores.checklist.of) == (336, 336)
    assert (scores.undetermined_expected.hits, scores.undetermined_expected.of) == (6, 6)
    # base claims that are stated, so supported here: dev-m-005, dev-m-028, dev-t-001
    assert (scores.deletion_pairs, scores.deletions_unsupported.of) == (7, 3)
    assert scores.deletions_unsupported.hits == 3
    assert (scores.counterfactuals_flipped.hits, scores.counterfactuals_flipped.of) == (12, 12)
