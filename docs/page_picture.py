"""Take README's picture of the paste page: python docs/page_picture.py writes docs/paste-page.png (needs Chromium)."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "fixtures" / "documents" / "overclaim-cpt.md"
WINDOW = {"width": 1280, "height": 1120}
COMMAND = (sys.executable, "-m", "auditor", "serve", "--port", "0", "--no-store")


def main() -> None:
    """Audit the fixture in the page, and picture the first screen of its report."""
    from playwright.sync_api import sync_playwright

    server = subprocess.Popen(COMMAND, stdout=subprocess.PIPE, text=True)  # noqa: S603  our own command
    try:
        assert server.stdout is not None
        address = server.stdout.readline().split()[1]
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_page(viewport=WINDOW)
            page.goto(address)
            page.locator("#files").set_input_files(DOCUMENT)
            page.get_by_role("button", name="Audit", exact=True).click()
            page.wait_for_selector(".bottom")
            page.screenshot(path=ROOT / "docs" / "paste-page.png")
            browser.close()
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=20)


if __name__ == "__main__":
    main()
