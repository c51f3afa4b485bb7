"""Whose figures the pages of areas and of the trend show, where those are not the area of the headline."""

from __future__ import annotations

import pandas as pd

from stunting import regions
from stunting.indicators.compare import HIGHER, LOWER, against_rest
from stunting.indicators.format_id import number, percent, period_name
from stunting.indicators.intervals import SMALL_DENOMINATOR
from stunting.indicators.results import is_suppressed
from stunting.reports.briefing.content import Figures
from stunting.reports.briefing.provenance import Origin


def of_parts(
    figures: Figures, area: str, level: str, above: str, period: str, indicator: str, parts: pd.DataFrame
) -> Origin:
    """Return the origin of the figures of the areas inside.

    Of a desa these are the desa of its kecamatan (`above`), of a puskesmas the desa that it serves, whose
    children are not quite those of the puskesmas.
    """
    if level == "desa":
        whole = figures.rates("kecamatan", period, indicator, above)
        whole = whole[whole["area"].eq(above) & whole["value"].notna()]
        n = f"n = {number(whole['denominator'].iloc[0])}" if len(whole) else ""
        return Origin(label=regions.area_label(above), n=n)
    if level == "puskesmas":
        known = len(parts) and not is_suppressed(parts).any()
        n = f"n = {number(parts['denominator'].sum())}" if known else ""
        return Origin(label=f"desa layanan Puskesmas {area}", n=n)
    return Origin()


def of_series(series: pd.DataFrame) -> Origin:
    """Return the origin of a trend: its first and last period, and how many in each."""
    seen = series[series["value"].notna() & series["denominator"].gt(0)].sort_values("period")
    if seen.empty:
        return Origin()
    first, last = (period_name(str(seen["period"].iloc[k])) for k in (0, -1))
    low, high = (number(x) for x in (seen["denominator"].min(), seen["denominator"].max()))
    unit = "bulan" if len(str(seen["period"].iloc[0])) == len("2024-08") else "tahun"
    n = f"n = {low}" if low == high else f"n = {low}–{high}"
    return Origin(when=first if first == last else f"{first}–{last}", n=f"{n} tiap {unit}")


def told(said: str, area: str, level: str, parts: pd.DataFrame, origin: Origin) -> str:
    """Return a takeaway of areas; of a desa it names the kecamatan, and says where the desa itself stands."""
    if level != "desa":
        return said
    return " ".join(
        part for part in (f"{origin.label}: {said[:1].lower()}{said[1:]}", own_words(parts, area)) if part
    )


def own_words(parts: pd.DataFrame, area: str) -> str:
    """Return how the area itself stands among those beside it; "" where that cannot be said."""
    row = parts[parts["area"].eq(area) & parts["value"].notna() & ~is_suppressed(parts)]
    if row.empty:
        return ""
    row_ = row.iloc[0]
    counts = f"{number(row_['numerator'])} dari {number(row_['denominator'])}"
    name = regions.area_label(area)
    if row_["denominator"] < SMALL_DENOMINATOR:
        return f"{name}: {counts} balita, tidak diperingkat."
    rated = parts[parts["value"].notna()]
    if len(rated) < 2:
        return ""
    standing = against_rest(rated)
    verdict = standing.loc[standing["area"].eq(area), "standing"].iloc[0]
    words = verdict if verdict in (HIGHER, LOWER) else "belum dapat dibedakan"
    return f"{name}: {percent(row_['value'], 1)} ({counts}), {words} dari desa lain."
