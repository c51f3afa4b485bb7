"""Answers of templates in the store: the newest counts, undo restores, forgetting leaves nothing."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pandas as pd
import pytest

from stunting.ingest.parsed import Parsed
from stunting.ingest.schema import SUPPLEMENT_DTYPES, conform
from stunting.ingest.templates import questions
from stunting.store import Store
from tests.store.frames import KAB, rows
from tests.store.frames import parsed as measured

NIK = "9900000000000003"


def answers(*given: dict, day: str = "2024-08-15", template: str = "anak", children=(3,)) -> Parsed:
    people = rows(list(children)).drop(columns=["period", "measured"])
    frame = people.assign(
        template=template, period=day[:7], noted_on=pd.Timestamp(day), answers=[json.dumps(g) for g in given]
    )
    frame = conform(frame, SUPPLEMENT_DTYPES)
    return Parsed("tambahan", supplement=frame, rows_read=len(frame), variant=template)


def area(value: float, year: str = "2024", desa: str = "63.11.05.2019") -> Parsed:
    text = json.dumps({"indikator": "BBLR", "nilai": value, "satuan": "%", "sumber": "CONTOH"})
    frame = pd.DataFrame({"row": [2], "kab": [KAB], "kec": [desa[:8]], "desa": [desa], "period": [year]})
    frame = conform(frame.assign(template="wilayah", answers=text), SUPPLEMENT_DTYPES)
    return Parsed("tambahan", supplement=frame, rows_read=1, variant="wilayah")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path)
    store.add(measured(rows(range(6))), b"ekspor")
    return store


def test_the_child_is_the_one_of_the_measurements(store: Store) -> None:
    report = store.add(answers({"jamban": "ya"}), b"satu")
    assert (report.children, report.children_new, report.children_known) == (1, 0, 1)
    known = store.people().set_index("nik")["child_id"]
    assert store.supplement(KAB, "anak")["child_id"].tolist() == [known[NIK]]
    assert "answers" not in store.rows(KAB)
    assert store.supplement(KAB, "bumil").empty


def test_the_newest_answer_of_each_question_counts_and_undo_brings_the_old_one_back(store: Store) -> None:
    store.add(answers({"jamban": "ya", "jkn": "tidak"}), b"satu")
    before = store.supplement(KAB, "anak")
    version = store.version()
    second = store.add(answers({"jamban": "tidak"}, day="2024-09-15"), b"dua")
    now = store.supplement(KAB, "anak")
    assert now[["jamban", "jkn"]].to_numpy().tolist() == [["tidak", "tidak"]]
    assert now["noted_on"].tolist() == [pd.Timestamp("2024-09-15")]
    # uploaded later, but about an earlier day
    store.add(answers({"jamban": "ya", "phbs": "ya"}, day="2024-01-15"), b"tiga")
    late = store.supplement(KAB, "anak")
    assert late[["jamban", "jkn", "phbs"]].to_numpy().tolist() == [["tidak", "tidak", "ya"]]
    third = store.uploads()["upload_id"].iloc[-1]
    for upload in (third, str(second.upload_id)):
        store.undo(upload, by="contoh")
    pd.testing.assert_frame_equal(store.supplement(KAB, "anak"), before)
    assert store.version() != version  # the log has moved on; the figures have not
    store.redo(str(second.upload_id), by="contoh")
    pd.testing.assert_frame_equal(store.supplement(KAB, "anak"), now)


def test_the_same_file_is_stored_once(store: Store) -> None:
    store.add(answers({"jamban": "ya"}), b"satu")
    again = store.add(answers({"jamban": "ya"}), b"satu")
    assert again.already_uploaded
    assert len(store.uploads()) == 2


def test_visits_of_a_woman_stay_apart_and_one_day_is_one_visit(store: Store) -> None:
    store.add(answers({"lila": 22.0}, template="bumil"), b"satu")
    store.add(answers({"lila": 23.0}, template="bumil", day="2024-09-15"), b"dua")
    store.add(answers({"lila": 23.5}, template="bumil", day="2024-09-15"), b"tiga")
    assert store.supplement(KAB, "bumil")["lila"].tolist() == [22.0, 23.5]


def test_of_an_area_and_year_the_newest_upload_counts(store: Store) -> None:
    store.add(area(5.2), b"satu")
    store.add(area(4.9), b"dua")
    store.add(area(7.0, "2023"), b"tiga")
    found = store.supplement(KAB, "wilayah").set_index("period")["nilai"]
    assert found.to_dict() == {"2024": 4.9, "2023": 7.0}


def test_answers_alone_are_no_district(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(area(5.2), b"satu")
    assert store.kabupaten() == []
    assert len(store.rows(KAB)) == 0


def test_a_preview_writes_nothing(store: Store) -> None:
    version = store.version()
    seen = store.preview(answers({"jamban": "ya"}, {"jamban": "tidak"}, children=(3, 40)))
    assert (seen.children_known, seen.children_new) == (1, 1)
    assert store.version() == version
    assert store.supplement(KAB, "anak").empty


def test_forgetting_a_child_takes_its_answers_along(store: Store, tmp_path: Path) -> None:
    store.add(
        answers({"jamban": "ya"}, {"jamban": "tidak"}, children=(3, 4)), f"CONTOH ANAK 3;{NIK}".encode()
    )
    child = store.people().set_index("nik")["child_id"][NIK]
    proof = store.forget(child, by="admin")
    assert proof.complete, proof.to_text()
    left = store.supplement(KAB, "anak")
    assert left["jamban"].tolist() == ["tidak"]
    original = store.original(store.uploads()["upload_id"].iloc[-1]).decode()
    assert NIK not in original
    assert "CONTOH ANAK 4" in original
    lines = [line for line in csv.reader(io.StringIO(original)) if any(line)]
    head = next(line for line in lines if line[0] == "No")
    title = next(q.header for q in questions("anak") if q.key == "jamban")
    assert dict(zip(head, lines[-1], strict=True))[title] == "tidak"  # what the others answered is kept


def test_the_tables_can_be_made_again(store: Store) -> None:
    store.add(answers({"jamban": "ya"}), b"satu")
    before = store.supplement(KAB, "anak")
    store.rebuild()
    pd.testing.assert_frame_equal(store.supplement(KAB, "anak"), before)


def told(desa: str, puskesmas: str = "Uren", template: str = "anak") -> Parsed:
    found = answers({"jamban": "ya"} if template == "anak" else {"lila": 22.0}, template=template)
    place = {"kec": "63.11.05", "desa": desa, "puskesmas": puskesmas}
    return Parsed(
        "tambahan", supplement=conform(found.supplement.assign(**place), SUPPLEMENT_DTYPES), rows_read=1,
        variant=template,
    )  # fmt: skip


UNKNOWN = "63.11.05?CONTOH DESA"


def _odd(store: Store) -> pd.DataFrame:
    found = store.unmatched(KAB)
    return found[found["kind"] == "desa"]  # the puskesmas of the rows is invented, too


def test_an_unknown_desa_of_a_template_is_there_to_decide_about(store: Store) -> None:
    seen = store.preview(told(UNKNOWN)).unmatched
    assert seen[["kind", "key", "rows", "children"]].to_numpy().tolist() == [["desa", UNKNOWN, 1, 1]]
    assert _odd(store).empty, "a preview writes nothing"
    store.add(told(UNKNOWN), b"satu")
    store.add(told(UNKNOWN, template="bumil"), b"dua")
    store.add(area(5.2, desa=UNKNOWN), b"tiga")
    line = _odd(store).iloc[0]
    assert (line["key"], line["puskesmas"], line["rows"], line["children"]) == (UNKNOWN, "Uren", 3, 1)
    number = store.decide_alias("desa", UNKNOWN, "63.11.05.2019", by="contoh")
    assert _odd(store).empty
    assert store.preview(told(UNKNOWN, "Halong")).unmatched.empty, "decided: known from now on"
    assert set(store.supplement(KAB, "anak")["desa"]) == {"63.11.05.2019"}
    store.revoke(number, by="contoh")
    for upload in store.uploads()["upload_id"].tail(3):
        store.undo(upload, by="contoh")
    assert _odd(store).empty, "what is undone needs no decision"


def test_an_upload_of_a_template_says_whose_it_is_and_replaces_nothing(store: Store, tmp_path: Path) -> None:
    before = store.rows(KAB)
    store.add(told("63.11.05.2019", "Halong"), b"satu")
    store.add(area(5.2), b"dua")
    listed = store.uploads()["puskesmas"].tolist()
    assert listed[1:] == [("Halong",), ("",)]
    assert store.uploads()["kind"].tolist() == ["rows", "tambahan", "tambahan"]
    pd.testing.assert_frame_equal(store.rows(KAB), before)
    # a store written before this was noted
    path = next(p for p in tmp_path.glob("uploads/*/manifest.json") if b'"Halong"' in p.read_bytes())
    noted = json.loads(path.read_bytes()) | {"groups": []}
    path.write_text(json.dumps(noted))
    assert Store(tmp_path).uploads()["puskesmas"].tolist() == listed


def test_rows_replace_rows_of_a_month_whatever_a_template_holds(tmp_path: Path) -> None:
    """A template with many rows of a month makes a new file of that month no smaller a share of it."""
    store = Store(tmp_path)
    store.add(measured(rows(range(6))), b"ekspor")
    month = store.rows(KAB)["period"].iloc[0]
    many = answers(*[{"jamban": "ya"}] * 30, day=f"{month}-15", children=range(30))
    store.add(many, b"templat")
    report = store.add(measured(rows(range(4, 9))), b"ekspor baru")
    assert [line[1:] for line in report.replaces] == [(month, 6)]
