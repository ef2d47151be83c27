"""The shapes of a slide: where they stand, in which order they are read, and what they say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from auditor.documents.blocks import Blocks, squeezed
from auditor.documents.paragraphs import has_words
from auditor.documents.pptx_ink import is_white

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_DIAGRAM_DATA = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}dm"
_UNTOLD = {"sldNum", "dt"}
"""Placeholders for a slide's number and date."""
_TINY = 300
"""Hundredths of a point; smaller letters are not read on a screen."""
_ROWS = 20
"""Of a slide's height: shapes whose tops are this close stand in one row."""


class Shape(NamedTuple):
    """A shape where it stands on the slide, groups resolved; lengths in EMU."""

    shape: Any
    left: float
    top: float
    width: float
    height: float
    title: bool
    hidden: bool


class _Frame(NamedTuple):
    """From a group's own coordinates to the slide's."""

    scale_x: float = 1.0
    scale_y: float = 1.0
    shift_x: float = 0.0
    shift_y: float = 0.0
    hidden: bool = False


def ordered(slide: Any, height: float) -> list[Shape]:
    """The shapes of a slide as they are read: its title, then by rows from left to right."""
    step = max(height / _ROWS, 1.0)
    title = slide.shapes.title
    shapes = list(_flat(slide.shapes, _Frame(), title._element if title is not None else None))
    return sorted(shapes, key=lambda each: (not each.title, int(each.top // step), each.left))


def _flat(shapes: Any, frame: _Frame, title: Any) -> Iterator[Shape]:
    from pptx.enum.shapes import MSO_SHAPE_TYPE

    for shape in shapes:
        hidden = frame.hidden or shape._element.xpath("boolean(./*/p:cNvPr[@hidden='1' or @hidden='true'])")
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from _flat(shape.shapes, _inside(shape, frame, hidden), title)
            continue
        yield Shape(
            shape,
            (shape.left or 0) * frame.scale_x + frame.shift_x,
            (shape.top or 0) * frame.scale_y + frame.shift_y,
            (shape.width or 0) * frame.scale_x,
            (shape.height or 0) * frame.scale_y,
            shape._element is title,
            hidden,
        )


def _inside(group: Any, frame: _Frame, hidden: bool) -> _Frame:
    """The frame of the shapes in a group."""
    found = group._element.find(f"./*/{_A}xfrm")
    lengths = {}
    for name, keys in (("off", "xy"), ("ext", ("cx", "cy")), ("chOff", "xy"), ("chExt", ("cx", "cy"))):
        part = found.find(_A + name) if found is not None else None
        if part is None:
            return frame._replace(hidden=hidden)
        lengths[name] = tuple(float(part.get(key, "0")) for key in keys)
    scales = [out / own if own else 1.0 for out, own in zip(lengths["ext"], lengths["chExt"], strict=True)]
    return _Frame(
        frame.scale_x * scales[0],
        frame.scale_y * scales[1],
        frame.shift_x + frame.scale_x * (lengths["off"][0] - scales[0] * lengths["chOff"][0]),
        frame.shift_y + frame.scale_y * (lengths["off"][1] - scales[1] * lengths["chOff"][1]),
        hidden,
    )


def outside(shape: Shape, width: float, height: float) -> bool:
    """Whether no part of a shape is on the slide."""
    return (
        shape.left >= width > 0
        or shape.top >= height > 0
        or shape.left + shape.width < 0
        or shape.top + shape.height < 0
    )


def texts(shape: Any, blocks: Blocks, blank: bool) -> Iterator[str]:
    """Yield the paragraphs, rows or diagram texts of a shape; its alternative text is hidden."""
    for told in shape._element.xpath("./*/p:cNvPr/@descr"):
        blocks.hide(str(told), "alt text")
    if shape.is_placeholder and shape._element.xpath("boolean(.//p:ph[@type='sldNum' or @type='dt'])"):
        return
    if getattr(shape, "has_table", False) and shape.has_table:
        for row in shape.table.rows:
            cells = [" ".join(paragraphs_of(cell.text_frame, blocks)) for cell in row.cells]
            yield " | ".join(cell for cell in cells if cell)
    elif shape.has_text_frame:
        yield from paragraphs_of(shape.text_frame, blocks, blank)
    else:
        yield from _diagram(shape)


def paragraphs_of(frame: Any, blocks: Blocks, blank: bool = False) -> Iterator[str]:
    """Yield the paragraphs of a text frame; letters too small to read are hidden, white ones on ``blank`` paper too."""
    for paragraph in frame.paragraphs:
        pieces = []
        for element in paragraph._p:
            text = _run(element)
            size = element.find(f"{_A}rPr")
            if size is not None and 0 < int(size.get("sz") or _TINY) < _TINY:
                blocks.hide(text, "tiny text")
            elif blank and is_white(element):
                blocks.hide(text, "white text")
            else:
                pieces.append(text)
        text = squeezed("".join(pieces))
        if has_words(text):
            yield text


def _run(element: Any) -> str:
    if element.tag == f"{_A}br":
        return "\n"
    if element.tag in {f"{_A}r", f"{_A}fld"}:
        return "".join(part.text or "" for part in element.findall(f"{_A}t")).replace("\v", "\n")
    return ""


def _diagram(shape: Any) -> Iterator[str]:
    """The texts of a SmartArt diagram, which stand in a part of their own."""
    from lxml import etree

    for relation in shape._element.iter(f"{{{_DIAGRAM}}}relIds"):
        part = shape.part.related_part(relation.get(_DIAGRAM_DATA))
        root = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
        for paragraph in root.iter(f"{_A}p"):
            text = squeezed("".join(_run(element) for element in paragraph))
            if has_words(text):
                yield text


def is_picture(shape: Any) -> bool:
    """Whether a shape is a picture."""
    from pptx.enum.shapes import MSO_SHAPE_TYPE

    return shape.shape_type in {MSO_SHAPE_TYPE.PICTURE, MSO_SHAPE_TYPE.LINKED_PICTURE}
