"""Printed figures of the kecamatan beside the computed ones, and what the report says about them."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from stunting.indicators.facts import facts
from stunting.indicators.format_id import round_half_up
from stunting.indicators.published import published

_CHANGE: Final = "perubahan_"
_SAID: Final = ("pernyataan", "periode", "periode_awal")
_COLUMNS: Final = (
    "area", "period_a", "period", "value_a", "value", "printed", "subtracted", "conflict", "source", "note"
)  # fmt: skip
#: What a report says → how the screen says it.
STATEMENTS: Final = {
    "di_atas_rata_rata": "Di atas rata-rata kabupaten",
    "tertinggi": "Tertinggi",
    "terendah": "Terendah",
    "naik": "Naik",
    "turun": "Turun",
    "naik_terbesar": "Kenaikan terbesar",
    "turun_terbesar": "Penurunan terbesar",
}


def printed_kecamatan(kab: str, indicator: str = "stunting") -> pd.DataFrame:
    """Return one row a kecamatan with printed figures: two years, their difference, the printed change.

    Returns
    -------
    DataFrame
        ``area, period_a, period, value_a, value`` (fractions, NaN where not printed), ``printed`` change,
        ``subtracted`` (the difference of the two printed figures), ``conflict`` (both exist and differ at
        two decimals), ``source``, ``note``. Nothing is repaired: both stand.
    """
    every = published(None, None)
    inside = every["area"].str.startswith(f"{kab}.") & (every["area"].str.count(r"\.") == 2)
    figures = every[inside & (every["indicator"] == indicator) & (every["unit"] == "%")]
    steps = every[inside & (every["indicator"] == _CHANGE + indicator)]
    years = sorted({*figures["period"], *steps["period"]})
    if not years:
        return pd.DataFrame(columns=list(_COLUMNS))
    last, first = years[-1], str(int(years[-1]) - 1)
    value = figures.set_index(["area", "period"])["value"]
    areas = sorted({*figures["area"], *steps["area"]})

    def at(period: str) -> np.ndarray:
        return np.array([float(value.get((a, period), np.nan)) for a in areas])

    step = steps[steps["period"] == last].set_index("area")
    printed = np.array([float(step["value"].get(a, np.nan)) for a in areas]) / 100
    out = pd.DataFrame(
        {"area": areas, "period_a": first, "period": last, "value_a": at(first), "value": at(last)}
    )
    notes = pd.concat([figures, steps]).dropna(subset=["note"]).groupby("area")["note"].agg("; ".join)
    sources = pd.concat([figures, steps]).groupby("area")["source"].agg(lambda s: "; ".join(dict.fromkeys(s)))
    subtracted = out["value"] - out["value_a"]
    apart = [
        pd.notna(a) and pd.notna(b) and round_half_up(100 * a, 2) != round_half_up(100 * b, 2)
        for a, b in zip(printed, subtracted, strict=True)
    ]
    return out.assign(
        printed=printed, subtracted=subtracted, conflict=apart,
        source=[sources[a] for a in areas], note=[notes.get(a, "") for a in areas],
    )  # fmt: skip


def statements(kab: str) -> pd.DataFrame:
    """Return what a report says: ``kind, period, period_a`` ("" where none), ``areas``, ``source``."""
    table = facts("pernyataan_terbit")
    table = table[table["kabupaten"] == kab].fillna("")
    rows = [
        {
            "kind": kind, "period": period, "period_a": first, "areas": part["wilayah"].tolist(),
            "source": "; ".join(dict.fromkeys(part["sumber"])),
        }
        for (kind, period, first), part in table.groupby(list(_SAID), sort=False)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["kind", "period", "period_a", "areas", "source"])


def same_statement(kind: str, results: pd.DataFrame, changes: pd.DataFrame, whole: float) -> list[str] | None:
    """Return the areas of which the computed figures say the same kind of thing; None if they cannot tell.

    Parameters
    ----------
    kind : str
        Key of `STATEMENTS`.
    results, changes : DataFrame
        Result frame of the period, and `two_periods` from the period before.
    whole : float
        Figure of the kabupaten in the period.
    """
    now, step = results.dropna(subset=["value"]), changes.dropna(subset=["value"])
    moving = kind in ("naik", "turun", "naik_terbesar", "turun_terbesar")
    if not len(step if moving else now) or (kind == "di_atas_rata_rata" and pd.isna(whole)):
        return None
    if kind == "di_atas_rata_rata":
        return list(now.loc[now["value"] > whole, "area"].astype("str"))
    if kind in ("naik", "turun"):
        return list(
            step.loc[(step["value"] > 0) if kind == "naik" else (step["value"] < 0), "area"].astype("str")
        )
    frame = (step if moving else now).sort_values("value", kind="stable")
    return [str(frame["area"].iloc[-1 if kind in ("tertinggi", "naik_terbesar") else 0])]
