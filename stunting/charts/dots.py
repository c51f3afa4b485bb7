"""Areas side by side: a dot and its interval, sorted by value, last year's dot hollow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from stunting.charts import theme
from stunting.charts.classes import FEW, PALETTE, class_of, indicator_of
from stunting.indicators.format_id import number, percent, period_name
from stunting.indicators.results import check_result

ROW: int = 25


def dots(
    frame: pd.DataFrame,
    *,
    names: Mapping[str, str],
    before: pd.DataFrame | None = None,
    reference: float | None = None,
    limit: int = 12,
    height: int | None = None,
) -> go.Figure:
    """Draw one row an area, the highest on top.

    Parameters
    ----------
    frame : pandas.DataFrame
        Result frame of one period, one row an area (column ``area``).
    names : mapping
        Area key → display name.
    before : pandas.DataFrame, optional
        The same areas a year earlier.
    reference : float, optional
        Fraction of the area above (vertical line).
    limit : int
        Areas shown at most; the highest are kept.
    height : int, optional
        Pixels; by default `ROW` for each area.

    Returns
    -------
    plotly.graph_objects.Figure
        ``layout.meta["codes"]``: area keys in the order of the points.

    Raises
    ------
    ValueError
        If a frame is not a result frame, or an area occurs twice.
    """
    check_result(frame)
    if frame["area"].duplicated().any():
        raise ValueError("dots: an area occurs more than once")
    shown = frame.dropna(subset=["value"]).sort_values(["value", "area"], ascending=[False, True]).head(limit)
    shown = shown.iloc[::-1]  # Plotly counts categories from below
    codes = [str(a) for a in shown["area"]]
    label = [names.get(c, c) for c in codes]
    longest = max((len(s) for s in label), default=0)
    rows = len(shown)
    fig = theme.figure(height or 30 + ROW * max(rows, 1), left=int(12 + 6.3 * longest), right=58, top=2)
    few = (shown["denominator"] < FEW).to_numpy()
    color = [PALETTE[k] for k in class_of(shown["value"], indicator_of(shown))]
    y = list(range(rows))
    fig.add_scatter(
        x=100 * shown["value"],
        y=y,
        mode="markers",
        marker={
            "size": 11,
            "color": [("#FFFFFF" if f else c) for f, c in zip(few, color, strict=True)],
            "line": {"width": 1.2, "color": theme.INK},
            "opacity": 1,
        },
        error_x={
            "type": "data",
            "symmetric": False,
            "array": 100 * (shown["high"] - shown["value"]),
            "arrayminus": 100 * (shown["value"] - shown["low"]),
            "color": "#7F949A",
            "thickness": 2,
            "width": 0,
        },
        hovertext=[_tip(r, names, bool(f)) for r, f in zip(theme.rows(shown), few, strict=True)],
        hoverinfo="text",
    )
    top = 100 * float(shown["high"].max()) if rows else 1.0
    if before is not None and len(before):
        check_result(before)
        old = before.drop_duplicates("area").set_index("area").reindex(codes)
        fig.add_scatter(
            x=100 * old["value"],
            y=y,
            mode="markers",
            marker={"size": 9, "symbol": "circle-open", "color": theme.SOFT, "line": {"width": 1.4}},
            hovertext=[
                "" if pd.isna(v) else f"{percent(v, 2)} {period_name(p)}"
                for v, p in zip(old["value"], old["period"], strict=True)
            ],
            hoverinfo="text",
        )
        if old["value"].notna().any():
            top = max(top, 100 * float(old["value"].max()))
    if reference is not None and not pd.isna(reference):
        fig.add_shape(
            type="line", x0=100 * reference, x1=100 * reference, y0=-0.6, y1=rows - 0.4, layer="below",
            line={"color": theme.TEAL, "width": 1.4},
        )  # fmt: skip
    for i, v in enumerate(shown["value"]):
        fig.add_annotation(
            xref="paper", x=1.0, xanchor="left", xshift=6, y=i, showarrow=False,
            text=percent(v, 1) + ("*" if few[i] else ""), font={"size": 13, "color": theme.INK},
        )  # fmt: skip
    top = max(1.06 * top, 0.5)
    ticks = theme.percent_ticks(top)
    fig.update_xaxes(
        range=[0, top],
        tickvals=ticks,
        ticktext=theme.tick_text(ticks),
        showgrid=True,
        gridcolor=theme.HAIR,
    )
    fig.update_yaxes(
        range=[-0.6, max(rows, 1) - 0.4],
        tickvals=y,
        ticktext=label,
        tickfont={"size": 13, "color": theme.INK},
    )
    fig.update_layout(meta={"codes": codes})
    return fig


def _tip(r: Any, names: Mapping[str, str], few: bool) -> str:
    text = (
        f"<b>{names.get(str(r.area), str(r.area))}: {percent(r.value, 2)}</b><br>"
        f"{number(r.numerator)} dari {number(r.denominator)} diukur, {period_name(r.period)}<br>"
        f"95 %: {percent(r.low, 1)} – {percent(r.high, 1)}"
    )
    return text + (f"<br>kurang dari {FEW} diukur: belum pasti" if few else "")
