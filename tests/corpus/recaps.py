"""Recap files, in every container: good ones, and the oddities that printed recaps have."""

from __future__ import annotations

from tests.corpus.case import Case, everywhere
from tests.ingest.test_recap import CLASSES, GOOD

HEADER = ["Kecamatan", "Puskesmas", *CLASSES]
SIMPLE = ["Tahun", "Bulan", "Kecamatan", "Stunting", "Wasting", "Diukur", "Sasaran", "Prevalensi"]


def _line(**changes: str) -> list[str]:
    line = ["Juai", "Juai", *map(str, GOOD)]
    for title, value in changes.items():
        line[HEADER.index(title.replace("_", " "))] = value
    return line


def _simple(*values: object) -> list[list[str]]:
    return [SIMPLE, [str(value) for value in values]]


def cases() -> list[Case]:
    """Return all recaps."""
    out: list[Case] = []

    def add(name: str, cells: list[list[str]], codes: str = "", **more: object) -> None:
        out.extend(
            everywhere(
                f"rekap-{name}", cells, codes, "html xlsx csv", **{"rows": 1, "period": "2024-02"} | more
            )
        )

    add("resmi", [HEADER, _line()])
    total = [HEADER, _line(), ["Jumlah", *_line()[1:]]]
    add("jumlah", total, "BARIS_JUMLAH", rejected=1)
    add("rincian-beda", [HEADER, _line(Stunting="16")], "REKAP_JUMLAH_BEDA")
    add("700-persen", [HEADER, _line(Stunting="700")], "REKAP_PEMBILANG_LEBIH", rows=0, rejected=1)
    add("pecahan", [HEADER, _line(Obesitas="1,5")], "REKAP_ANGKA")
    add("minus", [HEADER, _line(Obesitas="-3")], "REKAP_NEGATIF")
    add("kata", [HEADER, _line(Obesitas="nihil")], "REKAP_ANGKA")
    add("tanpa-bulan", [HEADER, _line()], error="PERIODE_KURANG", period=None)
    add("dobel", [HEADER, _line(), _line()], "REKAP_GANDA", rows=2)
    add("sederhana", _simple(2024, "Februari", "Juai", 187, 1, "3.912", "4.000", "4,78"))
    add("persen-beda", _simple(2024, 2, "Juai", 187, 1, "3.912", "4.000", "8,6"), "REKAP_PERSEN_BEDA")
    add("bulan-13", _simple(2024, 13, "Juai", 3, 1, 30, 40, ""), "REKAP_TANPA_PERIODE", rows=0, rejected=1)
    add("tanpa-wilayah", _simple(2024, 2, "", 3, 1, 30, 40, ""), "REKAP_TANPA_WILAYAH", rows=0, rejected=1)
    add("tanpa-diukur", _simple(2024, 2, "Juai", 3, 1, "", 40, ""), "REKAP_TANPA_DIUKUR", rows=0, rejected=1)
    add("nol", _simple(2024, 2, "Juai", 0, 0, 0, 0, ""))
    add("diukur-lebih", _simple(2024, 2, "Juai", 3, 1, 120, 100, ""), "REKAP_DIUKUR_LEBIH")
    return out
