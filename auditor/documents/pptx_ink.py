"""White letters on a slide where nothing but white paper lies under them."""

from __future__ import annotations

from typing import Any

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_WHITE = "FFFFFF"
_PAPER = {"bg1", "lt1"}
_FILLS = ("solidFill", "gradFill", "blipFill", "pattFill", "grpFill")


def is_white(run: Any) -> bool:
    """Whether a run's own colour is white, or the paper's."""
    fill = run.find(f"{_A}rPr/{_A}solidFill")
    return fill is not None and _is_paper(fill)


def is_blank(slide: Any) -> bool:
    """Whether a slide's paper is white and nothing is painted on it; in doubt it is not."""
    layers = (slide._element, slide.slide_layout._element, slide.slide_layout.slide_master._element)
    if not _white_theme(slide.slide_layout.slide_master) or any(_painted(layer) for layer in layers):
        return False
    grounds = (layer.find(f"{_P}cSld/{_P}bg") for layer in layers)
    ground = next((each for each in grounds if each is not None), None)
    if ground is None:
        return True
    fill = ground.find(f"{_P}bgPr/{_A}solidFill")
    fill = ground.find(f"{_P}bgRef") if fill is None else fill
    return fill is not None and _is_paper(fill)


def _is_paper(fill: Any) -> bool:
    colour = next(iter(fill), None)
    if colour is None or len(colour):  # a tint or shade of a colour is another one
        return False
    return colour.get("val") in _PAPER or str(colour.get("val")).upper() == _WHITE


def _painted(layer: Any) -> bool:
    """Whether a picture, a table, a chart or a filled shape stands on a slide or what it is made after."""
    if next(layer.iter(f"{_P}pic", f"{_P}graphicFrame"), None) is not None:
        return True
    for properties in layer.iter(f"{_P}spPr", f"{_P}grpSpPr"):
        fills = (properties.find(f"{_A}{name}") for name in _FILLS)
        if any(fill is not None and not _is_paper(fill) for fill in fills):
            return True
    return any(reference.get("idx") != "0" for reference in layer.iter(f"{_A}fillRef"))


def _white_theme(master: Any) -> bool:
    from lxml import etree
    from pptx.opc.constants import RELATIONSHIP_TYPE

    mapped = master._element.find(f"{_P}clrMap")
    if mapped is None or mapped.get("bg1") != "lt1":
        return False
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME).blob
    light = etree.fromstring(theme, etree.XMLParser(resolve_entities=False, no_network=True)).find(f".//{_A}lt1")
    colour = next(iter(light), None) if light is not None else None
    return colour is not None and (colour.get("lastClr") or colour.get("val") or "").upper() == _WHITE
