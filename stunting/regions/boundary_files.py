"""Open a boundary file that somebody brings: GeoJSON, Shapefile (zipped or plain), GeoPackage."""

from __future__ import annotations

import hashlib
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

MAX_FILE_MB = 300
MAX_EXPANDED_MB = 1000
MAX_MEMBERS = 500
MAX_FEATURES = 120_000
MAX_LAYERS = 10
_SIDE = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_READ = (*_SIDE, ".gpkg", ".geojson", ".json")
#: Indonesia with a margin, degrees: west, south, east, north.
_FRAME = (94.0, -12.0, 142.0, 7.0)


class BoundaryError(ValueError):
    """A boundary file cannot be used; the message is an Indonesian sentence that says what to do."""


class Layer(NamedTuple):
    """One layer of a file in EPSG:4326, and what had to be done to read it."""

    name: str
    frame: gpd.GeoDataFrame
    notes: list[str]


def originals(path: Path) -> list[Path]:
    """Return the files that make up `path`: itself, and for a plain Shapefile those beside it."""
    if not path.is_file():
        raise BoundaryError(f"Berkas {path.name} tidak ditemukan.")
    if path.suffix.lower() != ".shp":
        return [path]
    beside = [p for p in sorted(path.parent.iterdir()) if p.stem == path.stem and p.suffix.lower() in _SIDE]
    return beside or [path]


def fingerprint(files: list[Path]) -> str:
    """Return the SHA-256 (hex) of the contents, one after the other."""
    digest = hashlib.sha256()
    for path in files:
        with path.open("rb") as f:
            while block := f.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def _unzip(path: Path, folder: Path) -> None:
    left = MAX_EXPANDED_MB << 20
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS:
                raise BoundaryError(
                    f"Berkas zip memuat lebih dari {MAX_MEMBERS} berkas; kirim batasnya saja."
                )
            for member in members:
                inner = PurePosixPath(member.filename.replace("\\", "/"))
                if inner.is_absolute() or ".." in inner.parts or ":" in member.filename:
                    raise BoundaryError("Berkas zip memuat alamat yang tidak aman; buat zip yang baru.")
                skip = member.is_dir() or inner.name.startswith(".") or "__MACOSX" in inner.parts
                if skip or stat.S_ISLNK(member.external_attr >> 16) or inner.suffix.lower() not in _READ:
                    continue
                # flat names, the folder in front, so that equal names of two folders do not collide
                target = folder / ("_".join((*inner.parts[:-1], inner.stem)) + inner.suffix.lower())
                with archive.open(member) as source, target.open("wb") as out:
                    while block := source.read(1 << 20):  # the sizes in the zip's list may lie
                        left -= len(block)
                        if left < 0:
                            raise BoundaryError(f"Isi berkas zip lebih dari {MAX_EXPANDED_MB} MB.")
                        out.write(block)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise BoundaryError(
            "Berkas zip rusak, terkunci sandi, atau tidak lengkap; buat zip yang baru."
        ) from error


def _kind(path: Path) -> str | None:
    """Tell a format by content, never by name: GDAL has drivers that read other files of the server."""
    with path.open("rb") as f:
        head = f.read(4096)
    if head[:4] == b"PK\x03\x04":
        return "zip"
    if head[:16] == b"SQLite format 3\0" and head[68:70] == b"GP":
        return "gpkg"
    if head[:4] == b"\x00\x00\x27\x0a":
        return "shp"
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return "geojson"
    return None


@contextmanager
def _unpacked(path: Path) -> Iterator[list[Path]]:
    with tempfile.TemporaryDirectory(prefix="batas-") as name:
        folder = Path(name)
        kind = _kind(path)
        if kind == "zip":
            _unzip(path, folder)
        elif kind is not None:
            for source in originals(path) if kind == "shp" else [path]:
                suffix = source.suffix.lower() if kind == "shp" else f".{kind}"
                shutil.copyfile(source, folder / f"batas{suffix}")
        found = []
        for file in sorted(folder.iterdir()):
            kind = _kind(file) if file.suffix not in _SIDE[1:] else None
            if kind == "shp":
                lacking = [s for s in (".shx", ".dbf") if not file.with_suffix(s).exists()]
                if lacking:
                    raise BoundaryError(
                        f"Shapefile tidak lengkap: {' dan '.join(lacking)} tidak ada. "
                        "Sertakan .shp, .shx, .dbf, dan .prj dalam satu zip."
                    )
            if kind in ("shp", "gpkg", "geojson"):
                found.append(file)
        if not found:
            raise BoundaryError(
                f"Berkas {path.name} bukan GeoJSON, Shapefile (zip), atau GeoPackage yang dapat dibaca."
            )
        yield found


