"""What an account may be called and how long its password must be; the two ways in which it is refused."""

from __future__ import annotations

import re
from typing import Final

MIN_PASSWORD: Final = 10
#: Of the accounts of a synthetic store: printed by the demo and on its sign-in page.
DEMO_PASSWORD: Final = "contoh-sintetis"  # noqa: S105

_LONG: Final = re.compile(r"\d{16,}")
#: Number of a civil servant: birth date, year and month (or kind) of appointment, sex, serial number.
_NIP: Final = re.compile(r"(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(19|20)\d{4}[12]\d{3}", re.ASCII)


class SignInError(Exception):
    """Name and password do not open an account; the message is Indonesian and gives nothing away."""


class AccountError(ValueError):
    """An account cannot be made or changed; the message is Indonesian."""


def clean_name(name: str) -> str:
    """Return the name as it is kept; raise `AccountError` where it cannot be one."""
    name = plain(name)
    if not name or len(name) > 40 or not all(c.isalnum() or c in "._-" for c in name):
        raise AccountError("nama akun: 1–40 huruf, angka, titik, garis bawah atau tanda hubung.")
    if any(not _NIP.fullmatch(digits) for digits in _LONG.findall(name)):
        raise AccountError(
            "nama akun tidak boleh berisi 16 angka berderet atau lebih (mungkin NIK), kecuali NIP yang benar "
            "(18 angka). Pakai NIP, atau nama seperti ani.uren."
        )
    return name


def plain(name: str) -> str:
    """Return what was typed as names are compared."""
    return name.strip().casefold()


def check_password(password: str) -> None:
    """Raise `AccountError` unless a password is long enough."""
    if len(password) < MIN_PASSWORD:
        raise AccountError(f"kata sandi paling sedikit {MIN_PASSWORD} huruf.")
    if len(password) > 200:
        raise AccountError("kata sandi paling banyak 200 huruf.")
