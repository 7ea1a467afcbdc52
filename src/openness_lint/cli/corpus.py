"""`openness-lint corpus PATH…`: tables and queries over what `--format parquet` wrote of many reports."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from openness_lint.cli.commands import Examples
from openness_lint.cli.files import display_name
from openness_lint.cli.group import Command
from openness_lint.cli.main import EXIT_CLEAN
from openness_lint.cli.options import Argument, Option
from openness_lint.cli.output import UNFINISHED, put, write_file
from openness_lint.cli.parameters import OneOf, OneOrMoreOf
from openness_lint.drawing.columns import columns
from openness_lint.drawing.markdown import literal
from openness_lint.drawing.plain import plain
from openness_lint.drawing.tables import COLUMNS
from openness_lint.model.errors import OpennessLintError
from openness_lint.model.language import Language, Phrase
from openness_lint.model.values import NamedTuple

if TYPE_CHECKING:
    import duckdb

MISSING = Phrase(
    "corpus 需要 duckdb，请安装：pip install 'openness-lint[corpus]'",
    "corpus needs duckdb; install it with: pip install 'openness-lint[corpus]'",
)
FORMATS = ["text", "markdown", "csv", "json"]


class Grouping(NamedTuple):
    """A table of the corpus: what a line of it is, the SQL of that, and how its lines are sorted."""

    title: Phrase
    head: Phrase
    key: str
    by_key: bool = False  # years in their order; else what has most findings first


class Column(NamedTuple):
    """A column of the tables: its heading, and the SQL of what is in it."""

    head: Phrase
    what: str


GROUPINGS = {
    "rule": Grouping(Phrase("规则", "rule"), Phrase("规则", "rule"), "code || ' ' || name"),
    "body": Grouping(Phrase("机关", "body"), Phrase("机关", "body"), "agency"),
    "region": Grouping(Phrase("地区", "region"), Phrase("地区", "region"), "region"),
    "year": Grouping(Phrase("年度", "year"), Phrase("年度", "year"), "year", by_key=True),
}
_ACTIVE = "kind = 'violation' AND suppressed IS NULL AND severity"
# Paths of reports stand for their reports; those of one run differ, and those of several runs by form, body or year.
_REPORTS = "count(DISTINCT (path, form, agency, year)) FILTER (record = 'report' OR ({by_rule} AND record = 'finding'))"
_FAULTY = f"count(DISTINCT (path, form, agency, year)) FILTER ({_ACTIVE} = 'error')"
_COLUMNS = {
    "reports": Column(Phrase("报告", "reports"), _REPORTS),
    "faulty": Column(Phrase("有错误的报告", "with errors"), _FAULTY),
    "error": Column(Phrase("错误", "error"), f"count(*) FILTER ({_ACTIVE} = 'error')"),
    "warning": Column(Phrase("警告", "warning"), f"count(*) FILTER ({_ACTIVE} = 'warning')"),
    "info": Column(Phrase("提示", "info"), f"count(*) FILTER ({_ACTIVE} = 'info')"),
    "gap": Column(Phrase("未判定", "not judged"), "count(*) FILTER (kind = 'gap')"),
    "fault": Column(Phrase("内部错误", "internal error"), "count(*) FILTER (kind = 'fault')"),
    "unread": Column(Phrase("未能读取", "not read"), "count(*) FILTER (record = 'unread')"),
    "suppressed": Column(Phrase("已豁免", "suppressed"), "count(*) FILTER (suppressed IS NOT NULL)"),
}
_OF_RULES = [one for one in _COLUMNS if one not in {"faulty", "unread"}]
_UNSAID = Phrase("（未写明）", "(not stated)")
# The reports of a line are those that it finds something in for rules, and all of them otherwise.
_QUERY = """
SELECT {keys}, {columns}
FROM corpus
WHERE record IN ({records})
GROUP BY ALL
ORDER BY {order} NULLS LAST
"""


class Table(NamedTuple):
    """A result: `names` are the columns as programs call them, `head` as people do; `right` those of numbers.

    The first `keys` columns say what a line is about, None where reports do not say it.
    """

    name: str
    title: Phrase | None
    keys: int
    names: list[str]
    head: list[str]
    rows: list[list[Any]]
    right: frozenset[int]


def command(language: Language) -> click.Command:
    def say(zh: str, en: str) -> str:
        return Phrase(zh, en).say(language)

    params: list[click.Parameter | Argument | Option] = [
        click.Argument(["paths"], nargs=-1, required=True, metavar=say("路径…", "PATH…"), type=click.Path(path_type=Path)),
        click.Option(["--by", "-b"], multiple=True, type=OneOrMoreOf(list(GROUPINGS), language), metavar="|".join(GROUPINGS), help=say("只要这张表，可重复：按规则、机关、地区或年度；逗号连写则合成一张，如 region,year；默认四张", "only this table, repeatable: by rule, body, region or year, or by several at once, as in region,year; four tables by default")),
        click.Option(["--query", "-q"], metavar="SQL", help=say("自己的查询，表名 corpus", "a query of your own; the table is called corpus")),
        click.Option(["--format", "-f", "format_name"], type=OneOf(FORMATS, language), default="text", metavar=say("名称", "NAME"), help=say("输出格式：text（默认）、markdown、csv、json", "output format: text (default), markdown, csv, json")),
        click.Option(["--output", "-o"], metavar=say("文件", "FILE"), type=click.Path(path_type=Path), help=say("写入文件，不写到标准输出", "write to a file, not to standard output")),
    ]  # fmt: skip
    about = Phrase(
        "从 --format parquet 写出的文件（或存放它们的文件夹）统计许多份报告：各规则、机关、地区、年度有多少问题。",
        "Count over many reports, from the files that --format parquet wrote (or folders of them): "
        "what is found by rule, body, region and year.",
    )
    examples: Examples = [
        ("openness-lint -f parquet -o 2024.parquet reports/", Phrase("先检查，结果存为一张表", "check, and keep the results as a table")),
        ("openness-lint corpus 2024.parquet", Phrase("四张统计表", "all four tables")),
        ("openness-lint corpus --by body -f csv -o bodies.csv 2024.parquet", Phrase("按机关，供电子表格打开", "by body, for a spreadsheet")),
    ]  # fmt: skip

    def callback(**options: Any) -> int:
        return corpus(language, **options)

    return Command("corpus", language, params, about=about, examples=examples, callback=callback)


def corpus(
    language: Language,
    *,
    paths: Sequence[Path],
    by: Sequence[str],
    query: str | None,
    format_name: str,
    output: Path | None,
) -> int:
    """Run the command; the exit code."""
    if query is not None and by:
        raise OpennessLintError(Phrase("--query 与 --by 只能用一个", "--query and --by do not go together"))
    files = [file for path in paths for file in _files(path)]
    base = _base()
    with _told():
        notes = [*_unfinished(files), *_open(base, files), *_notes(base)]
        wanted = by or GROUPINGS
        tables = [_asked(base, query)] if query is not None else [_counted(base, one, language) for one in wanted]
    text = "".join(f"{line}\n" for line in _WRITERS[format_name](tables, language))
    if output is None:
        put(text)
    else:
        # Spreadsheets take a file of Chinese text for another encoding unless it begins with this mark.
        mark = "\ufeff" if format_name == "csv" else ""
        write_file(output, lambda file: print(mark + text, end="", file=file))
    for note in notes:
        print(f"openness-lint: {plain(note.say(language))}", file=sys.stderr)
    return EXIT_CLEAN


@contextmanager
def _told() -> Iterator[None]:
    """Tell what duckdb cannot read, as where a file is damaged within."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        words = Phrase("读表时出错：{error}", "the tables cannot be read: {error}")
        raise OpennessLintError(words.fill(error=str(error).splitlines()[0])) from None


