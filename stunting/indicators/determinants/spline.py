"""Age and sex as terms of the model."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from stunting.indicators.determinants.irls import Floats

#: Quantiles of age at which the curve may bend (Harrell's choice for four knots).
KNOT_QUANTILES: Final = (0.05, 0.35, 0.65, 0.95)


def natural_spline(age: Floats, knots: Floats) -> Floats:
    """Return the restricted cubic spline of age, shape (n, knots - 1): linear beyond the outer knots.

    Fewer than three knots: the straight line alone.

    References
    ----------
    Harrell FE (2015), Regression Modeling Strategies, 2nd ed., section 2.4.5.

    Examples
    --------
    >>> natural_spline(np.array([0.0, 12, 59]), np.array([6.0, 20, 40, 54])).round(3).tolist()
    [[0.0, 0.0, 0.0], [12.0, 0.094, 0.0], [59.0, 54.542, 18.594]]
    """
    if len(knots) < 3:
        return age[:, None].copy()
    last, before, span = knots[-1], knots[-2], (knots[-1] - knots[0]) ** 2

    def cube(at: float) -> Floats:
        return np.maximum(age - at, 0) ** 3

    bends = [
        (cube(k) - cube(before) * (last - k) / (last - before) + cube(last) * (before - k) / (last - before))
        / span
        for k in knots[:-2]
    ]
    return np.column_stack([age, *bends])


def knots_of(age: Floats) -> Floats:
    """Return the knots of these ages; ages in few distinct values give fewer."""
    return np.unique(np.quantile(age, KNOT_QUANTILES)) if len(age) else np.zeros(0)


def known_covariates(frame: pd.DataFrame) -> tuple[dict[str, Floats], list[str]]:
    """Return age in months and sex (1 male, 0 female) with NaN unknown, and what is not known of anyone."""
    age = (
        frame["age_months"].to_numpy("float64", na_value=np.nan)
        if "age_months" in frame
        else np.full(len(frame), np.nan)
    )
    sex = frame["sex"].astype("object").map({"L": 1.0, "P": 0.0}) if "sex" in frame else None
    male = np.full(len(frame), np.nan) if sex is None else sex.to_numpy("float64", na_value=np.nan)
    given = {"umur": age, "jenis kelamin": male}
    absent = [name for name, x in given.items() if not np.isfinite(x).any()]
    return {k: v for k, v in given.items() if k not in absent}, absent


def covariate_columns(known: dict[str, Floats], rows: np.ndarray) -> tuple[list[Floats], list[str]]:
    """Return the columns of age (spline) and sex for some rows, and what they adjust for; no constants."""
    columns: list[Floats] = []
    said = []
    for name, values in known.items():
        x = values[rows]
        if not len(x) or np.ptp(x) == 0:
            continue
        said.append(name)
        if name == "umur":
            columns.extend((natural_spline(x, knots_of(x)) / max(float(np.abs(x).max()), 1.0)).T)
        else:
            columns.append(x)
    return columns, said
