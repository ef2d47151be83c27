"""A program of its own: a PDF on standard input, its lines and what it does not show as JSON on standard output.

PDFium is a large C++ library, and a PDF may come from anyone: here a crash, a loop or gigabytes of text end
this process only. It imports nothing of ours, so that it starts quickly.
"""

from __future__ import annotations

import ctypes
import json
import sys
from collections.abc import Iterator
from typing import Any, NamedTuple

MOST_PAGES = 2_000
MOST_CHARACTERS = 5_000_000
_MOST_ANNOTATIONS = 1_000
_TINY = 2.5
"""Points; smaller letters are not read on paper or on a screen."""
_LIGHT = 200
"""Of 255; on white paper lighter inks may not be seen, so their page is drawn and looked at."""
_FAINT = 10
_WIDEST_DRAWING = 2_000
_ORIGINS = {"invisible": "invisible text", "transparent": "transparent text", "tiny": "tiny text"}
_NO_INK = "text in the colour of its background"


class _Ink(NamedTuple):
    """A text object that may not be seen, and why."""

    why: str


def extract(data: bytes) -> dict[str, Any]:
    """Return pages, hidden text and counts of a PDF, or ``{"error": "password"|"damaged"}``."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        protected = getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD
        return {"error": "password" if protected else "damaged"}
    pages = []
    left = MOST_CHARACTERS
    total = len(document)
    for index in range(min(total, MOST_PAGES)):
        try:
            page = _page(document[index])
        except pypdfium2.PdfiumError:
            page = {"damaged": True, "lines": [], "hidden": [], "pictures": False}
        pages.append(page)
        left -= sum(len(line[0]) for line in page["lines"]) + sum(len(each[0]) for each in page["hidden"])
        if left < 0:
            break
    told = document.get_metadata_dict(skip_empty=True)
    return {
        "total": total,
        "pages": pages,
        "properties": [told[key] for key in ("Title", "Author", "Subject", "Keywords") if key in told],
        "attachments": document.count_attachments(),
    }


def _page(page: Any) -> dict[str, Any]:
    import pypdfium2.raw as raw

    text_page = page.get_textpage()
    text = _characters(text_page, raw)
    objects = list(page.get_objects(max_depth=15))
    doubtful = {address: ink for each in objects if (ink := _doubt(each, raw)) for address in [_address(each.raw)]}
    unseen = _unseen(page, text_page, text, doubtful, raw) if doubtful else {}
    lines: list[tuple[Any, ...]] = []
    hidden = [("".join(text[at] for at in indices), origin) for origin, indices in _runs(unseen)]
    for start, end in _spans(text):
        shown = [at for at in range(start, end) if at not in unseen and not text[at].isspace()]
        if not shown:
            continue
        first, last = _box(text_page, shown[0], raw), _box(text_page, shown[-1], raw)
        words = "".join(text[at] for at in range(start, end) if at not in unseen)
        origin = _misplaced(page, first, last)
        if origin:
            hidden.append((words, origin))
        else:
            lines.append((words, *_turned(page, first, last)))
    hidden += [(said, "annotation") for said in _annotations(page, raw)]
    pictures = any(each.type == raw.FPDF_PAGEOBJ_IMAGE for each in objects)
    return {"lines": lines, "hidden": hidden, "pictures": pictures, "damaged": False}


def _characters(text_page: Any, raw: Any) -> list[str]:
    """The characters of a page by PDFium's index; a soft end-of-line hyphen reads U+00AD."""
    count = min(text_page.count_chars(), MOST_CHARACTERS)
    text = text_page.get_text_range(0, count) if count else ""
    if len(text) != count:
        codes = (raw.FPDFText_GetUnicode(text_page.raw, at) for at in range(count))
        text = "".join(chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes)
    return ["\u00ad" if char in "\x02\ufffe" else char for char in text]


def _doubt(each: Any, raw: Any) -> _Ink | None:
    """Why a page object is text that may not be seen."""
    if each.type != raw.FPDF_PAGEOBJ_TEXT:
        return None
    if raw.FPDFTextObj_GetTextRenderMode(each.raw) == raw.FPDF_TEXTRENDERMODE_INVISIBLE:
        return _Ink("invisible")
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFPageObj_GetFillColor(each.raw, red, green, blue, alpha)
    if alpha.value <= _FAINT:
        return _Ink("transparent")
    size = ctypes.c_float()
    raw.FPDFTextObj_GetFontSize(each.raw, size)
    scale = each.get_matrix()
    tall = abs(size.value) * max(abs(scale.c), abs(scale.d))
    if each.level == 0 and tall < _TINY:
        return _Ink("tiny")
    if min(red.value, green.value, blue.value) >= _LIGHT:
        return _Ink("light")
    return None


def _unseen(page: Any, text_page: Any, text: list[str], doubtful: dict[int, _Ink], raw: Any) -> dict[int, str]:
    """The origin of each character that is not seen, by index."""
    members: dict[int, list[int]] = {}
    for at, char in enumerate(text):
        if not char.isspace():
            address = _address(raw.FPDFText_GetTextObject(text_page.raw, at))
            if address in doubtful:
                members.setdefault(address, []).append(at)
    found: dict[int, str] = {}
    drawing = None
    for address, indices in members.items():
        why = doubtful[address].why
        if why == "light":
            drawing = drawing or _Drawing(page)
            boxes = [_box(text_page, at, raw) for at in indices]
            if drawing.shows_ink(boxes):
                continue
        found.update(dict.fromkeys(indices, _ORIGINS.get(why, _NO_INK)))
    return found


