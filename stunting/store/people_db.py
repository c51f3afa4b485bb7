"""The tables of the vault: opening them, and the children of a file in them."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import blake2b
from operator import itemgetter
from pathlib import Path
from typing import Final

import pandas as pd

from stunting.store.durable import make_folder
from stunting.store.identity import Assigned, Child, Known, Person
from stunting.store.persons import texts

PEOPLE_COLUMNS: Final = ("nik", "name", "parent", "mother", "rt", "rw", "address", "sex", "birth_date")
_VERSION: Final = 2
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS children (
    id INTEGER PRIMARY KEY, child_id TEXT NOT NULL UNIQUE, nik TEXT NOT NULL, birth TEXT NOT NULL,
    sex TEXT NOT NULL, first_upload TEXT NOT NULL, latest BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS children_nik ON children (nik) WHERE nik <> '';
CREATE TABLE IF NOT EXISTS names (
    name_key TEXT, child INTEGER, mother TEXT, PRIMARY KEY (name_key, child, mother)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS identities (
    seq INTEGER PRIMARY KEY, child_id TEXT NOT NULL, upload_id TEXT NOT NULL, nik TEXT, name TEXT,
    parent TEXT, mother TEXT, rt TEXT, rw TEXT, address TEXT, sex TEXT, birth_date TEXT);
CREATE INDEX IF NOT EXISTS identities_child ON identities (child_id, seq);
CREATE TABLE IF NOT EXISTS forgotten (mark TEXT PRIMARY KEY) WITHOUT ROWID;
PRAGMA user_version = 2;
"""


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
        if db.execute("PRAGMA user_version").fetchone()[0] < _VERSION:
            db.executescript(_SCHEMA)
        yield db


def forgotten(db: sqlite3.Connection) -> set[str]:
    """Return the marks of the children that were forgotten."""
    if db.execute("PRAGMA user_version").fetchone()[0] < _VERSION:  # read only, of an older store
        return set()
    return {line[0] for line in db.execute("SELECT mark FROM forgotten")}


def load(db: sqlite3.Connection, persons: list[Person]) -> Known:
    """Load the children that share a NIK or a name key with `persons`, in order of first sight."""
    keys = json.dumps(list({p.name_key for p in persons} - {""}))
    names = db.execute(
        "SELECT n.child, n.name_key, n.mother FROM json_each(?) j CROSS JOIN names n ON n.name_key = j.value",
        (keys,),
    ).fetchall()
    select = "SELECT c.child_id, c.nik, c.birth, c.sex, c.id, c.latest FROM json_each(?) j CROSS JOIN "
    niks = json.dumps(list({p.nik for p in persons if p.nik}))
    found = db.execute(f"{select} children c ON c.nik = j.value WHERE c.nik <> ''", (niks,)).fetchall()
    rest = {name[0] for name in names}.difference([child[4] for child in found])
    found += db.execute(f"{select} children c ON c.id = j.value", (json.dumps(list(rest)),)).fetchall()
    known = Known()
    children = {child[4]: known.add(Child(*child)) for child in sorted(found, key=itemgetter(4))}
    for number, key, mother in sorted(names):
        known.name(key, children[number], mother)
    return known


def save(db: sqlite3.Connection, out: Assigned, known: Known, rows: pd.DataFrame, upload_id: str) -> None:
    """Write the children that are new, and what an upload says of each that was not known so before."""
    last = db.execute("SELECT coalesce(max(id), 0) FROM children").fetchone()[0]
    for number, child in enumerate(out.created, last + 1):
        child.number = number
    db.executemany(
        "INSERT OR IGNORE INTO children VALUES (?, ?, ?, ?, ?, ?, x'')",  # ignored: names nobody
        [(c.number, c.child_id, c.nik, c.birth, c.sex, upload_id) for c in out.created],
    )
    db.executemany("UPDATE children SET nik = ? WHERE child_id = ?", [(n, c) for c, n in out.linked])
    db.executemany(
        "INSERT OR IGNORE INTO names VALUES (?, ?, ?)", [(k, c.number, m) for k, c, m in out.names]
    )
    columns = [texts(rows[name]) for name in PEOPLE_COLUMNS]
    latest = dict(zip(out.child_ids, zip(*columns, strict=True), strict=True))  # the last row wins
    changed = [
        (child_id, now, digest)
        for child_id, now in latest.items()
        if (digest := blake2b(repr(now).encode(), digest_size=8).digest()) != known.by_id[child_id].latest
    ]
    db.executemany(
        f"INSERT INTO identities (child_id, upload_id, {', '.join(PEOPLE_COLUMNS)})"
        f" VALUES ({', '.join('?' * (2 + len(PEOPLE_COLUMNS)))})",
        [(child_id, upload_id, *now) for child_id, now, _ in changed],
    )
    db.executemany(
        "UPDATE children SET latest = ? WHERE child_id = ?", [(digest, c) for c, _, digest in changed]
    )
