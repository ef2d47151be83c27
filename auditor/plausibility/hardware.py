"""What accelerators can do and cost: peaks, the utilisation seen in documented runs, the price at a date."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.plausibility.ranges import Range, exactly
from auditor.plausibility.statement import Reading
from auditor.reference import Accelerator, Reference
from auditor.schema import Asserted

UPTIME = Range(0.6, 0.85, 1.0)
"""Productive share of wall-clock time: Llama 3.1 states over 0.9; OPT's 33 days took about two months."""
SIX_N_D = Range(0.9, 1.0, 1.2)
"""How far 6ND may be off: embeddings, and attention at long context."""
_MFU = {
    "a100": Range(0.25, 0.37, 0.50),
    "hopper": Range(0.18, 0.28, 0.42),
    "hopper sparse": Range(0.15, 0.21, 0.35),
    "tpu": Range(0.30, 0.38, 0.46),
    "v100": Range(0.15, 0.22, 0.30),
    "other": Range(0.10, 0.28, 0.50),
    "fine-tuning": Range(0.03, 0.20, 0.50),
}
"""Model FLOP utilisation for estimates, from 72 documented runs (docs/arithmetic.md); judging uses wider bands."""
_PRICED_AS = {
    "NVIDIA V100": "V100",
    "NVIDIA A100 40GB": "A100 80GB",
    "NVIDIA A100 80GB": "A100 80GB",
    "NVIDIA A800 80GB": "A100 80GB",
    "NVIDIA H100 SXM": "H100 SXM",
    "NVIDIA H100 PCIe": "H100 SXM",
    "NVIDIA H800": "H100 SXM",
    "NVIDIA GH200": "H100 SXM",
    "NVIDIA H200": "H200",
    "NVIDIA B200": "B200",
}
_NEWEST = ((2025, "B200"), (2023, "H100"), (2020, "A100"), (0, "V100"))
"""The most capable accelerator that could be rented from a year on: what an unnamed one is judged as."""


@dataclass(frozen=True)
class Hardware:
    """The accelerator a claim is computed with, at a date."""

    name: str
    stated: bool
    peak: Range
    """FLOP per second and device; reaches to the newest of the date where none is named."""
    memory_gb: float
    mfu: Range
    price: Range | None
    """USD per device and hour at the date."""
    price_decides: bool
    listed: Range | None
    """The widest list price over the years."""
    price_source: str
    tpu: bool


def hardware(reading: Reading, reference: Reference, as_of: str) -> Hardware:
    """Return what a reading is computed with: the accelerator it names, else the usual one of the date."""
    year = int(as_of[:4])
    known = _named(reading, reference)
    newest = reference.accelerators[next(name for since, name in _NEWEST if year >= since).lower()]
    usual = reference.accelerators["h100" if year >= 2023 else "a100" if year >= 2020 else "v100"]
    chosen = known or usual
    price, source, dated = _price(chosen, reference, year)
    if known:
        peak = exactly(known.peak)
    else:
        peak = Range(min(usual.peak, newest.peak), usual.peak, max(usual.peak, newest.peak))
    listed = Range(chosen.usd_low, chosen.usd_low, chosen.usd_high) if chosen.usd_low and chosen.usd_high else None
    return Hardware(
        name=chosen.name,
        stated=known is not None,
        peak=peak,
        memory_gb=chosen.memory_gb,
        mfu=_MFU[_family(chosen, reading)],
        price=price,
        price_decides=dated or chosen.price_known,
        listed=listed,
        price_source=source,
        tpu="TPU" in chosen.name,
    )


def _named(reading: Reading, reference: Reference) -> Accelerator | None:
    """Return the accelerator a reading names, the most exact of its names; None where it names none or several."""
    found = [each for name in reading.accelerators if (each := reference.accelerator(name))]
    if not found or len({each.peak for each in found}) > 1:
        return None
    return max(found, key=lambda each: (each.memory_gb, each.name))


def _family(accelerator: Accelerator, reading: Reading) -> str:
    if reading.asserted is Asserted.FINE_TUNING:
        return "fine-tuning"
    name = accelerator.name
    if "A100" in name or "A800" in name:
        return "a100"
    if any(each in name for each in ("H100", "H800", "H200", "GH200")):
        return "hopper sparse" if "active_parameters" in reading.stated or "sparse" in reading.ways else "hopper"
    if "TPU v3" in name or "TPU v4" in name:
        return "tpu"
    return "v100" if "V100" in name else "other"


def _price(accelerator: Accelerator, reference: Reference, year: int) -> tuple[Range | None, str, bool]:
    """Return the price at a year, its source, and whether it is one of that year rather than of all years."""
    family = _PRICED_AS.get(accelerator.name)
    rows = sorted((each for each in reference.prices if each.accelerator == family), key=lambda each: each.year)
    if rows:
        row = next((each for each in reversed(rows) if each.year <= year), rows[0])
        return Range(row.low, row.central, row.high), f"rental prices of {row.accelerator}, {row.year}", True
    if accelerator.usd_low and accelerator.usd_high:
        middle = (accelerator.usd_low * accelerator.usd_high) ** 0.5
        return Range(accelerator.usd_low, middle, accelerator.usd_high), f"list prices of {accelerator.name}", False
    return None, "", False
