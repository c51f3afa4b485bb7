"""The figures of a briefing from what the screens have loaded already, under the reader's own control."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd

from stunting import regions
from stunting.indicators import delivery, public
from stunting.indicators import target_edit as edit
from stunting.indicators.results import synthetic_words
from stunting.indicators.targets import main_target
from stunting.reports.briefing import Briefing, collect
from stunting.reports.briefing.causes import from_prints, from_ranking, of_puskesmas
from stunting.reports.briefing.content import Causes
from stunting.reports.briefing.stored import late_of
from stunting.ui import data, target_data
from stunting.ui.data import resource
from stunting.ui.filters import Choice


@resource
def _served(code: str, data_version: str) -> pd.Series:
    return public.served(data.cube())


@resource
def _late(code: str, data_version: str) -> tuple[str, list[str]] | None:
    return late_of(data.cube(), code)


def puskesmas(choice: Choice) -> list[str]:
    """Return the puskesmas that serve the chosen area."""
    served = _served(choice.kab, data.version())
    return sorted(set(served[served.index.astype("str").str.startswith(choice.area)]))


class ScreenFigures:
    """Figures of the watched kabupaten.

    Parameters
    ----------
    choice : Choice
        What the filter row says.
    protected : bool
        Whether small counts below the kecamatan are hidden from the reader.
    """

    def __init__(self, choice: Choice, *, protected: bool) -> None:
        self.kab, self.rule, self._choice, self._protected = choice.kab, choice.rule, choice, protected
        self.mark = synthetic_words(data.made_up()).capitalize()
        self.pulled_on: dt.date | None = data.pulled_on()
        self.internal = not protected

    def rates(self, level: str, period: str | None, indicator: str, area: str | None = None) -> pd.DataFrame:
        """Return a result frame with ``suppressed``; of all periods where None."""
        frame = data.rates(level, period, self.rule, indicator, public=self._protected)
        if area is None:
            return frame
        keys = frame["area"].astype("str")
        if regions.level_of(area) is None:
            served = _served(self.kab, data.version())
            inside = keys.eq(area) if level == "puskesmas" else keys.isin(served.index[served.eq(area)])
        else:
            inside = keys.str.startswith(area)
        return frame[inside].reset_index(drop=True)

    def attendance(self, level: str, period: str) -> pd.DataFrame:
        """Return D/S as a result frame."""
        return data.participation(level, period, public=self._protected)

    def attendance_goal(self, year: str) -> float | None:
        """Return the district's target of D/S in a year."""
        goal = data.attendance_target(self.kab, year)
        return goal if goal == goal else None

    def main_target(self, indicator: str, year: str) -> pd.Series | None:
        """Return the district's target of a year."""
        return main_target(self.kab, indicator, year, found=data.all_targets(self.kab, indicator))

    def targets(self, indicator: str) -> pd.DataFrame:
        """Return the district's targets of all years."""
        return data.targets(self.kab, indicator)

    def published(self, indicator: str) -> pd.DataFrame:
        """Return figures of other sources of the kabupaten."""
        return data.published(self.kab, indicator)

    def iku(self, year: int) -> pd.DataFrame | None:
        """Return the table of key indicators."""
        return target_data.iku_table(Choice(self.kab, self.kab, str(year), self.rule, "stunting"))

    def causes(self, area: str, period: str) -> Causes | None:
        """Return the determinants, of a district without such data what its documents print."""
        choice = self._choice
        level = regions.level_of(area)
        if choice.indicator != "stunting" or (level and area not in (choice.kab, choice.kec)):
            return None
        from stunting.ui import determinan_data  # statistics: only when a briefing is made

        known, year = bool(determinan_data.months()), replace(choice, area=area, period=period)
        if level is None:
            year = replace(year, area=choice.kab)
            own = known and not self._protected
            study = determinan_data.of_puskesmas(year, area) if own else None
            asked = determinan_data.asked(year, area, "puskesmas") if own else None
            above = self.causes(choice.kab, period)
            return of_puskesmas(study, above, asked, label=f"Puskesmas {area}", protected=self._protected)
        if known:
            asked = determinan_data.asked(year, area, level)
            found = from_ranking(determinan_data.study(year, ()).ranking, area, asked)
            if found is not None:
                return found
        return from_prints(self.kab, period) if area == self.kab else None

    def partial(self, area: str, period: str) -> str:
        """Return on how many puskesmas a figure of the district or a kecamatan rests."""
        return delivery.partial(data.cube(), self.kab, area, period)

    def late(self) -> tuple[str, list[str]] | None:
        """Return the newest month and the puskesmas that have not delivered it."""
        return _late(self.kab, data.version())


@resource
def _briefing(stamp: str, choice: Choice, area: str, protected: bool, today: dt.date) -> Any:
    figures = ScreenFigures(choice, protected=protected)
    return collect(figures, area, choice.period, indicator=choice.indicator, today=today)


def briefing(choice: Choice, area: str, *, protected: bool) -> Briefing:
    """Return the briefing of the chosen area, or of a puskesmas in it (shared: nobody may change it)."""
    stamp = f"{data.version()} {data.store().registers.stamp(edit.NAME)}"
    made: Briefing = _briefing(stamp, choice, area, protected, dt.date.today())
    return made
