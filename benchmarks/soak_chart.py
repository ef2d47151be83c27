"""What a long batch used over time, as a picture: one small chart under the other, told apart by their titles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

from soak_family import Sample

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _GAP = 720, 96, 76, 16, 24, 40
_CHARTS: tuple[tuple[str, Callable[[Sample], float]], ...] = (
    ("memory, MB", lambda each: each.memory / 1e6),
    ("open files", lambda each: each.files),
    ("threads", lambda each: each.threads),
    ("documents done", lambda each: each.documents),
    ("database, MB", lambda each: each.database / 1e6),
    ("write-ahead log, MB", lambda each: each.log / 1e6),
)


def chart(samples: list[Sample]) -> str:
    """Return the picture as SVG; lines in ``currentColor``, so that it reads in light, dark and print."""
    height = _TOP + len(_CHARTS) * (_HEIGHT + _GAP)
    minutes = samples[-1].seconds / 60
    described = f"Six line charts over {minutes:.0f} minutes: {', '.join(title for title, _ in _CHARTS)}."
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img"'
        ' aria-labelledby="soak-title soak-desc" fill="none" stroke="currentColor" font-family="sans-serif"'
        ' font-size="12">',
        '<title id="soak-title">A long batch against a failing server</title>',
        f'<desc id="soak-desc">{escape(described)}</desc>',
    ]
    for at, (title, value) in enumerate(_CHARTS):
        parts += _panel(title, samples, value, _TOP + at * (_HEIGHT + _GAP))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _panel(title: str, samples: list[Sample], value: Callable[[Sample], float], top: int) -> Iterator[str]:
    last, most = samples[-1].seconds, max(map(value, samples)) or 1.0
    label = f"{most:,.0f}" if most >= 1_000 else f"{most:.4g}"
    across, bottom = _WIDTH - _LEFT - _RIGHT, top + _HEIGHT
    places = (
        f"{_LEFT + across * each.seconds / last:.1f} {bottom - _HEIGHT * value(each) / most:.1f}" for each in samples
    )
    yield f'<path stroke-opacity="0.3" d="M{_LEFT} {top}V{bottom}H{_WIDTH - _RIGHT}"/>'
    yield f'<path stroke-width="1.5" d="M{"L".join(places)}"/>'
    yield '<g fill="currentColor" stroke="none">'
    yield f'<text x="{_LEFT + 8}" y="{top - 6}" font-weight="bold">{escape(title)}</text>'
    yield f'<text x="{_LEFT - 6}" y="{top + 10}" text-anchor="end">{label}</text>'
    yield f'<text x="{_LEFT - 6}" y="{bottom}" text-anchor="end">0</text>'
    yield f'<text x="{_WIDTH - _RIGHT}" y="{bottom + 14}" text-anchor="end">{last / 60:.0f} min</text>'
    yield "</g>"
