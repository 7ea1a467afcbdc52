"""The baseline: one line for each finding, keyed by what is printed and where on the form, never by lines."""

from __future__ import annotations

import json
from collections.abc import Callable
from textwrap import dedent

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openness_lint.baseline import (
    HEADER,
    Baseline,
    Entry,
    Key,
    Ledger,
    Standing,
    entries_of,
    keyed,
    parse_baseline,
    pruned,
    updated,
    written,
)
from openness_lint.engine import judge
from openness_lint.model.diagnostic import Suppression
from openness_lint.model.errors import InvalidBaseline
from openness_lint.model.outcome import Outcome
from openness_lint.model.source import Source

NAME = ".openness-lint-baseline.jsonl"
FIGURE = st.sampled_from(["0", "1", "2", "7", "''", "1件", "/", "１"])
slow = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def report_of(rows: dict[str, list[str]], agency: str = "示例县水利局", year: int = 2024) -> str:
    lines = [f"agency: {agency}", f"year: {year}", "sections:", "  四、政府信息公开行政复议、行政诉讼情况:"]
    return "\n".join([*lines, *(f"    {key}: [{', '.join(figures)}]" for key, figures in rows.items())]) + "\n"


ROWS = ("行政复议", "未经复议直接起诉", "复议后起诉")
reports = st.fixed_dictionaries({key: st.lists(FIGURE, min_size=5, max_size=5) for key in ROWS})


@pytest.fixture
def known(rulebook):
    return [one.rule for one in rulebook.rules]


@pytest.fixture
def codes(known):
    return {one.code for one in known}


@pytest.fixture
def judged(host, rulebook) -> Callable[..., Outcome]:
    """What all rules say of a report's text."""

    def run(text: str) -> Outcome:
        report = host.readers[".yaml"].read(Source("report.yaml", dedent(text).encode()), rulebook.shelf)
        return judge(report, rulebook.rules, "report.yaml")

    return run


@pytest.fixture
def baseline(known) -> Callable[..., Baseline]:
    """A baseline as it comes back from its file."""

    def read(*entries: Entry) -> Baseline:
        return parse_baseline(written(entries).encode(), NAME, known)

    return read


def of(outcome: Outcome) -> list[Entry]:
    return list(entries_of(outcome, "zh"))


def entry(code: str = "T401", value: str = "2", *, address: str = "disputes.review.total", **more: object) -> Entry:
    key = {"agency": "示例县水利局", "year": 2024, "nth": 1} | more
    return Entry(
        Key(key["agency"], key["year"], code, address, (value,), key["nth"]), "说明", str(more.get("reason", ""))
    )


