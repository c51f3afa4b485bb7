"""How stunting of one year became that of the next: children followed, who left, who came."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stunting.indicators.cube import AGE_LIMIT_DAYS, cuts
from stunting.indicators.sums import LEVEL_COLUMNS

FLOW_COLUMNS: Final = (
    "stayed_healthy", "new_cases", "recovered", "stayed_stunted", "aged_out_healthy", "aged_out_stunted",
    "lost_healthy", "lost_stunted", "entered_healthy", "entered_stunted",
)  # fmt: skip

Bools = NDArray[np.bool_]


def flows(
    rows: pd.DataFrame, year: int, *, level: str = "kabupaten", rule: str = "eppgbm",
    indicator: str = "stunting",
) -> pd.DataFrame:  # fmt: skip
    """Return how many children were stunted in `year` and the year before, area by area.

    Parameters
    ----------
    rows : DataFrame
        Resolved canonical rows with ``child_id``. The last measurement of each child in a year counts, as
        in the prevalence of the year; children without a status of the rule count as not seen.
    year : int
        The later of the two years.

    Returns
    -------
    DataFrame
        ``level, area, period`` (``"2023-2024"``), ``rule``, `FLOW_COLUMNS`. *stayed*, *new*, *recovered*:
        seen in both years; *aged_out*: only seen in the earlier one and 60 months by the end of the later;
        *lost*: only seen in the earlier one for another reason (moved, absent); *entered*: only seen
        in the later one. Leavers stand in the area of the earlier year, all others in that of the later.

    Raises
    ------
    ValueError
        If the level, rule or indicator is unknown.
    """
    if level not in LEVEL_COLUMNS or level == "posyandu":
        raise ValueError(f"unknown level {level!r}")
    before, after = _status(rows, year - 1, rule, indicator), _status(rows, year, rule, indicator)
    column = LEVEL_COLUMNS[level]
    area = {id(x): rows[column].astype("object").to_numpy()[x["at"]] for x in (before, after)}
    both, first, second = np.intersect1d(before["child"], after["child"], return_indices=True)
    was, now = before["case"][first], after["case"][second]
    here = area[id(after)][second]
    gone = np.ones(len(before["child"]), dtype=bool)
    gone[first] = False
    new = np.ones(len(after["child"]), dtype=bool)
    new[second] = False
    end = np.datetime64(f"{year}-12-31", "D").astype("int64")
    age = before["age"] + (end - before["on"].astype("int64"))
    aged, sick = age >= AGE_LIMIT_DAYS, before["case"]
    there, fresh = area[id(before)], area[id(after)]
    groups = {
        "stayed_healthy": here[~was & ~now], "new_cases": here[~was & now],
        "recovered": here[was & ~now], "stayed_stunted": here[was & now],
        "aged_out_healthy": there[gone & aged & ~sick], "aged_out_stunted": there[gone & aged & sick],
        "lost_healthy": there[gone & ~aged & ~sick], "lost_stunted": there[gone & ~aged & sick],
        "entered_healthy": fresh[new & ~after["case"]], "entered_stunted": fresh[new & after["case"]],
    }  # fmt: skip
    counts = pd.DataFrame({name: pd.Series(x, dtype="object").value_counts() for name, x in groups.items()})
    out = counts.reindex(columns=list(FLOW_COLUMNS)).fillna(0).astype("int64").sort_index()
    keys: dict[str, Any] = {"level": level, "area": out.index.astype("str"), "period": f"{year - 1}-{year}"}
    keys["rule"] = rule
    assert int(out.iloc[:, :4].to_numpy().sum()) == len(both)
    return out.reset_index(drop=True).assign(**keys)[[*keys, *FLOW_COLUMNS]]


def _status(rows: pd.DataFrame, year: int, rule: str, indicator: str) -> dict[str, NDArray[Any]]:
    """Return the last status of every child of a year: position, child, case, age in days, date."""
    found = [c for c in cuts() if c.rule == rule and c.indicator == indicator]
    if not found:
        raise ValueError(f"unknown rule or indicator: {rule}, {indicator}")
    cut = found[0]
    period = rows["period"].astype("category").cat
    wanted = np.array([str(p)[:4] == str(year) for p in period.categories] + [False])
    on = rows["measured_on"].to_numpy().astype("datetime64[D]")
    measured = rows["measured"].to_numpy(dtype=bool) & ~np.isnat(on)
    at = np.flatnonzero(wanted[period.codes.to_numpy()] & measured)
    child = rows["child_id"].astype("category").cat.codes.to_numpy()[at]
    order = np.lexsort((on[at], child))
    at, child = at[order], child[order]
    last = np.r_[child[1:] != child[:-1], True] if len(at) else np.zeros(0, dtype=bool)
    at, child = at[last], child[last]
    z = np.rint(rows[cut.column].to_numpy(dtype="float64")[at] * 100)
    age = rows["age_days"].to_numpy(dtype="float64", na_value=np.nan)[at]
    keep = ~(age >= AGE_LIMIT_DAYS)
    if rule == "who":
        keep &= ~np.isnan(z)
        if cut.flag is not None:
            keep &= ~rows[cut.flag].to_numpy(dtype=bool)[at]
    case: Bools = (z > cut.above) & (z <= cut.upto)
    return {"at": at[keep], "child": child[keep], "case": case[keep], "age": age[keep], "on": on[at][keep]}
