"""Whom to look after: women still pregnant with KEK or anaemia; names for those alone who may see them."""

from __future__ import annotations

from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from stunting.access import User
from stunting.indicators.determinants import pregnancy_list, pregnancy_words
from stunting.indicators.determinants.pregnancy import ANAEMIA, KEK
from stunting.indicators.format_id import number
from stunting.reports.safe import safe_csv
from stunting.ui import bumil_data, bumil_html, downloads, people, pieces, places, texts
from stunting.ui.bumil_view import View

PAGE: Final = 15
SUBJECT: Final = "ibu_hamil"


def mine(user: User, view: View) -> pd.DataFrame:
    """Return the women still pregnant in the chosen area: all, or those of the user's own puskesmas."""
    women = bumil_data.women(view.choice.period, view.choice.area, view.scheme)
    if not user.sees_identities:
        return women
    return women[women["mother_id"].isin(people.visible_women(user, women["mother_id"]))].reset_index(
        drop=True
    )


def show(user: User, view: View) -> None:
    """Draw the list, or counts for the roles without names; the public sees figures only."""
    if user.protected:
        return
    women = mine(user, view)
    own = user.puskesmas if user.sees_identities else None
    pieces.title("Ibu yang perlu didampingi", f"Puskesmas {own}" if own else view.choice.label)
    said = pregnancy_words.list_takeaway(women)
    st.html(f'<p class="sebut" data-uji="sebut-daftar">{texts.whole(escape(said))}</p>')
    risky = pregnancy_list.at_risk(women)
    if not len(risky):
        return
    if not user.sees_identities:
        st.html(bumil_html.counts(pregnancy_list.risk_counts(women, "puskesmas")))
        return
    pages = -(-len(risky) // PAGE)
    at = st.pagination(pages, key="halaman_ibu") if pages > 1 else 1
    page = risky.iloc[(at - 1) * PAGE : at * PAGE]
    named = people.seen(user, page["mother_id"], SUBJECT, st.session_state, columns=("name",), women=True)
    st.html(bumil_html.women(_with_names(page, named), places.names_of(view.choice.kab, page["desa"])))
    held = people.token()
    name = ("ibu hamil didampingi", view.choice.label, view.choice.period)
    downloads.button(
        f"Unduh daftar {number(len(risky))} ibu (CSV)", lambda: list_csv(people.still(user, held), view),
        downloads.figures("csv", *name), key="unduh_ibu",
    )  # fmt: skip


def _with_names(page: pd.DataFrame, named: pd.DataFrame) -> pd.DataFrame:
    out = page.merge(named, left_on="mother_id", right_on="child_id", how="inner")
    return out.assign(name=out["name"].fillna("(tanpa nama)"))


def list_csv(user: User, view: View) -> bytes:
    """Return the list with names as CSV (UTF-8 with BOM, ``;``); noted in the audit log each time.

    Raises
    ------
    AccessError
        If the role sees no names.
    """
    user.scope()
    risky = pregnancy_list.at_risk(mine(user, view))
    named = people.exported(user, risky["mother_id"], SUBJECT, columns=("name", "nik"), women=True)
    frame = _with_names(risky, named)
    names = places.names_of(view.choice.kab, frame["desa"])
    said = {True: "ya", False: "tidak"}
    out = pd.DataFrame(
        {
            "nama": frame["name"],
            "nik": frame["nik"].fillna(""),
            "desa": [names.get(str(a), str(a)) for a in frame["desa"]],
            "posyandu": frame["posyandu"].fillna(""),
            "puskesmas": frame["puskesmas"].fillna(""),
            "kunjungan_terakhir": frame["noted_on"].dt.strftime("%d/%m/%Y"),
            "umur_kehamilan_minggu": frame["weeks"],
            "lila_cm": frame["lila"],
            "hb_g_dl": frame["hb"],
            "ttd": frame["ttd"],
            "anc": frame["anc"],
            "kek": [said.get(v, "tidak diketahui") for v in frame[KEK].astype("object")],
            "anemia": [said.get(v, "tidak diketahui") for v in frame[ANAEMIA].astype("object")],
        }
    )
    return safe_csv(out, sep=";", decimal=",").encode("utf-8-sig")
