"""What wins between uploads, what an upload replaces, and undoing it exactly."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from stunting.store import Store, StoreError
from tests.store.frames import KAB, parsed, rows


def weights(store: Store) -> dict[int, float]:
    frame = store.rows(KAB, ["age_days", "weight_kg"])
    return dict(zip(frame["age_days"].tolist(), frame["weight_kg"].tolist(), strict=True))


def test_last_row_of_a_child_and_date_wins_within_a_file(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(parsed(rows([1, 2], weight=9.0), rows([1], weight=9.5), rows([1], day=20, weight=9.9)), b"x")
    frame = store.rows(KAB)
    assert frame["weight_kg"].tolist() == [9.0, 9.5, 9.9]
    assert frame["row"].tolist() == [3, 4, 5]


def test_newest_upload_wins_without_replacing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(parsed(rows(range(10), weight=9.0)), b"1")
    report = store.add(parsed(rows([3], weight=9.9)), b"2", partial=True)
    assert report.replaces == []
    frame = store.rows(KAB)
    assert len(frame) == 10
    assert sorted(frame["weight_kg"])[-2:] == [9.0, 9.9]


def test_unmeasured_row_goes_when_the_child_is_measured_in_that_month(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(parsed(rows([1, 2], measured=False)), b"1")
    store.add(parsed(rows([1])), b"2", partial=True)
    store.add(parsed(rows([2], "2024-03")), b"3", partial=True)
    frame = store.rows(KAB)
    assert list(zip(frame["period"], frame["measured"], strict=True)) == [
        ("2024-02", False),  # child 2
        ("2024-02", True),  # child 1
        ("2024-03", True),
    ]


def test_a_corrected_month_leaves_nothing_of_the_old_one(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(parsed(rows(range(10)), rows(range(10), "2024-01"), rows(range(50, 60), puskesmas="Dua")), b"1")
    before = store.rows(KAB)
    second = store.add(parsed(rows(range(8), weight=12.0)), b"2")
    assert second.replaces == [("Contoh Satu", "2024-02", 10)]
    frame = store.rows(KAB)
    of_month = frame[(frame["period"] == "2024-02") & (frame["puskesmas"] == "Contoh Satu")]
    assert len(of_month) == 8  # children 8 and 9 are no longer there
    assert of_month["weight_kg"].eq(12.0).all()
    assert len(frame) == 28
    store.undo(second.upload_id)
    pd.testing.assert_frame_equal(store.rows(KAB), before)


def test_stray_dates_do_not_wipe_a_month(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(parsed(rows(range(100), "2024-01")), b"1")
    report = store.add(parsed(rows(range(24), "2024-01", day=30), rows(range(100), "2024-02")), b"2")
    assert report.replaces == []
    assert (store.rows(KAB)["period"] == "2024-01").sum() == 124
    report = store.add(parsed(rows(range(25), "2024-01", day=29), rows(range(100), "2024-02", day=6)), b"3")
    assert report.replaces == [("Contoh Satu", "2024-02", 100)]  # 25 of 124 are not a month
    assert (store.rows(KAB)["period"] == "2024-01").sum() == 149


def test_one_late_child_does_not_hide_a_month(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first = store.add(parsed(rows(range(100))), b"1")
    before = store.rows(KAB)
    late = store.add(parsed(rows([3], day=28, weight=11.0)), b"2")
    assert late.replaces == []
    assert len(store.rows(KAB)) == 101
    assert {"code": "GANTI_SEBAGIAN", "severity": "warning", "count": 1} in late.findings
    assert "100 baris" in store.findings(late.upload_id)["message"].iloc[0]
    store.undo(late.upload_id)
    pd.testing.assert_frame_equal(store.rows(KAB), before)
    store.redo(late.upload_id)
    store.undo(first.upload_id)
    assert len(store.rows(KAB)) == 1


def test_a_guest_of_another_puskesmas_does_not_hide_its_month(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(parsed(rows(range(100)), rows(range(200, 300), puskesmas="Dua")), b"1")
    report = store.add(parsed(rows(range(98), weight=12.0), rows([200], puskesmas="Dua", day=28)), b"2")
    assert report.replaces == [("Contoh Satu", "2024-02", 100)]
    assert (store.rows(KAB)["puskesmas"] == "Dua").sum() == 101


def test_half_of_a_month_replaces_it_and_less_does_not(tmp_path: Path) -> None:
    for number, expected in ((50, 50), (49, 100)):
        store = Store(tmp_path / str(number))
        store.add(parsed(rows(range(100))), b"1")
        store.add(parsed(rows(range(number), weight=12.0)), b"2")
        assert len(store.rows(KAB)) == expected


def test_rows_without_puskesmas_replace_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(parsed(rows(range(10), puskesmas=None)), b"1")
    report = store.add(parsed(rows(range(20, 30), puskesmas=None)), b"2")
    assert report.replaces == []
    assert len(store.rows(KAB)) == 20


def test_another_kabupaten_with_the_same_puskesmas_name_is_untouched(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(parsed(rows(range(10))), b"1")
    store.add(parsed(rows(range(5), kab="?CONTOH")), b"2")
    assert len(store.rows(KAB)) == 10


def test_missing_posyandu_is_a_warning(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(parsed(rows(range(10)), rows(range(10, 14), posyandu="Mawar")), b"1")
    report = store.add(parsed(rows(range(10), weight=11.0)), b"2")
    assert {"code": "GANTI_POSYANDU_HILANG", "severity": "warning", "count": 1} in report.findings
    found = store.findings(report.upload_id)
    assert found["value"].tolist() == ["Mawar"]
    assert "Mawar" in found["message"].iloc[0]
    assert "4 baris" in found["message"].iloc[0]
    # and once replaced, it is not missed again
    third = store.add(parsed(rows(range(10), weight=12.0)), b"3")
    assert third.findings == []
    assert third.replaces == [("Contoh Satu", "2024-02", 10)]


def test_undo_and_redo_restore_exactly_in_any_order(tmp_path: Path) -> None:
    store = Store(tmp_path)
    ids, states = [], []
    for n, weight in enumerate((9.0, 10.0, 11.0)):
        late = rows([99], "2024-03", weight=weight)
        report = store.add(parsed(rows(range(n, 10 + n), weight=weight), late), b"%d" % n)
        ids.append(report.upload_id)
        states.append(store.rows(KAB))
    assert store.undo(ids[1], by="admin")
    pd.testing.assert_frame_equal(store.rows(KAB), states[2])  # it was replaced anyway
    assert store.undo(ids[2])
    pd.testing.assert_frame_equal(store.rows(KAB), states[0])
    assert store.redo(ids[1])
    pd.testing.assert_frame_equal(store.rows(KAB), states[1])
    store.maintain()
    assert store.redo(ids[2])
    pd.testing.assert_frame_equal(Store(tmp_path).rows(KAB), states[2])
    assert not store.redo(ids[2])  # live already
    assert store.undo(ids[2])
    assert not store.undo(ids[2])
    assert store.uploads()["state"].tolist() == ["live", "live", "undone"]
    assert store.audit()["action"].tolist().count("batal") == 3


def test_undone_content_can_be_uploaded_again(tmp_path: Path) -> None:
    store = Store(tmp_path)
    file = parsed(rows(range(5)))
    first = store.add(file, b"x")
    frame = store.rows(KAB).drop(columns=["upload_id", "uploaded_at"])
    store.undo(first.upload_id)
    second = store.add(file, b"x")
    assert not second.already_uploaded
    assert second.upload_id != first.upload_id
    pd.testing.assert_frame_equal(store.rows(KAB).drop(columns=["upload_id", "uploaded_at"]), frame)
    assert store.add(file, b"x").upload_id == second.upload_id
    with pytest.raises(StoreError, match=second.upload_id):
        store.redo(first.upload_id)
