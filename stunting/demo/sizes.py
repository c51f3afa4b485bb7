"""What an export says of a child's sizes: weight, height, z-scores, classes, weight gain."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from stunting.demo.cells import Cells, taken
from stunting.demo.dirt import ODD_HEIGHT, ODD_WEIGHT
from stunting.demo.gain import LETTERS, verdicts
from stunting.growth import classify

POSITIONS = ("", "Terlentang", "Berdiri")


def weight(cells: Cells) -> pa.Array:
    """Return the column of that name."""
    value = cells.entered(cells.world.rows.weight) + np.where(cells.book.typo, 0.3, 0.0)
    return cells.number(value, 1, cells.book.odd_weight, ODD_WEIGHT)


def height(cells: Cells) -> pa.Array:
    """Return the column of that name."""
    value = np.where(cells.book.no_height, np.nan, cells.entered(cells.world.rows.height))
    return cells.number(value, 1, cells.book.odd_height, ODD_HEIGHT)


def position(cells: Cells) -> pa.Array:
    """Return the column of that name."""
    position = np.append(cells.world.rows.position, 0)
    return taken(list(POSITIONS), np.where(cells.book.no_height, 0, position[cells.book.visit]))


def z_of(cells: Cells, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the file's z-score and whether e-PPGBM could not compute it (999.99)."""
    book = cells.book
    z = cells.entered(getattr(cells.world.rows, name))
    unknown = np.zeros(len(book), dtype=bool)
    if name != "waz":
        z = np.where(book.no_height, np.nan, z)
        unknown |= book.odd_height > 0
    if name != "haz":
        # a weight that the spreadsheet turned into a date was sound when e-PPGBM saw it
        unknown |= np.isin(book.odd_weight, [1, 4, 5])
    unknown |= np.isnan(z) & cells.measured & ~book.no_height
    return np.where(unknown | (book.odd_date > 0), np.nan, z), unknown & (book.odd_date == 0)


def z(name: str) -> Callable[[Cells], pa.Array]:
    """Return the column of a z-score of the file."""

    def column(cells: Cells) -> pa.Array:
        z, unknown = z_of(cells, name)
        return cells.number(z, 2, unknown.astype(np.int8), ("", "999.99"))

    return column


def class_of(name: str, index: str) -> Callable[[Cells], pa.Array]:
    """Return the column of the class that the file states."""

    def column(cells: Cells) -> pa.Array:
        named = classify(index, z_of(cells, name)[0])
        words = [str(w).title().replace("Berat Badan Normal", "Normal") for w in named.categories]
        return taken([*words, ""], np.where(named.codes < 0, len(words), named.codes))

    return column


def gain(cells: Cells) -> pa.Array:
    """Return the column of that name."""
    return taken(list(LETTERS), np.append(verdicts(cells.world), 0)[cells.book.visit])
