"""The headline sentence: one figure, its change and its target, in words that never claim too much.

All differences are taken between the figures *as printed* (two decimals), so that a reader who subtracts
them finds the same; the number of children is taken from the counts.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from stunting.indicators.change import DOWN, UP, change
from stunting.indicators.format_id import interval, number, percent, period_name, points
from stunting.indicators.intervals import SMALL_DENOMINATOR
from stunting.indicators.results import RECAP_RULE, RULES, check_result
from stunting.indicators.target_gap import printed, target_gap
from stunting.indicators.words import HIDDEN_WHY, INDICATOR_WORDS, Label, label_of, one_row

_DECIMALS: Final = 2


def headline(
    results: pd.DataFrame,
    *,
    previous: pd.DataFrame | None = None,
    target: pd.Series | None = None,
    label: Label = None,
    markdown: bool = True,
) -> str:
    """Return the sentence that opens a screen.

    Parameters
    ----------
    results : DataFrame
        Result frame with one row (or none).
    previous : DataFrame, optional
        The same figure of an earlier period.
    target : Series, optional
        Of `stunting.indicators.targets.main_target`.
    label : str or callable, optional
        Name of the area with its level; the default asks `stunting.regions`.
    markdown : bool
        Set the figure in bold.

    Returns
    -------
    str
        Fewer than 30 measured: counts first, the percentage only with its interval, nothing about
        change or target. Hidden, no data, nobody measured and no case are four different sentences.

    Raises
    ------
    ValueError
        If `results` has several rows, or `previous` belongs to another series.
    """
    check_result(results)
    row = one_row(results)
    if row is None:
        return "Belum ada data untuk pilihan ini."
    area, when = label_of(str(row["area"]), label), period_name(str(row["period"]))
    if row.get("suppressed", False):
        return f"{area}, {when}: disamarkan, karena {HIDDEN_WHY}."
    if not row["denominator"] > 0:
        return _nothing(row, area, when)
    predicate = INDICATOR_WORDS[str(row["indicator"])].predicate
    few = row["denominator"] < SMALL_DENOMINATOR
    figure = percent(row["value"], _DECIMALS)
    limits = interval(row["low"], row["high"])
    cases, children = number(row["numerator"]), number(row["denominator"])
    bold = "**" if markdown else ""
    if few:
        return (
            f"{bold}{cases} dari {children}{bold} balita {area} yang diukur {predicate}, {when}. Terlalu "
            f"sedikit yang diukur untuk satu persentase: antara {limits}."
        )
    if row["numerator"] == 0:
        first = (
            f"{bold}Tidak ada{bold} balita {area} yang {predicate} di antara {children} yang diukur "
            f"(0 %; paling banyak {percent(row['high'], 1)}), {when}."
        )
    else:
        first = (
            f"{bold}{figure}{bold} balita {area} {predicate} "
            f"({cases} dari {children} yang diukur; {limits}), {when}."
        )
    parts = [first, change_clause(results, previous), target_clause(row, target)]
    return " ".join(p for p in parts if p)


def _nothing(row: pd.Series, area: str, when: str) -> str:
    """Return why there is no figure."""
    if row.get("measured", 0) > 0:
        return (
            f"{number(row['measured'])} balita {area} diukur, {when}, tetapi nilainya tidak dapat dihitung."
        )
    if row.get("registered", 0) > 0:
        registered = number(row["registered"])
        return f"Belum ada balita {area} yang diukur, {when}, dari {registered} yang terdaftar."
    return f"Belum ada data {area} untuk {when}."


def change_clause(results: pd.DataFrame, previous: pd.DataFrame | None) -> str:
    """Return the sentence about the change, empty where nothing earlier was asked for."""
    before = None if previous is None else one_row(previous)
    if previous is None or before is None:
        return ""
    earlier = period_name(str(before["period"]))
    if before.get("suppressed", False):
        return f"Angka {earlier} disamarkan: tidak dibandingkan."
    if pd.isna(before["value"]):
        return f"Belum ada data {earlier} untuk dibandingkan."
    found = change(previous, results).iloc[0]
    step = round(printed(found["value_b"]) - printed(found["value_a"]), _DECIMALS)
    if step == 0:
        return f"Sama dengan {earlier}."
    if RECAP_RULE in (before["rule"], results["rule"].iloc[0]):
        # the interval of a recap knows nothing of posyandu, so that it tells no direction
        return f"Selisih {points(step / 100, sign=True)} dari {earlier}: belum dapat dinilai dari rekap."
    text = f"{'Turun' if step < 0 else 'Naik'} {number(abs(step), _DECIMALS)} poin dari {earlier}"
    if found["verdict"] not in (DOWN, UP):
        return f"{text}: belum dapat dibedakan."
    ends = sorted(abs(100 * float(found[c])) for c in ("low", "high"))
    return f"{text} (selang {number(ends[0], 1)}–{number(ends[1], 1)} poin)."


def target_clause(row: pd.Series, target: pd.Series | None) -> str:
    """Return the sentence about the target, empty where there is none (see `target_gap`)."""
    found = target_gap(row, target)
    if found is None:
        return ""
    named = f"{found.name[0].upper()}{found.name[1:]}"
    if found.points is None:
        return f"{named} {found.why}."
    if not found.points:
        return f"{named} tercapai{f', tetapi {found.doubt}' if found.doubt else ''}."
    about = f" ({found.about})" if found.about else ""
    tail = f"; {found.doubt}" if found.doubt else ""
    return f"Masih {found.size}{about} di atas {found.name}{tail}."


def participation_sentence(results: pd.DataFrame, *, label: Label = None, markdown: bool = True) -> str:
    """Return the sentence about D/S (one row of `participation`)."""
    row = one_row(check_result(results))
    if row is None:
        return "Belum ada data untuk pilihan ini."
    area, when = label_of(str(row["area"]), label), period_name(str(row["period"]))
    if not row["denominator"] > 0:
        return f"Belum ada data {area} untuk {when}."
    bold = "**" if markdown else ""
    monthly = len(str(row["period"])) > 4
    share, counts = percent(row["value"], 1), f"{number(row['numerator'])} dari {number(row['denominator'])}"
    if monthly:
        return f"{bold}{share}{bold} balita terdaftar {area} diukur (D/S: {counts}), {when}."
    return (
        f"Rata-rata {bold}{share}{bold} balita terdaftar {area} diukur setiap bulan "
        f"(D/S: {counts} anak-bulan), {when}."
    )


def weighed_counts(row: pd.Series, *, monthly: bool) -> str:
    """Return the two counts of D/S, which of a year are sums of months.

    >>> weighed_counts(pd.Series({"numerator": 30, "denominator": 40}), monthly=False)
    '30 ditimbang dari 40 terdaftar (jumlah bulanan).'
    """
    unit = "" if monthly else " (jumlah bulanan)"
    return f"{number(row['numerator'])} ditimbang dari {number(row['denominator'])} terdaftar{unit}."


def note(results: pd.DataFrame, ds: pd.DataFrame | None = None) -> str:
    """Return the line under the headline: rule, source and pull date, D/S."""
    row = one_row(check_result(results))
    if row is None:
        return ""
    parts = [RULES[str(row["rule"])], str(row["source"])]
    share = None if ds is None else one_row(ds)
    if share is not None and pd.notna(share["value"]):
        parts.append(f"D/S {percent(share['value'], 1)}")
    return " · ".join(parts)
