"""Agreement with WHO's own R package, WHO's demo survey, and a published cohort."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from stunting.growth import ZScores, zscores

Shared = Callable[[str], Path]
GRID = {"haz": "len", "waz": "wei", "whz": "wfl", "baz": "bmi", "hcz": "hc", "acz": "ac"}
POSITION = {"l": 1, "h": 2}


def position(column: pd.Series) -> np.ndarray:
    return column.str.lower().map(POSITION).fillna(0).to_numpy(np.int8)


@pytest.fixture(scope="module")
def grid(shared_data: Shared) -> pd.DataFrame:
    return pd.read_csv(shared_data("who/who_grid.csv.gz"))


@pytest.fixture(scope="module")
def ours(grid: pd.DataFrame) -> ZScores:
    age = grid["age"].where(grid["age_unit"] == "d", grid["age"] * 30.4375)
    return zscores(
        grid["sex"],
        age,
        grid["weight"],
        grid["lenhei"],
        position(grid["measure"]),
        grid["oedema"].str.lower() == "y",
        grid["headc"],
        grid["armc"],
    )


@pytest.mark.parametrize("index", GRID)
def test_grid_z(index: str, grid: pd.DataFrame, ours: ZScores) -> None:
    judged = grid["quirk"].isna().to_numpy()
    z, theirs = getattr(ours, index)[judged], grid[f"z{GRID[index]}"].to_numpy()[judged]
    np.testing.assert_array_equal(np.isnan(z), np.isnan(theirs))
    assert np.count_nonzero(~np.isnan(z)) > 2_500
    np.testing.assert_allclose(z, theirs, atol=0.0101, rtol=0)
    # more than was asked: not one second decimal differs
    np.testing.assert_array_equal(z, theirs)


@pytest.mark.parametrize("index", GRID)
def test_grid_flags(index: str, grid: pd.DataFrame, ours: ZScores) -> None:
    judged = grid["quirk"].isna().to_numpy()
    theirs = grid[f"f{GRID[index]}"].fillna(0).to_numpy()[judged] == 1
    np.testing.assert_array_equal(getattr(ours, f"flag_{index}")[judged], theirs)


def test_grid_height_and_marks(grid: pd.DataFrame, ours: ZScores) -> None:
    judged = grid["quirk"].isna().to_numpy()
    np.testing.assert_allclose(ours.height_used[judged], grid["clenhei"].to_numpy()[judged], atol=1e-9)
    np.testing.assert_array_equal(ours.position_ignored, grid["c9mo_flag"] == 1)
    known = grid["cmeasure"].notna().to_numpy()
    expected = ~known & (grid["lenhei"] > 0).to_numpy()
    np.testing.assert_array_equal(ours.position_assumed, expected)


def test_grid_defects_of_the_reference_are_not_copied(grid: pd.DataFrame, ours: ZScores) -> None:
    odd = grid["quirk"].to_numpy()
    zero = odd == "R_weight_le_0"
    assert zero.any()
    assert np.isnan(ours.waz[zero] + ours.whz[zero]).all()
    flat = odd == "R_lenhei_le_0"
    assert np.isnan(ours.haz[flat]).all()
    assert np.isnan(ours.baz[flat]).all()
    assert np.isnan(ours.height_used[flat]).all()
    # 103.1 - 0.7 is 102.4, whatever binary makes of it: the reference took 102.5
    slip = odd == "R_float_102.4"
    direct = zscores(grid["sex"][slip], np.nan, grid["weight"][slip], 102.4, 2)
    np.testing.assert_array_equal(ours.whz[slip], direct.whz)
    theirs = grid["zwfl"].to_numpy()[slip]
    assert 0 < np.abs(ours.whz[slip] - theirs).item() < 0.05


def test_who_demo_survey(shared_data: Shared) -> None:
    survey = pd.read_csv(shared_data("anthro/who_igrowup_survey.csv"))
    z = zscores(
        survey["sex"],
        survey["agedays"],
        survey["weight"],
        survey["height"],
        position(survey["measure"]),
        survey["oedema"] == "y",
        survey["head"],
        survey["muac"],
    )
    young = (survey["agedays"] <= 1826).to_numpy()
    for name, n in {"haz": 471, "waz": 485, "whz": 463, "baz": 464}.items():
        mine, theirs = getattr(z, name), survey[name].to_numpy()
        np.testing.assert_array_equal(mine[young], theirs[young], err_msg=name)
        # the older igrowup tables went on to day 1856, and its weight-for-length did not ask for the age;
        # outside 0-59 months there is no z-score
        assert np.isnan(mine[~young]).all()
        assert np.count_nonzero(~np.isnan(mine)) == n
    assert np.count_nonzero(~young & survey["haz"].notna().to_numpy()) == 4
    # an older edition of the head and arm tables differs in the last decimal now and then
    for name in ("hcz", "acz"):
        mine, theirs = getattr(z, name)[young], survey[name].to_numpy()[young]
        both = ~np.isnan(theirs)
        np.testing.assert_allclose(mine[both], theirs[both], atol=0.0101)


def test_longitudinal_cohort(shared_data: Shared) -> None:
    visits = pd.read_csv(shared_data("longitudinal/per_content.csv"))
    z = zscores(2 - visits["ma1fe0"], visits["agedays"], visits["weightkg"], visits["height"], 1)
    for name, column in {"haz": "zlen", "waz": "zwei", "whz": "zwfl", "baz": "zbmi"}.items():
        mine, theirs = getattr(z, name), visits[column].to_numpy()
        assert np.mean(mine == theirs) >= 0.9995, name
        np.testing.assert_allclose(mine, theirs, atol=0.0201, err_msg=name)


def test_stunting_of_the_demo_survey(shared_data: Shared) -> None:
    """Weighted prevalence as published: 6.5925 % of 471 children."""
    survey = pd.read_csv(shared_data("anthro/who_igrowup_survey.csv"))
    z = zscores(survey["sex"], survey["agedays"], None, survey["height"], position(survey["measure"]))
    used = ~np.isnan(z.haz) & ~z.flag_haz
    weight = survey["sw"].to_numpy()[used]
    assert used.sum() == 471
    assert 100 * weight[z.haz[used] < -2].sum() / weight.sum() == pytest.approx(6.5925, abs=5e-5)
