"""A child that was looked at and then forgotten: the proof is whole, and what is downloaded still works."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from stunting.access import User
from stunting.store import Store, StoreError
from stunting.ui import child as child_page
from stunting.ui import data, upload, upload_findings, upload_stored
from tests.ui.export_file import child, export

UREN = User("uren", "puskesmas", "Uren")


@pytest.fixture
def real(home):
    data._store.clear()
    return data.store()


def stored(rows: list[dict[str, str]], filename: str = "uren.csv") -> str:
    return str(upload.save(UREN, upload.read(UREN, export(rows), filename)).upload_id)


def test_a_child_whose_page_was_opened_is_forgotten_whole_and_the_server_knows(real, home):
    upload_id = stored([child(n, "UREN", "2024-02") for n in range(1, 9)], "daftar contoh anak 3.csv")
    found = real.people().set_index("name")["child_id"]
    for name in ("CONTOH ANAK 3", "CONTOH ANAK 4", "CONTOH ANAK 3"):
        child_page.load(UREN, str(found[name]))
    seen = real.audit().query("action == 'identitas dilihat'")["object"]
    assert seen.nunique() == 2  # which child it was can still be told from another one
    assert not any(child_id in (home / "audit.log").read_text() for child_id in found)
    assert upload_stored.filename(UREN, upload_id) == "daftar contoh anak 3.csv"
    proof = Store(home).forget(str(found["CONTOH ANAK 3"]), by="admin")  # as from the command line
    assert proof.complete, proof.to_text()
    assert upload_stored.filename(UREN, upload_id) == "(nama berkas dihapus).csv"
    assert upload_stored.history(UREN)["filename"].tolist() == ["(nama berkas dihapus).csv"]


def test_what_is_downloaded_of_a_file_without_the_child(real):
    rows = [child(n, "UREN", "2024-02") for n in range(1, 9)]
    rows[3]["NIK"] = "63110512001"
    rows[4] |= {"Nama": "=cmd|' /C calc'!A0", "Alamat": "@SUM(A1)", "ZS TB/U": "-2,5"}
    upload_id = stored(rows)
    before = upload_stored.stored_draft(UREN, upload_id)
    fixes = upload_findings.repairs(UREN, before).decode("utf-8-sig").splitlines()
    people = real.people().set_index("name")["child_id"]
    real.forget(str(people["CONTOH ANAK 3"]), by="admin")

    draft = upload_stored.stored_draft(UREN, upload_id)
    left = upload_findings.repairs(UREN, draft).decode("utf-8-sig").splitlines()
    assert left == [line for line in fixes if "CONTOH ANAK 3" not in line]
    book = openpyxl.load_workbook(io.BytesIO(upload_findings.workbook(UREN, draft)))
    marked = {
        cell.coordinate: cell.value
        for line in book["Berkas saya"]
        for cell in line
        if cell.comment is not None
    }
    assert "A6" in marked, marked  # the NIK of the fourth child, in its old row

    text = upload_stored.original(UREN, upload_id).decode("utf-8-sig")
    cells = [cell for line in csv.reader(io.StringIO(text), delimiter=";") for cell in line]
    assert "CONTOH ANAK 3" not in cells
    assert {"'=cmd|' /C calc'!A0", "'@SUM(A1)", "-2,5", "CONTOH ANAK 4"} <= set(cells)
    assert not [c for c in cells if c.startswith(("=", "@", "+"))]
    again = upload.read(UREN, text.encode(), "lagi.csv")  # what was taken away can be read here again
    assert len(again.parsed.rows) == 7
    assert again.parsed.synthetic


def test_a_file_of_the_child_alone_says_why_nothing_is_left(real):
    upload_id = stored([child(3, "UREN", "2024-02")])
    real.forget(str(real.people()["child_id"].iloc[0]), by="admin")
    with pytest.raises(StoreError, match="sudah dihapus atas permintaan"):
        upload_stored.stored_draft(UREN, upload_id)
