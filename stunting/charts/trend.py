"""The trend of one area: line, interval band, targets as steps, published figures in shapes of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from stunting.charts import theme
from stunting.charts.trend_marks import month, put_published, put_targets, reach, year
from stunting.indicators.format_id import number, percent, period_name, period_short
from stunting.indicators.results import check_result


def trend(
    frame: pd.DataFrame,
    *,
    targets: pd.DataFrame | None = None,
    published: pd.DataFrame | None = None,
    others: pd.DataFrame | None = None,
    names: Mapping[str, str] | None = None,
    height: int = 200,
) -> go.Figure:
    """Draw the trend of one area.

    Parameters
    ----------
    frame : pandas.DataFrame
        Result frame, one row a period, all months (``"2024-08"``) or all years (``"2024"``).
    targets : pandas.DataFrame, optional
        Columns ``year`` and ``value`` (fraction).
    published : pandas.DataFrame, optional
        Result frame of figures of other sources, ``rule`` one of `trend_marks.SHAPES`; yearly, set at
        mid-year where the axis is monthly.
    others : pandas.DataFrame, optional
        Result frame of areas drawn as faint lines behind, for orientation.
    names : mapping, optional
        Display names of the areas of `others`.
    height : int
        Pixels.

    Returns
    -------
    plotly.graph_objects.Figure
        ``layout.meta["codes"]`` holds the area of each trace (``None`` for the rest), for the page that
        lights up an area everywhere.

    Raises
    ------
    ValueError
        If a frame is not a result frame, or holds more than one row a period.
    """
    check_result(frame)
    frame = frame.sort_values("period")
    if frame["period"].duplicated().any():
        raise ValueError("trend of one area: more than one row a period")
    monthly = bool(frame["period"].str.len().eq(7).any())
    place = month if monthly else year
    fig = theme.figure(height, left=38, right=58, bottom=24)
    codes: list[str | None] = []
    if others is not None and len(others):
        codes += _others(fig, check_result(others), place, names or {})
    x = [place(p) for p in frame["period"]]
    for piece in _pieces(frame, monthly):
        part = frame.iloc[piece]
        px = [place(p) for p in part["period"]]
        fig.add_scatter(
            x=px + px[::-1],
            y=[*(100 * part["high"]), *(100 * part["low"])[::-1]],
            fill="toself",
            fillcolor=theme.BAND,
            line={"width": 0},
            hoverinfo="skip",
            mode="lines",
        )
        fig.add_scatter(
            x=px,
            y=100 * part["value"],
            mode="lines" if len(part) > 1 else "markers",
            line={"color": theme.TEAL, "width": 2.2},
            marker={"color": theme.TEAL, "size": 6},
            hovertext=[_tip(r) for r in theme.rows(part)],
            hoverinfo="text",
        )
    years = sorted({int(p[:4]) for p in frame["period"]})
    if not monthly and published is not None:
        years = sorted({*years, *published["period"].str[:4].astype(int)})
    shown = put_published(fig, published, years, monthly)
    behind = [] if others is None or not len(others) else [others["value"].max()]
    top = 106 * np.nanmax([frame["high"].max(), *behind, *reach(targets, years), *shown, 0.01])
    if years:
        put_targets(fig, targets, frame, years, monthly)
    last = frame.dropna(subset=["value"]).tail(1)
    if len(last):
        row = last.iloc[0]
        end = {"x": place(row["period"]), "y": 100 * row["value"]}
        fig.add_scatter(
            x=[end["x"]],
            y=[end["y"]],
            mode="markers",
            marker={"color": theme.TEAL, "size": 8},
            hoverinfo="skip",
        )
        fig.add_annotation(
            **end, text=f"<b>{percent(row['value'], 1)}</b>", xanchor="left", xshift=9, showarrow=False,
            font={"size": 13, "color": theme.TEAL},
        )  # fmt: skip
    ticks = theme.percent_ticks(float(top))
    fig.update_yaxes(
        range=[0, float(top)],
        tickvals=ticks,
        ticktext=theme.tick_text(ticks),
        showgrid=True,
        gridcolor=theme.HAIR,
        gridwidth=1,
    )
    fig.update_xaxes(**_xaxis(years, x, monthly))
    codes += [None] * (len(fig.data) - len(codes))
    fig.update_layout(meta={"codes": codes})
    return fig


def _pieces(frame: pd.DataFrame, monthly: bool) -> list[np.ndarray]:
    """Positions of unbroken stretches: a month without data is a gap, never bridged."""
    freq = "M" if monthly else "Y"
    order = pd.PeriodIndex(frame["period"].to_numpy(), freq=freq).astype("int64")
    ok = np.flatnonzero(frame["value"].notna().to_numpy())
    if not ok.size:
        return []
    breaks = np.flatnonzero(np.diff(order[ok]) > 1) + 1
    return np.split(ok, breaks)


def _others(
    fig: go.Figure,
    others: pd.DataFrame,
    place: Callable[[str], pd.Timestamp | float],
    names: Mapping[str, str],
) -> list[str | None]:
    codes: list[str | None] = []
    for code, part in others.sort_values("period").groupby("area", observed=True):
        name = names.get(str(code), str(code))
        fig.add_scatter(
            x=[place(p) for p in part["period"]],
            y=100 * part["value"],
            mode="lines",
            line={"color": "#CBD5D7", "width": 1},
            hovertext=[f"<b>{name}</b><br>{_tip(r)}" for r in theme.rows(part)],
            hoverinfo="text",
        )
        codes.append(str(code))
    return codes


def _xaxis(years: list[int], x: list[pd.Timestamp | float], monthly: bool) -> dict[str, object]:
    if not years:
        return {"visible": False}
    if not monthly:
        first, final = min(years), max(years)
        return {"range": [first - 0.6, final + 0.5], "tickvals": years, "ticktext": [str(y) for y in years]}
    days = pd.to_datetime(pd.Series(x))
    months = pd.date_range(days.min(), days.max(), freq="MS")
    want = {13: (1, 4, 7, 10), 31: (1, 7)}
    keep = next((m for n, m in want.items() if len(months) <= n), (1,))
    vals = [m for m in months if m.month in keep] or [months[0], months[-1]]
    text = [period_short(f"{m:%Y-%m}") for m in vals]
    slack = pd.Timedelta(days=10)
    return {"range": [months[0] - slack, months[-1] + slack], "tickvals": vals, "ticktext": text}


def _tip(row: Any) -> str:
    """Hover text of a row of a result frame."""
    if pd.isna(row.value):
        return f"{period_name(row.period)}: belum ada data"
    return (
        f"<b>{percent(row.value, 2)}</b> {period_name(row.period)}<br>"
        f"{number(row.numerator)} dari {number(row.denominator)} diukur<br>"
        f"95 %: {percent(row.low, 1)} – {percent(row.high, 1)}"
    )
