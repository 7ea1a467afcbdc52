"""Parquet: every report, finding and figure of a run as rows of one table, for queries over many reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from typing import BinaryIO, TextIO

from openness_lint.hooks import Look, Reporter, hookimpl
from openness_lint.model.errors import OpennessLintError
from openness_lint.model.language import Phrase
from openness_lint.model.outcome import Result

MISSING = Phrase(
    "--format parquet 需要 duckdb，请安装：pip install 'openness-lint[corpus]'",
    "--format parquet needs duckdb; install it with: pip install 'openness-lint[corpus]'",
)
_PART = 1000  # results in one part


class Parquet:
    """The rows go through files that are removed again: what is held in memory does not grow with the run."""

    name = "parquet"
    gives_cells = True

    def write(self, results: Iterable[Result], stream: TextIO, look: Look) -> None:
        """Write the whole table at the end.

        Raises:
            OpennessLintError: duckdb is not installed or fails, or the stream is a terminal.
        """
        if stream.isatty():
            words = Phrase(
                "--format parquet 是二进制文件，用 --output 写明文件名",
                "--format parquet is binary: name a file with --output",
            )
            raise OpennessLintError(words)
        stream.flush()
        with _made(results, look) as table:
            while block := table.read(1 << 20):
                stream.buffer.write(block)

    def parts(self, results: Iterable[Result], look: Look) -> Iterator[BinaryIO]:
        """Tables of a thousand results each, one after the other: what is done stays done when a run ends early.

        Raises:
            OpennessLintError: duckdb is not installed or fails.
        """
        rest = iter(results)
        for first in rest:
            with _made(chain([first], islice(rest, _PART - 1)), look) as table:
                yield table


@contextmanager
def _made(results: Iterable[Result], look: Look) -> Iterator[BinaryIO]:
    """The table of some results."""
    from openness_lint.drawing.rows import rows
    from openness_lint.drawing.tables import TableError, can_make_tables, parquet

    if not can_make_tables():
        raise OpennessLintError(MISSING)
    try:
        with parquet(rows(results, look.language)) as table:
            yield table
    except TableError as error:
        words = Phrase("--format parquet：{error}", "--format parquet: {error}")
        raise OpennessLintError(words.fill(error=error)) from None


@hookimpl
def openness_lint_reporters() -> list[Reporter]:
    return [Parquet()]
