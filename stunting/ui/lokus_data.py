"""The lists of desa lokus, for every screen: which desa, by which regulation, of which years.

A list counts for its own year only: where none is known for a year, none is shown, never another year's.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from stunting.indicators import ranking
from stunting.ui import data
from stunting.ui.data import resource

#: Name of the register that holds what the district entered.
REGISTER: Final = "lokus"


def stamp() -> str:
    """Return a text that changes whenever a list does."""
    registers = data.store().registers
    return f"{registers.home}:{registers.stamp(REGISTER)}"


@resource
def _lists(kab: str, register_stamp: str) -> pd.DataFrame:
    return ranking.lokus(kab, entered=data.store().registers.read(REGISTER))


def lists(kab: str) -> pd.DataFrame:
    """Return every known list: ``year, area, name, kec, decree, source``."""
    return _lists(kab, stamp())


@resource
def _listed(kab: str, year: int, register_stamp: str) -> frozenset[str]:
    table = _lists(kab, register_stamp)
    return frozenset(table.loc[table["year"] == year, "area"].astype("str"))


def listed(kab: str, year: int) -> frozenset[str]:
    """Return the keys of the desa on the list of `year`; empty where no list of that year is known."""
    return _listed(kab, int(year), stamp())


def years(kab: str) -> list[int]:
    """Return the years with a list, newest first."""
    return sorted({int(y) for y in lists(kab)["year"]}, reverse=True)


def sk_of(kab: str, year: int) -> str:
    """Return the number of the regulation of a year's list; empty where there is no list or no number."""
    table = lists(kab)
    numbers = table.loc[table["year"] == int(year), "decree"].dropna().astype("str")
    return str(numbers.iloc[0]) if len(numbers) else ""


def badge(kab: str, area: str, year: int) -> str:
    """Return the words beside the name of a desa on the list of `year`; empty for any other."""
    if area not in listed(kab, year):
        return ""
    number = sk_of(kab, year)
    return f"Desa lokus {year}" + (f" (SK {number})" if number else "")
