"""Accounts of the demo: a password that everyone may know, for a store that holds nothing real."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from stunting.access import DEMO_PASSWORD, AccountError, Accounts

PASSWORD: Final = DEMO_PASSWORD


def make_accounts(home: Path, puskesmas: Iterable[str]) -> tuple[str, ...]:
    """Make one account a role and one a puskesmas, and return their names; those there already stay.

    Parameters
    ----------
    home : Path
        The store.
    puskesmas : iterable of str
        Names of the puskesmas; an account is called like its puskesmas, in small letters with ``_``.
    """
    accounts = Accounts(home)
    wanted: list[tuple[str, str, str | None]] = [
        ("admin", "admin", None),
        ("dinas", "dinas", None),
        ("tpps", "tpps", None),
    ]
    wanted += [(name.casefold().replace(" ", "_"), "puskesmas", name) for name in puskesmas]
    for name, role, place in wanted:
        with contextlib.suppress(AccountError):  # it is there
            accounts.add(name, role, place, PASSWORD, demo=True, by="demo")
    return tuple(name for name, _, _ in wanted)
