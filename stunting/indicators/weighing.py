"""The months of mass weighing (bulan timbang), in which almost every child is measured."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pandas as pd

from stunting.indicators.facts import facts
from stunting.indicators.format_id import MONTHS

NATIONAL: Final = "00"


def weighing_months(kab: str) -> tuple[int, ...]:
    """Return the months (1 to 12) of ``data/bulan_timbang.csv``: the kabupaten's own, else the nation's.

    >>> weighing_months("99.99")
    (2, 8)
    """
    table = facts("bulan_timbang")
    own = table[table["wilayah"] == kab]
    return tuple(sorted(int(m) for m in (own if len(own) else table[table["wilayah"] == NATIONAL])["bulan"]))


def weighing_source(kab: str) -> str:
    """Return where the months come from."""
    table = facts("bulan_timbang")
    own = table[table["wilayah"] == kab]
    return "; ".join(dict.fromkeys((own if len(own) else table[table["wilayah"] == NATIONAL])["sumber"]))


def is_weighing(periods: Iterable[str], kab: str) -> list[bool]:
    """Return which periods are months of mass weighing (a year is none).

    >>> is_weighing(["2024-02", "2024-03", "2024"], "99.99")
    [True, False, False]
    """
    months = weighing_months(kab)
    return [len(p) == 7 and int(p[5:]) in months for p in map(str, periods)]


def month_words(kab: str) -> list[str]:
    """Return the names of the months.

    >>> month_words("99.99")
    ['Februari', 'Agustus']
    """
    return [MONTHS[m - 1] for m in weighing_months(kab)]


def by_month(frame: pd.DataFrame, kab: str) -> pd.DataFrame:
    """Return the rows of a result frame that lie in those months, with ``month`` and ``year`` (int)."""
    kept = frame[is_weighing(frame["period"], kab)]
    text = kept["period"].astype("str")
    kept = kept.assign(month=text.str.slice(5, 7).astype("int64"), year=text.str.slice(0, 4).astype("int64"))
    return kept.sort_values(["month", "year"], ignore_index=True)
