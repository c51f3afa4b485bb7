"""The plots of a briefing that compare: areas side by side, areas in two years, causes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from stunting.charts import theme
from stunting.charts.classes import FEW
from stunting.indicators.format_id import interval, number, percent, period_name, points
from stunting.indicators.results import check_result
from stunting.reports.briefing.draw import Drawing, Label

#: Bars of the earlier year.
BEFORE: Final = "#9CC9C9"
#: Areas shown at most: the highest and the lowest half of them.
SHOWN: Final = 8


Rows = tuple[list[dict[str, Any]], list[dict[str, Any]]]


def _ticks(top: float) -> list[dict[str, Any]]:
    """Return the ticks of an axis from 0 to `top`: ``at`` (share of the axis) and ``text``.

    >>> [(round(t["at"], 2), t["text"]) for t in _ticks(0.25)]
    [(0.0, '0'), (0.4, '10'), (0.8, '20 %')]
    """
    ticks = theme.percent_ticks(100 * top)
    return [
        {"at": tick / (100 * top), "text": text}
        for tick, text in zip(ticks, theme.tick_text(ticks), strict=True)
    ]


def sides(parts: pd.DataFrame, before: pd.DataFrame, names: Mapping[str, str]) -> Rows:
    """Return the rows of the plot of areas, highest first, at most `SHOWN` (the middle is left out).

    Areas with fewer than `FEW` measured are not ranked: they stand last, in the order of their codes.

    Returns
    -------
    list of dict
        ``name, value, interval, counts, change, few`` as text, and ``at, low, high, then`` as shares of the
        axis (``then``: a year earlier, None where unknown); ``gap`` before which areas were left out.
    list of dict
        Ticks of the axis, see `_ticks`.
    """
    check_result(parts)
    known = parts.dropna(subset=["value"])
    few = known["denominator"] < FEW
    rows = known[~few].sort_values(["value", "area"], ascending=[False, True])
    skipped = max(len(rows) - SHOWN, 0)
    kept = pd.concat([rows.head(SHOWN // 2), rows.tail(SHOWN // 2)]) if skipped else rows
    # of few children: no place in the order, so below it in the order of the codes, where there is room
    kept = pd.concat([kept, known[few].sort_values("area").head(max(SHOWN - len(kept), 0))])
    earlier = dict(zip(before["area"].astype("str"), before["value"], strict=True)) if len(before) else {}
    top = max([kept["high"].max(), *(v for a, v in earlier.items() if a in set(kept["area"]) and v == v)])
    out = []
    for at, row in enumerate(kept.to_dict("records")):
        then = earlier.get(row["area"], np.nan)
        out.append({
            "name": names.get(row["area"], row["area"]),
            "value": percent(row["value"], 1),
            "interval": interval(row["low"], row["high"]),
            "counts": f"{number(row['numerator'])} dari {number(row['denominator'])}",
            "change": points(row["value"] - then, 1, sign=True) if then == then else "",
            "few": bool(row["denominator"] < FEW),
            "at": row["value"] / top, "low": row["low"] / top, "high": row["high"] / top,
            "then": then / top if then == then else None,
            "gap": skipped if skipped and at == SHOWN // 2 else 0,
        })  # fmt: skip
    return out, _ticks(top)


def years(
    parts: pd.DataFrame, before: pd.DataFrame, names: Mapping[str, str], *, ratio: float = 0.4
) -> Drawing:
    """Return grouped bars of the areas in two years with their values, in the order of the areas' codes."""
    check_result(parts)
    then = dict(zip(before["area"].astype("str"), before["value"], strict=True))
    rows = parts.sort_values("area").to_dict("records")
    most = max(v for v in [*parts["value"], *then.values()] if v == v)
    out, floor, top = Drawing(ratio), 0.88, 0.1
    group = 1 / len(rows)
    wide = min(0.32 * group, 0.05)
    out.line([(0, floor), (1, floor)], theme.SOFT, 1.5)
    for at, row in enumerate(rows):
        middle = (at + 0.5) * group
        for side, value, fill in ((-1, then.get(row["area"], np.nan), BEFORE), (1, row["value"], theme.TEAL)):
            x = middle + side * wide * 0.54
            if value != value:
                out.labels.append(Label(x, floor - 0.03, "–", size=12, color=theme.SOFT))
                continue
            high = (floor - top) * value / most if most else 0
            corners = [(x - wide / 2, floor), (x - wide / 2, floor - high)]
            corners += [(x + wide / 2, floor - high), (x + wide / 2, floor)]
            out.area(corners, fill, 1)
            text = number(100 * value, 1)
            out.labels.append(Label(x, floor - high - 0.032, text, size=12, bold=side > 0, color=theme.SOFT))
        out.labels.append(Label(middle, 0.94, names.get(row["area"], row["area"]), size=12, color=theme.SOFT))
    pair = ((BEFORE, str(before["period"].iloc[0])), (theme.TEAL, str(parts["period"].iloc[0])))
    for at, (fill, period) in enumerate(pair):
        x = 0.005 + 0.16 * at
        out.area([(x, 0.005), (x, 0.045), (x + 0.02, 0.045), (x + 0.02, 0.005)], fill, 1)
        out.labels.append(
            Label(x + 0.028, 0.026, f"{period_name(period)} (%)", "start", 13, color=theme.SOFT)
        )
    return out


def spans(causes: pd.DataFrame) -> Rows:
    """Return the rows of the plot of causes, in the order of the frame.

    Returns
    -------
    list of dict
        ``name, value, interval, counts`` as text, and ``at, low, high`` as shares of the axis (limits None
        where a document prints none).
    list of dict
        Ticks of the axis, see `_ticks`.
    """
    check_result(causes)
    rows = causes.dropna(subset=["value"])
    if not len(rows):
        return [], []
    top = max(float(np.nanmax(rows[["value", "high"]].to_numpy("float64"))), 0.01)
    out = []
    for row in rows.to_dict("records"):
        low, high = (None if row[c] != row[c] else max(row[c], 0) / top for c in ("low", "high"))
        counts = f"{number(row['numerator'])} balita" if row["numerator"] == row["numerator"] else ""
        out.append({
            "name": row["title"], "value": percent(row["value"], 1), "counts": counts,
            "interval": interval(row["low"], row["high"]),
            "at": max(row["value"], 0) / top, "low": low, "high": high,
        })  # fmt: skip
    return out, _ticks(top)
