"""Sentences that use the words of training and claim nothing: about people, promises, offers, others' work."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from auditor.grounding import blocked
from auditor.patterns import Lazy
from auditor.providers.offline.cue import HOSTED, OPEN, Cue
from auditor.providers.offline.sentences import Sentence

_PEOPLE = Lazy(
    r"\b(?:re-?)?(?:train(?:s|ed|ing)?|teach(?:es|ing)?|taught)\W+(?:(?:up|all|the|our|your|their|new|those|these|more|every|each|both|of|for|in|some|two|three|\d+)\W+){0,3}(?:staff|employees|people|persons?|teams?|users|clerks|nurses|colleagues|volunteers|students|sales|customers?|clients?|operators|drivers|dogs?|managers?|reps|hires|participants|learners|workforce|doctors|teachers|engineers|children|kids|analysts|apprentices|contractors|everybody|everyone|agronomists|receptionists?|crew|you|me|us|him|her|yourself|myself)\b"
    r"|\b(?:staff|people|user|users|employee|personal|strength|safety|compliance|onboarding|customer|team|awareness|classroom|on-site|in-person|leadership|residency|sales|medical|weight|marathon|potty|fire|manual-handling|product) (?:training|trainers?)\b"
    r"|\btrain(?:ing|ed) (?:sessions?|courses?|programmes?|programs?|days?|plans?|logs?|logged|manuals?|hours|materials?|videos?|providers?|needs|budget for (?:staff|people)|certificates?|requirements?|workshops?|nurses?|therapists?|professionals?|staff|experts?|lawyers?|personnel|eye|annotators?|counsellors?|advisors?|ground)\b"
    r"|\b(?:i|you|he|she|i've|i'm|you're) (?:was|were|am|had been|have been|been|got|trained)\b(?:\W+\w+)?\W*(?:trained|as an?)?\b(?= on | in | as | at | with |$)(?<!we)"
    r"|\b(?:highly|fully|well|properly|specially|factory)[- ]trained (?:staff|people|team|engineers?|specialists?|agents who)\b|\b(?:humans?|people|staff|users|guards|dogs?|puppies|colleagues) (?:\w+ ){0,3}?trained\b|\bof training\b(?= \(| for staff)|\b(?:do|does|count)\b[^.;]{0,30}\btoward\w* (?:my|your) training\b"
)
_FIRST_PERSON = Lazy(
    r"\b(?:i|he|she)(?: was|'ve been| have been|'d been| got) (?:re)?trained\b|\bpeople are (?:language )?models\b|\bis a model that was trained on \w+ years of \w+\b(?= |\.)"
)
_PROMISE = Lazy(
    r"\b(?:never|not|n't|no|nor|nobody|nothing|none of|without|don't|cannot|won't)\b[^.;]{0,80}\b(?:train\w*|learn\w*|fine-?tun\w*|improve)\b[^.;]{0,60}\b(?:your|you|customers?'?|clients?'?|users?'?|patients?'?|anybody|anyone|others?)\b"
    r"|\b(?:your|customers?'?|clients?'?|users?'?|patients?'?|their) (?:own )?(?:\w+ ){0,2}(?:data|files?|documents?|docs|content|conversations?|messages|notes|records|inputs?|prompts?|calls?|chats?|information|materials)\b[^.;]{0,50}\b(?:never|not|n't|no)\b[^.;]{0,40}\b(?:train\w*|learn\w*|improve)"
    r"|\b(?:no|zero) (?:model )?training on (?:your|customer|client|user|our)\b|\bopt(?:ed|ing)?[ -]out of (?:\w+ )?training\b|\bnot be used (?:to|for) train\w*|\bnever (?:be )?used (?:to|for) train\w*|\bdon't train on\b|\bdo not train on\b|\bnot training (?:anything )?on\b"
    r"|\bnothing (?:you|they|that you|your \w+|anyone|a customer) [^.;]{0,60}\b(?:is|are|gets?|will be) (?:ever )?used to (?:train|improve|tune)"
)
_OFFER = Lazy(
    r"\byou (?:can|could|may|might|are able to|will be able to|also can|can also|then)\b[^.;]{0,40}\b(?:fine-?tun\w*|pre-?train|lora|train (?:a|your own) (?:model|llm|network))"
    r"|\b(?:lets|allows?|enables?|helps?) (?:you|users|customers|teams|developers|companies)\b[^.;]{0,30}\b(?:fine-?tun\w*|pre-?train)"
    r"|\b(?:want|like|need|looking|ready|able|option|possible|easy|how|learn|guide|tutorial|platform|service|tools?|console) (?:to|for)\b[^.;]{0,20}\b(?:fine-?tun\w*|pre-?train\w*|train (?:a|your) (?:model|llm))"
    r"|^\W*(?:step \d+\W+)?(?:how to )?(?:fine-?tune|train|pre-?train|retrain|start|run) (?:a|an|your|the|any|it|llama|mistral|qwen|gemma|bert|gpt\S*|\w+ \d+b)\b|\bsupports? fine-?tuning\b|\bfine-?tuning (?:is (?:available|supported|offered|on (?:the|our) roadmap)|guide)\b|\bour fine-?tuning (?:api|service|console|endpoint)|\b(?:we|you|they) (?:can|could|would|might)\b[^.;]{0,40}\b(?:fine-?tune|tune|train|pre-?train)\b|\b(?:should|if|were) (?:we|you|they) ever\b|\bwanted (?:us|me|them) to\b"
)
_CONTRAST = Lazy(
    r"^\W*(?:(?:while|whereas|unlike|where|although|others)\b[^.;]{0,80}?[,:-] ?|(?:a|an|another|our|some) (?:[\w-]+ ){0,2}(?:partner|lab|university|institute|supplier)\b[^.;]{0,80}?(?:[,:-] ?|\b)(?:and |but )?)(?P<own>(?:we|our|ours)\b)"
)
_OTHERS = Lazy(
    r"\b(?:they|competitors?|rivals?|others?|most (?:people|vendors|companies|tools|of them)|some (?:vendors|people|companies)|other (?:vendors|tools|companies)|everyone else|the other (?:guys|lot|vendors?)|our vendor|the (?:\w+ )?(?:people|guys|folks|lot|labs?)|somebody|someone|anybody)\b(?!'s)(?:\W+[\w']+){0,4}?\W+(?:re-?|pre-?|fine-?)?(?:tun(?:e|es|ed|ing)|train(?:s|ed|ing)?|build|built|use|uses|wrap|put)\b"
    r"|\byou(?:'ve| have)? (?:just )?(?:fine-?)?(?:trained|tuned)\b|\b(?:says|said|reckons|tells me|swears) (?:he|she|they)(?:'s|'ve|'d| has| have| had)?\b|\bmy (?:nephew|niece|brother|sister|son|daughter|wife|husband|friend|cousin|mate|neighbour)\b|\bwho (?:\w+ )?(?:pre-?)?trained (?:his|her|their)\b|^\W*(?:a|an|another|our|some) (?:[\w-]+ ){0,2}(?:partner|lab|university|institute|supplier)\b[^.;]{0,40}\b(?:pre-?)?train(?:ed|s)\b|\bwho (?:fine-?)?tun(?:ed|es)\b|\bwho (?:pre-?)?trains? (?:the|a) models?|\byou (?:carry|take|start|go|just|simply|basically) [^.;]{0,60}\b(?:left off|checkpoint|weights|scratch)|\b(?:a|one) (?:reinsurer|competitor|client|bank|lab|company) [^.;]{0,30}\bwho (?:tuned|trained|built)"
    r"|\b(?:the|your) (?:other|previous|last|old|current) (?:\w+ )?(?:suppliers?|vendors?|bidders?|providers?|firms?|compan(?:y|ies)|crowd|team)\b[^.;]{0,60}\b(?:tun\w+|train\w*|pre-?train\w*|model|said|say|told)\b|\b(?:said|says|reckons?) (?:theirs|their own)\b"
    r"|\b(?:they|one of them|the \w+ (?:people|folks|guys)) (?:said|told (?:us|me)|claim(?:s|ed)?|swear)\b"
    r"|\b(?:i|we|he|she|they|(?:my|his|her|our) \w+) uses? (?:chatgpt|claude|gemini)\b[^.;]{0,20}\b(?:at home|myself|privately|to plan|homework|for (?:his|her|my|their))\b|\b(?:we'd|i'd|they'd) (?:like|love|want) to\b"
    r"|\b(?:you'd|you would|you'll|you've|would you|say you're|if you|what most people|you go|you carry|you take|you start)\b[^.;]{0,60}\b(?:tun\w+|train\w*|pre-?train\w*)"
)
_LESSON = Lazy(
    r"\btutorials?\b|\bwalk-?through (?:shows|explains)\b|\bbefore you (?:begin|start)\b|\b(?:this|the) (?:guide|lesson) (?:shows|explains|is)\b|\bhow to (?:fine-?tune|pre-?train|train)\b|\byou(?:'ll| will) learn (?:how|to)\b|\bprerequisites\b"
)
_NEGATIVE = frozenset({"random", "unchanged"})
"""Values whose cues say what was not done."""
_INNER_NEGATION = Lazy(r"\b(?:never|not|hardly)\b|n't\b")
_INNER_PLAN = Lazy(r"\bwill\b|'ll\b|\b(?:going to|gonna)\b")
_MEASURED = Lazy(
    rf"\b(?:{HOSTED}|{OPEN})\W+(?:\w+\W+){{0,2}}?(?:gets?|got|scores?|scored|reach(?:es|ed)|was at|is at|were at|manages?|managed|comes? in at|came in at)\b[^.;]{{0,25}}(?:%|percent|per cent|\d|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety))"
)
_TOLD = Lazy(
    r"\bthe (?:other|previous|last|old|current) (?:tool|one|system|vendor|supplier|product|bot)\b|\b(?:my|his|her) (?:son|daughter|kids?|wife|husband|nephew|niece|brother|sister|mother|father|mum|dad|friend|neighbour|neighbor|boss)\b|\b(?:at home|homework)\b|\btold (?:us|me) (?:it|that|they|theirs)\b|\b(?:they|he|she|one of them) said (?:it|theirs|that)\b"
)
_LIKENESS = Lazy(r"\b(?:tokeni[sz]ers?|vocabulary|architectures?|layouts?|block design|blueprint)\b")
_UNDERNEATH = Lazy(
    r"\b(?:weights?|checkpoints?|start(?:s|ed|ing)?|began|based|built|on top of|base|inherit\w*)\b|\b(?:fine-?)?tun(?:e|ed|ing)\b"
)
_TRIED = Lazy(
    r"\b(?:try|tries|trying|tried|attempt(?:s|ed|ing)?|experiment(?:s|ed|ing)?) (?:with|out|to)\b[^.;,]{0,40}$"
)
_ASKED = Lazy(r"\b(?:does|do|did) (?:it|you|they|that|we|he|she)(?:\W+\w+)?\W+$")
_WOULD = Lazy(r"\b(?:we|you|they|i)(?:'d| would| could| might)\W+(?:\w+\W+){0,5}$")
_PLANS = Lazy(r"\b(?:plan(?:s|ned|ning)?|intend(?:s|ed)?|hope(?:s|d)?|aim(?:s|ing)?) to\b|\broadmap\b")
"""Words of a plan that copy does not use of what its product does: "will learn" is said of the product."""
_ATTEMPT = Lazy(r"\b(?:try|tries|trying|tried|attempt(?:s|ed|ing)?) (?:to )?(?:\w+ )?$")
_SPEECH = Lazy(
    r"\b(?:(?:pre-?training|fine-?tuning) (?:means|is when|is what you)|in theory|in effect|effectively been|for example you|imagine|hypothetically|suppose you|let's say you)\b"
)


def about_people(low: str) -> bool:
    """Whether a sentence's training is of people, not of models."""
    return bool(_PEOPLE.search(low) or _FIRST_PERSON.search(low))


