# ruff: noqa: E501  (test data read better on one line)
"""Properties of the cell readers: they never raise, and read back what was written."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stunting.ingest import IngestError, parse_table, read_file
from stunting.ingest.cells.column import Column
from stunting.ingest.cells.date import parse_age, parse_date
from stunting.ingest.cells.identity import read_mother, read_name, read_nik, read_position, read_sex
from stunting.ingest.cells.number import parse_count, parse_number, read_size, rules
from stunting.ingest.findings import masked
from stunting.ingest.recap_period import month_of
from stunting.ingest.sniff import sniff

TEXT = st.one_of(st.text(max_size=30), st.text("0123456789.,-/+eE 'kgcmNaNinf*", max_size=24))
EPOCH = date(1970, 1, 1)
MONTH_NAMES = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]


@given(TEXT)
@settings(max_examples=250, deadline=None)
def test_readers_never_raise(text):
    value = parse_number(text)
    assert value is None or np.isfinite(value)
    count = parse_count(text)
    assert count is None or np.isfinite(count)
    for column in rules():
        reading = read_size(text, column)
        assert np.isnan(reading.value) or rules()[column].low <= reading.value <= rules()[column].high
    day = parse_date(text).day
    assert day is None or -30_000 < day < 60_000
    parse_age(text), month_of(text), read_name(text), read_mother(text), masked(text)
    nik, code = read_nik(text)
    assert (nik is None) == bool(code)
    assert nik is None or (len(nik) == 16 and nik.isdigit())
    assert read_sex(text) in {"L", "P", None}
    assert read_position(text) in {"l", "h", None}


@given(st.floats(-9999, 9999).map(lambda x: round(x, 2)))
@settings(max_examples=200, deadline=None)
def test_numbers_round_trip(value):
    assert parse_number(f"{value:.2f}") == pytest.approx(value)
    assert parse_number(f"{value:.2f}".replace(".", ",")) == pytest.approx(value)
    assert parse_number(f" {value:.1f} kg") == pytest.approx(round(value, 1), abs=0.051)


@given(st.integers(0, 9_999_999))
def test_counts_round_trip(value):
    assert parse_count(f"{value:,}".replace(",", ".")) == value
    assert parse_count(str(value)) == value


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)))
@settings(max_examples=200, deadline=None)
def test_dates_round_trip(day):
    expected = (day - EPOCH).days
    months = list(MONTH_NAMES)
    for text in (
        day.isoformat(), f"{day:%d/%m/%Y}", f"{day:%d-%m-%Y}", f"{day:%d.%m.%Y}", f"{day.day}/{day.month}/{day.year}",
        f"{day.day} {months[day.month - 1]} {day.year}", f"{day.isoformat()} 00:00:00", f"{day.isoformat()}T07:30:00",
        str((day - date(1899, 12, 30)).days), f"{day:%Y%m%d}",
    ):  # fmt: skip
        assert parse_date(text).day == expected, text


def test_a_phone_number_is_no_date_and_a_date_no_number():
    assert parse_date("081234567890").day is None
    assert parse_number("2024-05-12") is None
    assert parse_date("12.5").day is None


@given(
    st.lists(st.one_of(st.none(), st.sampled_from(["a", " a ", "b", "-", "", "null", "\xa0"])), max_size=40)
)
def test_column_keeps_every_row(cells):
    column = Column.encode(pa.array(cells, pa.string()))
    assert len(column) == len(cells)
    shown = [None if v != v else v for v in column.series().tolist()]
    blank = {None, "-", "", "null", "\xa0"}
    assert shown == [None if c in blank else c.strip() for c in cells]


HEADER = [
    "NIK",
    "Nama",
    "JK",
    "Tgl Lahir",
    "BB Lahir",
    "Nama Ortu",
    "Kec",
    "Pukesmas",
    "Desa/Kel",
    "Usia Saat Ukur",
    "Tanggal Pengukuran",
    "Berat",
    "Tinggi",
    "Cara Ukur",
    "ZS TB/U",
    "Jml Vit A",
]


@given(st.lists(st.lists(TEXT, min_size=len(HEADER), max_size=len(HEADER)), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_any_table_is_read_or_refused_and_no_row_is_lost(rows):
    table = pa.Table.from_arrays([pa.array(c, pa.string()) for c in zip(*rows, strict=True)], names=HEADER)
    try:
        parsed = parse_table(table, kab="63.11", period="2024-02")
    except IngestError as error:
        refused = error.code
    else:
        refused = ""
    if refused:
        assert refused == "TANPA_BARIS"
        return
    assert parsed.rows_read == len(parsed.rows) + parsed.rows_rejected
    rejected = parsed.findings.query("severity == 'rejected'")["row"]
    assert rejected.is_unique
    assert len(rejected) == parsed.rows_rejected
    assert set(rejected).isdisjoint(parsed.rows["row"])
    assert parsed.rows["period"].notna().all()


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=timedelta(seconds=5))
def test_any_bytes_are_refused_with_a_sentence(data):
    try:
        kind = sniff(data)
    except IngestError:
        return
    if kind in {"html", "csv"}:
        with pytest.raises(IngestError):
            read_file(data, "x", kab="63.11")
