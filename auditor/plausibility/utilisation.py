"""Model FLOP utilisation: the share of the hardware's peak that the stated hours would have to reach.

Bands after the widest reasonable reading: 0.10 to 0.60 consistent, to 0.75 doubtful, above implausible, above 1
impossible. Low utilisation is never evidence against a claim: it means hours to spare.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.figures import rough
from auditor.plausibility.ranges import Range
from auditor.plausibility.slips import slips
from auditor.plausibility.step import Step
from auditor.plausibility.work import SECONDS, Work
from auditor.schema import Asserted, NumbersVerdict

USUAL = (0.10, 0.60)
_DOUBTFUL = 0.75
_LEAST = 0.03
_SOURCE = "definition of MFU: PaLM, arXiv:2204.02311; bands: 72 documented runs"


def utilisation(work: Work, hours: Range) -> Range:
    """Return the share of peak that the compute needs of the hours."""
    assert work.flop is not None
    return work.flop / (hours * SECONDS * work.hardware.peak)


def check_utilisation(work: Work) -> Iterator[Step]:
    """Yield the check of compute against hours, with the unit that would bring it into the usual band."""
    if work.flop is None or work.hours is None or not work.judged:
        return
    if work.hours is work.bought_hours and not work.hardware.price_decides:
        return
    share = utilisation(work, work.hours)
    verdict = _band(share.low, share.high, work)
    whose = _whose(work)
    meaning = (
        f"{whose} would have to be used at {_percent(share)} of the chips' peak; documented runs reach 10% to 60%."
    )
    mark = ""
    if verdict in (NumbersVerdict.DOUBTFUL, NumbersVerdict.IMPLAUSIBLE, NumbersVerdict.IMPOSSIBLE):
        if share.low > USUAL[1]:
            mark = "compute" if verdict is not NumbersVerdict.DOUBTFUL else "disagree"
            tried = slips(work) if verdict is not NumbersVerdict.DOUBTFUL else ()
            fitting = [slip for slip in tried if USUAL[0] <= share.central / slip.factor <= USUAL[1]]
            if fitting:
                verdict, mark = NumbersVerdict.UNIT_ERROR, "unit"
                readings = ", or ".join(slip.reading for slip in fitting)
                meaning += f" It fits if {readings}: probably a unit error, to be asked."
            elif verdict is NumbersVerdict.IMPOSSIBLE and _confirmed(work):
                verdict = NumbersVerdict.IMPLAUSIBLE
                meaning += (
                    " Hours and money confirm each other, so the size is what to ask about: a model that grew"
                    " during training, or of which a part is active, needs less."
                )
        else:
            meaning += " Low utilisation is no evidence against a claim: it leaves hours to spare."
    yield Step(
        "check",
        "utilisation",
        share,
        None,
        "compute ÷ (hours × 3,600 × peak)",
        meaning,
        _SOURCE,
        verdict,
        mark,
    )


def _band(low: float, high: float, work: Work) -> NumbersVerdict:
    if high < USUAL[0]:
        below = work.reading.asserted is Asserted.PRE_TRAINING and work.tokens_formula.startswith("tokens")
        return NumbersVerdict.DOUBTFUL if below and high >= _LEAST else NumbersVerdict.CONSISTENT
    if low <= USUAL[1]:
        return NumbersVerdict.CONSISTENT
    if low <= _DOUBTFUL:
        return NumbersVerdict.DOUBTFUL
    return NumbersVerdict.IMPLAUSIBLE if low <= 1 else NumbersVerdict.IMPOSSIBLE


def _confirmed(work: Work) -> bool:
    """Whether a second statement confirms the hours: hardware and time, or a price in its usual range."""
    if work.stated_hours and work.run_hours and work.stated_hours.apart_from(work.run_hours) <= 1.5:
        return True
    hours, bought = work.stated_hours or work.run_hours, work.bought_hours
    return bool(hours and bought and work.hardware.stated and hours.meets(bought.low, bought.high))


def _whose(work: Work) -> str:
    if work.stated_hours:
        return "The stated hours"
    return "The stated hardware and time" if work.run_hours else "The hours that the stated money buys"


def _percent(share: Range) -> str:
    low, high = rough(share.low * 100), rough(share.high * 100)
    return f"{low}%" if low == high else f"{low}% to {high}%"
