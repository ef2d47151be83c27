"""Typed facts of a claim: from its own sentences, and from those around them that no other claim owns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from auditor.drafts import FactDraft, QuoteDraft
from auditor.patterns import Lazy
from auditor.providers.offline.groups import Group
from auditor.providers.offline.marks import Marked
from auditor.providers.offline.reject import about_people, beside_it, measured
from auditor.providers.offline.sentences import Sentence
from auditor.quantities import FACT_KINDS, Quantity
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
_BODY = (
    r"(?P<object>(?:(?:about|around|roughly|some|nearly|almost|over|more than|upwards of|up to|the last|your last|our last|the|all|close to) ){0,2}"
    r"(?:\d[\d.,]*(?: ?[kmb]\b| thousand| million| billion)? |(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|a|hundred|thousand|million|billion|dozen|few|hundreds|thousands|millions|decades|years)[ -](?:and )?){1,6})"
    r"(?:of )?(?:(?:our|your|his|her|their|my) )?"
    r"[a-z][\w/'&-]*(?: (?!and (?:\w+-)?\w+(?:ed|uned|ught)\b(?! (?:\w+ ){0,2}(?:tickets|notes|documents|files|records|reports|cases|calls|pairs|examples|data))|and (?:we|it|they|then|that|i|you|the|he|she|now|this|a|our|so|is|was)\b|and$|with\b|so\b|which\b|that\b|but\b|for\b|in\b|on\b|then\b|who\b|each\b)[a-z][\w/'&-]*){0,6})"
)
"""A number with a noun phrase behind it."""
_SIZED = Lazy(
    r"\b(?:train(?:ed|ing)?|tun(?:ed|ing)|taught|learn(?:s|ed|t)?|raised|schooled|show(?:ed|n)|fed|gave|given|uploaded|took|read|labell?ed|labels|mark(?:ed)? up|on|over|with|using|covers|data ?(?:set)?|corpus|examples|went through|go through|comes? to|came to|from)\b\W+(?:\w+\W+){0,4}?"
    + _BODY
)
_ANSWER = Lazy(
    r"^\W*(?:(?:and|so|well|it was|that's|that was|we had|we have|we kept|in all|in total|altogether|er|um|uh|oh),? ){0,2}"
    + _BODY
)
"""The same as a sentence of its own, as an answer gives it."""
_DATA_NOUN = Lazy(
    r"\b(?:tickets?|e-?mails?|messages?|letters?|chats?|conversations?|dialogues?|transcripts?|transcriptomes?|documents?|files?|pages?|records?|reports?|notes?|cases?|rulings?|decisions?|contracts?|leases?|articles?|papers?|books?|sentences?|pairs?|examples?|rows?|images?|scans?|plates?|photos?|clicks?|logs?|events?|observations|utterances|clips?|recordings?|questions?|answers?|replies|submissions?|tenders?|deeds?|claims?|invoices?|orders?|rounds?|routes?|consultations?|interactions?|searches|queries|requests|purchases|trades|filings|patents|judge?ments|policies|recipes|comments|threads|meetings|stories|dossiers|drawings|blueprints|prescriptions|x-rays|spreadsheets|faqs|applications|resumes|cvs|profiles|lines of code|words|summar(?:y|ies)|drafts?|reviews?|labels?|annotations?|corrections?|transactions?|listings?|posts?|manuals?|bulletins?|stud(?:y|ies)|sequences?|genomes?|samples?|problems?|repositories|snippets|hours of|data)\b"
)
"""What training data consists of."""
_BASE_NAMED = Lazy(r"\bbase(?: model| checkpoint)?(?: (?:was|is)|:)\W*(?:the )?(?P<name>[a-z][\w.]*(?:[-_][\w.]+)+)")
_SIZE_AFTER = Lazy(
    r",? (?:the|in|at) (?:\d+ ?b|(?:\w+[ -]){1,3}?(?:b|billion)|eight|seventy)(?: one| parameters?| version)?\b"
)
_PLAIN_BEFORE = Lazy(r"(?:\b(?:plain|one of the|vanilla|stock|the same|public) )$")
_TIMED = Lazy(
    r"\btrain(?:ed|ing)?\b|tun(?:ed|ing)\b|\bran\b|\bruns?\b|gpus?\b|h100|a100|\bcards?\b|compute|cluster|epoch|weekend|overnight|nodes"
)
_BUILT = Lazy(
    r"\b(?:it's|began|begins|initiali[sz]ed|reached|model|via|over|accessed|hosted|called|built|based|runs?|running|sits?|sat|powered|start(?:s|ed|ing)?|adapted|on top of|out of the box|under|underneath|uses?|using|written by|behind|picked|took|base|checkpoint|backbone|switch to|talks?)\b"
)
ACCELERATOR = Lazy(r"\b(?:tpu v\d\w*(?: pods?)?|h[128]00s?\b|a100s?|mi300x|gb200s?|b200s?)")
_CLAUSE_END = Lazy(r"[,;:.!?()](?!\d)|\s-+\s|\b(?:but|which|because|so that|and (?:we|it|they|then|that))\b")
_ASIDE = Lazy(r"\s?\([^()]{1,40}\)")
"""A few words in brackets right behind: "human feedback (RLHF)"."""
_CLAUSE_LIMIT = 80
_COUNTED = Lazy(r"param|tokens|gpu|[ah]100|billion|\d ?b\b")
_OF_ANY_MODEL = frozenset(
    {FactKind.PARAMETERS, FactKind.TRAINING_TOKENS, FactKind.GPU_HOURS, FactKind.GPU_COUNT, FactKind.ACCELERATOR}
)
"""Facts that are about a model wherever they are said."""
_PLACES = 4
"""Places that a fact is quoted from."""
_SHORT = 60
"""Characters of a sentence that is as good as an answer: "Llama 3, the eight B." """
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
        if other.sentence.side is Side.CUSTOMER or measured(other.sentence.low):
            continue
        if other.hits or len(other.sentence.low) <= _SHORT or _BUILT.search(other.sentence.low):
            found += _named(other)
        found += _numbers(other, own=False)
        found += _sized(other, _ANSWER)
    return tuple(_merged(found))


def _merged(found: Iterable[FactDraft]) -> Iterator[FactDraft]:
    """The facts, each once, with the first few places that state it."""
    same: dict[tuple[FactKind, str], list[FactDraft]] = {}
    for fact in found:
        same.setdefault((fact.kind, str(fact.value)), []).append(fact)
    for alike in same.values():
        alike.sort(key=_only_in_a_name)
        quotes = dict.fromkeys(each for fact in alike for each in fact.quotes)
        yield alike[0].model_copy(update={"quotes": tuple(quotes)[:_PLACES]})


def _only_in_a_name(fact: FactDraft) -> bool:
    """Whether a figure is said as part of a name only: "Korrigan-9B"."""
    return isinstance(fact.value, float) and " " not in fact.quotes[0].text


def stated(marked: Marked) -> Iterator[FactDraft]:
    """Return what a sentence far from every claim states of a model's size or training."""
    if marked.sentence.side is not Side.CUSTOMER and _COUNTED.search(marked.sentence.low):
        yield from (fact for fact in _numbers(marked, own=False) if fact.kind in _OF_ANY_MODEL)


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
            words = _quotes(marked, hit.start, hit.end)
            yield FactDraft(kind=FactKind.DURATION, value=0.25, unit="hours", low=1 / 60, high=1.0, quotes=words)
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
    if low[begin] == "'":
        begin = low.rfind(" ", 0, begin) + 1
    return begin, _clause_end(low, end)


