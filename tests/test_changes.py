"""What changed between two reports."""

from __future__ import annotations

from kit import fact, finding, report_of, text_of

from auditor.changes import changes
from auditor.providers import provider
from auditor.schema import Technique


def read(words):
    return report_of(text_of(words), provider("offline"))


def with_findings(*findings):
    return read("Nothing of note is said here.").model_copy(update={"findings": findings})


PRE, FINE, PROMPT = Technique


def test_the_same_text_has_no_changes():
    report = read("We fine-tuned Llama 3 70B on 40,000 tickets.")
    assert not changes(report, report).any


def test_a_claim_that_gained_its_base_is_one_changed_finding():
    old = read("We trained a custom AI model on your industry's data.")
    new = read("We trained a custom AI model on your industry's data. We fine-tuned Llama 3 70B with LoRA adapters.")
    found = changes(old, new)
    (change,) = found.findings
    assert change.old is not None
    assert change.new is not None
    assert {"verdict", "facts"} <= set(change.what)
    assert "base-model" in found.answered


def test_what_is_gone_and_what_is_new():
    old, new = finding(FINE, subject="One"), finding(PROMPT, subject="Two")
    found = changes(with_findings(old), with_findings(new)).findings
    assert [(each.old, each.new) for each in found] == [(old, None), (None, new)]


def test_two_steps_of_one_product_are_matched_by_class_first():
    base, instruct = finding(PRE, subject="Acme"), finding(FINE, subject="Acme")
    now = finding(FINE, fact("examples", 5000.0), subject="Acme")
    (change,) = changes(with_findings(base, instruct), with_findings(now, base)).findings
    assert (change.old, change.new, change.what) == (instruct, now, ("facts",))


def test_another_class_is_a_change_of_class():
    (change,) = changes(with_findings(finding(PRE)), with_findings(finding(PROMPT))).findings
    assert "class" in change.what
