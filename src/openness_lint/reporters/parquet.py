"""Parquet: every report, finding and figure of a run as rows of one table, for queries over many reports."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
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
    """The rows go through a file of lines that is removed again: what is held in memory does not grow with the run."""

    name = "parquet"
    gives_cells = True

    def write(self, results: Iterable[Result], stream: TextIO, look: Look) -> None:
        """Write the whole table at the end.

        Raises:
            OpennessLintError: duckdb is not installed, or the stream is a terminal.
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
            OpennessLintError: duckdb is not installed.
        """
        rest = iter(results)
        while some := list(islice(rest, _PART)):
            with _made(some, look) as table:
                yield table


@contextmanager
def _made(results: Iterable[Result], look: Look) -> Iterator[BinaryIO]:
    """The table of some results."""
    from openness_lint.drawing.rows import COLUMNS, rows

    try:
        import duckdb
    except ImportError:
        raise OpennessLintError(MISSING) from None
    with tempfile.TemporaryDirectory(prefix="openness-lint-") as folder:
        lines, table = Path(folder, "rows.jsonl"), Path(folder, "rows.parquet")
        with lines.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            for row in rows(results, look.language):
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
        with duckdb.connect(config={"threads": 1, "temp_directory": folder}) as base:
            # One thread, and the order kept: the same findings make the same bytes.
            source = base.read_json(str(lines), format="newline_delimited", columns=COLUMNS)
            source.write_parquet(str(table), compression="zstd")
        with table.open("rb") as made:
            yield made


@hookimpl
def openness_lint_reporters() -> list[Reporter]:
    return [Parquet()]
