"""The sentences of the attendance card: one takeaway for each chart (which is its alt text too)."""

from __future__ import annotations

import pandas as pd

from stunting.indicators.change import NO_DATA, UNCLEAR
from stunting.indicators.format_id import number, percent, period_name, points
from stunting.indicators.results import check_result
from stunting.indicators.skdn.kalita import FIRST, NOT_CAUSAL, NOT_YET


def streaks_takeaway(frame: pd.DataFrame) -> str:
    """Return the sentence of the distribution of months attended in a row."""
    check_result(frame)
    if frame.empty or not frame["denominator"].iloc[0]:
        return "Belum ada data kehadiran."
    rows = frame.sort_values("run")
    n, most, known = rows["numerator"].tolist(), int(rows["run"].max()), int(rows["months"].iloc[0])
    s, away = number(rows["denominator"].iloc[0]), f"{number(n[0])} tidak hadir bulan ini"
    without = _without(str(rows["left_out"].iloc[0]))
    if known >= most:
        return (
            f"{number(n[-1])} dari {s} balita hadir {most} bulan berturut-turut atau lebih; "
            f"{number(n[-2])} kurang satu bulan lagi, dan {away}{without}."
        )
    span = (
        f"{number(known)} bulan berturut-turut, semua bulan yang ada berkasnya" if known > 1 else "bulan ini"
    )
    return (
        f"{number(n[known])} dari {s} balita hadir {span}; {away}{without}. Hadir {most} bulan "
        f"berturut-turut: {NOT_YET}."
    )


def _without(left_out: str) -> str:
    return f" (tanpa {left_out}: {NOT_YET})" if left_out else ""


def rewards_takeaway(frame: pd.DataFrame) -> str:
    """Return the sentence of the monthly rewards: the newest month, and the month with most."""
    check_result(frame)
    seen = frame[frame["value"].notna()].sort_values("period")
    if seen.empty:
        return f"Hadiah belum dapat dihitung: {NOT_YET}."
    last = seen.iloc[-1]
    text = f"{number(last['value'])} kartu penuh pada {period_name(str(last['period']))}"
    text += _without(str(last["left_out"]))
    if last["note"] == FIRST:
        return f"{text}: {FIRST}."
    own = seen[seen["note"] != FIRST]
    top = own.sort_values("value", kind="stable", ascending=False).iloc[0]
    if len(own) == 1:
        return f"{text}."
    return f"{text}; terbanyak {period_name(str(top['period']))} ({number(top['value'])})."


def before_after_takeaway(found: pd.DataFrame) -> str:
    """Return the sentence of D/S before and after the start of the programme."""
    check_result(found)
    if found.empty or not found["months"].iloc[0] or found["verdict"].iloc[0] == NO_DATA:
        return "Belum ada bulan kalender yang sama di kedua sisi mulainya program."
    row = found.iloc[0]
    sides = f"dari {percent(row['value_a'])} menjadi {percent(row['value_b'])}"
    limits = f"{number(100 * row['low'], 1, sign=True)} sampai {number(100 * row['high'], 1, sign=True)}"
    verdict = row["verdict"]
    said = f"D/S {sides}: {verdict}" if verdict == UNCLEAR else f"D/S {verdict} {sides}"
    return (
        f"{said} ({points(row['diff'], 1, sign=True)}; {limits}), {number(row['months'])} bulan kalender "
        f"yang sama di tiap sisi; {NOT_CAUSAL}."
    )
