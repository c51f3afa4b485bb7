"""From canonical rows to persons: the identity columns, normalised for comparison."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import pandas as pd
import pyarrow as pa

from stunting.store.aliases import Aliases
from stunting.store.known import Person, plain_name

_USED = ("nik", "name", "birth_date", "sex", "mother", "desa", "posyandu", "kab", "puskesmas")


def persons_of(rows: pd.DataFrame, salt: str) -> list[Person]:
    """Return the identity of every row, normalised for comparison."""
    columns = [texts(rows[name]) for name in _USED]
    persons = []
    for row, (nik, name, birth, sex, mother, desa, posyandu, kab, puskesmas) in zip(
        rows["row"].tolist(), zip(*columns, strict=True), strict=True
    ):
        plain = plain_name(name) if name else ""
        place = ""
        if not nik and not plain:
            place = f"{salt}:{row}"
        elif not birth:
            place = f"{desa}:{posyandu}"
        health = f"{kab or ''}|{puskesmas}" if puskesmas else ""
        persons.append(
            Person(nik or "", plain, birth or "", sex or "", plain_name(mother or ""), place, health)
        )
    return persons


def decided(aliases: Aliases) -> Callable[[str], str]:
    """Return the function from a puskesmas as written (`Person.health`) to the one that is meant."""

    @lru_cache(maxsize=4096)
    def health(text: str) -> str:
        kab, _, name = text.partition("|")
        return f"{kab}|{aliases.health(kab, name)}" if name else ""

    return health


def texts(column: pd.Series) -> list[str | None]:
    """Return a column as Python strings (dates as ISO), None where missing."""
    if column.dtype.kind == "M":
        days = np.datetime_as_string(column.to_numpy("datetime64[D]"))
        return [None if day == "NaT" else str(day) for day in days]
    return pa.array(column, pa.string(), from_pandas=True).to_pylist()
