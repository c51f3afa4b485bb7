"""Polygons as SVG paths: whole numbers, one frame for all levels, small enough to send."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from stunting.regions import archive
from stunting.regions.schematic import utm_of
from stunting.regions.shapes import geometry
from stunting.regions.tables import LEVELS

MARGIN = 8  # units round the map, room for an outline
TOLERANCE = 0.7  # units; a pixel on most screens


def _path(shape: shapely.Geometry) -> str:
    out = []
    for part in shapely.get_parts(shape):
        for ring in (part.exterior, *part.interiors):
            xy = np.rint(shapely.get_coordinates(ring)).astype(int)[:-1]
            xy = xy[np.any(xy != np.roll(xy, 1, axis=0), axis=1)]
            if len(xy) < 3:
                continue
            step = np.diff(xy, axis=0)
            moves = " ".join(f"{dx} {dy}" for dx, dy in step.tolist())
            out.append(f"M{xy[0, 0]} {xy[0, 1]}l{moves}z".replace(" -", "-"))
    return "".join(out)


@lru_cache(maxsize=64)
def _frame(kab: str, home: Path | None, stamp: str) -> tuple[float, float, float, float]:
    bounds = [geometry(kab, level, home).to_crs(utm_of(kab)).total_bounds for level in LEVELS]
    low, high = np.min(bounds, axis=0), np.max(bounds, axis=0)
    return float(low[0]), float(low[1]), float(high[2]), float(high[3])


@lru_cache(maxsize=64)
def _svg(kab: str, level: str, home: Path | None, width: int, stamp: str) -> dict[str, Any]:
    frame = geometry(kab, level, home)
    west, south, east, north = _frame(kab, home, stamp)
    scale = (width - 2 * MARGIN) / (east - west)
    height = round((north - south) * scale) + 2 * MARGIN
    shapes = shapely.transform(
        frame.to_crs(utm_of(kab)).geometry.to_numpy(),
        lambda xy: np.column_stack([(xy[:, 0] - west) * scale + MARGIN, (north - xy[:, 1]) * scale + MARGIN]),
    )
    shapes = shapely.coverage_simplify(shapes, TOLERANCE)
    areas: dict[str, Any] = {}
    for code, name, shape in zip(frame["code"], frame["name"], shapes, strict=True):
        parts = shapely.get_parts(shape)
        main = parts[np.argmax(shapely.area(parts))]
        spot = shapely.get_coordinates(shapely.maximum_inscribed_circle(main, tolerance=1.0))[0]
        left, _, right, _ = main.bounds
        path = _path(shape) or f"M{round(spot[0])} {round(spot[1])}l1 0 0 1z"  # never without a trace
        areas[code] = {
            "d": path, "x": round(spot[0]), "y": round(spot[1]), "name": name, "w": round(right - left),
        }  # fmt: skip
    return {"viewBox": [0, 0, width, height], **frame.attrs, "areas": areas}


def svg_layer(kab: str, level: str, home: Path | None = None, width: int = 1000) -> dict[str, Any]:
    """Return one level of a kabupaten as SVG paths.

    Parameters
    ----------
    kab, level, home
        As in `geometry`.
    width : int
        Width of the drawing in units; the height follows.

    Returns
    -------
    dict
        ``{"viewBox": [0, 0, w, h], "kind", "caption", "areas": {code: {"d", "x", "y", "name", "w"}}}``,
        ready for JSON: whole-number paths (metres of the UTM zone, north up), a label point well inside
        and the width of the largest part. All levels of a kabupaten share one frame and lie on top of
        each other. Shared between callers: do not change it.
    """
    return _svg(kab, level, home, width, archive.stamp(kab, home))
