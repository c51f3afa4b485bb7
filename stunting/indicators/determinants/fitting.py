"""Which factors one model of an area can hold, and the rows of those that it cannot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from stunting.indicators.determinants.factors import JOINT, choose, rules
from stunting.indicators.determinants.model import children_of
from stunting.indicators.determinants.rank import SAME
from stunting.indicators.determinants.spline import covariate_columns
from stunting.indicators.determinants.words import ADJUSTED, REFUSED, Refusal, refuse

CODE = "TIDAK_MUAT"
NOT_ONE: Final = "Datanya belum cukup untuk model dengan satu faktor pun."
#: The factor comes before the others: a model holds it first.
CONFOUNDER = "ya"


def fitting(
    frame: pd.DataFrame, chosen: Sequence[str] | None = None, table: pd.DataFrame | None = None
) -> list[str]:
    """Return the factors that one model of these children can hold, in the order of the list.

    Parameters
    ----------
    frame, chosen, table
        As `ratios.adjusted`; the frame of one area.

    Notes
    -----
    Factors are added one by one while enough children stay complete and enough cases remain for each term
    (``data/aturan_determinan.csv``): common causes of the others first (``pengacau`` of
    ``data/determinan.csv``: poverty, education of the mother), then those whose frequency a report of the
    district prints, then those that say most (known share x p (1 - p)). The order is fixed before stunting is
    looked at; whether there are cases enough is not, and `checks.refuse_each` wants five in each cell. Where
    all fit, all are returned. What is lost: ``benchmarks/determinants_small.py``.

    References
    ----------
    Victora CG et al. (1997), Int J Epidemiol 26:224-227 (distal causes before those that they lead to).

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> few = pd.DataFrame({k: rng.random(300) < 0.4 for k in ("jamban", "miskin", "tb", "phbs")})
    >>> few["stunted"], few["cluster"] = np.arange(300) < 16, [str(i % 30) for i in range(300)]
    >>> len(fitting(few, ["jamban", "miskin", "phbs"])), fitting(few.iloc[100:])
    (3, [])
    """
    wanted = choose(frame, chosen, table)
    keys = list(wanted["key"])
    given = children_of(frame, keys)
    limit, everyone = rules(), len(given.y)
    if not everyone:
        return []
    covariates = np.isfinite(np.column_stack([given.y, *given.covariates.values()])).all(axis=1)
    rows = np.flatnonzero(covariates)
    columns, _ = covariate_columns(given.covariates, rows)
    printed = dict(zip(wanted["key"], wanted["published_direction"] == SAME, strict=True))
    before = dict(zip(wanted["key"], wanted["confounder"] == CONFOUNDER, strict=True))

    def says(key: str) -> float:
        known = given.factors[key][np.isfinite(given.factors[key])]
        return len(known) / everyone * float(known.mean() * (1 - known.mean())) if len(known) else 0.0

    held: list[str] = []
    complete = covariates
    for key in sorted(keys, key=lambda k: (not before[k], not printed[k], -says(k))):
        x = given.factors[key]
        now = complete & np.isfinite(x)
        y, f = given.y[now], x[now]
        fewer = min(y.sum(), len(y) - y.sum())
        cells = ((f * y).sum(), ((1 - f) * y).sum(), (f * (1 - y)).sum(), ((1 - f) * (1 - y)).sum())
        enough = len(y) >= limit["lengkap_min"] * everyone
        if enough and fewer >= limit["epv_min"] * (len(held) + 1 + len(columns)) and min(cells) >= limit[
            "sel_min"
        ]:  # fmt: skip
            held.append(key)
            complete = now
    return [key for key in keys if key in held]


def with_left_out(
    found: pd.DataFrame, crude: pd.DataFrame, held: Sequence[str], *, asked: bool = False
) -> pd.DataFrame:
    """Return the rows of a model with a refused row for each factor that it does not hold.

    Parameters
    ----------
    found : DataFrame
        Of `ratios.adjusted` or `paf.paf` for one area and the factors `held`.
    crude : DataFrame
        Of `ratios.crude` for the same area and all factors; a factor that is refused there keeps its reason.
    asked : bool
        The user chose the factors: those left out are not rows at all.
    """
    rest = crude[~crude["factor"].isin(list(held))]
    if asked or rest.empty:
        return found
    why = refuse(CODE, faktor=len(held)) if held else Refusal(CODE, NOT_ONE)
    if not held:  # nothing was tried: the joint row says why, too
        found = found.assign(refusal=why.code, reason=why.text)
    own = rest["refusal"] != ""
    blank = [c for c in ("value", "low", "high", "p", "se", "df", "vif", "own_crude") if c in rest]
    rest = rest.assign(
        **dict.fromkeys(blank, np.nan), model=ADJUSTED, verdict=REFUSED,
        refusal=rest["refusal"].where(own, why.code), reason=rest["reason"].where(own, why.text),
    )  # fmt: skip
    rest = rest.reindex(columns=found.columns)
    for column in ("rule", "method", "source", "period", "level", "indicator", "caveat"):
        if column in found and len(found):
            rest[column] = found[column].iloc[0]
    out = pd.concat([found, rest.astype(found.dtypes.to_dict(), errors="ignore")], ignore_index=True)
    joint = out["factor"] == JOINT
    return pd.concat([out[~joint], out[joint]], ignore_index=True)
