"""Targets of the SKDN ratios, from ``data/target_skdn.csv``."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from stunting.indicators.facts import facts, number
from stunting.indicators.results import check_result

NATIONAL: Final = "00"


def targets(kab: str, indicator: str | None = None) -> pd.DataFrame:
    """Return the targets of the SKDN ratios of one kabupaten and the nation.

    Returns
    -------
    DataFrame
        Result frame (rule ``"target"``): ``area, indicator, value`` (fraction), ``direction`` ("naik": more
        is better), ``rank`` (1 is the one to hold figures against; missing: quoted only), ``note``. A
        ratio without a target has no row: none is made up.
    """
    table = facts("target_skdn")
    table = table[table["wilayah"].isin([kab, NATIONAL])]
    if indicator is not None:
        table = table[table["indikator"] == indicator]
    out = pd.DataFrame(
        {
            "area": table["wilayah"], "indicator": table["indikator"],
            "value": (number(table["target"]) / 100).round(12), "direction": table["arah"],
            "rank": number(table["urutan"]).astype("Int64"), "note": table["catatan"], "low": np.nan,
            "high": np.nan, "numerator": np.nan, "denominator": np.nan, "rule": "target",
            "source": table["sumber"], "period": "",
        }
    )  # fmt: skip
    return check_result(out.sort_values(["indicator", "rank"], na_position="last", ignore_index=True))


def target(kab: str, indicator: str) -> float:
    """Return the target that a ratio is held against, as a fraction; NaN where there is none."""
    found = targets(kab, indicator)
    found = found[(found["area"] == kab) & found["rank"].notna()]
    return float(found["value"].iloc[0]) if len(found) else float("nan")
