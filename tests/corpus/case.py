"""One file of the corpus, and what must become of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from tests.ingest.conftest import as_csv, as_html, as_xls, as_xlsx, children, grid

#: "Today" of every case, so that nothing depends on the clock.
TODAY = date(2024, 12, 31)
Cells = list[list[str]]


@dataclass(frozen=True)
class Case:
    """A file by name.

    Attributes
    ----------
    make : callable
        Returns the bytes.
    error : str
        Code of the refusal; blank where the file is read.
    rows, rejected : int
        Rows stored and rejected.
    codes : dict
        Finding codes and how often each; nothing else may be found.
    period : str, optional
        Given by the officer.
    """

    name: str
    make: Callable[[], bytes]
    error: str = ""
    rows: int = 10
    rejected: int = 0
    codes: dict[str, int] = field(default_factory=dict)
    period: str | None = None


def found(text: str) -> dict[str, int]:
    """Return codes and counts of ``"CODE OTHER:3"``."""
    pairs = [part.partition(":") for part in text.split()]
    return {code: int(count or 1) for code, _, count in pairs}


@lru_cache(maxsize=8)
def _clean(n: int) -> tuple[dict[str, str], ...]:
    return tuple(children(n))


def clean(n: int = 10, changed: dict[str, str] | None = None, row: int = 2) -> list[dict[str, str]]:
    """Return invented children without a fault; one of them with some cells `changed`."""
    out = [dict(child) for child in _clean(n)]
    if changed:
        out[row] |= changed
    return out


def table(n: int = 10, changed: dict[str, str] | None = None, variant: str = "V3") -> Cells:
    """Return the cells of a clean file, header first."""
    return grid(clean(n, changed), variant)


def blanked(*titles: str) -> dict[str, str]:
    """Return changes that empty these cells."""
    return dict.fromkeys(titles, "")


ZS = ("ZS BB/U", "ZS TB/U", "ZS BB/TB")
UNMEASURED = blanked(
    "Tanggal Pengukuran", "Berat", "Tinggi", "Cara Ukur", "Usia Saat Ukur", "Naik Berat Badan", *ZS
)


def _xlsx(cells: Cells) -> bytes:
    try:
        return as_xlsx(cells)
    except (ValueError, OverflowError, IndexError):  # a dirty cell cannot be stored as a date
        return as_xlsx(cells, typed=False)


def _xls(cells: Cells) -> bytes:
    return as_xls(cells)


#: Every container that a file of cells can be written to.
CONTAINERS: dict[str, Callable[[Cells], bytes]] = {
    "html": as_html,
    "xlsx": _xlsx,
    "xls": _xls,
    "csv": lambda cells: as_csv(cells, ";", comma=True),
    "utf16": lambda cells: as_csv(cells, "\t", "utf-16"),
}


def everywhere(
    name: str, cells: Cells, codes: str = "", only: str = "html xlsx xls csv utf16", **more: object
) -> list[Case]:
    """Return the same cells in every container."""
    return [
        Case(f"{name}.{kind}", lambda kind=kind: CONTAINERS[kind](cells), codes=found(codes), **more)  # type: ignore[misc, arg-type]
        for kind in only.split()
    ]
