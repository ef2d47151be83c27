"""The public interface: what the package offers by name, and what it says of a call that is off."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

import auditor
from auditor import Reply, Technique, UsageError

SAID = "We trained a custom AI model on your industry's data. We use OpenAI's API under the hood."


def test_every_public_name_is_there_and_explained():
    for name in auditor.__all__:
        found = getattr(auditor, name)
        assert name in dir(auditor)
        assert name == "__version__" or found.__doc__, name
    assert set(auditor._PLACES) == set(auditor.__all__) - {"__version__"}


def test_a_name_that_is_not_there_is_no_attribute():
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = auditor.nonsense


@pytest.mark.parametrize("text", ["banana", "2026-13-01", "22.11.2026", "2026-11"])
def test_a_date_that_is_none_is_a_usage_error(text):
    with pytest.raises(UsageError, match="is not a date; write it like 2026-11-22"):
        auditor.audit(auditor.read_text(SAID), as_of=text)
    with pytest.raises(UsageError, match="is not a date"):
        auditor.check_numbers("70B parameters, 2T tokens", as_of=text)


def test_both_drivers_give_the_same_report():
    class Reader:
        model, window, digests = "one", 10_000, {}
        closed = False

        def reply(self, request):
            quotes = [{"text": SAID[:53], "passage": 1}]
            claim = {"statement": "s", "subject": "it", "asserted": "unspecified", "quotes": quotes}
            return Reply(json.dumps({"claims": [claim]}) if request.template == "extract" else "{}")

        async def areply(self, request):
            await asyncio.sleep(0)
            return self.reply(request)

        async def aclose(self):
            self.closed = True

    async def awaited():
        reader = Reader()
        report = await auditor.audit_async(document, reader, as_of="2026-11-22")
        await auditor.close_async(reader)
        assert reader.closed
        return report

    document = auditor.read_text(SAID)
    one, other = auditor.audit(document, Reader(), as_of="2026-11-22"), asyncio.run(awaited())
    assert one.findings == other.findings
    assert len(one.findings) == 1


def test_a_reader_without_connections_needs_no_closing():
    asyncio.run(auditor.close_async(auditor.provider("offline")))


def test_a_saved_dossier_is_read_back(tmp_path: Path):
    report = auditor.audit(auditor.read_text(SAID, vendor="Acme"), as_of="2026-11-22")
    whole = auditor.dossier_of([report, report])
    path = tmp_path / "dossier.json"
    path.write_text(str(auditor.render_report(whole, "json")), encoding="utf-8")
    assert auditor.load_report(path) == whole
    assert whole.vendor == "Acme"
    assert report.findings[0].verdict.technique is Technique.PROMPT_ENGINEERING
