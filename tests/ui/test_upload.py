"""Reading, previewing, saving and undoing on behalf of a user: the role is checked at the data."""

from __future__ import annotations

import io

import openpyxl
import pytest

from stunting.access import PUBLIC, AccessError, User
from stunting.store import Store, StoreError
from stunting.ui import child as child_page
from stunting.ui import (
    child_html,
    data,
    people,
    upload,
    upload_decisions,
    upload_findings,
    upload_overview,
    upload_stored,
    upload_texts,
)
from tests.ui.export_file import child, export, month_of

UREN, HALONG = User("uren", "puskesmas", "Uren"), User("halong", "puskesmas", "Halong")
DINAS, TPPS = User("dinas", "dinas"), User("tpps", "tpps")


@pytest.fixture
def real(home):
    data._store.clear()
    return data.store()


def test_preview_writes_nothing_and_says_what_would_change(real, home):
    draft = upload.read(UREN, month_of("UREN", "2024-02"), "uren.csv")
    assert draft.ready
    assert not draft.refused
    assert not home.exists() or not list(home.rglob("*.parquet"))
    assert draft.puskesmas == ("Uren",)
    assert draft.report.children_new == 40
    line = draft.effect.iloc[0]
    assert (line["n_before"], line["d_before"]) == (0, 0)
    assert (line["n_after"], line["d_after"]) == (10, 40)
    assert upload_texts.change(line.to_dict())[1:3] == ("belum ada", "25,0 % (10 dari 40)")
    assert "belum pernah masuk" in upload_texts.replaces(draft)


def test_save_undo_and_redo(real):
    upload.save(UREN, upload.read(UREN, month_of("UREN", "2024-02"), "uren.csv"))
    before = real.version()
    again = upload.read(UREN, month_of("UREN", "2024-02"), "uren.csv")
    assert again.already
    assert "sudah tersimpan" in upload_texts.verdict(again)
    upload_id = upload_stored.history(UREN)["upload_id"].iloc[0]
    assert upload_stored.undo(UREN, upload_id)
    assert len(real.rows(data.kab())) == 0
    assert upload_stored.redo(UREN, upload_id)
    assert len(real.rows(data.kab())) == 40
    assert real.version() != before


def test_a_corrected_file_says_what_it_replaces_and_the_difference(real):
    upload.save(UREN, upload.read(UREN, month_of("UREN", "2024-02"), "uren.csv"))
    draft = upload.read(UREN, month_of("UREN", "2024-02", range(1, 37)), "uren2.csv")
    assert draft.report.replaces == [("Uren", "2024-02", 40)]
    assert "Puskesmas Uren Februari 2024 (40 baris)" in upload_texts.replaces(draft)
    line = draft.effect.iloc[0]
    assert (line["n_before"], line["d_before"], line["n_after"], line["d_after"]) == (10, 40, 9, 36)
    partial = upload.read(UREN, month_of("UREN", "2024-02", range(1, 37)), "uren2.csv", partial=True)
    assert partial.report.replaces == []


@pytest.mark.parametrize("user", [TPPS, PUBLIC])
def test_other_roles_may_do_nothing_at_all(real, user):
    content = month_of("UREN", "2024-02")
    draft = upload.read(UREN, content, "uren.csv")
    upload_id = upload.save(UREN, draft).upload_id
    for act in (
        lambda: upload.read(user, content, "uren.csv"), lambda: upload.save(user, draft),
        lambda: upload_stored.undo(user, upload_id), lambda: upload_stored.redo(user, upload_id),
        lambda: upload_stored.original(user, upload_id), lambda: upload_stored.history(user),
        lambda: upload_findings.workbook(user, draft), lambda: upload_findings.repairs(user, draft),
        lambda: upload_decisions.unmatched(user), lambda: upload_decisions.cases(user),
        lambda: upload_decisions.revoke(user, 1),
    ):  # fmt: skip
        with pytest.raises(AccessError):
            act()


