"""Figures of a briefing as SVG shapes with labels beside them; typst sets the labels, so that they are text.

Coordinates are fractions of the figure's width and height; sizes of labels are points of a slide that is
960 points wide.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from html import escape
from typing import Any, Final, Literal

import pandas as pd

from stunting.charts import theme
from stunting.charts.classes import (
    NO_DATA,
    PALETTE,
    indicator_of,
    legend_rows,
    map_classes,
)
from stunting.indicators.format_id import percent
from stunting.indicators.results import check_result, is_suppressed

_STEP: Final = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
Anchor = Literal["start", "middle", "end"]
#: Pixels of the drawing a point of the slide has.
UNIT: Final = 1000
_HATCH: Final = (
    '<pattern id="ragu" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="3" height="9" fill="#12262B" fill-opacity=".38"/></pattern>'
    '<pattern id="samar" width="9" height="9" patternUnits="userSpaceOnUse">'
    '<circle cx="4" cy="4" r="1.6" fill="#4A5F65"/></pattern>'
)


@dataclass(frozen=True)
class Label:
    """A text at a place of the drawing."""

    x: float
    y: float
    text: str
    anchor: Anchor = "middle"
    size: float = 12
    bold: bool = False
    color: str = theme.INK


@dataclass
class Drawing:
    """Shapes, labels, and the height as a share of the width."""

    ratio: float
    shapes: list[str] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    alt: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return what the typst template reads."""
        high = round(UNIT * self.ratio, 1)
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {UNIT} {high}" width="{UNIT}" '
            f'height="{high}"><defs>{_HATCH}</defs>{"".join(self.shapes)}</svg>'
        )
        # a label is one line, whatever room there is
        labels = [asdict(label) | {"text": label.text.replace(" ", "\u00a0")} for label in self.labels]
        return {"svg": svg, "ratio": self.ratio, "labels": labels, "alt": self.alt}

    def line(self, points: list[tuple[float, float]], color: str, width: float = 1, dash: str = "") -> None:
        """Add a line through points (fractions)."""
        path = " ".join(f"{UNIT * x:.1f},{UNIT * self.ratio * y:.1f}" for x, y in points)
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.shapes.append(
            f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="{width}"{dashed} '
            'stroke-linejoin="round"/>'
        )

    def area(self, points: list[tuple[float, float]], color: str, opacity: float) -> None:
        """Add a filled polygon."""
        path = " ".join(f"{UNIT * x:.1f},{UNIT * self.ratio * y:.1f}" for x, y in points)
        self.shapes.append(f'<polygon points="{path}" fill="{color}" fill-opacity="{opacity}"/>')

    def dot(self, x: float, y: float, radius: float, fill: str, stroke: str = "none") -> None:
        """Add a circle."""
        at = f'cx="{UNIT * x:.1f}" cy="{UNIT * self.ratio * y:.1f}"'
        self.shapes.append(f'<circle {at} r="{radius}" fill="{fill}" stroke="{stroke}" stroke-width="3"/>')

    def diamond(self, x: float, y: float, size: float, fill: str) -> None:
        """Add a diamond: a survey is another kind of figure."""
        cx, cy = UNIT * x, UNIT * self.ratio * y
        path = f"{cx},{cy - size} {cx + size},{cy} {cx},{cy + size} {cx - size},{cy}"
        self.shapes.append(f'<polygon points="{path}" fill="{fill}"/>')


