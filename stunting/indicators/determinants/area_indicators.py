"""Area indicators of the template: one table of values, and what a reader may not see of them."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from stunting.access.disclosure import PROTECTED_LEVELS, protect
from stunting.indicators.facts import facts

#: Unit of a count of people.
CASES: Final = "kasus"
DISEASE: Final = "penyakit"
_COLUMNS: Final = (
    "level", "area", "name", "unit", "period", "value", "numerator", "denominator", "source", "group",
)  # fmt: skip


def area_indicators(answers: pd.DataFrame) -> pd.DataFrame:
    """Return the area indicators as a table.

    Parameters
    ----------
    answers : DataFrame
        Of ``Store.supplement(kab, "wilayah")``.

    Returns
    -------
    DataFrame
        ``level`` ("desa", or "kecamatan" where no desa is named), ``area, name, unit, period`` (year),
        ``value`` (as given; of a missing one 100 x numerator / denominator), ``numerator, denominator``
        (counts where given, NaN else; of a number of cases the cases), ``source, group`` ("penyakit",
        "spesifik", "sensitif" of ``data/indikator_wilayah.csv``; "lain"). Rows without a value are absent.

    Examples
    --------
    >>> given = pd.DataFrame({"kec": ["63.11.05"], "desa": ["63.11.05.2019"], "period": ["2024"],
    ...     "indikator": ["TB anak"], "nilai": [3], "satuan": ["kasus"], "sumber": ["CONTOH"]})
    >>> area_indicators(given)[["level", "value", "numerator", "group"]].values.tolist()
    [['desa', 3.0, 3.0, 'penyakit']]
    """
    if not len(answers) or "indikator" not in answers:
        return pd.DataFrame({c: pd.Series(dtype="float64" if c in _NUMBERS else "str") for c in _COLUMNS})
    given = answers.reindex(columns=[
        "kec", "desa", "period", "indikator", "nilai", "satuan", "pembilang", "penyebut", "sumber",
    ])  # fmt: skip
    value, n, d = (
        pd.to_numeric(given[c], errors="coerce").to_numpy("float64", na_value=np.nan)
        for c in ("nilai", "pembilang", "penyebut")
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        share = 100 * n / np.where(d > 0, d, np.nan)
    unit = given["satuan"].astype("object").where(given["satuan"].notna(), "").astype("str").str.strip()
    made = np.isnan(value) & ~np.isnan(share)
    value = np.where(made, share, value)
    unit = unit.mask(made & (unit == ""), "%")
    n = np.where(np.isnan(n) & (unit == CASES).to_numpy(), value, n)
    desa = given["desa"].notna() & (given["desa"].astype("str") != "")
    groups = facts("indikator_wilayah").set_index("nama")["kelompok"]
    area = given["desa"].where(desa, given["kec"]).to_numpy()
    out = pd.DataFrame({
        "level": np.where(desa, "desa", "kecamatan"), "area": area,
        "name": given["indikator"].to_numpy(), "unit": unit.to_numpy(), "period": given["period"].to_numpy(),
        "value": value, "numerator": n, "denominator": d,
        "source": given["sumber"].astype("object").where(given["sumber"].notna(), "").to_numpy(),
    })  # fmt: skip
    out["group"] = out["name"].map(groups).fillna("lain")
    out = out[out["value"].notna() & out["area"].notna()]
    out = out.drop_duplicates(["level", "area", "name", "period"], keep="last")
    return out.astype({c: "str" for c in _COLUMNS if c not in _NUMBERS}).reset_index(drop=True)


_NUMBERS: Final = ("value", "numerator", "denominator")


def choose_year(table: pd.DataFrame, name: str, year: str) -> str:
    """Return the year of an indicator to lay beside `year`: the same, else the last before, else the first.

    >>> choose_year(pd.DataFrame({"name": ["a", "a"], "period": ["2022", "2025"]}), "a", "2024")
    '2022'
    """
    years = sorted(set(table.loc[table["name"] == name, "period"]))
    before = [y for y in years if y <= year]
    return before[-1] if before else years[0] if years else year


def hide_indicator(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one indicator and year with small counts of people hidden (``suppressed``).

    A share without its counts is shown as it was given.
    """
    out = rows.assign(suppressed=False)
    counted = out["numerator"].notna() & out["level"].isin(PROTECTED_LEVELS)
    if not counted.any():
        return out
    cells = out[counted].assign(_family=out.loc[counted, "area"].str.slice(0, 8) + out.loc[counted, "period"])
    # a count without its base: only the count itself can be small
    cells["denominator"] = cells["denominator"].fillna(cells["numerator"] + 1_000)
    hidden = protect(cells, within=["_family"])["suppressed"]
    out.loc[hidden.index, "suppressed"] = hidden
    columns = list(_NUMBERS)
    out[columns] = out[columns].mask(out["suppressed"])
    return out
