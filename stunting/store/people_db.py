"""The tables of the vault: opening them, and the children of a file in them.

``identities`` has a row for everything that was said of a child, once; ``said`` tells which uploads said
it (``at``: in which of its rows, the last counts). What is known is what live uploads say.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Final

import pandas as pd

from stunting.store.durable import make_folder
from stunting.store.known import Known, Person
from stunting.store.persons import texts

PEOPLE_COLUMNS: Final = ("nik", "name", "parent", "mother", "rt", "rw", "address", "sex", "birth_date")
#: Compared forms beside them (`Person.name_key`, ``mother`` and ``health`` of a `Person`).
_COMPARED: Final = ("name_key", "mother_key", "health")
#: One identity: child id, `PEOPLE_COLUMNS`, `_COMPARED`.
Line = tuple[str, tuple, tuple[str, str, str]]
VERSION: Final = 3
SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS uploads (id INTEGER PRIMARY KEY, upload_id TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS identities (
    seq INTEGER PRIMARY KEY, child_id TEXT NOT NULL, digest BLOB NOT NULL, nik TEXT, name TEXT,
    parent TEXT, mother TEXT, rt TEXT, rw TEXT, address TEXT, sex TEXT, birth_date TEXT,
    name_key TEXT NOT NULL, mother_key TEXT NOT NULL, health TEXT NOT NULL, name_mark INTEGER NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS identities_once ON identities (child_id, digest);
CREATE INDEX IF NOT EXISTS identities_nik ON identities (nik) WHERE nik <> '';
CREATE INDEX IF NOT EXISTS identities_name ON identities (name_mark) WHERE name_mark <> 0;
CREATE TABLE IF NOT EXISTS said (
    identity INTEGER, upload INTEGER, at INTEGER NOT NULL, PRIMARY KEY (identity, upload)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS forgotten (mark TEXT PRIMARY KEY) WITHOUT ROWID;
"""
#: Where in time an identity was said by an upload that counts: first, or last.
_WHEN: Final = """(SELECT d.upload * 4294967296 + d.at FROM said d WHERE d.identity = i.seq
    AND d.upload NOT IN (SELECT value FROM json_each(:dead)) ORDER BY d.upload {} LIMIT 1)"""
FIRST: Final = _WHEN.format("ASC")
LAST: Final = _WHEN.format("DESC")


@contextmanager
def opened(path: Path, *, read_only: bool = False) -> Iterator[sqlite3.Connection]:
    """Open the database at `path`; `read_only` needs it to exist and writes nothing."""
    if read_only:
        # Without a WAL beside it nobody is writing; immutable then leaves no file behind.
        quiet = not path.with_name(path.name + "-wal").exists()
        uri = f"{path.absolute().as_uri()}?mode=ro" + ("&immutable=1" if quiet else "")
        with closing(sqlite3.connect(uri, uri=True, timeout=30)) as db:
            yield db
        return
    make_folder(path.parent, 0o700)
    if not path.exists():
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as db:
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "secure_delete = ON",
            "mmap_size = 268435456",
        ):
            db.execute(f"PRAGMA {pragma}")
        if not version(db):
            db.executescript(f"BEGIN IMMEDIATE; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")
        yield db


