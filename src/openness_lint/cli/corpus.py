"""`openness-lint corpus PATH…`: tables and queries over what `--format parquet` wrote of many reports."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from openness_lint.cli.commands import Examples
from openness_lint.cli.files import display_name
from openness_lint.cli.group import Command
from openness_lint.cli.main import EXIT_CLEAN
from openness_lint.cli.options import Argument, Option
from openness_lint.cli.output import put, write_file
from openness_lint.cli.parameters import OneOf
from openness_lint.drawing.columns import columns
from openness_lint.drawing.markdown import literal
from openness_lint.drawing.plain import plain
from openness_lint.drawing.rows import COLUMNS
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
    """A table of the corpus: what a line of it is, and the SQL of that."""

    title: Phrase
    head: Phrase
    key: str


GROUPINGS = {
    "rule": Grouping(Phrase("按规则", "by rule"), Phrase("规则", "rule"), "code || ' ' || name"),
    "body": Grouping(Phrase("按机关", "by body"), Phrase("机关", "body"), "agency"),
    "region": Grouping(Phrase("按地区", "by region"), Phrase("地区", "region"), "region"),
    "year": Grouping(Phrase("按年度", "by year"), Phrase("年度", "year"), "CAST(year AS VARCHAR)"),
}
_COUNTED = {
    "reports": Phrase("报告", "reports"),
    "error": Phrase("错误", "error"),
    "warning": Phrase("警告", "warning"),
    "info": Phrase("提示", "info"),
    "gap": Phrase("未判定", "gap"),
    "suppressed": Phrase("已豁免", "suppressed"),
}
_UNSAID = Phrase("（未写明）", "(not stated)")
# The reports of a line are those that it finds something in for rules, and all of them otherwise.
_QUERY = """
SELECT {key} AS key,
       count(DISTINCT path) AS reports,
       count(*) FILTER (kind = 'violation' AND suppressed IS NULL AND severity = 'error') AS error,
       count(*) FILTER (kind = 'violation' AND suppressed IS NULL AND severity = 'warning') AS warning,
       count(*) FILTER (kind = 'violation' AND suppressed IS NULL AND severity = 'info') AS info,
       count(*) FILTER (kind = 'gap') AS gap,
       count(*) FILTER (suppressed IS NOT NULL) AS suppressed
