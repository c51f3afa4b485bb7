"""The two quiet tiles: the gap to the target, and the attendance."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from stunting.indicators import sentences
from stunting.indicators.format_id import percent
from stunting.indicators.words import HIDDEN_WHY
from stunting.ui.filters import INDICATORS, period_label
from stunting.ui.texts import HIDDEN
from stunting.ui.views import Overview


@dataclass(frozen=True, slots=True)
class Tile:
    """A quiet tile: a title, a figure, a sentence."""

    title: str
    value: str
    note: str


def attendance_tile(view: Overview) -> Tile:
    """Return the tile of D/S."""
    when = period_label(view.choice.period)
    if view.attendance_suppressed:
        return Tile("Partisipasi penimbangan (D/S)", HIDDEN, f"{when}: {HIDDEN_WHY}.")
    if not len(view.attendance) or pd.isna(view.attendance["value"].iloc[0]):
        return Tile("Partisipasi penimbangan (D/S)", "–", f"{when}: belum ada data.")
    row = view.attendance.iloc[0]
    return Tile(
        "Partisipasi penimbangan (D/S)",
        percent(row["value"], 1),
        sentences.weighed_counts(row, monthly=view.choice.monthly),
    )


def target_tile(view: Overview) -> Tile:
    """Return the tile of the gap to the target of the period's year."""
    year, row, aim = view.choice.period[:4], view.row, view.aim
    if aim is None:
        return Tile(
            f"Target {year}", "–", f"Belum ada target {INDICATORS[view.choice.indicator]} untuk {year}."
        )
    which = f"{year} ({percent(aim['printed'], 2, trim=True)})"
    title, plain = f"Jarak ke target {which}", f"Target {which}"
    if row is None:
        why = "Angkanya disamarkan: tidak dibandingkan." if view.suppressed else ""
        return Tile(plain, "–", why or "Belum ada angka untuk dibandingkan.")
    if view.few:
        return Tile(plain, "–", "Terlalu sedikit diukur untuk dibandingkan.")
    clause = sentences.target_clause(row, aim)
    if "tidak dibandingkan" in clause:
        why = re.sub(r"^Target (kabupaten )?[\d.,]+ % ", "", clause)
        return Tile(plain, "–", why[:1].upper() + why[1:])
    gap = re.search(r"kurang ([\d.,]+ poin)(?:, )?(.*)$", clause)
    if gap:
        rest = gap.group(2).strip("; ")
        note = rest[:1].upper() + rest[1:] if rest else "Di atas target."
        return Tile(title, gap.group(1), note.replace(" balita", " balita di atas target", 1))
    note = clause.partition("tercapai")[2].lstrip(", .") or str(aim["document"])
    return Tile(title, "Tercapai", note[:1].upper() + note[1:])
