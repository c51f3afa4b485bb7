"""Signing in with the office's own accounts (OIDC by ``st.login``), where the installation has set it up."""

from __future__ import annotations

from typing import Final

import streamlit as st
from streamlit.errors import Error as StreamlitError

SIGN_IN: Final = "/?sso=1"
SIGN_OUT: Final = "/?keluar=1"


def configured() -> bool:
    """Return whether the secrets name a provider."""
    try:
        return "auth" in st.secrets
    except (FileNotFoundError, StreamlitError):  # no secrets file at all
        return False


def signed_in() -> bool:
    """Return whether the provider knows who is there."""
    return configured() and bool(st.user.get("is_logged_in"))


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
