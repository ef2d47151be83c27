"""What WordprocessingML says of a run or paragraph: hidden, heading, item of a list."""

from __future__ import annotations

from typing import Any, NamedTuple

from auditor.documents.blocks import Blocks

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = {"0", "false", "off", "none"}
_TINY = 4
"""Half-points; smaller letters are not read on paper or on a screen."""
_WHITE = "FFFFFF"
_MOST_STYLES = 50
"""Styles that may rest on each other."""


def local(element: Any) -> str:
    """An element's name without its namespace; "" for comments and entities."""
    tag = element.tag if element is not None else None
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: Any, name: str = "val") -> str:
    """An attribute of the WordprocessingML namespace."""
    return str(element.get(_W + name) or "")


class Style(NamedTuple):
    """What a style makes of text, with the styles it rests on."""

    heading: bool = False
    """A title, or text with an outline level."""
    listed: bool = False
    hidden: bool = False


class Styles:
    """The styles of a file by id."""

    def __init__(self, root: Any) -> None:
        self._elements = {value(style, "styleId"): style for style in root.iter(_W + "style")}
        self._known: dict[str, Style] = {}

    def of(self, element: Any, kind: str) -> Style:
        """The style of a paragraph ("p") or run ("r")."""
        properties = element.find(f"{_W}{kind}Pr") if element is not None else None
        named = properties.find(f"{_W}{kind}Style") if properties is not None else None
        id = value(named) if named is not None else ""
        if id not in self._known:
            self._known[id] = self._read(id)
        return self._known[id]

    def _read(self, id: str) -> Style:
        found = Style()
        for _ in range(_MOST_STYLES):
            style = self._elements.get(id)
            if style is None:
                break
            name, based = style.find(_W + "name"), style.find(_W + "basedOn")
            told = value(name).lower() if name is not None else ""
            found = Style(
                found.heading or told == "title" or told.startswith("heading "),
                found.listed or style.find(f"{_W}pPr/{_W}numPr") is not None,
                found.hidden or _on(style.find(f"{_W}rPr/{_W}vanish")),
            )
            id = value(based) if based is not None else ""
        return found


class Hiding:
    """What hides the run being read, and the words it holds."""

    def __init__(self) -> None:
        self.origin: str | None = None
        self.deleted = 0
        self._held: list[str] = []
        self._held_origin = ""

    def hold(self, text: str, origin: str, blocks: Blocks) -> None:
        """Keep hidden words until what hides them changes."""
        if origin != self._held_origin:
            self.flush(blocks, always=True)
        self._held.append(text)
        self._held_origin = origin

    def flush(self, blocks: Blocks, *, always: bool = False) -> None:
        """Hand over what was held: at a paragraph's end, or where another thing hides."""
        self.origin = None
        if always and self._held:
            blocks.hide("".join(self._held), self._held_origin)
            self._held.clear()


def is_list(paragraph: Any, style: Style) -> bool:
    """Whether a paragraph is an item of a list."""
    number = paragraph.find(f"{_W}pPr/{_W}numPr")
    if number is not None:
        id = number.find(_W + "numId")
        return id is None or value(id) != "0"
    return style.listed and not style.heading


def marked_hidden(run: Any, styles: Styles, paragraph: Style, coloured: bool) -> str | None:
    """Say what hides a run, or None; ``coloured`` where a table or box may have a paper of its own."""
    properties = run.find(_W + "rPr")
    own = properties.find(_W + "vanish") if properties is not None else None
    if _on(own) or (own is None and (paragraph.hidden or styles.of(run, "r").hidden)):
        return "hidden text"
    if properties is None:
        return None
    size = properties.find(_W + "sz")
    if size is not None and value(size).isdecimal() and int(value(size)) < _TINY:
        return "tiny text"
    ink = properties.find(_W + "color")
    if ink is not None and value(ink).upper() == _WHITE and not coloured and not _shaded(run):
        return "white text"
    return None


def _shaded(run: Any) -> bool:
    """Whether anything but white paper may lie under a run."""
    paragraph = next((each for each in run.iterancestors() if local(each) == "p"), None)
    holders = (run.find(_W + "rPr"), paragraph.find(_W + "pPr") if paragraph is not None else None)
    for holder in holders:
        if holder is None:
            continue
        if holder.find(_W + "highlight") is not None:
            return True
        shade = holder.find(_W + "shd")
        if shade is not None and value(shade, "fill").upper() not in {"", "AUTO", _WHITE}:
            return True
    return run.getroottree().getroot().find(_W + "background") is not None


def _on(toggle: Any) -> bool:
    return toggle is not None and value(toggle) not in _OFF
