"""Figures of a briefing made by hand: what a district may look like."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from stunting.access.disclosure import protect
from stunting.indicators.intervals import proportion_interval
from stunting.reports.briefing.content import Causes

KEC = [f"63.11.0{i}" for i in range(1, 9)]


def frame(
    level: str, cells: dict[tuple[str, str], tuple[int, int]], indicator: str = "stunting"
) -> pd.DataFrame:
    """Return a result frame of (area, period) → (cases, children)."""
    keys = list(cells)
    n = pd.Series([cells[k][0] for k in keys], dtype="float64")
    d = pd.Series([cells[k][1] for k in keys], dtype="float64")
    found = proportion_interval(n.to_numpy(), d.to_numpy())
    out = pd.DataFrame(
        {
            "level": level, "area": [k[0] for k in keys], "indicator": indicator,
            "period": [k[1] for k in keys], "rule": "eppgbm", "value": n / d.where(d > 0), "low": found.low,
            "high": found.high, "numerator": n, "denominator": d, "registered": d, "measured": d,
            "method": found.method, "source": "uji",
        }
    )  # fmt: skip
    return out.astype(dict.fromkeys(("level", "area", "indicator", "period", "rule", "source"), "str"))


class Made:
    """Figures from tables of counts, by level."""

    rule, mark, pulled_on, internal = "eppgbm", "Data sintetis", dt.date(2024, 9, 1), False

    def __init__(
        self, levels: dict[str, dict[tuple[str, str], tuple[int, int]]], *, kab: str = "63.11",
        causes: Causes | None = None, target: float | None = 0.116, public: bool = True,
        iku: pd.DataFrame | None = None,
    ) -> None:  # fmt: skip
        self.kab, self._levels, self._causes, self._target, self._public = kab, levels, causes, target, public
        self._iku = iku

    def rates(self, level, period, indicator, area=None):
        out = frame(level, self._levels.get(level, {}), indicator)
        out = (
            protect(out.assign(_f=out["period"]), within=["_f"])
            if self._public
            else out.assign(suppressed=False)
        )
        out = out if period is None else out[out["period"] == period]
        return out if area is None else out[out["area"].str.startswith(area)].reset_index(drop=True)

    def attendance(self, level, period):
        some = {k: (int(0.8 * d), d) for k, (_, d) in self._levels.get(level, {}).items() if k[1] == period}
        return frame(level, some, "ds").assign(suppressed=False)

    def attendance_goal(self, year):
        return 0.85

    def main_target(self, indicator, year):
        if self._target is None:
            return None
        return pd.Series(
            {"area": self.kab, "indicator": indicator, "document": "Contoh", "year": int(year), "rank": 1,
             "value": self._target, "printed": self._target, "kind": "e-PPGBM", "unit": "%", "source": "uji"}
        )  # fmt: skip

    def targets(self, indicator):
        years = [] if self._target is None else [2023, 2024]
        shown = {"year": years, "value": [self._target] * len(years), "printed": [self._target] * len(years)}
        return pd.DataFrame(shown)

    def published(self, indicator):
        return frame("kabupaten", {}).assign(unit="%")

    def iku(self, year):
        return self._iku

    def causes(self, area, period):
        return self._causes

    def partial(self, area, period):
        return ""

    def late(self):
        return None


def district(now: list[int], before: list[int], of: int = 300, period: str = "2024") -> Made:
    """Return a district whose kecamatan had `before` cases and have `now`, of `of` children each."""
    earlier = f"{int(period[:4]) - 1}{period[4:]}"
    kec = {(k, period): (n, of) for k, n in zip(KEC, now, strict=False)}
    kec |= {(k, earlier): (n, of) for k, n in zip(KEC, before, strict=False)}
    kab = {("63.11", period): (sum(now), of * len(now)), ("63.11", earlier): (sum(before), of * len(before))}
    return Made({"kecamatan": kec, "kabupaten": kab})
