"""What was said of each file, kept between runs: a report that did not change is not read again.

An entry is found by everything that its content depends on, so that none is ever wrong; what is damaged
or in use by others is passed over, and a run without the cache says the same.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path
from types import TracebackType

from openness_lint.rulebook.store import cache_folder

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS said (key BLOB PRIMARY KEY, parcel BLOB NOT NULL, day INTEGER NOT NULL) WITHOUT ROWID"
)
_FORGOTTEN_AFTER = 60  # days without use
_NOTED_AFTER = 7  # days after which the use of an entry is worth writing down
_BATCH = 256  # entries between two commits, which cost more than an entry
_PAGES = 128  # of the file, held in memory: entries are asked for in no order and once each

_SMALL = 1024  # bytes; to pack fewer takes longer than to write them
_PLAIN = b"\0"  # stands before what is not packed; what is begins otherwise


class Kept:
    """Parcels by key, in one file of the user's cache folder. Any trouble with it leaves the cache empty.

    To be used as a context: what was put in is kept also when the run is broken off.
    """

    def __init__(self, file: Path, day: int, *, patience: float = 1) -> None:
        """Open the file, or go without.

        Args:
            file: Where they are kept.
            day: The ordinal of today, against which entries grow old.
            patience: Seconds to wait for another process that writes.
        """
        self._file = file
        self._day = day
        self._patience = patience
        self._waiting: list[tuple[bytes, bytes, int]] = []
        self._used: list[bytes] = []
        self._is_swept = False  # whether somebody has looked today for entries that nobody uses
        self.had_none = True  # whether there was nothing to find when it was opened
        self._base = self._open()

    @classmethod
    def in_cache_folder(cls, today: date) -> Kept:
        """In the user's cache folder, where the platform keeps it."""
        return cls(cache_folder() / "said.sqlite", today.toordinal())

    def _open(self) -> sqlite3.Connection | None:
        for _ in range(2):
            try:
                self._file.parent.mkdir(parents=True, exist_ok=True)
                base = sqlite3.connect(self._file, timeout=self._patience, isolation_level=None)
            except (OSError, sqlite3.Error):
                return None
            try:
                base.execute("PRAGMA journal_mode=WAL")
                base.execute("PRAGMA synchronous=OFF")
                base.execute(f"PRAGMA cache_size={_PAGES}")
                base.execute(_SCHEMA)
                # The day of the last sweep. To sweep is to look at every entry there is.
                [self._is_swept] = (day == self._day for (day,) in base.execute("PRAGMA user_version"))
                found = base.execute("SELECT EXISTS (SELECT key, parcel, day FROM said)")
                [self.had_none] = (not any_ for (any_,) in found)
            except sqlite3.DatabaseError as error:
                base.close()
                if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
                    return None  # in use, no room, no right to write
                self._remove()  # no such file of ours, or a table with other columns: made anew
            else:
                return base
        return None

    def _remove(self) -> None:
        """With what SQLite keeps beside it, which would be taken for part of the next one."""
        for ending in ("", "-wal", "-shm"):
            with suppress(OSError):
                self._file.with_name(self._file.name + ending).unlink()

    def get(self, key: bytes) -> bytes | None:
        if self._base is None:
            return None
        try:
            row = self._base.execute("SELECT parcel, day FROM said WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error:
            self._give_up()
            return None
        if row is None:
            return None
        parcel, day = row
        if self._day - day >= _NOTED_AFTER:
            self._used.append(key)
        try:
            return _opened(key, parcel)
        except (zlib.error, ValueError):
            return None

    def put(self, key: bytes, parcel: bytes) -> None:
        if self._base is None:
            return
        self._waiting.append((key, _closed(key, parcel), self._day))
        if len(self._waiting) >= _BATCH:
            self.write()

    def write(self) -> None:
        """Make what was put in last, whatever becomes of this process."""
        if self._base is None or not (self._waiting or self._used):
            return
        try:
            self._base.execute("BEGIN IMMEDIATE")
            self._base.executemany("INSERT OR REPLACE INTO said VALUES (?, ?, ?)", self._waiting)
            self._base.executemany("UPDATE said SET day = ? WHERE key = ?", ((self._day, key) for key in self._used))
            if not self._is_swept:
                self._base.execute("DELETE FROM said WHERE day < ?", (self._day - _FORGOTTEN_AFTER,))
                self._base.execute(f"PRAGMA user_version={self._day}")
            self._base.execute("COMMIT")
            self._is_swept = True
        except sqlite3.Error:
            self._give_up()
        self._waiting.clear()
        self._used.clear()

    def _give_up(self) -> None:
        base, self._base = self._base, None
        if base is not None:
            with suppress(sqlite3.Error):
                base.close()

    def __enter__(self) -> Kept:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write what is left, and let the file go."""
        self.write()
        self._give_up()


def key_of(parts: Iterable[bytes]) -> bytes:
    """One key from several parts, none of which can pass for another."""
    return hashlib.sha256(
        b"".join([piece for part in parts for piece in (len(part).to_bytes(8, "big"), part)])
    ).digest()


def _closed(key: bytes, parcel: bytes) -> bytes:
    """Packed if that is worth it, with a checksum that ties it to its key."""
    packed = _PLAIN + parcel if len(parcel) < _SMALL else zlib.compress(parcel, 1)
    return hashlib.sha256(key + parcel).digest()[:8] + packed


def _opened(key: bytes, stored: bytes) -> bytes:
    packed = stored[8:]
    parcel = packed[1:] if packed.startswith(_PLAIN) else zlib.decompress(packed)
    if hashlib.sha256(key + parcel).digest()[:8] != stored[:8]:
        raise ValueError("damaged")
    return parcel