def test_a_puskesmas_sees_and_stores_its_own_alone(real):
    draft = upload.read(HALONG, month_of("UREN", "2024-02"), "uren.csv")
    assert "Puskesmas Uren" in draft.refused
    assert not draft.ready
    own = upload.read(UREN, month_of("UREN", "2024-02"), "uren.csv")
    with pytest.raises(AccessError):
        upload.save(HALONG, own)  # a draft of somebody else's session
    upload_id = upload.save(UREN, own).upload_id
    assert len(upload_stored.history(HALONG)) == 0
    for act in (upload_stored.undo, upload_stored.original, upload_stored.stored_draft):
        with pytest.raises(AccessError):
            act(HALONG, upload_id)
    assert len(upload_stored.history(DINAS)) == 1


def test_a_mixed_file_is_for_the_dinas(real):
    rows = [child(1, "UREN", "2024-02"), child(2, "HALONG", "2024-02")]
    assert "Puskesmas Halong" in upload.read(UREN, export(rows), "x.csv").refused
    assert upload.read(DINAS, export(rows), "x.csv").ready
    upload_id = upload.save(DINAS, upload.read(DINAS, export(rows), "x.csv")).upload_id
    with pytest.raises(AccessError):
        upload_stored.original(UREN, upload_id)


def test_a_file_that_names_no_puskesmas_is_for_the_dinas(real):
    content = export([child(n, "", "2024-02") for n in range(1, 9)])
    assert "hanya dinas" in upload.read(UREN, content, "x.csv").refused
    assert upload.read(DINAS, content, "x.csv").ready


def test_the_original_comes_back_and_it_is_noted_who_took_it(real):
    content = month_of("UREN", "2024-02")
    upload_id = upload.save(UREN, upload.read(UREN, content, "uren.csv")).upload_id
    assert upload_stored.original(UREN, upload_id) == content
    last = real.audit().iloc[-1]
    assert (last["who"], last["action"], last["object"]) == ("uren", "unduh_asli", upload_id)


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "kosong"), (b"PK\x03\x04rusak", "rusak"), (b"%PDF-1.7", "PDF"), (b"a;b\n1;2\n", "Judul kolom")],
)
def test_a_bad_file_is_one_clear_sentence(real, content, says):
    draft = upload.read(UREN, content, "aneh.xlsx")
    assert says in draft.refused
    assert not draft.ready
    assert upload_texts.status(draft)[0] == "tolak"
    with pytest.raises(StoreError):
        upload.save(UREN, draft)


def test_green_only_when_nothing_is_left(real):
    clean = upload.read(UREN, month_of("UREN", "2024-02"), "uren.csv")
    left = upload_texts.left(clean)
    assert upload_texts.status(clean) == (
        ("beres", "beres") if not left else ("perlu", f"{left} perlu diperiksa")
    )
    rows = [child(n, "UREN", "2024-02") for n in range(1, 9)]
    rows[3]["NIK"] = "63110512001"
    rows[4]["Berat"] = "sepuluh"
    dirty = upload.read(UREN, export(rows), "uren.csv")
    codes = set(upload_texts.todo(dirty)["code"])
    assert {"NIK_BUKAN_16", "ANGKA_SALAH"} <= codes
    assert upload_texts.status(dirty)[0] == "perlu"
    assert f"{upload_texts.left(dirty)} hal perlu Anda" in upload_texts.verdict(dirty)


def test_history_of_an_empty_store_is_empty(real):
    assert upload_stored.history(UREN).empty


def test_filters_of_the_findings(real):
    rows = [child(n, "UREN", "2024-02") for n in range(1, 9)]
    rows[3]["NIK"] = "63110512001"
    found = upload.read(UREN, export(rows), "uren.csv").findings
    every = upload_findings.filtered(found, "semua", "semua", "semua")
    assert len(every) == len(found)
    some = upload_findings.filtered(found, "nulled", "NIK_BUKAN_16", "NIK")
    assert some["row"].tolist() == [6]  # title, header, three rows before
    assert len(upload_findings.filtered(found, "rejected", "NIK_BUKAN_16", "semua")) == 0


