"""A list of desa from a file: every line ends as an area or as a doubt."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from stunting.ingest import IngestError
from stunting.ingest import area_list as lists

KAB = "63.11"


def book(rows, title=()):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        sheet = made.add_worksheet("Daftar")
        for n, line in enumerate([*([list(title)] if title else []), *rows]):
            for place, text in enumerate(line):
                sheet.write(n, place, text)
    return out.getvalue()


ROWS = [
    ["No", "Kecamatan", "Desa"],
    ["contoh", "nama kecamatan", "satu desa satu baris"],
    [1, "Halong", "Uren"],
    [2, "HALONG", " marajai "],
    [3, "Halong", "Ureng"],
    [4, "Juai", "Galumbang"],
    [5, "", "Galumbang"],
    [6, "Halong", "Uren"],
    ["", "", ""],
    [7, "Halong", "Tidak Ada Sama Sekali"],
]


@pytest.mark.parametrize("kind", ["xlsx", "csv", "below a title"])
def test_every_line_ends_as_an_area_or_as_a_doubt(kind):
    if kind == "csv":
        content = "\n".join(";".join(map(str, line)) for line in ROWS).encode("utf-8-sig")
    else:
        content = book(ROWS, ["Lampiran SK"] if kind == "below a title" else ())
    found = lists.read_area_list(content, kab=KAB)
    assert found.areas == ("63.11.02.2019", "63.11.02.2020", "63.11.01.2006")
    assert found.rows_read == 7 == len(found.areas) + len(found.doubts)
    why = {d.typed: d for d in found.doubts}
    assert "63.11.02.2019" in why["Ureng (Kec. Halong)"].proposals
    twin = why["Galumbang"]
    assert twin.why == lists.UNPLACED
    assert {"63.11.01.2006", "63.11.07.2006"} <= set(twin.proposals)
    assert why["Uren (Kec. Halong)"].why == lists.TWICE
    assert why["Tidak Ada Sama Sekali (Kec. Halong)"].why == lists.UNKNOWN
    shift = 1 if kind == "below a title" else 0
    assert why["Ureng (Kec. Halong)"].row == 5 + shift


def test_codes_are_taken_with_or_without_dots_and_never_against_the_name():
    content = book([
        ["Kode", "Kecamatan", "Desa"], ["63.11.02.2019", "", ""], ["6311022020", "Halong", "Marajai"],
        ["63.11.02.2012", "Halong", "Uren"], ["64.11.02.2012", "", ""], ["rusak", "", ""],
    ])  # fmt: skip
    found = lists.read_area_list(content, kab=KAB)
    assert found.areas == ("63.11.02.2019", "63.11.02.2020")
    assert [d.why for d in found.doubts] == [lists.DISAGREE, lists.NO_CODE, lists.NO_CODE]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "BERKAS_KOSONG"),
        (b"Nama;Umur\nA;1\n", "KOLOM_KURANG"),
        (b"Kecamatan;Desa\n", "TANPA_BARIS"),
        (b"<table><tr><td>Desa</td></tr></table>", "BUKAN_DAFTAR"),
        (b"PK\x03\x04 rusak", None),
        (b"\x89PNG\r\n", None),
    ],
)
def test_what_cannot_be_read_says_so_and_points_to_the_template(content, code):
    with pytest.raises(IngestError) as refused:
        lists.read_area_list(content, kab=KAB)
    assert code is None or refused.value.code == code
    assert "templat daftar desa" in refused.value.message
    assert "e-PPGBM" not in refused.value.message


def test_a_far_cell_is_refused_before_it_is_opened():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        made.add_worksheet().write(1_048_575, 16_383, "Desa")
    with pytest.raises(IngestError):
        lists.read_area_list(out.getvalue(), kab=KAB)
