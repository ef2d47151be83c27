"""Score reports against labelled cases: the rules are the Scoring section of ``fixtures/cases/README.md``.

Pure: cases and reports come in as records, :class:`Scores` and tables go out. Undefined figures (nothing to
divide by) are None, never 0 or 1. A failed report earns nothing by its silence: its checklist cells are wrong,
its pairs not credited, and as a negative it is left out of the count.
"""

from auditor.evaluation.cases import Case, parse_cases
from auditor.evaluation.matching import Audited, Matching, audited, match_claims
from auditor.evaluation.scores import Scores, score, score_audits
from auditor.evaluation.spans import locate
from auditor.evaluation.tables import summary_markdown

__all__ = [
    "Audited",
    "Case",
    "Matching",
    "Scores",
    "audited",
    "locate",
    "match_claims",
    "parse_cases",
    "score",
    "score_audits",
    "summary_markdown",
]
