"""The parameter sheet: which share of the target children has each parameter, and how it changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from stunting.indicators.change import NO_DATA, change
from stunting.indicators.determinants.factors import factors, rules
from stunting.indicators.determinants.ratios import RULE
from stunting.indicators.determinants.shares import describe, tally
from stunting.indicators.results import check_result


def parameters(
    frame: pd.DataFrame, targets: Collection[str] | None = None, *, before: pd.DataFrame | None = None,
    chosen: Sequence[str] | None = None, level: str = "desa", table: pd.DataFrame | None = None,
    source: str = "", period: str = "", period_before: str = "",
) -> pd.DataFrame:  # fmt: skip
    """Return the share of target children with each specific and sensitive parameter.

    Parameters
    ----------
    frame : DataFrame
        As `ratios.adjusted`; one row a child, as known at the end of the period.
    targets : collection of str, optional
        ``child_id`` of the target children; None: all of `frame`.
    before : DataFrame, optional
        The same children's answers as known at the chosen earlier date (children may differ).
    chosen : sequence of str, optional
        Parameters; None: every factor that `frame` has, parts of composites too.

    Returns
    -------
    DataFrame
        Result frame, one row an area and parameter: ``level, area, indicator`` (= ``factor``), ``factor,
        name, group, intervention`` ("spesifik" or "sensitif"), ``value, low, high, numerator, denominator``
        (known), ``unknown, children, unknown_share, method, red`` (boolean, NA without data), ``diff,
        diff_low, diff_high`` (fractions), ``verdict`` (of `change`; "tidak ada data" without `before`),
        ``value_before, numerator_before, denominator_before, period_before, rule, source, period``.

    Notes
    -----
    Red is *more than* the share of ``data/aturan_determinan.csv`` (50 %): exactly half is not red. The change
    takes the two dates as independent, though most children are the same: its interval is too wide, never
    too narrow.
    """
    known = factors() if table is None else table
    wanted = known[known["key"].isin(frame.columns if chosen is None else list(chosen))]
    now = _sheet(frame, targets, wanted, level, source, period)
    if before is None:
        later = dict.fromkeys(("diff", "diff_low", "diff_high", "value_before"), np.nan)
        empty = dict.fromkeys(("numerator_before", "denominator_before"), np.nan)
        return check_result(now.assign(**later, **empty, verdict=NO_DATA, period_before=period_before))
    then = _sheet(before, targets, wanted, level, source, period_before)
    found = change(then, now).set_index(["area", "indicator"])
    found = found.reindex(pd.MultiIndex.from_frame(now[["area", "indicator"]]))
    moved = {
        "diff": "value", "diff_low": "low", "diff_high": "high", "value_before": "value_a",
        "numerator_before": "numerator_a", "denominator_before": "denominator_a",
    }  # fmt: skip
    columns = {new: found[old].to_numpy("float64", na_value=np.nan) for new, old in moved.items()}
    verdict = found["verdict"].fillna(NO_DATA).astype("str").to_numpy()
    return check_result(now.assign(**columns, verdict=verdict, period_before=period_before))


def is_red(numerator: pd.Series, denominator: pd.Series) -> pd.Series:
    """Return which shares are above the limit; NA where nothing is known.

    >>> is_red(pd.Series([5, 6, 0]), pd.Series([10, 10, 0])).tolist()
    [False, True, <NA>]
    """
    red = (numerator > rules()["merah"] * denominator).astype("boolean")
    return red.mask(denominator == 0)


def _sheet(
    frame: pd.DataFrame, targets: Collection[str] | None, wanted: pd.DataFrame, level: str, source: str,
    period: str,
) -> pd.DataFrame:  # fmt: skip
    chosen = (
        np.ones(len(frame), dtype=bool)
        if targets is None
        else frame["child_id"].isin(list(targets)).to_numpy(dtype=bool)
    )
    found = describe(tally(frame, list(wanted["key"]), level, chosen), wanted)
    found = found[found["children"] > 0].reset_index(drop=True)
    kind = found["factor"].map(wanted.set_index("key")["intervention"]).astype("str")
    return check_result(found.assign(
        level=level, intervention=kind, red=is_red(found["numerator"], found["denominator"]), rule=RULE,
        source=source, period=period,
    ))  # fmt: skip
