"""Whatever the bytes: a reader reads them or says UnreadableInput, soon; nothing else escapes it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openness_lint.engine import judge
from openness_lint.hooks import Look
from openness_lint.host import gather, open_rulebook
from openness_lint.model.errors import UnreadableInput
from openness_lint.model.span import TextSpan

HEAD = b"agency: x\nyear: 2024\n"
EXAMPLES = sorted((Path(__file__).parent.parent.parent / "examples").glob("*.yaml"))
TEXT_SUFFIXES = [".yaml", ".json"]


class TestBombs:
    def test_aliases_that_explode_are_refused(self, complaint):
        bomb = b"a: &a [x, x, x, x, x, x, x, x, x]\n"
        for one, before in zip("bcdefghi", "abcdefgh", strict=True):
            bomb += f"{one}: &{one} [{', '.join([f'*{before}'] * 9)}]\n".encode()

        assert "more than 200,000 values once aliases are expanded" in complaint(bomb, ".yaml")

    def test_an_alias_of_itself_is_refused(self, complaint):
        assert complaint(b"sections: &a {overview: *a}\n", ".yaml").startswith("1:25: '*a' stands inside")

    @pytest.mark.parametrize("suffix", TEXT_SUFFIXES)
    @pytest.mark.parametrize("depth", [41, 1000, 100_000])
    def test_depth_is_refused(self, complaint, suffix, depth):
        assert complaint(b'{"sections": ' + b"[" * depth + b"]" * depth + b"}", suffix)
        assert complaint(b'{"sections": ' + b'{"a":' * depth + b"1" + b"}" * depth + b"}", suffix)

    def test_depth_by_indents_is_refused(self, complaint):
        assert complaint(b"".join(b" " * i + b"a:\n" for i in range(200)), ".yaml")
        assert complaint(b"- " * 5000 + b"x\n", ".yaml")

    def test_two_hundred_thousand_entries_are_refused(self, complaint):
        rows = "".join(f"    k{i}: 0\n" for i in range(200_000))

        assert "200,000 values" in complaint(HEAD + b"sections:\n  disputes:\n" + rows.encode(), ".yaml")

    def test_twenty_thousand_keys_that_nobody_knows_are_one_complaint(self, complaint):
        rows = "".join(f"    k{i}: 0\n" for i in range(20_000))

        assert complaint(HEAD + b"sections:\n  disputes:\n" + rows.encode(), ".yaml").startswith("5:5: ")

    @pytest.mark.parametrize("suffix", TEXT_SUFFIXES)
    def test_ten_million_bytes_are_too_many(self, complaint, suffix):
        assert complaint(b" " * 10_000_001, suffix).startswith("10,000,001 bytes, over the limit")

    @pytest.mark.parametrize("suffix", TEXT_SUFFIXES)
    @pytest.mark.parametrize(
        "byte",
        [b" ", b"\n", b"{", b"[", b"-", b"#", b"\x80", b"&", b"*", b"!", b"?", b"%", b'"', b"'", b"\t", b":", b"- "],
    )
    def test_a_megabyte_of_one_thing_is_answered(self, complaint, suffix, byte):
        assert complaint(byte * 1_000_000, suffix)


class TestCells:
    @pytest.mark.parametrize(
        "cell",
        ["1" * 10_000, "x" * 10_000, "1," * 5000, " " * 10_000, "1 " * 5000, "-" * 10_000, "(" * 10_000, "（" * 5000 + "）" * 5000, "１" * 10_000, "元" * 10_000, "[/]" * 3000, "0" * 9_999 + "1", "." * 10_000, "1." * 5000],
    )  # fmt: skip
    def test_ten_thousand_characters_are_read_and_kept(self, read_bytes, cell):
        data = {"year": 2024, "sections": {"disputes": {"review": {"upheld": cell, "total": 1}}}}
        for suffix in TEXT_SUFFIXES:
            report = read_bytes(json.dumps(data).encode(), suffix)

            assert next(iter(report.cells.values())).printed.text == cell

    @pytest.mark.parametrize(
        "cell", ["\x1b[31m1", "\u202e21", "\u200b1", "\x7f", "\u2028", "\ufeff1", "a\nb", "a\rb", "\x01", "\U000e0041"]
    )
    def test_what_is_not_seen_is_read_from_an_escape_and_kept(self, read_bytes, cell):
        pair = json.dumps(cell)
        single = '"' + "".join(f"\\U{ord(c):08X}" for c in cell) + '"'

        for suffix, written in ((".json", pair), (".yaml", single)):
            text = f'{{"year": 2024, "sections": {{"disputes": {{"review": {{"upheld": {written}}}}}}}}}'

            (found,) = read_bytes(text.encode(), suffix).cells.values()

            assert found.printed.text == cell


class TestEmptiness:
    @pytest.mark.parametrize("body", ["sections:", "sections: {}", "sections: ~", "sections: {overview: }", "sections: {requests: }", "sections: {requests: {}}", "sections: {requests: {denied: }}", "sections: {requests: {denied: {}}}", "sections: {requests: {received: {}}}", "sections: {overview: []}", "sections: {requests: {unlisted: {}}}"])  # fmt: skip
    def test_empty_parts_are_parts_without_figures(self, read_bytes, body):
        assert read_bytes(HEAD + body.encode(), ".yaml").cells == {}

    @pytest.mark.parametrize("body", ["sections: []", "sections: ''", "sections: 0", "sections: [{}]", "sections: {requests: []}", "sections: {requests: {received: []}}"])  # fmt: skip
    def test_lists_and_words_in_their_place_are_refused(self, complaint, body):
        assert complaint(HEAD + body.encode(), ".yaml").startswith("3:")


def _answered(read_bytes, data: bytes, suffix: str):
    """The report that bytes come to, None when they are refused; and that all its places are in the source."""
    report, refused = None, None
    try:
        report = read_bytes(data, suffix)
    except UnreadableInput as error:
        refused = error
    if report is None:
        assert all(refused.message)
        assert (refused.line is None) == (refused.column is None)
        return None
    for cell in report.cells.values():
        span = cell.printed.span
        assert isinstance(span, TextSpan)
        assert (1, 1) <= (span.line, span.column) <= (span.end_line, span.end_column)
        assert span.end_line <= len(report.lines)
        assert span.end_column <= len(report.lines[span.end_line - 1]) + 1
    return report


class TestAnything:
    @settings(max_examples=150, deadline=None)
    @given(st.binary(), st.sampled_from(TEXT_SUFFIXES))
    def test_bytes(self, read_bytes, data, suffix):
        _answered(read_bytes, data, suffix)

    @settings(max_examples=150, deadline=None)
    @given(st.text(st.characters(codec="utf-8")), st.sampled_from(TEXT_SUFFIXES), st.sampled_from(["utf-8", "utf-16", "gb18030"]))  # fmt: skip
    def test_text(self, read_bytes, text, suffix, encoding):
        _answered(read_bytes, text.encode(encoding), suffix)

    @settings(max_examples=150, deadline=None)
    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec="utf-8", max_codepoint=0xFFFF), max_size=5) | st.sampled_from(["2024", "x", "sections"]),
            lambda inner: st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["sections", "year", "agency", "form", "preface", "requests", "disputes", "review", "received", "denied", "total", "organisations", "unlisted", "text", "note", "subtotal", "overview", "正文"]),
                inner,
                max_size=4,
            ),
            max_leaves=12,
        )
    )  # fmt: skip
    def test_json_of_any_shape(self, read_bytes, value):
        for one in (value, {"year": 2024, "sections": value}, {"year": 2024, "sections": {"requests": value}}):
            data = json.dumps(one).encode()

            assert (_answered(read_bytes, data, ".json") is None) >= (_answered(read_bytes, data, ".yaml") is None)


@st.composite
def mutilated(draw) -> bytes:
    """A report of ours with some stretches left out, doubled, moved or replaced, in bytes or in characters."""
    text = draw(st.sampled_from(EXAMPLES)).read_bytes()
    for _ in range(draw(st.integers(1, 4))):
        begin = draw(st.integers(0, len(text)))
        end = min(len(text), begin + draw(st.integers(0, 40)))
        other = draw(st.integers(0, len(text)))
        piece = draw(
            st.just(b"")
            | st.just(text[begin:end] * 2)
            | st.just(text[other : other + end - begin])
            | st.sampled_from([b"\n", b": ", b"[", b"]", b"{", b"'", b'"', b"\t", b"- ", b"#", b"&a ", b"*a", b"|\n", b"\xff", b"\x00", b"\r", "：".encode(), b"9" * 30, b"-", b"."])
            | st.binary(max_size=6)
            | st.text(max_size=4).map(lambda one: one.encode("utf-8", "surrogatepass"))
        )  # fmt: skip
        text = text[:begin] + piece + text[end:]
    return text


@pytest.fixture(scope="module")
def everything():
    host = gather()
    return host, open_rulebook(host)


@settings(max_examples=120, deadline=None)
@given(mutilated())
def test_mutilated_reports_are_read_or_refused_and_what_is_read_is_judged_without_a_fault(read_bytes, everything, data):
    host, rulebook = everything

    report = _answered(read_bytes, data, ".yaml")

    if report is None:
        return
    outcome = judge(report, rulebook.rules, "report.yaml")
    assert [one.message.en for one in outcome.faults] == []
    for reporter in (one for one in host.reporters.values() if one.name != "parquet"):  # bytes, and no text
        stream = io.StringIO()
        reporter.write([outcome], stream, Look(rules=tuple(one.rule for one in rulebook.rules)))
        assert stream.getvalue() == "".join(one for one in stream.getvalue() if one not in "\x1b\u202e\x00")
