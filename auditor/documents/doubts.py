"""Where it is not certain who speaks: such words are nobody's, and the report says why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from auditor.documents.fields import Record, number
from auditor.documents.reading import Stretch
from auditor.documents.utterances import Utterance
from auditor.documents.voices import is_nobody, is_voice, label_of

UNNAMED = "The transcript does not say who speaks here."
SHARED = "The recogniser gives the words of this stretch to two voices, so they are taken for nobody's."
ACROSS = "The sentence runs over the turns of two speakers, so it is taken for nobody's."
UNHEARD = "The recogniser itself takes this stretch for silence, so the words may not have been said."
AT_ONCE = "Two people talk at once here, so the words are taken for nobody's."

_EVEN = 0.5
"""Confidence below which a recogniser is less sure of a voice than not."""
_NEIGHBOURS = 50
_END = re.compile(r"[.!?…:;—–-][\"'”’)\]*_]{0,4}\s*$")
_BREAK = re.compile(r"([.!?…][\"'”’)\]*_]{0,4})\s+")
_AS_A_RULE = 0.7


def voiced(said: Utterance, spoken: Iterable[Record]) -> Utterance:
    """Take an utterance for nobody's where its words are given to several voices, or to one without confidence.

    The words carry ``speaker`` as WhisperX, Deepgram and AssemblyAI write it, and in Deepgram's answers
    ``speaker_confidence`` from 0 to 1.
    """
    held = list(spoken)
    voices = {voice for each in held if (voice := label_of(each.get("speaker")))}
    if len(voices) > 1:
        return said._replace(label=None, doubt=SHARED)
    sure = [each for word in held if (each := number(word, "speaker_confidence")) is not None]
    if sure and sum(sure) / len(sure) < _EVEN:
        return said._replace(label=None, doubt=_unsure(sum(sure) / len(sure)))
    return said


def _unsure(confidence: float) -> str:
    return (
        f"The recogniser is not sure of the voice here (confidence {confidence:.2f} of 1), so the words are taken"
        " for nobody's."
    )


def apart(utterances: Sequence[Utterance]) -> list[Utterance]:
    """Take words for nobody's where voices that only a recogniser tells apart speak at once for half of the time.

    Named speakers are recorded one by one, so their talking at once leaves no doubt.
    """
    order = sorted(
        (each.start, each.end, index)
        for index, each in enumerate(utterances)
        if is_voice(each.label) and each.start is not None and each.end is not None and each.end > each.start
    )
    shared = dict.fromkeys(range(len(utterances)), 0.0)
    for at, (_, end, one) in enumerate(order):
        for begin, close, other in order[at + 1 : at + _NEIGHBOURS]:
            if begin >= end:
                break
            if utterances[one].label != utterances[other].label:
                both = min(end, close) - begin
                shared[one] += both
                shared[other] += both
    doubtful = {index for start, end, index in order if shared[index] >= 0.5 * (end - start)}
    return [
        each._replace(label=None, doubt=AT_ONCE) if index in doubtful else each for index, each in enumerate(utterances)
    ]


def settled(text: str, stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Return a transcript's stretches with the reason wherever nobody can be named.

    That is where no speaker is given, and where a sentence runs over into the next speaker's turn: whoever
    cut the turns there cut them at the wrong word.
    """
    named = [each._replace(label=None) if each.label and is_nobody(each.label) else each for each in stretches]
    if _is_written(text, named):
        named = list(_split(text, named))
    return tuple(each if each.label or each.doubt else each._replace(doubt=UNNAMED) for each in named)


def _is_written(text: str, stretches: Sequence[Stretch]) -> bool:
    """Whether turns begin with a capital and end with a mark as a rule: else a missing one says nothing."""
    turns = [each for each in stretches if each.label]
    ended = sum(1 for each in turns if _ended(text, each))
    begun = sum(1 for each in turns if not text[each.start].islower())
    return len(turns) > 1 and min(ended, begun) >= _AS_A_RULE * len(turns)


def _split(text: str, stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    """Yield the stretches, the two halves of a sentence that runs over a boundary apart from the rest."""
    over = [_runs_over(text, one, other) for one, other in pairwise(stretches)]
    for each, before, after in zip(stretches, [False, *over], [*over, False], strict=True):
        head = _first_end(text, each) if before else each.start
        tail = _last_start(text, each) if after else each.end
        if not text[head:tail].strip():
            yield each._replace(label=None, doubt=ACROSS)
            continue
        if head > each.start:
            yield Stretch(each.start, head, None, each.time, ACROSS)
        said = text[head:tail]
        yield each._replace(start=head + len(said) - len(said.lstrip()), end=head + len(said.rstrip()))
        if tail < each.end:
            yield Stretch(tail, each.end, None, each.time, ACROSS)


def _runs_over(text: str, one: Stretch, other: Stretch) -> bool:
    if not one.label or not other.label or one.label == other.label:
        return False
    # Where a speaker breaks off with a dash or dots, the next one interrupts: nothing runs over.
    return text[other.start].islower() and not _ended(text, one)


def _ended(text: str, turn: Stretch) -> bool:
    return _END.search(text, max(turn.start, turn.end - 8), turn.end) is not None


def _first_end(text: str, turn: Stretch) -> int:
    """Where the first sentence of a turn ends."""
    ends = _BREAK.search(text, turn.start, turn.end)
    return ends.end(1) if ends else turn.end


def _last_start(text: str, turn: Stretch) -> int:
    """Where the last sentence of a turn begins."""
    *_, last = [turn.start, *(each.end() for each in _BREAK.finditer(text, turn.start, turn.end))]
    return last
