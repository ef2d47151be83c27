"""DOCX: paragraphs, lists, tables, text boxes and notes in the order of the file.

python-docx opens the package and knows its parts and styles; it does not tell inserted from deleted text, nor what
is hidden, so the XML of each part is walked here, by events, so that no depth of nesting can hurt.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from auditor.documents.blocks import Blocks, squeezed
from auditor.documents.docx_text import Hiding, Style, Styles, is_list, local, marked_hidden, value
from auditor.documents.office import hide_properties, opening
from auditor.documents.paragraphs import has_words
from auditor.documents.reading import Reading, Source
from auditor.documents.teams import as_transcript

_UNSHOWN_PARTS = {"comments": "comment"}
_NOTES = {"footnotes": "footnote", "endnotes": "endnote"}
_FRAMES = {"header": "page header", "footer": "page footer"}
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-", "ptab": "\t"}
_ELEMENTS = ("Fallback", "p", "r", "t", "delText", "del", "moveFrom", "txbxContent", "docPr", "tbl", "tr", "tc")
_READ = tuple(f"{{*}}{name}" for name in (*_BREAKS, *_ELEMENTS))
_LONGEST_HEADING = 60


@dataclass
class _Paragraph:
    """A paragraph being read; text boxes stand inside the paragraph that anchors them."""

    style: Style
    listed: bool
    pieces: list[str] = field(default_factory=list)


@dataclass
class _Row:
    """A table row being read: the paragraphs of each cell."""

    cells: list[list[str]] = field(default_factory=list)


def read(source: Source) -> Reading:
    """Read a Word file."""
    with opening(source, package="docx", program="Word", form="DOCX"):
        return _read(source.data)


def _read(data: bytes) -> Reading:
    import io

    from docx import Document

    document = Document(io.BytesIO(data))
    blocks = Blocks()
    hide_properties(document.core_properties, blocks)
    styles = Styles(document.styles.element)
    _Walker(blocks, styles, "").walk(document.element.body)
    for kind, root in _parts(document):
        if kind in _NOTES:
            for note in root:
                _Walker(blocks, styles, f"{_NOTES[kind]} {value(note, 'id')}").walk(note)
        elif kind in _FRAMES:
            _Walker(blocks, styles, _FRAMES[kind]).walk(root)
        else:
            blocks.hide(" ".join(root.itertext()), _UNSHOWN_PARTS[kind])
    return as_transcript(blocks.reading())


def _parts(document: Any) -> Iterator[tuple[str, Any]]:
    """The notes, comments, headers and footers, each with its kind."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    seen = set()
    for relation in document.part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if relation.is_external or kind not in {*_NOTES, *_FRAMES, *_UNSHOWN_PARTS}:
            continue
        blob = relation.target_part.blob
        if blob not in seen:
            seen.add(blob)
            try:
                yield kind, etree.fromstring(blob, parser)
            except etree.LxmlError:
                continue


class _Walker:
    """Shows the paragraphs of one part of the file."""

    def __init__(self, blocks: Blocks, styles: Styles, place: str) -> None:
        self._blocks = blocks
        self._styles = styles
        self._place = place
        self._count = 0
        self._heading = ""
        self._tables = 0
        self._table_rows: list[int] = []
        self._paragraphs: list[_Paragraph] = []
        self._rows: list[_Row] = []
        self._hiding = Hiding()
        self._boxes = 0

    def walk(self, root: Any) -> None:
        """Show what stands in an element."""
        from lxml import etree

        skipped = 0
        for event, element in etree.iterwalk(root, events=("start", "end"), tag=_READ):
            name = local(element)
            if name == "Fallback":  # repeats a text box for older programs
                skipped += 1 if event == "start" else -1
            elif not skipped and event == "start":
                self._start(name, element)
            elif not skipped:
                self._end(name)

    def _start(self, name: str, element: Any) -> None:
        if name == "p":
            style = self._styles.of(element, "p")
            self._paragraphs.append(_Paragraph(style, is_list(element, style)))
        elif name == "r":
            style = self._paragraphs[-1].style if self._paragraphs else Style()
            self._hiding.origin = marked_hidden(element, self._styles, style, bool(self._rows or self._boxes))
        elif name in {"t", "delText"} and self._paragraphs:
            self._say(element.text or "", deleted=name == "delText" or self._hiding.deleted > 0)
        elif name in _BREAKS and self._paragraphs and local(element.getparent()) == "r":
            self._paragraphs[-1].pieces.append(_BREAKS[name])
        elif name in {"del", "moveFrom"}:
            self._hiding.deleted += 1
        elif name == "txbxContent":
            self._boxes += 1
        elif name == "docPr":
            self._blocks.hide(element.get("descr") or "", "alt text")
        elif name == "tbl" and not self._rows:
            self._tables += 1
            self._table_rows = [0]
        elif name == "tr":
            self._rows.append(_Row())
            self._table_rows[0] += len(self._rows) == 1
        elif name == "tc" and self._rows:
            self._rows[-1].cells.append([])

    def _end(self, name: str) -> None:
        if name == "p" and self._paragraphs:
            self._end_paragraph(self._paragraphs.pop())
        elif name == "r":
            self._hiding.flush(self._blocks)
        elif name in {"del", "moveFrom"}:
            self._hiding.deleted -= 1
        elif name == "txbxContent":
            self._boxes -= 1
        elif name == "tr" and self._rows:
            self._end_row(self._rows.pop())

    def _say(self, text: str, *, deleted: bool) -> None:
        origin = "deleted text (tracked change)" if deleted else self._hiding.origin
        if origin:
            self._hiding.hold(text, origin, self._blocks)
        else:
            self._paragraphs[-1].pieces.append(text)

    def _end_paragraph(self, paragraph: _Paragraph) -> None:
        self._hiding.flush(self._blocks, always=True)
        text = squeezed("".join(paragraph.pieces))
        if not has_words(text):
            return
        if self._rows and self._rows[-1].cells and not self._boxes:
            self._rows[-1].cells[-1].append(text)
            return
        if self._boxes:
            self._blocks.show(text, self._place or "text box")
            return
        if paragraph.style.heading:
            self._heading, self._count = text.replace("\n", " "), 0
        else:
            self._count += 1
        self._blocks.show("- " + text if paragraph.listed else text, self._where(paragraph.style.heading))

    def _end_row(self, row: _Row) -> None:
        cells = [cell for cell in row.cells if cell]
        if self._rows:  # a table inside a cell is read as part of that cell
            if self._rows[-1].cells:
                self._rows[-1].cells[-1].extend(text for cell in cells for text in cell)
            return
        place = self._place or f"table {self._tables}, row {self._table_rows[0]}"
        if all(len(cell) == 1 for cell in cells):
            self._blocks.show(" | ".join(cell[0].replace("\n", " ") for cell in cells), place)
        else:  # a table used for layout: its cells hold paragraphs
            for cell in cells:
                for text in cell:
                    self._blocks.show(text, place)

    def _where(self, heading: bool) -> str:
        if self._place:
            return self._place
        if heading:
            return "heading"
        title = self._heading[:_LONGEST_HEADING] + ("…" if len(self._heading) > _LONGEST_HEADING else "")
        return f"paragraph {self._count}" + (f" under “{title}”" if title else "")