def _base() -> duckdb.DuckDBPyConnection:
    """A base that fetches nothing from elsewhere, and puts what memory does not hold where temporary files are.

    Raises:
        OpennessLintError: duckdb is not installed.
    """
    try:
        import duckdb
    except ImportError:
        raise OpennessLintError(MISSING) from None
    aside = Path(tempfile.gettempdir(), f"openness-lint-{os.urandom(6).hex()}")
    return duckdb.connect(config={"autoinstall_known_extensions": "false", "temp_directory": str(aside)})


def _open(base: duckdb.DuckDBPyConnection, files: Sequence[Path]) -> Iterator[Phrase]:
    """Make one view, `corpus`, which has each report once; what is to be said of those found twice.

    Raises:
        OpennessLintError: a file is none of ours.
    """
    places = {os.path.realpath(file): file for file in files}
    for place, file in places.items():
        _refuse_foreign(base, place, file)
    names = [*map(_literally, places)]
    # A folder called year=2023 is no column.
    found = base.read_parquet(names, union_by_name=True, filename=True, hive_partitioning=False)
    found.create_view("found")
    columns = ", ".join(COLUMNS)
    if len(places) == 1:
        base.execute(f"CREATE VIEW corpus AS SELECT {columns} FROM found")  # noqa: S608  # names of ours
        return
    base.execute("CREATE TEMP TABLE places (filename VARCHAR, nth INTEGER)")
    base.executemany("INSERT INTO places VALUES (?, ?)", [[one, i] for i, one in enumerate(places)])
    base.execute(_EARLIER)
    base.execute(f"CREATE VIEW corpus AS SELECT {columns} FROM found WHERE {_LATEST}")  # noqa: S608
    asked = "SELECT count(DISTINCT (path, form, agency, year)), min(path) FROM earlier"
    [(count, example)] = base.execute(asked).fetchall()
    if count:
        yield Phrase(
            f"{count} 份报告在不止一个文件里，只计一次，以后面的文件为准（如 {example}）",
            f"reports that stand in several files: {count}; each counts once, as the last file has it (such as {example})",
        )


