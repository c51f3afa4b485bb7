"""The path to a target for the screen: which targets, which series, projections and the figure, cached."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from stunting.charts import path as figures
from stunting.indicators import ladder, path
from stunting.indicators.format_id import listing
from stunting.indicators.path import words
from stunting.indicators.results import SAME_SERIES
from stunting.indicators.targets import NATIONAL, ROUTINE_KINDS
from stunting.settings import settings
from stunting.ui import data, target_data, texts
from stunting.ui.data import resource
from stunting.ui.filters import Choice

#: Years that an undated target may be tried for, after the last figure.
AHEAD: Final = 6
OWN, PRINTED = "angka di sistem ini", "angka terbit kabupaten"


@dataclass(frozen=True, slots=True)
class Aim:
    """A target that a path may lead to."""

    label: str
    value: float
    year: int | None
    document: str
    past: int | None = None

    def remark(self, year: int) -> str:
        """Return where the year comes from, where the document does not say it."""
        if self.year is not None:
            return ""
        if self.past is not None:
            return f"Target ini berlaku untuk {self.past}; di sini dicoba untuk {year}, tahun yang dipilih."
        return f"Dokumen tidak menyebut tahun target ini: dihitung untuk {year}, tahun yang dipilih."


def path_aims(choice: Choice) -> list[Aim]:
    """Return the targets a path may lead to: the end targets, those to come, then the newest past one."""
    rows, last = target_data.aims(choice), target_data.year_of(choice)
    if choice.rule != "eppgbm":  # the targets are meant for the count of e-PPGBM
        return []
    rows = rows[rows["kind"].isin(ROUTINE_KINDS)]
    undated, ranked = rows[rows["year"].isna()], rows[rows["year"].notna() & rows["rank"].notna()]
    coming = ranked[ranked["year"] > last]
    past = ranked[ranked["year"] <= last].sort_values(["year", "rank"], ascending=[True, False]).tail(1)
    out = {}
    for row in pd.concat([undated, coming, past]).to_dict("records"):
        dated = None if pd.isna(row["year"]) else int(row["year"])
        year, gone = (dated, None) if dated is None or dated > last else (None, dated)
        shown = f"{ladder.printed(row['printed']):g}".replace(".", ",")
        text = f"{shown} % · {row['document']}{f' · {year}' if year else ''}"
        out[text] = Aim(text, float(row["printed"]), year, str(row["document"]), gone)
    return list(out.values())


def no_aim(choice: Choice) -> str:
    """Return why there is no target to lead to."""
    if choice.rule != "eppgbm":
        return (
            "Target kabupaten berlaku untuk hitungan e-PPGBM: pilih “Menurut e-PPGBM” untuk melihat jalurnya."
        )
    return "Belum ada target kabupaten untuk indikator ini."


def horizon(choice: Choice) -> int:
    """Return the year an undated target is first tried for: the end of the newest plan, else two years."""
    last = target_data.year_of(choice)
    named = " ".join(
        target_data.aims(choice)["document"].where(target_data.aims(choice)["area"] != NATIONAL, "")
    )
    ends = [int(y) for y in re.findall(r"20\d\d\s*[-–]\s*(20\d\d)", named)]
    return min((y for y in ends if last < y <= last + AHEAD), default=last + 2)


def left_out(choice: Choice, rows: pd.DataFrame) -> list[str]:
    """Return the years without files of every puskesmas: a part of the area is no point of its path."""
    counted = rows.loc[rows["rule"].eq(choice.rule), "period"].astype("str")
    return [year for year in counted if texts.parts_missing(choice, year)]


def _own(choice: Choice, *, public: bool) -> pd.DataFrame:
    """Return the figures of the rows, a year each."""
    rows = data.rates(choice.level, None, choice.rule, choice.indicator, choice.area, public=public)
    upto = choice.period[:4]
    rows = rows[rows["area"].eq(choice.area) & rows["period"].str.len().eq(4) & (rows["period"] <= upto)]
    if not set(rows["rule"]) <= SAME_SERIES:  # a recap never joins the figures recomputed
        rows = rows[rows["rule"].eq(choice.rule)]
    return rows.sort_values("period").reset_index(drop=True)


def path_series(choice: Choice, *, public: bool) -> list[tuple[str, pd.DataFrame]]:
    """Return the yearly series a path is drawn from, named; never one series joined to another."""
    rows, upto = _own(choice, public=public), choice.period[:4]
    out = [(OWN, rows[~rows["period"].isin(left_out(choice, rows))].reset_index(drop=True))]
    if choice.level == "kabupaten" and choice.rule == "eppgbm":
        early = target_data.printed_series(choice)
        early = early[early["period"] <= upto]
        if len(early) >= words.MIN_YEARS:
            out.append((PRINTED, early.reset_index(drop=True)))
    return out


@dataclass(frozen=True, slots=True)
class Way:
    """One series, its projection and its outlook (None: nothing known)."""

    name: str
    figures: pd.DataFrame
    ahead: pd.DataFrame
    outlook: pd.Series | None
    none_whole: bool = False  # there are years, but none with all puskesmas
    remark: str = ""  # which years do not count, or are provisional, and why

    @property
    def sentence(self) -> str:
        """What it says."""
        if self.outlook is None:
            what = "tahun yang lengkap" if self.none_whole else "angka tahunan"
            said = f"Menurut {self.name}: belum ada {what}, sehingga jalur belum dapat dihitung."
        else:
            said = words.outlook_sentence(self.outlook, self.figures, self.name)
        return f"{said} {self.remark}".strip()


@resource
def _ways(
    data_version: str, home: str, choice: Choice, public: bool, target: float, target_year: int
) -> list[Way]:
    out = []
    own = _own(choice, public=public)
    gone = left_out(choice, own)
    remark = _remark(choice, gone, own)
    for name, rows in path_series(choice, public=public):
        found = path.outlook(rows, target, target_year) if len(rows) else None
        ahead = path.projection(rows, target_year) if len(rows) else rows
        why = (bool(gone), remark) if name == OWN else (False, "")
        out.append(Way(name, rows, ahead, None if found is None else found.iloc[0], *why))
    return out


def _remark(choice: Choice, gone: list[str], rows: pd.DataFrame) -> str:
    """Return which years do not count for want of puskesmas, and whether the last one lacks months."""
    if gone:
        return f"Tidak ikut dihitung: {listing([f'{y} ({texts.delivered(choice, y)})' for y in gone])}."
    last = rows[rows["value"].notna() & rows["rule"].eq(choice.rule)].tail(1)
    few = texts.delivered(choice, str(last["period"].iloc[0])) if len(last) else ""
    return f"Angka {last['period'].iloc[0]} sementara: {few}." if few else ""


def ways(choice: Choice, target: float, target_year: int, *, public: bool) -> list[Way]:
    """Return what each series of `path_series` says about a target."""
    return _ways(data.version(), str(settings().home), choice, public, target, target_year)


@resource
def _figure(
    data_version: str, home: str, choice: Choice, public: bool, target: float, year: int
) -> go.Figure:
    # a series without figures keeps its place: its colour and mark are not the other one's
    drawn = [(w.name, w.figures, w.ahead) for w in ways(choice, target, year, public=public)]
    known = [f.dropna(subset=["value"]) for _, f, _ in drawn if f["value"].notna().any()]
    need = None
    if known:
        seen = known[0].iloc[-1]
        last, at = float(seen["value"]), int(str(seen["period"])[:4])
        need = figures.required_path(last, at, target, year) if last > target else None
    return figures.path(drawn, target=target, target_year=year, required=need, height=286)


def figure(choice: Choice, target: float, year: int, *, public: bool) -> go.Figure:
    """Return the chart of the path: the same for everybody who asks the same, so it is drawn once."""
    return _figure(data.version(), str(settings().home), choice, public, target, year)
