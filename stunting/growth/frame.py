"""z-scores of a table: the columns of ``stunting zscore``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .words import POSITION_WORDS, SEX_WORDS, YES_WORDS, days, numbers, words
from .work import MONTH
from .zscore import classes, zscores

#: columns that are read (capitals and blanks around the name do not matter)
INPUT_COLUMNS: Final = (
    "sex",
    "age_days",
    "age_months",
    "birth_date",
    "measured_on",
    "weight_kg",
    "height_cm",
    "position",
    "oedema",
)
#: columns that are added, in order
OUTPUT_COLUMNS: Final = (
    "haz",
    "waz",
    "whz",
    "baz",
    "flag_haz",
    "flag_waz",
    "flag_whz",
    "flag_baz",
    "class_tbu",
    "class_bbu",
    "class_bbtb",
    "class_imtu",
    "height_used_cm",
    "position_assumed",
)


class ColumnError(ValueError):
    """Columns that are needed are not there; the message is a sentence in Indonesian."""


def find_columns(names: Iterable[object]) -> dict[str, object]:
    """Find the input columns among `names`.

    Returns
    -------
    dict
        Name in `INPUT_COLUMNS` → the name as written in the table.

    Raises
    ------
    ColumnError
        Where sex, weight, height or every form of age is missing.
    """
    written: dict[str, object] = {}
    names = list(names)
    for name in names:
        written.setdefault(str(name).strip().casefold(), name)
    written.update({str(name): name for name in names})  # an exact name goes first
    found: dict[str, object] = {name: written[name] for name in INPUT_COLUMNS if name in written}
    missing = [name for name in ("sex", "weight_kg", "height_cm") if name not in found]
    if not {"age_days", "age_months"} & found.keys() and not {"birth_date", "measured_on"} <= found.keys():
        missing.append("age_days (atau age_months, atau birth_date dan measured_on)")
    if missing:
        seen = ", ".join(str(name) for name in names[:30]) or "tidak ada"
        raise ColumnError(
            f"Kolom yang diperlukan tidak ditemukan: {'; '.join(missing)}. "
            f"Kolom yang ada di berkas: {seen}. Ganti nama kolom, lalu ulangi."
        )
    return found


def age_in_days(frame: pd.DataFrame, found: dict[str, object]) -> NDArray[np.float64]:
    """Return the age: `age_days`, where blank from the two dates, where blank from `age_months`."""
    age = np.full(len(frame), np.nan)
    ways = [["age_days"], ["birth_date", "measured_on"], ["age_months"]]
    for way in ways:
        if not set(way) <= found.keys() or not np.isnan(age).any():
            continue
        columns = [frame[found[name]] for name in way]
        if way == ["age_days"]:
            value = numbers(columns[0])
        elif way == ["age_months"]:
            value = numbers(columns[0]) * MONTH
        else:
            value = days(columns[1]) - days(columns[0])
        np.copyto(age, value, where=np.isnan(age))
    return age


def zscore_columns(frame: pd.DataFrame) -> pd.DataFrame:
    """Compute the columns of `OUTPUT_COLUMNS` for `frame`, on its index (see `zscore_frame`)."""
    found = find_columns(frame.columns)
    nothing = np.zeros(len(frame), dtype=np.int8)
    position = words(frame[found["position"]], POSITION_WORDS) if "position" in found else nothing
    oedema = words(frame[found["oedema"]], YES_WORDS).view(np.bool_) if "oedema" in found else None
    z = zscores(
        words(frame[found["sex"]], SEX_WORDS),
        age_in_days(frame, found),
        numbers(frame[found["weight_kg"]]),
        numbers(frame[found["height_cm"]]),
        position,
        oedema,
    )
    out = {name: getattr(z, name) for name in OUTPUT_COLUMNS[:8]}
    out |= classes(z)
    out["height_used_cm"] = np.round(z.height_used, 4)  # 86.4 + 0.7 is 87.1000…1 in binary
    out["position_assumed"] = z.position_assumed
    return pd.DataFrame(out, index=frame.index, copy=False)


def keep_earlier(names: Iterable[object]) -> dict[object, str]:
    """Return new names for columns that would be overwritten: nothing is lost silently.

    Examples
    --------
    >>> keep_earlier(["sex", "haz"])
    {'haz': 'haz_asal'}
    """
    names = list(names)
    taken = {str(name) for name in names} | set(OUTPUT_COLUMNS)
    renamed: dict[object, str] = {}
    for name in names:
        if name in OUTPUT_COLUMNS:
            new = f"{name}_asal"
            while new in taken:
                new += "_asal"
            taken.add(new)
            renamed[name] = new
    return renamed


def zscore_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Add WHO z-scores, flags and nutritional status to a table.

    Parameters
    ----------
    frame : DataFrame
        Columns ``sex`` (1/2, m/f, L/P, Laki-laki/Perempuan), ``weight_kg``, ``height_cm``, and the age as
        ``age_days``, ``birth_date`` + ``measured_on`` (ISO or day first), or ``age_months`` (× 30.4375);
        where several are there, the first in this order that is not blank. Optional ``position`` (l/h,
        telentang/berdiri, blank) and ``oedema`` (y/n). Numbers may be texts with a decimal comma.

    Returns
    -------
    DataFrame
        The same rows and columns, and `OUTPUT_COLUMNS`. A column of the input that already has one of
        these names is kept as ``<name>_asal``. Unknown sex, and ages outside 0–60 months, have no z-score.

    Raises
    ------
    ColumnError
        Where a needed column is missing.

    Examples
    --------
    >>> child = pd.DataFrame({"sex": ["P"], "birth_date": ["2023-01-15"], "measured_on": ["2024-02-15"],
    ...                       "weight_kg": ["7,0"], "height_cm": ["68,5"], "position": ["telentang"]})
    >>> zscore_frame(child)[["haz", "waz", "whz", "class_tbu"]].to_dict("records")
    [{'haz': -2.56, 'waz': -2.27, 'whz': -1.29, 'class_tbu': 'Pendek'}]
    """
    added = zscore_columns(frame)
    return pd.concat([frame.rename(columns=keep_earlier(frame.columns)), added], axis=1)
