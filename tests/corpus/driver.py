"""Small files for processes that ingest in a loop, and the figures that must survive what happens to them."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

import pandas as pd

from stunting.indicators import cube, prevalence
from stunting.ingest import read_file
from stunting.store import Store
from tests.corpus.case import TODAY
from tests.ingest.conftest import as_csv, children, grid

KAB = "63.11"
CHILDREN = 3


@lru_cache(maxsize=1)
def _known() -> tuple[dict[str, str], ...]:
    return tuple(children(150))


def small_file(number: int) -> bytes:
    """Return the n-th file: three children of a puskesmas of their own, one of them not measured."""
    rows = []
    for k in range(CHILDREN):
        child = dict(_known()[(number * CHILDREN + k) % 150])
        child |= {
            "NIK": f"{child['NIK'][:6]}010120{number % 10000:04d}",
            "Nama": f"CONTOH ANAK {number} {k}",
            "Pukesmas": f"CONTOH {number}",
            "Alamat": f"CONTOH {number} {k}",
        }
        child["NIK"] = f"32{10 + k}{number:06d}"[:10] + child["NIK"][10:]
        rows.append(child)
    return as_csv(grid(rows))


def ingest_many(home: str, numbers: list[int], acknowledged: str) -> None:
    """Read and store file after file, saying each number and upload once it is stored (a process)."""
    store = Store(Path(home))
    out = os.open(acknowledged, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for number in numbers:
        data = small_file(number)
        report = store.add(read_file(data, f"{number}.csv", kab=KAB, today=TODAY), data)
        os.write(out, f"{number} {report.upload_id} {int(report.already_uploaded)}\n".encode())


def figures(store: Store) -> pd.DataFrame:
    """Return prevalence by both rules of the kabupaten and of every puskesmas and desa."""
    counts = cube.build(store.rows(KAB))
    names = ["stunting", "wasting", "underweight"]
    frames = [
        prevalence(counts, level=level, period="2024-02", rule=rule, indicator=names)
        for level in ("kabupaten", "puskesmas", "desa")
        for rule in ("eppgbm", "who")
    ]
    return pd.concat(frames, ignore_index=True)


def stored(store: Store) -> dict[str, int]:
    """Return how many rows of each upload count."""
    return store.rows(KAB, ["upload_id"])["upload_id"].astype(str).value_counts().to_dict()
