"""The shape of every result: a figure never travels without its denominator, interval, rule and source."""

from __future__ import annotations

from typing import Final

import pandas as pd

#: Columns that every result frame has (rule 1 of the house). ``value``, ``low`` and ``high`` of a
#: proportion are fractions in [0, 1]; percent is a matter of the screen.
RESULT_COLUMNS: Final = ("value", "low", "high", "numerator", "denominator", "rule", "source", "period")

RULES: Final[dict[str, str]] = {
    "eppgbm": "menurut e-PPGBM",
    "who": "hitung ulang standar WHO",
    "rekap": "menurut berkas rekap",
    "survei": "menurut survei",
    "terbit": "angka terbit",
}


def check_result(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` unchanged if it is a result frame.

    Raises
    ------
    ValueError
        If a column of `RESULT_COLUMNS` is missing.
    """
    missing = [c for c in RESULT_COLUMNS if c not in frame.columns]
    if missing:
        raise ValueError(f"not a result frame, columns missing: {', '.join(missing)}")
    return frame
