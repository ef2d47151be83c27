"""Whether an element's own attributes keep it from the eye."""

from __future__ import annotations

import re
from collections.abc import Mapping

_TINY = re.compile(r"(?:0*\.\d+|[01](?:\.\d*)?)\s*(?:px|pt)?|0*(?:\.[0-2]\d*)?\s*(?:r?em|%)|0+%")
_ZERO = re.compile(r"[+-]?0*(?:\.0*)?%?")
_FAR = re.compile(r"-\s*\d{3,}(?:\.\d*)?\s*(?:px|pt|em|rem|vw|vh|%)?")
_NAMES = {"white": "ffffff", "black": "000000", "#fff": "ffffff", "#000": "000000"}
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*(?:[,/]\s*([\d.]{1,6})%?\s*)?\)")
_READ_ONLY = re.compile(r"(?:^|\s)(?:sr-only|visually-hidden|screen-reader-text|visuallyhidden)(?:\s|$)")
WHITE = "ffffff"


def concealed(attributes: Mapping[str, str], style: Mapping[str, str]) -> str | None:
    """Say what hides an element with these attributes and this style, or None where nothing does."""
    if "hidden" in attributes or attributes.get("aria-hidden", "").strip().lower() == "true":
        return "hidden element"
    if _READ_ONLY.search(attributes.get("class", "")):
        return "hidden element"
    if (
        style.get("display") == "none"
        or style.get("visibility") in {"hidden", "collapse"}
        or _whole(_ZERO, style.get("opacity"))
    ):
        return "hidden element"
    if _whole(_TINY, style.get("font-size")):
        return "tiny text"
    if any(_whole(_FAR, style.get(side)) for side in ("left", "top", "right", "text-indent")):
        return "off-screen text"
    return None


def declarations(style: str) -> dict[str, str]:
    """The properties of a style attribute, in lower case, without ``!important``."""
    pairs = (part.partition(":") for part in style.lower().split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, _, value in pairs if value}


def colour(value: str | None) -> str | None:
    """A colour as six hex digits, "transparent", or None where it is not understood."""
    if not value:
        return None
    value = value.strip().lower()
    if value in _NAMES:
        return _NAMES[value]
    if re.fullmatch(r"#[0-9a-f]{3}", value):
        return "".join(digit * 2 for digit in value[1:])
    if re.fullmatch(r"#[0-9a-f]{6}(?:[0-9a-f]{2})?", value):
        return "transparent" if value[7:] == "00" else value[1:7]
    rgb = _RGB.fullmatch(value)
    if rgb:
        if rgb[4] is not None and _ZERO.fullmatch(rgb[4]):
            return "transparent"
        return "".join(f"{min(int(part), 255):02x}" for part in rgb.group(1, 2, 3))
    return "transparent" if value == "transparent" else None


def same_colour(one: str, other: str) -> bool:
    """Whether two hex colours are too close to tell apart."""
    return all(abs(int(one[at : at + 2], 16) - int(other[at : at + 2], 16)) <= 8 for at in (0, 2, 4))


def _whole(pattern: re.Pattern[str], value: str | None) -> bool:
    return bool(value) and pattern.fullmatch(value or "") is not None
