"""Which other reports a report is compared with: last year's, and those of a roster; found and read once a run.

They are found by what they say (agency and year) and never by their names. Files that are only come
upon are looked at without being read as reports: most of them are none, or another body's.
"""

from __future__ import annotations

import os
import re
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from openness_lint.cli.claims import Claim, Claims
from openness_lint.cli.files import (
    DATA_SUFFIXES,
    Excluding,
    Found,
    display_name,
    find_files,
    read_source,
    tells_a_report,
)
from openness_lint.model.errors import InvalidRoster, NotAReport, OpennessLintError, UnreadableInput
from openness_lint.model.language import Phrase, listed
from openness_lint.model.outcome import Unread
from openness_lint.model.pattern import pattern
from openness_lint.model.report import ALONE, Body, Companions, Report, Roster, Sibling
from openness_lint.model.source import Source
from openness_lint.model.text import squeezed
from openness_lint.model.values import NamedTuple, dataclass, field
from openness_lint.suppression import SUFFIX
from openness_lint.syntax.decode import decode

if TYPE_CHECKING:
    from openness_lint.roster import Entry, Listing

# Documents whose text lies in XML parts of an archive, and those that are text; what they say can be seen
# without reading them as reports. Others are read only where they are pointed to.
_ZIPPED = frozenset({".docx", ".xlsx", ".ods"})
_PLAIN = frozenset({".html", ".htm", ".md", ".txt", ".csv"})
_KEYED = frozenset({".yaml", ".yml"})
_HEAD = 2048  # bytes
_LARGEST_PART = 1 << 24  # bytes of one part of an archive that are looked at
# Reports that are remembered once read; those of a roster are all kept.
_REMEMBERED = 64

_TAG = pattern(r"<[^>]*>")
_AGENCY = pattern(r"""(?:^|[\s{,"'])(?:agency|机关)["']?[ ]*(?::[ ]|：)[ ]*(?P<value>[^\n#]*)""", re.MULTILINE)
_YEAR = pattern(
    r"""(?:^|[\s{,"'])(?:year|年度)["']?[ ]*(?::[ ]|：)[ ]*["']?(?P<value>(?:19|20)[0-9]{2})""", re.MULTILINE
)
_VALUE = pattern(r"""["']?([^"'\\,{}\[\]&*|>!]+)["']?[ ]*(?:[,}].*)?""")


class Read(NamedTuple):
    """A file read as a report, or why it could not be."""

    name: str
    report: Report | None
    error: OpennessLintError | None
    digest: str  # of its bytes; empty where they could not be had


# Reads a file with the readers and forms that its folder's configuration has; None: no reader for it.
Reading = Callable[[Source, Path], Report | None]


