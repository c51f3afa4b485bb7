"""Two periods side by side: one line an area, its direction drawn only where it is told from chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from stunting.charts import theme
from stunting.indicators.change import DOWN, UP
from stunting.indicators.format_id import number, percent, period_short, points
from stunting.indicators.results import check_result
from stunting.indicators.two_periods import told

#: Verdict → colour, width, mark of the label: never by colour alone, never red against green.
LOOKS: Final = {DOWN: (theme.TEAL, 2.4, " ▼"), UP: ("#9A3B12", 2.4, " ▲")}
NEUTRAL: Final = ("#8C9DA1", 1.3, "")
_LABEL: Final = 16  # pixels a label needs


def slope(
    changes: pd.DataFrame, *, names: Mapping[str, str], height: int = 360, limit: int = 14,
    selected: str | None = None,
) -> go.Figure:  # fmt: skip
    """Draw the change of each area between two periods.

    Parameters
    ----------
    changes : pandas.DataFrame
        Of `stunting.indicators.two_periods.two_periods`.
    names : mapping
        Area key → display name.
    height : int
        Pixels.
    limit : int
        Labels at most; areas that fell or rose come first, then the highest. The rest are lines without a
        name, which the pointer tells.
    selected : str, optional
        Area drawn in ink.

    Returns
    -------
    plotly.graph_objects.Figure
        ``layout.meta["codes"]``: area of each line (None: the lines without a name, which are one trace).

    Raises
    ------
    ValueError
        If `changes` is no result frame, or an area occurs twice.
    """
    check_result(changes)
    if changes["area"].duplicated().any():
        raise ValueError("slope: an area occurs more than once")
    shown = told(changes)
    order = shown["verdict"].isin(LOOKS) | (shown["area"] == selected)
    shown = shown.assign(_first=order).sort_values(["_first", "value_b"], ascending=[True, True])
    crowd = len(shown) > 2 * limit
    limit = limit - 4 if crowd else limit
    named = shown.sort_values(["_first", "value_b"], ascending=False)["area"].head(limit)
    labels = {str(a): names.get(str(a), str(a)) for a in named}
    longest = max((len(t) for t in labels.values()), default=6)
    top, bottom = 26, 8
    fig = theme.figure(height, left=56, right=min(int(66 + 6.4 * longest), 210), top=top, bottom=bottom)
    bounds = _range(shown)
    faint = shown[~shown["area"].isin(labels)]
    if len(faint):
        fig.add_trace(_faint(faint, names, thin=crowd))
    there = shown[shown["area"].isin(labels)]
    fig.add_traces([_line(row, names, selected) for row in theme.rows(there)])
    per_pixel = (bounds[1] - bounds[0]) / max(height - top - bottom, 1)
    notes: list[dict[str, Any]] = []
    for side, column in ((0, "value_a"), (1, "value_b")):
        spots = spread([100 * v for v in there[column]], _LABEL * per_pixel, *bounds)
        for row, at in zip(theme.rows(there), spots, strict=True):
            color, width, mark = _look(row, selected)
            value = number(100 * getattr(row, column), 1)
            text = value if side == 0 else f"{value} {labels[str(row.area)]}{mark}"
            notes += _label(side, 100 * getattr(row, column), at, text, color if width > 2 else theme.INK)
    for side, column in ((0, "period_a"), (1, "period")):
        when = period_short(str(changes[column].iloc[0])) if len(changes) else ""
        notes.append(
            {
                "x": side, "y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 6, "showarrow": False,
                "text": f"<b>{when}</b>", "font": {"size": 13, "color": theme.INK}, "xanchor": "center",
            }
        )  # fmt: skip
    hair = {"color": theme.HAIR, "width": 1}
    ends = {"type": "line", "y0": bounds[0], "y1": bounds[1], "layer": "below", "line": hair}
    fig.update_layout(
        # one at a time, Plotly would check all of them again each time
        annotations=notes, shapes=[{**ends, "x0": x, "x1": x} for x in (0, 1)],
        xaxis={"range": [-0.02, 1.02], "visible": False}, yaxis={"range": list(bounds), "visible": False},
        meta={"codes": [*([None] if len(faint) else []), *map(str, there["area"])]},
    )  # fmt: skip
    return fig


def _line(row: Any, names: Mapping[str, str], selected: str | None) -> go.Scatter:
    color, width, _ = _look(row, selected)
    return go.Scatter(
        x=[0, 1], y=[100 * row.value_a, 100 * row.value_b], mode="lines+markers",
        line={"color": color, "width": width}, marker={"color": color, "size": 6 if width < 2 else 7},
        hovertext=[_tip(row, names)] * 2, hoverinfo="text",
    )  # fmt: skip


def _faint(faint: pd.DataFrame, names: Mapping[str, str], *, thin: bool) -> go.Scatter:
    """Return all lines without a label as one trace with gaps between them."""
    x, y, tips = [], [], []
    for row in theme.rows(faint):
        x += [0, 1, None]
        y += [100 * row.value_a, 100 * row.value_b, None]
        tips += [_tip(row, names)] * 2 + [""]
    color, width, _ = NEUTRAL
    return go.Scatter(
        x=x, y=y, mode="lines+markers", line={"color": color, "width": 1 if thin else width},
        marker={"color": color, "size": 4}, hovertext=tips, hoverinfo="text", opacity=0.4,
    )  # fmt: skip


def spread(values: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return positions of labels as near as may be to `values`, at least `gap` apart, within the range.

    The nearest in least squares: labels that would overlap are moved together as one block.

    >>> spread([10, 10, 20], 2, 0, 30)
    [9.0, 11.0, 20.0]
    >>> spread([1, 1, 1], 20, 0, 30)  # more than there is room for: evenly over the range
    [0.0, 15.0, 30.0]
    """
    count = len(values)
    if not count:
        return []
    if gap * (count - 1) > high - low:
        gap = (high - low) / max(count - 1, 1)
    order = np.argsort(np.asarray(values, dtype="float64"), kind="stable")
    want = np.asarray(values, dtype="float64")[order] - gap * np.arange(count)
    blocks: list[list[float]] = []  # mean, size
    for w in want:
        blocks.append([w, 1.0])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (m1, n1), (m2, n2) = blocks[-2], blocks.pop()
            blocks[-1] = [(m1 * n1 + m2 * n2) / (n1 + n2), n1 + n2]
    flat = np.repeat([b[0] for b in blocks], [int(b[1]) for b in blocks])
    flat = np.clip(flat, low, high - gap * (count - 1)) + gap * np.arange(count)
    out = np.empty(count)
    out[order] = flat
    return [float(v) for v in out]


