"""The whole synthetic district in memory, before anything becomes text."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stunting.demo.calibrate import Calibrated, calibrate
from stunting.demo.children import Children, make_children
from stunting.demo.dirt import Book, make_book
from stunting.demo.measure import Measured, Observer
from stunting.demo.places import Places, make_places
from stunting.demo.plan import Plan
from stunting.demo.trajectories import Latent, make_latent
from stunting.demo.visits import Visits, make_visits


@dataclass(frozen=True)
class World:
    """Everything the demo invented. The parts are described where they are made."""

    plan: Plan
    places: Places
    children: Children
    visits: Visits
    latent: Latent
    calibrated: Calibrated
    book: Book

    @property
    def rows(self) -> Measured:
        """The measurements."""
        return self.calibrated.rows

    @property
    def kecs(self) -> list[str]:
        """Codes of the kecamatan, in the order of ``children.kec``."""
        return self.plan.table("measured")[0]

    @property
    def puskesmas(self) -> np.ndarray:
        """Puskesmas of each child, as place in ``places.puskesmas``."""
        return self.places.posyandu["puskesmas"].to_numpy()[self.children.posyandu]


def make_world(plan: Plan) -> World:
    """Invent the district of `plan`; the same plan gives the same district.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    World
    """
    streams = [np.random.default_rng(s) for s in np.random.SeedSequence(plan.seed).spawn(7)]
    places = make_places(plan, streams[0])
    children = make_children(plan, places, streams[1])
    visits = make_visits(plan, places, children, streams[2])
    latent = make_latent(plan, places, children, visits, streams[3])
    observer = Observer(plan, places, children, visits, latent, streams[4])
    puskesmas = places.posyandu["puskesmas"].to_numpy()[children.posyandu]
    done = calibrate(plan, children, visits, observer, puskesmas, streams[5])
    book = make_book(plan, children, visits, done, puskesmas, len(places.puskesmas), streams[6])
    return World(plan, places, children, visits, latent, done, book)
