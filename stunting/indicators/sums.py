"""Sums of the cube by area, period and breakdown: a full grid, so that a missing area is a row, not a gap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stunting.indicators.deciding import UNKNOWN

#: Level → column of the cube. The key of a posyandu is ``"<desa key>|<name>"``: names repeat.
LEVEL_COLUMNS: Final = {
    "kabupaten": "kab",
    "kecamatan": "kec",
    "puskesmas": "puskesmas",
    "desa": "desa",
    "posyandu": "posyandu",
}
BREAKDOWNS: Final = ("sex", "age_group")

Ints = NDArray[np.int64]


class Grid(NamedTuple):
    """Which cell of the grid (area x period x breakdown) each chosen row of the cube belongs to."""

    keys: pd.DataFrame  # one row a grid cell: area, period(, sex | age_group), in order
    rows: Ints  # positions in the cube
    cell: Ints  # grid cell of each of them
    breadth: int  # levels of the breakdown

    def total(self, counts: pd.Series) -> Ints:
        """Return the sum of a count column in each grid cell."""
        weights = counts.to_numpy()[self.rows]
        return np.bincount(self.cell, weights=weights, minlength=len(self.keys)).astype("int64")


def periods_of(cube: pd.DataFrame, period: str | Sequence[str] | None) -> list[str]:
    """Return the asked periods; None means every month and year of the cube."""
    if period is None:
        return sorted(str(p) for p in categorical(cube, "period").categories)
    return [period] if isinstance(period, str) else list(dict.fromkeys(period))


def categorical(cube: pd.DataFrame, column: str) -> pd.Categorical:
    """Return a key column as a categorical, also where a stored cube came back with plain text."""
    return cube[column].astype("category").array


def codes(cube: pd.DataFrame, column: str) -> tuple[Ints, list[str]]:
    """Return codes and labels of a key column (posyandu: joined with its desa)."""
    if column != "posyandu":
        values = categorical(cube, column)
        return values.codes.astype("int64"), [str(c) for c in values.categories]
    desa, names = categorical(cube, "desa"), categorical(cube, "posyandu")
    joint, _ = posyandu_codes(cube, np.arange(len(cube)))
    code, used = pd.factorize(joint, sort=True)
    parts = [divmod(int(u), len(names.categories)) for u in used]
    return code.astype("int64"), [f"{desa.categories[d]}|{names.categories[n]}" for d, n in parts]


def posyandu_codes(cube: pd.DataFrame, rows: Ints) -> tuple[Ints, int]:
    """Return a code of desa and posyandu together for the rows at `rows`, and how many codes there are."""
    desa, names = categorical(cube, "desa"), categorical(cube, "posyandu")
    width = len(names.categories)
    joint = desa.codes[rows].astype("int64") * width + names.codes[rows]
    return joint.astype("int64"), width * len(desa.categories)


def inside(cube: pd.DataFrame, area: str | None) -> NDArray[np.bool_]:
    """Return which rows of the cube lie in the area of any level whose key is `area`."""
    mask = np.full(len(cube), area is None)
    if area is None:
        return mask
    for column in LEVEL_COLUMNS.values():
        if column == "posyandu" and "|" not in area:
            continue
        code, labels = codes(cube, column)
        if area in labels and area != UNKNOWN:
            mask |= code == labels.index(area)
    return mask


def grid(
    cube: pd.DataFrame,
    level: str,
    period: str | Sequence[str] | None = None,
    *,
    by: str | None = None,
    area: str | None = None,
) -> Grid:
    """Return the grid of one level: every area known in the cube, in every asked period.

    Raises
    ------
    ValueError
        If the level or the breakdown is unknown.
    """
    if level not in LEVEL_COLUMNS:
        raise ValueError(f"unknown level {level!r}; one of {', '.join(LEVEL_COLUMNS)}")
    if by is not None and by not in BREAKDOWNS:
        raise ValueError(f"unknown breakdown {by!r}; one of {', '.join(BREAKDOWNS)}")
    here = inside(cube, area)
    code, labels = codes(cube, LEVEL_COLUMNS[level])
    known = np.unique(code[here])
    wanted = periods_of(cube, period)
    stored = categorical(cube, "period")
    of_period = pd.Index(wanted).get_indexer(pd.Index(stored.categories))
    when = of_period[stored.codes] if len(cube) else np.zeros(0, dtype="int64")
    rows = np.flatnonzero(here & (when >= 0))
    cell = np.searchsorted(known, code[rows]) * len(wanted) + when[rows]
    axes = {"area": [labels[k] for k in known], "period": wanted}
    breadth = 1
    if by is not None:
        part, names = codes(cube, by)
        # The unknown sex or age has a row only where there is somebody in it.
        empty = UNKNOWN in names and not np.any(part[rows] == names.index(UNKNOWN))
        names = names[:-1] if empty else names
        breadth = len(names)
        cell = cell * breadth + part[rows]
        axes[by] = names
    keys = pd.MultiIndex.from_product(list(axes.values()), names=list(axes)).to_frame(index=False)
    return Grid(keys.astype("str"), rows, cell.astype("int64"), breadth)
