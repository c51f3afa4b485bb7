"""The rules one by one, and properties that hold for every child."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stunting.growth import ZScores, zscores
from stunting.growth.work import CHUNK

MALE, FEMALE = 1, 2
UNKNOWN, LYING, STANDING = 0, 1, 2
INDICES = ("haz", "waz", "whz", "baz", "hcz", "acz")


def random_children(n: int, seed: int = 0) -> dict[str, np.ndarray]:
    """Anything that a file may hold, missing and absurd values included."""
    rng = np.random.default_rng(seed)
    out = {
        "sex": rng.integers(0, 4, n),
        "age_days": rng.choice([np.nan, -1.0, 1826.25, 730.5], n) * 1.0,
        "weight": rng.uniform(1, 30, n).round(2),
        "height": rng.uniform(40, 125, n).round(2),
        "position": rng.integers(0, 3, n),
        "oedema": rng.random(n) < 0.05,
        "head": rng.uniform(30, 55, n).round(1),
        "muac": rng.uniform(8, 25, n).round(1),
    }
    usual = rng.random(n) < 0.95
    out["age_days"][usual] = rng.uniform(0, 1830, usual.sum()).round(1)
    for name in ("weight", "height", "head", "muac"):
        out[name][rng.random(n) < 0.05] = rng.choice([np.nan, 0.0, -2.0, np.inf])
    return out


def assert_same(a: ZScores, b: ZScores) -> None:
    for name in ZScores._fields:
        np.testing.assert_array_equal(getattr(a, name), getattr(b, name), err_msg=name)


class TestAge:
    def test_days_are_rounded_half_up(self) -> None:
        # 730.5 is 24.00 months and becomes day 731, the first of the height table
        assert zscores(FEMALE, 730.5, height=87.3, position=LYING).height_used == pytest.approx(86.6)
        assert zscores(FEMALE, 730.49, height=87.3, position=LYING).height_used == 87.3
        assert zscores(MALE, 0.5, 4.0).waz == zscores(MALE, 1, 4.0).waz != zscores(MALE, 0.49, 4.0).waz

    @pytest.mark.parametrize("age", [-1.0, -0.3, 1826.25, 1827.0, 5000.0, math.inf])
    def test_outside_0_to_60_months_there_is_nothing(self, age: float) -> None:
        z = zscores(MALE, age, 15.0, 100.0, STANDING, False, 48.0, 15.0)
        assert all(math.isnan(getattr(z, name)) for name in INDICES)

    def test_the_unrounded_age_decides_at_the_end(self) -> None:
        assert zscores(MALE, 1826.24, height=110.0).haz == zscores(MALE, 1826, height=110.0).haz
        assert not math.isnan(float(zscores(MALE, 1826.24, 18.0).waz))

    def test_arm_starts_at_three_months(self) -> None:
        z = zscores(MALE, [90, 91], muac=13.5)
        assert np.isnan(z.acz).tolist() == [True, False]

    @pytest.mark.parametrize(
        ("height", "position", "table"),
        [
            (86.9, UNKNOWN, LYING),
            (87.0, UNKNOWN, STANDING),
            (95.0, LYING, LYING),
            (80.0, STANDING, STANDING),
        ],
    )
    def test_missing_age(self, height: float, position: int, table: int) -> None:
        z = zscores(FEMALE, math.nan, 11.0, height, position)
        same_table = zscores(FEMALE, 400 if table == LYING else 1400, 11.0, height, table)
        assert z.whz == same_table.whz
        assert z.height_used == height, "without age nothing is converted"
        assert all(math.isnan(getattr(z, name)) for name in ("haz", "waz", "baz"))


class TestPosition:
    @pytest.mark.parametrize(
        ("age", "position", "change"),
        [
            (400, LYING, 0.0),
            (400, STANDING, 0.7),
            (400, UNKNOWN, 0.0),
            (730, STANDING, 0.7),
            (731, STANDING, 0.0),
            (731, LYING, -0.7),
            (1000, UNKNOWN, 0.0),
            (274, STANDING, 0.7),
            (273, STANDING, 0.0),
            (273.9, STANDING, 0.0),  # under nine months, though the day rounds to 274
        ],
    )
    def test_conversion(self, age: float, position: int, change: float) -> None:
        z = zscores(MALE, age, 10.0, 80.0, position)
        assert z.height_used == pytest.approx(80.0 + change)
        plain = zscores(MALE, age, 10.0, 80.0 + change, UNKNOWN)
        assert (z.haz, z.whz, z.baz) == (plain.haz, plain.whz, plain.baz)

    def test_marks(self) -> None:
        z = zscores(MALE, [200, 200, 200, 400, 1000, 1000], height=[70, 70, math.nan, 70, 90, 90],
                    position=[STANDING, LYING, UNKNOWN, STANDING, UNKNOWN, STANDING])  # fmt: skip
        assert z.position_ignored.tolist() == [True, False, False, False, False, False]
        assert z.position_assumed.tolist() == [True, False, False, False, True, False]

    def test_ignoring_the_position_would_be_wrong_by_a_third_of_an_sd(self) -> None:
        stated, unknown = zscores(MALE, 300, height=70.0, position=[STANDING, UNKNOWN]).haz
        assert stated - unknown == pytest.approx(0.3, abs=0.05)


class TestSize:
    def test_limits_hold_after_conversion(self) -> None:
        lengths = zscores(MALE, 300, 10.0, [44.9, 45.0, 110.0, 110.1], LYING).whz
        assert np.isnan(lengths).tolist() == [True, False, False, True]
        heights = zscores(MALE, 1000, 10.0, [64.9, 65.0, 120.0, 120.1], STANDING).whz
        assert np.isnan(heights).tolist() == [True, False, False, True]
        converted = zscores(MALE, 1000, 10.0, [65.6, 65.7, 120.7, 120.8], LYING).whz
        assert np.isnan(converted).tolist() == [True, False, False, True]
        up = zscores(MALE, 300, 3.0, [44.2, 44.3], STANDING).whz
        assert np.isnan(up).tolist() == [True, False]

    @pytest.mark.parametrize("tenths", range(657, 1201, 7))
    def test_rows_are_found_in_spite_of_binary_fractions(self, tenths: int) -> None:
        lying, standing = tenths / 10, (tenths - 7) / 10
        a = zscores(FEMALE, 800, 12.3, lying, LYING)
        b = zscores(FEMALE, 800, 12.3, standing, STANDING)
        assert (a.whz, a.haz, a.baz) == (b.whz, b.haz, b.baz)

    def test_between_rows(self) -> None:
        low, middle, high = zscores(MALE, 400, 9.0, [75.0, 75.05, 75.1], LYING).whz
        assert high < middle < low


class TestNothing:
    @pytest.mark.parametrize("value", [0.0, -1.0, math.nan, math.inf, -math.inf])
    def test_impossible_measurements(self, value: float) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            z = zscores(MALE, 400, value, 80.0, LYING, head=value, muac=value)
            assert np.isnan([z.waz, z.whz, z.baz, z.hcz, z.acz]).all()
            assert not math.isnan(float(z.haz))
            z = zscores(MALE, 400, 10.0, value, LYING)
            assert np.isnan([z.haz, z.whz, z.baz, z.height_used]).all()
            assert not math.isnan(float(z.waz))
            assert not z.position_assumed

    @pytest.mark.parametrize("sex", [0, 3, -1, 9, math.nan])
    def test_unknown_sex(self, sex: float) -> None:
        z = zscores(sex, 400, 10.0, 80.0, LYING, False, 46.0, 14.0)
        assert all(math.isnan(getattr(z, name)) for name in INDICES)
        assert not any(getattr(z, f"flag_{name}") for name in INDICES)

    def test_oedema(self) -> None:
        z = zscores(FEMALE, 800, 10.0, 80.0, STANDING, [True, False], 46.0, 14.0)
        for name in ("waz", "whz", "baz"):
            assert np.isnan(getattr(z, name)).tolist() == [True, False]
        for name in ("haz", "hcz", "acz"):
            assert not np.isnan(getattr(z, name)).any()

    def test_empty(self) -> None:
        z = zscores([], [], [], [])
        assert z.haz.shape == z.flag_whz.shape == z.height_used.shape == (0,)

    def test_what_is_not_asked_for(self) -> None:
        z = zscores(MALE, [100, 200], weight=[5.0, 7.0])
        assert np.isnan(z.haz).all()
        assert np.isnan(z.height_used).all()
        assert not z.flag_haz.any()
        assert not z.position_assumed.any()
        assert not np.isnan(z.waz).any()


class TestFlags:
    @pytest.mark.parametrize(("name", "low", "high"), [
        ("haz", -6, 6), ("waz", -6, 5), ("whz", -5, 5), ("baz", -5, 5), ("hcz", -5, 5), ("acz", -5, 5)
    ])  # fmt: skip
    def test_limits_are_plausible_themselves(self, name: str, low: int, high: int) -> None:
        measure = {"haz": "height", "waz": "weight", "hcz": "head", "acz": "muac"}.get(name, "weight")
        values = np.arange(0.5, 130, 0.005)
        given_ = {measure: values} | ({"height": 85.0} if name in {"whz", "baz"} else {})
        out = zscores(FEMALE, 900, **given_)
        z, flag = getattr(out, name), getattr(out, f"flag_{name}")
        np.testing.assert_array_equal(flag, (z < low) | (z > high))
        for limit in (low, high):
            assert (z == limit).any()
            assert not flag[z == limit].any()

    def test_two_decimals_first(self) -> None:
        z = zscores(MALE, 900, np.arange(5, 25, 0.001)).waz
        np.testing.assert_array_equal(z, np.round(z, 2))
        assert not np.signbit(z[z == 0]).any(), "no negative zero"


child = st.tuples(
    st.sampled_from([1, 2]),
    st.one_of(st.floats(0, 1826.2), st.just(math.nan)),
    st.floats(0.8, 60),
    st.floats(30, 140),
    st.sampled_from([0, 1, 2]),
)


@settings(max_examples=250, deadline=None)
@given(child)
def test_equals_the_plain_scalar_reading(oracle: Callable[..., dict[str, float]], one: tuple) -> None:
    expected = oracle(*one)
    z = zscores(*one)
    for name, value in expected.items():
        mine = float(getattr(z, name))
        # a tie of the third decimal may fall on either side
        assert (math.isnan(mine) and math.isnan(value)) or abs(mine - value) <= 0.005 + 1e-6 * abs(value), (
            name
        )


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([1, 2]),
    st.floats(0, 1826),
    st.floats(45, 118),
    st.floats(0.02, 5),
    st.sampled_from([0, 1, 2]),
)
def test_taller_is_higher(sex: int, age: float, height: float, more: float, position: int) -> None:
    z = zscores(sex, age, 10.0, [height, height + more], position)
    assert z.haz[0] <= z.haz[1]
    assert not z.baz[0] < z.baz[1]
    assert not z.whz[0] < z.whz[1]


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([1, 2]), st.floats(91, 1826), st.floats(1, 40), st.floats(0.001, 5))
def test_heavier_is_higher(sex: int, age: float, weight: float, more: float) -> None:
    z = zscores(sex, age, [weight, weight + more], 80.0, muac=[weight, weight + more])
    for name in ("waz", "whz", "baz", "acz"):
        low, high = getattr(z, name)
        assert low <= high


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_order_and_company_do_not_matter(seed: int) -> None:
    children = random_children(300, seed)
    whole = zscores(**children)
    order = np.random.default_rng(seed).permutation(300)
    mixed = zscores(**{name: values[order] for name, values in children.items()})
    assert_same(mixed, ZScores(*(values[order] for values in whole)))


def test_chunks_do_not_matter() -> None:
    children = random_children(2 * CHUNK + 77)
    whole = zscores(**children)
    for start, stop in ((0, 1), (CHUNK - 3, CHUNK + 3), (2 * CHUNK, 2 * CHUNK + 77)):
        part = zscores(**{name: values[start:stop] for name, values in children.items()})
        assert_same(part, ZScores(*(values[start:stop] for values in whole)))


def test_scalars_arrays_and_shapes() -> None:
    children = random_children(12)
    whole = zscores(**children)
    for k in range(12):
        one = zscores(**{name: values[k] for name, values in children.items()})
        assert one.haz.shape == ()
        assert_same(one, ZScores(*(values[k] for values in whole)))
    square = zscores(**{name: values.reshape(3, 4) for name, values in children.items()})
    assert_same(square, ZScores(*(values.reshape(3, 4) for values in whole)))
    lists = zscores(**{name: values.tolist() for name, values in children.items()})
    assert_same(lists, whole)


def test_nullable_columns_and_missing_marks() -> None:
    plain = zscores([1, 2, 0], [400, 500, np.nan], [9, np.nan, 8], 75.0, [1, 2, 0], [True, False, False])
    nullable = zscores(
        pd.Series([1, 2, None], dtype="Int8"),
        pd.Series([400, 500, None], dtype="Int32"),
        pd.Series([9, None, 8], dtype="Float64"),
        pd.Series([75.0] * 3),
        pd.Series([1, 2, None], dtype="Int8"),
        pd.Series([True, None, False], dtype="boolean"),
    )
    assert_same(nullable, plain)
    objects = zscores([1, 2, None], [400, 500, None], [9, None, 8], 75, [1, 2, None], [True, None, np.nan])
    assert_same(objects, plain)


def test_inputs_are_left_alone() -> None:
    children = random_children(100)
    copies = {name: values.copy() for name, values in children.items()}
    zscores(**children)
    for name, values in children.items():
        np.testing.assert_array_equal(values, copies[name])


def test_lengths_must_agree() -> None:
    with pytest.raises(ValueError, match="shape mismatch"):
        zscores([1, 2], [100, 200, 300], 5.0)
