"""The canonical row: what every variant of an e-PPGBM file becomes, column by column."""

from __future__ import annotations

from typing import Final

import pandas as pd

#: name → pandas dtype of a canonical child row. Strings are missing (``<NA>``), never empty.
ROW_DTYPES: Final[dict[str, str]] = {
    "row": "int32",  # row number in the file as the officer's spreadsheet counts it (1-based)
    # identity: goes to the vault, nowhere else
    "nik": "str",  # 16 digits of a real NIK, else missing
    "name": "str",
    "parent": "str",
    "mother": "str",
    "rt": "str",
    "rw": "str",
    "address": "str",
    # child
    "sex": "str",  # "L" / "P" / missing: never a default
    "birth_date": "datetime64[s]",
    "birth_weight_kg": "float64",
    "birth_length_cm": "float64",
    # place: Kemendagri code, or "?NAME" where the name matched nothing ("<kec>?NAME" for a desa)
    "kab": "str",
    "kec": "str",
    "desa": "str",
    "puskesmas": "str",
    "posyandu": "str",
    # measurement
    "period": "str",  # "YYYY-MM"; of the measurement, or of the file where the child was not measured
    "measured": "bool",  # a date and a weight or a height
    "measured_on": "datetime64[s]",
    "age_days": "Int32",  # recomputed from the two dates
    "weight_kg": "float64",
    "height_cm": "float64",
    "position": "str",  # "l" lying, "h" standing, missing
    "lila_cm": "float64",
    # as the file says it
    "file_waz": "float64",
    "file_haz": "float64",
    "file_whz": "float64",
    "weight_gain": "str",  # N T O B Y and other codes of one or two letters
    "vitamin_a": "Int16",
    "kia": "boolean",  # has a KIA book (KMS); missing: not written down
    # recomputed by the WHO standard (two decimals), and flags of implausible values
    "waz": "float64",
    "haz": "float64",
    "whz": "float64",
    "baz": "float64",
    "flag_waz": "bool",
    "flag_haz": "bool",
    "flag_whz": "bool",
    "flag_baz": "bool",
}

#: name → dtype of a row of a filled-in template (`stunting.ingest.templates`).
SUPPLEMENT_DTYPES: Final[dict[str, str]] = {
    "row": "int32",
    # identity, of the child or the pregnant woman: goes to the vault, nowhere else
    "nik": "str",
    "name": "str",
    "parent": "str",
    "mother": "str",
    "rt": "str",
    "rw": "str",
    "address": "str",
    "sex": "str",
    "birth_date": "datetime64[s]",
    "kab": "str",
    "kec": "str",
    "desa": "str",
    "puskesmas": "str",
    "posyandu": "str",
    "period": "str",  # "YYYY-MM"; "YYYY" of an area
    "noted_on": "datetime64[s]",
    "template": "str",
    "answers": "str",  # JSON object: key of the question → answer; blank cells are not in it
}

IDENTITY_COLUMNS: Final = ("nik", "name", "parent", "mother", "rt", "rw", "address")

#: name → dtype of a recap (aggregate) row: counts of children, by area and period.
RECAP_DTYPES: Final[dict[str, str]] = {
    "row": "int32",
    "level": "str",  # "kabupaten" "kecamatan" "puskesmas" "desa"
    "kab": "str",
    "kec": "str",
    "puskesmas": "str",
    "desa": "str",
    "period": "str",
    "registered": "Int32",
    "measured": "Int32",
    "severe_stunting": "Int32",
    "stunting": "Int32",
    "severe_underweight": "Int32",
    "underweight": "Int32",
    "severe_wasting": "Int32",
    "wasting": "Int32",
    "overweight": "Int32",
}

FINDING_DTYPES: Final[dict[str, str]] = {
    "row": "int32",  # 0: the whole file
    "column": "str",
    "value": "str",  # as seen; NIK and names masked
    "code": "str",
    "severity": "str",  # rejected, nulled, repaired, warning
    "message": "str",  # Indonesian, says what to do
}

SEVERITIES: Final = ("rejected", "nulled", "repaired", "warning")


def empty(dtypes: dict[str, str]) -> pd.DataFrame:
    """Return a frame without rows that has the columns and types of `dtypes`."""
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in dtypes.items()})


def conform(frame: pd.DataFrame, dtypes: dict[str, str]) -> pd.DataFrame:
    """Return `frame` with exactly the columns of `dtypes`, in order and typed; absent ones missing."""
    out = {}
    for name, dtype in dtypes.items():
        if name not in frame:
            column = pd.Series(False if dtype == "bool" else pd.NA, index=frame.index, dtype="object")
        else:
            column = frame[name]
            if str(column.dtype) == dtype:
                out[name] = column
                continue
        if dtype == "float64":
            column = pd.to_numeric(column, errors="raise")
        out[name] = column.astype(dtype)  # type: ignore[call-overload]
    return pd.DataFrame(out, index=frame.index, copy=False)
