"""D/S under a trend, on the same axis of time: a fall that is only a fall in attendance is seen as such."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from stunting.charts import theme
from stunting.indicators.format_id import number, percent, period_name
from stunting.indicators.results import check_result

BAR: Final = "#A9C4C6"
WEIGHING: Final = "#2F7F80"
_BELOW: Final = 0.24  # share of the height


def with_attendance(
    fig: go.Figure,
    frame: pd.DataFrame,
    *,
    target: float | None = None,
    weighing: Sequence[bool] | None = None,
) -> go.Figure:
    """Return the figure of `charts.trend` with a strip of D/S bars under it.

    Parameters
    ----------
    fig : plotly.graph_objects.Figure
        Changed and returned.
    frame : pandas.DataFrame
        Result frame of D/S, one row a period of the trend.
    target : float, optional
        Fraction, a hairline with its name.
    weighing : sequence of bool, optional
        Which rows are months of mass weighing (darker).

    Raises
    ------
    ValueError
        If `frame` is no result frame, or holds more than one row a period.
    """
    check_result(frame)
    if frame["period"].duplicated().any():
        raise ValueError("attendance of one area: more than one row a period")
    monthly = bool(frame["period"].astype("str").str.len().eq(7).any())
    dark = list(weighing) if weighing is not None else [False] * len(frame)
    marked = pd.Series(dark, index=frame.index)
    seen = frame["value"].notna()
    part = frame[seen]
    fig.add_bar(
        x=[_at(str(p), monthly) for p in part["period"]],
        y=100 * part["value"],
        yaxis="y2",
        width=[26.5 * 86_400_000 if monthly else 0.5] * len(part),
        marker={"color": [WEIGHING if m else BAR for m in marked[seen]], "line": {"width": 0}},
        hovertext=[_tip(r, bool(m)) for r, m in zip(theme.rows(part), marked[seen], strict=True)],
        hoverinfo="text",
    )
    fig.update_yaxes(domain=[_BELOW + 0.09, 1], selector={"anchor": "x"})
    fig.update_layout(
        yaxis={"domain": [_BELOW + 0.09, 1]},
        yaxis2={
            "domain": [0, _BELOW], "range": [0, 112], "tickvals": [0, 100], "ticktext": ["0", "100 %"],
            "anchor": "x", "showgrid": False, "zeroline": False, "fixedrange": True, "ticks": "",
            "tickfont": {"size": 12, "color": theme.SOFT},
        },
        xaxis={"anchor": "y2"},
        bargap=0.2,
    )  # fmt: skip
    fig.add_annotation(
        x=0, xref="paper", y=_BELOW, yref="paper", xanchor="left", yanchor="bottom", yshift=1,
        showarrow=False, text="<b>D/S</b>", font={"size": 12, "color": theme.SOFT},
    )  # fmt: skip
    if target is not None and target == target:
        fig.add_shape(
            type="line", xref="paper", x0=0, x1=1, yref="y2", y0=100 * target, y1=100 * target,
            line={"color": theme.TARGET, "width": 1.2, "dash": "5px,3px"},
        )  # fmt: skip
        fig.add_annotation(
            x=1, xref="paper", xanchor="left", xshift=5, y=100 * target, yref="y2", showarrow=False,
            text=f"target<br>{percent(target, 1, trim=True)}", align="left",
            font={"size": 12, "color": theme.TARGET},
        )  # fmt: skip
    codes = list((fig.layout.meta or {}).get("codes", []))
    fig.update_layout(meta={"codes": [*codes, *[None] * (len(fig.data) - len(codes))]})
    return fig


def _at(period: str, monthly: bool) -> pd.Timestamp | float:
    return pd.Timestamp(f"{period}-01") if monthly else float(period[:4])


def _tip(row: Any, weighing: bool) -> str:
    what = " (bulan timbang)" if weighing else ""
    return (
        f"<b>D/S {percent(row.value, 1)}</b> {period_name(str(row.period))}{what}<br>"
        f"{number(row.numerator)} dari {number(row.denominator)}"
    )
