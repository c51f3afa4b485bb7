"""The attacker's side: every figure that the public sees, as equations over the cells it does not see.

A cell is a part of a desa that one puskesmas serves, in one month or year. Every figure on a screen is a sum
of cells that somebody knows; a hidden count is found where it is a sum of such sums (it lies in their row
space). References: `stunting.access.solvable` for the same question over two families of totals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from stunting.access.disclosure import SMALLEST_COUNT
from stunting.indicators.cube import CUBE_RULES, INDICATORS
from stunting.indicators.sums import LEVEL_COLUMNS
from stunting.ui import board, data, follow_up_counts, posyandu_data
from stunting.ui.filters import Choice

OPEN = follow_up_counts.PUBLIC_LEVELS
LEVELS = ("kabupaten", "kecamatan", "puskesmas", "desa")
#: Lists of the screen Tindak lanjut that are a figure of other pages over again.
SAME = {"stunting": {"n_stunting_who": 1}, "tidak_ditimbang": {"s": 1, "d": -1}}


class Fact(NamedTuple):
    """Something the public knows: the sum of columns of the cube over an area and a period."""

    terms: tuple[tuple[str, int], ...]
    level: str
    area: str
    period: str


def fact(column: str, level: str, area: object, period: object) -> Fact:
    return Fact(((column, 1),), level, str(area), str(period))


def pairs() -> list[tuple[str, str, str, str]]:
    """Return rule, indicator and the columns of cases and children of every prevalence."""
    return [(r, i, f"n_{i}_{r}", f"d_{i}_{r}") for r in CUBE_RULES for i in INDICATORS]


def of_frame(frame: pd.DataFrame, cases: str, children: str) -> Iterator[Fact]:
    """Yield what a result frame tells; an area without data is known to have nobody."""
    for row in frame.to_dict("records"):
        here = (row["level"], row["area"], row["period"])
        if not row["suppressed"]:
            yield fact(cases, *here)
        if row["denominator"] == row["denominator"]:
            yield fact(children, *here)


def rates(levels: Iterable[str] = LEVELS, *, public: bool = True) -> Iterator[Fact]:
    for level in levels:
        for rule, indicator, cases, children in pairs():
            yield from of_frame(data.rates(level, None, rule, indicator, public=public), cases, children)


def attendance(levels: Iterable[str] = LEVELS, *, public: bool = True) -> Iterator[Fact]:
    for level in levels:
        for period in (*data.years(), *data.months()):
            yield from of_frame(data.participation(level, period, public=public), "d", "s")


def skdn() -> Iterator[Fact]:
    """Yield S and D of the page Posyandu, which draws months of its own."""
    kab = data.kab()
    for level in LEVELS[1:]:
        for month in data.months():
            seen = posyandu_data.board(Choice(kab, kab, month, "", ""), level, "ds", public=True).counts
            for row in seen.to_dict("records"):
                for column in ("s", "d"):
                    if row[column] == row[column]:
                        yield fact(column, level, row["area"], month)


def delivered(*, public: bool = True) -> Iterator[Fact]:
    """Yield what the board of deliveries tells."""
    for row in board.board(public=public).to_dict("records"):
        for column, of in (("registered", "s"), ("measured", "d")):
            if row[column] == row[column]:
                yield fact(of, "puskesmas", row["puskesmas"], row["period"])


def lists(levels: Iterable[str] = OPEN, *, public: bool = True) -> Iterator[Fact]:
    """Yield the follow-up lists that other pages count too."""
    for level in levels:
        for month in data.months():
            for row in follow_up_counts.counts(month, level, public=public).to_dict("records"):
                if row["list"] in SAME:
                    terms = tuple(SAME[row["list"]].items())
                    yield Fact(terms, level, str(row["area"]), month)


def everything() -> list[Fact]:
    """Return all that the public is told."""
    return [*rates(), *attendance(), *skdn(), *delivered(), *lists()]


class Found(NamedTuple):
    """How many small counts there are, and those that follow from what is told."""

    secrets: int
    known: list[tuple[Fact, int]]


def small(cells: pd.DataFrame, cases: str, children: str) -> Iterator[tuple[Fact, int]]:
    """Yield every count that is too small to be told: of cases, and of children who are none."""
    for level in ("puskesmas", "desa"):
        sums = cells.groupby([LEVEL_COLUMNS[level], "period"])[[cases, children]].sum()
        for (area, period), n, d in sums[sums[children] > 0].itertuples():
            rest = int(d - n)
            if n < SMALLEST_COUNT:
                yield fact(cases, level, area, period), int(n)
            if rest < SMALLEST_COUNT:
                yield Fact(((children, 1), (cases, -1)), level, str(area), str(period)), rest


def attack(told: list[Fact], asked: Callable[[str], bool] = lambda column: True) -> Found:
    """Return which small counts follow from what is told."""
    cube = data.cube()
    keys = [*(LEVEL_COLUMNS[level] for level in LEVELS), "period"]
    columns = [*dict.fromkeys(c for *_, a, b in pairs() for c in (a, b)), "s", "d"]
    cells = cube.astype(dict.fromkeys(keys, "str")).groupby(keys)[columns].sum().reset_index()
    found, secrets = [], 0
    for cases, children in [*((a, b) for *_, a, b in pairs()), ("d", "s")]:
        if not asked(cases):
            continue
        block, months = (cases, children), cases == "d"
        mine = [f for f in told if {c for c, _ in f.terms} <= set(block)]
        # D and S of a year are the sum of its months; a prevalence of a year counts children anew
        groups = cells["period"].str.slice(0, 4) if months else cells["period"]
        for group in sorted(groups.unique()):
            here = cells[groups.eq(group)]
            if months:
                here = here[here["period"].str.len() > len("YYYY")]
            here = here[here[children] > 0].reset_index(drop=True)
            periods = {*here["period"], *([group] if months else [])}
            known = [f for f in mine if f.period in periods]
            at = Cells(here, block)
            rows, above = at.basis(known), at.basis([f for f in known if f.level in OPEN])
            for secret, count in small(here, cases, children):
                target = at.row(secret)
                if _follows(above, target):
                    continue  # a whole kecamatan under another name: shown at every page
                secrets += 1
                if _follows(rows, target):
                    found.append((secret, count))
    return Found(secrets, found)


class Cells:
    """The cells of one or more periods: a fact as a row of numbers over them, twice (cases, children)."""

    def __init__(self, frame: pd.DataFrame, block: tuple[str, str]) -> None:
        self.block, self.size = block, len(frame)
        self.where = {
            (level, str(area)): at
            for level in LEVELS
            for area, at in frame.groupby(LEVEL_COLUMNS[level]).indices.items()
        }
        self.months = frame["period"].to_numpy(dtype=str)

    def row(self, known: Fact) -> np.ndarray:
        """Return the weight of every cell in what is known."""
        out = np.zeros((2, self.size))
        at = self.where.get((known.level, known.area), np.zeros(0, dtype=int))
        at = at[np.char.startswith(self.months[at], known.period)]
        for column, weight in known.terms:
            out[self.block.index(column), at] = weight
        return out.ravel()

    def basis(self, told: list[Fact]) -> np.ndarray:
        """Return an orthonormal basis of all that is told."""
        rows = np.unique([self.row(f) for f in told], axis=0) if told else np.zeros((1, 2 * self.size))
        _, size, basis = np.linalg.svd(rows, full_matrices=False)
        return basis[size > 1e-9]


def _follows(basis: np.ndarray, target: np.ndarray) -> bool:
    return bool(target.any() and np.abs(target - basis.T @ (basis @ target)).max() < 1e-6)
