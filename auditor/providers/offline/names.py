"""Base models and API providers as people write and say them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from auditor.patterns import Lazy

_SIZE = r"(?:[ -]?(?:\d+(?:\.\d+)?[bm]\b|x\d+b))"
_OPEN = (
    r"(?:meta'?s? )?(?:code ?)?l+amas?(?:[ -]?[1-4](?:\.\d)?)?" + _SIZE + r"?(?:[ -](?:instruct|chat|scout|maverick|base))?"
    r"|mistrals?(?! ai)(?:[ -](?:7b|nemo|small|medium|large)(?:[ -]v?\d(?:\.\d)?)?)?(?:-v\d(?:\.\d)?)?(?:-instruct)?"
    r"|mixtral(?:[ -]8x\d+b)?|ministral(?:[ -]\d+b)?|qwen ?-?\d?(?:\.\d)?(?:-?vl|-?coder)?" + _SIZE + r"?(?:-instruct)?"
    r"|gemma ?-?\d?n?" + _SIZE + r"?|phi-?\d(?:\.\d)?(?:-mini|-medium|-small)?|falcon[ -]?(?:\d+b|\d)\b|deepseek(?:[ -](?:v\d(?:\.\d)?|r1|llm|coder|67b))?"
    r"|starcoder ?2?" + _SIZE + r"?|(?:flan-)?t5(?:-(?:base|large|small|xxl|xl|3b|11b))?|(?:bio|sci|distil|ro|de|legal-?|clinical|fin|modern|camem|al)?bert(?:a)?(?:-(?:base|large))?(?:-(?:uncased|cased))?"
    r"|gpt-?2(?:-xl)?\b|gpt-?j(?:-6b)?|gpt-?neox?(?:-\d+b)?|gpt-oss(?:-\d+b)?|pythia(?:-\d+b)?|bloomz?(?:-\d+b)|mpt-\d+b|olmo ?\d?|granite ?\d?(?:\.\d)?|vicuna(?:-\d+b)?|alpaca|dolly(?: \d)?"
    r"|whisper(?:[ -](?:large|medium|small|base))?(?:-v\d)?|stable diffusion|clip\b(?= model| embed)|sentence-?transformers?|all-minilm[\w-]*|e5-(?:base|large|mistral)[\w-]*|bge-[\w-]+|yi-\d+b|glm-\d[\w.-]*|kimi k\d|nemotron[\w -]{0,8}\b|smollm\d?"
)  # fmt: skip
_CLOSED = (
    r"(?:chat)?gpt[ -]?(?:\d(?:\.\d)?o?|4 ?omni|four|five)?(?:[ -](?:mini|turbo|nano|pro))?(?:[ -](?:mini|turbo))?"
    r"|4o(?:-mini)?\b|o[134]-?(?:mini|preview|pro)\b|claude(?:[ -](?:instant|\d(?:\.\d)?|opus|sonnet|haiku|fable))*(?: \d(?:\.\d)?)?"
    r"|(?:opus|sonnet|haiku)(?: \d(?:\.\d)?)?|four oh(?: mini)?|gemini(?:[ -](?:\d(?:\.\d)?|pro|flash|ultra|nano|lite))*|palm ?2?\b|command[ -]r\+?|grok[ -]?\d?|text-embedding-(?:3-(?:large|small)|ada-002|004)|(?:text-)?davinci(?:-\d+)?|amazon (?:titan|nova)|nova (?:pro|lite|micro)"
)
_BASES = Lazy(rf"(?<![\w/.@-])(?:(?P<open>{_OPEN})|(?P<closed>{_CLOSED}))(?![\w@]|\.\w)", re.IGNORECASE)
_GENERIC = Lazy(
    r"\b(?:an? |the |some |whichever |whatever )?(?:open[ -](?:source|weights?)|oldish|old|existing|public(?:ly available)?|off[ -]the[ -]shelf|pre-?trained|third[ -]party|frontier) (?:foundation |language |base |llm )?(?:models?|llms?|checkpoints?|one)\b"
    r"|\b(?:our own|our|their own) (?:\w+ )?base (?:models?|checkpoints?)\b|\bone that was already out there\b|\b(?:whichever|whatever) models? you(?:'ve| have)? \w+",
    re.IGNORECASE,
)
_PROVIDERS = Lazy(
    r"\b(?P<name>openai|anthropic|azure openai|azure|(?:amazon |aws )?bedrock|vertex(?: ai)?|openrouter|groq|together ai|fireworks|replicate|cohere|google|deepmind|mistral ai|xai|perplexity|ai21)\b(?:'s)?",
    re.IGNORECASE,
)
_SPELLING = {
    "openai": "OpenAI", "anthropic": "Anthropic", "azure openai": "Azure OpenAI", "azure": "Azure OpenAI",
    "bedrock": "Amazon Bedrock", "amazon bedrock": "Amazon Bedrock", "aws bedrock": "Amazon Bedrock",
    "vertex": "Google Vertex AI", "vertex ai": "Google Vertex AI", "openrouter": "OpenRouter", "groq": "Groq",
    "together ai": "Together AI", "fireworks": "Fireworks AI", "replicate": "Replicate", "cohere": "Cohere",
    "google": "Google", "deepmind": "Google DeepMind", "mistral ai": "Mistral AI", "xai": "xAI",
    "perplexity": "Perplexity", "ai21": "AI21 Labs",
}  # fmt: skip
_COMPARED = Lazy(
    r"(?:ahead of|beats?|beat|outperform\w*|better than|worse than|compared (?:to|with)|versus|vs\.?|trails?|level with|unlike|than|rather than|instead of|"
    r"rivals?|on par with|competes? with|comparable to|not (?:on|a|built|based)|isn't|no |exceeds?|surpass\w*|against|smarter than|bigger than|smaller than|between|"
    r"moved (?:off|away from)|switched from|replac\w+|the likes of|such as|like)\W+(?:[\w'.-]+\W+){0,3}$"
)
_NOT_ON_TOP = Lazy(r"\b(?:not|n't|never|no)\b[^.;]{0,40}$")


@dataclass(frozen=True, slots=True)
class Name:
    """A base model or provider named in a sentence; the range is into the sentence."""

    name: str
    start: int
    end: int
    kind: Literal["open", "closed", "generic", "provider"]
    denied: bool
    """Compared with or ruled out rather than built upon."""


def bases(text: str, low: str) -> list[Name]:
    """Return the base models named in a sentence, as written, in order."""
    found: list[Name] = []
    for match in _BASES.finditer(low):
        word = match.group()
        if (
            word in ("nova", "command", "opus", "sonnet", "haiku", "palm", "bert", "gpt")
            and text[match.start()].islower()
        ):
            continue
        if word.startswith("clip") and text[match.start() : match.start() + 4] != "CLIP":
            continue
        found.append(_name(text, low, match.start(), match.end(), "open" if match["open"] else "closed"))
    if not found:
        found = [_name(text, low, match.start(), match.end(), "generic") for match in _GENERIC.finditer(low)]
    return found


def providers(text: str, low: str) -> list[Name]:
    """Return the model API providers named in a sentence, in their usual spelling."""
    return [
        Name(
            _SPELLING[match["name"].lower()],
            match.start("name"),
            match.end("name"),
            "provider",
            _denied(low, match.start()),
        )
        for match in _PROVIDERS.finditer(low)
        if text[match.start()].isupper() or "api" in low
    ]


def _name(text: str, low: str, start: int, end: int, kind: Literal["open", "closed", "generic"]) -> Name:
    while end > start and low[end - 1] in " -":
        end -= 1
    return Name(text[start:end], start, end, kind, _denied(low, start))


def _denied(low: str, start: int) -> bool:
    before = low[max(0, start - 60) : start]
    return bool(_COMPARED.search(before) or _NOT_ON_TOP.search(before))
