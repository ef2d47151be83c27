"""The report as one self-contained web page that fetches nothing and lets nothing of a vendor's text act.

Templates stand in ``page/``. Every value they print passes :func:`readable` and is escaped, by the
environment and not by each template; the policy names the digests of the one style and the one script.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from auditor.render import labels, numbers, words
from auditor.render.chart import chart
from auditor.render.html_view import TINTS, Across, by_severity, filters, numbered, views
from auditor.render.plain import visible
from auditor.schema import Dossier, Numbers, Report

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_NEVER = re.compile(
    "[\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(at + 0xFFFE)}{chr(at + 0xFFFF)}" for at in range(0, 0x110000, 0x10000))
    + "]"
)
"""Code points that no HTML document may hold: half pairs and noncharacters."""
_GROUPS = {tint: labels.TECHNIQUE[technique] for technique, tint in TINTS.items() if technique} | {
    "none": "no verdict",
    "other": "other machine learning",
}


def render(
    result: Report | Dossier,
    *,
    width: int = 80,  # noqa: ARG001
    color: bool = False,  # noqa: ARG001
    quiet: bool = False,
    verbose: bool = False,
) -> str:
    """Return the page; ``quiet`` keeps only the bottom line."""
    shown = () if quiet else views(result, verbose=verbose)
    style, script = asset("page.css"), asset("page.js")
    dossier = result if isinstance(result, Dossier) else None
    page = (
        environment()
        .get_template("page.html")
        .render(
            result=result,
            dossier=dossier,
            name=result.vendor if isinstance(result, Dossier) else result.document.name,
            views=shown,
            across=Across(shown) if dossier or quiet else shown[0],
            choices=filters(shown),
            quiet=quiet,
            style=style,
            script=script,
            policy=policy(style, script),
        )
    )
    return page.strip() + "\n"


@cache
def environment() -> Environment:
    """Return what templates are loaded and rendered with; other pages may build on the same pieces."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("auditor.render", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalized,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(words=words, labels=labels, tints=TINTS, group_names=_GROUPS)
    made.globals.update(arithmetic=numbers, chart=_chart)
    made.globals.update(by_severity=by_severity, numbered=numbered, verbatim=_verbatim)
    return made


@cache
def asset(name: str) -> Markup:
    """Return the style sheet or the script of the page."""
    from markupsafe import Markup

    text = files("auditor.render").joinpath("page", name).read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704  ours, and never holds an end tag


def policy(style: str, script: str) -> str:
    """Return the content security policy: nothing is fetched, and only this style and this script apply."""
    return (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)};"
        " base-uri 'none'; form-action 'none'"
    )


def readable(text: str) -> str:
    """Return text that is safe in a page once it is escaped; length is kept."""
    return _NEVER.sub("\ufffd", visible(text))


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _finalized(value: object) -> object:
    return value if hasattr(value, "__html__") else readable(str(value))


def _chart(entry: Numbers, identifier: str) -> Markup:
    """Return the chart of a claim's numbers among documented runs; it escapes what it prints itself."""
    from markupsafe import Markup

    from auditor.reference import load_reference

    return Markup(chart(entry, load_reference().runs, identifier=identifier))  # noqa: S704


def _verbatim(text: str) -> Markup:
    """Return a stretch of a document's text with its line ends as they are, and each line made safe."""
    from markupsafe import Markup, escape

    return Markup("\n").join(escape(readable(line)) for line in text.split("\n"))