def test_unmatched_area_is_proposed_decided_and_taken_back(real):
    rows = [child(n, "UREN", "2024-02", **{"Desa/Kel": "URENN JAYA"}) for n in range(1, 9)]
    draft = upload.read(UREN, export(rows), "uren.csv")
    assert len(draft.unmatched) == 1
    assert not set(upload_texts.todo(draft)["code"]) & set(upload_texts.AREA_CODES), "counted twice"
    upload.save(UREN, draft)
    area = upload_decisions.unmatched(UREN).iloc[0].to_dict()
    assert area["kind"] == "desa"
    options = upload_decisions.suggestions(area)
    assert len(options) == len({c for c, _ in options})
    uren = next(code for code, label in options if "Uren" in label)
    with pytest.raises(AccessError):
        upload_decisions.decide_area(HALONG, area, uren)
    number = upload_decisions.decide_area(UREN, area, uren)
    assert len(upload_decisions.unmatched(UREN)) == 0
    assert real.rows(data.kab())["desa"].astype("str").eq(uren).all()
    listed = upload_decisions.decisions(UREN, ("desa",)).iloc[0]
    assert (listed["by"], listed["state"], listed["target"]) == ("uren", "berlaku", uren)
    with pytest.raises(AccessError):
        upload_decisions.revoke(User("lain", "puskesmas", "Uren"), number)
    assert upload_decisions.revoke(UREN, number)
    assert len(upload_decisions.unmatched(UREN)) == 1


def test_children_who_may_be_one_are_decided_by_a_person(real):
    rows = [child(n, "UREN", "2024-02") for n in range(1, 9)]
    rows.append(child(3, "UREN", "2024-02", NIK="", Tanggal_Pengukuran="2024-02-12") | {"Nama Ortu": ""})
    rows.append(child(4, "UREN", "2024-02", NIK="9911050199999999", Tanggal_Pengukuran="2024-02-12"))
    upload.save(UREN, upload.read(UREN, export(rows), "uren.csv"))
    found, elsewhere = upload_decisions.cases(UREN)
    assert len(found) >= 1
    assert elsewhere == 0
    assert len(upload_decisions.cases(HALONG)[0]) == 0
    who = upload_decisions.people(UREN, found)
    assert who["name"].str.startswith("CONTOH").all()
    assert {"nik", "birth_date", "mother", "desa", "posyandu", "measured_on"} <= set(who)
    assert who["posyandu"].notna().all()
    assert real.audit().iloc[-1]["action"] == people.SEEN
    shown: dict = {}
    upload_decisions.people(UREN, found, shown)
    noted = len(real.audit())
    upload_decisions.people(UREN, found, shown)
    assert len(real.audit()) == noted, "the same screen is noted once a session"
    assert len(upload_decisions.people(HALONG, found)) == 0
    case = found["case"].iloc[0]
    with pytest.raises(AccessError):
        upload_decisions.decide_child(HALONG, case, "sama")
    number = upload_decisions.decide_child(UREN, case, "beda")
    assert case not in set(upload_decisions.cases(UREN)[0]["case"])
    upload_decisions.revoke(UREN, number)
    assert case in set(upload_decisions.cases(UREN)[0]["case"])


def test_posyandu_with_other_numbers_are_not_proposed(real):
    posts = ["MELATI 1", "MELATI 2", "MAWAR PUTIH", "MAWAR PUTHI"]
    rows = [child(n, "UREN", "2024-02", Posyandu=posts[n % 4]) for n in range(1, 30)]
    upload.save(UREN, upload.read(UREN, export(rows), "uren.csv"))
    proposed = upload_decisions.unmatched(UREN)
    proposed = proposed[proposed["kind"] == "posyandu"]
    assert len(proposed) == 1
    assert proposed["name"].iloc[0].startswith("Mawar")


def test_workbook_and_list_of_an_upload_in_the_history(real):
    rows = [child(n, "UREN", "2024-02") for n in range(1, 9)]
    rows[3]["NIK"] = "63110512001"
    upload_id = upload.save(UREN, upload.read(UREN, export(rows), "uren.csv")).upload_id
    draft = upload_stored.stored_draft(UREN, upload_id)
    book = openpyxl.load_workbook(io.BytesIO(upload_findings.workbook(UREN, draft)))
    assert book.sheetnames[0] == "Berkas saya"
    text = upload_findings.repairs(UREN, draft).decode("utf-8-sig")
    assert "CONTOH ANAK 4" in text
    assert Store().audit().iloc[-1]["action"] == "unduh_perbaikan"


