"""Hot spots: against `esda`, on pure noise, on a planted cluster, on islands and flat maps."""

import numpy as np
import pandas as pd
import pytest

from stunting.indicators import ranking
from stunting.indicators.ranking import permute, spatial


def lattice(side: int) -> tuple[list[str], pd.DataFrame]:
    """Areas of a square map and the pairs that share a border."""
    at = np.arange(side * side).reshape(side, side)
    pairs = np.r_[np.c_[at[:, :-1].ravel(), at[:, 1:].ravel()], np.c_[at[:-1].ravel(), at[1:].ravel()]]
    areas = [f"99.01.{1 + i // side:02d}.{2001 + i}" for i in range(side * side)]
    names = np.array(areas)
    return areas, pd.DataFrame({"code_a": names[pairs[:, 0]], "code_b": names[pairs[:, 1]]})


def desa(areas, n, d) -> pd.DataFrame:
    n, d = np.asarray(n, dtype="float64"), np.asarray(d, dtype="float64")
    with np.errstate(invalid="ignore", divide="ignore"):
        value = np.where(d > 0, n / d, np.nan)
    return pd.DataFrame({
        "level": "desa", "area": areas, "indicator": "stunting", "period": "2024", "rule": "eppgbm",
        "value": value, "low": np.nan, "high": np.nan, "numerator": n, "denominator": d, "source": "contoh",
    })  # fmt: skip


@pytest.mark.parametrize("alike", [True, False])
def test_pure_noise_shows_a_hot_spot_in_at_most_5_percent_of_runs(alike):
    """100 runs each of one common rate, and of desa that differ without any pattern on the map."""
    rng = np.random.default_rng(11 + alike)
    areas, pairs = lattice(6)
    any_hot = {"moran": 0, "gi": 0}
    any_at_all, runs = 0, 100
    for run in range(runs):
        d = rng.integers(5, 150, len(areas))
        p = 0.15 if alike else rng.beta(0.15 * 30, 0.85 * 30, len(areas))
        frame = desa(areas, rng.binomial(d, p), d)
        for method in any_hot:
            found = ranking.hot_spots(frame, pairs, method=method, permutations=2999, seed=run % 4)
            any_hot[method] += bool((found["cluster"] == spatial.HOT).any())
        any_at_all += bool((found["q"] <= spatial.ALPHA).any())
    assert max(any_hot.values()) <= 0.05 * runs
    assert any_at_all <= 0.10 * runs  # 5 % plus chance, of classes of every kind


def test_a_planted_cluster_is_found_and_stays_in_place():
    side = 10
    areas, pairs = lattice(side)
    p = np.full((side, side), 0.12)
    p[2:6, 2:6] = 0.5
    d = np.full(side * side, 70)
    frame = desa(areas, np.random.default_rng(3).binomial(d, p.ravel()), d)
    for method in ("moran", "gi"):
        found = ranking.hot_spots(frame, pairs, method=method)
        hot = (found["cluster"] == spatial.HOT).to_numpy().reshape(side, side)
        assert hot[3:5, 3:5].all()
        assert not hot[7:, 7:].any()
        pd.testing.assert_frame_equal(found, ranking.hot_spots(frame, pairs, method=method))


def test_gi_calls_no_desa_high_whose_neighbours_are_clearly_low():
    """A single very high desa among very low ones: Gi* is above 0 by that desa alone."""
    side, middle = 12, 6 * 12 + 6
    areas, pairs = lattice(side)
    rate = np.random.default_rng(0).normal(0.25, 0.05, side * side).clip(0.1, 0.4)
    rate[[middle - 1, middle + 1, middle - side, middle + side]] = 0.1
    rate[middle] = 0.95
    frame = desa(areas, np.round(rate * 100), np.full(side * side, 100))
    moran, gi = (ranking.hot_spots(frame, pairs, method=m).iloc[middle] for m in ("moran", "gi"))
    assert moran["cluster"] == spatial.HIGH_LOW
    assert gi["q"] <= spatial.ALPHA
    assert gi["statistic"] * gi["lag"] < 0  # the sign is the desa's own
    assert gi["cluster"] == spatial.NOT_CLEAR


def test_islands_missing_areas_and_the_edge_of_data():
    areas, pairs = lattice(6)
    n, d = np.full(36, 6), np.full(36, 40)
    n[:6] = 20
    d[35], n[35] = 0, 0
    frame = desa([*areas, "99.02.01.2001"], [*n, 30], [*d, 40])
    found = ranking.hot_spots(frame, pairs).set_index("area")
    island = found.loc["99.02.01.2001"]
    assert island["cluster"] == spatial.ISLAND
    assert np.isnan(island["p"])
    assert island["neighbours"] == 0
    assert found.loc[areas[35], "cluster"] == spatial.NO_DATA
    assert found.loc[areas[34], "neighbours"] == 2  # its third neighbour has no data
    assert found.loc[areas[0], "statistic"] > 0


