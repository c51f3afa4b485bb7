"""The frame of an analysis: children measured in a year with their status and their answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from stunting.indicators.cube import AGE_LIMIT_DAYS, AREA_KEYS, DAYS_A_MONTH, UNKNOWN, cuts
from stunting.indicators.deciding import deciding
from stunting.indicators.determinants.answers import exposures, factor_table
from stunting.ingest.templates import Question

#: Under this name the store keeps `states`; change it whenever `states` changes a value.
NAME: Final = "determinan-anak-1"


class Joined(NamedTuple):
    """Children with their answers and their status.

    Attributes
    ----------
    frame : DataFrame
        One row a child: ``child_id``, area keys, ``cluster`` (desa and posyandu, NA unknown), ``age_months,
        sex, stunted`` (boolean, NA without the z-score), ``answered`` (bool) and factor columns (boolean).
    table : DataFrame
        Of `factors`, with the questions that the district added.
    measured : int
        Children measured in the year whose status is known, asked or not.
    answered : int
        Children with answers, measured in the year or not.
    unmeasured : int
        Of them, not measured in the year below 60 months.
    unscored : int
        Of them, measured, but without the z-score of the rule.
    """

    frame: pd.DataFrame
    table: pd.DataFrame
    measured: int
    answered: int
    unmeasured: int
    unscored: int


def states(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one line a child and year: where it was last measured, how old, and which case it is.

    Parameters
    ----------
    rows : DataFrame
        Resolved canonical rows, as `same_children.build` takes them, with ``sex``.

    Returns
    -------
    DataFrame
        ``child_id, kab, kec, puskesmas, desa, posyandu, sex, year`` (categoricals; ``child_id`` text),
        ``age_months`` (float32), ``known, case`` (uint32, a bit for each row of `cube.cuts`). The last
        measured row of the year decides, as in the cube; children of 60 months and more are absent.
    """
    names = [*AREA_KEYS, "sex"]
    if not len(rows):
        empty = {"child_id": pd.Series(dtype="str"), **{k: pd.Categorical([]) for k in (*names, "year")}}
        bits = {c: np.zeros(0, "uint32") for c in ("known", "case")}
        return pd.DataFrame({**empty, "age_months": np.zeros(0, "float32"), **bits})
    at, period, periods, _ = deciding(rows)
    age = rows["age_days"].to_numpy(dtype="float64", na_value=np.nan)
    yearly = np.array([len(p) == 4 for p in periods])[period]
    keep = rows["measured"].to_numpy(dtype=bool)[at] & ~(age[at] >= AGE_LIMIT_DAYS) & yearly
    at, period = at[keep], period[keep]
    known, case = np.zeros(len(at), "uint32"), np.zeros(len(at), "uint32")
    for bit, cut in enumerate(cuts()):
        value = np.rint(rows[cut.column].to_numpy(dtype="float64", na_value=np.nan)[at] * 100)
        valid = ~np.isnan(value)
        if cut.flag is not None:
            valid &= ~rows[cut.flag].to_numpy(dtype=bool)[at]
        known |= valid.astype("uint32") << np.uint32(bit)
        case |= (valid & (value > cut.above) & (value <= cut.upto)).astype("uint32") << np.uint32(bit)
    places = {k: rows[k].astype("category").array.take(at) for k in names}
    years = pd.Categorical.from_codes(period, categories=pd.Index(periods, dtype="str"))
    return pd.DataFrame(
        {"child_id": rows["child_id"].astype("str").to_numpy()[at], **places}
        | {"year": years.remove_unused_categories(), "age_months": (age[at] / DAYS_A_MONTH).astype("float32")}
        | {"known": known, "case": case}
    )


def join(
    seen: pd.DataFrame, answers: pd.DataFrame, year: str, *, rule: str = "eppgbm",
    indicator: str = "stunting", everyone: bool = False, asked: Sequence[Question] | None = None,
) -> Joined:  # fmt: skip
    """Return children measured in a year with their answers.

    Parameters
    ----------
    seen : DataFrame
        Of `states`.
    answers : DataFrame
        Of ``Store.supplement(kab, "anak")``.
    year : str
        The last measurement of this year decides about status, place and age.
    everyone : bool
        Also children without answers (all factors unknown), and those without the z-score: for the
        parameter sheet. Else only children with answers and a status.

    Raises
    ------
    ValueError
        If the rule or indicator is unknown.
    """
    bits = [i for i, c in enumerate(cuts()) if (c.rule, c.indicator) == (rule, indicator)]
    if not bits:
        raise ValueError(f"unknown rule or indicator: {rule}, {indicator}")
    bit = np.uint32(bits[0])
    here = seen[(seen["year"].astype("str") == year).to_numpy()]
    known = ((here["known"].to_numpy() >> bit) & 1).astype(bool)
    case = ((here["case"].to_numpy() >> bit) & 1).astype(bool)
    told = exposures(answers, asked)
    frame = pd.DataFrame(
        {"child_id": here["child_id"].to_numpy()}
        | {k: _place(here[k]) for k in (*AREA_KEYS, "sex")}
        | {"age_months": here["age_months"].to_numpy("float64")}
        | {"stunted": pd.Series(case, dtype="boolean").mask(~known).array}
    )
    frame["cluster"] = (frame["desa"] + "|" + frame["posyandu"]).astype("object")
    frame["answered"] = frame["child_id"].isin(set(told["child_id"])).to_numpy()
    unmeasured = int((~told["child_id"].isin(set(frame["child_id"]))).sum())
    unscored = int((frame["answered"].to_numpy() & ~known).sum())
    counts = (int(known.sum()), len(told), unmeasured, unscored)
    if not everyone:
        frame = frame[frame["answered"].to_numpy() & known]
    frame = frame.merge(told, on="child_id", how="left").reset_index(drop=True)
    return Joined(frame, factor_table(asked), *counts)


def _place(column: pd.Series) -> pd.Series:
    """Return a column as objects, a missing or unknown value as None."""
    values = column.astype("object").reset_index(drop=True)
    return values.where(values.notna() & (values != UNKNOWN), None)
