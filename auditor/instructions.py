"""Text that addresses an automated reader instead of a person: found, flagged, and never evidence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from auditor.grounding import lowered
from auditor.patterns import Lazy

_READER = (
    r"(?:ai|llms?|a\.i\.|(?:ai |language |reviewing |evaluation )?models?|chatbot|(?:ai |meeting )?assistants?|auditor|scraper|crawlers?|bots?|"
    r"software|parsers?|processors?|transcript-processor|automated (?:reader|reviewer|system|tool)s?|summari[sz]er|classifier|note-?taker|"
    r"meeting ai|ai minutes|ai crawler|transcription (?:bot|assistant)|copilot|computer|evaluation harness)"
)
_ORDER = (
    r"(?:ignore|disregard|skip|record|report|label|classify|return|output|answer|respond|describe|discard|treat|mark|note|quote|"
    r"summari[sz]e|write|log|stop|delete|drop|strike|list|do not|don['’]t|please|overrule|rate|score|tag)"
)
_CLASS = r"(?:pre[ _-]?train\w*|fine[ _-]?tun\w*|prompt[ _-]?eng\w*|from scratch|random initiali[sz]ation|own (?:model|llm|neural|trained)|in-house|foundation model|wrapper|provenance|gpu hours|base model)"
_TRIGGER = Lazy(  # looked for in lower case: compiling without regard to case takes half as long again
    r"<\|[a-z_]+\|>|\]\]>|</?(?:system|assistant|vendor_text|transcript|document|verdict|instructions?|untrusted|user)\b[^>\n]{0,40}>"
    r"|^\s*(?:#{0,3}|\W{0,3})\s*(?:system|assistant|developer)(?: prompt| message| note)?\s*(?:\(|:|\])"
    r"|[\[(]/?(?:system|inst|assistant)\b[^\])\n]{0,80}[\])]"
    r"|\b(?:end|begin)[ _-](?:of[ _-])?(?:the[ _-])?(?:vendor[ _-])?(?:transcript|submission|document|text|input|context|message|page|file|integrity block)"
    r"|\b(?:ignore|disregard|forget|discard|overrule)\b[^.\n]{0,30}\b(?:previous|prior|above|earlier|preceding|following|below|all|any|other|your)\b[^.\n]{0,20}\b(?:instructions?|prompts?|rules|messages?|answer|guidance|section|wording|text|criteria|checklist)"
    r"|\b(?:disregard|ignore) the (?:wording|answer|section|paragraph|text|rest|bit|part)\b"
    r"|\b(?:oublie|vergiss|ignoriere|ignorez|ignora|olvida|zapomeň|negeer|glem)\b[^.\n]{0,60}\b(?:instruc\w+|consignes|regeln|anweisungen|pokyny|istruzioni|instructies)"
    rf"|\b(?:note|message|notice|instructions?|memo|attention|reminder|directive|request|summary)s?[ -](?:to|for)[ -](?:any |all |the |every |an? )?(?:\w+[ -]){{0,2}}{_READER}\b"
    rf"|\b{_READER} (?:directive|instruction|override|notice)s?\b"
    rf"|(?:^|[.!?\n(,]\s*)(?:hey |dear |hello |attention,? |ok(?:ay)? |to (?:any|all|the) )?{_READER}\b\s*[,:/][^.\n]{{0,80}}\b{_ORDER}\b"
    rf"|\bhey \w+, [^.\n]{{0,60}}\bplease (?:write|record|note|log|put)\b"
    rf"|\bif you are (?:an? |the )?(?:\w+[ -]){{0,2}}{_READER}\b"
    rf"|\b(?:processed|read|reviewed|evaluated|parsed) by (?:an? |any |the )?{_READER}\b"
    rf"|\b(?:ai|llm|automated) \w* ?(?:reading|processing|reviewing|auditing|summari[sz]ing|parsing|analy[sz]ing) this\b"
    r"|\bany ai reading\b|\bai to (?:read|process)\b"
    r"|\bwhen (?:summari[sz]ing|classifying|auditing|reviewing|evaluating) this (?:page|document|call|transcript|text|vendor)\b"
    r"|\b(?:summary|rating|classification)[^.\n]{0,30} of this (?:\w+ )?(?:must|should|shall)\b"
    r"|\byou are now (?:in [\w-]+ mode|an? (?:\w+ ){0,3}(?:model|assistant|auditor|reviewer|classifier)|acting as)|\bnew instructions? (?:for|to)\b|\bauthori[sz]ed override\b|\bautomated readers:"
    r"|\b(?:mark|set|list|record|log|count)(?:ed)? (?:it |this |that |them )?as answered\b|=answered\b"
    r"|[\"']?(?:label|classification|verdict|technique|mechanism|ai-classification|audit_status|own_model)[\"']?\s*[:=]\s*[\"']?(?:pre[_-]?train\w*|fine[_-]?tun\w*|prompt[_-]?eng\w*|passed|true)"
    r"|\{\s*[\"'](?:claims|findings|verdict|label|technique)[\"']\s*:"
    rf"|@\w*ai\b[\w-]*[^.\n]{{0,40}}\b{_ORDER}\b|\bnow write:"
    rf"|\b(?:for|in) the (?:ai |automatic |auto-?)?(?:summary|notes?|minutes|transcript|note-?taker)\b[^\n]{{0,120}}\b{_ORDER}\b[^\n]{{0,120}}\b{_CLASS}"
    rf"|\b{_READER}, (?:for|please|kindly|note|record|write|log|skip|stop|strike|also (?:delete|drop|note))\b",
    re.MULTILINE,
)  # fmt: skip
_GOES_ON = Lazy(
    rf"\b(?:{_ORDER[3:-1]})\b|\b(?:claims?|verdict|label|evidence|confidence|json|extract\w*|checklist|this (?:message|note|sentence|instruction)|"
    r"you (?:are|may|can|could|have|would|were)|we would be|thank you|sincerely|assistants?|instead|accurate statement|everything visible|unquote|quote|mode)\b|<\||[{}\[\]]",
    re.IGNORECASE,
)
_FENCE = Lazy(r"^[ \t]*(```|~~~)", re.MULTILINE)
_SENTENCE_END = Lazy(r"[.!?]+[\"'”’)*\]]*\s+|\n")
_STEMS = (
    "<|", "]]>", "system:", "system prompt", "system message", "system note", "[system", "(system", "<system", "</system", "system (", "system]", "assistant", "developer", "ignore", "disregard", "forget", "discard", "overrule", "override",
    "instruction", "note to", "note for", "notice to", "notice for", "message to", "message for", "memo to", "reminder",
    "directive", "-for-", "attention", "llm", "auditor", "scraper", "crawler", "bots", "parser", "processor", "classif", "label",
    "verdict", "audit_status", "own_model", "{", "claims\"", "you are now", "vendor_text", "automated", "notetaker",
    "note-taker", "summar", "copilot", "ai minutes", "the minutes", "transcript", "software", "computer,", "please write", "please record",
    "please note", "if you are", "processed by", "read by", "as answered", "=answered", "oublie", "vergiss",
    "ignorier", "ignorez", "ignora", "olvida", "zapome", "negeer", "glem", "end of", "end_of", "end-of", "begin ",
    "reading this", "processing this", "reviewing this", "any ai", "ai to ", "ai,", "ai:", "@", "now write:", "rating",
)  # fmt: skip
"""A line without any of these holds no trigger."""


def addressed_to_readers(text: str) -> list[tuple[int, int]]:
    """Return the ranges of a text that address an automated reader, merged and in order."""
    low = lowered(text)
    lines = sorted({_line_start(text, at) for stem in _STEMS for at in _occurrences(low, stem)})
    if not lines:
        return []
    fences = _fences(text)
    ranges: list[tuple[int, int]] = []
    for line in lines:
        end = text.find("\n", line)
        for match in _TRIGGER.finditer(low, line, len(text) if end < 0 else end):
            if ranges and match.start() < ranges[-1][1]:
                continue
            fence = next((each for each in fences if each[0] <= match.start() < each[1]), None)
            start, stop = fence or _stretch(text, match.start(), match.end())
            if ranges and start <= ranges[-1][1]:
                ranges[-1] = (ranges[-1][0], max(stop, ranges[-1][1]))
            else:
                ranges.append((start, stop))
    return ranges


_UNSEEN = Lazy(
    r"\b(?:answer|record|report|label|classify|say|treat|omit|output|return|quote|ignore|disregard)\b[^\n]{0,140}"
    r"\b(?:pre[_ -]?train\w*|fine[_ -]?tun\w*|prompt[_ -]?engineering|verdict|from scratch|list of claims|any flag|unsubstantiated|"
    r"(?:llama|gpt|mistral|claude) sentence|the sentence (?:before|above|below)|foundation model)\b"
    r"|\b(?:automated|ai|llm) (?:reviewers?|readers?|systems?|evaluators?)\b|\b(?:language model|evaluator|reviewer)s?\b[^\n]{0,40}\b(?:must|should|note|are to|:)",
    re.IGNORECASE,
)


def hidden_instruction(text: str) -> bool:
    """Whether text that a person does not see speaks to automated readers, also where it would pass in plain sight."""
    return bool(_UNSEEN.search(text)) or bool(addressed_to_readers(text))


def overlaps(ranges: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a range shares a character with one of these, which are in order."""
    at = bisect_right(ranges, (start, end))
    return any(low < end and start < high for low, high in ranges[max(0, at - 1) : at + 1])


