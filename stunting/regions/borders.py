"""Which areas touch."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from stunting.regions import archive
from stunting.regions.schematic import utm_of
from stunting.regions.shapes import geometry

MIN_BORDER = 1.0  # metres; areas that share less touch in a point only


def find_borders(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the pairs of areas of a coverage that touch.

    Parameters
    ----------
    frame : GeoDataFrame
        ``code`` and polygons in metres.

    Returns
    -------
    DataFrame
        ``code_a < code_b``, ``length_m`` (shared border) and ``kind``: "rook" (more than `MIN_BORDER`)
        or "queen_only" (a corner). Sorted.
    """
    shapes = frame.geometry.to_numpy()
    codes = frame["code"].to_numpy().astype(str)
    a, b = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    keep = codes[a] < codes[b]
    a, b = a[keep], b[keep]
    lines = shapely.intersection(shapely.boundary(shapes[a]), shapely.boundary(shapes[b]))
    length = shapely.length(lines)
    out = pd.DataFrame({
        "code_a": codes[a], "code_b": codes[b], "length_m": length.round(1),
        "kind": np.where(length > MIN_BORDER, "rook", "queen_only"),
    })  # fmt: skip
    out = out.astype({"code_a": "str", "code_b": "str", "kind": "str"})
    return out.sort_values(["code_a", "code_b"], ignore_index=True)


@lru_cache(maxsize=64)
def _borders(kab: str, level: str, home: Path | None, stamp: str) -> pd.DataFrame:
    entry = archive.manifest(kab, home).get(level)
    if entry:  # found at import, before the polygons were simplified
        return pd.read_parquet(archive.folder(kab, home) / entry["borders"])
    return find_borders(geometry(kab, level, home).to_crs(utm_of(kab)))


def adjacency(kab: str, level: str, home: Path | None = None, *, corners: bool = False) -> pd.DataFrame:
    """Return the pairs of neighbouring areas of one level, each pair once.

    Parameters
    ----------
    kab, level, home
        As in `geometry`.
    corners : bool
        Also pairs that meet in a corner only (queen contiguity), with columns ``length_m`` and ``kind``.

    Returns
    -------
    DataFrame
        ``code_a, code_b`` with ``code_a < code_b``. An island is in no pair. On a schematic map the
        neighbours are those of the cells.
    """
    pairs = _borders(kab, level, home, archive.stamp(kab, home))
    if corners:
        return pairs.copy()
    return pairs.loc[pairs["kind"].eq("rook"), ["code_a", "code_b"]].reset_index(drop=True)
