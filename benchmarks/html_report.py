"""How soon the page of a long call can be read and used, in Chromium: python benchmarks/html_report.py [--runs 9].

A call of 60 findings and about 10,000 words, opened from a file. Loaded: from the start of the navigation to
the end of the load event. Used: from there to the frame painted after a key goes to the first finding, the
first thing a reader does.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import long_call  # type: ignore[import-not-found]

from auditor.render.html import render

BAR = 1000.0
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WINDOWS = {"desktop": {"width": 1280, "height": 860}, "phone": {"width": 360, "height": 740}}
LOADED = "performance.getEntriesByType('navigation')[0].loadEventEnd"
USED = """() => new Promise(done => {
    const start = performance.now();
    document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'j', bubbles: true}));
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
})"""


def times(browser: Any, page: Path, window: dict[str, int]) -> tuple[float, float]:
    """Return the milliseconds until the page is loaded and, from there, until it has answered a key."""
    context = browser.new_context(viewport=window)
    tab = context.new_page()
    tab.goto(page.as_uri())
    loaded, used = float(tab.evaluate(LOADED)), float(tab.evaluate(USED))
    if tab.evaluate("document.activeElement.id") != "f1":
        raise SystemExit("The key did not lead to the first finding.")
    context.close()
    return loaded, used


def main() -> int:
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    report = long_call.report()
    render(report)  # templates compiled before anything counts
    started = time.perf_counter()
    text = render(report)
    seconds = time.perf_counter() - started
    size = len(text.encode()) / 1000
    print(f"{len(report.findings)} findings, {len(report.document.text.split()):,} words: {size:.0f} kB")
    print(f"rendered in {seconds * 1000:.0f} ms")
    print("| window | loaded, ms | used, ms | together, median | worst | bar | |")
    print("|---|---:|---:|---:|---:|---:|---|")
    held = True
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = Path(folder) / "long.html"
        page.write_text(text, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGS)
        for name, window in WINDOWS.items():
            times(browser, page, window)
            taken = [times(browser, page, window) for _ in range(runs)]
            loaded, used = (statistics.median(column) for column in zip(*taken, strict=True))
            both = [sum(each) for each in taken]
            median = statistics.median(both)
            held &= median <= BAR
            verdict = "held" if median <= BAR else "MISSED"
            print(f"| {name} | {loaded:.0f} | {used:.0f} | {median:.0f} | {max(both):.0f} | {BAR:.0f} | {verdict} |")
        browser.close()
    return int(not held)


if __name__ == "__main__":
    sys.exit(main())
