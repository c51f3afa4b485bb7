"""Saving to the registers of targets and realisations: who may, whether somebody was faster, undo."""

from __future__ import annotations

import pandas as pd

from stunting.access import AccessError, User
from stunting.indicators import iku_edit, target_edit
from stunting.ui import data

#: Register → roles that may change it.
ROLES = {target_edit.NAME: ("admin",), iku_edit.NAME: ("admin", "dinas")}
#: Session key: how many forms were sent, so that the next one is fresh.
FORM = "_target_urutan"
STALE = "Daftar sudah diubah orang lain sejak halaman ini dibuka. Muat ulang halaman, lalu ulangi."


def may(user: User, name: str) -> bool:
    """Return whether the user may change a register."""
    return user.role in ROLES[name]


def _require(user: User, name: str) -> None:
    if not may(user, name):
        raise AccessError("Peran Anda tidak dapat mengubah daftar ini.")


def stamp(name: str) -> str:
    """Return the stamp of a register, to be handed back when saving."""
    return data.store().registers.stamp(name)


def save(user: User, name: str, frame: pd.DataFrame, *, note: str, seen: str) -> int:
    """Save a register and return the version.

    Parameters
    ----------
    seen : str
        `stamp` when the user began.

    Raises
    ------
    AccessError
        If the role may not.
    EditError
        If somebody else saved meanwhile.
    """
    _require(user, name)
    if stamp(name) != seen:
        raise target_edit.EditError(STALE)
    return data.store().registers.save(name, frame, by=user.name, note=note)


def undo(user: User, name: str) -> int | None:
    """Withdraw the newest version; the one before counts again.

    Raises
    ------
    AccessError
        If the role may not.
    """
    _require(user, name)
    return data.store().registers.undo(name, by=user.name)


def history(name: str) -> pd.DataFrame:
    """Return all versions of a register."""
    return data.store().registers.history(name)


def in_force(name: str) -> bool:
    """Return whether a version counts that could be withdrawn."""
    frame = history(name)
    return bool(len(frame) and frame["state"].eq("berlaku").any())
