"""Polygons of the areas of a kabupaten: official where imported, else schematic."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import geopandas as gpd
import shapely

from stunting.regions import archive
from stunting.regions.schematic import schematic_desa, utm_of
from stunting.regions.tables import LEVELS, areas

CAPTIONS = {
    "skematik": "peta skematik (bukan batas resmi)",
    "resmi": "batas indikatif dari berkas yang diimpor",
}
GRID_DEGREES = 1e-6  # of the schematic map; about a decimetre


def dissolve(frame: gpd.GeoDataFrame, level: str, names: dict[str, str]) -> gpd.GeoDataFrame:
    """Return a coverage dissolved upward to "kecamatan" or "kabupaten" by the codes."""
    width = {"kabupaten": 5, "kecamatan": 8}[level]
    groups = frame.geometry.groupby(frame["code"].str[:width].to_numpy(), sort=True)
    codes, shapes = [], []
    for code, geoms in groups:
        codes.append(str(code))
        shapes.append(shapely.make_valid(shapely.coverage_union_all(geoms.to_numpy())))
    data = {"code": codes, "name": [names.get(c, c) for c in codes]}
    return gpd.GeoDataFrame(data, geometry=shapes, crs=frame.crs)


@lru_cache(maxsize=64)
def _layer(kab: str, level: str, home: Path | None, stamp: str) -> gpd.GeoDataFrame:
    entries = archive.manifest(kab, home)
    if level in entries:
        frame = archive.polygons(kab, home, entries[level])
        kind = "resmi"
    else:
        kind = "skematik"
        if level == "desa":
            above = next((lv for lv in ("kecamatan", "kabupaten") if lv in entries), None)
            parents = archive.polygons(kab, home, entries[above]) if above else None
            frame = schematic_desa(kab, parents.to_crs(utm_of(kab)) if parents is not None else None)
            frame = frame.to_crs(4326)
            frame.geometry = shapely.set_precision(frame.geometry.to_numpy(), GRID_DEGREES, mode="pointwise")
        else:
            table = areas(kab)
            names = dict(zip(table["code"], table["name"], strict=True))
            frame = dissolve(_layer(kab, "desa", home, stamp), level, names)
    frame = frame[["code", "name", "geometry"]].sort_values("code", ignore_index=True)
    frame.attrs = {"kind": kind, "caption": CAPTIONS[kind]}
    return frame


def geometry(kab: str, level: str, home: Path | None = None) -> gpd.GeoDataFrame:
    """Return the polygons of one level of a kabupaten.

    Parameters
    ----------
    kab : str
        Kemendagri code.
    level : str
        "kabupaten", "kecamatan" or "desa".
    home : Path, optional
        The store; by default that of the settings.

    Returns
    -------
    GeoDataFrame
        ``code, name, geometry`` (EPSG:4326), sorted by code; ``.attrs["kind"]`` is "resmi" (imported, or
        dissolved from imported desa) or "skematik"; ``.attrs["caption"]`` belongs under every map. Where
        only the kecamatan are official, the schematic desa fill them.

    Raises
    ------
    ValueError
        For another level (a puskesmas has no boundary).
    KeyError
        For an unknown kabupaten.
    """
    if level not in LEVELS:
        raise ValueError(f"no boundaries for level {level!r}")
    frame = _layer(kab, level, home, archive.stamp(kab, home))
    out = frame.copy()
    out.attrs = dict(frame.attrs)
    return out


def surroundings(kab: str, home: Path | None = None) -> gpd.GeoDataFrame:
    """Return the other kabupaten that an imported file holds, as a backdrop: ``code, name, geometry``.

    Empty where only the kabupaten itself is known.
    """
    entries = archive.manifest(kab, home)
    if "sekitar" not in entries:
        return gpd.GeoDataFrame({"code": [], "name": []}, geometry=[], crs=4326)
    frame = archive.polygons(kab, home, entries["sekitar"])
    return frame[frame["code"].ne(kab)].reset_index(drop=True)
