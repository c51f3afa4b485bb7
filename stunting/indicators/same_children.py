"""The same children in two periods, against everybody measured in each: who is followed, left, entered."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stunting.indicators.change import verdicts
from stunting.indicators.cube import AGE_LIMIT_DAYS, AREA_KEYS, DAYS_A_MONTH, cuts
from stunting.indicators.deciding import deciding
from stunting.indicators.intervals import Difference
from stunting.indicators.paired import design_effect, paired_difference
from stunting.indicators.results import check_result
from stunting.indicators.sums import LEVEL_COLUMNS

#: Under this name the store may keep the frame of `build`; change it whenever `build` changes a value.
NAME: Final = "anak-periode-1"
#: What `build` needs of the rows.
COLUMNS: Final = (
    "child_id", "period", "measured", "measured_on", "age_days", *AREA_KEYS,
    *sorted({c.column for c in cuts()} | {c.flag for c in cuts() if c.flag}),
)  # fmt: skip
METHOD: Final = "berpasangan"

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


def build(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one line a child and period (months and years) with its status for every rule and indicator.

    Parameters
    ----------
    rows : DataFrame
        Resolved canonical rows with `COLUMNS`.

    Returns
    -------
    DataFrame
        ``child`` (int32, a running number: no identity and no pseudonym), the area keys and ``period``
        (categoricals), ``age`` (days, float32, NaN unknown), ``known`` and ``case`` (uint32: one bit for
        each row of `cuts`). The last measured row of a child in a period decides, as in the cube;
        children of 60 months and more, and those not measured, are absent.
    """
    if not len(rows):
        keys = {k: pd.Categorical([]) for k in (*AREA_KEYS, "period")}
        return pd.DataFrame(
            {"child": np.zeros(0, "int32"), **keys, "age": np.zeros(0, "float32")}
            | {c: np.zeros(0, "uint32") for c in ("known", "case")}
        )
    at, period, periods, _ = deciding(rows)
    age = rows["age_days"].to_numpy(dtype="float64", na_value=np.nan)
    keep = rows["measured"].to_numpy(dtype=bool)[at] & ~(age[at] >= AGE_LIMIT_DAYS)
    at, period = at[keep], period[keep]
    known, case = np.zeros(len(at), "uint32"), np.zeros(len(at), "uint32")
    z = {c: np.rint(rows[c].to_numpy(dtype="float64")[at] * 100) for c in {cut.column for cut in cuts()}}
    for bit, cut in enumerate(cuts()):
        value = z[cut.column]
        valid = ~np.isnan(value)
        if cut.flag is not None:
            valid &= ~rows[cut.flag].to_numpy(dtype=bool)[at]
        known |= valid.astype("uint32") << np.uint32(bit)
        case |= (valid & (value > cut.above) & (value <= cut.upto)).astype("uint32") << np.uint32(bit)
    places = {k: rows[k].astype("category").array.take(at) for k in AREA_KEYS}
    return pd.DataFrame(
        {"child": pd.factorize(rows["child_id"])[0].astype("int32")[at], **places}
        | {"period": pd.Categorical.from_codes(period, categories=pd.Index(periods, dtype="str"))}
        | {"age": age[at].astype("float32"), "known": known, "case": case}
    )


