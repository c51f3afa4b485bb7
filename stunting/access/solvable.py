"""Which hidden cells of a table follow from its totals: the attacker's side of disclosure control.

The cells are the edges of a graph whose points are the totals of two families (a cell adds to one total of
each). With all totals known, one solution turns into another by passing children along a circle of
cells, one more here and one less there; a cell that no circle can move has a single value.

References
----------
.. [1] Gusfield D. (1988). A graph theoretic approach to statistical data security. SIAM J. Comput.
   17(3), 552-571.
"""

from __future__ import annotations

from collections import deque

import numpy as np


def free(count: np.ndarray, most: np.ndarray, one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """Return which hidden cells have more than one value that agrees with all totals.

    Parameters
    ----------
    count, most : array of float
        True values (whole numbers), and the largest that a reader thinks possible; the smallest is 0.
    one, two : array of int
        Which total of the first and of the second family each cell adds to.

    Examples
    --------
    A square of four cells can turn; a single bridge between two totals cannot:

    >>> free(np.array([1, 2, 3, 4]), np.full(4, 9), np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]))
    array([ True,  True,  True,  True])
    >>> free(np.array([2.0]), np.array([9.0]), np.array([0]), np.array([0]))
    array([False])
    """
    ahead: dict[tuple[int, int], list[tuple[tuple[int, int], int]]] = {}
    for cell in range(len(count)):
        a, b = (0, int(one[cell])), (1, int(two[cell]))
        if count[cell] < most[cell]:  # one more: from its first total to its second
            ahead.setdefault(a, []).append((b, cell))
        if count[cell] > 0:
            ahead.setdefault(b, []).append((a, cell))
    out = np.zeros(len(count), dtype=bool)
    for cell in range(len(count)):
        a, b = (0, int(one[cell])), (1, int(two[cell]))
        more = count[cell] < most[cell] and _leads(ahead, b, a, cell)
        out[cell] = more or (count[cell] > 0 and _leads(ahead, a, b, cell))
    return out


def _leads(
    ahead: dict[tuple[int, int], list[tuple[tuple[int, int], int]]],
    start: tuple[int, int],
    goal: tuple[int, int],
    without: int,
) -> bool:
    """Whether a way leads from `start` to `goal` that does not use the cell `without`."""
    seen, queue = {start}, deque([start])
    while queue:
        for point, cell in ahead.get(queue.popleft(), ()):
            if cell == without or point in seen:
                continue
            if point == goal:
                return True
            seen.add(point)
            queue.append(point)
    return False
