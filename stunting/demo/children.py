"""The invented children: born, living at a posyandu, named so that nobody takes them for real."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from stunting.demo.places import Places
from stunting.demo.plan import Plan

#: How a child's NIK looks in the files; constant for a child, so that it stays one child in the store.
NIK_REAL, NIK_MASKED, NIK_BLANK, NIK_DUMMY, NIK_BROKEN = range(5)
LAST_DAY = 1820  # nobody is measured later: 60 months are 1826.25 days


@dataclass(frozen=True)
class Children:
    """One entry a child, aligned arrays of length C, in order of kecamatan and birth.

    Attributes
    ----------
    kec : ndarray of int
        Index of the kecamatan (order of `Plan.table`).
    posyandu : ndarray of int
        Row of ``Places.posyandu``.
    sex : ndarray of int8
        1 boy, 2 girl.
    birth : ndarray of datetime64[D]
    arrive, leave : ndarray of int
        First and last month index (of the plan) in which the child lives here.
    nik_kind : ndarray of int8
    serial : ndarray of int
        Number in the invented name, unique.
    """

    kec: np.ndarray
    posyandu: np.ndarray
    sex: np.ndarray
    birth: np.ndarray
    arrive: np.ndarray
    leave: np.ndarray
    nik_kind: np.ndarray
    serial: np.ndarray

    def __len__(self) -> int:
        return len(self.kec)


def make_children(plan: Plan, places: Places, rng: np.random.Generator) -> Children:
    """Let children be born evenly, as many as each year's target needs, and give them a home.

    Parameters
    ----------
    plan : Plan
    places : Places
    rng : numpy.random.Generator
    """
    kecs, measured = plan.table("measured")
    births = [_births(row, plan, rng) for row in measured]
    kec = np.repeat(np.arange(len(kecs)), [len(b) for b in births])
    birth = np.concatenate(births) if births else np.empty(0, "datetime64[D]")
    n = len(kec)
    home = np.zeros(n, dtype=np.int64)
    spots = places.posyandu
    for k, code in enumerate(kecs):
        rows = np.flatnonzero(spots["kec"] == code)
        weight = spots["weight"].to_numpy()[rows]
        mine = np.flatnonzero(kec == k)
        if len(mine):
            share = weight / weight.sum() if weight.sum() > 0 else None
            home[mine] = rng.choice(rows, size=len(mine), p=share)
    moves = rng.random(n)
    p = plan.rates
    span = len(plan.months)
    arrive = np.where(moves < p["pindah"], rng.integers(0, span, n), 0)
    leave = np.where(moves > 1 - p["pindah"], rng.integers(0, span, n), span - 1)
    kinds = np.array([p["nik_samar"], p["nik_kosong"], p["nik_semu"], p["nik_ilmiah"]])
    kind = np.searchsorted(np.cumsum(kinds), rng.random(n), side="right") + 1
    return Children(
        kec=kec,
        posyandu=home,
        sex=rng.choice(np.array([1, 2], dtype=np.int8), size=n, p=[0.512, 0.488]),
        birth=birth,
        arrive=arrive,
        leave=leave,
        nik_kind=np.where(kind > 4, NIK_REAL, kind).astype(np.int8),
        serial=rng.permutation(n) + 1,
    )


def _births(measured: np.ndarray, plan: Plan, rng: np.random.Generator) -> np.ndarray:
    """Birth dates for one kecamatan: six cohorts meet the first year, later cohorts top the years up."""
    cover, slack = plan.rates["cakupan_tahunan"], 1 + plan.rates["pindah"] / 2
    first = plan.years[0]
    # of six cohorts the oldest and the youngest are partly out of reach; two to spare where numbers are small
    share = float(measured[0]) / cover / 5.72 * slack
    cohort = dict.fromkeys(range(first - 5, first + 1), share + (2 if share > 20 else 0))
    for i, year in enumerate(plan.years[1:], start=1):
        grown = (measured[i] - measured[i - 1]) / cover
        cohort[year] = max(0.0, cohort[year - 6] + grown)
    out = []
    for year, size in cohort.items():
        days = 366 if pd.Timestamp(year, 1, 1).is_leap_year else 365
        count = int(np.floor(size + rng.random()))
        start = np.datetime64(f"{year}-01-01", "D")
        out.append(np.sort(start + rng.integers(0, days, count)))
    return np.concatenate(out)


def nik_text(children: Children, kec_codes: list[str]) -> np.ndarray:
    """Return the invented 16-digit NIK of each child: province ``99`` does not exist.

    Parameters
    ----------
    children : Children
    kec_codes : list of str
        Codes of the kecamatan in the order of ``children.kec``.

    Returns
    -------
    ndarray of object, shape (C,)
    """
    day = pd.DatetimeIndex(children.birth)
    dd = day.day.to_numpy() + np.where(children.sex == 2, 40, 0)  # girls: day + 40
    front = ["99" + code.replace(".", "")[2:] for code in kec_codes]
    rank = pd.Series(children.serial).groupby([children.kec, children.birth]).rank(method="first")
    nth = rank.to_numpy().astype(int)
    return np.array(
        [
            f"{front[k]}{d:02d}{m:02d}{y % 100:02d}{s:04d}"
            for k, d, m, y, s in zip(
                children.kec, dd, day.month.to_numpy(), day.year.to_numpy(), nth, strict=True
            )
        ],
        dtype=object,
    )
