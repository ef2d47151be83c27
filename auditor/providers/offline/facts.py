"""Typed facts of a claim: from its own sentences, and from those around them that no other claim owns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from auditor.drafts import FactDraft, QuoteDraft
from auditor.patterns import Lazy
from auditor.providers.offline.groups import Group
from auditor.providers.offline.marks import Marked
from auditor.providers.offline.sentences import Sentence
from auditor.quantities import Quantity
from auditor.schema import FactKind, Modality, Side

_TRAINING_CONTEXT = Lazy(
    r"train|tun(?:e|ed|ing)|corpus|dataset|data ?set|pre-?train|examples|tokens? of|gpu|compute|run\b|labelled|labeled|epochs?|weights|model|pairs"
)
_PRICING = Lazy(
    r"\b(?:per|a|each|every) (?:seat|month|year|user|call|day|answer|document|invoice|token|query|request|lawyer)\b|/(?:mo|month|user|seat)|\bpricing\b|\bsubscription|\bfree tier|\bplan\b|\binvoice|\bdiscount|\bpilot\b|\bfunding|\braised\b|\brevenue|\bsaved?\b"
)
_SPEND = Lazy(r"train|tun(?:e|ed|ing)|compute|gpu|cost|run\b|model|budget|spent|spend|set us back")
_SERVING = Lazy(
    r"\bserv(?:e|es|ed|ing)\b|inference|p95|latency|throughput|context window|per second|retention|uptime|response time|\bschema\b"
)
_SETUP = Lazy(
    r"ready|live|set ?up|train|later|learn|index|sync|minutes? behind|retrain|under \d|done|in the answers|answer"
)
_YOURS = Lazy(
    r"\b(?:your|customers?'?|clients?'?|(?:a |the )?company'?s?) (?:own |entire |whole |existing |internal |company |business |specific )*(?:data|docs?|documents?|documentation|content|site|website|files?|stuff|knowledge|material|materials|materials from|pages|policies|articles|handbook|brand|voice|catalogue|chats?|calls?|tickets?|book|marina|class)\b|\byour (?:industry|field|sector|domain)'?s? (?:data|documents|language)?|\b(?:real )?materials from your\b|\b(?:on|with|from) your [\w'-]+(?: [\w'-]+){0,2}"
)
_CORPUS = Lazy(
    r"\b(?:trained|train|tuned|taught|learn(?:s|ed|t)?|built|pre-?trained|model|fine-?tuned)\b[^.;]{0,40}?\b(?:on|with|using|from|over|by reading)\b (?:the |an? |our |all |real |nothing but |every |thousands of |millions of |hundreds of |decades of |years of |more than |over )*(?!your\b|you\b|it\b|them\b|that\b|this\b|top\b|data\b|scratch\b|gpus?\b|h100|a100|llama|mistral|gpt|the job\b|plain\b|day\b|purpose\b|premis|what (?:you|the)|openai|azure|aws)(?P<object>[a-z][\w/'&-]+(?: [\w/'&-]+){1,8})"
)
_BUILT = Lazy(
    r"\b(?:built|based|runs?|running|sits?|sat|powered|start(?:s|ed|ing)?|adapted|on top of|out of the box|under|underneath|uses?|using|written by|behind|picked|took|base|checkpoint|backbone|switch to|talks?)\b"
)
_ACCELERATOR = Lazy(r"\b(?:tpu v\d\w*(?: pods?)?|h[128]00s?\b|a100s?|mi300x|gb200s?|b200s?)")
_NUMBERED = {
    "parameters": FactKind.PARAMETERS,
    "training_tokens": FactKind.TRAINING_TOKENS,
    "gpu_hours": FactKind.GPU_HOURS,
    "gpu_count": FactKind.GPU_COUNT,
    "compute_budget": FactKind.COMPUTE_BUDGET,
    "duration": FactKind.DURATION,
    "examples": FactKind.EXAMPLES,
    "dataset_size": FactKind.DATASET_SIZE,
}
_CLAUSE_END = Lazy(r"[,;:.!?()](?!\d)|\s-+\s|\b(?:but|which|because|so that|and (?:we|it|they|then|that))\b")
_ASIDE = Lazy(r"\s?\([^()]{1,40}\)")
"""A few words in brackets right behind: "human feedback (RLHF)"."""
_CLAUSE_LIMIT = 80
_DURATION_LIMIT_HOURS = 24 * 365 * 3


def facts(group: Group, others: Iterable[Marked]) -> tuple[FactDraft, ...]:
    """Return a claim's facts; ``others`` are the sentences nearby that belong to no other claim."""
    found: list[FactDraft] = []
    for member in group.members:
        found += _cued(member)
        found += _named(member)
        found += _data(member)
        found += _numbers(member, own=True)
    for other in others:
        found += _cued(other)
        if other.sentence.side is Side.CUSTOMER:
            continue
        if other.hits or _BUILT.search(other.sentence.low):
            found += _named(other)
        found += _numbers(other, own=False)
    unique: dict[tuple[FactKind, str], FactDraft] = {}
    for fact in found:
        unique.setdefault((fact.kind, str(fact.value)), fact)
    return tuple(unique.values())


