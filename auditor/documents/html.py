"""HTML: what a page shows, as blocks of text; what it hides goes to ``hidden``.

The parser is driven by events and builds no tree, so that neither depth nor size of a page can hurt.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from auditor.documents.blocks import Blocks, squeezed
from auditor.documents.invisible import clean
from auditor.documents.paragraphs import has_words
from auditor.documents.reading import Reading, Source
from auditor.documents.style import WHITE, colour, concealed, declarations, same_colour
from auditor.documents.stylesheet import Stylesheet
from auditor.schema import Hidden

_BLOCK_TAGS = """address article aside blockquote body caption center dd details dialog div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre
    section summary table tbody tfoot thead tr ul"""
_DROPPED_TAGS = "script style svg math iframe object embed canvas audio video select datalist textarea head"
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_DROPPED = frozenset(_DROPPED_TAGS.split())
_UNSHOWN = {"template": "<template> element", "noscript": "<noscript> element"}
_TOLD = {"alt": "alt text", "title": "title text", "aria-label": "label text"}
_COOKIES = re.compile(r"cookie|consent|gdpr", re.IGNORECASE)
_NOTICE_BOXES = {"div", "section", "aside", "dialog", "form", "footer"}
_FRAME = {"header", "footer", "aside"}
_MAIN_SHARE = 2 / 3


@dataclass
class _Frame:
    """An open element, with what it passes on to the elements inside."""

    tag: str
    origin: str | None
    """What hides it, where it is hidden."""
    dropped: bool
    main: bool
    menu: bool
    ink: str | None
    paper: str | None
    linked: bool
    pre: bool
    styled: bool
    row: bool
    quoted: int


_PAGE = _Frame("", None, False, False, False, None, None, False, False, False, False, 0)


@dataclass
class Block:
    """A paragraph, item or row that a page shows."""

    text: str
    line: int
    main: bool
    quoted: int
    """How many block quotations it stands in."""


@dataclass
class _Page:
    """Target of lxml's parser: collects blocks and hidden texts from its events."""

    line: int = 0
    """Line being fed, kept by the driver."""
    blocks: list[Block] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    left_out: bool = False
    _stack: list[_Frame] = field(default_factory=lambda: [_PAGE])
    _pieces: list[str] = field(default_factory=list)
    _linked: int = 0
    _block_line: int = 0
    _item: bool = False
    _concealed: list[str] = field(default_factory=list)
    _styles: Stylesheet = field(default_factory=Stylesheet)
    _css: list[str] = field(default_factory=list)

    def start(self, tag: object, attrib: Mapping[Any, Any]) -> None:
        """Take a start tag."""
        attributes: Mapping[str, str] = attrib
        name = str(tag).lower()
        above = self._stack[-1]
        self._tell(name, attributes)
        if name == "link" and "stylesheet" in attributes.get("rel", ""):
            self._styles.unknown = True
        frame = self._frame(name, attributes, above)
        self._stack.append(frame)
        if frame.origin or frame.dropped:
            return
        if name == "br":
            self._pieces.append("\n")
        elif name in {"td", "th"}:
            if "".join(self._pieces).strip():
                self._pieces.append(" | ")
        elif name in _BLOCKS and not (above.row and name != "tr"):
            self._flush(above)
            self._item = self._item or name == "li"
        elif name in _BLOCKS:
            self._pieces.append(" ")

    def end(self, tag: object) -> None:
        """Take an end tag."""
        name = str(tag).lower()
        if len(self._stack) == 1:
            return
        frame = self._stack.pop()
        above = self._stack[-1]
        if name == "style":
            self._styles.add("".join(self._css))
            self._css.clear()
        if frame.origin:
            if not above.origin:
                self._hide("".join(self._concealed), frame.origin)
                self._concealed.clear()
            return
        if frame.dropped or name not in _BLOCKS:
            return
        if above.row:
            self._pieces.append(" ")
            return
        self._flush(frame)
        if name == "li":
            self._item = False

    def data(self, data: str | bytes) -> None:
        """Take character data."""
        text = str(data)
        frame = self._stack[-1]
        if frame.tag == "style":
            self._css.append(text)
        if frame.dropped:
            return
        if frame.origin:
            self._concealed.append(text)
            return
        if not text.isspace() and not self._block_line:
            self._block_line = max(self.line - text.lstrip().count("\n"), 1)
        if not frame.pre:
            text = " ".join(text.split(" ")).replace("\n", " ").replace("\t", " ")
        self._pieces.append(text)
        if frame.linked:
            self._linked += len(text.strip())

    def comment(self, text: str | bytes) -> None:
        """Take a comment."""
        self._hide(str(text), "HTML comment")

    def pi(self, target: str, data: str | None = None) -> None:
        """Take a processing instruction."""
        self._hide(f"{target} {data or ''}", "HTML comment")

    def close(self) -> None:
        """End the page."""
        self._flush(self._stack[-1])
        if self._concealed:
            self._hide("".join(self._concealed), "hidden element")

    def _frame(self, name: str, attributes: Mapping[str, str], above: _Frame) -> _Frame:
        style = self._styles.of(name, attributes) | declarations(attributes.get("style", ""))
        origin = above.origin or _UNSHOWN.get(name) or concealed(attributes, style)
        paper = colour(style.get("background-color") or style.get("background") or attributes.get("bgcolor"))
        paper = above.paper if paper in {None, "transparent"} else paper
        ink = colour(style.get("color") or (attributes.get("color") if name == "font" else None)) or above.ink
        styled = above.styled or "background" in attributes or bool(style.keys() & {"background", "background-image"})
        if not origin and ink and (ink != above.ink or paper != above.paper):
            origin = self._faded(ink, paper, styled)
        dropped = above.dropped or name in _DROPPED
        if name == "nav" or attributes.get("role") in {"navigation", "menu", "menubar"}:
            dropped = True
        if name in _NOTICE_BOXES and _COOKIES.search(attributes.get("id", "") + " " + attributes.get("class", "")):
            dropped = self.left_out = True
        return _Frame(
            name,
            origin,
            dropped,
            main=above.main or name in {"main", "article"} or attributes.get("role") == "main",
            menu=above.menu or name in _FRAME,
            ink=ink,
            paper=paper,
            linked=above.linked or name in {"a", "button"},
            pre=above.pre or name == "pre",
            styled=styled,
            row=name not in {"table"} and (above.row or name == "tr"),
            quoted=above.quoted + (name == "blockquote"),
        )

    def _faded(self, ink: str, paper: str | None, styled: bool) -> str | None:
        if ink == "transparent":
            return "transparent text"
        if paper and same_colour(ink, paper):
            return "text in the colour of its background"
        # On a page with no style but this one, the background is white.
        if not paper and not styled and not self._styles.unknown and same_colour(ink, WHITE):
            return "white text"
        return None

    def _tell(self, name: str, attributes: Mapping[str, str]) -> None:
        for attribute, origin in _TOLD.items():
            if attributes.get(attribute):
                self._hide(attributes[attribute], origin)
        if name == "meta" and attributes.get("content") and (attributes.get("name") or attributes.get("property")):
            label = attributes.get("name") or attributes.get("property")
            self._hide(f"{label}: {attributes['content']}", "meta element")
        if name == "input" and attributes.get("type", "").lower() == "hidden" and attributes.get("value"):
            self._hide(attributes["value"], "hidden input")

    def _hide(self, text: str, origin: str) -> None:
        words = " ".join(clean(text).text.split())
        if has_words(words):
            self.hidden.append(Hidden(text=words, origin=origin))

    def _flush(self, frame: _Frame) -> None:
        text = "".join(self._pieces)
        if has_words(text):
            cleaned = clean(text)
            self.hidden.extend(cleaned.hidden)
            text = cleaned.text.strip("\n") if frame.pre else squeezed(cleaned.text)
            menu = frame.menu and self._linked >= 0.8 * sum(not char.isspace() for char in text)
            if has_words(text) and not menu:
                self.blocks.append(
                    Block("- " + text if self._item else text, self._block_line, frame.main, frame.quoted)
                )
                self._item = False
        self._pieces.clear()
        self._linked = 0
        self._block_line = 0