# Which reports stand in several files, and in which of them they do not count: in all but the last.
_EARLIER = """
CREATE TEMP TABLE earlier AS
WITH stands AS (SELECT DISTINCT path, form, agency, year, filename FROM found)
SELECT path, form, agency, year, filename
FROM stands JOIN places USING (filename)
QUALIFY nth < max(nth) OVER (PARTITION BY path, form, agency, year)
"""
_LATEST = """NOT EXISTS (
    SELECT 1 FROM earlier
    WHERE earlier.filename = found.filename AND earlier.path = found.path
      AND earlier.form IS NOT DISTINCT FROM found.form
      AND earlier.agency IS NOT DISTINCT FROM found.agency
      AND earlier.year IS NOT DISTINCT FROM found.year
)"""


def _literally(place: str) -> str:
    """A name of which no character stands for others."""
    return re.sub(r"([*?\[])", r"[\1]", place)


def _refuse_foreign(base: duckdb.DuckDBPyConnection, place: str, file: Path) -> None:
    """Refuse what is no table of ours.

    Raises:
        OpennessLintError: it is no such file, is damaged, or is another version's.
    """
    import duckdb

    try:
        place.encode()
    except UnicodeEncodeError:
        words = Phrase("文件名不是 UTF-8，请改名", "the file's name is no UTF-8; rename it")
        raise OpennessLintError(words, path=display_name(file)) from None
    try:
        read = base.read_parquet(_literally(place), hive_partitioning=False)
        found = dict(zip(read.columns, map(str, read.types), strict=True))
    except (duckdb.Error, OSError):
        found = {}
    if {"record", "path", "agency", "code"} <= {*found}:
        if other := [name for name, kind in COLUMNS.items() if found.get(name) != kind]:
            words = Phrase(
                "是别的版本写出的，或被改过：缺少这些列，或类型不符：{columns}；请用 --format parquet 重新检查",
                "another version wrote it, or it was changed: these columns are missing or of another type: {columns}; "
                "check the reports again with --format parquet",
            )
            raise OpennessLintError(words.fill(columns=", ".join(other)), path=display_name(file))
        return
    words = Phrase(
        "不是 openness-lint --format parquet 写出的文件，或已损坏",
        "is no file that openness-lint --format parquet wrote, or is damaged",
    )
    raise OpennessLintError(words, path=display_name(file))


