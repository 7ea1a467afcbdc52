"""What is said of a cause: the change, the slip behind it, how sure that is, and what else it could be."""

from __future__ import annotations

from collections.abc import Sequence

from openness_lint.model.address import Address
from openness_lint.model.form import Form
from openness_lint.model.language import Phrase, join
from openness_lint.model.repair import Certainty, Change, Repair
from openness_lint.model.slip import Slip
from openness_lint.repair.answers import Answer

SLIPS: dict[Slip, Phrase] = {
    Slip.TRANSPOSED_DIGITS: Phrase("数字颠倒", "two digits transposed"),
    Slip.DROPPED_DIGIT: Phrase("漏写一位数字", "a digit left out"),
    Slip.DOUBLED_DIGIT: Phrase("一位数字重复", "a digit doubled"),
    Slip.ADDED_DIGIT: Phrase("多写一位数字", "a digit too many"),
    Slip.REPLACED_DIGIT: Phrase("一位数字写错", "a digit mistyped"),
    Slip.SIGN: Phrase("误加负号", "a sign too many"),
    Slip.LETTER: Phrase("字母代替了数字", "a letter for a digit"),
    Slip.MAGNITUDE: Phrase("单位或小数点错位", "a wrong unit or a misplaced point"),
    Slip.BLANK: Phrase("漏填", "left blank"),
    Slip.SWAP: Phrase("数字互换了位置", "figures that changed places"),
    Slip.NEIGHBOUR: Phrase("填到了相邻一格", "booked in the cell beside its own"),
    Slip.SHIFT: Phrase("整段错位一格", "a run of figures displaced by one"),
    Slip.STALE_TOTAL: Phrase("总计未随各项更新", "a total not brought up to date"),
    Slip.DOUBLED_TOTAL: Phrase("总计重复相加", "a total added up twice"),
    Slip.PART_FOR_TOTAL: Phrase("总计只抄了一项", "one part copied as the total"),
    Slip.LINE_OMITTED: Phrase("整行（列）未填", "a whole row or column not filled in"),
    Slip.COPIED: Phrase("照抄了相邻一格", "the figure beside it copied"),
    Slip.CARRIED_THROUGH: Phrase("一格填错，总计照错数算出", "a wrong figure, and the total added up with it"),
    Slip.BODY_MISSING: Phrase("汇总漏了一个单位", "one body left out of the roll-up"),
    Slip.NOT_TAKEN_OVER: Phrase("没有照对照的报告填", "not as the other report has it"),
    Slip.NOT_A_NUMBER: Phrase("填的不是数字", "no number there"),
}

RESTATED = Phrase(
    "也可能这里没有错，而是对照的那份报告后来更正过，或者口径不同",
    "or else nothing is wrong here, and the report it is held against was corrected since or counts otherwise",
)

_SURE = {
    Certainty.CERTAIN: Phrase("确定", "certain"),
    Certainty.LIKELY: Phrase("很可能", "likely"),
    Certainty.OPEN: Phrase("可能", "possible"),
}
MOST_NAMED = 8  # cells of one change that are written out


def said(repair: Repair, form: Form, equations: int, *, several: bool, slip: Phrase | None = None) -> Phrase:
    """`予以公开·自然人 12 → 21：数字颠倒，修正后 3 个等式全部成立`; `slip` where more is known of it than its kind.

    Of several slips, each stands with its figures: `… 12 → 21（数字颠倒）；… 6 → 7（一位数字写错）：修正后……`.
    """
    holds = _hold(equations)
    if len(repair.steps) > 1:
        changes, slips = _by_step(repair, form), None
    else:
        changes, slips = _changes(repair.changes, form), slip or _slip(repair)
    if slips is not None:
        holds = Phrase(f"{slips.zh}，{holds.zh}", f"{slips.en}; {holds.en}")
    words = Phrase(f"{changes.zh}：{holds.zh}", f"{changes.en}: {holds.en}")
    if several:
        share = f"{repair.probability:.0%}"
        words = Phrase(f"{words.zh}（{share}）", f"{words.en} ({share})")
    return words


def likely(repair: Repair) -> Phrase:
    sure = _SURE[Certainty.LIKELY]
    return Phrase(f"{sure.zh}，{repair.said.zh}", f"{sure.en}, {repair.said.en}")


