"""Small canonical frames with visibly invented people, and processes that upload them."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd

from stunting.ingest.parsed import Parsed
from stunting.ingest.schema import RECAP_DTYPES, ROW_DTYPES, conform
from stunting.store import Store

KAB = "63.11"


def rows(
    children: range | list[int],
    period: str = "2024-02",
    *,
    kab: str = KAB,
    puskesmas: str | None = "Contoh Satu",
    posyandu: str | list[str] = "Melati",
    day: int = 5,
    weight: float = 10.0,
    measured: bool = True,
    nik: bool = True,
    **columns: object,
) -> pd.DataFrame:
    """One row a child; ``columns`` overrides anything."""
    number = np.arange(len(children))
    base = {
        "row": number + 2,
        "nik": [f"99{c:014d}" if nik else None for c in children],
        "name": [f"CONTOH ANAK {c}" for c in children],
        "mother": [f"CONTOH IBU {c}" for c in children],
        "parent": [f"CONTOH AYAH {c} / CONTOH IBU {c}" for c in children],
        "address": "JALAN RAHASIA",
        "sex": ["L" if c % 2 else "P" for c in children],
        "birth_date": pd.Timestamp("2022-06-01") + pd.to_timedelta([c % 300 for c in children], "D"),
        "kab": kab,
        "kec": f"{kab}.05",
        "desa": f"{kab}.05.2019",
        "puskesmas": puskesmas,
        "posyandu": posyandu,
        "period": period,
        "measured": measured,
        "measured_on": pd.Timestamp(f"{period}-{day:02d}") if measured else pd.NaT,
        "age_days": 600,
        "weight_kg": weight if measured else np.nan,
        "height_cm": 80.0 if measured else np.nan,
    }
    frame = pd.DataFrame(base | columns, index=range(len(children)))
    return conform(frame, ROW_DTYPES)


def parsed(*frames: pd.DataFrame, rejected: int = 0, **fields: object) -> Parsed:
    """A file with these rows, numbered anew."""
    frame = pd.concat(frames, ignore_index=True)
    frame["row"] = np.arange(2, len(frame) + 2, dtype="int32")
    facts: dict = {"filename": "contoh.xlsx", "container": "xlsx", "variant": "V1"} | fields
    return Parsed("rows", rows=frame, rows_read=len(frame) + rejected, rows_rejected=rejected, **facts)


def recap(level: str, stunting: int, period: str = "2024-02", **columns: object) -> Parsed:
    """A recap file of one line."""
    base = {"row": [2], "level": level, "kab": KAB, "period": period, "registered": 100, "measured": 90}
    frame = conform(pd.DataFrame(base | {"stunting": stunting} | columns), RECAP_DTYPES)
    return Parsed("recap", recap=frame, rows_read=1, filename="rekap.xlsx", variant="recap")


def snapshot(home: Path) -> dict[str, bytes]:
    """All files of a folder with their content."""
    return {str(p.relative_to(home)): p.read_bytes() for p in sorted(home.rglob("*")) if p.is_file()}


def upload_many(home: str, numbers: list[int], acknowledged: str, locked: bool = True) -> None:
    """Upload file after file, writing each number to `acknowledged` after its report (a process)."""
    if not locked:
        _without_lock()
    store = Store(Path(home))
    out = os.open(acknowledged, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for n in numbers:
        report = store.add(file_number(n), f"isi {n}".encode())
        os.write(out, f"{n} {report.upload_id} {int(report.already_uploaded)}\n".encode())


def file_number(n: int) -> Parsed:
    """The n-th of many different files: 40 children, in two months of a puskesmas of its own."""
    children = range(40 * n, 40 * n + 40)
    name = f"Contoh {n}"
    return parsed(rows(children, "2024-01", puskesmas=name), rows(children, "2024-02", puskesmas=name))


def _without_lock() -> None:
    import contextlib

    from stunting.store import writer

    assert callable(writer.locked)  # or this would patch nothing
    writer.locked = lambda home: contextlib.nullcontext()  # type: ignore[assignment]
