"""`report.yaml` from its bytes: encodings, line ends and YAML's own ways of writing, each figure at its place."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from openness_lint.model.errors import UnreadableInput

TEXT = "# 年度报告\nagency: 示例县水利局\nyear: 2024\nsections:\n  四、政府信息公开行政复议、行政诉讼情况:\n    行政复议: [1, 2, 3, 4, 10]\n"


def facts(report):
    """What a report says, and where: agency, and each figure with its number and place."""
    return report.agency, {str(a): (c.printed.text, c.number, tuple(c.printed.span)) for a, c in report.cells.items()}


EXPECTED = (
    "示例县水利局",
    {
        "disputes.review.upheld": ("1", Decimal(1), (6, 12, 6, 13)),
        "disputes.review.corrected": ("2", Decimal(2), (6, 15, 6, 16)),
        "disputes.review.other": ("3", Decimal(3), (6, 18, 6, 19)),
        "disputes.review.pending": ("4", Decimal(4), (6, 21, 6, 22)),
        "disputes.review.total": ("10", Decimal(10), (6, 24, 6, 26)),
    },
)


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.encode("gb18030"),
        TEXT.encode("gbk"),
        TEXT.replace("# 年度报告", "# coding: gb18030").encode("gb18030"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace("\n", "\r\n").encode("utf-16"),
        TEXT.rstrip("\n").encode(),
        TEXT.replace("# 年度报告", "---").encode() + b"...\n",
        TEXT.replace("# 年度报告", "%YAML 1.2\r---").replace("\n---", "---").encode(),
    ],
)  # fmt: skip
def test_the_same_report_in_every_encoding_and_with_every_line_end(read_bytes, data):
    report = read_bytes(data, ".yaml")
    moved = 1 if b"%YAML" in data else 0

    agency, cells = facts(report)
    assert (
        agency,
        {a: (*c[:2], (c[2][0] - moved, c[2][1], c[2][2] - moved, c[2][3])) for a, c in cells.items()},
    ) == EXPECTED


def test_lines_are_those_of_an_editor(read_bytes):
    report = read_bytes(
        "agency: a\u2028b\x85c\nyear: 2024\nsections: {disputes: {review: {total: 3}}}\n".encode(), ".yml"
    )

    (cell,) = report.cells.values()
    assert tuple(cell.printed.span) == (3, 39, 3, 40)
    assert report.lines[0] == "agency: a\u2028b\x85c"


@pytest.mark.parametrize(
    ("written", "printed", "begin", "end"),
    [
        ("12", "12", 0, 2),
        ("'12'", "12", 1, 3),
        ('"12"', "12", 1, 3),
        ('"\\x312"', "12", 1, 6),
        ('"1\\u0032"', "12", 1, 8),
        ("'1''2'", "1'2", 1, 5),
        ("!!str 12", "12", 6, 8),
        ("&a 12", "12", 3, 5),
        ("12 # 件", "12", 0, 2),
        ("１２", "１２", 0, 2),
        ("'　12 '", "　12 ", 1, 5),
        ("😀", "😀", 0, 1),
        ("''", "", 0, 2),
        ("''    # 空白", "", 0, 2),
    ],
)  # fmt: skip
def test_a_figure_is_at_its_characters_however_it_is_written(read_bytes, written, printed, begin, end):
    text = f"year: 2024\nsections:\n  disputes:\n    review:\n      total: {written}\n"
    (cell,) = read_bytes(text.encode(), ".yaml").cells.values()

    assert (cell.printed.text, tuple(cell.printed.span)) == (printed, (5, 14 + begin, 5, 14 + end))


@pytest.mark.parametrize(("written", "printed"), [("|\n        12\n", "12\n"), (">-\n        1\n        2\n", "1 2"), ("|-\n        1\n\n        2\n", "1\n\n2")])  # fmt: skip
def test_a_figure_may_stand_in_a_block_of_its_own(read_bytes, written, printed):
    (cell,) = read_bytes(f"year: 2024\nsections:\n  disputes:\n    review:\n      total: {written}".encode(), ".yaml").cells.values()  # fmt: skip

    assert cell.printed.text == printed
    assert tuple(cell.printed.span)[:2] == (6, 9)


def test_a_value_may_be_written_once_and_meant_twice(read_bytes):
    text = "year: 2024\nsections:\n  disputes:\n    review: &none [0, 0, 0, 0, 0]\n    litigation_direct: *none\n"
    report = read_bytes(text.encode(), ".yaml")

    assert len(report.cells) == 10
    assert {cell.printed.span.line for cell in report.cells.values()} == {4}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "1:1: the file is empty"),
        (b"# only a remark\n", "1:1: the file is empty"),
        (b"\xef\xbb\xbf", "1:1: the file is empty"),
        (b"---\n---\n", "2:1: a second YAML document starts here"),
        (b"agency: x\nagency: y\n", "2:1: duplicate key 'agency', first on line 1"),
        (b"agency: x\nyear: 2024\nsections:\n  disputes: {review: [1, 2, 3\n", "5:1: the file ends, but '[' on line 4"),
        (b"agency: x\nyear: 2024\nsections:\n  overview: \"abc\n", "4:13: this quote is never closed"),
        (b"agency: x\n\tyear: 2024\n", "2:1: a tab"),
        ("agency：x\nyear: 2024\n".encode(), "1:7: a full-width colon"),
        (b"agency: x\x07\n", "1:10: control character U+0007"),
        (b"agency: x\x00\n", "1:10: a zero byte"),
        ("年度: 2024\nagency: ".encode() + b"\xe7\xa4", "2:9: the UTF-8 text ends in the middle of a character"),
        ("# 政府信息公开工作年度报告\nagency: 示例".encode()[:-1] + b"x\n", "2:10: the UTF-8 text is damaged here"),
        (b"PK\x03\x04", "1:1: not text but a zip archive"),
        (b"%PDF-1.7", "1:1: not text but a PDF document"),
    ],
)  # fmt: skip
def test_what_is_broken_is_refused_at_its_place(complaint, data, said):
    assert complaint(data, ".yaml").startswith(said)


CLEAN = (Path(__file__).parents[2] / "examples" / "clean-2024.yaml").read_text(encoding="utf-8")
SLIPS = st.lists(
    st.tuples(
        st.integers(0, len(CLEAN)), st.integers(0, 3), st.sampled_from(["", " ", "\n", ",", "0", "'", ": ", "#", "- ", "[", "件"])
    ),
    max_size=3,
)  # fmt: skip


@given(SLIPS, st.booleans())
@settings(deadline=None, max_examples=120)
@example([], False)
def test_a_report_and_what_is_wrong_with_it_are_the_same_with_a_parser_and_without(read_bytes, slips, cut):
    text = CLEAN
    for place, width, instead in slips:
        text = text[:place] + instead + text[place + width :]
    data = (text.rstrip("\n") if cut else text).encode()

    def answer():
        try:
            return read_bytes(data, ".yaml")
        except UnreadableInput as error:
            return error.line, error.column, error.message

    ours = answer()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("openness_lint.syntax.yaml.read_simple", lambda lines: None)
        theirs = answer()

    assert ours == theirs
