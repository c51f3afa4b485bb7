"""What became of past lokus: beside comparable desa, before and after, never as proof."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from stunting.charts.ranking import before_after
from stunting.charts.theme import CONFIG
from stunting.indicators import ranking
from stunting.indicators.format_id import number, percent, period_name, points
from stunting.ui import data, filters, lokus_data, lokus_html, lokus_view, pieces, texts
from stunting.ui.data import resource
from stunting.ui.filters import Choice

HOW = """
**Selisih dari selisih**: (lokus sesudah − sebelum) − (desa sebanding sesudah − sebelum). Desa dipilih menjadi
lokus saat angkanya tinggi, dan yang tinggi karena kebetulan turun dengan sendirinya. Karena itu setiap lokus
dibandingkan dengan paling banyak lima desa bukan lokus yang mulai **setara** (angka awal dihaluskan hampir
sama), dan perubahan dihitung dari angka awal yang dihaluskan: angka yang diharapkan muncul lagi bila tidak
ada yang berubah.

**Tidak dibandingkan** bila kurang dari separuh lokus punya desa setara, atau desa setaranya kurang dari
delapan: daftar yang memuat semua desa tertinggi tidak menyisakan pembanding.

**Selang 95 %**: desa sebagai satuan; desa sebanding yang dipakai berkali-kali dihitung sekali. Bila selang
memuat 0, perbedaan belum dapat dibedakan dari kebetulan.

**Bukan bukti sebab-akibat**: lokus juga berbeda dalam hal lain, dan desa sebanding mungkin menerima program
yang sama.
"""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A past list and what `ranking.evaluate` says; ``rows`` is None where the periods do not allow it."""

    year: int
    before: str
    after: str
    listed: frozenset[str]
    rows: pd.DataFrame | None
    why_not: str = ""
    hidden: int = 0


@resource
def _evaluated(
    code: str, data_version: str, rule: str, indicator: str, public: bool, year: int, after: str,
    listed: frozenset[str],
) -> pd.DataFrame:  # fmt: skip
    def at(period: str) -> pd.DataFrame:
        choice = Choice(code, code, period, rule, indicator)
        return lokus_view.desa(choice, period, public=public)

    before, earlier = at(f"{year - 1}{after[4:]}"), at(f"{year - 2}{after[4:]}")
    known = earlier["denominator"].gt(0).any()
    return ranking.evaluate(before, at(after), listed, earlier=earlier if known else None)


def evaluation(choice: Choice, year: int, *, public: bool) -> Evaluation:
    """Return the evaluation of the list of `year`: the year before it against the chosen period."""
    before, after = f"{year - 1}{choice.period[4:]}", choice.period
    listed = lokus_data.listed(choice.kab, year)
    if int(after[:4]) < year:
        why = f"Daftar {year} berlaku sejak {year}: pilih periode {year} atau sesudahnya."
        return Evaluation(year, before, after, listed, None, why)
    first = lokus_view.desa(choice, before, public=public)
    if not first["denominator"].gt(0).any():
        why = f"Belum ada angka desa {period_name(before)}, sebelum daftar {year} berlaku."
        return Evaluation(year, before, after, listed, None, why)
    key = (choice.kab, data.version(), choice.rule, choice.indicator, public)
    last = lokus_view.desa(choice, after, public=public)
    secret = {*first.loc[first["suppressed"], "area"], *last.loc[last["suppressed"], "area"]}
    rows = _evaluated(*key, year, after, listed)
    return Evaluation(year, before, after, listed, rows, hidden=len(secret & listed))


