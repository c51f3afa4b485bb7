"""Where no finite ratio exists: a combination of terms that tells cases and others apart."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog

from stunting.indicators.determinants.irls import EDGE, Fit, Floats


def suspicious(given: Fit, family: str) -> bool:
    """Return whether a fit may have run towards infinity: not converged, or fitted values at the edge."""
    edge = given.mu.min() < EDGE or (family != "poisson" and given.mu.max() > 1 - EDGE)
    return bool(not given.converged or edge)


def separating(x: Floats, y: Floats, family: str = "poisson") -> list[int]:
    """Return the columns of `x` along which the likelihood rises without end; empty: there are none.

    For the logit a direction d separates if ``(2y - 1) x d >= 0`` for all children and > 0 for some (complete
    or quasi-complete separation); for the log link of a 0/1 outcome if ``x d = 0`` for all cases and
    ``x d <= 0`` for the others, < 0 for some. Found by linear programming.

    References
    ----------
    Albert A, Anderson JA (1984), Biometrika 71:1-10. Konis K (2007), DPhil thesis, Oxford. Correia S,
    Guimaraes P, Zylkin T (2019), arXiv:1903.01633.

    Examples
    --------
    >>> x = np.column_stack([np.ones(6), [0.0, 0, 0, 1, 1, 1]])
    >>> separating(x, np.array([0.0, 0, 1, 1, 1, 1]), "logit"), separating(x, np.array([0.0, 1, 1, 0, 1, 1]))
    ([1], [])
    """
    scaled = x / np.maximum(np.abs(x).max(axis=0), 1e-12)
    both = np.unique(np.column_stack([y, scaled]), axis=0)
    case, rows = both[:, 0] > 0, both[:, 1:]
    if family == "logit":
        signed = np.where(case[:, None], rows, -rows)
        equal, towards = None, signed
    else:
        equal, towards = rows[case], -rows[~case]
    found = linprog(
        -towards.sum(axis=0), A_ub=-towards, b_ub=np.zeros(len(towards)),
        A_eq=equal, b_eq=None if equal is None else np.zeros(len(equal)), bounds=(-1, 1), method="highs",
    )  # fmt: skip
    if found.status != 0 or -found.fun < 1e-6:
        return []
    return [int(j) for j in np.flatnonzero(np.abs(found.x) > 1e-6)]
