"""The SKDN ratios K/S, D/S, N/D, N/D′, BGM/D of areas and periods, with intervals and targets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stunting.indicators.clusters import CLUSTER_LEVELS, cluster_interval
from stunting.indicators.format_id import number
from stunting.indicators.intervals import Interval, proportion_interval
from stunting.indicators.prevalence import EXPORT
from stunting.indicators.results import Synthetic, check_result, source_text
from stunting.indicators.skdn.counts import REGISTERED, grids
from stunting.indicators.skdn.targets import goal, goals, targets
from stunting.indicators.sums import Ints

NOT_RECORDED: Final = "tidak dicatat"
ABOVE_S: Final = "D melebihi sasaran"
#: K/S where the book of a part of S only is recorded: counts, no percentage of S.
PART: Final = "di antara yang tercatat"


class Ratio(NamedTuple):
    """A ratio of SKDN: printed name, numerator and denominator as sums of columns of the cube."""

    title: str
    numerator: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()


#: Undecided children stand in no denominator of a verdict: counting them would call each of them not gained.
RATIOS: Final[dict[str, Ratio]] = {
    "ks": Ratio("K/S", "k", ("k_recorded",)),
    "ds": Ratio("D/S", "d", ("s",)),
    "nd": Ratio("N/D", "n", ("d",), ("undecided",)),
    "nd_prime": Ratio("N/D′", "n", ("n", "t")),
    "bgmd": Ratio("BGM/D", "bgm", ("bgm_judged",)),
}


def ratios(
    cube: pd.DataFrame,
    level: str = "kabupaten",
    period: str | Sequence[str] | None = None,
    area: str | None = None,
    ratio: str | Sequence[str] | None = None,
    *,
    kab: str | None = None,
    sasaran: pd.DataFrame | None = None,
    changed: pd.DataFrame | None = None,
    pulled_on: dt.date | None = None,
    synthetic: Synthetic = False,
) -> pd.DataFrame:
    """Return the SKDN ratios of every area of one level in every asked period.

    Parameters
    ----------
    cube, level, period, area
        As in `counts`.
    ratio : str or list of str, optional
        Of `RATIOS`; None: all.
    kab : str, optional
        Kabupaten whose targets are set beside the ratios.
    sasaran : DataFrame, optional
        Children of an uploaded sasaran file: ``area, period, s, source``. There, D/S is over that S.
    changed : DataFrame, optional
        The register of targets: what the district changed in them.
    pulled_on, synthetic
        For the text of ``source``.

    Returns
    -------
    DataFrame
        Result frame (rule ``"skdn"``): ``level, area, indicator, title, period, value, low, high,
        numerator, denominator, undecided, months, target`` (fraction, NaN where there is none), ``reached``
        ("ya", "tidak", "" without target or data), ``s_from``, ``method``, ``note``, ``source``.
        A denominator of 0 gives NaN: K/S then says ``"tidak dicatat"``. Where the book is recorded of a part
        of S, K/S has no value: K and those recorded are counts among them, ``note`` says how many are not.

    Raises
    ------
    ValueError
        If the level or a ratio is unknown.
    """
    names = list(RATIOS) if ratio is None else [ratio] if isinstance(ratio, str) else list(ratio)
    unknown = [name for name in names if name not in RATIOS]
    if unknown:
        raise ValueError(f"unknown ratio: {', '.join(unknown)}; known are {', '.join(RATIOS)}")
    parts = []
    for cells, months in grids(cube, level, period, area):
        undecided = cells.total(cube["undecided"])
        for name in names:
            rule = RATIOS[name]
            top = cube[rule.numerator]
            bottom = sum((cube[c] for c in rule.plus), -sum((cube[c] for c in rule.minus), 0 * top))
            table = cube.assign(_n=top, _d=bottom)
            n, d = cells.total(table["_n"]), cells.total(table["_d"])
            found = (
                cluster_interval(table, cells, "_n", "_d")
                if level in CLUSTER_LEVELS
                else proportion_interval(n, d)
            )
            part = _part(cells.keys, name, n, d, found)
            part = part.assign(months=months, undecided=undecided, note="", s_from=REGISTERED)
            parts.append(_recorded(part, cells.total(cube["s"])) if name == "ks" else part)
    out = pd.concat(parts, ignore_index=True)
    if sasaran is not None and len(sasaran):
        out = _with_sasaran(out, sasaran)
    out["target"] = _targets(out, kab, changed)
    known = out["target"].notna() & out["value"].notna()
    out["reached"] = np.where(known, np.where(out["value"] >= out["target"], "ya", "tidak"), "")
    out["title"] = out["indicator"].map({name: RATIOS[name].title for name in names})
    out = out.assign(level=level, rule="skdn", source=source_text(EXPORT, pulled_on, synthetic=synthetic))
    keys = ["level", "area", "indicator", "title", "period", "rule", "value", "low", "high"]
    rest = ["numerator", "denominator", "undecided", "months", "target", "reached", "s_from", "method"]
    out = out.sort_values(["area", "period"], kind="stable", ignore_index=True)
    return check_result(out[[*keys, *rest, "note", "source"]])


def _targets(out: pd.DataFrame, kab: str | None, changed: pd.DataFrame | None) -> NDArray[np.float64]:
    """Return the target of each row: its ratio's, in its year."""
    if not kab:
        return np.full(len(out), np.nan)
    found = goals(targets(kab, extra=changed), kab)
    names, which = pd.factorize(out["indicator"])
    years, when = pd.factorize(out["period"].astype("str").str.slice(0, 4))
    table = np.array([[goal(found, str(n), str(y)) for y in when] for n in which])
    return table[names, years] if len(out) else np.zeros(0)


