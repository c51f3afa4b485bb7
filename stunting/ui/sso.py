"""Signing in with the office's own accounts (OIDC by ``st.login``), where the installation has set it up."""

from __future__ import annotations

import time
from typing import Final

import streamlit as st
from streamlit.errors import Error as StreamlitError

from stunting.access import MAX_AGE_SECONDS

SIGN_IN: Final = "/?sso=1"
SIGN_OUT: Final = "/?keluar=1"
_SEEN: Final = "_kantor_sejak"


def configured() -> bool:
    """Return whether the secrets name a provider."""
    try:
        return "auth" in st.secrets
    except (FileNotFoundError, StreamlitError):  # no secrets file at all
        return False


def until() -> float:
    """Return until when (seconds since 1970) a sign-in by the provider counts; 0: nobody signed in.

    As long as a session of our own, from the time the provider gives (``iat``, which OIDC requires of it);
    of one that gives none, from the first run of the page.
    """
    if not (configured() and st.user.get("is_logged_in")):
        return 0.0
    try:
        began = float(st.user.get("iat"))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        began = float(st.session_state.setdefault(_SEEN, time.time()))
    return min(began, time.time()) + MAX_AGE_SECONDS


def signed_in() -> bool:
    """Return whether the provider knows who is there, since less than `MAX_AGE_SECONDS`."""
    return until() > time.time()


def turn() -> None:
    """Go to the provider, or leave it, where the address asks for it; a run that does so ends here."""
    asked = st.query_params
    if not configured() or not {"sso", "keluar"} & set(asked):
        return
    leave = "keluar" in asked
    st.query_params.clear()
    try:
        if leave and signed_in():
            st.logout()
        elif not leave and not signed_in():
            st.login()
        else:
            return
    except StreamlitError:  # without Authlib, or with half a configuration
        st.error("Masuk dengan akun kantor belum diatur lengkap. Hubungi admin, atau pakai akun lokal.")
    st.stop()
