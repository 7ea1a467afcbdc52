"""`openness-lint init`: an empty report of a form, ready to be filled in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from openness_lint.cli.group import Command
from openness_lint.host import gather, open_rulebook
from openness_lint.model.errors import OpennessLintError
from openness_lint.model.language import Language, Phrase
from openness_lint.recognition.blank import blank_report


def command(language: Language) -> click.Command:
    def say(zh: str, en: str) -> str:
        return Phrase(zh, en).say(language)

    params: list[click.Parameter] = [
        click.Option(["--year", "-y"], type=int, required=True, metavar="YEAR", help=say("报告年度，决定用哪一年的格式", "the report's year, which settles the form")),
        click.Option(["--agency", "-a"], metavar="NAME", help=say("机关全称", "the agency's full name")),
        click.Option(["--form", "form_id"], metavar="ID", help=say("指明格式，不按年度", "name the form instead")),
        click.Option(["--output", "-o"], metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help=say("写入文件（不覆盖已有文件），默认写到标准输出", "write to a file (never over an existing one); standard output by default")),
    ]  # fmt: skip

    def callback(**options: Any) -> int:
        return init(**options)

    about = say(
        "生成一份空白的 report.yaml，各部分、各行都在，数字留空待填。",
        "Write an empty report.yaml with every section and row, its figures blank.",
    )
    return Command("init", language, params, help=about, callback=callback)


def init(*, year: int, agency: str | None, form_id: str | None, output: Path | None) -> int:
    """Run the command; the exit code."""
    form = open_rulebook(gather()).shelf.choose(form=form_id, year=year)
    text = blank_report(form, year=year, agency=agency, named=form_id is not None)
    if output is None:
        sys.stdout.write(text)
        return 0
    try:
        with output.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise OpennessLintError(
            Phrase("文件已存在，没有改动它", "the file exists and was left alone"), path=str(output)
        ) from None
    except OSError as error:
        raise OpennessLintError(
            Phrase(f"无法写入：{error.strerror}", f"cannot be written: {error.strerror}"), path=str(output)
        ) from None
    return 0
