"""Crude and adjusted prevalence ratios and odds ratios of each factor, with cluster-robust intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from stunting.indicators.determinants.factors import areas_of, choose
from stunting.indicators.determinants.irls import FAMILIES
from stunting.indicators.determinants.model import Children, Model, build, children_of
from stunting.indicators.determinants.sandwich import limits, robust
from stunting.indicators.determinants.words import ADJUSTED, CROSS_SECTIONAL, CRUDE, REFUSED, verdict
from stunting.indicators.results import check_result

RULE: Final = "determinan"
_NOTHING: Final = dict.fromkeys(("value", "low", "high", "p", "se", "df", "vif"), np.nan)


def crude(
    frame: pd.DataFrame, chosen: Sequence[str] | None = None, *, measure: str = "pr",
    level: str = "kabupaten", table: pd.DataFrame | None = None, source: str = "", period: str = "",
) -> pd.DataFrame:  # fmt: skip
    """Return the ratio of each factor alone, on all children for whom it is known.

    Parameters, columns and refusals as `adjusted`; no age, no sex, no other factor.
    """
    family = _family(measure, "poisson")
    wanted = choose(frame, chosen, table)
    names = dict(zip(wanted["key"], wanted["name"], strict=True))
    rows: list[dict[str, Any]] = []
    for area, at in areas_of(frame, level):
        given = children_of(frame.iloc[at], list(names))
        for key in names:
            model = build(given, [key], names, family=family, adjust=False)
            rows.extend(_rows(given, model, [key], area, family))
    return _result(rows, wanted, measure, CRUDE, level, source, period)


def adjusted(
    frame: pd.DataFrame, chosen: Sequence[str] | None = None, *, measure: str = "pr",
    family: str = "poisson", level: str = "kabupaten", table: pd.DataFrame | None = None,
    source: str = "", period: str = "",
) -> pd.DataFrame:  # fmt: skip
    """Return the ratio of each factor, adjusted for age, sex and the other chosen factors.

    Parameters
    ----------
    frame : DataFrame
        One row a child: ``stunted`` (True, False, NA), ``cluster`` (posyandu key), area keys, ``age_months``,
        ``sex`` ("L", "P") and factor columns (True exposed, False not, NA unknown).
    chosen : sequence of str, optional
        Factors of one model; None: every factor that `frame` has and that is no part of another.
    measure : str
        ``"pr"`` (prevalence ratio) or ``"or"`` (odds ratio, logistic regression).
    family : str
        Of the prevalence ratio: ``"poisson"`` (robust, Zou 2004) or ``"log-binomial"``.
    level : str
        A model for every area of this level (not posyandu).
    table : DataFrame, optional
        Of `factors`, when a district has its own.

    Returns
    -------
    DataFrame
        Result frame, one row an area and factor: ``level, area, indicator`` ("stunting"), ``factor, name,
        group, measure, model`` ("kasar" or "disesuaikan"), ``value, low, high`` (ratio), ``p, se`` (of the
        logarithm), ``df, verdict, numerator`` (cases) and ``denominator`` (children) of the model,
        ``exposed_cases, exposed, unexposed_cases, unexposed`` (of these), ``children`` (with a status),
        ``unknown`` (of them, this factor), ``unknown_share, clusters, terms, vif, adjusted_for``,
        ``own_crude`` (crude ratio of the children of this very model: what adjustment is measured against),
        refusal`` (code, "" if none), ``reason`` (sentence), ``caveat, method, rule, source, period``.
        A refused factor has NaN and its reason. Only complete cases are in a model.

    Raises
    ------
    ValueError
        If a factor, level, measure or family is unknown.

    References
    ----------
    Zou G (2004), Am J Epidemiol 159:702-706. Zou GY, Donner A (2013), Stat Methods Med Res 22:661-670
    (clustered data). White IR, Carlin JB (2010), Stat Med 29:2920-2931 (complete cases).
    """
    family = _family(measure, family)
    wanted = choose(frame, chosen, table)
    names = dict(zip(wanted["key"], wanted["name"], strict=True))
    rows: list[dict[str, Any]] = []
    for area, at in areas_of(frame, level):
        given = children_of(frame.iloc[at], list(names))
        rows.extend(_rows(given, build(given, list(names), names, family=family), list(names), area, family))
    return _result(rows, wanted, measure, ADJUSTED, level, source, period)


def _family(measure: str, family: str) -> str:
    if measure == "or":
        return "logit"
    if measure != "pr" or FAMILIES.get(family) != "pr":
        raise ValueError(f"unknown measure or family: {measure!r}, {family!r}")
    return family


def _rows(
    given: Children, model: Model, keys: Sequence[str], area: str, family: str
) -> list[dict[str, Any]]:  # fmt: skip
    """Return the row of each factor of one area."""
    numbers: dict[str, dict[str, float]] = {}
    if model.fit is not None:
        found = robust(model.x, model.fit, model.codes)
        low, high, p = limits(model.fit.beta, found.se, found.df)
        for j, key in enumerate(model.factors, start=1):
            numbers[key] = {
                "value": float(np.exp(model.fit.beta[j])), "low": float(np.exp(low[j])),
                "high": float(np.exp(high[j])), "p": float(p[j]), "se": float(found.se[j]),
                "df": float(found.df[j]), "vif": model.vif[key],
            }  # fmt: skip
    clusters = int(model.codes.max()) + 1 if len(model.codes) else 0
    out = []
    for key in keys:
        refused = model.refused.get(key)
        own = numbers.get(key, _NOTHING) if refused is None else _NOTHING
        row = {
            "area": area, "factor": key, **own, "numerator": float(model.y.sum()),
            "denominator": len(model.y), "children": len(given.y),
            "unknown": int(np.isnan(given.factors[key]).sum()), "clusters": clusters,
            "terms": max(model.x.shape[1] - 1, 0), "refusal": refused.code if refused else "",
            "reason": refused.text if refused else "",
            "adjusted_for": ", ".join(model.covariates) if model.fit is not None else "",
        }  # fmt: skip
        inside = key in model.factors
        f = model.x[:, 1 + model.factors.index(key)] if inside else np.zeros(0)
        y = model.y if inside else f
        cells = ((f * y).sum(), f.sum(), ((1 - f) * y).sum(), (1 - f).sum())
        labels = ("exposed_cases", "exposed", "unexposed_cases", "unexposed")
        found_cells = dict(zip(labels, cells if inside else [np.nan] * 4, strict=True))
        given_ratio = refused is None and inside
        alone = _alone(*found_cells.values(), odds=family == "logit") if given_ratio else np.nan
        out.append({**row, **found_cells, "own_crude": alone})
    return out


def _alone(a: float, n1: float, b: float, n0: float, *, odds: bool) -> float:
    """Return the crude ratio of two groups: cases and children exposed, cases and children not.

    >>> _alone(30, 100, 20, 200, odds=False), round(_alone(30, 100, 20, 200, odds=True), 4)
    (3.0, 3.8571)
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        if odds:
            return float(np.divide(a * (n0 - b), b * (n1 - a)))
        return float(np.divide(a * n0, b * n1))


