import io
import unicodedata
from html.parser import HTMLParser

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import example, given, settings
from hypothesis import strategies as st

from openness_lint.drawing.plain import plain
from openness_lint.hooks import Look
from openness_lint.model.errors import UnreadableInput
from openness_lint.model.language import Phrase
from openness_lint.model.outcome import Unread
from openness_lint.reporters.markdown import Markdown

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)

# What would be markup in CommonMark or GFM, or would end what it stands in.
MARKUP = [
    "a | b",
    "| \\| \\\\| |",
    "ends in \\",
    "`code` ``",
    "*a* **b** _c_ __d__ ~~e~~ ~f~",
    "# a #",
    "- a",
    "1. a",
    "> a",
    "---",
    "***",
    "[a](http://a.example) [b] [^1] ![c](http://a.example/c.png)",
    "[a]: http://a.example",
    "- [ ] a",
    "<b>x</b> <!-- <script>",
    "</summary></details>",
    "&lt; &amp; &#65; &copy;",
    "http://a.example www.a.example ftp://a.example a@b.example mailto:a@b.example <http://a.example>",
    "@everyone #12 GH-12 !12 :smile:",
    "$x$ $`x`$ {+a+} ==b== ^c^",
    "    a",
    "a  ",
]


class _Page(HTMLParser):
    """The tags of a page with their attributes, in order, and the texts between them."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.texts = [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, attrs))
        self.texts.append("")

    def handle_endtag(self, tag):
        self.tags.append(tag)
        self.texts.append("")

    def handle_comment(self, data):
        self.tags.append(("!", data))

    def handle_data(self, data):
        self.texts[-1:] = ["".join([*self.texts[-1:], data])]


def shown(markdown):
    """As GitHub's own renderer shows it, raw HTML and all, without what parts a name from its @."""
    html = cmarkgfm.github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE)
    page = _Page(html)
    return page.tags, [text.replace("\u200b", "").strip() for text in page.texts if text.strip()]


def test_a_run_in_chinese(made, written, snapshot):
    assert written(Markdown(), made.everything()) == snapshot


def test_a_run_in_english(made, written, snapshot):
    assert written(Markdown(), made.everything(), language="en") == snapshot


def test_all_there_is_to_say(made, written, snapshot):
    assert written(Markdown(), [made.outcome(made.unit(), made.gap("natural_person"), made.gap())], verbose=True) == (
        snapshot
    )


def test_quiet_shows_findings_and_nothing_else(made, written, snapshot):
    assert written(Markdown(), [*made.everything(), made.outcome(made.gap(), path="gaps.yaml")], quiet=True) == snapshot


def test_a_report_with_a_finding_is_a_heading_a_table_and_the_rule(made, written):
    expected = """\
### report.yaml

机关：朝阳市科学技术局，2024 年度，判定 131 项，成立 130 项

| 级别 | 规则 | 位置 | 问题 |
| --- | --- | --- | --- |
| 错误 | U101 yuan-in-wan-yuan | 第 7 行第 14 列<br>二、主动公开政府信息情况 › 行政事业性收费 › 本年收费金额（单位：万元） | \
本列以万元为单位，这里写的是“0元”<br>修改：删去“元”（可用 --fix 自动修改） |

<details>
<summary>规则和依据</summary>

- U101 yuan-in-wan-yuan：以万元为单位的格子不写元；依据：国办公开办函〔2021〕30号，表二

</details>

**共检查 1 份报告，判定 131 项，成立 130 项：1 个错误，0 个警告，0 个提示，0 项未判定**
"""

    assert expected == written(Markdown(), [made.outcome(made.unit())])


def test_reports_in_which_all_holds_are_one_list(made, written):
    expected = """\
- a.yaml: 131 demands judged, all of them hold
- b.yaml: nothing to judge

**2 reports checked, 131 demands judged, 131 of them hold: 0 errors, 0 warnings, 0 infos, 0 not judged**
"""
    clean = [made.outcome(path="a.yaml"), made.outcome(path="b.yaml", judged=0, held=0)]

    assert expected == written(Markdown(), clean, language="en")


def test_a_file_that_was_not_read_says_why(written):
    error = UnreadableInput(Phrase("不是报告", "no report"))

    assert written(Markdown(), [Unread("a.yaml", error)], quiet=True) == "### a.yaml\n\n**未能读取**：不是报告\n"


def test_a_paper_without_lines_has_its_own_places(made, written):
    assert "| 第 2 张表第 27 行第 4 格<br>三、收到" in written(Markdown(), [made.document()])


def test_a_report_without_agency_and_year_says_what_was_judged(made, written):
    said = written(Markdown(), [made.outcome(made.unit(), agency=None, year=None)], language="en")

    assert said.startswith("### report.yaml\n\n131 demands judged, 130 of them hold\n\n|")


def test_it_is_shown_as_headings_a_table_and_folded_lists(made, written):
    tags, texts = shown(written(Markdown(), made.everything()))

    opened = [tag for tag, _ in (one for one in tags if isinstance(one, tuple))]
    assert [tag for tag in opened if tag in {"h3", "table", "details", "ul", "strong"}] == [
        *("h3", "table", "details", "ul"),  # report.yaml, with its gaps
        "ul",  # the report in which all holds
        *("h3", "strong"),  # empty.yaml
        *("details", "ul"),  # the rules
        "strong",  # the sum
    ]
    assert opened.count("tr") == 8
    assert texts[:6] == [
        "report.yaml",
        "机关：朝阳市科学技术局，2024 年度，判定 131 项，成立 125 项",
        *("级别", "规则", "位置", "问题"),
    ]


def test_each_report_is_written_before_the_next_is_judged(made):
    stream, seen = io.StringIO(), []

    def results():
        for path in ("a.yaml", "b.yaml"):
            yield made.outcome(made.unit(), path=path)
            seen.append(stream.getvalue().count("###"))

    Markdown().write(results(), stream, Look())

    assert seen == [1, 2]


def test_very_long_messages_are_cropped(made, written):
    assert len(written(Markdown(), [made.one_line("8" * 10_000, path="a.yaml")])) < 6000


def test_hostile_text_is_shown_and_does_nothing(made, written, snapshot, hostile):
    assert written(Markdown(), [made.one_line(hostile, path=hostile)]) == snapshot


def assert_shown_as_it_is(made, written, value):
    plainly, _ = shown(written(Markdown(), [made.one_line("x", path="x")]))

    tags, texts = shown(written(Markdown(), [made.one_line(value, path=f"a{value}b")]))

    assert plainly == tags
    text = plain(value).replace("\u200b", "")
    assert f"a{text}b" in texts  # the heading
    assert f"机关：{text}，2024 年度，判定 131 项，成立 130 项" in texts
    assert f"“{text}”不对" in texts
    assert f"T302 result-total：{text}（标题）" in texts


@pytest.mark.parametrize("value", MARKUP)
def test_no_markup_in_a_report_is_markup_on_the_page(made, written, value):
    assert_shown_as_it_is(made, written, value)


@settings(deadline=None)
@given(value=ANY_TEXT | st.text("\\`*_[](){}<>#|~!&@:/.-+=^$w1a \n", max_size=30))
@example("")
def test_whatever_a_report_says_is_text_on_the_page(made, written, value):
    said = written(Markdown(), [made.one_line(value, path=value)])

    assert not [one for one in said if one != "\n" and unicodedata.category(one) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]
    assert_shown_as_it_is(made, written, value)
