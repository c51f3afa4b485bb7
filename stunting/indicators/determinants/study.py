"""Everything the page of determinants shows of one choice of factors, computed once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from stunting.indicators.determinants.factors import composites
from stunting.indicators.determinants.paf import paf
from stunting.indicators.determinants.rank import ranking
from stunting.indicators.determinants.ratios import adjusted, crude
from stunting.indicators.determinants.shares import shares


class Study(NamedTuple):
    """Result frames of `shares`, `crude` and `adjusted` (both measures together), and `ranking`."""

    shares: pd.DataFrame
    crude: pd.DataFrame
    adjusted: pd.DataFrame
    ranking: pd.DataFrame


def study(
    frame: pd.DataFrame, chosen: Sequence[str] | None = None, *, level: str = "kabupaten",
    kab: str | None = None, table: pd.DataFrame | None = None, source: str = "", period: str = "",
) -> Study:  # fmt: skip
    """Return shares, ratios and ranking of the chosen factors in every area of a level.

    Parameters as `ratios.adjusted`; `kab` as in `rank.ranking`. Composites are made from their parts.
    """
    whole = composites(frame, table)
    often = shares(whole, chosen, level=level, table=table, source=source, period=period)
    ratios = {
        function: pd.concat(
            [
                function(whole, chosen, measure=m, level=level, table=table, source=source, period=period)
                for m in ("pr", "or")
            ],
            ignore_index=True,
        )
        for function in (crude, adjusted)
    }
    removal = paf(whole, chosen, level=level, table=table, source=source, period=period)
    return Study(often, ratios[crude], ratios[adjusted], ranking(removal, often, kab=kab, table=table))