def promises_not_to(low: str) -> bool:
    """Whether a sentence promises not to train on somebody's data."""
    return bool(_PROMISE.search(low))


def offers(low: str) -> bool:
    """Whether a sentence offers or explains training for the reader to do."""
    return bool(_OFFER.search(low) or _SPEECH.search(low))


def teaches(lows: Iterable[str]) -> bool:
    """Whether a text is a lesson in how to train something: it says so more than once."""
    return len(list(islice((low for low in lows if _LESSON.search(low)), 2))) == 2


def of_others(low: str) -> bool:
    """Whether a sentence tells what others do, or what one would do."""
    return bool(_OTHERS.search(low))


def own_part(low: str) -> int:
    """Where a sentence that sets its speaker off from others begins to tell of the speaker: "while others …, we"."""
    contrast = _CONTRAST.match(low)
    return contrast.start("own") if contrast else len(low)


def measured(low: str) -> bool:
    """Whether a sentence tells how another model fared, or what somebody was told."""
    return bool(_MEASURED.search(low) or _TOLD.search(low))


def beside_it(low: str, clause: tuple[int, int], name: int) -> bool:
    """Whether a model's name in a clause tells of likeness or of an attempt: its tokenizer, its layout, what was tried."""
    start, end = clause
    alike = _LIKENESS.search(low, start, end) and not _UNDERNEATH.search(low, start, end)
    return bool(alike or _TRIED.search(low, start, name))


