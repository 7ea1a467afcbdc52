"""Where findings go: each `--format` to its `--output`, or to standard output."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from openness_lint.cli.files import STDIN
from openness_lint.hooks import Reporter
from openness_lint.model.errors import OpennessLintError
from openness_lint.model.language import Phrase, join
from openness_lint.model.values import NamedTuple
from openness_lint.syntax.nearest import did_you_mean

DEFAULT_FORMAT = "text"


class Destination(NamedTuple):
    """One format, and the file it goes to; None for standard output."""

    format: str
    file: Path | None


def destinations(order: Sequence[str], formats: Sequence[str], outputs: Sequence[Path]) -> tuple[Destination, ...]:
    """The pairs that the command line states: an `--output` belongs to the `--format` before it.

    Args:
        order: The options as they were written, `format_name` or `output` each.
        formats: The formats, in that order.
        outputs: The files, in that order; `-` is standard output.

    Raises:
        OpennessLintError: two formats go to one place, or an output has no format of its own.
    """
    if len(formats) <= 1 and len(outputs) <= 1:  # one of each belong together, whichever comes first
        found = [Destination((*formats, DEFAULT_FORMAT)[0], outputs[0] if outputs else None)]
    else:
        found = _paired(order, formats, outputs)
    found = [one._replace(file=None) if one.file == STDIN else one for one in found]
    seen: set[Path | None] = set()
    for one in found:
        place = one.file.absolute() if one.file else None
        if place in seen:
            where = Phrase.same(str(one.file)) if one.file else Phrase("标准输出", "standard output")
            words = Phrase(
                "--format：{where} 只能写一种格式；其他格式用 --output 写入各自的文件",
                "--format: only one format can go to {where}; give the others an --output each",
            )
            raise OpennessLintError(words.fill(where=where))
        seen.add(place)
    return tuple(found)


def _paired(order: Sequence[str], formats: Sequence[str], outputs: Sequence[Path]) -> list[Destination]:
    found: list[Destination] = []
    waiting = False  # whether the last format has no file of its own yet
    rest_formats, rest_outputs = iter(formats), iter(outputs)
    for name in order:
        if name == "format_name":
            found.append(Destination(next(rest_formats), None))
            waiting = True
        elif name == "output" and waiting:
            found[-1] = found[-1]._replace(file=next(rest_outputs))
            waiting = False
        elif name == "output":
            words = Phrase(
                "--output：每个 --output 前面要有自己的 --format",
                "--output: each needs a --format of its own before it",
            )
            raise OpennessLintError(words)
    return found


def reporter_named(name: str, reporters: Mapping[str, Reporter]) -> Reporter:
    """The reporter of a format.

    Raises:
        OpennessLintError: there is none; with the nearest name.
    """
    if (reporter := reporters.get(name)) is not None:
        return reporter
    words = Phrase(
        "--format：不能是“{name}”；可用：{known}{hint}", "--format: cannot be '{name}'; use one of: {known}{hint}"
    )
    known = join([Phrase.same(one) for one in reporters])
    raise OpennessLintError(words.fill(name=name, hint=did_you_mean(name, reporters), known=known))
