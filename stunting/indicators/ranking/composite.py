"""The ranking for next year's SK: several reasons, weights in the open, ranks with uncertainty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stunting.indicators.ranking.ranks import places, quantiles, ranks
from stunting.indicators.ranking.smooth import SEED, draws
from stunting.indicators.results import check_result

Floats = NDArray[np.float64]

#: Component → what it is, in the words of the screen.
COMPONENTS: Final[dict[str, str]] = {
    "burden": "jumlah anak (prevalensi dihaluskan × anak diukur)",
    "prevalence": "prevalensi dihaluskan",
    "trend": "perubahan prevalensi dihaluskan dari periode lalu",
    "gap": "anak terdaftar yang tidak ditimbang (1 − D/S)",
    "risk": "bagian keluarga berisiko",
}
_DRAWS: Final = 2000
_NEUTRAL: Final = 0.5
NO_DATA: Final = "tidak ada anak diukur: tidak diperingkat"


class Components(NamedTuple):
    """What a ranking is made of, before any weight: kept, so that moving a weight costs a weighted sum.

    Attributes
    ----------
    now : DataFrame
        The areas, one row each.
    seen : ndarray of bool
        Where a child was measured.
    value : dict
        Component → its mean in each area (children, fractions), NaN without data.
    place : dict
        Component → percentile of each area in every draw, shape (draws, areas).
    """

    now: pd.DataFrame
    seen: NDArray[np.bool_]
    value: dict[str, Floats]
    place: dict[str, Floats]


def components(
    now: pd.DataFrame, *, before: pd.DataFrame | None = None, coverage: pd.DataFrame | None = None,
    risk: pd.DataFrame | None = None, seed: int = SEED,
) -> Components:  # fmt: skip
    """Return the components of a ranking; parameters as in `composite`."""
    now = check_result(now).reset_index(drop=True)
    if now["area"].duplicated().any():
        raise ValueError("an area stands twice: one period and indicator at a time")
    n, d = (now[c].to_numpy("float64") for c in ("numerator", "denominator"))
    drawn = _components(now, n, d, before, coverage, risk, seed)
    value, place = {}, {}
    for name, x in drawn.items():
        value[name] = x.mean(axis=0)
        place[name] = _percentile(np.where(d > 0, x, np.nan))
    return Components(now, d > 0, value, place)


def composite(
    now: pd.DataFrame | Components, k: int, *, weights: Mapping[str, float] | None = None,
    before: pd.DataFrame | None = None, coverage: pd.DataFrame | None = None,
    risk: pd.DataFrame | None = None, confidence: float = 0.90, seed: int = SEED,
) -> pd.DataFrame:  # fmt: skip
    """Return desa (or other areas) ranked by a weighted score, with the uncertainty of each rank.

    Parameters
    ----------
    now : DataFrame or Components
        Result frame of `prevalence` of one level, indicator and period; or the `components` made from one
        (then the frames below are not looked at).
    k : int
        Places on the list.
    weights : mapping, optional
        Component of `COMPONENTS` → weight, at least 0; those not named weigh 0. None: all that have data,
        equally.
    before : DataFrame, optional
        The same of an earlier period, for the trend.
    coverage : DataFrame, optional
        D/S of the same areas (`participation` or `skdn.ratios`), for the coverage gap.
    risk : DataFrame, optional
        ``area, numerator, denominator``: families at risk among families.

    Returns
    -------
    DataFrame
        Result frame sorted by rank: ``value`` the score (0 to 1), ``low``, ``high`` its limits,
        ``numerator``, ``denominator`` (cases and children of the period), ``rank``, ``rank_low``,
        ``rank_high``, ``rank_expected``, ``probability_top`` (in the first k), for each component used
        ``c_<name>`` (its value: children, fractions) and ``s_<name>`` (its mean score), ``missing``
        (components without data there), ``note``.

    Raises
    ------
    ValueError
        If a weight is unknown, negative or for a component without any data, or all are 0.

    Notes
    -----
    In each draw of the smoothed rates every component becomes a percentile among the areas (0 lowest, 1
    highest: more urgent), so that no unit outweighs another; the score is their weighted mean. An area
    without data for a component scores 0.5 there: neither helped nor harmed. An area where nobody was
    measured is not ranked.
    """
    made = now if isinstance(now, Components) else components(
        now, before=before, coverage=coverage, risk=risk, seed=seed
    )  # fmt: skip
    now, seen = made.now, made.seen
    used = _weights(weights, made.place)
    score = np.zeros((_DRAWS, len(now)))
    columns, missing = {}, np.full(len(now), "", dtype=object)
    for name, weight in used.items():
        part = made.place[name]
        absent = np.isnan(part[0])
        score += weight * (np.where(absent, _NEUTRAL, part) if absent.any() else part)
        columns[f"c_{name}"] = np.where(absent, np.nan, made.value[name])
        columns[f"s_{name}"] = np.where(seen, np.where(absent, _NEUTRAL, part.mean(axis=0)), np.nan)
        missing += np.where(absent & seen, f"{name} ", "").astype(object)
    # rounded: the order in which weights are added must not decide who ties
    score = np.where(seen, np.round(score / sum(used.values()), 10), np.nan)
    found = ranks(score, k, confidence=confidence)
    tail = (1 - confidence) / 2
    low, high = np.full((2, len(now)), np.nan)
    if seen.any():
        low[seen], high[seen] = quantiles(score[:, seen], tail, 1 - tail)
    out = now[["level", "area", "indicator", "period", "numerator", "denominator", "source"]].assign(
        rule="komposit", value=score.mean(axis=0), low=low, high=high,
        rank_low=found.low, rank_high=found.high, rank_expected=found.expected, probability_top=found.top,
        **columns, missing=[str(m).strip() for m in missing], note=np.where(seen, "", NO_DATA),
    )  # fmt: skip
    out = out.sort_values(["value", "numerator", "area"], ascending=[False, False, True], ignore_index=True)
    out.insert(4, "rank", np.where(out["value"].notna(), np.arange(1, len(out) + 1), np.nan))
    return check_result(out)


def _components(
    now: pd.DataFrame, n: Floats, d: Floats, before: pd.DataFrame | None, coverage: pd.DataFrame | None,
    risk: pd.DataFrame | None, seed: int,
) -> dict[str, Floats]:  # fmt: skip
    """Return draws (draws x areas) of every component that has data."""
    rate = draws(n, d, count=_DRAWS, seed=seed)
    out = {"burden": rate * d, "prevalence": rate}
    if before is not None:
        out["trend"] = rate - draws(*_counts(before, now), count=_DRAWS, seed=seed + 1)
    if coverage is not None:
        came, registered = _counts(coverage, now)
        out["gap"] = draws(registered - came, registered, count=_DRAWS, seed=seed + 2)
    if risk is not None:
        out["risk"] = draws(*_counts(risk, now), count=_DRAWS, seed=seed + 3)
    return out


def _counts(frame: pd.DataFrame, now: pd.DataFrame) -> tuple[Floats, Floats]:
    """Return numerators and denominators in the order of `now`; 0 where an area is not in `frame`.

    An area that is not ranked (nobody measured, or hidden) is 0 as well: it moves no other one's place.
    """
    given = frame.set_index("area")[["numerator", "denominator"]].reindex(now["area"]).fillna(0)
    ranked = now["denominator"].to_numpy("float64", na_value=0) > 0
    n, d = (np.where(ranked, given[c].to_numpy("float64"), 0.0) for c in ("numerator", "denominator"))
    return n, d


def _weights(weights: Mapping[str, float] | None, drawn: Mapping[str, Floats]) -> dict[str, float]:
    if weights is None:
        return dict.fromkeys(drawn, 1.0)
    unknown = [w for w in weights if w not in COMPONENTS]
    if unknown:
        raise ValueError(f"unknown component: {', '.join(unknown)}; known are {', '.join(COMPONENTS)}")
    if any(not w >= 0 for w in weights.values()):
        raise ValueError("a weight is negative")
    used = {name: float(w) for name, w in weights.items() if w > 0}
    if not used:
        raise ValueError("all weights are 0")
    absent = [name for name in used if name not in drawn]
    if absent:
        raise ValueError(f"no data for component: {', '.join(absent)}")
    return used


def _percentile(x: Floats) -> Floats:
    """Return the place of each area among the others in every draw: 0 the lowest, 1 the highest."""
    known = ~np.isnan(x).all(axis=0)
    out = np.full_like(x, np.nan)
    count = int(known.sum())
    if count == 1:
        out[:, known] = _NEUTRAL
    elif count:
        first, last = places(x[:, known])
        out[:, known] = ((first + last) / 2 - 1) / (count - 1)
    return out
