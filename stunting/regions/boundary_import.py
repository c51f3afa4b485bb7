"""Take official polygons in: match, repair, clean, simplify, find the neighbours, keep the original."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from stunting.regions import archive
from stunting.regions.borders import find_borders
from stunting.regions.boundary_files import BoundaryError, Layer, fingerprint, originals, read_layers
from stunting.regions.boundary_match import Attached, attach
from stunting.regions.boundary_report import ImportReport
from stunting.regions.schematic import utm_of
from stunting.regions.shapes import dissolve
from stunting.regions.tables import LEVELS, area_label, areas, kabupaten_list
from stunting.settings import settings

SNAP_METRES = 1.0  # vertices nearer than this are one
GAP_METRES = 15.0  # slivers narrower than this belong to a neighbour
TOLERANCE_METRES = 50.0
GRID_DEGREES = 1e-5
FAR_METRES = 50_000.0


def _mend(shapes: np.ndarray) -> tuple[np.ndarray, int]:
    """Return valid polygons (lines and points that fall out of the repair are left behind)."""
    bad = ~shapely.is_valid(shapes)
    fixed = shapes.copy()
    for i in np.flatnonzero(bad):
        parts = shapely.get_parts(shapely.make_valid(shapes[i], method="structure", keep_collapsed=False))
        fixed[i] = shapely.union_all(parts[shapely.get_dimensions(parts) == 2])
    return fixed, int(bad.sum())


def clean_coverage(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the polygons (metres, valid) without overlaps and slivers between them, edges matched."""
    shapes = frame.geometry.to_numpy()
    if not shapely.coverage_is_valid(shapes, gap_width=GAP_METRES):
        shapes = shapely.coverage_clean(shapes, snapping_distance=SNAP_METRES, gap_width=GAP_METRES)
    out = frame.set_geometry(shapes, crs=frame.crs)
    return out[~out.geometry.is_empty].reset_index(drop=True)


