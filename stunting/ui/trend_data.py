"""What the page Tren loads: areas of a level inside the chosen one, D/S over time, the same children."""

from __future__ import annotations

from typing import Final

import pandas as pd

from stunting.indicators import same_children
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

    All periods where `period` is None.
    """
    area = choice.kec if choice.level != "kabupaten" else None
    return data.rates(level, period, choice.rule, choice.indicator, area, public=public)


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
