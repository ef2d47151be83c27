"""Whether a sentence speaks of how a model is made: products, companies and rotas are built and trained too."""

from __future__ import annotations

import re

from auditor.grounding import latin
from auditor.patterns import Lazy

_MAKING = Lazy(
    r"train|tun(?:e|ed|ing)|learn|taught|teach|school|weight|model|llm|\bai\b|gpt|4o|claude|gemini|llama|mistral|qwen|gemma|bert|openai|"
    r"anthropic|network|neural|adapt|lora|peft|prompt|instruct|retriev|\brag\b|search|look|fetch|index|embed|vector|chunk|paste|"
    r"document|docs\b|upload|knowledge|librar|\bbase\b|checkpoint|scratch|zero|nothing|random|blank|empty|\bown\b|ours|buil[dt]|"
    r"\bma[dk]e|\bapi|endpoint|\bcall|hosted|token|parameter|gpu|compute|corpus|\bdata|agent|rout(?:e|ing)|\brl\b|reward|"
    r"feedback|preference|distil|merg|quanti|\bbits?\b|\bread|memory|remember|examples?|start|began|begin|\btook\b|suppl|touch|"
    r"inside|layer|stack|vocabulary|stock|harness|recipe|rewritten|shelf|engine|pull|numbers|custom|\b(?:dpo|rlhf|sft|grpo|ppo)\b|language|prun|\bbots?\b|hood|sonnet|opus|haiku|replay|\blink|answer|noise|\bput\b|maps?\b|\bon top",
    re.I,
)
"""Words one of which stands in any sentence that tells how a model is made or used; broad on purpose."""


_TRAINED_THING = Lazy(
    r"train(?:s|ed|ing)?\b|\bmodels?\b|\bllms?\b|(?-i:\w(?:LM|GPT|Net|BERT|Former)\b|-\d+[BM]\b)|network|neural|\bweights?\b|transformer|classifier|encoder|decoder|"
    r"\btokens?\b|tokeni[sz]er|parameters?\b|checkpoint|random|\bgpus?\b|\bh[12]00|\ba100|\btpus?\b|\bboost|\btrees?\b|forecast|regress|corpus|\bbase\b|vocabulary",
    re.I,
)
"""Words for what random weights belong to, or for training them."""
_AI = Lazy(r"\b(?:ai|gpts?|(?:chat)?bots?|assistants?|agents?|copilot|brain|engine)\b", re.I)
"""What sellers call a model, and more than a model."""
_PRONOUN = Lazy(
    r"\b(?:it|it's|that|that's|this|them|those|these|one|ours|everything|the (?:whole|lot)|all of it)\b", re.I
)
_BUILT = Lazy(r"\b(?:buil[dt]|develop|design|creat|engineer|craft|ma[dk]e|wr[io]te|written|architect)", re.I)
_JUST_BEFORE = 400
"""Characters in which a pronoun finds what it stands for."""


def speaks_of_making(sentence: str) -> bool:
    """Whether a sentence may tell how a model is made or used."""
    return bool(_MAKING.search(latin(sentence)))


def may_be_of_a_model(sentence: str) -> bool:
    """Whether a sentence taken alone may speak of a model: it names one, may stand for one, or names nothing."""
    named = _TRAINED_THING.search(sentence) or _AI.search(sentence)
    return bool(named or _PRONOUN.search(sentence) or not _BUILT.search(sentence))


def is_of_a_model(text: str, start: int, end: int) -> bool:
    """Whether what a sentence (a range of a text) calls built from scratch is a model: it or the words before say so."""
    if _TRAINED_THING.search(text, start, end):
        return True
    unnamed = _PRONOUN.search(text, start, end) or not _BUILT.search(text, start, end)
    return bool(unnamed and _TRAINED_THING.search(text, max(0, start - _JUST_BEFORE), start))
