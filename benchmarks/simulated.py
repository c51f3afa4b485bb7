"""Simulated districts with known effects of determinants, for the coverage of intervals.

Children live in posyandu that share poverty (exposures cluster) and a latent propensity (outcomes cluster,
Gaussian copula: the marginal risk of each child is exactly that of the model). Poverty confounds all the
other factors, so that crude ratios miss the truth. Age acts through a bent line the model does not know.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import expit, ndtr

from stunting.indicators.determinants.factors import JOINT

#: Factor → log ratio per exposure (the true effect of one of them is nothing at all).
EFFECTS = {
    "miskin": 0.50, "merokok_di_rumah": 0.25, "jamban": 0.20, "riwayat_kek_ibu": 0.35, "berat_lahir": 0.60,
    "jkn": 0.0,
}  # fmt: skip
NAMES = {key: key for key in EFFECTS}


class Design(NamedTuple):
    """A district: posyandu, mean children of each, latent correlation of outcomes, link, base, factors."""

    clusters: int
    size: int
    rho: float = 0.10
    link: str = "log"
    base: float = -2.9
    factors: tuple[str, ...] = tuple(EFFECTS)


class Population(NamedTuple):
    """Children before anyone looked at their height."""

    frame: pd.DataFrame
    cluster: np.ndarray
    eta: np.ndarray


def population(design: Design, rng: np.random.Generator) -> Population:
    """Return the children of one district with the linear predictor of each."""
    sizes = np.maximum(rng.negative_binomial(4, 4 / (4 + design.size), design.clusters), 2)
    cluster = np.repeat(np.arange(design.clusters), sizes)
    n, a = len(cluster), rng.standard_normal(design.clusters)[cluster]

    def draw(eta: np.ndarray | float) -> np.ndarray:
        return rng.random(n) < expit(eta)

    poor = draw(-1.0 + 0.9 * a)
    made = {"miskin": poor, "merokok_di_rumah": draw(0.4 + 0.9 * poor)}
    made["jamban"] = draw(-1.6 + 1.4 * poor + 0.6 * a)
    made["riwayat_kek_ibu"] = draw(-1.9 + 0.9 * poor)
    made["berat_lahir"] = draw(-2.5 + 1.0 * made["riwayat_kek_ibu"] + 0.5 * made["merokok_di_rumah"])
    made["jkn"] = draw(-1.2 + 1.0 * poor)
    age, boy = rng.uniform(0, 60, n), rng.random(n) < 0.51
    eta = design.base + 0.6 * np.minimum(age, 24) / 24 + 0.15 * boy
    eta = eta + sum(EFFECTS[k] * made[k] for k in EFFECTS)
    frame = pd.DataFrame({k: pd.array(v, dtype="boolean") for k, v in made.items()}).assign(
        cluster=[f"P{c}" for c in cluster], kab="99.01", desa="99.01.01.2001", age_months=age,
        sex=np.where(boy, "L", "P"),
    )  # fmt: skip
    return Population(frame, cluster, eta)


def risk(eta: np.ndarray, design: Design) -> np.ndarray:
    """Return the probability of being stunted."""
    return np.exp(eta) if design.link == "log" else expit(eta)


def district(design: Design, rng: np.random.Generator) -> pd.DataFrame:
    """Return one simulated district as a tidy frame."""
    people = population(design, rng)
    shared = rng.standard_normal(design.clusters)[people.cluster]
    latent = np.sqrt(design.rho) * shared + np.sqrt(1 - design.rho) * rng.standard_normal(len(shared))
    stunted = ndtr(latent) < risk(people.eta, design)
    return people.frame.assign(stunted=pd.array(stunted, dtype="boolean"))


def truth(design: Design, draws: int = 20) -> dict[str, float]:
    """Return the true attributable fractions, from about a million children whose risks are known."""
    rng, with_it, without = np.random.default_rng(99), 0.0, dict.fromkeys((*design.factors, JOINT), 0.0)
    big = design._replace(clusters=2000, size=25)
    for _ in range(draws):
        people = population(big, rng)
        with_it += risk(people.eta, design).sum()
        removed = {k: EFFECTS[k] * people.frame[k].to_numpy(bool) for k in design.factors}
        removed[JOINT] = np.sum(list(removed.values()), axis=0)
        for key, effect in removed.items():
            without[key] += risk(people.eta - effect, design).sum()
    return {key: 1 - without[key] / with_it for key in without}
