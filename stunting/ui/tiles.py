"""The two quiet tiles: the gap to the target, and the attendance."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from stunting.indicators import sentences
from stunting.indicators.format_id import percent
from stunting.indicators.target_gap import target_gap
from stunting.indicators.words import HIDDEN_WHY
from stunting.ui import data
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
    said = sentences.weighed_counts(row, monthly=view.choice.monthly)
    aim = data.attendance_target(view.choice.kab, view.choice.period[:4])
    if aim == aim:
        said += f" Target {percent(aim, 2, trim=True)}."
    return Tile("Partisipasi penimbangan (D/S)", percent(row["value"], 1), said)


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
    found = target_gap(row, aim)
    if found is None or found.points is None:
        return Tile(plain, "–", "" if found is None else f"{_capital(found.why)}.")
    if found.points:
        about = f"{found.about} di atas target" if found.about else "di atas target"
        return Tile(title, found.size, f"{_capital('; '.join(p for p in (about, found.doubt) if p))}.")
    return Tile(title, "Tercapai", f"{_capital(found.doubt)}." if found.doubt else str(aim["document"]))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
