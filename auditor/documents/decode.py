"""From bytes to text: byte order marks, UTF-8, UTF-16, declared charsets, Windows-1252."""

from __future__ import annotations

import codecs
import re

from auditor.errors import DocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_CHARSETS = re.compile(
    r"utf-7|utf-8(?:-sig)?|utf-(?:16|32)(?:-[lb]e)?|iso8859-\d{1,2}|cp(?:125[0-8]|437|850|852|855|858|862|864|866|874|932|949|950)|koi8-[rtu]"
    r"|mac-\w+|kz1048|ptcp154|tis-620|hp-roman8|gb2312|gbk|gb18030|big5(?:hkscs)?|euc_\w+|shift_jis\w*|iso2022_\w+|hz"
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1b\0"))
_SAMPLE = 8192
_FEW = 200


def decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the text with LF line ends, and a notice for each thing that had to be assumed."""
    text, notices = _decode(data, name)
    return text.replace("\r\n", "\n").replace("\r", "\n"), notices


def _decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], encoding, name)
    wide = _unmarked_utf16(data)
    if wide is not None:
        return _marked(data, wide, name)
    if _is_binary(data):
        raise _binary(name)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        return _not_utf8(data, error)


def charset_of(label: str) -> str | None:
    """Return the codec of a declared character set; None where no text is written in it.

    Python also has codecs that escape or transform text, and one (Punycode) that takes hours over a long page.
    What calls itself Latin-1 is Windows-1252, as in every browser: the quotation marks of "don’t" are in that alone.
    """
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError, TypeError):
        return None
    if name == "iso8859-1":
        return "cp1252"
    return name if _CHARSETS.fullmatch(name) else None


def _marked(data: bytes, encoding: str, name: str) -> tuple[str, tuple[str, ...]]:
    width = {"8": 1, "1": 2, "3": 4}[encoding[4]]
    whole = len(data) // width * width
    text = data[:whole].decode(encoding, errors="replace")
    if _is_binary_text(text):
        raise _binary(name)
    if whole < len(data) or "\N{REPLACEMENT CHARACTER}" in text:
        called = encoding.removesuffix("-le").removesuffix("-be").upper()
        return text, (f"The file is not complete {called}; it may be cut off or damaged.",)
    return text, ()


def _unmarked_utf16(data: bytes) -> str | None:
    """Western text in UTF-16 has a zero in every other byte."""
    sample = data[:_SAMPLE]
    half = len(sample) // 2
    if half < 4:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def _binary(name: str) -> DocumentError:
    return DocumentError(
        f"{name} is not text and no format that is read; give text, HTML, captions, PDF, DOCX, PPTX or e-mail."
    )


def _is_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    odd = len(sample) - len(sample.translate(None, _CONTROLS))
    return odd > 0.05 * max(len(sample), _FEW) or sample.count(0) > 0.2 * max(len(sample), _FEW)


def _is_binary_text(text: str) -> bool:
    """Random bytes behind a byte order mark are no more text than without it."""
    sample = text[:_SAMPLE]
    odd = sum(1 for char in sample if not char.isprintable() and not char.isspace())
    return odd > 0.3 * max(len(sample), _FEW)


def _not_utf8(data: bytes, error: UnicodeDecodeError) -> tuple[str, tuple[str, ...]]:
    declared = _DECLARED.search(data[:2048])
    charset = charset_of(declared[1].decode("ascii")) if declared else None
    # A page that declares wide characters in narrow ones is not in what it declares.
    if charset and not charset.startswith("utf"):
        return data.decode(charset, errors="replace"), ()
    text = data.decode("utf-8", errors="replace")
    # A file that is UTF-8 but for a few bytes has more good multi-byte characters than bad ones.
    bad = text.count("\N{REPLACEMENT CHARACTER}")
    good = len(re.findall(r"[^\x00-\x7f\ufffd]", text))
    if good >= 4 * bad or error.start >= len(data) - 3:
        return text, ("Some bytes are not valid UTF-8; they read \N{REPLACEMENT CHARACTER}.",)
    return (
        data.decode("cp1252", errors="replace"),
        ("The file is not UTF-8; it was read as Windows-1252, so accented letters may be wrong.",),
    )
