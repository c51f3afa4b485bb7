"""Population attributable fraction: what share of the cases goes with an exposure, single and joint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from stunting.indicators.determinants.bootstrap import SEED, fractions, replicate
from stunting.indicators.determinants.factors import JOINT, JOINT_NAME, areas_of, choose, rules
from stunting.indicators.determinants.irls import Floats
from stunting.indicators.determinants.model import Children, Model, build, children_of
from stunting.indicators.determinants.ratios import RULE
from stunting.indicators.determinants.sandwich import robust
from stunting.indicators.determinants.threads import one_thread
from stunting.indicators.determinants.words import CROSS_SECTIONAL, MORE, REFUSED, UNCLEAR, refuse, verdict
from stunting.indicators.intervals import CONFIDENCE
from stunting.indicators.results import check_result

#: Verdicts of a fraction: more cases than without the exposure, fewer, or not to be told.
EXCESS, DEFICIT = "ada kelebihan kasus", "ada kekurangan kasus"
_COLUMNS: Final = (
    "area", "factor", "value", "low", "high", "numerator", "denominator", "cases", "children",
    "children_low", "children_high", "removed", "clusters", "refusal", "reason",
)  # fmt: skip


def paf(
    frame: pd.DataFrame, chosen: Sequence[str] | None = None, *, level: str = "kabupaten",
    replicates: int | None = None, table: pd.DataFrame | None = None, seed: int = SEED,
    source: str = "", period: str = "",
) -> pd.DataFrame:  # fmt: skip
    """Return the attributable fraction of each factor and of all chosen ones together.

    The model is that of ``adjusted(frame, chosen)`` (robust Poisson): the fraction is ``1 - mean(predicted
    with the exposure removed) / mean(predicted)``.

    Parameters
    ----------
    frame, chosen, level, table
        As `adjusted`.
    replicates : int, optional
        Of the cluster bootstrap; None: ``data/aturan_determinan.csv``.

    Returns
    -------
    DataFrame
        Result frame, one row an area and factor and one ``"*gabungan"``: ``level, area, indicator, factor,
        name, group, value, low, high`` (fraction; may be negative), ``verdict``, ``numerator`` (exposed
        cases) and ``denominator`` (cases) of the model, ``cases`` (all stunted children of the area),
        ``children, children_low, children_high`` (fraction x cases), ``removed`` (how many factors),
        ``clusters, refusal, reason, caveat, method, rule, source, period``.

    Notes
    -----
    Interval: t on the scale log(1 - PAF). The standard error of the bootstrap is multiplied by
    ``sqrt((G + 1) / G)`` (exponential weights vary that much less than independent ones) and by the ratio of
    the CR2 to the CR0 standard error of the factor's coefficient; degrees of freedom are Satterthwaite's of
    that coefficient. The joint one has the largest ratio and the smallest degrees of freedom of its factors.

    References
    ----------
    See `bootstrap.fractions`.
    """
    wanted = choose(frame, chosen, table)
    names = dict(zip(wanted["key"], wanted["name"], strict=True))
    count = int(rules()["ulangan"]) if replicates is None else replicates
    rows: list[dict[str, Any]] = []
    for area, at in areas_of(frame, level):
        given = children_of(frame.iloc[at], list(names))
        model = build(given, list(names), names)
        with one_thread():
            rows.extend(_rows(given, model, list(names), area, count, seed))
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
        method=f"Poisson robust, bootstrap klaster {count} ulangan", rule=RULE, source=source, period=period,
        caveat=CROSS_SECTIONAL,
    ))  # fmt: skip


def interval(
    value: Floats, drawn: Floats, wider: Floats, df: Floats, confidence: float = CONFIDENCE
) -> tuple[Floats, Floats]:
    """Return the limits of fractions (k,) from their replicates (B, k); see the notes of `paf`."""
    spread = np.log1p(-drawn).std(axis=0, ddof=1) * wider
    half = np.where(df >= 1, stdtrit(np.maximum(df, 1), 0.5 + confidence / 2), np.nan) * spread
    return 1 - (1 - value) * np.exp(half), 1 - (1 - value) * np.exp(-half)


def estimate(model: Model, replicates: int, seed: int = SEED) -> tuple[Floats, Floats, Floats]:
    """Return value and limits of every factor of a fitted model, the joint fraction last."""
    assert model.fit is not None
    k, groups = len(model.factors), int(model.codes.max()) + 1
    value = fractions(model.x, np.ones((1, len(model.y))), model.fit.beta[None], k)[0]
    drawn = replicate(model.x, model.y, model.codes, model.fit, k, replicates=replicates, seed=seed)
    exact = robust(model.x, model.fit, model.codes)
    df = exact.df[1 : 1 + k]
    # The bootstrap knows as little of the bias of few clusters as CR0 does: it is widened as CR2 widens CR0.
    plain = robust(model.x, model.fit, model.codes, "CR0").se[1 : 1 + k]
    wider = np.sqrt((groups + 1) / groups) * exact.se[1 : 1 + k] / plain
    low, high = interval(value, drawn.paf, np.append(wider, wider.max()), np.append(df, df.min()))
    return value, low, high


def _rows(
    given: Children, model: Model, keys: Sequence[str], area: str, replicates: int, seed: int
) -> list[dict[str, Any]]:
    cases = float(given.y.sum())
    numbers: dict[str, tuple[float, float, float, float]] = {}
    if model.fit is not None and model.factors:
        k = len(model.factors)
        value, low, high = estimate(model, replicates, seed)
        f = model.x[:, 1 : 1 + k]
        exposed = np.append(model.y @ f, model.y @ f.any(axis=1))
        for at, key in enumerate((*model.factors, JOINT)):
            numbers[key] = (value[at], low[at], high[at], exposed[at])
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
            "refusal": refused.code if refused else "", "reason": refused.text if refused else "",
        })  # fmt: skip
    return out


def _verdict(low: float, high: float) -> str:
    said = verdict(1 + low, 1 + high)
    return said if said in (UNCLEAR, REFUSED) else EXCESS if said == MORE else DEFICIT
