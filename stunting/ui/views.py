"""What a screen shows, put together from the results: the pages only lay it out."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from stunting.indicators import target_edit
from stunting.indicators.intervals import SMALL_DENOMINATOR
from stunting.indicators.targets import main_target
from stunting.ui import data
from stunting.ui.filters import Choice

CHILD_LEVEL = {"kabupaten": "kecamatan", "kecamatan": "desa", "desa": "desa"}
TREND_MONTHS = 36


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything about one area in one period.

    Attributes
    ----------
    now, before : pandas.DataFrame
        One row each (or none): the area in the period and a year earlier.
    aim : pandas.Series or None
        The kabupaten's target of the period's year.
    target, published : pandas.DataFrame
        Its targets of all years; figures of other sources (none below the kabupaten).
    parts, parts_before : pandas.DataFrame
        The areas inside (of a desa: its neighbours in the kecamatan), one row each.
    series, others : pandas.DataFrame
        The area and the areas inside over time.
    attendance : pandas.DataFrame
        D/S of the area, one row or none.
    """

    choice: Choice
    public: bool
    now: pd.DataFrame
    before: pd.DataFrame
    aim: pd.Series | None
    target: pd.DataFrame
    published: pd.DataFrame
    parts: pd.DataFrame
    parts_before: pd.DataFrame
    series: pd.DataFrame
    others: pd.DataFrame
    attendance: pd.DataFrame

    @property
    def row(self) -> pd.Series | None:
        """The figure itself, or None where there is none."""
        return _one(self.now)

    @property
    def rule(self) -> str:
        """Rule of the figure itself: a recap stands in where no rows exist, whatever was asked for."""
        return str(self.row["rule"]) if self.row is not None else self.choice.rule

    @property
    def inside(self) -> str:
        """Level of `parts`."""
        return CHILD_LEVEL[self.choice.level]

    @property
    def few(self) -> bool:
        """Whether too few are measured for a percentage in large type (the counts stand instead)."""
        return self.row is not None and bool(self.row["denominator"] < SMALL_DENOMINATOR)

    @property
    def attendance_suppressed(self) -> bool:
        """Whether D/S is hidden by disclosure control."""
        return bool(len(self.attendance) and self.attendance["suppressed"].iloc[0])

    @property
    def suppressed(self) -> bool:
        """Whether the figure is hidden by disclosure control."""
        return bool(len(self.now) and self.now["suppressed"].iloc[0])


def _one(frame: pd.DataFrame) -> pd.Series | None:
    """Return the only row if it holds a value."""
    if not len(frame) or pd.isna(frame["value"].iloc[0]):
        return None
    return frame.iloc[0]


def year_before(period: str) -> str:
    """Return the same period a year earlier.

    >>> year_before("2024-08"), year_before("2024")
    ('2023-08', '2023')
    """
    return f"{int(period[:4]) - 1:04d}{period[4:]}"


def _series_periods(choice: Choice) -> list[str]:
    every = data.months() if choice.monthly else data.years()
    upto = [p for p in every if p <= choice.period] or every[:1]
    return sorted(upto[:TREND_MONTHS])


def overview(choice: Choice, *, public: bool = True) -> Overview:
    """Return everything the summary and the side sheet of one choice need (shared: nobody may change it)."""
    registers = data.store().registers.stamp(target_edit.NAME)
    return _overview(f"{data.version()} {registers}", choice, public)


@data.resource
def _overview(stamp: str, choice: Choice, public: bool) -> Overview:
    part_of = choice.kec if choice.level != "kabupaten" else choice.kab
    level, inside = choice.level, CHILD_LEVEL[choice.level]
    wanted, earlier = choice.period, year_before(choice.period)

    def at(where: str, period: str, area: str | None) -> pd.DataFrame:
        return data.rates(where, period, choice.rule, choice.indicator, area, public=public)

    now = _only(at(level, wanted, choice.area), choice.area)
    before = _only(at(level, earlier, choice.area), choice.area)
    periods = _series_periods(choice)
    many = data.rates(level, None, choice.rule, choice.indicator, choice.area, public=public)
    series = many[many["area"].eq(choice.area) & many["period"].isin(periods)]
    others = data.rates(inside, None, choice.rule, choice.indicator, part_of, public=public)
    others = others[others["period"].isin(periods)]
    attendance = data.participation(level, wanted, public=public)
    top = choice.level == "kabupaten"
    target, published = (
        data.targets(choice.kab, choice.indicator),
        data.published(choice.kab, choice.indicator),
    )
    return Overview(
        choice=choice,
        public=public,
        now=now,
        before=before,
        aim=main_target(
            choice.kab, choice.indicator, wanted[:4], found=data.all_targets(choice.kab, choice.indicator)
        ),
        target=target,
        published=_within(published, periods) if top else published.head(0),
        parts=at(inside, wanted, part_of),
        parts_before=at(inside, earlier, part_of),
        series=series.reset_index(drop=True),
        others=others.reset_index(drop=True),
        attendance=_only(attendance, choice.area),
    )


def _within(published: pd.DataFrame, periods: list[str]) -> pd.DataFrame:
    """Return the figures that a trend can show: a monthly one only years whose middle it reaches."""
    if not periods or len(periods[0]) == 4:
        return published
    middle = published["period"].str.slice(0, 4) + "-07"
    return published[middle.between(periods[0], periods[-1])].reset_index(drop=True)


def _only(frame: pd.DataFrame, area: str) -> pd.DataFrame:
    return frame[frame["area"].eq(area)].reset_index(drop=True)
