"""Who is asking. Every page and the frame ask here themselves; nothing relies on a menu being hidden."""

from __future__ import annotations

from typing import Final

import streamlit as st

from stunting.access import COOKIE, PUBLIC, ROLES, User
from stunting.settings import settings
from stunting.ui import data, sso

FRAME: Final = "_bingkai"


def user() -> User:
    """Return the user of this session, asked anew at every run: a session can end at any moment."""
    signed_in = data.sessions().user(st.context.cookies.get(COOKIE), demo_open=data.only_synthetic())
    return signed_in if not signed_in.anonymous else _from_oidc()


def _from_oidc() -> User:
    """Return the user that ``st.login`` (OIDC) knows, where it is configured; else the public."""
    if not sso.signed_in():
        return PUBLIC
    names = settings()
    role = st.user.get(names.oidc_role_claim)
    role = next((r for r in role if r in ROLES), None) if isinstance(role, list) else role
    place = st.user.get(names.oidc_puskesmas_claim)
    name = str(st.user.get("email") or st.user.get("sub") or "")
    if not name or role not in ROLES or (role == "puskesmas" and not place):
        return PUBLIC  # known to the provider, but without a role here
    return User(name, str(role), str(place) if role == "puskesmas" else None)


def admit() -> User:
    """Return the user; where the public has no access, ask the anonymous to sign in and stop the run."""
    who = user()
    if who.anonymous and not settings().public_access:
        st.html(
            '<div class="tanpa-hak" role="alert"><h1>Silakan masuk dahulu.</h1>'
            '<a class="tombol" href="/masuk" target="_self">Masuk</a></div>'
        )
        st.stop()
    return who


def require(*roles: str) -> User:
    """Return the user if the frame ran and the role is among `roles` (none given: any), else stop the run.

    A page that runs without the frame of `main.py` has come past the gate: it shows nothing.
    """
    who = user()
    if not st.session_state.get(FRAME):
        st.error("Halaman ini tidak dapat dibuka. Mulai lagi dari halaman Ringkasan.")
        st.stop()
    if roles and who.role not in roles:
        allowed = ", ".join(ROLES[r] for r in roles)
        st.error(f"Halaman ini untuk peran {allowed}. Masuk dengan akun yang sesuai.")
        st.stop()
    return who


def frame_ran() -> None:
    """Note that `main.py` ran in this session."""
    st.session_state[FRAME] = True
