"""Outcomes made by hand: a form, rules, and findings whose spans are looked up in the lines given."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import replace
from types import SimpleNamespace

import pytest

from openness_lint.hooks import Look, Reporter
from openness_lint.model.address import Address
from openness_lint.model.diagnostic import (
    Applicability,
    Broken,
    Diagnostic,
    Edit,
    Fault,
    Fix,
    Gap,
    Spot,
    Violation,
)
from openness_lint.model.errors import UnreadableInput
from openness_lint.model.form import Column, Form, FormSection, Group, Row, Table, Wording
from openness_lint.model.language import Phrase
from openness_lint.model.outcome import Answer, Outcome, Result, Unread
from openness_lint.model.rule import Confidence, Rule, Severity
from openness_lint.model.span import CellSpan, Span, TextSpan

COLUMNS = {
    "natural_person": ("自然人", "natural persons"),
    "business": ("商业企业", "businesses"),
    "research": ("科研机构", "research bodies"),
    "public_interest": ("社会公益组织", "public interest bodies"),
    "legal_service": ("法律服务机构", "legal services"),
    "other": ("其他", "others"),
    "total": ("总计", "total"),
}
ROWS = {
    "received": ("一、本年新收政府信息公开申请数量", "1. received this year"),
    "carried_in": ("二、上年结转政府信息公开申请数量", "2. carried in from last year"),
    "granted": ("（一）予以公开", "(1) granted"),
    "partly_granted": ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "(2) partly granted"),
    "denied.state_secret": ("1.属于国家秘密", "1. state secrets"),
    "denied.internal_affairs": ("5.属于三类内部事务信息", "5. internal affairs"),
    "unable.not_held": ("1.本机关不掌握相关政府信息", "1. not held"),
    "unable.needs_creation": ("2.没有现成信息需要另行制作", "2. would have to be created"),
    "rejected.complaint": ("1.信访举报投诉类申请", "1. complaints"),
    "rejected.duplicate": ("2.重复申请", "2. duplicates"),
    "otherwise.other": ("3.其他", "3. other"),
    "result_total": ("（七）总计", "(7) total"),
    "carried_out": ("四、结转下年度继续办理", "4. carried out to next year"),
}
FORM = Form(
    id="cn-openness-2021",
    title=Phrase("政府信息公开工作年度报告", "yearly report on government information openness"),
    basis="国办公开办函〔2021〕30号",
    sections=(
        FormSection("overview", Wording("一、总体情况"), Phrase("总体情况", "overview"), text=True),
        FormSection(
            "proactive",
            Wording("二、主动公开政府信息情况"),
            Phrase("主动公开", "proactive disclosure"),
            tables=("proactive",),
        ),
        FormSection(
            "requests",
            Wording("三、收到和处理政府信息公开申请情况"),
            Phrase("依申请公开", "requests received and handled"),
            tables=("requests",),
        ),
    ),
    tables=(
        Table(
            "proactive",
            Phrase("主动公开情况表", "proactive disclosure table"),
            rows=(
                Row("fees", Wording("行政事业性收费"), Phrase("行政事业性收费", "administrative fees"), ("amount",)),
            ),
            columns=(
                Column("amount", Wording("本年收费金额（单位：万元）"), Phrase("本年收费金额", "fees this year")),
            ),
        ),
        Table(
            "requests",
            Phrase("申请情况表", "requests table"),
            rows=tuple(Row(id, Wording(zh), Phrase(zh, en), tuple(COLUMNS)) for id, (zh, en) in ROWS.items()),
            columns=tuple(Column(id, Wording(zh), Phrase(zh, en)) for id, (zh, en) in COLUMNS.items()),
            row_groups=(
                Group("denied", Wording("（三）不予公开"), Phrase("不予公开", "(3) denied"), ("denied.state_secret",)),
            ),
        ),
    ),
)

LINES = """\
agency: 朝阳市科学技术局
year: 2024
sections:
  一、总体情况: |
    2024年，我局共收到政府信息公开申请5件，其中自然人申请5件，全部依法按期办结，未发生行政复议和行政诉讼。
  二、主动公开政府信息情况:
    行政事业性收费: 0元
  三、收到和处理政府信息公开申请情况:
    一、本年新收政府信息公开申请数量: [12, 3, 0, 0, 0, 0, 16]
    二、上年结转政府信息公开申请数量: [3, 0, 0, 0, 0, 0, 3]
    三、本年度办理结果:
      （一）予以公开: [9, 1, 0, 0, 0, 0, 10]
      （二）部分公开: [1, 0, 0, 0, 0, 0, 1]
      （三）不予公开:
        1.属于国家秘密: [0, 0, 0, 0, 0, 0, 0]
        5.属于三类内部事务信息: [0, 0, 0, 0, 0, 0, 0]
      （四）无法提供:
        1.本机关不掌握相关政府信息: [2, 1, 0, 0, 0, 0, 3]
        2.没有现成信息需要另行制作: [0, 0, 0, 0, 0, 0, 0]
      （五）不予处理:
        1.信访举报投诉类申请: [0, 0, 0, 0, 0, 0, 0]
        2.重复申请: [0, 1, 0, 0, 0, 0, 1]
      （六）其他处理:
        3.其他: [0, 0, 0, 0, 0, 0, 0]
      （七）总计: [14, 3, 0, 0, 0, 0, 17]
    四、结转下年度继续办理: [0, 0, 0, 0, 0, 0, ]