def _files(path: Path) -> list[Path]:
    """The file, or those of a folder, by their names."""
    found = sorted(one for one in path.rglob("*.parquet") if one.is_file()) if path.is_dir() else [path]
    if not found or not all(one.is_file() for one in found):
        words = Phrase(
            "没有 .parquet 文件；先用 openness-lint --format parquet --output 文件名 检查报告",
            "there is no .parquet file; check reports with --format parquet --output FILE first",
        )
        raise OpennessLintError(words, path=display_name(path))
    return found


def _unfinished(files: Sequence[Path]) -> Iterator[Phrase]:
    """What is to be said of folders whose parts are not all there."""
    for folder in dict.fromkeys(one.parent for one in files):
        if (folder / UNFINISHED).exists():
            name = display_name(folder)
            yield Phrase(
                f"{name}：写这个文件夹的那次检查中断了，或还没有结束，报告不全",
                f"{name}: the run that wrote this folder was broken off or goes on still; reports are missing",
            )


def _notes(base: duckdb.DuckDBPyConnection) -> Iterator[Phrase]:
    """What the figures of a table do not tell by themselves."""
    asked = "SELECT count(*), min(path) FROM corpus WHERE record = "
    [(count, example)] = base.execute(f"{asked}'unread'").fetchall()
    if count:
        yield Phrase(
            f"{count} 个文件没能读取，它们的问题和数字都不在表中（如 {example}）",
            f"files that could not be read, of which no finding and no figure is there: {count} (such as {example})",
        )
    [(count, example)] = base.execute(f"{asked}'report' AND judged = 0").fetchall()
    if count:
        yield Phrase(
            f"{count} 份报告没有一项能够判定，没有问题不等于合格（如 {example}）",
            f"reports of which nothing could be judged: {count} (such as {example}); no finding there means nothing",
        )
    twice = base.execute(
        "SELECT agency, year, count(*) OVER (), min(path), max(path) FROM corpus "
        "WHERE record = 'report' AND agency IS NOT NULL AND year IS NOT NULL "
        "GROUP BY agency, year HAVING count(*) > 1 ORDER BY agency, year LIMIT 1"
    ).fetchall()
    for agency, year, count, first, last in twice:
        yield Phrase(
            f"{count} 处同一机关同一年度有不止一份报告，每份都计入（如 {agency} {year} 年：{first}、{last}）",
            f"bodies with several reports of one year: {count}; each of them counts "
            f"(such as {agency} {year}: {first}, {last})",
        )


def _counted(base: duckdb.DuckDBPyConnection, name: str, language: Language) -> Table:
    """The table by one thing, or by several, as in `region,year`."""
    groupings = [GROUPINGS[one] for one in name.split(",")]
    by_rule = GROUPINGS["rule"] in groupings
    kept = _OF_RULES if by_rule else [*_COLUMNS]
    keys = [one.key for one in groupings]
    counts = [_COLUMNS[one].what.format(by_rule=str(by_rule).lower()) + f" AS n_{one}" for one in kept]
    if by_rule:  # what the rule demands, as the last run that names it does
        counts.append("max(title) AS title")
    nth = [str(i + 1) for i in range(len(keys))]
    in_order = len(keys) > 1 or groupings[0].by_key
    worst = ["n_error DESC", "n_warning DESC", "n_info DESC", "n_fault DESC", "n_gap DESC"]
    found = base.execute(
        _QUERY.format(
            keys=", ".join(keys),
            columns=", ".join(counts),
            records="'finding'" if by_rule else "'report', 'finding', 'unread'",
            order=" NULLS LAST, ".join(nth if in_order else [*worst, *nth]),
        )
    ).fetchall()
    head = [one.head.say(language) for one in groupings] + [_COLUMNS[one].head.say(language) for one in kept]
    title = Phrase(
        "按" + "、".join(one.title.zh for one in groupings), "by " + " and ".join(one.title.en for one in groupings)
    )
    right = frozenset(range(len(keys), len(head)))
    names = [*name.split(","), *kept]
    if by_rule:
        names, head = [*names, "title"], [*head, Phrase("要求", "demand").say(language)]
    return Table(name, title, len(keys), names, head, [[*row] for row in found], right)


