"""The same months of mass weighing across the years, with their D/S underneath."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from stunting.charts import theme
from stunting.charts.slope import spread
from stunting.indicators.format_id import MONTHS, MONTHS_SHORT, number, percent, period_name
from stunting.indicators.results import check_result

#: One colour and symbol a month, in the order of the calendar.
LOOKS: Final = (
    ("#5B3F8C", "diamond"),
    (theme.TEAL, "circle"),
    ("#9A6A00", "square"),
    (theme.INK, "triangle-up"),
)
_STEP: Final = 0.16
_BELOW: Final = 0.24


def weighing(frame: pd.DataFrame, attendance: pd.DataFrame, *, height: int = 260) -> go.Figure:
    """Draw prevalence (dot and interval) and D/S (bar) of each month of weighing, year by year.

    Parameters
    ----------
    frame, attendance : pandas.DataFrame
        Of `stunting.indicators.weighing.by_month`: prevalence, and D/S of the same area and months.

    Raises
    ------
    ValueError
        If a frame is no result frame, or a month stands twice.
    """
    for part in (check_result(frame), check_result(attendance)):
        if part["period"].duplicated().any():
            raise ValueError("weighing months: a month occurs more than once")
    fig = theme.figure(height, left=38, right=58, bottom=24)
    months = sorted({*frame["month"], *attendance["month"]})
    shift = {m: (i - (len(months) - 1) / 2) * _STEP for i, m in enumerate(months)}
    for i, month in enumerate(months):
        color, symbol = LOOKS[i % len(LOOKS)]
        _rates(fig, frame[(frame["month"] == month) & frame["value"].notna()], shift[month], color, symbol)
        _bars(
            fig, attendance[(attendance["month"] == month) & attendance["value"].notna()], shift[month], color
        )
    _names(fig, frame, shift, months)
    top = 106 * max(float(frame["high"].max()) if frame["high"].notna().any() else 0.01, 0.01)
    ticks = theme.percent_ticks(top)
    years = sorted({*frame["year"], *attendance["year"]})
    axis2 = {
        "domain": [0, _BELOW], "range": [0, 112], "tickvals": [0, 100], "ticktext": ["0", "100 %"],
        "anchor": "x", "showgrid": False, "zeroline": False, "fixedrange": True, "ticks": "",
        "tickfont": {"size": 12, "color": theme.SOFT},
    }  # fmt: skip
    fig.update_layout(
        yaxis={
            "domain": [_BELOW + 0.09, 1], "range": [0, top], "tickvals": ticks,
            "ticktext": theme.tick_text(ticks), "showgrid": True, "gridcolor": theme.HAIR,
        },
        yaxis2=axis2,
        uniformtext={"minsize": 10, "mode": "hide"},  # on a phone the bars are too thin for figures
        xaxis={"anchor": "y2", "tickvals": years, "ticktext": [str(y) for y in years]},
    )  # fmt: skip
    if years:
        fig.update_xaxes(range=[years[0] - 0.5, years[-1] + 0.5])
    fig.add_annotation(
        x=0, xref="paper", y=_BELOW, yref="paper", xanchor="left", yanchor="bottom", yshift=1,
        showarrow=False, text="<b>D/S</b>", font={"size": 12, "color": theme.SOFT},
    )  # fmt: skip
    return fig


def legend(months: Sequence[int]) -> str:
    """Return the key of the marks.

    >>> legend([2, 8])
    '◆ Februari · ● Agustus'
    """
    marks = ("◆", "●", "■", "▲")
    return " · ".join(f"{marks[i % 4]} {MONTHS[m - 1]}" for i, m in enumerate(sorted(months)))


def _rates(fig: go.Figure, part: pd.DataFrame, shift: float, color: str, symbol: str) -> None:
    if not len(part):
        return
    fig.add_scatter(
        x=part["year"] + shift, y=100 * part["value"], mode="lines+markers",
        line={"color": color, "width": 1.4}, marker={"color": color, "size": 9, "symbol": symbol},
        error_y={
            "type": "data", "symmetric": False, "array": 100 * (part["high"] - part["value"]),
            "arrayminus": 100 * (part["value"] - part["low"]), "color": color, "thickness": 1.4, "width": 0,
        },
        hovertext=[_tip(r, "diukur") for r in theme.rows(part)], hoverinfo="text",
    )  # fmt: skip


def _bars(fig: go.Figure, part: pd.DataFrame, shift: float, color: str) -> None:
    if not len(part):
        return
    fig.add_bar(
        x=part["year"] + shift, y=100 * part["value"], yaxis="y2", width=_STEP * 0.86,
        marker={"color": color, "opacity": 0.55}, text=[number(100 * v) for v in part["value"]],
        textposition="inside", insidetextanchor="middle", textangle=0,
        textfont={"size": 11, "color": theme.INK},
        hovertext=[_tip(r, "terdaftar") for r in theme.rows(part)], hoverinfo="text",
    )  # fmt: skip


def _names(fig: go.Figure, frame: pd.DataFrame, shift: dict[int, float], months: Sequence[int]) -> None:
    """Name each line at its last point, where they do not stand in each other's way."""
    ends = [frame[(frame["month"] == m) & frame["value"].notna()].tail(1) for m in months]
    ends = [e for e in ends if len(e)]
    if not ends:
        return
    values = [100 * float(e["value"].iloc[0]) for e in ends]
    top = 106 * max(float(frame["high"].max()), 0.01)
    for e, at in zip(ends, spread(values, top / 9, 0, top), strict=True):
        row = e.iloc[0]
        color = LOOKS[months.index(row["month"]) % len(LOOKS)][0]
        fig.add_annotation(
            x=1, xref="paper", xanchor="left", xshift=3, y=at, showarrow=False, align="left",
            text=f"{MONTHS_SHORT[int(row['month']) - 1]} <b>{number(100 * row['value'], 1)}</b>",
            font={"size": 12, "color": color},
        )  # fmt: skip


def _tip(row: Any, of: str) -> str:
    limits = "" if pd.isna(row.low) else f"<br>95 %: {percent(row.low, 1)} – {percent(row.high, 1)}"
    return (
        f"<b>{'D/S ' if of == 'terdaftar' else ''}{percent(row.value, 2 if of == 'diukur' else 1)}</b> "
        f"{period_name(str(row.period))}<br>{number(row.numerator)} dari {number(row.denominator)} {of}"
        f"{limits if of == 'diukur' else ''}"
    )
