"""What a path to a target says in words: never more than the years allow."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import pandas as pd

from stunting.indicators.format_id import interval, number, percent

#: With fewer years no probability is stated: its calibration was not tried.
MIN_YEARS: Final = 3
#: Upper ends of the words for a probability.
SCALE: Final = ((0.10, "sangat kecil"), (0.33, "kecil"), (0.67, "kira-kira seimbang"), (0.90, "besar"),
                (1.01, "sangat besar"))  # fmt: skip
#: Chances with different words still agree where the larger is at most this many times the smaller.
_ALIKE: Final = 1.5
REFUSED: Final = (
    "Peluang tidak dinyatakan: perlu paling sedikit tiga tahun data yang dihitung dengan cara sama."
)


def chance(probability: float) -> str:
    """Return a probability as number and words; the ends are never 0 or 100.

    >>> chance(0.124), chance(0.0004), chance(0.996)
    ('12 % (kecil)', 'di bawah 1 % (sangat kecil)', 'di atas 99 % (sangat besar)')
    """
    if math.isnan(probability):
        return "tidak dinyatakan"
    word = next(w for top, w in SCALE if probability < top)
    if probability < 0.01:
        return f"di bawah 1 % ({word})"
    return f"di atas 99 % ({word})" if probability > 0.99 else f"{percent(probability, 0)} ({word})"


def stated(row: pd.Series) -> bool:
    """Return whether a probability of `outlook` may be shown."""
    return bool(row["points"] >= MIN_YEARS and not math.isnan(row["probability"]))


def years_of(frame: pd.DataFrame) -> str:
    """Return the years of a series that hold a value ("2021–2024", with a gap "2018, 2020–2024").

    >>> years_of(pd.DataFrame({"period": ["2018", "2020", "2021"], "value": [0.1, 0.1, 0.2]}))
    '2018, 2020–2021'
    """
    years = sorted({int(str(p)[:4]) for p in frame.loc[frame["value"].notna(), "period"]})
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][1] + 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)


def _rate(value: float) -> str:
    word = "turun" if value >= 0 else "naik"
    return f"{word} {number(abs(100 * value), 1)} % per tahun"


def outlook_sentence(row: pd.Series, series: pd.DataFrame, name: str) -> str:
    """Return what one series says about the target.

    Parameters
    ----------
    row : Series
        Of `outlook`.
    series : DataFrame
        The series it was made from.
    name : str
        What the series is called ("angka di sistem ini").
    """
    count, year, target = int(row["points"]), int(row["target_year"]), percent(row["target"], 2, trim=True)
    if count == 0:
        return f"Menurut {name}: belum ada angka tahunan, sehingga jalur belum dapat dihitung."
    begin = f"Menurut {name} ({years_of(series)})"
    last = int(str(row["last"])[:4])
    if year <= last:
        return f"{begin}: tahun target {year} tidak di depan angka terakhir, sehingga tidak ada proyeksi."
    if count < 2:
        return f"{begin}: baru satu tahun, sehingga laju, proyeksi, dan peluang belum dapat dihitung."
    parts = [f"{begin}: {_rate(row['aarr'])} (selang {_rates(row['aarr_low'], row['aarr_high'])})."]
    if row["last_value"] <= row["target"]:
        parts.append(f"Target {target} sudah tercapai pada {last}.")
    elif not math.isnan(row["aarr_required"]):
        parts.append(f"Target {target} pada {year} memerlukan {_rate(row['aarr_required'])}.")
    if not math.isnan(row["value"]):
        ends = interval(row["low"], row["high"])
        parts.append(f"Proyeksi {year}: {percent(row['value'], 1)} (selang prediksi 90 %: {ends}).")
    if row["target"] <= 0:
        parts.append("Peluang mencapai tepat 0 tidak dapat dihitung.")
    elif not stated(row):
        parts.append(REFUSED)
    else:
        parts.append(f"Peluang mencapai target: {chance(row['probability'])}.{_width(row)}")
    return " ".join(parts)


def _width(row: pd.Series) -> str:
    """Return where the interval is wider than it need be (docs/metode-target.md, 3); "" elsewhere."""
    wide = "rentang ini cenderung lebih lebar daripada perlu"
    if row["points"] <= MIN_YEARS:
        return f" Baru tiga tahun: perkiraan kasar, {wide}."
    if row.get("level", "kabupaten") != "kabupaten":
        return f" Untuk wilayah yang angkanya tenang {wide}."
    return ""


def _rates(low: float, high: float) -> str:
    """Return the ends of a rate, the fall positive; both directions are named where it spans 0."""
    if low < 0 < high:
        return f"naik {number(-100 * low, 1)} sampai turun {number(100 * high, 1)} %"
    word = "turun" if low >= 0 else "naik"
    first, last = sorted((abs(100 * low), abs(100 * high)))
    return f"{word} {number(first, 1)}–{number(last, 1)} %"


def both_sentence(rows: list[pd.Series], series: Sequence[pd.DataFrame] = ()) -> str:
    """Return how far two series agree about the probability; empty where fewer than two state one.

    They agree where the chances are at most ten points apart and bear the same word, or differ by less
    than half: 4 % and 12 % are close in points, but one is three times the other.

    Parameters
    ----------
    rows : list of Series
        Of `outlook`.
    series : sequence of DataFrame
        What each row was made from: the years that both hold are named, since series that share years
        are no two witnesses.
    """
    pairs = list(zip(rows, [*series, *[None] * len(rows)], strict=False))
    told = sorted(((float(r["probability"]), f) for r, f in pairs if stated(r)), key=lambda x: x[0])
    if len(told) < 2:
        return ""
    (low, first), (high, last) = told[0], told[-1]
    shown = [chance(p).partition(" (") for p in (low, high)]
    same = shown[0][2] == shown[1][2] or high <= _ALIKE * low
    if not same or round(high - low, 3) > 0.10:
        return (
            f"Kedua deret tidak sepakat (peluang {shown[0][0]} dan {shown[1][0]}): "
            "jarak itu sendiri bagian dari ketidakpastian."
        )
    shared = "" if first is None or last is None else years_of(first[first["period"].isin(last["period"])])
    if not shared:
        return "Kedua deret hampir sepakat."
    return (
        f"Kedua deret hampir sepakat, tetapi keduanya memuat tahun yang sama ({shared}): "
        "kesepakatan itu bukan bukti kedua."
    )


def scenario_sentence(kept: pd.DataFrame, moved: pd.DataFrame, target: float) -> str:
    """Return what a scenario leads to, beside the one where nothing changes.

    Parameters
    ----------
    kept, moved : DataFrame
        Of `what_if`, the last row the target year.
    """
    a, b = kept.iloc[-1], moved.iloc[-1]
    year = str(b["period"])
    if round(100 * abs(a["value"] - b["value"]), 2) < 0.01:
        first = f"Bila laju tetap seperti sekarang: {percent(b['value'], 1)} pada {year}"
    else:
        step = b["numerator"] - a["numerator"]
        word = "lebih sedikit" if step < 0 else "lebih banyak"
        first = (
            f"Dengan laju ini {percent(b['value'], 1)} pada {year}, sekitar {number(abs(step))} balita "
            f"{word} daripada bila laju tetap ({percent(a['value'], 1)})"
        )
    goal = "mencapai" if b["value"] <= target else "belum mencapai"
    return f"{first}; {goal} target {percent(target, 2, trim=True)}. Ini skenario, bukan ramalan."
