"""Loading and caching of the page Ibu hamil: visits, rates, trend, flow. Nothing here knows an identity."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from stunting.access.disclosure import SMALLEST_COUNT, protect
from stunting.indicators.determinants import outcomes, pregnancy, published_flow
from stunting.indicators.determinants.pregnancy_list import followed as _followed
from stunting.indicators.results import source_text
from stunting.indicators.sums import LEVEL_COLUMNS
from stunting.ui import data
from stunting.ui.data import resource

NUMBERS: Final = ("umur_hamil", "paritas", "lila", "hb", "ttd", "anc")
#: Levels that the public may ask for.
OPEN: Final = ("kabupaten", "kecamatan", "desa")
_FIGURES: Final = ("value", "low", "high", "numerator")
_HIDDEN: Final = ("women", "unknown")
SOURCE: Final = "templat ibu hamil"


@resource
def _visits(code: str, data_version: str) -> pd.DataFrame:
    frame = data.store().supplement(code, "bumil").rename(columns={"child_id": "mother_id"})
    for name in NUMBERS:
        known = frame[name] if name in frame else pd.Series(np.nan, index=frame.index)
        frame[name] = pd.to_numeric(known, errors="coerce").astype("float64")
    if "hasil" not in frame:
        frame["hasil"] = pd.Series(pd.NA, index=frame.index, dtype="object")
    return frame


def visits() -> pd.DataFrame:
    """Return every visit: ``mother_id``, area keys, ``noted_on``, `NUMBERS`, ``hasil``."""
    return _visits(data.kab(), data.version())


def months() -> list[str]:
    """Return the months with a visit, oldest first."""
    return sorted(visits()["noted_on"].dt.strftime("%Y-%m").dropna().unique().tolist())


@resource
def _latest(code: str, data_version: str) -> pd.Series:
    newest = _visits(code, data_version).sort_values("noted_on").drop_duplicates("mother_id", keep="last")
    return newest.set_index("mother_id")["puskesmas"].astype("object")


def latest_puskesmas() -> pd.Series:
    """Return woman → puskesmas of her newest visit."""
    return _latest(data.kab(), data.version())


@resource
def _rates(code: str, data_version: str, level: str, period: str, scheme: str, public: bool) -> pd.DataFrame:
    source = source_text(SOURCE, data.pulled_on(), synthetic=data.made_up())
    found = pregnancy(
        _visits(code, data_version), level=level, period=period, haemoglobin=scheme, source=source
    )
    if not public or level == "kabupaten" or not len(found):
        return found.assign(suppressed=False)
    if level not in OPEN:
        raise ValueError(f"pregnant women of a {level} are too few for the public")
    parts = []
    for name, each in found.groupby("indicator", sort=False):
        kec = each["area"].astype("str").str.slice(0, 8)
        # a kecamatan has far fewer pregnant women than children: it is guarded as a desa is
        cells = each.assign(level="desa", _family=kec if level == "desa" else "")
        cells = protect(cells, within=["_family"]).drop(columns="_family").assign(level=level)
        if level == "desa":  # all desa of a hidden kecamatan, or they would add up to it
            above = rates_of(code, data_version, period, scheme)
            above = above[(above["indicator"] == name) & above["suppressed"]]
            gone = kec.isin(above["area"].astype("str")).to_numpy()
            cells.loc[gone, [*_FIGURES, "denominator"]] = np.nan
            cells["suppressed"] |= gone
        parts.append(cells)
    # LiLA and Hb of the same few women: where one is hidden, how many were seen is hidden in both
    out = pd.concat(parts, ignore_index=True)
    names = list(_HIDDEN)
    out[names] = out[names].astype("float64").mask(out["suppressed"].groupby(out["area"]).transform("any"))
    return out


def rates_of(code: str, data_version: str, period: str, scheme: str) -> pd.DataFrame:
    """Return the kecamatan as the public may see them."""
    return _rates(code, data_version, "kecamatan", period, scheme, True)


def rates(level: str, period: str, indicator: str, scheme: str, *, public: bool) -> pd.DataFrame:
    """Return the result frame of `pregnancy` of one period and indicator, as this user may see it."""
    found = _rates(data.kab(), data.version(), level, period, scheme, public)
    return found[found["indicator"] == indicator].reset_index(drop=True)


@resource
def _series(code: str, data_version: str, level: str, area: str, scheme: str) -> pd.DataFrame:
    frame = _visits(code, data_version)
    mine = frame[frame[LEVEL_COLUMNS[level]].astype("str") == area]
    source = source_text(SOURCE, data.pulled_on(), synthetic=data.made_up())
    return pregnancy(mine, level=level, haemoglobin=scheme, source=source)


def series(level: str, area: str, indicator: str, scheme: str, *, public: bool) -> pd.DataFrame:
    """Return the months of one area; of a small one nothing but that it is hidden, for the public."""
    found = _series(data.kab(), data.version(), level, area, scheme)
    found = found[found["indicator"] == indicator].reset_index(drop=True)
    if public and level != "kabupaten":
        return found.head(1).assign(value=np.nan, low=np.nan, high=np.nan, numerator=np.nan,
                                    denominator=np.nan, suppressed=True)  # fmt: skip
    return found.assign(suppressed=False)


@resource
def _flow(code: str, data_version: str, level: str, area: str, until: str) -> pd.DataFrame:
    frame = _visits(code, data_version)
    mine = frame[frame[LEVEL_COLUMNS[level]].astype("str") == area]
    source = source_text(SOURCE, data.pulled_on(), synthetic=data.made_up())
    return outcomes(mine, level=level, until=until, source=source)


def flow(level: str, area: str, until: str, *, public: bool) -> pd.DataFrame:
    """Return the outcome flow of one area; for the public only where every part is large enough.

    A column ``suppressed`` says that the parts are hidden; the whole is, too, where it is small.
    """
    found = _flow(data.kab(), data.version(), level, area, until)
    parts = found["numerator"].to_numpy("float64")
    small = bool(((parts > 0) & (parts < SMALLEST_COUNT)).any())
    if not (public and len(found) and (small or level != "kabupaten")):
        return found.assign(suppressed=False)
    hidden = found.assign(suppressed=True)
    hidden[["value", "low", "high", "numerator"]] = np.nan
    hidden["denominator"] = np.nan
    return hidden


@resource
def published(code: str) -> pd.DataFrame:
    """Return the published flow of the kabupaten, empty where there is none."""
    return published_flow(code)


@resource
def _women(code: str, data_version: str, until: str, scheme: str) -> pd.DataFrame:
    return _followed(_visits(code, data_version), until, haemoglobin=scheme)


def women(until: str, area: str, scheme: str) -> pd.DataFrame:
    """Return the women still pregnant at the end of `until` inside `area` (``pregnancy_list.followed``)."""
    found = _women(data.kab(), data.version(), until, scheme)
    level = ("kab", "kec", "desa")[min(max(area.count(".") - 1, 0), 2)]
    return found[found[level].astype("str") == area].reset_index(drop=True)
