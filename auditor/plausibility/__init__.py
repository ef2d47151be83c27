"""Do the stated numbers fit each other, and which class do they speak for? Interval arithmetic, never a point.

Formulas, uncertainty ranges and bands with their sources: docs/arithmetic.md. Only high utilisation contradicts
a claim; low utilisation means hours to spare.
"""

from __future__ import annotations

from auditor.plausibility.report import numbers
from auditor.plausibility.statement import Statement, statement

__all__ = ["Statement", "numbers", "statement"]
