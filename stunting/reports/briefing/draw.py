"""Figures of a briefing as SVG shapes with labels beside them; typst sets the labels, so that they are text.

Coordinates are fractions of the figure's width and height; sizes of labels are points of a slide that is
960 points wide.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal

from stunting.charts import theme

_STEP: Final = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
Anchor = Literal["start", "middle", "end"]
#: Pixels of the drawing a point of the slide has.
UNIT: Final = 1000


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
    second: str = ""  # a second line, not bold
    plate: str = ""  # colour behind it, where it stands on a map


@dataclass(frozen=True)
class Placed:
    """Labels of a drawing `em` letters wide, and the key of its numbers (``number, name, said``)."""

    em: float
    labels: list[Label]
    key: list[dict[str, str]]


@dataclass
class Drawing:
    """Shapes, labels, and the height as a share of the width.

    Of a map ``sets`` holds the labels at several sizes, ``defs`` its patterns.
    """

    ratio: float
    shapes: list[str] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    alt: str = ""
    defs: str = ""
    sets: list[Placed] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Return what the typst template reads."""
        high = round(UNIT * self.ratio, 1)
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {UNIT} {high}" width="{UNIT}" '
            f'height="{high}"><defs>{self.defs}</defs>{"".join(self.shapes)}</svg>'
        )
        sets = [{"em": s.em, "labels": _lines(s.labels), "key": s.key} for s in self.sets]
        return {"svg": svg, "ratio": self.ratio, "labels": _lines(self.labels), "alt": self.alt, "sets": sets}

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


def _lines(labels: list[Label]) -> list[dict[str, Any]]:
    """Return labels as mappings: each line stays one, whatever room there is."""
    whole = [asdict(label) for label in labels]
    return [one | {c: one[c].replace(" ", "\u00a0") for c in ("text", "second")} for one in whole]


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
