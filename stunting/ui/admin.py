"""What the admin screen does: accounts, the audit log, facts about the installation."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Final

import pandas as pd
import streamlit as st

from stunting import audit
from stunting.access import Accounts, User
from stunting.settings import settings
from stunting.ui import data, follow_up_data

#: Lines of the audit log on one page.
PAGE_SIZE: Final = 50


@dataclass(frozen=True, slots=True)
class Log:
    """One page of the audit log, newest first."""

    rows: pd.DataFrame
    total: int
    page: int
    pages: int


def accounts() -> Accounts:
    """Return the accounts of this installation."""
    return data.sessions().accounts


def account_list() -> pd.DataFrame:
    """Return all accounts, without hashes."""
    return accounts().list()


def puskesmas() -> list[str]:
    """Return the puskesmas that an account may belong to."""
    if not data.has_data():
        return []
    return sorted(map(str, follow_up_data.latest_puskesmas().dropna().unique()))


def add(user: User, name: str, role: str, place: str | None) -> str:
    """Make an account and return its password, which is shown once.

    Raises
    ------
    AccessError
        If the user is no admin.
    AccountError
        If the account cannot be made.
    """
    user.require_admin()
    return accounts().add(name, role, place, by=user.name)


def close(user: User, name: str) -> None:
    """Close an account; its sessions end at once. Nobody closes his own: somebody has to stay inside."""
    user.require_admin()
    if name == user.name:
        raise ValueError("Akun sendiri tidak dapat ditutup; minta admin lain.")
    accounts().disable(name, by=user.name)


def reopen(user: User, name: str) -> None:
    """Open a closed or locked account."""
    user.require_admin()
    accounts().enable(name, by=user.name)


def renew(user: User, name: str) -> str:
    """Give an account a new random password and return it; its sessions end."""
    user.require_admin()
    password = secrets.token_urlsafe(12)
    accounts().set_password(name, password, by=user.name)
    return password


def log(user: User, who: str, action: str, page: int) -> Log:
    """Return a page of the audit log."""
    user.require_admin()
    lines = audit.read(settings().home).iloc[::-1]
    if who:
        lines = lines[lines["who"].eq(who)]
    if action:
        lines = lines[lines["action"].eq(action)]
    pages = max(1, -(-len(lines) // PAGE_SIZE))
    page = min(max(1, page), pages)
    return Log(lines.iloc[(page - 1) * PAGE_SIZE : page * PAGE_SIZE], len(lines), page, pages)


def log_choices(user: User) -> tuple[list[str], list[str]]:
    """Return who and which actions the log knows."""
    user.require_admin()
    lines = audit.read(settings().home)
    return sorted(map(str, lines["who"].unique())), sorted(map(str, lines["action"].unique()))


@st.cache_resource(show_spinner=False, max_entries=4)
def _bytes(home: str, data_version: str) -> dict[str, int]:
    parts = ("measurements", "uploads", "vault", "cubes")
    folder = settings().home
    return {part: sum(f.stat().st_size for f in (folder / part).rglob("*") if f.is_file()) for part in parts}


def facts(user: User) -> list[tuple[str, object]]:
    """Return facts about the installation: label and value (text, number or time)."""
    user.require_admin()
    store = data.store()
    uploads = store.uploads()
    live = uploads[uploads["state"] == "live"]
    lines = audit.read(settings().home)
    care = lines.loc[lines["action"].eq("rawat"), "time"]
    sizes = _bytes(str(settings().home), data.version())
    out: list[tuple[str, object]] = [
        ("Versi data", data.version()),
        ("Unggahan berlaku", len(live)),
        ("Unggahan dibatalkan", len(uploads) - len(live)),
        ("Baris tersimpan", int(live["rows_stored"].sum())),
        ("Unggahan terakhir", uploads["uploaded_at"].max() if len(uploads) else None),
        ("Perawatan terakhir (pemadatan)", pd.Timestamp(care.iloc[-1]) if len(care) else None),
        ("Pemadatan otomatis setiap", f"{settings().compact_every} unggahan"),
        ("Isi", "hanya data sintetis" if data.only_synthetic() else "ada data nyata"),
    ]
    names = {"measurements": "Tabel", "uploads": "Unggahan", "vault": "Brankas", "cubes": "Kubus"}
    out += [(f"{names[k]} di disk", f"{v / 1e6:.1f} MB".replace(".", ",")) for k, v in sizes.items()]
    return out
