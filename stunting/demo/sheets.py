"""One export as a table of text: the lines of one puskesmas and month under the header of a variant."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from stunting.demo.cells import DATE_FORMATS, Cells
from stunting.demo.children import NIK_BROKEN
from stunting.demo.fields import field
from stunting.demo.headers import HEADERS
from stunting.demo.world import World

COMMA_FORMAT = "csv;"  # a spreadsheet in Indonesian writes ";" and decimal commas
TITLE = "DATA SINTETIS - anak rekaan, bukan data pelayanan"


class Sheets:
    """Tables of text for every month and puskesmas; each column is made once for all of them.

    Parameters
    ----------
    world : World
    """

    def __init__(self, world: World) -> None:
        self.world = world
        habits = world.places.puskesmas
        self.puskesmas = habits["puskesmas"].tolist()
        owner = world.puskesmas[world.book.child]
        comma = (habits["format"] == COMMA_FORMAT).to_numpy()[owner]
        forms = [list(DATE_FORMATS).index(form) for form in habits["tanggal"]]
        self._cells = Cells(world, world.book, comma, np.array(forms, dtype=np.int64)[owner])
        self._columns: dict[str, pa.Array] = {}

    def lines(self, month: int, puskesmas: int | None) -> slice:
        """Return the lines of the book that the file of `month` and `puskesmas` (None: all) holds."""
        count, start = len(self.puskesmas), self.world.book.start
        first = month * count + (puskesmas or 0)
        last = (month + 1) * count if puskesmas is None else first + 1
        return slice(int(start[first]), int(start[last]))

    def table(self, month: int, puskesmas: int | None, variant: str) -> pa.Table:
        """Return the cells of one file; column names are the file's header.

        Parameters
        ----------
        month, puskesmas : int
            Places in ``plan.months`` and `puskesmas` (None: all of them, merged).
        variant : str
            Key of ``stunting.demo.headers.HEADERS``.
        """
        lines = self.lines(month, puskesmas)
        return self._cut(lines.start, lines.stop, variant)

    def _cut(self, start: int, stop: int, variant: str) -> pa.Table:
        out = {}
        for title, name in HEADERS[variant]:
            if name == "no":
                out[title] = pa.array([str(i) for i in range(1, stop - start + 1)])
                continue
            if name not in self._columns:
                self._columns[name] = field(self._cells, name)
            out[title] = self._columns[name].slice(start, stop - start)
        return pa.table(out)

    def broken_nik(self, month: int, puskesmas: int) -> np.ndarray:
        """Return which lines have a NIK that a spreadsheet made a number."""
        child = self.world.book.child[self.lines(month, puskesmas)]
        return self.world.children.nik_kind[child] == NIK_BROKEN
