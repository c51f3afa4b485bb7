"""The SKDN counts of areas and periods: S, K, D, N, T, O, B, BGM, 2T."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from stunting.indicators.participation import MONTH_LENGTH
from stunting.indicators.skdn.build import COUNTS
from stunting.indicators.sums import Grid, Ints, grid, periods_of

REGISTERED: Final = "baris terdaftar"


def counts(
    cube: pd.DataFrame,
    level: str = "kabupaten",
    period: str | Sequence[str] | None = None,
    area: str | None = None,
) -> pd.DataFrame:
    """Return S, K, D, N, T, O, B, BGM, 2T of every area of one level in every asked period.

    Parameters
    ----------
    cube : DataFrame
        Of `stunting.indicators.skdn.build`.
    level : str
        ``"kabupaten"``, ``"kecamatan"``, ``"puskesmas"``, ``"desa"`` or ``"posyandu"``.
    period : str or list of str, optional
        Months ``"2024-02"``, years ``"2024"`` (sums of the months: child-months); None: all months.
    area : str, optional
        Key of any level: only what lies inside it.

    Returns
    -------
    DataFrame
        ``level, area, period, months`` (with data), `COUNTS` and ``k_unknown``, children of S whose KIA book
        is not recorded; ``s_from`` says where S comes from. An area and period without a row has 0
        ``months``: no data, not nobody. Missing (``<NA>``) is what nobody knows, never 0: ``k`` where no
        book is recorded at all; ``n, t, o, b`` where nobody weighed can be judged; ``two_t`` there too, and
        where last month's verdict is known of none of those who did not gain.
    """
    frames = []
    for cells, months in grids(cube, level, period, area):
        sums = {name: cells.total(cube[name]) for name in COUNTS}
        frames.append(
            cells.keys.assign(months=months, k_unknown=sums["s"] - sums["k_recorded"], **_known(sums))
        )
    out = pd.concat(frames, ignore_index=True).assign(level=level, s_from=REGISTERED)
    out = out.sort_values(["area", "period"], kind="stable", ignore_index=True)
    return out[["level", "area", "period", "months", *COUNTS, "k_unknown", "s_from"]]


def _known(sums: dict[str, Ints]) -> dict[str, Any]:
    """Return the sums with a gap where there is nobody of whom the letter is known."""
    blind = (sums["d"] > 0) & (sums["undecided"] == sums["d"])
    alone = (sums["t"] > 0) & (sums["two_t_unknown"] == sums["t"])
    gaps = {"k": sums["k_recorded"] == 0, **dict.fromkeys("ntob", blind), "two_t": blind | alone}
    return sums | {name: pd.arrays.IntegerArray(sums[name], np.asarray(gap)) for name, gap in gaps.items()}


def grids(
    cube: pd.DataFrame, level: str, period: str | Sequence[str] | None, area: str | None
) -> list[tuple[Grid, Ints]]:
    """Return the months as one grid, and each year as a grid of its own, with the months that have data."""
    wanted = periods_of(cube, period)
    months = [p for p in wanted if len(p) == MONTH_LENGTH]
    out = []
    if months or not wanted:
        cells = grid(cube, level, months, area=area)
        out.append((cells, (_rows(cube, cells) > 0).astype("int64")))
    for year in (p for p in wanted if len(p) != MONTH_LENGTH):
        inside = [p for p in periods_of(cube, None) if p.startswith(year)] or [year]
        cells = grid(cube, level, inside, area=area)
        covered = (_rows(cube, cells).reshape(-1, len(inside)) > 0).sum(axis=1)
        # Cells run area by area, month by month: dropping the month is an integer division.
        keys = cells.keys.iloc[:: len(inside)].assign(period=year).reset_index(drop=True)
        out.append((cells._replace(keys=keys, cell=cells.cell // len(inside)), covered.astype("int64")))
    return out


def _rows(cube: pd.DataFrame, cells: Grid) -> Ints:
    return cells.total(cube["s"]) + cells.total(cube["over_60"])