def area_map(
    parts: pd.DataFrame, layer: Mapping[str, Any], names: Mapping[str, str], *, labelled: int = 12
) -> tuple[Drawing, list[dict[str, Any]]]:
    """Return the map of the areas of one level, and its legend.

    Parameters
    ----------
    parts : DataFrame
        Result frame of one period.
    layer : mapping
        Of `stunting.regions.svg_layer`.
    names : mapping
        Area key → name.
    labelled : int
        Up to so many areas bear their name and figure.

    Returns
    -------
    Drawing
        Cropped to the areas of `parts`.
    list of dict
        Legend rows: ``color, range, words, n`` and ``kind``.
    """
    check_result(parts)
    known = layer["areas"]
    shown = parts[parts["area"].astype("str").isin(known)]
    drawn = map_classes(shown).set_index("area")
    hidden = set(shown.loc[is_suppressed(shown), "area"].astype("str"))
    left, top, wide, high = bounds([known[a]["d"] for a in drawn.index]) if len(drawn) else (0, 0, 100, 60)
    scale = UNIT / wide
    out = Drawing(high / wide)
    body = []
    for code, (k, few) in zip(drawn.index, drawn[["k", "uncertain"]].to_numpy(), strict=True):
        fill = PALETTE[int(k)] if k >= 0 and code not in hidden else NO_DATA
        path = f'<path d="{escape(known[code]["d"])}" stroke="#fff" stroke-width="{1.6 / scale:.2f}" '
        body.append(f'{path}fill="{fill}"/>')
        if few or (code in hidden and len(drawn) > labelled):  # where a label says so, no dots behind it
            body.append(f'{path}fill="url(#{"samar" if code in hidden else "ragu"})"/>')
    at = f"scale({scale:.4f}) translate({-left:.1f} {-top:.1f})"
    out.shapes.append(f'<g transform="{at}">{"".join(body)}</g>')
    if len(drawn) <= labelled:
        value = dict(zip(shown["area"].astype("str"), shown["value"], strict=True))
        for code in drawn.index:
            x, y = (known[code]["x"] - left) / wide, (known[code]["y"] - top) / high
            dark = drawn.loc[code, "k"] >= 3 and code not in hidden
            color = "#FFFFFF" if dark else theme.INK
            said = (
                "disamarkan"
                if code in hidden
                else percent(value[code], 1)
                if value[code] == value[code]
                else "–"
            )
            out.labels.append(Label(x, y - 0.019, names.get(code, ""), size=12, bold=True, color=color))
            out.labels.append(Label(x, y + 0.019, said, size=12, color=color))
    rows = [
        r for r in legend_rows(drawn.reset_index(), indicator_of(shown)) if r["n"] or r["kind"] == "kelas"
    ]
    gone = len(hidden)
    if gone:
        rows = [r | {"n": r["n"] - gone} if r["kind"] == "kosong" else r for r in rows]
        rows.append({"kind": "samar", "range": "disamarkan", "words": "jumlah kecil", "n": gone})
    rows = [r | {"color": r.get("color", NO_DATA)} for r in rows if r["n"] > 0 or r["kind"] == "kelas"]
    return out, rows


def bounds(paths: list[str]) -> tuple[float, float, float, float]:
    """Return left, top, width, height of SVG paths of absolute pairs (M, L, Z)."""
    xs: list[float] = []
    ys: list[float] = []
    for path in paths:
        for ring in polygons(path):
            xs += [x for x, _ in ring]
            ys += [y for _, y in ring]
    pad = 0.01 * max(max(xs) - min(xs), 1)
    return min(xs) - pad, min(ys) - pad, max(xs) - min(xs) + 2 * pad, max(ys) - min(ys) + 2 * pad


def polygons(path: str) -> list[list[tuple[float, float]]]:
    """Return the rings of an SVG path as the geometry module writes it.

    >>> polygons("M0 0L10 0L10 5Z")
    [[(0.0, 0.0), (10.0, 0.0), (10.0, 5.0)]]
    >>> polygons("M4 6l8-3 2 1")
    [[(4.0, 6.0), (12.0, 3.0), (14.0, 4.0)]]
    """
    rings: list[list[tuple[float, float]]] = []
    at = (0.0, 0.0)
    for step in _STEP.finditer(path):
        command, numbers = step[1], [float(n) for n in _NUMBER.findall(step[2])]
        if command in "Zz":
            continue
        for n, (x, y) in enumerate(zip(numbers[::2], numbers[1::2], strict=True)):
            at = (at[0] + x, at[1] + y) if command.islower() else (x, y)
            if command in "Mm" and n == 0:
                rings.append([])
            rings[-1].append(at)
    return rings
