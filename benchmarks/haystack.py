"""Whether a call's findings survive in long neutral talk: python benchmarks/haystack.py [-v].

Each labelled call is put into the middle of 45 kB of talk about pilots, prices and parking, spoken by the same
people; its findings should be the same as without, and hardly any new one should come of the talk.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from auditor.api import audit
from auditor.evaluating import AS_OF, document_of, load_cases
from auditor.schema import Document, Passage, Report

CASES = Path(__file__).parent.parent / "fixtures" / "cases"
FILES = ("transcripts", "own-calls")
CHARACTERS = 45_000
KEPT, EXTRA = 1.0, 0.1
"""Bars: the share of findings kept, and new findings a call."""

_TALK = (
    "Can everybody see the screen, or is it only the slide?",
    "I moved our next meeting to {day}, because {name} is away.",
    "The price per seat falls once you pass {n} seats, and we bill by the quarter.",
    "We had {n} new starters in {month}, so the training rooms were full.",
    "Our trainers come on site for two days, and after that people know their way around.",
    "Does the export keep the column order? Ours has to match the ledger.",
    "It is a plain file, you can open it in any spreadsheet.",
    "The contract renews in {month} unless one of us writes before.",
    "Legal wants the liability cap in there, I will send you the wording.",
    "We never train on your data, that is in the agreement, page four.",
    "The dashboard shows who is on duty and how long they have been waiting.",
    "I like the new colour, though my colleague in {city} says it hurts his eyes.",
    "For the pilot we would take the {city} office, that is about {n} people.",
    "Single sign-on is included, and so is the audit log.",
    "What happens on a bank holiday? We had a queue of {n} last time.",
    "Support answers within four hours, nights too.",
    "The old system stayed on until {month}, nobody dared to switch it off.",
    "She asked for a reference customer, so I thought of the people in {city}.",
    "There is a model answer for that in the security questionnaire.",
    "We tuned the schedule a bit, the late shift starts at ten now.",
    "Everything is hosted in the EU, in two regions.",
    "Sorry, my dog. Give me a second.",
    "The invoice should go to {name}, not to me.",
    "I learned a lot from the first pilot, mostly about parking.",
    "Our base price has not changed since {month}.",
    "The business model is simple, you pay for what you use.",
    "Could you put that in an email, so I can forward it?",
    "We read every ticket ourselves in the first weeks.",
    "My team would need to be taught where the buttons are, that is all.",
    "The weights on the scale were wrong, but that was the supplier.",
    "How long does the rollout take? Last time it was {n} days.",
    "AI is on every agenda now, my board asks about it each month.",
    "The assistant answered in two seconds, which I thought was fine.",
)  # fmt: skip
_FILL = {
    "day": ("Monday", "Thursday"),
    "name": ("Petra", "Olu", "Jens"),
    "month": ("March", "June", "October"),
    "city": ("Utrecht", "Graz", "Leeds"),
}


def embedded(document: Document, chance: random.Random) -> Document:
    """Return the call with neutral talk before and behind, half of it each."""
    half = CHARACTERS // 2
    speakers = list({passage.speaker: passage for passage in document.passages}.values())
    before, behind = _talk(half, chance), _talk(half, chance)
    text = ""
    passages: list[Passage] = []
    for line in before:
        passages.append(_turn(len(passages), len(text), line, chance.choice(speakers)))
        text += line + "\n\n"
    shift, count = len(text), len(passages)
    text += document.text + "\n\n"
    for passage in document.passages:
        moved = {"number": passage.number + count, "start": passage.start + shift, "end": passage.end + shift}
        passages.append(passage.model_copy(update=moved))
    for line in behind:
        passages.append(_turn(len(passages), len(text), line, chance.choice(speakers)))
        text += line + "\n\n"
    numbered = (passage.model_copy(update={"number": at}) for at, passage in enumerate(passages, 1))
    return document.model_copy(update={"text": text, "passages": tuple(numbered), "places": ()})


def _turn(number: int, start: int, line: str, like: Passage) -> Passage:
    return Passage(number=number + 1, start=start, end=start + len(line), speaker=like.speaker, side=like.side)


def _talk(size: int, chance: random.Random) -> list[str]:
    lines: list[str] = []
    while sum(map(len, lines)) < size:
        said = [chance.choice(_TALK) for _ in range(chance.randrange(1, 5))]
        fill = {name: chance.choice(values) for name, values in _FILL.items()}
        lines.append(" ".join(said).format(n=chance.randrange(12, 900), **fill))
    return lines


def told(report: Report) -> list[tuple[str, str]]:
    """The findings, by class and the words that start them."""
    return [(str(each.verdict.technique), " ".join(each.quotes[0].text.split())) for each in report.findings]


def main() -> int:
    verbose = "-v" in sys.argv[1:]
    chance = random.Random(2026)
    calls = kept = findings = extra = 0
    for name in FILES:
        path = CASES / f"{name}.jsonl"
        for case in load_cases(path):
            document = document_of(case, path.parent)
            alone = told(audit(document, as_of=AS_OF))
            among = told(audit(embedded(document, chance), as_of=AS_OF))
            same = sum(each in among for each in alone)
            calls, findings, kept = calls + 1, findings + len(alone), kept + same
            extra += len(among) - same
            if verbose and sorted(alone) != sorted(among):
                print(f"{case.id}: alone {alone}\n    among talk {among}")
    print(
        f"{calls} calls: {kept} of {findings} findings kept, {extra} new ones ({10 * extra / calls:.1f} per 10 calls)"
    )
    held = kept >= KEPT * findings and extra <= EXTRA * calls
    print(f"bar: all kept, at most {10 * EXTRA:.0f} new per 10 calls: {'held' if held else 'MISSED'}")
    return 0 if held else 1


if __name__ == "__main__":
    raise SystemExit(main())
