"""The vault: the only place with names and NIK. SQLite, a key, and the original files, all 0600."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from operator import itemgetter
from pathlib import Path
from typing import Final

import pandas as pd

from stunting.store import keyring
from stunting.store.aliases import Aliases
from stunting.store.durable import make_folder
from stunting.store.identity import Assigned, Child, Known, Person, assign
from stunting.store.persons import persons_of, texts

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


@dataclass(frozen=True)
class Resolved:
    """Children of a file: id a row, (row, what is unclear), and how many children are new and known.

    ``returned`` has the first row of each child that was forgotten and is a new child now.
    """

    child_ids: list[str]
    ambiguous: list[tuple[int, str]]
    new: int
    known: int
    returned: list[int] = field(default_factory=list)


class Vault:
    """People and original files of one store, under ``home/vault``."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "vault"
        self.database = self.folder / "people.sqlite"

    def resolve(self, rows: pd.DataFrame, upload_id: str, salt: str, *, write: bool = True) -> Resolved:
        """Find or create the child of every row.

        Parameters
        ----------
        rows : DataFrame
            Canonical rows (`ROW_DTYPES`).
        upload_id : str
            Upload that the identities come from.
        salt : str
            Content hash: tells apart rows that name nobody.
        write : bool
            False: look only; nothing is created, not even the vault.

        Returns
        -------
        Resolved
        """
        persons = persons_of(rows, salt)
        again: set[str] = set()
        if write:
            secret = keyring.key(self.folder, expected=self.database.exists())
            with self.connection() as db:
                db.execute("BEGIN IMMEDIATE")
                known = self._known(db, persons)
                before = set(known.by_id)
                out = assign(persons, known, keyring.renewing(secret, _marks(db), again))
                self._save(db, out, known, rows, upload_id)
                db.execute("COMMIT")
        elif self.database.exists():
            with self.connection(read_only=True) as db:
                known, marks = self._known(db, persons), _marks(db)
            before = set(known.by_id)
            secret = keyring.key(self.folder, expected=True)
            out = assign(persons, known, keyring.renewing(secret, marks, again))
        else:
            before, out = set(), assign(persons, Known(), keyring.pseudonym(b"nothing is kept of this"))
        used = set(out.child_ids)
        numbers = rows["row"].tolist()
        unclear = [(int(numbers[at]), why) for at, why in out.ambiguous.items()]
        again &= {child.child_id for child in out.created}
        returned = [int(numbers[out.child_ids.index(child_id)]) for child_id in again]
        known_used = len(used & before)
        return Resolved(out.child_ids, unclear, len(used) - known_used, known_used, sorted(returned))

    def people(
        self, child_ids: Iterable[str] | None, undone: set[str], aliases: Aliases | None = None
    ) -> pd.DataFrame:
        """Return the newest identity of children (all: None): ``child_id`` and `PEOPLE_COLUMNS`.

        What an undone upload said counts only where nothing else is known of the child. Children that
        were decided to be one come as one, under the id that stands for them.
        """
        columns = ["child_id", *PEOPLE_COLUMNS]
        if not self.database.exists():
            return pd.DataFrame({name: pd.Series(dtype="str") for name in columns})
        aliases = aliases or Aliases()
        query = f"SELECT seq, upload_id, {', '.join(columns)} FROM identities"
        parameters: tuple[str, ...] = ()
        if child_ids is not None:
            wanted = {each for child_id in child_ids for each in aliases.members(child_id)}
            query += " WHERE child_id IN (SELECT value FROM json_each(?))"
            parameters = (json.dumps(sorted(wanted)),)
        with self.connection(read_only=True) as db:
            frame = pd.DataFrame(
                db.execute(query, parameters).fetchall(), columns=["seq", "upload_id", *columns]
            )
        if aliases.children:
            frame["child_id"] = frame["child_id"].map(aliases.child)
        frame["live"] = ~frame["upload_id"].isin(undone)
        frame = frame.sort_values(["live", "seq"]).drop_duplicates("child_id", keep="last")
        return frame.sort_values("child_id")[columns].astype("str").reset_index(drop=True)

    def knows(self, child_id: str) -> bool:
        """Return whether a child has this id."""
        if not self.database.exists():
            return False
        with self.connection(read_only=True) as db:
            return bool(db.execute("SELECT 1 FROM children WHERE child_id = ?", (child_id,)).fetchone())

    def with_nik(self, nik: str) -> list[str]:
        """Return the children that have this NIK, first seen first."""
        if not nik or not self.database.exists():
            return []
        with self.connection(read_only=True) as db:
            found = db.execute("SELECT child_id FROM children WHERE nik = ? ORDER BY id", (nik,))
            return [line[0] for line in found]

    def _known(self, db: sqlite3.Connection, persons: list[Person]) -> Known:
        """Load the children that share a NIK or a name key with `persons`, in order of first sight."""
        keys = json.dumps(list({p.name_key for p in persons} - {""}))
        names = db.execute(
            "SELECT n.child, n.name_key, n.mother FROM json_each(?) j"
            " CROSS JOIN names n ON n.name_key = j.value",
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

    def _save(
        self, db: sqlite3.Connection, out: Assigned, known: Known, rows: pd.DataFrame, upload_id: str
    ) -> None:
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

    @contextmanager
    def connection(self, read_only: bool = False) -> Iterator[sqlite3.Connection]:
        """Open the database; `read_only` needs it to exist and writes nothing."""
        if read_only:
            # Without a WAL beside it nobody is writing; immutable then leaves no file behind.
            quiet = not self.database.with_name(self.database.name + "-wal").exists()
            uri = f"{self.database.absolute().as_uri()}?mode=ro" + ("&immutable=1" if quiet else "")
            with closing(sqlite3.connect(uri, uri=True, timeout=30)) as db:
                yield db
            return
        make_folder(self.folder, 0o700)
        if not self.database.exists():
            os.close(os.open(self.database, os.O_RDWR | os.O_CREAT, 0o600))
        with closing(sqlite3.connect(self.database, timeout=30, isolation_level=None)) as db:
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


def _marks(db: sqlite3.Connection) -> set[str]:
    if db.execute("PRAGMA user_version").fetchone()[0] < _VERSION:  # read only, of an older store
        return set()
    return {line[0] for line in db.execute("SELECT mark FROM forgotten")}