def _named(marked: Marked) -> Iterator[FactDraft]:
    low = marked.sentence.low
    for name in marked.bases:
        if beside_it(low, _clause(low, name.start, name.end), name.start):
            continue
        after = _SIZE_AFTER.match(low, name.end)
        before = _PLAIN_BEFORE.search(low, max(0, name.start - 12), name.start)
        start, end = before.start() if before else name.start, after.end() if after else name.end
        yield FactDraft(kind=FactKind.BASE_MODEL, value=name.name, quotes=_quotes(marked, start, end))
    if not marked.bases and (named := _BASE_NAMED.search(low)):
        text = marked.sentence.text[named.start("name") : named.end("name")].rstrip(".")
        yield FactDraft(kind=FactKind.BASE_MODEL, value=text, quotes=_quotes(marked, *named.span("name")))
    for name in marked.providers:
        yield FactDraft(kind=FactKind.API_PROVIDER, value=name.name, quotes=_quotes(marked, name.start, name.end))


def _data(marked: Marked) -> Iterator[FactDraft]:
    low = marked.sentence.low
    sized = list(_sized(marked, _SIZED))
    yield from sized
    if yours := _YOURS.search(low):
        yield FactDraft(kind=FactKind.DATA_PIPELINE, value="customer_data", quotes=_quotes(marked, *yours.span()))
    elif sized or any(each.kind in ("examples", "dataset_size", "training_tokens") for each in marked.quantities):
        return
    elif corpus := _CORPUS.search(low):
        yield FactDraft(
            kind=FactKind.DATA_PIPELINE, value="named_corpus", quotes=_quotes(marked, *corpus.span("object"))
        )


