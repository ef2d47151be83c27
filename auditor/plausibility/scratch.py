"""How much of a run from scratch the compute is: r = C / (120 N²), the share of 20 tokens a parameter.

Of 98 documented runs from scratch none is below 0.01; of 25 fine-tunes 20 are. Above 0.5 it proves nothing:
continued pre-training and reinforcement learning reach it too.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.figures import rough
from auditor.plausibility.ranges import Range
from auditor.plausibility.step import Step
from auditor.plausibility.utilisation import USUAL
from auditor.plausibility.work import SECONDS, Work
from auditor.schema import Asserted, NumbersVerdict

BELOW = 0.01
"""No documented run from scratch has less."""
LEAST_SCRATCH = 0.025
"""The least of the 98 documented runs from scratch."""
LIKE_SCRATCH = 0.5
_SOURCE = "20 tokens a parameter: Chinchilla, arXiv:2203.15556; shares of 138 documented runs"


def scratch_share(work: Work) -> Range | None:
    """Return the share, bounded by the data and by what the hours allow at the highest usual utilisation."""
    if work.size is None or {"changing"} & work.reading.ways:
        return None
    full = work.size * work.size * 120.0
    shares = []
    if work.reading.stated.get("flop") and work.flop:
        shares.append(work.flop / full)
    elif work.tokens:
        shares.append(work.tokens / (work.size * 20.0))
    if work.hours and (work.hours is not work.bought_hours or work.hardware.price_decides):
        compute = work.hours * SECONDS * work.hardware.peak * Range(USUAL[0], work.hardware.mfu.central, USUAL[1])
        shares.append(compute / full)
    if not shares:
        return None
    return min(shares, key=lambda share: share.high)


def check_scratch(work: Work) -> Iterator[Step]:
    """Yield what the share says: a check where pre-training is asserted, else only a figure."""
    share = scratch_share(work)
    if share is None:
        return
    asserted = work.reading.asserted is Asserted.PRE_TRAINING
    verdict: NumbersVerdict | None = None
    mark = ""
    said = f"{_share(share)} of what training this size from scratch on 20 tokens a parameter takes."
    if share.high < BELOW:
        mark = "below-scratch"
        verdict = NumbersVerdict.IMPLAUSIBLE if asserted else None
        said += " No documented run from scratch has less than 2.5%; most fine-tunes have less than 1%."
    elif share.low >= LIKE_SCRATCH:
        mark = "like-scratch"
        verdict = NumbersVerdict.CONSISTENT if asserted else None
        said += " Runs from scratch have this much; continued pre-training and reinforcement learning can, too."
    elif share.high < LIKE_SCRATCH:
        mark = "between"
        verdict = NumbersVerdict.CONSISTENT if asserted and share.high >= LEAST_SCRATCH else None
        said += " The compute alone does not tell the class."
    else:
        verdict = NumbersVerdict.CONSISTENT if asserted else None
        said += " The compute alone does not tell the class."
    yield Step(
        "check",
        "share of a run from scratch",
        share,
        None,
        "compute ÷ (120 × parameters²)",
        said,
        _SOURCE,
        verdict,
        mark,
    )


def _share(share: Range) -> str:
    low, high = share.low * 100, share.high * 100
    if high < 0.01:
        return "Less than 0.01%"
    return f"{rough(low)}%" if rough(low) == rough(high) else f"{rough(low)}% to {rough(high)}%"
