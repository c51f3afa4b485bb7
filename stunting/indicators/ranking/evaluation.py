"""Past lokus against comparable desa: difference in differences, with an interval that admits doubt."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from stunting.indicators.change import DOWN, NO_DATA, UNCLEAR, UP
from stunting.indicators.intervals import CONFIDENCE
from stunting.indicators.ranking.partners import difference, partners, plain
from stunting.indicators.ranking.smooth import MIN_AREAS, fit
from stunting.indicators.results import SAME_SERIES, check_result

NOT_CAUSAL: Final = "bukan bukti sebab-akibat"
#: Verdict where too few desa outside the list began as high.
NO_MATCH: Final = "tidak ada desa sebanding yang cukup"
#: Comparable desa for each lokus.
NEAREST: Final = 5
#: How far a comparable desa may lie: this share of the standard deviation of the smoothed rates.
CALIPER: Final = 0.3
#: No comparison with fewer distinct comparable desa (or `nearest` of a single lokus), or where less than this
#: share of the lokus has one.
MIN_COMPARABLE: Final = 8
MIN_SHARE: Final = 0.5
MIN_LOKUS: Final = 2
FEW: Final = "kurang dari dua desa lokus: tanpa selang"


def evaluate(
    before: pd.DataFrame, after: pd.DataFrame, listed: Collection[str], *,
    earlier: pd.DataFrame | None = None, nearest: int = NEAREST, confidence: float = CONFIDENCE,
) -> pd.DataFrame:  # fmt: skip
    """Return how much more lokus changed than comparable desa.

    Parameters
    ----------
    before, after : DataFrame
        Result frames of desa, the period before and after the list, same rule and indicator.
    listed : collection of str
        Desa on the list.
    earlier : DataFrame, optional
        A period before `before`: adds the same comparison between those two, when there was no list yet. A
        difference there means that the two groups were on different roads already.
    nearest : int
        Comparable desa a lokus, at most: those not listed whose smoothed rate `before` is nearest, within
        `CALIPER`.

    Returns
    -------
    DataFrame
        Result frame, one row (and one for `earlier`): ``value`` = change of the lokus - change of the
        comparable desa, fraction, negative: lokus fell more; ``low``, ``high``; ``verdict``; ``lokus_before,
        lokus_after, comparable_before, comparable_after`` as counted; ``lokus_level, comparable_level``
        (smoothed rate `before`); ``numerator, denominator`` (of the lokus, after); ``listed`` (lokus with
        figures), ``lokus, comparable`` (desa compared), ``matched`` (lokus with a comparable desa),
        ``near`` (comparable desa), ``caliper`` (fraction), ``compared`` (keys), ``part`` ("utama",
        "sebelum ada SK") and ``note``, which always says "bukan bukti sebab-akibat". Where too few desa are
        comparable the verdict is `NO_MATCH`, value and limits are NaN, and both groups' plain rates are those
        of all lokus and of the nearest others, however far.

    Raises
    ------
    ValueError
        If the periods are different series.

    Notes
    -----
    Lokus were chosen because they were high, and what is high by chance falls by itself. Two things keep
    that out of the value: comparable desa have the same smoothed rate, and change is counted from (for
    `earlier`: to) the smoothed rate, the value that the same true rate would be expected to show again. Desa
    are the units; the variance is that of weighted means (HC2), a desa that serves many lokus weighing as
    often, with the degrees of freedom of Bell and McCaffrey for both groups together.

    References
    ----------
    Rosenbaum PR, Rubin DB (1985), Am Stat 39:33-38 (caliper). Bell RM, McCaffrey DF (2002), Survey
    Methodology 28:169-181. Donald SG, Lang K (2007), Rev Econ Stat 89:221-233.
    """
    frames = [f for f in (before, after, earlier) if f is not None]
    rules = {r for f in frames for r in check_result(f)["rule"]}
    if len(rules) > 1 and not rules <= SAME_SERIES:
        raise ValueError(f"figures of different rules are not compared: {', '.join(sorted(rules))}")
    wanted = set(map(str, listed))
    out = [_compare(before, after, wanted, nearest, confidence) | {"part": "utama"}]
    if earlier is not None:
        # The same desa and the same partners, one period sooner.
        placebo = _compare(earlier, before, wanted, nearest, confidence, chosen_at_end=True)
        out.append(placebo | {"part": "sebelum ada SK"})
    return check_result(pd.DataFrame(out))


def _compare(
    first: pd.DataFrame, last: pd.DataFrame, listed: set[str], nearest: int, confidence: float,
    *, chosen_at_end: bool = False,
) -> dict[str, object]:  # fmt: skip
    both = _counts(first, "_a").join(_counts(last, "_b"), how="inner")
    chosen = last if chosen_at_end else first
    level = _smoothed(chosen).reindex(both.index).to_numpy("float64")
    is_lokus = both.index.isin(listed)
    mine, rest = np.flatnonzero(is_lokus), np.flatnonzero(~is_lokus)
    base: dict[str, object] = {
        "level": "desa", "area": "", "indicator": last["indicator"].iloc[0] if len(last) else "",
        "period": _pair(first, last), "rule": last["rule"].iloc[0] if len(last) else "",
        "source": last["source"].iloc[0] if len(last) else "", "listed": len(mine), "lokus": len(mine),
        "matched": 0, "near": 0, "comparable": 0, "compared": (), "caliper": np.nan, "note": NOT_CAUSAL,
    }  # fmt: skip
    columns = ("value", "low", "high", "lokus_before", "lokus_after", "comparable_before", "comparable_after",
               "lokus_level", "comparable_level", "numerator", "denominator")  # fmt: skip
    if not len(mine) or not len(rest):
        return base | dict.fromkeys(columns, np.nan) | {"verdict": NO_DATA}
    table = both.to_numpy("float64")
    # the side that the list was not chosen by: its counts weigh the lokus and make the error
    free = table[:, :2] if chosen_at_end else table[:, 2:]
    caliper = CALIPER * float(level.std())
    lokus, controls, matched = partners(level, free[:, 1], mine, rest, nearest, caliper)
    told = base | {"matched": matched, "near": len(controls.at), "caliper": caliper}
    least = min(MIN_COMPARABLE, nearest * len(mine))
    if matched < MIN_SHARE * len(mine) or len(controls.at) < least:
        lokus, controls, _ = partners(level, free[:, 1], mine, rest, nearest, np.inf)
        told |= plain(table, level, lokus, controls) | {"comparable": len(controls.at)}
        return told | dict.fromkeys(("value", "low", "high"), np.nan) | {"verdict": NO_MATCH}
    change = (level - free[:, 0] / free[:, 1]) * (1 if chosen_at_end else -1)
    value, error, freedom = difference(change, free[:, 1], lokus, controls)
    few = len(lokus.at) < MIN_LOKUS
    half = np.nan if few else float(stdtrit(freedom, 0.5 + confidence / 2)) * error
    low, high = value - half, value + half
    return told | plain(table, level, lokus, controls) | {
        "value": value, "low": low, "high": high, "verdict": DOWN if high < 0 else UP if low > 0 else UNCLEAR,
        "lokus": len(lokus.at), "comparable": len(controls.at),
        "compared": tuple(str(a) for a in both.index[controls.at]),
        "note": f"{NOT_CAUSAL}; {FEW}" if few else NOT_CAUSAL,
    }  # fmt: skip


def _counts(frame: pd.DataFrame, side: str) -> pd.DataFrame:
    out = frame.set_index(frame["area"].astype("str"))[["numerator", "denominator"]].astype("float64")
    return out[out["denominator"] > 0].add_suffix(side)


def _smoothed(frame: pd.DataFrame) -> pd.Series:
    """Return the rate of each area drawn towards the mean, by which partners are found."""
    table = _counts(frame, "")
    n, d = table["numerator"], table["denominator"]
    if len(table) < MIN_AREAS:
        return n / d
    found = fit(n, d)
    return (n + found.mean * found.precision) / (d + found.precision)


def _pair(before: pd.DataFrame, after: pd.DataFrame) -> str:
    first, second = (str(f["period"].iloc[0]) if len(f) else "" for f in (before, after))
    return f"{first}–{second}"
