"""E-mail (.eml): the body, told apart from the history it quotes; senders are speakers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.utils import parsedate_to_datetime

from auditor.documents.blocks import Blocks
from auditor.documents.decode import charset_of, decode
from auditor.documents.html import read_blocks
from auditor.documents.mail_people import Senders
from auditor.documents.mail_thread import Line, Part, parts, quoted_lines
from auditor.documents.paragraphs import has_words
from auditor.documents.reading import Reading, Source
from auditor.errors import DocumentError
from auditor.schema import Hidden

_ODD = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError, MessageError)
"""What the standard library's parser raises on mails that no program should send."""
_ANSWERED = re.compile(r"\s*(?:re|aw|fwd?|wg|sv|antw|tr)\s*:", re.IGNORECASE)
_LEGAL = re.compile(
    r"\b(?:confidential|privileged|intended (?:solely |only )?for\b|(?:intended|named) (?:recipient|addressee)s?"
    r"|unauthori[sz]ed|received (?:this|it) (?:\S+ )?in error|disclaimer|unsubscribe|notify the sender"
    r"|registered (?:in|office)|company (?:no\b|number))",
    re.IGNORECASE,
)
_LEGAL_WORDS = 3
"""So many different ones make a paragraph a legal footer."""
_LONGEST_HEADER = 2_000
_LONGEST_CONTENT_HEADER = 300
_MOST_PARTS = 300
_MOST_BOUNDARIES = 10_000
_MOST_NAMED = 20
_DIFFERENT = 0.5


class _Bounded(policy.EmailPolicy):
    """The standard policy with headers of honest length: it takes minutes to parse one of some hundred kilobytes."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Return a header's name and value."""
        longest = _LONGEST_CONTENT_HEADER if sourcelines[0].lower().startswith("content-") else _LONGEST_HEADER
        name, value = super().header_source_parse([sourcelines[0][:longest], *sourcelines[1:20]])
        return name, value[:longest]


def read(source: Source) -> Reading:
    """Read a mail."""
    typed = source.data.lower().count(b"\ncontent-type:")
    if typed > _MOST_PARTS or source.data.count(b"\n--") > _MOST_BOUNDARIES:
        raise DocumentError(
            f"{source.name} is a mail of more than {_MOST_PARTS:,} parts; give its text as a text file."
        )
    try:
        message = message_from_bytes(source.data, policy=_Bounded())
        assert isinstance(message, EmailMessage)
        lines, hidden, notices = _body(message, source.name)
        notices += tuple(_attachments(message))
        if any(part.defects for part in message.walk()):
            notices += ("The mail is cut off or damaged; words may be missing.",)
    except _ODD as error:
        raise DocumentError(
            f"{source.name} is a mail that is damaged or nested too deeply; give its text as a text file."
        ) from error
    headers = {name: _header(message, name) for name in ("From", "To", "Cc", "Date", "Subject")}
    text = "\n".join(line.text for line in lines)
    senders = Senders((headers[name] for name in ("From", "To", "Cc")), text)
    if not has_words(text):
        notices += ("The mail has no words below its headers.",)
    blocks = Blocks()
    blocks.hidden.extend(hidden)
    shown = [f"{name}: {headers[name]}" for name in ("From", "To", "Cc", "Date") if headers[name]]
    blocks.frame("\n".join(shown), "mail header")
    if headers["Subject"]:
        # The subject of an answer is whoever's mail it answers.
        author = None if _ANSWERED.match(headers["Subject"]) else senders.label(headers["From"])
        blocks.show(f"Subject: {headers['Subject']}", "mail subject", author)
    left_out = _show(blocks, parts(lines, headers["From"]), senders)
    if left_out:
        notices += ("A legal footer of the mail was not read for claims.",)
    reading = blocks.reading(notices=notices, spoken=True, date=_date(headers["Date"]))
    if not reading.stretches:
        raise DocumentError(f"{source.name} is a mail without words in it; give one with its text.")
    return reading


def _show(blocks: Blocks, found: list[Part], senders: Senders) -> bool:
    """Show the parts of a mail; say whether a legal footer was among them."""
    count: dict[int, int] = defaultdict(int)
    left_out = False
    for part in found:
        message = f"message {part.number}"
        if part.role == "frame":
            blocks.frame(part.text, message)
            continue
        label = senders.label(part.sender)
        fresh = True
        for text in re.split(r"\n[ \t]*\n", part.text):
            count[part.number] += 1
            place = f"{message}, paragraph {count[part.number]}"
            if len(set(_LEGAL.findall(text.lower()))) >= _LEGAL_WORDS:
                blocks.frame(text, place)
                fresh = left_out = True
            elif fresh:
                blocks.show(text.strip("\n"), place, label)
                fresh = not has_words(text)
            else:
                blocks.go_on(text.strip("\n"), place, between="\n\n")
    return left_out


def _body(message: EmailMessage, name: str) -> tuple[list[Line], list[Hidden], tuple[str, ...]]:
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    text, odd = _content(plain, name) if plain is not None else ("", ())
    if html is None:
        return quoted_lines(text), [], odd
    page, _ = _content(html, name)
    blocks, hidden, notices = read_blocks(Source(page.encode("utf-8", "replace"), f"{name} (HTML)"))
    lines = [Line(block.quoted, line) for block in blocks for line in (*block.text.split("\n"), "")]
    if not has_words(text):
        return lines, hidden, notices
    if _differ(text, "\n".join(line.text for line in lines)):
        odd += ("The plain and the HTML form of the mail differ; the plain form was read.",)
    return quoted_lines(text), hidden, odd


def _differ(plain: str, page: str) -> bool:
    """Whether two forms of a body have few words in common."""
    one, other = (set(re.findall(r"\w{3,}", text.lower())) for text in (plain, page))
    return len(one & other) < _DIFFERENT * max(len(one), len(other))


def _content(part: MIMEPart, name: str) -> tuple[str, tuple[str, ...]]:
    try:
        charset = charset_of(part.get_content_charset("utf-8"))
        if charset is None:
            raise LookupError
        content = _latin(part) if charset == "cp1252" else part.get_content()
        text, notices = (content, ()) if isinstance(content, str) else decode(content, name)
    except _ODD:  # a character set nobody knows
        payload = part.get_payload(decode=True)
        text, notices = decode(payload if isinstance(payload, bytes) else b"", name)
    return text.replace("\r\n", "\n").replace("\r", "\n"), notices


def _latin(part: MIMEPart) -> str:
    """Return a part whose character set calls itself Latin-1 or is Windows-1252."""
    payload = part.get_payload(decode=True)
    return payload.decode("cp1252", "replace") if isinstance(payload, bytes) else ""


def _attachments(message: EmailMessage) -> Iterator[str]:
    named = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
    for each in named[:_MOST_NAMED]:
        yield f"Attached and not read: {' '.join(each.split())[:200]}; give it as a file."
    if len(named) > _MOST_NAMED:
        yield f"{len(named) - _MOST_NAMED} more attachments were not read."


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name) or "").split())[:_LONGEST_HEADER]
    except _ODD:
        return ""


def _date(header: str) -> str | None:
    try:
        return parsedate_to_datetime(header).date().isoformat()
    except _ODD:
        return None
