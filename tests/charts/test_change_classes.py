"""The diverging scale: what it says, and who can read it."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest

from stunting.charts.change_classes import DIVERGING, change_classes, change_legend
from stunting.indicators.change_areas import change_bands, change_of_areas
from tests.charts.frames import AREAS, result
from tests.charts.test_classes import luminance

# Vienot, Brettel, Mollon (1999): linear RGB as protanopes and deuteranopes see it; for tritanopes the
# matrix of Machado, Oliveira, Fernandes (2009), severity 1.
SIGHT = {
    "normal": np.eye(3),
    "protan": [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]],
    "deutan": [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.3039],
    ],
    "grey": [[0.2126, 0.7152, 0.0722]] * 3,
}


def lab(color, sight):
    rgb = np.array([int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(SIGHT[sight]) @ linear, 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ seen
    t = xyz / [0.9505, 1, 1.089]
    f = np.where(t > 0.008856, np.cbrt(t), 7.787 * t + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(a, b, sight):
    return float(np.linalg.norm(lab(a, sight) - lab(b, sight)))


@pytest.mark.parametrize("sight", ["normal", "protan", "deutan", "tritan"])
def test_any_two_classes_are_told_apart_by_every_colour_vision(sight):
    assert min(distance(a, b, sight) for a, b in combinations(DIVERGING, 2)) > 14


def test_both_arms_darken_alike_away_from_the_middle():
    light = [luminance(c) for c in DIVERGING]
    assert all(a < b for a, b in pairwise(light[:4]))
    assert all(a > b for a, b in pairwise(light[3:]))
    assert all(abs(a - b) < 0.05 for a, b in zip(light[:3], light[:3:-1], strict=True))
    assert min(distance(a, b, "grey") for a, b in pairwise(DIVERGING)) > 10


def test_as_many_colours_as_classes_and_the_middle_is_neutral():
    assert len(DIVERGING) == len(change_bands())
    assert change_bands()["direction"].tolist()[3] == "belum dapat dibedakan"


def changed():
    before = result([(AREAS[0], "2023", 40, 100), (AREAS[1], "2023", 12, 120), (AREAS[2], "2023", 15, 20)])
    now = result([(AREAS[0], "2024", 20, 100), (AREAS[1], "2024", 12, 120), (AREAS[2], "2024", 2, 20)])
    return change_of_areas(before, now)


def test_few_is_said_of_a_direction_only():
    drawn = change_classes(changed())
    assert drawn["k"].tolist() == [0, 3, 0]
    assert drawn["uncertain"].tolist() == [False, False, True]


def test_legend_in_words_counts_every_area_once():
    rows = change_legend(change_classes(changed()))
    assert next(r["range"] for r in rows if r["kind"] == "kelas") == "naik lebih dari 10 poin"
    assert [r["n"] for r in rows if r["kind"] == "kelas"] == [0, 0, 0, 1, 0, 0, 2]
    assert next(r["n"] for r in rows if r["kind"] == "ragu") == 1
    assert rows[-1]["kind"] == "tiada"
    assert sum(r["n"] for r in rows if r["kind"] in ("kelas", "tiada")) == 3
