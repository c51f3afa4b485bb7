"""The cube: counts of children by area, period, sex and age, from which every page reads.

Each child counts once in a period, with its last measurement there (or its last row, if it was not
measured), so that counts add up over areas, sexes and ages; they do not add up over periods.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stunting.indicators.deciding import UNKNOWN, codes, deciding
from stunting.indicators.facts import facts, number

#: Under this name the store keeps the cube; change it whenever `build` changes a count.
NAME: Final = "prevalensi-3"

AREA_KEYS: Final = ("kab", "kec", "puskesmas", "desa", "posyandu")
KEYS: Final = (*AREA_KEYS, "period", "sex", "age_group")
INDICATORS: Final = ("stunting", "severe_stunting", "underweight", "wasting", "overweight")
CUBE_RULES: Final = ("eppgbm", "who")
SEXES: Final = ("L", "P", UNKNOWN)
AGE_GROUPS: Final = ("0-5", "6-11", "12-23", "24-35", "36-47", "48-59", UNKNOWN)

DAYS_A_MONTH: Final = 30.4375
#: Children from 60 months on are outside every prevalence (1826.25 days; ages are whole days, so "up to
#: 60 months" of the e-PPGBM sheet and "under 60 months" of WHO are the same children).
AGE_LIMIT_DAYS: Final = 60 * DAYS_A_MONTH
_AGE_STARTS: Final = np.array([6, 12, 24, 36, 48, 60]) * DAYS_A_MONTH

COUNTS: Final = (
    "registered",
    "measured",
    "s",
    "d",
    *(f"{part}_{i}_{r}" for r in CUBE_RULES for i in INDICATORS for part in ("n", "d")),
)

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


class Cut(NamedTuple):
    """One row of ``aturan_prevalensi.csv``, z in hundredths: a case has ``above < z <= upto``."""

    rule: str
    indicator: str
    column: str
    flag: str | None
    above: float
    upto: float


@lru_cache(maxsize=1)
def cuts() -> tuple[Cut, ...]:
    """Return the cut-offs of both rules."""
    table = facts("aturan_prevalensi")
    above, upto = (np.rint(number(table[c]) * 100) for c in ("lebih_dari", "sampai"))
    flags = [None if pd.isna(f) else f for f in table["bendera"]]
    rows = zip(table["aturan"], table["indikator"], table["kolom"], flags, above, upto, strict=True)
    return tuple(
        Cut(r, i, c, f, -np.inf if np.isnan(a) else a, np.inf if np.isnan(u) else u)
        for r, i, c, f, a, u in rows
    )


def build(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the cube of the resolved canonical rows of one or more kabupaten.

    Parameters
    ----------
    rows : DataFrame
        Columns of ``stunting.ingest.schema.ROW_DTYPES`` that are used here (area keys, ``period``,
        ``sex``, ``measured``, ``measured_on``, ``age_days``, z-scores, flags) and ``child_id``. One row
        per child and date; where two stand, the later one in the frame wins.

    Returns
    -------
    DataFrame
        Keys `KEYS` (categoricals; ``period`` holds months ``"2024-02"`` and years ``"2024"``) and int64
        counts `COUNTS`. ``d_*_eppgbm``: measured children up to 60 months; ``d_*_who``: those of them
        with a plausible z-score. ``s`` and ``d`` are those of SKDN: registered and weighed under 60 months
        (or of unknown age), where ``registered`` and ``measured`` know no limit of age. An unknown age
        stays in, in age group ``"?"``. Cells without a child are absent.
    """
    if not len(rows):
        return _empty()
    one = deciding(rows)
    measured = rows["measured"].to_numpy(dtype=bool)
    weighed = _weighed(rows, one.child_month, measured)
    return _count(rows.iloc[one.at], measured[one.at], weighed[one.at], one.period, one.periods)


def _weighed(rows: pd.DataFrame, key: Ints, measured: Bools) -> Bools:
    """Return whether the child of each row was weighed in the month of the row, then or another day.

    Rows that came without their weights: every measured child was.
    """
    on = measured & (rows["weight_kg"].to_numpy(dtype="float64") > 0) if "weight_kg" in rows else measured
    came = np.zeros(int(key.max()) + 1, dtype=bool)
    came[key[on]] = True
    return came[key]


