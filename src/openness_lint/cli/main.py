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
    if words == ["--version"] and sys.stdout is not None:  # before anything is imported: editors and hooks ask often
        print(f"openness-lint {__version__}")
        sys.exit(EXIT_CLEAN)
    sys.exit(run(words))


def run(words: list[str]) -> int:
    """Run one command line; the exit code."""
    import click

    from openness_lint.cli.group import build
    from openness_lint.cli.wording import complaint, language_of, wants_traceback
    from openness_lint.model.errors import OpennessLintError

    _open_closed_streams()
    language: Language = "zh"
    try:
        language = language_of(words, os.environ)
        code = build(language).main(args=words, prog_name="openness-lint", standalone_mode=False)
    except (click.Abort, KeyboardInterrupt):
        return _trouble("已中断" if language == "zh" else "interrupted")
    except click.ClickException as error:
        return _trouble(complaint(error, language))
    except OpennessLintError as error:
        _show_traceback(wanted=wants_traceback(words))
        return _trouble(error.say(language))
    # The last resort: a defect of ours, told in one line; --debug shows where.
    except Exception as error:  # noqa: BLE001
        _show_traceback(wanted=wants_traceback(words))
        what = f"{type(error).__name__}: {error}"
        if language == "zh":
            return _trouble(f"程序内部出错：{what}（加 --debug 查看详情）")
        return _trouble(f"internal error: {what} (--debug shows where)")
    return code if isinstance(code, int) else EXIT_CLEAN


def _open_closed_streams() -> None:
    """Where a stream was closed before the start, as `>&-` does, what goes there goes nowhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123  # until the end


def _show_traceback(*, wanted: bool) -> None:
    if wanted:
        import traceback

        traceback.print_exc()


def _trouble(message: str) -> int:
    from openness_lint.cli.wording import one_line

    print(f"openness-lint: {one_line(message)}", file=sys.stderr)
    return EXIT_TROUBLE
