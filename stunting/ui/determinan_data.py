"""Loading and caching of the page Determinan. Nothing here knows an identity."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import pandas as pd
import streamlit as st

from stunting.indicators import determinants as det
from stunting.indicators.determinants import exposure
from stunting.indicators.determinants.study import Study, ratios
from stunting.indicators.determinants.threads import one_thread
from stunting.indicators.results import source_text
from stunting.reports.briefing.answers import Asked, asked_of
from stunting.ui import data, places
from stunting.ui.filters import Choice

resource = st.cache_resource(show_spinner=False, max_entries=96)
frames = st.cache_resource(show_spinner=False, max_entries=8)

#: Level → column of the frames.
COLUMNS: Final = {"kabupaten": "kab", "kecamatan": "kec", "puskesmas": "puskesmas", "desa": "desa"}


# answers and children -----------------------------------------------------------------------------


@frames
def _states(code: str, data_version: str) -> pd.DataFrame:
    return data.store().cube(exposure.NAME, code, exposure.states)


@frames
def answers(code: str, data_version: str, template: str, until: date | None) -> pd.DataFrame:
    """Return the answers of a template, as known on a day."""
    return data.store().supplement(code, template, until)


@resource
def _months(code: str, data_version: str) -> list[str]:
    return data.store().supplement_months(code, "anak")


def months() -> list[str]:
    """Return the months in which families were asked, oldest first; empty: nobody ever was."""
    return _months(data.kab(), data.version())


@frames
def _joined(code: str, data_version: str, year: str, rule: str, until: date | None) -> exposure.Joined:
    told = answers(code, data_version, "anak", until)
    return det.join(_states(code, data_version), told, year, rule=rule, everyone=True)


def joined(choice: Choice, until: date | None = None) -> exposure.Joined:
    """Return all children measured in the period's year with their answers (as known on a day)."""
    return _joined(choice.kab, data.version(), choice.period[:4], choice.rule, until)


def source() -> str:
    """Return the source line of the figures."""
    return source_text("Pendataan keluarga dan e-PPGBM", data.pulled_on(), synthetic=data.made_up())


def place(choice: Choice) -> tuple[str, str]:
    """Return area and level of the analysis: a desa is too small for one, its kecamatan stands for it."""
    return (choice.kab, "kabupaten") if choice.kec is None else (choice.kec, "kecamatan")


def _inside(frame: pd.DataFrame, area: str, level: str) -> pd.DataFrame:
    return frame[(frame[COLUMNS[level]] == area).to_numpy()].reset_index(drop=True)


def _asked(frame: pd.DataFrame) -> pd.DataFrame:
    keep = frame["answered"].to_numpy(dtype="bool") & frame["stunted"].notna().to_numpy()
    return frame[keep].reset_index(drop=True)


def children(choice: Choice) -> pd.DataFrame:
    """Return all children measured in the area of the analysis, asked or not."""
    return _inside(joined(choice).frame, *place(choice))


# factors ------------------------------------------------------------------------------------------


@resource
def _study(
    code: str, data_version: str, year: str, rule: str, area: str, level: str, by: str,
    chosen: tuple[str, ...],
) -> Study:  # fmt: skip
    found = _joined(code, data_version, year, rule, None)
    frame = _asked(_inside(found.frame, area, level))
    with one_thread():
        return det.study(
            frame, chosen or None, level=by, kab=code, table=found.table, source=source(), period=year
        )


def study(choice: Choice, chosen: tuple[str, ...]) -> Study:
    """Return shares, prevalence ratios and ranking of the area of the analysis."""
    area, level = place(choice)
    year = choice.period[:4]
    return _study(choice.kab, data.version(), year, choice.rule, area, level, level, chosen)


def of_puskesmas(choice: Choice, name: str) -> Study:
    """Return the same of the children of a puskesmas, whatever area is chosen."""
    year = choice.period[:4]
    return _study(choice.kab, data.version(), year, choice.rule, name, "puskesmas", "puskesmas", ())


def asked(choice: Choice, area: str, level: str) -> Asked:
    """Return whose answers an analysis rests on: those of the children measured in an area."""
    children = _inside(joined(choice).frame, area, level)["child_id"]
    told = answers(choice.kab, data.version(), "anak", None)
    label = f"Puskesmas {area}" if level == "puskesmas" else places.label_of(choice.kab, area)
    return asked_of(told, children, label, choice.period, choice.rule)


def parts(choice: Choice, chosen: tuple[str, ...], level: str) -> Study:
    """Return the same of every kecamatan or puskesmas inside."""
    area, above = place(choice)
    year = choice.period[:4]
    return _study(choice.kab, data.version(), year, choice.rule, area, above, level, chosen)


@resource
def _odds(
    code: str, data_version: str, year: str, rule: str, area: str, level: str, chosen: tuple[str, ...]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    found = _joined(code, data_version, year, rule, None)
    frame = _asked(_inside(found.frame, area, level))
    more: dict[str, Any] = {"level": level, "table": found.table, "source": source(), "period": year}
    with one_thread():
        return ratios(frame, chosen or None, measure="or", **more)


def odds(choice: Choice, chosen: tuple[str, ...]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return crude and adjusted odds ratios of the area of the analysis."""
    area, level = place(choice)
    return _odds(choice.kab, data.version(), choice.period[:4], choice.rule, area, level, chosen)
