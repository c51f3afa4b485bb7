"""Templates: what was filled in comes back as it was meant, what cannot be used is said."""

from __future__ import annotations

import io
import json
from datetime import date

import pandas as pd
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from stunting.ingest import IngestError, read_file
from stunting.ingest.templates import KIND, questions, recognise, templates
from stunting.ingest.templates.answers import read_answer

KAB = "63.11"
TODAY = date(2024, 12, 31)
BASE = {
    "anak": {
        "nik": "6311020101230001", "name": "CONTOH ANAK", "birth_date": "01/01/2023", "sex": "L",
        "mother": "CONTOH IBU", "kec": "Halong", "desa": "Uren", "puskesmas": "Uren", "posyandu": "Contoh",
        "noted_on": "15/08/2024", "merokok_di_rumah": "Ya", "umur_ibu": "27", "pendidikan_ibu": "SMA",
    },
    "bumil": {
        "nik": "6311024101950001", "name": "CONTOH IBU", "birth_date": "01/01/1995", "kec": "Halong",
        "desa": "Uren", "puskesmas": "Uren", "noted_on": "15/08/2024", "lila": "23,4", "hb": "10,9",
        "hasil": "Melahirkan, BBLR",
    },
    "wilayah": {
        "kec": "Halong", "desa": "Uren", "tahun": "2024", "indikator": "BBLR", "nilai": "5,2", "satuan": "%",
        "sumber": "CONTOH dokumen",
    },
}  # fmt: skip


def filled(template: str, *rows: dict[str, str], header: list[str] | None = None) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False})
    sheet = book.add_worksheet("Isi")
    asked = questions(template)
    sheet.write_string(0, 0, "Templat DATA SINTETIS")
    sheet.write_row(2, 0, header or [q.header for q in asked])
    for at, row in enumerate(rows, 3):
        sheet.write_row(at, 0, [row.get(q.key, "") for q in asked])
    book.close()
    return out.getvalue()


def read(template: str, *rows: dict[str, str], **more):
    return read_file(filled(template, *rows, **more), "contoh.xlsx", kab=KAB, today=TODAY)


@pytest.mark.parametrize("template", templates())
def test_a_filled_template_is_read_whole(template):
    parsed = read(template, BASE[template])
    assert (parsed.kind, parsed.variant) == (KIND, template)
    assert (parsed.rows_read, parsed.rows_rejected, len(parsed.supplement)) == (1, 0, 1)
    assert parsed.findings.empty, parsed.findings["message"].tolist()
    assert parsed.synthetic
    row = parsed.supplement.iloc[0]
    assert row["desa"] == "63.11.02.2019"
    answers = json.loads(row["answers"])
    expected = {
        "anak": {"merokok_di_rumah": "ya", "umur_ibu": 27.0, "pendidikan_ibu": "SMA"},
        "bumil": {"lila": 23.4, "hb": 10.9, "hasil": "Melahirkan, BBLR"},
        "wilayah": {"indikator": "BBLR", "nilai": 5.2, "satuan": "%", "sumber": "CONTOH dokumen"},
    }
    assert answers == expected[template]
    assert row["period"] == ("2024" if template == "wilayah" else "2024-08")
    if template == "bumil":
        assert row["sex"] == "P"
        assert row["birth_date"] == pd.Timestamp("1995-01-01")
    if template == "anak":
        assert (row["mother"], row["nik"]) == ("CONTOH IBU", BASE["anak"]["nik"])


def test_an_export_of_e_ppgbm_is_no_template_and_the_other_way_round():
    assert (
        recognise(["No", "NIK", "Nama", "JK", "Tgl Lahir", "Berat", "Tinggi", "Desa/Kel", "Posyandu"]) is None
    )
    for template in templates():
        assert recognise([q.header for q in questions(template)]) == template
        assert recognise([f"{q.title} *" for q in questions(template)]) == template


def test_the_example_row_is_rejected_and_nothing_else():
    example = BASE["anak"] | {"no": "contoh"}
    parsed = read("anak", example, BASE["anak"])
    assert (parsed.rows_read, parsed.rows_rejected) == (2, 1)
    assert parsed.findings["code"].tolist() == ["BARIS_CONTOH"]


