"""What an interview shows at a terminal: a question with what its answers would mean, and what an answer moved."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from auditor.render import labels, words
from auditor.render.plain import one_line, shortened
from auditor.schema import Finding, OpenQuestion
from auditor.steps import Ask, Learned, Move

KEYS = "Enter skips · ? help · b back · q stop"
HELP = (
    "Type the answer in your own words, or paste it, lines and all. Enter alone passes the question over; it stays"
    " listed as open. b goes back to the question before, q ends the interview and prints the report, Ctrl-C saves"
    " the interview and stops. An answer is read like any text: what it says is quoted, and what it does not say is"
    " not added."
)
_SENTENCE = 200
_CLAIMS = 2
_LEAST = 24


def question(ask: Ask, width: int) -> str:
    """Return a question as lines, with why it comes now and what each kind of answer would mean."""
    item = ask.question
    lines = ["", *_wrapped(f"Question {ask.number} · {item.question} · {_why_now(item)}", width), ""]
    lines += _wrapped(one_line(item.text), width)
    for finding in ask.about[:_CLAIMS]:
        lines += _hanging("  About ", f"{one_line(finding.subject)}: {_said(finding, ask)}", width)
    if ask.about[_CLAIMS:]:
        lines += _wrapped(f"and {words.plural(len(ask.about) - _CLAIMS, 'more claim')}", width, "  ")
    for outcome in item.outcomes:
        lines += _hanging("  – ", f"{one_line(outcome.answer)} → {one_line(outcome.meaning)}", width)
    left = f"; {words.plural(ask.left, 'question')} after this one" if ask.left else "; the last one"
    return "\n".join([*lines, *_wrapped(f"({KEYS}{left})", width)]) + "\n"


def help_text(why: str, good: str, evasive: str, width: int) -> str:
    """Return what the keys do, why the question matters, and what an answer can look like."""
    lines = _wrapped(HELP, width)
    lines += _hanging("Why     ", one_line(why), width)
    lines += _hanging("Serves  ", f"“{one_line(good)}”", width)
    lines += _hanging("Leaves it open  ", f"“{one_line(evasive)}”", width)
    return "\n".join(lines) + "\n"


def learned(told: Learned, width: int) -> str:
    """Return what was understood of an answer, how direct it was, and what it moved."""
    lines = _hanging("Understood  ", f"{labels.DIRECTNESS[told.answer.directness]}.", width)
    for fact in told.facts:
        value = one_line(words.fact_value(fact))
        lines += _hanging("  · ", f"{labels.FACT[fact.kind]}: {value} “{shortened(fact.quotes[0].text, 80)}”", width)
    if not told.facts:
        lines += _wrapped("No fact was read from it; the words are kept.", width, "  ")
    for each in told.ungrounded:
        lines += _hanging("  · ", f"left out: “{shortened(each.text, 60)}” ({one_line(each.reason)})", width)
    lines += _moved(told.moves, width)
    return "\n".join(lines) + "\n"


def _moved(moves: Iterable[Move], width: int) -> Iterable[str]:
    lines: list[str] = []
    for move in moves:
        verdict = move.finding.verdict
        if verdict.technique is None:
            continue
        name = labels.TECHNIQUE[verdict.technique]
        after = words.percent(verdict.probabilities[verdict.technique])
        before = words.percent(move.before.probabilities[verdict.technique]) if move.before else "not claimed"
        text = f"{one_line(move.finding.subject)}: {name} {before} → {after}, {labels.STATUS[verdict.status]}"
        lines += _hanging("Moved       ", text, width)
    return lines or _wrapped("Moved       nothing: the class stands as it was.", width)


def _why_now(item: OpenQuestion) -> str:
    if item.purpose == "diligence":
        return "due diligence"
    return f"it is expected to tell {item.expected_gain_bits or 0:.2f} bits of the class, the most of those open"


def _said(finding: Finding, ask: Ask) -> str:
    quote = finding.quotes[0]
    if quote.origin != "document":
        return f"“{shortened(quote.text, _SENTENCE)}”"
    return f"“{shortened(ask.report.document.text[quote.context_start : quote.context_end], _SENTENCE)}”"


def _wrapped(text: str, width: int, indent: str = "") -> list[str]:
    room = max(width, _LEAST)
    return textwrap.wrap(text, room, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)


def _hanging(mark: str, text: str, width: int) -> list[str]:
    after = " " * min(len(mark), 8)
    return textwrap.wrap(text, max(width, _LEAST), initial_indent=mark, subsequent_indent=after, break_on_hyphens=False)
