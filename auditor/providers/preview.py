"""What would be sent to a model, and what it would about cost, without sending it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from auditor.prompts import Prompt
from auditor.providers.base import Remote
from auditor.providers.pricing import Tokens, cost, tokens_of
from auditor.steps import Request


def preview(reader: Remote, documents: Sequence[tuple[str, Sequence[Request]]]) -> str:
    """Return the first requests of each named document as a model would be shown them, and the estimate."""
    shown: list[str] = []
    prompts: list[Prompt] = []
    for name, requests in documents:
        for request in requests:
            prompt = reader.prompts.render(request)
            prompts.append(prompt)
            shown.append(_shown(f"{name}, {request.where}: {request.template}", prompt))
    return "\n".join([*shown, _estimate(reader, prompts)]) + "\n"


def _shown(title: str, prompt: Prompt) -> str:
    parts = [f"===== {title} =====", "----- system -----", prompt.system]
    for message in prompt.messages:
        parts += [f"----- {message.role} -----", message.text]
    parts += [f"----- schema {prompt.name} -----", json.dumps(prompt.schema, ensure_ascii=False), ""]
    return "\n".join(parts)


def _estimate(reader: Remote, prompts: Sequence[Prompt]) -> str:
    inputs = [tokens_of(prompt.characters_with_schema) for prompt in prompts]
    most = reader.capacity.output
    read = [cost(reader.priced, Tokens(tokens, 0)) for tokens in inputs]
    whole = [cost(reader.priced, Tokens(tokens, most)) for tokens in inputs]
    requests = f"{len(prompts)} {'request' if len(prompts) == 1 else 'requests'} to {reader.model}"
    price = "Price: not known here."
    if None not in read:
        price = f"Price: {_usd(read)} for the input, at most {_usd(whole)} in all; follow-ups and repairs come on top."
    return (
        f"{requests}: about {sum(inputs):,} input tokens (estimated on the high side), at most {most:,} output tokens"
        f" each.\n{price}\nNothing was sent."
    )


def _usd(costs: Sequence[float | None]) -> str:
    return f"{sum(each or 0.0 for each in costs):.4f} USD"
