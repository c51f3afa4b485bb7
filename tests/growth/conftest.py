"""A plain scalar reading of WHO's rules, one child at a time: the oracle of the vectorised code."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from stunting.growth.tables import raw_tables

Oracle = Callable[..., dict[str, float]]


def lms_z(x: float, power: float, median: float, spread: float, tails: bool) -> float:
    """WHO (2006), chapter 7, in `math`."""
    z = ((x / median) ** power - 1) / (power * spread)
    if tails and abs(z) > 3:
        side = math.copysign(1, z)
        sd3, sd2 = (median * (1 + power * spread * k * side) ** (1 / power) for k in (3, 2))
        z = side * 3 + (x - sd3) / abs(sd3 - sd2)
    return z


@pytest.fixture(scope="session")
def oracle() -> Oracle:
    """Return a function of one child: haz, waz, whz, baz, not rounded."""
    raw = raw_tables()

    def child(sex: int, age: float, weight: float, height: float, position: int) -> dict[str, float]:
        out = dict.fromkeys(("haz", "waz", "whz", "baz"), math.nan)
        if sex not in (1, 2):
            return out
        day = None if math.isnan(age) else math.floor(age + 0.5)
        if day is not None and not 0 <= age < 1826.25:
            return out
        if position == 2 and day is not None and age < 9 * 30.4375:
            position = 0
        if day is not None and position == 2 and day < 731:
            height += 0.7
        if day is not None and position == 1 and day >= 731:
            height -= 0.7
        if day is not None:
            for name, table, x in (
                ("haz", "length", height),
                ("waz", "weight", weight),
                ("baz", "bmi", weight / (height / 100) ** 2),
            ):
                out[name] = lms_z(x, *raw[table][sex - 1, :, day], tails=name != "haz")
            by_height = day >= 731
        else:
            by_height = position == 2 or (position == 0 and height >= 87)
        tenths = round(height * 10, 6)
        low, high, table = (650, 1200, raw["wfh"]) if by_height else (450, 1100, raw["wfl"])
        if low <= tenths <= high:
            k = int(tenths)
            a, b = table[sex - 1, :, k - low], table[sex - 1, :, min(k + 1, high) - low]
            out["whz"] = lms_z(weight, *(a + (tenths - k) * (b - a)), tails=True)
        return out

    return child
