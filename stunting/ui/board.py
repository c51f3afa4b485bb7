"""The completeness board: which puskesmas has delivered which month. Aggregates only, for every role.

The public sees D and S where every other page shows them; elsewhere that the month came, and no more.
"""

from __future__ import annotations

from html import escape
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st

from stunting import regions
from stunting.access import User
from stunting.indicators import completeness
from stunting.indicators.completeness import DELIVERED, MISSING
from stunting.indicators.format_id import listing, number, percent, period_name
from stunting.reports.safe import safe_csv
from stunting.ui import board_html, data, downloads, paparan_letter, pieces, posyandu_public
from stunting.ui.data import resource
from stunting.ui.texts import HIDDEN

MONTHS: Final = 12
STATES: Final = {"masuk": "masuk", "sebagian": "sebagian", "belum": "belum masuk"}


def last_months(newest: str, count: int = MONTHS) -> list[str]:
    """Return the months up to `newest`, oldest first.

    >>> last_months("2024-02", 3)
    ['2023-12', '2024-01', '2024-02']
    """
    at = int(newest[:4]) * 12 + int(newest[5:7]) - 1
    return [f"{m // 12:04d}-{m % 12 + 1:02d}" for m in range(at - count + 1, at + 1)]


@resource
def _counts(code: str, data_version: str) -> pd.DataFrame:
    store = data.store()

    def build(rows: pd.DataFrame) -> pd.DataFrame:
        shown = sorted(rows["period"].dropna().astype("str").unique())[-MONTHS:]
        rows = rows[rows["period"].isin(shown)]
        ids = rows["upload_id"].astype("str").unique().tolist()
        found = [store.findings(u)[["row", "severity"]].assign(upload_id=u) for u in ids]
        empty = pd.DataFrame({"row": [], "severity": [], "upload_id": []})
        return completeness.troubled(rows, pd.concat(found, ignore_index=True) if found else empty)

    return store.cube(completeness.NAME, code, build)


@resource
def _board(code: str, data_version: str, public: bool) -> pd.DataFrame:
    months = data.months()
    if not months:
        return pd.DataFrame(columns=[*completeness.COLUMNS, "suppressed"])
    shown = last_months(months[0])
    expected = regions.puskesmas_of(code)["puskesmas"].tolist()
    frame = completeness.board(data.cube(), _counts(code, data_version), expected, shown)
    hidden = posyandu_public.pattern(code, data_version, "puskesmas", tuple(shown)) if public else None
    return frame.assign(suppressed=False) if hidden is None else hide_figures(frame, hidden)


def board(*, public: bool = True) -> pd.DataFrame:
    """Return the board of the watched kabupaten, the last twelve months; ``suppressed`` for the public."""
    return _board(data.kab(), data.version(), public)


def hide_figures(frame: pd.DataFrame, hidden: pd.Series) -> pd.DataFrame:
    """Return a board that tells of some puskesmas and months nothing but whether they came.

    Parameters
    ----------
    frame : DataFrame
        Of `completeness.board`.
    hidden : Series of bool
        By (puskesmas, month), of those with children; what it does not know is hidden.

    Returns
    -------
    DataFrame
        With ``suppressed``; counts, shares and class are missing there. The class is hidden too: it tells
        on which side of a limit D/S is.
    """
    keys = pd.MultiIndex.from_frame(frame[["puskesmas", "period"]].astype("str"))
    gone = hidden.reindex(keys, fill_value=True).to_numpy(dtype=bool) & frame["state"].ne(MISSING).to_numpy()
    out, figures = (
        frame.assign(suppressed=gone),
        ["rows", "registered", "measured", "ds", "troubled", "share"],
    )
    out[figures] = out[figures].astype("float64")
    out.loc[gone, figures] = np.nan
    out.loc[gone, "quality"] = ""
    return out


