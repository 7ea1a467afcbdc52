"""The overview of a roster as a table of words, for formats that people read."""

from __future__ import annotations

from openness_lint.drawing.plain import crop, plain
from openness_lint.model.language import Language, Phrase
from openness_lint.model.overview import Overview, Standing

COLUMNS = (
    Phrase("机关", "Body"),
    Phrase("报告", "Report"),
    Phrase("错误", "Errors"),
    Phrase("警告", "Warnings"),
    Phrase("提示", "Infos"),
    Phrase("未判定", "Not judged"),
    Phrase("雷同", "Like"),
)
LONGEST = 60  # cells
LEVELS = {
    "national": Phrase("国家级", "national"),
    "province": Phrase("省级", "province"),
    "city": Phrase("市级", "city"),
    "county": Phrase("县级", "county"),
}


def headline(overview: Overview) -> Phrase:
    """`名单 roster.yaml（2024 年度）：机关 5 个，缺报告 1 个，有错误 2 个，雷同 2 个`."""
    year = Phrase(f"（{overview.year} 年度）", f" ({overview.year})") if overview.year else Phrase("", "")
    number = len(overview.bodies)
    path = plain(overview.path)
    return Phrase(
        f"名单 {path}{year.zh}：机关 {number} 个，缺报告 {overview.missing} 个，"
        f"有错误 {overview.red} 个，雷同 {overview.alike} 个",
        f"roster {path}{year.en}: {number} bodies, {overview.missing} without a report, "
        f"{overview.red} with errors, {overview.alike} like another",
    )


def rows(overview: Overview, language: Language) -> list[list[str]]:
    """A row of cells for each body, the parent first."""
    listed = overview.bodies if overview.parent is None else (overview.parent, *overview.bodies)
    return [_row(one, language) for one in listed]


def _row(one: Standing, language: Language) -> list[str]:
    level = LEVELS[one.level].say(language) if one.level is not None else ""
    bracketed = f"（{level}）" if language == "zh" else f" ({level})"
    agency = plain(one.agency) + (bracketed if level else "")
    if one.path is None:
        lacking = Phrase("缺：{why}", "none: {why}").fill(why=one.why or "")
        return [agency, crop(plain(lacking.say(language)), LONGEST), "", "", "", "", ""]
    counts = [one.error, one.warning, one.info, one.gap]
    said = ["" if number is None else str(number) for number in counts]
    if one.error is None:
        said[0] = Phrase("未检查", "not checked").say(language)
    alike = ("、" if language == "zh" else ", ").join(one.alike)
    return [agency, crop(plain(one.path), LONGEST), *said, crop(plain(alike), LONGEST)]
