"""Intervals against the tables of the literature, and what every interval must obey."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stunting.indicators.intervals import (
    clopper_pearson,
    combine,
    difference,
    proportion_interval,
    wilson,
)
from stunting.settings import ROOT

GOLDEN = ROOT / "tests" / "golden"
counts = st.integers(1, 5000).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d)))


@pytest.mark.parametrize(("name", "method"), [("wilson", wilson), ("exact", clopper_pearson)])
def test_single_proportions_of_newcombe(name, method) -> None:
    table = pd.read_csv(GOLDEN / "indicators_proportion.csv").query("method == @name")
    low, high = method(table["n"], table["d"])
    np.testing.assert_allclose(low, table["low"], atol=5.1e-5)
    np.testing.assert_allclose(high, table["high"], atol=5.1e-5)


def test_differences_of_newcombe() -> None:
    table = pd.read_csv(GOLDEN / "indicators_difference.csv")
    found = difference(table["n1"], table["d1"], table["n2"], table["d2"])
    np.testing.assert_allclose(found.low, table["low"], atol=5.1e-5)
    np.testing.assert_allclose(found.high, table["high"], atol=5.1e-5)


@settings(max_examples=50, deadline=None)
@given(counts)
def test_intervals_contain_the_estimate_and_stay_in_range(nd: tuple[int, int]) -> None:
    n, d = nd
    for low, high in (wilson(n, d), clopper_pearson(n, d), proportion_interval(n, d)[:2]):
        assert 0 <= low <= n / d <= high <= 1
        assert low < high


@settings(max_examples=50, deadline=None)
@given(counts)
def test_limits_grow_with_the_cases(nd: tuple[int, int]) -> None:
    n, d = nd
    for method in (wilson, clopper_pearson):
        low, high = method(np.arange(max(n - 1, 0), n + 1), d)
        assert np.all(np.diff(low) >= 0)
        assert np.all(np.diff(high) >= 0)


@settings(max_examples=50, deadline=None)
@given(counts)
def test_exact_is_never_narrower_and_cases_mirror_healthy(nd: tuple[int, int]) -> None:
    n, d = nd
    low, high = clopper_pearson(n, d)
    mirrored = clopper_pearson(d - n, d)
    assert low == pytest.approx(1 - mirrored[1], abs=1e-9)
    assert high == pytest.approx(1 - mirrored[0], abs=1e-9)


@settings(max_examples=50, deadline=None)
@given(counts, counts)
def test_difference_is_antisymmetric_and_in_range(a: tuple[int, int], b: tuple[int, int]) -> None:
    there, back = difference(*a, *b), difference(*b, *a)
    assert -1 <= there.low <= there.value <= there.high <= 1
    assert there.low == pytest.approx(-back.high)
    assert there.value == pytest.approx(-back.value)


@settings(max_examples=50, deadline=None)
@given(counts, st.floats(0.5, 0.98))
def test_more_confidence_is_wider(nd: tuple[int, int], level: float) -> None:
    narrow, wide = wilson(*nd, level), wilson(*nd, 0.99)
    assert wide[0] <= narrow[0]
    assert wide[1] >= narrow[1]


def test_choice_of_method() -> None:
    found = proportion_interval([3, 0, 40, 12, 0], [29, 400, 40, 30, 0])
    assert list(found.method) == ["exact", "exact", "exact", "wilson", ""]
    assert np.isnan(found.low[-1])
    assert np.isnan(found.high[-1])


def test_empty_and_missing_give_no_number() -> None:
    assert proportion_interval([], []).low.size == 0
    assert np.isnan(wilson([np.nan, 0], [10, np.nan])).all()
    assert np.isnan(combine(0.2, np.nan, np.nan, 0.1, 0.05, 0.2).low)


@pytest.mark.parametrize(("n", "d"), [(7, 1), (-1, 5)])
def test_impossible_counts_are_refused(n: int, d: int) -> None:
    with pytest.raises(ValueError, match="numerator outside"):
        wilson(n, d)
