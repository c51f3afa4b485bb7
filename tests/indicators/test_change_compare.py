"""Changes and comparisons: a direction only where it can be told from chance."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stunting.indicators.change import DOWN, NO_DATA, UNCLEAR, UP, change
from stunting.indicators.compare import against_rest, extreme, most_changed
from stunting.indicators.intervals import difference, proportion_interval, wilson
from stunting.indicators.results import check_result


def frame(counts: dict[str, tuple[int, int]], period: str = "2024", rule: str = "eppgbm") -> pd.DataFrame:
    n, d = (np.array([c[i] for c in counts.values()], dtype=float) for i in (0, 1))
    limits = proportion_interval(n, d)
    with np.errstate(invalid="ignore"):
        value = np.where(d > 0, n / d, np.nan)
    return pd.DataFrame(
        {
            "level": "kecamatan", "area": list(counts), "indicator": "stunting", "period": period,
            "rule": rule, "value": value, "low": limits.low, "high": limits.high, "numerator": n,
            "denominator": d, "registered": d, "measured": d, "method": limits.method,
            "wilson_low": wilson(n, d)[0], "wilson_high": wilson(n, d)[1], "source": "contoh",
        }
    )  # fmt: skip


def test_verdicts_and_newcombe() -> None:
    before = frame({"a": (48, 80), "b": (56, 70), "c": (40, 80), "d": (0, 0), "e": (3, 50)}, "2023")
    after = frame({"a": (56, 70), "b": (48, 80), "c": (41, 80), "d": (5, 50), "f": (3, 50)})
    found = check_result(change(before, after)).set_index("area")
    assert found["verdict"].to_dict() == {
        "a": UP, "b": DOWN, "c": UNCLEAR, "d": NO_DATA, "e": NO_DATA, "f": NO_DATA,
    }  # fmt: skip
    assert found.loc["a", ["low", "high"]].tolist() == pytest.approx([0.0524, 0.3339], abs=5e-5)
    assert found.loc["a", "diff"] == pytest.approx(0.2)
    assert (found.loc["a", "period_a"], found.loc["a", "period"]) == ("2023", "2024")


def test_figures_without_counts_are_never_told_apart() -> None:
    blank = {"low": np.nan, "high": np.nan, "numerator": np.nan, "denominator": np.nan}
    before = frame({"a": (10, 100)}, "2023", "terbit").assign(value=0.5, **blank)
    assert change(before, frame({"a": (10, 100)}, rule="terbit"))["verdict"].tolist() == [UNCLEAR]


def test_other_series_is_refused_recap_is_not() -> None:
    own = frame({"a": (10, 100)})
    for rule in ("who", "survei", "terbit"):
        with pytest.raises(ValueError, match="different rules"):
            change(frame({"a": (10, 100)}, rule=rule), own)
    assert change(frame({"a": (10, 100)}, rule="rekap"), own)["verdict"].tolist() == [UNCLEAR]


def test_area_twice_is_refused() -> None:
    own = frame({"a": (10, 100)})
    with pytest.raises(pd.errors.MergeError):
        change(pd.concat([own, own]), own)


pairs = st.integers(30, 2000).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d)))


@settings(max_examples=25, deadline=None)
@given(pairs, pairs)
def test_direction_agrees_with_the_sign(a: tuple[int, int], b: tuple[int, int]) -> None:
    found = change(frame({"x": a}), frame({"x": b})).iloc[0]
    assert found["low"] <= found["diff"] <= found["high"]
    if found["verdict"] == DOWN:
        assert found["diff"] < 0
        assert found["high"] < 0
    if found["verdict"] == UP:
        assert found["low"] > 0


def test_higher_confidence_uses_counts_and_is_stricter() -> None:
    before, after = frame({"a": (200, 1000)}), frame({"a": (165, 1000)})
    assert change(before, after)["verdict"].tolist() == [DOWN]
    strict = change(before, after, confidence=0.99)
    assert strict["verdict"].tolist() == [UNCLEAR]
    assert strict["low"].iloc[0] == pytest.approx(float(difference(165, 1000, 200, 1000, 0.99).low))


def test_clusters_shrink_the_evidence() -> None:
    plain = frame({"a": (260, 1000), "b": (200, 1000)})
    wide = plain.assign(method="klaster", low=plain["value"] - 0.06, high=plain["value"] + 0.06)
    assert extreme(plain).distinct  # type: ignore[union-attr]
    assert not extreme(wide).distinct  # type: ignore[union-attr]


def test_equal_areas_do_not_stand_out() -> None:
    found = against_rest(frame(dict.fromkeys("abcdefgh", (20, 100))))
    assert set(found["standing"]) == {UNCLEAR}
    top = extreme(frame(dict.fromkeys("abcdefgh", (20, 100))))
    assert top is not None
    assert (top.area, top.distinct) == ("a", False)


def test_noise_stands_out_in_few_of_many_districts() -> None:
    rng = np.random.default_rng(1)
    hits = sum(
        (
            against_rest(frame({c: (int(rng.binomial(400, 0.2)), 400) for c in "abcdefgh"}))["standing"]
            != UNCLEAR
        ).any()
        for _ in range(60)
    )
    assert hits <= 9  # 5 % expected in the whole set of eight comparisons


def test_extremes_small_one_and_none() -> None:
    mixed = frame({"a": (20, 100), "b": (60, 100), "tiny": (9, 10), "none": (0, 0)})
    top, bottom = extreme(mixed), extreme(mixed, highest=False)
    assert top is not None
    assert bottom is not None
    assert (top.area, top.distinct, bottom.area, bottom.distinct) == ("b", True, "a", True)
    standing = against_rest(mixed).set_index("area")["standing"]
    assert standing[["tiny", "none"]].tolist() == [UNCLEAR, NO_DATA]
    assert extreme(frame({"a": (20, 100)})) is None
    assert extreme(frame({"a": (0, 0), "b": (0, 0)})) is None
    alone = against_rest(frame({"a": (20, 100)})).iloc[0]
    assert alone["standing"] == NO_DATA
    assert np.isnan(alone["rest"])


def test_most_changed_needs_a_distinct_change() -> None:
    before = frame({"a": (200, 1000), "b": (200, 1000), "tiny": (9, 10)}, "2023")
    after = frame({"a": (120, 1000), "b": (190, 1000), "tiny": (0, 10)})
    best = most_changed(before, after)
    assert best is not None
    assert best.area == "a"
    assert best.value == pytest.approx(-0.08)
    assert most_changed(before, after, UP) is None
    assert most_changed(before, before) is None
