"""Standard errors that know children of one posyandu resemble each other: cluster-robust covariances.

All of it is done on p x p matrices of each cluster, never on children x children.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from stunting.indicators.determinants.irls import Fit, Floats
from stunting.indicators.intervals import CONFIDENCE

Codes = NDArray[np.intp]

KINDS: Final = ("CR0", "CR1", "CR2", "CR3")
#: Chosen by simulation (``benchmarks/determinants.py``): right also for the few posyandu of a kecamatan.
KIND: Final = "CR2"
#: A direction that one cluster alone determines has no residual left: its part of the correction is 0.
_NOTHING_LEFT: Final = 1e-8


class Robust(NamedTuple):
    """Covariance (p, p) of the coefficients and degrees of freedom (p,) of each one's t.

    ``parts`` (G, p): what each cluster, corrected, does to the coefficients; ``cov = parts' parts``.
    """

    cov: Floats
    df: Floats
    parts: Floats

    @property
    def se(self) -> Floats:
        """Standard errors, shape (p,)."""
        return np.sqrt(np.maximum(np.diag(self.cov), 0))


def sums(x: Floats, given: Fit, codes: Codes) -> tuple[Floats, Floats]:
    """Return the score (G, p) and the information ``X' W X`` (G, p, p) of each cluster.

    Parameters
    ----------
    codes : ndarray of int, shape (n,)
        Cluster of each child, 0..G-1, each with at least one.
    """
    order = np.argsort(codes, kind="stable")
    first = np.flatnonzero(np.r_[True, np.diff(codes[order]) > 0])
    sorted_x = x[order]
    score = np.add.reduceat(sorted_x * given.error[order, None], first)
    weighted = sorted_x * given.weight[order, None]
    rows, columns = np.triu_indices(x.shape[1])
    half = np.add.reduceat(weighted[:, rows] * sorted_x[:, columns], first)
    info = np.empty((len(first), x.shape[1], x.shape[1]))
    info[:, rows, columns] = info[:, columns, rows] = half
    return score, info


def robust(x: Floats, given: Fit, codes: Codes, kind: str = KIND) -> Robust:
    """Return the cluster-robust covariance of a fit.

    Parameters
    ----------
    x : ndarray, shape (n, p)
    codes : ndarray of int, shape (n,)
        Cluster of each child, 0..G-1.
    kind : str
        ``"CR0"`` (no correction), ``"CR1"`` (times G/(G-1) (n-1)/(n-p)), both with G - 1 degrees of
        freedom; ``"CR2"`` (unbiased under the working model) with Satterthwaite degrees of freedom;
        ``"CR3"`` (as if leaving out one cluster at a time; Mancl-DeRouen) with G - 1.

    Raises
    ------
    ValueError
        If the kind is unknown.

    Notes
    -----
    With ``A_g = X_g' W_g X_g``, ``M = (sum A_g)^-1`` and the score ``s_g``, the corrected score of CR2 is
    ``(I - A_g M)^-1/2 s_g``, of CR3 ``(I - A_g M)^-1 s_g``: the p x p form of ``X' (I - H_gg)^-1/2 e``.

    References
    ----------
    Liang KY, Zeger SL (1986), Biometrika 73:13-22. Bell RM, McCaffrey DF (2002), Surv Methodol
    28:169-181. Mancl LA, DeRouen TA (2001), Biometrics 57:126-134. Pustejovsky JE, Tipton E (2018),
    J Bus Econ Stat 36:672-683.
    """
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}; one of {', '.join(KINDS)}")
    score, info = sums(x, given, codes)
    groups, (n, p) = len(score), x.shape
    values, vectors = np.linalg.eigh(given.bread)
    root = (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T
    score = score @ root  # in coordinates where the information is the identity
    if kind in ("CR0", "CR1"):
        scale = 1.0 if kind == "CR0" else groups / max(groups - 1, 1) * (n - 1) / max(n - p, 1)
        return _robust(score @ root * np.sqrt(scale), np.full(p, groups - 1.0))
    share, basis = np.linalg.eigh(root @ info @ root)
    left = np.maximum(1 - share, 0)
    usable = left > _NOTHING_LEFT
    power = np.where(usable, np.where(usable, left, 1.0) ** (-0.5 if kind == "CR2" else -1.0), 0.0)
    score = np.einsum("gij,gj,gkj,gk->gi", basis, power, basis, score, optimize=True)
    if kind == "CR3":
        return _robust(score @ root, np.full(p, groups - 1.0))
    turned = np.einsum("gji,jk->gik", basis, root)  # columns: contrasts, in each cluster's own axes
    q = np.einsum("gij,gj,gjk->gik", basis, power * share, turned, optimize=True)
    d = np.einsum("gi,gik->gk", share * power**2, turned**2)
    cross = np.einsum("gik,gjk->kij", q, q)
    trace = d.sum(axis=0) - (q**2).sum(axis=(0, 1))
    square = (d**2).sum(axis=0) - 2 * (d * (q**2).sum(axis=1)).sum(axis=0) + (cross**2).sum(axis=(1, 2))
    with np.errstate(invalid="ignore", divide="ignore"):
        df = np.where(square > 0, trace**2 / square, 0.0)
    return _robust(score @ root, np.minimum(df, groups - 1.0))


def _robust(parts: Floats, df: Floats) -> Robust:
    return Robust(parts.T @ parts, df, parts)


def limits(
    beta: Floats, se: Floats, df: Floats, confidence: float = CONFIDENCE
) -> tuple[Floats, Floats, Floats]:
    """Return lower and upper t-limits and the two-sided p-value; NaN with under 1 degree of freedom."""
    safe = np.maximum(df, 1.0)
    t = np.where(df >= 1, stdtrit(safe, 0.5 + confidence / 2), np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        p = np.where((df >= 1) & (se > 0), 2 * stdtr(safe, -np.abs(beta / se)), np.nan)
    return beta - t * se, beta + t * se, p
