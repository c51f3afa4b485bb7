"""The figures of a briefing straight from a store: for the command line and for scheduled briefings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

import pandas as pd

from stunting import regions
from stunting.indicators import (
    completeness,
    cube,
    delivery,
    iku,
    iku_edit,
    public,
    ranking,
    skdn,
    target_edit,
)
from stunting.indicators.participation import participation
from stunting.indicators.prevalence import prevalence
from stunting.indicators.published import published_shares
from stunting.indicators.recap import recap_periods
from stunting.indicators.results import PARTLY, Synthetic, synthetic_words
from stunting.indicators.targets import by_year, main_target, targets
from stunting.reports.briefing.causes_stored import stored_causes
from stunting.reports.briefing.content import Causes
from stunting.store import Store

#: Months that tell what is usual of a puskesmas.
_BOARD_MONTHS: Final = 12
_MONTH: Final = len("YYYY-MM")


class StoredFigures:
    """Figures of one kabupaten in a store.

    Parameters
    ----------
    store : Store
    kab : str
    rule : str
    protected : bool
        Hide small counts below the kecamatan: a briefing is made to be forwarded.
    causes : callable, optional
        Area and period → `Causes`; default: from the answers in the store (`causes_stored.stored_causes`).
    """

    def __init__(
        self,
        store: Store,
        kab: str,
        *,
        rule: str = "eppgbm",
        protected: bool = True,
        causes: Callable[[str, str], Causes | None] | None = None,
    ) -> None:
        self.kab, self.rule, self._protected = kab, rule, protected
        self.internal = not protected
        self._store, self._causes = store, causes
        self._cube = store.cube(cube.NAME, kab, cube.build)
        self._recap = store.recap(kab)
        self._made_up = _made_up(store)
        self.mark = synthetic_words(self._made_up).capitalize()
        self.pulled_on: dt.date | None = store.pulled_on()
        self._extra = store.registers.read(target_edit.NAME)
        self._served: pd.Series | None = None

    def periods(self) -> list[str]:
        """Return the months and years with a measurement, oldest first."""
        measured = self._cube.loc[self._cube["measured"] > 0, "period"].astype("str")
        return sorted({*measured, *recap_periods(self._recap)})

    def areas(self) -> set[str]:
        """Return the keys of the areas, and the names of the puskesmas, that have any row or are known."""
        known = set(regions.areas(self.kab)["code"])
        seen = self._cube[["kab", "kec", "desa", "puskesmas"]].astype("str")
        return known.union(*(set(seen[c].dropna()) for c in seen))

    def rates(self, level: str, period: str | None, indicator: str, area: str | None = None) -> pd.DataFrame:
        """Return a result frame with ``suppressed``; of all periods where None."""
        frame = prevalence(
            self._cube, level=level, period=period, rule=self.rule, indicator=indicator, recap=self._recap,
            pulled_on=self.pulled_on, synthetic=self._made_up,
        )  # fmt: skip
        frame = self._shown(frame, level, f"n_{indicator}_{self.rule}", f"d_{indicator}_{self.rule}")
        if area is None:
            return frame
        keys = frame["area"].astype("str")
        if regions.level_of(area) is None:  # a puskesmas, and the desa that it serves
            inside = keys.eq(area) if level == "puskesmas" else keys.isin(self._desa_of(area))
        else:
            inside = keys.str.startswith(area)
        found = frame[inside].reset_index(drop=True)
        return found.assign(lokus=self._lokus(found)) if level == "desa" else found

    def _lokus(self, found: pd.DataFrame) -> list[bool]:
        """Return which rows are of a desa on the list of desa lokus of the row's own year."""
        lists = ranking.lokus(self.kab, entered=self._store.registers.read("lokus"))
        listed = set(zip(lists["area"].astype("str"), lists["year"].astype("int64"), strict=True))
        years = found["period"].astype("str").str[:4].astype("int64")
        return [key in listed for key in zip(found["area"].astype("str"), years, strict=True)]

    def attendance(self, level: str, period: str) -> pd.DataFrame:
        """Return D/S as a result frame."""
        asked = public.months_of(self._cube["period"], period[:4])
        frame = participation(
            self._cube, level=level, period=asked, pulled_on=self.pulled_on, synthetic=self._made_up
        )
        if not self._protected:
            frame = frame.assign(suppressed=False)
        elif level == "puskesmas":
            desa = public.hide_attendance(participation(self._cube, level="desa", period=asked))
            frame = public.guard_puskesmas(public.hide_attendance(frame), desa, self._cube, "d", "s")
        else:
            frame = public.hide_attendance(frame)
        return frame[frame["period"].astype("str") == period].reset_index(drop=True)

    def _shown(self, frame: pd.DataFrame, level: str, cases: str, children: str) -> pd.DataFrame:
        """Return rates as the reader may see them."""
        if not self._protected:
            return frame.assign(suppressed=False)
        if level != "puskesmas" or not len(frame):
            return public.hide_rates(frame)
        periods = sorted(set(frame["period"].astype("str")))
        desa = prevalence(
            self._cube, level="desa", period=periods, rule=self.rule, indicator=frame["indicator"].iloc[0],
            recap=self._recap,
        )  # fmt: skip
        shown = public.hide_rates(frame)
        return public.guard_puskesmas(shown, public.hide_rates(desa), self._cube, cases, children)

    def _desa_of(self, puskesmas: str) -> list[str]:
        if self._served is None:
            self._served = public.served(self._cube)
        return self._served.index[self._served.eq(puskesmas)].tolist()

    def attendance_goal(self, year: str) -> float | None:
        """Return the district's target of D/S in a year."""
        goal = skdn.target(self.kab, "ds", year, extra=self._extra)
        return goal if goal == goal else None

    def main_target(self, indicator: str, year: str) -> pd.Series | None:
        """Return the district's target of a year."""
        return main_target(self.kab, indicator, year, found=targets(self.kab, indicator, extra=self._extra))

    def targets(self, indicator: str) -> pd.DataFrame:
        """Return the district's targets for routine data, the main document of each year."""
        return by_year(targets(self.kab, indicator, extra=self._extra), self.kab)

    def published(self, indicator: str) -> pd.DataFrame:
        """Return figures of other sources of the kabupaten."""
        return published_shares(self.kab, indicator)

    def iku(self, year: int) -> pd.DataFrame | None:
        """Return the table of key indicators."""
        computed = [
            prevalence(self._cube, level="kabupaten", rule="eppgbm", indicator=i, recap=self._recap,
                       pulled_on=self.pulled_on, synthetic=self._made_up)
            for i in iku.FROM_ROWS
        ]  # fmt: skip
        entered = self._store.registers.read(iku_edit.NAME)
        whole = pd.concat(computed, ignore_index=True)
        return iku.table(self.kab, year, extra=self._extra, entered=entered, computed=whole)

    def causes(self, area: str, period: str) -> Causes | None:
        """Return the determinants; published shares without own data, None where there is nothing."""
        if self._causes:
            return self._causes(area, period)
        return stored_causes(
            self._store, self.kab, area, period, rule=self.rule, protected=self._protected,
            synthetic=self._made_up,
        )  # fmt: skip

    def partial(self, area: str, period: str) -> str:
        """Return on how many puskesmas a figure of the district or a kecamatan rests."""
        return delivery.partial(self._cube, self.kab, area, period)

    def late(self) -> tuple[str, list[str]] | None:
        """Return the newest month and the puskesmas that have not delivered it."""
        return late_of(self._cube, self.kab)


def late_of(cube: pd.DataFrame, kab: str) -> tuple[str, list[str]] | None:
    """Return the newest month of the cube, and the puskesmas that have not delivered it."""
    keys = ["puskesmas", "period"]
    counts = cube.groupby(keys, observed=True)["registered"].sum().reset_index(name="rows")
    counts = counts.astype({**dict.fromkeys(keys, "str"), "rows": "float64"}).assign(troubled=0.0)
    counts = counts[counts["period"].str.len() == _MONTH]
    months = sorted(set(counts["period"]))[-_BOARD_MONTHS:]
    board = completeness.board(cube, counts, regions.puskesmas_of(kab)["puskesmas"].tolist(), months)
    newest = completeness.newest(board)
    return None if newest is None else (newest, completeness.late(board, newest))


def _made_up(store: Store) -> Synthetic:
    """Return whether all of it is synthetic, some of it, or nothing."""
    uploads = store.uploads()
    live = uploads.loc[uploads["state"] == "live", "synthetic"]
    return bool(live.any()) and (bool(live.all()) or PARTLY)