def headline(frame: pd.DataFrame) -> tuple[str, bool]:
    """Return who is late, in one sentence, and whether nobody is."""
    newest = completeness.newest(frame)
    if newest is None:
        return "Belum ada berkas yang masuk.", False
    missing = completeness.late(frame, newest)
    when, count = period_name(newest), frame["puskesmas"].nunique()
    if not missing:
        return f"Lengkap untuk {when}: {count} puskesmas sudah masuk.", True
    if len(missing) > count / 2:
        there = [p for p in frame["puskesmas"].unique() if p not in missing]
        return (
            f"Belum masuk untuk {when}: {len(missing)} dari {count} puskesmas. Yang sudah: {listing(there)}.",
            False,
        )
    return f"Belum masuk untuk {when}: {listing(missing)}.", False


def summary(frame: pd.DataFrame, attendance: pd.DataFrame) -> str:
    """Return the counts behind the headline; those of children are the D and S of the kabupaten.

    Parameters
    ----------
    frame : DataFrame
        Of `board`.
    attendance : DataFrame
        D/S of the kabupaten in the newest month: a row, or none.
    """
    newest = completeness.newest(frame)
    if newest is None:
        return ""
    now = frame[frame["period"] == newest]
    parts = [f"{int((now['state'] == DELIVERED).sum())} dari {len(now)} puskesmas masuk"]
    for row in attendance.to_dict("records"):
        parts.append(
            f"{number(row['registered'])} balita terdaftar, {number(row['measured'])} diukur "
            f"(D/S {percent(row['value'], 1)})"
        )
    return " · ".join([*parts, period_name(newest)])


def table_csv(frame: pd.DataFrame) -> bytes:
    """Return the board as CSV (UTF-8 with BOM, ``;``)."""
    out = pd.DataFrame(
        {
            "puskesmas": frame["puskesmas"],
            "bulan": [period_name(p) for p in frame["period"]],
            "keadaan": frame["state"].map(STATES),
            "terdaftar": frame["registered"].astype("Int64"),
            "diukur": frame["measured"].astype("Int64"),
            "persen_ds": [number(100 * v, 2) for v in frame["ds"]],
            "persen_baris_bermasalah": [number(100 * v, 2) for v in frame["share"]],
            "kelas_mutu": frame["quality"],
            "keterangan": np.where(frame["suppressed"], HIDDEN, ""),
        }
    )
    return safe_csv(out, sep=";", decimal=",").encode("utf-8-sig")


def strip(puskesmas: str) -> None:
    """Draw what came in lately from one puskesmas."""
    frame = board(public=False)
    newest = completeness.newest(frame) if len(frame) else None
    own = frame[frame["puskesmas"] == puskesmas]
    if not len(own):
        return
    due = newest is not None and puskesmas in completeness.late(frame, newest)
    said = f"{period_name(newest)} belum masuk." if due else f"Sudah masuk sampai {period_name(newest)}."
    st.html(
        f'<h2 class="judul">Yang sudah masuk dari Puskesmas {escape(puskesmas)} '
        f"<small>{escape(said)}</small></h2>"
        f"{board_html.table(own, newest)}{board_html.legend(own)}"
    )


def show(user: User) -> None:
    """Draw the board."""
    frame = board(public=user.protected)
    said, complete = headline(frame)
    newest = completeness.newest(frame)
    attendance = data.participation("kabupaten", newest) if newest else pd.DataFrame()
    st.html(
        f'<div class="papan-pokok{" lengkap" if complete else ""}" data-uji="kalimat"><h1>{escape(said)}</h1>'
        f'<p class="catatan">{escape(summary(frame, attendance))}</p></div>'
    )
    if not len(frame):
        return
    st.html(board_html.phone(frame))
    st.html(board_html.table(frame) + board_html.legend(frame))
    rows = "Baris bermasalah: ditolak atau kehilangan satu nilai (misalnya tanggal)."
    with pieces.foot(None, f"{rows} Sumber: unggahan e-PPGBM"):
        downloads.button(
            "Unduh tabel (CSV)", lambda: table_csv(frame), downloads.figures("csv", "kelengkapan"),
            key="unduh_papan",
        )  # fmt: skip
        paparan_letter.button(sorted(set(frame["puskesmas"].astype("str"))))
