"""All that is shown of the factors of areas, each with the model that its children can hold (`fitting`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from stunting.indicators.determinants.factors import areas_of, choose, composites
from stunting.indicators.determinants.fitting import fitting, with_left_out
from stunting.indicators.determinants.paf import paf
from stunting.indicators.determinants.rank import ranking
from stunting.indicators.determinants.ratios import adjusted, crude
from stunting.indicators.determinants.shares import shares


class Study(NamedTuple):
    """Result frames of areas: `shares`, prevalence ratios `crude` and `adjusted`, `ranking`."""

    shares: pd.DataFrame
    crude: pd.DataFrame
    adjusted: pd.DataFrame
    ranking: pd.DataFrame


def study(
    frame: pd.DataFrame, chosen: Sequence[str] | None = None, *, level: str = "kabupaten",
    kab: str | None = None, table: pd.DataFrame | None = None, source: str = "", period: str = "",
) -> Study:  # fmt: skip
    """Return shares, prevalence ratios and ranking of every area of a level.

    Parameters
    ----------
    frame : DataFrame
        As `ratios.adjusted`; composites are made from their parts.
    chosen : sequence of str, optional
        The factors of every model; None: in each area those that its model can hold. The others are rows
        with a reason.
    kab, table, source, period
        `kab` as `rank.ranking`, the others as `ratios.adjusted`.
    """
    frame = composites(frame, table)
    often = shares(frame, chosen, level=level, table=table, source=source, period=period)
    held = _held(frame, chosen, level, table)
    rough, fine = _ratios(frame, chosen, held, "pr", level, table, source, period)
    parts = []
    for area, at in areas_of(frame, level):
        found = paf(frame.iloc[at], held[area], level=level, table=table, source=source, period=period)
        alone = rough[rough["area"] == area]
        parts.append(with_left_out(found, alone, held[area], asked=chosen is not None))
    every = pd.concat(parts, ignore_index=True) if parts else paf(frame, chosen, level=level, table=table)
    return Study(often, rough, fine, ranking(every, often, kab=kab, table=table))


def ratios(
    frame: pd.DataFrame, chosen: Sequence[str] | None = None, *, measure: str = "pr",
    level: str = "kabupaten", table: pd.DataFrame | None = None, source: str = "", period: str = "",
) -> tuple[pd.DataFrame, pd.DataFrame]:  # fmt: skip
    """Return the crude and the adjusted ratios of every area of a level, as `study` chooses its models."""
    held = _held(frame, chosen, level, table)
    return _ratios(frame, chosen, held, measure, level, table, source, period)


def _ratios(
    frame: pd.DataFrame, chosen: Sequence[str] | None, held: dict[str, list[str]], measure: str, level: str,
    table: pd.DataFrame | None, source: str, period: str,
) -> tuple[pd.DataFrame, pd.DataFrame]:  # fmt: skip
    more = {"measure": measure, "level": level, "source": source, "period": period}
    rough = crude(frame, chosen, table=table, **more)
    parts = []
    for area, at in areas_of(frame, level):
        found = adjusted(frame.iloc[at], held[area], table=table, **more)
        alone = rough[rough["area"] == area]
        parts.append(with_left_out(found, alone, held[area], asked=chosen is not None))
    every = pd.concat(parts, ignore_index=True) if parts else adjusted(frame, chosen, table=table, **more)
    order = {key: i for i, key in enumerate(choose(frame, chosen, table)["key"])}
    place = every["factor"].map(order)
    return rough, every.assign(_at=place).sort_values(["area", "_at"], ignore_index=True).drop(columns="_at")


def _held(
    frame: pd.DataFrame, chosen: Sequence[str] | None, level: str, table: pd.DataFrame | None
) -> dict[str, list[str]]:
    """Return area → the factors of its model."""
    return {
        area: list(chosen) if chosen is not None else fitting(frame.iloc[at], None, table)
        for area, at in areas_of(frame, level)
    }
