"""Local accounts: argon2id hashes, lockout, roles. One small SQLite file in the vault."""

from __future__ import annotations

import secrets
import sqlite3
import time
from pathlib import Path

import pandas as pd
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from stunting import audit
from stunting.access.account_file import opened
from stunting.access.account_rules import AccountError, SignInError, check_password, clean_name, plain
from stunting.access.roles import ROLES, User
from stunting.access.tries import Tries

#: What is done to an account, as the audit log calls it.
ADDED, CLOSED, OPENED, RENEWED = "akun ditambah", "akun ditutup", "akun dibuka", "akun sandi baru"


class Accounts:
    """The local accounts under `home`; every change is in the audit log before it counts.

    Parameters
    ----------
    home : Path
        ``STUNTING_HOME``.
    hasher : PasswordHasher, optional
        argon2id with the library's own current parameters by default.
    """

    def __init__(self, home: Path, hasher: PasswordHasher | None = None) -> None:
        self.home = Path(home)
        self.path = self.home / "vault" / "akun.sqlite"
        self._tries = Tries(self.home / "vault")
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
        by: str = "cli",
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
            self._tries.clear(db, name)
            self._note(by, ADDED, name)
        return password

    def set_password(self, name: str, password: str, *, by: str = "cli") -> None:
        """Give an account a new password; its sessions end, and it opens again if it was locked."""
        check_password(password)
        self._change(name, by, RENEWED, "hash = ?, epoch = epoch + 1", self._hasher.hash(password))

    def disable(self, name: str, *, by: str = "cli") -> None:
        """Close an account; its sessions end at once."""
        self._change(name, by, CLOSED, "disabled = 1, epoch = epoch + 1")

    def enable(self, name: str, *, by: str = "cli") -> None:
        """Open a closed or locked account again."""
        self._change(name, by, OPENED, "disabled = 0")

    def _change(self, name: str, by: str, action: str, assignment: str, *values: object) -> None:
        name = plain(name)
        with opened(self.path) as db:
            done = db.execute(f"update accounts set {assignment} where name = ?", (*values, name))
            if done.rowcount != 1:
                raise AccountError(f"akun {name!r} tidak ada.")
            if action != CLOSED:
                self._tries.clear(db, name)
            self._note(by, action, name)

    def _note(self, by: str, action: str, name: str) -> None:
        audit.record(self.home, by, action, audit.account(name))

    def check(self, name: str, password: str, now: float | None = None, *, demo_open: bool = True) -> User:
        """Return the user that `name` and `password` open.

        `demo_open` says whether accounts of the demo open: false as soon as the store holds real data.

        Raises
        ------
        SignInError
            If they do not, or the account is closed, or the name was tried too often: in the same words
            whether there is such an account or not.
        """
        now = time.time() if now is None else now
        name = plain(name)
        with opened(self.path, write=False) as db:
            row = db.execute(
                "select role, puskesmas, hash, disabled or (demo and not ?) from accounts where name = ?",
                (demo_open, name),
            ).fetchone()
            locked_until = self._tries.locked_until(db, name)
        if locked_until > now:
            minutes = int((locked_until - now) // 60) + 1
            raise SignInError(
                f"Terlalu banyak percobaan. Coba lagi {minutes} menit lagi, atau hubungi admin."
            )
        role, puskesmas, hashed, disabled = row or ("", None, self._dummy, True)
        if not self._verify(hashed, password) or disabled:
            with opened(self.path) as db:
                self._tries.failed(db, name, now)
            raise SignInError("Nama atau kata sandi salah.")
        with opened(self.path) as db:
            self._tries.clear(db, name)
            if self._hasher.check_needs_rehash(hashed):
                db.execute("update accounts set hash = ? where name = ?", (self._hasher.hash(password), name))
        return User(name, role, puskesmas)

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
        columns = ["name", "role", "puskesmas", "disabled", "demo", "created"]
        with opened(self.path, write=False) as db:
            rows = db.execute(f"select {', '.join(columns)} from accounts order by role, name").fetchall()
            locked = [self._tries.locked_until(db, row[0]) for row in rows]
        frame = pd.DataFrame(rows, columns=columns).astype({"disabled": bool, "demo": bool})
        return frame.assign(locked_until=pd.Series(locked, frame.index, "float64"))