def _runs(unseen: dict[int, str]) -> Iterator[tuple[str, list[int]]]:
    """The unseen characters in runs of one origin, with the spaces between them."""
    run: list[int] = []
    origin = ""
    for at in sorted(unseen):
        if run and (unseen[at] != origin or at - run[-1] > 3):
            yield origin, run
            run = []
        if run and at - run[-1] > 1:
            run.extend(range(run[-1] + 1, at))
        run.append(at)
        origin = unseen[at]
    if run:
        yield origin, run


def _spans(text: list[str]) -> Iterator[tuple[int, int]]:
    """The lines of a page as ranges of its characters."""
    start = 0
    for at, char in enumerate(text):
        # A hyphen that ends a line stands in place of the line end.
        if char in "\r\n\u00ad":
            yield start, at + (char == "\u00ad")
            start = at + 1
    yield start, len(text)


Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""


def _box(text_page: Any, at: int, raw: Any) -> Box:
    """A character's box: from its baseline up by the size of its font, which is alike for all letters of a line."""
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    raw.FPDFText_GetLooseCharBox(text_page.raw, at, box)
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text_page.raw, at, x, y)
    raw.FPDFText_GetMatrix(text_page.raw, at, matrix)
    size = raw.FPDFText_GetFontSize(text_page.raw, at)
    up, across = size * matrix.d, size * matrix.c
    if abs(across) > abs(up):  # written upwards or downwards
        return min(x.value, x.value + across), box.bottom, max(x.value, x.value + across), box.top
    return box.left, min(y.value, y.value + up), box.right, max(y.value, y.value + up)


def _misplaced(page: Any, first: Box, last: Box) -> str | None:
    left, bottom, right, top = page.get_bbox()
    low, high = min(first[1], last[1]), max(first[3], last[3])
    start, end = min(first[0], last[0]), max(first[2], last[2])
    if end <= left or start >= right or high <= bottom or low >= top:
        return "text outside the page"
    return "tiny text" if max(first[2] - first[0], first[3] - first[1]) < _TINY else None


def _turned(page: Any, first: Box, last: Box) -> Box:
    """Left, baseline, right and height of a line as the page is shown."""
    left, bottom, right, top = page.get_bbox()
    turn = page.get_rotation()
    corners = [(x, y) for box in (first, last) for x, y in ((box[0], box[1]), (box[2], box[3]))]
    if turn == 0:
        corners = [(x - left, y - bottom) for x, y in corners]
    elif turn == 90:
        corners = [(y - bottom, right - x) for x, y in corners]
    elif turn == 180:
        corners = [(right - x, top - y) for x, y in corners]
    else:
        corners = [(top - y, x - left) for x, y in corners]
    across, along = [x for x, _ in corners], [y for _, y in corners]
    return min(across), min(along), max(across), max(max(along) - min(along), 0.1)


class _Drawing:
    """A page drawn into memory, to see whether ink stands out."""

    def __init__(self, page: Any) -> None:
        width, height = page.get_size()
        self._scale = min(2.0, _WIDEST_DRAWING / max(width, height, 1.0))
        self._bitmap = page.render(scale=self._scale, may_draw_forms=False)
        self._page = page

    def shows_ink(self, boxes: list[Box]) -> bool:
        """Whether anything at all can be told apart where these characters stand."""
        bitmap = self._bitmap
        wide = bitmap.n_channels
        for box in boxes:
            x, y, width, height = self._pixels(box)
            lows, highs = [255] * 3, [0] * 3
            for row in range(max(y, 0), min(y + height, bitmap.height)):
                begin = row * bitmap.stride + max(x, 0) * wide
                end = row * bitmap.stride + min(x + width, bitmap.width) * wide
                line = bytes(bitmap.buffer[begin:end])
                for channel in range(min(wide, 3)):
                    values = line[channel::wide]
                    if values:
                        lows[channel] = min(lows[channel], min(values))
                        highs[channel] = max(highs[channel], max(values))
            if any(high - low > _FAINT for low, high in zip(lows, highs, strict=True)):
                return True
        return False

    def _pixels(self, box: Box) -> tuple[int, int, int, int]:
        left, base, right, height = _turned(self._page, box, box)
        top = self._page.get_size()[1] - base - height
        scale = self._scale
        return int(left * scale), int(top * scale), int((right - left) * scale) + 2, int(height * scale) + 2


def _annotations(page: Any, raw: Any) -> Iterator[str]:
    for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), _MOST_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        if raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_LINK:
            raw.FPDFPage_CloseAnnot(annotation)  # what it says stands on the page
            continue
        length = raw.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
        held = ctypes.create_string_buffer(length + 2)
        raw.FPDFAnnot_GetStringValue(annotation, b"Contents", ctypes.cast(held, ctypes.POINTER(raw.FPDF_WCHAR)), length)
        raw.FPDFPage_CloseAnnot(annotation)
        said = held.raw[:length].decode("utf-16-le", "replace").rstrip("\0")
        if said:
            yield said


def _address(pointer: Any) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def _limit(megabytes: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:  # Windows knows no such limits; there the parent's clock is the only one
        return
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def main(megabytes: str, seconds: str) -> None:
    """Read standard input, within limits, and write JSON."""
    data = sys.stdin.buffer.read()
    _limit(int(megabytes), int(seconds))
    sys.stdout.buffer.write(json.dumps(extract(data)).encode("ascii"))


if __name__ == "__main__":
    main(*sys.argv[1:])
