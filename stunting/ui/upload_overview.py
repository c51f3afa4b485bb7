"""Before a file is dropped: what came in already, and what waits for somebody."""

from __future__ import annotations

from html import escape
from typing import Final

import streamlit as st

from stunting.access import User
from stunting.indicators import completeness
from stunting.indicators.format_id import listing, number, period_name
from stunting.ui import board, board_html, upload_decide, upload_history

#: Uploads that are listed; all of them are in the room Riwayat.
RECENT: Final = 3


def show(user: User) -> None:
    """Draw the months that came in, the last uploads, and what waits."""
    own = user.scope()
    if own is not None:
        board.strip(own)
    with st.container(key="unggah_kini"):
        left, right = st.columns(2, gap="large")
        left.html(waiting_html(user))
        right.html(_recent(user))
    frame = board.board(public=False)
    if own is None and len(frame):
        said = escape(board.headline(frame)[0])
        st.html(
            f'<h2 class="judul" data-uji="papan-pendek">{said}</h2>'
            f"{board_html.table(frame)}{board_html.legend(frame)}"
        )


def _recent(user: User) -> str:
    frame = upload_history.lines(user)
    head = '<h2 class="judul">Unggahan terakhir</h2>'
    if not len(frame):
        return f'{head}<p class="catatan">Belum ada unggahan dari akun ini.</p>'
    lines = "".join(
        f"<li>{upload_history.line_html(line)}</li>" for line in frame.head(RECENT).to_dict("records")
    )
    more = f" ({number(len(frame))})" if len(frame) > RECENT else ""
    return (
        f'{head}<ul class="unggah-terakhir">{lines}</ul>'
        f'<p class="tautan"><a href="/unggah?bagian=Riwayat" target="_self">Semua unggahan{more}</a></p>'
    )


def waiting(user: User) -> list[tuple[str, str]]:
    """Return what waits for this user, as text and address."""
    out = []
    areas, cases = len(upload_decide.open_areas(user)), len(upload_decide.open_cases(user))
    if areas:
        out.append((f"{number(areas)} wilayah belum dikenal", "/unggah?bagian=Wilayah"))
    if cases:
        out.append((f"{number(cases)} pasang anak perlu dipastikan", "/unggah?bagian=Anak"))
    frame = board.board(public=False)
    newest = completeness.newest(frame) if len(frame) else None
    if newest is not None:
        late, own = completeness.late(frame, newest), user.scope()
        if own in late:
            out.append((f"{period_name(newest)} belum masuk", "/papan"))
        elif own is None and late:
            named = listing(late) if len(late) <= 4 else f"{number(len(late))} puskesmas"
            out.append((f"{period_name(newest)} belum masuk dari {named}", "/papan"))
    return out


def waiting_html(user: User) -> str:
    """Return what waits as a list of links; green where nothing does."""
    found = waiting(user)
    head = '<h2 class="judul">Menunggu Anda</h2>'
    if not found:
        return f'{head}<p class="beres-semua" data-uji="menunggu-kosong">✓ Tidak ada yang menunggu.</p>'
    lines = "".join(
        f'<li><a href="{address}" target="_self">{escape(text)}</a></li>' for text, address in found
    )
    return f'{head}<ul class="unggah-menunggu" data-uji="menunggu-daftar">{lines}</ul>'