def _count(
    rows: pd.DataFrame, measured: Bools, weighed: Bools, period: Ints, periods: list[str]
) -> pd.DataFrame:
    """Return the cube of rows that are already one per child and period."""
    coded = {name: codes(rows[name]) for name in AREA_KEYS}
    coded["period"] = (period, periods)
    sex = pd.Categorical(rows["sex"], categories=list(SEXES[:2])).codes.astype("int64")
    coded["sex"] = (np.where(sex < 0, len(SEXES) - 1, sex), list(SEXES))
    age = _age(rows)
    group = np.searchsorted(_AGE_STARTS, age, side="right")
    # 60 months and older are registered all the same; they stand with the unknown ages.
    known = (age >= 0) & (age < AGE_LIMIT_DAYS)
    coded["age_group"] = (np.where(known, group, len(AGE_GROUPS) - 1), list(AGE_GROUPS))

    key = np.zeros(len(rows), dtype="int64")
    for code, labels in coded.values():
        key = key * len(labels) + code
    cell, cells = pd.factorize(key)
    place = np.argsort(cells)
    rank = np.empty_like(place)
    rank[place] = np.arange(len(cells))
    cell, cells = rank[cell], np.asarray(cells)[place]

    out: dict[str, object] = {}
    rest = cells
    for name, (_, labels) in reversed(coded.items()):
        rest, code = np.divmod(rest, len(labels))
        out[name] = pd.Categorical.from_codes(code, categories=pd.Index(labels, dtype="str"))
    out = {name: out[name] for name in KEYS}

    def tally(mask: Bools) -> Ints:
        return np.bincount(cell[mask], minlength=len(cells))

    young = ~(age >= AGE_LIMIT_DAYS)
    eligible = measured & young
    counts = {"registered": np.bincount(cell, minlength=len(cells)), "measured": tally(measured)}
    counts |= {"s": tally(young), "d": tally(young & weighed)}
    z = {c: np.rint(rows[c].to_numpy(dtype="float64") * 100) for c in {cut.column for cut in cuts()}}
    for cut in cuts():
        # "children measured" are those with the z-score in question: a child without one (not entered,
        # 999.99, only weighed) would count as not stunted
        value = z[cut.column]
        child = eligible & ~np.isnan(value)
        if cut.flag is not None:
            child &= ~rows[cut.flag].to_numpy(dtype=bool)
        counts[f"n_{cut.indicator}_{cut.rule}"] = tally(child & (value > cut.above) & (value <= cut.upto))
        counts[f"d_{cut.indicator}_{cut.rule}"] = tally(child)
    return pd.DataFrame(out | {name: counts[name] for name in COUNTS})


def _age(rows: pd.DataFrame) -> NDArray[np.float64]:
    """Return the age in days; of a child not measured, its age at the end of the month of its row."""
    age = rows["age_days"].to_numpy(dtype="float64", na_value=np.nan)
    if "birth_date" not in rows:
        return age
    months, born = rows["period"].astype("str").to_numpy(), rows["birth_date"].to_numpy()
    gap = np.flatnonzero(np.isnan(age) & ~np.isnat(born))
    ends = pd.to_datetime(pd.Series(months[gap]), format="%Y-%m", errors="coerce") + pd.offsets.MonthEnd(0)
    age[gap] = (ends.to_numpy() - born[gap]) / np.timedelta64(1, "D")
    return age


def latest_year(cube: pd.DataFrame, recap: pd.DataFrame | None = None) -> str | None:
    """Return the last year with a measured child in `cube` or `recap`, None if there is none."""
    periods = set(cube.loc[cube["measured"] > 0, "period"].astype("str").unique())
    if recap is not None and len(recap):
        periods |= set(recap.loc[recap["measured"].fillna(0) > 0, "period"].astype("str"))
    return max((p[:4] for p in periods if p != UNKNOWN), default=None)


def _empty() -> pd.DataFrame:
    keys = {k: pd.Categorical([], categories=pd.Index([], dtype="str")) for k in KEYS}
    return pd.DataFrame(keys | {c: np.zeros(0, dtype="int64") for c in COUNTS})