@pytest.mark.parametrize(("cases", "size"), [(0, 30), (30, 30), (4, 30)])
@pytest.mark.parametrize("method", ["moran", "gi"])
def test_a_flat_map_has_no_hot_spot(cases, size, method):
    areas, pairs = lattice(4)
    found = ranking.hot_spots(desa(areas, [cases] * 16, [size] * 16), pairs, method=method)
    assert (found["cluster"] == spatial.NOT_CLEAR).all()
    assert found["statistic"].isna().all()


def test_one_area_no_area_and_no_border():
    areas, pairs = lattice(2)
    none = pairs.iloc[:0]
    assert ranking.hot_spots(desa(areas[:1], [3], [9]), none)["cluster"].tolist() == [spatial.ISLAND]
    assert ranking.hot_spots(desa([], [], []), none).empty
    assert (ranking.hot_spots(desa(areas, [1, 2, 3, 4], [9] * 4), none)["cluster"] == spatial.ISLAND).all()
    with pytest.raises(ValueError, match="unknown method"):
        ranking.hot_spots(desa(areas, [1] * 4, [9] * 4), pairs, method="hotter")


def test_p_values_are_those_of_every_arrangement():
    """On six areas in a row all arrangements of the neighbours can be written down."""
    from itertools import combinations

    areas = list("abcdef")
    pairs = pd.DataFrame({"code_a": areas[:-1], "code_b": areas[1:]})
    z = np.array([2.0, 1.5, 1.0, -1.0, -1.5, -2.0])
    near = permute.neighbours(pairs, areas)
    _, high, low = permute.permuted(z, near, permutations=20000)
    sets = [sum(c) / 2 for c in combinations(np.delete(z, 1), 2)]
    seen = (z[0] + z[2]) / 2
    assert high[1] == pytest.approx(np.mean([s >= seen - 1e-9 for s in sets]), abs=0.01)
    assert low[1] == pytest.approx(np.mean([s <= seen + 1e-9 for s in sets]), abs=0.01)


@pytest.mark.filterwarnings("ignore")
def test_against_esda():
    esda, libpysal = pytest.importorskip("esda"), pytest.importorskip("libpysal")
    areas, pairs = lattice(8)
    rng = np.random.default_rng(4)
    x = rng.normal(size=64) + np.linspace(0, 2, 64)
    near = permute.neighbours(pairs, areas)
    neighbours = {i: near.second[near.first == i].tolist() for i in range(64)}
    w = libpysal.weights.W(neighbours, silence_warnings=True)
    w.transform = "r"
    ours = permute.local_moran(x, near, 9999)
    theirs = esda.Moran_Local(x, w, permutations=9999, seed=1)
    np.testing.assert_allclose(ours.value, theirs.Is, rtol=1e-10)
    np.testing.assert_allclose(np.minimum(ours.p_high, ours.p_low), theirs.p_sim, atol=0.02)
    w = libpysal.weights.W(neighbours, silence_warnings=True)
    theirs = esda.G_Local(x, w, transform="B", star=True, permutations=999, seed=1)
    ours = permute.gi_star(x, near)
    np.testing.assert_allclose(ours.value, theirs.Zs, rtol=1e-8)


def test_numbers_by_hand():
    """Three areas in a row, z = 1, 0, -1: I = (n - 1) z lag / sum z^2."""
    near = permute.neighbours(pd.DataFrame({"code_a": ["a", "b"], "code_b": ["b", "c"]}), list("abc"))
    found = permute.local_moran(np.array([1.0, 0.0, -1.0]), near, 99)
    assert found.value.tolist() == [0, 0, 0]
    assert found.lag.tolist() == [0, 0, 0]
    found = permute.local_moran(np.array([2.0, 1.0, 0.0, 1.0])[:3] ** 2, near, 99)
    z = np.array([4, 1, 0]) - 5 / 3
    assert found.value == pytest.approx(2 * z * np.array([z[1], (z[0] + z[2]) / 2, z[1]]) / (z**2).sum())


def test_situation_with_and_without_hot_spots():
    areas = ["99.01.01.2001", "99.01.01.2002", "99.01.02.2003", "?CONTOH?CONTOH DUA"]
    found = ranking.situation(desa(areas, [10, 2, 3, 0], [20, 40, 30, 0]), [areas[0]])
    at = found.set_index(["level", "area", "part"])
    assert at.loc[("kecamatan", "99.01.01", "semua"), "value"] == pytest.approx(12 / 60)
    assert at.loc[("kecamatan", "99.01.01", "tanpa hot spot"), "value"] == pytest.approx(2 / 40)
    assert np.isnan(at.loc[("kecamatan", "99.01.02", "hot spot"), "value"])
    assert np.isnan(at.loc[("kecamatan", "?CONTOH", "semua"), "value"])
    whole = at.loc[("desa digabung", "", "semua")]
    assert (whole["numerator"], whole["denominator"], whole["desa"]) == (15, 90, 4)
    assert at.loc[("desa digabung", "", "tanpa hot spot"), "value"] == pytest.approx(5 / 70)
