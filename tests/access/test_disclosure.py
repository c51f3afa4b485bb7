"""Disclosure control: nothing small is shown, and nothing small can be found by subtraction."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from stunting.access import SMALLEST_COUNT, protect

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
