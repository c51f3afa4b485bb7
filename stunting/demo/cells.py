"""The cells of the exports as text, exactly as a file would hold them; one column is one table look-up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from stunting.demo.dirt import Book
from stunting.demo.world import World

DATE_FORMATS = {"iso": "%Y-%m-%d", "dmy/": "%d/%m/%Y", "dmy-": "%d-%m-%Y"}


def taken(texts: list[str] | np.ndarray, index: np.ndarray) -> pa.Array:
    """Return ``texts[index]`` as an Arrow string array."""
    words = pa.array(texts, type=pa.string())
    return words.take(pa.array(np.ascontiguousarray(index, dtype=np.int32)))


def decimal(value: float, places: int, comma: bool) -> str:
    """Return `value` with `places` decimals, with a decimal comma if `comma`."""
    text = f"{value:.{places}f}"
    return text.replace(".", ",") if comma else text


@dataclass(frozen=True)
class Cells:
    """Text of every line of the book, computed when asked for.

    Attributes
    ----------
    world : World
    book : Book
    comma : ndarray of bool, shape (lines,)
        Decimal comma.
    dates : ndarray of int8, shape (lines,)
        Place in `DATE_FORMATS`.
    """

    world: World
    book: Book
    comma: np.ndarray
    dates: np.ndarray

    def of_child(self, texts: np.ndarray) -> pa.Array:
        """Return the text of each line's child."""
        return taken(texts, self.book.child)

    def of_posyandu(self, texts: list[str]) -> pa.Array:
        """Return the text of each line's posyandu."""
        return taken(texts, self.world.children.posyandu[self.book.child])

    @property
    def measured(self) -> np.ndarray:
        """Whether the child came."""
        return self.book.visit >= 0

    def date_text(self, days: np.ndarray) -> tuple[list[str], np.ndarray]:
        """Return texts and the look-up of `days` (datetime64[D]) in each line's format."""
        first, last = days.min(), days.max()
        span = pd.date_range(first, last)
        texts = [t for form in DATE_FORMATS.values() for t in span.strftime(form)]
        return texts, (days - first).astype(int) + self.dates.astype(np.int64) * len(span)

    def number(self, value: np.ndarray, places: int, odd: np.ndarray | None = None,
               words: tuple[str, ...] = ("",)) -> pa.Array:  # fmt: skip
        """Return numbers as text; NaN is blank, `odd` > 0 is a word instead."""
        blank = np.isnan(value)
        steps = np.rint(np.where(blank, 0, value) * 10**places).astype(np.int64)
        low, high = int(steps.min(initial=0)), int(steps.max(initial=0))
        span = np.arange(low, high + 1) / 10**places
        texts = [decimal(v, places, c) for c in (False, True) for v in span] + ["", *words]
        index = steps - low + self.comma.astype(np.int64) * len(span)
        index = np.where(blank, 2 * len(span), index)
        if odd is not None:
            index = np.where(odd > 0, 2 * len(span) + 1 + odd.astype(np.int64), index)
        return taken(texts, index)

    def entered(self, values: np.ndarray) -> np.ndarray:
        """Return a value of the visit for each line, NaN where there was none."""
        return np.append(values, np.nan)[self.book.visit]
