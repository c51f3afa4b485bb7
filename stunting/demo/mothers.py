"""Invented pregnant women and their visits (template ``"bumil"``).

The women with KEK and what became of them are as many as published (``data/alur_bumil.csv``); all the rest,
their desa too, is invented. No LiLA of any other woman is below the limit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from stunting.demo.world import World
from stunting.indicators.determinants import OUTCOMES, published_flow, rules

PREGNANT: Final = "Masih hamil"
_STATE_OF: Final = {state: answer for answer, state in OUTCOMES.items()}
#: Weeks at the end: first and last.
_ENDS: Final = {
    "lahir_normal": (37, 41), "lahir_bblr": (34, 38), "keguguran": (9, 18), "lahir_mati": (28, 39),
    "pindah": (14, 34),
}  # fmt: skip
_FIRST_WEEK: Final = 8
_EVERY: Final = 28  # days


@dataclass(frozen=True)
class Woman:
    """A woman: where she lives (row of ``Places.posyandu``), when born, and how the pregnancy goes on."""

    number: int
    posyandu: int
    birth: np.datetime64
    state: str
    kek: bool


def make_visits_of_women(world: World, rng: np.random.Generator) -> pd.DataFrame:
    """Return one row a visit, in order of women and days.

    Returns
    -------
    DataFrame
        ``number, posyandu, birth, noted`` and the answers ``umur_hamil, paritas, lila, hb, ttd, anc``
        (float, NaN blank), ``hasil`` (``""`` blank); ``kek``: is one of the published targets.
    """
    plan = world.plan
    last = len(plan.months) - 1  # written as files only
    begins = max(plan.first, last - int(plan.rates["bumil_bulan"]))
    start = plan.months[begins].to_timestamp().to_datetime64().astype("datetime64[D]")
    end = plan.months[last - 1].to_timestamp().to_datetime64().astype("datetime64[D]") + 25
    lines = [line for woman in _women(world, rng) for line in _visits(world, woman, start, end, rng)]
    return pd.DataFrame(lines).astype({"noted": "datetime64[s]", "birth": "datetime64[s]"})


def targets(world: World) -> dict[str, int]:
    """Return how many women with KEK end in each state: as published, or scaled with the children."""
    flow = published_flow(world.plan.kab)
    parts = flow["numerator"].to_numpy("float64") * _scale(world)
    out = np.floor(parts + 1e-9).astype(int)
    short = int(np.rint(parts.sum())) - int(out.sum())
    out[np.argsort(out - parts, kind="stable")[:short]] += 1
    return dict(zip(flow["state"], out.tolist(), strict=True))


def _scale(world: World) -> float:
    measured = world.plan.targets
    newest = measured.loc[measured["year"] == world.plan.years[-1], "measured"].sum()
    return float(newest / world.plan.rates["balita_acuan"])


def _women(world: World, rng: np.random.Generator) -> Iterator[Woman]:
    p, states = world.plan.rates, [s for s, n in targets(world).items() for _ in range(n)]
    kek = len(states)
    others = max(int(np.rint(p["bumil_ibu"] * _scale(world))) - kek, 1)
    rare = {"lahir_bblr": p["bumil_bblr"], "keguguran": p["bumil_keguguran"], "pindah": p["bumil_pindah"]}
    shares = [1 - sum(rare.values()), *rare.values()]
    ended = rng.choice(["lahir_normal", *rare], others, p=shares)
    states += np.where(rng.random(others) < p["bumil_selesai"], ended, "hamil").tolist()
    homes = _homes(world, rng)
    weight = world.places.posyandu["weight"].to_numpy()[homes] + 1e-9
    where = rng.choice(homes, len(states), p=weight / weight.sum())
    age = np.clip(rng.normal(27.5, 6, len(states)), 17, 44)
    order = rng.permutation(len(states))
    for number, at in enumerate(order.tolist(), 1):
        born = world.plan.months[-1].to_timestamp().to_datetime64().astype("datetime64[D]")
        birth = born - int(age[at] * 365.25)
        yield Woman(number, int(where[at]), birth, states[at], at < kek)


def _homes(world: World, rng: np.random.Generator) -> np.ndarray:
    """Return the posyandu of the desa that take part: one of each puskesmas at least."""
    spots = world.places.posyandu
    size = spots.groupby("desa")["weight"].sum()
    keys = size.index[np.argsort(-np.log(rng.random(len(size))) / (size.to_numpy() + 1e-9), kind="stable")]
    serves = spots.drop_duplicates("desa").set_index("desa")["puskesmas"]
    first = serves[keys].drop_duplicates().index.tolist()
    rest = [desa for desa in keys if desa not in set(first)]
    chosen = [*first, *rest][: max(len(first), int(world.plan.rates["bumil_desa"]))]
    return np.flatnonzero(spots["desa"].isin(chosen))


def _visits(
    world: World, woman: Woman, start: np.datetime64, end: np.datetime64, rng: np.random.Generator
) -> Iterator[dict[str, object]]:
    p = world.plan.rates
    span = int((end - start).astype(int))
    over = woman.state in _ENDS
    if over:
        low, high = _ENDS[woman.state]
        final = start + int(rng.integers(min(span, 50), span + 1))
        weeks = int(rng.integers(low, high + 1))
    else:
        final = end - int(rng.integers(0, min(24, span)))
        weeks = int(rng.integers(18 if woman.kek else 11, 38))
    since = max(start, final - 7 * (weeks - _FIRST_WEEK))
    days = [final]
    while days[-1] - _EVERY >= since:
        days.append(days[-1] - int(rng.integers(_EVERY - 4, _EVERY + 3)))
    days = [day for day in days[::-1] if day >= start]
    if len(days) < 2:  # so that she was seen before it ended, or before she recovered
        days = [max(start, final - 12), final]
    arm = _arm(woman, len(days) - int(over), p, rng)
    level = rng.normal(p["bumil_hb_rerata"] - 0.25 * woman.kek, p["bumil_hb_sd"])
    keen, parity = rng.uniform(0.4, 1.0), int(rng.poisson(1.1))
    for nth, day in enumerate(days):
        week = weeks - float((final - day).astype(int)) / 7
        done = over and nth == len(days) - 1
        hb = level - 0.35 * (13 <= week < 28) + rng.normal(0, 0.3)
        unseen = done or rng.random() < p["bumil_hb_kosong"]
        yield {
            "number": woman.number, "posyandu": woman.posyandu, "birth": woman.birth, "kek": woman.kek,
            "noted": day, "umur_hamil": float(np.clip(np.floor(week), 1, 42)), "paritas": float(parity),
            "lila": np.nan if done else arm[nth],
            "hb": np.nan if unseen else float(np.clip(np.round(hb, 1), 6.5, 15.5)),
            "ttd": float(np.floor(np.clip((week - 10) * 7 * keen, 0, 180))), "anc": float(nth + 1),
            "hasil": _STATE_OF[woman.state] if done else PREGNANT,
        }  # fmt: skip


def _arm(woman: Woman, n: int, p: dict[str, float], rng: np.random.Generator) -> np.ndarray:
    """Return LiLA of `n` visits in cm, with KEK or without as the state of the woman says."""
    limit = rules()["lila_kek"]
    if not woman.kek:
        level = max(rng.normal(p["bumil_lila_rerata"], p["bumil_lila_sd"]), limit + 0.4)
        return np.round(np.maximum(level + rng.normal(0, 0.2, n), limit), 1)
    first = rng.uniform(21.0, 23.1)
    recovers = woman.state == "hamil_normal" or (woman.state == "lahir_normal" and rng.random() < 0.6)
    final = (
        rng.uniform(limit + 0.1, limit + 1.2) if recovers else min(first + rng.uniform(0, 0.6), limit - 0.2)
    )
    out = np.round(np.linspace(first, final, n), 1)
    return out if n > 1 or woman.state != "lahir_normal" else np.round(np.array([first]), 1)
