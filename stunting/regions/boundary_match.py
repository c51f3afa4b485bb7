"""Which area is each polygon of a boundary file? By code where codes and names agree, else by name."""

from __future__ import annotations

import re
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
from rapidfuzz import fuzz

from stunting.regions.lexicon import find_kabupaten, gazetteer
from stunting.regions.match import Matcher
from stunting.regions.names import normalise, squash
from stunting.regions.tables import LEVELS, areas, dotted, kabupaten_list

_CODE = re.compile(r"^\d{4}(\d{2}(\d{4})?)?$")
AGREE = 0.6  # share of names that must agree with a column of codes
ALIKE = 80.0  # similarity (0-100) of two names that count as the same
CERTAIN = 0.95  # share of rows with an area of their own, by code, that needs no look at other levels
MAX_COLUMNS = 60


class Attached(NamedTuple):
    """Polygons with codes.

    ``code`` is missing where unmatched; ``inside`` tells the rows that belong to the kabupaten (all of
    them at level "kabupaten"); ``label`` is the row's own name; ``score`` in [0, 1] the share matched.
    """

    level: str
    code: pd.Series
    inside: pd.Series
    label: pd.Series
    score: float
    by_code: bool
    notes: list[str]


def _texts(frame: gpd.GeoDataFrame) -> dict[str, pd.Series]:
    out = {}
    for name in [c for c in frame.columns if c != frame.geometry.name][:MAX_COLUMNS]:
        column = frame[name]
        if pd.api.types.is_float_dtype(column) and (column.dropna() % 1 == 0).all():
            column = column.astype("Int64")
        out[str(name)] = (
            column.astype("str").where(column.notna()).str.strip().str.replace(r"\.0$", "", regex=True)
        )
    return out


def _codes(texts: pd.Series) -> pd.Series:
    digits = texts.str.replace(".", "", regex=False)
    good = digits.str.match(_CODE).fillna(False).astype(bool)
    return dotted(digits.where(good)) if good.any() else digits.where(good)


def _names(level: str, kab: str) -> dict[str, str]:
    if level == "kabupaten":
        frame = kabupaten_list()
    else:
        frame = areas(kab)
        frame = frame[frame["level"].eq(level)]
    return dict(zip(frame["code"], frame["name"], strict=True))


def _alike(a: str, b: str) -> bool:
    a, b = squash(a), squash(b)
    return bool(a) and (a in b or fuzz.ratio(a, b) >= ALIKE)


def _agreement(code: pd.Series, texts: dict[str, pd.Series], known: dict[str, str], kab: str) -> float:
    """Return the share of matched codes whose area's name stands in the best column of names."""
    hit = code.isin(list(known))
    best = 0.0
    for column in texts.values():
        named = hit & column.notna() & column.str.contains("[A-Za-z]", na=False)
        if named.sum() >= 0.5 * hit.sum():
            same = [
                _alike(t, known[c].removeprefix("Kabupaten "))
                for t, c in zip(column[named], code[named], strict=True)
            ]
            best = max(best, float(np.mean(same)))
    return best


def _by_names(level: str, kab: str, texts: dict[str, pd.Series]) -> tuple[pd.Series, pd.Series]:
    """Return (code, label) of the columns of names that identify most areas."""
    index = next(iter(texts.values())).index if texts else pd.RangeIndex(0)
    nothing = pd.Series(None, index=index, dtype="str")
    best, label, most = nothing, nothing, -1
    if level == "kabupaten":
        for column in texts.values():
            code = column.map(_kabupaten(column, kab)).astype("str")
            if code.nunique() > most:
                best, label, most = code, column, code.nunique()
        return best, label
    book = gazetteer(kab)
    hits = {
        name: column.map({n: (book.kec.find(n) or (None,))[0] for n in column.dropna().unique()}).astype(
            "str"
        )
        for name, column in texts.items()
    }
    if level == "kecamatan":
        name = max(hits, key=lambda n: hits[n].nunique(), default=None)
        return (hits[name], texts[name]) if name else (nothing, nothing)
    kec = max(hits, key=lambda n: hits[n].notna().sum(), default=None)
    kec = kec if kec and hits[kec].notna().mean() > 0 else None
    for name, column in texts.items():
        for above in {kec, None} - {name}:
            found = Matcher(kab).match(None, texts[above] if above else None, column)["desa"]
            code = found.where(~found.str.contains("?", regex=False, na=True))
            if code.nunique() > most or (code.nunique() == most and above):
                best, most = code, code.nunique()
                label = column + (" (" + texts[above].fillna("-") + ")" if above else "")
    return best, label


