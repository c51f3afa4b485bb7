"""Smoothing, ranks, the composite, agreement, and the evaluation of past lokus."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from stunting.indicators import ranking
from stunting.indicators.facts import facts
from stunting.indicators.ranking import evaluation
from stunting.indicators.results import check_result


def desa(n, d, period="2024", **more) -> pd.DataFrame:
    """A result frame of desa with these counts."""
    n, d = np.asarray(n, dtype="float64"), np.asarray(d, dtype="float64")
    with np.errstate(invalid="ignore", divide="ignore"):
        value = np.where(d > 0, n / d, np.nan)
    frame = {
        "level": "desa", "area": [f"99.01.{1 + i // 40:02d}.{2001 + i}" for i in range(len(n))],
        "indicator": "stunting", "period": period, "rule": "eppgbm", "value": value, "low": np.nan,
        "high": np.nan, "numerator": n, "denominator": d, "method": "", "source": "contoh",
    }  # fmt: skip
    return pd.DataFrame(frame | more)


def test_smoothing_beats_raw_rates_and_its_interval_covers():
    rng = np.random.default_rng(5)
    smoothed, raw, covered = [], [], []
    for _ in range(6):
        p = rng.beta(0.15 * 40, 0.85 * 40, 150)
        d = rng.integers(8, 120, 150)
        n = rng.binomial(d, p)
        found = ranking.smooth(desa(n, d))
        smoothed.append(((found["value"] - p) ** 2).mean())
        raw.append(((n / d - p) ** 2).mean())
        covered.append(((found["low"] <= p) & (p <= found["high"])).mean())
    assert np.sqrt(np.mean(smoothed) / np.mean(raw)) < 0.75
    assert 0.93 < np.mean(covered) < 0.97


def test_the_fit_finds_the_parameters_it_was_made_from():
    rng = np.random.default_rng(1)
    d = rng.integers(20, 200, 2000)
    found = ranking.fit(rng.binomial(d, rng.beta(0.2 * 25, 0.8 * 25, 2000)), d)
    assert found.mean == pytest.approx(0.2, abs=0.01)
    assert found.precision == pytest.approx(25, rel=0.15)


@pytest.mark.parametrize(
    ("n", "d"),
    [([0, 0, 0, 0], [10, 20, 30, 5]), ([10, 20, 30], [10, 20, 30]), ([3, 3, 3], [30, 30, 30]),
     ([0, 5, 1], [0, 20, 9]), ([4], [20]), ([], []), ([0, 0], [0, 0])],
)  # fmt: skip
def test_edges_of_smoothing(n, d):
    found = check_result(ranking.smooth(desa(n, d)))
    seen = found["denominator"] > 0
    assert found.loc[~seen, "value"].isna().all()
    assert found.loc[seen, "value"].between(0, 1).all()
    if seen.sum() >= 3:
        assert (found.loc[seen, "low"] <= found.loc[seen, "value"]).all()
        assert (found.loc[seen, "value"] <= found.loc[seen, "high"]).all()
        assert (found.loc[seen, "method"] == "eb").all()
    else:
        pd.testing.assert_series_equal(found["value"], found["raw"], check_names=False)


@hypothesis_settings(max_examples=10)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 60)), min_size=3, max_size=12))
def test_a_smoothed_rate_lies_between_the_lowest_and_the_highest(pairs):
    n, d = np.array([min(a, b) for a, b in pairs]), np.array([b for _, b in pairs])
    found = ranking.smooth(desa(n, d))
    seen = d > 0
    if seen.sum() >= 3 and 0 < n.sum() < d.sum():
        raw = n[seen] / d[seen]
        assert found.loc[seen, "value"].between(raw.min() - 0.15, raw.max() + 0.15).all()


def test_each_period_is_smoothed_on_its_own():
    a, b = desa([2, 9, 4, 7], [30, 30, 30, 30], "2023"), desa([1, 1, 2, 1], [30, 30, 30, 30])
    both = ranking.smooth(pd.concat([a, b], ignore_index=True))
    pd.testing.assert_frame_equal(
        both[both["period"] == "2024"].reset_index(drop=True), ranking.smooth(b), check_dtype=False
    )


def test_smoothing_refuses_more_cases_than_children():
    with pytest.raises(ValueError, match="numerator outside"):
        ranking.smooth(desa([5, 1, 1], [4, 9, 9]))


def test_probabilities_add_up_to_the_places_on_the_list():
    rng = np.random.default_rng(2)
    drawn = rng.integers(0, 4, (500, 9)).astype("float64")  # full of ties
    drawn[:, 4] = np.nan
    found = ranking.ranks(drawn, 3)
    assert np.nansum(found.top) == pytest.approx(3)
    assert np.isnan(found.top[4])
    assert np.isnan(found.expected[4])
    assert np.nanmean(found.expected) == pytest.approx(4.5)
    alone = ranking.ranks(np.ones((10, 1)), 3)
    assert (alone.expected[0], alone.top[0]) == (1, 1)
    assert np.isnan(ranking.ranks(np.full((5, 2), np.nan), 1).top).all()


NOW = desa([30, 5, 1, 0, 0, 8], [100, 20, 60, 40, 0, 80])


def test_composite_is_deterministic_and_follows_the_weights():
    before = desa([10, 5, 20, 0, 0, 8], [100, 20, 60, 40, 0, 80], "2023")
    first = ranking.composite(NOW, 2, before=before)
    pd.testing.assert_frame_equal(first, ranking.composite(NOW, 2, before=before))
    check_result(first)
    by_burden = ranking.composite(NOW, 2, weights={"burden": 1})
    assert by_burden["area"].iloc[0] == NOW["area"].iloc[0]
    by_trend = ranking.composite(NOW, 2, weights={"trend": 1}, before=before)
    assert by_trend["area"].iloc[0] == NOW["area"].iloc[0]
    # the one that fell from 20 to 1 is last of those measured
    assert by_trend[by_trend["rank"].notna()]["area"].iloc[-1] == NOW["area"].iloc[2]
    assert first["probability_top"].sum() == pytest.approx(2)
    assert (first["rank_low"].dropna() <= first["rank_high"].dropna()).all()
    # made once, weighed many times
    made = ranking.components(NOW, before=before)
    pd.testing.assert_frame_equal(ranking.composite(made, 2), first)


def test_an_area_without_children_is_not_ranked_and_says_so():
    found = ranking.composite(NOW, 2)
    nobody = found[found["area"] == NOW["area"].iloc[4]].iloc[0]
    assert np.isnan(nobody["rank"])
    assert np.isnan(nobody["value"])
    assert "tidak diperingkat" in nobody["note"]
    assert found["rank"].dropna().tolist() == [1, 2, 3, 4, 5]


def test_missing_risk_is_neutral():
    risk = pd.DataFrame({"area": NOW["area"].iloc[:2], "numerator": [9, 1], "denominator": [10, 10]})
    found = ranking.composite(NOW, 2, weights={"risk": 1}, risk=risk).set_index("area")
    assert found.loc[NOW["area"].iloc[3], "value"] == 0.5
    assert found.loc[NOW["area"].iloc[3], "missing"] == "risk"
    assert found["rank"].idxmin() == NOW["area"].iloc[0]


@pytest.mark.parametrize(
    ("weights", "words"),
    [({"burden": -1}, "negative"), ({"burden": 0}, "all weights"), ({"luck": 1}, "unknown component"),
     ({"risk": 1}, "no data"), ({"burden": float("nan")}, "negative")],
)  # fmt: skip
def test_bad_weights(weights, words):
    with pytest.raises(ValueError, match=words):
        ranking.composite(NOW, 2, weights=weights)


def test_one_area_and_all_equal():
    one = ranking.composite(desa([3], [30]), 2)
    assert one["rank"].tolist() == [1]
    assert one["probability_top"].tolist() == [1]
    equal = ranking.composite(desa([3] * 6, [30] * 6), 3, weights={"prevalence": 1})
    assert equal["probability_top"].between(0.4, 0.6).all()


def test_agreement_of_nothing_and_of_all():
    ranked = pd.DataFrame({"area": list("abcd"), "rank": [1, 2, 3, np.nan]})
    assert ranking.agreement(ranked, ["a", "b"], 2).kappa == 1
    nothing = ranking.agreement(ranked, ["d"], 2)
    assert nothing.unranked == ("d",)
    assert np.isnan(nothing.share)
    assert np.isnan(nothing.kappa)


def test_lokus_of_2022_are_the_eight_of_the_decree():
    kab = facts("lokus")["kode"].iloc[0][:5]
    found = ranking.lokus(kab, 2022)
    assert len(found) == 8
    assert len(set(found["decree"])) == 1
    assert sorted(found["name"]) == sorted(
        ["Marajai", "Uren", "Mamantang", "Halong", "Hauwai", "Gunung Batu", "Batu Piring", "Mampari"]
    )
    from stunting.regions import areas

    known = areas(kab).set_index("code")["name"]
    assert (known[found["area"]].str.casefold().to_numpy() == found["name"].str.casefold().to_numpy()).all()
    assert ranking.lokus("99.01").empty


def _history(rng, effect=0.0, m=157):
    base, d = rng.beta(0.16 * 30, 0.84 * 30, m), rng.integers(20, 140, m)
    before = rng.binomial(d, np.clip(base * np.exp(rng.normal(0, 0.15, m)), 0, 1))
    # chosen among the forty highest as counted: what makes lokus fall by themselves
    chosen = np.argsort(-before / d)[:40][rng.permutation(40)[:8]]
    change = rng.normal(-0.05, 0.15, m)
    change[chosen] += effect
    after = rng.binomial(d, np.clip(base * np.exp(change), 0, 1))
    first = desa(before, d, "2021")
    return first, desa(after, d, "2022"), first["area"].iloc[chosen]


def test_evaluation_finds_nothing_where_nothing_was_done():
    rng = np.random.default_rng(8)
    found = [ranking.evaluate(*_history(rng)).iloc[0] for _ in range(60)]
    covered = np.mean([row["low"] <= 0 <= row["high"] for row in found])
    assert 0.90 <= covered <= 1
    # regression to the mean: lokus fall, but no more than desa that were as high
    fall = np.mean([row["lokus_after"] - row["lokus_before"] for row in found])
    assert fall < -0.03
    assert abs(np.mean([row["value"] for row in found])) < 0.016


def test_evaluation_sees_a_large_effect_and_never_calls_it_proof():
    rng = np.random.default_rng(9)
    before, after, chosen = _history(rng, effect=-1.5)
    found = ranking.evaluate(before, after, chosen, earlier=before.assign(period="2020"))
    assert found["verdict"].tolist() == ["turun", "belum dapat dibedakan"]
    assert found["note"].str.contains("bukan bukti sebab-akibat").all()
    assert found["part"].tolist() == ["utama", "sebelum ada SK"]
    assert not set(found["compared"].iloc[0]) & set(chosen)


#: How a list is chosen from the rates of the year before: raw and smoothed.
LISTS = {
    "8 of 40": lambda rng, raw, smoothed: np.argsort(-smoothed)[:40][rng.permutation(40)[:8]],
    "20 highest smoothed": lambda rng, raw, smoothed: np.argsort(-smoothed)[:20],
    "54 highest smoothed": lambda rng, raw, smoothed: np.argsort(-smoothed)[:54],
    "54 highest raw": lambda rng, raw, smoothed: np.argsort(-raw)[:54],
    "54 of 76": lambda rng, raw, smoothed: np.argsort(-smoothed)[:76][rng.permutation(76)[:54]],
}


def _cases(rng, d, rate, wobble, effect=0.0):
    """Return the cases of one year: what truly is may wobble from year to year (logit scale)."""
    logit = np.log(rate / (1 - rate)) + rng.normal(0, wobble, len(d)) + effect
    return rng.binomial(d, 1 / (1 + np.exp(-logit)))


def test_a_list_without_effect_is_not_said_to_have_one_however_it_was_chosen(monkeypatch):
    real, smoothed = evaluation._smoothed, {}

    def once(frame):  # five lists of the same district
        if id(frame) not in smoothed:
            smoothed[id(frame)] = real(frame)
        return smoothed[id(frame)]

    monkeypatch.setattr(evaluation, "_smoothed", once)
    rng = np.random.default_rng(21)
    found = {name: [] for name in LISTS}
    power = []
    for run in range(90):
        smoothed.clear()
        d, rate = rng.integers(8, 120, 157), rng.beta(6, 34, 157)
        seen, later = (_cases(rng, d, rate, 0.25 * (run % 2)) for _ in range(2))
        before, after = desa(seen, d, "2023"), desa(later, d, "2024")
        for name, choose in LISTS.items():
            chosen = choose(rng, seen / d, (seen + 6) / (d + 40))
            found[name].append(ranking.evaluate(before, after, before["area"].iloc[chosen]).iloc[0])
            if name == "8 of 40" and run < 40:
                effect = np.where(np.isin(range(157), chosen), -0.8, 0)
                moved = _cases(rng, d, rate, 0.25 * (run % 2), effect)
                row = ranking.evaluate(before, desa(moved, d, "2024"), before["area"].iloc[chosen]).iloc[0]
                power.append(row["verdict"] == "turun")
    for name, rows in found.items():
        verdict = pd.Series([row["verdict"] for row in rows])
        assert verdict.isin(["turun", "naik"]).mean() <= 0.07, name
        assert verdict.eq("turun").mean() <= 0.04, name
        answered = np.mean([np.isfinite(row["low"]) for row in rows])
        assert answered == 1 if " of " in name else answered < 0.1, name
    assert np.mean(power) >= 0.6


def test_a_list_of_all_the_highest_is_refused_and_still_shows_both_groups():
    rng = np.random.default_rng(4)
    d = rng.integers(30, 100, 60)
    n = np.round(d * np.linspace(0.5, 0.05, 60))
    before, after = desa(n, d, "2023"), desa(np.round(0.8 * n), d, "2024")
    row = ranking.evaluate(before, after, before["area"].head(25), earlier=before.assign(period="2022")).iloc[
        0
    ]
    assert row["verdict"] == ranking.NO_MATCH
    assert np.isnan([row["value"], row["low"], row["high"]]).all()
    assert row["lokus_before"] == pytest.approx(n[:25].sum() / d[:25].sum())
    assert row["lokus_after"] == pytest.approx(np.round(0.8 * n)[:25].sum() / d[:25].sum())
    assert row["comparable_before"] < row["lokus_before"]
    assert (row["lokus"], row["listed"], row["comparable"]) == (25, 25, 5)
    assert row["compared"] == ()


def test_a_comparable_desa_that_serves_often_counts_once():
    # two lokus share the same ten others: ten desa, not twenty, decide the error
    rng = np.random.default_rng(12)
    d = np.full(12, 60)
    before = desa(np.r_[15, 15, np.full(10, 15)], d, "2023")
    after = desa(rng.binomial(d, 0.2), d, "2024")
    row = ranking.evaluate(before, after, before["area"].head(2), nearest=10).iloc[0]
    change = after["value"] - 0.25
    assert row["value"] == pytest.approx(change[:2].mean() - change[2:].mean())
    error = np.sqrt(change[:2].var(ddof=1) / 2 + change[2:].var(ddof=1) / 10)
    half = (row["high"] - row["low"]) / 2
    # the smaller group has one degree of freedom: t between 2.2 (eleven) and 12.7 (one)
    assert 2.3 < half / error < 12.7


def test_evaluation_of_one_of_none_and_of_all():
    before, after, chosen = _history(np.random.default_rng(3))
    one = ranking.evaluate(before, after, chosen[:1]).iloc[0]
    assert np.isfinite(one["value"])
    assert np.isnan(one["low"])
    assert one["verdict"] == "belum dapat dibedakan"
    assert "tanpa selang" in one["note"]
    for listed in ([], before["area"]):
        assert ranking.evaluate(before, after, listed).iloc[0]["verdict"] == "tidak ada data"
    with pytest.raises(ValueError, match="different rules"):
        ranking.evaluate(before, after.assign(rule="who"), chosen)
