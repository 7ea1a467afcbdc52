"""A report, however it was read, as the text of a `report.yaml`: what `convert` writes.

Faithful to the printed text: a blank stays blank, `0元` stays `0元`, a misspelt label stays misspelt.
Reading the result gives the same figures and the same findings as the document it came from.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from openness_lint.model.address import Address
from openness_lint.model.form import Group, Table
from openness_lint.model.pattern import pattern
from openness_lint.model.report import Cell, ForeignLabel, Label, Match, Report, ReportTable, Section, UnlistedLabel
from openness_lint.model.span import Span
from openness_lint.model.text import Text

_METADATA = ("agency", "year", "form", "issuer", "level", "title", "published")
# What YAML takes for text without quotes, whatever stands around it: words, digits, Chinese marks.
_PLAIN = pattern(r"[\w\u4e00-\u9fff（）〔〕《》“”、。，：；％·.-]+")
_FIGURE = pattern(r"[0-9]+(?:\.[0-9]+)?")
_ODD = pattern("[^\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def transcription(report: Report) -> str:
    """The text of a `report.yaml` that says what this report says."""
    return "\n".join(_Writer(report).lines()) + "\n"


class _Writer:
    def __init__(self, report: Report) -> None:
        self.report = report

    def lines(self) -> list[str]:
        report = self.report
        found: list[str] = []
        for name in _METADATA:
            if (text := report.metadata.get(name)) is not None and text.text.strip():
                value = str(report.year) if name == "year" and report.year else text.text.strip()
                found.append(f"{name}: {value if name == 'year' else yaml_text(value)}")
        if report.year is None or not report.form.in_force(report.year):
            found = [line for line in found if not line.startswith("form:")] + [f"form: {report.form.id}"]
        if report.preface:
            found += _text("preface:", report.preface, 0)
        found.append("sections:")
        seen: set[str] = set()
        for section in report.sections:
            found += self._section(section, seen)
        return found

    def _section(self, section: Section, seen: set[str]) -> list[str]:
        key = section.id if section.heading.match is Match.ID else section.heading.printed.text.strip()
        if key in seen:
            key = section.id  # a heading printed twice: YAML takes a key only once
        seen.add(key)
        form = self.report.form.section[section.id]
        if not form.tables:
            return _text(f"  {yaml_key(key)}:", section.paragraphs, 2)
        lines = [f"  {yaml_key(key)}:"]
        if section.paragraphs:
            lines += _text("    text:", section.paragraphs, 4)
        for table in section.tables:
            indent = 4
            if len(form.tables) > 1:
                wording = self.report.form.table[table.id].wording
                lines.append(f"    {yaml_key(wording.official if wording else table.id)}:")
                indent = 6
            lines += _TableWriter(self.report.form.table[table.id], table).lines(indent)
        return lines


class _TableWriter:
    """The rows of one table, flat, each below its group's id where its label alone could be another's."""

    def __init__(self, form: Table, table: ReportTable) -> None:
        self.form = form
        self.table = table
        self.labels: dict[Address, Label] = {}
        for label in table.labels:
            self.labels.setdefault(label.address, label)
        # The headers of each column, as they come: one is written with each row that has a figure below it, until all
        # are. One will do where they are all in the form's words; where rows are fewer, the others are left out.
        self.headers: dict[str, list[Label]] = {}
        for label in table.labels:
            if (column := label.address.column) in self.form.column and column is not None:
                self.headers.setdefault(column, []).append(label)
        for column, printed in self.headers.items():
            odd = [one for one in printed if one.match is not Match.OFFICIAL]
            rows = sum(id == column for _, id in table.cells)
            self.headers[column] = printed[:1] if not odd else printed if len(printed) <= rows else odd
        self.shared = Counter(cell.printed.span for cell in table.cells.values())
        self.anchors: dict[Span, str] = {}  # of the merged cells that are written
        self.rows_elsewhere: list[ForeignLabel] = []
        self.columns_elsewhere: dict[str, list[ForeignLabel]] = {}
        self.columns_unlisted: dict[str, list[tuple[str, str]]] = {}
        self.rows_unlisted: list[tuple[str, str]] = []
        self._foreign()
        self._unlisted()

    def _foreign(self) -> None:
        """Sort the labels of other editions: rows and columns of their own, and this edition's in other words."""
        for one in self.table.foreign:
            row, column = str(one.address.row), one.address.column
            if column is not None:
                self.columns_elsewhere.setdefault(row, []).append(one)
            elif row in self.table.rows and self.table.rows[row].span == one.printed.span:
                self.labels.setdefault(one.address, Label(one.address, one.printed, Match.ALIAS))
            elif all(_key(one) != _key(other) for other in self.rows_elsewhere):
                self.rows_elsewhere.append(one)
            else:
                self.rows_unlisted.append((_key(one), _beside(one.figures)))

    def _unlisted(self) -> None:
        for one in self.table.unlisted:
            if one.address.column is None:
                self.rows_unlisted.append((_key(one), _beside(one.figures)))
            else:
                columns = self.columns_unlisted.setdefault(str(one.address.row), [])
                columns.append((_key(one), _beside(one.figures) or " ''"))

    def _around(self, row: str) -> str | None:
        """The row of this edition within which another one prints a row of its own."""
        return next((id for id in self.table.rows if row.startswith(f"{id}.") and id in self.form.row), None)

    def lines(self, indent: int) -> list[str]:
        pad = " " * indent
        lines: list[str] = []
        if self.form.note is not None:
            lines.append(f"{pad}note: {yaml_text(self.table.note.text if self.table.note else '')}")
        lines += self._below(None, indent)
        lines += [
            f"{pad}{_key(one)}: {_listed(one.figures)}"
            for one in self.rows_elsewhere
            if self._around(str(one.address.row)) is None
        ]
        if self.rows_unlisted:
            mark = "" if _are_different(self.rows_unlisted) else "- "
            lines += [f"{pad}unlisted:", *(f"{pad}  {mark}{key}:{figures}" for key, figures in self.rows_unlisted)]
        # So that a table of which nothing was read is one all the same.
        return lines or [f"{pad}unlisted: {{}}"]

    def _below(self, scope: Group | None, indent: int) -> list[str]:
        """The rows of a group (None: of the table), nested as the form nests them."""
        lines: list[str] = []
        done: set[str] = set()
        if scope is not None and any(row == scope.id for row, _ in self.table.cells):
            lines.append(f"{' ' * indent}subtotal: {self._figures(scope.id)}")
        for id in scope.members if scope else tuple(self.form.row):
            if id in done:
                continue
            group = self._group(id, scope)
            if group is None:
                done.add(id)
                parts = [one for one in self.rows_elsewhere if self._around(str(one.address.row)) == id]
                if parts:
                    lines.append(f"{' ' * indent}{self._label(id)}:")
                    lines += [f"{' ' * indent}  {_key(one)}: {_listed(one.figures)}" for one in parts]
                elif id in self.table.rows:
                    lines.append(f"{' ' * indent}{self._label(id)}: {self._figures(id)}")
                continue
            done |= set(group.members)
            inner = self._below(group, indent + 2)
            if inner:
                lines += [f"{' ' * indent}{self._label(group.id)}:", *inner]
        return lines

    def _group(self, row: str, scope: Group | None) -> Group | None:
        parent = scope.id if scope else None
        return next((one for one in self.form.row_groups if one.parent == parent and row in one.members), None)

    def _label(self, id: str) -> str:
        label = self.labels.get(Address(self.form.id, id))
        return yaml_key(label.printed.text.strip()) if label is not None else id

    def _figures(self, row: str) -> str:
        columns = (
            self.form.row[row].columns
            if row in self.form.row
            else self.form.row[self.form.row_group[row].members[0]].columns
        )
        cells: dict[str, Cell] = {column: cell for (id, column), cell in self.table.cells.items() if id == row}
        headers = {column: left[0] for column, left in self.headers.items() if left and column in cells}
        for column in headers:
            del self.headers[column][0]
        elsewhere, unlisted = self.columns_elsewhere.get(row, []), list(self.columns_unlisted.get(row, []))
        odd = elsewhere or unlisted or any(one.match is not Match.OFFICIAL for one in headers.values())
        units = any(self.form.column[column].unit for column in headers)
        if list(cells) == list(columns) and not odd and not units:
            figures = [self._cell(cell.printed) for cell in cells.values()]
            return figures[0] if len(figures) == 1 else f"[{', '.join(figures)}]"
        named = {_key(headers[c]) if c in headers else c: self._cell(cell.printed) for c, cell in cells.items()}
        for one in elsewhere:
            own = cells.get(str(one.address.column))
            figure = self._cell(own.printed) if own else _beside(one.figures).strip() or "''"
            if _key(one) in named:
                unlisted.append((_key(one), f" {figure}"))
                continue
            if own is not None:  # this edition's column in another one's words
                named.pop(str(one.address.column), None)
            named[_key(one)] = figure
        if unlisted:
            one_by_one = [f"{key}:{figure}" for key, figure in unlisted]
            if _are_different(unlisted):
                named["unlisted"] = f"{{{', '.join(one_by_one)}}}"
            else:
                named["unlisted"] = f"[{', '.join(f'{{{one}}}' for one in one_by_one)}]"
        return f"{{{', '.join(f'{key}: {figure}' for key, figure in named.items())}}}"

    def _cell(self, printed: Text) -> str:
        """A figure; that of a cell merged over several columns or rows once, and then by reference: it is one thing."""
        if self.shared[printed.span] == 1:
            return _figure(printed)
        if printed.span in self.anchors:
            return f"*{self.anchors[printed.span]}"
        self.anchors[printed.span] = name = f"{self.form.id}_{len(self.anchors) + 1}"
        return f"&{name} {_figure(printed)}"


