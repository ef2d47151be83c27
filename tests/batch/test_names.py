"""Names of reports."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auditor.batch.names import report_name, slug, text_name


def test_a_name_can_be_read_and_stands_on_any_file_system():
    assert slug("Acme, Q3 call (2).VTT") == "acme-q3-call-2-.vtt"
    assert slug("../../etc/passwd") == "etc-passwd"
    assert slug("CON.txt") == "document-con.txt"
    assert slug("Größe ﬁnal.txt") == "grösse-final.txt"
    assert slug("???") == "document"


def test_a_name_that_is_taken_gets_a_digest_of_its_source():
    taken = {"call.txt"}
    name = report_name("call.txt", "b/call.txt", taken.__contains__)
    assert name.startswith("call.txt-")
    assert name == report_name("call.txt", "b/call.txt", taken.__contains__)
    assert name != report_name("call.txt", "c/call.txt", taken.__contains__)


def test_a_long_title_in_any_script_is_a_name_of_few_bytes():
    assert slug("𠀀" * 80) == "𠀀" * 37
    assert slug("合" * 60) == "合" * 50


def test_an_ending_is_one_that_tells_a_format():
    titles = ("call.VTT", "notes", "Q3 at 10.30 with Ana", "a." + "x" * 300, "a.\0b")
    names = [text_name("a", title) for title in titles]
    assert names == ["a.VTT", "a.txt", "a.txt", "a.txt", "a.txt"]


@given(st.text())
def test_any_title_comes_to_a_file_name(title):
    name = slug(title)
    assert 0 < len(name) <= 90
    assert len(name.encode()) <= 160
    assert not set(name) & set('/\\:*?"<>|\0\n ')
    assert not name.startswith((".", "-"))
    assert slug(name) == name
