"""What was delivered: the months of each puskesmas, and how much of an area's figure is still missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from stunting import regions
from stunting.indicators.format_id import listing

#: A month with a smaller share of the puskesmas' own usual month (median of the others) is late dates of
#: other files, not a delivery.
ENOUGH: Final = 0.25
MONTHS_OF_YEAR: Final = 12
#: A year with fewer months says so. One short is a file to come: each child counts in a year with its last
#: measurement, which that month changes little.
MONTHS_ENOUGH: Final = 11


def delivered(cube: pd.DataFrame, period: str, expected: Sequence[str]) -> tuple[int, int]:
    """Return how many puskesmas delivered a month (of a year: any of its months), and how many should.

    A few late dates in a file of another month are no delivery (`ENOUGH`).

    Parameters
    ----------
    cube : DataFrame
        Of `stunting.indicators.cube.build`; of it ``puskesmas, period, registered``.
    period : str
    expected : sequence of str
        Puskesmas that should deliver; none known: those that ever did.

    Examples
    --------
    >>> seen = pd.DataFrame({"puskesmas": ["Satu", "Satu", "Dua", "Dua"], "registered": [40, 41, 60, 2],
    ...     "period": ["2024-11", "2024-12", "2024-11", "2024-12"]})
    >>> delivered(seen, "2024-12", ["Satu", "Dua", "Tiga"]), delivered(seen, "2024", ["Satu", "Dua"])
    ((1, 3), (2, 2))
    >>> delivered(seen, "2024-12", ["Tiga"]), delivered(seen[:0], "2024", [])
    ((0, 1), (0, 0))
    """
    enough = delivered_months(cube)
    if len(expected):
        enough = enough[enough["puskesmas"].isin(list(expected))]
    there = enough.loc[enough["period"].str.startswith(period), "puskesmas"].nunique()
    return int(there), len(expected) or int(enough["puskesmas"].nunique())


def delivered_months(cube: pd.DataFrame) -> pd.DataFrame:
    """Return ``puskesmas, period`` of the months that were delivered, as text.

    A few late dates in a file of another month are no delivery (`ENOUGH`).

    Parameters
    ----------
    cube : DataFrame
        ``puskesmas, period, registered``; years in it are left out.
    """
    rows = cube.groupby(["puskesmas", "period"], observed=True)["registered"].sum().astype("float64")
    months = rows.reset_index().astype({"puskesmas": "str", "period": "str"})
    months = months[months["period"].str.len().eq(len("YYYY-MM")) & months["registered"].gt(0)]
    usual = months.groupby("puskesmas")["registered"].transform("median")
    enough = months[months["registered"] >= ENOUGH * usual]
    return enough[["puskesmas", "period"]].reset_index(drop=True)


def partial(cube: pd.DataFrame, kab: str, area: str, period: str) -> str:
    """Return on how many puskesmas, and of a year on how many months, a figure rests where some are missing.

    Of a desa the months alone: a puskesmas that serves another part of it is not missing. ``""`` where all
    have delivered, or nothing is known.
    """
    there, of = some(cube, kab, area, period)
    known = delivered_months(_inside(cube, kab, area))
    known = known[known["period"].str.startswith(period)]
    months = known["period"].nunique()
    said = [f"{there} dari {of} puskesmas"] if 0 < there < of else []
    if len(period) == len("YYYY") and 0 < months < MONTHS_ENOUGH:
        said.append(f"{months} dari {MONTHS_OF_YEAR} bulan")
    return f"baru {listing(said)}" if said else ""


def some(cube: pd.DataFrame, kab: str, area: str, period: str) -> tuple[int, int]:
    """Return how many puskesmas of a kabupaten or kecamatan delivered a period, and how many should.

    Of a desa (0, 0): what serves it is one puskesmas, or parts of two.
    """
    if area.count(".") > _KECAMATAN:
        return 0, 0
    expected = regions.puskesmas_of(kab)
    expected = expected if area == kab else expected[expected["kec"] == area]
    return delivered(_inside(cube, kab, area), period, expected["puskesmas"].tolist())


def _inside(cube: pd.DataFrame, kab: str, area: str) -> pd.DataFrame:
    if area == kab:
        return cube
    return cube[cube["desa" if area.count(".") > _KECAMATAN else "kec"] == area]


#: Points in the code of a kecamatan.
_KECAMATAN: Final = 2
