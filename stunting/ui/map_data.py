"""Loading and caching of what the page Peta compares: two periods of one level."""

from __future__ import annotations

import pandas as pd

from stunting.indicators.change_areas import change_of_areas
from stunting.ui import data
from stunting.ui.data import resource
from stunting.ui.filters import Choice


def earlier_periods(choice: Choice) -> list[str]:
    """Return the periods of the same length before the chosen one, newest first: what it is compared with."""
    every = data.months() if choice.monthly else data.years()
    return [p for p in every if p < choice.period]


@resource
def _changes(
    code: str,
    data_version: str,
    level: str,
    periods: tuple[str, str],
    rule: str,
    indicator: str,
    public: bool,
) -> pd.DataFrame:
    earlier, later = (data.rates(level, period, rule, indicator, public=public) for period in periods)
    return change_of_areas(earlier, later)


def changes(choice: Choice, level: str, earlier: str, *, public: bool) -> pd.DataFrame:
    """Return the change of every area of `level` from `earlier` to the chosen period.

    A change is hidden where either side is (see ``change_of_areas``).
    """
    periods = (earlier, choice.period)
    return _changes(data.kab(), data.version(), level, periods, choice.rule, choice.indicator, public)
