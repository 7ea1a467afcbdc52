"""Bytes to text: what is beyond doubt is read, everything else is refused with its place."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openness_lint.model.errors import UnreadableInput
from openness_lint.syntax.decode import LARGEST, LARGEST_PACKED, decode, largest, refuse_large

DOCUMENTS = Path(__file__).parents[3] / "shared" / "data"

REPORT = """agency: 朝阳市科学技术局
year: 2024
sections:
  一、总体情况: |
    一是主动公开情况。2024年，我局坚持以公开为常态、不公开为例外，全年主动公开政府信息307条。
    二是依申请公开情况。全年收到政府信息公开申请0件，上年结转0件。
  二、主动公开政府信息情况:
    行政事业性收费: 0元
"""

# The characters in everyday use: rows 16 to 55 of GB 2312, but for the five cells that stand empty.
EVERYDAY = "".join(bytes((row, cell)).decode("gb2312") for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFF))
CHINESE = st.text(EVERYDAY + "，。、：（）“”\u00a0 \n0123456789:", min_size=1)


def refusal(data: bytes) -> tuple[int | None, int | None, str, str]:
    with pytest.raises(UnreadableInput) as caught:
        decode(data)
    return caught.value.line, caught.value.column, caught.value.message.zh, caught.value.message.en


def read_or_refused(data: bytes) -> str | UnreadableInput:
    try:
        return decode(data)
    except UnreadableInput as error:
        return error


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
        (b"", "gb18030"),
        (b"", "gbk"),
    ],
)
def test_a_report_is_read_in_every_encoding_that_editors_save(mark, encoding):
    assert decode(mark + REPORT.encode(encoding)) == REPORT


@pytest.mark.parametrize("name", ["gb18030", "GB18030", "gbk", "gb2312", "cp936"])
@pytest.mark.parametrize(
    "line", ["# coding: {}\n", "# -*- coding: {} -*-\n", "  # vim: set fileencoding={} :\n", "# 报告\n# coding={}\n"]
)
def test_a_declared_encoding_is_obeyed(name, line):
    text = line.format(name) + "机关: 鄠邑区"  # 鄠 is in GB 18030, not among the characters in everyday use

    assert text == decode(text.encode("gb18030"))


def test_a_declaration_below_the_second_line_is_none():
    text = "a: 1\nb: 2\n# coding: big5\n"

    assert text == decode(text.encode())


def test_a_declaration_outside_a_comment_is_none():
    assert decode(b"coding: big5\n") == "coding: big5\n"


def test_an_encoding_that_cannot_be_used_is_refused_where_it_is_declared():
    assert refusal("# 年报\n# coding: big5\n".encode()) == (
        2,
        11,
        "声明的编码 big5 不能用；请另存为 UTF-8，或声明 gb18030",
        "declared encoding big5 cannot be used; save as UTF-8, or declare gb18030",
    )


def test_a_declaration_that_the_file_belies_is_refused():
    line, column, _, english = refusal("# coding: gbk\n机关: 朝阳市科学技术局\n".encode())

    assert (line, column) == (1, 11)
    assert english == "the file declares gbk but is UTF-8; delete the declaration"


@pytest.mark.parametrize("text", ["无", "朝阳市", "规章: [0]", "year: 2024 # 朝阳市", "费用: 5\u00a0€", "一—二·三"])
def test_short_gb18030_is_told_without_a_declaration(text):
    assert text == decode(text.encode("gb18030"))


def test_traditional_script_in_gb18030_is_told_without_a_declaration():
    text = "示例縣水利局2024年政府信息公開工作年度報告\n一、總體情況\n收到和處理政府信息公開申請情況"

    assert text == decode(text.encode("gb18030"))


def test_names_of_rare_characters_do_not_hide_gb18030():
    text = "衢州市衢江区水利局在衢州市衢江区人民政府的领导下开展政府信息公开工作，本年收到申请3件。"

    assert text == decode(text.encode("gb18030"))


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="real documents are not at hand")
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_a_real_report_is_read_without_declaration_or_mark(encoding):
    text = next(DOCUMENTS.glob("*.txt")).read_text("utf-8")

    assert text == decode(text.encode(encoding))


@pytest.mark.parametrize(
    ("text", "encoding", "column"),
    [
        ("café naïve résumé über", "latin-1", 4),
        ("Müße", "latin-1", 2),
        ("Привет, мир", "koi8-r", 1),
        ("政府資訊公開年度報告", "big5", 1),
        ("情報公開こんにちは", "shift-jis", 1),
    ],
)
def test_text_in_other_encodings_is_refused_and_not_guessed_at(text, encoding, column):
    data = text.encode(encoding)

    *place, chinese, english = refusal(data)

    assert [1, column] == place
    byte = f"0x{data[column - 1]:02X}"
    assert (
        f"不是 UTF-8 文本：此处字节 {byte} 无法解码；请另存为 UTF-8，或在首行声明编码，如 # coding: gb18030" == chinese
    )
    assert english.startswith(
        f"not UTF-8 text: byte {byte} cannot be decoded; save as UTF-8 or declare the encoding in"
    )


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG picture"),
        (b"PK\x03\x04\x14\0\x06\0\x08\0", "a zip archive, as docx and xlsx are"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 8, "an old Word or Excel document"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG picture"),
        (b"\x1f\x8b\x08\0", "a gzip file"),
    ],
)
def test_what_is_no_text_at_all_is_named(data, kind):
    assert (1, 1, f"not text but {kind}; give it its own file extension, or convert it first") == (
        *refusal(data)[:2],
        refusal(data)[3],
    )


@pytest.mark.parametrize(
    ("data", "place"), [(b"\0", (1, 1)), (b"agency: a\nyear\0: 1", (2, 5)), (b"\0\1\2\3" * 9, (1, 1))]
)
def test_a_zero_byte_is_refused_where_it_stands(data, place):
    assert (
        *place,
        "此处是零字节，文本里不会有；请确认给的是报告文件",
        "a zero byte, which no text has; is this the right file?",
    ) == refusal(data)


@pytest.mark.parametrize("cut", [1, 2])
def test_utf8_cut_off_inside_a_character_says_so(cut):
    data = "agency: 朝阳市".encode()[:-cut]

    assert refusal(data) == (
        1,
        11,
        "UTF-8 文本在一个字的中间断开；文件可能被截断，请重新取得完整的文件",
        "the UTF-8 text ends in the middle of a character; was the file cut off?",
    )


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-16-be"])
def test_other_encodings_cut_off_inside_a_character_say_so(encoding):
    data = (REPORT + "完").encode(encoding)[:-1]

    line, column, _, english = refusal(data)

    assert (line, column) == (9, 1)
    assert f"the {encoding.upper()} text ends in the middle of a character; was the file cut off?" == english


def test_one_bad_byte_in_a_chinese_utf8_file_is_found_and_not_taken_for_gb18030():
    data = bytearray(REPORT.encode())
    data[REPORT.encode().index("例外".encode()) + 1] = 0xFF

    assert (
        5,
        REPORT.splitlines()[4].index("例外") + 1,
        "UTF-8 文本在此处损坏：字节 0xE4 无法解码；请改正这里的字，重新保存",
        "the UTF-8 text is damaged here: byte 0xE4 cannot be decoded; mend this character and save again",
    ) == refusal(bytes(data))


def test_one_bad_byte_in_an_undeclared_gb18030_file_is_found():
    data = REPORT.encode("gb18030").replace("例外".encode("gb18030"), b"\xff" + "外".encode("gb18030"))

    line, column, _, english = refusal(data)

    assert (5, REPORT.splitlines()[4].index("例外") + 1) == (line, column)
    assert (
        english == "the GB18030 text is damaged here: byte 0xFF cannot be decoded; mend this character and save again"
    )


def test_places_are_counted_in_characters_and_not_in_bytes():
    # 上 is U+4E0A: its UTF-16 bytes hold that of a line feed.
    line, column, *_ = refusal("上上\r\n上\ud800".encode("utf-16", "surrogatepass"))

    assert (line, column) == (2, 2)


@given(CHINESE, st.data())
@settings(deadline=None, max_examples=150)
def test_damaged_utf8_is_refused_at_the_damage(text, data):
    whole = (REPORT + text).encode()
    at = data.draw(st.integers(0, len(whole) - 1))
    damaged = whole[:at] + bytes([data.draw(st.integers(1, 255))]) + whole[at + 1 :]

    try:
        expected = damaged.decode()
    except UnicodeDecodeError as error:
        before = damaged[: error.start].decode()
        assert (before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1) == refusal(damaged)[:2]
    else:
        assert expected == decode(damaged)


@given(CHINESE)
@settings(deadline=None, max_examples=100)
def test_chinese_survives_every_declared_encoding(text):
    for mark, encoding in (
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        assert text == decode(mark + text.encode(encoding))
    declared = "# coding: gb18030\n" + text
    assert declared == decode(declared.encode("gb18030"))


@given(CHINESE)
@settings(deadline=None, max_examples=100)
def test_reports_survive_every_encoding_undeclared(text):
    for encoding in ("gb18030", "utf-16-le", "utf-16-be"):
        assert REPORT + text == decode((REPORT + text).encode(encoding))


@given(st.binary(max_size=60) | st.binary(max_size=6))
@settings(deadline=None, max_examples=300)
def test_whatever_the_bytes_there_is_text_or_a_refusal_with_a_place(data):
    answer = read_or_refused(data)

    if isinstance(answer, str):
        assert "\0" not in answer
    else:
        assert (answer.line or 0) >= 1
        assert (answer.column or 0) >= 1
        assert "" not in answer.message


def test_nothing_is_empty_text():
    assert decode(b"") == ""


def test_line_ends_stay_as_they_are():
    assert decode("a\r\nb\rc\n\u2028".encode()) == "a\r\nb\rc\n\u2028"


def test_a_source_over_the_limit_is_refused_before_it_is_read():
    refuse_large(LARGEST)
    with pytest.raises(UnreadableInput) as caught:
        refuse_large(LARGEST + 1)

    assert (
        str(caught.value)
        == "10,000,001 bytes, over the limit of 10,000,000; no yearly report is that large, is this the right file?"
    )
    assert (
        caught.value.say("zh")
        == "文件有 10,000,001 字节，超过上限 10,000,000 字节；年度报告不会这么大，请确认给的是报告文件"
    )


@pytest.mark.parametrize(
    "head",
    [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-1.7", b"\n%PDF-1.4", b"{\\rtf1", b"MIME-Version: 1.0"],
)
def test_documents_with_pictures_may_be_larger_than_text(head):
    assert largest(head) == LARGEST_PACKED


@pytest.mark.parametrize("head", [b"", b"agency: PK", b"<html>", b"\x89PNG\r\n", b"\x1f\x8b\x08"])
def test_all_else_has_the_limit_of_text(head):
    assert largest(head) == LARGEST


def test_a_document_over_its_limit_is_refused_with_what_would_help():
    refuse_large(LARGEST_PACKED, LARGEST_PACKED)
    with pytest.raises(UnreadableInput) as caught:
        refuse_large(LARGEST_PACKED + 1, LARGEST_PACKED)

    assert (
        str(caught.value)
        == "50,000,001 bytes, over the limit of 50,000,000; if its pictures are too large, save a copy with them compressed"
    )
    assert (
        caught.value.say("zh") == "文件有 50,000,001 字节，超过上限 50,000,000 字节；如是照片太大，请压缩图片后另存一份"
    )
