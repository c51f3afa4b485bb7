"""The kabupaten of one province side by side, from what is printed; nothing is filled in."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from stunting.indicators.format_id import listing, number, percent, period_name
from stunting.indicators.published import published
from stunting.indicators.results import check_result
from stunting.indicators.words import Label, label_of

NOT_PRINTED: Final = "tidak dicetak"


def year_with_figures(kab: str, year: int, indicator: str = "stunting") -> int | None:
    """Return the newest year up to `year` with printed figures of two kabupaten or more, None if none."""
    rows = _printed(kab, indicator)
    count = rows[rows["period"].str.len() == 4].groupby("period")["area"].nunique()
    years = [int(str(y)) for y, n in count.items() if n >= 2 and int(str(y)) <= year]
    return max(years, default=None)


def province(kab: str, year: int, indicator: str = "stunting") -> pd.DataFrame:
    """Return every kabupaten of the province of `kab` with its printed e-PPGBM figure of the year.

    Returns
    -------
    DataFrame
        Result frame, highest first, those without a print at the end (``value`` NaN, ``note``
        `NOT_PRINTED` or what is printed of another period): ``level, area, name, indicator, value, low, high,
        numerator, denominator, rule, source, period, note, survey, survey_value, survey_source``.
    """
    from stunting.regions import kabupaten_list

    places = kabupaten_list()
    places = places[places["code"].str.startswith(kab[:2] + ".")][["code", "name"]]
    rows = _printed(kab, indicator)
    exact = rows[rows["period"] == str(year)].drop_duplicates("area", keep="last")
    out = places.rename(columns={"code": "area"}).merge(exact, on="area", how="left")
    near = rows[rows["period"].str.startswith(f"{year}-")].drop_duplicates("area", keep="last")
    said = {
        r["area"]: f"{NOT_PRINTED}; {period_name(r['period'])} {percent(r['value'], 2)} ({r['source']})"
        for r in near.to_dict("records")
    }
    out["note"] = np.where(
        out["value"].isna(), [said.get(a, NOT_PRINTED) for a in out["area"]], out["note"].fillna("")
    )
    survey = published(indicator=indicator, series="survei")
    survey = survey[survey["period"].str.slice(0, 4).astype("int64") <= year]
    newest = survey.sort_values("period").drop_duplicates("area", keep="last").set_index("area")
    for name, column in (("survey", "series"), ("survey_value", "value"), ("survey_source", "source"),
                         ("survey_period", "period")):  # fmt: skip
        out[name] = out["area"].map(newest[column])
    out = out.assign(level="kabupaten", indicator=indicator, period=str(year), rule="terbit")
    out["source"] = out["source"].fillna("")
    return check_result(out.sort_values(["value", "area"], ascending=[False, True], ignore_index=True))


def whole(kab: str, year: int, indicator: str = "stunting") -> pd.Series | None:
    """Return the printed figure of the province itself, None where there is none."""
    rows = published(kab[:2], indicator, "e-PPGBM")
    rows = rows[rows["period"] == str(year)]
    return rows.iloc[-1] if len(rows) else None


def _printed(kab: str, indicator: str) -> pd.DataFrame:
    rows = published(indicator=indicator, series="e-PPGBM")
    return rows[rows["area"].str.fullmatch(rf"{kab[:2]}\.\d\d")]


def takeaway(found: pd.DataFrame, mean: pd.Series | None, kab: str, *, label: Label = None) -> str:
    """Return the sentence of the comparison: where the own kabupaten stands among those printed."""
    known = found[found["value"].notna()]
    year = found["period"].iloc[0] if len(found) else ""
    missing = int((found["value"].isna() & found["area"].ne(kab)).sum())  # others: not the own one
    tail = f" {number(missing)} kabupaten/kota lain {NOT_PRINTED}." if missing else ""
    if not len(known):
        return f"Tidak ada angka kabupaten/kota tahun {year} yang dicetak."
    own = known[known["area"] == kab]
    against = ""
    if mean is not None:
        against = f"; provinsi {percent(mean['value'], 2, trim=True)}"
    if not len(own):
        name = label_of(kab, label)
        return f"Angka {name} tahun {year} {NOT_PRINTED}{against}.{tail}"
    value = float(own["value"].iloc[0])
    place = int((known["value"] > value).sum()) + 1
    tied = listing([label_of(str(a), label, full=False) for a in known.loc[known["value"] > value, "area"]])
    behind = f", di bawah {tied}" if tied and place <= 4 else ""
    order = "tertinggi" if place == 1 else f"urutan ke-{place} dari yang tertinggi"
    return (
        f"{label_of(kab, label)} {percent(value, 2)} ({year}): {order} di antara {number(len(known))} "
        f"kabupaten/kota yang angkanya dicetak{behind}{against}.{tail}"
    )


def with_counts(found: pd.DataFrame) -> pd.DataFrame:
    """Return the kabupaten whose counts are printed: only they could stand in a funnel."""
    return found[found["denominator"] > 0]
