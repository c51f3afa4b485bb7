"""Hot spots of a map of rates, and the prevalence without them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stunting.indicators.intervals import proportion_interval
from stunting.indicators.ranking.permute import (
    PERMUTATIONS,
    SEED,
    false_discovery,
    gi_star,
    local_moran,
    neighbours,
)
from stunting.indicators.results import check_result

Floats = NDArray[np.float64]

ALPHA: Final = 0.05
HOT: Final = "hot spot"
COLD: Final = "cold spot"
HIGH_LOW: Final = "tinggi di antara rendah"
LOW_HIGH: Final = "rendah di antara tinggi"
NOT_CLEAR: Final = "tidak nyata"
ISLAND: Final = "tanpa tetangga"
NO_DATA: Final = "tidak ada data"
METHODS: Final = ("moran", "gi")


def standardised(n: Floats, d: Floats) -> Floats:
    """Return rates as deviations from the common rate in units of their own standard deviation.

    A rate of 8 children swings more than one of 80; without this small desa would look like hot spots.

    References
    ----------
    Assunção RM, Reis EA (1999), Stat Med 18:2147-2162.
    """
    total, p = d.sum(), n / d
    mean = n.sum() / total
    between = (d * (p - mean) ** 2).sum() / total - mean * (1 - mean) / d.mean()
    # A desa's rate varies by chance, and by what truly differs between desa (never less than nothing).
    variance = max(between, 0.0) + mean * (1 - mean) / d
    if mean in (0.0, 1.0):
        return np.zeros_like(p)
    return np.asarray((p - mean) / np.sqrt(variance))


def hot_spots(
    results: pd.DataFrame, pairs: pd.DataFrame, *, method: str = "moran", alpha: float = ALPHA,
    permutations: int = PERMUTATIONS, seed: int = SEED,
) -> pd.DataFrame:  # fmt: skip
    """Return the result frame with a local statistic and the class of every area.

    Parameters
    ----------
    results : DataFrame
        Result frame of one level, indicator and period, with counts.
    pairs : DataFrame
        ``code_a, code_b`` of `stunting.regions.adjacency`.
    method : str
        ``"moran"`` (local Moran's I) or ``"gi"`` (Getis-Ord Gi*), on `standardised` rates.
    alpha : float
        False-discovery rate.

    Returns
    -------
    DataFrame
        Columns of `results` and ``z`` (standardised rate), ``lag`` (its mean among the neighbours),
        ``neighbours``, ``statistic``, ``p`` (two-sided pseudo p-value), ``q`` (after false-discovery
        control) and ``cluster``: "hot spot" (high among high), "cold spot", "tinggi di antara rendah",
        "rendah di antara tinggi", "tidak nyata", "tanpa tetangga" (an island, or all neighbours without
        data) or "tidak ada data".

    Raises
    ------
    ValueError
        If the method is unknown or an area stands twice.

    Notes
    -----
    Both statistics have the same permutation test (of the neighbours, the area fixed) and so the same p;
    they differ in what they call a cluster: local Moran's I a high area among high ones, Gi* an area that
    is high together with its neighbours (that may itself be low). Gi* knows no mixed classes: where its
    sign is not that of the neighbours (one very high area among low ones) it is "tidak nyata".
    """
    if method not in METHODS:
        raise ValueError(f"unknown method {method!r}; one of {', '.join(METHODS)}")
    out = check_result(results).reset_index(drop=True)
    if out["area"].duplicated().any():
        raise ValueError("an area stands twice: one period and indicator at a time")
    n, d = (out[c].to_numpy("float64", na_value=np.nan) for c in ("numerator", "denominator"))
    known = d > 0
    z, statistic, mean, p = (np.full(len(out), np.nan) for _ in range(4))
    tail = np.zeros(len(out), dtype=bool)  # the neighbours are on the high side
    count = np.zeros(len(out), dtype="int64")
    if known.any():
        near = neighbours(pairs, [str(a) for a in out.loc[known, "area"]])
        z[known] = standardised(n[known], d[known])
        local = (local_moran if method == "moran" else gi_star)(z[known], near, permutations, seed)
        count[known], statistic[known], mean[known] = near.degree, local.value, local.lag
        p[known] = np.minimum(2 * np.minimum(local.p_high, local.p_low), 1)
        tail[known] = local.p_high < local.p_low
    q = false_discovery(p)
    clear = np.where(np.isnan(q), False, q <= alpha)
    high, near_high = z > 0, mean > 0
    if method == "gi":
        high = near_high = statistic > 0
        clear &= high == tail
    cluster = np.select(
        [~known, count == 0, ~clear, high & near_high, ~high & ~near_high, high],
        [NO_DATA, ISLAND, NOT_CLEAR, HOT, COLD, HIGH_LOW],
        default=LOW_HIGH,
    )
    return out.assign(
        z=z, lag=mean, neighbours=count, statistic=statistic, p=p, q=q,
        cluster=pd.array(cluster.astype(object), dtype="str"), test=method,
    )  # fmt: skip


def situation(desa: pd.DataFrame, hot: Collection[str], parent: pd.Series | None = None) -> pd.DataFrame:
    """Return prevalence and cases of every kecamatan with and without its hot spots.

    The table that Bappenas' guidance on the analysis of the situation asks for.

    Parameters
    ----------
    desa : DataFrame
        Result frame of desa, one period and indicator.
    hot : collection of str
        Keys of the desa that are hot spots (or on the list of lokus).
    parent : Series, optional
        Desa key → kecamatan key; None: taken from the keys.

    Returns
    -------
    DataFrame
        Result frame ``level, area, indicator, period, part`` ("semua", "hot spot", "tanpa hot spot"),
        ``value, low, high, numerator, denominator, desa`` (how many), ``method, rule, source``; the last
        rows (level "desa digabung") are all desa together. Intervals are binomial. An empty part has
        NaN and denominator 0.
    """
    desa = check_result(desa).reset_index(drop=True)
    keys = desa["area"].astype("str")
    kec = keys.map(_kec_of) if parent is None else keys.map(parent)
    is_hot = keys.isin(set(map(str, hot))).to_numpy()
    parts = {"semua": np.ones(len(desa), dtype=bool), "hot spot": is_hot, "tanpa hot spot": ~is_hot}
    rows = []
    for area in [*sorted(kec.dropna().unique()), None]:
        here = np.ones(len(desa), dtype=bool) if area is None else (kec == area).to_numpy(dtype=bool)
        for name, mask in parts.items():
            chosen = desa[here & mask]
            rows.append({
                "level": "desa digabung" if area is None else "kecamatan", "area": area or "", "part": name,
                "numerator": chosen["numerator"].fillna(0).sum(), "desa": len(chosen),
                "denominator": chosen["denominator"].fillna(0).sum(),
            })  # fmt: skip
    out = pd.DataFrame(rows)
    found = proportion_interval(out["numerator"], out["denominator"])
    d = out["denominator"].to_numpy("float64")
    with np.errstate(invalid="ignore", divide="ignore"):
        value = out["numerator"].to_numpy("float64") / np.where(d > 0, d, np.nan)
    shared = {c: desa[c].iloc[0] if len(desa) else "" for c in ("indicator", "period", "rule", "source")}
    out = out.assign(value=value, low=found.low, high=found.high, **shared)
    return check_result(out.assign(method=pd.array(found.method.astype(object), dtype="str")))


def _kec_of(desa: str) -> str:
    """Return the key of the kecamatan of a desa.

    >>> _kec_of("99.01.02.2003"), _kec_of("99.01.02?CONTOH"), _kec_of("?CONTOH?CONTOH DUA")
    ('99.01.02', '99.01.02', '?CONTOH')
    """
    return desa.rpartition("?" if "?" in desa else ".")[0]
