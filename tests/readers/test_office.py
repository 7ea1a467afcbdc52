"""Documents that LibreOffice opens for us: read as the .docx that it makes of them, or refused in one sentence."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from openness_lint.model.errors import UnreadableInput
from openness_lint.model.span import CellSpan
from openness_lint.word import office
from openness_lint.word.writing import write_report

EXAMPLE = Path(__file__).parents[2] / "examples" / "clean-2024.yaml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
WORD97 = OLE + "WordDocument".encode("utf-16-le")
SUFFIXES = [".doc", ".wps", ".rtf", ".odt"]

installed = pytest.mark.skipif(office.find_office() is None, reason="LibreOffice is not installed")
posix = pytest.mark.skipif(os.name != "posix", reason="the stand-in for the office program is a shell script")


@pytest.fixture(scope="module")
def report(read_bytes):
    return read_bytes(EXAMPLE.read_bytes(), ".yaml")


@pytest.fixture
def program(tmp_path, monkeypatch):
    """A stand-in for the office program: a shell script."""

    def put(script):
        path = tmp_path / "soffice"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        monkeypatch.setattr(office, "find_office", lambda: str(path))

    return put


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """Where temporary folders are made; it must be empty afterwards."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def packed(**members):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        for name, text in members.items():
            archive.writestr(name, text)
    return data.getvalue()


class TestWithLibreOffice:
    """One document of each kind, made by LibreOffice from ours."""

    @installed
    @pytest.mark.parametrize("suffix", [".doc", ".rtf", ".odt"])
    def test_what_it_converts_is_read_to_the_cell(self, read_bytes, report, folders, tmp_path, suffix):
        source = tmp_path / "report.docx"
        source.write_bytes(write_report(report))
        profile = (tmp_path / "profile").as_uri()
        words = [str(office.find_office()), f"-env:UserInstallation={profile}", "--headless", "--convert-to", suffix[1:], "--outdir", str(tmp_path), str(source)]  # fmt: skip
        subprocess.run(words, check=True, capture_output=True, timeout=120)

        back = read_bytes(source.with_suffix(suffix).read_bytes(), suffix)

        assert {str(a): c.printed.text for a, c in back.cells.items()} == {
            str(a): c.printed.text for a, c in report.cells.items()
        }
        assert (back.agency, back.year) == (report.agency, report.year)
        assert back.cells[("requests", "received", "natural_person")].printed.span == CellSpan(2, 4, 2)

    @installed
    def test_nothing_is_fetched_for_it(self, folders):
        asked = []
        with socket.socket() as server:
            server.bind(("127.0.0.1", 0))
            server.listen()
            server.settimeout(120)

            def answer():
                try:
                    while True:
                        asked.append(server.accept())
                except OSError:
                    return

            thread = threading.Thread(target=answer, daemon=True)
            thread.start()
            url = f"http://127.0.0.1:{server.getsockname()[1]}/picture.png"
            office.as_docx(linked(url), ".odt")
            server.shutdown(socket.SHUT_RDWR)
            thread.join()

        assert asked == []

    @installed
    def test_what_it_cannot_open_is_refused(self, complaint, folders):
        assert "LibreOffice cannot open the document" in complaint(WORD97, ".doc")


