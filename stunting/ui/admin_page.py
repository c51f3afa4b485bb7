"""The pieces of the admin screen; only the chosen part is loaded."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from stunting.access import ROLES, AccountError, User
from stunting.indicators.format_id import date, number
from stunting.ui import admin

PARTS = ("Akun", "Catatan audit", "Sistem")
#: What a screen reader hears first.
HEADING = '<h1 class="hanya-dibaca">Admin</h1>'
_ONCE = "_sandi_baru"


def part() -> str:
    """Return the part of the page that is chosen, kept in the address."""
    found = st.segmented_control(
        "Bagian", PARTS, default=PARTS[0], key="bagian", bind="query-params", label_visibility="collapsed",
        required=True,
    )  # fmt: skip
    return str(found)


def scroll(label: str) -> str:
    """Return the opening of a region that scrolls sideways on a phone, also by the keyboard."""
    return f'<div class="ad-gulir gulir" tabindex="0" role="region" aria-label="{label}">'


def moment(value: object) -> str:
    """Return a moment in the server's own time."""
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return "belum pernah"
    when = pd.Timestamp(value).to_pydatetime().astimezone()  # type: ignore[arg-type]
    return f"{date(pd.Timestamp(when.date()))} {when:%H.%M}"


def _show_password() -> None:
    """Show a new password once: it is not kept anywhere."""
    made = st.session_state.pop(_ONCE, None)
    if made:
        name, password = made
        st.success(f"Kata sandi baru untuk akun **{name}**. Salin sekarang: tidak akan ditampilkan lagi.")
        st.code(password, language=None)


def users(user: User) -> None:
    """Show accounts and what can be done with them."""
    _show_password()
    frame = admin.account_list()
    st.html(_account_table(frame))
    left, right = st.columns(2, gap="large")
    with left:
        _add(user)
    with right:
        _change(user, frame)


def _account_table(frame: pd.DataFrame) -> str:
    lines = []
    now = pd.Timestamp.now(tz="UTC").timestamp()
    for row in frame.to_dict("records"):
        state = (
            "ditutup" if row["disabled"] else "terkunci sementara" if row["locked_until"] > now else "aktif"
        )
        kind = " · akun contoh" if row["demo"] else ""
        made = date(pd.Timestamp(row["created"], unit="s"))
        place = escape(row["puskesmas"]) if isinstance(row["puskesmas"], str) else ""
        lines.append(
            f"<tr><td><b>{escape(row['name'])}</b></td><td>{ROLES[row['role']]}</td><td>{place}</td>"
            f'<td class="{"an-perlu" if state != "aktif" else ""}">{state}{kind}</td>'
            f'<td class="tetap">{made}</td></tr>'
        )
    head = "<th>Akun</th><th>Peran</th><th>Puskesmas</th><th>Keadaan</th><th>Dibuat</th>"
    count = f"{number(len(frame))} akun, {number(int((~frame['disabled']).sum()))} aktif"
    return (
        f'{HEADING}<h2 class="judul">Akun <small>{count}</small></h2>'
        f'{scroll("Akun")}<table class="ad-tabel">'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>"
    )


def _add(user: User) -> None:
    st.html('<h2 class="judul">Tambah akun</h2>')
    with st.form("tambah_akun", border=False):
        name = st.text_input("Nama akun", max_chars=40, placeholder="mis. uren.ani")
        roles = [r for r in ROLES if r != "publik"]
        role = st.selectbox("Peran", roles, format_func=ROLES.__getitem__)
        place = st.selectbox(
            "Puskesmas (hanya untuk peran Puskesmas)",
            ["", *admin.puskesmas()],
            format_func=lambda p: p or "–",
        )
        sent = st.form_submit_button("Tambah akun", type="primary")
    if sent:
        try:
            password = admin.add(user, name, str(role), str(place) or None)
        except AccountError as why:
            st.error(f"Belum ditambahkan: {why}")
            return
        st.session_state[_ONCE] = (name.strip().casefold(), password)
        st.rerun()


def _change(user: User, frame: pd.DataFrame) -> None:
    st.html('<h2 class="judul">Ubah akun</h2>')
    name = st.selectbox(
        "Akun", frame["name"].tolist(), index=None, placeholder="Pilih akun", key="akun_diubah"
    )
    if name is None:
        st.html(
            '<p class="catatan">Pilih akun untuk memberi kata sandi baru, menutup, atau membukanya lagi.</p>'
        )
        return
    row = frame[frame["name"].eq(name)].iloc[0]
    closed = bool(row["disabled"])
    with st.container(horizontal=True, gap="small"):
        fresh = st.button("Kata sandi baru", key="sandi_baru")
        locked = float(row["locked_until"]) > pd.Timestamp.now(tz="UTC").timestamp()
        open_ = st.button("Buka lagi", key="buka_akun", disabled=not closed and not locked)
        shut = st.button("Tutup akun", key="tutup_akun", disabled=closed or name == user.name)
    if fresh:
        st.session_state[_ONCE] = (name, admin.renew(user, name))
        st.rerun()
    if open_:
        admin.reopen(user, name)
        st.rerun()
    if shut:
        admin.close(user, name)
        st.rerun()
    st.html(
        '<p class="catatan">Menutup akun dan kata sandi baru mengakhiri semua sesi akun itu seketika.</p>'
    )


def system(user: User) -> None:
    """Show facts about the installation."""
    lines = []
    for label, value in admin.facts(user):
        text = moment(value) if value is None or isinstance(value, pd.Timestamp) else value
        lines.append(
            f'<tr><th scope="row">{label}</th>'
            f"<td>{escape(number(text) if isinstance(text, int) else str(text))}</td></tr>"
        )
    st.html(
        f'{HEADING}<h2 class="judul">Sistem</h2>'
        f'{scroll("Sistem")}<table class="ad-tabel ad-fakta"><tbody>'
        f"{''.join(lines)}</tbody></table></div>"
    )