""".splitlines()

_LINE_OF = {
    "fees": 7,
    "received": 9,
    "carried_in": 10,
    "granted": 12,
    "partly_granted": 13,
    "denied.state_secret": 15,
    "denied.internal_affairs": 16,
    "unable.not_held": 18,
    "unable.needs_creation": 19,
    "rejected.complaint": 21,
    "rejected.duplicate": 22,
    "otherwise.other": 24,
    "result_total": 25,
    "carried_out": 26,
}


def cell(row: str, column: str) -> Spot:
    """The figure of LINES at this row and column, with its own span."""
    number = _LINE_OF[row]
    line = LINES[number - 1]
    if row == "fees":
        return text("0元", 7, Address("proactive", "fees", "amount"))
    start = line.index("[") + 1
    figures = line[start : line.index("]")].split(",")
    at = list(COLUMNS).index(column)
    before = sum(len(one) + 1 for one in figures[:at])
    value = figures[at].strip()
    first = start + before + (len(figures[at]) - len(figures[at].lstrip()))
    return Spot(Address("requests", row, column), TextSpan(number, first + 1, number, first + len(value) + 1), value)


def text(needle: str, line: int, address: Address, lines: Iterable[str] = LINES) -> Spot:
    """A stretch of prose, looked up in its line."""
    start = list(lines)[line - 1].index(needle) + 1
    return Spot(address, TextSpan(line, start, line, start + len(needle)), needle)


def rule(code: str = "T303", **changes: object) -> Rule:
    known: dict[str, dict[str, object]] = {
        "T301": {
            "name": "applicant-total",
            "title": Phrase("总计等于六类申请人之和", "the total is the sum of the six kinds of applicant"),
            "basis": Phrase("国办公开办函〔2021〕30号，表三", "notice 30 of 2021, table 3"),
        },
        "T302": {
            "name": "result-total",
            "title": Phrase("办理结果总计等于各项结果之和", "the total of results is the sum of the results"),
            "basis": Phrase("国办公开办函〔2021〕30号，表三", "notice 30 of 2021, table 3"),
        },
        "T303": {
            "name": "carry-identity",
            "title": Phrase(
                "第一项加第二项之和应等于第三项加第四项之和", "received plus carried in equals results plus carried out"
            ),
            "basis": Phrase("国办公开办函〔2021〕30号，表三附注", "notice 30 of 2021, note to table 3"),
        },
        "U101": {
            "name": "yuan-in-wan-yuan",
            "title": Phrase("以万元为单位的格子不写元", "a cell in 10,000 yuan is not given in yuan"),
            "basis": Phrase("国办公开办函〔2021〕30号，表二", "notice 30 of 2021, table 2"),
            "check": "unit",
        },
        "N101": {
            "name": "text-received",
            "title": Phrase("文字与表格的收到件数一致", "the text agrees with the table on requests received"),
            "basis": Phrase("国办公开办函〔2021〕30号", "notice 30 of 2021"),
            "check": "figure",
            "severity": Severity.WARNING,
            "confidence": Confidence.HEURISTIC,
        },
        "X112": {
            "name": "sentence-end",
            "title": Phrase("段落以句号结束", "a paragraph ends with a full stop"),
            "basis": Phrase("GB/T 15834", "GB/T 15834"),
            "check": "ending",
            "severity": Severity.INFO,
        },
    }
    fields: dict[str, object] = {
        "code": code,
        "severity": Severity.ERROR,
        "confidence": Confidence.EXACT,
        "because": Phrase(
            "数字对不上，读者无从判断哪个是真的", "where figures disagree nobody can tell which one is right"
        ),
        "forms": ("cn-openness-2021",),
        "check": "sum",
        "pack": "cn-openness",
        **known.get(code, known["T303"]),
        **changes,
    }
    return Rule(**fields)  # type: ignore[arg-type]


def violation(of: Rule, at: Spot, message: Phrase, **parts: object) -> Violation:
    broken = Broken(at, message, **parts)  # type: ignore[arg-type]
    return Violation(of, broken.severity or of.severity, broken)


def sums(left: str, right: str, apart: str) -> Phrase:
    return Phrase(f"{left}，但 {right}，相差 {apart}", f"{left}, but {right}, {apart} apart")


def identity(column: str) -> Violation:
    """T303 broken in one column of LINES."""
    first, second, third, fourth = (
        cell(row, column) for row in ("received", "carried_in", "result_total", "carried_out")
    )
    left, right = int(first.value) + int(second.value), int(third.value or 0) + int(fourth.value or 0)
    said = sums(
        f"{first.value} + {second.value} = {left}", f"{third.value} + {fourth.value or 0} = {right}", str(left - right)
    )
    return violation(
        rule("T303"),
        third,
        said,
        related=(first, second, fourth),
        data=(("left", str(left)), ("right", str(right)), ("difference", str(left - right))),
    )


def applicant_total() -> Violation:
    """T301 broken in the row 本年新收: 12 + 3 = 15, but 16 is printed."""
    return violation(
        rule("T301"),
        cell("received", "total"),
        Phrase("总计为 16，六类申请人之和为 15", "the total is 16, the six kinds of applicant add up to 15"),
        related=tuple(cell("received", column) for column in list(COLUMNS)[:-1]),
        notes=(sums("12 + 3 + 0 + 0 + 0 + 0 = 15", "总计 16", "1"),),
        data=(("sum", "15"), ("total", "16")),
    )


def result_total() -> Violation:
    """T302 broken in the column 自然人: more addends than are drawn."""
    rows = list(ROWS)[2:11]
    return violation(
        rule("T302"),
        cell("result_total", "natural_person"),
        Phrase("总计为 14，各项结果之和为 12", "the total is 14, the results add up to 12"),
        related=tuple(cell(row, "natural_person") for row in rows),
        notes=(sums("9 + 1 + 2 = 12", "总计 14", "2"),),
    )


def unit() -> Violation:
    at = cell("fees", "amount")
    assert isinstance(at.span, TextSpan)
    number, _, _, end = at.span
    return violation(
        rule("U101"),
        at,
        Phrase("本列以万元为单位，这里写的是“0元”", "the column is in 10,000 yuan, '0元' is printed here"),
        fixes=(
            Fix(
                Applicability.SAFE,
                Phrase("删去“元”", "remove 元"),
                (Edit(TextSpan(number, end - 1, number, end), ""),),
            ),
        ),
    )


def prose() -> Violation:
    return violation(
        rule("N101"),
        text("收到政府信息公开申请5件", 5, Address("overview")),
        Phrase("文字说收到 5 件，表中本年新收 16 件", "the text says 5 were received, the table 16"),
        related=(cell("received", "total"),),
        severity=Severity.WARNING,
    )


def gap(column: str = "total") -> Gap:
    return Gap(
        rule("T303"),
        cell("result_total", column),
        Phrase("“结转下年度继续办理”没有填写", "'carried out to next year' is left blank"),
    )


def fault() -> Fault:
    return Fault(
        rule("T302"),
        cell("result_total", "total"),
        Phrase("检查 sum 抛出 KeyError", "check sum raised KeyError"),
    )


def outcome(*found: Diagnostic, lines: Iterable[str] = LINES, path: str = "report.yaml", **changes: object) -> Outcome:
    broken = sum(isinstance(one, Violation) for one in found)
    fields: dict[str, object] = {
        "path": path,
        "form": FORM,
        "agency": "朝阳市科学技术局",
        "year": 2024,
        "judged": 131,
        "held": 131 - broken,
        "diagnostics": found,
        "lines": tuple(lines),
        **changes,
    }
    return Outcome(**fields)  # type: ignore[arg-type]


def answering(results: Iterable[Result], rules: Iterable[Rule]) -> list[Result]:
    """The results as if these rules had been asked of each report, and each had judged one demand."""
    rules = tuple(rules)
    return [
        replace(one, answers=tuple(_answer(rule, one) for rule in rules)) if isinstance(one, Outcome) else one
        for one in results
    ]


def _answer(rule: Rule, outcome: Outcome) -> Answer:
    broken = sum(one.rule.code == rule.code for one in outcome.violations)
    judged = max(broken, not any(one.rule.code == rule.code for one in (*outcome.gaps, *outcome.faults)))
    return Answer(rule, judged, judged - broken)


def everything() -> list[Result]:
    """A report with a finding of every kind, a clean one, and a file that could not be read."""
    first = outcome(
        prose(),
        unit(),
        applicant_total(),
        result_total(),
        identity("natural_person"),
        identity("total"),
        gap("total"),
        fault(),
    )
    broken_off = UnreadableInput(Phrase("文件是空的", "the file is empty"), line=1, column=1)
    return [first, outcome(path="局/二〇二四.yaml"), Unread("empty.yaml", broken_off)]


def document() -> Outcome:
    """The same finding in a Word document, where cells have no lines."""
    spans = {"received": (4, 4), "carried_in": (5, 4), "result_total": (27, 4), "carried_out": (28, 4)}

    def at(row: str, value: str) -> Spot:
        line, number = spans[row]
        return Spot(Address("requests", row, "natural_person"), CellSpan(2, line, number), value)

    found = violation(
        rule("T303"),
        at("result_total", "14"),
        sums("12 + 3 = 15", "14 + 0 = 14", "1"),
        related=(at("received", "12"), at("carried_in", "3"), at("carried_out", "")),
    )
    return outcome(found, lines=(), path="年报/2024 年.docx")


def one_line(value: str, *, span: Span | None = None, path: str = "a.yaml", where: Address | None = None) -> Outcome:
    """A report of one line that holds nothing but this value, and one finding on it that quotes it."""
    line = f"title: {value}"
    at = Spot(where or Address("title"), span or TextSpan(1, 8, 1, 8 + len(value)), value)
    return outcome(
        violation(rule("T303"), at, Phrase(f"“{value}”不对", f"'{value}' is wrong"), notes=(Phrase.same(value),)),
        Gap(rule("T302"), at, Phrase.same(value)),
        lines=[line],
        path=path,
        agency=value,
    )


HOSTILE = {
    "markup": "[/] [m3] [bold]x[/bold]",
    "ansi": "\x1b[31mred\x1b[0m\x1b]0;title\x07",
    "c1": "\x9b31m\x85",
    "bidi": "\u202eabc\u202c \u2066x\u2069 \u200f",
    "newline": "one\ntwo\r\nthree\u2028four",
    "punctuation": "a,b: 100%, ::error::no",
    "wide": "総計（七）　🀄",
    "joined": "👩\u200d👧 1\ufe0f\u20e3 \U000e0041",
    "zero": "a\x00b\ufeff\xad",
}


@pytest.fixture(params=HOSTILE)
def hostile(request: pytest.FixtureRequest) -> str:
    """A text that would do harm where it is printed as it is."""
    return HOSTILE[request.param]


@pytest.fixture(scope="session")
def made() -> SimpleNamespace:
    """The makers above, for tests to call."""
    return SimpleNamespace(**{name: known for name, known in globals().items() if not name.startswith("_")})


@pytest.fixture(scope="session")
def written() -> Callable[..., str]:
    """What a reporter writes of some results."""

    def write(reporter: Reporter, results: Iterable[Result], **look: object) -> str:
        stream = io.StringIO(newline="")
        reporter.write(iter(list(results)), stream, Look(**{"version": "1.2.3", **look}))  # type: ignore[arg-type]
        return stream.getvalue()

    return write
