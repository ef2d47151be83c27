"""What strangers, other sites and hostile texts can do: nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from lxml import html

from auditor.web import guard
from auditor.web.door import Door
from auditor.web.uploads import label

from .desks import BASE, CLAIM, HERE, XSS, Site, site, text_of

TOKEN = "a-token-that-nobody-guesses"


@pytest.fixture
def page() -> Iterator[Site]:
    with site() as made:
        yield made
        assert made.faults == []


# --- hosts, origins, forms ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    [
        "evil.example:8765",
        "127.0.0.1.evil.example:8765",
        "127.0.0.1",
        "127.0.0.1:80",
        "10.0.0.1:8765",
        "",
        "a b",
        "[::1",
    ],
)
def test_a_host_that_is_not_this_server_is_refused(host: str, page: Site) -> None:
    assert page.client.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "LOCALHOST:8765", "[::1]:8765"])
def test_the_names_of_this_machine_are_known(host: str, page: Site) -> None:
    assert page.client.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:9999", "http://localhost:8765", ""]
)
@pytest.mark.parametrize("path", ["/audits", "/audits/x/delete", "/audits/x/again"])
def test_a_form_of_another_site_changes_nothing(origin: str, path: str, page: Site) -> None:
    sent = {"secret": page.desk.history.secret(), "text": CLAIM}
    assert page.client.post(path, data=sent, headers={"origin": origin}).status_code == 403
    assert page.desk.history.entries() == []


def test_a_form_without_origin_or_secret_changes_nothing(page: Site) -> None:
    del page.client.headers["origin"]
    assert page.client.post("/audits", data={"text": CLAIM}).status_code == 403
    page.client.headers["origin"] = BASE
    for secret in ("", "wrong", "ä"):
        shown = page.client.post("/audits", data={"text": CLAIM, "secret": secret})
        assert shown.status_code == 403
        assert "was opened before" in text_of(shown.text)
    assert page.desk.history.entries() == []


def test_an_audit_is_not_deleted_by_looking(page: Site) -> None:
    shown = page.audit()
    assert page.client.get(f"{shown.url.path}/delete").status_code == 405
    assert page.client.post(f"{shown.url.path}/delete", data={"secret": "no"}).status_code == 403
    assert page.client.get(shown.url.path).status_code == 200


def test_every_reply_carries_its_policy(page: Site) -> None:
    for path in ("/", "/static/web.js", "/nowhere", "/audits/none", page.audit().url.path):
        headers = page.client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert "set-cookie" not in headers


# --- over the network -----------------------------------------------------------------------------------


def test_over_the_network_a_key_is_demanded() -> None:
    with site(door=Door(HERE, 8765, TOKEN)) as page:
        for query in ("", "?token=", "?token=wrong", "?token=ä"):
            assert page.client.get(f"/{query}").status_code == 401
        assert page.client.get("/static/web.js").status_code == 401
        assert page.post("/audits", text=CLAIM).status_code == 401
        welcome = page.client.get(f"{BASE}//evil.example/?token={TOKEN}", follow_redirects=False)
        assert welcome.headers["location"] == "/evil.example/"
        assert "HttpOnly" in welcome.headers["set-cookie"]
        assert page.client.get("/").status_code == 200
        assert page.client.get("/", headers={"host": "192.168.0.7:8765"}).status_code == 200
        assert page.client.get("/", headers={"host": "evil.example:8765"}).status_code == 421


# --- paths and names --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/static/..%2f..%2fapp.py",
        "/static/%2fetc%2fpasswd",
        "/static/page.html",
        "/audits/..%2f..%2fetc%2fpasswd",
        "/audits/%00",
        "/audits/x/report.json",
        "/audits/x/report.py",
        "/http://169.254.169.254/latest/meta-data",
        "/audits/' OR 1=1 --",
    ],
)
def test_no_path_leads_anywhere_else(path: str, page: Site) -> None:
    page.audit()
    got = page.client.get(path)
    assert got.status_code == 404
    assert "There is no such page" in got.text


def test_an_address_that_is_pasted_is_a_text_and_is_not_fetched(page: Site) -> None:
    said = text_of(page.audit("http://169.254.169.254/latest/meta-data and file:///etc/passwd").text)
    assert "Bottom line" in said


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\deck.pdf", "deck.pdf"),
        ("a\u202egnp.exe", "a\ufffdgnp.exe"),
        ("\n", "a file without a name"),
        ("x" * 900 + ".html", "x" * 195 + ".html"),
    ],
)
def test_a_file_is_called_by_the_last_part_of_its_name(given: str, shown: str) -> None:
    assert label(given) == shown


# --- hostile text -------------------------------------------------------------------------------------------


def test_nothing_of_a_text_becomes_markup(page: Site) -> None:
    text = f"{XSS}\nWe trained {XSS} from scratch. Our model {XSS} is fine-tuned from Llama 3 {XSS}."
    for shown in (
        page.audit(text, vendor=XSS, speakers=XSS),
        page.audit("", files=[("files", (f"{XSS}.txt", text.encode()))]),
        page.audit(f"Ann {XSS}: Our model was trained from scratch.\nBob: Which base?\n" * 4, kind="transcript"),
        page.client.get("/", params={"q": XSS}),
        page.post("/audits", text=XSS, as_of=XSS, kind=XSS, vendor=XSS, speakers=XSS),
    ):
        tree = html.fromstring(shown.text)
        assert [each.get("src") for each in tree.iter("script")] == ["/static/page.js", "/static/web.js"]
        assert not list(tree.iter("img"))
        assert not [name for each in tree.iter() for name in each.attrib if str(name).startswith("on")]
        assert "1337" not in shown.text


@pytest.mark.parametrize(
    "text", ["\x00\x1b[31m" * 50 + "We trained it.", "\ud83d We trained it.", "A" * 300_000, "\u202e" * 99 + "x"]
)
def test_odd_text_is_audited_or_told(text: str, page: Site) -> None:
    shown = page.audit(text.encode("utf-8", "surrogatepass").decode("utf-8", "replace"))
    assert shown.status_code == 200


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"--x"),
        ("multipart/form-data; boundary=x", b"--y\r\n\r\n"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n' * 3),
        ("application/json", b"{}"),
        ("application/x-www-form-urlencoded", b"text=%ff%00&secret=\xff"),
        (
            "multipart/form-data; boundary=x",
            b"".join(b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n' for _ in range(99)),
        ),
    ],
)
def test_a_body_that_is_no_form_is_refused(kind: str, body: bytes, page: Site) -> None:
    got = page.client.post("/audits", content=body, headers={"content-type": kind})
    assert got.status_code in (400, 403)


# --- size and time ------------------------------------------------------------------------------------------


def test_a_body_beyond_the_limit_is_refused_while_it_is_read(page: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "LARGEST", 100_000)
    sent = 0

    def parts() -> Iterator[bytes]:
        nonlocal sent
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n'
        for _ in range(100):
            sent += 10_000
            yield b"a" * 10_000

    got = page.client.post("/audits", content=parts(), headers={"content-type": "multipart/form-data; boundary=x"})
    assert got.status_code == 413
    assert "more than 40 MB" in text_of(got.text)
    assert page.desk.history.entries() == []


def test_what_is_thrown_away_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "LARGEST", 10)
    monkeypatch.setattr(guard, "_DRAINED", 1000)
    received = 0

    async def receive() -> dict[str, Any]:
        nonlocal received
        received += 100
        return {"type": "http.request", "body": b"a" * 100, "more_body": True}

    with pytest.raises(guard.TooLargeError):
        asyncio.run(guard.Body(receive).receive())
    assert received == 1100


def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "PATIENCE", 0.05)

    async def never() -> dict[str, Any]:
        await asyncio.sleep(60)
        return {}

    with pytest.raises(guard.TooSlowError):
        asyncio.run(guard.Body(never).receive())


def test_a_fault_is_told_without_its_text_and_the_server_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    with site() as page:
        monkeypatch.setattr(page.desk.history, "entries", lambda *_: 1 / 0)
        got = page.client.get("/")
        assert got.status_code == 500
        assert "Something went wrong here, and nothing was lost" in text_of(got.text)
        assert "division" not in got.text
        assert [type(each) for each in page.faults] == [ZeroDivisionError]
        assert page.client.get("/static/web.js").status_code == 200
