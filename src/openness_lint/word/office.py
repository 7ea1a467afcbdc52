"""Documents that only an office program opens, turned into .docx by LibreOffice where it is installed.

It works on a copy in a private folder, with a profile of its own in which macros, links and the
network are off, within bounds of time, memory and disk; afterwards all of it is removed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from openness_lint.model.errors import UnreadableInput
from openness_lint.model.language import Phrase
from openness_lint.syntax.kinds import DOC, DOCX, ODT, RTF, Kind, damaged, kind_of, refusal, too_large

# It takes three seconds to start with a new profile; the rest is for slow machines and long documents.
SECONDS = 90
MEMORY = 4_000_000_000  # bytes of address space, of which it asks for much more than it uses
LARGEST = 100_000_000  # bytes of any file that it writes, and of the text packed in an .odt

ADVICE = Phrase("请用 Word 或 WPS 打开，另存为 .docx", "open it in Word or WPS and save it as .docx")
WPS = Kind(Phrase("WPS 文档", "a WPS document"), ".wps")
_KINDS = {".doc": DOC, ".wps": WPS, ".rtf": RTF, ".odt": ODT}

_ELSEWHERE = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)

# A proxy where nobody listens: whatever a document wants to fetch, it is not fetched.
_NOWHERE, _PORT = "127.0.0.1", 9
_SETTINGS: dict[str, dict[str, bool | int | str]] = {
    "/org.openoffice.Office.Common/Security/Scripting": {
        "MacroSecurityLevel": 3,
        "DisableMacrosExecution": True,
        "BlockUntrustedRefererLinks": True,
        "DisableActiveContent": True,
    },
    "/org.openoffice.Office.Writer/Content/Update": {"Link": 0, "Field": False, "Chart": False},
    "/org.openoffice.Inet/Settings": {
        "ooInetProxyType": 1,
        "ooInetHTTPProxyName": _NOWHERE,
        "ooInetHTTPProxyPort": _PORT,
        "ooInetHTTPSProxyName": _NOWHERE,
        "ooInetHTTPSProxyPort": _PORT,
        "ooInetNoProxy": "",
    },
}

# Bounds are set in a process of our own, which then becomes the office program.
_BOUND = """\
import os, resource, sys
for limit, most in ((resource.RLIMIT_AS, {memory}), (resource.RLIMIT_FSIZE, {largest}), (resource.RLIMIT_CPU, {seconds})):
    try:
        resource.setrlimit(limit, (most, most))
    except (OSError, ValueError):
        pass
os.execv(sys.argv[1], sys.argv[1:])
"""


def as_docx(data: bytes, suffix: str) -> bytes:
    """The bytes of the same document as .docx.

    Args:
        data: The whole file.
        suffix: The ending of its name, one of .doc, .wps, .rtf and .odt; what it is tell its bytes.

    Raises:
        UnreadableInput: it is no such document, LibreOffice is not installed, or cannot open it.
    """
    kind = kind_of(data)
    if kind is DOCX:  # Word opens it under any of these names
        return data
    if kind not in {DOC, RTF, ODT}:
        raise refusal(data, _KINDS[suffix], ADVICE)
    if kind is ODT:
        _refuse_bomb(data)
    program = find_office()
    if program is None:
        words = Phrase(
            "读取 {suffix} 文档要用 LibreOffice，这台电脑上没有找到；请安装 LibreOffice，或用 Word、WPS 打开后另存为 .docx",
            "a {suffix} document is read with LibreOffice, which was not found; install it, "
            "or open the document in Word or WPS and save it as .docx",
        )
        raise UnreadableInput(words.fill(suffix=suffix))
    with TemporaryDirectory(prefix="openness-lint-", ignore_cleanup_errors=True) as folder:
        return _converted(program, Path(folder), data, str(kind.suffix))


def find_office() -> str | None:
    """The path of LibreOffice's program, None where it is not installed."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return found
    return next((path for path in _ELSEWHERE if os.access(path, os.X_OK)), None)


def _refuse_bomb(data: bytes) -> None:
    from io import BytesIO
    from zipfile import BadZipFile, ZipFile

    try:
        size = sum(one.file_size for one in ZipFile(BytesIO(data)).infolist())
    except (BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        raise damaged() from None
    if size > LARGEST:
        raise too_large(
            Phrase(f"解压后超过上限 {LARGEST:,} 字节", f"unpacked it goes over the limit of {LARGEST:,} bytes")
        )


def _converted(program: str, folder: Path, data: bytes, suffix: str) -> bytes:
    profile, written = folder / "profile", folder / "docx"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_settings(), encoding="utf-8")
    source = folder / f"report{suffix}"
    source.write_bytes(data)
    command = [
        *(program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo"),
        *("--nolockcheck", "--nodefault", "--nofirststartwizard"),
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(written), str(source)),
    ]
    _run(command, folder)
    try:
        return (written / "report.docx").read_bytes()
    except OSError:
        words = Phrase(
            "LibreOffice 打不开这份文档，可能加了密码或已损坏；请用 Word 或 WPS 打开，另存为 .docx",
            "LibreOffice cannot open the document, which may have a password or be damaged; "
            "open it in Word or WPS and save it as .docx",
        )
        raise UnreadableInput(words) from None


def _run(command: list[str], folder: Path) -> None:
    """Run the program to its end, or end it and all that it started."""
    nowhere = f"http://{_NOWHERE}:{_PORT}"
    settings = {name: value for name, value in os.environ.items() if name.upper() not in {"NO_PROXY", "DISPLAY"}}
    settings |= dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), nowhere)
    settings |= {"HOME": str(folder), "SAL_USE_VCLPLUGIN": "svp"}
    is_posix = os.name == "posix"
    bound = _BOUND.format(memory=MEMORY, largest=LARGEST, seconds=SECONDS)
    process = subprocess.Popen(  # noqa: S603  # the user's own office program, and a file name of ours
        [sys.executable, "-I", "-c", bound, *command] if is_posix else command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=settings,
        start_new_session=is_posix,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        words = Phrase(
            "LibreOffice 在 {seconds} 秒内没有打开这份文档；请用 Word 或 WPS 打开，另存为 .docx",
            "LibreOffice did not open the document within {seconds} seconds; open it in Word or WPS and save it as .docx",
        )
        raise UnreadableInput(words.fill(seconds=SECONDS)) from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and its children, which go on when only it is ended."""
    if sys.platform != "win32":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    process.wait()


def _settings() -> str:
    def value(one: bool | int | str) -> str:
        return str(one).lower() if isinstance(one, bool) else str(one)

    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value(one)}</value></prop></item>'
        for path, given in _SETTINGS.items()
        for name, one in given.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>'
    )
