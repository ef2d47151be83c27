"""Sentences that several readers say."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec

from auditor.errors import DocumentError

_MOST_NUMBERS = 20


def require(package: str, *, extra: str, name: str, what: str) -> None:
    """Raise DocumentError where the package that reads a file is not installed."""
    if find_spec(package) is None:
        raise DocumentError(
            f"{name} is {what}, and reading it needs one more package: pip install 'training-claim-auditor[{extra}]'."
        )


def numbered(noun: str, numbers: Sequence[int]) -> str:
    """Return "page 3" or "pages 3, 4 and 5 more"; there is at least one number."""
    told = ", ".join(str(number) for number in numbers[:_MOST_NUMBERS])
    more = f" and {len(numbers) - _MOST_NUMBERS} more" if len(numbers) > _MOST_NUMBERS else ""
    return f"{noun}{'s' if len(numbers) > 1 else ''} {told}{more}"
