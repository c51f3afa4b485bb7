"""What an evaluation of past lokus says, and where it refuses to compare."""

from __future__ import annotations

from typing import Final

import pandas as pd

from stunting.indicators.format_id import number, percent, period_name, points
from stunting.indicators.ranking.evaluation import NO_MATCH, NOT_CAUSAL

#: Points: groups that began closer than this began alike.
_SAME: Final = 0.5


def evaluation_takeaway(row: pd.Series, year: int, before: str, after: str) -> str:
    """Return the sentence of an evaluation (the row "utama" of `evaluate`) of the list of `year`."""
    refused = str(row["verdict"]) == NO_MATCH
    if pd.isna(row["value"]) and not refused:
        return (
            f"Lokus {year} tidak dapat dibandingkan: belum ada desa lokus dan desa lain yang diukur pada "
            f"{period_name(before)} dan {period_name(after)}; {row['note']}."
        )
    start, end = period_name(before), period_name(after)
    figures = (
        f"{number(row['lokus'])} desa lokus: {percent(row['lokus_before'], 1)} ({start}) menjadi "
        f"{percent(row['lokus_after'], 1)} ({end}); {number(row['comparable'])} desa "
        f"{'terdekat' if refused else 'sebanding'}: {percent(row['comparable_before'], 1)} menjadi "
        f"{percent(row['comparable_after'], 1)}."
    )
    if refused:
        return (
            f"Perubahan lokus {year} tidak dibandingkan, karena {NO_MATCH}: {_matched(row)}. {figures} "
            f"Turunnya desa yang dipilih saat angkanya tinggi, tanpa pembanding yang setara, {NOT_CAUSAL}."
        )
    value = points(row["value"], 1, sign=True)
    if pd.isna(row["low"]):
        first = f"Perubahan desa lokus {year} dikurangi perubahan desa sebanding: {value}; {row['note']}."
    else:
        less = {"turun": "lokus turun lebih banyak", "naik": "lokus turun lebih sedikit atau naik"}
        verdict = less.get(str(row["verdict"]), "belum dapat dibedakan")
        limits = f"{number(100 * row['low'], 1, sign=True)} sampai {number(100 * row['high'], 1, sign=True)}"
        first = (
            f"Perubahan desa lokus {year} dikurangi perubahan desa sebanding: {value} ({limits}), {verdict}; "
            f"{row['note']}."
        )
    left = int(row["listed"]) - int(row["lokus"])
    more = f" {number(left)} desa lokus lain tidak punya desa sebanding dan tidak ikut." if left else ""
    return f"{first} {figures}{more}"


def _matched(row: pd.Series) -> str:
    """Return how many lokus have a desa outside the list that began as high."""
    some = int(row["matched"])
    near = f", seluruhnya {number(row['near'])} desa" if some else ""
    who = f"hanya {number(some)}" if some else "tidak satu pun"
    return f"{who} dari {number(row['listed'])} desa lokus punya desa bukan lokus yang mulai setara{near}"


def start_words(row: pd.Series) -> str:
    """Return how the two groups of an evaluation began, as counted and smoothed; "" where none began.

    Parameters
    ----------
    row : Series
        The row "utama" of `evaluate`.
    """
    if pd.isna(row["lokus_before"]):
        return ""
    refused = str(row["verdict"]) == NO_MATCH
    who = "Desa bukan lokus yang terdekat" if refused else "Desa sebanding"
    gap = round(100 * float(row["comparable_before"]), 1) - round(100 * float(row["lokus_before"]), 1)
    where = (
        "setinggi lokus" if abs(gap) < _SAME else f"lebih {'rendah' if gap < 0 else 'tinggi'} daripada lokus"
    )
    said = (
        f"{who} mulai {where}: {percent(row['comparable_before'], 1)} dan {percent(row['lokus_before'], 1)}, "
        f"dihaluskan {percent(row['comparable_level'], 1)} dan {percent(row['lokus_level'], 1)}."
    )
    if refused:
        return f"{said} Setara: angka awal dihaluskan berbeda paling banyak {points(row['caliper'], 1)}."
    return f"{said} Perubahan dihitung dari angka awal yang dihaluskan."
