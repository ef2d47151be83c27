"""A phrase the offline rules know, and the names that phrases are built from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from auditor.patterns import Lazy
from auditor.schema import FactKind

Family = Literal["pre", "tune", "use", "train", "none"]


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase, the family it puts a sentence in, and the fact it stands for."""

    family: Family
    stems: tuple[str, ...]
    """One of these must be in the sentence before the pattern is tried."""
    pattern: Lazy
    kind: FactKind | None = None
    value: str = ""
    claims: bool = True
    """Whether the cue alone makes a sentence a claim; else it only adds to one."""


def cue(
    family: Family,
    stems: str,
    pattern: str,
    kind: FactKind | None = None,
    value: str = "",
    claims: bool = True,
) -> Cue:
    """Return a cue; stems are parted by ``|``."""
    return Cue(family, tuple(stems.split("|")), Lazy(pattern), kind, value, claims)


WEIGHTS = FactKind.WEIGHTS_BEFORE_TRAINING
MECHANISM = FactKind.MECHANISM
DATA = FactKind.DATA_PIPELINE
MODEL = r"(?:models?|networks?|llms?|slms?|transformers?|encoders?|decoders?|weights|checkpoints?|ai|gpts?|nets?|embedders?|embeddings?|backbone|assistants?|bots?|chatbots?|engines?|agents?|reader|tutor|classifiers?|brain)"
"""What a model is called."""
OPEN = r"(?:(?:code ?)?l+amas?|mistrals?|mixtral|ministral|qwens?|gemmas?|phi-?\d|falcon|deepseek|starcoder\w*|(?:flan-)?t5|\w*bert\w*|gpt-?2|gpt-?j|gpt-?neox?|gpt-oss\w*|pythia|olmo|granite|vicuna|whisper)"
"""Models whose weights anybody can take, as said in a folded sentence."""
HOSTED = r"(?:(?:chat)?gpts?(?![ -]?(?:2|j|neo|oss))(?:[ -]?[345][\w.]*)?|4o(?:[ -]mini)?|four oh(?: mini)?|4\.1(?:[ -](?:mini|nano))?|g p t(?: four| five| 4)?|claude|cloud from anthropic|sonnet|haiku|opus|gemini|open ?ai|anthropic)"
"""Models, and their makers, that are called over an API, as said in a folded sentence."""
HOSTED_STEMS = "gpt|g p t|open ai|4o|four oh|4.1|claude|sonnet|haiku|opus|gemini|openai|anthropic"
