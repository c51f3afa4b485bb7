"""The parameter sheet as the public may see it: small counts hidden, and what would give them away."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import pandas as pd

from stunting.access.disclosure import PROTECTED_LEVELS, protect
from stunting.indicators.two_periods import HIDDEN

_SIZES: Final = [
    "diff", "diff_low", "diff_high", "value_before", "numerator_before", "denominator_before", "unknown",
    "children", "unknown_share",
]  # fmt: skip


def hide_sheet(sheet: pd.DataFrame, secret: Collection[str] = ()) -> pd.DataFrame:
    """Return a parameter sheet of a whole kabupaten with ``suppressed``.

    Parameters
    ----------
    sheet : DataFrame
        Of `parameters.parameters` of one level, all areas of the kabupaten.
    secret : collection of str
        Areas whose number of stunted children is hidden elsewhere: how many of the target children were
        asked would tell it.

    Notes
    -----
    Of protected levels the sizes of changes and the numbers unknown are left out altogether, the verdict
    on a change stays. Totals that a reader knows: each parameter in the kecamatan.
    """
    level = str(sheet["level"].iloc[0]) if len(sheet) else ""
    if level not in PROTECTED_LEVELS:
        return sheet.assign(suppressed=False)
    area = sheet["area"].astype("str")
    cells = sheet.assign(_family=area.str.slice(0, 8) + sheet["factor"].astype("str"))
    told = area.isin(set(secret)) & (sheet["denominator"] > 0)
    cells["numerator"] = cells["numerator"].astype("float64").mask(told, 0.0)
    out = protect(cells, within=["_family"]).drop(columns="_family")
    hidden = out["suppressed"]
    out[_SIZES] = out[_SIZES].astype("float64").mask(pd.Series(True, out.index))
    out["denominator"] = out["denominator"].mask(hidden)
    out["red"] = out["red"].mask(hidden)
    out["verdict"] = out["verdict"].astype("object").mask(hidden, HIDDEN).astype("str")
    return out
