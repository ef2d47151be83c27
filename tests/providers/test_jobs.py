"""Batch jobs of providers: what their replies cost, and what a reader without them says."""

from __future__ import annotations

import pytest
from reference_server import serving
from remotes import asking

from auditor.errors import UsageError
from auditor.providers import provider
from auditor.providers.jobs import jobs_of
from auditor.steps import Failed, Reply


def test_a_reply_of_a_job_costs_half():
    body = {"usage": {"input_tokens": 1000, "output_tokens": 100}, "content": [{"type": "text", "text": "{}"}]}
    with serving(lambda _: {}) as server:
        remote = asking("anthropic", server).remote
        later, at_once = remote.outcome(body, 0.5), remote.outcome(body, 1.0)
    assert isinstance(later, Reply)
    assert later.usage.cost_usd == pytest.approx((at_once.usage.cost_usd or 0) / 2)
    assert later.usage.requests == 1


def test_a_body_of_another_shape_is_a_failure():
    with serving(lambda _: {}) as server:
        assert isinstance(asking("responses", server).remote.outcome({"no": "output"}, 0.5), Failed)


def test_the_rules_have_no_jobs():
    with pytest.raises(UsageError, match="--submit is for"):
        jobs_of(provider("offline"))
