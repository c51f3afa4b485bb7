# ruff: noqa: E501  (test data read better on one line)
"""Files that are cut, damaged, encoded oddly, locked, something else, or mean harm."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from functools import lru_cache

import xlwt

from tests.corpus.case import ZS, Case, blanked, clean, found, table
from tests.corpus.layouts import book
from tests.ingest.conftest import as_csv, as_html, as_xls, as_xlsx, grid
from tests.ingest.test_malicious import OTHERS, SHEET, ZIPS, part, repack


@lru_cache(maxsize=1)
def good() -> bytes:
    """Return a clean workbook of ten children."""
    return as_xlsx(table())


def encrypted() -> bytes:
    """Return a workbook locked by a password: a real one where msoffcrypto-tool is installed, else its marks."""
    try:
        import msoffcrypto
        from msoffcrypto.format.ooxml import OOXMLFile
    except ImportError:
        return OTHERS["encrypted"][0]
    assert msoffcrypto
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(good())).encrypt("rahasia", out)
    return out.getvalue()


def encrypted_xls() -> bytes:
    """Return an .xls whose stream begins with FILEPASS, as Excel writes it for a password."""
    made = xlwt.Workbook()
    made.add_sheet("Data").write(0, 0, "NIK")
    whole = made.get_biff_data()
    size = 4 + struct.unpack_from("<H", whole, 2)[0]
    locked = (
        whole[:size] + struct.pack("<HH", 0x2F, 54) + struct.pack("<HHH", 1, 1, 1) + bytes(48) + whole[size:]
    )
    out = io.BytesIO()
    from xlwt.CompoundDoc import XlsDoc

    XlsDoc().save(out, locked)
    return out.getvalue()


def encrypted_zip() -> bytes:
    """Return a workbook whose entries say that they are encrypted."""
    data = bytearray(good())
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 1)
    return bytes(data)


def archive_of(**parts: bytes) -> bytes:
    """Return a zip; ``__`` in a name stands for a slash, ``_dot_`` for a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def external_link() -> bytes:
    link = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    return repack(good(), {}, {"xl/externalLinks/externalLink1.xml": link})


def cut(data: bytes, share: float) -> bytes:
    return data[: int(len(data) * share)]


def _html_cut() -> bytes:
    whole = as_html(table()).decode()
    at = whole.index("CONTOH ANAK 8")
    return whole[: whole.rindex("<tr>", 0, at)].encode()


def _csv_cut() -> bytes:
    whole = as_csv(table(), ";").decode()
    return whole[: whole.index("CONTOH ANAK 8") + 30].encode()