@dataclass(slots=True)
class Library:
    """The other reports of a run.

    Args:
        reading: Reads a source that lies at a path.
        suffixes: The endings that can be read in a folder.
        excludes: What the configuration of a folder leaves out of it.
    """

    reading: Reading
    suffixes: Callable[[Path], Collection[str]]
    excludes: Excluding
    _read: OrderedDict[str, Read] = field(default_factory=OrderedDict)
    _kept: dict[str, Read] = field(default_factory=dict)
    _claims: dict[tuple[str, bool], Claims] = field(default_factory=dict)  # by the real path of their folder
    _claims_at: dict[tuple[Path, bool], Claims] = field(default_factory=dict)  # by its path
    _listings: dict[Path, Listing] = field(default_factory=dict)
    _rosters: dict[str, Roster] = field(default_factory=dict)
    _roster_keys: dict[Path, str] = field(default_factory=dict)
    _troubles: dict[str, Unread] = field(default_factory=dict)

    def companions(self, report: Report, path: Path, previous: Path | None, roster: Path | None) -> Companions:
        """What a report is compared with.

        Args:
            report: The report.
            path: Where it lies, or would lie if it did not come from standard input.
            previous: The file or folder that last year's report is said to be.
            roster: The roster, if there is one.

        Raises:
            InvalidRoster: it cannot be understood.
        """
        last, why = self._last_year(report, path, previous)
        opened, entry = None, None
        if roster is not None:
            listing = self.listing(roster)
            opened = self.roster(listing)
            entry = _entry_of(report, path, opened, listing)
        if last is None and why is None and entry is None:
            return ALONE
        return Companions(last, why, opened if entry is not None else None, entry)

    def listing(self, path: Path) -> Listing:
        """The roster as it is written.

        Raises:
            InvalidRoster: there is none, it cannot be read, or cannot be understood; with its place.
        """
        if path not in self._listings:
            self._listings[path] = open_roster(path)
        return self._listings[path]

    def key(self, path: Path, agency: str | None, year: int | None, previous: Path | None, roster: Path | None) -> str:
        """A digest of everything beside a report that what is said of it may depend on; for whoever keeps results.

        It changes whenever a file that may be last year's report, the roster or a report on it does.
        """
        found: list[str] = []

        def add(name: str, data: str) -> None:
            found.append(f"{name}\0{data}\0")

        if agency is not None and year is not None:
            for place, explicit in self._places(path, previous):
                for one in self._candidates(place, explicit, squeezed(agency), year - 1):
                    add(display_name(Path(one.path)), self._digest(Path(one.path)))
        if previous is not None and previous.is_file():
            add(display_name(previous), self._digest(previous))
        if roster is not None:
            if roster not in self._roster_keys:
                self._roster_keys[roster] = self._key_of_roster(roster)
            add("roster", self._roster_keys[roster])
        if not found:
            return ""
        import hashlib  # of use where reports are compared or kept

        return hashlib.sha256("".join(found).encode("utf-8", "surrogateescape")).hexdigest()

    def _key_of_roster(self, roster: Path) -> str:
        import hashlib  # of use where reports are compared or kept

        listing, file = self.listing(roster), _roster_file(roster)
        paths = [file, *(file.parent / one.report for one in listing.entries if one.report is not None)]
        if listing.reports is not None:
            paths += [Path(one.path) for one in self._claims_in(file.parent / listing.reports, explicit=True)]
        parts = (f"{display_name(path)}\0{self._digest(path)}\0" for path in paths)
        return hashlib.sha256("".join(parts).encode("utf-8", "surrogateescape")).hexdigest()

    def troubles(self) -> tuple[Unread, ...]:
        """The files that were pointed to and could not be read, in order of their names."""
        return tuple(self._troubles[real] for real in sorted(self._troubles))

    def roster(self, listing: Listing) -> Roster:
        """The roster with the reports of its bodies, all of one year."""
        if listing.path not in self._rosters:
            self._rosters[listing.path] = self._opened(listing)
        return self._rosters[listing.path]

    def _last_year(self, report: Report, path: Path, previous: Path | None) -> tuple[Sibling | None, Phrase | None]:
        if report.year is None:
            if previous is None:
                return None, None
            return None, Phrase("报告没有写年度，不知去年是哪一年", "the report gives no year, so last year is unknown")
        why: Phrase | None = None
        if previous is not None and not os.path.isdir(previous):  # noqa: PTH112  # Path.is_dir may raise
            found, why = self._named(report, previous)
            if found is not None:
                return found, None
        agency = squeezed(report.agency) if report.agency is not None else None
        if agency is None:
            lacking = Phrase(
                "报告没有写机关，找不到去年的报告", "the report names no agency, so last year's cannot be found"
            )
            return None, why or (lacking if previous is not None else None)
        for place, explicit in self._places(path, previous):
            found, told = self._sought(report, agency, place, explicit=explicit)
            if found is not None or told is not None:
                return found, told
        if previous is None:
            return None, None
        last = report.year - 1
        nothing = Phrase(
            f"在 {display_name(previous)} 里没有找到本机关 {last} 年度的报告",
            f"no report of this agency for {last} was found in {display_name(previous)}",
        )
        return None, why or nothing

    def _places(self, path: Path, previous: Path | None) -> list[tuple[Path, bool]]:
        """The folders in which last year's report is looked for, and whether the user said so."""
        found = [(path.parent, False)]
        if previous is not None and os.path.isdir(previous):  # noqa: PTH112
            found.insert(0, (previous, True))
        return found

    def _named(self, report: Report, path: Path) -> tuple[Sibling | None, Phrase | None]:
        """The report in a file that is said to be last year's."""
        read = self._reads(path, pointed_to=True)
        if read.report is None:
            return None, _unread(read)
        theirs, last = read.report, report.year - 1 if report.year is not None else None
        if theirs.year is not None and theirs.year != last:
            words = (
                f"{read.name} 是 {theirs.year} 年度的报告，不是 {last} 年度的",
                f"{read.name} is the report of {theirs.year}, not of {last}",
            )
            return None, Phrase(*words)
        if report.agency and theirs.agency and squeezed(report.agency) != squeezed(theirs.agency):
            words = (
                f"{read.name} 是{theirs.agency}的报告，不是本机关的",
                f"{read.name} is a report of {theirs.agency}, not of this agency",
            )
            return None, Phrase(*words)
        return Sibling(read.name, theirs), None

    def _sought(
        self, report: Report, agency: str, folder: Path, *, explicit: bool
    ) -> tuple[Sibling | None, Phrase | None]:
        """Last year's report among the files of a folder."""
        assert report.year is not None
        found: list[Sibling] = []
        damaged: list[Read] = []
        for one in self._candidates(folder, explicit, agency, report.year - 1):
            path = Path(one.path)
            if not explicit and (excludes := self.excludes(path.parent)) is not None and excludes(path, folder=False):
                continue
            read = self._reads(path, pointed_to=explicit)
            theirs = read.report
            if theirs is None:
                if one.agency is not None and not isinstance(read.error, NotAReport):
                    damaged.append(read)
                continue
            if theirs.year != report.year - 1 or squeezed(theirs.agency or "") != agency:
                continue
            scopes = {report.meta("issuer"), theirs.meta("issuer")} - {None}
            if len(scopes) < 2:
                found.append(Sibling(read.name, theirs))
        if len(found) > 1 and not all(_say_the_same(found[0].report, one.report) for one in found[1:]):
            names = listed(one.path for one in found)
            words = Phrase(
                "不止一份像是去年的报告：{names}；用 --previous 指明其中一份",
                "several may be last year's report: {names}; name one of them with --previous",
            )
            return None, words.fill(names=names)
        if found:
            return found[0], None
        return None, _unread(damaged[0]) if damaged else None

    def _candidates(self, folder: Path, explicit: bool, agency: str, year: int) -> list[Claim]:
        """The files of a folder that may be an agency's report of a year, in order of their names."""
        return self._claims_in(folder, explicit=explicit).that_may_be(agency, year)

    def _claims_in(self, folder: Path, *, explicit: bool) -> Claims:
        found = self._claims_at.get((folder, explicit))  # asked for twice for each report
        if found is None:
            key = (os.path.realpath(folder), explicit)
            if key not in self._claims:
                self._claims[key] = Claims(self._look_through(folder, explicit=explicit))
            found = self._claims_at[folder, explicit] = self._claims[key]
        return found

    def _look_through(self, folder: Path, *, explicit: bool) -> Iterator[Claim]:
        """What the files of a folder say of themselves; below it too, where it was pointed to."""
        files = find_files([folder], self.suffixes, excluding=self.excludes) if explicit else ()
        for path in (str(one.path) for one in files) if explicit else _files_in(folder):
            suffix = os.path.splitext(path)[1].lower()  # noqa: PTH122
            if suffix in DATA_SUFFIXES or suffix in _ZIPPED or suffix in _PLAIN:
                claim = _claim_of(path, suffix)
                if claim is not None:
                    yield claim
            elif explicit:
                yield self._told(path)

    def _told(self, path: str) -> Claim:
        """What a file says that has to be read for it."""
        read = self._reads(Path(path), pointed_to=True)
        if read.report is None:
            return Claim(path, text="")
        return Claim(path, squeezed(read.report.agency or ""), read.report.year)

    def _reads(self, path: Path, *, pointed_to: bool, keep: bool = False) -> Read:
        """A file read as a report; what was read lately is remembered."""
        real = os.path.realpath(path)
        read = self._kept.get(real) or self._read.get(real)
        if read is None:
            read = self._read_anew(path)
        if keep:
            self._kept[real] = read
        else:
            self._read[real] = read
            self._read.move_to_end(real)
            while len(self._read) > _REMEMBERED:
                self._read.popitem(last=False)
        if pointed_to and read.error is not None and not isinstance(read.error, NotAReport):
            self._troubles.setdefault(real, Unread(read.error.path or read.name, read.error))
        return read

    def _read_anew(self, path: Path) -> Read:
        import hashlib  # of use where reports are compared or kept

        name = display_name(path)
        try:
            source = read_source(Found(name, path, True))
        except OpennessLintError as error:
            return Read(name, None, error.at(name), "")
        digest = hashlib.sha256(source.data).hexdigest()
        try:
            report = self.reading(source, path)
        except OpennessLintError as error:
            return Read(name, None, error.at(name), digest)
        if report is None:
            words = Phrase("不认识的文件类型", "unknown file type")
            return Read(name, None, UnreadableInput(words, path=name), digest)
        return Read(name, report, None, digest)

    def _digest(self, path: Path) -> str:
        import hashlib  # of use where reports are compared or kept

        try:
            return hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError:
            return ""

    def _opened(self, listing: Listing) -> Roster:
        folder = Path(listing.path).parent
        reads = {
            id(one): self._reads(folder / one.report, pointed_to=True, keep=True)
            for one in listing.entries
            if one.report is not None and os.path.lexists(folder / one.report)
        }
        sought = self._found_below(folder / listing.reports) if listing.reports is not None else {}
        year = listing.year or _year_of(listing, reads, sought)
        bodies = tuple(_body(one, reads.get(id(one)), sought, year, listing) for one in listing.bodies)
        parent = None
        if listing.parent is not None:
            parent = _body(listing.parent, reads.get(id(listing.parent)), sought, year, listing)
        return Roster(listing.path, year, bodies, parent, listing.complete)

    def _found_below(self, folder: Path) -> dict[str, list[Read]]:
        """The reports in and below a folder, by agency."""
        found: dict[str, list[Read]] = {}
        for one in self._claims_in(folder, explicit=True):
            read = self._reads(Path(one.path), pointed_to=one.agency is not None, keep=True)
            if read.report is not None and read.report.agency:
                found.setdefault(squeezed(read.report.agency), []).append(read)
        return found