def test_a_file_name_is_for_those_alone_whose_upload_it_is(real, home):
    draft = upload.read(UREN, month_of("UREN", "2024-02"), "DAFTAR ANAK CONTOH BUDI 9911050199999999.csv")
    upload_id = str(upload.save(UREN, draft).upload_id)
    kept = "DAFTAR ANAK CONTOH BUDI 99**************.csv"
    assert upload_stored.filename(UREN, upload_id) == upload_stored.filename(DINAS, upload_id) == kept
    for user in (HALONG, TPPS, PUBLIC):
        assert upload_stored.filename(user, upload_id) == ""
    assert upload_stored.filename(DINAS, "20240101T000000-00000000") == ""
    upload_stored.original(UREN, upload_id)
    upload_stored.undo(UREN, upload_id)
    assert "BUDI" not in (home / "audit.log").read_text()


def test_the_page_of_a_child_that_moved_does_not_name_the_files_of_its_old_puskesmas(real):
    for name, month in (("UREN", "2024-02"), ("HALONG", "2024-03")):
        content = month_of(name, month, range(1, 3))
        upload.save(DINAS, upload.read(DINAS, content, f"RAHASIA {name}.csv"))
    child_id = str(real.people()["child_id"].iloc[0])
    found = child_page.load(HALONG, child_id)
    html = child_html.measurements(found)
    assert "RAHASIA HALONG.csv" in html
    assert "RAHASIA UREN" not in html
    assert "bukan unggahan puskesmas ini" in html
    assert "RAHASIA UREN" in child_html.measurements(child_page.load(DINAS, child_id))
    with pytest.raises(AccessError):
        child_page.load(UREN, child_id)


def test_what_waits_is_named_with_the_way_there(real):
    upload.save(UREN, upload.read(UREN, month_of("UREN", "2024-02"), "uren.csv"))
    assert upload_overview.waiting(UREN) == []
    assert "Tidak ada yang menunggu" in upload_overview.waiting_html(UREN)
    late = dict(upload_overview.waiting(DINAS))
    assert [address for text, address in late.items() if "Februari 2024 belum masuk" in text] == ["/papan"]
    assert upload_overview.waiting(HALONG) == [("Februari 2024 belum masuk", "/papan")]
    rows = [child(n, "UREN", "2024-02", **{"Desa/Kel": "URENN JAYA"}) for n in range(50, 60)]
    upload.save(UREN, upload.read(UREN, export(rows), "uren2.csv", partial=True))
    assert ("1 wilayah belum dikenal", "/unggah?bagian=Wilayah") in upload_overview.waiting(UREN)


RECAP = "Kecamatan;Puskesmas;Diukur;Pendek;Sangat Pendek;Stunting\nHALONG;UREN;100;11;4;15\n"


def test_a_recap_needs_a_month_and_changes_no_figure_of_children(real):
    without = upload.read(UREN, RECAP.encode(), "rekap.csv")
    assert upload_texts.without_month(without)
    assert "bulan" in without.refused
    draft = upload.read(UREN, RECAP.encode(), "rekap.csv", period="2024-02")
    assert not upload_texts.without_month(draft)
    assert draft.report.kind == "recap"
    assert draft.report.periods == ["2024-02"]
    assert len(draft.effect) == 0
    assert upload_texts.came_in(draft)[0].note == "Februari 2024"
    upload.save(UREN, draft)
    assert len(real.recap(data.kab())) == 1
    assert upload_stored.history(UREN)["kind"].tolist() == ["recap"], "who sent a recap may take it back"
    assert len(upload_stored.history(HALONG)) == 0
    above = RECAP.replace(";UREN", ";")
    assert "hanya dinas" in upload.read(UREN, above.encode(), "rekap.csv", period="2024-02").refused