def _long_cells(size: int) -> list[list[str]]:
    return table(changed={"Alamat": "CONTOH " * (size // 7)})


def _cp1252() -> bytes:
    return as_html(table(changed={"Posyandu": "MÉLATI"}), "cp1252")


def _formula_text() -> bytes:
    return as_csv(
        table(changed={"Posyandu": '=HYPERLINK("http://contoh.invalid";"x")', "Alamat": "@SUM(A1)"})
    )


def _script() -> bytes:
    return as_html(table(changed={"Alamat": "<script>alert(1)</script>"}))


def _bidi() -> bytes:
    return as_html(table(changed={"Nama": "CONTOH \u202eKANA\u202c"}))


def _big_serial() -> bytes:
    return book(lambda b: b["Data"].__setitem__("E3", "99999999"))


def _v1_quotes() -> bytes:
    text = as_csv(table()).decode()
    return text.replace("CONTOH ANAK 3", '"CONTOH ""ANAK""\r\n3"').encode()


def _stray(*children: int, mark: str = ",", n: int = 10, text: bytes = b"") -> bytes:
    """Return a file in which the names of some children (from 1) begin with a quote that is never closed."""
    lines = (text or as_csv(table(n), mark)).decode().split("\r\n")
    named = [at for at, line in enumerate(lines) if "CONTOH ANAK" in line and '"' not in line]
    for child in children:
        at = named[child - 1]
        lines[at] = lines[at].replace("CONTOH ANAK", '"CONTOH ANAK', 1)
    return "\r\n".join(lines).encode()


def _later() -> bytes:
    rows = [row | blanked(*ZS) for row in clean()]
    return as_csv(grid(rows)).replace(b"\r\n", b"\r")


_XML_2003 = b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
_LOGIN = b"<html><body><form><table><tr><td>Nama pengguna</td><td><input></td></tr><tr><td>Sandi</td></tr></table></form></body></html>"
_OTHER_REPORTS = {
    "impor-identitas": "NIK;Nama;usia_hamil;lingkar_kepala_lahir;kia_bayi_kecil\n1;CONTOH;1;1;1\n",
    "impor-ukur": "NIK;TANGGALUKUR;CARAUKUR;Pitting_edema\n1;2024-01-01;1;0\n",
    "impor-pmt": "NIK;Nama;tanggal_pemberian_pertama;jenis_pmt;siklus_ke\n1;CONTOH;x;x;1\n",
    "sikades": "NIK;NAMA;TANGGAL_PERIKSA;LINGKAR_LENGAN;IMUNISASI\n1;CONTOH;x;1;x\n",
}


def cases() -> list[Case]:
    """Return all of them."""
    ok = found("")
    out = [
        Case(f"jahat-{name}.xlsx", lambda build=build: build(good()), error=code)
        for name, (build, code) in ZIPS.items()
    ]  # type: ignore[misc]
    out += [
        Case(f"lain-{name}.bin", lambda data=data: data, error=code) for name, (data, code) in OTHERS.items()
    ]  # type: ignore[misc]
    out += [
        Case(f"laporan-{name}.csv", lambda text=text: text.encode(), error="LAPORAN_LAIN")
        for name, text in _OTHER_REPORTS.items()
    ]  # type: ignore[misc]
    out += [
        Case(f"terpotong-{int(s * 100)}.xlsx", lambda s=s: cut(good(), s), error="RUSAK")
        for s in (0.1, 0.9, 0.99)
    ]  # type: ignore[misc]
    out += [
        Case(f"terpotong-{int(s * 100)}.xls", lambda s=s: cut(as_xls(table(200)), s), error="RUSAK")
        for s in (0.3, 0.6)
    ]  # type: ignore[misc]
    refused = {
        "kunci.xlsx": (encrypted, "TERKUNCI"),
        "kunci.xls": (encrypted_xls, "TERKUNCI"),
        "kunci-zip.xlsx": (encrypted_zip, "TERKUNCI"),
        "terpotong-judul.html": (lambda: as_html(table())[:300], "TANPA_BARIS"),
        "ods.xlsx": (lambda: archive_of(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", content_dot_xml=b"<x/>"), "BUKAN_XLSX"),
        "pptx.xlsx": (lambda: archive_of(ppt__presentation_dot_xml=b"<p/>"), "BUKAN_XLSX"),
        "docx.xlsx": (lambda: archive_of(word__document_dot_xml=b"<w/>"), "BUKAN_XLSX"),
        "xlsb.xlsx": (lambda: archive_of(xl__workbook_dot_bin=b"\0"), "BUKAN_XLSX"),
        "zip-berisi-xlsx.xlsx": (lambda: archive_of(laporan_dot_xlsx=good()), "BUKAN_XLSX"),
        "zip-kosong.xlsx": (archive_of, "BUKAN_XLSX"),
        "gzip.xlsx": (lambda: gzip.compress(good()), "BUKAN_TABEL"),
        "7z.xls": (lambda: b"7z\xbc\xaf\x27\x1c" + bytes(range(256)), "BUKAN_TABEL"),
        "rar.xls": (lambda: b"Rar!\x1a\x07\x01\x00" + bytes(range(256)), "BUKAN_TABEL"),
        "webp.xls": (lambda: b"RIFF\x10\x00\x00\x00WEBPVP8 " + bytes(200), "BUKAN_TABEL"),
        "rtf.xls": (lambda: b"{\\rtf1 halo}", "BUKAN_TABEL"),
        "exe.xls": (lambda: b"MZ\x90\x00" + bytes(range(256)) * 4, "BUKAN_TABEL"),
        "sqlite.csv": (lambda: b"SQLite format 3\0" + bytes(range(256)) * 4, "BUKAN_TABEL"),
        "parquet.csv": (lambda: b"PAR1\x15\x04\x15" + bytes(range(256)) * 4 + b"PAR1", "BUKAN_TABEL"),
        "svg.xls": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><text>NIK Nama</text></svg>", "TANPA_TABEL"),
        "xml.xls": (lambda: b"<?xml version='1.0'?><data><nik>1</nik></data>", "TANPA_TABEL"),
        "xml2003.xls": (lambda: _XML_2003, "XML_EXCEL"),
        "mht.xls": (lambda: b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n\r\n<html></html>", "HALAMAN_WEB"),
        "masuk.xls": (lambda: _LOGIN, "JUDUL_TIDAK_ADA"),
        "json.csv": (lambda: b'[{"nik": "1", "nama": "CONTOH"}]', "JUDUL_TIDAK_ADA"),
        "nul-saja.csv": (lambda: bytes(5000), "BERKAS_KOSONG"),
        "tabel-kosong.html": (lambda: b"<table></table>", "JUDUL_TIDAK_ADA"),
        "sangat-dalam.html": (lambda: b"<table><tr><td>" * 5000, "JUDUL_TIDAK_ADA"),
        "sel-panjang.csv": (lambda: as_csv(_long_cells(200_000)), "RUSAK"),
    }  # fmt: skip
    out += [Case(name, make, error=code) for name, (make, code) in refused.items()]
    read = {
        "terpotong-baris.html": (_html_cut, "BERKAS_TERPOTONG", 7),
        "terpotong-baris.csv": (_csv_cut, None, 8),
        "tautan-luar.xlsx": (external_link, "", 10),
        "bom-utf8.csv": (lambda: as_csv(table(), ";", "utf-8-sig"), "", 10),
        "utf16-be-tanpa-bom.csv": (lambda: as_csv(table(), "\t", "utf-16-be"), "", 10),
        "utf16-le-tanpa-bom.csv": (lambda: as_csv(table(), "\t", "utf-16-le"), "", 10),
        "utf16.html": (lambda: as_html(table(), "utf-16"), "", 10),
        "cp1252.html": (_cp1252, "", 10),
        "nul.csv": (lambda: as_csv(table()).replace(b"CONTOH ANAK 3", b"CONTOH\0 ANAK 3"), "", 10),
        "nul.html": (lambda: as_html(table()).replace(b"CONTOH ANAK 3", b"CONTOH\0 ANAK 3"), "", 10),
        "sel-32767.xlsx": (lambda: as_xlsx(_long_cells(32_760)), "", 10),
        "sel-100000.html": (lambda: as_html(_long_cells(100_000)), "", 10),
        "rumus-teks.csv": (_formula_text, "", 10),
        "skrip.html": (_script, "", 10),
        "arah-terbalik.html": (_bidi, "", 10),
        "kutip-dan-baris.csv": (_v1_quotes, "", 10),
        "akhir-baris-cr.csv": (_later, "", 10),
        "serial-besar.xlsx": (_big_serial, "TANGGAL_SALAH", 10),
        "entitas.html": (lambda: b"<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + as_html(table()), "", 10),
        "kutip-lepas.csv": (lambda: _stray(4), "KUTIP_LEPAS", 10),
        "kutip-lepas-titik-koma.csv": (lambda: _stray(4, mark=";"), "KUTIP_LEPAS", 10),
        "kutip-lepas-dua.csv": (lambda: _stray(3, 6), "KUTIP_LEPAS:2", 10),
        "kutip-lepas-berurutan.csv": (lambda: _stray(3, 4), "KUTIP_LEPAS:2", 10),
        "kutip-lepas-tiga.csv": (lambda: _stray(1, 5, 10), "KUTIP_LEPAS:3", 10),
        "kutip-lepas-terakhir.csv": (lambda: _stray(10), "KUTIP_LEPAS", 10),
        "kutip-lepas-tanpa-akhir.csv": (lambda: _stray(10).rstrip(), "KUTIP_LEPAS", 10),
        "kutip-lepas-panjang.csv": (lambda: _stray(4, n=1000), "KUTIP_LEPAS Z_TIDAK_WAJAR:-1", 1000),
        "kutip-lepas-dan-kutip-benar.csv": (lambda: _stray(4, text=_v1_quotes()), "KUTIP_LEPAS", 10),
        "kutip-di-tengah.csv": (lambda: as_csv(table()).replace(b"CONTOH ANAK 3", b'CONTOH "ANAK 3'), "", 10),
        "tanpa-akhir.csv": (lambda: as_csv(table()).rstrip(), "", 10),
        "sep.csv": (lambda: b"sep=;\r\n" + as_csv(table(), ";"), "", 10),
        "nama-lembar-kosong.xlsx": (lambda: repack(good(), {}, {"docProps/x.txt": part(good(), SHEET)}), "", 10),
    }  # fmt: skip
    for name, (make, codes, rows) in read.items():
        out.append(Case(name, make, rows=rows, codes={"*": 0} if codes is None else found(codes) or ok))
    return out
