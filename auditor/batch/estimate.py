"""What a run would send, to whom, and what that costs about: from a sample, before the first request is paid for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from auditor.api import first_requests
from auditor.batch.task import Settings, document_of
from auditor.errors import AuditorError
from auditor.providers.base import Remote
from auditor.providers.pricing import Tokens, cost, tokens_of
from auditor.store.store import Planned

SAMPLE = 24
"""Documents that are read for an estimate."""


@dataclass(frozen=True)
class Estimate:
    """What a run comes to, about; follow-ups and repairs come on top, replies kept from earlier runs off."""

    documents: int
    to: str
    """Model and server."""
    requests: int
    input_tokens: int
    usd: tuple[float, float] | None
    """For the input alone, and with replies as long as they may be; None where no price is known."""


def estimate(reader: Remote, sample: Sequence[Planned], settings: Settings, documents: int, share: float) -> Estimate:
    """Return the estimate for so many documents; ``share`` of the price is what is paid."""
    counted: list[list[int]] = []
    for task in sample:
        try:
            asked = first_requests(document_of(task, settings), reader, as_of=settings.as_of)
        except AuditorError:
            asked = ()
        counted.append([tokens_of(reader.prompts.render(request).characters_with_schema) for request in asked])
    scale = documents / max(len(counted), 1)
    requests = [tokens for each in counted for tokens in each]
    read = [cost(reader.priced, Tokens(tokens, 0)) for tokens in requests]
    whole = [cost(reader.priced, Tokens(tokens, reader.capacity.output)) for tokens in requests]
    known = [price for price in (*read, *whole) if price is not None]
    usd = None
    if len(known) == 2 * len(requests) and reader.priced is not None:
        least, most = (scale * share * sum(price or 0.0 for price in prices) for prices in (read, whole))
        usd = least, most
    server = urlsplit(reader.url).hostname or reader.url
    return Estimate(
        documents, f"{reader.model} at {server}", round(scale * len(requests)), round(scale * sum(requests)), usd
    )


def elsewhere(reader: Remote) -> bool:
    """Whether documents would leave this machine."""
    host = urlsplit(reader.url).hostname or ""
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return host != "localhost" and not host.endswith(".localhost")
