"""Two scenarios side by side: nothing changes, and the reader's rates."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from stunting.charts import theme
from stunting.charts.path import axes
from stunting.indicators.format_id import number, percent
from stunting.indicators.results import check_result


def scenario(kept: pd.DataFrame, moved: pd.DataFrame, *, target: float, height: int = 260) -> go.Figure:
    """Draw two scenarios of `what_if`: nothing changes (grey), and the reader's (teal, with its band)."""
    check_result(kept)
    check_result(moved)
    fig = theme.figure(height, left=44, right=64, top=12, bottom=26)
    x = moved["period"].astype(int).tolist()
    if moved["low"].notna().any():
        low, high = moved["low"].fillna(moved["value"]), moved["high"].fillna(moved["value"])
        fig.add_scatter(
            x=x + x[::-1], y=[*(100 * high), *(100 * low)[::-1]], fill="toself", fillcolor=theme.BAND,
            line={"width": 0}, mode="lines", hoverinfo="skip",
        )  # fmt: skip
    ends = []
    for frame, colour, dash, words in (
        (kept, theme.SOFT, "dot", "laju tetap"), (moved, theme.TEAL, "solid", "andaian"),
    ):  # fmt: skip
        fig.add_scatter(
            x=x, y=100 * frame["value"], mode="lines+markers", marker={"size": 6, "color": colour},
            line={"color": colour, "width": 2, "dash": dash}, hoverinfo="text",
            hovertext=[
                f"<b>{percent(r.value, 1)}</b> {words}, {r.period}<br>sekitar {number(r.numerator)} balita"
                for r in theme.rows(frame)
            ],
        )  # fmt: skip
        ends.append((100 * float(frame["value"].iloc[-1]), colour, words))
    fig.add_shape(
        type="line", x0=x[0], x1=x[-1], y0=100 * target, y1=100 * target,
        line={"color": theme.TARGET, "width": 1.6, "dash": "5px,3px"},
    )  # fmt: skip
    fig.add_annotation(
        x=x[0], y=100 * target, text=f"target {percent(target, 2, trim=True)}", xanchor="left",
        yanchor="bottom", showarrow=False, font={"size": 12, "color": theme.TARGET},
    )  # fmt: skip
    top = max(
        100 * float(np.nanmax([kept["value"].max(), moved[["value", "high"]].max().max()])), 100 * target
    )
    near = abs(ends[0][0] - ends[1][0]) < 0.12 * top
    for i, (y, colour, words) in enumerate(ends):
        shift = (9 if y >= ends[1 - i][0] and not (y == ends[1 - i][0] and i) else -9) if near else 0
        fig.add_annotation(
            x=x[-1], y=y, text=words, xanchor="left", xshift=8, yshift=shift, showarrow=False,
            font={"size": 12, "color": colour},
        )  # fmt: skip
    axes(fig, x, top)
    return fig
