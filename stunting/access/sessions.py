"""Sessions: a signed token in an HttpOnly cookie, checked against the account at every run."""

from __future__ import annotations

import secrets
import time
from pathlib import Path
from typing import Final

from itsdangerous import BadSignature, URLSafeTimedSerializer

from stunting import secret
from stunting.access.accounts import Accounts
from stunting.access.roles import PUBLIC, User

COOKIE: Final = "stunting_sesi"
#: A working day: who closes the lid at night signs in again in the morning.
MAX_AGE_SECONDS: Final = 8 * 60 * 60


class Sessions:
    """Issue and read session tokens of the accounts under `home`."""

    def __init__(self, home: Path, max_age: int = MAX_AGE_SECONDS) -> None:
        self.accounts = Accounts(home)
        self.max_age = max_age
        key = secret.kept(Path(home) / "vault" / "kunci_sesi")
        self._signer = URLSafeTimedSerializer(key, salt="stunting-sesi")

    def issue(self, user: User) -> str:
        """Return a token for `user`, valid `max_age` seconds, until it is ended or the account changes."""
        found = self.accounts.user(user.name)
        if found is None:
            raise ValueError("no such account")
        return str(self._signer.dumps([user.name, found[1], secrets.token_urlsafe(12)]))

    def end(self, token: str | None) -> None:
        """Make a token worthless, whoever has kept a copy; one that is none changes nothing.

        What is remembered is the number inside the token, not its text: the last letter of a signature can
        be written in several ways that read alike.
        """
        session = self._read(token)[2]
        if session:
            self.accounts.end(session, time.time() + self.max_age)

    def user(self, token: str | None, *, demo_open: bool = True) -> User:
        """Return the user of a token; the public for none, an old, a forged, an ended or a revoked one.

        `demo_open` as in `Accounts.check`.
        """
        name, epoch, session = self._read(token)
        if not session:
            return PUBLIC
        found = self.accounts.user(name, demo_open=demo_open, session=session)
        return found[0] if found is not None and found[1] == epoch else PUBLIC

    def _read(self, token: str | None) -> tuple[str, int, str]:
        """Return account, epoch and session of a token; no session if it does not hold."""
        if not token:
            return "", 0, ""
        try:
            name, epoch, session = self._signer.loads(token, max_age=self.max_age)
        except (BadSignature, ValueError, TypeError):  # also one of an earlier version, without a session
            return "", 0, ""
        return str(name), int(epoch), str(session)