def _key(label: Label | ForeignLabel | UnlistedLabel) -> str:
    return yaml_key(label.printed.text.strip())


def _are_different(pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether each key comes once, as YAML has it in one mapping."""
    return len({key for key, _ in pairs}) == len(pairs)


def _listed(figures: Sequence[Text]) -> str:
    return f"[{', '.join(map(_figure, figures))}]" if figures else "{}"


def _beside(figures: Sequence[Text]) -> str:
    """What stands behind a key's colon: the figure, or the list of them."""
    return "" if not figures else f" {_figure(figures[0])}" if len(figures) == 1 else f" {_listed(figures)}"


def _text(key: str, paragraphs: tuple[Text, ...], indent: int) -> list[str]:
    """Paragraphs as a block of lines, or quoted where a block could not hold them."""
    if not paragraphs:
        return [key]
    lines = [line for one in paragraphs for line in one.text.split("\n") if line.strip()]
    pad = " " * (indent + 2)
    if any(_ODD.search(line) or line != line.rstrip() or line.startswith("\t") for line in lines):
        return [key, *(f"{pad}- {json.dumps(line, ensure_ascii=False)}" for line in lines)]
    mark = "|2" if lines[0].startswith(" ") else "|"
    return [f"{key} {mark}", *(pad + line for line in lines)]


def _figure(printed: Text) -> str:
    if _FIGURE.fullmatch(printed.text):
        return printed.text
    return yaml_text(printed.text) if printed.text else "''"


def yaml_key(text: str) -> str:
    """A text as a key of YAML, quoted only where it must be."""
    return text if _PLAIN.fullmatch(text) and not text.startswith("-") else yaml_text(text)


def yaml_text(text: str) -> str:
    """A text as a value of YAML, quoted where it could be read as anything else."""
    plain = _PLAIN.fullmatch(text) and text[0] not in "-.。" and not _FIGURE.fullmatch(text)
    return text if plain and not text.isascii() else json.dumps(text, ensure_ascii=False)
