"""The lists of desa lokus: what is known of each year, and how a district enters its own."""

from __future__ import annotations

from html import escape
from typing import Final

import streamlit as st

from stunting.access import AccessError, User
from stunting.indicators import ranking
from stunting.indicators.format_id import number, period_name, sources
from stunting.store import StoreError
from stunting.ui import (
    filters,
    lokus_data,
    lokus_entry,
    lokus_file,
    lokus_history,
    lokus_html,
    lokus_view,
    map,
    pieces,
    places,
)
from stunting.ui.filters import Choice
from stunting.ui.lokus_entry import Entry

CHOSEN, DECREE = "lokus_desa_dipilih", "lokus_sk"
MODES: Final = {"pilih": "Pilih di layar", "berkas": "Dari berkas"}


def years(kab: str, period: str) -> list[int]:
    """Return the years that are offered, newest first: those known, those between, and the next one."""
    known = {*lokus_data.years(kab), *ranking.list_sizes(kab)["year"].tolist(), int(period[:4])}
    return list(range(max(known) + 1, min(known) - 1, -1))


def show(user: User, choice: Choice) -> None:
    """Show the list of one year; whoever may, changes it."""
    options = years(choice.kab, choice.period)
    usual = int(choice.period[:4])
    year = int(
        st.segmented_control(
            "Tahun daftar", options, default=usual, key="sk_tahun", bind="query-params", required=True,
            label_visibility="collapsed",
        )
        or usual
    )  # fmt: skip
    said = lokus_html.list_state(choice.kab, year)
    st.html(f'<div class="lokus-daftar-atas"><h1 data-uji="kalimat">{escape(said)}</h1></div>')
    result = st.session_state.pop(lokus_history.SAID, "")
    if result:
        st.html(f'<p class="pesan" role="status" data-uji="hasil">{escape(result)}</p>')
    editor = lokus_entry.may_save(user)
    left, right = st.columns([56, 44], gap="medium")
    with left:
        _list(user, choice, year)
        if editor:
            _overview(choice.kab, options)
    with right:
        if editor:
            _form(user, choice.kab, year)
        else:
            _overview(choice.kab, options)
            st.html(
                '<p class="catatan">Daftar diisi oleh dinas atau admin: dari berkas, atau dipilih di layar. '
                "Setiap perubahan tercatat dan dapat dibatalkan.</p>"
            )
        lokus_history.show(user)
    note = pieces.synthetic_note()
    mark = f'<span class="lencana">{note}: hanya angka anak; daftar SK tidak dibuat</span>' if note else ""
    with pieces.foot(choice, escape(_sources(choice.kab, year)), mark=mark):
        pass


def _sources(kab: str, year: int) -> str:
    table = lokus_data.lists(kab)
    found = table.loc[table["year"] == year, "source"].drop_duplicates().tolist()
    found += ranking.list_sizes(kab, year)["source"].tolist()
    return f"Sumber: {sources(found)}" if found else "Belum ada sumber."


def _list(user: User, choice: Choice, year: int) -> None:
    """Show where the desa of the list lie, and their names."""
    kab, listed = choice.kab, lokus_data.listed(choice.kab, year)
    if not listed:
        st.html(
            '<p class="sebut">Karena nama desanya belum ada, peta tidak menandai desa lokus tahun '
            f"{year}, dan peringkat dibandingkan dengan daftar terakhir yang namanya diketahui.</p>"
        )
        return
    names, decree = places.names(kab), lokus_data.sk_of(kab, year)
    pieces.title(f"Desa pada daftar {year}", f"di atas angka {period_name(choice.period)}")
    map.draw(
        lokus_view.desa(choice, choice.period, public=user.protected), kab=kab, level="desa",
        key="lokus_peta_daftar", on_pick=_nothing, height="340px", note=pieces.synthetic_note(),
        alt=lokus_html.list_state(kab, year), outlined=listed,
        title=f"Prevalensi {filters.INDICATORS[choice.indicator].lower()}",
        outlined_label=f"Desa lokus {year}" + (f", SK {decree}" if decree else ""),
    )  # fmt: skip
    rows = sorted((names.get(a[:8], ""), lokus_view.namer(kab)(a), a) for a in listed)
    body = "".join(
        f"<tr><td>{n}</td><td>{escape(desa)}</td><td>{escape(kec)}</td></tr>"
        for n, (kec, desa, _) in enumerate(rows, start=1)
    )
    st.html(
        '<div class="lokus-gulir gulir"><table class="tabel lokus-nama" data-uji="daftar"><thead><tr>'
        f"<th>No</th><th>Desa</th><th>Kecamatan</th></tr></thead><tbody>{body}</tbody></table></div>"
    )