def simplify(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return a coverage (metres) simplified as a whole by `TOLERANCE_METRES`, in EPSG:4326."""
    thin = frame.set_geometry(frame.geometry.simplify_coverage(TOLERANCE_METRES)).to_crs(4326)
    shapes = shapely.set_precision(thin.geometry.to_numpy(), GRID_DEGREES, mode="pointwise")
    shapes, _ = _mend(shapes)
    if not shapely.coverage_is_valid(shapes):
        shapes = shapely.coverage_clean(shapes, snapping_distance=0, gap_width=0)
    return thin.set_geometry(shapes, crs=4326)


def _choose(layers: list[Layer], kab: str, level: str | None) -> tuple[Layer, Attached]:
    pairs = [(layer, attach(layer.frame, kab, level)) for layer in layers]
    layer, found = max(pairs, key=lambda p: p[1].code.nunique())
    if found.code.isna().all():
        raise BoundaryError(
            f"Tidak satu pun poligon cocok dengan {area_label(kab)}. Sertakan kolom kode Kemendagri, "
            "atau kolom nama desa dan nama kecamatan."
        )
    if level == "kabupaten" and not found.code.eq(kab).any():
        raise BoundaryError(f"Berkas tidak memuat {area_label(kab)}.")
    return layer, found


def import_boundaries(
    path: Path | str, kab: str, home: Path | None = None, level: str | None = None
) -> ImportReport:
    """Import official polygons of a kabupaten.

    Parameters
    ----------
    path : Path
        GeoJSON, GeoPackage, Shapefile (zipped, or ``.shp`` with its companions), any coordinate system.
    kab : str
        Kemendagri code; a file of the whole province will do.
    home : Path, optional
        The store; by default that of the settings.
    level : str, optional
        "desa", "kecamatan" or "kabupaten"; found out where not given.

    Returns
    -------
    ImportReport

    Raises
    ------
    BoundaryError
        With an Indonesian sentence, if the file cannot be used; nothing is changed then.

    Notes
    -----
    Polygons are matched (`boundary_match`), made valid, cleaned as a coverage in metres of the UTM zone,
    and simplified as a coverage. Neighbours are found before simplification. Upper levels are dissolved
    from imported desa; an imported upper level does not replace them. The original is kept byte for byte
    under ``boundaries/asli/``. Files appear whole or not at all; the manifest is swapped last.
    """
    path = Path(path)
    if level is not None and level not in LEVELS:
        raise BoundaryError(f"Tingkat {level!r} tidak dikenal; pilih desa, kecamatan, atau kabupaten.")
    table = areas(kab)
    layer, found = _choose(read_layers(path), kab, level)
    level = found.level
    used = found.code.notna()
    metres = layer.frame.loc[used, ["geometry"]].assign(code=found.code[used].to_numpy()).to_crs(utm_of(kab))
    shapes, repaired = _mend(metres.geometry.to_numpy())
    metres = metres.set_geometry(shapes, crs=metres.crs)
    metres = metres[~metres.geometry.is_empty]
    merged = len(metres) - metres["code"].nunique()
    if merged:
        metres = metres.dissolve("code", as_index=False)
    names = dict(zip(table["code"], table["name"], strict=True))
    if level == "kabupaten":
        names |= dict(zip(kabupaten_list()["code"], kabupaten_list()["name"], strict=True)) | {
            kab: names[kab]
        }
    metres = metres.assign(name=metres["code"].map(names)).sort_values("code", ignore_index=True)
    clean = clean_coverage(metres[["code", "name", "geometry"]])
    expected = table.loc[table["level"].eq(level), "code"]
    files = originals(path)
    report = ImportReport(
        level=level,
        matched=int(expected.isin(clean["code"]).sum()),
        unmatched=sorted(found.label[found.inside & ~used]),
        missing=[_label(c) for c in expected if c not in set(clean["code"])],
        repaired=repaired,
        outside=int((~found.inside).sum()),
        merged=merged,
        filename=path.name,
        sha256=fingerprint(files),
        notes=[*layer.notes, *found.notes],
    )
    report.notes += _far(clean, table)
    _keep(files, report.sha256, home)
    _store(clean, kab, home, report, names)
    return report


def _label(code: str) -> str:
    return f"{area_label(code)} ({area_label(code[:8])})" if len(code) > 8 else area_label(code)


def _far(frame: gpd.GeoDataFrame, table: pd.DataFrame) -> list[str]:
    """Warn where polygons lie far from the known points of their areas."""
    both = frame.merge(table[["code", "lat", "lon"]], on="code")
    points = gpd.GeoSeries(gpd.points_from_xy(both["lon"], both["lat"]), crs=4326).to_crs(frame.crs)
    far = both.geometry.distance(points) > FAR_METRES
    return [f"{int(far.sum())} poligon terletak lebih dari 50 km dari titik wilayahnya"] if far.any() else []


def _keep(files: list[Path], sha256: str, home: Path | None) -> None:
    for file in files:
        target = (home or settings().home) / "boundaries" / "asli" / sha256[:12] / file.name
        if not target.exists():
            archive.write_atomic(target, file.read_bytes())


def _store(
    clean: gpd.GeoDataFrame, kab: str, home: Path | None, report: ImportReport, names: dict[str, str]
) -> None:
    entries = archive.manifest(kab, home)
    level = report.level
    base = {
        "source": report.filename, "sha256": report.sha256, "matched": report.matched,
        "missing": len(report.missing), "imported_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    }  # fmt: skip

    def add(where: str, frame: gpd.GeoDataFrame, thin: gpd.GeoDataFrame, derived: str | None) -> None:
        entries[where] = base | {
            "derived_from": derived,
            "file": archive.put(kab, home, where, thin),
            "borders": archive.put(kab, home, f"{where}-batas", find_borders(frame)),
        }

    thin = simplify(clean)
    if level == "kabupaten":
        others = int(clean["code"].ne(kab).sum())
        if others:
            add("sekitar", clean, thin, None)
            report.notes.append(f"{others} kabupaten/kota lain disimpan sebagai latar peta")
        clean, thin = clean[clean["code"].eq(kab)], thin[thin["code"].eq(kab)]
    above = LEVELS[: LEVELS.index(level)]
    lower = LEVELS[LEVELS.index(level) + 1 :]
    if any(entries.get(level, {}).get("derived_from") == lv for lv in lower):
        report.notes.append(
            f"batas {level} tetap diturunkan dari tingkat di bawahnya, supaya garisnya berimpit"
        )
    elif len(clean):
        add(level, clean, thin, None)
        for upper in reversed(above):
            # incomplete desa must not punch holes into a boundary that was imported for itself
            own = upper in entries and entries[upper]["derived_from"] is None
            if report.missing and own:
                continue
            add(upper, dissolve(clean, upper, names), dissolve(thin, upper, names), level)
    archive.commit(kab, home, entries)
