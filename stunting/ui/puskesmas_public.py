"""Figures of puskesmas for the public: those hidden too that would give a hidden desa away."""

from __future__ import annotations

import pandas as pd

from stunting.indicators import public
from stunting.ui import data
from stunting.ui.data import resource


@resource
def rates(code: str, data_version: str, period: str | None, rule: str, indicator: str) -> pd.DataFrame:
    """Return the result frame of an indicator, of all periods where None."""
    frame = data.rates("puskesmas", period, rule, indicator, public=True)
    desa = data.rates("desa", period, rule, indicator, public=True)
    periods = sorted(set(frame["period"].astype("str")))
    cells = public.parts_of_puskesmas(data.cube(), f"n_{indicator}_{rule}", f"d_{indicator}_{rule}", periods)
    return public.hide_puskesmas(frame, cells, desa)


@resource
def attendance(code: str, data_version: str, period: str) -> pd.DataFrame:
    """Return D/S of a period."""
    frame = data.participation("puskesmas", period, public=True)
    desa = data.participation("desa", period, public=True)
    return public.hide_puskesmas(frame, public.parts_of_puskesmas(data.cube(), "d", "s", [period]), desa)
