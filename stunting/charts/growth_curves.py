"""A child on the WHO growth curves: −3 to +3, boys and girls, length/height, weight, weight for height."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from stunting.charts import theme
from stunting.charts.growth_points import WORDS, Words, points_of, sentence, tips
from stunting.charts.who_curves import SDS, SEXES, SIZES, curve
from stunting.growth.tables import Floats
from stunting.indicators.format_id import number

INDICES: Final = ("haz", "waz", "whz")
_SEX_NAME: Final = {"L": "Anak laki-laki", "P": "Anak perempuan"}
_LYING: Final = 24  # months below which length is measured
_LAST: Final = 60
#: Dark is far from the median; the median is the brand's teal. Labels at the ends carry the meaning.
_LINE: Final = {0: (theme.TEAL, 1.8), 1: ("#9DB2B5", 0.9), 2: ("#8A6A2F", 1.3), 3: ("#8C2F1B", 1.5)}


def growth_curves(
    history: pd.DataFrame,
    index: str = "haz",
    sex: str | None = None,
    *,
    size: str = "auto",
    span: str = "auto",
    height: int = 380,
) -> go.Figure:
    """Draw a child's measurements on the WHO curves of its sex.

    Parameters
    ----------
    history : DataFrame
        From ``follow_up.child`` (columns ``measured_on, age_days, weight_kg, height_cm, position``, z and
        flags). Rows that a later upload replaced (``state``) are left out. May be empty.
    index : str
        ``"haz"`` (length/height for age), ``"waz"`` (weight for age), ``"whz"`` (weight for
        length/height).
    sex : str, optional
        ``"L"`` or ``"P"``; default: of the last row.
    size : str
        For ``"whz"``: ``"length"``, ``"height"``, or by the last measurement.
    span : str
        For ages: ``"0-24"``, ``"24-60"``, ``"0-60"``, or ``"auto"``: the part that holds the points.
    height : int
        Pixels.

    Returns
    -------
    plotly.graph_objects.Figure
        ``layout.meta``: ``sex``, ``index``, ``title``, ``sentence`` (one sentence that doubles as alt
        text), ``unplaced`` (measurements that the chart cannot show: no age or size, or another age span).

    Raises
    ------
    ValueError
        If the sex is unknown: the curves of boys and girls differ, and none is a default.
    KeyError
        If `index` is unknown.
    """
    words = WORDS[index]
    rows = history[history["state"].eq("berlaku")] if "state" in history else history
    rows = rows[rows["measured"].astype(bool)] if "measured" in rows else rows
    sex = _sex(rows, sex)
    points = points_of(rows, index)
    fig = theme.figure(height, left=44, right=30, top=12, bottom=44)
    if index == "whz":
        part = _part(points, size)
        lying = part == "wfl"
        curves = [(part, SIZES[part])]
        words = words._replace(
            name=words.name.format(size="panjang" if lying else "tinggi"),
            x=words.x.format(Size="Panjang badan" if lying else "Tinggi badan"),
        )
        extent = _zoom(points["x"].to_numpy(), *SIZES[part])
    else:
        extent = _ages(points["x"].to_numpy(), span)
        parts = ("length", "height") if index == "haz" else ("",)
        curves = [(p, extent) for p in parts]
    low, high = _draw_curves(fig, index, sex, curves, extent)
    shown = points[(points["x"] >= extent[0]) & (points["x"] <= extent[1])]
    bottom, top = _range(low, high, shown["y"].to_numpy())
    _draw_points(fig, shown, index, words.unit, bottom, top)
    _axes(fig, index, words, extent, bottom, top)
    title = f"{words.name}, {_SEX_NAME[sex].lower()}"
    meta = {"sex": sex, "index": index, "title": title, "unplaced": len(rows) - len(shown)}
    fig.update_layout(meta=meta | {"sentence": sentence(points, index, words)})
    return fig


def _sex(rows: pd.DataFrame, sex: str | None) -> str:
    if sex is None and len(rows) and "sex" in rows:
        last = rows["sex"].iloc[-1]
        sex = None if pd.isna(last) else str(last)
    if sex not in SEXES:
        raise ValueError("Jenis kelamin anak belum diketahui: kurva laki-laki dan perempuan berbeda.")
    return sex


def _part(points: pd.DataFrame, size: str) -> str:
    if size in ("length", "height"):
        return {"length": "wfl", "height": "wfh"}[size]
    return "wfh" if len(points) and points["age"].iloc[-1] >= _LYING else "wfl"


def _ages(x: Floats, span: str) -> tuple[float, float]:
    if span != "auto":
        low, _, high = span.partition("-")
        return float(low), float(high)
    if len(x) and x.min() >= _LYING:
        return float(_LYING), float(_LAST)
    return 0.0, float(_LYING if not len(x) or x.max() <= _LYING else _LAST)


def _zoom(x: Floats, low: float, high: float) -> tuple[float, float]:
    """Return the part of the sizes around the points, 30 cm at least, in whole 5 cm."""
    inside = x[(x >= low) & (x <= high)]
    if not len(inside):
        return low, high
    middle = (inside.min() + inside.max()) / 2
    half = max(15.0, (inside.max() - inside.min()) / 2 + 7.5)
    start = max(low, 5 * np.floor((middle - half) / 5))
    return float(start), float(min(high, 5 * np.ceil((middle + half) / 5)))


def _draw_curves(
    fig: go.Figure,
    index: str,
    sex: str,
    parts: list[tuple[str, tuple[float, float]]],
    extent: tuple[float, float],
) -> tuple[float, float]:
    """Draw seven curves (in one or two pieces) with their names at the right end; return their range."""
    lowest, highest = np.inf, -np.inf
    for sd in SDS:
        color, width = _LINE[abs(sd)]
        end = None
        for part, _ in parts:
            x, y = curve(index, sex, sd, part)
            inside = (x >= extent[0] - 0.3) & (x <= extent[1] + 0.3)
            if not inside.any():
                continue
            x, y = x[inside], y[inside]
            fig.add_scatter(
                x=x.round(3), y=y.round(2), mode="lines", hoverinfo="skip", name=f"{sd:+d}",
                line={"color": color, "width": width, "simplify": False},
            )  # fmt: skip
            lowest, highest, end = min(lowest, y.min()), max(highest, y.max()), y[-1]
        if end is not None:
            fig.add_annotation(
                x=1, xref="paper", xanchor="left", xshift=3, y=float(end), showarrow=False,
                text=number(sd, sign=True), font={"size": 12, "color": theme.SOFT if abs(sd) == 1 else color},
            )  # fmt: skip
    return float(lowest), float(highest)


def _draw_points(
    fig: go.Figure, points: pd.DataFrame, index: str, unit: str, bottom: float, top: float
) -> None:
    """Draw the measurements; one beyond the axis stands at its edge, and its tip says the value."""
    edge = 0.02 * (top - bottom)
    good = points[~points["flag"] & points["z"].notna()]
    odd = points[points["flag"] | points["z"].isna()]
    fig.add_scatter(
        x=good["x"].round(3), y=good["y"].clip(bottom + edge, top - edge), mode="lines+markers",
        name="anak", line={"color": theme.INK, "width": 1.6},
        marker={"size": 8, "color": theme.INK, "line": {"color": "#fff", "width": 1}},
        hovertext=tips(good, index, unit), hoverinfo="text",
    )  # fmt: skip
    # hollow with a cross: measured, but not believed
    fig.add_scatter(
        x=odd["x"].round(3), y=odd["y"].clip(bottom + edge, top - edge), mode="markers",
        name="tidak dapat dinilai",
        marker={"size": 11, "symbol": "circle-x-open", "color": "#8C2F1B", "line": {"width": 1.6}},
        hovertext=tips(odd, index, unit), hoverinfo="text",
    )  # fmt: skip


def _range(low: float, high: float, y: Floats) -> tuple[float, float]:
    """Return the range of the axis: an absurd value must not flatten the curves, so it stays near them."""
    reach, pad = 0.15 * (high - low), 0.03 * (high - low)
    bottom, top = (min(low, y.min()), max(high, y.max())) if len(y) else (low, high)
    return max(bottom, low - reach) - pad, min(top, high + reach) + pad


def _axes(
    fig: go.Figure, index: str, words: Words, extent: tuple[float, float], bottom: float, top: float
) -> None:
    wide = extent[1] - extent[0]
    step = (10 if wide > 40 else 5) if index == "whz" else (6 if wide <= 40 else 12)
    ticks = np.arange(np.ceil(extent[0] / step) * step, extent[1] + 0.01, step)
    title = {"font": {"size": 13, "color": theme.SOFT}, "standoff": 6}
    fig.update_xaxes(
        range=list(extent), tickvals=ticks, ticktext=[number(t) for t in ticks], showgrid=True,
        gridcolor=theme.HAIR, title={"text": words.x, **title},
    )  # fmt: skip
    fig.update_yaxes(
        range=[bottom, top], nticks=8, showgrid=True, gridcolor=theme.HAIR, title={"text": words.y, **title}
    )
