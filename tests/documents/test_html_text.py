"""HTML: blocks, places, main part, damage."""

from __future__ import annotations

import pytest

from auditor.documents import read_bytes


def text_of(page: str) -> str:
    return read_bytes(page.encode(), name="a.html").text


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<h1>Title\n here</h1><p>One <b>bold</b> word.<p>Two", "Title here\n\nOne bold word.\n\nTwo"),
        ("<p>a line<br>another</p>", "a line\nanother"),
        ("<ul><li>one<li><p>two</p></ul>", "- one\n\n- two"),
        ("<table><tr><th>a<th>b<tr><td>1</td><td><p>2</p></td></tr></table>", "a | b\n\n1 | 2"),
        ("<p>A&amp;B &lt;tag&gt; x&nbsp;y</p>", "A&B <tag> x y"),
        ("<nav><a href=/>Home</a></nav><p>words</p>", "words"),
        ("<header><a>Home</a> <a>Buy</a><h1>Claim</h1></header><p>words</p>", "Claim\n\nwords"),
        (
            "<p>words</p><footer><p>Prose of the footer.</p><ul><li><a>Jobs</a></ul></footer>",
            "words\n\nProse of the footer.",
        ),
        ("<div id='cookie-bar'>We use cookies</div><p>words</p>", "words"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("words alone, <i>no</i> block", "words alone, no block"),
        ("<p>one</p>\n<script>var x = 'two'</script><style>p{}</style><svg><text>three</text></svg>", "one"),
    ],
)
def test_blocks_become_lines(page: str, expected: str) -> None:
    assert text_of(page) == expected


def test_the_main_part_is_preferred_where_it_holds_most_of_the_text() -> None:
    page = "<div>Related: a teaser</div><main><p>" + "The claim itself. " * 10 + "</p></main>"
    document = read_bytes(page.encode(), name="a.html")
    assert "teaser" not in document.text
    assert any("main part" in notice for notice in document.notices)
    assert "the rest" in text_of("<main><p>Short.</p></main><div><p>" + "and the rest " * 20 + "</p></div>")


def test_places_name_the_lines_of_the_file() -> None:
    document = read_bytes(
        b"<main>\n<h1>one\ntwo</h1>\n\n<p\nclass='x'\n>six</p>\n<!-- a\nb -->\n<p>ten</p></main>",
        name="a.html",
    )
    assert [document.where(passage.start) for passage in document.passages] == ["line 2", "line 7", "line 10"]


def test_depth_and_damage_do_no_harm() -> None:
    assert text_of("<div>" * 100_000 + "the words" + "</div>" * 100_000) == "the words"
    assert "the words" in text_of("<p>the words <a href='never closed> and <b <!-- on")
    assert "after" in text_of("</div></p>before</table><td>after")
