"""The section Indikator puskesmas: printed and entered figures beside the computed ones."""

from __future__ import annotations

from collections.abc import Hashable
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from stunting.access import User
from stunting.indicators import own_indicators as own
from stunting.indicators import target_edit
from stunting.indicators.format_id import number, percent, period_name
from stunting.ui import data, pieces, posyandu_own_form
from stunting.ui import posyandu_data as load
from stunting.ui.data import resource
from stunting.ui.filters import Choice
from stunting.ui.posyandu_pieces import footer
from stunting.ui.texts import HIDDEN


@resource
def _computed(code: str, data_version: str, year: str, rule: str, public: bool) -> pd.DataFrame:
    """Return D/S and stunting of every puskesmas in a year: ``area, indicator, value, …, suppressed``."""
    frames = [
        data.participation("puskesmas", year, public=public),
        data.rates("puskesmas", year, rule, "stunting", public=public),
    ]
    return pd.concat(frames, ignore_index=True)


def places_of(choice: Choice) -> list[str]:
    """Return the puskesmas of the chosen area."""
    seen = load.cube()
    here = seen if choice.level == "kabupaten" else seen[seen["kec"].astype("str") == str(choice.kec)]
    return sorted({str(p) for p in here["puskesmas"].astype("str")} - {"?"})


def show(user: User, choice: Choice) -> None:
    """Draw the section."""
    names = places_of(choice)
    if not names:
        st.html('<p class="sebut">Belum ada puskesmas dengan data di wilayah ini.</p>')
        return
    code, year = choice.kab, choice.period[:4]
    table = posyandu_own_form.entered()
    full = [p for p in names if len(own.figures(code, p, table))]
    first = user.puskesmas if user.puskesmas in names else (full or names)[0]
    place = st.selectbox(
        "Puskesmas", names, index=names.index(str(first)), key="puskesmas_indikator", bind="query-params",
        format_func=lambda p: f"Puskesmas {p}", width=280, required=True, label_visibility="collapsed",
    )  # fmt: skip
    found = own.figures(code, str(place), table)
    computed = _computed(code, data.version(), year, choice.rule, user.protected)
    mine = computed[computed["area"] == place].set_index("indicator")
    pieces.title(f"Indikator Puskesmas {place}", f"angka terbit atau isian, dan hitungan e-PPGBM {year}")
    st.html(_table(code, found, mine, year))
    st.html(
        '<p class="catatan">Angka terbit atau isian puskesmas dan angka hitungan e-PPGBM adalah deret yang '
        "berbeda: didampingkan, tidak disambung.</p>"
    )
    if user.role in posyandu_own_form.ROLES:
        posyandu_own_form.show(user, names, str(place))
    footer(choice, year, f"Puskesmas {place}")


def _table(code: str, found: pd.DataFrame, mine: pd.DataFrame, year: str) -> str:
    lines, changed = [], data.store().registers.read(target_edit.NAME)
    for kind in own.kinds():
        rows: list[dict[Hashable, Any] | None] = [*found[found["indicator"] == kind.code].to_dict("records")]
        if not rows and not kind.main:
            continue
        aim = own.aim(code, kind.code, year, changed)
        calculated = _calculated(kind, mine, year, aim)
        for at, row in enumerate(rows or [None]):
            lines.append(_line(code, kind, row, calculated if at == 0 else "", year, changed))
    return (
        '<div class="pos-gulir gulir"><table class="tabel pos-indikator kartu" data-uji="indikator">'
        '<thead><tr><th scope="col">Indikator</th><th scope="col">Terbit atau diisi</th>'
        '<th scope="col">Dihitung dari e-PPGBM</th><th scope="col">Target</th>'
        '<th scope="col">Sumber dan catatan</th></tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def _line(
    code: str, kind: own.Kind, row: dict[Hashable, Any] | None, calculated: str, year: str,
    changed: pd.DataFrame | None,
) -> str:  # fmt: skip
    if row is None:
        value, source = '<span class="pos-tiada">belum diisi</span>', kind.note
    else:
        value = f"<b>{number(row['printed'], 2, trim=True)} %</b> <small>{period_name(row['period'])}</small>"
        source = "; ".join(filter(None, [f"{row['series']}: {row['source']}", row["note"] or kind.note]))
    when = year if row is None else str(row["period"])
    target = _target(kind, row, own.aim(code, kind.code, when, changed), when)
    return (
        f'<tr><th scope="row">{escape(kind.title)}</th><td data-kolom="Terbit atau diisi">{value}</td>'
        f'<td data-kolom="Dihitung dari e-PPGBM">{calculated}</td><td data-kolom="Target">{target}</td>'
        f'<td class="lebar">{escape(source)}</td></tr>'
    )


def _target(kind: own.Kind, row: dict[Hashable, Any] | None, aim: own.Aim, year: str) -> str:
    if aim.value != aim.value:
        return f'<span class="pos-tiada">{own.NO_TARGET}</span>'
    shown = percent(aim.value, 2, trim=True)
    if aim.year not in ("", year):
        said = f"target {aim.year}; {year} tidak ada"
    elif row is None:
        said = ""
    else:
        said = _verdict(kind, float(row["value"]), aim, year)
    return f'{shown} <small title="{escape(aim.document)}">{said}</small>'


def _verdict(kind: own.Kind, value: float, aim: own.Aim, year: str) -> str:
    """Return whether a figure reaches the target of its own year, "" where there is none."""
    if aim.value != aim.value or aim.year not in ("", year):
        return ""
    return "tercapai" if (value >= aim.value if kind.up else value <= aim.value) else "belum tercapai"


def _calculated(kind: own.Kind, mine: pd.DataFrame, year: str, aim: own.Aim) -> str:
    if not kind.computed:
        return '<span class="pos-tiada">tidak dihitung di sini</span>'
    if kind.code not in mine.index:
        return '<span class="pos-tiada">belum ada data</span>'
    row = mine.loc[kind.code]
    if row["suppressed"]:
        return f'<span class="pos-tiada">{HIDDEN}</span>'
    if pd.isna(row["value"]):
        return '<span class="pos-tiada">belum ada data</span>'
    counts = f"{number(row['numerator'])} dari {number(row['denominator'])}"
    unit = " anak-bulan" if kind.code == "ds" else ""
    share = f'<b data-uji="hitung-{kind.code}">{percent(row["value"], 2)}</b>'
    said = _verdict(kind, float(row["value"]), aim, year)
    reached = f"; target {percent(aim.value, 2, trim=True)}: {said}" if said else ""
    return f"{share} <small>{year}; {counts}{unit}{reached}</small>"
