# ruff: noqa: E501  (test data read better on one line)
"""Who delivered which month, and the quality class."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from stunting import regions
from stunting.indicators import completeness, cube, delivery

NONE = pd.DataFrame(
    {"upload_id": pd.Series(dtype="str"), "row": pd.Series(dtype="int32"), "severity": pd.Series(dtype="str")}
)


def rows(puskesmas: str, month: str, children: int, measured: int) -> pd.DataFrame:
    numbers = np.arange(children)
    z = np.where(numbers < measured, -1.0, np.nan)
    return pd.DataFrame(
        {
            "child_id": [f"{puskesmas}{n}" for n in numbers], "kab": "63.11", "kec": "63.11.05",
            "desa": "63.11.05.2019", "puskesmas": puskesmas, "posyandu": "Contoh", "period": month, "sex": "L",
            "measured": numbers < measured, "measured_on": pd.Timestamp(f"{month}-10"),
            "age_days": pd.array([600] * children, dtype="Int32"), "upload_id": f"u-{puskesmas}-{month}",
            "row": (numbers + 2).astype("int32"),
            **{f"file_{i}": z for i in ("haz", "waz", "whz")}, **dict.fromkeys(("haz", "waz", "whz", "baz"), z),
            **{f"flag_{i}": False for i in ("haz", "waz", "whz", "baz")},
        }
    )  # fmt: skip


@pytest.fixture
def frame():
    parts = [
        rows("Satu", "2024-01", 100, 90),
        rows("Satu", "2024-02", 100, 70),
        rows("Dua", "2024-01", 50, 45),
    ]
    parts += [rows("Dua", "2024-02", 3, 3), rows("Lain", "2024-02", 10, 2)]
    return pd.concat(parts, ignore_index=True)


def test_states_shares_and_classes(frame):
    bad = pd.DataFrame({"upload_id": "u-Satu-2024-01", "row": range(2, 10), "severity": "nulled"})
    counts = completeness.troubled(frame, bad)
    out = completeness.board(cube.build(frame), counts, ["Satu", "Dua", "Tiga"], ["2024-01", "2024-02"])
    at = out.set_index(["puskesmas", "period"])
    assert at.loc[("Satu", "2024-01"), "share"] == pytest.approx(0.08)
    assert at["quality"].to_dict() == {
        ("Satu", "2024-01"): "B", ("Satu", "2024-02"): "B", ("Dua", "2024-01"): "A", ("Dua", "2024-02"): "A",
        ("Tiga", "2024-01"): "", ("Tiga", "2024-02"): "", ("Lain", "2024-01"): "", ("Lain", "2024-02"): "C",
    }  # fmt: skip
    assert at.loc[("Dua", "2024-02"), "state"] == "sebagian"
    assert at.loc[("Tiga", "2024-01"), "state"] == "belum"
    assert at.loc[("Satu", "2024-02"), "ds"] == pytest.approx(0.7)
    assert completeness.newest(out) == "2024-02"
    assert completeness.late(out, "2024-02") == ["Dua", "Tiga"]
    assert completeness.late(out, "2024-01") == ["Tiga", "Lain"]


def test_counts_are_those_of_the_rows(frame):
    out = completeness.board(
        cube.build(frame), completeness.troubled(frame, NONE), [], ["2024-01", "2024-02"]
    )
    assert out["registered"].sum() == len(frame)
    assert out["measured"].sum() == frame["measured"].sum()
    assert out["troubled"].sum() == 0


def test_rejected_rows_count_for_the_months_of_their_upload(frame):
    bad = pd.DataFrame({"upload_id": "u-Satu-2024-01", "row": range(500, 525), "severity": "rejected"})
    counts = completeness.troubled(frame, bad).set_index(["puskesmas", "period"])
    assert counts.loc[("Satu", "2024-01")].tolist() == pytest.approx([125.0, 25.0])
    assert counts.loc[("Satu", "2024-02"), "troubled"] == 0


def test_repaired_and_warned_rows_are_not_troubled(frame):
    bad = pd.DataFrame({"upload_id": "u-Satu-2024-01", "row": [2, 3], "severity": ["repaired", "warning"]})
    assert completeness.troubled(frame, bad)["troubled"].sum() == 0


def test_nothing_at_all():
    empty = rows("Satu", "2024-01", 0, 0)
    counts = completeness.troubled(empty, NONE)
    out = completeness.board(cube.build(empty), counts, ["Satu"], ["2024-01"])
    assert out["state"].tolist() == ["belum"]
    assert completeness.newest(out) is None


@pytest.mark.parametrize(("share", "ds", "expected"), [(0.05, 0.8, "A"), (0.0501, 0.8, "B"), (0.05, 0.7999, "B"), (0.15, 0.6, "B"), (0.16, 0.9, "C"), (0.0, 0.0, "C")])  # fmt: skip
def test_class_limits(share, ds, expected):
    assert completeness.quality(share, ds) == expected


def test_a_figure_says_on_how_many_puskesmas_it_rests():
    names = regions.puskesmas_of("63.11")
    first = names.iloc[0]
    cube = pd.DataFrame(
        {"puskesmas": [first["puskesmas"]], "kec": [first["kec"]], "period": ["2024-11"], "registered": [40]}
    )
    assert delivery.partial(cube, "63.11", "63.11", "2024-11") == f"baru 1 dari {len(names)} puskesmas"
    assert delivery.partial(cube, "63.11", "63.11", "2024-10") == ""  # nothing: that is said elsewhere
    whole = names.assign(period="2024-11", registered=40)
    assert delivery.partial(whole, "63.11", "63.11", "2024-11") == ""
    # a year says on how many months, too
    year = f"baru 1 dari {len(names)} puskesmas dan 1 dari 12 bulan"
    assert delivery.partial(cube, "63.11", "63.11", "2024") == year
    months = [f"2024-{m:02d}" for m in range(1, 12)]
    most = pd.concat([whole.assign(period=m) for m in months], ignore_index=True)
    assert delivery.partial(most, "63.11", "63.11", "2024") == ""  # one file to come changes little
    fewer = most[most["period"] < "2024-11"]
    assert delivery.partial(fewer, "63.11", "63.11", "2024") == "baru 10 dari 12 bulan"
    assert delivery.partial(fewer, "63.11", first["kec"], "2024") == "baru 10 dari 12 bulan"
    village = f"{first['kec']}.2001"
    assert delivery.partial(fewer.assign(desa=village), "63.11", village, "2024") == "baru 10 dari 12 bulan"
    assert delivery.some(cube.assign(desa=village), "63.11", village, "2024") == (0, 0)
