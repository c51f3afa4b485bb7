"""Families at risk: several sensitive factors at once; their share by area, and which children they are."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from stunting.indicators.determinants.factors import areas_of, choose, exposure, rules
from stunting.indicators.format_id import listing
from stunting.indicators.intervals import proportion_interval
from stunting.indicators.results import check_result

#: The one factor that is enough for a visit.
POOR: Final = "miskin"
#: Factors named in a reason; the rest are counted.
_NAMED: Final = 3
KEY: Final = "keluarga_berisiko"
SENSITIVE: Final = "sensitif"


def least() -> int:
    """Return how many factors make a family one at risk (``data/aturan_determinan.csv``).

    >>> least()
    3
    """
    return int(rules()["keluarga_berisiko_min"])


def families_at_risk(
    frame: pd.DataFrame, table: pd.DataFrame | None = None, *, level: str = "desa", period: str = "",
    source: str = "",
) -> pd.DataFrame:  # fmt: skip
    """Return how many families have at least `least` sensitive factors, area by area.

    Parameters
    ----------
    frame : DataFrame
        Of `exposure.join`: a row a child, with ``answered`` and factor columns; a family with two children
        stands twice, the templates have no key of families.
    table : DataFrame, optional
        The factor table; its sensitive factors count, parts of another factor do not.
    level : str
        ``"kecamatan"``, ``"puskesmas"`` or ``"desa"``.

    Returns
    -------
    DataFrame
        Result frame (rule ``"berisiko"``): ``level, area, indicator`` (`KEY`), ``period, value, low, high,
        numerator, denominator`` (those that can be judged), ``unknown`` (asked, but so much is unknown that
        it may be either). An area where nobody can be judged is absent; so are all, where fewer than `least`
        factors were asked about.

    Notes
    -----
    At risk: at least `least` factors are known to be present. Not at risk: even if all that is unknown were
    present, there would be fewer. Else it is not known, and in no denominator.
    """
    keys = _sensitive(frame, table)["key"].tolist()
    asked = frame[frame["answered"].to_numpy(dtype="bool")].reset_index(drop=True)
    out = []
    if len(keys) >= least() and len(asked):
        values = np.column_stack([exposure(asked, key) for key in keys])
        present, unknown = np.nansum(values, axis=1), np.isnan(values).sum(axis=1)
        risky = present >= least()
        judged = risky | (present + unknown < least())
        for area, at in areas_of(asked, level):
            out.append((area, int(risky[at].sum()), int(judged[at].sum()), int((~judged[at]).sum())))
    found = pd.DataFrame(out, columns=["area", "numerator", "denominator", "unknown"])
    found = found[found["denominator"] > 0].reset_index(drop=True)
    n, d = (found[c].to_numpy("float64") for c in ("numerator", "denominator"))
    limits = proportion_interval(n, d)
    return check_result(
        found.assign(
            level=level, indicator=KEY, period=period, value=n / np.where(d > 0, d, np.nan), low=limits.low,
            high=limits.high, method=limits.method.astype(object), rule="berisiko", source=source,
        )
    )  # fmt: skip


def children_at_risk(told: pd.DataFrame, table: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the children of poor families and of those with at least `least` sensitive factors, and why.

    Parameters
    ----------
    told : DataFrame
        Of `answers.exposures`: ``child_id`` and factor columns (boolean; unknown is no factor).
    table : DataFrame, optional
        The factor table.

    Returns
    -------
    DataFrame
        ``child_id`` and ``reason`` (Indonesian), one row a child, in the order of `told`.

    Examples
    --------
    >>> told = pd.DataFrame({"child_id": ["a", "b", "c"], "miskin": [True, False, False],
    ...     "jamban": [False, True, True], "phbs": [True, True, None], "jkn": [False, True, True]})
    >>> children_at_risk(told).values.tolist()
    [['a', 'keluarga miskin'], ['b', 'keluarga berisiko: tanpa jamban sehat, tidak ber-PHBS, dan tanpa JKN']]
    """
    known = _sensitive(told, table)
    factors = {key: exposure(told, key) == 1 for key in known["key"]}
    names = dict(zip(known["key"], known["name"], strict=True))
    count = np.sum([*factors.values(), np.zeros(len(told), dtype=bool)], axis=0)
    poor = factors.get(POOR, np.zeros(len(told), dtype=bool))
    ids, reasons = [], []
    for at in np.flatnonzero(poor | (count >= least())):
        ids.append(str(told["child_id"].iloc[at]))
        had = [_within(names[key]) for key, present in factors.items() if present[at] and key != POOR]
        more = [f"{len(had) - _NAMED} hal lain"] if len(had) > _NAMED + 1 else had[_NAMED:]
        why = f"berisiko: {listing([*had[:_NAMED], *more])}" if len(had) >= least() else ""
        reasons.append(f"keluarga {' dan '.join(p for p in ('miskin' if poor[at] else '', why) if p)}")
    return pd.DataFrame({"child_id": pd.array(ids, dtype="str"), "reason": pd.array(reasons, dtype="str")})


def _sensitive(frame: pd.DataFrame, table: pd.DataFrame | None) -> pd.DataFrame:
    known = choose(frame, None, table)
    return known[known["intervention"] == SENSITIVE]


def _within(name: str) -> str:
    """Return a name as it stands within a sentence (an abbreviation keeps its capitals)."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
