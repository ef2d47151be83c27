"""A page's own style sheets, as far as they can hide text: rules for one class, id or tag."""

from __future__ import annotations

import re
from collections.abc import Mapping

from auditor.documents.style import declarations

_COMMENT = re.compile(r"/\*[^*]*(?:\*(?!/)[^*]*)*\*/")
_SIMPLE = re.compile(r"[.#]?[a-z][\w-]*", re.IGNORECASE)
_LAST_PART = re.compile(r"[.#]?[\w-]+(?=[^\w.#-]*$)")
_MOST_RULES = 20_000


class Stylesheet:
    """Declarations by selector; rules inside ``@media`` and the like count only as showing."""

    def __init__(self) -> None:
        self.unknown = False
        """The page also has style sheets that are not in it."""
        self._rules: dict[str, dict[str, str]] = {}
        self._shown: set[str] = set()

    def add(self, css: str) -> None:
        """Take the content of a style element."""
        depth = 0
        at_rule = 0
        selectors = ""
        for piece in re.split(r"([{}])", _COMMENT.sub(" ", css))[: 4 * _MOST_RULES]:
            if piece == "{":
                depth += 1
                if selectors.strip().startswith("@"):
                    at_rule = depth
            elif piece == "}":
                depth = max(depth - 1, 0)
                at_rule = min(at_rule, depth)
                selectors = ""
            elif depth > at_rule:
                self._rule(selectors, declarations(piece), conditional=at_rule > 0)
            else:
                selectors = piece.rpartition(";")[2]

    def of(self, tag: str, attributes: Mapping[str, str]) -> dict[str, str]:
        """The declarations that hold for an element by its tag, classes and id."""
        if not self._rules:
            return {}
        found: dict[str, str] = {}
        names = [
            tag,
            *("." + each for each in attributes.get("class", "").split()),
            "#" + attributes.get("id", ""),
        ]
        for name in names:
            rule = self._rules.get(name)
            if rule:
                found |= rule
                if name in self._shown:
                    # Something else on the page shows it again, an opened answer for instance.
                    found = {
                        key: value for key, value in found.items() if key not in {"display", "visibility", "opacity"}
                    }
        return found

    def _rule(self, selectors: str, style: dict[str, str], conditional: bool) -> None:
        showing = style.get("display", "none") != "none" or style.get("visibility") == "visible"
        showing = showing or style.get("opacity", "0") not in {"0", "0%"}
        for selector in selectors.split(","):
            name = selector.strip()
            simple = _SIMPLE.fullmatch(name) is not None
            if simple and not conditional:
                self._rules.setdefault(name, {}).update(style)
            elif showing:
                last = _LAST_PART.search(name)
                for part in re.findall(r"[.#][\w-]+", last[0] if last else ""):
                    self._shown.add(part)
