"""Tests of faults look at what a batch holds with the helpers of the batch's own tests."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent / "batch"))
