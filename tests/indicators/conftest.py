"""Small frames of canonical rows, built from what a test wants to say."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
import pytest

from stunting.ingest.schema import ROW_DTYPES, conform

_DEFAULT = {
    "row": 1, "kab": "99.01", "kec": "99.01.01", "desa": "99.01.01.2001", "puskesmas": "Contoh",
    "posyandu": "Melati", "sex": "L", "measured": True, "age_days": 700, "weight_kg": 10.0, "height_cm": 80.0,
    "file_haz": -1.0, "file_waz": -1.0, "file_whz": 0.0, "haz": -1.0, "waz": -1.0, "whz": 0.0,
    "flag_haz": False, "flag_waz": False, "flag_whz": False,
}  # fmt: skip


@pytest.fixture(scope="session")
def make_rows() -> Callable[..., pd.DataFrame]:
    """Return a builder: dictionaries with ``child_id`` and ``date`` or ``period`` → canonical rows."""

    def build(*rows: Mapping[str, object]) -> pd.DataFrame:
        table = []
        for row in rows:
            full = {**_DEFAULT, **row}
            date = full.pop("date", None)
            full["measured_on"] = pd.Timestamp(str(date)) if date else pd.NaT
            full.setdefault("period", str(date)[:7] if date else None)
            table.append(full)
        frame = pd.DataFrame(table)
        out = conform(frame, ROW_DTYPES)
        out["child_id"] = frame["child_id"].astype("str")
        for name in ("kab", "kec", "desa", "puskesmas", "posyandu", "period", "sex"):
            out[name] = out[name].astype("category")
        return out

    return build