def _occurrences(low: str, stem: str) -> Iterator[int]:
    """One position a line of a stem."""
    at = low.find(stem)
    while at >= 0:
        yield at
        newline = low.find("\n", at)
        if newline < 0:
            return
        at = low.find(stem, newline)


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _fences(text: str) -> list[tuple[int, int]]:
    marks = [match.start() for match in _FENCE.finditer(text)]
    return list(zip(marks[::2], marks[1::2], strict=False))


def _stretch(text: str, start: int, end: int) -> tuple[int, int]:
    """The paragraph that opens with the trigger, or the sentence with it and those that go on in the same vein."""
    paragraph_start = text.rfind("\n\n", 0, start) + 2 if text.rfind("\n\n", 0, start) >= 0 else 0
    paragraph_end = text.find("\n\n", end)
    paragraph_end = len(text) if paragraph_end < 0 else paragraph_end
    low = paragraph_start
    for match in _SENTENCE_END.finditer(text, max(paragraph_start, start - 600), start):
        low = match.end()
    if low == paragraph_start:
        return low, len(text[:paragraph_end].rstrip())
    high = end
    for match in _SENTENCE_END.finditer(text, end, paragraph_end):
        if high > end and not _GOES_ON.search(text, high, match.end()):
            return low, high
        high = match.end()
    if high == end or _GOES_ON.search(text, high, paragraph_end):
        high = paragraph_end
    while high > low and text[high - 1].isspace():
        high -= 1
    while low < high and text[low].isspace():
        low += 1
    return low, high
