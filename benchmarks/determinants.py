"""Coverage of the adjusted ratios and attributable fractions on simulated districts with known effects.

Run ``python benchmarks/determinants.py [sets [design ...]]`` (500 sets of three designs, minutes).
Writes nothing.

Children live in posyandu that share poverty (exposures cluster) and a latent propensity (outcomes cluster,
Gaussian copula: the marginal risk of each child is exactly that of the model). Poverty confounds all the
other factors, so that crude ratios miss the truth. Age acts through a bent line the model does not know.
"""

from __future__ import annotations

import sys
import time
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import expit, ndtr

from stunting.indicators.determinants.factors import JOINT
from stunting.indicators.determinants.model import Model, build, children_of
from stunting.indicators.determinants.paf import estimate, paf
from stunting.indicators.determinants.ratios import adjusted
from stunting.indicators.determinants.sandwich import KIND, KINDS, limits, robust

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


def _inside(low: float, high: float, value: float) -> float:
    return float(low <= value <= high)


def _covers(model: Model, kind: str, name: str) -> dict[str, float]:
    """Return which ratios of a fitted model cover the truth and by how much their logarithms miss it."""
    out: dict[str, float] = {}
    if model.fit is None:
        return out
    found = robust(model.x, model.fit, model.codes, kind)
    low, high, _ = limits(model.fit.beta, found.se, found.df)
    for j, key in enumerate(model.factors, start=1):
        if key not in model.refused:
            out[f"{name} {key}"] = _inside(low[j], high[j], EFFECTS[key])
            out[f"bias {name} {key}"] = model.fit.beta[j] - EFFECTS[key]
    return out


def trial(
    design: Design, true_paf: dict[str, float], rng: np.random.Generator, replicates: int = 300,
    kinds: tuple[str, ...] = KINDS,
) -> dict[str, float]:  # fmt: skip
    """Return which intervals of one district cover the truth (absent: refused).

    What `crude`, `adjusted` and `paf` compute, without the making of their frames.
    """
    keys, family = list(design.factors), "poisson" if design.link == "log" else "logit"
    given = children_of(district(design, rng), keys)
    out: dict[str, float] = {}
    for key in keys:
        out |= _covers(build(given, [key], NAMES, family=family, adjust=False), KIND, "kasar")
    model = build(given, keys, NAMES, family=family)
    out |= _covers(model, KIND, "suai")
    for kind in kinds:
        out |= _covers(model, kind, kind)
    if model.fit is not None and true_paf:
        value, low, high = estimate(model, replicates)
        for at, key in enumerate((*model.factors, JOINT)):
            out[f"paf {key}"] = _inside(low[at], high[at], true_paf[key])
            out[f"bias paf {key}"] = value[at] - true_paf[key]
    return out


def coverage(
    design: Design, sets: int, seed: int = 7, replicates: int = 300, kinds: tuple[str, ...] = KINDS
) -> pd.DataFrame:
    """Return the trials of one design, one row a simulated district."""
    true_paf = truth(design) if design.link == "log" else {}
    rngs = [np.random.default_rng(s) for s in np.random.SeedSequence(seed).spawn(sets)]
    return pd.DataFrame([trial(design, true_paf, rng, replicates, kinds) for rng in rngs]).astype("float64")


#: Large enough for every factor; and as small as the rules let through: six cases for each term.
DESIGNS = {
    "kabupaten (150 posyandu x 20 anak), RP": Design(150, 20),
    "kabupaten (150 posyandu x 20 anak), RO": Design(150, 20, link="logit", base=-2.4),
    "kecamatan (25 posyandu x 15 anak), RP": Design(25, 15),
}


def table(trials: pd.DataFrame, factors: tuple[str, ...]) -> str:
    """Return coverage in percent and mean bias of each factor as text."""
    kinds = ["kasar", "suai", "paf", *KINDS]
    lines = [
        f"{'':>18}"
        + "".join(f"{k:>8}" for k in kinds)
        + f"{'bias kasar':>12}{'bias suai':>11}{'bias paf':>10}"
    ]
    for key in (*factors, JOINT):
        cells = []
        for kind in kinds:
            column = trials.get(f"{kind} {key}")
            cells.append(f"{'–':>8}" if column is None else f"{100 * column.mean():8.1f}")
        for kind, width in (("kasar", 12), ("suai", 11), ("paf", 10)):
            column = trials.get(f"bias {kind} {key}")
            cells.append(f"{'–':>{width}}" if column is None else f"{column.mean():{width}.3f}")
        lines.append(f"{key:>18}" + "".join(cells))
    computed = trials[[f"suai {key}" for key in factors]].notna().mean().min()
    return "\n".join([*lines, f"dihitung (tidak ditolak) paling sedikit {100 * computed:.0f} %"])


def speed() -> str:
    """Return the processor time of 9,000 children x 12 factors x 500 replicates."""
    rng = np.random.default_rng(3)
    frame = district(Design(250, 36), rng)
    extra = ["air_bersih", "air_limbah", "cuci_tangan", "phbs", "akses_pangan", "pendidikan_ibu"]
    for key in extra:
        frame[key] = pd.array(rng.random(len(frame)) < 0.3, dtype="boolean")
    keys = [*EFFECTS, *extra]
    begin = time.process_time()
    adjusted(frame, keys)
    middle = time.process_time()
    paf(frame, keys, replicates=500)
    end = time.process_time()
    return (
        f"{len(frame)} anak x 12 faktor: model {middle - begin:.2f} s, PAF 500 ulangan {end - middle:.2f} s"
    )


def main(argv: list[str]) -> int:
    """Print the speed and the coverage of every design."""
    sets = int(argv[0]) if argv else 500
    print(speed(), flush=True)
    only = {int(a) for a in argv[1:]} or set(range(len(DESIGNS)))
    for at, (name, design) in enumerate(DESIGNS.items()):
        if at not in only:
            continue
        begin = time.perf_counter()
        trials = coverage(design, sets)
        print(f"\n{name}: {sets} set, {time.perf_counter() - begin:.0f} s")
        print(table(trials, design.factors), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
