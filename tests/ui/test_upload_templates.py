"""Templates on the page Unggah: preview, roles, save and undo, the file back, children filled in."""

from __future__ import annotations

import io

import openpyxl
import pytest

from stunting.access import PUBLIC, AccessError, User
from stunting.ingest import read_file
from stunting.ingest.templates import templates
from stunting.reports.template import template_workbook
from stunting.ui import (
    data,
    people,
    upload,
    upload_checklist,
    upload_decisions,
    upload_findings,
    upload_history,
    upload_stored,
    upload_templates,
    upload_texts,
)
from tests.ingest.test_templates import BASE
from tests.reports.test_template import fill
from tests.ui.export_file import month_of

UREN, HALONG = User("uren", "puskesmas", "Uren"), User("halong", "puskesmas", "Halong")
DINAS, ADMIN, TPPS = User("dinas", "dinas"), User("admin", "admin"), User("tpps", "tpps")


@pytest.fixture
def real(home):
    data._store.clear()
    store = data.store()
    upload.save(UREN, upload.read(UREN, month_of("UREN", "2024-02"), "uren.csv"))
    return store


def family(n: int, **cells: str) -> dict[str, str]:
    """A family of a child of `month_of`."""
    known = {
        "nik": f"99110501{n:08d}",
        "name": f"CONTOH ANAK {n}",
        "birth_date": "",
        "mother": f"CONTOH IBU {n}",
    }
    born = upload_born(n)
    return BASE["anak"] | known | {"birth_date": born, "sex": "LP"[n % 2]} | cells


def upload_born(n: int) -> str:
    from datetime import date, timedelta

    return f"{date(2022, 1, 1) + timedelta(days=n % 200):%d/%m/%Y}"


def test_preview_tells_rows_people_and_answers_and_writes_nothing(real):
    version = real.version()
    rows = [family(1), family(2, merokok_di_rumah="Tidak tahu"), family(3, umur_ibu="270"), family(900)]
    draft = upload.read(UREN, fill("anak", rows), "templat.xlsx")
    assert draft.ready, draft.refused
    assert draft.puskesmas == ("Uren",)
    assert (draft.report.rows_read, draft.report.rows_stored, draft.report.rows_rejected) == (5, 4, 1)
    assert (draft.report.children_known, draft.report.children_new) == (3, 1)
    said = {i.label: (i.number, i.note) for i in upload_texts.came_in(draft)}
    assert said["anak"] == (4, "1 baru, 3 sudah dikenal")
    given = upload_templates.answers(draft.parsed).set_index("key")
    assert given.loc["merokok_di_rumah", ["count", "unknown", "blank"]].tolist() == [3, 1, 0]
    assert given.loc["umur_ibu", ["count", "unknown", "blank"]].tolist() == [3, 0, 1]
    html = upload_checklist.answers_html(draft)
    assert "Ada yang merokok di dalam rumah" in html
    assert "%" not in html, "no figure of measurements"
    assert len(draft.effect) == 0
    assert draft.areas_matched == 1
    assert "ANGKA_LUAR_RENTANG" in set(upload_texts.todo(draft)["code"])
    assert real.version() == version
    assert real.supplement(data.kab(), "anak").empty


def test_save_history_undo_redo_and_nothing_else_moves(real):
    before = real.rows(data.kab())
    draft = upload.read(UREN, fill("anak", [family(1)]), "templat.xlsx")
    upload_id = str(upload.save(UREN, draft).upload_id)
    assert upload.read(UREN, draft.content, "templat.xlsx").already
    assert len(real.supplement(data.kab(), "anak")) == 1
    line = upload_stored.history(UREN).iloc[0].to_dict()
    assert "Templat Keluarga dan anak" in upload_history.line_html(line)
    assert "diukur" not in upload_history.line_html(line)
    assert upload_stored.undo(UREN, upload_id)
    assert real.supplement(data.kab(), "anak").empty
    assert upload_stored.redo(UREN, upload_id)
    assert len(real.supplement(data.kab(), "anak")) == 1
    assert len(real.rows(data.kab())) == len(before)
    with pytest.raises(AccessError):
        upload_stored.undo(HALONG, upload_id)
    stored = upload_stored.stored_draft(UREN, upload_id)
    assert upload_findings.repairs(UREN, stored)


def test_a_puskesmas_stores_its_own_rows_and_no_areas(real):
    other = family(1, puskesmas="Halong")
    assert "Puskesmas Halong" in upload.read(UREN, fill("anak", [other]), "t.xlsx").refused
    assert "Puskesmas Halong" in upload.read(UREN, fill("anak", [family(1), other]), "t.xlsx").refused
    assert upload.read(DINAS, fill("anak", [family(1), other]), "t.xlsx").ready
    woman = upload.read(UREN, fill("bumil", [BASE["bumil"]]), "t.xlsx")
    assert woman.ready
    area = fill("wilayah", [BASE["wilayah"]])
    assert "dinas" in upload.read(UREN, area, "t.xlsx").refused
    for user in (DINAS, ADMIN):
        draft = upload.read(user, area, "t.xlsx")
        assert draft.ready, draft.refused
        assert upload_texts.came_in(draft)[0].note == "2024"
    with pytest.raises(AccessError):
        upload.save(UREN, draft)
    for user in (TPPS, PUBLIC):
        with pytest.raises(AccessError):
            upload.read(user, area, "t.xlsx")


