"""Area keys in the rows that no list knows: what a person may want to decide about."""

from __future__ import annotations

from typing import Final

import pandas as pd

from stunting import regions

COLUMNS: Final = ("kind", "key", "name", "kec", "puskesmas", "rows", "children", "last_period")
#: Columns of the rows that `unmatched` needs.
NEEDED: Final = ("kec", "desa", "puskesmas", "child_id", "period")


def odd(rows: pd.DataFrame, kab: str) -> pd.DataFrame:
    """Return the rows that hold an area which no list knows, as plain text: few of many, to be joined.

    >>> given = pd.DataFrame({"kec": ["63.11.05"] * 2, "desa": ["63.11.05.2019", "63.11.05?CONTOH"],
    ...     "puskesmas": None, "child_id": "a", "period": "2024-02"})
    >>> odd(given, "63.11")["desa"].tolist()
    ['63.11.05?CONTOH']
    """
    known = set(regions.puskesmas_of(kab)["puskesmas"])
    hit = pd.Series(False, rows.index)
    for column in ("kec", "desa", "puskesmas"):
        labels = rows[column].astype("category")
        names = [n for n in labels.cat.categories if _is_unmatched(column, str(n), known)]
        hit |= labels.isin(names)
    return rows.loc[hit, list(NEEDED)].astype("str").reset_index(drop=True)


def _is_unmatched(column: str, name: str, known: set[str]) -> bool:
    return bool(known) and name not in known if column == "puskesmas" else "?" in name


def unmatched(rows: pd.DataFrame, kab: str) -> pd.DataFrame:
    """Return the unmatched areas of `rows`: one line a kecamatan, desa or puskesmas, most rows first.

    Parameters
    ----------
    rows : DataFrame
        Columns `NEEDED`, of one kabupaten.
    kab : str
        Its key. A puskesmas is unmatched where the list of the kabupaten is known and lacks it.

    Returns
    -------
    DataFrame
        `COLUMNS`; ``key`` is what ``Store.decide_alias`` takes, ``kec`` and ``puskesmas`` the most
        frequent ones.
    """
    known = set(regions.puskesmas_of(kab)["puskesmas"])
    found = []
    for kind, column in (("kecamatan", "kec"), ("desa", "desa"), ("puskesmas", "puskesmas")):
        labels = rows[column].astype("category")
        names = [name for name in labels.cat.categories if _is_unmatched(column, name, known)]
        if not names:
            continue
        for key, at in labels.cat.codes.groupby(labels, observed=True).indices.items():
            if key not in names:
                continue
            part = rows.iloc[at]
            found.append(
                (
                    kind,
                    f"{kab}|{key}" if kind == "puskesmas" else key,
                    str(key).rpartition("?")[2],
                    _most(part["kec"]),
                    _most(part["puskesmas"]),
                    len(part),
                    part["child_id"].nunique(),
                    max(part["period"].dropna().unique().tolist(), default=""),
                )
            )
    frame = pd.DataFrame(found, columns=list(COLUMNS))
    strings = {name: "str" for name in COLUMNS if name not in ("rows", "children")}
    frame = frame.astype(strings | {"rows": "int64", "children": "int64"})
    return frame.sort_values(["rows", "kind", "key"], ascending=[False, True, True], ignore_index=True)


def _most(column: pd.Series) -> str:
    counts = column.value_counts()
    return str(counts.index[0]) if len(counts) and counts.iloc[0] else ""
