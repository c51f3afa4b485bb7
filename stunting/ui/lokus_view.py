"""What the page Desa lokus shows, put together from `stunting.indicators.ranking`.

Everything shown to the public is made from the desa whose counts the public may see, and from nothing else
(the prior of the smoothing, the places among the others, hot spots): what is computed from published figures
cannot give an unpublished one away, whatever weights are chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import pandas as pd

from stunting import regions
from stunting.access.disclosure import protect
from stunting.indicators import ranking
from stunting.indicators.determinants.families import families_at_risk
from stunting.settings import settings
from stunting.ui import data, determinan_data, lokus_data, places
from stunting.ui.data import resource
from stunting.ui.filters import Choice
from stunting.ui.views import year_before

COUNTS: Final = ["value", "low", "high", "numerator", "denominator", "registered", "measured"]
#: Components that are ranked by; ``risk`` joins where families were asked (`families_at_risk`).
PARTS: Final = ("burden", "prevalence", "trend", "gap")
Weights = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class View:
    """One ranking and what stands beside it.

    Attributes
    ----------
    key : tuple
        Of everything that the rest follows from: what is drawn from a view is kept by it.
    frame, smoothed, hot : pandas.DataFrame
        Desa of the period: as counted (``suppressed`` says which are hidden), smoothed, with hot spots.
    ranked : pandas.DataFrame
        Of `ranking.composite`.
    situation : pandas.DataFrame
        Prevalence and cases per kecamatan with and without hot spots.
    compared : int or None
        Year of the newest list whose names are known, up to the year of the period.
    listed, hot_areas : frozenset of str
        Desa on that list; desa that are hot spots (local Moran).
    gi, gi_areas : pandas.DataFrame, frozenset of str
        As ``hot`` and ``hot_areas``, with Getis-Ord Gi*.
    """

    key: tuple[Any, ...]
    choice: Choice
    public: bool
    k: int
    weights: dict[str, float]
    frame: pd.DataFrame
    smoothed: pd.DataFrame
    hot: pd.DataFrame
    ranked: pd.DataFrame
    situation: pd.DataFrame
    compared: int | None
    agreement: ranking.Agreement | None
    listed: frozenset[str]
    hot_areas: frozenset[str]
    gi: pd.DataFrame
    gi_areas: frozenset[str]

    @property
    def year(self) -> int:
        """Year of the period."""
        return int(self.choice.period[:4])

    @property
    def label(self) -> Callable[[str], str]:
        """Area key → name, with the kecamatan where two desa share one."""
        return namer(self.choice.kab)

    @property
    def hidden(self) -> int:
        """How many desa are hidden by disclosure control."""
        return int(self.frame["suppressed"].sum())


@lru_cache(maxsize=8)
def _names(kab: str) -> dict[str, str]:
    frame = places.areas(kab)
    desa = frame[frame["level"] == "desa"]
    names = places.names(kab)
    twice = desa["name"].duplicated(keep=False)
    again = {c: f"{n} ({names[p]})" for c, n, p in desa.loc[twice, ["code", "name", "parent"]].to_numpy()}
    return names | again


def namer(kab: str) -> Callable[[str], str]:
    """Return the function from area key to a name that no other desa of the kabupaten has."""
    known = _names(kab)
    return lambda area: known.get(area) or regions.area_name(area)


def desa(choice: Choice, period: str, *, public: bool) -> pd.DataFrame:
    """Return the rates of every desa of the kabupaten; those hidden from the public have no counts."""
    return _desa(choice.kab, data.version(), period, choice.rule, choice.indicator, public)


@resource
def _desa(code: str, data_version: str, period: str, rule: str, indicator: str, public: bool) -> pd.DataFrame:
    frame = data.rates("desa", period, rule, indicator, public=public).reset_index(drop=True)
    frame[COUNTS] = frame[COUNTS].astype("float64").mask(frame["suppressed"])
    return frame


@resource
def _components(
    code: str, data_version: str, period: str, rule: str, indicator: str, public: bool
) -> ranking.Components:
    key = (code, data_version)
    before = _desa(*key, year_before(period), rule, indicator, public)
    coverage = data.participation("desa", period, public=public)
    risk = _risk(*key, period[:4], rule, public)
    return ranking.components(
        _desa(*key, period, rule, indicator, public),
        before=before if before["denominator"].gt(0).any() else None,
        coverage=coverage if coverage["denominator"].gt(0).any() else None,
        risk=risk if len(risk) else None,
    )


@resource
def _risk(code: str, data_version: str, year: str, rule: str, public: bool) -> pd.DataFrame:
    """Return families at risk among those asked, desa by desa; without the small counts for the public."""
    if not determinan_data.months():
        return pd.DataFrame(columns=["area", "numerator", "denominator"])
    found = determinan_data.joined(Choice(code, code, year, rule, "stunting"))
    told = families_at_risk(found.frame, found.table, period=year, source=determinan_data.source())
    if not public:
        return told
    told = protect(told.assign(_kec=told["area"].str.rpartition(".")[0]), within=["_kec"])
    return told[~told["suppressed"]].reset_index(drop=True)


@resource
def _ranked(
    code: str, data_version: str, period: str, rule: str, indicator: str, public: bool, k: int,
    weights: Weights,
) -> pd.DataFrame:  # fmt: skip
    made = _components(code, data_version, period, rule, indicator, public)
    return ranking.composite(made, k, weights=dict(weights))


@resource
def _smoothed(
    code: str, data_version: str, period: str, rule: str, indicator: str, public: bool
) -> pd.DataFrame:
    return ranking.smooth(_desa(code, data_version, period, rule, indicator, public))


@resource
def _hot(
    code: str, data_version: str, period: str, rule: str, indicator: str, public: bool, boundaries: str,
    method: str = "moran",
) -> pd.DataFrame:  # fmt: skip
    pairs = regions.adjacency(code, "desa", settings().home)
    return ranking.hot_spots(_desa(code, data_version, period, rule, indicator, public), pairs, method=method)


def _hot_areas(found: pd.DataFrame) -> frozenset[str]:
    return frozenset(found.loc[found["cluster"].eq(ranking.HOT), "area"].astype("str"))


@resource
def _situation(
    code: str, data_version: str, period: str, rule: str, indicator: str, public: bool, boundaries: str
) -> pd.DataFrame:
    found = _hot(code, data_version, period, rule, indicator, public, boundaries)
    # totals of kecamatan are public, and so is every hot spot that the public's own map shows
    return ranking.situation(_desa(code, data_version, period, rule, indicator, False), _hot_areas(found))


def available(choice: Choice, *, public: bool) -> list[str]:
    """Return the components that have data in the period."""
    made = _components(choice.kab, data.version(), choice.period, choice.rule, choice.indicator, public)
    return [c for c in ranking.COMPONENTS if c in made.place]


def compared_year(kab: str, upto: int) -> int | None:
    """Return the newest year up to `upto` with a list whose names are known."""
    return next((y for y in lokus_data.years(kab) if y <= upto), None)


def view(choice: Choice, k: int, weights: Mapping[str, int], *, public: bool) -> View:
    """Return the ranking of one choice, the places on the list and the weights.

    Weights that are all 0, or of components without data, count as equal ones.
    """
    key = (choice.kab, data.version(), choice.period, choice.rule, choice.indicator, public)
    borders = places.layer_version(choice.kab, "desa")
    there = available(choice, public=public)
    used = {c: weights.get(c, 0) for c in there if weights.get(c, 0) > 0} or dict.fromkeys(there, 1)
    weighed = tuple((c, used[c]) for c in there if c in used)
    ranked = _ranked(*key, k, weighed)
    year = compared_year(choice.kab, int(choice.period[:4]))
    listed: frozenset[str] = lokus_data.listed(choice.kab, year) if year else frozenset()
    agrees = ranking.agreement(ranked, listed, k) if year else None
    hot, gi = _hot(*key, borders), _hot(*key, borders, "gi")
    total = sum(used.values())
    return View(
        key=(*key, k, weighed, borders, lokus_data.stamp()),
        choice=choice, public=public, k=k, weights={c: used.get(c, 0) / total for c in there},
        frame=_desa(*key), smoothed=_smoothed(*key), hot=hot, ranked=ranked,
        situation=_situation(*key, borders), compared=year, agreement=agrees, listed=listed,
        hot_areas=_hot_areas(hot), gi=gi, gi_areas=_hot_areas(gi),
    )  # fmt: skip
