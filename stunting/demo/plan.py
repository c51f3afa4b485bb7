"""What the demo has to hit and how dirty it is: read from ``data/demo_*.csv``, never literals here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from stunting.settings import settings

VITAMIN_MONTHS = (2, 8)


class DemoError(Exception):
    """The demo cannot be made; the message is a sentence in Indonesian for the user."""


@dataclass(frozen=True)
class Plan:
    """Targets of one demo run.

    Attributes
    ----------
    kab : str
        Code of the district.
    months : pandas.PeriodIndex
        Whole years, oldest first; the last month is written as files and not ingested.
    first : int
        Index of the first month that is kept (children live through whole years all the same).
    targets : pandas.DataFrame
        ``kec, year, measured, stunted``: children measured in the year and stunted among them.
    rates : dict of str to float
        ``data/demo_parameter.csv`` by name.
    seed : int
    """

    kab: str
    months: pd.PeriodIndex
    first: int
    targets: pd.DataFrame
    rates: dict[str, float]
    seed: int

    @property
    def years(self) -> list[int]:
        """Calendar years of the demo, oldest first."""
        return sorted(set(self.months.year.tolist()))

    def table(self, column: str) -> tuple[list[str], np.ndarray]:
        """Return the codes of the kecamatan and `column` of the targets, shape (kecamatan, years)."""
        wide = self.targets.pivot_table(index="kec", columns="year", values=column, aggfunc="sum")
        return wide.index.tolist(), wide[self.years].to_numpy(np.int64)


@lru_cache(maxsize=4)
def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def rates() -> dict[str, float]:
    """Return the parameters of the demo by name (``data/demo_parameter.csv``)."""
    table = _read(settings().data_dir / "demo_parameter.csv")
    return dict(zip(table["nama"], table["nilai"].astype(float), strict=True))


def puskesmas_habits() -> pd.DataFrame:
    """Return ``data/demo_puskesmas.csv``: centre, spelling, container, date format and variant of each."""
    return _read(settings().data_dir / "demo_puskesmas.csv").drop(columns="sumber")


def make_plan(children: int, months: int, seed: int) -> Plan:
    """Return the targets for `children` children in the last `months` months.

    Parameters
    ----------
    children : int
        Children measured in the last year; at the published number the targets are the published figures
        to the printed decimal, otherwise they are scaled.
    months : int
        At least 2: a history and the month that is written as files.
    seed : int

    Raises
    ------
    DemoError
        For numbers outside what the demo can do.
    """
    p = rates()
    most, base = int(p["bulan_terbanyak"]), int(p["balita_acuan"])
    if not 2 <= months <= most:
        raise DemoError(f"Jumlah bulan harus antara 2 dan {most}, bukan {months}.")
    if not 1 <= children <= 20 * base:
        raise DemoError(f"Jumlah balita harus antara 1 dan {20 * base}, bukan {children}.")
    years = -(-months // 12)
    period = pd.period_range(end=f"{int(p['tahun_akhir'])}-12", periods=12 * years, freq="M")
    table = _read(settings().data_dir / "demo_kecamatan.csv")
    table = table.astype({"tahun": int, "diukur": int, "stunting": int})
    kab = table.loc[table["kecamatan"] == "", "kode"].iloc[0]
    table = table[(table["kecamatan"] != "") & table["tahun"].isin(period.year)]
    targets = pd.DataFrame({"kec": table["kode"], "year": table["tahun"]})
    targets["measured"] = _scaled(table["diukur"].to_numpy(), table["tahun"].to_numpy(), children / base)
    share = (table["stunting"] / table["diukur"]).to_numpy()
    exact = table["stunting"].to_numpy()
    rounded = np.minimum(np.rint(targets["measured"] * share), targets["measured"]).astype(int)
    targets["stunted"] = exact if children == base else rounded
    return Plan(kab, period, 12 * years - months, targets.reset_index(drop=True), p, seed)


def _scaled(counts: np.ndarray, years: np.ndarray, factor: float) -> np.ndarray:
    """Scale counts so that each year's sum is the rounded scaled sum (largest remainders)."""
    out = np.floor(counts * factor + 1e-9).astype(int)
    for year in np.unique(years):
        mine = np.flatnonzero(years == year)
        short = round(counts[mine].sum() * factor) - out[mine].sum()
        rest = counts[mine] * factor - out[mine]
        out[mine[np.argsort(-rest, kind="stable")[:short]]] += 1
    return out
