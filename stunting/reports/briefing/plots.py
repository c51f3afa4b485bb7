"""The two plots of a briefing: the trend with its target, and areas side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from stunting.charts import theme
from stunting.charts.classes import FEW
from stunting.indicators.format_id import number, percent, period_name, period_short, points
from stunting.indicators.results import check_result
from stunting.reports.briefing.draw import Drawing, Label

#: Plot area as fractions of the drawing: room for the axis left and below, for the last value right.
_LEFT, _RIGHT, _TOP, _BOTTOM = 0.06, 0.90, 0.05, 0.88
#: Bars of the earlier year.
BEFORE: Final = "#9CC9C9"
#: Areas shown at most: the highest and the lowest half of them.
SHOWN: Final = 8


def trend(
    series: pd.DataFrame, targets: pd.DataFrame, published: pd.DataFrame, *, ratio: float = 0.42
) -> Drawing:
    """Return the trend of one area: interval band, line, target steps, published figures as diamonds.

    Parameters
    ----------
    series : DataFrame
        Result frame of one area, one row a period, all months or all years.
    targets : DataFrame
        ``year``, ``value``, ``printed``.
    published : DataFrame
        Result frame of other sources.
    """
    check_result(series)
    series = series.dropna(subset=["value"]).sort_values("period")
    monthly = bool(series["period"].str.len().eq(7).all())
    own = np.array([_time(p) for p in series["period"]])
    years = sorted({int(t) for t in own})
    surveys = published[published["rule"].eq("survei")] if len(published) else published
    surveys = surveys[surveys["period"].str[:4].astype(int).between(years[0], years[-1])]
    goal = targets[targets["year"].astype(int).between(years[0], years[-1])] if len(targets) else targets
    low, high = (years[0], years[-1] + 1) if monthly else (years[0] + 0.2, years[-1] + 0.8)
    most = max([series["high"].max(), *surveys["value"], *(goal["value"] if len(goal) else [])])
    ticks = theme.percent_ticks(106 * float(most))
    top = max(106 * float(most), ticks[-1])
    out = Drawing(ratio, alt="")

    def place(t: float, value: float) -> tuple[float, float]:
        x = _LEFT + (_RIGHT - _LEFT) * (t - low) / (high - low)
        return x, _BOTTOM - (_BOTTOM - _TOP) * 100 * value / top

    for tick, text in zip(ticks, theme.tick_text(ticks), strict=True):
        y = place(low, tick / 100)[1]
        out.line([(_LEFT, y), (_RIGHT, y)], theme.HAIR, 1.5)
        out.labels.append(Label(_LEFT - 0.008, y, text, "end", 12, color=theme.SOFT))
    for year in years:
        out.labels.append(Label(place(year + 0.5, 0)[0], 0.95, str(year), size=12, color=theme.SOFT))
    for row in goal.to_dict("records"):
        ends = [place(max(row["year"], low), row["value"]), place(min(row["year"] + 1, high), row["value"])]
        out.line(ends, theme.TARGET, 3, "9,6")
    at = list(zip(own, series["low"], series["high"], series["value"], strict=True))
    for piece in _pieces(series, monthly):
        some = [at[i] for i in piece]
        band = [place(t, h) for t, _, h, _ in some] + [place(t, lo) for t, lo, _, _ in some][::-1]
        out.area(band, theme.TEAL, 0.16)
        out.line([place(t, v) for t, _, _, v in some], theme.TEAL, 4.5)
    for row in surveys.to_dict("records"):
        x, y = place(int(row["period"][:4]) + 0.5, row["value"])
        out.diamond(x, y, 9, theme.SURVEY)
        out.labels.append(Label(x + 0.014, y, percent(row["value"], 1), "start", 12, color=theme.SURVEY))
    x, y = place(own[-1], float(series["value"].iloc[-1]))
    out.dot(x, y, 8, theme.TEAL)
    last = percent(series["value"].iloc[-1], 1)
    out.labels.append(Label(x + 0.014, y, last, "start", 16, True, theme.TEAL))
    if len(goal):
        final = goal.sort_values("year").iloc[-1]
        x, y = place(min(final["year"] + 1, high), final["value"])
        said = f"target {int(final['year'])}: {percent(final['printed'], 2, trim=True)}"
        below = y > out.labels[-1].y
        out.labels.append(Label(x, y + (0.045 if below else -0.045), said, "end", 12, color=theme.TARGET))
    return out


def _time(period: str) -> float:
    """Return a period as a year: months at their middle, years at theirs.

    >>> _time("2024"), _time("2024-07")
    (2024.5, 2024.5416666666667)
    """
    return int(period[:4]) + ((int(period[5:7]) - 0.5) / 12 if len(period) == 7 else 0.5)


def _pieces(series: pd.DataFrame, monthly: bool) -> list[list[int]]:
    """Return the positions of unbroken stretches: a period without data is a gap, never bridged."""
    order = pd.PeriodIndex(series["period"].to_numpy(), freq="M" if monthly else "Y").astype("int64")
    breaks = np.flatnonzero(np.diff(order) > 1) + 1
    return [piece.tolist() for piece in np.split(np.arange(len(order)), breaks) if len(piece)]


def sides(parts: pd.DataFrame, before: pd.DataFrame, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the rows of the plot of areas, highest first, at most `SHOWN` (the middle is left out).

    Returns
    -------
    list of dict
        ``name, value, counts, change, few`` as text, and ``at, low, high, then`` as shares of the axis
        (``then``: a year earlier, None where unknown); ``gap`` before which areas were left out.
    """
    check_result(parts)
    rows = parts.dropna(subset=["value"]).sort_values(["value", "area"], ascending=[False, True])
    skipped = max(len(rows) - SHOWN, 0)
    kept = pd.concat([rows.head(SHOWN // 2), rows.tail(SHOWN // 2)]) if skipped else rows
    earlier = dict(zip(before["area"].astype("str"), before["value"], strict=True)) if len(before) else {}
    top = max([kept["high"].max(), *(v for a, v in earlier.items() if a in set(kept["area"]) and v == v)])
    out = []
    for at, row in enumerate(kept.to_dict("records")):
        then = earlier.get(row["area"], np.nan)
        out.append({
            "name": names.get(row["area"], row["area"]),
            "value": percent(row["value"], 1),
            "counts": f"{number(row['numerator'])} dari {number(row['denominator'])}",
            "change": points(row["value"] - then, 1, sign=True) if then == then else "",
            "few": bool(row["denominator"] < FEW),
            "at": row["value"] / top, "low": row["low"] / top, "high": row["high"] / top,
            "then": then / top if then == then else None,
            "gap": skipped if skipped and at == SHOWN // 2 else 0,
        })  # fmt: skip
    return out


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


def spans(causes: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of the plot of causes, in the order of the frame.

    Returns
    -------
    list of dict
        ``name, value, counts`` as text, and ``at, low, high`` as shares of the axis (limits None where
        a document prints none).
    """
    check_result(causes)
    rows = causes.dropna(subset=["value"])
    if not len(rows):
        return []
    top = max(float(np.nanmax(rows[["value", "high"]].to_numpy("float64"))), 0.01)
    out = []
    for row in rows.to_dict("records"):
        low, high = (None if row[c] != row[c] else max(row[c], 0) / top for c in ("low", "high"))
        counts = f"{number(row['numerator'])} balita" if row["numerator"] == row["numerator"] else ""
        out.append({
            "name": row["title"], "value": percent(row["value"], 1), "counts": counts,
            "at": max(row["value"], 0) / top, "low": low, "high": high,
        })  # fmt: skip
    return out


def when(series: pd.DataFrame) -> str:
    """Return what a trend spans, for its caption."""
    first, last = series["period"].min(), series["period"].max()
    return f"{period_short(first)} sampai {period_name(last)}" if first != last else period_name(last)
