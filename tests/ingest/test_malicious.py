# ruff: noqa: E501  (test data read better on one line)
"""Files that are no table, or mean harm, are refused fast and with advice."""

from __future__ import annotations

import io
import random
import re
import time
import zipfile

import pytest

from stunting.ingest import IngestError, excel, read_file
from stunting.settings import Settings

KAB = "63.11"


def repack(data: bytes, change: dict[str, bytes | None], add: dict[str, bytes] | None = None) -> bytes:
    """Return the zip with some parts changed, removed (``None``) or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = change.get(entry.filename, old.read(entry))
            if part is not None:
                new.writestr(entry.filename, part)
        for name, part in (add or {}).items():
            new.writestr(name, part)
    return out.getvalue()


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture(scope="module")
def good(make) -> bytes:
    return make.xlsx(make.grid(make.children(5)))


def far_cell(good):
    return repack(
        good,
        {
            SHEET: part(good, SHEET).replace(
                b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
            )
        },
    )


def far_column(good):
    return repack(good, {SHEET: part(good, SHEET).replace(b"</row>", b'<c r="ZZZ1"><v>1</v></c></row>', 1)})


def bomb(good):
    return repack(good, {}, {"xl/media/x.xml": b" " * (90 << 20)})


def bomb_many(good):
    return repack(good, {}, {f"xl/media/{i}.bin": b"x" for i in range(2100)})


def entities(good):
    strings = part(good, "xl/sharedStrings.xml")
    evil = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    return repack(good, {"xl/sharedStrings.xml": strings.replace(b"<sst", evil + b"<sst", 1)})


def external_entity(good):
    evil = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    return repack(good, {SHEET: part(good, SHEET).replace(b"<worksheet", evil + b"<worksheet", 1)})


def word(good):
    return repack(good, {"xl/workbook.xml": None}, {"word/document.xml": b"<w/>"})


ZIPS = {
    "far_cell": (far_cell, "SEL_JAUH"),
    "far_column": (far_column, "SEL_JAUH"),
    "bomb": (bomb, "BOM_ZIP"),
    "bomb_many": (bomb_many, "BOM_ZIP"),
    "entities": (entities, "ENTITAS_XML"),
    "external_entity": (external_entity, "ENTITAS_XML"),
    "macro": (lambda good: repack(good, {}, {"xl/vbaProject.bin": b"x"}), "MAKRO"),
    "word": (word, "BUKAN_XLSX"),
    "plain_zip": (lambda good: repack(good, {"xl/workbook.xml": None}), "BUKAN_XLSX"),
    "truncated": (lambda good: good[: len(good) // 2], "RUSAK"),
    "flipped": (lambda good: good[:200] + b"\x00" * 300 + good[500:], "RUSAK"),
    "no_sheet": (lambda good: repack(good, {SHEET: None}), "RUSAK"),
}


@pytest.mark.parametrize("name", ZIPS)
def test_zip_is_refused_fast(good, name):
    build, code = ZIPS[name]
    data = build(good)
    start = time.process_time()
    with pytest.raises(IngestError) as caught:
        read_file(data, "laporan.xlsx", kab=KAB)
    assert caught.value.code == code
    assert caught.value.message[0].isupper()
    assert caught.value.message.endswith(".")
    assert time.process_time() - start < 1.0


OTHERS = {
    "empty": (b"", "BERKAS_KOSONG"),
    "spaces": (b"\xef\xbb\xbf \r\n ", "BERKAS_KOSONG"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "BUKAN_TABEL"),
    "jpeg": (b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8, "BUKAN_TABEL"),
    "pdf": (b"%PDF-1.7\n" + b"x" * 100, "BUKAN_TABEL"),
    "noise": (random.Random(3).randbytes(5000), "BUKAN_TABEL"),
    "encrypted": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "TERKUNCI"),
    "old_word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le"), "BUKAN_TABEL"),
    "xls_macro": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook_VBA_PROJECT".encode("utf-16-le"), "MAKRO"),
    "xls_broken": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le"), "RUSAK"),
    "web_page": (b"<html xmlns:o='urn'><head></head><frameset rows='*,39'><frame src='x_files/sheet001.htm'></frameset></html>", "HALAMAN_WEB"),
    "html_without_table": (b"<html><body><p>Sesi habis, silakan masuk</p></body></html>", "TANPA_TABEL"),
    "text": (b"halo dunia\nini bukan tabel\n", "JUDUL_TIDAK_ADA"),
    "header_only": (b"NIK;Nama\n", "TANPA_BARIS"),
    "few_columns": (b"NIK;Nama;JK\n1;CONTOH;L\n", "KOLOM_KURANG"),
    "wide": (b"NIK;Nama" + b";x" * 500 + b"\n1;2\n", "KOLOM_BANYAK"),
    "quotes": (b'NIK;Nama\n"' + b"a" * 200_000 + b"\n", "RUSAK"),
}  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
def test_other_files_are_refused_with_a_sentence(name):
    data, code = OTHERS[name]
    with pytest.raises(IngestError) as caught:
        read_file(data, "laporan.xlsx", kab=KAB)
    assert caught.value.code == code
    assert len(caught.value.message) > 30


def test_missing_columns_are_listed():
    with pytest.raises(
        IngestError, match=r"Tgl Lahir, Kec, Pukesmas, Desa/Kel, Tanggal Pengukuran, Berat, Tinggi"
    ):
        read_file(OTHERS["few_columns"][0], "x", kab=KAB)


def test_limits(make, good):
    with pytest.raises(IngestError, match="lebih dari 0 MB"):
        read_file(good, "x", kab=KAB, limits=Settings(max_file_mb=0))
    small = Settings(max_rows=3)
    wide = Settings(max_columns=10)
    cells = make.grid(make.children(60))
    for data in (make.xlsx(cells), make.csv(cells), make.html(cells), make.xls(cells)):
        with pytest.raises(IngestError) as caught:
            read_file(data, "x", kab=KAB, limits=small)
        assert caught.value.code == "BARIS_BANYAK"
        with pytest.raises(IngestError) as caught:
            read_file(data, "x", kab=KAB, limits=wide)
        assert caught.value.code == "KOLOM_BANYAK"


def test_child_is_capped(good, monkeypatch):
    """A reader that runs away is stopped by the caps and gives a sentence, whatever the check missed."""
    monkeypatch.setattr(excel.archive, "_far", lambda _: re.compile(b"(?!)"))
    with pytest.raises(IngestError) as caught:
        read_file(far_cell(good), "x.xlsx", kab=KAB)
    assert caught.value.code in {"TERLALU_BESAR", "BARIS_BANYAK", "KOLOM_BANYAK"}
    monkeypatch.setattr(excel, "_WALL_S", 0.001)
    with pytest.raises(IngestError) as caught:
        read_file(good, "x.xlsx", kab=KAB)
    assert caught.value.code == "TERLALU_BESAR"


def test_colspan_bomb_stays_small():
    data = (
        b"<table><tr><td colspan=99999>x</td></tr>" + b"<tr><td>NIK</td><td>Nama</td></tr>" * 3 + b"</table>"
    )
    with pytest.raises(IngestError):
        read_file(data, "x.xls", kab=KAB)


def test_html_does_not_expand_entities_or_fetch():
    evil = (
        b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><table><tr><td>NIK</td><td>Nama</td></tr>'
        b"<tr><td>&x;</td><td>&x;</td></tr></table>"
    )
    with pytest.raises(IngestError, match="Kolom yang diperlukan"):
        read_file(evil, "x.xls", kab=KAB)


def test_formula_text_stays_text(make):
    rows = make.children(2)
    rows[0]["Posyandu"] = '=HYPERLINK("http://contoh.invalid","x")'
    parsed = read_file(make.csv(make.grid(rows)), "x.csv", kab=KAB)
    assert parsed.rows["posyandu"].iloc[0].startswith("=")
