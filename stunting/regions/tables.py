"""Codes and names of the areas of Indonesia (Kemendagri), one kabupaten at a time."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from stunting.regions.names import title_name
from stunting.settings import settings

LEVELS = ("kabupaten", "kecamatan", "desa")
_DEPTH = {0: "provinsi", 1: "kabupaten", 2: "kecamatan", 3: "desa"}
_CODE = re.compile(r"^\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?$")
_KIND = {"1": "Kelurahan", "2": "Desa", "3": "Desa Adat"}  # first digit of a desa's own number
_KAB_WORD = re.compile(r"^Kabupaten\s+")


@lru_cache(maxsize=4)
def _nation(path: Path, stamp: int) -> pd.DataFrame:
    frame = pq.read_table(path, filters=[("level", "in", ["provinsi", "kabupaten"])]).to_pandas()
    return frame.set_index("code")


def nation() -> pd.DataFrame:
    """Return provinces and kabupaten of the nation, indexed by code (read only)."""
    path = settings().data_dir / "wilayah.parquet"
    return _nation(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=32)
def _areas(path: Path, stamp: int, kab: str) -> pd.DataFrame:
    # "/" follows "." in ASCII: the range holds the kabupaten and all below it, so few row groups are read
    frame = pq.read_table(path, filters=[("code", ">=", kab), ("code", "<", kab + "/")]).to_pandas()
    if frame.empty or not re.fullmatch(r"\d\d\.\d\d", kab):
        raise KeyError(f"kode kabupaten tidak dikenal: {kab}")
    parent = frame["code"].str.rpartition(".")[0]
    out = pd.DataFrame({
        "code": frame["code"],
        "name": frame["name"].str.replace(_KAB_WORD, "", regex=True),
        "level": frame["level"],
        "parent": parent,
        "lat": frame["lat"].astype("float64").round(5),
        "lon": frame["lon"].astype("float64").round(5),
    })  # fmt: skip
    order = out["level"].map({level: i for i, level in enumerate(LEVELS)})
    return out.assign(_o=order).sort_values(["_o", "code"], ignore_index=True).drop(columns="_o")


def areas(kab: str) -> pd.DataFrame:
    """Return all areas of one kabupaten.

    Parameters
    ----------
    kab : str
        Kemendagri code, e.g. ``"63.11"``.

    Returns
    -------
    DataFrame
        ``code, name, level ("kabupaten" | "kecamatan" | "desa"), parent, lat, lon`` (degrees; indicative
        points), kabupaten first, then by code. The word "Kabupaten" is left out of the name, "Kota" is kept.

    Raises
    ------
    KeyError
        If the nation has no such code.
    """
    path = settings().data_dir / "wilayah.parquet"
    return _areas(path, path.stat().st_mtime_ns, kab).copy()


def kabupaten_list() -> pd.DataFrame:
    """Return the kabupaten and kota of the nation: ``code, name ("Kabupaten …", "Kota …"), province``."""
    frame = nation()
    kab = frame[frame["level"].eq("kabupaten")]
    province = frame.loc[kab.index.str[:2], "name"].to_numpy()
    return pd.DataFrame({"code": kab.index, "name": kab["name"].to_numpy(), "province": province})


def dotted(digits: pd.Series) -> pd.Series:
    """Return codes with dots: ``6311012001`` → ``63.11.01.2001`` (2, 4, 6 or 10 digits)."""
    parts = [digits.str[a:b] for a, b in ((0, 2), (2, 4), (4, 6), (6, 10))]
    out = parts[0]
    for part in parts[1:]:
        out = out + part.where(part.eq(""), "." + part)
    return out


def level_of(key: str) -> str | None:
    """Return the level of a code with dots; None for an own name ("?NAME") or no code."""
    return _DEPTH[key.count(".")] if _CODE.match(key) else None


@lru_cache(maxsize=32)
def _names(path: Path, stamp: int, kab: str) -> dict[str, str]:
    try:
        frame = _areas(path, stamp, kab)
    except KeyError:
        return {}
    return dict(zip(frame["code"], frame["name"], strict=True))


def area_name(key: str | None) -> str:
    """Return the name of an area to show.

    Parameters
    ----------
    key : str or None
        A code with dots, an unmatched name ("?DONOMULYO", "63.11.05?DESA WEST"), or any other name
        (puskesmas, posyandu), which is given back as it is.

    Examples
    --------
    >>> area_name("?DONOMULYO"), area_name("?DONOMULYO?DESA WEST"), area_name("Contoh Satu")
    ('Donomulyo', 'Desa West', 'Contoh Satu')
    """
    if key is None or key is pd.NA or key != key:
        return "(tidak diisi)"
    if "?" in key:
        return title_name(key.rpartition("?")[2]) or "(tidak diisi)"
    level = level_of(key)
    if level is None:
        return key
    if level == "provinsi":
        frame = nation()
        return str(frame["name"].get(key, key))
    path = settings().data_dir / "wilayah.parquet"
    return _names(path, path.stat().st_mtime_ns, key[:5]).get(key, key)


def area_label(key: str | None, level: str | None = None) -> str:
    """Return the name of an area with the word for its kind.

    Parameters
    ----------
    key : str or None
        As in `area_name`.
    level : str, optional
        For keys that are no codes: "kabupaten", "kecamatan", "desa", "puskesmas" or "posyandu".

    Examples
    --------
    >>> area_label("Sukamaju", "puskesmas"), area_label("?CONTOH", "kecamatan"), area_label("?A?DESA WEST")
    ('Puskesmas Sukamaju', 'Kecamatan Contoh', 'Desa West')
    """
    name = area_name(key)
    if name == "(tidak diisi)":
        return name
    own = level_of(str(key))
    if own == "desa":
        word = _KIND.get(str(key)[9], "Desa")
    elif own is not None:
        word = own.title()
    elif level is None and "?" in str(key)[1:]:
        word = "Desa"
    else:
        word = (level or "").title()
    if not word or name.split()[0] in {word.split()[0], "Kota"}:
        return name
    return f"{word} {name}"
