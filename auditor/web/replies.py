"""The replies that several addresses give."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from auditor.schema import Dossier, Report
from auditor.web.pages import DOWNLOADS

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_MOST_SKIPPED = 1_000_000


def page(html: str, status: int = 200) -> Response:
    """Return a page."""
    from starlette.responses import HTMLResponse

    return HTMLResponse(html, status)


def to(path: str) -> Response:
    """Return what leads a browser on after a form."""
    from starlette.responses import RedirectResponse

    return RedirectResponse(path, 303)


def file(content: str | bytes, name: str, media: str) -> Response:
    """Return a download."""
    from starlette.responses import Response

    return Response(content, media_type=media, headers={"content-disposition": f'attachment; filename="{name}"'})


def download(result: Report | Dossier, title: str, ending: str) -> Response | None:
    """Return a report in the form of an ending, None where there is no such form."""
    from auditor.render import render

    forms = {each: (form, media) for form, (each, _, media) in DOWNLOADS.items()}
    if ending not in forms:
        return None
    form, media = forms[ending]
    return file(render(result, form), f"{file_name(title)}.{ending}", media)


def searched(request: Request) -> tuple[str, int]:
    """Return what a list is searched for, and how many lines of it are passed over."""
    skip = request.query_params.get("skip", "")
    number = int(skip) if skip.isascii() and skip.isdigit() and len(skip) < 10 else 0
    return request.query_params.get("q", "")[:200], min(number, _MOST_SKIPPED)


def file_name(title: str) -> str:
    """Return a name for a download that is safe wherever it is kept."""
    stem = title.rpartition(".")[0] or title
    return re.sub(r"[^A-Za-z0-9]+", "-", stem).strip("-")[:60] or "report"
