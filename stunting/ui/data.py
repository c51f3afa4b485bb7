"""All loading and caching of the screens, in one place. Pages hold no arithmetic, groupby or file access.

Everything is keyed by the store's version (never name that argument with a leading underscore: Streamlit
leaves those out of the key), so that an upload or an undo shows at the next click, and held
as a shared resource (read-only, no copy for each viewer). No table here knows a child's identity.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from stunting.access import Sessions
from stunting.indicators import cube as cubes
from stunting.indicators import public as as_public
from stunting.indicators import target_edit
from stunting.indicators.participation import participation as _attendance
from stunting.indicators.prevalence import prevalence
from stunting.indicators.published import published_shares
from stunting.indicators.recap import recap_periods
from stunting.indicators.results import PARTLY, Synthetic
from stunting.indicators.skdn.targets import target as skdn_target
from stunting.indicators.targets import by_year
from stunting.indicators.targets import targets as _targets
from stunting.settings import settings
from stunting.store import Store
from stunting.ui import places

resource = st.cache_resource(show_spinner=False, max_entries=256)


@st.cache_resource(show_spinner=False)
def _store(home: str) -> Store:
    return Store()


def store() -> Store:
    """Return the store of this installation."""
    return _store(str(settings().home))


def version() -> str:
    """Return the version of the data: a new one whenever any figure may have changed."""
    return store().version()


def kab() -> str:
    """Return the kabupaten that is watched: the setting, else the first one in the store."""
    own = settings().kabupaten
    return own or next((k for k in store().kabupaten() if not k.startswith("?")), "")


def stored_kabupaten() -> list[str]:
    """Return the keys of every kabupaten with rows, whichever is watched ("?NAME": not recognised)."""
    return sorted(store().kabupaten())


def known_kabupaten() -> set[str]:
    """Return the kabupaten whose map may be asked for."""
    return {kab(), *store().kabupaten()}


def has_data() -> bool:
    """Return whether the watched kabupaten has any row."""
    return kab() in store().kabupaten()


def synthetic() -> bool:
    """Return whether anything on screen comes from the synthetic district."""
    return bool(store().synthetic)


def only_synthetic() -> bool:
    """Return whether the store holds uploads, and every live one says that it is synthetic."""
    return _only_synthetic(version())


def made_up() -> Synthetic:
    """Return the same for a source line: all of it, some of it (`PARTLY`), or nothing."""
    return synthetic() and (only_synthetic() or PARTLY)


@resource
def _only_synthetic(data_version: str) -> bool:
    uploads = store().uploads()
    live = uploads[uploads["state"] == "live"]
    return bool(len(live) and live["synthetic"].all())


@st.cache_resource(show_spinner=False)
def _sessions(home: str) -> Sessions:
    return Sessions(settings().home)


def sessions() -> Sessions:
    """Return the sessions of this installation."""
    return _sessions(str(settings().home))


def pulled_on() -> date | None:
    """Return the day of the last upload."""
    return store().pulled_on()


# cube and result frames ---------------------------------------------------------------------------


@resource
def _cube(code: str, data_version: str) -> pd.DataFrame:
    return store().cube(cubes.NAME, code, cubes.build)


def cube() -> pd.DataFrame:
    """Return the cube of the watched kabupaten."""
    return _cube(kab(), version())


@resource
def _periods(code: str, data_version: str) -> list[str]:
    seen = _cube(code, data_version)
    measured = map(str, seen.loc[seen["measured"] > 0, "period"].unique())
    return sorted({*measured, *recap_periods(store().recap(code))}, reverse=True)


def months() -> list[str]:
    """Return the months with a measurement, newest first."""
    return [p for p in _periods(kab(), version()) if len(p) == 7]


def years() -> list[str]:
    """Return the years with a measurement, newest first."""
    return [p for p in _periods(kab(), version()) if len(p) == 4]


@resource
def _rates(
    code: str, data_version: str, level: str, period: str | None, rule: str, indicator: str, area: str | None
) -> pd.DataFrame:
    frame = prevalence(
        _cube(code, data_version), level=level, period=period, rule=rule, indicator=indicator, area=area,
        recap=store().recap(code), pulled_on=pulled_on(), synthetic=made_up(),
    )  # fmt: skip
    return frame.reset_index(drop=True)


def rates(
    level: str, period: str | None, rule: str, indicator: str, area: str | None = None, *, public: bool = True
) -> pd.DataFrame:
    """Return the result frame of `indicator` at `level` (inside `area`); all months where `period` is None.

    Parameters
    ----------
    public : bool
        Apply disclosure control (rule 5): small counts below the kecamatan come back missing, marked in
        the column ``suppressed``. A puskesmas then stands whole in the kecamatan that it lies in.

    Raises
    ------
    ValueError
        For the public and a posyandu: too small to be shown at all.
    """
    if public and level == "posyandu":
        raise ValueError("a posyandu is too small for the public")
    if not public:
        return _rates(kab(), version(), level, period, rule, indicator, area).assign(suppressed=False)
    return _protected(kab(), version(), level, period, rule, indicator, area)


@resource
def _protected(
    code: str, data_version: str, level: str, period: Any, rule: str, indicator: str, area: Any
) -> Any:
    frame = as_public.hide_rates(_rates(code, data_version, level, period, rule, indicator, None))
    keys = frame["area"].astype("str")
    if level == "puskesmas":
        seen = _cube(code, data_version)
        desa = _protected(code, data_version, "desa", period, rule, indicator, None)
        columns = (f"n_{indicator}_{rule}", f"d_{indicator}_{rule}")
        frame = as_public.guard_puskesmas(frame, desa, seen, *columns)
        keys = keys.map(as_public.homes(seen)).fillna("")
    if area is not None:
        frame = frame[keys.str.startswith(area)]
    return frame.reset_index(drop=True)


@resource
def _participation(code: str, data_version: str, level: str, period: str) -> pd.DataFrame:
    seen = _cube(code, data_version)
    return _attendance(seen, level=level, period=period, pulled_on=pulled_on(), synthetic=made_up())


@resource
def _protected_participation(code: str, data_version: str, level: str, year: str) -> pd.DataFrame:
    seen = _cube(code, data_version)
    asked = as_public.months_of(seen["period"], year)
    frame = _attendance(seen, level=level, period=asked, pulled_on=pulled_on(), synthetic=made_up())
    frame = as_public.hide_attendance(frame)
    if level != "puskesmas":
        return frame
    desa = _protected_participation(code, data_version, "desa", year)
    return as_public.guard_puskesmas(frame, desa, seen, "d", "s")


def participation(level: str, period: str, *, public: bool = True) -> pd.DataFrame:
    """Return D/S as a result frame; for the public, small counts are hidden as in `rates`."""
    if not public:
        return _participation(kab(), version(), level, period).assign(suppressed=False)
    frame = _protected_participation(kab(), version(), level, period[:4])
    return frame[frame["period"].astype("str") == period].reset_index(drop=True)


@lru_cache(maxsize=64)
def _all_targets(code: str, indicator: str, home: str, stamp: str) -> pd.DataFrame:
    return _targets(code, indicator, extra=store().registers.read(target_edit.NAME))


def all_targets(code: str, indicator: str) -> pd.DataFrame:
    """Return every target of an area and the nation, with what the district changed in them."""
    return _all_targets(code, indicator, str(settings().home), store().registers.stamp(target_edit.NAME))


def targets(code: str, indicator: str) -> pd.DataFrame:
    """Return the district's own targets for routine data, the main document of each year."""
    return by_year(all_targets(code, indicator), code)


def attendance_target(code: str, year: str) -> float:
    """Return the kabupaten's target of D/S in a year, with what the district changed; NaN: none."""
    return skdn_target(code, "ds", year, extra=store().registers.read(target_edit.NAME))


@lru_cache(maxsize=32)
def published(code: str, indicator: str) -> pd.DataFrame:
    """Return figures of other sources (surveys, printed reports) of the kabupaten."""
    return published_shares(code, indicator)


def warm_up() -> None:
    """Load what the first page needs, so that the first visitor does not wait for it."""
    code = kab()
    if not code:
        return
    for level in places.MAP_LEVELS:
        places.layer_version(code, level)
    places.labels(code)
    if has_data():
        cube()
        months()
