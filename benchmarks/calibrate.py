"""Fit the rubric's temperature and doubt, and write them into the package: python benchmarks/calibrate.py [DATE].

Grouped 5-fold cross-validation over the labelled cases, variants of a case together, with a fixed seed; the
figures printed and written are those of the folds that the fit had not seen. The third of the development cases
that nobody reads misses of is left out of the fit and scored beside it.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from auditor.evaluating import evaluate, load_cases
from auditor.evaluation.calibration import Forecast, brier, expected_error
from auditor.evaluation.fitting import FOLDS, cross_validated, examples, fit, folds, forecast_of, loss
from auditor.providers import provider
from auditor.rubric import Calibration
from auditor.setup import load_rubric

CASES = Path(__file__).parent.parent / "fixtures" / "cases"
FILES = ("marketing", "transcripts", "injection", "own-pages", "own-calls", "phrasings")
UNSEEN = re.compile(r"^dev-[mt]-0(?:03|06|09|12|15|18|21|24|27|30)")
TARGET = Path(__file__).parent.parent / "auditor" / "reference" / "calibration.toml"
SEED = 2026


def main() -> None:
    date = sys.argv[1] if len(sys.argv) > 1 else datetime.now(UTC).date().isoformat()
    reader = provider("offline")
    audits = [evaluate(case, CASES, reader) for name in FILES for case in load_cases(CASES / f"{name}.jsonl")]
    prior = load_rubric().prior
    seen = examples([audit for audit in audits if not UNSEEN.match(audit.case.id)])
    unseen = examples([audit for audit in audits if UNSEEN.match(audit.case.id)])
    parts = folds(seen, random.Random(SEED).shuffle)
    fitted, pooled = cross_validated(parts, prior)
    chosen = fit(seen, prior)
    lines = [
        "# Written by `make calibrate`; read by auditor/rubric.py. The weights of signals.toml are set by hand: only",
        "# what turns their sum into probabilities is fitted here, on claims found in the labelled cases.",
        "",
        "[calibration]",
        f"temperature = {chosen.temperature}",
        f"doubt = {chosen.doubt}",
        "",
        "[fit]",
        f'date = "{date}"',
        f"claims = {len(seen)}",
        f"folds = {FOLDS}",
        f"seed = {SEED}",
        f"temperature_by_fold = {[each.temperature for each in fitted]}",
        f"doubt_by_fold = {[each.doubt for each in fitted]}",
        "",
        *_figures("out_of_fold", pooled),
        *_figures("before", [forecast_of(each, prior, Calibration()) for each in seen]),
        *_figures("unseen_third", [forecast_of(each, prior, chosen) for each in unseen]),
    ]
    text = "\n".join(lines).rstrip() + "\n"
    TARGET.write_text(text, encoding="utf-8")
    print(text)
    before, after = loss(seen, prior, Calibration()), loss(seen, prior, chosen)
    print(f"log loss on the claims fitted to: {before:.4f} before, {after:.4f} after")


def _figures(name: str, forecasts: Sequence[Forecast]) -> list[str]:
    right = sum(each.right for each in forecasts)
    return [
        f"[{name}]",
        f"claims = {len(forecasts)}",
        f"accuracy = {right / len(forecasts):.3f}",
        f"brier = {brier(forecasts) or 0:.3f}",
        f"expected_calibration_error = {expected_error(forecasts) or 0:.3f}",
        "",
    ]


if __name__ == "__main__":
    main()