def _nothing(code: str) -> None:
    """A click on this map leads nowhere."""


def _overview(kab: str, options: list[int]) -> None:
    """Show every year with a list, its size and its regulation."""
    pieces.title("Daftar yang diketahui")
    body = ""
    for year in options:
        listed, sizes = lokus_data.listed(kab, year), ranking.list_sizes(kab, year)
        count = len(listed) or (int(sizes["size"].iloc[0]) if len(sizes) else 0)
        named = "lengkap" if listed else "belum dimasukkan" if count else "belum ada daftar"
        body += (
            f"<tr><td>{year}</td><td>{number(count) if count else '–'}</td><td>{named}</td>"
            f"<td>{escape(lokus_data.sk_of(kab, year)) or '–'}</td></tr>"
        )
    st.html(
        '<table class="tabel lokus-nama" data-uji="ringkas"><thead><tr><th>Tahun</th><th>Desa</th>'
        f"<th>Nama desa</th><th>Nomor SK</th></tr></thead><tbody>{body}</tbody></table>"
    )


def _form(user: User, kab: str, year: int) -> None:
    """Let the list of one year be chosen on screen or read from a file, and saved."""
    pieces.title(f"Isi daftar {year}")
    turn = st.session_state.get(lokus_history.ROUND, 0)
    mode = st.segmented_control(
        "Cara", list(MODES), format_func=MODES.__getitem__, default="pilih", key="lokus_cara", required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    decree = st.text_input(
        "Nomor SK", lokus_data.sk_of(kab, year), key=f"{DECREE}_{year}_{turn}", max_chars=lokus_entry.LONGEST,
        placeholder="misalnya 188.45/…/Kum 2024",
    )  # fmt: skip
    labels = {c: n for c, n in places.labels(kab).items() if c.count(".") == 3}
    if mode == "berkas":
        entry = lokus_file.show(kab, year, str(decree), labels, turn)
    else:
        chosen = st.multiselect(
            "Desa lokus", sorted(labels, key=labels.__getitem__), sorted(lokus_data.listed(kab, year)),
            format_func=labels.__getitem__, key=f"{CHOSEN}_{year}_{turn}", placeholder="Ketik nama desa",
            select_all=False, wrap=True,
        )  # fmt: skip
        entry = Entry(year, str(decree), tuple(str(c) for c in chosen))
    if entry is None:
        return
    st.button(
        f"Simpan {number(len(entry.areas))} desa", type="primary", key="lokus_simpan",
        disabled=not entry.areas, on_click=_save, args=(user, entry, lokus_data.stamp()),
    )  # fmt: skip


def _save(user: User, entry: Entry, seen: str) -> None:
    try:
        lokus_entry.save(user, entry, seen=seen)
    except (AccessError, StoreError) as error:
        st.session_state[lokus_history.SAID] = str(error)
        return
    st.session_state[lokus_history.SAID] = (
        f"Tersimpan: {number(len(entry.areas))} desa lokus tahun {entry.year}."
    )
    st.session_state[lokus_history.ROUND] = st.session_state.get(lokus_history.ROUND, 0) + 1