def _to_degrees(frame: gpd.GeoDataFrame, notes: list[str]) -> gpd.GeoDataFrame:
    """Bring a layer to EPSG:4326; guess a missing system, mend exchanged axes."""
    west, south, east, north = _FRAME
    geographic = frame.crs is None or frame.crs.is_geographic
    if geographic:
        x0, y0, x1, y1 = frame.total_bounds
        straight = west <= x0 and x1 <= east and south <= y0 and y1 <= north
        turned = west <= y0 and y1 <= east and south <= x0 and x1 <= north
        if turned and not straight:
            frame = frame.set_geometry(shapely.transform(frame.geometry.to_numpy(), lambda c: c[:, ::-1]))
            notes.append("urutan lintang dan bujur tertukar, sudah dibalik")
        elif not straight:
            raise BoundaryError(
                "Sistem koordinat berkas tidak dikenal: koordinatnya bukan lintang-bujur Indonesia. "
                "Sertakan berkas .prj atau simpan ulang sebagai EPSG:4326 (WGS 84)."
            )
        if frame.crs is None:
            notes.append("sistem koordinat tidak disebut, dianggap lintang-bujur WGS 84")
            return frame.set_crs(4326)
        frame = frame.set_crs(frame.crs)
    out = frame.to_crs(4326)
    x0, y0, x1, y1 = out.total_bounds
    if not (
        np.isfinite(out.total_bounds).all() and west <= x0 and x1 <= east and south <= y0 and y1 <= north
    ):
        raise BoundaryError(
            "Batas dalam berkas terletak di luar Indonesia; periksa sistem koordinatnya (.prj)."
        )
    return out


def read_layers(path: Path) -> list[Layer]:
    """Return the polygon layers of a file.

    Parameters
    ----------
    path : Path
        GeoJSON, GeoPackage, a zip of them or of Shapefiles, or a ``.shp`` with its companions beside it.

    Returns
    -------
    list of Layer
        EPSG:4326, two dimensions, polygons only (not yet repaired); at least one.

    Raises
    ------
    BoundaryError
        If nothing usable is in it, or it breaks a limit of this module.
    """
    path = Path(path)
    if not path.is_file():
        raise BoundaryError(f"Berkas {path.name} tidak ditemukan.")
    if path.stat().st_size > MAX_FILE_MB << 20:
        raise BoundaryError(f"Berkas lebih besar dari {MAX_FILE_MB} MB; kirim satu kabupaten saja.")
    layers: list[Layer] = []
    with _unpacked(path) as files:
        for file in files[:MAX_LAYERS]:
            try:
                names = [str(row[0]) for row in pyogrio.list_layers(file) if row[1]][:MAX_LAYERS]
                for name in names:
                    frame = pyogrio.read_dataframe(
                        file, layer=name, force_2d=True, max_features=MAX_FEATURES, on_invalid="ignore"
                    )
                    layers.extend(_polygons(name, frame))
            except BoundaryError:
                raise
            except Exception as error:  # GDAL, GEOS and codecs fail in many ways on a broken file
                raise BoundaryError(
                    f"Berkas {path.name} rusak atau tidak lengkap dan tidak dapat dibaca."
                ) from error
    if not layers:
        raise BoundaryError("Berkas tidak memuat poligon (hanya titik, garis, atau kosong).")
    return layers


def _polygons(name: str, frame: object) -> Iterator[Layer]:
    if not isinstance(frame, gpd.GeoDataFrame):
        return
    notes: list[str] = []
    area = frame.geometry.geom_type.isin(["Polygon", "MultiPolygon"]) & ~frame.geometry.is_empty
    if not area.any():
        return
    if not area.all():
        notes.append(f"{int((~area).sum())} baris tanpa poligon dilewati")
    frame = frame[area].reset_index(drop=True)
    yield Layer(name, _to_degrees(frame, notes), notes)
