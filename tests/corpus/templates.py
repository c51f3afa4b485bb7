"""Filled-in templates, each in every container: clean, and with what officers do to them."""

from __future__ import annotations

from stunting.ingest.templates import questions, templates
from tests.corpus.case import Case, Cells, everywhere, found
from tests.ingest.test_templates import BASE

_WHERE = "xlsx xls csv utf16 html"
#: Template → a column with a choice or number, what is wrong in it, and the finding.
WRONG = {
    "anak": {
        "pilihan": ("jamban", "kadang-kadang", "JAWABAN_TAK_DIKENAL"),
        "telepon": ("umur_ibu", "081234567890", "ANGKA_LUAR_RENTANG"),
        "kata": ("berat_lahir", "tiga kilo", "ANGKA_SALAH"),
        "rumus": ("pendidikan_ibu", "=HYPERLINK(1)", "JAWABAN_TAK_DIKENAL"),
        "desa": ("desa", "DESA CONTOH", "DESA_TAK_DIKENAL"),
    },
    "bumil": {
        "pilihan": ("hasil", "Sehat", "JAWABAN_TAK_DIKENAL"),
        "telepon": ("lila", "081234567890", "ANGKA_LUAR_RENTANG"),
        "kata": ("hb", "normal", "ANGKA_SALAH"),
        "rumus": ("ttd", "=1+1", "ANGKA_SALAH"),
        "desa": ("desa", "DESA CONTOH", "DESA_TAK_DIKENAL"),
    },
    "wilayah": {
        "telepon": ("nilai", "6281234567890", "ANGKA_LUAR_RENTANG"),
        "kata": ("nilai", "banyak", "ANGKA_SALAH"),
        "desa": ("desa", "DESA CONTOH", "DESA_TAK_DIKENAL"),
    },
}
#: Template → a column without which a row cannot be stored, what stands there, and the finding.
REJECTED = {
    "anak": ("noted_on", "31/02/2024", "TEMPLAT_TANPA_TANGGAL TANGGAL_SALAH"),
    "bumil": ("noted_on", "", "TEMPLAT_TANPA_TANGGAL"),
    "wilayah": ("tahun", "dua ribu", "TEMPLAT_TANPA_NILAI"),
}
REQUIRED = {"anak": "name", "bumil": "lila", "wilayah": "sumber"}


def cells(template: str, n: int = 4, changed: dict[str, str] | None = None) -> Cells:
    """Return a filled template header first; the second row has some cells `changed`."""
    asked = questions(template)
    rows = []
    for at in range(n):
        row = dict(BASE[template])
        if template == "anak":
            row |= {"nik": f"631102010123{at + 1:04d}", "name": f"CONTOH ANAK {at}"}
        elif template == "bumil":
            row |= {"nik": f"631102410195{at + 1:04d}", "name": f"CONTOH IBU {at}"}
        else:
            row |= {"tahun": str(2020 + at)}
        rows.append([(row | (changed or {}) if at == 1 else row).get(q.key, "") for q in asked])
    return [[q.header + (" *" if q.required else "") for q in asked], *rows]


def cases() -> list[Case]:
    """Return every template in every container, clean and with its faults."""
    out: list[Case] = []

    def add(name: str, made: Cells, codes: str = "", only: str = _WHERE, **more: object) -> None:
        out.extend(everywhere(f"templat-{name}", made, codes, only, **{"rows": 4} | more))

    for template in templates():
        asked = questions(template)
        keys = [q.key for q in asked]
        add(template, cells(template))
        for name, (key, text, code) in WRONG[template].items():
            if name == "wilayah" and template == "wilayah":
                continue
            add(f"{template}-{name}", cells(template, changed={key: text}), code, "xlsx xls csv")
        key, text, codes = REJECTED[template]
        add(f"{template}-tolak", cells(template, changed={key: text}), codes, rows=3, rejected=1)
        example = cells(template, changed={"no": "contoh"})
        add(f"{template}-contoh", example, "BARIS_CONTOH", rows=3, rejected=1)
        add(f"{template}-hanya-judul", cells(template)[:1], error="TANPA_BARIS", rows=0)
        without = keys.index(REQUIRED[template])
        fewer = [line[:without] + line[without + 1 :] for line in cells(template)]
        if template == "bumil":  # without LiLA it is no template at all
            add(f"{template}-tanpa-kolom", fewer, error="JUDUL_TIDAK_ADA", rows=0)
        else:
            add(f"{template}-tanpa-kolom", fewer, error="TEMPLAT_KURANG", rows=0)
        order = list(range(len(asked)))[::-1]
        turned = [[line[i] for i in order] for line in cells(template)]
        add(f"{template}-urutan-lain", turned, only="xlsx csv")
        data = everywhere("x", cells(template), only="xlsx")[0].make()
        out.append(
            Case(f"templat-{template}-terpotong.xlsx", lambda data=data: data[: len(data) // 2], "RUSAK")
        )
    # the cells of a row one column to the right: dates become names, and the row tells no day
    shifted = cells("anak")
    shifted[2] = ["", *shifted[2][:-1]]
    out.append(_shifted(shifted))
    return out


def _shifted(made: Cells) -> Case:
    case = everywhere("templat-anak-geser", made, "*", "csv", rows=3, rejected=1)[0]
    return Case(case.name, case.make, rows=3, rejected=1, codes=found("*"))
