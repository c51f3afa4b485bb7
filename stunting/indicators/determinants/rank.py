"""Factors by what their removal could change, beside their frequency here and as published."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from stunting.indicators.determinants.factors import JOINT, factors
from stunting.indicators.determinants.shares import STUNTED
from stunting.indicators.determinants.words import CROSS_SECTIONAL
from stunting.indicators.published import published
from stunting.indicators.results import check_result

#: The published figure counts what the factor counts; only these are ranked beside one another.
SAME: Final = "sama"


def published_factors(kab: str, table: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the published frequencies of factors, as they were published.

    Parameters
    ----------
    kab : str
        Kemendagri code.

    Returns
    -------
    DataFrame
        Result frame of `published.published` (latest period of each) with ``factor, name, direction``
        ("sama": it counts those exposed; "tidak jelas": the print does not say whether it counts those who
        have or who lack it, so that it is shown and not ranked) and ``rank`` among the "sama" (Int64).
    """
    known = factors() if table is None else table
    named = known[known["published"].notna()]
    rows = published(kab, None)
    rows = rows[rows["indicator"].isin(named["published"])].sort_values("period").drop_duplicates(
        "indicator", keep="last"
    )  # fmt: skip
    out = rows.merge(
        named[["key", "name", "published", "published_direction"]], left_on="indicator", right_on="published"
    )
    out = out.rename(columns={"key": "factor", "published_direction": "direction"}).drop(columns="published")
    same = out["direction"] == SAME
    out["rank"] = out["value"].where(same).rank(ascending=False, method="min").astype("Int64")
    return check_result(out.sort_values(["rank", "value"], na_position="last", ignore_index=True))


def ranking(
    paf: pd.DataFrame, shares: pd.DataFrame, *, kab: str | None = None, table: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the factors of every area by what their removal could change.

    Parameters
    ----------
    paf, shares : DataFrame
        Of `paf.paf` and `shares.shares`, same level and factors.
    kab : str, optional
        Whose published figures stand beside; None: none do.

    Returns
    -------
    DataFrame
        Result frame sorted by area and rank: the columns of `paf` (``value`` the fraction, ``children`` =
        fraction x cases, with limits) and ``rank`` (by `value`; NA where refused), ``frequency,
        frequency_low, frequency_high`` (share exposed among stunted), ``rank_frequency`` (Int64),
        ``published, published_rank, published_direction, published_source, published_period,
        published_note``. The joint row is last in each area and has no rank.
    """
    out = check_result(paf).copy()
    single = out["factor"] != JOINT
    ranked = out["value"].where(single & (out["refusal"] == ""))
    out["rank"] = ranked.groupby(out["area"]).rank(ascending=False, method="min").astype("Int64")
    often = check_result(shares)
    often = often[often["among"] == STUNTED].set_index(["area", "factor"])
    often = often.reindex(pd.MultiIndex.from_frame(out[["area", "factor"]]))
    for new, old in {"": "value", "_low": "low", "_high": "high"}.items():
        out[f"frequency{new}"] = often[old].to_numpy("float64")
    frequency = out["frequency"].groupby(out["area"]).rank(ascending=False, method="min")
    out["rank_frequency"] = frequency.astype("Int64")
    printed = published_factors(kab, table).set_index("factor") if kab is not None else None
    for name, column in {
        "published": "value", "published_rank": "rank", "published_direction": "direction",
        "published_source": "source", "published_period": "period", "published_note": "note",
    }.items():  # fmt: skip
        values = out["factor"].map(printed[column]) if printed is not None else pd.Series(pd.NA, out.index)
        if name == "published":
            out[name] = pd.to_numeric(values).astype("float64")
        else:
            out[name] = pd.to_numeric(values).astype("Int64") if column == "rank" else values.astype("str")
    place = np.lexsort([
        out["rank_frequency"].fillna(len(out)), out["rank"].fillna(len(out)), ~single,
        out["area"].astype("object"),
    ])  # fmt: skip
    return check_result(out.iloc[place].reset_index(drop=True).assign(caveat=CROSS_SECTIONAL))