class TestWhatItSilences:
    @slow
    @given(rows=reports)
    def test_the_baseline_of_a_report_silences_exactly_its_findings(self, judged, baseline, rows):
        outcome = judged(report_of(rows))

        silenced = baseline(*of(outcome)).silence(outcome)

        assert not silenced.violations
        assert [one.broken for one in silenced.suppressed] == [one.broken for one in outcome.violations]
        assert silenced.gaps == outcome.gaps
        assert {one.suppressed for one in silenced.suppressed} <= {Suppression("baseline", "")}

    @slow
    @given(rows=reports, data=st.data())
    def test_reordered_rows_and_further_lines_change_nothing(self, judged, baseline, rows, data):
        known = baseline(*of(judged(report_of(rows))))
        moved = {key: rows[key] for key in data.draw(st.permutations(list(rows)))}
        text = f"# 一行\n\n# 又一行\n{report_of(moved)}"

        assert {one.key for one in known.entries} == {one.key for one in of(judged(text))}
        assert not known.silence(judged(text)).violations

    @slow
    @given(before=reports, after=reports)
    def test_of_a_changed_report_only_what_is_new_counts(self, judged, baseline, before, after):
        known = baseline(*of(judged(report_of(before))))
        outcome = judged(report_of(after))

        silenced = known.silence(outcome)

        new = {key for _, _, key in keyed(outcome)} - {one.key for one in known.entries}
        assert new == {key for _, one, key in keyed(silenced) if one.suppressed is None}

    def test_one_repaired_makes_no_room_for_another_of_the_same_rule(self, judged, baseline, codes):
        known = baseline(*of(judged(report_of({"行政复议": ["1", "0", "0", "0", "2"]}))))
        outcome = judged(report_of({"行政复议": ["1", "0", "0", "0", "1"], "复议后起诉": ["1", "0", "0", "0", "2"]}))
        ledger = Ledger(known)
        ledger.note(outcome, codes)

        found = [one for one in known.silence(outcome).violations if one.rule.code == "T401"]

        assert [str(one.at.address) for one in found] == ["disputes.litigation_after_review.total"]
        assert [ledger.standing(one) for one in known.entries if one.key.code == "T401"] == [Standing.GONE]

    def test_another_figure_at_the_same_place_is_another_finding(self, judged, baseline):
        known = baseline(*of(judged(report_of({"行政复议": ["1", "0", "0", "0", "2"]}))))

        outcome = known.silence(judged(report_of({"行政复议": ["1", "0", "0", "0", "3"]})))

        assert [one.rule.code for one in outcome.violations if one.rule.code == "T401"] == ["T401"]

    @pytest.mark.parametrize("other", [{"agency": "示例县教育局"}, {"year": 2023}])
    def test_another_agency_or_year_is_another_report(self, judged, baseline, other):
        rows = {"行政复议": ["1", "0", "0", "0", "2"]}
        outcome = judged(report_of(rows, **other))

        assert baseline(*of(judged(report_of(rows)))).silence(outcome) is outcome

    def test_the_reason_goes_with_the_finding(self, judged, baseline):
        outcome = judged(report_of({"行政复议": ["1", "0", "0", "0", "2"]}))
        entries = [Entry(one.key, one.message, "2024年原件如此") for one in of(outcome)]

        silenced = baseline(*entries).silence(outcome)

        assert {Suppression("baseline", "2024年原件如此")} == {one.suppressed for one in silenced.suppressed}

    def test_a_mandatory_rule_is_not_silenced_and_not_taken_down(self, judged, baseline):
        outcome = judged(report_of({"行政复议": ["1", "0", "0", "0", "2"]}))

        silenced = baseline(*of(outcome)).silence(outcome, {"T401"})

        assert [one.rule.code for one in silenced.violations] == ["T401"]
        assert "T401" not in {one.key.code for one in entries_of(outcome, "zh", {"T401"})}

    def test_the_same_finding_twice_needs_two_lines(self, judged, baseline):
        outcome = judged(report_of({"行政复议": ["1", "0", "0", "0", "2"]}))
        one = next(one for one in outcome.violations if one.rule.code == "T401")
        twice = Outcome("r", outcome.form, outcome.agency, outcome.year, 2, 0, (one, one))

        entries = of(twice)

        assert [each.key.nth for each in entries] == [1, 2]
        assert not baseline(*entries).silence(twice).violations
        assert len(baseline(entries[0]).silence(twice).violations) == 1


class TestTheFile:
    def test_a_line_for_each_sorted_with_nothing_left_to_chance(self):
        second = Entry(Key("乙局", 2024, "T301", "requests.received.total", ("7", "a=5"), 2), "总计为 7", "原件如此")
        first = Entry(Key("乙局", 2023, "U101", "proactive.fees.amount", ("265500元",), 1), "本列以万元计")
        none = Entry(Key(None, None, "C101", "disputes.review.total", ("",), 1), "空白")

        assert written([second, first, none]) == dedent("""\
            {"format": "openness-lint baseline", "version": 1}
            {"code": "C101", "agency": null, "year": null, "address": "disputes.review.total", "values": [""], "message": "空白"}
            {"code": "U101", "agency": "乙局", "year": 2023, "address": "proactive.fees.amount", "values": ["265500元"], "message": "本列以万元计"}
            {"code": "T301", "agency": "乙局", "year": 2024, "address": "requests.received.total", "values": ["7", "a=5"], "nth": 2, "message": "总计为 7", "reason": "原件如此"}
            """)  # fmt: skip

    @settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        agency=st.none() | st.text(max_size=8),
        year=st.none() | st.integers(1900, 2100),
        address=st.text(max_size=8),
        values=st.lists(st.text(max_size=8), max_size=3),
        reason=st.text(max_size=8),
    )
    def test_whatever_a_report_holds_comes_back_from_a_file_of_clean_lines(
        self, baseline, agency, year, address, values, reason
    ):
        one = Entry(Key(agency, year, "T401", address, tuple(values), 1), "说\u202e明\u2028", reason)

        text = written([one])

        assert len(text.splitlines()) == 2
        assert all(c.isprintable() or c == "\n" for c in text if ord(c) < 0x300)
        assert [Entry(one.key, one.message, one.reason, 2)] == list(baseline(one).entries)

    @given(st.permutations([entry(value=str(number)) for number in range(5)]))
    def test_the_order_of_the_findings_does_not_matter(self, entries):
        assert written([entry(value=str(number)) for number in range(5)]) == written(entries)

    def test_empty_lines_and_carriage_returns_are_no_trouble(self, known):
        text = f"\ufeff{HEADER}\r\n\r\n{entry().written()}\r\n"

        assert [entry().key] == [one.key for one in parse_baseline(text.encode(), NAME, known).entries]


GOOD = '{"code": "T401", "agency": "甲", "year": 2024, "address": "a", "values": ["1"], "message": "说明"}'


