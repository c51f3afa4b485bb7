"""From the bytes of a workbook to columns: what the reader gets, and what the columns still say."""

from __future__ import annotations

import io
import math
import re
import time
import zipfile
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stunting.ingest import IngestError, archive, capped, excel, read_file
from stunting.ingest.cells.column import Column
from stunting.ingest.cells.identity import read_mother, read_name
from stunting.ingest.child.workbook import MARK, encoded
from stunting.ingest.grid import Grid
from stunting.settings import Settings
from tests.ingest.test_malicious import SHEET, part, repack

LIMITS = Settings()
TEXTS = st.text(alphabet=" -_'`.,/;&\\ 0189aAäß\xa0\u200bNULL#", max_size=9)


class Pipe(io.RawIOBase):
    """A stream that only takes."""

    def __init__(self) -> None:
        self.taken = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self.taken += data
        return len(data)


def offspring() -> set[str]:
    return {pid for path in Path("/proc/self/task").glob("*/children") for pid in path.read_text().split()}


def handed(data: bytes) -> dict[str, bytes]:
    pipe = Pipe()
    archive.hand_over(data, LIMITS, pipe)
    with zipfile.ZipFile(io.BytesIO(bytes(pipe.taken))) as copy:
        assert copy.testzip() is None
        return {name: copy.read(name) for name in copy.namelist()}


def test_the_reader_gets_what_was_checked_and_nothing_else(make):
    data = make.xlsx(make.grid(make.children(5)))
    with_media = repack(data, {}, {"xl/media/foto.png": b"\x89PNG", "xl/lampiran.bin": b"x"})
    parts = handed(with_media)
    assert not [name for name in parts if name.endswith((".png", ".bin"))]
    for name, content in parts.items():
        assert content.replace(archive._NO_MERGES, b"") == part(data, name)
    assert parts[SHEET].count(archive._NO_MERGES) == 1
    merged = part(data, SHEET).replace(
        b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'
    )
    for other in (with_media, repack(data, {SHEET: merged})):
        assert list(excel.read(other, "xlsx", LIMITS)[0]) == list(excel.read(data, "xlsx", LIMITS)[0])


@pytest.mark.parametrize("root", [b"<worksheet/>", b"<x:worksheet a='>'>", b"", b"\xff\xfe<\0w\0"])
def test_odd_roots_of_a_sheet_stay_well_formed(make, root):
    data = repack(make.xlsx(make.grid(make.children(2))), {SHEET: root})
    expected = root + archive._NO_MERGES if root.endswith(b"'>") else root
    assert handed(data)[SHEET] == expected


def test_two_parts_of_one_name_are_refused(make):
    data = make.xlsx(make.grid(make.children(5)))
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = repack(data, {}, {SHEET: b"<worksheet/>"})
    for doubtful in (twice, repack(data, {}, {SHEET.upper(): b"<worksheet/>"})):
        with pytest.raises(IngestError) as caught:
            read_file(doubtful, "x", kab="63.11")
        assert caught.value.code == "RUSAK"


def test_a_refused_file_never_reaches_the_reader_and_leaves_no_process():
    def feed(pipe):
        pipe.write(b"x" * 300_000)
        raise IngestError("BOM_ZIP", "Bom.")

    ours = offspring()
    before = time.monotonic()
    with pytest.raises(IngestError, match="Bom"):
        capped.run(feed, "xlsx", LIMITS, excel._SAID)
    assert time.monotonic() - before < 30
    assert offspring() == ours


def test_a_column_of_anything_keeps_its_texts():
    days = (date(2024, 2, 29), datetime(2024, 2, 29, 10, 30), datetime(2024, 2, 29))
    words = ("", "a" + MARK + "b", "a b", "1", "TRUE")
    cells = (1.0, True, 1, 0.0, False, -0.0, math.nan, *words, 9.25, 9.25, *days, 3201015005200010.0)
    codes, texts = encoded(cells)
    assert len(set(texts)) == len(texts)
    assert [texts[code] for code in codes] == [
        "1", "TRUE", "1", "0", "FALSE", "0", "nan", "", "a b", "a b", "1", "TRUE", "9.25", "9.25",
        "2024-02-29", "2024-02-29T10:30:00", "2024-02-29", "3.20101500520001E+15",
    ]  # fmt: skip


@given(st.lists(TEXTS, max_size=12), st.booleans())
@settings(max_examples=200, deadline=None)
def test_a_column_is_the_same_by_whichever_way(cells, words):
    plain = Column.encode(pa.array(cells, pa.string()), words=words)
    by_hand = Column.encode(pa.array([*cells, None, " x"], pa.string()), words=words)  # must be trimmed
    assert plain.texts(np.arange(len(cells))) == by_hand.texts(np.arange(len(cells)))
    assert len(set(plain.distinct)) == len(plain.distinct)
    assert "" not in plain.distinct


@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=1, max_size=8), st.integers(0, 7))
@settings(max_examples=100, deadline=None)
def test_a_grid_is_its_rows(rows, at):
    codes, texts = zip(*(encoded(column) for column in zip(*rows, strict=True)), strict=True)
    grid = Grid([np.array(each, np.int32) for each in codes], list(texts))
    assert list(grid) == rows
    assert grid[at : at + 2] == rows[at : at + 2]
    assert grid[-1] == rows[-1]
    below = grid.below(at)
    assert [column.to_pylist() for column in below] == [[row[i] for row in rows[at + 1 :]] for i in range(3)]
    for column in below:
        assert set(column.dictionary.to_pylist()) == set(column.to_pylist())


@given(TEXTS, st.booleans())
@settings(max_examples=200, deadline=None)
def test_the_mother_is_the_part_between_any_marks(text, first):
    parts = re.split(r"\s*[/,;|&\\]\s*", text.strip())
    said = parts[0] if first or len(parts) == 1 else parts[1]
    assert read_mother(text, mother_first=first) == read_name(said)
