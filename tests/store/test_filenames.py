"""Names of uploaded files may hold a child's name: what is kept, and what forgetting leaves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stunting.store import Store
from stunting.store.filenames import REMOVED, names_child, safe_filename, without_name
from tests.store.frames import KAB, parsed, rows

NAME = "CONTOH ANAK 3"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("daftar.xls", "daftar.xls"),
        ("/tmp/../etc/passwd", "passwd"),
        ("C:\\Users\\ani\\daftar.xlsx", "daftar.xlsx"),
        ("SINTETIS_eppgbm_2024-12_uren.csv", "SINTETIS_eppgbm_2024-12_uren.csv"),
        ("9900000000000003 contoh.csv", "99************** contoh.csv"),
        ("a\u202ecsv.exe\n.csv", "acsv.exe.csv"),
        ("", ""),
    ],
)
def test_what_is_kept_of_a_file_name(given, kept):
    assert safe_filename(given) == kept


def test_a_long_name_keeps_its_end():
    kept = safe_filename("x" * 400 + ".xlsx")
    assert len(kept) == 120
    assert kept.endswith(".xlsx")


def test_whole_names_alone_count_unless_parts_are_asked_for():
    assert names_child("DAFTAR_contoh-anak 3.xlsx", [NAME])
    assert not names_child("daftar contoh anak 30.xlsx", [NAME])
    assert not names_child("daftar contoh.xlsx", [NAME])
    assert names_child("daftar contoh.xlsx", [NAME], parts=True)
    assert not names_child("daftar ana 3.xlsx", [NAME], parts=True)
    assert not names_child("daftar.xlsx", ["", "  "])
    assert without_name(f"{NAME}.csv") == f"{REMOVED}.csv"


def test_forgetting_a_child_takes_its_name_out_of_file_names(tmp_path: Path):
    store = Store(tmp_path)
    store.add(parsed(rows(range(6)), filename=f"DAFTAR ANAK {NAME}.xlsx"), b"satu")
    store.add(parsed(rows([7], "2024-03"), filename=f"titipan {NAME}.csv"), b"dua")  # holds no row of it
    store.add(parsed(rows([8], "2024-04"), filename="april CONTOH.csv"), b"tiga")
    child = store.people().set_index("name")["child_id"][NAME]
    proof = store.forget(str(child), by="admin")
    assert proof.complete, proof.to_text()
    assert store.uploads()["filename"].tolist() == [f"{REMOVED}.xlsx", f"{REMOVED}.csv", "april CONTOH.csv"]
    for path in tmp_path.glob("uploads/*/manifest.json"):
        assert NAME not in json.loads(path.read_text())["filename"]
    assert Store(tmp_path).uploads()["filename"].iloc[0] == f"{REMOVED}.xlsx"


def test_the_audit_log_holds_no_file_name(tmp_path: Path):
    store = Store(tmp_path)
    report = store.add(parsed(rows(range(3)), filename="RAHASIA.xlsx"), b"satu", by="uren")
    store.undo(str(report.upload_id), by="uren")
    store.redo(str(report.upload_id), by="uren")
    store.decide_alias("puskesmas", f"{KAB}|Contoh Satu", "Uren", by="uren")
    assert "RAHASIA" not in (tmp_path / "audit.log").read_text()


def test_uploads_say_whose_they_are_as_decided(tmp_path: Path):
    store = Store(tmp_path)
    store.add(parsed(rows([1, 2]), rows([3], puskesmas=None)), b"satu")
    store.add(parsed(rows([4], "2024-03")), None)
    listed = store.uploads()
    assert listed["puskesmas"].tolist() == [("", "Contoh Satu"), ("Contoh Satu",)]
    assert listed["original"].tolist() == [True, False]
    store.decide_alias("puskesmas", f"{KAB}|Contoh Satu", "Uren", by="x")
    assert store.uploads()["puskesmas"].tolist() == [("", "Uren"), ("Uren",)]
    assert Store(tmp_path / "kosong").uploads().columns.tolist() == listed.columns.tolist()
