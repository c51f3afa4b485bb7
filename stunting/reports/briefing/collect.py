"""From figures to a briefing: which frames, and which sentences that never claim too much."""

from __future__ import annotations

import datetime as dt
import math
from typing import Final

import pandas as pd

from stunting import regions
from stunting.indicators import sentences, takeaways
from stunting.indicators.actions import actions
from stunting.indicators.actions_own import Rest
from stunting.indicators.results import RULES, SAME_SERIES
from stunting.indicators.words import INDICATOR_WORDS
from stunting.reports.briefing import answers, origins
from stunting.reports.briefing.content import (
    ACTIONS,
    AREAS,
    CAUSES,
    HEADLINE,
    MAP,
    TREND,
    Briefing,
    Figures,
    Page,
)
from stunting.reports.briefing.layouts import iku_page, two_years
from stunting.reports.briefing.provenance import Origin, Provenance
from stunting.reports.briefing.tiles import attendance, figure, gap, without_figure

INSIDE: Final = {"kabupaten": "kecamatan", "kecamatan": "desa", "puskesmas": "desa", "desa": "desa"}
_MONTHS: Final = 36
#: Bars beside one another at most.
_BARS: Final = 12
SOURCE: Final = "e-PPGBM"


def collect(
    figures: Figures, area: str, period: str, *, indicator: str = "stunting", today: dt.date | None = None
) -> Briefing:
    """Return the briefing of an area and a period.

    Parameters
    ----------
    figures : Figures
        Already under the reader's disclosure control.
    area : str
        Key of a kabupaten, kecamatan or desa, or the name of a puskesmas.
    period : str
        ``"2024-08"`` or ``"2024"``.
    indicator : str
    today : date, optional
        Printed on every page.

    Returns
    -------
    Briefing
        A page without data is left out, never empty.
    """
    level = _level(area)
    inside, part_of = INSIDE[level], area if level != "desa" else area.rpartition(".")[0]
    earlier = f"{int(period[:4]) - 1}{period[4:]}"
    now = _only(figures.rates(level, period, indicator, area), area)
    before = _only(figures.rates(level, earlier, indicator, area), area)
    parts = figures.rates(inside, period, indicator, part_of)
    parts_before = figures.rates(inside, earlier, indicator, part_of)
    series = _series(figures.rates(level, None, indicator, area), area, period)
    ds = _only(figures.attendance(level, period), area)
    ds_parts = figures.attendance(inside, period)
    ds_parts = ds_parts[ds_parts["area"].isin(set(parts["area"]))].reset_index(drop=True)
    label = _label(area, level)
    row = now.iloc[0] if len(now) and pd.notna(now["value"].iloc[0]) else None
    target = figures.main_target(indicator, period[:4])
    whole = level in ("kabupaten", "kecamatan") and row is not None and row["rule"] == figures.rule
    provenance = Provenance(
        area, label, level, period, indicator, figures.rule if row is None else str(row["rule"]),
        RULES[figures.rule if row is None else str(row["rule"])], SOURCE, figures.pulled_on,
        today or dt.date.today(), None if row is None else int(row["denominator"]), figures.mark, figures.kab,
        figures.partial(area, period) if whole else "", figures.internal,
    )  # fmt: skip
    # the target has a tile of its own beside the sentence
    said = sentences.headline(now, previous=before if len(before) else None, label=label, markdown=False)
    pages = [Page(HEADLINE, INDICATOR_WORDS[indicator].title, said)]
    where = origins.of_parts(figures, area, level, part_of, period, indicator, parts)
    if parts["value"].notna().any():
        pages.append(Page(
            MAP, "Di mana", origins.told(takeaways.map_takeaway(parts), area, level, parts, where),
            {"parts": parts}, origin=where,
        ))  # fmt: skip
    targets = figures.targets(indicator)
    if series["value"].notna().sum() > 1:
        top = level == "kabupaten"
        pages.append(Page(
            TREND, "Sejak kapan, menuju target", takeaways.trend_takeaway(series),
            {"series": series, "targets": targets if set(series["rule"]) <= SAME_SERIES else targets.head(0),
             "published": figures.published(indicator) if top else figures.published(indicator).head(0)},
            origin=origins.of_series(series),
        ))  # fmt: skip
    if parts["value"].notna().sum() > 1:
        previous = parts_before if len(parts_before) else None
        pages.append(Page(
            AREAS, f"Antar-{inside}",
            origins.told(takeaways.areas_takeaway(parts, previous), area, level, parts, where),
            {"parts": parts, "before": parts_before}, origin=where,
        ))  # fmt: skip
        if level == "kabupaten" and previous is not None and len(parts) <= _BARS:
            pages += two_years(parts, previous, indicator)
    causes = figures.causes(area, period)
    shown_causes = causes is not None and len(causes.frame) > 0
    if causes is not None and shown_causes:
        pages.append(
            Page(CAUSES, "Mengapa", causes.takeaway, {"causes": causes.frame}, causes.note, causes.origin)
        )
    if level == "kabupaten" and indicator == "stunting":
        pages += iku_page(figures.iku(int(period[:4])), int(period[:4]))
    own = slice(None) if level != "desa" else parts["area"].eq(area)  # the neighbours' work is theirs
    found = actions(
        parts[own], before=parts_before, attendance=ds_parts if level != "desa" else ds,
        attendance_goal=figures.attendance_goal(period[:4]),
        cause=None if causes is None else causes.first, late=figures.late() if level == "kabupaten" else None,
        rest=Rest(ds, _unscored(row), None if causes is None else causes.complete),
    )  # fmt: skip
    left_out = causes.takeaway if causes is not None and not shown_causes else ""
    if found:
        title = "Tiga langkah berikutnya" if len(found) == 3 else "Langkah berikutnya"
        asked = any(action.rule in ("penyebab", "jawaban") for action in found)
        origin = Origin(source=f"{SOURCE}; {answers.SOURCE}") if asked else Origin()
        pages.append(Page(ACTIONS, title, "", note=left_out, origin=origin))
    shown = {str(a) for page in pages for f in page.frames.values() if "area" in f for a in f["area"]}
    names = {a: regions.area_name(a) for a in shown}
    said = without_figure(said, figure(now, row))
    tiles = [gap(row, target, period), attendance(ds, len(period) == 7)]
    return Briefing(provenance, figure(now, row), said, tiles, pages, found, names, left_out)


def _level(area: str) -> str:
    if area[:1].isdigit() or area.startswith("?"):
        return str(regions.level_of(area))
    return "puskesmas"


def _label(area: str, level: str) -> str:
    return f"Puskesmas {area}" if level == "puskesmas" else regions.area_label(area)


def _only(frame: pd.DataFrame, area: str) -> pd.DataFrame:
    return frame[frame["area"].eq(area)].reset_index(drop=True)


def _series(frame: pd.DataFrame, area: str, period: str) -> pd.DataFrame:
    """Return the area's figures up to the period: months where it is a month, years where it is a year."""
    same_kind = frame["period"].str.len().eq(len(period)) & frame["period"].le(period)
    own = frame[frame["area"].eq(area) & same_kind].sort_values("period")
    return own.tail(_MONTHS).reset_index(drop=True)


def _unscored(row: pd.Series | None) -> float:
    """Return how many were measured without a figure."""
    return math.nan if row is None or "measured" not in row else float(row["measured"] - row["denominator"])
