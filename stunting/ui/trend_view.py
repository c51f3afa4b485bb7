"""Everything the page Tren shows of one choice, put together from the results."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from stunting.indicators.published import published
from stunting.indicators.two_periods import two_periods
from stunting.ui import data, trend_data
from stunting.ui.filters import Choice
from stunting.ui.trend_controls import Asked

#: Months shown at most.
MONTHS = 60


@dataclass(frozen=True, slots=True)
class TrendView:
    """One choice of the page.

    Attributes
    ----------
    series, attendance : DataFrame
        The chosen area and its D/S, period by period.
    weighing, weighing_attendance : DataFrame
        The same for every month with data (the months of mass weighing are picked from them).
    parts : DataFrame
        The areas inside, period by period.
    earlier, later : DataFrame
        The areas inside in the two periods (empty where there is only one period).
    own_earlier, own_later : DataFrame
        One row each: the chosen area.
    changes, own_change : DataFrame
        Of `two_periods`.
    names : dict
        Display names of the areas inside.
    published : DataFrame
        Figures of other sources about the chosen area.
    followed : Series or None
        The same children in both periods; None where it is hidden or there is nothing to compare.
    pair_attendance : DataFrame
        D/S of the chosen area in the two periods.
    """

    choice: Choice
    asked: Asked
    public: bool
    series: pd.DataFrame
    attendance: pd.DataFrame
    months: pd.DataFrame
    months_attendance: pd.DataFrame
    parts: pd.DataFrame
    earlier: pd.DataFrame
    later: pd.DataFrame
    own_earlier: pd.DataFrame
    own_later: pd.DataFrame
    changes: pd.DataFrame
    own_change: pd.DataFrame
    followed: pd.Series | None
    pair_attendance: pd.DataFrame
    names: dict[str, str]
    published: pd.DataFrame

    @property
    def monthly(self) -> bool:
        """Whether the trend runs month by month."""
        return self.asked.step == "bulan"

    @property
    def followed_hidden(self) -> bool:
        """Whether the same children are not shown for want of protection (not for want of data)."""
        return self.public and self.choice.level == "desa"


def view(choice: Choice, asked: Asked, *, public: bool) -> TrendView:
    """Return everything the page needs of a choice."""
    return _view(choice, asked, public, data.version())


@st.cache_resource(show_spinner=False, max_entries=96)  # a few hundred rows each
def _view(choice: Choice, asked: Asked, public: bool, data_version: str) -> TrendView:
    months, years = sorted(data.months()[:MONTHS]), sorted(data.years())
    periods = months if asked.step == "bulan" else years
    own = _own(choice, public)
    parts = trend_data.parts(choice, asked.level, None, public=public)
    attended = trend_data.attendance(choice, periods, public=public)
    months_ds = trend_data.attendance(choice, months, public=public)
    pair = [p for p in (asked.earlier, asked.later) if p is not None]
    earlier, later = (_at(parts, p) for p in (asked.earlier, asked.later))
    own_a, own_b = (_at(own, p) for p in (asked.earlier, asked.later))
    ds = trend_data.attendance(choice, pair, public=public)
    two = len(pair) == 2
    return TrendView(
        choice=choice, asked=asked, public=public,
        series=_in(own, periods), attendance=attended, months=_in(own, months), months_attendance=months_ds,
        parts=_in(parts, periods), earlier=earlier, later=later, own_earlier=own_a, own_later=own_b,
        changes=two_periods(earlier, later), own_change=two_periods(own_a, own_b),
        followed=trend_data.followed(choice, *pair, public=public) if two else None,
        pair_attendance=ds, names=trend_data.names(choice, parts), published=_published(choice),
    )  # fmt: skip


def _published(choice: Choice) -> pd.DataFrame:
    rows = published(choice.area, choice.indicator)
    return rows[rows["unit"].eq("%") & rows["period"].str.len().ge(4)].reset_index(drop=True)


def _own(choice: Choice, public: bool) -> pd.DataFrame:
    frame = data.rates(choice.level, None, choice.rule, choice.indicator, choice.area, public=public)
    return frame[frame["area"].eq(choice.area)]


def _in(frame: pd.DataFrame, periods: list[str]) -> pd.DataFrame:
    return frame[frame["period"].isin(periods)].reset_index(drop=True)


def _at(frame: pd.DataFrame, period: str | None) -> pd.DataFrame:
    return frame[frame["period"].eq(period)].reset_index(drop=True) if period else frame.head(0)
