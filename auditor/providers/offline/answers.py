"""The checklist searched in the text: what it says of the base, upgrades, reasons for owning, and how directly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.drafts import AnswerDraft, FactDraft, QuoteDraft
from auditor.patterns import Lazy
from auditor.providers.offline.asked import in_the_light_of
from auditor.providers.offline.groups import Group
from auditor.providers.offline.marks import Marked
from auditor.providers.offline.sentences import Sentence
from auditor.schema import Directness, Side
from auditor.steps import ExtractVariables

_UPGRADE = Lazy(
    r"\b(?:new(?:er)?|next|later|better|latest) (?:\w+ )?(?:model|version|base|one|release|generation)s?\b[^.;?]{0,60}\b(?:out|arriv\w+|comes?|came|lands?|releas\w+|plug|swap\w*|move|choose|pay|retrain|re-?run|redo|switch|ships?|appears?)\b"
    r"|\b(?:when|if|once)\b[^.;?]{0,40}\b(?:releases?|brings? out|retire[sd]?|withdraws?|supersede[sd]?|deprecate[sd]?|swapped|too old|replaced|sunsets?|turns up|comes out|turns over)\b"
    r"|\bsupersed\w+|\bdo the exercise again\b|\b(?:we|you)(?:'ll| will| would| can)? (?:swap|re-?train|redo|migrate|move|re-?base|do it over|upgrade)\b[^.;?]{0,40}\b(?:model|base|it|again|new|version)\b|\bpay (?:again|to move|a second time)\b|\bpaying (?:you )?to (?:move|do it over)|\bbears? the cost\b|\bpay for the moving\b|\bmodel is retired\b|\bdoes that affect us on cost\b|\bswapped the \w+ version\b"
)
_OWNERSHIP = Lazy(
    r"\b(?:cannot|can't|may not|must not|never|not) (?:leave|leaves|leaving) (?:the |our |your )?(?:building|premises|network|country|site|tenant|hospital|bank|eu|house|machine|device)|\b(?:on-?prem(?:ises?)?|self-hosted|air-?gapped|offline|on[- ]device|in our (?:own )?(?:rack|data cent)|data residency|runs? on the (?:machine|tablet|device|laptop))\b"
    r"|\b(?:latency|p95|milliseconds?|too slow|token bill|per-token|unit economics|cheaper (?:to run|at|per|than)|cost (?:per|at scale|of the api)|api (?:bill|costs?|pricing)|wasn't sustainable|cost of ownership)\b|\bwhy (?:not|didn't you|wouldn't|would|do we need|own|build)\b[^?]{0,60}\b(?:api|rent|llama|openai|gpt|own|build on|one of those)\b"
)
_REASON = (
    (
        "offline",
        Lazy(r"offline|air-?gapped|on[- ]device|without (?:a )?(?:connection|internet)|tablet|laptop"),
    ),
    ("latency", Lazy(r"latency|p95|millisecond|too slow|between two keystrokes|real[- ]time")),
    (
        "data_sensitivity",
        Lazy(r"leave|residency|on-?prem|self-hosted|tenant|sensitive|confidential|rack|privacy"),
    ),
    ("cost_at_scale", Lazy(r"cost|cheaper|bill|economics|sustainable|per-token")),
)
_EVASIVE = Lazy(
    r"\b(?:secret sauce|get back to you|i'd have to|i would have to|closer to the time|depends|it's a mix|moves about|that's one for|can't speak to|one for \w+ on|not sure|hard to say|we'd want to look|i'd want to look|treat what is underneath as internal|internal to the service|happy to take (?:that|it) offline|owning your destiny|it's ours|i don't think we've|get over my skis|follow up|as i said|what matters is|the outcome|own ai|good question|beauty of it|best version|always be on the|take care of (?:that|it|all)|seamless\w*|nothing for you to|nothing to worry)\b"
)
_REFUSED = Lazy(
    r"\b(?:we don't publish|don't disclose|do not disclose|can't (?:give|share|say|tell|disclose)|cannot (?:share|disclose)|not allowed to|under nda|confidential|we don't commit|won't commit|no comment|can't give you|don't share that|not something we share|that one i can't|on a recording\? no)\b"
)
_ASKS: tuple[tuple[str, Lazy], ...] = (
    ("base-model", Lazy(r"\b(?:which|what) (?:base )?model|\b(?:which|what) base\b|\bmodel (?:is |lies |sits )?underneath|\bwhat(?:'s| is| are)[^?]{0,30}\b(?:built|based|running|run) on|\bunderlying model|\bwhat's the model\b|\bbuilt on\b|\bwhose model|\basks? for names|\bis it gpt|\bjust chatgpt|\bwhat model\b|\bunder the hood\b|\bidentify the underlying")),
    ("upgrade-path", _UPGRADE),
    ("compute", Lazy(r"\bgpu[- ]?hours?|\bcompute\b|\bhow (?:long|much)[^?]{0,40}\b(?:train\w*|tun(?:e|ed|ing))\b|\bhow (?:long|much) (?:did|was|were) (?:it|that|this|those|the (?:run|job|whole thing))\b|\bwhat did it run on|\bhow many gpus")),
    ("dataset", Lazy(r"\bhow (?:many|big|large|much)[^?]{0,40}\b(?:examples|data|tokens|documents|pairs|tickets|dataset)|\bwhat went in|\bsize, tokens")),
    ("method", Lazy(r"\b(?:do|did|have|are|is|was|has)\b[^?]{0,50}\b(?:train|fine-?tun|tune|pre-?train|own model|parameters)|\bhow (?:was|is|did|do)[^?]{0,40}\btrain|\bby training do you mean|\bwhat has been trained|\bwhat made it work")),
    ("ownership-case", Lazy(r"\bwhy (?:not|didn't|wouldn't|would|don't|own|build|do)\b|\breason you didn't\b|\bisn't an api\b|\bwhat does that give me\b|\bis it cheaper\b")),
    ("weights-holder", Lazy(r"\bwho (?:actually |really )?(?:owns?|holds?|keeps?|has|gets)\b[^?]{0,40}\b(?:weights|model|adapters?|checkpoints?)|\b(?:do|would|will|can) we (?:get|own|keep|export|take)\b[^?]{0,30}\b(?:weights|model|adapters?)|\bwhere (?:do|are|would) (?:the|those|your) weights")),
    ("gain-over-base", Lazy(r"\b(?:better|improve\w*|gain\w*|compare[ds]?|differen\w+|beat)\b[^?]{0,50}\b(?:base|plain|stock|vanilla|untuned|off[- ]the[- ]shelf|out of the box|without (?:it|the tuning))\b")),
    ("why-not-prompting", Lazy(r"\b(?:why not|why didn't you|couldn't you|can't you|could you not|wouldn't)\b[^?]{0,30}\bprompt")),
    ("delete-test", Lazy(r"\bif (?:we|i) (?:delete[ds]?|remove[ds]?|took? out|pull(?:ed)?)\b[^?]{0,60}")),
    ("providers-in-path", Lazy(r"\bwhich (?:outside )?(?:providers?|apis?)|\bsubprocessors?\b|\bdoes (?:it|that|the \w+ \w+) (?:go out|leave)")),
)  # fmt: skip
ANSWER_STEMS = (
    "supersed", "newer", "next one", "new model", "new version", "retire", "withdraw", "brings out", "releases", "swap", "pay again", "pay to", "do it over", "redo",
    "offline", "latency", "on-prem", "self-hosted", "residency", "leave the", "cheaper", "unit economics", "per-token", "underneath", "which model", "what model",
    "built on", "gpu", "compute", "secret sauce", "publish that", "get back to you", "closer to the time", "the hood", "which base", "what base", "whose model", "who owns", "who holds", "who keeps",
)  # fmt: skip


def answers(marked: Sequence[Marked], groups: Sequence[Group], variables: ExtractVariables) -> tuple[AnswerDraft, ...]:
    """Return what the text answers, one draft a question and place; the agent keeps the most direct."""
    found = [*_from_claims(groups), *_from_statements(marked)]
    if variables.kind == "transcript":
        found += _from_exchanges(marked)
    return tuple(each for each in found if each.question in variables.questions)


def _from_claims(groups: Sequence[Group]) -> Iterator[AnswerDraft]:
    """What claims leave half said; what their facts answer, the agent sees for itself."""
    for group in groups:
        for member in group.members:
            if group.family == "train":
                yield _answer("method", Directness.EVASIVE, member.sentence)
            if any(quantity.kind == "gpu_count" for quantity in member.quantities):
                yield _answer("compute", Directness.PARTIAL, member.sentence)


def _from_statements(marked: Sequence[Marked]) -> Iterator[AnswerDraft]:
    """Answers nobody asked for: sentences on upgrades and on reasons for owning."""
    for each in marked:
        sentence = each.sentence
        if sentence.question or sentence.side is Side.CUSTOMER:
            continue
        if _UPGRADE.search(sentence.low):
            yield _answer("upgrade-path", Directness.DIRECT, sentence)
        if _OWNERSHIP.search(sentence.low) and any(pattern.search(sentence.low) for _, pattern in _REASON):
            yield _answer("ownership-case", Directness.DIRECT, sentence)


def _from_exchanges(marked: Sequence[Marked]) -> Iterator[AnswerDraft]:
    """Questions the other side puts, with what the next turn answers."""
    for question, asked, reply in exchanges(marked):
        directness = _directness(question, reply)
        if directness:
            yield _answer(question, directness, asked, *reply[:2])
        if question == "upgrade-path" and (says := _who_pays(reply)):
            yield _answer("upgrade-payer", Directness.DIRECT, says)


def facts_answered(marked: Sequence[Marked]) -> Iterator[FactDraft]:
    """What replies say in the light of the question they answer: facts that no sentence states alone."""
    for question, _, reply in exchanges(marked):
        yield from in_the_light_of(question, reply).facts


def exchanges(marked: Sequence[Marked]) -> Iterator[tuple[str, Sentence, list[Sentence]]]:
    """The checklist's questions that a customer puts in a call, with the sentence and the vendor's reply."""
    for at, each in enumerate(marked):
        asked = each.sentence
        if not asked.question or asked.side is Side.VENDOR:
            continue
        reply = _reply(marked, at)
        for question, pattern in _ASKS if reply else ():
            if pattern.search(asked.low):
                yield question, asked, reply


def _reply(marked: Sequence[Marked], at: int) -> list[Sentence]:
    """The next turn of another speaker: the sentences that may answer."""
    asked = marked[at].sentence
    reply: list[Sentence] = []
    for other in marked[at + 1 : at + 14]:
        sentence = other.sentence
        if sentence.turn == asked.turn:
            continue
        if sentence.side is Side.CUSTOMER or (sentence.speaker == asked.speaker and asked.speaker):
            break
        if reply and sentence.turn != reply[0].turn:
            break
        reply.append(sentence)
    return reply


def _directness(question: str, reply: Sequence[Sentence]) -> Directness | None:
    text = " ".join(sentence.low for sentence in reply)
    if _REFUSED.search(text):
        return Directness.REFUSED
    if _EVASIVE.search(text):
        return Directness.EVASIVE
    light = in_the_light_of(question, reply)
    if light.facts or light.directness is not Directness.PARTIAL:
        return light.directness
    return Directness.DIRECT if question in ("upgrade-path",) else None


def _who_pays(reply: Sequence[Sentence]) -> Sentence | None:
    """The sentence of an answer on upgrades that also tells who bears their cost."""
    return next((each for each in reply if in_the_light_of("upgrade-payer", [each]).facts), None)


def _answer(question: str, directness: Directness, *sentences: Sentence) -> AnswerDraft:
    quotes = tuple(QuoteDraft(text=sentence.text, passage=sentence.number) for sentence in sentences)
    return AnswerDraft(question=question, directness=directness, text=sentences[-1].text, quotes=quotes)
