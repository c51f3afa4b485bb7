"""What the page Target loads: ladder, flows, tables, registers; cached by the version of the data."""

from __future__ import annotations

from typing import Any

import pandas as pd

from stunting.charts.funnel import funnel as draw_funnel
from stunting.indicators import iku, iku_edit, ladder, path, province, target_edit
from stunting.indicators.cube import INDICATORS as CUBE_INDICATORS
from stunting.indicators.funnel import funnel
from stunting.indicators.published import published
from stunting.indicators.targets import NATIONAL
from stunting.settings import settings
from stunting.ui import data, places, texts
from stunting.ui.data import resource
from stunting.ui.filters import Choice


def _stamp(name: str) -> str:
    return data.store().registers.stamp(name)


def register(name: str) -> pd.DataFrame | None:
    """Return the register in force."""
    return data.store().registers.read(name)


def year_of(choice: Choice) -> int:
    """Return the year that is chosen, of a month its year."""
    return int(choice.period[:4])


def aims(choice: Choice) -> pd.DataFrame:
    """Return the targets that concern the chosen area: its own, the kabupaten's, the nation's."""
    whole = data.all_targets(choice.kab, choice.indicator)
    own = [a for a in dict.fromkeys((choice.area, choice.kec)) if a and a != choice.kab]
    more = [data.all_targets(a, choice.indicator) for a in own]
    return pd.concat([*(t[t["area"] != NATIONAL] for t in more), whole], ignore_index=True)


def figures(choice: Choice, *, public: bool) -> pd.DataFrame:
    """Return one figure a year of the chosen area; of the chosen year that of the chosen period."""
    rows = data.rates(choice.level, None, choice.rule, choice.indicator, choice.area, public=public)
    rows = rows[rows["area"].eq(choice.area)]
    yearly = rows[rows["period"].str.len().eq(4) & (rows["period"] <= choice.period[:4])]
    if choice.monthly:
        now = rows[rows["period"].eq(choice.period)]
        yearly = pd.concat([yearly[yearly["period"] < choice.period[:4]], now])
    yearly = yearly.sort_values("period").reset_index(drop=True)
    few = [
        texts.delivered(choice, str(p)) if rule == choice.rule else ""  # a recap is of the whole area
        for p, rule in zip(yearly["period"], yearly["rule"], strict=True)
    ]
    return yearly.assign(partial=pd.array(few, dtype="str"))


def unfinished(choice: Choice, *, public: bool) -> str:
    """Return on how little the figure of the choice rests; empty where it is complete, or there is none."""
    rows = figures(choice, public=public)
    found = rows.loc[rows["period"].eq(choice.period) & rows["value"].notna(), "partial"]
    return str(found.iloc[0]) if len(found) else ""


@resource
def _rungs(
    data_version: str, stamp: str, home: str, choice: Choice, public: bool
) -> pd.DataFrame:  # fmt: skip
    surveys = published(None, choice.indicator, "survei")
    surveys = surveys[surveys["area"].isin([choice.kab, NATIONAL])]
    own = figures(choice, public=public)
    early = printed_series(choice) if choice.level == "kabupaten" and choice.rule == "eppgbm" else None
    if early is not None and len(early):  # years before the first rows: what the reports print
        known = set(own.loc[own["value"].notna(), "period"].str.slice(0, 4))
        early = early[~early["period"].isin(known | {choice.period[:4]})]
        own = pd.concat([early[early["period"] < choice.period[:4]], own], ignore_index=True)
    return ladder.ladder(aims(choice), own, surveys, year_of(choice))


def rungs(choice: Choice, *, public: bool) -> pd.DataFrame:
    """Return the ladder of the choice."""
    return _rungs(data.version(), _stamp(target_edit.NAME), str(settings().home), choice, public)


def printed_series(choice: Choice) -> pd.DataFrame:
    """Return the yearly e-PPGBM figures that reports of the kabupaten print."""
    rows = published(choice.kab, choice.indicator, "e-PPGBM")
    rows = rows[rows["unit"].eq("%") & rows["period"].str.len().eq(4)]
    return rows.assign(level="kabupaten")


