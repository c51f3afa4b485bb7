"""N, T, O and B of every visit, from the entered weights."""

from __future__ import annotations

import numpy as np

from stunting.demo.world import World
from stunting.growth import weight_gain

LETTERS = ("", "N", "T", "O", "B")
_OLD = 60  # days: a child of this age at the first month has been weighed before the demo began


def verdicts(world: World) -> np.ndarray:
    """Return the verdict of each visit as place in `LETTERS`.

    Parameters
    ----------
    world : World

    Returns
    -------
    ndarray of int8, shape (R,)
    """
    rows = world.rows
    weight = np.full(world.visits.came.shape, np.nan)
    weight[rows.c, rows.m] = rows.weight
    came = world.visits.came
    earlier = np.cumsum(came, axis=1) - came > 0
    known = earlier[rows.c, rows.m] | (world.visits.age[rows.c, 0] > _OLD)
    previous = np.where(rows.m > 0, weight[rows.c, rows.m - 1], np.nan)
    found = weight_gain(rows.weight, previous, known, rows.age / 30.4375, rows.sex)
    out = np.zeros(len(found), dtype=np.int8)
    for place, letter in enumerate(LETTERS):
        out[found == letter] = place
    # nobody knows the month before the first: as many as elsewhere came, and gained
    first = (rows.m == 0) & known
    guess = np.where(world.children.serial % 6 == 0, 3, 1 + world.children.serial % 2)
    return np.where(first, guess[rows.c], out).astype(np.int8)
