"""Where audits are done: in threads beside the server, watched while they run, kept when they end."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event, Lock, Semaphore, Thread

from pydantic import ValidationError

from auditor.errors import AuditorError
from auditor.providers import OFFLINE
from auditor.providers.around import Around
from auditor.providers.remembered import Remembering
from auditor.schema import Document, Dossier, FailedInput, Report
from auditor.steps import Outcome, Provider, Request
from auditor.web.history import History
from auditor.web.order import PASTED, Case, Order

SIDE_BY_SIDE = 2
"""Audits that run at a time; others wait."""
MOST = 20
"""Audits that may run or wait."""
OTHER_VERSION = "This audit was kept by another version of auditor, and cannot be shown by this one."
_TITLE = 70
"""Characters of a pasted text that a list calls it by."""
BUSY = f"{MOST} audits are running or waiting; try again when some of them are done."


class BusyError(AuditorError):
    """More audits are waiting than the server takes."""


@dataclass
class Progress:
    """How far an audit has come."""

    ended: Event = field(default_factory=Event)
    documents: int = 0
    """Documents that were read."""
    document: int = 0
    """The one that is being audited, counted from 1; 0 while files are still being read."""
    asked: int = 0
    answered: int = 0
    tokens: int = 0
    cost_usd: float | None = 0.0
    """None where the price of a request is not known."""


class Watched(Around):
    """A reader whose requests are counted."""

    def __init__(self, reader: Provider, progress: Progress) -> None:
        super().__init__(reader)
        self._progress = progress

    def before(self, request: Request) -> None:  # noqa: ARG002  any request counts
        """Count a request."""
        self._progress.asked += 1

    def after(self, request: Request, outcome: Outcome) -> Outcome:  # noqa: ARG002  any request counts
        """Count what came of it."""
        progress, usage = self._progress, outcome.usage
        progress.answered += 1
        progress.tokens += usage.input_tokens + usage.output_tokens
        if progress.cost_usd is not None:
            known = usage.cost_usd if usage.requests else 0.0
            progress.cost_usd = None if known is None else progress.cost_usd + known
        return outcome


class Desk:
    """Takes orders, has them done and keeps what they come to."""

    def __init__(self, reader: Provider, history: History, fault: Callable[[Exception], str]) -> None:
        """``fault`` says what is to be told of an error nobody foresaw; it may not quote the document."""
        self.reader = reader
        self.history = history
        self._fault = fault
        self._running: dict[str, Progress] = {}
        self._lock = Lock()
        self._changing: dict[str, Lock] = {}
        self._slots = Semaphore(SIDE_BY_SIDE)

    def submit(self, order: Order) -> str:
        """Begin an audit and return its id; BusyError where too many are waiting."""
        from auditor.api import now

        id = secrets.token_urlsafe(12)
        self._begin(id, lambda: self.history.begin(id, now(), order.title, order.model_dump_json().encode()))
        return id

    def again(self, id: str) -> None:
        """Begin an audit that failed or was interrupted once more."""
        if self.history.asked(id) is not None:
            self._begin(id, lambda: self.history.again(id))

    def progress(self, id: str) -> Progress | None:
        """Return how far an audit has come, None where it does not run."""
        with self._lock:
            return self._running.get(id)

    def wait(self, id: str, seconds: float) -> None:
        """Wait until an audit has ended, but no longer than this."""
        if progress := self.progress(id):
            progress.ended.wait(seconds)

    def case(self, id: str) -> Case | None:
        """Return what an audit came to, None where there is nothing; AuditorError where it cannot be read."""
        kept = self.history.result(id)
        try:
            return None if kept is None else Case.model_validate_json(kept)
        except ValidationError as error:
            raise AuditorError(OTHER_VERSION) from error

    def keep(self, id: str, case: Case) -> None:
        """Keep what an audit came to."""
        self.history.finish(
            id,
            title=title(case),
            summary=summary(case),
            words="\n".join([title(case), case.vendor or "", *(each.text for each in case.documents)]),
            result=case.model_dump_json(by_alias=True).encode(),
        )

    def change(self, id: str, change: Callable[[Case], Case]) -> Case | None:
        """Change what an audit came to, one change at a time; None where there is no such audit."""
        with self._lock:
            turn = self._changing.setdefault(id, Lock())
        with turn:
            case = self.case(id)
            if case is None:
                return None
            changed = change(case)
            self.keep(id, changed)
            return changed

    def _begin(self, id: str, note: Callable[[], None]) -> None:
        """Note what is asked for and have it done; nothing where it is being done already."""
        progress = Progress()
        with self._lock:
            if id in self._running:
                return
            if len(self._running) >= MOST:
                raise BusyError(BUSY)
            note()
            self._running[id] = progress
        Thread(target=self._work, args=(id, progress), name=f"audit {id}", daemon=True).start()

    def _work(self, id: str, progress: Progress) -> None:
        try:
            with self._slots:  # what waits is in the history, not in memory
                if asked := self.history.asked(id):
                    self.keep(id, audited(Order.model_validate_json(asked), self.reader, progress))
        except AuditorError as error:
            self._failed(id, str(error))
        except Exception as error:
            self._failed(id, self._fault(error))
        finally:
            with self._lock:
                del self._running[id]
            progress.ended.set()

    def _failed(self, id: str, reason: str) -> None:
        with suppress(AuditorError):  # where nothing can be written, it stays as interrupted
            self.history.fail(id, reason)


def audited(order: Order, reader: Provider, progress: Progress) -> Case:
    """Read and audit what was asked for; AuditorError where nothing can be."""
    from auditor.api import audit

    documents, failed = _read(order)
    if not documents:
        raise AuditorError(" ".join(each.message for each in failed[:3]))
    progress.documents = len(documents)
    memory = Remembering(Watched(reader, progress), {})
    reports = []
    for document in documents:
        progress.document += 1
        reports.append(audit(document, memory, as_of=order.as_of))
    if all(report.status == "failed" for report in reports):
        raise AuditorError(reports[0].errors[0].message)
    return Case(
        documents=documents,
        failed=failed,
        vendor=order.vendor,
        as_of=order.as_of,
        result=joined(reports, failed, order.vendor),
        replies=remembered(memory),
    )


def joined(reports: list[Report], failed: tuple[FailedInput, ...], vendor: str | None) -> Report | Dossier:
    """Return one report as it is, several as a dossier."""
    if len(reports) == 1 and not failed:
        return reports[0]
    from auditor.api import dossier_of

    return dossier_of(reports, failed, vendor=vendor)


def remembered(memory: Remembering) -> dict[str, str]:
    """Return the replies worth keeping: the offline rules are quicker asked again."""
    return {} if memory.model == OFFLINE else dict(memory.replies)


def _read(order: Order) -> tuple[tuple[Document, ...], tuple[FailedInput, ...]]:
    """Return the documents that can be read, each text once, and why others cannot."""
    from auditor.documents import read_all

    documents: dict[str, Document] = {}
    failed: list[FailedInput] = []
    for file in order.files:
        try:
            held = read_all(
                file.data,
                name=file.name,
                kind=order.kind,
                vendor=order.vendor,
                vendor_speakers=order.vendor_speakers,
            )
        except AuditorError as error:
            held = (FailedInput(name=file.name, message=str(error)),)
        for each in held:
            if isinstance(each, FailedInput):
                failed.append(each)
            else:
                documents.setdefault(each.id, each)
    return tuple(documents.values()), tuple(failed)


def title(case: Case) -> str:
    """Return what a list calls an audit."""
    from auditor.render.plain import shortened

    first, *more = case.documents
    called = shortened(first.text, _TITLE) if first.name == PASTED else first.name
    name = f"{called} and {len(more)} more" if more else called
    return f"{case.vendor}: {name}" if case.vendor else name


def summary(case: Case) -> str:
    """Return what an audit came to, in a sentence."""
    from auditor.render import words

    if isinstance(case.result, Report):
        return words.outcome(case.result) or words.counts(case.result)
    findings = sum(len(report.findings) for report in case.reports)
    return f"{words.plural(len(case.reports), 'document')}, {words.plural(findings, 'finding')}."
