"""The figure in large type, and the two tiles beside it."""

from __future__ import annotations

import pandas as pd

from stunting.indicators import sentences
from stunting.indicators.format_id import number, percent
from stunting.indicators.intervals import SMALL_DENOMINATOR
from stunting.indicators.target_gap import target_gap
from stunting.indicators.words import HIDDEN_WHY


def without_figure(said: str, figure: str) -> str:
    """Return the sentence that stands beside the figure in large type: without the figure itself.

    >>> without_figure("14,58 % balita Contoh pendek.", "14,58 %")
    'balita Contoh pendek.'
    """
    return said.removeprefix(figure).lstrip()


def figure(now: pd.DataFrame, row: pd.Series | None) -> str:
    """Return the figure in large type, or why there is none."""
    if row is None:
        hidden = len(now) and bool(now["suppressed"].iloc[0])
        return "disamarkan" if hidden else "belum ada data"
    if row["denominator"] < SMALL_DENOMINATOR:
        return f"{number(row['numerator'])} dari {number(row['denominator'])}"
    return percent(row["value"], 2)


def gap(row: pd.Series | None, target: pd.Series | None, period: str) -> tuple[str, str, str]:
    """Return the tile of the target: the distance in large type where there is one."""
    title = f"Target {period[:4]}"
    if target is None:
        return title, "–", "Belum ada target untuk tahun ini."
    printed = percent(target["printed"], 2, trim=True)
    if row is None or row["denominator"] < SMALL_DENOMINATOR:
        return title, printed, "Belum dapat dibandingkan."
    found = target_gap(row, target)
    if found is None or found.points is None:
        return title, printed, "" if found is None else f"{_capital(found.why)}."
    whose = "" if row["level"] == "kabupaten" else " kabupaten"
    if found.points:
        note = "; ".join(part for part in (found.about, found.doubt) if part)
        note = f"{_capital(note)}." if note else ""
        return f"Di atas target{whose} {period[:4]} ({printed})", found.size, note
    note = f"{_capital(found.doubt)}." if found.doubt else f"{target['document']}."
    return f"Target{whose} {period[:4]} ({printed})", "Tercapai", note


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def attendance(ds: pd.DataFrame, monthly: bool) -> tuple[str, str, str]:
    """Return the tile of D/S."""
    title = "Partisipasi penimbangan (D/S)"
    if len(ds) and bool(ds["suppressed"].iloc[0]):
        return title, "disamarkan", HIDDEN_WHY.capitalize() + "."
    if not len(ds) or pd.isna(ds["value"].iloc[0]):
        return title, "–", "Belum ada data."
    row = ds.iloc[0]
    return title, percent(row["value"], 1), sentences.weighed_counts(row, monthly=monthly)
