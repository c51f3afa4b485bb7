"""Rows of the 37-column export that lack one cell come back to their places, measured or not."""

from __future__ import annotations

import pandas as pd
import pytest

from stunting.ingest import parse_table
from stunting.ingest.header import locate
from tests.corpus.case import TODAY, UNMEASURED, blanked, clean
from tests.ingest.conftest import grid

#: Filled in every row, right of the missing cell, also where the child was not measured.
MARK = {"Jml Vit A": "2", "Naik Berat Badan": "T"}


def read(cells, period=None):
    sheet = locate(cells)
    return parse_table(sheet.table, kab="63.11", first_row=sheet.first_row, today=TODAY, period=period)


def some_unmeasured(n=10, **total):
    rows = [row | MARK | total for row in clean(n)]
    for at in (1, 4, 7):
        rows[at] |= UNMEASURED | MARK
    return rows


def lines(rows, *, short, pad=False):
    header, *out = grid(rows, "V4", short=short)
    return [header, *[[*line, ""] if pad else line for line in out]]


@pytest.mark.parametrize("pad", [False, True], ids=["ragged", "blank last cell"])
def test_rows_without_a_date_are_repaired_too(pad):
    rows = some_unmeasured()
    whole = read(lines(rows, short=False))
    assert whole.findings.empty
    assert whole.rows["vitamin_a"].eq(2).all()
    got = read(lines(rows, short=True, pad=pad))
    assert got.findings["code"].value_counts().to_dict() == {"GESER_KOLOM": 10}
    pd.testing.assert_frame_equal(got.rows, whole.rows)


def test_a_file_of_unmeasured_children_is_repaired_where_rows_are_short():
    rows = [row | UNMEASURED | MARK for row in clean()]
    whole = read(lines(rows, short=False), "2024-02").rows
    got = read(lines(rows, short=True), "2024-02")
    pd.testing.assert_frame_equal(got.rows, whole)
    assert got.findings["code"].value_counts().to_dict() == {"GESER_KOLOM": 10}


def test_a_number_of_measurements_proves_that_nothing_is_shifted():
    rows = some_unmeasured(**{"Total Pengukuran": "0"})
    header, *tidy = lines(rows, short=False)
    whole = read([header, *tidy])
    # most rows are shifted, or every row ends one cell early: those that hold the number stay
    mixed = lines(rows, short=True)
    for at in (1, 4, 7):
        mixed[at + 1] = tidy[at]
    got = read(mixed)
    assert sorted(got.findings["row"]) == [2, 4, 5, 7, 8, 10, 11]
    pd.testing.assert_frame_equal(got.rows, whole.rows)
    cut = read([header, *[line[:-1] for line in tidy]])
    assert cut.findings.empty
    pd.testing.assert_frame_equal(cut.rows, whole.rows)


def test_short_rows_are_in_place_where_the_dated_ones_are():
    """A writer that leaves out a blank last cell shifts nothing, also where no number tells."""
    rows = [row | blanked("Total Pengukuran") for row in some_unmeasured()]
    header, *tidy = lines(rows, short=False)
    got = read([header, *[line[:-1] for line in tidy]])
    assert got.findings.empty
    pd.testing.assert_frame_equal(got.rows, read([header, *tidy]).rows)


def test_nothing_to_move_is_no_finding():
    rows = some_unmeasured()
    rows[4] |= dict.fromkeys(MARK, "")
    got = read(lines(rows, short=True))
    assert 6 not in set(got.findings["row"])
    assert len(got.rows) == 10
