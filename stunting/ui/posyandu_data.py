"""Loading of the page Posyandu: SKDN of areas and months, held by the versions of rows and sasaran."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from stunting.indicators import skdn, target_edit
from stunting.indicators.participation import MONTH_LENGTH
from stunting.indicators.skdn.sasaran import SOURCE
from stunting.ui import data, posyandu_public
from stunting.ui.data import resource
from stunting.ui.filters import Choice

SASARAN: Final = "sasaran"
#: Months of the heat map where a month is chosen: so many up to it.
MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Board:
    """SKDN of the chosen area and of the areas inside it.

    Attributes
    ----------
    month : str
        The month of bars, tiles and table: the chosen one, of a year its newest with data ("": none).
    own, shares : DataFrame
        Counts (one row or none) and ratios of the chosen area in `month`.
    counts, ratios : DataFrame
        The same of every area of `level` inside it.
    heat : DataFrame
        One ratio of these areas in `months`.
    listed : Series or None
        D/S over registered rows, where that of `shares` is over a sasaran file.
    """

    choice: Choice
    public: bool
    level: str
    ratio: str
    month: str
    months: list[str]
    own: pd.DataFrame
    shares: pd.DataFrame
    counts: pd.DataFrame
    ratios: pd.DataFrame
    heat: pd.DataFrame
    listed: pd.Series | None

    @property
    def by_year(self) -> bool:
        """Whether a year is chosen, so that `month` stands in for it."""
        return not self.choice.monthly

    @property
    def uses_sasaran(self) -> bool:
        """Whether S of the chosen area is that of an uploaded file."""
        return self.listed is not None


@resource
def _cube(code: str, data_version: str) -> pd.DataFrame:
    return data.store().cube(skdn.NAME, code, skdn.build)


def cube() -> pd.DataFrame:
    """Return the SKDN cube of the watched kabupaten."""
    return _cube(data.kab(), data.version())


def stamp() -> str:
    """Return the state of the registers that the page reads: sasaran and targets."""
    return " ".join(data.store().registers.stamp(name) for name in (SASARAN, target_edit.NAME))


@resource
def _sasaran(code: str, data_version: str, register: str, level: str) -> pd.DataFrame:
    return skdn.sasaran(data.store().registers.read(SASARAN), _cube(code, data_version), level)


def under_five(level: str, year: str) -> pd.Series:
    """Return area → children under five of the sasaran file in a year: its last month; empty: no file."""
    if not data.store().registers.stamp(SASARAN):
        return pd.Series(dtype="float64")
    found = _sasaran(data.kab(), data.version(), stamp(), level)
    here = found[found["period"].astype("str").str.startswith(year)].sort_values("period")
    return here.drop_duplicates("area", keep="last").set_index("area")["s"].astype("float64")


@resource
def _counts(code: str, data_version: str, register: str, level: str, area: str) -> pd.DataFrame:
    found = skdn.counts(_cube(code, data_version), level, None, None if area == code else area)
    given = _sasaran(code, data_version, register, level)
    if len(given):
        at = pd.MultiIndex.from_frame(found[["area", "period"]])
        s = given.set_index(["area", "period"])["s"].reindex(at).to_numpy("float64")
        use = s > 0
        found["s"] = found["s"].mask(use, s).astype("float64")
        found["s_from"] = found["s_from"].mask(use, SOURCE)
    return found


@resource
def _ratios(code: str, data_version: str, register: str, level: str, area: str) -> pd.DataFrame:
    return skdn.ratios(
        _cube(code, data_version), level, None, None if area == code else area, kab=code,
        sasaran=_sasaran(code, data_version, register, level),
        changed=data.store().registers.read(target_edit.NAME), pulled_on=data.pulled_on(),
        synthetic=data.made_up(),
    )  # fmt: skip


@resource
def _shown(
    code: str, data_version: str, register: str, level: str, area: str, months: tuple[str, ...], public: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return counts and ratios of the months on screen, as this user may see them."""
    hidden = posyandu_public.pattern(code, data_version, level, months) if public else None
    key = (code, data_version, register, level, area)
    frames = [f[f["period"].isin(months)] for f in (_counts(*key), _ratios(*key))]
    counts, ratios = (posyandu_public.hide(f.reset_index(drop=True), hidden) for f in frames)
    return counts, ratios


@resource
def _months(code: str, data_version: str) -> list[str]:
    seen = _cube(code, data_version)
    return sorted({str(p) for p in seen.loc[seen["s"] > 0, "period"].astype("str")})


def newest(period: str) -> str:
    """Return the month that stands for a period: itself, or the newest month with data of a year."""
    if len(period) == MONTH_LENGTH:
        return period
    return max((m for m in _months(data.kab(), data.version()) if m.startswith(period)), default="")


def heat_months(period: str) -> list[str]:
    """Return the months of the heat map: those with data of the year, or the last ones up to the month."""
    months = _months(data.kab(), data.version())
    if len(period) == MONTH_LENGTH:
        return [m for m in months if m <= period][-MONTHS:]
    return [m for m in months if m.startswith(period)]


def board(choice: Choice, level: str, ratio: str, *, public: bool) -> Board:
    """Return everything that the section SKDN shows."""
    return _board(choice.kab, data.version(), stamp(), choice.area, choice.period, level, ratio, public)


@resource
def _board(
    code: str, data_version: str, register: str, area: str, period: str, level: str, ratio: str, public: bool
) -> Board:
    choice = Choice(code, area, period, "", "")
    month, months = newest(period), heat_months(period)
    key, span = (code, data_version, register), tuple(months)
    counts, shares = _shown(*key, choice.level, area, span, public)
    own, mine = _at(counts, month), _at(shares, month)
    own, mine = own[own["area"] == area], mine[mine["area"] == area]
    areas, every = _shown(*key, level, area, span, public)
    heat = every[every["indicator"] == ratio]
    listed = None
    if len(mine) and SOURCE in set(mine["s_from"]):
        found = data.participation(choice.level, month, public=public)
        listed = found[found["area"] == area].iloc[0]
    return Board(
        choice, public, level, ratio, month, months, own.reset_index(drop=True),
        mine.reset_index(drop=True), _at(areas, month), _at(every, month), heat.reset_index(drop=True),
        listed,
    )  # fmt: skip


def _at(frame: pd.DataFrame, month: str) -> pd.DataFrame:
    found = frame[frame["period"] == month]
    return found[found["months"] > 0].reset_index(drop=True)
