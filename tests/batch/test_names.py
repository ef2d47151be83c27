"""Names of reports."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auditor.batch.names import report_name, slug


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


@given(st.text())
def test_any_title_comes_to_a_file_name(title):
    name = slug(title)
    assert 0 < len(name) <= 90
    assert not set(name) & set('/\\:*?"<>|\0\n ')
    assert not name.startswith((".", "-"))
    assert slug(name) == name
