"""Cluster bootstrap of a robust Poisson model: every replicate is refitted, all of them at once."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from stunting.indicators.determinants.irls import Fit, Floats
from stunting.indicators.determinants.sandwich import Codes, sums

SEED: Final = 20240
#: Replicates refitted together: bounds the memory (block x children numbers) and fits the processor's cache.
_BLOCK: Final = 100
_STEPS: Final = 6
#: A last step this short leaves an error of its square.
_TOLERANCE: Final = 1e-4
_LONGEST: Final = 2.0


class Replicates(NamedTuple):
    """Coefficients of each replicate (B, p) and its attributable fractions (B, factors + 1; joint last)."""

    beta: Floats
    paf: Floats


def weights(groups: int, replicates: int, seed: int = SEED) -> Floats:
    """Return the weight of each cluster in each replicate, shape (B, G), mean 1.

    Exponential weights scaled to a mean of 1 (the Bayesian bootstrap of clusters): as the usual
    drawing of clusters with replacement in its first two moments, but no cluster ever vanishes, so that
    a rare exposure cannot be lost from a replicate.

    References
    ----------
    Rubin DB (1981), Ann Stat 9:130-134. Praestgaard J, Wellner JA (1993), Ann Probab 21:2053-2086.
    """
    drawn = np.random.default_rng(seed).standard_exponential((replicates, groups))
    return drawn / drawn.mean(axis=1, keepdims=True)


def fractions(x: Floats, weight: Floats, beta: Floats, exposures: int) -> Floats:
    """Return ``1 - sum w mu(exposure removed) / sum w mu`` of a log-link model, shape (B, exposures + 1).

    Parameters
    ----------
    x : ndarray, shape (n, p)
        1, exposures (0/1), covariates.
    weight : ndarray, shape (B, n)
    beta : ndarray, shape (B, p)
    exposures : int
        How many columns after the first are exposures.

    Notes
    -----
    At the estimate the score equations make the fraction of one exposure ``pc (1 - 1 / PR)`` with pc
    its share among cases: Miettinen's formula. The last column removes all exposures together.

    References
    ----------
    Miettinen OS (1974), Am J Epidemiol 99:325-332. Bruzzi P et al. (1985), Am J Epidemiol 122:904-914.
    Greenland S, Drescher K (1993), Biometrics 49:865-872.
    """
    nuisance = np.r_[0, range(1 + exposures, x.shape[1])]
    removed = np.exp(beta[:, nuisance] @ x[:, nuisance].T)
    mu = weight * np.exp(beta @ x.T)
    total = mu.sum(axis=1)
    single = -np.expm1(-beta[:, 1 : 1 + exposures]) * (mu @ x[:, 1 : 1 + exposures]) / total[:, None]
    return np.column_stack([single, 1 - (weight * removed).sum(axis=1) / total])


def replicate(
    x: Floats, y: Floats, codes: Codes, given: Fit, exposures: int, *, replicates: int, seed: int = SEED
) -> Replicates:
    """Return the refitted coefficients and attributable fractions of every replicate.

    Notes
    -----
    The start of a replicate is one Newton step from the estimate, which needs only the score and
    information of each cluster; then Newton steps on all children until the coefficients stand still.
    Products of two columns are made once, so that a step of a block is three matrix products.
    """
    by_cluster = weights(int(codes.max()) + 1, replicates, seed)
    score, info = sums(x, given, codes)
    p = x.shape[1]
    start = np.linalg.solve(
        (by_cluster @ info.reshape(len(info), -1)).reshape(-1, p, p), (by_cluster @ score)[:, :, None]
    )[:, :, 0].astype(np.float64)
    beta: Floats = given.beta[None, :] + _short(start)
    rows, columns = np.triu_indices(p)
    products = x[:, rows] * x[:, columns]
    paf = np.empty((replicates, exposures + 1))
    for begin in range(0, replicates, _BLOCK):
        block = slice(begin, min(begin + _BLOCK, replicates))
        weight, b = by_cluster[block][:, codes], beta[block]
        target = (weight * y) @ x
        for _ in range(_STEPS):
            mu = np.exp(b @ x.T)
            mu *= weight
            half = mu @ products
            second = np.empty((len(b), p, p))
            second[:, rows, columns] = second[:, columns, rows] = half
            newton = np.linalg.solve(second, (target - mu @ x)[:, :, None])[:, :, 0]
            step = _short(newton.astype(np.float64))
            b = b + step
            if np.abs(step).max() < _TOLERANCE:
                break
        beta[block] = b
        paf[block] = fractions(x, weight, b, exposures)
    return Replicates(beta, paf)


def _short(step: Floats) -> Floats:
    """Return steps no longer than `_LONGEST` in any coefficient."""
    size = np.abs(step).max(axis=1, keepdims=True)
    return step * np.minimum(1, _LONGEST / np.maximum(size, 1e-12))
