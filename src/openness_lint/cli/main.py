"""The entry point: settle the language, run, and turn every error into one line and exit code 2."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

from openness_lint._version import __version__

if TYPE_CHECKING:
    from openness_lint.cli.wording import Speech
    from openness_lint.model.errors import OpennessLintError
    from openness_lint.model.language import Language

EXIT_CLEAN, EXIT_FOUND, EXIT_TROUBLE = 0, 1, 2


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with 0, 1 or 2."""
    words = sys.argv[1:] if arguments is None else arguments
    if words == ["--version"] and sys.stdout is not None:  # before anything is imported: editors and hooks ask often
        print(f"openness-lint {__version__}")
        sys.exit(EXIT_CLEAN)
    # What a run over one file leaves behind is little; to look for cycles in it takes longer than to keep it.
    gc.disable()
    if arguments is not None:
        sys.exit(run(words))
    _load_pathlib()
    from openness_lint.cli.bundle import of_program

    if (bundle := of_program()) is not None:
        sys.meta_path.insert(0, bundle)
    code = run(words)
    if bundle is not None:
        bundle.keep(list(sys.modules.items()))
    _leave(code)
    sys.exit(code)


def _load_pathlib() -> None:
    """Load `pathlib` without what it takes from `urllib.parse`, until somebody wants an address made of a path.

    Python 3.11 and 3.12 load that with it, and `ipaddress` with that: more than all else that `pathlib` needs.
    """
    name = "urllib.parse"
    if sys.version_info >= (3, 13) or sys.modules.keys() & {"pathlib", name}:
        return
    from types import ModuleType

    def quote_from_bytes(data: bytes) -> str:
        from urllib.parse import quote_from_bytes

        return quote_from_bytes(data)

    stand_in = ModuleType(name)
    stand_in.quote_from_bytes = quote_from_bytes  # type: ignore[attr-defined]
    sys.modules[name] = stand_in
    try:
        import pathlib  # noqa: F401
    finally:
        del sys.modules[name]  # whoever imports it finds it whole


def _leave(code: int) -> None:
    """End the process without taking everything apart first, unless somebody's work is still going on."""
    if sys.modules.keys() & {"multiprocessing", "concurrent.futures", "duckdb"}:
        return
    import atexit
    from contextlib import suppress

    atexit._run_exitfuncs()  # noqa: SLF001  # as the interpreter would
    with suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def run(words: list[str]) -> int:
    """Run one command line; the exit code."""
    from openness_lint.cli.wording import Speech, speech_of, wants_traceback
    from openness_lint.model.errors import OpennessLintError

    _open_closed_streams()
    speech = Speech()  # a configuration may still change its language
    try:
        speech = speech_of(words, os.environ)
        code = _plainly(words, speech)
        return _through_click(words, speech) if code is None else code
    except KeyboardInterrupt:
        return _trouble("已中断" if speech.language == "zh" else "interrupted")
    except OpennessLintError as error:
        _show_traceback(wanted=wants_traceback(words))
        return tell(error, speech.language)
    # The last resort: a defect of ours, told in one line; --debug shows where.
    except Exception as error:  # noqa: BLE001
        _show_traceback(wanted=wants_traceback(words))
        what = f"{type(error).__name__}: {error}"
        if speech.language == "zh":
            return _trouble(f"程序内部出错：{what}（加 --debug 查看详情）")
        return _trouble(f"internal error: {what} (--debug shows where)")


def _plainly(words: list[str], speech: Speech) -> int | None:
    """Run a check that is asked for in plain words; None where click is to read them."""
    from openness_lint.cli.commands import COMPLETE, common_options, with_command
    from openness_lint.cli.options import quickly
    from openness_lint.cli.wording import wants_traceback

    command, *rest = with_command(words) or [""]
    if command != "check" or COMPLETE in os.environ:
        return None
    from openness_lint.cli.check import parameters, start

    line = quickly(rest, [*parameters(speech.language), *common_options(speech.language)])
    return None if line is None else start(speech, debug=wants_traceback(words), order=line.order, **line.values)


def _through_click(words: list[str], speech: Speech) -> int:
    gc.enable()
    import click

    from openness_lint.cli.group import build
    from openness_lint.cli.parameters import complaint

    try:
        code = build(speech.language).main(args=words, prog_name="openness-lint", standalone_mode=False, obj=speech)
    except click.Abort:
        raise KeyboardInterrupt from None
    except click.ClickException as error:
        return _trouble(complaint(error, speech.language))
    return code if isinstance(code, int) else EXIT_CLEAN


def tell(error: OpennessLintError, language: Language) -> int:
    """Say on standard error what cannot be done; the exit code for it."""
    return _trouble(error.say(language), _frame(error))


def _open_closed_streams() -> None:
    """Where a stream was closed before the start, as `>&-` does, what goes there goes nowhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123  # until the end


def _show_traceback(*, wanted: bool) -> None:
    if wanted:
        import traceback

        traceback.print_exc()


def _frame(error: OpennessLintError) -> str:
    """The line of a configuration file that an error speaks of, what is wrong marked below it; else nothing."""
    from openness_lint.model.errors import InvalidConfiguration

    if not isinstance(error, InvalidConfiguration) or error.excerpt is None or error.line is None:
        return ""
    from io import StringIO

    from openness_lint.drawing.canvas import Canvas, Ink
    from openness_lint.drawing.frame import ROOM, Mark, draw_lines

    start = (error.column or 1) - 1
    lines = [""] * (error.line - 1) + [error.excerpt]
    marks = {error.line: [Mark(start, start + error.width, primary=True)]}
    drawn = StringIO()
    Canvas(drawn, color=False).put(*draw_lines(lines, marks, Ink.PLAIN, ROOM, len(str(error.line))))
    return drawn.getvalue()


def _trouble(message: str, frame: str = "") -> int:
    from openness_lint.cli.wording import one_line

    print(f"openness-lint: {one_line(message)}\n{frame}", file=sys.stderr, end="")
    return EXIT_TROUBLE
