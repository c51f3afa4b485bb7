"""The shape of every result: a figure never travels without its denominator, interval, rule and source."""

from __future__ import annotations

import datetime as dt
from typing import Final, Literal

import pandas as pd

from stunting.indicators.format_id import date

#: Columns that every result frame has (rule 1 of the house). ``value``, ``low`` and ``high`` of a
#: proportion are fractions in [0, 1]; percent is a matter of the screen.
RESULT_COLUMNS: Final = ("value", "low", "high", "numerator", "denominator", "rule", "source", "period")

RULES: Final[dict[str, str]] = {
    "eppgbm": "menurut e-PPGBM",
    "who": "hitung ulang standar WHO",
    "rekap": "menurut berkas rekap",
    "survei": "menurut survei",
    "terbit": "angka terbit",
    "skdn": "menurut SKDN",
    "target": "target",
}

#: Rules whose figures may be compared with one another; all other pairs are different series.
SAME_SERIES: Final = frozenset({"eppgbm", "rekap"})

#: Counts of a printed recap, without posyandu: their intervals cannot know the clusters.
RECAP_RULE: Final = "rekap"

#: Whether data are made up: all of them, only some (`PARTLY`), or none.
Synthetic = bool | Literal["sebagian"]
PARTLY: Final = "sebagian"


def source_text(what: str, pulled_on: dt.date | None = None, *, synthetic: Synthetic = False) -> str:
    """Return the source line of a figure.

    `synthetic` says whether the data are made up: all, `PARTLY`, or not at all.

    >>> source_text("e-PPGBM (ekspor)", dt.date(2026, 11, 21), synthetic=True)
    'e-PPGBM (ekspor), ditarik 21 Nov 2026; data sintetis'
    >>> source_text("e-PPGBM (ekspor)", synthetic=PARTLY)
    'e-PPGBM (ekspor); sebagian data sintetis'
    """
    pulled = f", ditarik {date(pulled_on)}" if pulled_on is not None else ""
    return f"{what}{pulled}{f'; {synthetic_words(synthetic)}' if synthetic else ''}"


def synthetic_words(synthetic: Synthetic) -> str:
    """Return how data that are made up are marked, nothing where none are.

    >>> synthetic_words(True), synthetic_words(PARTLY), synthetic_words(False)
    ('data sintetis', 'sebagian data sintetis', '')
    """
    return "" if not synthetic else f"{PARTLY} data sintetis" if synthetic == PARTLY else "data sintetis"


def is_suppressed(frame: pd.DataFrame) -> pd.Series:
    """Return which rows disclosure control has hidden (none where the frame never met it).

    >>> is_suppressed(pd.DataFrame({"value": [0.1, 0.2]})).tolist()
    [False, False]
    """
    if "suppressed" not in frame:
        return pd.Series(False, index=frame.index)
    return frame["suppressed"].astype("bool")


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
