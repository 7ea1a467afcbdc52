"""Word documents: the body written as markup, the rest of the package by python-docx."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

from openness_lint.word.office import find_office
from papers.paper import Paper, Table
from papers.printed import placed

_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MARKS = {"\n": "<w:br/>", "\t": "<w:tab/>"}


def docx(paper: Paper, _: Random) -> bytes:
    """Headings and paragraphs in the template's own styles, tables with merged cells."""
    return _packed([_p(paper.title, "Title"), *_body(paper)])


def doc(paper: Paper, _: Random) -> bytes:
    """The same as a document of Word 97, which keeps the widths of cells only; by LibreOffice."""
    program = find_office()
    if program is None:
        raise FileNotFoundError("LibreOffice is not installed")
    with TemporaryDirectory() as name:
        folder = Path(name)
        body = [re.sub(r'<w:tcPr>(<w:gridSpan w:val="([0-9]+)"/>)?', _with_width, one) for one in _body(paper)]
        (folder / "report.docx").write_bytes(_packed([_p(paper.title, "Title"), *body]))
        command = [program, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
        command += ["--convert-to", "doc:MS Word 97", "--outdir", name, str(folder / "report.docx")]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return (folder / "report.doc").read_bytes()


def _with_width(found: re.Match[str]) -> str:
    return f'<w:tcPr><w:tcW w:w="{560 * int(found[2] or 1)}" w:type="dxa"/>{found[1] or ""}'


def framed(paper: Paper, _: Random) -> bytes:
    """The whole report in one cell of a table that is there for its border."""
    return _packed([_p(paper.title), _tbl([_tc("".join([*_body(paper), _p()]))])])


def nested(paper: Paper, _: Random) -> bytes:
    """Each table within a cell of another."""
    return _packed([_p(paper.title), *_body(paper, lambda table: _tbl([_tc(_table(table) + _p())]))])


def cluttered(paper: Paper, random: Random) -> bytes:
    """Empty paragraphs, a date, a bookmark's remains, marks of the editor, and hidden words."""
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>二、主动公开政府信息情况</w:t></w:r></w:p>"
    body = [_p(), _p(paper.title), _p(f"发布日期：{paper.year + 1}-01-{random.randrange(10, 32)}"), hidden]
    for part in _body(
        paper, lambda table: _table(table) + _p() + _p("\u3000"), heading=lambda text: _p(f"\u3000\u3000{text}")
    ):
        body += ['<w:bookmarkStart w:id="0" w:name="_GoBack"/><w:bookmarkEnd w:id="0"/>', part]
    return _packed([*body, _p()])


def tracked(paper: Paper, random: Random) -> bytes:
    """Figures that were changed and the change kept in the document: what is accepted counts."""

    def changed(text: str) -> str:
        if not text.isdigit() or random.random() < 0.5:
            return _p(text)
        by = 'w:id="1" w:author="x" w:date="2025-01-10T00:00:00Z"'
        return (
            f"<w:p><w:del {by}><w:r><w:delText>{random.randrange(99)}</w:delText></w:r></w:del>"
            f"<w:ins {by}>{_run(text)}</w:ins></w:p>"
        )

    return _packed([_p(paper.title), *_body(paper, lambda table: _table(table, changed))])


def in_pieces(paper: Paper, random: Random) -> bytes:
    """Every text in several runs, and lines of a cell as paragraphs, as input methods and pasting leave them."""

    def pieces(text: str) -> str:
        at = random.randrange(len(text) + 1)
        return f"<w:p>{_run(text[:at])}<w:proofErr w:type='spellStart'/>{_run(text[at:])}</w:p>"

    return _packed(
        [
            _p(paper.title),
            *_body(paper, lambda table: _table(table, lambda text: "".join(map(pieces, text.split("\n"))))),
        ]
    )


def _body(
    paper: Paper, table: Callable[[Table], str] | None = None, heading: Callable[[str], str] | None = None
) -> list[str]:
    body: list[str] = []
    for part in paper.parts:
        body.append((heading or (lambda text: _p(text, "Heading1")))(part.heading))
        body += map(_p, part.paragraphs)
        body += [(table or _table)(one) + _p() for one in part.tables]
    return body


def _packed(body: list[str]) -> bytes:
    from docx import Document
    from docx.oxml import parse_xml

    document = Document()
    inside = parse_xml(f'<w:body xmlns:w="{_SPACE}">{"".join(body)}</w:body>')
    end = document.element.body.sectPr
    for element in list(inside):
        end.addprevious(element)
    with io.BytesIO() as file:
        document.save(file)
        return file.getvalue()


def _table(table: Table, cell: Callable[[str], str] | None = None) -> str:
    """As Word keeps it: one cell over several columns, a continuing one in each row below."""
    lines: dict[int, list[tuple[int, str]]] = {}
    for one in placed(table.rows):
        for row in range(one.row, one.row + one.rows):
            merge = None if one.rows == 1 else "restart" if row == one.row else "continue"
            text = (cell or _p)(one.text) if row == one.row else _p()
            lines.setdefault(row, []).append((one.column, _tc(text, one.columns, merge)))
    return _tbl(*([text for _, text in sorted(line)] for _, line in sorted(lines.items())))


def _tbl(*rows: list[str]) -> str:
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4"/>' for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    lines = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr>{lines}</w:tbl>"


def _tc(inside: str, columns: int = 1, merge: str | None = None) -> str:
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f"<w:tc><w:tcPr>{span}{merged}</w:tcPr>{inside}</w:tc>"


def _p(text: str = "", style: str | None = None) -> str:
    return f"<w:p>{f'<w:pPr><w:pStyle w:val={style!r}/></w:pPr>' if style else ''}{_run(text) if text else ''}</w:p>"


def _run(text: str) -> str:
    pieces = re.findall("[\n\t]|[^\n\t]+", text)
    return f"<w:r>{''.join(_MARKS.get(one) or _t(one) for one in pieces)}</w:r>"


def _t(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'
