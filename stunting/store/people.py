"""The vault: the only place with names and NIK. SQLite, a key, and the original files, all 0600."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from stunting.store import keyring, moves, people_db, people_upgrade
from stunting.store.aliases import Aliases
from stunting.store.identity import assign
from stunting.store.known import Known
from stunting.store.people_db import PEOPLE_COLUMNS
from stunting.store.persons import decided, persons_of


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
        self._current = False

    def resolve(
        self,
        rows: pd.DataFrame,
        upload_id: str,
        salt: str,
        *,
        write: bool = True,
        live: Collection[str] | None = None,
        aliases: Aliases | None = None,
    ) -> Resolved:
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
        live : collection of str, optional
            Uploads that count; what others said is not known. All by default.
        aliases : Aliases, optional
            Which puskesmas is meant by which name.

        Returns
        -------
        Resolved
        """
        persons, health = persons_of(rows, salt), decided(aliases or Aliases())
        meant = [person._replace(health=health(person.health)) for person in persons]
        again: set[str] = set()
        if write:
            secret = keyring.key(self.folder, expected=self.database.exists())
            with self.connection() as db:
                db.execute("BEGIN IMMEDIATE")
                known = people_db.load(db, meant, live, health)
                before = set(known.by_id)
                out = assign(meant, known, keyring.renewing(secret, people_db.forgotten(db), again))
                people_db.save(db, out.child_ids, persons, rows, upload_id)
                db.execute("COMMIT")
        elif self.database.exists():
            with self.connection(read_only=True) as db:
                known, marks = people_db.load(db, meant, live, health), people_db.forgotten(db)
            before = set(known.by_id)
            secret = keyring.key(self.folder, expected=True)
            out = assign(meant, known, keyring.renewing(secret, marks, again))
        else:
            before, out = set(), assign(meant, Known(), keyring.pseudonym(b"nothing is kept of this"))
        used = set(out.child_ids)
        numbers = rows["row"].tolist()
        unclear = [(int(numbers[at]), why) for at, why in out.ambiguous.items()]
        again &= {child.child_id for child in out.created}
        returned = [int(numbers[out.child_ids.index(child_id)]) for child_id in again]
        known_used = len(used & before)
        return Resolved(out.child_ids, unclear, len(used) - known_used, known_used, sorted(returned))

    def people(
        self,
        child_ids: Iterable[str] | None,
        undone: set[str],
        aliases: Aliases | None = None,
        puskesmas: str | None = None,
    ) -> pd.DataFrame:
        """Return the newest identity of children (all: None): ``child_id`` and `PEOPLE_COLUMNS`.

        Of each column the newest that says anything: a template knows no address, and takes none away.
        What an undone upload said counts only where nothing else is known of the child. Children that
        were decided to be one come as one, under the id that stands for them. For a `puskesmas` only what
        it may see (`moves.own`).
        """
        columns = ["child_id", *PEOPLE_COLUMNS]
        frame = self._said(child_ids, undone, aliases or Aliases())
        if puskesmas is not None:
            frame = moves.own(frame, puskesmas)
        newest = frame.astype("object").groupby("child_id", sort=True)[list(PEOPLE_COLUMNS)].last()
        return newest.reset_index()[columns].astype("str")

    def whole(self, child_ids: Iterable[str], undone: set[str], aliases: Aliases, puskesmas: str) -> set[str]:
        """Return those of the children of which a puskesmas may see everything (`moves.whole`)."""
        frame = self._said(child_ids, undone, aliases)
        return set(frame.loc[moves.whole(frame, puskesmas), "child_id"])

    def _said(self, child_ids: Iterable[str] | None, undone: set[str], aliases: Aliases) -> pd.DataFrame:
        """Return what was said of children, oldest first: the compared forms too, and ``member``, the id
        before decisions."""
        columns = ["child_id", *PEOPLE_COLUMNS, "name_key", "mother_key", "health"]
        if not self.database.exists():
            return pd.DataFrame({name: pd.Series(dtype="str") for name in (*columns, "member")})
        only, values = "", {"dead": "", "wanted": ""}
        if child_ids is not None:
            wanted = {each for child_id in child_ids for each in aliases.members(child_id)}
            only = " WHERE i.child_id IN (SELECT value FROM json_each(:wanted))"
            values["wanted"] = json.dumps(sorted(wanted))
        with self.connection(read_only=True) as db:
            values["dead"] = people_db.dead(db, lambda upload_id: upload_id not in undone)
            asked = ", ".join(f"i.{name}" for name in columns)
            lines = db.execute(f"SELECT {people_db.LAST}, i.seq, {asked} FROM identities i{only}", values)
            frame = pd.DataFrame(lines.fetchall(), columns=["last", "seq", *columns])
        frame["member"] = frame["child_id"]
        if aliases.children:
            frame["child_id"] = frame["child_id"].map(aliases.child)
        frame["health"] = frame["health"].map(decided(aliases))
        live = frame["last"].notna()
        known = live.groupby(frame["child_id"]).transform("any")
        return frame[live | ~known].sort_values(["last", "seq"], na_position="first")

    def knows(self, child_id: str) -> bool:
        """Return whether a child has this id."""
        if not self.database.exists():
            return False
        with self.connection(read_only=True) as db:
            return bool(db.execute("SELECT 1 FROM identities WHERE child_id = ?", (child_id,)).fetchone())

    def with_nik(self, nik: str) -> list[str]:
        """Return the children of which any upload said this NIK, first seen first."""
        if not nik or not self.database.exists():
            return []
        with self.connection(read_only=True) as db:
            found = db.execute("SELECT child_id FROM identities WHERE nik = ? ORDER BY seq", (nik,))
            return list(dict.fromkeys(line[0] for line in found))

    def noted(self, child_id: str) -> str:
        """Return what the audit log calls a child (`keyring.noted`)."""
        return keyring.noted(keyring.key(self.folder, expected=self.database.exists()), child_id)

    def connection(self, read_only: bool = False) -> AbstractContextManager[sqlite3.Connection]:
        """Open the database; `read_only` needs it to exist and writes nothing.

        One that an earlier version wrote is brought up to date first.
        """
        if not self._current and self.database.exists():
            people_upgrade.upgrade(self.folder.parent, self.database)
            self._current = True
        return people_db.opened(self.database, read_only=read_only)
