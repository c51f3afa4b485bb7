"""Areas of a file: names to codes, once for each distinct combination."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from stunting import regions
from stunting.ingest.batch import Batch
from stunting.ingest.cells.column import Column
from stunting.ingest.findings import sentence

_AREAS = ("kab", "kec", "desa", "puskesmas", "posyandu")
#: NIK, family-card and telephone numbers, also when written in groups; no area has such a name.
_LONG_NUMBER = re.compile(r"(?:\d[\s.\-]*){8}")
_POSYANDU = re.compile(r"^\s*pos\s?yandu\s+(?=\S)", re.IGNORECASE)


@lru_cache(maxsize=64)
def matcher(kab: str) -> Any:
    """Return the matcher of a kabupaten, made once."""
    return regions.Matcher(kab)


def clean_posyandu(text: str) -> str:
    """Write a posyandu's name one way.

    >>> clean_posyandu("POSYANDU  MELATI II"), clean_posyandu("melati ii")
    ('Melati II', 'Melati II')
    """
    return regions.title_name(_POSYANDU.sub("", text))


def only_names(batch: Batch) -> Batch:
    """Null areas that hold a long number (it may identify a person), each with a masked finding."""
    cleaned: dict[str, Column] = {}
    for name in _AREAS:
        column = batch[name]
        numbers = {text for text in column.distinct if _LONG_NUMBER.search(text)}
        if numbers:
            flagged = [at for at, text in enumerate(column.distinct) if text in numbers]
            batch.report("WILAYAH_BUKAN_NAMA", column, flagged)
            cleaned[name] = column.mapped(lambda text, bad=numbers: None if text in bad else text)  # type: ignore[misc]
    return Batch(batch.columns | cleaned, batch.rows, batch.findings) if cleaned else batch


def read_places(batch: Batch, kab: str, *, recap: bool = False) -> dict[str, Column]:
    """Return columns ``kab kec desa puskesmas posyandu``; unknown names stay, reported once each.

    A recap of a puskesmas or kecamatan has no desa: blank areas are no finding there.
    """
    asked = () if recap else tuple(batch[name] for name in ("kec", "desa", "puskesmas"))
    batch = only_names(batch)
    named = [batch["kab"], batch["kec"], batch["desa"]]
    combos, first, codes, counts = _combinations(named)
    names = [[column.distinct[n] if n >= 0 else None for n in combos[:, i]] for i, column in enumerate(named)]
    found = matcher(kab).match(*(pd.Series(each, dtype="str") for each in names))
    keys = {level: _plain(found[level]) for level in ("kab", "kec", "desa")}
    _report(batch, kab, names, keys, found["how"].tolist(), batch.rows[first], counts)
    out = {level: Column(codes, [key or "" for key in keys[level]], level).mapped(str) for level in keys}
    health = batch["puskesmas"]
    out["puskesmas"] = health.mapped(_puskesmas(tuple(health.distinct), kab).__getitem__)
    out["posyandu"] = batch["posyandu"].mapped(clean_posyandu)
    for column in asked:
        if blank := int((~column.filled).sum()):
            row = int(batch.rows[~column.filled][0])
            says = sentence("WILAYAH_KOSONG", kolom=column.title, jumlah=blank)
            batch.findings.add("WILAYAH_KOSONG", row, column.title, "", says)
    return out


@lru_cache(maxsize=256)
def _puskesmas(names: tuple[str, ...], kab: str) -> dict[str, str | None]:
    canonical = regions.canonical_puskesmas(pd.Series(names, dtype="str"), kab)
    return dict(zip(names, _plain(canonical), strict=True))


def _combinations(columns: list[Column]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    key = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        key = key * (len(column.distinct) + 1) + column.codes + 1
    _, first, codes, counts = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
    return np.column_stack([column.codes[first] for column in columns]), first, codes, counts


def _plain(series: pd.Series) -> list[str | None]:
    return [value if isinstance(value, str) else None for value in series.tolist()]


def _report(
    batch: Batch,
    kab: str,
    texts: list[list[str | None]],
    keys: dict[str, list[str | None]],
    how: list[str],
    rows: np.ndarray,
    counts: np.ndarray,
) -> None:
    """Report each area that is not known once, with its number of rows, at its first row."""
    seen: dict[tuple[str, str, str], list[int]] = {}
    for at in range(len(rows)):
        kab_key, kec_key, desa_key = (keys[level][at] or "" for level in ("kab", "kec", "desa"))
        names = [text[at] or "" for text in texts]
        entries = []
        if names[0] and kab_key != kab:
            entries.append(("KABUPATEN_LAIN", "kab", names[0]))
        elif names[1] and kec_key.startswith("?"):
            entries.append(("KECAMATAN_TAK_DIKENAL", "kec", names[1]))
        elif names[2] and "?" in desa_key:
            entries.append(("DESA_TAK_DIKENAL", "desa", f"{names[2]}\t{names[1]}"))
        elif how[at] == "fuzzy":
            entries.append(("WILAYAH_DITEBAK", "desa", f"{names[2]}, {names[1]}\t{desa_key}"))
        for entry in entries:
            seen.setdefault(entry, []).append(at)
    for (code, level, label), at_list in seen.items():
        row = int(rows[at_list].min())
        value, _, extra = label.partition("\t")
        fields: dict[str, Any] = {
            "nilai": value,
            "jumlah": int(counts[at_list].sum()),
            "kec": extra,
            "jadi": "",
            "saran": "",
        }
        if code == "DESA_TAK_DIKENAL":
            fields["saran"] = _suggestion(kab, keys["kec"][at_list[0]], value)
        elif code == "WILAYAH_DITEBAK":
            fields["jadi"] = f"{regions.area_label(extra)}, {regions.area_label(extra[:8])}" if extra else "-"
        batch.findings.add(code, row, batch[level].title, value, sentence(code, **fields))


def _suggestion(kab: str, kec: str | None, name: str) -> str:
    near = [str(found.label) for found in matcher(kab).suggest(kec, name)]
    return f" Mungkin: {'; '.join(near)}." if near else ""
