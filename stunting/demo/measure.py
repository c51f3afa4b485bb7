"""What the scale and the height board say: true sizes with error, heaping and a noted position."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from stunting.demo.children import Children
from stunting.demo.places import Places
from stunting.demo.plan import Plan
from stunting.demo.trajectories import Latent, height_at, weight_at
from stunting.demo.visits import Visits
from stunting.growth import zscores

LYING, STANDING = 1, 2
TWO_YEARS = 731  # first day on which WHO's height (standing) table holds


@dataclass
class Measured:
    """One entry a visit (child × month), in order of child and month; arrays of length R.

    Attributes
    ----------
    c, m : ndarray of int
        Child and month.
    age : ndarray of int32
        Days.
    sex, position : ndarray of int8
        `position` as entered: 0 blank, 1 lying, 2 standing.
    weight, height : ndarray of float64
        As entered, kg and cm with one decimal.
    haz, waz, whz : ndarray of float64
        What e-PPGBM computes from the entered values.
    """

    c: np.ndarray
    m: np.ndarray
    age: np.ndarray
    sex: np.ndarray
    position: np.ndarray
    weight: np.ndarray
    height: np.ndarray
    haz: np.ndarray = field(default_factory=lambda: np.empty(0))
    waz: np.ndarray = field(default_factory=lambda: np.empty(0))
    whz: np.ndarray = field(default_factory=lambda: np.empty(0))

    def score(self, rows: np.ndarray | slice = slice(None)) -> None:
        """Recompute the z-scores of `rows` from what was entered."""
        z = zscores(
            self.sex[rows],
            self.age[rows].astype(float),
            weight=self.weight[rows],
            height=self.height[rows],
            position=self.position[rows],
        )
        if not len(self.haz):
            self.haz, self.waz, self.whz = (np.full(len(self.c), np.nan) for _ in range(3))
        self.haz[rows], self.waz[rows], self.whz[rows] = z.haz, z.waz, z.whz


class Observer:
    """Turns latent courses into entered values; its errors are drawn once, so that shifts stay comparable.

    Parameters
    ----------
    plan, places, children, visits, latent
    rng : numpy.random.Generator
    """

    def __init__(
        self,
        plan: Plan,
        places: Places,
        children: Children,
        visits: Visits,
        latent: Latent,
        rng: np.random.Generator,
    ) -> None:
        self._latent, self._visits, self._children = latent, visits, children
        c, m = np.nonzero(visits.came)
        self.c, self.m, n, p = c, m, len(c), plan.rates
        self.age, self.sex = visits.age[c, m], children.sex[c]
        lying = self.age < TWO_YEARS
        noted = np.where(lying ^ (rng.random(n) < p["posisi_tertukar"]), LYING, STANDING)
        self.position = np.where(rng.random(n) < p["posisi_kosong"], 0, noted).astype(np.int8)
        self.height_error = rng.normal(0, p["galat_tinggi"], n) * np.where(lying, 1.2, 0.9)
        self.weight_error = rng.normal(0, p["galat_berat"], n)
        heap = places.posyandu["heap"].to_numpy()[children.posyandu[c]]
        self.round_height = rng.random(n) < p["bulat_tinggi"] * heap
        self.round_weight = rng.random(n) < p["bulat_berat"] * heap

    def measure(self, offset: np.ndarray, whz_shift: float) -> Measured:
        """Return the entered values and their z-scores.

        Parameters
        ----------
        offset : ndarray, shape (kecamatan, M)
            Shift of latent height-for-age by kecamatan and month.
        whz_shift : float
        """
        v, latent, kids = self._visits, self._latent, self._children
        sex = np.broadcast_to(kids.sex[:, None], v.age.shape)
        true = height_at(latent.haz + offset[kids.kec], sex, v.age)
        step = np.where(v.age >= TWO_YEARS, 0.7, 0.0)  # the standing table reads 0.7 cm less
        true = np.maximum.accumulate(true + step, axis=1) - step  # no child shrinks
        tall = true[self.c, self.m]
        heavy = weight_at(latent.whz[self.c, self.m] + whz_shift, tall, self.sex, self.age)
        height, weight = tall + self.height_error, heavy + self.weight_error * np.sqrt(heavy / 10)
        height = np.where(self.round_height, np.rint(height * 2) / 2, np.rint(height * 10) / 10)
        weight = np.where(self.round_weight, np.rint(weight * 2) / 2, np.rint(weight * 10) / 10)
        out = Measured(
            self.c, self.m, self.age, self.sex, self.position, np.round(np.maximum(weight, 1.5), 1),
            np.round(np.clip(height, 40.0, 130.0), 1),
        )  # fmt: skip
        out.score()
        return out
