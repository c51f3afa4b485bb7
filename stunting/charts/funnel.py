"""Funnel plot: areas by size and rate, with the limits of chance around the rate of the whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from stunting.charts import theme
from stunting.indicators.format_id import number, percent, period_name
from stunting.indicators.funnel import ABOVE, BELOW, INNER, INSIDE, NEAR_ABOVE, NEAR_BELOW, OUTER, limits
from stunting.indicators.results import check_result

#: Where an area lies → fill, outline, symbol: shape tells it without colour.
MARKS: Final = {
    ABOVE: ("#7A2418", "#12262B", "triangle-up"),
    NEAR_ABOVE: ("#EC9A4B", "#12262B", "triangle-up"),
    INSIDE: ("#FFFFFF", "#4A5F65", "circle"),
    NEAR_BELOW: ("#9CCBC8", "#12262B", "triangle-down"),
    BELOW: ("#0B6E6E", "#12262B", "triangle-down"),
}
_NAMED: Final = 12
_WIDE: Final = 0.18  # of a name, as a share of the axis


def funnel(
    found: pd.DataFrame, *, names: Mapping[str, str], whole: str = "rerata", height: int = 360
) -> go.Figure:
    """Draw the funnel.

    Parameters
    ----------
    found : DataFrame
        Of `indicators.funnel.funnel`.
    names : mapping
        Area key → display name; areas outside the 99.8 % limits are named on the chart.
    whole : str
        What the centre line is called.

    Returns
    -------
    plotly.graph_objects.Figure
        ``layout.meta["codes"]``: areas in the order of the points.

    Raises
    ------
    ValueError
        If `found` is no result frame.
    """
    check_result(found)
    fig = theme.figure(height, left=44, right=16, top=12, bottom=42)
    if not len(found):
        fig.update_layout(meta={"codes": []})
        return fig
    centre = float(found["centre"].iloc[0])
    d = found["denominator"].to_numpy("float64")
    least, most = max(float(d.min()) * 0.8, 5), float(d.max()) * 1.06
    x = np.unique(np.floor(np.geomspace(max(least, 1), most, 90)))
    drawn = [100 * float(found["value"].max())]
    for level, dash, words in ((INNER, "4px,3px", "95 %"), (OUTER, "solid", "99,8 %")):
        low, high = limits(centre, x, level)
        for y in (low, high):
            fig.add_scatter(
                x=x, y=100 * y, mode="lines", hoverinfo="skip",
                line={"color": "#8CA0A5", "width": 1.2, "dash": dash},
            )  # fmt: skip
        fig.add_annotation(
            x=x[-1], y=100 * high[-1], text=words, xanchor="right", yanchor="bottom", showarrow=False,
            font={"size": 11, "color": theme.SOFT},
        )  # fmt: skip
        drawn.append(100 * float(high[len(x) // 4]))
    fig.add_shape(
        type="line", x0=x[0], x1=x[-1], y0=100 * centre, y1=100 * centre,
        line={"color": theme.TEAL, "width": 1.4},
    )  # fmt: skip
    fig.add_annotation(
        x=x[-1], y=100 * centre, text=f"{whole} {percent(centre, 1)}", xanchor="right", yanchor="top",
        showarrow=False, font={"size": 12, "color": theme.TEAL}, bgcolor="rgba(255,255,255,0.75)",
    )  # fmt: skip
    ordered = found.sort_values("place", key=lambda c: c.eq(INSIDE), ascending=False, kind="stable")
    fill, line, symbol = zip(*(MARKS[str(p)] for p in ordered["place"]), strict=True)
    fig.add_scatter(
        x=ordered["denominator"], y=100 * ordered["value"], mode="markers", hoverinfo="text",
        marker={"color": list(fill), "symbol": list(symbol), "size": 10 if len(found) < 60 else 8,
                "line": {"width": 1.1, "color": list(line)}},
        hovertext=[_tip(r, names) for r in theme.rows(ordered)],
    )  # fmt: skip
    top = max(max(drawn) * 1.08, 0.5)
    _names(fig, ordered, names, most)
    ticks = theme.percent_ticks(top)
    fig.update_yaxes(
        range=[0, top], tickvals=ticks, ticktext=theme.tick_text(ticks), showgrid=True, gridcolor=theme.HAIR
    )
    steps = _ticks(most)
    fig.update_xaxes(
        range=[0 if least < 0.2 * most else least * 0.95, most], tickvals=steps,
        ticktext=[number(s) for s in steps],
        title={"text": "balita diukur", "font": {"size": 12, "color": theme.SOFT}, "standoff": 2},
    )  # fmt: skip
    fig.update_layout(meta={"codes": [str(a) for a in ordered["area"]]})
    return fig


def _names(fig: go.Figure, rows: pd.DataFrame, names: Mapping[str, str], most: float) -> None:
    """Name the areas outside the outer limits, the farthest first, where no other name stands."""
    far = rows[rows["place"].isin([ABOVE, BELOW])]
    far = far.assign(_off=(far["value"] - far["centre"]).abs()).sort_values("_off", ascending=False)
    span = max(float(rows["value"].max()), 0.01)
    spots = [(float(r.denominator) / most, float(r.value) / span) for r in theme.rows(rows)]
    taken: list[tuple[float, float]] = []

    def free(x: float, y: float, start: float) -> bool:
        """Whether neither a point nor a name stands in the strip of the name."""
        inside = [(a, b) for a, b in spots if (a, b) != (x, y)]
        near = any(start < a < start + _WIDE and abs(y - b) < 0.03 for a, b in inside)
        return not near and not any(abs(start - a) < _WIDE and abs(y - b) < 0.05 for a, b in taken)

    for row in theme.rows(far.head(_NAMED)):
        x, y = float(row.denominator) / most, float(row.value) / span
        starts = [s for s in (x, x - _WIDE) if 0 <= s <= 1 - _WIDE and free(x, y, s)]
        if not starts:
            continue
        taken.append((starts[0], y))
        left = starts[0] < x
        fig.add_annotation(
            x=row.denominator, y=100 * row.value, text=names.get(str(row.area), str(row.area)),
            xanchor="right" if left else "left", xshift=-8 if left else 8, showarrow=False,
            font={"size": 12, "color": theme.INK},
        )  # fmt: skip


def _ticks(most: float) -> list[int]:
    """Return three to six round numbers of children up to `most`.

    >>> _ticks(1500), _ticks(180)
    ([0, 500, 1000, 1500], [0, 50, 100, 150])
    """
    step = next(s * 10**e for e in range(8) for s in (1, 2, 5) if most / (s * 10**e) <= 5)
    return [int(step * i) for i in range(int(most / step) + 1)]


def _tip(row: Any, names: Mapping[str, str]) -> str:
    return (
        f"<b>{names.get(str(row.area), str(row.area))}: {percent(row.value, 1)}</b>, {row.place}<br>"
        f"{number(row.numerator)} dari {number(row.denominator)} diukur, {period_name(str(row.period))}<br>"
        f"batas 95 %: {percent(row.inner_low, 1)} – {percent(row.inner_high, 1)}"
    )
