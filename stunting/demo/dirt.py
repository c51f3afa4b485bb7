"""What goes wrong on the way into the file, laid so that it changes no yearly figure of stunting."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stunting.demo.calibrate import Calibrated
from stunting.demo.children import Children
from stunting.demo.plan import Plan
from stunting.demo.visits import Visits

#: What is written instead of a size; the code in `Book.odd_weight`/`odd_height` is the place here, 0 = as is.
ODD_WEIGHT = ("", "8888", "2010-05-12", "12-Mei", "081200000000", "0")
ODD_HEIGHT = ("", "8888", "9999", "081200000000", "0", "-")
ODD_DATE = ("", "", "31/02/{year}", "00-00-0000")  # 1: blank although something was measured


@dataclass(frozen=True)
class Book:
    """Every line of every export: one entry a line, in the order of month, puskesmas, posyandu, child.

    Attributes
    ----------
    child, month : ndarray of int
    visit : ndarray of int
        Row of `Measured`, −1 where the child did not come.
    odd_weight, odd_height, odd_date : ndarray of int8
        See `ODD_WEIGHT`, `ODD_HEIGHT`, `ODD_DATE`.
    no_height : ndarray of bool
        Weighed only.
    typo : ndarray of bool
        First of two lines for one child and date: an earlier entry, corrected by the next line.
    second : ndarray of bool
        Line of a child registered twice: without NIK, never measured.
    start : ndarray of int, shape (months × puskesmas + 1,)
        First line of each (month, puskesmas), in that order.
    """

    child: np.ndarray
    month: np.ndarray
    visit: np.ndarray
    odd_weight: np.ndarray
    odd_height: np.ndarray
    odd_date: np.ndarray
    no_height: np.ndarray
    typo: np.ndarray
    second: np.ndarray
    start: np.ndarray

    def __len__(self) -> int:
        return len(self.child)


def make_book(
    plan: Plan, children: Children, visits: Visits, done: Calibrated, puskesmas: np.ndarray, groups: int,
    rng: np.random.Generator,
) -> Book:  # fmt: skip
    """List the lines of all exports and soil them at the rates of ``data/demo_parameter.csv``.

    Parameters
    ----------
    plan, children, visits, done
    puskesmas : ndarray of int, shape (C,)
        Puskesmas of each child, 0 … `groups` − 1.
    groups : int
    rng : numpy.random.Generator
    """
    p = plan.rates
    at = np.full(visits.came.shape, -1)
    at[done.rows.c, done.rows.m] = np.arange(len(done.rows.c))
    listed = visits.listed.copy()
    listed[:, : plan.first] = False
    child, month = np.nonzero(listed)
    visit = at[child, month]
    n = len(child)
    # an absent child (−1) has nothing to soil
    free = ~np.append(done.anchors, True)[visit]
    undated = np.append(done.undated, False)[visit]

    # one kind of dirt a line at most
    chance = [p["nilai_mustahil"] / 2, p["nilai_mustahil"] / 2, p["tanggal_kosong"], p["tanggal_mustahil"],
              p["berat_saja"]]  # fmt: skip
    kind = np.searchsorted(np.cumsum(chance), rng.random(n), side="right")
    harmless = (kind == 0) & (visit >= 0)  # a wrong weight leaves height-for-age alone
    dateless = np.isin(kind, [2, 3]) & undated
    kind = np.where(free | harmless | dateless, kind, len(chance))
    odd_weight = np.where(kind == 0, rng.integers(1, len(ODD_WEIGHT), n), 0).astype(np.int8)
    odd_height = np.where(kind == 1, rng.integers(1, len(ODD_HEIGHT), n), 0).astype(np.int8)
    bad_date = np.where(kind == 3, rng.integers(2, len(ODD_DATE), n), 0)
    odd_date = np.where(kind == 2, 1, bad_date).astype(np.int8)

    came = visit >= 0
    twice = np.flatnonzero(came & (kind == len(chance)) & (rng.random(n) < p["rangkap"]))
    again = np.flatnonzero((rng.random(len(children)) < p["daftar_rangkap"])[child])
    lines = np.concatenate([np.arange(n), twice, again])
    typo = np.repeat([False, True, False], [n, len(twice), len(again)])
    second = np.repeat([False, False, True], [n, len(twice), len(again)])

    c, m = child[lines], month[lines]
    # the corrected line stands after the first one; the second registration stands elsewhere in the list
    order = np.lexsort((~typo, children.serial[c], second, children.posyandu[c], puskesmas[c], m))
    lines, typo, second = lines[order], typo[order], second[order]
    c, m = child[lines], month[lines]
    start = np.searchsorted(m * groups + puskesmas[c], np.arange(len(plan.months) * groups + 1))
    plain = ~(typo | second)
    return Book(
        child=c,
        month=m,
        visit=np.where(second, -1, visit[lines]),
        odd_weight=np.where(plain, odd_weight[lines], 0),
        odd_height=np.where(plain, odd_height[lines], 0),
        odd_date=np.where(plain, odd_date[lines], 0),
        no_height=(kind == 4)[lines] & plain,
        typo=typo,
        second=second,
        start=start,
    )
