"""One sentence for each chart, which doubles as its alternative text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pandas as pd

from stunting.indicators.change import DOWN, UP, change
from stunting.indicators.compare import extreme, most_changed
from stunting.indicators.format_id import listing, number, percent, period_name, points
from stunting.indicators.intervals import SMALL_DENOMINATOR
from stunting.indicators.results import RECAP_RULE, check_result, is_suppressed
from stunting.indicators.words import HIDDEN_WHY, LEVEL_WORDS, Label, label_of
from stunting.indicators.zones import band, bands

_NAMED_AT_MOST: Final = 3


def map_takeaway(results: pd.DataFrame, *, scheme: str = "who", label: Label = None) -> str:
    """Return the sentence of a map: the worst band that has areas, and what is missing or uncertain.

    Areas with fewer than 30 measured are counted apart and in no band.
    """
    check_result(results)
    if results["value"].notna().sum() == 0:
        return _without_values(results) or "Belum ada data pada peta ini."
    unit = LEVEL_WORDS[str(results["level"].iloc[0])]
    indicator = str(results["indicator"].iloc[0])
    sure = results[(results["denominator"] >= SMALL_DENOMINATOR) & results["value"].notna()]
    parts = []
    if len(sure):
        names = band(sure["value"], scheme, indicator)
        table = bands(scheme, indicator)
        worst = table[table["name"].isin(names)].iloc[-1]
        there = sure[names == worst["name"]].sort_values("value", ascending=False)
        who = [label_of(str(a), label, full=False) for a in there["area"]]
        more = len(who) - _NAMED_AT_MOST
        who = [*who[:_NAMED_AT_MOST], f"{number(more)} lainnya"] if more > 1 else who
        few_or_all = (
            "Semua" if len(there) == len(results) else f"{number(len(there))} dari {number(len(results))}"
        )
        parts.append(f"{few_or_all} {unit} di kelas {worst['name']} ({_range(worst)}): {listing(who)}.")
    hidden = is_suppressed(results)
    seen = results["denominator"].between(1, SMALL_DENOMINATOR - 1) & ~hidden
    small = int(seen.sum())
    if small:
        parts.append(
            f"{number(small)} {unit} dengan kurang dari {SMALL_DENOMINATOR} anak diukur: tidak pasti."
        )
    return " ".join([*parts, *_gaps(results, unit)])


def _gaps(results: pd.DataFrame, unit: str) -> list[str]:
    """Return what is hidden and what is not there: two states, never added up."""
    hidden = is_suppressed(results)
    secret, empty = int(hidden.sum()), int((results["value"].isna() & ~hidden).sum())
    out = [f"{number(secret)} {unit} disamarkan: {HIDDEN_WHY}."] if secret else []
    return [*out, f"{number(empty)} {unit} belum ada data."] if empty else out


def _without_values(results: pd.DataFrame) -> str:
    """Return the sentence of areas without a single figure to show; empty where nothing is hidden."""
    if not is_suppressed(results).any():
        return ""
    unit = LEVEL_WORDS[str(results["level"].iloc[0])]
    if is_suppressed(results).all():
        return f"Semua {unit} ({number(len(results))}) disamarkan: {HIDDEN_WHY}."
    return " ".join(_gaps(results, unit))


def _range(row: pd.Series) -> str:
    low, high = (percent(row[c], 1, trim=True).removesuffix(" %") for c in ("low", "high"))
    if row["low"] == 0:
        return f"di bawah {high} %"
    return f"{low} % ke atas" if row["high"] == float("inf") else f"{low}–{high} %"


def trend_takeaway(results: pd.DataFrame) -> str:
    """Return the sentence of a trend: from the first to the last period that has data."""
    check_result(results)
    seen = results[results["value"].notna()].sort_values("period")
    if seen.empty:
        if is_suppressed(results).any():
            return f"Tren ini disamarkan: {HIDDEN_WHY}."
        return "Belum ada data untuk tren ini."
    first, last = seen.iloc[[0]], seen.iloc[[-1]]
    end = f"{percent(last['value'].iloc[0], 1)} pada {period_name(str(last['period'].iloc[0]))}"
    if len(seen) == 1:
        return f"Baru satu periode: {end}."
    found = change(first, last).iloc[0]
    begin = f"{percent(found['value_a'], 1)} pada {period_name(str(found['period_a']))}"
    if RECAP_RULE in {*first["rule"], *last["rule"]}:  # its interval knows nothing of posyandu
        return f"Dari {begin} ke {end}: perubahannya belum dapat dinilai (ada angka rekap)."
    if found["verdict"] == DOWN:
        return f"Turun dari {begin} menjadi {end}."
    if found["verdict"] == UP:
        return f"Naik dari {begin} menjadi {end}."
    return f"Dari {begin} ke {end}: perubahannya belum dapat dibedakan."


def areas_takeaway(
    results: pd.DataFrame, previous: pd.DataFrame | None = None, *, label: Label = None
) -> str:
    """Return the sentence of a plot of areas: highest, lowest, most changed, as far as they are distinct."""
    check_result(results)
    if results["value"].notna().sum() == 0:
        return _without_values(results) or "Belum ada data untuk perbandingan ini."
    unit = LEVEL_WORDS[str(results["level"].iloc[0])]
    top, bottom = extreme(results), extreme(results, highest=False)
    if top is None or bottom is None:
        return f"Belum cukup {unit} dengan {SMALL_DENOMINATOR} anak diukur atau lebih untuk dibandingkan."

    def name(area: str) -> str:
        return label_of(area, label, full=False)

    if not top.distinct and not bottom.distinct:
        parts = [
            f"Tertinggi {name(top.area)} {percent(top.value, 1)}, terendah {name(bottom.area)} "
            f"{percent(bottom.value, 1)}: keduanya belum dapat dibedakan dari {unit} lain."
        ]
    else:
        parts = [
            f"{word} {name(s.area)} {percent(s.value, 1)}"
            + ("." if s.distinct else f" (belum dapat dibedakan dari {unit} lain).")
            for word, s in (("Tertinggi", top), ("Terendah", bottom))
        ]
    hidden = is_suppressed(results)
    small = int((results["denominator"].between(1, SMALL_DENOMINATOR - 1) & ~hidden).sum())
    if small:
        parts.append(
            f"{number(small)} {unit} dengan kurang dari {SMALL_DENOMINATOR} anak diukur tidak diperingkat."
        )
    if hidden.any():
        parts.append(f"{number(int(hidden.sum()))} {unit} disamarkan.")
    if previous is not None and previous["value"].notna().any():
        parts.append(_movers(previous, results, unit, name))
    return " ".join(parts)


def _movers(previous: pd.DataFrame, results: pd.DataFrame, unit: str, name: Callable[[str], str]) -> str:
    since = period_name(str(previous["period"].iloc[0]))
    if RECAP_RULE in {*previous["rule"], *results["rule"]}:
        return f"Perubahan sejak {since} belum dapat dinilai (ada angka rekap)."
    best, worst = most_changed(previous, results), most_changed(previous, results, UP)
    said = [
        f"{word} paling jauh {name(s.area)} ({points(s.value, 1, sign=True)})"
        for word, s in (("turun", best), ("naik", worst))
        if s is not None
    ]
    if not said:
        return f"Perubahan sejak {since} belum dapat dibedakan di satu {unit} pun."
    return f"Sejak {since} {listing(said)}."
