"""Horizontal bars of counts or rates, for tables that want a picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import plotly.graph_objects as go
from pandas import DataFrame

from stunting.charts import theme
from stunting.charts.classes import CIRCLE, PALETTE, class_of, indicator_of
from stunting.indicators.format_id import number, percent
from stunting.indicators.results import check_result


def bars(
    frame: DataFrame,
    *,
    names: Mapping[str, str],
    measure: Literal["value", "numerator"] = "numerator",
    limit: int = 10,
    height: int | None = None,
) -> go.Figure:
    """Draw one bar an area, longest on top; `measure` is the rate or the count of children.

    Raises
    ------
    ValueError
        If `frame` is not a result frame.
    """
    check_result(frame)
    shown = frame.dropna(subset=[measure]).sort_values([measure, "area"], ascending=[False, True])
    shown = shown.head(limit).iloc[::-1]
    label = [names.get(str(a), str(a)) for a in shown["area"]]
    rate = measure == "value"
    x = 100 * shown["value"] if rate else shown["numerator"]
    text = [percent(v, 1) for v in shown["value"]] if rate else [number(v) for v in shown["numerator"]]
    rows = max(len(shown), 1)
    longest = max((len(s) for s in label), default=0)
    fig = theme.figure(height or 12 + 24 * rows, left=int(12 + 6.3 * longest), right=52, top=2, bottom=8)
    fig.add_bar(
        x=x,
        y=list(range(len(shown))),
        orientation="h",
        text=text,
        textposition="outside",
        cliponaxis=False,
        marker={
            "color": [PALETTE[k] for k in class_of(shown["value"], indicator_of(shown))] if rate else CIRCLE
        },
        hoverinfo="skip",
        width=0.62,
    )
    fig.update_xaxes(visible=False, rangemode="tozero")
    fig.update_yaxes(
        tickvals=list(range(len(shown))), ticktext=label, tickfont={"size": 13, "color": theme.INK}
    )
    fig.update_layout(meta={"codes": [str(a) for a in shown["area"]]})
    return fig