def read(source: Source) -> Reading:
    """Read a page or a fragment of one."""
    blocks, hidden, notices = read_blocks(source)
    built = Blocks()
    for block in blocks:
        built.show(block.text, f"line {block.line}")
    built.hidden[:0] = hidden
    return built.reading(notices=notices)


def read_blocks(source: Source) -> tuple[list[Block], list[Hidden], tuple[str, ...]]:
    """Return what a page shows, what it hides, and what had to be left out."""
    page = _parse(source.text)
    blocks, notices = _shown(page)
    return blocks, [*source.hidden, *page.hidden], source.notices + notices


def _parse(text: str) -> _Page:
    from lxml import etree

    page = _Page()
    parser = etree.HTMLParser(target=page, encoding="utf-8", no_network=True, huge_tree=False)
    try:
        for page.line, line in enumerate(text.split("\n"), start=1):
            parser.feed((line + "\n").encode("utf-8", errors="replace"))
        parser.close()
    except etree.LxmlError:
        page.close()  # what came before the damage counts
    return page


def _shown(page: _Page) -> tuple[list[Block], tuple[str, ...]]:
    notices = ("A cookie or consent notice on the page was left out.",) if page.left_out else ()
    main = [block for block in page.blocks if block.main]
    size = sum(len(block.text) for block in page.blocks)
    if len(main) < len(page.blocks) and sum(len(block.text) for block in main) >= _MAIN_SHARE * size > 0:
        return main, (*notices, "Text outside the page's main part was left out.")
    return page.blocks, notices
