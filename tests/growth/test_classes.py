"""Names and limits of Permenkes 2/2020."""

from __future__ import annotations

import csv
import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stunting.growth import class_codes, classes, classify, flag_limits, scale, zscores
from stunting.settings import settings as project

NAMES = {
    "BB/U": (
        "Berat badan sangat kurang",
        "Berat badan kurang",
        "Berat badan normal",
        "Risiko berat badan lebih",
    ),
    "TB/U": ("Sangat pendek", "Pendek", "Normal", "Tinggi"),
    "BB/TB": (
        "Gizi buruk",
        "Gizi kurang",
        "Gizi baik (normal)",
        "Berisiko gizi lebih",
        "Gizi lebih",
        "Obesitas",
    ),
}
NAMES["IMT/U"] = NAMES["BB/TB"]


@pytest.mark.parametrize("index", NAMES)
def test_names(index: str) -> None:
    assert scale(index).names == NAMES[index]


@pytest.mark.parametrize(
    ("index", "values"),
    [
        ("TB/U", [(-3.01, 0), (-3, 1), (-2.01, 1), (-2, 2), (2.01, 2), (3, 2), (3.01, 3)]),
        ("BB/U", [(-3.01, 0), (-3, 1), (-2.01, 1), (-2, 2), (1, 2), (1.01, 3), (4, 3)]),
        (
            "BB/TB",
            [
                (-3.01, 0),
                (-3, 1),
                (-2.01, 1),
                (-2, 2),
                (1, 2),
                (1.01, 3),
                (2, 3),
                (2.01, 4),
                (3, 4),
                (3.01, 5),
            ],
        ),
        (
            "IMT/U",
            [
                (-3.01, 0),
                (-3, 1),
                (-2.01, 1),
                (-2, 2),
                (1, 2),
                (1.01, 3),
                (2, 3),
                (2.01, 4),
                (3, 4),
                (3.01, 5),
            ],
        ),
    ],
)
def test_limits_are_exact(index: str, values: list[tuple[float, int]]) -> None:
    z, expected = zip(*values, strict=True)
    assert list(classify(index, z)) == [NAMES[index][k] for k in expected]


def test_rounded_before_classified() -> None:
    assert list(classify("TB/U", [-2.004, -2.006])) == ["Normal", "Pendek"]


def test_missing_and_flagged_have_no_class() -> None:
    named = classify("haz", [np.nan, -6.5, -2.5], [False, True, False])
    assert named.codes.tolist() == [-1, -1, 1]
    assert named.ordered
    assert classify("haz", []).codes.tolist() == []
    assert classify("haz", -2.5).tolist() == ["Pendek"]


@pytest.mark.parametrize(
    ("alias", "index"),
    [
        ("haz", "TB/U"),
        ("PB/U", "TB/U"),
        ("waz", "BB/U"),
        ("whz", "BB/TB"),
        ("BB/PB", "BB/TB"),
        ("baz", "IMT/U"),
    ],
)
def test_aliases(alias: str, index: str) -> None:
    assert scale(alias) == scale(index)
    assert flag_limits(alias) == flag_limits(index)


def test_unknown_index() -> None:
    with pytest.raises(KeyError, match="no classes for 'LK/U'"):
        scale("LK/U")


@given(st.sampled_from(sorted(NAMES)), st.lists(st.floats(-7, 7), min_size=1, max_size=20))
def test_codes_rise_with_z(index: str, z: list[float]) -> None:
    ordered = np.sort(np.round(z, 2))
    codes = class_codes(index, ordered)
    assert (np.diff(codes) >= 0).all()
    assert set(codes) <= set(range(len(NAMES[index])))


def test_classes_of_children() -> None:
    # a stunted girl; the same with a slip of the height (flagged: no class); one of unknown sex
    z = zscores([2, 2, 0], 900, [9.5, 9.5, 9.5], [80.0, 30.0, 80.0], 2)
    named = classes(z)
    assert list(named) == ["class_tbu", "class_bbu", "class_bbtb", "class_imtu"]
    assert named["class_tbu"].codes.tolist() == [1, -1, -1]
    assert z.flag_haz.tolist() == [False, True, False]
    assert named["class_bbu"].codes[0] == named["class_bbu"].codes[1] >= 0


def test_facts_have_sources_and_no_gaps() -> None:
    facts = pd.read_csv(project().data_dir / "batas_gizi.csv")
    assert facts["sumber"].str.len().gt(10).all()
    for index, part in facts[facts["jenis"] == "kelas"].groupby("indeks"):
        lines = part.sort_values("urutan").to_dict("records")
        assert np.isnan(lines[0]["bawah"])
        assert np.isnan(lines[-1]["atas"])
        for below, above in itertools.pairwise(lines):
            assert below["atas"] == above["bawah"], index
            assert {below["atas_termasuk"], above["bawah_termasuk"]} == {0, 1}, index
    with (project().data_dir / "batas_gizi.csv").open(encoding="utf-8", newline="") as file:
        assert len({len(line) for line in csv.reader(file)}) == 1