def notes(answer: Answer, repairs: Sequence[Repair], common: Sequence[Address], form: Form) -> tuple[Phrase, ...]:
    """What to tell of a cause, a line each."""
    if not repairs:
        return (_nothing(len(answer.demands), answer.least, complete=answer.complete),)
    lines: list[Phrase] = []
    for i, one in enumerate(repairs):
        sure = _SURE[answer.certainty] if not i or answer.certainty is Certainty.OPEN else Phrase("也可能", "or else")
        lines.append(Phrase(f"{sure.zh}，{one.said.zh}", f"{sure.en}, {one.said.en}"))
    if answer.more:
        are = "reading comes" if answer.more == 1 else "readings come"
        lines.append(Phrase(f"另有 {answer.more} 种改法也有可能，未列出", f"{answer.more} more {are} near, not shown"))
    if common and any(len(one.changes) > len(common) for one in repairs):
        names = join([name(one, form) for one in common])
        lines.append(Phrase(f"无论哪种，{names.zh}都要改", f"in any case {names.en} must change"))
    first = repairs[0]
    if first.unless:
        ours, totals = name(first.changes[0].address, form), join([name(one, form) for one in first.unless])
        lines.append(
            Phrase(
                f"如果{ours.zh}没有错，就是有关的合计没有随之改：{totals.zh}等",
                f"or, if {ours.en} is right, the totals that go with it were not brought up to date: {totals.en} and so on",
            )
        )
    return tuple(lines)


def _nothing(equations: int, least: int, *, complete: bool) -> Phrase:
    bound = Phrase("", "") if complete else Phrase("（查到限定的次数为止）", " within the bounds of the search")
    cells = "cell" if least == 1 else "cells"
    return Phrase(
        f"没有找到小的改动能使 {equations} 个等式全部成立{bound.zh}，至少要改 {least} 格",
        f"no small change was found{bound.en} that makes {_count(equations)} hold; at least {least} {cells} would have"
        " to change",
    )


def name(address: Address, form: Form) -> Phrase:
    """A figure by its row and column, in short."""
    table = form.table.get(address.area)
    row = table.row.get(str(address.row)) if table else None
    column = table.column.get(str(address.column)) if table else None
    if row is None or column is None:
        return Phrase.same(str(address))
    return Phrase(f"{row.name.zh}·{column.name.zh}", f"{row.name.en}/{column.name.en}")


def _changes(changes: Sequence[Change], form: Form) -> Phrase:
    shown = changes[:MOST_NAMED]
    words = join([_change(one, form) for one in shown], "；", "; ")
    if left := len(changes) - len(shown):
        words = Phrase(f"{words.zh}（另有 {left} 格）", f"{words.en} (and {left} more)")
    return words


def _change(one: Change, form: Form) -> Phrase:
    ours, printed = name(one.address, form), one.printed.strip()
    blank = Phrase("空白", "blank") if not printed else Phrase.same(printed)
    return Phrase(f"{ours.zh} {blank.zh} → {one.meant}", f"{ours.en} {blank.en} → {one.meant}")


def _by_step(repair: Repair, form: Form) -> Phrase:
    """The changes of each slip together, and its name."""
    change = {one.address: one for one in repair.changes}
    most = max(MOST_NAMED // len(repair.steps), 1)
    parts = []
    for slip, figures in repair.steps:
        words = join([_change(change[one], form) for one in figures[:most]], "，", ", ")
        if (left := len(figures) - most) > 0:
            words = Phrase(f"{words.zh}，另有 {left} 格", f"{words.en}, and {left} more")
        if slip in SLIPS:
            words = Phrase(f"{words.zh}（{SLIPS[slip].zh}）", f"{words.en} ({SLIPS[slip].en})")
        parts.append(words)
    return join(parts, "；", "; ")


def _slip(repair: Repair) -> Phrase | None:
    """The slip by name; nothing where no cause can be seen in the figures."""
    named = [SLIPS[one] for one in repair.slips if one in SLIPS]
    if not named:
        return None
    if repair.close in SLIPS:
        return Phrase(f"{named[0].zh}或{SLIPS[repair.close].zh}", f"{named[0].en} or {SLIPS[repair.close].en}")
    return named[0]


def _hold(number: int) -> Phrase:
    if number == 1:
        return Phrase("修正后等式成立", "the equation then holds")
    return Phrase(f"修正后 {number} 个等式全部成立", f"{_all(number)} equations then hold")


def _count(number: int) -> str:
    return "the equation" if number == 1 else f"{_all(number)} equations"


def _all(number: int) -> str:
    return "both" if number == 2 else f"all {number}"
