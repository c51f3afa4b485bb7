"""Months attended in a row, for the attendance card."""

from __future__ import annotations

import numpy as np
import pandas as pd

from stunting.indicators.follow_up.timeline import Ints, Timeline, month_number, month_text, timeline


def streaks(rows: pd.DataFrame, month: str) -> pd.DataFrame:
    """Return how many months in a row every child was measured, ending in `month`.

    Parameters
    ----------
    rows : DataFrame
        Resolved canonical rows with ``child_id``.
    month : str
        ``"YYYY-MM"``.

    Returns
    -------
    DataFrame
        ``child_id`` (all children known by then, sorted), ``streak`` (0: not measured in `month`) and
        ``since`` (first month of the streak, missing where it is 0).
    """
    time = timeline(rows, month)
    run = _runs(rows, time, month_number(month))
    since = [month_text(month_number(month) - n + 1) if n else None for n in run.tolist()]
    return pd.DataFrame(
        {
            "child_id": pd.array(time.ids, dtype="str"),
            "streak": run,
            "since": pd.array(since, dtype="str"),
        }
    )


def _runs(rows: pd.DataFrame, time: Timeline, last: int) -> Ints:
    attended = rows["measured"].to_numpy(dtype=bool)[time.at]
    child, back = time.child[attended], last - time.month[attended]
    # once a child and month; a run that ends in `last` has 0, 1, 2, … months back without a gap
    once = np.ones(len(child), dtype=bool)
    once[:-1] = (child[1:] != child[:-1]) | (back[1:] != back[:-1])
    child, back = child[once][::-1], back[once][::-1]
    starts = np.flatnonzero(np.diff(child, prepend=-1))
    rank = np.arange(len(child)) - np.repeat(starts, np.diff(np.append(starts, len(child))))
    # back − rank never falls, so that the months of the run are those where it is 0
    return np.bincount(child[back == rank], minlength=len(time.ids)).astype("int64")
