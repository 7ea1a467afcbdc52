"""Standard output and files: UTF-8, whole or not at all, and quiet when nobody reads on."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO

from openness_lint.cli.wording import in_words
from openness_lint.model.errors import OpennessLintError
from openness_lint.model.language import Phrase

UNFINISHED = "UNFINISHED"  # the name of the mark in a folder of parts that are not all there


def put(text: str) -> None:
    """Write a text to standard output; that nobody reads it to its end is no trouble.

    Raises:
        OpennessLintError: the text does not arrive, as on a full disk.
    """
    with standard_output() as stream:
        stream.write(text)


@contextmanager
def standard_output(*, machine: bool = True) -> Iterator[TextIO]:
    """Standard output made ready, and flushed at the end.

    Args:
        machine: Programs read it: UTF-8 even on a console that shows another encoding.

    Raises:
        OpennessLintError: what was written does not arrive. A broken pipe is no error: the reader has
            seen enough, and what follows is dropped.
    """
    stream = sys.stdout
    _prepare(stream, machine=machine)
    try:
        yield stream
        stream.flush()
    except BrokenPipeError:
        _let_go(stream)
    except OSError as error:
        _let_go(stream)
        words = Phrase("标准输出无法写入：{why}", "standard output cannot be written: {why}")
        raise OpennessLintError(words.fill(why=in_words(error))) from None


def _prepare(stream: TextIO, *, machine: bool) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is None:
        return
    if machine or not stream.isatty():
        # A lone surrogate, out of a JSON escape, must not take the run down.
        reconfigure(encoding="utf-8", newline="\n", errors="backslashreplace")
    else:
        reconfigure(errors="replace")


def _let_go(stream: TextIO) -> None:
    """Point the stream at nothing, so that the interpreter's own last flush stays quiet."""
    with suppress(OSError, ValueError), Path(os.devnull).open("w", encoding="utf-8") as nothing:
        os.dup2(nothing.fileno(), stream.fileno())


def write_file(path: Path, write: Callable[[TextIO], None]) -> None:
    """Write a text file whole: beside its place, then into it, so that nobody ever reads half of it.

    Links are followed, permissions of a file that is there are kept; devices and pipes are written as they are.

    Raises:
        OpennessLintError: it cannot be written; what stood there before still stands.
    """

    def write_text(file: BinaryIO) -> None:
        text = TextIOWrapper(file, encoding="utf-8", newline="\n", errors="backslashreplace")
        write(text)
        text.flush()
        text.detach()

    _write_whole(path, write_text)


def write_bytes(path: Path, data: bytes) -> None:
    """Write bytes in the same manner.

    Raises:
        OpennessLintError: they cannot be written; what stood there before still stands.
    """

    def write(file: BinaryIO) -> None:
        file.write(data)

    _write_whole(path, write)


def write_parts(folder: Path, parts: Iterable[BinaryIO], is_whole: Callable[[], bool]) -> None:
    """Write files `part-00000.parquet` and on into a folder, each whole or not at all.

    A file `UNFINISHED` is beside them until all are there; where the run is broken off, it stays.

    Args:
        folder: Made if it is not there.
        parts: What is in the files.
        is_whole: Whether the parts were all that there was to write, asked at the end.

    Raises:
        OpennessLintError: one cannot be written, or the folder holds such files of another run, which would
            be counted with these.
    """
    from shutil import copyfileobj

    if any(folder.glob("*.parquet")):
        words = Phrase(
            "文件夹里已有 .parquet 文件；请换一个文件夹，或先清空",
            "the folder holds .parquet files already; name another, or empty it first",
        )
        raise OpennessLintError(words, path=str(folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        words = Phrase("无法写入：{why}", "cannot be written: {why}")
        raise OpennessLintError(words.fill(why=in_words(error)), path=str(folder)) from None
    mark = folder / UNFINISHED
    write_bytes(mark, b"")
    for number, part in enumerate(parts):
        _write_whole(folder / f"part-{number:05}.parquet", partial(copyfileobj, part))
    if is_whole():
        mark.unlink()


def _write_whole(path: Path, write: Callable[[BinaryIO], None]) -> None:
    try:
        before = path.stat() if path.exists() else None
        if before is not None and not stat.S_ISREG(before.st_mode):
            with path.open("wb") as file:
                write(file)
            return
        target = Path(os.path.realpath(path))
        aside = target.with_name(f".openness-lint-{os.urandom(6).hex()}")
        try:
            with aside.open("xb") as file:
                write(file)
            if before is not None:
                aside.chmod(stat.S_IMODE(before.st_mode))
            aside.replace(target)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise
    except OSError as error:
        words = Phrase("无法写入：{why}", "cannot be written: {why}")
        raise OpennessLintError(words.fill(why=in_words(error)), path=str(path)) from None
