"""`openness-lint convert FILE…`: any readable document as `report.yaml`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from openness_lint.cli.commands import Examples
from openness_lint.cli.files import DATA_SUFFIXES, STDIN, Found, find_files, looks_like_a_report, read_source
from openness_lint.cli.group import Command
from openness_lint.cli.main import EXIT_CLEAN, EXIT_FOUND, EXIT_TROUBLE
from openness_lint.cli.options import Argument, Option
from openness_lint.cli.output import put, write_bytes
from openness_lint.cli.wording import one_line
from openness_lint.host import Host, gather, known_suffixes, open_rulebook
from openness_lint.model.errors import NotAReport, OpennessLintError, UnreadableInput
from openness_lint.model.form import Table
from openness_lint.model.language import Language, Phrase
from openness_lint.model.report import Match, Report, ReportTable
from openness_lint.model.values import NamedTuple
from openness_lint.recognition.transcription import transcription
from openness_lint.rulebook.ready import Shelf
from openness_lint.rulebook.store import default_store


def command(language: Language) -> click.Command:
    def say(zh: str, en: str) -> str:
        return Phrase(zh, en).say(language)

    file, path = say("文件", "FILE"), say("路径", "PATH")
    params: list[click.Parameter | Argument | Option] = [
        click.Argument(["paths"], nargs=-1, required=True, metavar=f"{path}…", type=click.Path(path_type=Path)),
        click.Option(["--output", "-o"], metavar=file, type=click.Path(path_type=Path), help=say("写入文件；转换几份时是文件夹，各存为同名的 .yaml；不写则输出到标准输出", "write to a file, or for several documents to a folder, each as .yaml under its own name; standard output by default")),
        click.Option(["--force"], is_flag=True, help=say("覆盖已有的文件", "write over existing files")),
        click.Option(["--check", "only_check"], is_flag=True, help=say("只说明哪些内容没有认出，不转换；有没认出的则退出码为 1", "convert nothing, but say what could not be recognised; exit with 1 if anything could not")),
        click.Option(["--stdin-filename"], default="stdin.txt", metavar=say("名称", "NAME"), help=say("从标准输入（路径写作 -）读取时用的文件名，扩展名决定类型（默认 stdin.txt）", "the file name of standard input (the path -), whose ending tells its type (default stdin.txt)")),
    ]  # fmt: skip
    about = Phrase(
        "把报告文档转成 report.yaml：数字和文字照录，空白仍是空白，“0元”仍是“0元”。",
        "Turn documents into report.yaml: figures and text as printed, a blank stays blank, `0元` stays `0元`.",
    )
    examples: Examples = [
        ("openness-lint convert report.txt", Phrase("转换一份，输出到屏幕", "convert one, to standard output")),
        ("openness-lint convert reports/ -o yaml/", Phrase("转换一个文件夹", "convert a folder")),
        ("openness-lint convert --check report.txt", Phrase("看看认出了多少", "see how much is recognised")),
    ]

    def callback(**options: Any) -> int:
        return convert(language, **options)

    return Command("convert", language, params, about=about, examples=examples, callback=callback)


def convert(
    language: Language,
    *,
    paths: Sequence[Path],
    output: Path | None,
    force: bool,
    only_check: bool,
    stdin_filename: str,
) -> int:
    """Run the command; the exit code."""
    host = gather()
    shelf = open_rulebook(host, (), default_store()).shelf
    files = list(find_files(paths, host.readers, stdin_filename))
    several = len(files) > 1 or any(path != STDIN and path.is_dir() for path in paths)
    if several and not only_check and (output is None or output == STDIN or output.is_file()):
        raise OpennessLintError(
            Phrase(
                "转换几份文档时，用 --output 写明放结果的文件夹",
                "several documents go to a folder: name it with --output",
            )
        )
    done = trouble = found = 0
    names = _names(files, paths)
    for one in files:
        try:
            report = _read(one, host, shelf)
            if report is None:
                continue
        except NotAReport as error:
            if one.named:
                trouble += _told(error.at(one.name), language)
            continue
        except OpennessLintError as error:
            trouble += _told(error.at(one.name), language)
            continue
        done += 1
        if only_check:
            found += _tell_unrecognised(one.name, report, language)
            continue
        try:
            _write(transcription(report), names[one.name], output, several=several, force=force)
        except OpennessLintError as error:
            trouble += _told(error, language)
    if not done and not trouble:
        raise OpennessLintError(Phrase("没有找到报告，什么也没有转换", "no report was found, nothing was converted"))
    if trouble:
        return EXIT_TROUBLE
    return EXIT_FOUND if found else EXIT_CLEAN


def _read(one: Found, host: Host, shelf: Shelf) -> Report | None:
    """The report of a file; None for data that is no report and was only come upon."""
    suffix = Path(one.name).suffix.lower()
    reader = host.readers.get(suffix)
    if reader is None:
        words = Phrase("不认识的文件类型“{suffix}”；可读：{known}", "unknown file type '{suffix}'; can read: {known}")
        raise UnreadableInput(words.fill(suffix=suffix, known=known_suffixes(host)))
    source = read_source(one)
    if not one.named and suffix in DATA_SUFFIXES and not looks_like_a_report(source):
        return None
    return reader.read(source, shelf)


def _told(error: OpennessLintError, language: Language) -> int:
    print(one_line(error.say(language)), file=sys.stderr)
    return 1


def _names(files: Sequence[Found], paths: Sequence[Path]) -> dict[str, Path]:
    """Where in the output folder each file goes: as it lies in the folder named, under its own name as .yaml.

    Two that would go to one place (报告.docx, 报告.pdf) keep their endings: 报告.docx.yaml.
    """
    folders = [path for path in paths if path != STDIN and path.is_dir()]
    places: dict[str, Path] = {}
    for one in files:
        folder = next((path for path in folders if path in one.path.parents), None)
        places[one.name] = one.path.relative_to(folder) if folder is not None else Path(Path(one.name).name)
    stems = Counter(place.with_suffix(".yaml") for place in places.values())
    return {
        name: place.with_suffix(".yaml")
        if stems[place.with_suffix(".yaml")] == 1
        else place.with_name(f"{place.name}.yaml")
        for name, place in places.items()
    }


def _write(text: str, name: Path, output: Path | None, *, several: bool, force: bool) -> None:
    if output is None or output == STDIN:
        put(text)
        return
    target = output
    if several or output.is_dir():
        target = output / name
        target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and not force:
        raise OpennessLintError(
            Phrase(
                "文件已存在，没有改动它；要覆盖请加 --force",
                "the file exists and was left alone; --force writes over it",
            ),
            path=str(target),
        )
    write_bytes(target, text.encode())


class _Remark(NamedTuple):
    """What is to be said of how a document was read, and whether anything of it is lost."""

    words: Phrase
    is_loss: bool


def _tell_unrecognised(name: str, report: Report, language: Language) -> int:
    """Say what of the form was not found and what was found under other words; how much was lost."""
    remarks = list(_remarks(report))
    for one in remarks:
        put(f"{one_line(name)}: {one_line(one.words.say(language))}\n")
    if not remarks:
        words = Phrase(
            "全部认出：{sections} 个部分，{cells} 个数字", "all recognised: {sections} sections, {cells} figures"
        )
        put(f"{one_line(name)}: {words.fill(sections=len(report.sections), cells=len(report.cells)).say(language)}\n")
    return sum(one.is_loss for one in remarks)


def _lost(table: Table, printed: ReportTable) -> Iterator[_Remark]:
    """What of a table was not found: all of it, whole columns, whole rows, single figures."""
    lost = [key for key in table.keys if key not in printed.cells]
    if len(lost) == len(table.keys):
        yield _Remark(
            Phrase(f"没有认出{table.name.zh}里的任何数字", f"no figure of the {table.name.en} was recognised"), True
        )
        return
    given = {row for row, _ in printed.cells}
    whole: set[str] = set()
    for column in table.columns:
        rows = [row for row, id in table.keys if id == column.id and row in given]
        if len(rows) > 1 and all((row, column.id) in lost for row in rows):
            whole.add(column.id)
            label = column.wording.official
            yield _Remark(Phrase(f"没有找到“{label}”一列", f"not found: the column {label}"), True)
    for row in table.rows:
        missing = [column for id, column in lost if id == row.id and column not in whole]
        label = row.wording.official
        if row.id not in given:
            yield _Remark(Phrase(f"没有找到“{label}”一行的数字", f"not found: the figures of {label}"), True)
        elif missing:
            names = [table.column[id].wording.official for id in missing]
            zh, en = "、".join(f"“{name}”" for name in names), ", ".join(names)
            yield _Remark(Phrase(f"“{label}”一行没有找到{zh}", f"not found in {label}: {en}"), True)


def _remarks(report: Report) -> Iterator[_Remark]:
    form = report.form
    for section in form.sections:
        if report.section(section.id) is None:
            heading = section.wording.official
            yield _Remark(Phrase(f"没有找到“{heading}”", f"not found: {heading}"), True)
    for table in form.tables:
        printed = report.table(table.id)
        if printed is None:
            yield _Remark(Phrase(f"没有找到{table.name.zh}", f"not found: the {table.name.en}"), True)
            continue
        yield from _lost(table, printed)
        for text in dict.fromkeys(one.printed.text.strip() for one in printed.unlisted):
            yield _Remark(Phrase(f"格式里没有“{text}”", f"the form has no {text!r}"), True)
        for text, other in {one.printed.text.strip(): one.form.title for one in printed.foreign}.items():
            yield _Remark(Phrase(f"“{text}”是“{other.zh}”的用语", f"{text!r} belongs to the {other.en}"), False)
        for label in printed.labels:
            if label.match in {Match.ALIAS, Match.DISTANCE}:
                where, text = form.where(label.address), label.printed.text.strip()
                yield _Remark(Phrase(f"“{text}”按“{where.zh}”读取", f"{text!r} is read as {where.en}"), False)
