"""A Word file piece by piece: styles, lists that start anew, fields, shading, and bytes that stay the same.

Knows nothing of reports. All text that comes in must be safe already (``plain``): XML takes no control characters.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from auditor.render.office import INK

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.styles.style import ParagraphStyle
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

_FONT = "Arial"
_GREY = "595959"
_PAGE, _MARGIN = (21.0, 29.7), 2.2
WIDTH = _PAGE[0] - 2 * _MARGIN
"""Centimetres between the margins."""
_SIZES = {"Normal": 10, "Title": 20, "Heading 1": 14, "Heading 2": 12, "Heading 3": 10.5, "Heading 4": 10,
          "Caption": 8.5, "Header": 8.5, "Footer": 8.5, "List Bullet 2": 9, "List Continue": 9}  # fmt: skip
_SPACES = {"Normal": (0, 5), "Title": (0, 10), "Heading 1": (16, 5), "Heading 2": (14, 4), "Heading 3": (9, 2),
           "Heading 4": (7, 2), "Quote": (3, 1), "Caption": (0, 5), "List Bullet": (0, 2), "List Bullet 2": (0, 1),
           "List Continue": (0, 1), "List Number": (6, 1)}  # fmt: skip
"""Points before and after a paragraph."""

Span = tuple[str, str]
"""Safe text, and "" or a letter each for b(old) and g(rey)."""


class WordFile:
    """A document that grows at its end; ``bytes`` is the file."""

    def __init__(self, title: str, created: datetime, header: str, footer: str) -> None:
        from docx import Document
        from docx.shared import Cm

        self._document = Document()
        section = self._document.sections[0]
        section.page_width, section.page_height = map(Cm, _PAGE)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(_MARGIN)
        self._styles()
        # Looked up once, since python-docx looks through all styles, and all that was added, each time it is asked.
        self._style_ids = {style.name: style.style_id for style in self._document.styles}
        self._end: Any = section._sectPr
        properties = self._document.core_properties
        properties.title, properties.author, properties.comments = title[:255], "auditor", ""
        properties.created = properties.modified = created
        properties.last_modified_by = ""
        section.header.paragraphs[0].add_run(header)
        self._numbered(section.footer.paragraphs[0], footer)

    def bytes(self) -> bytes:
        """Return the file; its parts carry no time of their own."""
        made = BytesIO()
        self._document.save(made)
        out = BytesIO()
        with zipfile.ZipFile(made) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                part = zipfile.ZipInfo(name)
                part.compress_type, part.create_system = zipfile.ZIP_DEFLATED, 0
                target.writestr(part, source.read(name))
        return out.getvalue()

    # --- paragraphs -------------------------------------------------------------------------------

    def title(self, text: str) -> None:
        """Add the title of the whole."""
        self.paragraph((text, ""), style="Title")

    def heading(self, level: int, text: str, *, new_page: bool = False) -> None:
        """Add a heading that stays with what follows it."""
        heading = self.paragraph((text, ""), style=f"Heading {min(level, 4)}")
        heading.paragraph_format.page_break_before = new_page or None

    def paragraph(self, *spans: Span, style: str = "Normal", keep: bool = False, fill: str = "") -> Paragraph:
        """Add a paragraph; ``keep`` on one page with the next, ``fill`` its background."""
        from docx.oxml import OxmlElement
        from docx.text.paragraph import Paragraph

        element: Any = OxmlElement("w:p")
        element.style = self._style_ids[style]
        self._end.addprevious(element)
        return self._fill(Paragraph(element, self._document._body), spans, keep, fill)

    def bullets(self, items: Iterable[Sequence[Span]], level: int = 1) -> None:
        """Add a list."""
        for spans in items:
            self.paragraph(*spans, style="List Bullet" if level == 1 else f"List Bullet {level}")

    def numbers(self) -> int:
        """Return the id of a new numbered list, which begins at 1."""
        numbering = self._document.part.numbering_part.element
        style = self._document.styles["List Number"].element
        used = numbering.num_having_numId(style.pPr.numPr.numId.val)
        new = numbering.add_num(used.abstractNumId.val)
        new.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(new.numId)

    def numbered(self, numbers: int, *spans: Span) -> None:
        """Add the next entry to a numbered list."""
        paragraph = self.paragraph(*spans, style="List Number", keep=True)
        properties: Any = paragraph._p.get_or_add_pPr()
        number = properties.get_or_add_numPr()
        number.get_or_add_ilvl().val = 0
        number.get_or_add_numId().val = numbers

    # --- tables -----------------------------------------------------------------------------------

    def table(self, widths: Sequence[float], rows: Iterable[Sequence[Sequence[Span]]], *, head: bool = False) -> None:
        """Add a table of columns so wide (centimetres); ``head``: the first row is repeated on every page."""
        from docx.oxml.table import CT_Tbl
        from docx.shared import Cm
        from docx.table import Table

        element = CT_Tbl.new_tbl(0, len(widths), Cm(WIDTH))
        element.tblStyle_val = self._style_ids["Table Grid"]
        self._end.addprevious(element)
        table: Any = Table(element, self._document._body)
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        for at, cells in enumerate(rows):
            row = table.add_row()
            properties = row._tr.get_or_add_trPr()
            properties.append(_element("w:cantSplit"))
            if head and not at:
                properties.append(_element("w:tblHeader"))
            for cell, spans, width in zip(row.cells, cells, widths, strict=True):
                cell.width = Cm(width)
                if head and not at:
                    self._shade(cell)
                self._cell(cell, spans)
        self._lines(table._tbl.tblPr)
        self.paragraph(style="Caption")

    def _cell(self, cell: _Cell, spans: Sequence[Span]) -> None:
        """Fill a cell; a span of a line feed begins a paragraph."""
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = 0
        for text, marks in spans:
            if text == "\n":
                paragraph = cell.add_paragraph()
                paragraph.paragraph_format.space_after = 0
            else:
                self._fill(paragraph, [(text, marks)], False, "")

    def _shade(self, cell: _Cell) -> None:
        cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill="E8EDF3"))

    def _lines(self, properties: BaseOxmlElement) -> None:
        """Give a table thin lines between rows, and its cells some room; in the order the schema of Word wants."""
        borders = _element("w:tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            drawn = side in ("top", "bottom", "insideH")
            line = {"val": "single", "sz": "4", "space": "0", "color": "BFBFBF"} if drawn else {"val": "nil"}
            borders.append(_element(f"w:{side}", **line))
        margins = _element("w:tblCellMar")
        for side, twips in (("top", 40), ("left", 80), ("bottom", 40), ("right", 80)):
            margins.append(_element(f"w:{side}", w=str(twips), type="dxa"))
        properties.insert_element_before(_element("w:tblInd", w="80", type="dxa"), "w:tblLayout", "w:tblLook")
        properties.insert_element_before(borders, "w:tblLayout", "w:tblLook")
        properties.insert_element_before(margins, "w:tblLook")

    # --- pieces -----------------------------------------------------------------------------------

    def _fill(self, paragraph: Paragraph, spans: Iterable[Span], keep: bool, fill: str) -> Paragraph:
        from docx.shared import RGBColor

        for text, marks in spans:
            run = paragraph.add_run(text)
            run.bold = True if "b" in marks else None
            if "g" in marks:
                run.font.color.rgb = RGBColor.from_string(_GREY)
        if keep:
            paragraph.paragraph_format.keep_with_next = True
        if fill:
            properties: Any = paragraph._p.get_or_add_pPr()
            properties.insert_element_before(
                _element("w:shd", val="clear", color="auto", fill=fill), "w:spacing", "w:ind", "w:jc", "w:rPr"
            )
        return paragraph

    def _numbered(self, paragraph: Paragraph, text: str) -> None:
        """Fill a footer: the text, and at the right edge the page's number."""
        from docx.enum.text import WD_TAB_ALIGNMENT
        from docx.shared import Cm

        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(Cm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
        paragraph.add_run(f"{text}\tPage ")
        self._field(paragraph, "PAGE")
        paragraph.add_run(" of ")
        self._field(paragraph, "NUMPAGES")

    def _field(self, paragraph: Paragraph, code: str) -> None:
        """Add what Word works out; until then it reads 1."""
        field = _element("w:fldSimple", instr=code)
        field.append(paragraph.add_run("1")._r)
        paragraph._p.append(field)

    def _styles(self) -> None:
        from docx.shared import Cm, Pt, RGBColor

        styles = self._document.styles
        for name in _SIZES | _SPACES:
            style: ParagraphStyle = styles[name]
            _set_font(style)
            if name in _SIZES:
                style.font.size = Pt(_SIZES[name])
            if name in _SPACES:
                style.paragraph_format.space_before, style.paragraph_format.space_after = map(Pt, _SPACES[name])
            if name.startswith(("Heading", "Title")):
                style.font.bold, style.font.color.rgb = True, RGBColor.from_string(INK)
        for name in ("Caption", "Header", "Footer"):
            styles[name].font.bold, styles[name].font.color.rgb = False, RGBColor.from_string(_GREY)
            for stop in list(styles[name].paragraph_format.tab_stops):
                stop._tab.getparent().remove(stop._tab)
        quote = styles["Quote"]
        quote.font.italic, quote.font.color.rgb = False, RGBColor(0, 0, 0)
        quote.paragraph_format.left_indent = styles["Caption"].paragraph_format.left_indent = Cm(0.5)
        quote.paragraph_format.keep_with_next = True
        bar = _element("w:pBdr")
        bar.append(_element("w:left", val="single", sz="18", space="8", color="9FB3C8"))
        quote.element.get_or_add_pPr().insert_element_before(bar, "w:shd", "w:spacing", "w:ind", "w:jc")


def _set_font(style: ParagraphStyle) -> None:
    """Name the font outright: a theme's font would win over it."""
    style.font.name = _FONT
    fonts: Any = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    return OxmlElement(tag, attrs={qn(f"w:{name}"): value for name, value in attributes.items()})
