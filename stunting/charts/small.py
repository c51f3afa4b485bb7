"""Small multiples: one little trend an area, as SVG that a page lays out for any width."""

from __future__ import annotations

import base64
from html import escape

import numpy as np
import pandas as pd

from stunting.charts import theme
from stunting.indicators.results import check_result

WIDTH, HEIGHT, PAD = 220, 64, 5


def small(frame: pd.DataFrame, periods: list[str], top: float, behind: pd.DataFrame | None = None) -> str:
    """Return the trend of one area as an SVG drawing: band, line, last point; `behind` as a grey line.

    Parameters
    ----------
    frame : DataFrame
        Result frame, at most one row a period.
    periods : list of str
        The axis of time, oldest first, the same for all drawings of a page.
    top : float
        Upper end of the vertical axis (fraction), which starts at 0; the same for all.
    behind : DataFrame, optional
        Result frame of the area above.

    Raises
    ------
    ValueError
        If a frame is no result frame, or holds more than one row a period.
    """
    check_result(frame)
    parts = [_line(behind, periods, top, 'stroke="#B9C6C9" stroke-width="1.4"')] if behind is not None else []
    value, low, high = (_at(frame, periods, c) for c in ("value", "low", "high"))
    x, y = _x(len(periods)), _y(value, top)
    for run in _runs(value):
        ends = np.r_[run, run[::-1]]
        edge = np.r_[_y(high, top)[run], _y(low, top)[run[::-1]]]
        if len(run) > 1:
            band = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x[ends], edge, strict=True))
            parts.append(f'<polygon points="{band}" fill="{theme.TEAL}" fill-opacity="0.14"/>')
    parts.append(_line(frame, periods, top, f'stroke="{theme.TEAL}" stroke-width="2"'))
    there = np.flatnonzero(~np.isnan(value))
    if len(there):
        spot = (
            f"{x[there[-1]]:.1f},{y[there[-1]]:.1f}"  # a dot that stays round when the drawing is stretched
        )
        parts.append(
            f'<polyline points="{spot} {spot}" fill="none" stroke="{theme.TEAL}" stroke-width="7" '
            'stroke-linecap="round" vector-effect="non-scaling-stroke"/>'
        )
    base = f'<line x1="0" x2="{WIDTH}" y1="{HEIGHT - 0.5}" y2="{HEIGHT - 0.5}" stroke="{theme.HAIR}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" '
        f'width="{WIDTH}" height="{HEIGHT}">{base}{"".join(parts)}</svg>'
    )


def as_image(svg: str, alt: str) -> str:
    """Return a drawing as an ``<img>`` element that needs no request: pages clean ``<svg>`` away."""
    code = base64.b64encode(svg.encode()).decode()
    return f'<img src="data:image/svg+xml;base64,{code}" alt="{escape(alt)}">'


def _at(frame: pd.DataFrame, periods: list[str], column: str) -> np.ndarray:
    if frame["period"].duplicated().any():
        raise ValueError("small trend: more than one row a period")
    return frame.set_index("period")[column].reindex(periods).to_numpy("float64", na_value=np.nan)


def _x(count: int) -> np.ndarray:
    return np.linspace(PAD, WIDTH - PAD, count) if count > 1 else np.array([WIDTH / 2] * count)


def _y(value: np.ndarray, top: float) -> np.ndarray:
    return HEIGHT - 1 - np.clip(value / max(top, 1e-9), 0, 1) * (HEIGHT - 2 * PAD)


def _runs(value: np.ndarray) -> list[np.ndarray]:
    there = np.flatnonzero(~np.isnan(value))
    return np.split(there, np.flatnonzero(np.diff(there) > 1) + 1) if len(there) else []


def _line(frame: pd.DataFrame, periods: list[str], top: float, style: str) -> str:
    """Return the line of a frame; a period without data is a gap, a single one a short dash."""
    value = _at(frame, periods, "value")
    x, y = _x(len(periods)), _y(value, top)
    out = []
    for run in _runs(value):
        spots = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x[run], y[run], strict=True))
        if len(run) == 1:
            spots = f"{x[run[0]] - 3:.1f},{y[run[0]]:.1f} {x[run[0]] + 3:.1f},{y[run[0]]:.1f}"
        out.append(f'<polyline points="{spots}" fill="none" {style} vector-effect="non-scaling-stroke"/>')
    return "".join(out)
