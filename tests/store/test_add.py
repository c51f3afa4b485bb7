"""Adding and reading: counts, types, idempotence, keys that need care in paths."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from stunting.ingest.schema import FINDING_DTYPES, IDENTITY_COLUMNS, conform
from stunting.store import Store, StoreError
from stunting.store.schema import MEASUREMENT_DTYPES
from tests.store.frames import KAB, parsed, rows, snapshot

JSON_KEYS = {
    "upload_id", "rows_read", "rows_stored", "rows_rejected", "children", "measured",
    "registered_not_measured", "periods", "findings",
}  # fmt: skip


def test_empty_store_answers_everything_and_creates_nothing(tmp_path: Path) -> None:
    home = tmp_path / "none"
    store = Store(home)
    frame = store.rows(KAB)
    assert list(frame.columns) == list(MEASUREMENT_DTYPES)
    assert len(frame) == 0
    assert frame["period"].dtype == "category"
    assert frame["haz"].dtype == "float64"
    assert len(store.recap(KAB)) == len(store.uploads()) == len(store.audit()) == len(store.people()) == 0
    assert store.kabupaten() == []
    assert not store.synthetic
    assert store.pulled_on() is None
    assert store.version() == Store(home).version()
    with pytest.raises(StoreError, match="tidak dikenal"):
        store.undo("20240229T081530-ab12cd34")
    with pytest.raises(StoreError, match="tidak dikenal"):
        Store(home).findings("../../etc")
    assert [p.name for p in home.iterdir()] == [".lock"]  # of undo, which may write


def test_report_and_stored_rows(tmp_path: Path) -> None:
    store = Store(tmp_path)
    file = parsed(rows(range(30)), rows(range(30, 40), measured=False), rejected=3, synthetic=True)
    before = store.version()
    report = store.add(file, b"berkas", by="petugas")
    told = json.loads(json.dumps(report.to_json_dict()))
    assert set(told) == JSON_KEYS
    assert (told["rows_read"], told["rows_stored"], told["rows_rejected"]) == (43, 40, 3)
    assert (told["children"], told["measured"], told["registered_not_measured"]) == (40, 30, 10)
    assert told["periods"] == ["2024-02"]
    assert not report.already_uploaded
    assert report.synthetic
    assert (report.children_new, report.children_known) == (40, 0)
    assert store.version() != before

    frame = store.rows(KAB)
    assert list(frame.columns) == list(MEASUREMENT_DTYPES)
    assert not set(IDENTITY_COLUMNS) & set(frame.columns)
    assert frame["child_id"].astype(str).str.fullmatch("[0-9a-f]{16}").all()
    assert frame["child_id"].nunique() == 40
    expected = file.rows
    for name in ("row", "birth_date", "age_days", "weight_kg", "measured", "measured_on", "vitamin_a"):
        pd.testing.assert_series_equal(frame[name], expected[name])
    for name in ("kab", "kec", "desa", "puskesmas", "posyandu", "period", "sex", "position"):
        assert frame[name].dtype == "category"
        pd.testing.assert_series_equal(frame[name].astype("str"), expected[name])
    assert frame["year"].eq(2024).all()
    assert frame["year"].dtype == "int32"

    listed = store.uploads().iloc[0]
    assert (listed["by"], listed["filename"], listed["state"]) == ("petugas", "contoh.xlsx", "live")
    assert listed["synthetic"]
    assert store.synthetic
    assert store.original(report.upload_id) == b"berkas"
    assert store.pulled_on() == listed["uploaded_at"].tz_convert(None).date() or store.pulled_on()
    assert store.audit()["action"].tolist() == ["unggah"]


def test_only_the_columns_asked_for_in_that_order(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(parsed(rows(range(3))), b"x")
    assert list(store.rows(KAB, ["haz", "kab", "year", "child_id"]).columns) == [
        "haz",
        "kab",
        "year",
        "child_id",
    ]
    with pytest.raises(KeyError, match="name"):
        store.rows(KAB, ["name"])


def test_same_content_is_stored_once(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first = store.add(parsed(rows(range(5))), b"x")
    state = store.version()
    again = Store(tmp_path).add(parsed(rows(range(5))), b"x")
    assert again.already_uploaded
    assert again.to_json_dict() == first.to_json_dict()
    assert store.version() == state
    assert len(store.uploads()) == 1


def test_without_an_original_the_rows_are_the_content(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first = store.add(parsed(rows(range(5))), None)
    assert store.add(parsed(rows(range(5))), None).already_uploaded
    assert not store.add(parsed(rows(range(5), weight=11.0)), None).already_uploaded
    with pytest.raises(StoreError, match="tidak tersimpan"):
        store.original(first.upload_id)


def test_dry_run_writes_nothing_at_all(tmp_path: Path) -> None:
    home = tmp_path / "home"
    report = Store(home).add(parsed(rows(range(5))), b"x", dry_run=True)
    assert report.upload_id is None
    assert (report.rows_stored, report.children_new) == (5, 5)
    assert not home.exists()

    store = Store(home)
    store.add(parsed(rows(range(5))), b"x")
    before = snapshot(home)
    report = store.add(parsed(rows(range(3, 9), weight=9.0)), b"y", dry_run=True)
    assert (report.children_new, report.children_known) == (4, 2)
    assert report.replaces == [("Contoh Satu", "2024-02", 5)]
    assert snapshot(home) == before
    assert store.add(parsed(rows(range(5))), b"x", dry_run=True).already_uploaded


@pytest.mark.parametrize("kab", ["?CONTOH", "?CONTOH A/B %20", "35.00"])
def test_unmatched_kabupaten_keys(tmp_path: Path, kab: str) -> None:
    store = Store(tmp_path)
    report = store.add(parsed(rows(range(4), kab=kab), rows(range(4, 9))), b"x")
    assert store.kabupaten() == sorted([kab, KAB])
    frame = store.rows(kab)
    assert len(frame) == 4
    assert frame["kab"].astype(str).unique().tolist() == [kab]
    store.maintain()
    assert len(Store(tmp_path).rows(kab)) == 4
    store.undo(report.upload_id)
    assert store.kabupaten() == []


def test_findings_are_kept_and_counted(tmp_path: Path) -> None:
    found = {
        "row": [2, 3],
        "column": "berat",
        "value": "x",
        "code": "A",
        "severity": "nulled",
        "message": "m",
    }
    file = parsed(rows(range(5)), findings=conform(pd.DataFrame(found), FINDING_DTYPES))
    store = Store(tmp_path)
    report = store.add(file, b"x")
    assert report.findings == [{"code": "A", "severity": "nulled", "count": 2}]
    pd.testing.assert_frame_equal(Store(tmp_path).findings(report.upload_id), file.findings)


def test_a_file_without_usable_rows_is_an_upload_too(tmp_path: Path) -> None:
    store = Store(tmp_path)
    file = parsed(rows([]), rejected=7, periods=["2024-02"])
    report = store.add(file, b"x")
    assert (report.rows_stored, report.rows_rejected, report.periods) == (0, 7, ["2024-02"])
    assert store.add(file, b"x").already_uploaded
    assert store.undo(report.upload_id)
    assert store.uploads()["state"].tolist() == ["undone"]
    assert store.redo(report.upload_id)
    assert store.uploads()["state"].tolist() == ["live"]


def test_no_identity_outside_the_vault(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(parsed(rows(range(20)), rows(range(20), "2024-03", nik=False)), b"CONTOH ANAK 3")
    clash = rows(range(3), "2024-04", birth_date=pd.Timestamp("2021-01-01"))
    report = store.add(parsed(clash), b"CONTOH ANAK")
    assert {"code": "IDENTITAS_AMBIGU", "severity": "warning", "count": 3} in report.findings
    store.cube("uji", KAB, lambda frame: frame)
    store.undo(report.upload_id)
    store.maintain()
    for path in tmp_path.rglob("*"):
        if path.is_file() and "vault" not in path.parts:
            data = path.read_bytes()
            if path.suffix == ".parquet":
                data += pd.read_parquet(path, partitioning=None).to_csv().encode()
            for secret in (b"CONTOH ANAK", b"CONTOH IBU", b"CONTOH AYAH", b"RAHASIA", b"9900000000"):
                assert secret not in data, path
    for path in (tmp_path / "vault").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path