def _files_in(folder: Path) -> Iterator[str]:
    """The files of a folder that can be looked at without being read as reports."""
    try:
        with os.scandir(folder) as entries:
            names = sorted(one.name for one in entries if not one.name.startswith(".") and one.is_file())
    except OSError:
        return
    for name in names:
        suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122
        if (suffix in DATA_SUFFIXES or suffix in _ZIPPED or suffix in _PLAIN) and not name.endswith(SUFFIX):
            yield os.path.join(folder, name)  # noqa: PTH118  # many thousands


def open_roster(path: Path) -> Listing:
    """The roster in a file, or in the `roster.yaml` of a folder.

    Raises:
        InvalidRoster: there is none, it cannot be read, or cannot be understood; with its place.
    """
    file = _roster_file(path)
    name = display_name(file)
    try:
        source = read_source(Found(name, file, True))
    except OpennessLintError as error:
        missing = Phrase("没有这份名单", "there is no such roster")
        raise InvalidRoster(error.message if file.exists() else missing, path=name) from None
    from openness_lint.roster import parse_roster

    return parse_roster(source.data, name)


def _roster_file(path: Path) -> Path:
    from openness_lint.roster import NAME

    return path / NAME if path.is_dir() else path


def body_of(found: Found) -> str | None:
    """Whose report a file is, empty for one that is none; None where that is not seen at a glance, as in a document."""
    suffix = found.path.suffix.lower()
    if suffix not in DATA_SUFFIXES:
        return None
    claim = _claim_of(str(found.path), suffix)
    return claim.agency if claim is not None else ""


