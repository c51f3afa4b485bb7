"""Two chosen periods of many areas: the tested change, in points and in children."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from stunting.indicators.change import NO_DATA, change
from stunting.indicators.format_id import round_half_up
from stunting.indicators.results import RECAP_RULE, check_result, is_suppressed

#: Verdict of an area that disclosure control has hidden in either period.
HIDDEN: Final = "disamarkan"
#: Verdict where a recap is one of the two: its interval knows nothing of posyandu.
FROM_RECAP: Final = "belum dapat dinilai"


def two_periods(earlier: pd.DataFrame, later: pd.DataFrame) -> pd.DataFrame:
    """Return the change of every area from `earlier` to `later`.

    Parameters
    ----------
    earlier, later : DataFrame
        Result frames of one level, indicator and rule, one period each (``suppressed`` where it matters).

    Returns
    -------
    DataFrame
        As `stunting.indicators.change.change`, and ``children``, ``children_low``, ``children_high``: the
        change times the children measured in the later period (so many children more or fewer than at the
        earlier rate), ``step`` (the difference of the two figures *as printed*, two decimals of a percent, so
        that a reader who subtracts finds the same) and ``suppressed``. Four states stay apart in
        ``verdict``: turun, naik, belum dapat dibedakan; belum dapat dinilai (a recap); tidak ada data;
        disamarkan.

    Raises
    ------
    ValueError
        If the two are different series, or an area stands twice in one of them.
    """
    found = change(earlier, later)
    secret = {str(a) for f in (earlier, later) for a in f.loc[is_suppressed(f), "area"]}
    recap = {str(a) for f in (earlier, later) for a in f.loc[f["rule"] == RECAP_RULE, "area"]}
    area = found["area"].astype("str")
    hidden, coarse = area.isin(secret).to_numpy(), area.isin(recap).to_numpy()
    verdict = found["verdict"].to_numpy(dtype=object)
    verdict = np.where(coarse & (verdict != NO_DATA), FROM_RECAP, verdict)
    for column in ("period", "period_a"):
        known = found[column].dropna()
        found[column] = found[column].fillna(known.iloc[0] if len(known) else "")
    size = found["denominator"].to_numpy("float64", na_value=np.nan)
    return check_result(
        found.assign(
            verdict=np.where(hidden, HIDDEN, verdict),
            suppressed=hidden,
            step=printed_step(found["value_a"], found["value_b"]),
            children=found["value"] * size,
            children_low=found["low"] * size,
            children_high=found["high"] * size,
        )
    )


def printed_step(before: pd.Series, after: pd.Series) -> list[float]:
    """Return the difference of two columns of fractions as they are printed (percent, two decimals).

    >>> printed_step(pd.Series([0.17913]), pd.Series([0.14906]))
    [-0.03]
    """

    def printed(value: float) -> float:
        return float(round_half_up(100 * value, 2)) if pd.notna(value) else float("nan")

    return [round(printed(b) - printed(a), 2) / 100 for a, b in zip(before, after, strict=True)]


def above(results: pd.DataFrame, reference: float) -> list[str]:
    """Return the areas whose figure, as it stands, is above `reference`, highest first.

    The statement of printed reports: it knows no interval (see `stunting.indicators.compare.against_rest`).
    """
    seen = results[results["value"] > reference].sort_values("value", ascending=False)
    return [str(a) for a in seen["area"]]


def told(changes: pd.DataFrame) -> pd.DataFrame:
    """Return the areas whose change can be told in any direction or not: those with a figure in both."""
    return changes[changes["value"].notna() & ~changes["verdict"].isin([NO_DATA, HIDDEN])]


def chance_verdicts(changes: pd.DataFrame) -> int:
    """Return how many of the areas would seem to change by chance alone, at 1 in 20 (rounded)."""
    return round(len(told(changes)[lambda f: f["verdict"] != FROM_RECAP]) / 20)
