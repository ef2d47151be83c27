"""What the page shows, from the pieces of the HTML report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from auditor.answers import Given
from auditor.render.html import asset, environment
from auditor.render.html_view import Across, Card, View, filters, views
from auditor.schema import Dossier, Report
from auditor.web.controls import Forms
from auditor.web.desk import Progress
from auditor.web.history import PAGE, Entry
from auditor.web.order import Answered, Case
from auditor.web.shelf import Volume

if TYPE_CHECKING:
    from jinja2 import Environment

NOT_HERE = "There is no such page; the audit may have been deleted."
ASSETS = {
    "page.css": ("auditor.render", "text/css"),
    "page.js": ("auditor.render", "text/javascript"),
    "web.css": ("auditor.web", "text/css"),
    "web.js": ("auditor.web", "text/javascript"),
}
"""Style sheets and scripts by name: the package they are in, and their type."""
DOWNLOADS = {
    "markdown": ("md", "Memo (Markdown)", "text/markdown"),
    "docx": ("docx", "Memo (Word)", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "html": ("html", "Web page", "text/html"),
    "xlsx": ("xlsx", "Workbook", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": ("json", "JSON", "application/json"),
}
"""Format to the ending of its file, what to call it, and its type."""


@dataclass(frozen=True)
class Filled:
    """What stands in the form when it is shown again."""

    text: str = ""
    vendor: str = ""
    kind: str = "auto"
    speakers: str = ""
    as_of: str = ""


@dataclass(frozen=True)
class Pages:
    """Makes the pages of one server."""

    secret: str
    """Goes into every form."""
    model: str
    stored: str | None
    """The file audits are kept in, None where they are not."""
    batch: str | None = None
    """The folder of a batch that is open, if one is."""

    def home(
        self,
        entries: Sequence[Entry],
        *,
        search: str = "",
        skip: int = 0,
        filled: Filled | None = None,
        error: str | None = None,
    ) -> str:
        """Return the page to paste into, with the list of earlier audits."""
        return self._page(
            "home.html",
            entries=entries[:PAGE],
            more=skip + PAGE if len(entries) > PAGE else None,
            back=max(0, skip - PAGE) if skip else None,
            search=search,
            filled=filled or Filled(),
            error=error,
        )

    def waiting(self, entry: Entry, progress: Progress) -> str:
        """Return the page of an audit that runs."""
        return self._page("waiting.html", entry=entry, steps=steps(progress))

    def unfinished(self, entry: Entry) -> str:
        """Return the page of an audit that failed, or was interrupted."""
        return self._page("unfinished.html", entry=entry)

    def audit(self, entry: Entry, case: Case) -> str:
        """Return the page of an audit."""
        shown = tuple(
            replace(view, controls=Forms(_macro, self, entry, case, at)) for at, view in enumerate(views(case.result))
        )
        given = [self._given(case, at, view) for at, view in enumerate(shown)]
        return self._report(case.result, shown, entry.title, f"/audits/{entry.id}", entry=entry, given=given)

    def document(self, number: int, title: str, result: Report | Dossier) -> str:
        """Return the page of a document of a batch, which is only read."""
        return self._report(result, views(result), title, f"/batch/{number}", entry=None, given=[])

    def volumes(self, volumes: Sequence[Volume], *, search: str = "", skip: int = 0) -> str:
        """Return the list of a batch's documents."""
        more = skip + PAGE if len(volumes) > PAGE else None
        back = max(0, skip - PAGE) if skip else None
        return self._page("batch.html", volumes=volumes[:PAGE], search=search, more=more, back=back)

    def _report(
        self, result: Report | Dossier, shown: tuple[View, ...], name: str, address: str, **values: object
    ) -> str:
        dossier = result if isinstance(result, Dossier) else None
        return self._page(
            "audit.html",
            **values,
            address=address,
            result=result,
            dossier=dossier,
            name=name,
            views=shown,
            across=Across(shown) if dossier else shown[0],
            choices=filters(shown),
            quiet=False,
            downloads=DOWNLOADS,
        )

    def _given(self, case: Case, at: int, view: View) -> tuple[list[tuple[Given, str]], Answered | None, list[Card]]:
        """Return the answers about a document with their questions, and what the last one moved."""
        from auditor.setup import load_checklist

        checklist = load_checklist()
        answers = [(each, checklist.by_id(each.question).text) for each in case.noted(at).answers]
        last = case.last if case.last and case.last.document == at else None
        cards = [card for each in (last.moves if last else ()) if (card := view.card(each.finding))]
        return answers, last, cards

    def problem(self, sentence: str) -> str:
        """Return a page that says what is wrong."""
        return self._page("problem.html", sentence=sentence)

    def _page(self, template: str, **values: object) -> str:
        made = _environment().get_template(template).render(page=self, **values)
        return made.strip() + "\n"


def steps(progress: Progress) -> list[str]:
    """Return how far an audit has come, a sentence each."""
    from auditor.render import words

    if not progress.document:
        return ["Reading what was given."]
    lines = [f"Document {progress.document} of {progress.documents} is being audited."]
    if progress.asked:
        lines.append(f"{progress.answered} of {words.plural(progress.asked, 'request')} answered.")
    if progress.tokens:
        cost = "the cost is not known" if progress.cost_usd is None else f"${progress.cost_usd:.4f} so far"
        lines.append(f"{progress.tokens:,} tokens, {cost}.")
    return lines


def static(name: str) -> tuple[str, str] | None:
    """Return a style sheet or script and its type, None where there is none of that name."""
    if name not in ASSETS:
        return None
    package, kind = ASSETS[name]
    if package == "auditor.render":
        return str(asset(name)), kind
    return files(package).joinpath("page", name).read_text(encoding="utf-8"), kind


def anchor(case: Case, at: int, finding: str) -> str:
    """Return where the page of an audit shows a finding."""
    card = views(case.result)[at].card(finding)
    return card.anchor if card else "main"


def _macro(name: str) -> Callable[..., Any]:
    """Return a template of what a report is answered and reviewed with."""
    macro: Callable[..., Any] = getattr(_environment().get_template("controls.html").module, name)
    return macro


@cache
def _environment() -> Environment:
    from jinja2 import ChoiceLoader, PackageLoader

    shared = environment()
    assert shared.loader is not None
    return shared.overlay(loader=ChoiceLoader([PackageLoader("auditor.web", "page"), shared.loader]))
