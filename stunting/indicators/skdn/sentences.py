"""The sentences of SKDN: one figure in words, and one takeaway for each chart (which is its alt text too)."""

from __future__ import annotations

import pandas as pd

from stunting.indicators.format_id import interval, listing, number, percent, period_name, points
from stunting.indicators.intervals import SMALL_DENOMINATOR
from stunting.indicators.results import check_result, is_suppressed
from stunting.indicators.skdn.ratios import PART
from stunting.indicators.skdn.zones import zone_of, zones
from stunting.indicators.words import HIDDEN_WHY, LEVEL_WORDS, Label, label_of

_NAMED: int = 3


def headline(shares: pd.DataFrame, *, label: str) -> str:
    """Return D/S of one area and month in words: share, counts, interval, target.

    Parameters
    ----------
    shares : DataFrame
        Of `ratios`, one row a ratio, of one area and month (none: no data); may have ``suppressed``.
    label : str
        Name of the area with its level.
    """
    check_result(shares)
    found = shares[shares["indicator"] == "ds"]
    if found.empty:
        return f"{label}: belum ada data."
    row = found.iloc[0]
    when = period_name(str(row["period"]))
    if bool(is_suppressed(found).iloc[0]):
        return f"{label}, {when}: D/S disamarkan untuk umum, karena {HIDDEN_WHY}."
    if pd.isna(row["value"]):
        return f"{label}, {when}: belum ada balita yang tercatat."
    d, s = number(row["numerator"]), number(row["denominator"])
    whose = "sasaran" if row["s_from"] != "baris terdaftar" else "balita terdaftar"
    if row["note"]:
        text = f"{d} balita {label} ditimbang pada {when}, lebih banyak dari {s} {whose}: {row['note']}."
    elif row["denominator"] < SMALL_DENOMINATOR:
        text = f"{d} dari {s} {whose} {label} ditimbang pada {when}: terlalu sedikit untuk persentase."
    else:
        limits = interval(row["low"], row["high"])
        text = f"{percent(row['value'])} {whose} {label} ditimbang pada {when} ({d} dari {s}; {limits})."
    return f"{text} {_target(row)}"


