"""`openness-lint init`: an empty report of a form, ready to be filled in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from openness_lint.cli import completers
from openness_lint.cli.files import STDIN
from openness_lint.cli.group import Command, Examples
from openness_lint.cli.output import put
from openness_lint.cli.wording import in_words, year_of
from openness_lint.host import gather, open_rulebook
from openness_lint.model.errors import OpennessLintError
from openness_lint.model.language import Language, Phrase
from openness_lint.recognition.blank import blank_report


def command(language: Language) -> click.Command:
    def say(zh: str, en: str) -> str:
        return Phrase(zh, en).say(language)

    params: list[click.Parameter] = [
        click.Option(["--year", "-y"], required=True, metavar=say("年度", "YEAR"), callback=year_of(language), help=say("报告年度，必填；按它选用格式", "the report's year, required; it settles the form")),
        click.Option(["--agency", "-a"], metavar=say("名称", "NAME"), help=say("机关全称", "the agency's full name")),
        click.Option(["--form", "form_id"], metavar=say("格式", "FORM"), shell_complete=completers.forms(language), help=say("指定格式，不按年度选用，如 cn-openness-2021", "name the form, whatever the year, as in cn-openness-2021")),
        click.Option(["--output", "-o"], metavar=say("文件", "FILE"), type=click.Path(path_type=Path), help=say("写入文件，不覆盖已有的文件；默认写到标准输出", "write to a file, never over one that exists; standard output by default")),
    ]  # fmt: skip

    def callback(**options: Any) -> int:
        return init(**options)

    about = Phrase(
        "生成一份空白报告：各部分、各行都在，数字留空待填。",
        "Write an empty report: every section and row is there, its figures blank.",
    )
    examples: Examples = [
        (
            say(
                "openness-lint init -y 2024 -a 示例县水利局 -o report.yaml",
                "openness-lint init -y 2024 -o report.yaml",
            ),
            Phrase("2024 年度的空白报告", "an empty report for 2024"),
        ),
    ]
    return Command("init", language, params, about=about, examples=examples, callback=callback)


def init(*, year: int, agency: str | None, form_id: str | None, output: Path | None) -> int:
    """Run the command; the exit code."""
    form = open_rulebook(gather()).shelf.choose(form=form_id, year=year)
    text = blank_report(form, year=year, agency=agency, named=form_id is not None)
    if output is None or output == STDIN:
        put(text)
        return 0
    try:
        with output.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        words = Phrase("文件已存在，没有改动它", "the file exists and was left alone")
        raise OpennessLintError(words, path=str(output)) from None
    except OSError as error:
        words = Phrase("无法写入：{why}", "cannot be written: {why}").fill(why=in_words(error))
        raise OpennessLintError(words, path=str(output)) from None
    return 0