_TUNES = Lazy(
    r"\btun(?:e|es|ed|ing) (?:of )?(?:(?:the|our|your|their|its|my|his|her|a|an|this|that|those|these) )?(?P<object>[a-z][\w-]*)"
)
_TUNABLE = Lazy(
    r"(?:it|them|that|this|one|those|these|on|per|like|now|here|ourselves|ours|ones|together|once|twice|quite|properly|every|all|data|pairs|examples|on|with|for|from|over|using|by|to|in|is|was|and|or|of|at|as|against|after|before|then|until|so|through|via|within|across|inside|into|at|since|while|when|where|which|who|without|under|between|also|still|already|not|just|only|even|both|several|many|multiple|two|three|four|in-house|internally|end-to-end|\w+ly|service|api|endpoints?|method|recipe|thing|jobs?|run|step|stage|budget|data|set|"
    r"\w*(?:model|llm|network|bert|encoder|decoder|transformer|embedding|checkpoint|weights|adapter|classifier|retriever|head|llama|mistral|qwen|gemma|gpt|phi|falcon|coder|base|backbone)[\w-]*|"
    r"open|small|large|public|existing|custom|own|language|domain|foundation|\d.*|t5|claude|gemini|whisper|every|each|again|nightly|weekly|further|process|approach|pipeline)$"
)