FROM corpus
WHERE record IN ({records})
GROUP BY ALL
ORDER BY error DESC, warning DESC, info DESC, gap DESC, key
"""


class Table(NamedTuple):
    """A result: `names` are the columns as programs call them, `head` as people do; `right` those of numbers."""

    name: str
    title: Phrase | None
    names: list[str]
    head: list[str]
    rows: list[list[Any]]
    right: frozenset[int]


def command(language: Language) -> click.Command:
    def say(zh: str, en: str) -> str:
        return Phrase(zh, en).say(language)

    params: list[click.Parameter | Argument | Option] = [
        click.Argument(["paths"], nargs=-1, required=True, metavar=say("路径…", "PATH…"), type=click.Path(path_type=Path)),
        click.Option(["--by", "-b"], multiple=True, type=OneOf(list(GROUPINGS), language), metavar="|".join(GROUPINGS), help=say("只要这张表，可重复：按规则、机关、地区或年度；默认全部", "only this table, repeatable: by rule, body, region or year; all of them by default")),
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
        ("openness-lint corpus --by body -f csv 2024.parquet", Phrase("按机关，供电子表格打开", "by body, for a spreadsheet")),
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
    base = _open(paths)
    tables = [_asked(base, query)] if query is not None else [_counted(base, one, language) for one in by or GROUPINGS]
    text = "".join(f"{line}\n" for line in _WRITERS[format_name](tables, language))
    if output is None:
        put(text)
    else:
        write_file(output, lambda file: print(text, end="", file=file))
    unread = base.execute("SELECT count(*) FROM corpus WHERE record = 'unread'").fetchall()[0][0]
    if unread and query is None:
        words = Phrase(
            f"另有 {unread} 个文件没能读取，不在表中（record = 'unread'）",
            f"files that could not be read, and are in no table (record = 'unread'): {unread}",
        )
        print(f"openness-lint: {words.say(language)}", file=sys.stderr)
    return EXIT_CLEAN


def _open(paths: Sequence[Path]) -> duckdb.DuckDBPyConnection:
    """A base with one view, `corpus`.

    Raises:
        OpennessLintError: duckdb is not installed, or a path holds nothing of ours.
    """
    try:
        import duckdb
    except ImportError:
        raise OpennessLintError(MISSING) from None
    files = [file for path in paths for file in _files(path)]
    base = duckdb.connect()
    for file in files:
        try:
            found = {name: str(kind) for name, kind, *_ in base.read_parquet(str(file)).description}
        except (duckdb.Error, OSError):
            raise _foreign(file) from None
        if not set(COLUMNS) <= set(found):
            raise _foreign(file)
    base.read_parquet([str(one) for one in files], union_by_name=True).create_view("corpus")
    return base


def _files(path: Path) -> list[Path]:
    found = sorted(path.rglob("*.parquet")) if path.is_dir() else [path]
    if not found or not all(one.is_file() for one in found):
        words = Phrase(
            "没有 .parquet 文件；先用 openness-lint --format parquet --output 文件名 检查报告",
            "there is no .parquet file; check reports with --format parquet --output FILE first",
        )
        raise OpennessLintError(words, path=display_name(path))
    return found


def _foreign(file: Path) -> OpennessLintError:
    words = Phrase(
        "不是 openness-lint --format parquet 写出的文件",
        "is no file that openness-lint --format parquet wrote",
    )
    return OpennessLintError(words, path=display_name(file))


def _counted(base: duckdb.DuckDBPyConnection, name: str, language: Language) -> Table:
    grouping = GROUPINGS[name]
    records = "'finding'" if name == "rule" else "'report', 'finding'"
    found = base.execute(_QUERY.format(key=grouping.key, records=records)).fetchall()
    head = [grouping.head.say(language), *(one.say(language) for one in _COUNTED.values())]
    rows = [[_UNSAID.say(language) if key is None else key, *counts] for key, *counts in found]
    return Table(name, grouping.title, [name, *_COUNTED], head, rows, frozenset(range(1, len(head))))


def _asked(base: duckdb.DuckDBPyConnection, query: str) -> Table:
    """The result of a user's query.

    Raises:
        OpennessLintError: it is no SQL, or asks for what is not there; in duckdb's words.
    """
    import duckdb

    try:
        result = base.execute(query)
        names = [one[0] for one in result.description or ()]
        rows = [list(one) for one in result.fetchall()] if names else []
    except duckdb.Error as error:
        first = str(error).splitlines()[0]
        words = Phrase("--query：{error}；列有：{columns}", "--query: {error}; the columns are: {columns}")
        raise OpennessLintError(words.fill(error=first, columns=", ".join(COLUMNS))) from None
    numbers = {i for i in range(len(names)) if rows and all(isinstance(row[i], int | float | Decimal) for row in rows)}
    return Table("query", None, names, names, rows, frozenset(numbers))


def _text(tables: Sequence[Table], language: Language) -> Iterator[str]:
    for i, table in enumerate(tables):
        if i:
            yield ""
        if table.title is not None:
            yield table.title.say(language)
        yield from columns([table.head, *([plain(_cell(one)) for one in row] for row in table.rows)], table.right)


def _markdown(tables: Sequence[Table], language: Language) -> Iterator[str]:
    for i, table in enumerate(tables):
        if i:
            yield ""
        if table.title is not None:
            yield f"## {table.title.say(language)}"
            yield ""
        yield "| " + " | ".join(map(literal, table.head)) + " |"
        yield "|" + "|".join(" ---: " if i in table.right else " --- " for i in range(len(table.head))) + "|"
        for row in table.rows:
            yield "| " + " | ".join(literal(_cell(one)) for one in row) + " |"


def _csv(tables: Sequence[Table], _: Language) -> Iterator[str]:
    """Several tables stand under each other, each line with the name of its table first."""
    several = len(tables) > 1
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(["table", "of", *tables[0].names[1:]] if several else tables[0].names)
    for table in tables:
        writer.writerows([*([table.name] if several else []), *map(_cell, row)] for row in table.rows)
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
    return value if value is None or isinstance(value, int | float | str) else _cell(value)


_WRITERS = {"text": _text, "markdown": _markdown, "csv": _csv, "json": _json}
