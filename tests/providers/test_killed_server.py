"""A server that dies in the middle of an audit: what it said is kept, what is missing is stated, exit code 4."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from reference_server import Asked, Fault, serving

from auditor.cli import main

FIRST = "Corvid Chat was fine-tuned by us from Llama 3 on 40,000 tickets."
PAGE = "\n\n".join([FIRST, *(f"Paragraph {n} is about prices, birds and the weather in Leeds." for n in range(400))])


@pytest.mark.slow
def test_what_was_read_before_the_server_died_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    answered = threading.Event()

    def answer(asked: Asked) -> Any:
        if FIRST not in asked.text:
            answered.wait(10)
            return Fault(cut=True)
        answered.set()
        claim = {
            "statement": FIRST,
            "subject": "Corvid Chat",
            "asserted": "fine_tuning",
            "quotes": [{"text": FIRST}],
            "facts": [{"kind": "mechanism", "value": "sft", "quotes": [{"text": FIRST}]}],
        }
        return {"claims": [claim]}

    with serving(answer) as server:
        code = main(
            [
                *("audit", str(page), "-m", "openai:reference", "--base-url", f"{server.url}/v1"),
                *("--context", "12000", "--timeout", "5", "--format", "json"),
            ]
        )
    out, err = capsys.readouterr()
    report = json.loads(out)
    assert code == 4
    assert report["status"] == "partial"
    assert [finding["verdict"]["technique"] for finding in report["findings"]] == ["fine_tuning"]
    assert report["errors"]
    assert all(error["where"].startswith("window") for error in report["errors"])
    assert "Traceback" not in err