def version(db: sqlite3.Connection) -> int:
    """Return the version of the tables (0: there are none)."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def forgotten(db: sqlite3.Connection) -> set[str]:
    """Return the marks of the children that were forgotten."""
    return {line[0] for line in db.execute("SELECT mark FROM forgotten")}


def dead(db: sqlite3.Connection, counts: Callable[[str], bool]) -> str:
    """Return the numbers of the uploads that do not count, as JSON for `FIRST` and `LAST`."""
    known = db.execute("SELECT id, upload_id FROM uploads").fetchall()
    return json.dumps([number for number, upload_id in known if not counts(upload_id)])


def load(
    db: sqlite3.Connection,
    persons: list[Person],
    live: Collection[str] | None,
    health: Callable[[str], str],
) -> Known:
    """Load the children that share a NIK or a name key with `persons`, in order of first sight.

    Parameters
    ----------
    live : collection of str or None
        Uploads that count; all by default.
    health : callable
        From a puskesmas as written to the one that is meant (`persons.decided`).
    """
    values = {
        "names": json.dumps([_mark(key) for key in {p.name_key for p in persons} - {""}]),
        "niks": json.dumps(list({p.nik for p in persons if p.nik})),
        "dead": dead(db, lambda upload_id: live is None or upload_id in live),
    }
    lines = db.execute(
        f"""WITH meant AS (
            SELECT i.child_id FROM json_each(:names) j CROSS JOIN identities i
                ON i.name_mark = j.value AND i.name_mark <> 0
            UNION SELECT i.child_id FROM json_each(:niks) j CROSS JOIN identities i
                ON i.nik = j.value AND i.nik <> '')
        SELECT {FIRST} first, i.child_id, i.nik, i.birth_date, i.sex, i.name_key, i.mother_key, i.health
        FROM meant m CROSS JOIN identities i ON i.child_id = m.child_id ORDER BY first, i.seq""",
        values,
    )
    known = Known()
    for first, child_id, *said in lines:
        person = _person(*said, health=health)
        known.stored.setdefault(child_id, []).append(person)
        if first is not None:
            known.note(known.child(child_id), person)
    return known


def _person(
    nik: str | None, birth: str | None, sex: str | None, key: str, mother: str, place: str,
    *, health: Callable[[str], str],
) -> Person:  # fmt: skip
    name, _, rest = key.partition("|")
    born, _, rest = rest.partition("|")
    own, _, where = rest.partition("|")
    return Person(nik or "", name, birth or born, sex or own, mother, where, health(place))


def save(
    db: sqlite3.Connection,
    child_ids: Sequence[str],
    persons: Sequence[Person],
    rows: pd.DataFrame,
    upload_id: str,
) -> None:
    """Write what an upload says of its children."""
    columns = [texts(rows[name]) for name in PEOPLE_COLUMNS]
    compared = [(p.name_key, p.mother, p.health) for p in persons]
    every = zip(child_ids, zip(*columns, strict=True), compared, strict=True)
    lines: dict[Line, int] = {line: at for at, line in enumerate(every)}  # the last row of the same counts
    number = upload(db, upload_id)
    digests = insert(db, lines)
    db.executemany(
        "INSERT OR REPLACE INTO said SELECT seq, ?, ? FROM identities WHERE child_id = ? AND digest = ?",
        [(number, at, line[0], digest) for (line, at), digest in zip(lines.items(), digests, strict=True)],
    )


def upload(db: sqlite3.Connection, upload_id: str) -> int:
    """Return the number of an upload, which grows with time."""
    db.execute("INSERT OR IGNORE INTO uploads (upload_id) VALUES (?)", (upload_id,))
    return int(db.execute("SELECT id FROM uploads WHERE upload_id = ?", (upload_id,)).fetchone()[0])


def insert(db: sqlite3.Connection, lines: Collection[Line]) -> list[bytes]:
    """Write those identities that are not there yet, in this order; return their digests."""
    digests = [_digest(repr(line[1:])) for line in lines]
    names = ("child_id", "digest", *PEOPLE_COLUMNS, *_COMPARED, "name_mark")
    db.executemany(
        f"INSERT OR IGNORE INTO identities ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
        [
            (child_id, digest, *told, *compared, _mark(compared[0]))
            for (child_id, told, compared), digest in zip(lines, digests, strict=True)
        ],
    )
    return digests


def _digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=8).digest()


def _mark(key: str) -> int:
    """Return what a name key is looked up by: an index of the keys would hold every name once more."""
    return int.from_bytes(_digest(key), "big", signed=True) if key else 0
