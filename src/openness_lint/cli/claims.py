"""What the files of a folder say of themselves, by whose report they are: of thousands in little room."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from openness_lint.model.values import NamedTuple

_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_OTHER_DIGITS = str.maketrans("0123456789", "零一二三四五六七八九")


class Claim(NamedTuple):
    """A file that may be a report, and what it says of itself as far as that was seen.

    `agency` and `year` are None where they were not told; then `text`, where there is one, is looked
    through, and the file is read if there is none.
    """

    path: str
    agency: str | None = None
    year: int | None = None
    text: str | None = None

    def may_be_of(self, agency: str, year: int) -> bool:
        if self.agency is not None and self.agency != agency:
            return False
        if self.year is not None and self.year != year:
            return False
        if self.text is None:
            return True
        written = str(year)
        years = (written, written.translate(_DIGITS), written.translate(_OTHER_DIGITS))
        return agency in self.text and any(one in self.text for one in years)


class Claims:
    """Those of one folder. Whose they are is looked up, and the rest of a claim made when it is asked for."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._untold: list[Claim] = []  # which may be anybody's
        self._told = bytearray()  # agency, year and path of each, parted by zero bytes, which no path has
        self._starts = array("Q", [0])
        hashes = []
        for one in claims:
            if one.agency is None or one.text is not None or "\0" in one.agency:
                self._untold.append(one)
                continue
            hashes.append(hash(one.agency))
            parts = (one.agency, str(one.year or ""), one.path)
            self._told += "\0".join(parts).encode("utf-8", "surrogatepass")
            self._starts.append(len(self._told))
        self._order = array("I", sorted(range(len(hashes)), key=hashes.__getitem__))
        self._hashes = array("q", sorted(hashes))

    def __iter__(self) -> Iterator[Claim]:
        """All of them, in order of their paths."""
        return iter(sorted([*map(self._made, range(len(self._order))), *self._untold], key=_path))

    def that_may_be(self, agency: str, year: int) -> list[Claim]:
        """Those that may be an agency's report of a year, in order of their paths."""
        found = [one for one in self._untold if one.may_be_of(agency, year)]
        wanted = hash(agency)
        at = bisect_left(self._hashes, wanted)
        while at < len(self._hashes) and self._hashes[at] == wanted:
            one = self._made(self._order[at])
            if one.may_be_of(agency, year):
                found.append(one)
            at += 1
        return sorted(found, key=_path)

    def _made(self, number: int) -> Claim:
        told = self._told[self._starts[number] : self._starts[number + 1]].decode("utf-8", "surrogatepass")
        agency, year, path = told.split("\0")
        return Claim(path, agency, int(year) if year else None)


def _path(claim: Claim) -> str:
    return claim.path
