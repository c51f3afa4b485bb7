"""Values that WHO printed in its field tables: they hold without any reference data at hand."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from stunting.growth import zscores

GOLDEN = Path(__file__).parents[1] / "golden" / "growth.csv"


def lines() -> list[dict[str, str]]:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def z_of(line: dict[str, str], value: float) -> float:
    sex = {"L": 1, "P": 2}[line["jk"]]
    position = {"l": 1, "h": 2, "": 0}[line["posisi"]]
    at = float(line["umur_bulan_atau_cm"])
    days = at * 30.4375
    match line["indeks"]:
        case "TB/U":
            z = zscores(sex, days, height=value, position=position).haz
        case "BB/U":
            z = zscores(sex, days, weight=value).waz
        case "LK/U":
            z = zscores(sex, days, head=value).hcz
        case "IMT/U":  # at one metre the weight is the BMI
            z = zscores(sex, days, weight=value, height=100.0, position=position).baz
        case _:
            z = zscores(sex, np.nan, weight=value, height=at, position=position).whz
    return float(z)


def test_golden_covers_every_index_and_both_sexes() -> None:
    seen = {(line["indeks"], line["jk"]) for line in lines()}
    assert {index for index, _ in seen} == {"TB/U", "BB/U", "BB/PB", "BB/TB", "IMT/U", "LK/U"}
    assert {sex for _, sex in seen} == {"L", "P"}
    assert len(lines()) == 286
    assert all(line["sumber"].startswith("WHO 2006") for line in lines())


@pytest.mark.parametrize("index", ["TB/U", "BB/U", "BB/PB", "BB/TB", "IMT/U", "LK/U"])
def test_printed_values_lie_on_their_line(index: str) -> None:
    # a printed value is rounded to 0.1: the line passes within half of that
    for line in lines():
        if line["indeks"] == index:
            value, z = float(line["nilai"]), float(line["z"])
            low, high = z_of(line, value - 0.05), z_of(line, value + 0.05)
            assert low - 0.01 <= z <= high + 0.01, line
            assert high - low < 0.65, "a printed step must be able to tell SD lines apart"


def test_worked_example_by_hand() -> None:
    """Boy, day 365: M 75.7391, S 0.03137 (length); 70 cm is (70/75.7391 − 1)/0.03137."""
    from stunting.growth.tables import raw_tables

    power, median, spread = raw_tables()["length"][0, :, 365]
    assert (power, median, spread) == (1, 75.7391, 0.03137)
    assert zscores(1, 365, height=70.0).haz == round((70 / 75.7391 - 1) / 0.03137, 2) == -2.42
