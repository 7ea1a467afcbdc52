"""The page: whole for one run, every place marked, nothing of a report's text taken for markup, nothing fetched."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openness_lint.drawing.excerpt import _pieces
from openness_lint.drawing.plain import plain
from openness_lint.model.errors import UnreadableInput
from openness_lint.model.language import Phrase
from openness_lint.model.outcome import Unread
from openness_lint.reporters.html import Html

EXAMPLES = Path(__file__).parents[2] / "examples"
HOSTILE = [
    "<script>alert(1)</script>",
    "</td></table>",
    "{{ 7 * 7 }} {% raw %}",
    "&lt;&amp;",
    '" onload="x',
    "a\x1b[31mb\u202ec",
]


class Page(HTMLParser):
    """Tags in order, the marked texts by class, and whether each element that was opened was closed."""

    VOID = frozenset({"meta", "br"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.marked: dict[str, list[str]] = {"primary": [], "related": []}
        self.text = ""
        self._marks: list[str | None] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)
            kind = dict(attrs).get("class")
            self._marks.append(kind if tag in {"mark", "td"} and kind in self.marked else None)
            if self._marks[-1]:
                self.marked[kind].append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
        self._marks.pop()

    def handle_data(self, data):
        self.text += data
        for kind in filter(None, self._marks):
            self.marked[kind][-1] += data


def without_style(html: str) -> str:
    return re.sub(r"<style>.*?</style>", "<style></style>", html, flags=re.DOTALL)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_whole_page(made, written, snapshot, language):
    outcome = made.outcome(made.unit(), made.applicant_total(), made.identity("total"))

    html = written(Html(), [outcome], language=language)

    assert Page(html).open == []
    assert without_style(html) == snapshot


def test_the_very_characters_are_marked(made, written):
    page = Page(written(Html(), [made.outcome(made.applicant_total())]))

    assert page.marked == {"primary": ["16"], "related": ["12", "3", "0", "0", "0", "0"]}


def test_suppressed_findings_stay_with_their_reason(made, written):
    from openness_lint.model.diagnostic import Suppression
    from openness_lint.model.values import replace

    kept = replace(made.unit(), suppressed=Suppression("comment", "原件如此"))

    page = Page(written(Html(), [made.outcome(kept)]))

    assert "报告中的注释：原件如此" in page.text
    assert "已豁免 (1)" in page.text


def test_a_file_that_could_not_be_read_is_told(written):
    error = UnreadableInput(Phrase("不是报告", "no report"), line=3, column=9)

    page = Page(written(Html(), [Unread("a<b>.yaml", error)], language="en"))

    assert "a<b>.yaml:3:9" in page.text
    assert "could not be read no report" in " ".join(page.text.split())


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_a_report_is_markup(made, written, text):
    quiet = Page(written(Html(), [made.one_line("plain")]))
    page = Page(written(Html(), [made.one_line(text)]))

    assert page.tags == quiet.tags
    assert page.open == []
    assert "\x1b" not in page.text
    assert "\u202e" not in page.text


def test_nothing_is_fetched_and_nothing_runs(made, written):
    html = written(Html(), [made.outcome(made.unit())])

    assert "default-src 'none'" in html
    assert not {"script", "link", "img", "iframe"} & set(Page(html).tags)
    assert not re.search(r"(?:src|href)=\"(?!#)", html)


def test_documents_show_their_tables_with_the_cells_marked(written):
    from openness_lint.cli.main import run

    found = Path("found.html")
    assert run(["-f", "html", "-o", str(found), str(EXAMPLES / "documents" / "faults-2024.docx")]) == 1
    page = Page(found.read_text(encoding="utf-8"))

    assert page.open == []
    assert "４１件" in page.marked["primary"]
    assert "21" in page.marked["primary"]
    assert "15" in page.marked["related"]


@pytest.fixture(autouse=True)
def empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@given(
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp", "Co", "Cn")), max_size=400),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 30)), min_size=1, max_size=4),
)
def test_marks_hold_the_characters_of_the_line(line, places):
    marks = [(start, start + length, "primary") for start, length in places if start + length <= len(line)]

    pieces = _pieces(line, marks)

    shown = "".join(one.text for one in pieces if one.mark != "gap")
    if len(line) <= 200 and all(end > start for start, end, _ in marks):
        assert shown == plain(line)
    for start, end, _ in marks[:1] if len(marks) == 1 else []:
        if end > start:
            assert plain(line[start:end]) in [one.text for one in pieces if one.mark == "primary"]
