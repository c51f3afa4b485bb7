"""The change of many areas between two periods: as a map shows it, and as it is said."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd

from stunting.indicators.change import DOWN, NO_DATA, UNCLEAR, UP, change
from stunting.indicators.facts import facts, number
from stunting.indicators.format_id import listing, percent, period_name, round_half_up
from stunting.indicators.format_id import number as write
from stunting.indicators.intervals import CONFIDENCE, SMALL_DENOMINATOR
from stunting.indicators.results import RECAP_RULE, is_suppressed
from stunting.indicators.words import HIDDEN_WHY, LEVEL_WORDS, Label, label_of

HIDDEN: Final = "disamarkan"
_NAMED_AT_MOST: Final = 3
#: From so many comparisons on, the reader is told how many would stand out by chance.
_MANY: Final = 20


def change_of_areas(earlier: pd.DataFrame, later: pd.DataFrame) -> pd.DataFrame:
    """Return the change of every area from `earlier` to `later`, ready for a map.

    Parameters
    ----------
    earlier, later : DataFrame
        Result frames of one level, indicator and period each; ``suppressed`` is respected.

    Returns
    -------
    DataFrame
        Of `change`, plus ``suppressed`` (a side is hidden: the change is, too, and so are the counts of
        both), ``few`` (fewer than 30 measured on a side), ``recap`` (a side is a recap, whose interval
        knows nothing of posyandu: its change is never told from chance here) and ``verdict``, which also
        knows ``"disamarkan"``.

    Raises
    ------
    ValueError
        If the two are different series (see `change`).
    """
    found = change(earlier, later)
    hidden = pd.Series(False, index=found.index)
    recap = pd.Series(False, index=found.index)
    for side in (earlier, later):
        area = side["area"].astype("str")
        hidden |= found["area"].isin(area[is_suppressed(side)])
        recap |= found["area"].isin(area[side["rule"] == RECAP_RULE])
    recap &= found["value"].notna()
    counts = ["numerator_a", "denominator_a", "numerator", "denominator"]
    figures = ["value", "low", "high", "diff", "value_a", "value_b", *counts]
    found[counts] = found[counts].astype("float64")
    found.loc[hidden, figures] = np.nan
    few = found[["denominator_a", "denominator"]].lt(SMALL_DENOMINATOR).any(axis=1) & found["value"].notna()
    verdict = found["verdict"].astype("object").mask(recap, UNCLEAR).mask(hidden, HIDDEN)
    return found.assign(suppressed=hidden, recap=recap, few=few, verdict=verdict.astype("str"))


@lru_cache(maxsize=1)
def change_bands() -> pd.DataFrame:
    """Return the classes of a change (``data/kelas_perubahan.csv``), largest fall first, largest rise last.

    Returns
    -------
    DataFrame
        ``direction`` (a verdict), ``low, high`` (size of the change as fraction; high of the last is inf),
        ``low_included, high_included, name, source``.
    """
    table = facts("kelas_perubahan")
    return pd.DataFrame(
        {
            "direction": table["arah"],
            "low": number(table["bawah"]) / 100,
            "high": (number(table["atas"]) / 100).fillna(np.inf),
            "low_included": table["bawah_termasuk"] == "ya",
            "high_included": table["atas_termasuk"] == "ya",
            "name": table["nama"],
            "source": table["sumber"],
        }
    ).set_index(number(table["urutan"]).astype("int64").sub(1).rename("k"))


def change_band_of(diff: pd.Series, verdict: pd.Series) -> np.ndarray:
    """Return the row of `change_bands` of each change, -1 where there is none (missing, hidden).

    >>> change_band_of(pd.Series([-0.12, -0.10, -0.04, 0.3, 0.05, 0.2]),
    ...                pd.Series(["turun", "turun", "turun", "belum dapat dibedakan", "naik", "disamarkan"]))
    array([ 0,  1,  2,  3,  5, -1])
    """
    size = np.round(np.abs(diff.to_numpy("float64", na_value=np.nan)), 11)
    said = verdict.to_numpy("object")
    out = np.full(len(size), -1)
    for k, row in change_bands().iterrows():
        inside = said == row["direction"]
        if row["direction"] != UNCLEAR:
            low, high = np.round([row["low"], row["high"]], 11)
            inside &= (size >= low) if row["low_included"] else (size > low)
            inside &= (size <= high) if row["high_included"] else (size < high)
        out[inside] = k
    return out


def change_takeaway(found: pd.DataFrame, *, label: Label = None) -> str:
    """Return the sentence of a map of changes: how many fell, rose, and cannot be told.

    Parameters
    ----------
    found : DataFrame
        Of `change_of_areas`.
    """
    if not len(found):
        return "Belum ada data untuk dibandingkan."
    unit = LEVEL_WORDS[str(found["level"].iloc[0])]
    gaps = _gaps(found, unit)
    seen = found[found["value"].notna()]
    if not len(seen):
        return " ".join(["Belum ada perubahan yang dapat ditunjukkan.", *gaps])
    # an area without data on a side does not know that side's period
    first, last = (period_name(str(seen[c].iloc[0])) for c in ("period_a", "period"))
    since = f"Dari {first} ke {last}"
    parts = []
    for verdict, rising in ((DOWN, False), (UP, True)):
        there = seen[seen["verdict"] == verdict].sort_values(["value", "area"], ascending=[not rising, True])
        if len(there):
            names = [label_of(str(a), label, full=False) for a in there["area"]]
            more = len(names) - _NAMED_AT_MOST
            names = [*names[:_NAMED_AT_MOST], f"{write(more)} lainnya"] if more > 1 else names
            parts.append(f"{write(len(there))} {verdict} ({listing(names)})")
    unclear = int((seen["verdict"] == UNCLEAR).sum())
    if not parts:
        each = f"perubahan {unit} itu belum" if len(seen) == 1 else (
            f"belum satu pun perubahan dari {write(len(seen))} {unit}"
        )  # fmt: skip
        said = f"{since}, {each} dapat dibedakan dari kebetulan."
    else:
        tail = [f"{write(unclear)} belum dapat dibedakan"] if unclear else []
        said = f"{since}, dari {write(len(seen))} {unit}: {listing([*parts, *tail])}."
    out = [said]
    if seen["recap"].any():
        out.append(f"{write(int(seen['recap'].sum()))} {unit} belum dapat dinilai (ada angka rekap).")
    if parts and len(seen) >= _MANY:
        chance = round_half_up((1 - CONFIDENCE) * len(seen))
        out.append(f"Karena kebetulan saja, sampai sekitar {write(float(chance))} dapat tampak berubah.")
    return " ".join([*out, *gaps])


def _gaps(found: pd.DataFrame, unit: str) -> list[str]:
    """Return what is hidden and what is not there: two states, never added up."""
    secret, empty = int(found["suppressed"].sum()), int((found["verdict"] == NO_DATA).sum())
    out = [f"{write(secret)} {unit} disamarkan: {HIDDEN_WHY}."] if secret else []
    if empty:
        out.append(f"{write(empty)} {unit} tidak ada data di salah satu periode.")
    return out


def change_sentence(row: pd.Series) -> str:
    """Return the change of one area in words, with the interval of the difference and both counts.

    Parameters
    ----------
    row : Series
        A row of `change_of_areas`.
    """
    if row["suppressed"]:
        return f"Perubahannya disamarkan, karena {HIDDEN_WHY}."
    if pd.isna(row["value"]):
        return "Perubahannya tidak ada: salah satu periode belum ada datanya."
    ends = [
        f"{percent(row[f'value_{side}'], 2)} pada {period_name(str(row[period]))} "
        f"({write(row[f'numerator{tail}'])} dari {write(row[f'denominator{tail}'])})"
        for side, period, tail in (("a", "period_a", "_a"), ("b", "period", ""))
    ]
    # as printed, so that a reader who subtracts finds the same
    a, b = (round_half_up(100 * float(row[f"value_{side}"]), 2) for side in "ab")
    step = float(b - a)
    moved = "sama" if step == 0 else f"{'turun' if step < 0 else 'naik'} {write(abs(step), 2)} poin"
    if row["recap"]:
        return f"Dari {ends[0]} menjadi {ends[1]}: {moved}, belum dapat dinilai dari rekap."
    low, high = (write(100 * row[c], 1, sign=True) for c in ("low", "high"))
    doubt = f"; {UNCLEAR}" if row["verdict"] == UNCLEAR else ""
    few = " Kurang dari 30 diukur: belum pasti." if row["few"] else ""
    return f"Dari {ends[0]} menjadi {ends[1]}: {moved} (selang 95 %: {low} sampai {high} poin){doubt}.{few}"
