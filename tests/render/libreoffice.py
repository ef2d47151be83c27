"""LibreOffice without a window: what it makes of a file."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path


def pdf_text(data: bytes, name: str, folder: Path) -> tuple[int, str]:
    """Return the pages and the text of the PDF that LibreOffice makes of a file; its profile is the folder's own."""
    source = folder / name
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    soffice, pdftotext = _program("soffice"), _program("pdftotext")
    done = subprocess.run(
        [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)],
        capture_output=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr
    text = subprocess.run(
        [pdftotext, "-layout", str(source.with_suffix(".pdf")), "-"], capture_output=True, timeout=60, check=True
    ).stdout.decode("utf-8")
    return text.count("\f"), text


def _program(name: str) -> str:
    path = shutil.which(name)
    assert path, f"{name} is not installed"
    return path
