"""Small result frames, made by hand."""

from __future__ import annotations

import pandas as pd

AREAS = ["99.01.01", "99.01.02", "99.01.03", "99.01.04"]
NAMES = dict(zip(AREAS, ["Contoh Hulu", "Contoh Hilir", "Contoh Kota", "Contoh Timur"], strict=True))


def result(
    rows: list[tuple[str, str, int, int]], rule: str = "eppgbm", source: str = "contoh"
) -> pd.DataFrame:
    """Rows of (area, period, numerator, denominator); interval ±2 points, NaN without a denominator."""
    frame = pd.DataFrame(rows, columns=["area", "period", "numerator", "denominator"])
    frame["value"] = frame["numerator"] / frame["denominator"].where(frame["denominator"] > 0)
    frame["low"] = (frame["value"] - 0.02).clip(lower=0)
    frame["high"] = (frame["value"] + 0.02).clip(upper=1)
    return frame.assign(level="kecamatan", indicator="stunting", rule=rule, source=source)


def by_area(period: str = "2024") -> pd.DataFrame:
    """Four areas: two ordinary, one small, one without data."""
    return result(
        [
            (AREAS[0], period, 30, 100),
            (AREAS[1], period, 12, 120),
            (AREAS[2], period, 5, 20),
            (AREAS[3], period, 0, 0),
        ]
    )


def by_month(first: str = "2023-01", n: int = 18, skip: tuple[int, ...] = ()) -> pd.DataFrame:
    """One area, month after month; `skip` are months without a measured child."""
    months = pd.period_range(first, periods=n, freq="M")
    return result(
        [
            (AREAS[0], str(m), 0 if i in skip else 40 - i, 0 if i in skip else 200)
            for i, m in enumerate(months)
        ]
    )
