"""Known effects: adjusted ratios and fractions cover them, crude ratios do not; the bootstrap and its limits.

The full experiment (500 districts of each design) is ``benchmarks/determinants.py``.
"""

import numpy as np
import pytest

from benchmarks.determinants import EFFECTS, Design, coverage, district, truth
from stunting.indicators.determinants import paf
from stunting.indicators.determinants.bootstrap import fractions, replicate, weights
from stunting.indicators.determinants.irls import fit
from stunting.indicators.determinants.model import build, children_of

KEYS = list(EFFECTS)


def test_adjusted_intervals_cover_known_effects_and_crude_ones_do_not():
    """30 districts x 6 factors = 180 intervals: of an exact 95 %, 91 % or more with probability 0.99."""
    trials = coverage(Design(60, 20), 30, replicates=100, kinds=())
    assert trials[[f"suai {k}" for k in KEYS]].notna().all(axis=None)
    share = {
        kind: float(np.nanmean(trials[[f"{kind} {k}" for k in KEYS]])) for kind in ("kasar", "suai", "paf")
    }
    assert 0.91 <= share["suai"] <= 0.99
    assert 0.90 <= share["paf"] <= 0.99
    assert share["kasar"] < 0.80
    bias = trials[[f"bias suai {k}" for k in KEYS]].mean()
    assert bias.abs().max() < 0.08
    assert trials[[f"bias kasar {k}" for k in KEYS]].mean().min() > 0.05


def test_the_truth_of_a_single_cause_is_the_formula():
    """Of a factor without an effect nothing is attributable; removing all takes more than any one."""
    found = truth(Design(10, 10), draws=2)
    assert found["jkn"] == pytest.approx(0, abs=1e-12)
    singles = [v for k, v in found.items() if k != "*gabungan"]
    assert max(singles) < found["*gabungan"] < sum(singles)


@pytest.fixture(scope="module")
def model():
    frame = district(Design(40, 25), np.random.default_rng(2))
    return build(children_of(frame, KEYS), KEYS, dict(zip(KEYS, KEYS, strict=True)))


def test_a_replicate_is_the_weighted_fit(model):
    found = replicate(model.x, model.y, model.codes, model.fit, len(KEYS), replicates=3, seed=5)
    weight = weights(int(model.codes.max()) + 1, 3, seed=5)[1]
    assert weight.mean() == pytest.approx(1)
    w = weight[model.codes]
    beta = found.beta[1]
    mu = np.exp(model.x @ beta)
    assert (w * (model.y - mu)) @ model.x == pytest.approx(np.zeros(model.x.shape[1]), abs=1e-4)
    share = fractions(model.x, w[None], beta[None], len(KEYS))[0]
    for at, _ in enumerate(KEYS, start=1):
        removed = model.x.copy()
        removed[:, at] = 0
        assert share[at - 1] == pytest.approx(1 - (w * np.exp(removed @ beta)).sum() / (w * mu).sum())
    removed = model.x.copy()
    removed[:, 1 : 1 + len(KEYS)] = 0
    assert share[-1] == pytest.approx(1 - (w * np.exp(removed @ beta)).sum() / (w * mu).sum())
    assert found.paf[1] == pytest.approx(share)


def test_the_fraction_of_one_exposure_is_miettinens(model):
    share = fractions(model.x, np.ones((1, len(model.y))), model.fit.beta[None], len(KEYS))[0]
    exposed = model.y @ model.x[:, 1 : 1 + len(KEYS)] / model.y.sum()
    ratio = np.exp(model.fit.beta[1 : 1 + len(KEYS)])
    assert share[:-1] == pytest.approx(exposed * (1 - 1 / ratio))


def test_bootstrap_is_repeatable_and_close_to_drawing_clusters_with_replacement(model):
    one, two = (
        replicate(model.x, model.y, model.codes, model.fit, len(KEYS), replicates=400, seed=1).paf
        for _ in range(2)
    )
    assert np.array_equal(one, two)
    rng = np.random.default_rng(3)
    groups = int(model.codes.max()) + 1
    rows = [np.flatnonzero(model.codes == g) for g in range(groups)]
    drawn = []
    for _ in range(150):
        at = np.concatenate([rows[g] for g in rng.integers(0, groups, groups)])
        x, y = model.x[at], model.y[at]
        drawn.append(fractions(x, np.ones((1, len(y))), fit(x, y).beta[None], len(KEYS))[0])
    assert one.std(axis=0) == pytest.approx(np.std(drawn, axis=0), rel=0.25)


def test_nine_thousand_children_and_twelve_factors_are_computed_whole():
    rng = np.random.default_rng(3)
    frame = district(Design(250, 36), rng)
    for key in ("air_bersih", "air_limbah", "cuci_tangan", "phbs", "akses_pangan", "pendidikan_ibu"):
        frame[key] = (rng.random(len(frame)) < 0.3).astype(bool)
    found = paf(frame, replicates=50)
    assert (found["refusal"] == "").all()
    assert len(found) == 13
