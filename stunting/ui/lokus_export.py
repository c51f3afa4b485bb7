"""Downloads of the page Desa lokus: the ranking as CSV, the draft as a workbook, and the source line."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from html import escape

import pandas as pd

from stunting.indicators.format_id import number
from stunting.indicators.ranking import strength
from stunting.indicators.results import RULES
from stunting.reports import situation
from stunting.reports.safe import safe_csv
from stunting.ui import downloads, filters, pieces, places, texts
from stunting.ui.lokus_tables import RISK
from stunting.ui.lokus_view import View


def footer(view: View) -> None:
    """Show the source line and the downloads."""
    choice = view.choice
    source = f"{pieces.source()} · {escape(RULES[choice.rule])}"
    n = f"n = {number(view.frame['denominator'].sum())} di {number(view.ranked['rank'].notna().sum())} desa"
    whole = places.labels(choice.kab)[choice.kab]  # the ranking is of the kabupaten
    few = texts.delivered(replace(choice, area=choice.kab))
    where = f"{escape(whole)} · {filters.period_label(choice.period)} · {n}{f' · {few}' if few else ''}"
    name = (filters.INDICATORS[choice.indicator], whole, choice.period, choice.rule)
    with pieces.foot(choice, source, where):
        downloads.button(
            "Rancangan SK (XLSX)", lambda: draft(view), downloads.figures("xlsx", "rancangan lokus", *name),
            key="unduh_rancangan",
        )  # fmt: skip
        downloads.button(
            "Unduh tabel (CSV)", lambda: table_csv(view), downloads.figures("csv", "peringkat", *name),
            key="unduh_peringkat",
        )  # fmt: skip


def draft(view: View) -> bytes:
    """Return the draft of next year's list as XLSX."""
    choice = view.choice
    source = view.frame["source"].iloc[0] if len(view.frame) else ""
    rule = view.frame["rule"].iloc[0] if len(view.frame) else choice.rule
    names = places.names(choice.kab)
    about = situation.About(
        place=places.labels(choice.kab)[choice.kab], indicator=filters.INDICATORS[choice.indicator],
        period=choice.period, rule=str(rule), source=str(source), k=view.k, weights=view.weights,
        name=lambda area: names.get(area) or view.label(area), hot=view.hot_areas, gi=view.gi_areas,
        listed=view.listed,
        compared=view.compared, printed=dt.date.today(), synthetic=pieces.synthetic_note(),
        hidden=view.hidden,
    )  # fmt: skip
    return situation.workbook(view.ranked, view.smoothed, view.situation, about)


def table_csv(view: View) -> bytes:
    """Return every ranked desa with interval, counts, rule and source (UTF-8 with BOM, ``;``)."""
    ranked = view.ranked
    smooth = view.smoothed.set_index("area").reindex(ranked["area"]).reset_index()
    areas = [str(a) for a in ranked["area"]]
    hidden = smooth["suppressed"].astype("bool")

    def of(column: str) -> pd.Series:
        return ranked[column] if column in ranked else pd.Series(float("nan"), index=ranked.index)

    out = pd.DataFrame({
        "peringkat": of("rank").astype("Int64"),
        "kode": [a if "?" not in a else "" for a in areas],
        "desa": [view.label(a) for a in areas],
        "kecamatan": [view.label(a[:8]) for a in areas],
        "peringkat_terendah_90": of("rank_low").astype("Int64"),
        "peringkat_tertinggi_90": of("rank_high").astype("Int64"),
        "persen_peluang_masuk": (100 * of("probability_top")).round(1),
        "kekuatan": strength(of("probability_top")),
        "pembilang": of("numerator").astype("Int64"),
        "penyebut": of("denominator").astype("Int64"),
        "persen_mentah": (100 * smooth["raw"]).round(2),
        "persen_dihaluskan": (100 * smooth["value"]).round(2),
        "batas_bawah": (100 * smooth["low"]).round(2),
        "batas_atas": (100 * smooth["high"]).round(2),
        "poin_kenaikan": (100 * of("c_trend")).round(2),
        "persen_tidak_ditimbang": (100 * of("c_gap")).round(2),
        **({"persen_keluarga_berisiko": (100 * of(RISK)).round(2)} if RISK in ranked else {}),
        "hot_spot": view.hot.set_index("area")["cluster"].reindex(areas).to_numpy(),
        "hot_spot_gi": view.gi.set_index("area")["cluster"].reindex(areas).to_numpy(),
        "lokus_sebelumnya": [view.compared if a in view.listed else "" for a in areas],
        "periode": filters.period_label(view.choice.period),
        "aturan": [RULES.get(r, r) for r in smooth["rule"]],
        "sumber": smooth["source"],
        "keterangan": ["disamarkan" if h else n for h, n in zip(hidden, ranked["note"], strict=True)],
    })  # fmt: skip
    for column in ("hot_spot", "hot_spot_gi"):
        out[column] = out[column].mask(hidden, "disamarkan")
    return safe_csv(out, sep=";", decimal=",").encode("utf-8-sig")
