"""Population attributable fraction: what share of the cases goes with an exposure, single and joint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from stunting.indicators.determinants.factors import JOINT, JOINT_NAME, areas_of, choose
from stunting.indicators.determinants.model import Children, Model, build, children_of
from stunting.indicators.determinants.ratios import RULE
from stunting.indicators.determinants.removal import removal
from stunting.indicators.determinants.threads import one_thread
from stunting.indicators.determinants.words import CROSS_SECTIONAL, MORE, REFUSED, UNCLEAR, refuse, verdict
from stunting.indicators.results import check_result

#: Verdicts of a fraction: more cases than without the exposure, fewer, or not to be told.
EXCESS, DEFICIT = "ada kelebihan kasus", "ada kekurangan kasus"
_COLUMNS: Final = (
    "area", "factor", "value", "low", "high", "numerator", "denominator", "cases", "children",
    "children_low", "children_high", "removed", "clusters", "fitted", "asked", "refusal", "reason",
)  # fmt: skip


def paf(
    frame: pd.DataFrame, chosen: Sequence[str] | None = None, *, level: str = "kabupaten",
    table: pd.DataFrame | None = None, source: str = "", period: str = "",
) -> pd.DataFrame:  # fmt: skip
    """Return the attributable fraction of each factor and of all chosen ones together.

    The model is that of ``adjusted(frame, chosen)`` (robust Poisson): the fraction is ``1 - mean(predicted
    with the exposure removed) / mean(predicted)``.

    Parameters
    ----------
    frame, chosen, level, table
        As `adjusted`.

    Returns
    -------
    DataFrame
        Result frame, one row an area and factor and one ``"*gabungan"``: ``level, area, indicator, factor,
        name, group, value, low, high`` (fraction; may be negative), ``verdict``, ``numerator`` (exposed
        cases) and ``denominator`` (cases) of the model, ``cases`` (all stunted children of the area),
        ``children, children_low, children_high`` (fraction x cases), ``removed`` (how many factors),
        ``clusters``, ``fitted`` (children in the model, with all answers), ``asked`` (children with a
        status), ``refusal, reason, caveat, method, rule, source, period``.

    Notes
    -----
    Interval: t on the scale log(1 - PAF), standard error by linearisation over posyandu with the scores of
    CR2; formulas and references in `removal.removal`, coverage in ``docs/metode-determinan.md``.
    """
    wanted = choose(frame, chosen, table)
    names = dict(zip(wanted["key"], wanted["name"], strict=True))
    rows: list[dict[str, Any]] = []
    for area, at in areas_of(frame, level):
        given = children_of(frame.iloc[at], list(names))
        model = build(given, list(names), names)
        with one_thread():
            rows.extend(_rows(given, model, list(names), area))
    about = wanted.set_index("key")
    out = pd.DataFrame(rows, columns=list(_COLUMNS))
    joint = out["factor"] == JOINT
    verdicts = [
        REFUSED if why else _verdict(low, high)
        for low, high, why in zip(out["low"], out["high"], out["refusal"], strict=True)
    ]
    return check_result(out.assign(
        level=level, indicator="stunting", verdict=pd.Series(verdicts, out.index, dtype="str"),
        name=out["factor"].map(about["name"]).where(~joint, JOINT_NAME).astype("str"),
        group=out["factor"].map(about["group"]).where(~joint, "").astype("str"),
        method="Poisson robust, linearisasi klaster CR2", rule=RULE, source=source, period=period,
        caveat=CROSS_SECTIONAL,
    ))  # fmt: skip


def _rows(given: Children, model: Model, keys: Sequence[str], area: str) -> list[dict[str, Any]]:
    cases = float(given.y.sum())
    numbers: dict[str, tuple[float, float, float, float]] = {}
    if model.fit is not None and model.factors:
        k = len(model.factors)
        found = removal(model.x, model.fit, model.codes, k)
        low, high = found.limits()
        f = model.x[:, 1 : 1 + k]
        exposed = np.append(model.y @ f, model.y @ f.any(axis=1))
        for at, key in enumerate((*model.factors, JOINT)):
            numbers[key] = (found.value[at], low[at], high[at], exposed[at])
    whole = next(iter(model.refused.values())) if model.refused else refuse("TANPA_DATA")
    out = []
    for key in (*keys, JOINT):
        refused = (whole if JOINT not in numbers else None) if key == JOINT else model.refused.get(key)
        value_, low_, high_, hit = (np.nan,) * 4 if refused is not None else numbers[key]
        out.append({
            "area": area, "factor": key, "value": value_, "low": low_, "high": high_, "numerator": hit,
            "denominator": float(model.y.sum()), "cases": cases, "children": value_ * cases,
            "children_low": low_ * cases, "children_high": high_ * cases,
            "removed": len(model.factors) if key == JOINT else 1,
            "clusters": int(model.codes.max()) + 1 if len(model.codes) else 0,
            "fitted": len(model.y), "asked": len(given.y),
            "refusal": refused.code if refused else "", "reason": refused.text if refused else "",
        })  # fmt: skip
    return out


def _verdict(low: float, high: float) -> str:
    said = verdict(1 + low, 1 + high)
    return said if said in (UNCLEAR, REFUSED) else EXCESS if said == MORE else DEFICIT
