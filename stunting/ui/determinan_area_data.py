"""Loading and caching of the area indicators of the page Determinan."""

from __future__ import annotations

from typing import Final

import pandas as pd

from stunting.indicators import determinants as det
from stunting.indicators.determinants import area_indicators, area_rates
from stunting.ui import data, posyandu_data
from stunting.ui.determinan_data import answers, resource
from stunting.ui.filters import Choice

#: So many hidden areas at least, and one line through all of them tells nothing of any of them.
MANY: Final = 10


@resource
def _indicators(code: str, data_version: str) -> pd.DataFrame:
    return area_indicators.area_indicators(answers(code, data_version, "wilayah", None))


def indicators(kab: str) -> pd.DataFrame:
    """Return all area indicators (`area_indicators`)."""
    return _indicators(kab, data.version())


@resource
def _rows(code: str, data_version: str, register: str, name: str, year: str, protected: bool) -> pd.DataFrame:
    table = _indicators(code, data_version)
    rows = table[(table["name"] == name) & (table["period"] == year)]
    level = "desa" if (rows["level"] == "desa").any() else "kecamatan"
    rows = rows[rows["level"] == level]
    rows = area_indicators.hide_indicator(rows) if protected else rows.assign(suppressed=False)
    return area_rates.rated(rows, posyandu_data.under_five(level, year)).reset_index(drop=True)


def rows(choice: Choice, name: str, year: str, *, protected: bool) -> pd.DataFrame:
    """Return one area indicator and year as this user may see it, cases as rates where they can be."""
    return _rows(choice.kab, data.version(), posyandu_data.stamp(), name, year, protected)


@resource
def _association(
    code: str, data_version: str, register: str, name: str, year: str, period: str, rule: str,
    protected: bool,
) -> det.Association:  # fmt: skip
    rows = _rows(code, data_version, register, name, year, protected)
    level = str(rows["level"].iloc[0]) if len(rows) else "desa"
    rates = data.rates(level, period, rule, "stunting", public=protected)
    found = det.area_association(rates, rows)
    secret = rows.loc[rows["suppressed"], "area"]
    hidden = found.areas["suppressed"] | found.areas["area"].isin(secret)
    unit = str(rows["unit"].iloc[0]) if len(rows) else ""
    summary = found.summary
    if protected and int(hidden.sum()) >= MANY:
        # The areas with many cases are those that stay visible: their line alone would be biased.
        every = _rows(code, data_version, register, name, year, False)
        rates = data.rates(level, period, rule, "stunting", public=False)
        summary = det.area_association(rates, every).summary
    return det.Association(found.areas.assign(suppressed=hidden, against=name, unit=unit), summary)


def association(choice: Choice, name: str, year: str, *, protected: bool) -> det.Association:
    """Return stunting against an area indicator in all areas that have it."""
    return _association(
        choice.kab, data.version(), posyandu_data.stamp(), name, year, choice.period, choice.rule, protected
    )  # fmt: skip
