"""Wrong passwords in a row, counted by typed name whether there is such an account or not."""

from __future__ import annotations

import hmac
import sqlite3
from functools import cached_property
from pathlib import Path
from typing import Final

from stunting import secret

#: Wrong passwords in a row after which a name rests, and how long (seconds).
MAX_FAILURES: Final = 5
LOCK_SECONDS: Final = 15 * 60
#: Names that are remembered; of more, those tried longest ago are forgotten.
MOST: Final = 10_000


class Tries:
    """The table ``tries`` of the accounts in `vault`.

    What was typed is kept as a keyed hash: people type their password into the wrong field.
    """

    def __init__(self, vault: Path) -> None:
        self._vault = vault

    @cached_property
    def _key(self) -> bytes:
        return secret.kept(self._vault / "kunci_sesi")

    def _mark(self, name: str) -> str:
        return hmac.digest(self._key, f"percobaan:{name}".encode(), "sha256").hex()[:32]

    def locked_until(self, db: sqlite3.Connection, name: str) -> float:
        """Return until when (seconds since 1970) the name rests, 0 where it does not."""
        row = db.execute("select locked_until from tries where name = ?", (self._mark(name),)).fetchone()
        return float(row[0]) if row else 0.0

    def failed(self, db: sqlite3.Connection, name: str, now: float) -> None:
        """Count one more; the last of `MAX_FAILURES` lets the name rest."""
        mark = self._mark(name)
        row = db.execute("select failures, locked_until from tries where name = ?", (mark,)).fetchone()
        failures, locked_until = row or (0, 0.0)
        if failures + 1 >= MAX_FAILURES:
            failures, locked_until = -1, now + LOCK_SECONDS
        db.execute(
            "insert or replace into tries values (?, ?, ?, ?)", (mark, failures + 1, locked_until, now)
        )
        db.execute(
            "delete from tries where name in (select name from tries order by at desc limit -1 offset ?)",
            (MOST,),
        )

    def clear(self, db: sqlite3.Connection, name: str) -> None:
        """Forget the failures of a name."""
        db.execute("delete from tries where name = ?", (self._mark(name),))
