"""From the turns of a document to a draft: find the sentences that matter, group them, say what they say."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, islice

from auditor.drafts import ClaimDraft, ExtractDraft, QuoteDraft
from auditor.grounding import latin
from auditor.instructions import overlaps
from auditor.patterns import Lazy
from auditor.providers.offline.answers import ANSWER_STEMS, answers, facts_answered
from auditor.providers.offline.cues import STEMS
from auditor.providers.offline.facts import facts, stated, whole
from auditor.providers.offline.groups import LEAD, Group, group
from auditor.providers.offline.marks import Marked, mark, speaks_of_models
from auditor.providers.offline.reject import teaches
from auditor.providers.offline.sentences import Sentence, sentences
from auditor.schema import FactKind, Scope, Side
from auditor.steps import ExtractVariables, Turn

_OFTEN = 3
"""Turns or paragraphs that speak of models, from which a text is about them."""
_FRONT_MATTER = "---\n"
"""Opens the settings above a Markdown text, which are keys and not sentences."""
_FAR = 40
"""Sentences around the only claim of a text in which facts are looked for."""
_NEAR = 6
"""Sentences around a claim in which facts are looked for."""
_NAME = Lazy(r"\b(?:[A-Z][a-z]+[A-Z]\w*|[A-Z][\w]*(?:[ -](?:[A-Z][\w]*|\d[\w.]*)){0,2})\b")
_COMMON = frozenset(
    [
        "the",
        "a",
        "an",
        "and",
        "our",
        "we",
        "you",
        "your",
        "it",
        "its",
        "is",
        "if",
        "in",
        "on",
        "of",
        "for",
        "to",
        "with",
        "this",
        "that",
        "there",
        "they",
        "what",
        "how",
        "who",
        "why",
        "when",
        "where",
        "no",
        "not",
        "yes",
        "ai",
        "llm",
        "llms",
        "gpt",
        "api",
        "rag",
        "faq",
        "q",
        "gpu",
        "gpus",
        "gdpr",
        "soc",
        "iso",
        "hipaa",
        "english",
        "i",
        "but",
        "so",
        "or",
        "by",
        "at",
        "as",
        "from",
        "all",
        "each",
        "every",
        "one",
        "two",
        "three",
        "new",
        "use",
        "using",
        "english",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "key",
        "under",
        "built",
        "meet",
        "today",
        "however",
        "speaker",
        "okay",
        "yeah",
        "right",
        "well",
    ]
)
_OTHER_ML = Lazy(
    r"\b(?:xgboost|random forest|gradient[- ]boost\w*|regression|risk (?:score|model)s?|forecast(?:ing|s)? model|weighted average|computer vision|image classifier|speech (?:recognition|model)|isolation forest|decision trees?|time[- ]series model|anomaly detect\w+)\b"
)


def read(variables: ExtractVariables) -> ExtractDraft:
    """Return everything the rules find in one window of a document."""
    turns = variables.turns
    lows = [latin(turn.text).lower() for turn in turns]
    hot = _hot(lows, STEMS)
    answering = _hot(lows, ANSWER_STEMS)
    wanted = sorted({near for at in {*hot, *answering} for near in (at - 1, at, at + 1) if 0 <= near < len(turns)})
    marked = mark(_genuine(turns, wanted), hot)
    spoken = variables.kind == "transcript"
    groups = [each for each in group(marked, spoken) if _about_models(each, marked, lows)]
    if groups and not spoken and teaches(lows):
        groups = [each for each in groups if each.family == "use"]
    claims = _claims(groups, marked, variables)
    said = {quote.text for claim in claims for fact in claim.facts for quote in fact.quotes}
    answered = tuple(facts_answered(marked)) if spoken and claims else ()
    rest = tuple(fact for each in marked for fact in stated(each) if fact.quotes[0].text not in said)
    return ExtractDraft(claims=tuple(claims), facts=answered + rest, answers=answers(marked, groups, variables))


def _hot(lows: Sequence[str], stems: Sequence[str]) -> dict[int, list[str]]:
    """Which of the stems each turn holds, by the turn's index; one scan of the text a stem."""
    starts = list(accumulate((len(low) + 1 for low in lows), initial=0))
    text = "\n".join(lows)
    words = "\n".join(set(text.split()))
    hot: dict[int, list[str]] = {}
    for stem in stems:
        # A text has far fewer words than places: most stems are ruled out without reading it.
        position = text.find(stem) if max(stem.split(), key=len) in words else -1
        while position >= 0:
            at = bisect_right(starts, position) - 1
            hot.setdefault(at, []).append(stem)
            position = text.find(stem, starts[at + 1])
    return hot


