"""JSON in the shape of `report.yaml`: numbers keep their digits, and every figure has its place."""

from __future__ import annotations

from decimal import Decimal

import pytest


def total(written: str) -> bytes:
    return f'{{"year": 2024,\n "sections": {{"disputes": {{"review": {{"total": {written}}}}}}}}}'.encode()


BEFORE = len(' "sections": {"disputes": {"review": {"total": ')


@pytest.mark.parametrize(
    ("written", "printed", "number", "begin", "end"),
    [
        ("12", "12", 12, 0, 2),
        ("12.50", "12.50", Decimal("12.50"), 0, 5),
        ("-3", "-3", -3, 0, 2),
        ("1e5", "1e5", None, 0, 3),
        ("123456789012345678901234567890", "123456789012345678901234567890", None, 0, 30),
        ("null", "", None, 0, 4),
        ("true", "true", None, 0, 4),
        ('""', "", None, 0, 2),
        ('"12"', "12", 12, 1, 3),
        ('"1,234件"', "1,234件", 1234, 1, 7),
        ('"\\u0031\\u0032"', "12", 12, 1, 13),
        ('"\\ud83d\\ude00"', "😀", None, 1, 13),
        ('"/"', "/", None, 1, 2),
        ('"\\/"', "/", None, 1, 3),
        ('"NaN"', "NaN", None, 1, 4),
    ],
)
def test_a_figure_is_read_as_printed_and_at_its_characters(read_bytes, written, printed, number, begin, end):
    (cell,) = read_bytes(total(written), ".json").cells.values()

    assert (cell.printed.text, cell.number) == (printed, number)
    assert tuple(cell.printed.span) == (2, BEFORE + begin + 1, 2, BEFORE + end + 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "utf-32"])
def test_every_encoding_gives_the_same(read_bytes, encoding):
    text = '{"机关": "示例县水利局", "年度": 2024, "正文": {"四、政府信息公开行政复议、行政诉讼情况": {"行政复议": [1, 2, 3, 4, 10]}}}'
    report = read_bytes(text.encode(encoding), ".json")

    assert report.agency == "示例县水利局"
    assert [int(cell.number) for cell in report.cells.values()] == [1, 2, 3, 4, 10]
    assert [text[c.printed.span.column - 1 : c.printed.span.end_column - 1] for c in report.cells.values()] == ["1", "2", "3", "4", "10"]  # fmt: skip


@pytest.mark.parametrize(
    "written", ["NaN", "Infinity", "-Infinity", "012", "+1", ".5", "1.", "0x10", "'1'", "undefined", "１"]
)
def test_what_json_does_not_know_is_refused(complaint, written):
    assert complaint(total(written), ".json").startswith("2:")


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"", "1:1: "),
        (b"\n \n", "1:1: "),
        (b"[]", "1:1: "),
        (b'"x"', "1:2: "),
        (b"2024", "1:1: "),
        (b'{"year": 2024,\n "year": 2024}', "2:3: "),
        (b'{"year": 2024, "sections": {}}}', "1:31: "),
        (b'{"year": 2024, "sections": {', "1:29: "),
        (b'{"year": 2024 "sections": {}}', "1:15: "),
        (b'{"year": 2024,}', "1:14: "),
        (b'{"year": 2024, "sections": {"disputes": {"review": [1, 2,]}}}', "1:57: "),
        (b"{'year': 2024}", "1:2: "),
        (b'{"agency": "a\nb"}', "1:14: "),
        (b'{"agency": "\\q"}', "1:13: "),
    ],
)
def test_what_is_broken_is_refused_at_its_place(complaint, data, place):
    assert complaint(data, ".json").startswith(place)
