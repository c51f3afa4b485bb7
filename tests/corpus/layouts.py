"""Tables that stand oddly in their file: titles, totals, shifted, merged, doubled, hidden, huge."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.corpus.case import UNMEASURED, ZS, Case, Cells, blanked, clean, everywhere, found, table
from tests.ingest.conftest import as_csv, as_html, as_xlsx, grid


def book(change: Callable[[openpyxl.Workbook], None], cells: Cells | None = None) -> bytes:
    """Return a clean workbook changed with openpyxl."""
    made = openpyxl.load_workbook(io.BytesIO(as_xlsx(cells or table())))
    change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _sheets(made: openpyxl.Workbook) -> None:
    made.copy_worksheet(made["Data"]).title = "Maret"
    made["Maret"].delete_rows(8, 9)
    made.create_sheet("Catatan")["A1"] = "bebas"


def _hidden(made: openpyxl.Workbook) -> None:
    made.copy_worksheet(made["Data"]).title = "Lama"
    made["Lama"].sheet_state = "veryHidden"


def _only_hidden(made: openpyxl.Workbook) -> None:
    made.create_sheet("Kosong")
    made.active = 1
    made["Data"].sheet_state = "hidden"


def _1904(made: openpyxl.Workbook) -> None:
    # openpyxl keeps the dates it has read and writes their serials anew
    made.epoch = CALENDAR_MAC_1904


def _formulas(made: openpyxl.Workbook) -> None:
    at = next(cell.column for cell in made["Data"][1] if cell.value == "LiLA")
    for row in range(2, 12):
        made["Data"].cell(row, at).value = "=7*2"


def _formula_with_value() -> bytes:
    cells = table()
    at = cells[0].index("LiLA")
    out = io.BytesIO()
    import xlsxwriter

    made = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = made.add_worksheet()
    for r, row in enumerate(cells):
        for c, value in enumerate(row):
            if r and c == at:
                sheet.write_formula(r, c, "=7*2", None, 14)
            else:
                sheet.write_string(r, c, value)
    made.close()
    return out.getvalue()


def _merged(made: openpyxl.Workbook) -> None:
    """Two rows of titles: the first spans groups, the second names their columns."""
    sheet = made["Data"]
    sheet.insert_rows(1)
    titles = [cell.value for cell in sheet[2]]
    for at, title in enumerate(titles, 1):
        if title in ("Tanggal Pengukuran", "Berat", "Tinggi"):
            continue
        sheet.cell(1, at).value, sheet.cell(2, at).value = title, None
        sheet.merge_cells(start_row=1, end_row=2, start_column=at, end_column=at)
    first = titles.index("Tanggal Pengukuran") + 1
    sheet.cell(1, first).value = "Pengukuran"
    sheet.merge_cells(start_row=1, end_row=1, start_column=first, end_column=first + 2)


def _wide_html() -> bytes:
    header, *lines = table()
    head = "".join(f"<th rowspan=2>{t}</th>" if t not in ("Berat", "Tinggi") else "" for t in header)
    at = header.index("Berat")
    head = head.replace("<th rowspan=2>Cara Ukur", "<th colspan=2>Ukuran</th><th rowspan=2>Cara Ukur")
    assert header[at + 1] == "Tinggi"
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in line) + "</tr>" for line in lines)
    return f"<table><tr>{head}</tr><tr><th>Berat</th><th>Tinggi</th></tr>{body}</table>".encode()


def _nested() -> bytes:
    inner = as_html(table()).decode().split("<body>")[1].split("</body>")[0]
    inner = inner.replace("<td>JUAI</td>", "<td><table><tr><td>JUAI</td></tr></table></td>", 1)
    return f"<html><table><tr><td>menu</td><td>{inner}</td></tr></table></html>".encode()


def _shifted(rows: list[dict[str, str]]) -> Cells:
    return grid(rows, "V4", short=True)


_NEEDED = (
    "No", "NIK", "Nama", "JK", "Tgl Lahir", "Kec", "Pukesmas", "Desa/Kel", "Tanggal Pengukuran", "Berat",
    "Tinggi", "Cara Ukur",
)  # fmt: skip


def _long_rows(count: int) -> bytes:
    everything = table(200)
    kept = [at for at, title in enumerate(everything[0]) if title in _NEEDED]
    header, *lines = ([line[at] for at in kept] for line in everything)
    at = {name: header.index(name) for name in ("NIK", "Nama", "No")}
    out = [header]
    for n in range(count):
        line = list(lines[n % 200])
        line[at["NIK"]], line[at["Nama"]] = f"320101010120{n % 9000 + 1000:04d}", f"CONTOH {n}"
        line[at["No"]] = str(n + 1)
        out.append(line)
    return as_csv(out)


def cases() -> list[Case]:
    """Return all layouts."""
    cells = table()
    header, *lines = cells
    width = len(header)
    blank = [""] * width
    out: list[Case] = []
    add = out.append
    text = lambda *words: [*words, *[""] * (width - len(words))]  # noqa: E731
    titles = [text("LAPORAN CONTOH"), *[blank] * 12]
    out += everywhere("judul-baris-14", [*titles, *cells])
    out += everywhere("judul-baris-25", [text("LAPORAN"), *[text("x")] * 23, *cells], error="JUDUL_TIDAK_ADA")
    out += everywhere(
        "judul-dua-kali", [header, *lines[:5], header, *lines[5:]], "JUDUL_BERULANG", rejected=1
    )
    out += everywhere(
        "baris-jumlah", [*cells, text("", "", "Jumlah"), text("Total")], "BARIS_JUMLAH:2", rejected=2
    )
    out += everywhere(
        "kaki", [*cells, blank, text("", "Mengetahui,"), text("", "NIP")], "BARIS_JUMLAH:2", rejected=2
    )
    out += everywhere("baris-kosong", [header, *lines[:5], blank, blank, *lines[5:], text("11")])
    nobody = list(blank)
    nobody[header.index("Berat")] = "9.8"
    out += everywhere("bukan-anak", [*cells, nobody], "BARIS_BUKAN_ANAK", rejected=1)
    out += everywhere("judul-saja", [header], error="TANPA_BARIS")
    out += everywhere("judul-ganda", [[*header, "Berat"], *[[*line, "9"] for line in lines]], "JUDUL_GANDA")
    out += everywhere(
        "kolom-asing", [[*header, "Catatan"], *[[*line, "x"] for line in lines]], "KOLOM_TAK_DIKENAL"
    )
    out += everywhere("judul-huruf-lain", [[t.upper().replace(" ", "_") for t in header], *lines])
    reverse = [list(reversed(line)) for line in cells]
    out += everywhere("kolom-terbalik", reverse)
    out += everywhere("kolom-kurang", [line[:18] for line in cells], error="KOLOM_KURANG")
    sintetis = [text("DATA SINTETIS"), *cells]
    out += everywhere("sintetis", sintetis)
    for variant in ("V1", "V2", "V4", "V5"):
        kept = [row | blanked(*ZS) for row in clean()] if variant == "V1" else clean()
        out += everywhere(f"varian-{variant}", grid(kept, variant))
    # the 37-column export whose rows have 36 cells; two children are not measured, one of them not at all
    rows = clean()
    rows[3] |= UNMEASURED
    rows[6] |= UNMEASURED | {"Usia Saat Ukur": "1 Tahun - 2 Bulan - 3 Hari"}
    short = _shifted(rows)
    padded = [short[0], *[[*line, ""] for line in short[1:]]]
    out += everywhere("geser-pendek", short, "GESER_KOLOM:10", "html csv utf16")
    out += everywhere("geser-rata", padded, "GESER_KOLOM:10", "html xlsx xls csv")
    unmeasured = [row | UNMEASURED for row in clean()]
    out += everywhere(
        "geser-tanpa-tanggal", _shifted(unmeasured), "GESER_KOLOM:6", "html csv", period="2024-02"
    )
    tidy = [line[:-1] for line in grid(rows, "V4")]  # blank last cells left out: nothing is shifted
    out += everywhere("tidak-geser", [grid(rows, "V4")[0], *tidy[1:]], "", "html csv utf16")
    out += everywhere("belum-diukur-semua", grid(unmeasured), error="PERIODE_KURANG")
    out += everywhere("belum-diukur-bulan-disebut", grid(unmeasured), period="2024-02")
    out += everywhere("bulan-salah", cells, error="PERIODE_SALAH", period="Februari", only="csv")
    add(Case("lembar-beberapa.xlsx", lambda: book(_sheets), codes=found("LEMBAR_LAIN")))
    add(Case("lembar-tersembunyi.xlsx", lambda: book(_hidden)))
    add(Case("lembar-tersembunyi-semua.xlsx", lambda: book(_only_hidden), error="BERKAS_KOSONG"))
    add(Case("lembar-kosong-dulu.xlsx", lambda: book(lambda b: b.create_sheet("A", 0) and None)))
    add(
        Case(
            "lembar-60.xlsx",
            lambda: book(lambda b: [b.create_sheet() for _ in range(60)] and None),
            error="LEMBAR_BANYAK",
        )
    )
    add(Case("tanggal-1904.xlsx", lambda: book(_1904)))
    add(Case("rumus-tanpa-nilai.xlsx", lambda: book(_formulas), codes=found("RUMUS_TANPA_NILAI")))
    add(Case("rumus-dengan-nilai.xlsx", _formula_with_value))
    add(Case("judul-gabung.xlsx", lambda: book(_merged)))
    add(Case("judul-gabung.html", _wide_html))
    add(Case("tabel-dalam-tabel.html", _nested))
    thousand = [[*line, *["x"] * 1000] for line in cells]
    out += everywhere("kolom-1000", thousand, only="html csv", error="KOLOM_BANYAK")
    out += everywhere("kolom-1000", thousand, only="xlsx", error="SEL_JAUH")
    add(Case("baris-100000.csv", lambda: _long_rows(100_000), rows=100_000, codes={"DUPLIKAT": -1}))
    head = ";".join(header).encode()
    add(Case("baris-terlalu-banyak.csv", lambda: head + b"\n" + b";a;b\n" * 200_100, error="BARIS_BANYAK"))
    add(Case("kosong-200000.csv", lambda: as_csv(cells, ";") + b";;\n" * 150_000))
    return out
