"""Which jobs were handed in, and what each asks: kept before and after the hand-in, so that no job is lost sight of."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from auditor.steps import Failed, Outcome
from auditor.store.replies import Replies
from auditor.store.store import transaction

_MISSING = Failed("The job gave no answer to this request; --retry-failed asks it again.")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of a job."""

    digest: str
    """Of the request; its id in the job, too."""
    document: int
    place: str


def begin(replies: Replies, asked: Sequence[Asked]) -> int:
    """Keep what a job is about to ask, and return its number."""
    db, of = replies.db, (replies.model, replies.prompts)
    with transaction(db):
        number = db.execute("INSERT INTO jobs (model, prompts, state) VALUES (?, ?, 'begun')", of).lastrowid
        assert number is not None
        rows = [(number, each.digest, each.digest, each.document, each.place) for each in asked]
        db.executemany("INSERT INTO job_requests VALUES (?, ?, ?, ?, ?)", rows)
    return number


def submitted(db: sqlite3.Connection, number: int, job: str, at: str) -> None:
    """Keep the id that the provider gave a job."""
    db.execute("UPDATE jobs SET job = ?, state = 'submitted', submitted_at = ? WHERE id = ?", (job, at, number))


def drop_unsubmitted(db: sqlite3.Connection) -> int:
    """Forget jobs whose hand-in was never confirmed, and return how many there were."""
    with transaction(db):
        db.execute("DELETE FROM job_requests WHERE job_id IN (SELECT id FROM jobs WHERE state = 'begun')")
        return db.execute("DELETE FROM jobs WHERE state = 'begun'").rowcount


def waiting(db: sqlite3.Connection, model: str) -> list[tuple[int, str]]:
    """Return number and id of the jobs that were handed in to a model and not collected yet."""
    query = "SELECT id, job FROM jobs WHERE state = 'submitted' AND model = ? ORDER BY id"
    return [(row[0], row[1]) for row in db.execute(query, (model,))]


def unanswered(db: sqlite3.Connection, model: str) -> int:
    """Return how many requests are in jobs that were handed in to a model and not collected yet."""
    query = (
        "SELECT count(*) FROM job_requests r JOIN jobs j ON j.id = r.job_id WHERE j.state = 'submitted' AND j.model = ?"
    )
    return int(db.execute(query, (model,)).fetchone()[0])


def asked_already(replies: Replies, digest: str) -> bool:
    """Whether a job that is not collected yet asks this of the same model with the same prompts."""
    query = (
        "SELECT 1 FROM job_requests r JOIN jobs j ON j.id = r.job_id"
        " WHERE r.request = ? AND j.model = ? AND j.prompts = ? AND j.state != 'collected'"
    )
    return replies.db.execute(query, (digest, replies.model, replies.prompts)).fetchone() is not None


def collected(db: sqlite3.Connection, number: int, results: Iterable[tuple[str, Outcome]]) -> int:
    """Keep what a job brought, all of it or nothing, and return how many requests it answered.

    What it left out is a failure; what it answers without having been asked is not looked at.
    """
    query = "SELECT custom_id, request, document_id, place FROM job_requests WHERE job_id = ?"
    model, prompts = db.execute("SELECT model, prompts FROM jobs WHERE id = ?", (number,)).fetchone()
    replies = Replies(db, model, prompts)
    left = {row[0]: Asked(*row[1:]) for row in db.execute(query, (number,))}
    answered = 0
    with transaction(db):
        for name, outcome in results:
            if (asked := left.pop(name, None)) is not None:
                replies.keep_under(asked.digest, asked.document, asked.place, outcome)
                answered += not isinstance(outcome, Failed)
        for asked in left.values():
            replies.keep_under(asked.digest, asked.document, asked.place, _MISSING)
        db.execute("UPDATE jobs SET state = 'collected' WHERE id = ?", (number,))
    return answered
