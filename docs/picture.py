"""Draw README's picture of a report: python docs/picture.py writes docs/report.svg."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from auditor import audit
from auditor.documents import read_path
from auditor.render import render

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "fixtures" / "documents" / "call-brackets.txt"
LINES = 74
WIDTH = 88


def main() -> None:
    """Audit the fixture and write the first screen of its report as SVG, without any outside font."""
    report = audit(read_path(DOCUMENT), as_of="2026-11-22")
    page = render(report, "terminal", width=WIDTH, color=True)
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True, legacy_windows=False)
    console.print(Text.from_ansi("\n".join(page.splitlines()[:LINES])))
    svg = console.export_svg(title="auditor audit call-brackets.txt", theme=MONOKAI, unique_id="report")
    svg = re.sub(r"@font-face\s*\{.*?\}\s*", "", svg, flags=re.DOTALL)
    (ROOT / "docs" / "report.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
