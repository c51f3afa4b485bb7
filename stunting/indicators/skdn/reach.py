"""How far back attendance can be seen: months with a file in a row, by puskesmas; what is left out.

A month without a file of the puskesmas breaks every streak of its children, and before the first file nothing
is known: nobody can be seen to have come more months running than files stand in a row.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stunting.indicators.deciding import UNKNOWN
from stunting.indicators.delivery import delivered_months
from stunting.indicators.follow_up.timeline import Bools, Ints, month_number, month_text
from stunting.indicators.format_id import listing, period_name
from stunting.indicators.sums import LEVEL_COLUMNS, codes, inside

#: A file that is missing is told of for so many months.
RECENT: Final = 12


class Gap(NamedTuple):
    """A puskesmas whose files are missing before a month with files (``"YYYY-MM"``; none: it began there)."""

    puskesmas: str
    missing: tuple[str, ...]
    again: str


class Span(NamedTuple):
    """Which rows of a cube count, and what is left out of each area and period.

    Attributes
    ----------
    use : ndarray of bool
        Rows of the cube that count.
    left_out : Series of str
        (area, period) → names of the puskesmas that do not count although others do.
    """

    use: Bools
    left_out: pd.Series


def _files(cube: pd.DataFrame) -> pd.DataFrame:
    """Return ``puskesmas, period, month, run`` of the months with a file, in order."""
    seen = delivered_months(cube.assign(registered=cube["s"] + cube["over_60"]))
    seen = seen.assign(month=[month_number(p) for p in seen["period"]])
    seen = seen.sort_values(["puskesmas", "month"], ignore_index=True)
    new = (seen["puskesmas"] != seen["puskesmas"].shift()) | (seen["month"] != seen["month"].shift() + 1)
    return seen.assign(run=seen.groupby(new.cumsum()).cumcount() + 1)


def reach(cube: pd.DataFrame) -> Ints:
    """Return, for each row of the cube, how many months running its puskesmas has files, this one included.

    0 where the rows are late dates of other files (`delivery.ENOUGH`).
    """
    if not len(cube):
        return np.zeros(0, dtype="int64")
    known = _files(cube).set_index(["puskesmas", "period"])["run"]
    at = pd.MultiIndex.from_frame(cube[["puskesmas", "period"]].astype("str"))
    return known.reindex(at, fill_value=0).to_numpy("int64")


def span(cube: pd.DataFrame, level: str, months: NDArray[np.int64]) -> Span:
    """Return the rows of the puskesmas whose files reach back farthest in each area and period.

    Parameters
    ----------
    cube : DataFrame
        Of `stunting.indicators.skdn.build`.
    level : str
        Of the areas.
    months : ndarray of int
        For each row, how far back is asked for at most, already cut to what its files reach.
    """
    code, labels = codes(cube, LEVEL_COLUMNS[level])
    when, periods = codes(cube, "period")
    cell = code * max(len(periods), 1) + when
    best = np.zeros(int(cell.max(initial=-1)) + 1, dtype="int64")
    np.maximum.at(best, cell, months)
    use = (months == best[cell]) & (months > 0)
    gone = pd.DataFrame({"cell": cell, "name": cube["puskesmas"].astype("str").replace(UNKNOWN, _NOWHERE)})
    gone = gone[~use & (best[cell] > 0)].drop_duplicates().sort_values(["cell", "name"])
    names = gone.groupby("cell")["name"].agg(lambda n: listing(list(n))).astype("str")
    keys = [(labels[c // len(periods)], periods[c % len(periods)]) for c in names.index]
    index = pd.MultiIndex.from_tuples(keys, names=["area", "period"]) if keys else _NO_AREA
    return Span(use, pd.Series(names.to_numpy(dtype=object), index=index, dtype="object"))


_NOWHERE: Final = "puskesmas tidak tercatat"
_NO_AREA: Final = pd.MultiIndex.from_arrays([[], []], names=["area", "period"])


def gaps(cube: pd.DataFrame, period: str, area: str | None = None) -> list[Gap]:
    """Return where a missing file broke the streaks, or files began later, within `RECENT` months."""
    files = _files(cube)
    here = set(cube.loc[inside(cube, area), "puskesmas"].astype("str"))
    last, first = month_number(period), int(files["month"].min()) if len(files) else 0
    out = []
    for name, part in files[files["puskesmas"].isin(here)].groupby("puskesmas", sort=True):
        month = part["month"].tolist()
        if month[0] > first and last - RECENT < month[0] <= last:
            out.append(Gap(str(name), (), month_text(month[0])))
        for before, after in pairwise(month):
            if after - before > 1 and last - RECENT < after <= last:
                missing = tuple(month_text(m) for m in range(before + 1, after))
                out.append(Gap(str(name), missing, month_text(after)))
    return out


def gaps_words(found: list[Gap]) -> str:
    """Return where a missing file broke the streaks, in one sentence; empty where none did.

    >>> gaps_words([Gap("Contoh", ("2024-06", "2024-07"), "2024-08")])
    'Berkas yang tidak ada memutus hitungan: Contoh (Juni–Juli 2024), dihitung lagi mulai Agustus 2024.'
    """
    broken = [f"{g.puskesmas} ({_months(g.missing)}), dihitung lagi mulai {period_name(g.again)}"
              for g in found if g.missing]  # fmt: skip
    late = [f"{g.puskesmas} ({period_name(g.again)})" for g in found if not g.missing]
    said = f"Berkas yang tidak ada memutus hitungan: {'; '.join(broken)}." if broken else ""
    return f"{said} Berkas baru mulai: {listing(late)}.".strip() if late else said


def _months(missing: tuple[str, ...]) -> str:
    first, last = missing[0], missing[-1]
    if first == last:
        return period_name(first)
    start = period_name(first)
    return f"{start.rpartition(' ')[0] if first[:4] == last[:4] else start}–{period_name(last)}"
