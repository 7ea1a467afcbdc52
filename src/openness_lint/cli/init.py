"""`openness-lint init`: an empty report of a form, ready to be filled in; or a report put into the form in Word."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import click

from openness_lint.cli import completers
from openness_lint.cli.commands import Examples
from openness_lint.cli.files import STDIN, Found, display_name, read_source
from openness_lint.cli.group import Command
from openness_lint.cli.options import Argument, Option
from openness_lint.cli.output import put, standard_output
from openness_lint.cli.parameters import OneOf, year_of
from openness_lint.cli.wording import in_words, one_line
from openness_lint.host import Host, gather, known_suffixes, open_rulebook
from openness_lint.model.errors import OpennessLintError, UnreadableInput
from openness_lint.model.language import Language, Phrase
from openness_lint.model.report import Report
from openness_lint.recognition.blank import blank_report
from openness_lint.rulebook.ready import Shelf

FORMATS = ("yaml", "docx")


def command(language: Language) -> click.Command:
    def say(zh: str, en: str) -> str:
        return Phrase(zh, en).say(language)

    params: list[click.Parameter | Argument | Option] = [
        click.Option(["--year", "-y"], metavar=say("年度", "YEAR"), callback=_optional_year(language), help=say("报告年度，按它选用格式；除非用 --report，必填", "the report's year, which settles the form; required unless --report is given")),
        click.Option(["--agency", "-a"], metavar=say("名称", "NAME"), help=say("机关全称", "the agency's full name")),
        click.Option(["--form", "form_id"], metavar=say("格式", "FORM"), shell_complete=completers.forms(language), help=say("指定格式，不按年度选用，如 cn-openness-2021", "name the form, whatever the year, as in cn-openness-2021")),
        click.Option(["--format", "-f", "kind"], type=OneOf(FORMATS, language), metavar="|".join(FORMATS), help=say("yaml：供填写、检查的 report.yaml；docx：官方版式的 Word 文档。默认看 --output 的扩展名，否则为 yaml", "yaml: a report.yaml to fill in and check; docx: a Word document in the official layout; by default as the ending of --output says, else yaml")),
        click.Option(["--report", "-r"], metavar=say("文件", "FILE"), type=click.Path(path_type=Path), help=say("把这份报告填进 Word 版的格式；年度、机关都取自报告", "fill the form in Word with this report, which gives year and agency")),
        click.Option(["--output", "-o"], metavar=say("文件", "FILE"), type=click.Path(path_type=Path), help=say("写入文件，不覆盖已有的文件；默认写到标准输出", "write to a file, never over one that exists; standard output by default")),
    ]  # fmt: skip

    def callback(**options: Any) -> int:
        return init(language, **options)

    about = Phrase(
        "生成一份空白报告：各部分、各行都在，数字留空待填；也可以把写好的报告排成官方版式的 Word 文档。",
        "Write an empty report: every section and row is there, its figures blank; or put a report into the official "
        "layout as a Word document.",
    )
    examples: Examples = [
        (
            say(
                "openness-lint init -y 2024 -a 示例县水利局 -o report.yaml",
                "openness-lint init -y 2024 -o report.yaml",
            ),
            Phrase("2024 年度的空白报告", "an empty report for 2024"),
        ),
        (
            "openness-lint init -y 2024 -o report.docx",
            Phrase("2024 年度的空白 Word 文档", "an empty Word document for 2024"),
        ),
        (
            "openness-lint init -r report.yaml -o report.docx",
            Phrase("把 report.yaml 排成 Word 文档", "report.yaml as a Word document"),
        ),
    ]
    return Command("init", language, params, about=about, examples=examples, callback=callback)


def _optional_year(language: Language) -> Any:
    read = year_of(language)

    def convert(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
        return None if value is None else read(ctx, param, value)

    return convert


def init(
    language: Language,
    *,
    year: int | None,
    agency: str | None,
    form_id: str | None,
    kind: Literal["yaml", "docx"] | None,
    report: Path | None,
    output: Path | None,
) -> int:
    """Run the command; the exit code."""
    kind = kind or ("docx" if output is not None and output.suffix.lower() == ".docx" else "yaml")
    host = gather()
    shelf = open_rulebook(host).shelf
    if report is not None:
        _refuse_beside_report(language, kind, year=year, agency=agency, form_id=form_id)
        data = _filled(report, host, shelf, language)
    elif year is None:
        ctx = click.get_current_context()
        raise click.MissingParameter(ctx=ctx, param=next(one for one in ctx.command.params if one.name == "year"))
    elif kind == "docx":
        from openness_lint.word.writing import write_form

        data = write_form(shelf.choose(form=form_id, year=year), year=year, agency=agency)
    else:
        form = shelf.choose(form=form_id, year=year)
        data = blank_report(form, year=year, agency=agency, named=form_id is not None).encode()
    if output is None or output == STDIN:
        _put(data, kind, language)
    else:
        _save(data, output)
    return 0


def _refuse_beside_report(language: Language, kind: str, **given: object) -> None:
    """Refuse options that a report leaves no room for."""
    ctx = click.get_current_context()
    if kind != "docx":
        words = Phrase(
            "--report 用来排 Word 文档：加 --format docx，或用 -o 写明 .docx 文件；要得到 report.yaml 请用 convert 命令",
            "--report makes a Word document: add --format docx, or name a .docx file with -o; "
            "for a report.yaml use the command `convert`",
        )
        raise click.UsageError(words.say(language), ctx)
    for param in ctx.command.params:
        if given.get(str(param.name)) is not None:
            words = Phrase(
                "{option} 不能与 --report 同用：报告里已经写明", "{option} cannot stand beside --report, which says it"
            )
            raise click.UsageError(words.fill(option=param.opts[0]).say(language), ctx)


def _filled(path: Path, host: Host, shelf: Shelf, language: Language) -> bytes:
    """The Word document of a report; what of it has no place in the form is told."""
    from openness_lint.word.writing import write_report

    name = "report.yaml" if path == STDIN else display_name(path)
    try:
        reader = host.readers.get(Path(name).suffix.lower())
        if reader is None:
            words = Phrase(
                "不认识的文件类型“{suffix}”；可读：{known}", "unknown file type '{suffix}'; can read: {known}"
            )
            raise UnreadableInput(words.fill(suffix=Path(name).suffix, known=known_suffixes(host)))
        report = reader.read(read_source(Found(name, path, named=True)), shelf)
        data = write_report(report)
    except OpennessLintError as error:
        raise error.at(name) from None
    for label in dict.fromkeys(_left_out(report)):
        words = Phrase("格式里没有“{label}”，没有写入", "the form has no '{label}': it is not written")
        print(one_line(f"{name}: {words.fill(label=label).say(language)}"), file=sys.stderr)
    return data


def _left_out(report: Report) -> Iterator[str]:
    """Rows and columns of the report that the form does not have."""
    for section in report.sections:
        for table in section.tables:
            yield from (one.printed.text.strip() for one in table.unlisted)
            yield from (one.printed.text.strip() for one in table.foreign if str(one.address.row) not in table.rows)


def _put(data: bytes, kind: str, language: Language) -> None:
    if kind == "yaml":
        put(data.decode())
        return
    if sys.stdout.isatty():
        words = Phrase("Word 文档请用 -o 写入文件", "name a file for the Word document with -o")
        raise click.UsageError(words.say(language), click.get_current_context())
    with standard_output() as stream:
        stream.buffer.write(data)


def _save(data: bytes, path: Path) -> None:
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError:
        words = Phrase("文件已存在，没有改动它", "the file exists and was left alone")
        raise OpennessLintError(words, path=str(path)) from None
    except OSError as error:
        words = Phrase("无法写入：{why}", "cannot be written: {why}").fill(why=in_words(error))
        raise OpennessLintError(words, path=str(path)) from None