@pytest.mark.parametrize(
    ("template", "change", "code", "kept"),
    [
        ("anak", {"merokok_di_rumah": "mungkin"}, "JAWABAN_TAK_DIKENAL", 1),
        ("anak", {"umur_ibu": "270"}, "ANGKA_LUAR_RENTANG", 1),
        ("anak", {"umur_ibu": "dua puluh"}, "ANGKA_SALAH", 1),
        ("anak", {"noted_on": ""}, "TEMPLAT_TANPA_TANGGAL", 0),
        ("anak", {"noted_on": "31/02/2024"}, "TEMPLAT_TANPA_TANGGAL", 0),
        ("anak", {"noted_on": "01/01/2030"}, "TEMPLAT_TANPA_TANGGAL", 0),
        ("anak", {"nik": "", "name": ""}, "BARIS_BUKAN_ANAK", 0),
        ("anak", {"sex": "?"}, "JK_TAK_DIKENAL", 1),
        ("anak", {"desa": "Desa Rekaan"}, "DESA_TAK_DIKENAL", 1),
        ("bumil", {"lila": "8888"}, "ANGKA_LUAR_RENTANG", 1),
        ("bumil", {"hb": "2024-05-12"}, "ANGKA_SALAH", 1),
        ("wilayah", {"tahun": "24"}, "TEMPLAT_TANPA_NILAI", 0),
        ("wilayah", {"nilai": ""}, "TEMPLAT_TANPA_NILAI", 0),
        ("wilayah", {"tahun": "2023", "nilai": "", "pembilang": "3", "penyebut": "40"}, None, 1),
        ("wilayah", {"indikator": ""}, "TEMPLAT_TANPA_NILAI", 0),
    ],
)
def test_what_is_odd_is_said_and_nothing_is_lost(template, change, code, kept):
    parsed = read(template, BASE[template], BASE[template] | change)
    assert parsed.rows_read == 2
    assert len(parsed.supplement) == 1 + kept
    assert parsed.rows_read == len(parsed.supplement) + parsed.rows_rejected
    codes = parsed.findings["code"].tolist()
    assert (code in codes) if code else not codes
    assert not parsed.findings["message"].str.contains("e-PPGBM").any()
    rejected = parsed.findings.loc[parsed.findings["severity"] == "rejected", "row"].nunique()
    assert rejected == parsed.rows_rejected


def says_otherwise(template, *rows):
    found = read(template, *rows).findings
    return found[found["code"] == "JAWABAN_BERBEDA"]


def test_two_rows_that_say_different_things_of_the_same_child_are_named():
    smoke = BASE["anak"] | {"merokok_di_rumah": "Ya"}
    other = BASE["anak"] | {"merokok_di_rumah": "Tidak"}
    found = says_otherwise("anak", smoke, other)
    title = next(q.title for q in questions("anak") if q.key == "merokok_di_rumah")
    assert found["column"].tolist() == [title]
    assert found["message"].iloc[0].startswith(f"Baris {found['row'].iloc[0] + 1} ")
    assert title in found["message"].iloc[0]
    assert says_otherwise("anak", smoke, smoke).empty
    assert says_otherwise("anak", smoke, other | {"noted_on": "01/02/2024"}).empty  # it has changed since
    one = BASE["anak"] | {"merokok_di_rumah": "Ya", "jamban": ""}
    two = BASE["anak"] | {"merokok_di_rumah": "", "jamban": "Ya"}
    assert says_otherwise("anak", one, two).empty  # they complete each other


def test_a_visit_or_an_area_that_is_told_twice_counts_whole_by_its_last_row():
    found = says_otherwise("bumil", BASE["bumil"], BASE["bumil"] | {"lila": ""})
    assert len(found) == 1  # the last row has no LiLA: it would be lost in silence
    found = says_otherwise("wilayah", BASE["wilayah"], BASE["wilayah"] | {"nilai": "99"})
    assert len(found) == 1
    assert says_otherwise("wilayah", BASE["wilayah"], BASE["wilayah"] | {"tahun": "2023"}).empty


def test_a_child_without_nik_is_told_apart_by_name_and_birth_date():
    bare = BASE["anak"] | {"nik": "", "merokok_di_rumah": "Ya"}
    assert len(says_otherwise("anak", bare, bare | {"merokok_di_rumah": "Tidak"})) == 1
    assert says_otherwise("anak", bare, bare | {"name": "CONTOH LAIN", "merokok_di_rumah": "Tidak"}).empty
    nobody = bare | {"birth_date": ""}
    assert says_otherwise("anak", nobody, nobody | {"merokok_di_rumah": "Tidak"}).empty


def test_a_blank_answer_is_no_answer_and_unknown_is_one():
    row = BASE["anak"] | {"jamban": "", "jkn": "Tidak tahu"}
    answers = json.loads(read("anak", row).supplement["answers"].iloc[0])
    assert "jamban" not in answers
    assert answers["jkn"] == "tidak tahu"


def test_a_missing_required_column_is_refused_in_one_sentence():
    header = [q.header for q in questions("anak")]
    header[[q.key for q in questions("anak")].index("name")] = "Catatan"
    with pytest.raises(IngestError, match="Nama anak") as refused:
        read("anak", BASE["anak"], header=header)
    assert refused.value.code == "TEMPLAT_KURANG"


def test_an_own_question_of_the_district_is_reported_not_read():
    header = [q.header for q in questions("anak")]
    header[-1] = "Punya kebun gizi"
    parsed = read("anak", BASE["anak"] | {"phbs": "Ya"}, header=header)
    assert parsed.findings["code"].tolist() == ["KOLOM_TAK_DIKENAL"]


def test_every_question_has_what_the_file_and_its_check_need():
    for template in templates():
        asked = questions(template)
        keys = [q.key for q in asked]
        assert len(keys) == len(set(keys))
        assert all(q.title and q.kind and q.source for q in asked)
        for question in asked:
            assert question.kind not in ("ya_tidak", "pilihan") or question.choices
            if question.is_answer and question.example:
                value, code = read_answer(question.example, question)
                assert (code, value is None) == ("", False), question.key


@given(st.text(max_size=60))
def test_no_text_breaks_a_cell(text):
    for template in templates():
        for question in questions(template):
            if not question.is_answer:
                continue
            value, code = read_answer(text, question)
            assert (value is None) == bool(code)
            if isinstance(value, float):
                assert question.low <= value <= question.high or question.low != question.low
