"""Lines of CSV to one Parquet file, in a process of its own: duckdb takes as much memory as a whole run without it.

The lines go to it by files of a few thousand each, which become Parquet at once and one file at the end, so
that neither memory nor the room taken by temporary files grows with what is told of the reports.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from shutil import rmtree
from typing import BinaryIO

# Column -> its type in SQL. `number` is in the column's own unit (万元 for amounts), exact.
COLUMNS = {
    "record": "VARCHAR",  # report | finding | cell | unread
    "path": "VARCHAR",
    "form": "VARCHAR",
    "agency": "VARCHAR",
    "region": "VARCHAR",
    "year": "INTEGER",
    "judged": "INTEGER",
    "held": "INTEGER",
    "code": "VARCHAR",
    "name": "VARCHAR",
    "title": "VARCHAR",  # what the rule demands
    "kind": "VARCHAR",  # violation | gap | fault
    "severity": "VARCHAR",
    "confidence": "VARCHAR",
    "message": "VARCHAR",
    "suppressed": "VARCHAR",  # the reason
    "fingerprint": "VARCHAR",
    "section": "VARCHAR",
    "address": "VARCHAR",
    "row_id": "VARCHAR",
    "column_id": "VARCHAR",
    "place": "VARCHAR",
    "unit": "VARCHAR",  # as the form prints it; null for counts, for which it prints none
    "printed": "VARCHAR",
    "number": "DECIMAL(28,8)",
    "line": "INTEGER",
    "character": "INTEGER",
    "location": "VARCHAR",  # JSON, as in the contract
}
_LINES = 2000  # in one file
_FILES = 32  # become one as soon as they are there: to have hundreds open takes memory
_MEMORY = 12  # MB, to begin with
_GROUP = 8192  # rows that a reader of the table must hold at a time
_START = "import sys; sys.path[:] = sys.argv[2:]; from openness_lint.drawing.tables import serve; serve(sys.argv[1])"
_END = b"end\n"


class TableError(Exception):
    """The table could not be made; why, in the words of duckdb or of the system."""


def can_make_tables() -> bool:
    """Whether duckdb is installed."""
    return find_spec("duckdb") is not None


@contextmanager
def parquet(lines: Iterable[str]) -> Iterator[BinaryIO]:
    """The table of these lines, open for reading.

    Args:
        lines: Of CSV, in the order of `COLUMNS` and without a heading: texts in quotes, nothing for null.

    Raises:
        TableError: duckdb refuses or fails.
        OSError: the folder for temporary files is full.
    """
    folder = tempfile.mkdtemp(prefix="openness-lint-")
    try:
        process = subprocess.Popen(  # noqa: S603  # our own interpreter and code
            [sys.executable, "-c", _START, folder, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,  # Ctrl-C is for us to heed
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        with process:
            try:
                _tell(process, Path(folder), lines)
            except BaseException:
                process.kill()
                raise
        with Path(folder, "table").open("rb") as made:
            yield made
    finally:
        rmtree(folder, ignore_errors=True)


def _tell(process: subprocess.Popen[bytes], folder: Path, lines: Iterable[str]) -> None:
    assert process.stdin is not None
    assert process.stderr is not None
    rest = iter(lines)
    number = 0
    with suppress(BrokenPipeError):  # it has ended, and tells why
        while some := list(islice(rest, _LINES)):
            text = "".join(some)
            file = folder / f"{number:07}.csv"
            file.write_text(text, encoding="utf-8", errors="backslashreplace", newline="")
            process.stdin.write(f"{file.stem} {max(map(len, some))}\n".encode())
            number += 1
        process.stdin.write(_END)
    why = process.stderr.read().decode("utf-8", "replace").strip().splitlines()
    if process.wait():
        raise TableError(why[-1] if why else f"exit {process.returncode}")


def serve(folder: str) -> None:
    """Make the table, in the process of its own: the files as they are told, and one of them all at the end."""
    import duckdb

    os.chdir(folder)  # no name of a folder needs to be written in SQL
    parts: list[str] = []
    # One thread, and the order kept: the same findings make the same bytes.
    with duckdb.connect(config={"threads": 1, "temp_directory": "aside"}) as base:

        def do(query: str) -> None:
            # It takes what it is allowed. Where that is too little, as for a cell of megabytes, it is given more.
            for memory in (_MEMORY << i for i in range(9)):
                try:
                    base.execute(f"SET memory_limit = '{memory}MB'")
                    base.execute(query)
                except duckdb.OutOfMemoryException:
                    if memory > _MEMORY << 7:
                        raise
                else:
                    return

        try:
            for words in sys.stdin.buffer:
                if words == _END:
                    do(_copied(_from(parts), "table"))
                    return
                name, longest = words.decode().split()
                do(_copied(_read(name, int(longest)), f"{name}.part"))
                Path(f"{name}.csv").unlink()
                parts.append(f"{name}.part")
                if len(parts) >= _FILES and (several := parts[-_FILES:])[0] == f"{int(name) + 1 - _FILES:07}.part":
                    do(_copied(_from(several), f"{name}.parts"))
                    for one in several:
                        Path(one).unlink()
                    parts[-_FILES:] = [f"{name}.parts"]
        except (duckdb.Error, OSError) as error:
            sys.exit(str(error).splitlines()[0])
    os.chdir("/")
    rmtree(folder, ignore_errors=True)  # who told it is gone


def _copied(query: str, name: str) -> str:
    # All that is put into SQL here is names of ours.
    return f"COPY ({query}) TO '{name}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_GROUP})"


def _read(name: str, longest: int) -> str:
    room = max(1 << 20, 10 * longest)  # bytes; of what is no character, \\udc00 is written
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in COLUMNS.items())
    options = [
        f"columns = {{{columns}}}, auto_detect = false, header = false, parallel = false, new_line = '\\n'",
        "delim = ',', quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false",
        f"max_line_size = {room}, buffer_size = {room * 2}",
    ]
    return f"FROM read_csv('{name}.csv', {', '.join(options)})"


def _from(parts: Sequence[str]) -> str:
    if not parts:
        none = ", ".join(f"NULL::{kind} AS {name}" for name, kind in COLUMNS.items())
        return f"SELECT {none} WHERE false"
    return f"FROM read_parquet([{', '.join(map(repr, parts))}])"
