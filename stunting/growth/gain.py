"""Weight gain of the SKDN card: N (naik), T (tidak naik), O (lewat bulan lalu), B (baru).

Minimum gains (KBM) are facts: ``data/kbm.csv``, each row with its source.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stunting.settings import settings

#: the verdicts; "" where the child was not weighed, or where nothing can be said
VERDICTS: Final = ("N", "T", "O", "B")
_MONTHS: Final = 61


@lru_cache(maxsize=8)
def kbm_table(month_of_200: int | None = None) -> NDArray[np.float64]:
    """Return the minimum weight gain (grams in a month) by sex and age.

    Parameters
    ----------
    month_of_200 : int, optional
        Age in months from which the lowest gain is enough, in place of the month in ``data/kbm.csv``
        (sources differ: 10 or 11).

    Returns
    -------
    ndarray of float64, shape (3, 61)
        Sex unknown, male, female × completed months 0–60. Month 0 has the value of month 1.

    Examples
    --------
    >>> kbm_table()[0, [0, 1, 2, 6, 12, 60]].tolist()
    [800.0, 800.0, 900.0, 400.0, 200.0, 200.0]
    >>> kbm_table()[0, 10].item(), kbm_table(10)[0, 10].item()
    (300.0, 200.0)

    References
    ----------
    Kementerian Kesehatan RI (2023). Buku Kesehatan Ibu dan Anak: Kartu Menuju Sehat.
    """
    table = np.full((3, _MONTHS), np.nan)
    with (settings().data_dir / "kbm.csv").open(encoding="utf-8", newline="") as file:
        lines = sorted(csv.DictReader(file), key=lambda line: (line["jk"] != "", int(line["bulan_mulai"])))
    last = lines[-1] if lines else None
    for line in lines:
        month = int(line["bulan_mulai"])
        lowest = float(line["kbm_gram"]) == min(float(x["kbm_gram"]) for x in lines if x["jk"] == line["jk"])
        if month_of_200 is not None and lowest:
            month = month_of_200
        rows = {"": [0, 1, 2], "L": [1], "P": [2]}[line["jk"]]
        table[rows, month:] = float(line["kbm_gram"])
    if last is None or np.isnan(table[:, 1]).any():
        raise ValueError("kbm.csv: nilai KBM untuk umur 1 bulan tidak ada")
    table[:, 0] = table[:, 1]
    table.setflags(write=False)
    return table


def weight_gain(
    weight: ArrayLike,
    previous: ArrayLike,
    weighed_before: ArrayLike,
    age_months: ArrayLike,
    sex: ArrayLike = 0,
    *,
    month_of_200: int | None = None,
) -> NDArray[np.str_]:
    """Judge the weight gain of every child, in the order of the SKDN rules.

    Never weighed before → ``"B"``; not weighed last month → ``"O"``; gain ≥ KBM of the age → ``"N"``;
    else ``"T"``. So D = N + T + O + B.

    Parameters
    ----------
    weight : array_like of float, shape (n,)
        Weight this month in kg; NaN or ≤ 0: not weighed.
    previous : array_like of float
        Weight last month in kg; NaN or ≤ 0: not weighed last month.
    weighed_before : array_like of bool
        Weighed in any earlier month (true where `previous` is there).
    age_months : array_like of float
        Age in months at this weighing; completed months are used. Above 60 counts as 60.
    sex : array_like of int, optional
        1 male, 2 female, 0 unknown; matters only where ``data/kbm.csv`` tells the sexes apart.
    month_of_200 : int, optional
        See `kbm_table`.

    Returns
    -------
    ndarray of str, shape (n,)
        ``"N"``, ``"T"``, ``"O"``, ``"B"``; ``""`` where the child was not weighed, or where a gain lies
        between the lowest and the highest KBM and the age is missing.

    Examples
    --------
    A gain of 400 g at 6 months is enough, 300 g is not; the third child missed a month, the fourth is new:

    >>> weight_gain([7.4, 7.3, 7.4, 7.4], [7.0, 7.0, np.nan, np.nan], [True, True, True, False], 6).tolist()
    ['N', 'T', 'O', 'B']

    References
    ----------
    Kementerian Kesehatan RI (2023). Buku Kesehatan Ibu dan Anak: Kartu Menuju Sehat.
    """
    now, last, before, age, sexes = np.broadcast_arrays(
        np.asarray(weight, dtype=np.float64),
        np.asarray(previous, dtype=np.float64),
        np.asarray(weighed_before, dtype=bool),
        np.asarray(age_months, dtype=np.float64),
        np.asarray(sex),
    )
    table = kbm_table(month_of_200)
    known = age >= 0
    months = np.minimum(np.floor(np.where(known, age, 0)), _MONTHS - 1).astype(np.intp)
    rows = np.where(sexes == 1, 1, np.where(sexes == 2, 2, 0))
    enough = table[rows, months]
    # whole grams: 7.3 - 6.5 is 0.7999… in binary
    gain = np.rint((now - last) * 1000)
    verdict = np.where(gain >= enough, "N", "T")
    unsure = ~known & (gain >= table.min()) & (gain < table.max())
    verdict[unsure] = ""
    weighed_last = last > 0
    verdict[~weighed_last] = "O"
    verdict[~weighed_last & ~before] = "B"
    verdict[~(now > 0)] = ""
    return verdict


def not_gained_twice(verdict: ArrayLike, previous_verdict: ArrayLike) -> NDArray[np.bool_]:
    """Return where a child did not gain in two consecutive months (2T): refer to the puskesmas.

    Examples
    --------
    >>> not_gained_twice(["T", "T", "N", ""], ["T", "O", "T", "T"]).tolist()
    [True, False, False, False]
    """
    return np.asarray((np.asarray(verdict) == "T") & (np.asarray(previous_verdict) == "T"))