def paired(
    seen: pd.DataFrame, earlier: str, later: str, *, rule: str = "eppgbm", indicator: str = "stunting",
    level: str = "kabupaten", area: str | None = None, source: str = "",
) -> pd.DataFrame:  # fmt: skip
    """Return the change among children measured in the area in both periods, and who left and entered.

    Parameters
    ----------
    seen : DataFrame
        Of `build`.
    earlier, later : str
        Two months or two years.
    area : str, optional
        Key of one area of `level`; None: every child in the frame.

    Returns
    -------
    DataFrame
        Result frame of one row: ``value`` = ``value_b`` - ``value_a`` among those followed, with Newcombe's
        paired interval on counts divided by the design effect of the posyandu (``effect``), ``verdict``;
        ``numerator``/``denominator`` of the later period; McNemar counts ``stayed`` (case both times),
        ``recovered``, ``new``, ``healthy``; ``left_n``/``left_d`` and ``entered_n``/``entered_d``: those
        measured there only in the earlier (later) period; ``age_a``, ``age_b``: mean months of those
        followed. Followed and left together are exactly the prevalence of the earlier period, followed and
        entered that of the later one.

    Raises
    ------
    ValueError
        If the level, rule or indicator is unknown.
    """
    bits = [i for i, c in enumerate(cuts()) if (c.rule, c.indicator) == (rule, indicator)]
    if not bits or level not in LEVEL_COLUMNS or level == "posyandu":
        raise ValueError(f"unknown level, rule or indicator: {level}, {rule}, {indicator}")
    first, second = (_there(seen, p, bits[0], level, area) for p in (earlier, later))
    child = seen["child"].to_numpy()
    both, ia, ib = np.intersect1d(child[first], child[second], assume_unique=True, return_indices=True)
    bit = np.uint32(1 << bits[0])
    case = (seen["case"].to_numpy() & bit) > 0
    was, now = case[first[ia]], case[second[ib]]
    table = [int(x.sum()) for x in (was & now, was & ~now, ~was & now, ~was & ~now)]
    effect = design_effect(now.astype("int64") - was, _posyandu(seen, second[ib]))
    found = paired_difference(*(x / effect for x in table))
    n = len(both)
    age = seen["age"].to_numpy(dtype="float64")
    sums = [int(case[first].sum()), int(case[second].sum())]
    stayed, recovered, new, healthy = table
    out = pd.DataFrame(
        {
            "level": level, "area": area or "", "indicator": indicator, "rule": rule,
            "value": float(found.value), "low": float(found.low), "high": float(found.high),
            "verdict": verdicts(Difference(*(np.atleast_1d(x) for x in found))),
            "value_a": _share(stayed + recovered, n), "value_b": _share(stayed + new, n),
            "numerator_a": stayed + recovered, "numerator": stayed + new, "denominator": n,
            "stayed": stayed, "recovered": recovered, "new": new, "healthy": healthy,
            "left_n": sums[0] - stayed - recovered, "left_d": len(first) - n,
            "entered_n": sums[1] - stayed - new, "entered_d": len(second) - n,
            "age_a": _months(age[first[ia]]), "age_b": _months(age[second[ib]]),
            "effect": effect, "method": METHOD, "source": source, "period_a": earlier, "period": later,
        },
        index=[0],
    )  # fmt: skip
    return check_result(out)


def _there(seen: pd.DataFrame, period: str, bit: int, level: str, area: str | None) -> Ints:
    """Return the lines of a period and area whose status is known."""
    here = _is(seen["period"], period) & ((seen["known"].to_numpy() >> np.uint32(bit)) & 1).astype(bool)
    if area is not None:
        here &= _is(seen[LEVEL_COLUMNS[level]], area)
    return np.flatnonzero(here)


def _is(column: pd.Series, label: str) -> Bools:
    values = column.astype("category").array
    return np.asarray(values.codes == values.categories.get_indexer([label])[0]) & (values.codes >= 0)


def _posyandu(seen: pd.DataFrame, at: Ints) -> Ints:
    desa, name = (seen[c].astype("category").array for c in ("desa", "posyandu"))
    joint = desa.codes[at].astype("int64") * (len(name.categories) + 1) + name.codes[at]
    return pd.factorize(joint)[0].astype("int64")


def _share(n: int, d: int) -> float:
    return n / d if d else float("nan")


def _months(days: NDArray[np.float64]) -> float:
    days = days[~np.isnan(days)]
    return float(days.mean()) / DAYS_A_MONTH if len(days) else float("nan")
