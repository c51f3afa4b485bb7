"""The history of one child, with what was corrected."""

import numpy as np
import pandas as pd
import pytest

from stunting.indicators import follow_up
from stunting.store import Store
from tests.indicators.test_follow_up import frame, visit
from tests.store.frames import parsed, rows


def test_history_is_in_order_with_verdicts_and_classes():
    table = frame(
        visit(period="2024-03", weight=10.0),
        visit("b"),
        visit(period="2024-01", weight=9.0),
        visit(period="2024-02", weight=9.0, haz=-3.2, weight_gain="N"),
    )
    got = follow_up.child(table, "a")
    assert got["period"].tolist() == ["2024-01", "2024-02", "2024-03"]
    assert got["gain"].tolist() == ["B", "T", "N"]
    assert got["weight_gain"].astype("object").tolist()[1] == "N"
    assert list(got["class_tbu"]) == ["Normal", "Sangat pendek", "Normal"]
    assert got["age_months"].tolist() == [18, 19, 20]
    assert got["upload_id"].tolist() == ["u2024-01", "u2024-02", "u2024-03"]
    assert set(got["state"]) == {"berlaku"}


def test_a_flagged_value_has_no_class():
    got = follow_up.child(frame(visit(haz=-7.0, flag_haz=True)), "a")
    assert got["class_tbu"].isna().all()
    assert got["haz"].tolist() == [-7.0]


def test_months_without_measurement_stand_in_their_place():
    table = frame(
        visit(period="2024-03"), visit(period="2024-02", weight=None, height=None), visit(period="2024-01")
    )
    got = follow_up.child(table, "a")
    assert got["measured"].tolist() == [True, False, True]
    assert got["gain"].tolist() == ["B", "", "O"]


def test_unknown_child_and_child_without_birth_date():
    assert follow_up.child(frame(visit()), "x").empty
    got = follow_up.child(frame(visit(birth_date=pd.NaT, sex=None, haz=np.nan)), "a")
    assert got["age_months"].isna().all()
    assert got["class_tbu"].isna().all()


@pytest.mark.parametrize("undone", [False, True])
def test_corrections_show_the_old_value_and_what_replaced_it(undone):
    now = visit(weight=9.1) | {"upload_id": "u2", "row": 5}
    old = visit(weight=19.1) | {"upload_id": "u1", "row": 4}
    versions = pd.concat([frame(old), frame(now), frame(visit("b"))], ignore_index=True)
    versions["undone"] = [undone, False, False]
    versions["filename"] = ["lama.xlsx", "baru.xlsx", "lain.xlsx"]
    got = follow_up.child(frame(now), "a", versions)
    assert len(got) == 2
    before = got[got["weight_kg"] == 19.1].iloc[0]
    assert before["state"] == ("dibatalkan" if undone else "digantikan")
    assert before["filename"] == "lama.xlsx"
    if undone:
        assert pd.isna(before["replaced_by"])
        assert pd.isna(before["change"])
    else:
        assert before["replaced_by"] == "u2"
        assert before["change"] == "berat 19,1 → 9,1 kg"
    after = got[got["weight_kg"] == 9.1].iloc[0]
    assert (after["state"], after["filename"], after["gain"]) == ("berlaku", "baru.xlsx", "B")


def test_a_corrected_date_and_a_row_that_is_gone():
    old = visit(measured_on=pd.Timestamp("2024-08-01"), height=np.nan) | {"upload_id": "u1", "row": 4}
    gone = visit(period="2024-07") | {"upload_id": "u1", "row": 5}
    now = visit() | {"upload_id": "u2", "row": 4}
    versions = pd.concat([frame(old), frame(gone), frame(now)], ignore_index=True)
    got = follow_up.child(frame(now), "a", versions)
    changes = dict(zip(got["period"], got["change"], strict=True)) | {}
    assert changes["2024-07"] == "tidak ada lagi di unggahan perbaikan"
    text = got.loc[got["measured_on"] == pd.Timestamp("2024-08-01"), "change"].item()
    assert text == "tanggal ukur 1 Agu 2024 → 10 Agu 2024; panjang/tinggi kosong → 80,0 cm"


def test_the_store_gives_the_versions(tmp_path):
    store = Store(tmp_path)
    store.add(parsed(rows(range(3), weight=19.1)), b"lama")
    store.add(parsed(rows(range(3), weight=9.1), filename="perbaikan.xlsx"), b"baru")
    current = store.rows("63.11")
    child_id = current["child_id"].astype("str").iloc[0]
    got = follow_up.child(current, child_id, store.versions("63.11", child_id))
    assert sorted(got["state"]) == ["berlaku", "digantikan"]
    assert got["change"].dropna().tolist() == ["berat 19,1 → 9,1 kg"]
    assert set(got["filename"]) == {"contoh.xlsx", "perbaikan.xlsx"}


def test_versions_without_corrections_change_nothing():
    table = frame(visit())
    pd.testing.assert_frame_equal(follow_up.child(table, "a"), follow_up.child(table, "a", table))
