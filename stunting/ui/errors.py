"""What a user sees when the program fails: a sentence, a number to quote, never a stack trace."""

from __future__ import annotations

import logging
import secrets

import streamlit as st

log = logging.getLogger("stunting")


def on_script_error(error: Exception) -> bool:
    """Show an Indonesian sentence with an error number; the details go to the log under that number."""
    number = secrets.token_hex(3).upper()
    log.error("galat %s", number, exc_info=error)
    st.error(
        f"Halaman ini gagal ditampilkan (nomor galat **{number}**). Data Anda tidak berubah. "
        "Muat ulang halaman; bila terulang, sampaikan nomor itu kepada pengelola sistem."
    )
    return True