def _result(
    rows: list[dict[str, Any]], wanted: pd.DataFrame, measure: str, model: str, level: str, source: str,
    period: str,
) -> pd.DataFrame:  # fmt: skip
    out = pd.DataFrame(rows, columns=list(rows[0]) if rows else [*_EMPTY])
    about = wanted.set_index("key")
    with np.errstate(invalid="ignore", divide="ignore"):
        share = out["unknown"].to_numpy("float64") / out["children"].to_numpy("float64")
    verdicts = [
        REFUSED if why else verdict(low, high)
        for low, high, why in zip(out["low"], out["high"], out["refusal"], strict=True)
    ]
    text = {c: out["factor"].map(about[c]).astype("str") for c in ("name", "group")}
    method = {"pr": "Poisson robust", "or": "regresi logistik"}[measure]
    return check_result(out.assign(
        level=level, indicator="stunting", measure=measure, model=model, unknown_share=share, **text,
        verdict=pd.Series(verdicts, out.index, dtype="str"),
        method=f"{method}, klaster CR2", rule=RULE, source=source, period=period, caveat=CROSS_SECTIONAL,
    ))  # fmt: skip


_EMPTY: Final = (
    "area", "factor", *_NOTHING, "numerator", "denominator", "children", "unknown", "clusters", "terms",
    "refusal", "reason", "adjusted_for", "exposed_cases", "exposed", "unexposed_cases", "unexposed",
    "own_crude",
)  # fmt: skip
