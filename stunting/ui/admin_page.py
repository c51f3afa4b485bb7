"""The pieces of the admin screen; only the chosen part is loaded."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from stunting.access import ROLES, AccountError, User
from stunting.indicators.format_id import date, number
from stunting.ui import admin
from stunting.ui.follow_up_click import clickable

PARTS = ("Akun", "Catatan audit", "Sistem")
PAGE = "hal"
_ONCE = "_sandi_baru"
#: What the log counts, in words.
COUNTS = {
    "stored": "tersimpan", "rejected": "ditolak", "replaces": "menggantikan", "rows": "baris",
    "files": "berkas",
}  # fmt: skip


def part() -> str:
    """Return the part of the page that is chosen, kept in the address."""
    found = st.segmented_control(
        "Bagian", PARTS, default=PARTS[0], key="bagian", bind="query-params", label_visibility="collapsed",
        required=True,
    )  # fmt: skip
    return str(found)


def _time(value: object) -> str:
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
        f'<h2 class="judul">Akun <small>{count}</small></h2><div class="ad-gulir"><table class="ad-tabel">'
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


def audit_log(user: User) -> None:
    """Show the audit log, newest first."""
    names, actions = admin.log_choices(user)
    with st.container(horizontal=True, gap="small"):
        who = st.selectbox(
            "Pelaku", ["", *names], key="pelaku", bind="query-params", width=220,
            label_visibility="collapsed",
            format_func=lambda v: v or "Semua pelaku", required=True,
        )  # fmt: skip
        action = st.selectbox(
            "Tindakan", ["", *actions], key="tindakan", bind="query-params", width=240,
            label_visibility="collapsed", format_func=lambda v: v or "Semua tindakan", required=True,
        )  # fmt: skip
    text = st.query_params.get(PAGE, "1")
    found = admin.log(user, str(who), str(action), int(text) if text.isdecimal() and len(text) < 6 else 1)
    clickable(_log_table(found), key="ad_catatan", on_pick=_turn)


def _turn(value: str) -> None:
    st.query_params[PAGE] = value.partition(":")[2]


def _log_table(found: admin.Log) -> str:
    lines = []
    for row in found.rows.to_dict("records"):
        counts = row["counts"] if isinstance(row["counts"], dict) else {}
        said = ", ".join(f"{escape(COUNTS.get(k, str(k)))} {escape(_count(v))}" for k, v in counts.items())
        lines.append(
            f'<tr><td class="tetap">{_time(row["time"])}</td><td>{escape(str(row["who"]))}</td>'
            f'<td class="tetap">{escape(str(row["action"]))}</td><td>{escape(str(row["object"]))}</td>'
            f"<td>{said}</td></tr>"
        )
    head = "<th>Waktu</th><th>Pelaku</th><th>Tindakan</th><th>Objek</th><th>Jumlah</th>"
    turn = ""
    if found.page > 1:
        turn += (
            f'<button type="button" class="tl-hal" data-pilih="hal:{found.page - 1}">‹ Lebih baru</button>'
        )
    if found.page < found.pages:
        turn += (
            f'<button type="button" class="tl-hal" data-pilih="hal:{found.page + 1}">Lebih lama ›</button>'
        )
    where = f"halaman {number(found.page)} dari {number(found.pages)}, {number(found.total)} catatan"
    return (
        f'<div class="ad-gulir"><table class="ad-tabel"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
        f'<div class="tl-halaman"><span>{where}</span>{turn}</div>'
    )


def _count(value: object) -> str:
    return number(value) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def system(user: User) -> None:
    """Show facts about the installation."""
    lines = []
    for label, value in admin.facts(user):
        text = _time(value) if value is None or isinstance(value, pd.Timestamp) else value
        lines.append(
            f"<tr><td>{label}</td>"
            f"<td>{escape(number(text) if isinstance(text, int) else str(text))}</td></tr>"
        )
    st.html(
        '<h2 class="judul">Sistem</h2><div class="ad-gulir"><table class="ad-tabel ad-fakta"><tbody>'
        f"{''.join(lines)}</tbody></table></div>"
    )