@resource
def _flows(code: str, data_version: str, rule: str, indicator: str) -> pd.DataFrame:
    def build(rows: pd.DataFrame) -> pd.DataFrame:
        known = sorted({int(str(p)[:4]) for p in rows["period"].dropna().unique()})
        pairs = [y for y in known if y - 1 in known]
        made = [
            path.flows(rows, y, level=level, rule=rule, indicator=indicator)
            for y in pairs for level in ("kabupaten", "kecamatan")
        ]  # fmt: skip
        columns = ["level", "area", "period", "rule", *path.FLOW_COLUMNS]
        return pd.concat(made, ignore_index=True) if made else pd.DataFrame(columns=columns)

    return data.store().cube(f"alir-1-{rule}-{indicator}", code, build)


def flow(choice: Choice) -> pd.Series | None:
    """Return the flows of the chosen kabupaten or kecamatan into its last full pair of years."""
    if choice.indicator not in CUBE_INDICATORS:
        return None
    rows = _flows(choice.kab, data.version(), choice.rule, choice.indicator)
    year = year_of(choice)
    rows = rows[rows["area"].eq(choice.area) & rows["period"].eq(f"{year - 1}-{year}")]
    return rows.iloc[-1] if len(rows) else None


@resource
def _iku(code: str, data_version: str, stamps: str, home: str, year: int) -> pd.DataFrame:
    computed = [data.rates("kabupaten", None, "eppgbm", i, public=True) for i in iku.FROM_ROWS]
    choice = Choice(code, code, str(year), "eppgbm", iku.FROM_ROWS[0])
    return iku.table(
        code, year, extra=register(target_edit.NAME), entered=register(iku_edit.NAME),
        computed=pd.concat(computed, ignore_index=True).assign(partial=texts.delivered(choice)),
    )  # fmt: skip


def iku_table(choice: Choice) -> pd.DataFrame:
    """Return the IKU table of the kabupaten in the chosen year."""
    stamps = f"{_stamp(target_edit.NAME)}|{_stamp(iku_edit.NAME)}"
    return _iku(choice.kab, data.version(), stamps, str(settings().home), year_of(choice))


@resource
def _province(code: str, year: int, indicator: str) -> Any:
    at = province.year_with_figures(code, year, indicator)
    if at is None:
        return None
    return province.province(code, at, indicator), province.whole(code, at, indicator)


def province_table(choice: Choice) -> tuple[pd.DataFrame, pd.Series | None] | None:
    """Return the kabupaten of the province and its own figure; None where nothing is printed."""
    return _province(choice.kab, year_of(choice), choice.indicator)


@resource
def _funnel(
    data_version: str, home: str, choice: Choice, level: str, public: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = data.rates(level, choice.period, choice.rule, choice.indicator, choice.kec, public=public)
    whole = data.rates("kabupaten", choice.period, choice.rule, choice.indicator, public=public)
    whole = whole[whole["area"].eq(choice.kab)]
    if not len(whole) or pd.isna(whole["value"].iloc[0]):
        return rows, rows.head(0).assign(centre=0.0, place="")
    return rows, funnel(rows, float(whole["value"].iloc[0]))


def own_funnel(choice: Choice, level: str, *, public: bool) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the areas of a level (inside the chosen kecamatan) and where they lie in the funnel."""
    return _funnel(data.version(), str(settings().home), choice, level, public)


@resource
def _funnel_figure(data_version: str, home: str, choice: Choice, level: str, public: bool, whole: str) -> Any:
    rows, found = own_funnel(choice, level, public=public)
    names = places.names_of(choice.kab, rows["area"].astype("str").unique())
    return draw_funnel(found, names=names, whole=whole, height=380)


def funnel_figure(choice: Choice, level: str, whole: str, *, public: bool) -> Any:
    """Return the chart of `own_funnel`."""
    return _funnel_figure(data.version(), str(settings().home), choice, level, public, whole)
