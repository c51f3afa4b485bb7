"""Sentences beside a change: the same children, everybody, who came, who was not measured."""

from __future__ import annotations

import pandas as pd

from stunting.indicators.change import DOWN, UNCLEAR, UP
from stunting.indicators.coverage import Bounds, Shift
from stunting.indicators.format_id import number, percent, period_name, points
from stunting.indicators.intervals import SMALL_DENOMINATOR
from stunting.indicators.two_periods import printed_step


def same_children_sentence(row: pd.Series) -> str:
    """Return what happened to the children measured in both periods (a row of `paired`)."""
    a, b = (period_name(str(row[c])) for c in ("period_a", "period"))
    if not row["denominator"] > 0:
        return f"Belum ada balita yang diukur pada {a} dan juga pada {b}."
    if row["denominator"] < SMALL_DENOMINATOR:
        return (
            f"Baru {number(row['denominator'])} balita diukur pada {a} dan juga pada {b}: terlalu sedikit "
            "untuk membandingkan."
        )
    step = printed_step(pd.Series([row["value_a"]]), pd.Series([row["value_b"]]))[0]
    how = f"{points(step, 2, sign=True)}; {_ends(row)}"
    verdict = {DOWN: "turun", UP: "naik"}.get(str(row["verdict"]), UNCLEAR)
    return (
        f"{number(row['denominator'])} balita yang sama diukur pada {a} dan {b}: dari "
        f"{percent(row['value_a'], 2)} menjadi {percent(row['value_b'], 2)} ({how}): {verdict}. "
        f"{number(row['new'])} kasus baru, {number(row['recovered'])} pulih."
    )


def _ends(row: pd.Series) -> str:
    low, high = (number(100 * float(row[c]), 2, sign=True) for c in ("low", "high"))
    return f"selang {low} sampai {high}"


def open_sentence(change_row: pd.Series | None) -> str:
    """Return the change of everybody measured in each period (a row of `two_periods`)."""
    if change_row is None or pd.isna(change_row["value"]):
        return "Perubahan pada seluruh balita yang diukur: belum ada angka."
    return (
        f"Seluruh balita yang diukur: dari {percent(change_row['value_a'], 2)} menjadi "
        f"{percent(change_row['value_b'], 2)} ({points(change_row['step'], 2, sign=True)}; "
        f"{_ends(change_row)}): {change_row['verdict']}."
    )


def why_different(row: pd.Series) -> str:
    """Return why the two figures answer different questions: facts of this comparison, nothing causal."""
    if not row["denominator"] >= SMALL_DENOMINATOR:
        return ""
    parts = ["Keduanya menjawab pertanyaan yang berbeda."]
    if pd.notna(row["age_a"]) and pd.notna(row["age_b"]):
        age = "Balita yang diikuti bertambah umur"
        parts.append(f"{age} (rata-rata {number(row['age_a'])} menjadi {number(row['age_b'])} bulan).")
    if str(row["indicator"]) in ("stunting", "severe_stunting"):
        parts.append(
            "Bagian yang pendek umumnya bertambah sejak lahir sampai sekitar umur dua tahun "
            "(Victora dkk. 2010), maka kelompok ini dapat naik walaupun keadaan seluruh balita tetap."
        )
    if row["entered_d"] > 0 and row["left_d"] > 0:
        a, b = (period_name(str(row[c])) for c in ("period_a", "period"))
        parts.append(
            f"Seluruh balita berganti: {number(row['left_d'])} hanya diukur pada {a} "
            f"({percent(row['left_n'] / row['left_d'], 1)} kasus) dan {number(row['entered_d'])} hanya pada "
            f"{b} ({percent(row['entered_n'] / row['entered_d'], 1)} kasus)."
        )
    return " ".join(parts)


def coverage_sentence(
    shift: Shift | None, earlier: str, later: str, verdict: str = "", undo: float | None = None
) -> str:
    """Return what attendance did between two periods, and what that may mean for the change beside it.

    Parameters
    ----------
    shift : Shift or None
        Of `stunting.indicators.coverage.shift`.
    earlier, later : str
        The periods.
    verdict : str
        Of the change of the prevalence.
    undo : float, optional
        Of `stunting.indicators.coverage.break_even`; only used where both fell.
    """
    if shift is None:
        return "D/S belum ada pada salah satu periode: siapa yang datang tidak dapat dibandingkan."
    count = ["", ""] if shift.months is None else [f", {m} bulan" for m in shift.months]
    ends = [
        f"{percent(v, 1)} ({period_name(p)}{m})"
        for v, p, m in zip((shift.before, shift.after), (earlier, later), count, strict=True)
    ]
    span = f"dari {ends[0]} ke {ends[1]}"
    if not shift.direction:
        if shift.large:
            return f"D/S berubah {span}, belum dapat dibedakan dari kebetulan."
        return f"D/S hampir sama, {span}: bagian yang datang tidak banyak berubah."
    also = "ikut " if verdict == shift.direction else ""
    said = f"D/S {also}{shift.direction} {span}: sebagian perubahan dapat berasal dari siapa yang datang."
    if undo is not None and shift.direction == DOWN and verdict == DOWN:
        said += (
            " Bahkan bila semua balita yang tidak lagi datang termasuk kasus, angkanya masih turun."
            if undo > 1
            else f" Penurunan itu hilang bila {percent(undo, 1)} balita yang tidak lagi datang adalah kasus."
        )
    return said


def bounds_sentence(found: Bounds | None, period: str) -> str:
    """Return the range of the prevalence among all children of S, empty where there is none."""
    if found is None:
        return ""
    return (
        f"{period_name(period)}: {number(found.missed)} dari {number(found.s)} balita terdaftar "
        f"tidak punya hasil ukur. Tergantung keadaan mereka, angka seluruh balita terdaftar ada di antara "
        f"{percent(found.low, 1)} (tak seorang pun) dan {percent(found.high, 1)} (semuanya)."
    )
