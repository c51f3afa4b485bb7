"""What an upload would change in the figures: prevalence and D/S before and after, by puskesmas and month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from stunting.indicators import cube as cubes
from stunting.indicators.participation import participation
from stunting.indicators.prevalence import prevalence

#: Columns of rows that the figures need.
COLUMNS: Final = [
    "child_id", "kab", "kec", "puskesmas", "desa", "posyandu", "period", "sex", "measured", "measured_on",
    "birth_date", "age_days", "weight_kg", "file_haz", "file_waz", "file_whz", "haz", "waz", "whz", "baz",
    "flag_haz", "flag_waz", "flag_whz", "flag_baz",
]  # fmt: skip
#: Columns of `effect`.
FIELDS: Final = (
    "puskesmas", "period", "n_before", "d_before", "value_before", "n_after", "d_after", "value_after",
    "registered_before", "registered_after", "ds_before", "ds_after",
)  # fmt: skip


def effect(
    before: pd.DataFrame, after: pd.DataFrame, puskesmas: Sequence[str], months: Sequence[str]
) -> pd.DataFrame:
    """Return stunting (e-PPGBM rule) and D/S of every puskesmas and month of a file, before and after.

    Parameters
    ----------
    before, after : DataFrame
        Rows that count (`COLUMNS`), of the puskesmas that the file touches.
    puskesmas, months : sequence of str
        Those of the file.

    Returns
    -------
    DataFrame
        `FIELDS`, fractions; newest month first; only lines in which anything is different.
    """
    keys = ["puskesmas", "period"]
    both = [
        _figures(frame, puskesmas, months).set_index(keys).add_suffix(f"_{side}").reset_index()
        for frame, side in ((before, "before"), (after, "after"))
    ]
    out = both[0].merge(both[1], on=keys, how="outer")
    counts = [c for c in out.columns if c.startswith(("n_", "d_", "registered_", "measured_"))]
    out[counts] = out[counts].fillna(0).astype("int64")
    asked = ("n", "d", "registered", "measured")
    changed = pd.concat([out[f"{c}_before"] != out[f"{c}_after"] for c in asked], axis=1).any(axis=1)
    out = out[changed].sort_values(["period", "puskesmas"], ascending=[False, True], ignore_index=True)
    return out[list(FIELDS)]


def _figures(frame: pd.DataFrame, puskesmas: Sequence[str], months: Sequence[str]) -> pd.DataFrame:
    names = ["puskesmas", "period", "n", "d", "value", "registered", "measured", "ds"]
    wanted = frame[
        frame["period"].astype("str").isin(list(months))
        & frame["puskesmas"].astype("str").isin(list(puskesmas))
    ]
    if not len(wanted):
        return pd.DataFrame({n: pd.Series(dtype="str" if n in names[:2] else "float64") for n in names})
    cube = cubes.build(wanted)
    asked = sorted(set(wanted["period"].astype("str")))
    found = prevalence(cube, level="puskesmas", period=asked).rename(
        columns={"area": "puskesmas", "numerator": "n", "denominator": "d"}
    )
    ds = participation(cube, level="puskesmas", period=asked)[["area", "period", "value"]]
    found = found.merge(ds.rename(columns={"area": "puskesmas", "value": "ds"}), on=["puskesmas", "period"])
    found = found[found["registered"] > 0]
    return found[names].astype({"puskesmas": "str", "period": "str"}).reset_index(drop=True)
