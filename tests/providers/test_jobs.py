"""Batch jobs of providers: what their replies cost, and what a reader without them says."""

from __future__ import annotations

import json
from types import SimpleNamespace

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


def test_a_result_that_cannot_be_read_loses_no_other():
    body = {"choices": [{"message": {"content": '{"claims": []}'}, "finish_reason": "stop"}]}
    good = {"custom_id": "good", "response": {"status_code": 200, "body": body}}
    lines = [b'{"custom_id": "cut", "resp', b"[]", b'{"custom_id": "odd", "error": "text"}', json.dumps(good).encode()]
    client = SimpleNamespace(
        batches=SimpleNamespace(retrieve=lambda _: SimpleNamespace(output_file_id="f", error_file_id=None)),
        files=SimpleNamespace(content=lambda _: SimpleNamespace(content=b"\n".join(lines))),
    )
    remote = asking("chat", "http://127.0.0.1:9").remote
    remote._clients.__dict__["blocking"] = client
    brought = dict(jobs_of(remote).results("job"))
    assert isinstance(brought["good"], Reply)
    assert isinstance(brought["odd"], Failed)
    assert set(brought) == {"good", "odd"}