def show(choice: Choice, *, public: bool) -> None:
    """Show the evaluation of one past list."""
    years = lokus_data.years(choice.kab)
    if not years:
        st.html(
            '<p class="pesan perlu" data-uji="kalimat">Belum ada daftar lokus yang nama desanya '
            "diketahui.</p>"
        )
        return
    year = st.segmented_control(
        "Daftar", years, format_func=lambda y: f"Daftar {y}", default=years[0], key="daftar_tahun",
        bind="query-params", required=True, label_visibility="collapsed",
    )  # fmt: skip
    found = evaluation(choice, int(year or years[0]), public=public)
    what = filters.INDICATORS[choice.indicator].lower()
    if found.rows is None:
        st.html(f'<p class="pesan perlu" data-uji="kalimat">{escape(found.why_not)}</p>')
        return
    row = found.rows[found.rows["part"].eq("utama")].iloc[0]
    said = ranking.evaluation_takeaway(row, found.year, found.before, found.after)
    refused = row["verdict"] == ranking.NO_MATCH
    absent = "tidak dibandingkan" if refused else "belum ada"
    figure = absent if pd.isna(row["value"]) else points(row["value"], 1, sign=True)
    value, _, unit = figure.rpartition(" ")
    shown = f"{value}<small> {unit}</small>" if unit == "poin" else figure
    st.html(
        f'<div class="pokok" data-uji="kalimat"><div class="angka{"" if unit == "poin" else " kosong"}">'
        f"{shown}</div><p>{texts.whole(escape(said))}</p></div>"
    )
    if found.hidden:
        st.html(
            f'<p class="catatan">{number(found.hidden)} desa lokus disamarkan untuk umum dan tidak ikut '
            "dihitung.</p>"
        )
    left, right = st.columns([56, 44], gap="medium")
    with left:
        others = "desa terdekat yang bukan lokus" if refused else "desa sebanding"
        pieces.title(f"Prevalensi {what}, lokus dan {others}")
        if pd.notna(row["lokus_before"]):
            chart = before_after(row, before=found.before, after=found.after, height=270)
            st.plotly_chart(chart, key="lokus_evaluasi", theme=None, config=CONFIG, alt=said)
            st.html(f'<p class="sebut" data-uji="awal">{escape(ranking.start_words(row))}</p>')
        with st.popover("Bagaimana dihitung?", type="tertiary"):
            st.markdown(HOW)
    with right:
        pieces.title("Perbedaan perubahan", "lokus dikurangi desa sebanding, poin")
        st.html(_table(found))
        st.html(f'<p class="catatan">{escape(earlier_words(found))}</p>')
        pieces.title(f"Daftar {found.year}", lokus_html.list_state(choice.kab, found.year))
        names = sorted(lokus_view.namer(choice.kab)(a) for a in found.listed)
        st.html(f'<p class="sebut">{escape(", ".join(names))}</p>')
    pair = f"{period_name(found.before)} dan {period_name(found.after)}"
    n = f"n lokus = {number(row['denominator'])}"
    with pieces.foot(choice, f"Sumber: {escape(str(row['source']))}", f"{pair} · {n}"):
        pass


def earlier_words(found: Evaluation) -> str:
    """Return what the comparison before the list says about the roads of the two groups."""
    rows = found.rows
    placebo = None if rows is None else rows[rows["part"].eq("sebelum ada SK")]
    if placebo is not None and placebo["verdict"].eq(ranking.NO_MATCH).any():
        return "Sebelum ada SK kedua kelompok tidak dapat dibandingkan: desa yang setara tidak cukup."
    if placebo is None or not len(placebo) or pd.isna(placebo["value"].iloc[0]):
        return (
            f"Sebelum {period_name(found.before)} belum ada data: apakah kedua kelompok sudah berjalan "
            "berbeda sebelum ada SK tidak dapat diperiksa."
        )
    if str(placebo["verdict"].iloc[0]) in ("turun", "naik"):
        return "Sebelum ada SK kedua kelompok sudah berjalan berbeda: bandingkan dengan sangat hati-hati."
    return "Sebelum ada SK jalannya kedua kelompok belum dapat dibedakan."


def _table(found: Evaluation) -> str:
    assert found.rows is not None
    refused = found.rows["verdict"].iloc[0] == ranking.NO_MATCH
    others, body = "Terdekat" if refused else "Sebanding", ""
    for row in found.rows.to_dict("records"):
        when = "sesudah SK" if row["part"] == "utama" else "sebelum ada SK"
        limits = (
            "–" if pd.isna(row["low"])
            else f"{number(100 * row['low'], 1, sign=True)} sampai {number(100 * row['high'], 1, sign=True)}"
        )  # fmt: skip
        value = "tidak dibandingkan" if row["verdict"] == ranking.NO_MATCH else "belum ada data"
        value = number(100 * row["value"], 1, sign=True) if pd.notna(row["value"]) else value
        body += (
            f'<tr><td>{when}</td><td data-kolom="Lokus">{_move(row, "lokus")}</td>'
            f'<td data-kolom="{others}">{_move(row, "comparable")}</td>'
            f'<td class="kuat" data-kolom="Selisih">{value}</td>'
            f'<td data-kolom="Selang 95 %">{limits}</td></tr>'
        )
    return (
        '<div class="lokus-gulir gulir pendek">'
        '<table class="tabel lokus-tabel lokus-beda kartu" data-uji="evaluasi">'
        f"<thead><tr><th></th><th>Lokus</th><th>{others}</th>"
        f"<th>Selisih</th><th>Selang 95 %</th></tr></thead><tbody>{body}</tbody></table></div>"
    )


def _move(row: Mapping[Hashable, Any], group: str) -> str:
    return f"{percent(row[f'{group}_before'], 1)} → {percent(row[f'{group}_after'], 1)}"
