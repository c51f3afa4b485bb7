"""A store that is no store: a small cube of the watched kabupaten, made from rows by the real builder."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from stunting.ingest.schema import RECAP_DTYPES, empty
from stunting.store.registers import Registers
from stunting.ui import data, places


def rows(months: list[str], children: int = 1200) -> pd.DataFrame:
    """Children spread over four desa; desa 0 has many, desa 3 has nine; nobody is measured in desa 2."""
    rng = np.random.default_rng(5)
    areas = places.areas(data.kab())
    desa = areas.loc[areas["level"] == "desa", "code"].to_numpy()[[0, 1, 2, 40]]
    where = rng.choice(4, children, p=[0.5, 0.4, 0.08, 0.02])
    base = rng.normal(-1.0, 1.0, children)
    out = []
    for month in months:
        measured = (rng.random(children) < 0.85) & (where != 2)
        z = base + rng.normal(0, 0.1, children)
        out.append(
            pd.DataFrame(
                {
                    "child_id": [f"anak{i}" for i in range(children)],
                    "kab": data.kab(),
                    "kec": [d.rpartition(".")[0] for d in desa[where]],
                    "desa": desa[where],
                    "puskesmas": "Contoh",
                    "posyandu": [f"Contoh {i % 4}" for i in range(children)],
                    "period": month,
                    "sex": rng.choice(["L", "P"], children),
                    "measured": measured,
                    "measured_on": pd.Timestamp(f"{month}-10"),
                    "age_days": pd.array(rng.integers(60, 1700, children), dtype="Int32"),
                    **{f"file_{i}": z for i in ("haz", "waz", "whz")},
                    **dict.fromkeys(("haz", "waz", "whz", "baz"), z),
                    **{f"flag_{i}": False for i in ("haz", "waz", "whz", "baz")},
                }
            )
        )
    return pd.concat(out, ignore_index=True)


STAMPS = itertools.count(0, 1000)


class FakeStore:
    """What the screens ask of a store."""

    synthetic = True

    def __init__(self, frame: pd.DataFrame | None) -> None:
        self.frame = frame
        self.stamp = next(STAMPS)
        self.built = 0

    def version(self) -> str:
        return f"contoh-{self.stamp}"

    def kabupaten(self) -> list[str]:
        return [] if self.frame is None else [data.settings().kabupaten]

    def pulled_on(self) -> dt.date:
        return dt.date(2026, 11, 21)

    def recap(self, kab: str) -> pd.DataFrame:
        return empty(RECAP_DTYPES)

    def uploads(self) -> pd.DataFrame:
        return pd.DataFrame({"state": ["live"], "synthetic": [self.synthetic]})

    @property
    def registers(self) -> Registers:
        return Registers(data.settings().home)

    def supplement_months(self, kab: str, template: str) -> list[str]:
        return []

    def cube(self, name: str, kab: str, build: Any) -> pd.DataFrame:
        self.built += 1
        return build(self.frame)


@pytest.fixture
def store(home: Path, monkeypatch: pytest.MonkeyPatch) -> FakeStore:
    fake = FakeStore(rows(["2023-08", "2024-02", "2024-08"]))
    monkeypatch.setattr(data, "store", lambda: fake)
    return fake


@pytest.fixture
def empty_store(home: Path, monkeypatch: pytest.MonkeyPatch) -> FakeStore:
    fake = FakeStore(None)
    monkeypatch.setattr(data, "store", lambda: fake)
    return fake