def _claim_of(path: str, suffix: str) -> Claim | None:
    """What a file says of itself; None where it is no report, or cannot be read."""
    if suffix in _KEYED:
        claim = _claim(path, suffix, _head(path))
        if claim is not None and claim.agency is not None and claim.year is not None:
            return claim
    try:
        return _claim(path, suffix, read_source(Found(path, Path(path), False)).data)
    except OpennessLintError:
        return None  # nothing that could be told of it


def _head(path: str) -> bytes:
    """The first lines of a YAML file, which most often say whose it is; none where it is written in brackets."""
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # many thousands
            head = file.read(_HEAD)
    except OSError:
        return b""
    return b"" if head.lstrip()[:1] in {b"{", b"["} else head[: head.rfind(b"\n") + 1]


def _claim(path: str, suffix: str, data: bytes) -> Claim | None:
    """What the bytes of a file say of it; None where it is no report."""
    if suffix in _ZIPPED:
        return Claim(path, text=_text_in_archive(data))
    try:
        text = decode(data)
    except UnreadableInput:
        return None
    if suffix in _PLAIN:
        return Claim(path, text=_said(text))
    if not tells_a_report(text):
        return None
    agency, year = _AGENCY.search(text), _YEAR.search(text)
    plain = _VALUE.fullmatch(agency["value"].strip()) if agency is not None else None
    return Claim(path, squeezed(plain[1]) if plain is not None else None, int(year["value"]) if year else None)


def _text_in_archive(data: bytes) -> str:
    import io
    import zipfile  # costs milliseconds that a folder without such files can do without

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [one for one in archive.infolist() if one.filename.endswith(".xml")]
            small = [one for one in parts if one.file_size <= _LARGEST_PART]
            pieces = [_said(archive.read(one).decode("utf-8", "replace")) for one in small]
    # A damaged archive, one with a password, one packed in a way that is not known here.
    except (OSError, RuntimeError, NotImplementedError, ValueError, zipfile.BadZipFile):
        return ""
    return "".join(pieces)


