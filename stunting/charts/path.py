"""The path to a target: figures with intervals, the path required, and where the years so far lead."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from stunting.charts import theme
from stunting.indicators.format_id import interval, number, percent
from stunting.indicators.results import check_result

#: Name → colour of line and fan, dash, symbol of the points.
STYLES: Final = (
    (theme.TEAL, "rgba(11,110,110,0.16)", "solid", "circle"),
    ("#5B3F8C", "rgba(91,63,140,0.10)", "dot", "square-open"),
)


def path(
    series: list[tuple[str, pd.DataFrame, pd.DataFrame]],
    *,
    target: float,
    target_year: int,
    required: pd.DataFrame | None = None,
    height: int = 320,
) -> go.Figure:
    """Draw one or two series of yearly figures, their fans, the target and the required path.

    Parameters
    ----------
    series : list of (name, figures, projection)
        Result frames with yearly ``period``; the projection may be empty. The first is drawn strongest.
    target : float
        Fraction.
    required : DataFrame, optional
        Columns ``year``, ``value`` (fraction): the path from the last figure to the target.
    height : int
        Pixels.

    Raises
    ------
    ValueError
        If a frame is no result frame, or more than two series are given.
    """
    if len(series) > len(STYLES):
        raise ValueError("two series at most")
    fig = theme.figure(height, left=44, right=58, top=12, bottom=26)
    years, top = [target_year], [100 * target]
    for (name, figures, ahead), style in reversed(list(zip(series, STYLES, strict=False))):
        seen = check_result(figures).dropna(subset=["value"]).sort_values("period")
        years += [int(str(p)[:4]) for p in seen["period"]]
        top += [100 * float(v) for v in seen[["value", "high"]].max(axis=1)]
        _fan(fig, seen, check_result(ahead), style, name)
        _points(fig, seen, style, name)
        if len(ahead):
            years += ahead["period"].astype(int).tolist()
            top += [100 * float(ahead["high"].max())]
    if required is not None and len(required):
        fig.add_scatter(
            x=required["year"], y=100 * required["value"], mode="lines", hoverinfo="skip",
            line={"color": theme.TARGET, "width": 1.8, "dash": "6px,4px"},
        )  # fmt: skip
    fig.add_scatter(
        x=[target_year], y=[100 * target], mode="markers", hoverinfo="text",
        marker={"symbol": "diamond", "size": 12, "color": theme.TARGET},
        hovertext=[f"<b>target {percent(target, 2, trim=True)}</b> pada {target_year}"],
    )  # fmt: skip
    fig.add_annotation(
        x=target_year, y=100 * target, text=f"<b>target<br>{percent(target, 2, trim=True)}</b>",
        xanchor="left", xshift=9, showarrow=False, align="left", font={"size": 12, "color": theme.TARGET},
    )  # fmt: skip
    axes(fig, years, max(top))
    return fig


def _fan(fig: go.Figure, seen: pd.DataFrame, ahead: pd.DataFrame, style: tuple[str, ...], name: str) -> None:
    """Draw the prediction interval as a fan that opens at the last figure, its middle as a line."""
    if not len(ahead) or not len(seen):
        return
    colour, fill, dash, _ = style
    last = seen.iloc[-1]
    start = [float(last["value"])]
    x = [int(str(last["period"])[:4]), *ahead["period"].astype(int)]
    low, high = ([100 * v for v in start + ahead[c].tolist()] for c in ("low", "high"))
    fig.add_scatter(
        x=x + x[::-1], y=high + low[::-1], fill="toself", fillcolor=fill, mode="lines", hoverinfo="skip",
        line={"width": 1 if dash != "solid" else 0, "color": colour, "dash": dash},
    )  # fmt: skip
    fig.add_scatter(
        x=x, y=[100 * v for v in start + ahead["value"].tolist()], mode="lines",
        line={"color": colour, "width": 1.6, "dash": "dot"},
        hovertext=["", *(_ahead(r, name) for r in theme.rows(ahead))], hoverinfo="text",
    )  # fmt: skip


def _points(fig: go.Figure, seen: pd.DataFrame, style: tuple[str, ...], name: str) -> None:
    if not len(seen):
        return
    colour, _, dash, symbol = style
    low, high = (seen[c].to_numpy("float64") for c in ("low", "high"))
    value = seen["value"].to_numpy("float64")
    fig.add_scatter(
        x=seen["period"].astype("str").str.slice(0, 4).astype(int), y=100 * value, mode="lines+markers",
        line={"color": colour, "width": 2.2 if dash == "solid" else 1.2, "dash": dash},
        marker={"symbol": symbol, "size": 8, "color": colour},
        error_y={"type": "data", "symmetric": False, "array": np.nan_to_num(100 * (high - value)),
                 "arrayminus": np.nan_to_num(100 * (value - low)), "color": colour, "thickness": 1.4,
                 "width": 3},
        hovertext=[_seen(r, name) for r in theme.rows(seen)], hoverinfo="text",
    )  # fmt: skip


def required_path(value: float, year: int, target: float, target_year: int) -> pd.DataFrame:
    """Return the path of a constant yearly rate from a figure to the target, columns ``year``, ``value``.

    >>> required_path(0.2, 2024, 0.05, 2026)["value"].round(3).tolist()
    [0.2, 0.1, 0.05]
    """
    if target_year <= year or not value > 0 or math.isnan(target):
        return pd.DataFrame({"year": [], "value": []})
    years = np.arange(year, target_year + 1)
    share = (years - year) / (target_year - year)
    return pd.DataFrame({"year": years, "value": value * (max(target, 1e-9) / value) ** share})


def axes(fig: go.Figure, years: list[int], top: float) -> None:
    """Set the axes of a figure of yearly percentages from 0 to `top`."""
    first, last = min(years), max(years)
    limit = max(1.08 * top, 0.5)
    ticks = theme.percent_ticks(limit)
    fig.update_yaxes(
        range=[0, limit], tickvals=ticks, ticktext=theme.tick_text(ticks), showgrid=True,
        gridcolor=theme.HAIR, gridwidth=1,
    )  # fmt: skip
    step = 1 if last - first <= 12 else 2 if last - first <= 24 else 5
    vals = list(range(first, last + 1, step))
    fig.update_xaxes(range=[first - 0.4, last + 0.4], tickvals=vals, ticktext=[str(v) for v in vals])


def _seen(row: Any, name: str) -> str:
    counts = (
        ""
        if pd.isna(row.denominator)
        else f"<br>{number(row.numerator)} dari {number(row.denominator)} diukur"
    )
    ends = "" if pd.isna(row.low) else f"<br>95 %: {interval(row.low, row.high)}"
    return f"<b>{percent(row.value, 2)}</b> {str(row.period)[:4]}, {name}{counts}{ends}"


def _ahead(row: Any, name: str) -> str:
    return (
        f"<b>proyeksi {percent(row.value, 1)}</b> {row.period}, {name}<br>"
        f"selang prediksi 90 %: {interval(row.low, row.high)}"
    )
