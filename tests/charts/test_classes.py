import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stunting.charts.classes import FEW, PALETTE, circle_sizes, class_of, classes, legend_rows, map_classes
from tests.charts.frames import by_area, result


def luminance(color: str) -> float:
    rgb = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_breaks_are_those_of_who_and_unicef():
    assert [c.low for c in classes()] == [0.0, 0.025, 0.10, 0.20, 0.30]
    assert class_of([0.0249, 0.025, 0.0999, 0.1, 0.1999, 0.2, 0.2999, 0.3, 1.0]).tolist() == [
        0,
        1,
        1,
        2,
        2,
        3,
        3,
        4,
        4,
    ]


@pytest.mark.parametrize(
    ("cases", "measured", "k"), [(1, 10, 2), (3, 10, 4), (1, 40, 1), (2, 10, 3), (0, 7, 0)]
)
def test_a_rate_on_a_break_belongs_to_the_class_above(cases, measured, k):
    assert class_of([cases / measured]).tolist() == [k]


@given(st.integers(0, 500), st.integers(1, 500))
def test_class_agrees_with_whole_numbers(n, d):
    n = min(n, d)
    expected = sum(1000 * n >= b * d for b in (25, 100, 200, 300))
    assert class_of([n / d]).tolist() == [expected]


def test_missing_is_a_state_of_its_own_not_class_zero():
    assert class_of([math.nan, 0.0]).tolist() == [-1, 0]
    drawn = map_classes(by_area())
    assert drawn["k"].tolist() == [4, 2, 3, -1]
    assert drawn["uncertain"].tolist() == [False, False, True, False]


def test_few_is_below_thirty():
    drawn = map_classes(result([("a", "2024", 5, FEW - 1), ("b", "2024", 5, FEW)]))
    assert drawn["uncertain"].tolist() == [True, False]


def test_every_indicator_has_breaks_of_its_own():
    assert [c.range for c in classes("wasting")] == ["< 2,5 %", "2,5–5 %", "5–10 %", "10–15 %", "≥ 15 %"]
    assert [c.range for c in classes("overweight")] == [c.range for c in classes("wasting")]
    weight = classes("underweight")  # WHO 1995
    assert [c.range for c in weight] == ["< 10 %", "10–20 %", "20–30 %", "≥ 30 %"]
    assert [c.words for c in weight] == ["rendah", "sedang", "tinggi", "sangat tinggi"]
    assert class_of([0.05, 0.0999, 0.1, 0.2, 0.3], "underweight").tolist() == [0, 0, 1, 2, 3]
    drawn = map_classes(by_area().assign(indicator="wasting"))
    assert drawn["k"].tolist() == [4, 3, 4, -1]


def test_without_official_breaks_there_are_numbers_and_no_judgement():
    plain = classes("severe_stunting")
    assert {c.words for c in plain} == {""}
    assert [c.range for c in plain] != [c.range for c in classes("stunting")]
    legend = legend_rows(map_classes(by_area().assign(indicator="severe_stunting")), "severe_stunting")
    assert {r["words"] for r in legend if r["kind"] == "kelas"} == {""}


def test_palette_darkens_step_by_step_and_survives_grey():
    light = [luminance(c) for c in PALETTE]
    assert light == sorted(light, reverse=True)
    assert (np.array(light[:-1]) + 0.05).min() > 0
    ratios = [(a + 0.05) / (b + 0.05) for a, b in pairwise(light)]
    assert min(ratios) > 1.25


def test_legend_counts_every_area_once():
    rows = legend_rows(map_classes(by_area()))
    assert [r["range"] for r in rows[:5]] == ["≥ 30 %", "20–30 %", "10–20 %", "2,5–10 %", "< 2,5 %"]
    classes = [r["n"] for r in rows if r["kind"] == "kelas"]
    none = next(r["n"] for r in rows if r["kind"] == "kosong")
    few = next(r["n"] for r in rows if r["kind"] == "ragu")
    assert few == 1, "counted in no class, as in the sentence of the map"
    assert sum(classes) + few + none == 4


def test_a_frame_without_denominators_is_refused():
    with pytest.raises(ValueError, match="denominator"):
        map_classes(by_area().drop(columns="denominator"))


@given(st.lists(st.integers(0, 10_000), max_size=40))
def test_circle_sizes_fall_and_do_not_exceed_the_largest(counts):
    sizes = circle_sizes(counts)
    assert sizes == sorted(set(sizes), reverse=True)
    assert all(0 < s <= max(counts) for s in sizes)
    assert len(sizes) <= 3