def _said(markup: str) -> str:
    """The characters that markup shows, without blanks."""
    import html

    return _compact(html.unescape(_TAG.sub("", markup)))


def _compact(text: str) -> str:
    import unicodedata

    return "".join(unicodedata.normalize("NFKC", text).split())


def _unread(read: Read) -> Phrase:
    assert read.error is not None
    error = read.error
    place = ":".join(str(one) for one in (read.name, error.line, error.column) if one is not None)
    words = Phrase("去年的报告 {place} 读不出来：{why}", "last year's report {place} cannot be read: {why}")
    return words.fill(place=place, why=error.message)


def _say_the_same(one: Report, other: Report) -> bool:
    """Whether two files give one report: the same figures and the same words."""
    if one.form.id != other.form.id:
        return False
    figures = [{address: cell.number for address, cell in each.cells.items()} for each in (one, other)]
    words = [
        {section.id: _compact("".join(text.text for text in section.paragraphs)) for section in each.sections}
        for each in (one, other)
    ]
    return figures[0] == figures[1] and words[0] == words[1]


def _entry_of(report: Report, path: Path, roster: Roster, listing: Listing) -> Body | None:
    """The entry of a report on the roster; None where the roster is not about it."""
    listed_bodies: tuple[Body, ...] = roster.bodies if roster.parent is None else (roster.parent, *roster.bodies)
    real, folder = os.path.realpath(path), Path(listing.path).parent
    for entry, body in zip(listing.entries, listed_bodies, strict=True):
        if entry.report is not None:
            if os.path.realpath(folder / entry.report) == real:
                return body
        elif report.agency and squeezed(report.agency) == squeezed(entry.agency) and roster.year == report.year:
            return body
    return None


def _year_of(listing: Listing, reads: dict[int, Read], sought: dict[str, list[Read]]) -> int | None:
    """The year a roster is about: its parent's, or else the latest of its bodies' reports."""
    parent = reads.get(id(listing.parent)) if listing.parent is not None else None
    if parent is not None and parent.report is not None and parent.report.year is not None:
        return parent.report.year
    names = {squeezed(one.agency) for one in listing.entries}
    found = [*reads.values(), *(read for name in names for read in sought.get(name, []))]
    return max((one.report.year for one in found if one.report is not None and one.report.year), default=None)


def _body(entry: Entry, read: Read | None, sought: dict[str, list[Read]], year: int | None, listing: Listing) -> Body:
    body = Body(entry.agency, entry.at, level=entry.level, vertical=entry.vertical)
    report, why, unread = None, None, False
    if read is not None:
        if read.report is None:
            why, unread = _unread_body(read), True
        elif year is not None and read.report.year not in {None, year}:
            why = Phrase(
                f"{read.name} 是 {read.report.year} 年度的报告", f"{read.name} is the report of {read.report.year}"
            )
        else:
            report = Sibling(read.name, read.report)
    elif entry.report is not None:
        name = display_name(Path(listing.path).parent / entry.report)
        why = Phrase(f"名单上写的 {name} 不存在", f"there is no file {name}, which the roster names")
    else:
        found = [
            one for one in sought.get(squeezed(entry.agency), []) if one.report is not None and one.report.year == year
        ]
        reports = [Sibling(one.name, one.report) for one in found if one.report is not None]
        if reports and all(_say_the_same(reports[0].report, one.report) for one in reports[1:]):
            report = reports[0]
        elif reports:
            names = listed(one.path for one in reports)
            words = Phrase(
                "不止一份：{names}；在名单上写明是哪一份", "there are several: {names}; name one in the roster"
            )
            why, unread = words.fill(names=names), True
        elif listing.reports is not None:
            folder = display_name(Path(listing.path).parent / listing.reports)
            why = Phrase(f"{folder} 里没有找到", f"none was found in {folder}")
        else:
            why = Phrase("名单上没有写报告", "the roster names no report")
    return Body(body.agency, body.at, report, why, body.level, body.vertical, unread)


def _unread_body(read: Read) -> Phrase:
    assert read.error is not None
    return Phrase("{name} 读不出来：{why}", "{name} cannot be read: {why}").fill(name=read.name, why=read.error.message)


__all__ = ["Library", "open_roster"]
