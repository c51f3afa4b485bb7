"""Maintenance, damage, rebuilding, cubes, recap."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from stunting.ingest.findings import CODES
from stunting.ingest.schema import RECAP_DTYPES, SEVERITIES
from stunting.settings import settings
from stunting.store import STORE_CODES, Store, StoreError
from stunting.store.maintenance import exchange
from tests.store.frames import KAB, parsed, recap, rows


def filled(home: Path, uploads: int = 4) -> Store:
    store = Store(home)
    for n in range(uploads):
        store.add(parsed(rows(range(20), f"2024-{n + 1:02d}")), b"%d" % n)
    return store


def data_files(store: Store) -> int:
    return sum(len(paths) for paths in store.tables["rows"].snapshot().files.values())


def test_compaction_changes_no_row(tmp_path: Path) -> None:
    store = filled(tmp_path)
    before = store.rows(KAB)
    assert data_files(store) == 4
    assert store.maintain()["merged"] == 4
    assert data_files(store) == 1
    pd.testing.assert_frame_equal(store.rows(KAB), before)
    pd.testing.assert_frame_equal(Store(tmp_path).rows(KAB), before)  # from the checkpoint
    assert store.uploads()["state"].eq("live").all()
    assert store.undo(store.uploads()["upload_id"].iloc[2])  # out of the merged file
    assert store.rows(KAB)["period"].astype(str).unique().tolist() == ["2024-01", "2024-02", "2024-04"]


def test_compaction_comes_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUNTING_COMPACT_EVERY", "3")
    settings.cache_clear()
    try:
        store = filled(tmp_path, 6)
    finally:
        settings.cache_clear()
    assert data_files(store) < 4
    assert store.audit()["action"].tolist().count("rawat") >= 1
    assert len(store.rows(KAB)) == 120


def test_failing_maintenance_does_not_fail_the_upload(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = filled(tmp_path, 1)
    monkeypatch.setattr("stunting.store.maintenance.is_due", lambda *_: 1 / 0)
    report = store.add(parsed(rows(range(5), "2024-09")), b"new")
    assert report.upload_id in store.uploads()["upload_id"].tolist()
    assert store.audit().iloc[-1]["action"] == "rawat_gagal"


@pytest.mark.parametrize("damage", ["truncated", "gone", "other json"])
def test_a_damaged_manifest_costs_its_words_not_its_figures(tmp_path: Path, damage: str) -> None:
    store = Store(tmp_path)
    store.add(parsed(rows(range(10))), b"1")
    second = store.add(parsed(rows(range(8), weight=12.0)), b"2")
    before = store.rows(KAB)
    path = tmp_path / "uploads" / str(second.upload_id) / "manifest.json"
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:90] if damage == "truncated" else b'{"a": []}')
    store = Store(tmp_path)
    pd.testing.assert_frame_equal(store.rows(KAB), before)  # still replaces the first
    listed = store.uploads().iloc[1]
    assert (listed["filename"], listed["state"], listed["children"]) == ("(manifes rusak)", "live", 8)
    store.undo(str(second.upload_id))
    assert len(store.rows(KAB)) == 10


def test_rebuild_after_the_tables_are_lost_or_broken(tmp_path: Path) -> None:
    store = filled(tmp_path)
    ids = store.uploads()["upload_id"].tolist()
    store.undo(ids[1])
    store.add(recap("kabupaten", 12), b"rekap")
    before, recaps = store.rows(KAB), store.recap(KAB)
    assert store.rebuild() == {"uploads": 5, "rows": 61}  # readable: the states come from the log
    pd.testing.assert_frame_equal(store.rows(KAB), before)

    for file in (tmp_path / "measurements" / "_delta_log").iterdir():
        file.write_bytes(b"\0garbage")
    broken = Store(tmp_path)
    with pytest.raises(StoreError, match="measurements tidak terbaca"):
        broken.rows(KAB)
    broken.rebuild()
    again = Store(tmp_path)
    for other in (broken, again):
        pd.testing.assert_frame_equal(other.rows(KAB), before)
        pd.testing.assert_frame_equal(other.recap(KAB), recaps)
    assert again.uploads()["state"].tolist() == ["live", "undone", "live", "live", "live"]
    assert again.redo(ids[1])
    assert len(again.rows(KAB)) == 80
    assert again.add(parsed(rows(range(20), "2024-01")), b"0").already_uploaded


def test_rebuild_refuses_when_rows_are_unreadable(tmp_path: Path) -> None:
    store = filled(tmp_path, 2)
    before = store.rows(KAB)
    victim = store.uploads()["upload_id"].iloc[0]
    (tmp_path / "uploads" / victim / "rows.parquet").write_bytes(b"PAR1")
    with pytest.raises(StoreError, match=victim):
        store.rebuild()
    pd.testing.assert_frame_equal(Store(tmp_path).rows(KAB), before)


def test_an_interrupted_exchange_is_completed(tmp_path: Path) -> None:
    store = filled(tmp_path, 2)
    before = store.rows(KAB)
    table = tmp_path / "measurements"
    table.rename(tmp_path / "measurements.old")
    pd.testing.assert_frame_equal(Store(tmp_path).rows(KAB), before)
    assert table.exists()
    (tmp_path / "fresh").mkdir()
    exchange(tmp_path / "b", tmp_path / "fresh")
    assert (tmp_path / "b").is_dir()


def test_cube_is_built_once_for_each_state(tmp_path: Path) -> None:
    store, calls = filled(tmp_path, 2), []

    def build(frame: pd.DataFrame) -> pd.DataFrame:
        calls.append(len(frame))
        return frame.groupby("period", observed=True).size().reset_index(name="n")

    first = store.cube("uji", "?X/..", build)
    assert len(first) == 0
    first = store.cube("uji", KAB, build)
    assert first["n"].tolist() == [20, 20]
    first["n"] = 0  # of this caller alone
    assert store.cube("uji", KAB, build)["n"].tolist() == [20, 20]
    assert Store(tmp_path).cube("uji", KAB, build)["n"].tolist() == [20, 20]  # from the disk
    assert calls == [0, 40]
    store.add(parsed(rows(range(5), "2024-09")), b"new")
    assert store.cube("uji", KAB, build)["n"].tolist() == [20, 20, 5]
    assert calls == [0, 40, 45]
    kept = [p.name for p in (tmp_path / "cubes").iterdir()]
    assert len(kept) == 2  # the old version is gone
    for path in (tmp_path / "cubes").iterdir():
        path.write_bytes(b"broken")
    assert Store(tmp_path).cube("uji", KAB, build)["n"].tolist() == [20, 20, 5]


def test_recap_later_wins_by_level_area_and_period(tmp_path: Path) -> None:
    store = Store(tmp_path)
    desa = f"{KAB}.05.2019"
    store.add(recap("desa", 5, desa=desa, kec=f"{KAB}.05"), b"1")
    store.add(recap("desa", 3, desa=f"{KAB}.05.2020"), b"2")
    second = store.add(recap("desa", 7, desa=desa), b"3")  # the same desa, the file names no kecamatan
    store.add(recap("kabupaten", 20), b"4")
    frame = store.recap(KAB)
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {
        name: str(pd.Series(dtype=dtype).dtype) for name, dtype in RECAP_DTYPES.items()
    }
    assert frame["stunting"].tolist() == [3, 7, 20]
    assert frame["severe_stunting"].isna().all()
    store.undo(str(second.upload_id))
    assert sorted(store.recap(KAB)["stunting"]) == [3, 5, 20]
    assert store.kabupaten() == [KAB]
    assert len(store.rows(KAB)) == 0
    assert store.uploads()["kind"].eq("recap").all()


def test_codes_are_registered_once_and_documented() -> None:
    assert not set(STORE_CODES) & set(CODES)
    for code in STORE_CODES.values():
        assert code.severity in SEVERITIES
        assert all((code.title, code.says, code.advice, code.example))
    text = (Path(__file__).parents[2] / "docs" / "penyimpanan.md").read_text("utf-8")
    assert all(f"`{code}`" in text for code in STORE_CODES)


def test_content_of_a_damaged_manifest_is_stored_anew_and_stays_consistent(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first = store.add(parsed(rows(range(5))), b"x")
    (tmp_path / "uploads" / str(first.upload_id) / "manifest.json").write_bytes(b"{")
    store = Store(tmp_path)  # no longer knows which content the upload had
    second = store.add(parsed(rows(range(5))), b"x")
    assert not second.already_uploaded
    assert store.add(parsed(rows(range(5))), b"x").upload_id == second.upload_id
    assert len(store.rows(KAB)) == 5
    assert store.undo(str(second.upload_id))
    assert len(store.rows(KAB)) == 5
    assert store.uploads()["state"].tolist() == ["live", "undone"]


def test_rebuilt_tables_are_noticed_by_others(tmp_path: Path) -> None:
    store = filled(tmp_path, 3)
    other = Store(tmp_path)
    before, version = other.rows(KAB), other.version()
    for _ in range(3):
        store.rebuild()
        assert other.version() == store.version() != version
        version = other.version()
        pd.testing.assert_frame_equal(other.rows(KAB), before)
    store.add(parsed(rows(range(5), "2024-09")), b"new")
    assert len(other.rows(KAB)) == len(before) + 5
