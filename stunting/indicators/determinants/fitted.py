"""The analysis of areas, each with the model that its children can hold (see `fitting`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from stunting.indicators.determinants.factors import areas_of, choose
from stunting.indicators.determinants.fitting import fitting, with_left_out
from stunting.indicators.determinants.paf import paf
from stunting.indicators.determinants.rank import ranking
from stunting.indicators.determinants.ratios import adjusted, crude
from stunting.indicators.determinants.shares import shares


class Fitted(NamedTuple):
    """Result frames of all areas of a level: `shares`, `crude` and `adjusted` of one measure, `ranking`."""

    shares: pd.DataFrame
    crude: pd.DataFrame
    adjusted: pd.DataFrame
    ranking: pd.DataFrame


def fitted(
    frame: pd.DataFrame, chosen: Sequence[str] | None = None, *, level: str = "kabupaten",
    kab: str | None = None, table: pd.DataFrame | None = None, source: str = "", period: str = "",
) -> Fitted:  # fmt: skip
    """Return shares, prevalence ratios and ranking of every area of a level.

    Parameters
    ----------
    frame : DataFrame
        As `ratios.adjusted`, composites made.
    chosen : sequence of str, optional
        The factors of every model; None: in each area those that its model can hold. The others are rows
        with a reason.
    kab, table, source, period
        As `study.study`.
    """
    often = shares(frame, chosen, level=level, table=table, source=source, period=period)
    rough, fine = ratios(frame, chosen, level=level, table=table, source=source, period=period)
    parts = []
    for _, at in areas_of(frame, level):
        here = frame.iloc[at]
        held = _held(here, chosen, table)
        found = paf(here, held, level=level, table=table, source=source, period=period)
        alone = rough[rough["area"].isin(set(found["area"]))]
        parts.append(with_left_out(found, alone, held, asked=chosen is not None))
    every = pd.concat(parts, ignore_index=True) if parts else paf(frame, chosen, level=level, table=table)
    return Fitted(often, rough, fine, ranking(every, often, kab=kab, table=table))


def ratios(
    frame: pd.DataFrame, chosen: Sequence[str] | None = None, *, measure: str = "pr",
    level: str = "kabupaten", table: pd.DataFrame | None = None, source: str = "", period: str = "",
) -> tuple[pd.DataFrame, pd.DataFrame]:  # fmt: skip
    """Return the crude and the adjusted ratios of every area of a level, as `fitted` chooses its models."""
    more = {"measure": measure, "level": level, "source": source, "period": period}
    rough = crude(frame, chosen, table=table, **more)
    parts = []
    for area, at in areas_of(frame, level):
        here = frame.iloc[at]
        held = _held(here, chosen, table)
        found = adjusted(here, held, table=table, **more)
        parts.append(with_left_out(found, rough[rough["area"] == area], held, asked=chosen is not None))
    every = pd.concat(parts, ignore_index=True) if parts else adjusted(frame, chosen, table=table, **more)
    order = {key: i for i, key in enumerate(choose(frame, chosen, table)["key"])}
    place = every["factor"].map(order)
    return rough, every.assign(_at=place).sort_values(["area", "_at"], ignore_index=True).drop(columns="_at")


def _held(here: pd.DataFrame, chosen: Sequence[str] | None, table: pd.DataFrame | None) -> list[str]:
    return list(chosen) if chosen is not None else fitting(here, None, table)
