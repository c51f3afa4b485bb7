"""The only door of the screens to names of children.

Who asks decides what comes back: a puskesmas gets the children whose latest row is its own, and nobody
else's name is even read from the vault; of a child that others have rows of, too, it gets what it said
itself, unless the child evidently moved (`stunting.store.moves`). Every answer is in the audit log before
it is given. Nothing here is ever cached: what one user may see must not wait in memory for the next one.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, MutableMapping
from typing import Any, Final

import pandas as pd
import streamlit as st

from stunting import audit
from stunting.access import COOKIE, PUBLIC, AccessError, User
from stunting.settings import settings
from stunting.ui import bumil_data, data, follow_up_data, sso

#: What the screens need to find a child. NIK stays in the vault.
NAMED: Final = ("name", "parent", "rt", "rw", "address")
#: What tells two children apart, for the one screen that decides who is who.
COMPARED: Final = (*NAMED, "nik", "birth_date", "sex", "mother")
SEEN, EXPORTED = "identitas dilihat", "identitas diekspor"
_NOTED: Final = "_identitas_dilihat"
#: A session token, the time until which a sign-in by the provider counts, or neither (the public).
Held = str | float | None


def visible(user: User, child_ids: Iterable[str]) -> list[str]:
    """Return those of `child_ids` that the user may see, in order, each once.

    Raises
    ------
    AccessError
        If the role sees no child at all.
    """
    own = user.scope()
    asked = list(dict.fromkeys(map(str, child_ids)))
    latest = follow_up_data.latest_puskesmas()
    if own is None:  # all that have a row, also where no puskesmas is named
        return [child for child in asked if child in latest.index]
    return [child for child, place in zip(asked, latest.reindex(asked).tolist(), strict=True) if place == own]


def visible_women(user: User, mother_ids: Iterable[str]) -> list[str]:
    """Return those of the pregnant women that the user may see: by the puskesmas of their newest visit.

    Raises
    ------
    AccessError
        If the role sees no woman at all.
    """
    own = user.scope()
    latest = bumil_data.latest_puskesmas()
    asked = [mother for mother in dict.fromkeys(map(str, mother_ids)) if mother in latest.index]
    return [mother for mother in asked if own is None or latest[mother] == own]


def seen(
    user: User,
    child_ids: Iterable[str],
    subject: str,
    noted: MutableMapping[Any, Any] | None = None,
    *,
    columns: tuple[str, ...] = NAMED,
    women: bool = False,
) -> pd.DataFrame:
    """Return ``child_id`` and `columns` of the children that the user may see, for the screen.

    Parameters
    ----------
    subject : str
        What was opened, for the audit log: an id or a code.
    noted : mapping, optional
        The session's state: the same children on the same screen are noted once a session.
    columns : tuple of str
        `NAMED`, or `COMPARED` for who decides who is who.
    women : bool
        The ids are those of pregnant women.

    Raises
    ------
    AccessError
        If the role sees no names.
    """
    allowed = (visible_women if women else visible)(user, child_ids)
    mark = hashlib.sha256("\n".join((user.name, subject, *columns, *allowed)).encode()).hexdigest()[:16]
    known: set[str] = set() if noted is None else noted.setdefault(_NOTED, set())
    if allowed and mark not in known:
        _note(user, SEEN, subject, allowed)
        known.add(mark)
    return _names(user, allowed, columns)


def exported(
    user: User,
    child_ids: Iterable[str],
    subject: str,
    *,
    columns: tuple[str, ...] = NAMED,
    women: bool = False,
) -> pd.DataFrame:
    """Return the same for a file; noted each time."""
    allowed = (visible_women if women else visible)(user, child_ids)
    if allowed:
        _note(user, EXPORTED, subject, allowed)
    return _names(user, allowed, columns)


def _note(user: User, action: str, subject: str, allowed: list[str]) -> None:
    audit.record(settings().home, user.name, action, subject.replace(" ", "_"), {"anak": len(allowed)})


def _names(user: User, allowed: list[str], columns: tuple[str, ...]) -> pd.DataFrame:
    if not allowed:
        return pd.DataFrame({name: pd.Series(dtype="str") for name in ("child_id", *columns)})
    return data.store().people(allowed, user.scope())[["child_id", *columns]]


def own_rows(user: User, child_id: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Return those of a child's `rows` that the user may see: of a child whose move is not established,
    a puskesmas sees what it measured itself (`stunting.store.moves`)."""
    own = user.scope()
    if own is None or rows["puskesmas"].eq(own).all() or data.store().whole([child_id], own):
        return rows
    return rows[rows["puskesmas"].eq(own)]


def token() -> Held:
    """Return what to ask again with later, by `still`."""
    cookie = st.context.cookies.get(COOKIE)
    if _of(cookie).anonymous:  # none, or one that has ended while the provider knows who is there
        return sso.until() or None
    return cookie


def still(user: User, held: Held) -> User:
    """Return the user as of now: a file is made after the page was drawn, the session may have ended.

    Raises
    ------
    AccessError
        If it has.
    """
    # a time: signed in by the provider of the organisation
    now = (user if time.time() < held else PUBLIC) if isinstance(held, float) else _of(held)
    if now != user:
        raise AccessError("Sesi Anda sudah berakhir. Masuk lagi, lalu unduh.")
    return now


def _of(cookie: str | None) -> User:
    return data.sessions().user(cookie, demo_open=data.only_synthetic())
