"""The offline rules put plain sentences into the right family of claims."""

from __future__ import annotations

import tomllib
from pathlib import Path

from auditor.providers.offline import read
from auditor.providers.offline.marks import mark
from auditor.providers.offline.sentences import sentences
from auditor.schema import Side
from auditor.steps import Turn

PHRASES = Path(__file__).parents[2] / "fixtures" / "phrases" / "phrases.toml"
RIGHT = 234
"""Of 242; at first it was 141."""


def families(sentence: str) -> set[str]:
    turns = [Turn(number=1, text=sentence, speaker="Vendor", side=Side.VENDOR)]
    marked = mark(list(sentences(turns, [0])), read._hot([sentence.lower()], read.STEMS))
    return {each.family for each in marked if each.claims}


def test_plain_sentences_are_put_into_their_family() -> None:
    phrases = tomllib.loads(PHRASES.read_text(encoding="utf-8"))
    right = [
        sentence
        for family, said in phrases.items()
        for sentence in said
        if families(sentence) == (set() if family == "none" else {family}) or family in families(sentence)
    ]
    assert sum(map(len, phrases.values())) == 242
    assert len(right) >= RIGHT
