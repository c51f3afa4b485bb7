"""What the page Tren loads: areas of a level inside the chosen one, D/S over time, the same children."""

from __future__ import annotations

from typing import Final

import pandas as pd

from stunting.access.disclosure import SMALLEST_COUNT, protect
from stunting.indicators import same_children
from stunting.indicators.prevalence import prevalence
from stunting.ui import data, places
from stunting.ui.data import resource
from stunting.ui.filters import Choice

#: Level of the chosen area → levels that the page can show inside it.
INSIDE: Final = {
    "kabupaten": ("kecamatan", "puskesmas", "desa"),
    "kecamatan": ("puskesmas", "desa"),
    "desa": ("desa",),
}


def parts(choice: Choice, level: str, period: str | None, *, public: bool) -> pd.DataFrame:
    """Return the result frame of the areas of `level` inside the chosen one (of a desa: its neighbours).

    All periods where `period` is None. For the public, small counts are hidden, and so is a puskesmas
    whose figure would give away a hidden desa.
    """
    area = choice.kec if choice.level != "kabupaten" else None
    if level != "puskesmas":
        return data.rates(level, period, choice.rule, choice.indicator, area, public=public)
    if not public:
        return data.rates(level, period, choice.rule, choice.indicator, area, public=False)
    frame = _puskesmas(data.kab(), data.version(), choice.rule, choice.indicator, area)
    keep = frame["period"].eq(period) if period else slice(None)
    return frame[keep].reset_index(drop=True)


@resource
def _puskesmas(code: str, data_version: str, rule: str, indicator: str, area: str | None) -> pd.DataFrame:
    frame = _protected_puskesmas(code, data_version, rule, indicator)
    if area is not None:
        frame = frame[frame["_kec"] == area]
    return frame.drop(columns="_kec").reset_index(drop=True)


@resource
def _protected_puskesmas(code: str, data_version: str, rule: str, indicator: str) -> pd.DataFrame:
    """Return the puskesmas with small counts hidden, over the whole kabupaten and every period.

    What is hidden among the desa must not follow from their puskesmas less the desa that are shown: such a
    puskesmas is hidden too, with another of its kecamatan, unless its hidden desa are two or more that sum
    to at least `SMALLEST_COUNT`.
    """
    cube = data.cube()
    frame = data.rates("puskesmas", None, rule, indicator, public=False).drop(columns="suppressed")
    desa = data.rates("desa", None, rule, indicator, public=True)
    secret = desa.loc[desa["suppressed"], ["area", "period"]]
    pairs = cube[["puskesmas", "kec"]].astype("str").value_counts().reset_index()
    home = pairs.drop_duplicates("puskesmas").set_index("puskesmas")["kec"]
    exposed: set[tuple[str, str]] = set()
    for name in frame["area"].astype("str").unique():
        own = prevalence(cube, level="desa", rule=rule, indicator=indicator, area=name)
        own = own[own["denominator"] > 0].merge(secret, on=["area", "period"])
        own["rest"] = own["denominator"] - own["numerator"]
        hidden = own.groupby("period")[["numerator", "rest"]].agg(["size", "sum"])
        few = (hidden["numerator"]["sum"] < SMALLEST_COUNT) | (hidden["rest"]["sum"] < SMALLEST_COUNT)
        bare = hidden[(hidden["numerator"]["size"] == 1) | few]
        exposed |= {(name, str(p)) for p in bare.index}
    area, period = frame["area"].astype("str"), frame["period"].astype("str")
    bare_cell = [key in exposed for key in zip(area, period, strict=True)]
    kec = area.map(home).fillna("?")
    # a count of 0 is small: the cell is hidden, and another one of its kecamatan with it
    cells = frame.assign(_kec=kec, _family=kec + period)
    cells["numerator"] = cells["numerator"].mask(pd.Series(bare_cell, index=cells.index), 0)
    return protect(cells, within=["_family"]).drop(columns="_family")


@resource
def _attendance(
    code: str, data_version: str, level: str, area: str, periods: tuple[str, ...], public: bool
) -> pd.DataFrame:
    found = [data.participation(level, p, public=public) for p in periods]
    frame = pd.concat(found, ignore_index=True) if found else data.participation(level, "", public=public)
    return frame[frame["area"].eq(area)].reset_index(drop=True)


def attendance(choice: Choice, periods: list[str], *, public: bool) -> pd.DataFrame:
    """Return D/S of the chosen area in each period, as a result frame."""
    return _attendance(data.kab(), data.version(), choice.level, choice.area, tuple(periods), public)


@resource
def _seen(code: str, data_version: str) -> pd.DataFrame:
    return data.store().cube(same_children.NAME, code, same_children.build)


@resource
def _followed(
    code: str, data_version: str, level: str, area: str, earlier: str, later: str, rule: str, indicator: str
) -> pd.DataFrame:
    return same_children.paired(
        _seen(code, data_version), earlier, later, rule=rule, indicator=indicator, level=level, area=area
    )


def followed(choice: Choice, earlier: str, later: str, *, public: bool) -> pd.Series | None:
    """Return the children measured in both periods; None for the public below the kecamatan.

    Those counts, laid over the others of the page, could tell of single children there.
    """
    if public and choice.level == "desa":
        return None
    frame = _followed(
        choice.kab, data.version(), choice.level, choice.area, earlier, later, choice.rule, choice.indicator
    )
    return frame.iloc[0]


def names(choice: Choice, frame: pd.DataFrame) -> dict[str, str]:
    """Return the display names of the areas of a frame (a puskesmas is its own name)."""
    keys = frame["area"].astype("str").unique()
    if len(frame) and str(frame["level"].iloc[0]) == "puskesmas":
        return {k: k if k != "?" else "Puskesmas tidak tercatat" for k in keys}
    return places.names_of(choice.kab, keys)