def _look(row: Any, selected: str | None) -> tuple[str, float, str]:
    color, width, mark = LOOKS.get(str(row.verdict), NEUTRAL)
    return (theme.INK, 2.4, mark) if row.area == selected else (color, width, mark)


def _range(shown: pd.DataFrame) -> tuple[float, float]:
    """Return the range of the axis in percent: not from 0, for a slope is about change; never below it."""
    values = 100 * shown[["value_a", "value_b"]].to_numpy("float64")
    if not values.size:
        return 0.0, 1.0
    low, high = float(values.min()), float(values.max())
    slack = max(0.06 * (high - low), 0.5)
    return max(low - slack, -0.5), high + slack


def _label(side: int, y: float, at: float, text: str, color: str) -> list[dict[str, Any]]:
    """Return a label and the hairline that leads to its point."""
    outward = -1 if side == 0 else 1
    words = {
        "x": side, "y": at, "xshift": outward * 20, "xanchor": "right" if side == 0 else "left",
        "showarrow": False, "text": text, "font": {"size": 13, "color": color}, "align": "left",
    }  # fmt: skip
    lead = {
        "x": side, "y": y, "ax": outward * 18, "ay": at, "axref": "pixel", "ayref": "y", "text": "",
        "showarrow": True, "arrowhead": 0, "arrowwidth": 0.8, "arrowcolor": "#9FB0B4", "standoff": 4,
    }  # fmt: skip
    return [words, lead]


def _tip(row: Any, names: Mapping[str, str]) -> str:
    said = percent(row.value_a, 2), percent(row.value_b, 2)
    ends = [number(100 * v, 2, sign=True) for v in (row.low, row.high)]
    return (
        f"<b>{names.get(str(row.area), str(row.area))}</b>: {row.verdict}<br>{said[0]} → {said[1]} "
        f"({points(row.step, 2, sign=True)})<br>selang {ends[0]} sampai {ends[1]} poin<br>"
        f"{number(row.numerator)} dari {number(row.denominator)} diukur"
    )
