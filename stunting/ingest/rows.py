"""Columns of text to canonical child rows."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from stunting.ingest import duplicates
from stunting.ingest.batch import Batch
from stunting.ingest.cells.column import strings
from stunting.ingest.classchecks import check_classes
from stunting.ingest.dates import fill_months, months_of, read_ages, read_dates
from stunting.ingest.errors import IngestError
from stunting.ingest.people import read_people
from stunting.ingest.places import read_places
from stunting.ingest.schema import ROW_DTYPES, conform
from stunting.ingest.sizes import read_gain, read_kia, read_positions, read_sizes, read_vitamin_a
from stunting.ingest.zchecks import recompute, report_absent

_SIZES = (
    "birth_weight_kg",
    "birth_length_cm",
    "weight_kg",
    "height_cm",
    "lila_cm",
    "file_waz",
    "file_haz",
    "file_whz",
)


def read_rows(batch: Batch, kab: str, given_month: int | None, today: date) -> pd.DataFrame:
    """Return the rows of `batch` as `ROW_DTYPES`; what is odd is added to its findings.

    Parameters
    ----------
    given_month : int or None
        Months since 1970-01 for rows without a date.

    Raises
    ------
    IngestError
        If no row has a date and no month is given.
    """
    people = read_people(batch)
    places = read_places(batch, kab)
    birth = read_dates(batch, "birth_date", today)
    day = read_dates(batch, "measured_on", today)
    age = read_ages(batch, birth, day)
    sizes = {name: read_sizes(batch, name) for name in _SIZES}
    vitamin_a = read_vitamin_a(batch)
    position = read_positions(batch)
    months = months_of(day)
    if given_month is None and len(months) and not (months >= 0).any():
        raise IngestError(
            "PERIODE_KURANG",
            "Tidak ada satu pun tanggal pengukuran di berkas ini. "
            "Sebutkan bulannya (misalnya 2024-02), lalu ulangi.",
        )
    months = fill_months(months, places["puskesmas"], given_month)
    sized = ~(np.isnan(sizes["weight_kg"]) & np.isnan(sizes["height_cm"]))
    dated = ~np.isnan(day)
    # a date that was there but could not be read has its own finding
    batch.report_rows(
        "UKUR_TANPA_TANGGAL", sized & ~dated & ~batch["measured_on"].filled, batch["measured_on"].title
    )
    batch.report_rows("UKUR_TANPA_NILAI", dated & ~sized, batch["weight_kg"].title)
    stated = {name: sizes[f"file_{name}"] for name in ("waz", "haz", "whz")}
    z = recompute(batch, people["sex"], age, sizes["weight_kg"], sizes["height_cm"], position, stated)
    report_absent(batch, stated, dated & sized)
    check_classes(batch, stated)
    duplicates.report(batch, people, birth, day, months)

    data: dict[str, Any] = {"row": batch.rows, "birth_date": _dates(birth), "measured_on": _dates(day)}
    data |= {name: column.series() for name, column in {**people, **places}.items()}
    data |= sizes | z
    unique_months, month_codes = np.unique(months, return_inverse=True)
    data["period"] = strings(month_codes, [str(np.datetime64(int(m), "M")) for m in unique_months])
    data["measured"] = dated & sized
    data["age_days"] = _integers(age, "int32")
    data["vitamin_a"] = _integers(vitamin_a, "int16")
    data["position"] = position.series()
    data["weight_gain"] = read_gain(batch).series()
    data["kia"] = read_kia(batch)
    return conform(pd.DataFrame(data, copy=False), ROW_DTYPES)


def _dates(days: np.ndarray) -> np.ndarray:
    out = np.full(len(days), np.datetime64("NaT", "s"))
    known = ~np.isnan(days)
    out[known] = days[known].astype("int64").astype("datetime64[D]").astype("datetime64[s]")
    return out


def _integers(values: np.ndarray, dtype: str) -> pd.arrays.IntegerArray:
    missing = np.isnan(values)
    return pd.arrays.IntegerArray(np.where(missing, 0, values).astype(dtype), missing)
