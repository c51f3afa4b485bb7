"""Cases that a log-link model predicts with an exposure removed, and how sure that is: by linearisation."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import stdtrit

from stunting.indicators.determinants.irls import Fit, Floats
from stunting.indicators.determinants.sandwich import KIND, Codes, robust
from stunting.indicators.intervals import CONFIDENCE


class Removal(NamedTuple):
    """Attributable fraction of each exposure, the joint one last, shape (k + 1,).

    Attributes
    ----------
    value : ndarray
        ``1 - sum mu(exposure removed) / sum mu``.
    se, df : ndarray
        Standard error of ``log(1 - value)`` and degrees of freedom of its t.
    """

    value: Floats
    se: Floats
    df: Floats

    def limits(self, confidence: float = CONFIDENCE) -> tuple[Floats, Floats]:
        """Return the limits of the fractions: t on the scale log(1 - PAF); NaN below 1 degree of freedom."""
        half = np.where(self.df >= 1, stdtrit(np.maximum(self.df, 1), 0.5 + confidence / 2), np.nan) * self.se
        return 1 - (1 - self.value) * np.exp(half), 1 - (1 - self.value) * np.exp(-half)


def removal(x: Floats, given: Fit, codes: Codes, exposures: int, kind: str = KIND) -> Removal:
    """Return what each exposure's removal, and that of all together, takes from the predicted cases.

    Parameters
    ----------
    x : ndarray, shape (n, p)
        1, exposures (0/1), covariates.
    given : Fit
        Poisson fit of x.
    codes : ndarray of int, shape (n,)
        Cluster of each child, 0..G-1.
    exposures : int
        How many columns after the first are exposures.
    kind : str
        Small-sample correction of the clusters' scores (see `sandwich.robust`).

    Notes
    -----
    At the estimate the score equations make the fraction of one exposure ``pc (1 - 1 / PR)`` with pc
    its share among cases: Miettinen's formula.

    With ``S0 = sum mu0`` (exposure removed) and ``S1 = sum mu``, the influence of cluster g on
    ``log(S0 / S1)`` is ``sqrt(G / (G - 1)) (S0_g / S0 - S1_g / S1) + d' M s_g``, d the gradient
    ``sum mu0 x0 / S0 - sum mu x / S1``: who lives in the cluster, and what it does to the coefficients, whose
    corrected scores are those of CR2. Degrees of freedom: Satterthwaite's of the coefficient; of the joint
    fraction the smallest of its exposures.

    References
    ----------
    Miettinen OS (1974), Am J Epidemiol 99:325-332. Bruzzi P et al. (1985), Am J Epidemiol 122:904-914.
    Greenland S, Drescher K (1993), Biometrics 49:865-872 (delta method, logarithmic scale). Graubard BI,
    Fears TR (2005), Biometrics 61:847-855 (Taylor linearisation for clustered samples).

    Examples
    --------
    20 of 40 exposed and 10 of 60 others are cases: 2/3 of cases are exposed, PR = 3, PAF = 2/3 x 2/3.

    >>> from stunting.indicators.determinants.irls import fit
    >>> exposed = np.repeat([1.0, 0.0], [40, 60])
    >>> y = np.repeat([1.0, 0, 1, 0], [20, 20, 10, 50])
    >>> x = np.column_stack([np.ones(100), exposed])
    >>> removal(x, fit(x, y), np.arange(100), 1).value.round(4).tolist()
    [0.4444, 0.4444]
    """
    k, groups = exposures, int(codes.max()) + 1
    nuisance = [0, *range(1 + k, x.shape[1])]
    without = np.column_stack([
        given.mu[:, None] * np.exp(-x[:, 1 : 1 + k] * given.beta[1 : 1 + k]),
        np.exp(x[:, nuisance] @ given.beta[nuisance]),
    ])  # fmt: skip
    left, whole = without.sum(axis=0), given.mu.sum()
    slope = without.T @ x
    slope[np.arange(k), np.arange(1, 1 + k)] = 0
    slope[k, 1 : 1 + k] = 0
    slope = slope / left[:, None] - given.mu @ x / whole
    order = np.argsort(codes, kind="stable")
    first = np.flatnonzero(np.r_[True, np.diff(codes[order]) > 0])
    share = np.add.reduceat(np.column_stack([without, given.mu])[order], first)
    own = share[:, : k + 1] / left - share[:, k + 1 :] / whole
    found = robust(x, given, codes, kind)
    influence = own * np.sqrt(groups / max(groups - 1, 1)) + found.parts @ slope.T
    df = found.df[1 : 1 + k]
    return Removal(
        1 - left / whole, np.sqrt((influence**2).sum(axis=0)), np.append(df, df.min(initial=groups))
    )
