"""Local accounts: argon2id hashes, lockout, roles. One small SQLite file in the vault."""

from __future__ import annotations

import secrets
import sqlite3
import time
from pathlib import Path
from typing import Final

import pandas as pd
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from stunting.access.account_file import opened
from stunting.access.account_rules import AccountError, SignInError, check_password, clean_name
from stunting.access.roles import ROLES, User

#: Wrong passwords in a row after which an account rests, and how long (seconds).
MAX_FAILURES: Final = 5
LOCK_SECONDS: Final = 15 * 60


class Accounts:
    """The local accounts under `home`.

    Parameters
    ----------
    home : Path
        ``STUNTING_HOME``.
    hasher : PasswordHasher, optional
        argon2id with the library's own current parameters by default.
    """

    def __init__(self, home: Path, hasher: PasswordHasher | None = None) -> None:
        self.path = Path(home) / "vault" / "akun.sqlite"
        self._hasher = hasher or PasswordHasher()
        # Verified when the name is unknown, so that the answer takes the same time.
        self._dummy = self._hasher.hash(secrets.token_hex(8))

    def add(
        self,
        name: str,
        role: str,
        puskesmas: str | None = None,
        password: str | None = None,
        *,
        demo: bool = False,
    ) -> str:
        """Make an account and return its password (a random one if none is given).

        An account made with `demo` has a password that everyone knows: it opens only while
        `check` is told that the store holds nothing but synthetic data.

        Raises
        ------
        AccountError
            If the name is taken, the role unknown, the puskesmas missing or the password too short.
        """
        name = clean_name(name)
        if role not in ROLES or role == "publik":
            raise AccountError(
                f"peran {role!r} tidak ada; pilih: {', '.join(r for r in ROLES if r != 'publik')}."
            )
        if role == "puskesmas" and not puskesmas:
            raise AccountError("akun peran puskesmas perlu nama puskesmasnya.")
        password = password or secrets.token_urlsafe(12)
        check_password(password)
        row = (
            name,
            role,
            puskesmas if role == "puskesmas" else None,
            self._hasher.hash(password),
            int(demo),
            time.time(),
        )
        with opened(self.path) as db:
            try:
                db.execute(
                    "insert into accounts (name, role, puskesmas, hash, demo, created) "
                    "values (?, ?, ?, ?, ?, ?)",
                    row,
                )
            except sqlite3.IntegrityError:
                raise AccountError(f"akun {name!r} sudah ada.") from None
        return password

    def set_password(self, name: str, password: str) -> None:
        """Give an account a new password; its sessions end."""
        check_password(password)
        self._change(
            name, "hash = ?, failures = 0, locked_until = 0, epoch = epoch + 1", self._hasher.hash(password)
        )

    def disable(self, name: str) -> None:
        """Close an account; its sessions end at once."""
        self._change(name, "disabled = 1, epoch = epoch + 1")

    def enable(self, name: str) -> None:
        """Open a closed or locked account again."""
        self._change(name, "disabled = 0, failures = 0, locked_until = 0")

    def _change(self, name: str, assignment: str, *values: object) -> None:
        with opened(self.path) as db:
            done = db.execute(f"update accounts set {assignment} where name = ?", (*values, clean_name(name)))
            if done.rowcount != 1:
                raise AccountError(f"akun {name!r} tidak ada.")

    def check(self, name: str, password: str, now: float | None = None, *, demo_open: bool = True) -> User:
        """Return the user that `name` and `password` open.

        `demo_open` says whether accounts of the demo open: false as soon as the store holds real data.

        Raises
        ------
        SignInError
            If they do not, or the account is closed or locked.
        """
        now = time.time() if now is None else now
        name = name.strip().casefold()
        refused = SignInError("Nama atau kata sandi salah.")
        with opened(self.path, write=False) as db:
            row = db.execute(
                "select role, puskesmas, hash, disabled or (demo and not ?), locked_until "
                "from accounts where name = ?",
                (demo_open, name),
            ).fetchone()
        if row is None:
            self._verify(self._dummy, password)
            raise refused
        role, puskesmas, hashed, disabled, locked_until = row
        if locked_until > now:
            minutes = int((locked_until - now) // 60) + 1
            raise SignInError(
                f"Terlalu banyak percobaan. Coba lagi {minutes} menit lagi, atau hubungi admin."
            )
        if not self._verify(hashed, password) or disabled:
            self._failed(name, now)
            raise refused
        with opened(self.path) as db:
            db.execute("update accounts set failures = 0 where name = ?", (name,))
            if self._hasher.check_needs_rehash(hashed):
                db.execute("update accounts set hash = ? where name = ?", (self._hasher.hash(password), name))
        return User(name, role, puskesmas)

    def _failed(self, name: str, now: float) -> None:
        with opened(self.path) as db:
            db.execute(
                "update accounts set failures = failures + 1, "
                "locked_until = case when failures + 1 >= ? then ? else locked_until end, "
                "failures = case when failures + 1 >= ? then 0 else failures + 1 end where name = ?",
                (MAX_FAILURES, now + LOCK_SECONDS, MAX_FAILURES, name),
            )

    def _verify(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False

    def user(self, name: str, *, demo_open: bool = True, session: str = "") -> tuple[User, int] | None:
        """Return the open account `name` and its epoch (raised when its sessions end), else ``None``.

        ``None``, too, if `session` was ended by `end`.
        """
        if not self.path.exists():
            return None
        with opened(self.path, write=False) as db:
            row = db.execute(
                "select role, puskesmas, epoch from accounts "
                "where name = ? and disabled = 0 and (demo = 0 or ?) "
                "and not exists (select 1 from ended where session = ?)",
                (name, demo_open, session),
            ).fetchone()
        return None if row is None else (User(name, row[0], row[1]), int(row[2]))

    def end(self, session: str, until: float, now: float | None = None) -> None:
        """Remember until `until` (seconds since 1970) that `session` is over; forget those past theirs."""
        with opened(self.path) as db:
            db.execute("delete from ended where until < ?", (time.time() if now is None else now,))
            db.execute("insert or ignore into ended (session, until) values (?, ?)", (session, until))

    def list(self) -> pd.DataFrame:
        """Return one row an account, without hashes."""
        columns = ["name", "role", "puskesmas", "disabled", "demo", "locked_until", "created"]
        with opened(self.path, write=False) as db:
            rows = db.execute(f"select {', '.join(columns)} from accounts order by role, name").fetchall()
        return pd.DataFrame(rows, columns=columns).astype({"disabled": bool, "demo": bool})
