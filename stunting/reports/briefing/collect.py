"""From figures to a briefing: which frames, and which sentences that never claim too much."""

from __future__ import annotations

import datetime as dt
from typing import Final

import pandas as pd

from stunting import regions
from stunting.indicators import sentences, takeaways
from stunting.indicators.actions import actions
from stunting.indicators.format_id import number, percent
from stunting.indicators.intervals import SMALL_DENOMINATOR
from stunting.indicators.results import RULES, SAME_SERIES
from stunting.indicators.words import HIDDEN_WHY, INDICATOR_WORDS
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
    Provenance,
)
from stunting.reports.briefing.layouts import iku_page, two_years

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
        figures.partial(area, period) if whole else "",
    )  # fmt: skip
    said = sentences.headline(
        now, previous=before if len(before) else None, target=target, label=label, markdown=False
    )
    pages = [Page(HEADLINE, INDICATOR_WORDS[indicator].title, said)]
    if parts["value"].notna().any():
        pages.append(Page(MAP, "Di mana", takeaways.map_takeaway(parts), {"parts": parts}))
    targets = figures.targets(indicator)
    if series["value"].notna().sum() > 1:
        top = level == "kabupaten"
        pages.append(Page(
            TREND, "Sejak kapan, menuju target", takeaways.trend_takeaway(series),
            {"series": series, "targets": targets if set(series["rule"]) <= SAME_SERIES else targets.head(0),
             "published": figures.published(indicator) if top else figures.published(indicator).head(0)},
        ))  # fmt: skip
    if parts["value"].notna().sum() > 1:
        previous = parts_before if len(parts_before) else None
        pages.append(Page(
            AREAS, f"Antar-{inside}",
            takeaways.areas_takeaway(parts, previous), {"parts": parts, "before": parts_before},
        ))  # fmt: skip
        if level == "kabupaten" and previous is not None and len(parts) <= _BARS:
            pages += two_years(parts, previous, indicator)
    causes = figures.causes(area, period)
    if causes is not None:
        pages.append(Page(CAUSES, "Mengapa", causes.takeaway, {"causes": causes.frame}, causes.note))
    if level == "kabupaten" and indicator == "stunting":
        pages += iku_page(figures.iku(int(period[:4])), int(period[:4]))
    own = slice(None) if level != "desa" else parts["area"].eq(area)  # the neighbours' work is theirs
    found = actions(
        parts[own], before=parts_before, attendance=ds_parts if level != "desa" else ds,
        attendance_goal=figures.attendance_goal(period[:4]),
        cause=None if causes is None else causes.first, late=figures.late() if level == "kabupaten" else None,
    )  # fmt: skip
    if found:
        pages.append(
            Page(ACTIONS, "Tiga langkah berikutnya" if len(found) == 3 else "Langkah berikutnya", "")
        )
    shown = {str(a) for page in pages for f in page.frames.values() if "area" in f for a in f["area"]}
    names = {a: regions.area_name(a) for a in shown}
    said = _without_figure(said, _figure(now, row))
    tiles = [_gap(row, target, period), _attendance(ds, len(period) == 7)]
    return Briefing(provenance, _figure(now, row), said, tiles, pages, found, names)


def _without_figure(said: str, figure: str) -> str:
    """Return the sentence that stands beside the figure in large type: without the figure itself.

    >>> _without_figure("14,58 % balita Contoh pendek.", "14,58 %")
    'balita Contoh pendek.'
    """
    return said.removeprefix(figure).lstrip()


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


def _figure(now: pd.DataFrame, row: pd.Series | None) -> str:
    if row is None:
        hidden = len(now) and bool(now["suppressed"].iloc[0])
        return "disamarkan" if hidden else "belum ada data"
    if row["denominator"] < SMALL_DENOMINATOR:
        return f"{number(row['numerator'])} dari {number(row['denominator'])}"
    return percent(row["value"], 2)


def _gap(row: pd.Series | None, target: pd.Series | None, period: str) -> tuple[str, str, str]:
    title = f"Target {period[:4]}"
    if target is None:
        return title, "–", "Belum ada target untuk tahun ini."
    printed = percent(target["printed"], 2, trim=True)
    if row is None or row["denominator"] < SMALL_DENOMINATOR:
        return title, printed, "Belum dapat dibandingkan."
    clause = sentences.target_clause(row, target)
    return title, printed, clause[:1].upper() + clause[1:] + ("" if clause.endswith(".") else ".")


def _attendance(ds: pd.DataFrame, monthly: bool) -> tuple[str, str, str]:
    title = "Partisipasi penimbangan (D/S)"
    if len(ds) and bool(ds["suppressed"].iloc[0]):
        return title, "disamarkan", HIDDEN_WHY.capitalize() + "."
    if not len(ds) or pd.isna(ds["value"].iloc[0]):
        return title, "–", "Belum ada data."
    row = ds.iloc[0]
    return title, percent(row["value"], 1), sentences.weighed_counts(row, monthly=monthly)
