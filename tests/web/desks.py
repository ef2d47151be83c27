"""What tests of the paste page share: a desk with a client, forms that are filled in, hostile text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from auditor.providers import provider
from auditor.steps import Provider
from auditor.web.app import application
from auditor.web.desk import Desk
from auditor.web.door import Door
from auditor.web.history import History
from auditor.web.shelf import Shelf

BASE = "http://127.0.0.1:8765"
HERE = frozenset({"127.0.0.1", "localhost", "[::1]"})
CLAIM = "We trained a custom AI model on your industry's data. We use OpenAI's API under the hood."
XSS = "<img src=x onerror=alert(1)>\"'></textarea><script>alert(2)</script>{{191*7}}{% raw %}"


class Site:
    """A page with a client, as a browser on this machine has it."""

    def __init__(self, client: Any, desk: Desk, faults: list[Exception]) -> None:
        self.client = client
        self.desk = desk
        self.faults = faults
        """Errors nobody foresaw."""

    def post(self, path: str, **fields: Any) -> Any:
        """Send a form as the page does."""
        files = fields.pop("files", None) or [("files", ("", b""))]
        return self.client.post(path, data={"secret": self.desk.history.secret(), **fields}, files=files)

    def audit(self, text: str = CLAIM, **fields: Any) -> Any:
        """Paste a text; the reply is the page it leads to once the audit has ended."""
        reply = self.post("/audits", text=text, **fields)
        self.desk.wait(self.id_of(reply), 60)
        return self.client.get(reply.url.path)

    @staticmethod
    def id_of(reply: Any) -> str:
        """The audit that a page is about."""
        return str(reply.url.path).split("/")[2]


@contextmanager
def site(
    path: Path | None = None,
    *,
    reader: Provider | None = None,
    door: Door | None = None,
    shelf: Shelf | None = None,
) -> Iterator[Site]:
    """A page over a history."""
    from starlette.testclient import TestClient

    faults: list[Exception] = []

    def fault(error: Exception) -> str:
        faults.append(error)
        return "It could not be audited."

    history = History(path)
    desk = Desk(reader or provider("offline"), history, fault)
    app = application(desk, door or Door(HERE, 8765), fault, shelf)
    client = TestClient(app, base_url=BASE, headers={"origin": BASE}, client=("127.0.0.1", 50000))
    try:
        yield Site(client, desk, faults)
    finally:
        client.close()
        history.close()


def text_of(html: str) -> str:
    """The words of a page, on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())
