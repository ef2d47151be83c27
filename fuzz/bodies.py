"""Replies of the three APIs as their servers send them, with and without a call of a tool, and results of a job."""

from __future__ import annotations

from typing import Any

_REPLY = '{"claims": []}'

BODIES: dict[str, tuple[dict[str, Any], ...]] = {
    "messages": (
        {
            "type": "message",
            "content": [{"type": "text", "text": _REPLY}],
            "stop_reason": "end_turn",
            "usage": {"input_tokens": 9, "cache_read_input_tokens": 1, "output_tokens": 5},
        },
        {"content": [{"type": "tool_use", "name": "x", "input": {"claims": []}}], "stop_reason": "max_tokens"},
    ),
    "responses": (
        {
            "status": "completed",
            "output": [{"type": "message", "content": [{"type": "output_text", "text": _REPLY}]}],
            "usage": {"input_tokens": 9, "input_tokens_details": {"cached_tokens": 1}, "output_tokens": 5},
        },
        {
            "status": "incomplete",
            "incomplete_details": {"reason": "max_output_tokens"},
            "output": [{"type": "function_call", "arguments": _REPLY}],
        },
    ),
    "chat": (
        {
            "choices": [{"message": {"content": _REPLY, "refusal": None}, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 9, "prompt_tokens_details": {"cached_tokens": 1}, "completion_tokens": 5},
        },
        {"choices": [{"message": {"tool_calls": [{"function": {"arguments": _REPLY}}]}, "finish_reason": "length"}]},
    ),
}

RESULTS = (
    {"custom_id": "a", "response": {"status_code": 200, "body": BODIES["chat"][0]}, "error": None},
    {"custom_id": "b", "response": {"status_code": 429, "body": {"error": {"message": "slow down"}}}},
    {"custom_id": "c", "response": None, "error": {"code": "batch_expired"}},
)
"""Lines of the file that a job's results are."""
