"""The words that several formats share: severities, places, what could not be judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openness_lint.model.address import Address
from openness_lint.model.diagnostic import Applicability, Diagnostic, Fault, Gap, Spot, Suppression, Violation
from openness_lint.model.form import Form
from openness_lint.model.language import Language, Phrase
from openness_lint.model.outcome import Outcome, Tally
from openness_lint.model.repair import Certainty, Diagnosis
from openness_lint.model.rule import Rule, Severity
from openness_lint.model.span import CellSpan, PageSpan, ParagraphSpan, SheetSpan, Span, TextSpan

SEVERITIES = {
    Severity.ERROR: Phrase("错误", "error"),
    Severity.WARNING: Phrase("警告", "warning"),
    Severity.INFO: Phrase("提示", "info"),
}
GAP = Phrase("未判定", "not judged")
FAULT = Phrase("内部错误", "internal error")
FAULT_NOTE = Phrase(
    "这是本工具的缺陷，不是报告的问题；此项没有判定，不能当作成立",
    "this is a defect of the tool, not of the report; the demand was not judged and does not count as held",
)
APPLICABILITIES = {
    Applicability.SAFE: Phrase("可用 --fix 自动修改", "applied by --fix"),
    Applicability.UNSAFE: Phrase(
        "会改变报告的内容，核对后可用 --fix --unsafe-fixes 修改",
        "changes what the report says; applied by --fix --unsafe-fixes",
    ),
    Applicability.DISPLAY: Phrase("仅供参考，不会自动修改", "shown only, never applied"),
}
ARROW = " › "  # between the parts of a place, as `Form.where` writes it


def kind(one: Diagnostic) -> str:
    """The word for machines: `error`, `warning`, `info`, `gap` or `fault`."""
    match one:
        case Violation():
            return one.severity.value
        case Gap():
            return "gap"
        case Fault():
            return "fault"


def told(one: Violation | Fault) -> list[Phrase]:
    """What there is to say of a finding, a line each: the message, the arithmetic, what to do."""
    if isinstance(one, Fault):
        return [one.message, FAULT_NOTE]
    lines = [one.message, *one.broken.notes]
    if one.diagnosis is not None:
        return list(dict.fromkeys([*lines, *mending(one)]))
    for fix in one.broken.fixes:
        how, what = APPLICABILITIES[fix.applicability], fix.message
        lines.append(Phrase(f"修改：{what.zh}（{how.zh}）", f"fix: {what.en} ({how.en})"))
    return list(dict.fromkeys(lines))


def together(number: int, cause: Diagnosis) -> Phrase:
    """The headline of several findings that figures tie to one another, of one cause where any is known."""
    if cause.certainty is Certainty.NONE:
        return Phrase(f"{number} 项要求同时不成立，互相牵连", f"{number} demands fail together, tied to one another")
    return Phrase(f"{number} 项要求同时不成立，应出于同一原因", f"{number} demands fail together, from one cause")


def at_fault(cause: Diagnosis | None) -> list[Spot]:
    """The figures that are wrong, where that is known well enough to point at them."""
    if cause is None or cause.certainty not in {Certainty.CERTAIN, Certainty.LIKELY}:
        return []
    return [Spot(one.address, one.span, one.printed) for one in cause.repairs[0].changes]


def mending(one: Violation) -> list[Phrase]:
    """What would mend broken equations, a line each, and how to have it done."""
    if one.diagnosis is None:
        return []
    lines = list(one.diagnosis.notes)
    if any(fix.applicability is Applicability.UNSAFE for fix in one.broken.fixes):
        lines.append(APPLICABILITIES[Applicability.UNSAFE])
    return lines


def repairing(one: Violation) -> list[Phrase]:
    """The same, each line saying what it is: where it stands among others and nothing marks it."""
    return [Phrase("修正：{line}", "repair: {line}").fill(line=line) for line in mending(one)]


def gap_lines(form: Form, reasons: dict[str, list[Gap]], language: Language) -> list[str]:
    """The gaps of one rule (see `by_rule`), a line for each reason: `没有填写（三、… › 自然人、总计）`."""
    return [
        reason + bracketed(places(form, [gap.at.address for gap in gaps], language), language)
        for reason, gaps in reasons.items()
    ]


SUPPRESSED = Phrase("已豁免", "suppressed")
_WHENCE = {
    "comment": Phrase("报告中的注释", "comment in the report"),
    "file": Phrase("豁免文件", "file of suppressions"),
    "baseline": Phrase("基线", "baseline"),
}


def why_suppressed(one: Suppression) -> Phrase:
    """On whose word a finding is let stand: `基线：2024年原件如此`, or only where that is written."""
    where = _WHENCE[one.kind]
    return Phrase(f"{where.zh}：{one.reason}", f"{where.en}: {one.reason}") if one.reason else where


def all_well(outcome: Outcome) -> Phrase:
    """What to say of a report with nothing active found in it."""
    if not outcome.judged:
        return Phrase("没有可判定的项", "nothing to judge")
    demands, let_stand = count(outcome.judged, "", "demand").en, len(outcome.suppressed)
    said = Phrase(f"判定 {outcome.judged} 项，全部成立", f"{demands} judged, all of them hold")
    if outcome.held < outcome.judged:
        said = Phrase(
            f"判定 {outcome.judged} 项，成立 {outcome.held} 项", f"{demands} judged, {outcome.held} of them hold"
        )
    if let_stand:
        said = Phrase(f"{said.zh}，已豁免 {let_stand} 项", f"{said.en}, {let_stand} suppressed")
    return said


def bracketed(text: str, language: Language) -> str:
    return f"（{text}）" if language == "zh" else f" ({text})"


def basis(rule: Rule) -> Phrase:
    return Phrase(f"依据：{rule.basis.zh}", f"basis: {rule.basis.en}")


def place(span: Span) -> Phrase:
    """Where a span is, in words; counts are 1-based."""
    match span:
        case TextSpan(line, column):
            return Phrase(f"第 {line} 行第 {column} 列", f"line {line}, column {column}")
        case CellSpan(table, row, cell):
            return Phrase(f"第 {table} 张表第 {row} 行第 {cell} 格", f"table {table}, row {row}, cell {cell}")
        case ParagraphSpan(paragraph, start, _):
            return Phrase(f"第 {paragraph} 段第 {start} 字", f"paragraph {paragraph}, character {start}")
        case SheetSpan(sheet, cell):
            return Phrase(f"工作表“{sheet}”{cell} 格", f"sheet {sheet!r}, cell {cell}")
        case PageSpan(page, (x0, y0, _, _)):
            return Phrase(f"第 {page} 页（左起 {x0:g}、上起 {y0:g} 磅）", f"page {page}, at {x0:g}, {y0:g} pt")


def row_name(form: Form, address: Address) -> Phrase | None:
    """The label of the row (or of the group that a subtotal stands for), None where there is no row."""
    return form.row_name(address)


def column_name(form: Form, address: Address) -> Phrase | None:
    """The label of the column, None where there is no column."""
    return form.column_name(address)


def places(form: Form, addresses: Iterable[Address], language: Language, most: int = 6) -> str:
    """Several places at once: what they share, then what tells them apart, at most so many of them."""
    wheres = list(dict.fromkeys(form.where(address).say(language) for address in addresses))
    shared, rests = split(wheres)
    if len(rests) == 1:
        return wheres[0]
    comma, more = ("、", f"等 {len(rests)} 处") if language == "zh" else (", ", f" and {len(rests) - most} more")
    listed = comma.join(rests[:most]) + (more if len(rests) > most else "")
    return f"{shared}{ARROW}{listed}" if shared else listed


def split(wheres: Sequence[str]) -> tuple[str, list[str]]:
    """The parts that all places begin with, and the rest of each (never empty)."""
    parted = [where.split(ARROW) for where in wheres]
    shared = 0
    while all(len(parts) > shared + 1 for parts in parted) and len({parts[shared] for parts in parted}) == 1:
        shared += 1
    return ARROW.join(parted[0][:shared]), [ARROW.join(parts[shared:]) for parts in parted]


def by_rule(gaps: Iterable[Gap], language: Language) -> list[tuple[Rule, dict[str, list[Gap]]]]:
    """Gaps by rule, in order of appearance, and within the rule by what was missing."""
    rules: dict[str, Rule] = {}
    reasons: dict[str, dict[str, list[Gap]]] = {}
    for gap in gaps:
        rules.setdefault(gap.rule.code, gap.rule)
        reasons.setdefault(gap.rule.code, {}).setdefault(gap.message.say(language), []).append(gap)
    return [(rule, reasons[code]) for code, rule in rules.items()]


def count(number: int, zh: str, en: str, many: str | None = None) -> Phrase:
    """`3 个错误`, `3 errors`; `zh` brings its measure word."""
    return Phrase(f"{number} {zh}", f"{number} {en if number == 1 else many or en + 's'}")


def totals(tally: Tally) -> Phrase:
    """The last line of a run: how much was checked, and what was found."""
    found = [said for _, said in counts(tally)]
    reports, demands = count(tally.files, "", "report").en, count(tally.judged, "", "demand").en
    return Phrase(
        f"共检查 {tally.files} 份报告，判定 {tally.judged} 项，成立 {tally.held} 项："
        + "，".join(one.zh for one in found),
        f"{reports} checked, {demands} judged, {tally.held} of them hold: " + ", ".join(one.en for one in found),
    )


def counts(tally: Tally) -> list[tuple[str, Phrase]]:
    """What was found, each with its kind; the last three only where there are any."""
    found = [
        ("error", count(tally.error, "个错误", "error")),
        ("warning", count(tally.warning, "个警告", "warning")),
        ("info", count(tally.info, "个提示", "info")),
        ("gap", count(tally.gap, "项未判定", "not judged", "not judged")),
    ]
    if tally.fault:
        found.append(("fault", count(tally.fault, "处内部错误", "internal error")))
    if tally.suppressed:
        found.append(("suppressed", count(tally.suppressed, "项已豁免", "suppressed", "suppressed")))
    if tally.unread:
        found.append(
            ("unread", count(tally.unread, "个文件未能读取", "file could not be read", "files could not be read"))
        )
    return found
