"""PPTX: slides in order, their text from the top left to the bottom right, speaker notes, tables and diagrams."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.documents.blocks import Blocks
from auditor.documents.office import hide_properties, opening
from auditor.documents.pptx_ink import is_blank
from auditor.documents.pptx_shapes import is_picture, ordered, outside, paragraphs_of, texts
from auditor.documents.reading import Reading, Source
from auditor.documents.telling import numbered


def read(source: Source) -> Reading:
    """Read a PowerPoint file."""
    with opening(source, package="pptx", program="PowerPoint", form="PPTX"):
        return _read(source)


def _read(source: Source) -> Reading:
    import io

    from pptx import Presentation

    deck = Presentation(io.BytesIO(source.data))
    width, height = float(deck.slide_width or 0), float(deck.slide_height or 0)
    blocks = Blocks()
    hide_properties(deck.core_properties, blocks)
    hidden, charts, pictures = [], [], []
    for number, slide in enumerate(deck.slides, start=1):
        unseen = slide._element.get("show") in {"0", "false"}
        shapes = list(ordered(slide, height))
        blank = is_blank(slide)
        said = False
        for shape in shapes:
            off = outside(shape, width, height)
            for text in texts(shape.shape, blocks, blank):
                said = True
                if unseen:
                    blocks.hide(text, f"hidden slide {number}")
                elif shape.hidden or off:
                    blocks.hide(text, "text off the slide" if off else "hidden shape")
                else:
                    blocks.show(text, f"slide {number}")
        if slide.has_notes_slide:
            _notes(slide, blocks, number, unseen)
        if unseen:
            hidden.append(number)
        if any(getattr(shape.shape, "has_chart", False) for shape in shapes):
            charts.append(number)
        if not said and any(shape.shape.shape_type is not None and is_picture(shape.shape) for shape in shapes):
            pictures.append(number)
    return blocks.reading(notices=tuple(_notices(hidden, charts, pictures)))


def _notices(hidden: list[int], charts: list[int], pictures: list[int]) -> Iterator[str]:
    if hidden:
        yield f"Hidden in the deck, so no evidence: {numbered('slide', hidden)}."
    if charts:
        yield f"Words inside charts were not read: {numbered('slide', charts)}."
    if pictures:
        yield f"Only pictures, whose words were not read: {numbered('slide', pictures)}."


def _notes(slide: Any, blocks: Blocks, number: int, unseen: bool) -> None:
    frame = slide.notes_slide.notes_text_frame
    for text in paragraphs_of(frame, blocks) if frame is not None else ():
        if unseen:
            blocks.hide(text, f"notes of hidden slide {number}")
        else:
            blocks.show(text, f"slide {number}, notes")