@pytest.mark.parametrize(
    ("line", "at", "zh", "en"),
    [
        (GOOD.replace("T401", "T4O1"), 'T4O1', "没有规则“T4O1”；是否指“T401”？", "there is no rule 'T4O1'; did you mean 'T401'?"),
        (GOOD.replace('"code"', '"cod"'), 'cod"', "不认识的键“cod”；可用：code、agency、year、address、values、nth、message、reason；是否指“code”？", "unknown key 'cod'; known: code, agency, year, address, values, nth, message, reason; did you mean 'code'?"),
        (GOOD.replace('"year": 2024', '"year": "2024"'), '2024"', "year 应是年度或 null", "year should be a year or null"),
        (GOOD.replace('"year": 2024', '"year": 2024.5'), '2024.5', "year 应是年度或 null", "year should be a year or null"),
        (GOOD.replace('"甲"', "1"), '1, ', "agency 应是机关名称或 null", "agency should be a name or null"),
        (GOOD.replace('["1"]', "[1]"), '[1]', "values 应是一列文字", "values should be a list of texts"),
        (GOOD.replace('"message"', '"nth": 1, "message"'), '1, "message', "nth 应是大于 1 的整数", "nth should be a whole number above 1"),
        (GOOD.replace('"message"', '"reason": null, "message"'), 'null', "reason 应是文字", "reason should be text"),
        (GOOD.replace(', "message": "说明"', ""), '{', "缺少 message", "missing: message"),
        (GOOD.replace('"agency": "甲", ', '"code": "T401", '), 'code": "T401", "year', "键“code”重复，第 1 行已有；删去其一，否则不知以哪个为准", "duplicate key 'code', first on line 1; remove one of the two"),
        ("[]", '[]', "每行应是一个 JSON 对象", "each line should be a JSON object"),
        ("T401", 'T401', "这里应是数字、true、false 或 null；若是文字，请用英文双引号括起来", "a number, true, false or null is expected here; if it is text, put it in ASCII double quotes"),
        ("<<<<<<< HEAD", "<", "合并冲突还没有解决；两边的行都留下即可，再运行 openness-lint baseline update", "an unresolved merge conflict; keep the lines of both sides, then run openness-lint baseline update"),
        ("=======", "=", "合并冲突还没有解决；两边的行都留下即可，再运行 openness-lint baseline update", "an unresolved merge conflict; keep the lines of both sides, then run openness-lint baseline update"),
        (f"{GOOD}\n{GOOD}", '{', "与第 2 行是同一个问题，写了两次；删去其一", "the same finding as on line 2; remove one of the two"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_understood_is_refused_at_its_place(known, line, at, zh, en):
    with pytest.raises(InvalidBaseline) as caught:
        parse_baseline(f"{HEADER}\n{line}\n".encode(), NAME, known)

    error = caught.value
    last = line.splitlines()[-1]
    assert (NAME, 1 + len(line.splitlines()), last.index(at) + 1) == (error.path, error.line, error.column)
    assert (zh, en) == error.message


@pytest.mark.parametrize(
    ("data", "line", "zh"),
    [
        (b"", 1, f"不是基线文件：第一行应是 {HEADER}（用 openness-lint baseline create 生成）"),
        (GOOD.encode(), 1, f"不是基线文件：第一行应是 {HEADER}（用 openness-lint baseline create 生成）"),
        (b"agency: x\n", 1, f"不是基线文件：第一行应是 {HEADER}（用 openness-lint baseline create 生成）"),
        (HEADER.replace("1}", "2}").encode(), 1, "这个版本只认第 1 版基线"),
        (HEADER.encode() + b"\n\xd6\xd0\n", 2, "基线文件应是 UTF-8 文本"),
        (b"[" * 100_000, 1, f"不是基线文件：第一行应是 {HEADER}（用 openness-lint baseline create 生成）"),
    ],
)
def test_another_file_is_no_baseline(known, data, line, zh):
    with pytest.raises(InvalidBaseline) as caught:
        parse_baseline(data, NAME, known)

    assert (NAME, line, zh) == (caught.value.path, caught.value.line, caught.value.message.zh)


BROKEN = {"行政复议": ["1", "0", "0", "0", "2"]}
MENDED = {"行政复议": ["1", "0", "0", "0", "1"]}


class TestStanding:
    """What a run says of each line."""

    @pytest.fixture
    def one(self, judged, baseline) -> Baseline:
        """A baseline with the one finding of BROKEN."""
        return baseline(*(each for each in of(judged(report_of(BROKEN))) if each.key.code == "T401"))

    def standing(self, known: Baseline, *outcomes: Outcome, asked: set[str]) -> Standing:
        ledger = Ledger(known)
        for outcome in outcomes:
            ledger.note(outcome, asked)
        return ledger.standing(known.entries[0])

    def test_found_and_gone(self, one, judged, codes):
        assert Standing.FOUND is self.standing(one, judged(report_of(BROKEN)), asked=codes)
        assert Standing.GONE is self.standing(one, judged(report_of(MENDED)), asked=codes)

    def test_a_report_that_was_not_in_the_run_says_nothing(self, one, judged, codes):
        assert Standing.UNASKED is self.standing(one, asked=codes)
        assert Standing.UNASKED is self.standing(one, judged(report_of(MENDED, agency="示例县教育局")), asked=codes)

    def test_nor_does_a_rule_that_was_not_asked(self, one, judged):
        assert Standing.UNASKED is self.standing(one, judged(report_of(MENDED)), asked={"T301"})

    def test_nor_a_place_that_could_not_be_judged(self, one, judged, codes):
        blank = {"行政复议": ["1", "0", "''", "0", "2"]}

        assert Standing.UNASKED is self.standing(one, judged(report_of(blank)), asked=codes)

    def test_of_two_files_of_one_report_one_with_the_finding_keeps_it(self, one, judged, codes):
        both = [judged(report_of(rows)) for rows in (MENDED, BROKEN)]

        assert Standing.FOUND is self.standing(one, *both, asked=codes)

    def test_a_finding_that_is_suppressed_too_is_still_there(self, one, judged, codes):
        outcome = one.silence(judged(report_of(BROKEN)))

        assert Standing.FOUND is self.standing(one, outcome, asked=codes)

    def test_a_stale_line_is_a_finding_at_its_own_place(self, one, judged, codes, known):
        stale, refusing = (next(rule for rule in known if rule.code == code) for code in ("Q201", "Q105"))
        ledger = Ledger(one)
        ledger.note(judged(report_of(MENDED)), codes)

        outcome = ledger.outcome(stale, refusing)

        [found] = outcome.violations
        assert (outcome.path, outcome.is_report, outcome.lines[1]) == (NAME, False, found.at.value)
        assert (2, 1, 2, len(found.at.value) + 1) == found.at.span
        assert found.message == (
            "示例县水利局 2024 年度的报告里已没有这个问题：T401（disputes.review.total）",
            "no longer found in the 2024 report of 示例县水利局: T401 at disputes.review.total",
        )
        assert ledger.outcome(None, None) is None

    def test_a_line_of_a_mandatory_rule_is_told(self, one, judged, codes, known):
        stale, refusing = (next(rule for rule in known if rule.code == code) for code in ("Q201", "Q105"))
        ledger = Ledger(one)
        ledger.note(judged(report_of(BROKEN)), codes)

        outcome = ledger.outcome(stale, refusing, {"T401"})

        assert [(found.rule.code, found.at.span.line) for found in outcome.violations] == [("Q105", 2)]
        assert ledger.outcome(stale, refusing, {"T301"}) is None

    def test_updated_it_holds_what_there_is_and_what_was_not_looked_at(self, judged, baseline, codes):
        rows = BROKEN | {"复议后起诉": ["1", "0", "0", "0", "2"]}
        found = [each for each in of(judged(report_of(rows))) if each.key.code == "T401"]
        given = [Entry(each.key, "旧的说明", f"理由 {number}") for number, each in enumerate(found)]
        elsewhere = entry(agency="示例县教育局")
        before = baseline(*given, elsewhere)
        outcome = judged(
            report_of(BROKEN | {"复议后起诉": ["1", "0", "0", "0", "1"], "未经复议直接起诉": ["1", "0", "0", "0", "2"]})
        )
        ledger = Ledger(before)
        ledger.note(outcome, codes)

        after = updated(before, {each.key: each for each in of(outcome) if each.key.code == "T401"}, ledger)

        assert {(one.key.agency, one.key.address, one.reason) for one in after} == {
            ("示例县教育局", "disputes.review.total", ""),
            ("示例县水利局", "disputes.litigation_direct.total", ""),
            ("示例县水利局", "disputes.review.total", next(one.reason for one in given if one.key.address == "disputes.review.total")),
        }  # fmt: skip

    def test_pruned_it_loses_only_what_is_gone(self, judged, baseline, codes):
        found = [each for each in of(judged(report_of(BROKEN))) if each.key.code == "T401"]
        before = baseline(*found, entry(value="9"), entry(agency="示例县教育局"))
        outcome = judged(report_of(BROKEN | {"复议后起诉": ["1", "0", "0", "0", "2"]}))
        ledger = Ledger(before)
        ledger.note(outcome, codes)

        assert {found[0].key, entry(agency="示例县教育局").key} == {one.key for one in pruned(before, ledger)}


def test_a_line_is_one_json_object(judged):
    for one in of(judged(report_of({"行政复议": ["1", "0", "0", "0", "2"]}))):
        assert list(json.loads(one.written())) == ["code", "agency", "year", "address", "values", "message"]
