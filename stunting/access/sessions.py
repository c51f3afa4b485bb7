"""Sessions: a signed token in an HttpOnly cookie, checked against the account at every run."""

from __future__ import annotations

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
        """Return a token for `user`, valid `max_age` seconds and until the account changes."""
        found = self.accounts.user(user.name)
        if found is None:
            raise ValueError("no such account")
        return str(self._signer.dumps([user.name, found[1]]))

    def user(self, token: str | None, *, demo_open: bool = True) -> User:
        """Return the user of a token; the public for none, an old, a forged or a revoked one.

        `demo_open` as in `Accounts.check`.
        """
        if not token:
            return PUBLIC
        try:
            name, epoch = self._signer.loads(token, max_age=self.max_age)
        except (BadSignature, ValueError, TypeError):
            return PUBLIC
        found = self.accounts.user(str(name), demo_open=demo_open)
        return found[0] if found is not None and found[1] == epoch else PUBLIC
