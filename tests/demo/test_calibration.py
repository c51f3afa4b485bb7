"""The district in memory: published figures, plausible growth and attendance, visibly invented children."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from stunting.demo.calibrate import is_stunted
from stunting.demo.children import LAST_DAY, nik_text
from stunting.demo.plan import DemoError, make_plan
from stunting.demo.visits import last_visit
from stunting.demo.world import World, make_world
from stunting.indicators.cube import cuts

sys.path.insert(0, str(Path(__file__).parent))
from figures import assert_published


def deciding(world: World, year: int, *, before_last: bool) -> np.ndarray:
    """Rows of the last visit of each child in a year."""
    rows = world.rows
    at = np.full(world.visits.came.shape, -1)
    at[rows.c, rows.m] = np.arange(len(rows.c))
    columns = np.flatnonzero(world.plan.months.year == year)
    columns = columns[: -1 if before_last else None]
    column = last_visit(world.visits.came, columns)
    child = np.flatnonzero(column >= 0)
    return at[child, column[child]]


def counts(world: World, *, before_last: bool) -> dict[tuple[int, str], tuple[int, int]]:
    out = {}
    for year in world.plan.years:
        rows = deciding(world, year, before_last=before_last and year == world.plan.years[-1])
        stunted, kec = is_stunted(world.rows.haz[rows]), world.children.kec[world.rows.c[rows]]
        for k, code in enumerate(world.kecs):
            out[year, code] = int(stunted[kec == k].sum()), int((kec == k).sum())
    return out


@pytest.mark.parametrize("before_last", [True, False])
def test_yearly_figures_are_the_published_ones(world: World, before_last: bool) -> None:
    assert_published(counts(world, before_last=before_last))


def test_cut_is_the_rule_of_the_indicators() -> None:
    rule = next(c for c in cuts() if (c.rule, c.indicator) == ("eppgbm", "stunting"))
    z = np.round(np.arange(-620, -180) / 100, 2)
    hundredths = np.rint(z * 100)
    assert np.array_equal(is_stunted(z), (hundredths > rule.above) & (hundredths <= rule.upto))


def test_last_month_changes_puskesmas_but_not_the_district(world: World) -> None:
    def by_puskesmas(before_last: bool) -> np.ndarray:
        rows = deciding(world, 2024, before_last=before_last)
        return np.bincount(
            world.puskesmas[world.rows.c[rows]], weights=is_stunted(world.rows.haz[rows]), minlength=12
        )

    change = by_puskesmas(False) - by_puskesmas(True)
    assert change.sum() == 0
    assert np.all((np.abs(change) >= 1) & (np.abs(change) <= 3))


def test_wasting_and_underweight_are_plausible(world: World) -> None:
    rows = deciding(world, 2024, before_last=True)
    assert np.mean(world.rows.whz[rows] < -2) == pytest.approx(0.067, abs=0.004)
    assert 0.10 < np.mean(world.rows.waz[rows] < -2) < 0.18
    assert 0.9 < world.rows.haz[rows].std() < 1.4


def test_participation_peaks_in_vitamin_a_months(world: World) -> None:
    share = world.visits.came.sum(axis=0) / world.visits.listed.sum(axis=0)
    assert np.all((share > 0.74) & (share < 0.95))
    peak = np.isin(world.plan.months.month, [2, 8])
    for year in world.plan.years:
        mine = world.plan.months.year == year
        assert share[mine & peak].mean() > share[mine & ~peak].mean() + 0.03


def test_nobody_is_measured_beyond_sixty_months_or_unlisted(world: World) -> None:
    assert world.rows.age.max() <= LAST_DAY
    assert world.rows.age.min() >= 0
    assert not np.any(world.visits.came & ~world.visits.listed)


def test_children_grow(world: World) -> None:
    rows = world.rows
    same = rows.c[1:] == rows.c[:-1]
    step = (rows.height[1:] - rows.height[:-1])[same]
    assert np.median(step) > 0.4
    assert np.mean(step < -1.5) < 0.02  # measuring error, and the change to standing at two years


def test_sizes_are_heaped(world: World) -> None:
    tenth = np.rint(world.rows.height * 10).astype(int) % 5
    assert 0.3 < np.mean(tenth == 0) < 0.7  # 0.2 without heaping


def test_desa_differ_within_kecamatan(world: World) -> None:
    rows = deciding(world, 2024, before_last=True)
    desa = world.places.posyandu["desa"].to_numpy()[world.children.posyandu[world.rows.c[rows]]]
    share = pd.Series(is_stunted(world.rows.haz[rows])).groupby(desa).mean()
    assert len(share) == 157
    assert share.std() > 0.05


def test_niks_are_unique_and_of_no_province(world: World) -> None:
    niks = nik_text(world.children, world.kecs)
    assert len(set(niks)) == len(niks)
    assert all(len(n) == 16 and n.startswith("99") and n.isdigit() for n in niks)


def test_every_desa_has_one_puskesmas_in_its_kecamatan(world: World) -> None:
    spots = world.places.posyandu
    assert spots.groupby("desa")["puskesmas"].nunique().eq(1).all()
    assert (world.places.puskesmas["kec"].to_numpy()[spots["puskesmas"]] == spots["kec"]).all()
    assert spots["puskesmas"].nunique() == 12
    assert 200 <= len(spots) <= 320


def test_same_seed_same_district_other_seed_other() -> None:
    one, two, other = (make_world(make_plan(400, 3, seed)) for seed in (7, 7, 8))
    assert np.array_equal(one.rows.height, two.rows.height)
    assert np.array_equal(one.book.child, two.book.child)
    assert not np.array_equal(one.rows.height[:100], other.rows.height[:100])


@pytest.mark.parametrize("children", [1, 2, 30, 20_000])
def test_other_sizes_are_near(children: int) -> None:
    world = make_world(make_plan(children, 12, 1))
    rows = deciding(world, 2024, before_last=True)
    assert abs(len(rows) - children) <= max(8, 0.01 * children)
    if children >= 20_000:
        assert 100 * is_stunted(world.rows.haz[rows]).mean() == pytest.approx(14.58, abs=0.1)


@pytest.mark.parametrize(("children", "months"), [(0, 12), (100, 1), (100, 49), (10**9, 12)])
def test_impossible_numbers_are_refused(children: int, months: int) -> None:
    with pytest.raises(DemoError, match="harus antara"):
        make_plan(children, months, 1)
