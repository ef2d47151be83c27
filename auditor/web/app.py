"""The paste page as an ASGI application: addresses to what answers them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from auditor.answers import Given
from auditor.errors import AuditorError, UsageError
from auditor.web import uploads
from auditor.web.batch import Batch
from auditor.web.changes import GONE, answered, judged, taken_back
from auditor.web.desk import BusyError, Desk
from auditor.web.door import Door
from auditor.web.guard import FAULT, Guard, TooLargeError, TooSlowError
from auditor.web.history import Entry
from auditor.web.order import Case
from auditor.web.pages import DOWNLOADS, NOT_HERE, Filled, Pages, anchor, static, steps
from auditor.web.replies import download, file, file_name, page, searched, to
from auditor.web.shelf import Shelf

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

_AT_ONCE = 0.8
"""Seconds an audit may take before a page of its own says that it runs."""
_LONGEST_ANSWER = 20_000
TOLD: Mapping[type[Exception], tuple[str, int]] = {
    TooLargeError: ("That is more than 40 MB, which is more than this page takes; give it in parts.", 413),
    TooSlowError: ("It took too long to arrive; try again.", 408),
    Exception: (FAULT, 500),
}
"""What is said of an error, and with which status; the guard hears of those nobody foresaw."""
STALE = "This page was opened before the server's history was changed; load it again and repeat what you did."


def application(desk: Desk, door: Door, fault: Callable[[Exception], object], shelf: Shelf | None = None) -> ASGIApp:
    """Return the application; ``fault`` is told of errors nobody foresaw, ``shelf`` is a batch to read in."""
    from starlette.applications import Starlette
    from starlette.exceptions import HTTPException
    from starlette.routing import Route

    web = Web(desk, shelf)
    batch = Batch(shelf, web.pages) if shelf else None
    app = Starlette(
        routes=[
            Route("/", web.home),
            Route("/static/{name}", web.static),
            Route("/audits", web.submit, methods=["POST"]),
            Route("/audits/{id}", web.audit),
            Route("/audits/{id}/progress", web.progress),
            Route("/audits/{id}/again", web.again, methods=["POST"]),
            Route("/audits/{id}/delete", web.delete, methods=["POST"]),
            Route("/audits/{id}/report.{ending}", web.download),
            Route("/audits/{id}/{at:int}/questions.docx", web.questions),
            Route("/audits/{id}/{at:int}/answer", web.answer, methods=["POST"]),
            Route("/audits/{id}/{at:int}/take-back", web.take_back, methods=["POST"]),
            Route("/audits/{id}/{at:int}/review", web.review, methods=["POST"]),
            *(batch.routes() if batch else ()),
        ],
        exception_handlers={
            HTTPException: web.refused,
            **{kind: web.told(*answer) for kind, answer in TOLD.items()},
            AuditorError: web.unable,
        },
    )
    return Guard(app, door, fault)


class Web:
    """What answers each address. Those without ``async`` run in threads."""

    def __init__(self, desk: Desk, shelf: Shelf | None) -> None:
        self.desk = desk
        stored = desk.history.path
        kept, batch = str(stored) if stored else None, str(shelf.root) if shelf else None
        self.pages = Pages(desk.history.secret(), desk.reader.model, kept, batch)

    # --- what is looked at ----------------------------------------------------------------------------

    def home(self, request: Request) -> Response:
        """Show the form and earlier audits."""
        search, skip = searched(request)
        return page(self.pages.home(self.desk.history.entries(search, skip), search=search, skip=skip))

    def static(self, request: Request) -> Response:
        """Give a style sheet or script."""
        from starlette.responses import Response

        found = static(request.path_params["name"])
        return Response(found[0], media_type=found[1]) if found else self._missing()

    def audit(self, request: Request) -> Response:
        """Show an audit: its report, how far it has come, or why there is none."""
        id = request.path_params["id"]
        progress = self.desk.progress(id)
        entry = self.desk.history.entry(id)
        if entry is None:
            return self._missing()
        if entry.state == "waiting" and progress is not None:
            return page(self.pages.waiting(entry, progress))
        case = self.desk.case(id) if entry.state == "done" else None
        return page(self.pages.unfinished(entry) if case is None else self.pages.audit(entry, case))

    def progress(self, request: Request) -> Response:
        """Say how far an audit has come."""
        from starlette.responses import JSONResponse

        progress = self.desk.progress(request.path_params["id"])
        return JSONResponse({"runs": progress is not None, "steps": steps(progress) if progress else []})

    def download(self, request: Request) -> Response:
        """Give the report in another form."""
        entry, case = self._case(request)
        if entry is None or case is None:
            return self._missing()
        return download(case.result, entry.title, request.path_params["ending"]) or self._missing()

    def questions(self, request: Request) -> Response:
        """Give what a document leaves open as a questionnaire to send."""
        from auditor.api import open_questions
        from auditor.forms import written
        from auditor.questionnaire import questionnaire
        from auditor.setup import load_checklist

        entry, case = self._case(request)
        at = request.path_params["at"]
        if entry is None or case is None or at >= len(case.reports):
            return self._missing()
        report = case.reports[at]
        examples = {each.id: each.good for each in load_checklist().questions}
        content = written(questionnaire(report, open_questions(report), examples), "docx")
        return file(content, f"{file_name(entry.title)}-questions.docx", DOWNLOADS["docx"][2])

    # --- what is done ---------------------------------------------------------------------------------

    async def submit(self, request: Request) -> Response:
        """Begin an audit; what cannot be audited is shown again beside the reason."""
        from starlette.concurrency import run_in_threadpool

        async with request.form(**uploads.LIMITS) as form:
            if not self._ours(form):
                return self._again(form, STALE, 403)
            try:
                order = await uploads.order_of(form)
                id = await run_in_threadpool(self.desk.submit, order)
            except BusyError as error:
                return self._again(form, str(error), 503)
            except AuditorError as error:
                return self._again(form, str(error), 422)
        await run_in_threadpool(self.desk.wait, id, _AT_ONCE)
        return to(f"/audits/{id}")

    async def again(self, request: Request) -> Response:
        """Begin an audit once more."""
        return await self._done(request, self._redo)

    async def answer(self, request: Request) -> Response:
        """Have an answer read, and show what it moved."""
        return await self._done(request, self._answer)

    async def take_back(self, request: Request) -> Response:
        """Take an answer back."""
        return await self._done(request, self._take_back)

    async def review(self, request: Request) -> Response:
        """Keep a review of a finding."""
        return await self._done(request, self._review)

    async def delete(self, request: Request) -> Response:
        """Delete an audit."""
        return await self._done(request, self._delete)

    def _answer(self, request: Request, form: FormData) -> str:
        from auditor.api import now

        text = uploads.field(form, "text", None).replace("\r\n", "\n").strip()[:_LONGEST_ANSWER]
        if not text:
            raise UsageError("There is no answer to read; write down what was said.")
        question, who = uploads.field(form, "question"), uploads.field(form, "who") or None
        if not question:
            raise UsageError(GONE)
        given = Given(question=question, text=text, source="person", who=who, when=now())
        return self._changed(request, lambda case, at: answered(case, at, given, self.desk.reader))

    def _take_back(self, request: Request, form: FormData) -> str:
        question = uploads.field(form, "question")
        return self._changed(request, lambda case, at: taken_back(case, at, question, self.desk.reader))

    def _changed(self, request: Request, change: Callable[[Case, int], Case]) -> str:
        """Change the answers about a document; return where the page shows what that moved."""
        id, at = request.path_params["id"], request.path_params["at"]
        case = self.desk.change(id, lambda case: change(case, at))
        moves = case.last.moves if case and case.last else ()
        place = anchor(case, at, moves[0].finding) if case and len(moves) == 1 else "answered"
        return f"/audits/{id}#{place}"

    def _review(self, request: Request, form: FormData) -> str:
        id, at = request.path_params["id"], request.path_params["at"]
        finding, review = uploads.field(form, "finding"), uploads.review_of(form)
        case = self.desk.change(id, lambda case: judged(case, at, finding, review))
        return f"/audits/{id}#{anchor(case, at, finding) if case else 'main'}"

    def _redo(self, request: Request, form: FormData) -> str:  # noqa: ARG002
        id: str = request.path_params["id"]
        self.desk.again(id)
        self.desk.wait(id, _AT_ONCE)
        return f"/audits/{id}"

    def _delete(self, request: Request, form: FormData) -> str:  # noqa: ARG002
        self.desk.history.delete(request.path_params["id"])
        return "/"

    async def _done(self, request: Request, act: Callable[[Request, FormData], str]) -> Response:
        """Do what a form of an audit's page asks for, in a thread, and lead on."""
        from starlette.concurrency import run_in_threadpool

        async with request.form(**uploads.LIMITS) as form:
            if not self._ours(form):
                return page(self.pages.problem(STALE), 403)
            return to(await run_in_threadpool(act, request, form))

    # --- what goes wrong ------------------------------------------------------------------------------

    def refused(self, request: Request, error: Any) -> Response:  # noqa: ARG002
        """Say that a page is not there, or that a form was not one."""
        sentence = NOT_HERE if error.status_code in (404, 405) else "What was sent could not be read; try again."
        return page(self.pages.problem(sentence), error.status_code)

    def unable(self, request: Request, error: Exception) -> Response:  # noqa: ARG002
        """Say what keeps something from being done."""
        return page(self.pages.problem(str(error)), 503 if isinstance(error, BusyError) else 422)

    def told(self, sentence: str, status: int) -> Callable[[Request, Exception], Response]:
        """Return what answers an error with one sentence."""
        return lambda request, error: page(self.pages.problem(sentence), status)  # noqa: ARG005

    def _missing(self) -> Response:
        return page(self.pages.problem(NOT_HERE), 404)

    def _again(self, form: FormData, error: str, status: int) -> Response:
        """Show the form as it was filled in, with what is wrong."""
        names = ("vendor", "kind", "speakers", "as_of")
        filled = Filled(uploads.field(form, "text", None), *(uploads.field(form, name) for name in names))
        return page(self.pages.home(self.desk.history.entries(), filled=filled, error=error), status)

    def _ours(self, form: FormData) -> bool:
        import hmac

        return hmac.compare_digest(uploads.field(form, "secret").encode(), self.pages.secret.encode())

    def _case(self, request: Request) -> tuple[Entry | None, Any]:
        id = request.path_params["id"]
        return self.desk.history.entry(id), self.desk.case(id)
