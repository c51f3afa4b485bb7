"""Looking for a person in every byte of a store: the proof that nothing of a child is left."""

from __future__ import annotations

import gzip
import io
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from html import escape
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

#: What is looked for, in the order of the counts.
WHAT: Final = ("nik", "name", "child_id", "family")
Counts = tuple[int, int, int, int]
NONE: Final[Counts] = (0, 0, 0, 0)


class Needles:
    """What must not be found: real NIK and child ids anywhere, names as whole words.

    `family`: names of the parents and the address, where no other child has them.
    """

    def __init__(self, nik: list[str], name: list[str], child_id: list[str], family: list[str]) -> None:
        self._nik, self._child_id = _Any(nik), _Any(child_id)
        self._inside = _Any(name), _Any(family)
        self._words = _Any(name, words=True), _Any(family, words=True)

    def count(self, data: bytes, words: bool = True) -> Counts:
        """Return the hits in bytes; `words` False counts names inside longer ones too."""
        name, family = self._words if words else self._inside
        small = data.lower()
        return tuple(each.count(data, small) for each in (self._nik, name, self._child_id, family))  # type: ignore[return-value]


class _Any:
    """Any of `texts` in the encodings of the containers, whatever the case and the spacing."""

    def __init__(self, texts: list[str], words: bool = False) -> None:
        forms: set[bytes] = set()
        self._hints: set[bytes] = set()  # the longest word of each: without it there is nothing to find
        for text in filter(None, map(str.strip, texts)):
            for each in {text, escape(text), escape(text, quote=False)}:
                utf8 = rb"\s+".join(re.escape(part.encode()) for part in each.split())
                forms.add(rb"(?<![A-Za-z0-9])" + utf8 + rb"(?![A-Za-z0-9])" if words else utf8)
                forms.add(re.escape(each.encode("utf-16-le")))
                longest = max(each.split(), key=len)
                self._hints |= {longest.encode(code).lower() for code in ("utf-8", "utf-16-le")}
        self._pattern = re.compile(b"|".join(sorted(forms)), re.IGNORECASE)

    def count(self, data: bytes, small: bytes) -> int:
        """Return how often one is in `data`; `small` is the same in small letters."""
        if not any(hint in small for hint in self._hints):
            return 0
        return sum(1 for _ in self._pattern.finditer(data))


def scan(home: Path, needles: Needles, leave_out: Path | None = None) -> dict[Path, Counts]:
    """Return the hits of every file under `home` that has any; packed ones are unpacked.

    Paths are relative to `home`, and searched as well. Files under `leave_out` are not looked at.
    """
    found: dict[Path, Counts] = {}
    for path in sorted(home.rglob("*")):
        if leave_out is not None and path.is_relative_to(leave_out):
            continue
        hits = needles.count(str(path.relative_to(home)).encode())
        if path.is_file():
            hits = _sum(hits, count_file(path, needles))
        if any(hits):
            found[path.relative_to(home)] = hits
    return found


def by_place(found: dict[Path, Counts]) -> dict[str, Counts]:
    """Return the hits summed by part of the store, e.g. ``"uploads"`` or ``"vault/people.sqlite"``."""
    sums: dict[str, Counts] = {}
    for path, hits in found.items():
        sums[place_of(path)] = _sum(sums.get(place_of(path), NONE), hits)
    return sums


def place_of(relative: Path) -> str:
    """Return the part of the store that a file belongs to.

    >>> place_of(Path("vault/people.sqlite-wal")), place_of(Path("uploads/x/rows.parquet"))
    ('vault/people.sqlite', 'uploads')
    """
    parts = relative.parts
    if parts[0] != "vault" or len(parts) == 1:
        return parts[0]
    return f"vault/{parts[1].removesuffix('-wal').removesuffix('-shm').removesuffix('-journal')}"


def count_file(path: Path, needles: Needles) -> Counts:
    """Return the hits in one file: its bytes, and what they unpack to."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:  # removed meanwhile
        return NONE
    if data.startswith(b"SQLite format 3\0"):
        return _database(path, data, needles)
    hits = needles.count(data, words=not path.name.endswith(("-wal", "-journal")))
    for part in _unpacked(data):
        hits = _sum(hits, needles.count(part))
    return hits


def _unpacked(data: bytes) -> Iterator[bytes]:
    try:
        if data[:4] == b"PAR1":
            yield from _parquet(data)
        elif data[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for name in archive.namelist():
                    inner = archive.read(name)
                    yield inner
                    yield from _unpacked(inner)
        elif data[:2] == b"\x1f\x8b":
            yield gzip.decompress(data)
    except (OSError, ValueError, zipfile.BadZipFile, RuntimeError, EOFError):
        return  # not what it seems: its raw bytes were searched


def _parquet(data: bytes) -> Iterator[bytes]:
    table = pq.read_table(io.BytesIO(data), partitioning=None)
    for column in table.columns:
        texts = column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
        if pa.types.is_string(texts.type) or pa.types.is_large_string(texts.type):
            yield "\n".join(v for v in texts.unique().to_pylist() if v).encode()


def _database(path: Path, data: bytes, needles: Needles) -> Counts:
    """Pages raw, so that freed ones count too; names within longer names of other records do not."""
    raw = needles.count(data, words=False)
    texts = b"\n".join(_texts(path))
    inside, whole = needles.count(texts, words=False), needles.count(texts)
    name, family = (max(0, raw[n] - inside[n]) + whole[n] for n in (1, 3))
    return raw[0], name, raw[2], family


def _texts(path: Path) -> Iterator[bytes]:
    try:
        quiet = "" if path.with_name(f"{path.name}-wal").exists() else "&immutable=1"
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro{quiet}", uri=True)) as db:
            tables = [r[0] for r in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for table in tables:
                for line in db.execute(f'SELECT * FROM "{table}"'):
                    yield "\n".join(str(v) for v in line if isinstance(v, str)).encode()
    except sqlite3.Error:
        return


def _sum(one: Counts, two: Counts) -> Counts:
    return one[0] + two[0], one[1] + two[1], one[2] + two[2], one[3] + two[3]
