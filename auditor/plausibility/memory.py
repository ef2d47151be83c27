"""Whether a model fits the stated accelerators in the stated way of training."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.figures import rough
from auditor.plausibility.ranges import Range
from auditor.plausibility.step import Step
from auditor.plausibility.work import Work
from auditor.schema import Asserted, NumbersVerdict

BYTES_FULL = Range(14, 16, 18)
"""Weights, gradients and Adam's state per parameter (EleutherAI, Transformer Math)."""
BYTES_LORA = Range(2.0, 2.2, 3.0)
"""The frozen weights in 16 bits, adapters and activations besides."""
BYTES_QLORA = Range(0.5, 0.7, 0.9)
"""Weights in 4 bits (QLoRA: 65B on one card of 48 GB)."""
_OFFLOADED = 2.0
"""Keeping the optimiser's state in the host's memory stretches the accelerators' this far before it is remarkable."""
_SOURCE = "EleutherAI, Transformer Math; QLoRA, arXiv:2305.14314"


def check_memory(work: Work) -> Iterator[Step]:
    """Yield whether the accelerators hold what full fine-tuning, LoRA and QLoRA need."""
    count, total = work.reading.get("gpu_count"), work.total
    if not count or not total or not work.hardware.stated or work.reading.asserted is Asserted.PRE_TRAINING:
        return
    have = count * work.hardware.memory_gb
    need = total * BYTES_FULL * 1e-9
    fits = [
        name for name, each in (("LoRA", BYTES_LORA), ("QLoRA", BYTES_QLORA)) if (total * each * 1e-9).low <= have.high
    ]
    full = need.low <= have.high
    meaning = f"Full fine-tuning needs {rough(need.low)} to {rough(need.high)} GB; the stated accelerators hold {rough(have.central)} GB."
    if not full:
        meaning += f" {' and '.join(fits)} {'fits' if len(fits) == 1 else 'fit'}: ask which was used." if fits else ""
    verdict, mark = None, ""
    if "full" in work.reading.ways:
        far = need.low > _OFFLOADED * have.high
        verdict = NumbersVerdict.IMPLAUSIBLE if far else NumbersVerdict.CONSISTENT if full else NumbersVerdict.DOUBTFUL
        mark = "memory" if far else ""
    elif not full and not fits:
        verdict = NumbersVerdict.DOUBTFUL
    yield Step("check", "memory", need, "GB", "parameters × 14 to 18 bytes", meaning, _SOURCE, verdict, mark)
