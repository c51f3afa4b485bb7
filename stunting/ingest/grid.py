"""Cells of a sheet as columns of codes into distinct texts, read row by row only where that is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
import pyarrow as pa


@dataclass(frozen=True)
class Grid(Sequence[list[str]]):
    """Rows of cells, kept by column: a workbook holds a third of a million cells but few distinct texts.

    Attributes
    ----------
    codes : list of int32 arrays, each of shape (rows,)
        Of each column.
    texts : list of list of str
        Distinct texts of each column; every code is a place in its list.

    Examples
    --------
    >>> grid = Grid([np.array([0, 1, 1], np.int32)], [["NIK", "-"]])
    >>> list(grid), grid.below(0)[0].to_pylist()
    ([['NIK'], ['-'], ['-']], ['-', '-'])
    """

    codes: list[np.ndarray]
    texts: list[list[str]]

    def __len__(self) -> int:
        return len(self.codes[0]) if self.codes else 0

    @overload
    def __getitem__(self, at: int) -> list[str]: ...
    @overload
    def __getitem__(self, at: slice) -> list[list[str]]: ...
    def __getitem__(self, at: int | slice) -> list[str] | list[list[str]]:
        if not isinstance(at, slice):
            return [texts[codes[at]] for codes, texts in zip(self.codes, self.texts, strict=True)]
        columns = [
            [texts[code] for code in codes[at].tolist()]
            for codes, texts in zip(self.codes, self.texts, strict=True)
        ]
        return list(map(list, zip(*columns, strict=True)))

    def __iter__(self) -> Iterator[list[str]]:
        return iter(self[:])

    def below(self, at: int) -> list[pa.DictionaryArray]:
        """Return the columns under row `at`, whose dictionaries hold what stands there and nothing else."""
        out = []
        for codes, texts in zip(self.codes, self.texts, strict=True):
            rows, there = codes[at + 1 :], np.zeros(len(texts), bool)
            there[rows] = True
            start = int(np.argmax(there)) if len(rows) else len(texts)
            if there[start:].all():  # nearly always: only the title is not there
                rows, texts = rows - np.int32(start), texts[start:]
            else:
                rows = (np.cumsum(there) - 1)[rows].astype(np.int32)
                texts = [text for text, used in zip(texts, there.tolist(), strict=True) if used]
            out.append(pa.DictionaryArray.from_arrays(rows, pa.array(texts, pa.string())))
        return out
