"""The attendance programme of a kabupaten and the month it began, from ``data/program.csv``."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from stunting.indicators.facts import facts


class Program(NamedTuple):
    """Name, first month (``"YYYY-MM"``; None: not known) and source."""

    name: str
    start: str | None
    source: str


def program(kab: str) -> Program | None:
    """Return the programme of a kabupaten, None where the file names none."""
    table = facts("program")
    found = table[table["wilayah"] == kab]
    if found.empty:
        return None
    row = found.iloc[0]
    return Program(
        str(row["program"]), None if pd.isna(row["mulai"]) else str(row["mulai"]), str(row["sumber"])
    )
