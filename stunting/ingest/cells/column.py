"""A column as codes into its distinct texts: parsing costs the distinct values, not the rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

_MARKS = frozenset(("", "-", "--", "---", "–", "—", ".", "*", "_", "…"))
_EDGES = " \t\r\n\xa0\ufeff\u200b\u200e\u200f"
_QUOTES = ("'", "`")
_WORDS = frozenset(
    (
        "null",
        "none",
        "nan",
        "nat",
        "n/a",
        "#n/a",
        "#value!",
        "#ref!",
        "#name?",
        "#div/0!",
        "undefined",
        "(null)",
    )
)
_BLANKS, _OPENING, _VOID = (pa.array(sorted(each)) for each in (_MARKS, _QUOTES, _WORDS))


@dataclass
class Column:
    """Codes into `distinct`; ``-1`` is a blank cell.

    Attributes
    ----------
    codes : int64 array, shape (rows,)
    distinct : list of str
        Distinct texts, trimmed, never blank.
    title : str
        As the file names the column.
    """

    codes: np.ndarray
    distinct: list[str]
    title: str = ""

    @classmethod
    def blank(cls, rows: int, title: str = "") -> Column:
        """Return a column without any value."""
        return cls(np.full(rows, -1, np.int64), [], title)

    @classmethod
    def encode(cls, cells: pa.ChunkedArray | pa.Array, title: str = "", *, words: bool = True) -> Column:
        """Encode text cells; `words` treats ``null``, ``#N/A`` and the like as blank (not for names).

        >>> Column.encode(pa.array([" 9,8", "-", None, "9,8 "])).codes.tolist()
        [0, -1, -1, 0]
        """
        if isinstance(cells, pa.ChunkedArray):
            cells = cells.combine_chunks() if cells.num_chunks != 1 else cells.chunk(0)
        if not pa.types.is_dictionary(cells.type):
            cells = cells.dictionary_encode()
        raw = pc.fill_null(cells.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
        plain = _plain(cells.dictionary, words)
        if plain is not None:
            lut = np.append(np.where(plain, np.cumsum(plain) - 1, -1), -1)
            texts = cells.dictionary
            return cls(lut[raw], (texts if plain.all() else texts.filter(pa.array(plain))).to_pylist(), title)
        number: dict[str, int] = {}
        lut = np.full(len(cells.dictionary) + 1, -1, np.int64)
        for at, value in enumerate(cells.dictionary.to_pylist()):
            text = value.strip(_EDGES) if value else ""
            if words and text[:1] in _QUOTES:
                text = text.lstrip("'`").strip(_EDGES)
            if len(text) < 12 and (text in _MARKS or (words and text.lower() in _WORDS)):
                continue
            lut[at] = number.setdefault(text, len(number))
        return cls(lut[raw], list(number), title)

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def filled(self) -> np.ndarray:
        """True where the cell is not blank."""
        return self.codes >= 0

    def take(self, rows: np.ndarray) -> Column:
        """Keep the rows that `rows` (mask or positions) selects."""
        return Column(self.codes[rows], self.distinct, self.title)

    def spread(self, each: Sequence[Any] | np.ndarray, missing: Any) -> np.ndarray:
        """Give each row the entry of its distinct text; `missing` where blank."""
        lut = np.asarray(each)
        if lut.dtype.kind == "O" or len(lut) == 0:
            lut = np.asarray(each, dtype=np.asarray(missing).dtype)
        return np.append(lut, np.asarray(missing, dtype=lut.dtype))[self.codes]

    def rows_of(self, flagged: Sequence[int]) -> np.ndarray:
        """Return the positions of rows whose distinct text is among `flagged`."""
        mask = np.zeros(len(self.distinct) + 1, bool)
        mask[list(flagged)] = True
        return np.flatnonzero(mask[self.codes])

    def texts(self, rows: np.ndarray) -> list[str]:
        """Return the text of each of `rows`."""
        return [self.distinct[code] if code >= 0 else "" for code in self.codes[rows].tolist()]

    def mapped(self, change: Callable[[str], str | None]) -> Column:
        """Return the column with `change` applied to each distinct text; ``None`` and ``""`` become blank."""
        changed = list(map(change, self.distinct))
        if changed == self.distinct and all(changed):
            return Column(self.codes, self.distinct, self.title)
        number: dict[str, int] = {}
        lut = [number.setdefault(text, len(number)) if text else -1 for text in changed]
        return Column(np.array([*lut, -1], np.int64)[self.codes], list(number), self.title)

    def series(self) -> pd.Series:
        """Return the texts as a pandas ``str`` series, missing where blank."""
        return strings(self.codes, self.distinct)


def _plain(texts: pa.StringArray, words: bool) -> np.ndarray | None:
    """Return which of `texts` stand for themselves (the others are blank); None where one must be trimmed."""
    if texts.null_count or not pc.utf8_trim(texts, _EDGES).equals(texts):
        return None
    blank = pc.is_in(texts, _BLANKS)
    if words:
        if pc.any(pc.is_in(pc.utf8_slice_codeunits(texts, 0, 1), _OPENING)).as_py():
            return None
        blank = pc.or_(blank, pc.is_in(pc.utf8_lower(texts), _VOID))
    return ~blank.to_numpy(zero_copy_only=False)


def strings(codes: np.ndarray, values: Sequence[str | None]) -> pd.Series:
    """Return ``values[codes]`` as a ``str`` series; a negative code is missing."""
    index = pa.array(codes, mask=codes < 0)
    return pa.array(values, pa.large_string()).take(index).to_pandas()
