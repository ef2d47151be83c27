"""One call of an API, and what its attempts used."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from auditor.providers.options import Mode
from auditor.providers.pricing import Model, Tokens, added, cost
from auditor.schema import Usage


@dataclass
class Call:
    """One call of the API; its usage grows with each attempt."""

    mode: Mode
    arguments: dict[str, Any]
    priced: Model | None
    usage: Usage = field(init=False)

    def __post_init__(self) -> None:
        self.usage = nothing_used(self.priced)

    def count(self, tokens: Tokens | None) -> None:
        """Add an attempt; None where nobody says how many tokens it used, and its cost is not known."""
        one = Usage(requests=1)
        if tokens is not None:
            one = Usage(
                requests=1,
                input_tokens=tokens.input,
                output_tokens=tokens.output,
                cached_input_tokens=tokens.cached,
                cost_usd=cost(self.priced, tokens),
            )
        self.usage = added(self.usage, one)


def nothing_used(priced: Model | None) -> Usage:
    """Return what no attempt has used: free where prices are known, of unknown cost where they are not."""
    return Usage(cost_usd=0.0 if cost(priced, Tokens(0, 0)) is not None else None)