def quote(sentence: Sentence, start: int, end: int) -> QuoteDraft:
    """Return the words of a sentence's range as a quote."""
    return QuoteDraft(text=sentence.text[start:end], passage=sentence.number)


def whole(sentence: Sentence) -> QuoteDraft:
    """Return a whole sentence as a quote."""
    return QuoteDraft(text=sentence.text, passage=sentence.number)


def _quotes(marked: Marked, start: int, end: int) -> tuple[QuoteDraft, ...]:
    assent = (whole(marked.assented),) if marked.assented else ()
    return (quote(marked.sentence, start, end), *assent)


def _cued(marked: Marked) -> Iterator[FactDraft]:
    for hit in marked.hits:
        if hit.cue.kind is FactKind.DURATION:
            yield FactDraft(
                kind=FactKind.DURATION, value=0.25, unit="hours", quotes=_quotes(marked, hit.start, hit.end)
            )
        elif hit.cue.kind is not None:
            end = _clause_end(marked.sentence.low, hit.end)
            yield FactDraft(kind=hit.cue.kind, value=hit.cue.value, quotes=_quotes(marked, hit.start, end))


def _clause_end(low: str, end: int) -> int:
    """Where the clause after a cue ends: a quote of a few words tells more than the cue alone."""
    if aside := _ASIDE.match(low, end):
        end = aside.end()
    match = _CLAUSE_END.search(low, end, end + _CLAUSE_LIMIT)
    if match:
        return match.start()
    if len(low) <= end + _CLAUSE_LIMIT:
        return max(end, len(low.rstrip(" .!?\"')*_")))
    return max(end, low.rfind(" ", end, end + _CLAUSE_LIMIT))


def _clause(low: str, start: int, end: int) -> tuple[int, int]:
    """The words around a number, to the ends of its clause: how much of what, and for what."""
    floor = max(0, start - _CLAUSE_LIMIT)
    begin = max((match.end() for match in _CLAUSE_END.finditer(low, floor, start)), default=floor)
    if begin == floor > 0:
        begin = low.find(" ", floor, start) + 1 or start
    while low[begin] == " ":
        begin += 1
    return begin, _clause_end(low, end)


def _named(marked: Marked) -> Iterator[FactDraft]:
    for name in marked.bases:
        yield FactDraft(kind=FactKind.BASE_MODEL, value=name.name, quotes=_quotes(marked, name.start, name.end))
    for name in marked.providers:
        yield FactDraft(kind=FactKind.API_PROVIDER, value=name.name, quotes=_quotes(marked, name.start, name.end))


def _data(marked: Marked) -> Iterator[FactDraft]:
    low = marked.sentence.low
    if yours := _YOURS.search(low):
        yield FactDraft(kind=FactKind.DATA_PIPELINE, value="customer_data", quotes=_quotes(marked, *yours.span()))
    elif any(each.kind in ("examples", "dataset_size", "training_tokens") for each in marked.quantities):
        return
    elif corpus := _CORPUS.search(low):
        yield FactDraft(
            kind=FactKind.DATA_PIPELINE, value="named_corpus", quotes=_quotes(marked, *corpus.span("object"))
        )


def _numbers(marked: Marked, own: bool) -> Iterator[FactDraft]:
    low = marked.sentence.low
    for quantity in marked.quantities:
        if not _counts(quantity, low, own):
            continue
        quotes = _quotes(marked, *_clause(marked.sentence.low, quantity.start, quantity.end))
        yield FactDraft(
            kind=_NUMBERED[quantity.kind],
            value=quantity.value,
            unit=quantity.unit,
            low=quantity.low,
            high=quantity.high,
            quotes=quotes,
            modality=Modality.DONE,
        )
        if quantity.accelerator and not re.fullmatch(r"gpus?|cards|chips|accelerators?", quantity.accelerator, re.I):
            yield FactDraft(kind=FactKind.ACCELERATOR, value=quantity.accelerator, quotes=quotes)
    uncounted = own and not any(quantity.accelerator for quantity in marked.quantities)
    if uncounted and (match := _ACCELERATOR.search(low)):
        yield FactDraft(
            kind=FactKind.ACCELERATOR,
            value=marked.sentence.text[match.start() : match.end()],
            quotes=_quotes(marked, *match.span()),
        )


def _counts(quantity: Quantity, low: str, own: bool) -> bool:
    """Whether a number is about training rather than price, traffic or results."""
    if quantity.kind == "compute_budget":
        return bool(_SPEND.search(low)) and not _PRICING.search(low)
    if quantity.kind == "duration":
        if quantity.value < 1:
            return bool(_SETUP.search(low))
        return own and quantity.value < _DURATION_LIMIT_HOURS and "year" not in low[quantity.start : quantity.end]
    if quantity.kind in ("dataset_size", "examples"):
        return (own or bool(_TRAINING_CONTEXT.search(low))) and not _PRICING.search(low)
    if quantity.kind == "training_tokens":
        return not _PRICING.search(low) and not _SERVING.search(low) and quantity.value >= 1e6
    if quantity.kind == "parameters":
        return quantity.value >= 1e6
    return not _SERVING.search(low)
