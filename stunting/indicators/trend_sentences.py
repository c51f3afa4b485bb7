"""Sentences of the page Tren: two periods side by side, and the months of mass weighing."""

from __future__ import annotations

from typing import Final

import pandas as pd

from stunting.indicators.change import DOWN, NO_DATA, UNCLEAR, UP
from stunting.indicators.compare import most_changed
from stunting.indicators.format_id import listing, number, percent, period_name, points
from stunting.indicators.two_periods import FROM_RECAP, HIDDEN, chance_verdicts, two_periods
from stunting.indicators.words import HIDDEN_WHY, LEVEL_WORDS, Label, label_of

_NAMED_AT_MOST: Final = 4
#: From so many comparisons on it is said how many would seem to change by chance alone.
_MANY: Final = 20


def change_takeaway(
    changes: pd.DataFrame, earlier: pd.DataFrame, later: pd.DataFrame, *, label: Label = None
) -> str:
    """Return the sentence of `two_periods`: how many fell, rose, or cannot be told apart, and which most."""
    if not len(changes):
        return "Belum ada wilayah untuk dibandingkan."
    unit = LEVEL_WORDS[str(changes["level"].iloc[0])]
    count = changes["verdict"].value_counts()
    span = f"{period_name(str(changes['period_a'].iloc[0]))} ke {period_name(str(changes['period'].iloc[0]))}"
    if count.get(HIDDEN, 0) == len(changes):
        return f"Semua {unit} ({number(len(changes))}) disamarkan: {HIDDEN_WHY}."
    rest = _left_over(count, unit)
    judged = int(sum(count.get(v, 0) for v in (DOWN, UP, UNCLEAR)))
    if not judged:
        if count.get(FROM_RECAP, 0):
            return f"Perubahan {span} belum dapat dinilai: ada angka rekap." + rest
        return f"Belum ada {unit} dengan angka pada kedua periode ({span})." + rest
    if judged == 1:
        row = changes[changes["verdict"].isin([DOWN, UP, UNCLEAR])].iloc[0]
        name = label_of(str(row["area"]), label, full=False)
        return f"Dari {span}, {name} {points(row['step'], 2, sign=True)}: {row['verdict']}." + rest
    parts = [f"{number(int(count[v]))} {v}{_names(changes, v, label)}" for v in (DOWN, UP) if count.get(v, 0)]
    unclear = int(count.get(UNCLEAR, 0))
    if not parts:
        return (
            f"Dari {span}, tak satu pun dari {number(judged)} {unit} dapat dibedakan naik atau turun." + rest
        )
    if unclear:
        parts.append(f"{number(unclear)} {UNCLEAR}")
    said = f"Dari {span}, di antara {number(judged)} {unit}: {listing(parts)}."
    if judged > 2:
        said += _extremes(changes, earlier, later, label)
    return said + rest


def _names(changes: pd.DataFrame, verdict: str, label: Label) -> str:
    there = changes[changes["verdict"] == verdict].sort_values("value", ascending=verdict == DOWN)
    if len(there) > _NAMED_AT_MOST:
        return ""
    return f" ({listing([label_of(str(a), label, full=False) for a in there['area']])})"


def _extremes(changes: pd.DataFrame, earlier: pd.DataFrame, later: pd.DataFrame, label: Label) -> str:
    """Return which area changed most, where that can be told at a level shared by all areas."""
    step = changes.set_index("area")["step"]
    found = [
        f"{word} paling jauh {label_of(s.area, label, full=False)} ({points(step[s.area], 2, sign=True)})"
        for word, verdict in (("turun", DOWN), ("naik", UP))
        if (s := most_changed(earlier, later, verdict)) is not None
    ]
    if not found:
        return ""
    text = listing(found)
    return f" {text[0].upper()}{text[1:]}."


def _left_over(count: pd.Series, unit: str) -> str:
    """Return what could not be compared, each reason by itself."""
    words = {
        HIDDEN: f"disamarkan ({HIDDEN_WHY})",
        NO_DATA: "tanpa angka pada salah satu periode",
        FROM_RECAP: "belum dapat dinilai (rekap)",
    }
    return "".join(f" {number(int(count[v]))} {unit} {text}." for v, text in words.items() if count.get(v, 0))


def chance_note(changes: pd.DataFrame) -> str:
    """Return the warning about many comparisons, empty where there are few."""
    many = int(changes["verdict"].isin([DOWN, UP, UNCLEAR]).sum())
    if many < _MANY:
        return ""
    return (
        f"Tiap putusan memakai selangnya sendiri: dari {number(many)} perbandingan, sekitar "
        f"{number(chance_verdicts(changes))} dapat tampak naik atau turun hanya karena kebetulan."
    )


def weighing_takeaway(frame: pd.DataFrame, names: list[str]) -> str:
    """Return the sentence of the months of mass weighing (of `weighing.by_month`): last against before."""
    seen = frame.dropna(subset=["value"]) if len(frame) else frame
    if not len(seen):
        return f"Belum ada angka bulan timbang ({listing(names)})."
    parts = []
    for _, rows in seen.groupby("month", sort=True):
        last = rows.iloc[[-1]]
        when = period_name(str(last["period"].iloc[0]))
        if len(rows) == 1:
            parts.append(f"{when} {percent(last['value'].iloc[0], 1)} (baru satu tahun)")
            continue
        before = rows.iloc[[-2]]
        step = two_periods(before, last).iloc[0]
        parts.append(
            f"{period_name(str(before['period'].iloc[0]))} {percent(step['value_a'], 1)} ke {when} "
            f"{percent(step['value_b'], 1)}: {step['verdict']}"
        )
    return f"Bulan timbang: {'; '.join(parts)}."
