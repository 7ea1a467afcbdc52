"""The entry point: settle the language, run, and turn every error into one line and exit code 2."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from openness_lint._version import __version__

if TYPE_CHECKING:
    from openness_lint.model.language import Language

EXIT_CLEAN, EXIT_FOUND, EXIT_TROUBLE = 0, 1, 2


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with 0, 1 or 2."""
    words = sys.argv[1:] if arguments is None else arguments
    if words == ["--version"]:  # before anything is imported: editors and hooks ask often
        print(f"openness-lint {__version__}")
        sys.exit(EXIT_CLEAN)
    sys.exit(run(words))


def run(words: list[str]) -> int:
    """Run one command line; the exit code."""
    import click

    from openness_lint.cli.group import build
    from openness_lint.cli.wording import complaint, language_of
    from openness_lint.model.errors import OpennessLintError

    language: Language = "zh"
    debug = "--debug" in words
    try:
        language = language_of(words, os.environ)
        code = build(language).main(args=words, prog_name="openness-lint", standalone_mode=False)
    except (click.Abort, KeyboardInterrupt):
        return _trouble("中断" if language == "zh" else "interrupted")
    except click.ClickException as error:
        return _trouble(complaint(error, language))
    except OpennessLintError as error:
        if debug:
            raise
        return _trouble(error.say(language))
    except BrokenPipeError:
        _let_go_of_stdout()
        return EXIT_CLEAN
    # The last resort: a defect of ours, told in one line; --debug shows where.
    except Exception as error:
        if debug:
            raise
        words_of = f"{type(error).__name__}: {error}"
        return _trouble(
            f"程序内部出错：{words_of}（加 --debug 查看详情）"
            if language == "zh"
            else f"internal error: {words_of} (--debug shows where)"
        )
    return code if isinstance(code, int) else EXIT_CLEAN


def _trouble(message: str) -> int:
    from openness_lint.cli.wording import one_line

    print(f"openness-lint: {one_line(message)}", file=sys.stderr)
    return EXIT_TROUBLE


def _let_go_of_stdout() -> None:
    """Point standard output at nothing, so that the interpreter's last flush stays quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
