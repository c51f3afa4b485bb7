"""Invented household answers of the children of the last year (template ``"anak"``).

What is exposed is decided after the measurements: the share among stunted and other children is that of
``data/demo_faktor.csv``, and which children it is leans on how poor the family and its posyandu are, so that
poverty confounds the rest. Nothing here changes a measurement.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd

from stunting.demo.calibrate import is_stunted
from stunting.demo.visits import last_visit
from stunting.demo.world import World
from stunting.ingest.templates import Question, questions
from stunting.settings import settings

YES: Final = ("Ya", "Tidak", "Tidak tahu")
#: Parts of comorbidity with how many of the exposed have each first.
PARTS: Final = {"ispa": 0.52, "diare": 0.30, "cacingan": 0.14, "tb": 0.04}
_ALSO: Final = 0.12  # a second one of them
_SIX_MONTHS: Final = 183


@dataclass(frozen=True)
class Families:
    """Families that were visited, one entry a child.

    Attributes
    ----------
    child : ndarray of int
        Place in ``world.children``.
    noted : ndarray of datetime64[D]
    stunted : ndarray of bool
        By the child's last measurement of the year, as e-PPGBM counts.
    answers : dict of str to ndarray of str
        Cells by key of the question; ``""`` is a blank.
    """

    child: np.ndarray
    noted: np.ndarray
    stunted: np.ndarray
    answers: dict[str, np.ndarray]

    def __len__(self) -> int:
        return len(self.child)


@lru_cache(maxsize=1)
def factors() -> pd.DataFrame:
    """Return ``data/demo_faktor.csv``: shares of the exposed and of unknown answers, by question."""
    table = pd.read_csv(settings().data_dir / "demo_faktor.csv", keep_default_na=False)
    numeric = ["stunting", "lain", "tidak_tahu", "kosong", "miskin"]
    return table.assign(**{name: pd.to_numeric(table[name]) for name in numeric}).set_index("kolom")


def make_families(world: World, rng: np.random.Generator) -> Families:
    """Invent the answers of most families with a child that was measured in the last year.

    The month that is only written as files does not count: it is not stored yet.
    """
    plan, visits = world.plan, world.visits
    months = np.arange(len(plan.months))
    counted = (plan.months.year == plan.years[-1]) & (months >= plan.first) & (months < months[-1])
    last = last_visit(visits.came, np.flatnonzero(counted))
    child = np.flatnonzero(last >= 0)
    child = child[rng.random(len(child)) < plan.rates["keluarga_didata"]]
    at = np.full(visits.came.shape, -1)
    at[world.rows.c, world.rows.m] = np.arange(len(world.rows.c))
    stunted = is_stunted(world.rows.haz[at[child, last[child]]])
    noted, age = visits.date[child, last[child]], visits.age[child, last[child]]

    spread = plan.rates["keluarga_beda_posyandu"]
    post = world.children.posyandu[child]
    poor = spread * rng.normal(size=len(world.places.posyandu))[post]
    poor = poor - 0.8 * world.places.posyandu["effect"].to_numpy()[post]
    poor = poor + np.sqrt(1 - spread**2) * rng.normal(size=len(child))
    asked = {q.key: q for q in questions("anak")}
    answers: dict[str, np.ndarray] = {}
    for key, row in factors().iterrows():
        known, unsure = _known(len(child), row, rng)
        if row["jenis"] == "lintasan":
            grams = np.rint(world.latent.birth_weight[child] * 1000).astype(int).astype(str)
            answers[str(key)] = np.where(known, grams, "")
            continue
        near = spread * rng.normal(size=len(world.places.posyandu))[post]
        lean = row["miskin"] * poor + near + rng.normal(size=len(child))
        exposed = np.zeros(len(child), dtype=bool)
        for group, share in ((stunted, row["stunting"]), (~stunted, row["lain"])):
            exposed |= _highest(lean, group & known, float(share))
        if row["jenis"] == "gabungan":
            answers |= _parts(exposed, known, unsure, rng)
        else:
            answers[str(key)] = _cells(asked[str(key)], exposed, known, unsure, rng)
    # nobody can tell of a child that is not six months old
    answers["asi_eksklusif"] = np.where(age < _SIX_MONTHS, "", answers["asi_eksklusif"])
    return Families(child, noted, stunted, answers)


def _known(n: int, row: pd.Series, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return whose answer is known, and who of the others said that they do not know."""
    draw = rng.random(n)
    unsure = draw < row["tidak_tahu"]
    return draw >= row["tidak_tahu"] + row["kosong"], unsure


def _highest(lean: np.ndarray, group: np.ndarray, share: float) -> np.ndarray:
    """Return the `share` of `group` that leans most, to the nearest child."""
    members = np.flatnonzero(group)
    chosen = members[np.argsort(-lean[members], kind="stable")[: int(np.rint(share * len(members)))]]
    out = np.zeros(len(lean), dtype=bool)
    out[chosen] = True
    return out


def _cells(
    question: Question, exposed: np.ndarray, known: np.ndarray, unsure: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    n = len(exposed)
    if question.kind == "ya_tidak":
        said = exposed if question.risk == "ya" else ~exposed
        cells = np.where(said, YES[0], YES[1])
    elif question.kind == "pilihan":
        risky = question.risk.split("|")
        safe = [choice for choice in question.choices if choice not in risky]
        cells = np.where(
            exposed, rng.choice(risky, n, p=[0.2, 0.8]), rng.choice(safe, n, p=[0.4, 0.42, 0.18])
        )
    else:  # age of the mother: below 20 or above 35
        young = rng.random(n) < 0.4
        risky_age = np.where(young, rng.integers(16, 20, n), rng.integers(36, 45, n))
        cells = (
            np.where(exposed, risky_age, np.clip(np.rint(rng.normal(27, 4, n)), 20, 35))
            .astype(int)
            .astype(str)
        )
    return np.where(known, cells, np.where(unsure, YES[2], ""))


def _parts(
    exposed: np.ndarray, known: np.ndarray, unsure: np.ndarray, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """Return the parts of comorbidity: every exposed child has one of them at least, no other has any."""
    first = rng.choice(len(PARTS), len(exposed), p=list(PARTS.values()))
    blank = np.where(unsure, YES[2], "")
    out = {}
    for place, part in enumerate(PARTS):
        has = exposed & ((first == place) | (rng.random(len(exposed)) < _ALSO))
        out[part] = np.where(known, np.where(has, YES[0], YES[1]), blank)
    return out