def _asked(base: duckdb.DuckDBPyConnection, query: str) -> Table:
    """The result of a user's query.

    Raises:
        OpennessLintError: it is no SQL, or asks for what is not there; in duckdb's words.
    """
    import duckdb

    try:
        if not base.extract_statements(query):
            raise OpennessLintError(Phrase("--query：没有写 SQL", "--query: there is no SQL in it"))
        result = base.execute(query)
        names = [one[0] for one in result.description or ()]
        rows = [list(one) for one in result.fetchall()] if names else []
    except duckdb.Error as error:
        first = str(error).splitlines()[0]
        words = Phrase("--query：{error}；列有：{columns}", "--query: {error}; the columns are: {columns}")
        raise OpennessLintError(words.fill(error=first, columns=", ".join(COLUMNS))) from None
    numbers = {
        i
        for i in range(len(names))
        if any(row[i] is not None for row in rows)
        and all(isinstance(row[i], int | float | Decimal | None) for row in rows)
    }
    return Table("query", None, 0, names, names, rows, frozenset(numbers))


def _shown(table: Table, language: Language) -> list[list[str]]:
    """The lines for people, who are told in words what is not stated."""
    unsaid = _UNSAID.say(language)
    return [
        [*(unsaid if i < table.keys and one is None else _cell(one) for i, one in enumerate(row))] for row in table.rows
    ]


def _text(tables: Sequence[Table], language: Language) -> Iterator[str]:
    for i, table in enumerate(tables):
        if i:
            yield ""
        if table.title is not None:
            yield table.title.say(language)
        yield from columns([[*map(plain, row)] for row in (table.head, *_shown(table, language))], table.right)


def _markdown(tables: Sequence[Table], language: Language) -> Iterator[str]:
    for i, table in enumerate(tables):
        if i:
            yield ""
        if table.title is not None:
            yield f"## {table.title.say(language)}"
            yield ""
        yield "| " + " | ".join(map(literal, table.head)) + " |"
        yield "|" + "|".join(" ---: " if i in table.right else " --- " for i in range(len(table.head))) + "|"
        for row in _shown(table, language):
            yield "| " + " | ".join(map(literal, row)) + " |"


def _csv(tables: Sequence[Table], _: Language) -> Iterator[str]:
    """Several tables stand under each other, with the name of its table and what it is about in each line."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    if len(tables) == 1:
        writer.writerow(tables[0].names)
        writer.writerows(map(_cell, row) for row in tables[0].rows)
    else:
        keys = list(dict.fromkeys(name for one in tables for name in one.names[: one.keys]))
        rest = list(dict.fromkeys(name for one in tables for name in one.names[one.keys :]))
        writer.writerow(["table", *keys, *rest])
        for table in tables:
            for row in table.rows:
                found = dict(zip(table.names, map(_cell, row), strict=True))
                writer.writerow([table.name, *(found.get(name, "") for name in (*keys, *rest))])
    yield lines.getvalue().removesuffix("\n")


def _json(tables: Sequence[Table], _: Language) -> Iterator[str]:
    found = {one.name: [dict(zip(one.names, map(_plain, row), strict=True)) for row in one.rows] for one in tables}
    yield json.dumps(found.get("query", found), ensure_ascii=False, indent=2)


def _cell(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    return "" if value is None else str(value)


def _plain(value: object) -> object:
    """As JSON has it; decimals as text, to stay exact."""
    match value:
        case list() | tuple():
            return [*map(_plain, value)]
        case dict():
            return {str(key): _plain(one) for key, one in value.items()}
        case float():
            return value if math.isfinite(value) else None
        case None | int() | str():
            return value
        case _:
            return _cell(value)


_WRITERS = {"text": _text, "markdown": _markdown, "csv": _csv, "json": _json}