def test_a_puskesmas_sees_the_templates_that_hold_its_answers(real):
    whole = upload.read(DINAS, fill("anak", [family(1), family(2)]), "uren.xlsx")
    both = upload.read(DINAS, fill("anak", [family(1), family(3, puskesmas="Halong")]), "dua.xlsx")
    area = upload.read(DINAS, fill("wilayah", [BASE["wilayah"]]), "wilayah.xlsx")
    ids = [str(upload.save(DINAS, draft).upload_id) for draft in (whole, both, area)]
    seen = {user: set(upload_stored.history(user)["upload_id"]) & set(ids) for user in (UREN, HALONG, DINAS)}
    assert seen == {UREN: {ids[0]}, HALONG: set(), DINAS: set(ids)}, "of two puskesmas: the dinas alone"
    line = upload_stored.history(UREN).set_index("upload_id").loc[ids[0]].rename(ids[0]).to_dict()
    assert "Templat Keluarga dan anak (Uren)" in upload_history.line_html(line)
    assert upload_stored.filename(UREN, ids[0]) == "uren.xlsx"
    assert upload_stored.filename(UREN, ids[1]) == ""


def test_an_unknown_desa_of_a_template_is_decided_on_the_page_of_areas(real):
    draft = upload.read(UREN, fill("anak", [family(1, desa="Contoh Wilayah Baru")]), "t.xlsx")
    assert draft.unmatched["kind"].tolist() == ["desa"]
    assert upload_texts.left(draft) > 0
    assert upload_decisions.unmatched(UREN).empty
    upload.save(UREN, draft)
    assert upload_decisions.unmatched(HALONG).empty
    for user in (DINAS, UREN):
        found = upload_decisions.unmatched(user)
        assert found["name"].str.casefold().tolist() == ["contoh wilayah baru"]
    area_ = found.iloc[0].to_dict()
    target = "63.11.02.2019"
    assert target in dict(upload_decisions.suggestions(area_))
    number = upload_decisions.decide_area(UREN, area_, target)
    assert upload_decisions.unmatched(DINAS).empty
    assert set(real.supplement(data.kab(), "anak")["desa"]) == {target}
    assert upload_decisions.revoke(UREN, number)
    assert len(upload_decisions.unmatched(DINAS)) == 1


def test_the_officers_own_file_comes_back_with_its_marks(real):
    rows = [family(1, jamban="kadang"), family(2, noted_on="31/02/2024")]
    draft = upload.read(UREN, fill("anak", rows), "templat.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(upload_findings.workbook(UREN, draft)))
    sheet = book["Berkas saya"]
    titles = {str(c.value).rstrip(" *"): c.column for c in sheet[3]}
    wrong = sheet.cell(5, titles["Jamban sehat"])
    assert (wrong.value, wrong.fill.fgColor.rgb[-6:]) == ("kadang", "FBE0B8")
    assert wrong.comment is not None
    assert sheet.cell(6, titles["Nama anak"]).fill.fgColor.rgb[-6:] == "F4C7BC"  # a row that is not stored
    listed = upload_findings.repairs(UREN, draft).decode("utf-8-sig")
    assert "CONTOH ANAK 1" in listed
    assert "e-PPGBM" not in listed
    legend = " ".join(str(c.value) for line in book["Keterangan"].iter_rows() for c in line if c.value)
    assert "templat Anda" in legend


@pytest.mark.parametrize("template", templates())
def test_an_empty_template_is_what_the_ingest_knows(real, template):
    parsed = read_file(upload_templates.empty(DINAS, template), "t.xlsx", kab=data.kab())
    assert (parsed.variant, len(parsed.supplement)) == (template, 0)
    for user in (TPPS, PUBLIC):
        with pytest.raises(AccessError):
            upload_templates.empty(user, template)
    assert upload_templates.may_have(UREN, template) == (template != "wilayah")


def test_own_children_are_filled_in_for_their_puskesmas_alone_and_it_is_noted(real):
    noted = len(real.audit())
    book = upload_templates.own_children(UREN)
    last = real.audit().iloc[-1]
    assert len(real.audit()) == noted + 1
    assert (last["who"], last["action"], last["object"]) == ("uren", people.EXPORTED, "templat_anak")
    sheet = openpyxl.load_workbook(io.BytesIO(book))["Isi"]
    names = {str(c.value) for c in sheet["C"][4:]}
    assert {f"CONTOH ANAK {n}" for n in range(1, 41)} <= names
    assert sheet.cell(5, 7).value == "Halong"
    for user in (DINAS, TPPS, PUBLIC):
        with pytest.raises(AccessError):
            upload_templates.own_children(user)
    empty = openpyxl.load_workbook(io.BytesIO(upload_templates.own_children(HALONG)))["Isi"]
    assert not any(c.value for c in empty["C"][4:])
    # filled in and uploaded again, every child is known
    workbook = openpyxl.load_workbook(io.BytesIO(book))
    for row in range(5, 45):
        workbook["Isi"].cell(row, 11, "15/08/2024")
        workbook["Isi"].cell(row, 12, "Ya")
    out = io.BytesIO()
    workbook.save(out)
    draft = upload.read(UREN, out.getvalue(), "anak saya.xlsx")
    assert (draft.report.children_known, draft.report.children_new) == (40, 0)


def test_an_unfilled_template_has_nothing_to_save(real):
    draft = upload.read(UREN, template_workbook("anak", data.kab()), "templat.xlsx")
    assert "belum diisi" in draft.refused
    assert not draft.ready
