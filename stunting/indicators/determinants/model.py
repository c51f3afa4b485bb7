"""From children to a model that may be fitted: who is in it, and what is refused before it is tried."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from stunting.indicators.determinants.checks import few_events, independent, refuse_all, refuse_each
from stunting.indicators.determinants.factors import clusters_of, exposure, rules
from stunting.indicators.determinants.irls import Fit, Floats, fit
from stunting.indicators.determinants.sandwich import Codes
from stunting.indicators.determinants.separation import separating, suspicious
from stunting.indicators.determinants.spline import covariate_columns, known_covariates
from stunting.indicators.determinants.words import Refusal, refuse


class Children(NamedTuple):
    """Children of one area whose status is known; factors as 1, 0, NaN."""

    y: Floats
    factors: dict[str, Floats]
    covariates: dict[str, Floats]
    codes: Codes


class Model(NamedTuple):
    """A model to fit, or what was refused.

    Attributes
    ----------
    x : ndarray, shape (n, p)
        1, factors, covariates of the complete cases; no columns where all is refused.
    y, codes : ndarray, shape (n,)
        Outcome and cluster (0..G-1) of the complete cases.
    factors : tuple of str
        Factors in the model; column ``1 + i`` is factor i. Some may still be refused a number.
    refused : dict of str to Refusal
    covariates : tuple of str
        What it is adjusted for besides the other factors.
    vif : dict of str to float
    fit : Fit or None
    """

    x: Floats
    y: Floats
    codes: Codes
    factors: tuple[str, ...]
    refused: dict[str, Refusal]
    covariates: tuple[str, ...]
    vif: dict[str, float]
    fit: Fit | None


def children_of(frame: pd.DataFrame, chosen: Sequence[str]) -> Children:
    """Return the children of a frame whose status is known."""
    stunted = frame["stunted"].astype("boolean").to_numpy("float64", na_value=np.nan)
    known = np.isfinite(stunted)
    here = frame.loc[known]
    covariates, _ = known_covariates(here)
    factors = {key: exposure(here, key) for key in chosen}
    return Children(stunted[known].astype("float64"), factors, covariates, clusters_of(here))


def build(
    given: Children, chosen: Sequence[str], names: dict[str, str], *, family: str = "poisson",
    adjust: bool = True,
) -> Model:  # fmt: skip
    """Return the fitted model of the chosen factors on the children that are complete for them.

    Parameters
    ----------
    chosen : sequence of str
        Factors, in order; of two that say the same the first stays in the model.
    names : dict
        Factor → what it is called in a refusal.
    family : str
        See `irls.fit`.
    adjust : bool
        With age and sex.
    """
    limit, refused = rules(), dict[str, Refusal]()
    everyone = len(given.y)
    for key in chosen:
        unknown = int(np.isnan(given.factors[key]).sum())
        if unknown == everyone:
            refused[key] = refuse("TANPA_DATA")
        elif unknown > limit["tak_diketahui_maks"] * everyone:
            refused[key] = refuse(
                "BANYAK_TAK_DIKETAHUI", bagian=unknown / everyone, anak=everyone,
                batas=limit["tak_diketahui_maks"],
            )  # fmt: skip
    covariates = given.covariates if adjust else {}
    while True:
        active = [key for key in chosen if key not in refused]
        seen = [*(given.factors[key] for key in active), *covariates.values()]
        complete = np.isfinite(np.column_stack([given.y, *seen])).all(axis=1)
        rows = np.flatnonzero(complete)
        y, codes = given.y[rows], np.unique(given.codes[rows], return_inverse=True)[1]
        whole = refuse_all(y, codes, everyone, limit) if active else None
        columns, said = covariate_columns(covariates, rows)
        x = np.column_stack([np.ones(len(rows)), *(given.factors[key][rows] for key in active), *columns])
        if whole is None and active:
            single = refuse_each(x, y, active, limit)
            if single:  # fewer factors: more children are complete, so all is looked at again
                refused |= single
                continue
            whole = few_events(y, x.shape[1] - 1, limit) if adjust else None
        if whole is not None or not active:
            refused |= dict.fromkeys(active, whole) if whole else {}
            return Model(x[:, :0], y, codes, (), refused, tuple(said), {}, None)
        x, kept, vif, alike = independent(x, active, names, limit["vif_maks"])
        refused |= alike
        found = _fit(x, y, family)
        if isinstance(found, Fit):
            return Model(x, y, codes, tuple(kept), refused, tuple(said), vif, found)
        culprits = [kept[j - 1] for j in found if 0 < j <= len(kept)]
        if not culprits:
            refused |= dict.fromkeys(active, refuse("TIDAK_KONVERGEN"))
            return Model(x[:, :0], y, codes, (), refused, tuple(said), vif, None)
        why = "gabungan faktor ini dengan yang lain menentukan siapa yang tidak stunting"
        refused |= dict.fromkeys(culprits, refuse("PEMISAHAN", sebab=why))


def _fit(x: Floats, y: Floats, family: str) -> Fit | list[int]:
    """Return the fit, or the columns that keep it from having an answer (none: simply no answer)."""
    try:
        found = fit(x, y, family)
    except np.linalg.LinAlgError:
        return separating(x, y, family)
    if suspicious(found, family):
        columns = separating(x, y, family)
        if columns or not found.converged:
            return columns
    return found
