"""The schematic map: cells round the desa points, for a kabupaten without official polygons."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.spatial import cKDTree

from stunting.regions.tables import areas

LLOYD_STEPS = 3  # moves of each point towards the middle of its cell: no slivers
LLOYD_SHARE = 0.5
HEAL_STEPS = 12  # moves of stray cells towards their kecamatan: no exclaves
MIN_RADIUS = 400.0  # metres of land round a lone point


def utm_epsg(lon: float, lat: float) -> int:
    """Return the EPSG code of the WGS 84 UTM zone of a point (degrees).

    >>> utm_epsg(115.5, -2.3), utm_epsg(95.3, 5.5)
    (32750, 32646)
    """
    return (32600 if lat >= 0 else 32700) + int((lon + 180) // 6) + 1


def utm_of(kab: str) -> int:
    """Return the EPSG code of the UTM zone of a kabupaten (by the middle of its desa)."""
    points = areas(kab).query("level == 'desa'")
    return utm_epsg(float(points["lon"].median()), float(points["lat"].median()))


def _apart(xy: np.ndarray, step: float) -> np.ndarray:
    """Move points that coincide (nearer than `step`) onto a small spiral; the same every time."""
    out = xy.copy()
    cell = pd.DataFrame(np.floor(xy / step), columns=["x", "y"])
    order = cell.groupby(["x", "y"]).cumcount().to_numpy()
    angle = order * np.pi * (3 - np.sqrt(5))
    out += (np.sqrt(order) * step * 1.5)[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return out


def hull(xy: np.ndarray) -> shapely.Geometry:
    """Return a smooth outline round points: discs as wide as the gaps to their neighbours, gaps closed.

    Parameters
    ----------
    xy : ndarray, shape (n, 2)
        Metres.
    """
    if len(xy) < 3:
        radius = max(MIN_RADIUS, 0.6 * float(np.ptp(xy, axis=0).max(initial=0)))
        return shapely.MultiPoint(xy).convex_hull.buffer(radius, quad_segs=12)
    near = cKDTree(xy).query(xy, k=min(4, len(xy)))[0][:, 1:]
    radius = np.maximum(near.mean(axis=1) * 0.75, MIN_RADIUS)
    typical = float(np.median(radius))
    radius = np.clip(radius, 0.8 * typical, 3 * typical)
    discs = shapely.union_all(shapely.buffer(shapely.points(xy), radius, quad_segs=12))
    outline = shapely.union(discs, shapely.concave_hull(shapely.MultiPoint(xy), ratio=0.25))
    outline = outline.buffer(4 * typical, quad_segs=12).buffer(-5 * typical, quad_segs=12)
    outline = shapely.union(outline.buffer(typical), discs).buffer(typical).buffer(-typical)
    outline = shapely.union_all([shapely.Polygon(p.exterior) for p in shapely.get_parts(outline)])
    return shapely.simplify(outline, typical * 0.02)


def cells(xy: np.ndarray, outline: shapely.Geometry) -> np.ndarray:
    """Return the Voronoi cell of each point inside `outline` (same order)."""
    if len(xy) == 1:
        return np.array([outline], dtype=object)
    diagram = shapely.voronoi_polygons(
        shapely.MultiPoint(xy), extend_to=shapely.box(*outline.bounds).buffer(1000), ordered=True
    )
    return shapely.intersection(shapely.get_parts(diagram), outline)


def _centre(shapes: np.ndarray) -> np.ndarray:
    return shapely.get_coordinates(shapely.centroid(shapes))


def _main_part(shape: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(shape)
    return parts[np.argmax(shapely.area(parts))] if len(parts) else shape


def relaxed(xy: np.ndarray, groups: np.ndarray, outline: shapely.Geometry) -> np.ndarray:
    """Return cells of even size whose groups (kecamatan) hang together.

    Parameters
    ----------
    xy : ndarray, shape (n, 2)
    groups : ndarray of str, shape (n,)
    outline : Polygon

    Returns
    -------
    ndarray of Polygon, shape (n,)
        They cover `outline` without overlap.
    """
    xy = _apart(xy, 20.0)
    for _ in range(LLOYD_STEPS):
        xy = xy + LLOYD_SHARE * (_centre(cells(xy, outline)) - xy)
    for _ in range(HEAL_STEPS):
        shapes = cells(xy, outline)
        stray = False
        for group in np.unique(groups):
            mine = np.flatnonzero(groups == group)
            union = shapely.union_all(shapes[mine])
            if union.geom_type == "Polygon":
                continue
            main = _main_part(union)
            away = mine[~shapely.intersects(shapely.point_on_surface(shapes[mine]), main)]
            target = shapely.get_coordinates(shapely.shortest_line(shapely.points(xy[away]), main))[1::2]
            xy[away] += 0.6 * (target - xy[away]) + 0.1 * (_centre(np.array([main])) - xy[away])
            stray |= len(away) > 0
        if not stray:
            break
        xy = _apart(xy, 20.0)
    return cells(xy, outline)


def schematic_desa(kab: str, parents: gpd.GeoDataFrame | None = None) -> gpd.GeoDataFrame:
    """Return one cell per desa, in the UTM zone of the kabupaten.

    Parameters
    ----------
    kab : str
    parents : GeoDataFrame, optional
        Official polygons (``code``, UTM) that the cells must fill: of its kecamatan, or of itself.

    Returns
    -------
    GeoDataFrame
        ``code, name, geometry``; whole-decimetre coordinates, a valid coverage.
    """
    desa = areas(kab).query("level == 'desa'").reset_index(drop=True)
    points = gpd.GeoSeries(gpd.points_from_xy(desa["lon"], desa["lat"]), crs=4326).to_crs(utm_of(kab))
    xy = shapely.get_coordinates(points.to_numpy())
    kec = desa["parent"].to_numpy().astype(str)
    shapes = np.empty(len(desa), dtype=object)
    if parents is None:
        shapes[:] = relaxed(xy, kec, hull(xy))
    else:
        for code, polygon in zip(parents["code"], parents.geometry, strict=True):
            mine = np.flatnonzero(np.char.startswith(np.char.add(kec, "."), code + "."))
            if not len(mine):
                continue
            inside = xy[mine]
            main = _main_part(polygon)
            out = ~shapely.intersects(shapely.points(inside), main)
            line = shapely.shortest_line(shapely.points(inside[out]), main)
            inside[out] = shapely.get_coordinates(line)[1::2]
            shapes[mine] = relaxed(inside, kec[mine], polygon)
    frame = gpd.GeoDataFrame(desa[["code", "name"]], geometry=shapes, crs=points.crs)
    frame = frame[~(frame.geometry.isna() | frame.geometry.is_empty)].reset_index(drop=True)
    # one grid for all: shared corners stay shared; the clean-up mends what rounding may have crossed
    rounded = shapely.set_precision(frame.geometry.to_numpy(), 0.1)
    frame.geometry = shapely.coverage_clean(rounded, snapping_distance=0.2, gap_width=0.5)
    return frame
