"""Work on bytes of unknown origin in a process of its own, bounded in time and memory.

Parsers of old binary formats can be made to loop, to swell or to crash by a file made for it. In a
child process that costs a second or two and one clear message, whatever the file.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module
from typing import Any, BinaryIO

from openness_lint.model.errors import UnreadableInput
from openness_lint.model.language import Phrase
from openness_lint.syntax.kinds import damaged

# Ten pages take a second at most; the rest is for slow machines.
SECONDS = 30
# Address space of the child, where the system knows such a limit (not on Windows and macOS). A report takes 40 MB.
MEMORY = 512_000_000  # bytes

_START = "import sys; sys.path[:] = sys.argv[2:]; from openness_lint.confined import serve; serve(sys.argv[1])"


def confined(work: str, data: bytes) -> Any:
    """What a function makes of the data, called in a child process.

    Args:
        work: The function as `package.module:name`; it takes bytes and gives what JSON can say.
        data: The bytes of a file.

    Raises:
        UnreadableInput: raised by the function; or it took too long, too much memory, or crashed.
    """
    command = [sys.executable, "-c", _START, work, *sys.path]
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter and code; the file comes by a pipe
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:
        raise _given_up() from None
    if done.returncode < 0:  # ended by the system: memory ran out, or a parser went astray
        raise _overcome()
    if done.returncode:
        raise damaged()
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise UnreadableInput(Phrase(*answer["refused"]))
    return answer["made"]


def _given_up() -> UnreadableInput:
    words = Phrase(
        "读了 {seconds:g} 秒仍未读完，文件的结构不正常；请打开后另存一份再检查",
        "not read after {seconds:g} seconds: there is something odd about the file; open it and save it anew",
    )
    return UnreadableInput(words.fill(seconds=SECONDS))


def _overcome() -> UnreadableInput:
    words = Phrase(
        "读取时占用的内存超过 {most} MB，或程序中途崩溃，文件的结构不正常；请打开后另存一份再检查",
        "reading it took more than {most} MB of memory, or crashed: there is something odd about the file; "
        "open it and save it anew",
    )
    return UnreadableInput(words.fill(most=MEMORY // 1_000_000))


def serve(work: str) -> None:
    """Do the work, in the child: data from standard input, the answer as JSON to standard output."""
    _limit()
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    _answer(work, source, sink)


def _answer(work: str, source: BinaryIO, sink: BinaryIO) -> None:
    module, _, name = work.partition(":")
    try:
        answer = {"made": getattr(import_module(module), name)(source.read())}
    except UnreadableInput as error:
        answer = {"refused": [*error.message]}
    except MemoryError:
        answer = {"refused": [*_overcome().message]}
    sink.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))
    sink.flush()


def _limit() -> None:
    """Bound memory, and processor time should the parent no longer be there to end us."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for limit, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS * 2)):
        try:
            resource.setrlimit(limit, (most, most))
        except (OSError, ValueError):  # already lower, or not known here
            continue
