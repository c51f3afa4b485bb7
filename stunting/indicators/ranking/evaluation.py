"""Past lokus against comparable desa: difference in differences, with an interval that admits doubt."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtrit

from stunting.indicators.change import DOWN, NO_DATA, UNCLEAR, UP
from stunting.indicators.intervals import CONFIDENCE
from stunting.indicators.ranking.smooth import MIN_AREAS, fit
from stunting.indicators.results import SAME_SERIES, check_result

Floats = NDArray[np.float64]

NOT_CAUSAL: Final = "bukan bukti sebab-akibat"
#: Comparable desa for each lokus.
NEAREST: Final = 5
BOOTSTRAPS: Final = 2000
SEED: Final = 20240
MIN_LOKUS: Final = 2
FEW: Final = "kurang dari dua desa lokus: tanpa selang"


def evaluate(
    before: pd.DataFrame, after: pd.DataFrame, listed: Collection[str], *,
    earlier: pd.DataFrame | None = None, nearest: int = NEAREST,
    confidence: float = CONFIDENCE, bootstraps: int = BOOTSTRAPS, seed: int = SEED,
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
        Comparable desa a lokus: those not listed whose smoothed rate `before` is nearest.

    Returns
    -------
    DataFrame
        Result frame, one row (and one for `earlier`): ``value`` = (lokus after - before) - (comparable after
        - before), fraction, negative: lokus fell more; ``low``, ``high``; ``verdict``; ``lokus_before,
        lokus_after, comparable_before, comparable_after``; ``numerator, denominator`` (of the lokus, after);
        ``lokus``, ``comparable`` (number of desa), ``compared`` (their keys), ``part`` ("utama",
        "sebelum ada SK") and ``note``, which always says "bukan bukti sebab-akibat".

    Raises
    ------
    ValueError
        If the periods are different series.

    Notes
    -----
    Lokus were chosen because they were high, and what is high by chance falls by itself; desa that were as
    high fall as well, which is why those are compared. Desa are resampled whole (cluster bootstrap), lokus
    and comparable ones apart; the limits are those of t with (lokus - 1) degrees of freedom around the
    estimate and the standard error is widened by sqrt(m / (m - 1)), since eight desa are few.

    References
    ----------
    Cameron AC, Gelbach JB, Miller DL (2008), Rev Econ Stat 90:414-427. Donald SG, Lang K (2007),
    Rev Econ Stat 89:221-233.
    """
    frames = [f for f in (before, after, earlier) if f is not None]
    rules = {r for f in frames for r in check_result(f)["rule"]}
    if len(rules) > 1 and not rules <= SAME_SERIES:
        raise ValueError(f"figures of different rules are not compared: {', '.join(sorted(rules))}")
    wanted = set(map(str, listed))
    out = [_compare(before, after, wanted, nearest, confidence, bootstraps, seed) | {"part": "utama"}]
    if earlier is not None:
        # The same desa and the same partners, one period sooner.
        placebo = _compare(earlier, before, wanted, nearest, confidence, bootstraps, seed, match=before)
        out.append(placebo | {"part": "sebelum ada SK"})
    return check_result(pd.DataFrame(out))


def _compare(
    before: pd.DataFrame, after: pd.DataFrame, listed: set[str], nearest: int, confidence: float,
    bootstraps: int, seed: int, match: pd.DataFrame | None = None,
) -> dict[str, object]:  # fmt: skip
    both = _counts(before, "_a").join(_counts(after, "_b"), how="inner")
    level = _smoothed(before if match is None else match).reindex(both.index).to_numpy("float64")
    both, level = both[~np.isnan(level)], level[~np.isnan(level)]
    is_lokus = both.index.isin(listed)
    mine, rest = np.flatnonzero(is_lokus), np.flatnonzero(~is_lokus)
    base: dict[str, object] = {
        "level": "desa", "area": "", "indicator": after["indicator"].iloc[0] if len(after) else "",
        "period": _pair(before, after), "rule": after["rule"].iloc[0] if len(after) else "",
        "source": after["source"].iloc[0] if len(after) else "", "lokus": len(mine),
    }  # fmt: skip
    nothing = dict.fromkeys(
        ("value", "low", "high", "lokus_before", "lokus_after", "comparable_before", "comparable_after",
         "numerator", "denominator"), np.nan
    )  # fmt: skip
    if not len(mine) or not len(rest):
        return base | nothing | {"verdict": NO_DATA, "comparable": 0, "compared": (), "note": NOT_CAUSAL}
    distance = np.abs(level[mine][:, None] - level[rest][None, :])
    partners = rest[np.argsort(distance, axis=1, kind="stable")[:, :nearest]]
    used, times = np.unique(partners, return_counts=True)
    table = both.to_numpy("float64")
    lokus, controls = table[mine], table[used]
    # Each comparable desa weighs as the lokus it stands for: its rates count, not its size.
    size = lokus[:, 3].sum() / len(partners.ravel())
    scaled = controls / controls[:, [1, 1, 3, 3]] * (times * size)[:, None]
    left, right = _rates(lokus.sum(axis=0)), _rates(scaled.sum(axis=0))
    value = (left[1] - left[0]) - (right[1] - right[0])
    rng = np.random.default_rng(seed)
    error = np.hypot(_error(lokus, bootstraps, rng), _error(scaled, bootstraps, rng))
    few = len(mine) < MIN_LOKUS or len(used) < MIN_LOKUS
    half = np.nan if few else float(stdtrit(len(mine) - 1, 0.5 + confidence / 2)) * error
    low, high = value - half, value + half
    verdict = DOWN if high < 0 else UP if low > 0 else UNCLEAR
    return base | {
        "value": value, "low": low, "high": high, "verdict": verdict, "lokus_before": left[0],
        "lokus_after": left[1], "comparable_before": right[0], "comparable_after": right[1],
        "numerator": lokus[:, 2].sum(), "denominator": lokus[:, 3].sum(), "comparable": len(used),
        "compared": tuple(str(a) for a in both.index[used]),
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


def _rates(sums: Floats) -> Floats:
    """Return rate before and after from sums of (cases, children) before and after; rows stay rows."""
    return np.stack([sums[..., 0] / sums[..., 1], sums[..., 2] / sums[..., 3]])


def _error(clusters: Floats, bootstraps: int, rng: np.random.Generator) -> float:
    m = len(clusters)
    if m < MIN_LOKUS:
        return np.nan
    times = rng.multinomial(m, np.full(m, 1 / m), size=bootstraps)
    rates = _rates(times @ clusters)
    return float((rates[1] - rates[0]).std(ddof=1) * np.sqrt(m / (m - 1)))


def _pair(before: pd.DataFrame, after: pd.DataFrame) -> str:
    first, second = (str(f["period"].iloc[0]) if len(f) else "" for f in (before, after))
    return f"{first}–{second}"
