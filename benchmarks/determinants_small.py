"""What the choice of factors by `fitting` does to small areas: coverage of what it keeps, bias it leaves.

Run ``python benchmarks/determinants_small.py [sets]`` (500 sets of four designs, minutes). Writes nothing.

Two truths: the effect with every other factor held still (``penuh``; what is lost is the confounding by the
factors that the model could not hold), and what the same smaller model would give in a population without
end (``sendiri``; whether the interval does what it says, the choice included).
"""

from __future__ import annotations

import sys
import time
from functools import lru_cache

import numpy as np
import pandas as pd

from benchmarks.simulated import EFFECTS, NAMES, Design, Population, district, population, truth
from stunting.indicators.determinants.factors import JOINT
from stunting.indicators.determinants.fitting import fitting
from stunting.indicators.determinants.model import build, children_of
from stunting.indicators.determinants.removal import removal
from stunting.indicators.determinants.sandwich import limits, robust
from stunting.indicators.determinants.spline import covariate_columns, known_covariates
from stunting.indicators.determinants.threads import one_thread

#: Posyandu x children and prevalence (12–14 %, as districts have it; and one with many cases).
DESIGNS = {
    "155 anak, 12 posyandu, 28 kasus": Design(12, 13, base=-2.9),
    "255 anak, 16 posyandu, 35 kasus": Design(16, 16, base=-3.15),
    "300 anak, 20 posyandu, 42 kasus": Design(20, 15, base=-3.15),
    "400 anak, 25 posyandu, 57 kasus": Design(25, 16, base=-3.15),
}


@lru_cache(maxsize=1)
def _endless() -> Population:
    return population(Design(6000, 25), np.random.default_rng(5))


@lru_cache(maxsize=64)
def own_truth(keys: tuple[str, ...]) -> dict[str, float]:
    """Return the log ratios that a model of these factors alone has in 150,000 children of known risk."""
    people = _endless()
    known, _ = known_covariates(people.frame)
    rows = np.arange(len(people.frame))
    columns, _ = covariate_columns(known, rows)
    x = np.column_stack([np.ones(len(rows)), *(people.frame[k].to_numpy(float) for k in keys), *columns])
    y, beta = np.exp(people.eta), np.zeros(x.shape[1])
    beta[0] = np.log(y.mean())
    for _ in range(10):
        mu = np.exp(x @ beta)
        beta = beta + np.linalg.solve((x * mu[:, None]).T @ x, x.T @ (y - mu))
    return dict(zip(keys, beta[1 : 1 + len(keys)], strict=True))


def trial(design: Design, true_paf: dict[str, float], rng: np.random.Generator) -> list[dict[str, object]]:
    """Return a line for each factor that the model of one small area holds; one without if it holds none."""
    frame = district(design, rng)
    held = fitting(frame, list(EFFECTS))
    given = children_of(frame, held)
    model = build(given, held, NAMES)
    about = {"children": len(given.y), "cases": given.y.sum(), "held": len(model.factors)}
    if model.fit is None:
        return [about | {"held": 0}]
    found = robust(model.x, model.fit, model.codes)
    low, high, _ = limits(model.fit.beta, found.se, found.df)
    lost = removal(model.x, model.fit, model.codes, len(model.factors))
    paf_low, paf_high = lost.limits()
    own, out = own_truth(model.factors), []
    for at, key in enumerate(model.factors):
        j = at + 1
        if key not in model.refused:
            out.append(about | {
                "factor": key, "full": low[j] <= EFFECTS[key] <= high[j],
                "own": low[j] <= own[key] <= high[j],
                "bias": model.fit.beta[j] - EFFECTS[key], "gap": own[key] - EFFECTS[key],
                "paf": paf_low[at] <= true_paf[key] <= paf_high[at], "width": high[j] - low[j],
            })  # fmt: skip
    return out


def coverage(design: Design, sets: int, seed: int = 11) -> pd.DataFrame:
    """Return the lines of `trial` with ``set``."""
    true_paf = truth(design, 5)
    lines = []
    with one_thread():
        for at, seeds in enumerate(np.random.SeedSequence(seed).spawn(sets)):
            lines += [{"set": at, **line} for line in trial(design, true_paf, np.random.default_rng(seeds))]
    return pd.DataFrame(lines)


def table(lines: pd.DataFrame) -> str:
    """Return how often each factor is held, coverage in percent of both truths, bias and what is lost."""
    sets = lines["set"].nunique()
    kept = lines[lines["held"] > 0] if "factor" in lines else lines.iloc[:0]
    out = [f"{'':>18}{'dimuat':>8}{'penuh':>8}{'sendiri':>9}{'PAF':>7}{'bias':>8}{'sisa':>8}{'lebar':>8}"]
    for key in (*EFFECTS, JOINT):
        rows = kept if key == JOINT else kept[kept["factor"] == key]
        if not len(rows):
            out.append(f"{key:>18}{0:8.0f}")
            continue
        share = rows["set"].nunique() / sets
        means = rows[["full", "own", "paf", "bias", "gap"]].astype("float64").mean()
        name = "semua" if key == JOINT else key
        out.append(
            f"{name:>18}{100 * share:8.0f}{100 * means['full']:8.1f}{100 * means['own']:9.1f}"
            f"{100 * means['paf']:7.1f}{means['bias']:8.3f}{means['gap']:8.3f}{rows['width'].median():8.2f}"
        )
    held = lines.groupby("set")["held"].first()
    return "\n".join([*out, f"faktor per model rata-rata {held.mean():.1f}; {len(kept)} selang"])


def main(argv: list[str]) -> int:
    """Print the coverage of every design."""
    sets = int(argv[0]) if argv else 500
    for name, design in DESIGNS.items():
        begin = time.perf_counter()
        lines = coverage(design, sets)
        print(f"\n{name}: {sets} set, {time.perf_counter() - begin:.0f} s")
        print(table(lines), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