def _kabupaten(column: pd.Series, kab: str) -> dict[str, str | None]:
    return {n: find_kabupaten(n, kab) for n in column.dropna().unique() if normalise(n)}


def _inside(kab: str, texts: dict[str, pd.Series], verified: list[pd.Series]) -> pd.Series | None:
    """Return the rows of the kabupaten, by a column of kabupaten names or by trusted codes."""
    for column in texts.values():
        table = _kabupaten(column, kab)
        known = [code for code in table.values() if code]
        if kab in known and len(known) >= AGREE * len(table):
            return column.map(table).eq(kab)
    for code in verified:
        if code.notna().mean() > AGREE:
            return code.str.startswith(kab).fillna(False).astype(bool)
    return None


def attach(frame: gpd.GeoDataFrame, kab: str, level: str | None = None) -> Attached:
    """Match the rows of a layer to codes.

    Parameters
    ----------
    frame : GeoDataFrame
        A layer with whatever columns it has.
    kab : str
    level : str, optional
        "desa", "kecamatan" or "kabupaten"; found out where not given (the level at which most rows have an
        area of their own).

    Notes
    -----
    A column of codes is trusted only if the names beside it agree for `AGREE` of the rows: BPS codes look
    the same and mean other areas. Without any names the codes must nearly all exist.
    """
    texts = _texts(frame)
    tried = [level] if level else list(reversed(LEVELS))
    codes = {name: _codes(column) for name, column in texts.items()}
    results: list[Attached] = []
    for one in tried:
        results.append(_attach(frame, kab, one, texts, codes))
        if results[-1].by_code and results[-1].score > CERTAIN:
            break
    return max(results, key=lambda r: (round(r.score, 2), r.by_code))


def _attach(
    frame: gpd.GeoDataFrame,
    kab: str,
    level: str,
    texts: dict[str, pd.Series],
    codes: dict[str, pd.Series],
) -> Attached:
    known = _names(level, kab)
    named, label = _by_names(level, kab, texts)
    notes: list[str] = []
    trusted: pd.Series | None = None
    for name, code in codes.items():
        depth = code.str.count(r"\.").eq(LEVELS.index(level) + 1)
        code = code.where(depth)
        hit = code.isin(list(known)) if code.notna().any() else code.notna()
        local = code.str.startswith(kab).fillna(False).astype(bool)
        if not hit.any():
            if local.sum() > 0.5 * len(frame) and level == "desa":
                notes.append(f"kolom {name} bukan kode Kemendagri (mungkin kode BPS), tidak dipakai")
            continue
        agreement = _agreement(code, texts, known, kab)
        if agreement < AGREE:
            nameless = named.nunique() < 0.3 * max(1, int(local.sum()))
            complete = hit.sum() >= 0.95 * (local.sum() if level != "kabupaten" else code.notna().sum())
            if not (nameless and complete):
                notes.append(
                    f"kolom {name} tidak sesuai dengan nama wilayah (mungkin kode BPS), tidak dipakai"
                )
                continue
            notes.append(f"kolom {name} dipakai tanpa nama pembanding; periksa hasilnya di peta")
        if trusted is None or hit.sum() > trusted.isin(list(known)).sum():
            trusted = code
    inside = _inside(kab, texts, [trusted] if trusted is not None else [])
    by_code = trusted is not None
    code = named if trusted is None else trusted.where(trusted.isin(list(known)), named)
    code = code.where(code.isin(list(known)))
    if level == "kabupaten" or inside is None:
        inside = pd.Series(True, index=frame.index)
    inside = inside | (code.notna() & by_code)
    code = code.where(inside)
    score = code.nunique() / max(1, int(inside.sum()))
    if label.isna().all():
        label = trusted if trusted is not None else pd.Series("", index=frame.index)
    return Attached(level, code, inside, label.fillna("(tanpa nama)"), score, by_code, notes)
