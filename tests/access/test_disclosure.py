"""Disclosure control: nothing small is shown, and nothing small can be found by subtraction."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from stunting.access import SMALLEST_COUNT, protect
from stunting.access.solvable import free

CELLS = st.lists(
    st.tuples(st.sampled_from("ABC"), st.sampled_from("XY"), st.integers(0, 40), st.integers(0, 60)),
    max_size=25,
)


def frame(cells: list[tuple[str, str, int, int]], level: str = "desa") -> pd.DataFrame:
    kec, pusk, count, rest = zip(*cells, strict=True) if cells else ((), (), (), ())
    count, rest = np.array(count, dtype="float64"), np.array(rest, dtype="float64")
    with np.errstate(invalid="ignore"):
        value = count / (count + rest)
    return pd.DataFrame(
        {
            "level": level,
            "kec": kec,
            "puskesmas": pusk,
            "value": value,
            "low": value,
            "high": value,
            "numerator": count,
            "denominator": count + rest,
        }
    )


@given(CELLS)
def test_no_small_count_is_shown(cells: list) -> None:
    shown = protect(frame(cells), within=["kec", "puskesmas"]).query("~suppressed and denominator > 0")
    assert (shown["numerator"] >= SMALLEST_COUNT).all()
    assert (shown["denominator"] - shown["numerator"] >= SMALLEST_COUNT).all()


@given(CELLS)
def test_no_small_count_is_found_by_subtraction(cells: list) -> None:
    truth = frame(cells)
    hidden = protect(truth, within=["kec", "puskesmas"])["suppressed"]
    for column in ("kec", "puskesmas"):
        for label, group in truth.groupby(column):
            inside = group[hidden[group.index]]
            everything = group[group["denominator"] > 0]
            if len(inside) and len(inside) < len(everything):
                assert len(inside) >= 2, label
                assert inside["numerator"].sum() >= SMALLEST_COUNT
                assert (inside["denominator"] - inside["numerator"]).sum() >= SMALLEST_COUNT


@given(CELLS)
def test_kecamatan_are_never_suppressed(cells: list) -> None:
    assert not protect(frame(cells, level="kecamatan"), within=["kec"])["suppressed"].any()


def test_suppressed_rows_hold_no_figure_at_all() -> None:
    out = protect(frame([("A", "X", 2, 50), ("A", "X", 9, 50), ("A", "X", 30, 50)]), within=["kec"])
    assert out["suppressed"].tolist() == [True, True, False]
    assert out.loc[out["suppressed"], ["value", "low", "high", "numerator"]].isna().all(axis=None)
    assert out["denominator"].tolist() == [52, 59, 80]  # how many were measured is no secret ...
    tiny = protect(frame([("A", "X", 2, 1)]))
    assert tiny["denominator"].isna().all()  # ... unless they are few


def test_an_area_without_children_is_not_called_suppressed() -> None:
    out = protect(frame([("A", "X", 0, 0), ("A", "X", 20, 50)]), within=["kec"])
    assert not out["suppressed"].any()


def test_empty_frame() -> None:
    assert protect(frame([]), within=["kec"]).empty


# the attacker --------------------------------------------------------------------------------------

SMALL = st.lists(
    st.tuples(st.sampled_from("AB"), st.sampled_from("XY"), st.integers(0, 6), st.integers(0, 6)),
    min_size=1,
    max_size=5,
)


def solutions(most: np.ndarray, families: list[np.ndarray], totals: list[dict]) -> list[set[int]]:
    """Return every value that each hidden cell takes in any table that agrees with all known totals.

    Plain search over all whole numbers: the product's own reasoning is not used.
    """
    found: list[set[int]] = [set() for _ in most]
    limits, groups = [int(m) for m in most], [list(f) for f in families]
    # room[at][family][label]: what the cells from `at` on can hold
    room = [
        [
            {x: sum(m for m, y in zip(limits[at:], g[at:], strict=True) if x == y) for x in t}
            for g, t in zip(groups, totals, strict=True)
        ]
        for at in range(len(limits) + 1)
    ]

    def walk(at: int, chosen: list[int], left: list[dict]) -> None:
        for free_here, known in zip(room[at], left, strict=True):  # what is left must still fit somewhere
            for label, v in known.items():
                if v > free_here[label]:
                    return
        if at == len(limits):
            if all(v == 0 for known in left for v in known.values()):
                for cell, value in enumerate(chosen):
                    found[cell].add(value)
            return
        bound = min([limits[at], *(known[g[at]] for g, known in zip(groups, left, strict=True))])
        for value in range(bound + 1):
            for g, known in zip(groups, left, strict=True):
                known[g[at]] -= value
            walk(at + 1, [*chosen, value], left)
            for g, known in zip(groups, left, strict=True):
                known[g[at]] += value

    walk(0, [], [dict(t) for t in totals])
    return found


def attack(truth: pd.DataFrame, shown: pd.DataFrame, columns: list[str], *, sizes: bool = False) -> set[int]:
    """Return hidden cells with a small count (or rest) that a reader works out from cells and totals.

    The reader knows every total of every family, and (of counts) how many were measured in each area.
    """
    hidden = shown["denominator"].isna() if sizes else shown["suppressed"]
    at = np.flatnonzero(hidden & (truth["denominator"] > 0))
    size = truth["denominator"].to_numpy(dtype=int)
    count = size if sizes else truth["numerator"].to_numpy(dtype=int)
    families = [truth[c].to_numpy()[at] for c in columns]
    totals = [{label: int(count[at][f == label].sum()) for label in set(f)} for f in families]
    most = np.full(len(at), count[at].sum()) if sizes else size[at]
    rest = np.full(len(size), 99) if sizes else size - count
    return {
        int(cell)
        for cell, possible in zip(at, solutions(most, families, totals), strict=True)
        if len(possible) == 1 and min(count[cell], rest[cell]) < SMALLEST_COUNT
    }


def helpless(truth: pd.DataFrame, columns: list[str], *, sizes: bool = False) -> set[int]:
    """Return the cells that a reader works out even if every cell is hidden: totals of a single cell."""
    return attack(truth, truth.assign(suppressed=True, denominator=np.nan), columns, sizes=sizes)


@pytest.mark.parametrize("columns", [["kec"], ["kec", "puskesmas"]])
@given(cells=SMALL)
@settings(max_examples=40, deadline=None)
@example(cells=[("A", "X", 7, 0), ("A", "X", 7, 2), ("A", "Y", 6, 6)])  # nobody is left over but two
@example(cells=[("A", "X", 2, 7), ("A", "Y", 6, 7), ("B", "X", 6, 7), ("B", "Y", 7, 7)])
def test_a_reader_who_tries_every_table_finds_no_small_count(columns: list[str], cells: list) -> None:
    truth = frame(cells)
    shown = protect(truth, within=columns)
    for sizes in (False, True):
        assert attack(truth, shown, columns, sizes=sizes) <= helpless(truth, columns, sizes=sizes)


def test_a_reader_of_two_families_is_not_fooled_by_each_alone() -> None:
    """Each total hides two cells, and yet the middle one is a bridge that only one number fits."""
    counts = np.array([6.0, 7.0, 2.0, 8.0, 9.0])
    one, two = np.array([0, 0, 0, 1, 1]), np.array([0, 0, 1, 1, 1])
    assert free(counts, np.full(5, 20.0), one, two).tolist() == [True, True, False, True, True]
    cells = [("A", "X", 6, 30), ("A", "X", 7, 30), ("A", "Y", 2, 30), ("B", "Y", 8, 30), ("B", "Y", 30, 30),
             ("B", "X", 25, 30)]  # fmt: skip
    truth = frame(cells)
    shown = protect(truth, within=["kec", "puskesmas"])
    assert shown["suppressed"].iloc[2]
    hidden = np.flatnonzero(shown["suppressed"])
    families = [pd.factorize(truth[c])[0][hidden] for c in ("kec", "puskesmas")]
    counts = truth["numerator"].to_numpy()[hidden]
    assert free(counts, truth["denominator"].to_numpy()[hidden], *families)[hidden == 2].all()


@given(SMALL)
@settings(max_examples=60, deadline=None)
def test_what_can_move_is_what_has_several_values(cells: list) -> None:
    cells = [c for c in cells if c[2] + c[3]][:5]
    assume(cells)
    truth = frame(cells)
    count = truth["numerator"].to_numpy(dtype=int)
    most = truth["denominator"].to_numpy(dtype=int)
    families = [truth[c].to_numpy() for c in ("kec", "puskesmas")]
    totals = [{label: int(count[f == label].sum()) for label in set(f)} for f in families]
    several = [len(v) > 1 for v in solutions(most, families, totals)]
    assert free(count, most, *(pd.factorize(f)[0] for f in families)).tolist() == several


def test_how_many_were_measured_is_not_found_by_subtraction_either() -> None:
    truth = frame([("A", "X", 1, 2), ("A", "X", 9, 20), ("A", "X", 30, 50)])
    shown = protect(truth, within=["kec"])
    assert shown["denominator"].isna().tolist() == [True, True, False]
    assert shown["suppressed"].tolist() == [True, True, False]


def test_more_than_two_families_are_refused() -> None:
    with pytest.raises(ValueError, match="two"):
        protect(frame([("A", "X", 1, 2)]), within=["kec", "puskesmas", "level"])


def test_of_many_areas_only_a_part_is_hidden() -> None:
    rng = np.random.default_rng(4)
    size = rng.integers(20, 90, 400)
    count = rng.binomial(size, 0.25)
    cells = [(k, p, c, n - c) for (k, p), c, n in zip(
        itertools.cycle(itertools.product("ABCDEFGH", "STUVWXYZ")), count, size, strict=False)]  # fmt: skip
    hidden = protect(frame(cells), within=["kec", "puskesmas"])["suppressed"]
    assert (count < SMALLEST_COUNT).mean() <= hidden.mean() < 0.25