def _genuine(turns: Sequence[Turn], wanted: Sequence[int]) -> list[Sentence]:
    """The sentences of the wanted turns that do not address an automated reader."""
    return [
        sentence
        for sentence in sentences(turns, wanted)
        if not overlaps(turns[sentence.turn].aside, sentence.start, sentence.end)
        and not sentence.text.startswith(_FRONT_MATTER)
    ]


def _about_models(each: Group, marked: list[Marked], lows: Sequence[str]) -> bool:
    """Whether models are spoken of beside a claim's sentences, or throughout the text: rotas are tuned too."""
    wanted = 1 if each.family == "train" else _OFTEN
    for member in each.members:
        if member.bases or member.providers or member.says(FactKind.WEIGHTS_BEFORE_TRAINING, "random", "checkpoint"):
            return True
        index = member.sentence.index
        near = marked[max(0, index - 4) : index + 5]
        if each.family != "train" and any(speaks_of_models(other.sentence.low) for other in near):
            return True
    return len(list(islice(filter(speaks_of_models, lows), wanted))) == wanted


def _claims(groups: list[Group], marked: list[Marked], variables: ExtractVariables) -> list[ClaimDraft]:
    owner = {member.sentence.index: at for at, each in enumerate(groups) for member in each.members}
    near: dict[int, list[Marked]] = {at: [] for at in range(len(groups))}
    positions = sorted(owner)
    for sentence in marked:
        index = sentence.sentence.index
        if index in owner or not positions:
            continue
        nearest = _nearest(positions, index)
        if abs(nearest - index) <= (_FAR if len(groups) == 1 else _NEAR):
            near[owner[nearest]].append(sentence)
    products = _products([each for each in marked if each.hits], variables)
    named = f"{variables.vendor}'s AI" if variables.vendor else "the vendor's AI"
    product = products[0] if products and variables.kind == "marketing" else named
    return [
        _draft(each, near[at], _subject(each, frozenset(products)) or product, len(groups) == 1)
        for at, each in enumerate(groups)
    ]


def _nearest(positions: list[int], index: int) -> int:
    right = bisect_left(positions, index)
    choices = positions[max(0, right - 1) : bisect_right(positions, index) + 1] or positions[-1:]
    return min(choices, key=lambda position: abs(position - index))


def _draft(each: Group, near: list[Marked], subject: str, alone: bool) -> ClaimDraft:
    reach = [
        other
        for other in near
        if other.hits or other.bases or other.providers or other.quantities
        if each.distance(other) <= (_FAR if alone else _NEAR)
    ]
    return ClaimDraft(
        statement=_statement(each.telling.sentence.text, subject),
        subject=subject,
        asserted=each.asserted,
        scope=_scope(each),
        quotes=_quotes(each),
        facts=facts(each, reach),
    )


def _quotes(each: Group) -> tuple[QuoteDraft, ...]:
    quotes: list[QuoteDraft] = []
    for member in each.members:
        quotes.append(whole(member.sentence))
        if member.assented:
            quotes.append(whole(member.assented))
    return tuple(quotes)


def _scope(each: Group) -> Scope:
    text = " ".join(member.sentence.low for member in each.members)
    return Scope.OTHER_ML if _OTHER_ML.search(text) and "language model" not in text else Scope.FOUNDATION


def _statement(text: str, subject: str) -> str:
    line = " ".join(text.split()).strip("*#>-• ")
    return line if subject.lower() in line.lower() else f"[{subject}] {line}"


def _names(text: str) -> list[str]:
    found = []
    for match in _NAME.finditer(text):
        name = match.group()
        words = name.split()
        while words and words[0].lower() in _COMMON:
            words = words[1:]
        if words and not (match.start() == 0 and len(words) == 1 and words[0].islower()):
            found.append(" ".join(words))
    return found


def _subject(each: Group, known: frozenset[str]) -> str | None:
    """The product a claim's sentences name, where they name one the text names elsewhere too."""
    for member in each.members:
        if lead := LEAD.match(member.opening):
            return lead.group(1)
        for name in _names(member.sentence.text):
            if name in known:
                return name
    return None


def _products(marked: list[Marked], variables: ExtractVariables) -> list[str]:
    """Names the text gives to what it sells, most frequent first: no bases, providers, speakers, companies' people."""
    speakers = {part.lower() for turn in variables.turns if turn.speaker for part in re.findall(r"\w+", turn.speaker)}
    counts: Counter[str] = Counter()
    for each in marked:
        if each.sentence.side is Side.CUSTOMER:
            continue
        bases = {part.lower() for name in (*each.bases, *each.providers) for part in name.name.split()}
        for name in _names(each.sentence.text):
            words = {word.lower() for word in name.split()}
            plain = name.isupper() and not any(character.isdigit() for character in name)
            if not words & (bases | speakers) and len(name) > 2 and not plain:
                counts[name] += 1
    return [name for name, number in counts.most_common() if number >= 2]
