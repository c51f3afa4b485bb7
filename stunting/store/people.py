"""The vault: the only place with names and NIK. SQLite, a key, and the original files, all 0600."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from stunting.store import keyring, people_db
from stunting.store.aliases import Aliases
from stunting.store.identity import Known, assign
from stunting.store.people_db import PEOPLE_COLUMNS
from stunting.store.persons import persons_of


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
                known = people_db.load(db, persons)
                before = set(known.by_id)
                out = assign(persons, known, keyring.renewing(secret, people_db.forgotten(db), again))
                people_db.save(db, out, known, rows, upload_id)
                db.execute("COMMIT")
        elif self.database.exists():
            with self.connection(read_only=True) as db:
                known, marks = people_db.load(db, persons), people_db.forgotten(db)
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

        Of each column the newest that says anything: a template knows no address, and takes none away.
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
        known = frame.groupby("child_id")["live"].transform("any")
        frame = frame[frame["live"] | ~known].sort_values("seq")
        newest = frame.astype("object").groupby("child_id", sort=True)[list(PEOPLE_COLUMNS)].last()
        return newest.reset_index()[columns].astype("str")

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

    def connection(self, read_only: bool = False) -> AbstractContextManager[sqlite3.Connection]:
        """Open the database; `read_only` needs it to exist and writes nothing."""
        return people_db.opened(self.database, read_only=read_only)
