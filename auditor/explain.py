"""The text of `auditor explain`, `auditor rules` and `auditor questions`. Pure: records in, text out."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from auditor.checklist import Checklist, Question
from auditor.errors import UsageError
from auditor.flags import FlagRule
from auditor.rubric import Rubric, Signal
from auditor.schema import Technique
from auditor.summary import NAMES

_GROUPS = {
    "settles": "an explicit statement about the weights or the mechanism; can carry “supported”",
    "evidence": "a circumstance; can carry “inferred”",
    "phrasing": "wording; matters only while nothing better is known",
}
_SOURCES = {"document": "the source document's question", "extension": "added by the auditor"}
_LABEL = 14
_LEAST = 30
_COLUMN = 40


def explain(identifier: str, rules: Mapping[str, FlagRule], rubric: Rubric, checklist: Checklist, *, width: int) -> str:
    """Return all there is to say about a flag, a signal or a question of that id."""
    pages = [_flag(rule, width) for rule in rules.values() if rule.id == identifier]
    pages += [_signal(signal, width) for signal in rubric.signals if signal.id == identifier]
    pages += [_question(question, width) for question in checklist.questions if question.id == identifier]
    if not pages:
        known = [*rules, *(signal.id for signal in rubric.signals), *checklist.ids]
        near = get_close_matches(identifier.lower(), dict.fromkeys(known), n=3, cutoff=0.5)
        hint = f"did you mean {', or '.join(near)}?" if near else "see auditor rules and auditor questions."
        raise UsageError(f"There is no flag, signal or question {identifier!r}; {hint}")
    return "\n".join(pages)


def rules(flags: Mapping[str, FlagRule], rubric: Rubric, *, width: int) -> str:
    """Return the tables of flags and signals."""
    flag_rows = [(rule.id, rule.severity.value, rule.title) for rule in flags.values()]
    signal_rows = [(signal.id, NAMES[signal.favours], signal.text) for signal in rubric.signals]
    return "\n".join(
        [
            *_wrapped("Flags: what a report asks you to look at, with their severity.", width),
            "",
            *_table(flag_rows, width),
            "",
            *_wrapped("Signals: what a verdict is made of, with the class each speaks for most.", width),
            "",
            *_table(signal_rows, width),
            "",
            *_wrapped("auditor explain ID says what one looks for, why it matters and what clears it.", width),
            "",
        ]
    )


def questions(checklist: Checklist, format: str, *, width: int) -> str:
    """Return the checklist in a format: terminal, json or markdown."""
    if format == "json":
        body = checklist.model_dump(mode="json", by_alias=True)
        return json.dumps(body, ensure_ascii=False, indent=2) + "\n"
    if format == "markdown":
        return _questions_markdown(checklist)
    return _questions_terminal(checklist, width)


# --- pages ------------------------------------------------------------------------------------------


def _flag(rule: FlagRule, width: int) -> str:
    return _page(
        f"{rule.id}: {rule.title}",
        f"a flag, severity {rule.severity.value}",
        [
            ("Looks for", rule.looks_for),
            ("Why", rule.why),
            ("Example", rule.example),
            ("Clears it", rule.would_clear),
            ("Source", rule.source),
        ],
        width,
    )


def _signal(signal: Signal, width: int) -> str:
    weights = ", ".join(f"{NAMES[technique]} {signal.weight(technique):+.1f}" for technique in Technique)
    return _page(
        f"{signal.id}: {signal.text}",
        f"a signal of the rubric, {_GROUPS[signal.group]}",
        [
            ("Looks for", signal.looks_for),
            ("Why", signal.why),
            ("Example", signal.example),
            ("Reads", signal.reads + (f" ({', '.join(signal.values)})" if signal.values else "")),
            ("Adds", f"{weights} (log-likelihoods; only their differences matter)"),
            (
                "Clears it",
                "A statement in the text that says otherwise; the report lists what would move a verdict.",
            ),
            ("Source", signal.source),
        ],
        width,
    )


def _question(question: Question, width: int) -> str:
    return _page(
        f"{question.id}: {question.text}",
        "a question of the checklist, "
        + ("can settle the class" if question.settles else "for due diligence; does not move the class"),
        [
            ("Why", question.why),
            ("Asked of", ", ".join(NAMES[technique] for technique in question.applies_to)),
            *((("Answers" if not at else ""), text) for at, text in enumerate(_outcomes(question))),
            ("Serves", f"“{question.good}”"),
            ("Leaves open", f"“{question.evasive}”"),
            (
                "Clears it",
                "An answer of the first kind: direct, with names and numbers where it asks for them.",
            ),
            ("Source", _SOURCES[question.source]),
        ],
        width,
    )


def _outcomes(question: Question) -> Iterable[str]:
    return (f"{category.answer} → {category.meaning}" for category in question.categories)


def _page(title: str, what: str, entries: Iterable[tuple[str, str]], width: int) -> str:
    lines = [*_wrapped(title, width), *_wrapped(what[:1].upper() + what[1:] + ".", width), ""]
    for label, text in entries:
        lines += _labelled(label, text, width)
    return "\n".join(lines) + "\n"


# --- the checklist ----------------------------------------------------------------------------------


def _parts(checklist: Checklist) -> list[tuple[str, list[Question]]]:
    return [
        ("Questions that can settle the class", [each for each in checklist.questions if each.settles]),
        ("Questions for due diligence", [each for each in checklist.questions if not each.settles]),
    ]


def _questions_terminal(checklist: Checklist, width: int) -> str:
    lines: list[str] = []
    number = 0
    for title, group in _parts(checklist):
        lines += ([""] if lines else []) + [title.upper()]
        for question in group:
            number += 1
            lines.append("")
            lines += _hanging(f"{number}.", f"{question.text} ({question.id})", 4, width)
            lines += _wrapped(question.why, width, indent=4)
            for outcome in _outcomes(question):
                lines += _hanging("    –", outcome, 6, width)
    return "\n".join(lines) + "\n"


def _questions_markdown(checklist: Checklist) -> str:
    lines = ["# Checklist"]
    number = 0
    for title, group in _parts(checklist):
        lines += ["", f"## {title}"]
        for question in group:
            number += 1
            lines += ["", f"{number}. **{question.text}** (`{question.id}`)", "", f"    {question.why}", ""]
            lines += [f"    - {outcome}" for outcome in _outcomes(question)]
    return "\n".join(lines) + "\n"


# --- lines ------------------------------------------------------------------------------------------


def _wrapped(text: str, width: int, indent: int = 0) -> list[str]:
    pad = " " * indent
    return textwrap.wrap(text, max(width, _LEAST), initial_indent=pad, subsequent_indent=pad, break_on_hyphens=False)


def _hanging(mark: str, text: str, indent: int, width: int) -> list[str]:
    return textwrap.wrap(
        text,
        max(width, _LEAST),
        initial_indent=mark.ljust(indent),
        subsequent_indent=" " * indent,
        break_on_hyphens=False,
    )


def _labelled(label: str, text: str, width: int) -> list[str]:
    if width - _LABEL < _LEAST:
        return [*([label] if label else []), *_wrapped(text, width, indent=2)]
    return _hanging(label, text, _LABEL, width)


def _table(rows: Sequence[tuple[str, str, str]], width: int) -> list[str]:
    first, second = (max(len(row[at]) for row in rows) + 2 for at in (0, 1))
    if width - first - second < _COLUMN:
        return [line for name, what, text in rows for line in (f"{name} ({what})", *_wrapped(text, width, indent=2))]
    return [
        line
        for name, what, text in rows
        for line in _hanging(name.ljust(first) + what.ljust(second), text, first + second, width)
    ]
