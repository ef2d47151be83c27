"""The database of a batch: its rows, its search, and what it says of vendors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from kit import report_of

from auditor.documents import read_bytes
from auditor.errors import UsageError
from auditor.providers import provider
from auditor.schema import Report, StepError, Usage
from auditor.steps import ExtractVariables, Failed, Reply, Request
from auditor.store.replies import Replies, forget, forget_failed, prompts_digest
from auditor.store.rows import rows
from auditor.store.search import count, search
from auditor.store.store import CHILDREN, Store, connect, transaction
from auditor.store.vendors import overview, refresh, vendor


def audited(words: str, vendor: str | None = None, date: str | None = None) -> Report:
    document = read_bytes(words.encode(), name="page.txt", vendor=vendor).model_copy(update={"date": date})
    return report_of(document, provider("offline"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store(tmp_path / "audits.db")) as made:
        yield made


def add(store: Store, name: str, report: Report) -> int:
    number = store.plan({"source": name, "name": name, "title": name, "path": name, "run": 1})
    store.write(number, rows(number, report), 1)
    return number


SCRATCH = "We trained AcmeGPT from scratch on 2 trillion tokens of text."
BASED = "AcmeGPT is fine-tuned from Llama 3 70B, starting from Meta's checkpoint."


def test_writing_a_document_again_leaves_nothing_of_the_first_time(store):
    number = add(store, "a", audited(SCRATCH))
    before = {table: store.db.execute(f"SELECT * FROM {table}").fetchall() for table in CHILDREN}
    store.write(number, rows(number, audited(BASED)), 1)
    assert count(store.db, ["from scratch"]) == 0
    store.write(number, rows(number, audited(SCRATCH)), 1)
    after = {table: store.db.execute(f"SELECT * FROM {table}").fetchall() for table in CHILDREN}
    assert after == before
    store.db.execute("INSERT INTO quotes_fts (quotes_fts) VALUES ('integrity-check')")


def test_a_failure_takes_the_place_of_what_was_found(store):
    number = add(store, "a", audited(SCRATCH))
    store.fail(number, "It is gone.")
    assert store.totals() == {"failed": 1}
    assert not store.db.execute("SELECT 1 FROM findings").fetchall()


def test_a_transaction_is_all_or_nothing(store):
    def half() -> None:
        with transaction(store.db):
            store.plan({"source": "a", "name": "a", "title": "a", "path": "a", "run": 1})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    assert store.totals() == {}


def test_every_link_between_tables_holds(store):
    add(store, "a", audited(SCRATCH, "Acme"))
    add(store, "b", audited(BASED, "Acme"))
    refresh(store.db)
    assert store.db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_search_finds_words_in_other_endings_and_phrases(store):
    add(store, "a", audited(SCRATCH, "Acme"))
    add(store, "b", audited(BASED, "Brook"))
    assert {row["title"] for row in search(store.db, ["from scratch"], None, 10)} == {"a"}
    assert {row["title"] for row in search(store.db, ["training from scratch"], None, 10)} == set()
    assert {row["title"] for row in search(store.db, ["fine-tuning"], None, 10)} == {"b"}
    assert {row["title"] for row in search(store.db, ["fine", "lla*"], None, 10)} == {"b"}
    assert not search(store.db, ["llama"], "acme", 10)
    assert count(store.db, ['a "quoted" OR NEAR(x)']) == 0


@pytest.mark.parametrize("words", ["", "  ", '"', "*", "…"])
def test_a_search_without_a_word_is_a_mistake(store, words):
    with pytest.raises(UsageError, match="no word to look for"):
        search(store.db, [words], None, 10)


def test_a_vendor_shows_what_differs_between_calls_with_both_quotes_and_dates(store):
    add(store, "june", audited(BASED, "Acme", "2026-06-01"))
    add(store, "march", audited(SCRATCH, "ACME", "2026-03-01"))
    add(store, "other", audited(BASED, "Brook"))
    refresh(store.db)
    acme, brook = overview(store.db)
    assert (acme["documents"], acme["first_date"], acme["last_date"]) == (2, "2026-03-01", "2026-06-01")
    assert brook["contradictions"] == 0
    shown = vendor(store.db, acme, 10)
    pair = next(each for each in shown.contradictions if each["about"] == "weights before training")
    assert (pair["one_date"], pair["one_title"]) == ("2026-03-01", "march")
    assert (pair["other_date"], pair["other_title"]) == ("2026-06-01", "june")
    assert "from scratch" in pair["one_text"]
    assert [claim["title"] for claim in shown.claims] == ["march", "june"]
    assert "upgrade-path" in shown.missing
    assert "base-model" not in shown.missing


def test_vendors_are_the_same_in_whatever_order_documents_finish(tmp_path):
    said = {"a": (BASED, "ACME"), "b": (SCRATCH, "Acme"), "c": (BASED, "Brook")}
    tables = []
    for order in ("abc", "cba"):
        with closing(Store(tmp_path / f"{order}.db")) as store:
            entry = {"path": "x", "run": 1}
            ids = {name: store.plan({"source": name, "name": name, "title": name, **entry}) for name in said}
            for name in order:
                store.write(ids[name], rows(ids[name], audited(*said[name])), 1)
            refresh(store.db)
            tables.append([tuple(row) for row in store.db.execute("SELECT * FROM vendors")])
    assert tables[0] == tables[1]
    assert [row[1] for row in tables[0]] == ["ACME", "Brook"]


def test_a_vendor_without_documents_is_gone(store):
    number = add(store, "a", audited(SCRATCH, "Acme"))
    refresh(store.db)
    store.fail(number, "gone")
    refresh(store.db)
    assert overview(store.db) == []


# --- replies ------------------------------------------------------------------------------------------


def asked(where: str = "document") -> Request:
    return Request("extract", ExtractVariables("marketing", where, (), ()), where)


def test_a_reply_is_found_by_request_model_and_prompts_only(store):
    replies = Replies(store.db, "a:b", prompts_digest({"extract": "1"}))
    given = Reply("{}", Usage(requests=1, input_tokens=5, cost_usd=0.25))
    replies.keep(asked(), 1, given)
    assert replies.find(asked()) == given
    assert replies.find(asked("window 2")) is None
    assert Replies(store.db, "a:c", replies.prompts).find(asked()) is None
    assert Replies(store.db, "a:b", prompts_digest({"extract": "2"})).find(asked()) is None


def test_failures_keep_their_kind_and_cost_and_are_forgotten_by_a_retry(store):
    report = audited(SCRATCH)
    error = StepError(step="extract", where="window 2", message="no")
    number = add(store, "a", report.model_copy(update={"errors": (error,), "status": "partial"}))
    replies = Replies(store.db, "m", "p")
    outcome = Failed("Too long.", "too_long", Usage(requests=1))
    replies.keep(asked("window 1"), number, Reply("1", Usage(requests=1)))
    replies.keep(asked("window 2"), number, Reply("2", Usage(requests=1)))
    replies.keep(asked("window 3"), number, outcome)
    assert replies.find(asked("window 3")) == outcome
    forget_failed(store.db, number)
    assert replies.find(asked("window 1")) is not None
    assert replies.find(asked("window 2")) is None
    assert replies.find(asked("window 3")) is None
    forget(store.db, number)
    assert replies.find(asked("window 1")) is None


# --- files that are none ------------------------------------------------------------------------------


def test_a_database_of_somebody_elses_is_not_touched(tmp_path):
    path = tmp_path / "audits.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE mine (x)")
    with pytest.raises(UsageError, match="not one that auditor batch wrote"):
        Store(path)


def test_a_newer_database_is_left_to_a_newer_auditor(tmp_path):
    path = tmp_path / "audits.db"
    Store(path).close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(UsageError, match="newer auditor"):
        connect(path, readonly=True)


def test_a_database_of_an_earlier_version_gets_the_columns_it_lacks(tmp_path):
    path = tmp_path / "audits.db"
    Store(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("ALTER TABLE documents DROP COLUMN given_speakers")
        db.execute("PRAGMA user_version = 1")
        db.execute("INSERT INTO documents (source, name, title, path, run) VALUES ('a', 'a', 'a', 'a', 1)")
    with closing(Store(path)) as store:
        assert [task.speakers for task in store.tasks(1)] == [()]
        assert store.db.execute("PRAGMA user_version").fetchone()[0] == 2


def test_what_is_not_there_is_said(tmp_path):
    with pytest.raises(UsageError, match="does not exist"):
        connect(tmp_path / "audits.db", readonly=True)