def _part(keys: pd.DataFrame, name: str, n: Ints, d: Ints, found: Interval) -> pd.DataFrame:
    with np.errstate(invalid="ignore", divide="ignore"):
        value = np.where(d > 0, n / np.maximum(d, 1), np.nan)
    return keys.assign(
        indicator=name, value=value, low=found.low, high=found.high, numerator=n, denominator=d,
        method=pd.array(found.method.astype(object), dtype="str"),
    )  # fmt: skip


def _recorded(part: pd.DataFrame, s: Ints) -> pd.DataFrame:
    """Return K/S without a value where the book is not recorded of every child of S: it is no share of S."""
    of = part["denominator"].to_numpy()
    part.loc[of < s, ["value", "low", "high"]] = np.nan
    some = [f"{PART}; {number(gone)} tidak tercatat" if gone else "" for gone in s - of]
    note = np.where(of > 0, some, np.where(part["months"] > 0, NOT_RECORDED, ""))
    return part.assign(note=note, method=part["method"].mask(of < s, ""))


def _with_sasaran(out: pd.DataFrame, sasaran: pd.DataFrame) -> pd.DataFrame:
    """Replace S of D/S by the target children of an uploaded file, where it has some."""
    given = sasaran.set_index(["area", "period"])
    at = pd.MultiIndex.from_frame(out[["area", "period"]])
    s = given["s"].reindex(at).to_numpy("float64")
    where = given["source"].astype("object").reindex(at).to_numpy()
    use = (out["indicator"] == "ds").to_numpy() & (s > 0)
    above = use & (out["numerator"].to_numpy() > s)
    d = np.where(use, s, out["denominator"].to_numpy("float64"))
    n = out["numerator"].to_numpy("float64")
    found = proportion_interval(np.minimum(n, d), d)
    out = out.assign(denominator=d, value=np.where(use, n / np.where(d > 0, d, np.nan), out["value"]))
    for name, limit in (("low", found.low), ("high", found.high)):
        # More children weighed than the file expects: a ratio above 1 is no proportion.
        out[name] = np.where(use, np.where(above, np.nan, limit), out[name])
    out["method"] = np.where(use, np.where(above, "", found.method), out["method"])
    out["note"] = np.where(above, ABOVE_S, out["note"])
    out["s_from"] = np.where(use, where, out["s_from"])
    return out