def linked(url):
    """A text whose picture and whose section stand elsewhere."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
        for name, space in {"office": "office", "text": "text", "draw": "drawing", "svg": "svg-compatible"}.items()
    )
    picture = f'<draw:frame svg:width="2cm" svg:height="2cm"><draw:image xlink:href="{url}" xlink:type="simple" xlink:actuate="onLoad"/></draw:frame>'
    section = f'<text:section text:name="s"><text:section-source xlink:href="{url}"/><text:p>x</text:p></text:section>'
    content = f'<office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"><office:body><office:text><text:p>x{picture}</text:p>{section}</office:text></office:body></office:document-content>'
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in {"/": "application/vnd.oasis.opendocument.text", "content.xml": "text/xml"}.items()
    )
    manifest = f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{entries}</manifest:manifest>'
    return packed(**{"content.xml": content, "META-INF/manifest.xml": manifest})


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_docx_under_another_name_is_read_without_it(read_bytes, report, monkeypatch, suffix):
    monkeypatch.setattr(office, "find_office", lambda: pytest.fail("it was asked for"))

    assert read_bytes(write_report(report), suffix).cells.keys() == report.cells.keys()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_where_it_is_not_installed_the_message_says_so(monkeypatch, read_bytes, suffix):
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr(office, "_ELSEWHERE", ())

    with pytest.raises(UnreadableInput) as caught:
        read_bytes(WORD97, suffix)

    assert caught.value.message.en == (
        f"a {suffix} document is read with LibreOffice, which was not found; install it, "
        "or open the document in Word or WPS and save it as .docx"
    )
    assert "请安装 LibreOffice" in caught.value.message.zh


@pytest.mark.parametrize(
    ("data", "suffix", "said"),
    [
        (b"", ".doc", "the file is empty"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), ".doc", "the file has a password"),
        (b"%PDF-1.7\n", ".wps", "not what .wps promises but a PDF file; give it the ending .pdf"),
        (b"<html><body>x", ".doc", "not what .doc promises but a web page; give it the ending .html"),
        (OLE + "Workbook".encode("utf-16-le"), ".doc", "give it the ending .xls"),
        ("一、总体情况".encode(), ".rtf", "of no known kind"),
        (packed()[:-10], ".odt", "damaged or cut off"),
        (packed(**{"content.xml": " " * 100_000_001}), ".odt", "over the limit of 100,000,000 bytes"),
    ],
)  # fmt: skip
def test_what_is_no_such_document_is_refused_without_it(complaint, monkeypatch, data, suffix, said):
    monkeypatch.setattr(office, "find_office", lambda: pytest.fail("it was asked for"))

    assert said in complaint(data, suffix)


@posix
def test_it_works_on_a_copy_in_a_folder_and_profile_of_its_own(program, folders, tmp_path, read_bytes, report):
    made = tmp_path / "made.docx"
    made.write_bytes(write_report(report))
    program(
        f'printf "%s\\n" "$@" "$HOME" "$http_proxy" > {tmp_path}/asked; cp "$HOME"/report.doc {tmp_path}/given.doc; '
        f'cp "$HOME"/profile/user/registrymodifications.xcu {tmp_path}/settings; '
        f'mkdir "$HOME"/docx; cp {made} "$HOME"/docx/report.docx'
    )

    assert read_bytes(WORD97, ".wps").cells.keys() == report.cells.keys()
    asked = (tmp_path / "asked").read_text().splitlines()
    home = Path(asked[-2])
    assert home.parent == folders
    assert asked[0] == f"-env:UserInstallation={(home / 'profile').as_uri()}"
    assert asked[-3] == str(home / "report.doc")
    assert asked[-1] == "http://127.0.0.1:9"
    assert (tmp_path / "given.doc").read_bytes() == WORD97
    settings = (tmp_path / "settings").read_text()
    assert '"DisableMacrosExecution" oor:op="fuse"><value>true<' in settings


@posix
def test_a_program_that_makes_nothing_is_told(program, folders, complaint):
    program("exit 1")

    assert "LibreOffice cannot open the document" in complaint(WORD97, ".doc")


@posix
def test_a_program_that_never_ends_is_ended_with_all_it_started(program, folders, complaint, monkeypatch, tmp_path):
    monkeypatch.setattr(office, "SECONDS", 1)
    program(f"sleep 600 & echo $! > {tmp_path}/child; wait")

    assert "did not open the document within 1 seconds" in complaint(WORD97, ".doc")
    child = int((tmp_path / "child").read_text())
    assert not is_running(child)


def is_running(process):
    """Whether a process is there and no mere entry that its parent has not asked after."""
    status = Path(f"/proc/{process}/status")
    if sys.platform == "linux":
        return status.exists() and "State:\tZ" not in status.read_text()
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
