# ruff: noqa: E501  (test data read better on one line)
"""Whole small files of random nasty cells: refused with a sentence, or read with every row accounted for."""

from __future__ import annotations

import io

import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stunting.ingest import IngestError, read_file
from stunting.ingest.templates import questions, templates
from tests.corpus.case import TODAY
from tests.corpus.test_corpus import check_invariants, check_sentence
from tests.ingest.conftest import HEADERS, as_csv, as_html

NASTY = (
    "", " ", "-", "0", "8888", "999.99", "9,8", "1.234,5", "3200", "0,85", "081234567890", "6,31E+15", "1e308", "inf",
    "NaN", "NULL", "#REF!", "=1+1", "@x", "2024-02-10", "31/02/2024", "02/25/2024", "05/03/24", "29/02/2023", "45000",
    "0000-00-00", "L", "P", "X", "NIK", "Nama", "Jumlah", "Total", "Keterangan", "3201015005200001", "32010********1",
    "CONTOH ANAK", "CONTOH 👶🏽", "\u202eCONTOH", "<td>", "</table>", "&nbsp;", "&#0;", '"', "'", ";", "\t", "\n", "a\r\nb",
    "\0", "\x0b", "\ufeff", "\ud7ff", "Pendek", "Obesitas", "Terlentang", "2 Tahun - 3 Bulan", "JUAI", "?", "x" * 300,
)  # fmt: skip
CELL = st.one_of(st.sampled_from(NASTY), st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
TEMPLATES = [[q.header for q in questions(template)] for template in templates()]
HEADER = st.sampled_from([*(HEADERS[variant].split(",") for variant in ("V1", "V3", "V4", "V5")), *TEMPLATES])
COMMON = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def files(draw):
    """Header (perhaps with a column lost or doubled), ragged rows, perhaps a title above."""
    header = list(draw(HEADER))
    if draw(st.booleans()):
        at = draw(st.integers(0, len(header) - 1))
        header[at : at + 1] = draw(st.sampled_from([[], [header[at]] * 2, ["Catatan"]]))
    width = len(header) + draw(st.integers(-2, 2))
    rows = draw(st.lists(st.lists(CELL, min_size=max(width - 1, 1), max_size=width), max_size=5))
    top = draw(st.sampled_from([[], [["LAPORAN"]], [["DATA SINTETIS"], [""]]]))
    return [*top, header, *rows]


def outcome(data: bytes, rows: int) -> None:
    try:
        parsed = read_file(data, "x", kab="63.11", period="2024-02", today=TODAY)
    except IngestError as refused:
        message = refused.message
    else:
        check_invariants(parsed)
        assert parsed.rows_read <= rows
        return
    check_sentence(message)


@given(files(), st.sampled_from([",", ";", "\t"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
@COMMON
def test_csv(cells, delimiter, encoding):
    data = as_csv(cells, delimiter, encoding)
    outcome(data, data.decode(encoding).count("\n") + data.decode(encoding).count("\r") + 2)


@given(files())
@settings(COMMON, max_examples=40)
def test_html(cells):
    outcome(as_html(cells), len(cells))


@given(files())
@settings(COMMON, max_examples=40)
def test_html_that_is_not_escaped(cells):
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in line) + "</tr>" for line in cells)
    outcome(f"<table>{body}</table>".encode("utf-8", "replace"), 10_000)


@given(files())
@settings(COMMON, max_examples=40)
def test_xlsx(cells):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet()
    for r, line in enumerate(cells):
        for c, value in enumerate(line):
            sheet.write(r, c, value)
    book.close()
    outcome(out.getvalue(), len(cells))
