"""Where imported boundaries are kept: content-named parquet files and one manifest, swapped in at the end."""

from __future__ import annotations

import hashlib
import io
import json
import os
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from stunting.settings import settings


def folder(kab: str, home: Path | None) -> Path:
    """Return the boundary folder of a kabupaten under a store."""
    return (home or settings().home) / "boundaries" / kab


def write_atomic(path: Path, data: bytes) -> None:
    """Write a file so that a reader or a power cut sees the old one or the new one, never a half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    tmp = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with tmp.open("wb") as f:
        f.write(data)
        f.flush()
        os.fsync(f.fileno())
    tmp.replace(path)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def manifest(kab: str, home: Path | None) -> dict[str, Any]:
    """Return what is imported: level → {"file", "borders", "derived_from", …}; empty where nothing is."""
    path = folder(kab, home) / "manifest.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def stamp(kab: str, home: Path | None) -> str:
    """Return a mark that changes whenever the boundaries or the area table do (a few microseconds)."""
    marks = []
    for path in (folder(kab, home) / "manifest.json", settings().data_dir / "wilayah.parquet"):
        try:
            state = path.stat()
            marks.append(f"{state.st_mtime_ns}-{state.st_size}-{state.st_ino}")
        except FileNotFoundError:
            marks.append("-")
    return ":".join(marks)


def put(kab: str, home: Path | None, name: str, frame: pd.DataFrame) -> str:
    """Write a frame under a name made from its content; return the file name."""
    buffer = io.BytesIO()
    frame.to_parquet(buffer, index=False, compression="zstd")
    data = buffer.getvalue()
    filename = f"{name}-{hashlib.sha256(data).hexdigest()[:12]}.parquet"
    write_atomic(folder(kab, home) / filename, data)
    return filename


def commit(kab: str, home: Path | None, entries: dict[str, Any]) -> None:
    """Make `entries` the manifest and remove files it no longer names."""
    here = folder(kab, home)
    write_atomic(here / "manifest.json", json.dumps(entries, ensure_ascii=False, indent=1).encode())
    named = {e[k] for e in entries.values() for k in ("file", "borders") if e.get(k)}
    for path in here.glob("*.parquet"):
        if path.name not in named:
            path.unlink(missing_ok=True)


def polygons(kab: str, home: Path | None, entry: dict[str, Any]) -> gpd.GeoDataFrame:
    """Read the polygons of one manifest entry (EPSG:4326)."""
    return gpd.read_parquet(folder(kab, home) / entry["file"])