def _target(row: pd.Series) -> str:
    """Return where D/S stands; far from the target only where the interval says so."""
    if pd.isna(row["target"]):
        return "Tidak ada target."
    aim = f"Target {percent(row['target'], 1, trim=True)}"
    if row["denominator"] < SMALL_DENOMINATOR:
        return f"{aim}."
    if row["value"] >= row["target"]:
        return f"{aim}: tercapai."
    # exactly at, or so many more children that it is reached
    need = -int(-(row["target"] * row["denominator"] - row["numerator"] - 1e-9) // 1)
    gap = points(round(row["target"], 4) - round(row["value"], 4), 1)
    return f"{aim}: kurang {gap}, yaitu {number(need)} balita lagi."


def bars_takeaway(counts: pd.DataFrame, *, label: str) -> str:
    """Return the sentence of the SKDN bars of one area and month."""
    if counts.empty or not counts["months"].iloc[0]:
        return f"{label}: belum ada data untuk balok SKDN."
    row = counts.iloc[0]
    if pd.isna(row["d"]):
        return f"{label}: angka SKDN disamarkan untuk umum, karena {HIDDEN_WHY}."
    k = "K tidak dicatat" if pd.isna(row["k"]) else f"{number(row['k'])} punya buku KIA (K)"
    if row["k_unknown"] > 0 and not pd.isna(row["k"]):
        k += f" {PART}: {number(row['k_recorded'])} ({number(row['k_unknown'])} tidak tercatat)"
    start = f"Dari {number(row['s'])} balita (S), {k}, {number(row['d'])} ditimbang (D)"
    if pd.isna(row["undecided"]):
        return f"{start}; naik tidaknya berat (N, T) disamarkan untuk umum."
    if pd.isna(row["n"]):
        return f"{start}; naik tidaknya berat (N) belum dapat dinilai."
    return f"{start}, dan {number(row['n'])} naik berat badannya (N)."


def areas_takeaway(shares: pd.DataFrame, *, label: Label = None) -> str:
    """Return the sentence of the areas in one month: how many reach the target, which are farthest from it.

    Without a target: the highest and the lowest, of areas with enough children.
    """
    check_result(shares)
    if shares.empty:
        return "Belum ada data untuk perbandingan ini."
    unit, title = LEVEL_WORDS[str(shares["level"].iloc[0])], str(shares["title"].iloc[0])
    hidden = int(is_suppressed(shares).sum())
    secret = f" {number(hidden)} {unit} disamarkan untuk umum." if hidden else ""
    seen = shares[shares["value"].notna()]
    secret += _unrecorded(shares, unit)
    if seen.empty:
        return secret.strip() or f"{title} belum dapat dihitung untuk {unit} mana pun."

    def names(frame: pd.DataFrame) -> str:
        shown = [
            f"{label_of(str(a), label, full=False)} ({percent(v)})"
            for a, v in zip(frame["area"].head(_NAMED), frame["value"].head(_NAMED), strict=True)
        ]
        return listing(shown)

    if seen["target"].notna().any() and len(seen) == 1:
        return _single(seen.iloc[0], f"{label_of(str(seen['area'].iloc[0]), label, full=False)}: ") + secret
    if seen["target"].notna().any():
        reached = int((seen["reached"] == "ya").sum())
        text = f"{number(reached)} dari {number(len(seen))} {unit} mencapai target {title}"
        text += f" {percent(seen['target'].iloc[0], 1, trim=True)}."
        short = seen[(seen["reached"] == "tidak") & (seen["denominator"] >= SMALL_DENOMINATOR)]
        if len(short):
            text += f" Terendah: {names(short.sort_values(['value', 'area']))}."
        return text + secret
    big = seen[seen["denominator"] >= SMALL_DENOMINATOR].sort_values(["value", "area"])
    if len(big) == 0:
        return f"{title}: semua {unit} berpenyebut kurang dari {SMALL_DENOMINATOR}, belum pasti." + secret
    if len(big) == 1:
        return f"{title} {names(big)}." + secret
    return f"{title} tertinggi {names(big.tail(1))}, terendah {names(big.head(1))}." + secret


def _single(row: pd.Series, start: str) -> str:
    """Return the sentence of one figure: nothing is highest or lowest alone."""
    counts = f"{number(row['numerator'])} dari {number(row['denominator'])}"
    figure = counts if row["denominator"] < SMALL_DENOMINATOR else f"{percent(row['value'])} ({counts})"
    said = f"{start}{row['title']} {figure}"
    if pd.isna(row["target"]):
        return f"{said}."
    state = "mencapai" if row["reached"] == "ya" else "belum mencapai"
    return f"{said}, {state} target {percent(row['target'], 1, trim=True)}."


def _unrecorded(shares: pd.DataFrame, unit: str) -> str:
    """Return how many areas have no K/S because the book is not recorded of everybody."""
    gone = int((shares["value"].isna() & shares["note"].ne("") & ~is_suppressed(shares)).sum())
    return (
        f" {number(gone)} {unit} tanpa K/S: buku KIA sebagian atau semua balitanya tidak tercatat."
        if gone
        else ""
    )


def heat_takeaway(shares: pd.DataFrame) -> str:
    """Return the sentence of the heat map: how many area-months reach the target, and the weakest month."""
    check_result(shares)
    seen = shares[shares["value"].notna()]
    if seen.empty:
        if is_suppressed(shares).any():
            return f"Semua bulan disamarkan untuk umum, karena {HIDDEN_WHY}."
        return "Belum ada data untuk peta bulan ini."
    unit, title = LEVEL_WORDS[str(seen["level"].iloc[0])], str(seen["title"].iloc[0])
    hidden = int(is_suppressed(shares).sum())
    secret = f" {number(hidden)} disamarkan untuk umum." if hidden else ""
    if len(seen) == 1:
        return (
            _single(seen.iloc[0], f"Satu angka saja, {period_name(str(seen['period'].iloc[0]))}: ") + secret
        )
    if seen["target"].isna().all():
        n, months = seen["area"].nunique(), seen["period"].nunique()
        return f"{title} {number(n)} {unit} dalam {number(months)} bulan; tanpa target."
    zone = pd.Series(zone_of(seen["value"], seen["target"]), index=seen.index)
    best, worst = zones()[0].code, zones()[-1].code
    there = int((zone == best).sum())
    if len(set(seen["area"])) == 1:
        return f"{number(there)} dari {number(len(seen))} bulan mencapai target {title}." + secret
    text = f"{number(there)} dari {number(len(seen))} bulan-{unit} mencapai target {title}."
    far = seen[zone == worst]["period"].value_counts()
    text += secret
    if far.empty:
        return text
    month = far[far == far.max()].index.min()
    return (
        f"{text} Paling banyak {unit} jauh di bawah target pada {period_name(str(month))}"
        f" ({number(int(far.max()))} {unit})."
    )
