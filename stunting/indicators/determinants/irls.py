"""Generalised linear models of a 0/1 outcome by iteratively reweighted least squares, NumPy only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Floats = NDArray[np.float64]

#: Family → measure that its exponentiated coefficients are.
FAMILIES: Final = {"poisson": "pr", "log-binomial": "pr", "logit": "or"}
_MOST_STEPS: Final = 50
_TOLERANCE: Final = 1e-10
#: Fitted values this near to the edge are only found where the data separate (see `separation`).
EDGE: Final = 1e-7


class Fit(NamedTuple):
    """A fitted model of n children and p terms.

    Attributes
    ----------
    beta : ndarray, shape (p,)
        Coefficients (log prevalence ratio, or log odds ratio).
    mu, weight, error : ndarray, shape (n,)
        Fitted values; working weights W; ``error`` with score ``x * error`` of each child.
    bread : ndarray, shape (p, p)
        ``(X' W X)^-1``.
    converged : bool
    """

    beta: Floats
    mu: Floats
    weight: Floats
    error: Floats
    bread: Floats
    converged: bool


def _poisson(y: Floats, eta: Floats) -> tuple[Floats, Floats, Floats]:
    mu = np.exp(np.minimum(eta, 30))
    return mu, mu, y - mu


def _logit(y: Floats, eta: Floats) -> tuple[Floats, Floats, Floats]:
    mu = expit(eta)
    return mu, np.maximum(mu * (1 - mu), 1e-12), y - mu


def _log_binomial(y: Floats, eta: Floats) -> tuple[Floats, Floats, Floats]:
    mu = np.exp(np.minimum(eta, -1e-9))
    return mu, mu / (1 - mu), (y - mu) / (1 - mu)


_STEP: Final[dict[str, Callable[[Floats, Floats], tuple[Floats, Floats, Floats]]]] = {
    "poisson": _poisson,
    "logit": _logit,
    "log-binomial": _log_binomial,
}


def _loglik(y: Floats, mu: Floats, family: str) -> float:
    with np.errstate(divide="ignore", invalid="ignore"):
        hit = np.where(y > 0, np.log(mu), 0.0).sum()
        return float(hit - mu.sum() if family == "poisson" else hit + np.where(y < 1, np.log1p(-mu), 0).sum())


def fit(x: Floats, y: Floats, family: str = "poisson") -> Fit:
    """Fit one model.

    Parameters
    ----------
    x : ndarray, shape (n, p)
        Of full column rank; the first column is the constant 1.
    y : ndarray, shape (n,)
        0 or 1, not all equal.
    family : str
        ``"poisson"`` (log link; its exponentiated coefficients are prevalence ratios, its own standard
        errors are wrong for a 0/1 outcome and must be replaced by those of `sandwich`), ``"logit"``
        (odds ratios) or ``"log-binomial"`` (prevalence ratios; need not converge).

    Raises
    ------
    ValueError
        If the family is unknown.
    numpy.linalg.LinAlgError
        If `x` is not of full rank.

    References
    ----------
    McCullagh P, Nelder JA (1989), Generalized Linear Models, ch. 2. Zou G (2004), Am J Epidemiol
    159:702-706 (robust Poisson). Wacholder S (1986), Am J Epidemiol 123:174-184 (log-binomial).

    Examples
    --------
    20 of 40 exposed and 10 of 60 others are cases: PR = 3, OR = 5.

    >>> exposed = np.repeat([1.0, 0.0], [40, 60])
    >>> y = np.repeat([1.0, 0, 1, 0], [20, 20, 10, 50])
    >>> x = np.column_stack([np.ones(100), exposed])
    >>> [round(float(np.exp(fit(x, y, f).beta[1])), 6) for f in ("poisson", "logit", "log-binomial")]
    [3.0, 5.0, 3.0]
    """
    if family not in FAMILIES:
        raise ValueError(f"unknown family {family!r}; one of {', '.join(FAMILIES)}")
    step = _STEP[family]
    mean = float(np.clip(y.mean(), 1e-6, 1 - 1e-6))
    beta = np.zeros(x.shape[1])
    beta[0] = np.log(mean / (1 - mean)) if family == "logit" else np.log(mean)
    mu, weight, error = step(y, x @ beta)
    best, converged = _loglik(y, mu, family), False
    for _ in range(_MOST_STEPS):
        move = np.linalg.solve((x * weight[:, None]).T @ x, x.T @ error)
        for half in range(12):  # a step that overshoots (or leaves mu < 1) is halved
            trial = beta + move / 2**half
            eta = x @ trial
            if family != "log-binomial" or eta.max() < -1e-9:
                mu, weight, error = step(y, eta)
                now = _loglik(y, mu, family)
                if now >= best - 1e-9 * abs(best):
                    break
        else:
            break
        shift = float(np.abs(trial - beta).max())
        beta, best = trial, now
        if shift < _TOLERANCE * (1 + float(np.abs(beta).max())):
            converged = True
            break
    mu, weight, error = step(y, x @ beta)
    bread = np.asarray(np.linalg.inv((x * weight[:, None]).T @ x), dtype=np.float64)
    return Fit(beta, mu, weight, error, bread, converged)
