"""A claim among documented runs: training compute against cost, both logarithmic, as inline SVG.

Pure: records in, markup out. Everything is drawn in ``currentColor`` and told apart by shape, so that it reads in
print, in light and in dark; no style attribute, so that it passes a content policy without inline styles; title and
description say the same in words.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from html import escape

from auditor.figures import span
from auditor.reference import Run
from auditor.render.plain import one_line
from auditor.schema import Interval, Numbers

WIDTH, HEIGHT = 640, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 16, 16, 84
_SHAPES = {"pre_training": "circle", "fine_tuning": "square", "continued_pre_training": "diamond"}
_NAMES = {
    "pre_training": "pre-training",
    "fine_tuning": "fine-tuning",
    "continued_pre_training": "continued pre-training",
}


def chart(entry: Numbers, runs: Iterable[Run], *, identifier: str = "numbers-chart") -> str:
    """Return the chart of one claim's numbers, or "" where its compute or cost is not known.

    ``identifier`` has to be unique in the page: title and description are referred to by it.
    """
    if entry.flop is None or entry.cost_usd is None or entry.flop.low <= 0 or entry.cost_usd.low <= 0:
        return ""
    placed = [(run, run.cost_usd, run.compute) for run in runs if run.cost_usd and run.compute]
    x = _Axis([entry.cost_usd.low, entry.cost_usd.high, *(cost for _, cost, _ in placed)], _LEFT, WIDTH - _RIGHT)
    y = _Axis([entry.flop.low, entry.flop.high, *(flop for _, _, flop in placed)], HEIGHT - _BOTTOM, _TOP)
    name = escape(one_line(identifier), quote=True)
    parts = [
        f'<svg class="numbers-chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-labelledby="{name}-title {name}-desc" fill="none" stroke="currentColor"'
        ' font-family="sans-serif" font-size="12">',
        f'<title id="{name}-title">{escape(_title(entry))}</title>',
        f'<desc id="{name}-desc">{escape(_description(entry, len(placed)))}</desc>',
        *_axes(x, y),
        '<g class="chart-runs" fill="currentColor" fill-opacity="0.35" stroke-opacity="0.6">',
        *(_run(run, x.at(cost), y.at(flop)) for run, cost, flop in placed),
        "</g>",
        *_claim(entry, x, y),
        *_legend(),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


class _Axis:
    """A logarithmic axis over whole powers of ten."""

    def __init__(self, values: list[float], start: float, end: float) -> None:
        self.first = math.floor(math.log10(min(values)))
        self.last = max(math.ceil(math.log10(max(values))), self.first + 1)
        self.start, self.end = start, end

    def at(self, value: float) -> float:
        """The coordinate of a value."""
        share = (math.log10(value) - self.first) / (self.last - self.first)
        return round(self.start + share * (self.end - self.start), 1)

    def ticks(self) -> list[int]:
        """The powers of ten that are labelled: at most nine."""
        step = max(1, math.ceil((self.last - self.first) / 8))
        return list(range(self.first, self.last + 1, step))


def _title(entry: Numbers) -> str:
    return f"{one_line(entry.subject)} among documented training runs: compute against cost"


def _description(entry: Numbers, runs: int) -> str:
    assert entry.flop is not None
    assert entry.cost_usd is not None
    near = ", ".join(one_line(run.model) for run in entry.analogues)
    return (
        f"Scatter chart with logarithmic axes: cost in US dollars across, training compute in FLOP upwards. {runs}"
        f" documented runs. The numbers of {one_line(entry.subject)} come to {span(entry.flop)} FLOP and"
        f" ${span(entry.cost_usd)}: {entry.verdict.value}." + (f" Nearest documented runs: {near}." if near else "")
    )


def _axes(x: _Axis, y: _Axis) -> Iterator[str]:
    bottom, left = HEIGHT - _BOTTOM, _LEFT
    yield '<g class="chart-grid" stroke-opacity="0.2">'
    yield from (f'<path d="M{x.at(10.0**tick)} {_TOP}V{bottom}"/>' for tick in x.ticks())
    yield from (f'<path d="M{left} {y.at(10.0**tick)}H{WIDTH - _RIGHT}"/>' for tick in y.ticks())
    yield "</g>"
    yield '<g class="chart-labels" fill="currentColor" stroke="none">'
    for tick in x.ticks():
        yield f'<text x="{x.at(10.0**tick)}" y="{bottom + 18}" text-anchor="middle">{escape(_dollars(tick))}</text>'
    for tick in y.ticks():
        yield f'<text x="{left - 8}" y="{y.at(10.0**tick) + 4}" text-anchor="end">1e{tick}</text>'
    yield f'<text x="{(left + WIDTH) // 2}" y="{bottom + 38}" text-anchor="middle">cost of the run, US dollars</text>'
    middle = (_TOP + bottom) // 2
    turned = f'text-anchor="middle" transform="rotate(-90 14 {middle})"'
    yield f'<text x="14" y="{middle}" {turned}>training compute, FLOP</text>'
    yield "</g>"


def _dollars(power: int) -> str:
    for least, name in ((9, "B"), (6, "M"), (3, "k")):
        if power >= least:
            return f"${10 ** (power - least)}{name}"
    return f"${10.0**power:g}"


def _run(run: Run, x: float, y: float) -> str:
    label = f"{run.model} ({run.organisation}, {run.year_month}, {_NAMES[run.kind]})"
    shape = _shape(_SHAPES[run.kind], x, y)
    return f'<g class="chart-run chart-{run.kind}">{shape}<title>{escape(one_line(label))}</title></g>'


def _shape(shape: str, x: float, y: float) -> str:
    if shape == "circle":
        return f'<circle cx="{x}" cy="{y}" r="4"/>'
    if shape == "square":
        return f'<rect x="{round(x - 3.5, 1)}" y="{round(y - 3.5, 1)}" width="7" height="7"/>'
    return f'<path d="M{x} {round(y - 5, 1)}l5 5-5 5-5-5z"/>'


def _claim(entry: Numbers, x: _Axis, y: _Axis) -> Iterator[str]:
    assert entry.flop is not None
    assert entry.cost_usd is not None
    left, right = _ends(entry.cost_usd, x)
    low, high = _ends(entry.flop, y)
    across, up = round((left + right) / 2, 1), round((low + high) / 2, 1)
    yield '<g class="chart-claim" stroke-width="2.5">'
    yield f'<path d="M{left} {up}H{right}M{across} {low}V{high}"/>'
    yield f'<circle cx="{across}" cy="{up}" r="9"/>'
    label = escape(one_line(entry.subject)[:40])
    anchor = "end" if across > WIDTH * 0.6 else "start"
    yield (
        f'<text x="{across + (-14 if anchor == "end" else 14)}" y="{round(up - 9, 1)}" text-anchor="{anchor}"'
        f' fill="currentColor" stroke="none" font-weight="bold">{label}</text>'
    )
    yield "</g>"


def _ends(interval: Interval, axis: _Axis) -> tuple[float, float]:
    return axis.at(interval.low), axis.at(interval.high)


def _legend() -> Iterator[str]:
    yield '<g class="chart-legend" fill="currentColor" stroke="none">'
    at = float(_LEFT)
    for kind, shape in _SHAPES.items():
        yield _shape(shape, at, HEIGHT - 24)
        yield f'<text x="{at + 10}" y="{HEIGHT - 20}">{_NAMES[kind]}</text>'
        at += 30 + 7 * len(_NAMES[kind])
    yield f'<text x="{at}" y="{HEIGHT - 20}" font-weight="bold">⊕ this claim</text>'
    credit = "Documented runs: Epoch AI (CC BY) and others; the bars show what the stated numbers leave open."
    yield f'<text x="{_LEFT}" y="{HEIGHT - 4}">{credit}</text>'
    yield "</g>"
