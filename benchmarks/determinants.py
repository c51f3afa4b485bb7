"""Coverage of the adjusted ratios and attributable fractions on simulated districts with known effects.

Run ``python benchmarks/determinants.py [sets [design ...]]`` (500 sets of three designs, minutes).
Writes nothing. The districts: ``benchmarks/simulated.py``; small areas: ``benchmarks/determinants_small.py``.
"""

from __future__ import annotations

import sys
import time

import numpy as np
import pandas as pd

from benchmarks.simulated import EFFECTS, NAMES, Design, district, truth
from stunting.indicators.determinants.factors import JOINT
from stunting.indicators.determinants.model import Model, build, children_of
from stunting.indicators.determinants.paf import paf
from stunting.indicators.determinants.ratios import adjusted
from stunting.indicators.determinants.removal import removal
from stunting.indicators.determinants.sandwich import KIND, KINDS, limits, robust
from stunting.indicators.determinants.threads import one_thread


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
    design: Design, true_paf: dict[str, float], rng: np.random.Generator, kinds: tuple[str, ...] = KINDS
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
        found = removal(model.x, model.fit, model.codes, len(model.factors))
        low, high = found.limits()
        for at, key in enumerate((*model.factors, JOINT)):
            out[f"paf {key}"] = _inside(low[at], high[at], true_paf[key])
            out[f"bias paf {key}"] = found.value[at] - true_paf[key]
    return out


def coverage(design: Design, sets: int, seed: int = 7, kinds: tuple[str, ...] = KINDS) -> pd.DataFrame:
    """Return the trials of one design, one row a simulated district."""
    true_paf = truth(design) if design.link == "log" else {}
    rngs = [np.random.default_rng(s) for s in np.random.SeedSequence(seed).spawn(sets)]
    with one_thread():
        return pd.DataFrame([trial(design, true_paf, rng, kinds) for rng in rngs]).astype("float64")


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
    """Return the processor time of 9,000 children x 12 factors."""
    rng = np.random.default_rng(3)
    frame = district(Design(250, 36), rng)
    extra = ["air_bersih", "air_limbah", "cuci_tangan", "phbs", "akses_pangan", "pendidikan_ibu"]
    for key in extra:
        frame[key] = pd.array(rng.random(len(frame)) < 0.3, dtype="boolean")
    keys = [*EFFECTS, *extra]
    begin = time.process_time()
    adjusted(frame, keys)
    middle = time.process_time()
    paf(frame, keys)
    end = time.process_time()
    return f"{len(frame)} anak x 12 faktor: model {middle - begin:.2f} s, PAF {end - middle:.2f} s"


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
