"""The path to a target for the screen: which targets, which series, projections and the figure, cached."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from stunting.charts import path as figures
from stunting.indicators import ladder, path
from stunting.indicators.path import words
from stunting.indicators.results import SAME_SERIES
from stunting.indicators.targets import NATIONAL, ROUTINE_KINDS
from stunting.settings import settings
from stunting.ui import data, target_data
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


def path_series(choice: Choice, *, public: bool) -> list[tuple[str, pd.DataFrame]]:
    """Return the yearly series a path is drawn from, named; never one series joined to another."""
    rows = data.rates(choice.level, None, choice.rule, choice.indicator, choice.area, public=public)
    upto = choice.period[:4]
    rows = rows[rows["area"].eq(choice.area) & rows["period"].str.len().eq(4) & (rows["period"] <= upto)]
    if not set(rows["rule"]) <= SAME_SERIES:  # a recap never joins the figures recomputed
        rows = rows[rows["rule"].eq(choice.rule)]
    out = [(OWN, rows.sort_values("period").reset_index(drop=True))]
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

    @property
    def sentence(self) -> str:
        """What it says."""
        if self.outlook is None:
            return f"Menurut {self.name}: belum ada angka tahunan, sehingga jalur belum dapat dihitung."
        return words.outlook_sentence(self.outlook, self.figures, self.name)


@resource
def _ways(
    data_version: str, home: str, choice: Choice, public: bool, target: float, target_year: int
) -> list[Way]:
    out = []
    for name, rows in path_series(choice, public=public):
        found = path.outlook(rows, target, target_year) if len(rows) else None
        ahead = path.projection(rows, target_year) if len(rows) else rows
        out.append(Way(name, rows, ahead, None if found is None else found.iloc[0]))
    return out


def ways(choice: Choice, target: float, target_year: int, *, public: bool) -> list[Way]:
    """Return what each series of `path_series` says about a target."""
    return _ways(data.version(), str(settings().home), choice, public, target, target_year)


@resource
def _figure(
    data_version: str, home: str, choice: Choice, public: bool, target: float, year: int
) -> go.Figure:
    drawn = [
        (w.name, w.figures, w.ahead) for w in ways(choice, target, year, public=public)
        if w.figures["value"].notna().any()
    ]  # fmt: skip
    need = None
    if drawn:
        seen = drawn[0][1].dropna(subset=["value"]).iloc[-1]
        last, at = float(seen["value"]), int(str(seen["period"])[:4])
        need = figures.required_path(last, at, target, year) if last > target else None
    return figures.path(drawn, target=target, target_year=year, required=need, height=286)


def figure(choice: Choice, target: float, year: int, *, public: bool) -> go.Figure:
    """Return the chart of the path: the same for everybody who asks the same, so it is drawn once."""
    return _figure(data.version(), str(settings().home), choice, public, target, year)