def _sized(marked: Marked, pattern: Lazy) -> Iterator[FactDraft]:
    """A body of training data with its size, in its own words: "forty years of underwriting files"."""
    low = marked.sentence.low
    for match in pattern.finditer(low):
        start, end = match.span("object")
        if _DATA_NOUN.search(low, start, end):
            words = " ".join(marked.sentence.text[start:end].split())
            yield FactDraft(kind=FactKind.DATASET_SIZE, value=words, quotes=_quotes(marked, start, end))
            return


def _numbers(marked: Marked, own: bool) -> Iterator[FactDraft]:
    low = marked.sentence.low
    for quantity in marked.quantities:
        if quantity.kind not in FACT_KINDS or not _counts(quantity, low, own):
            continue
        clause = _clause(low, quantity.start, quantity.end)
        if quantity.kind == "parameters" and beside_it(low, clause, quantity.start):
            continue
        quotes = _quotes(marked, *clause)
        yield FactDraft(
            kind=FactKind(FACT_KINDS[quantity.kind]),
            value=quantity.value,
            unit=quantity.unit,
            low=quantity.low,
            high=quantity.high,
            quotes=quotes,
            modality=Modality.DONE,
        )
        if quantity.accelerator and not re.fullmatch(r"gpus?|cards|chips|accelerators?", quantity.accelerator, re.I):
            yield FactDraft(kind=FactKind.ACCELERATOR, value=quantity.accelerator, quotes=quotes)
    uncounted = not any(quantity.accelerator for quantity in marked.quantities)
    if uncounted and (own or _TIMED.search(low)) and (match := ACCELERATOR.search(low)):
        yield FactDraft(
            kind=FactKind.ACCELERATOR,
            value=marked.sentence.text[match.start() : match.end()],
            quotes=_quotes(marked, *_clause(low, *match.span())),
        )


def _counts(quantity: Quantity, low: str, own: bool) -> bool:
    """Whether a number is about training rather than price, traffic or results."""
    if quantity.kind == "compute_budget":
        return bool(_SPEND.search(low)) and not _PRICING.search(low)
    if quantity.kind == "duration":
        if quantity.value < 1:
            return bool(_SETUP.search(low))
        timed = own or (bool(_TIMED.search(low)) and not about_people(low))
        return timed and quantity.value < _DURATION_LIMIT_HOURS and "year" not in low[quantity.start : quantity.end]
    if quantity.kind in ("dataset_size", "examples"):
        return (own or bool(_TRAINING_CONTEXT.search(low))) and not _PRICING.search(low)
    if quantity.kind == "training_tokens":
        return not _PRICING.search(low) and not _SERVING.search(low) and quantity.value >= 1e6
    if FACT_KINDS[quantity.kind] == "parameters":
        return quantity.value >= 1e6
    return not _SERVING.search(low)