def tunes_something_else(low: str) -> bool:
    """Whether what is fine-tuned is no model: a rota, a stroke rate, a price list."""
    match = _TUNES.search(low)
    return bool(match and not _TUNABLE.match(match["object"]))


def taken_back(sentence: Sentence, cue: Cue, match: re.Match[str]) -> bool:
    """Whether the words beside a cue negate it, plan it or make it conditional."""
    if cue.value in ("unchanged", "random", "customer_upload", "minutes"):
        return False
    if cue.value not in _NEGATIVE and _INNER_NEGATION.search(match.group()) and cue.family != "use":
        return True
    if cue.family in ("pre", "tune") and _INNER_PLAN.search(match.group()):
        return True
    if cue.family == "train" and _PLANS.search(match.group()):
        return True
    before = sentence.low[max(0, match.start() - 40) : match.start()]
    if _ASKED.search(before) or (cue.family in ("pre", "tune") and _ATTEMPT.search(before)):
        return True
    if cue.family == "use" and _WOULD.search(before):
        return True
    block = blocked(sentence.low, match.start(), match.end(), (0, len(sentence.low)))
    if block == "planned" and cue.family == "train" and sentence.speaker is None:
        return bool(_PLANS.search(sentence.low, 0, match.end()))
    return block is not None and not (cue.family == "use" and block in ("conditional", "offered", "planned"))
