"""Findings: what was seen in which cell, and what to do about it.

The registry `CODES` is the single list of codes; a `Findings` collects them by whole columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from stunting.ingest.codes import CODES_ROWS, Code
from stunting.ingest.codes_file import CODES_FILE
from stunting.ingest.schema import FINDING_DTYPES

CODES: Final[dict[str, Code]] = {code.code: code for code in (*CODES_ROWS, *CODES_FILE)}

_LONG_DIGITS = re.compile(r"\d[\d.\-\s]{6,}\d")
_LONG_WORD = re.compile(r"([^\W\d_])[^\W\d_]{2,}")
_UNSEEN = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u200b-\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff]+")
_DATE_LIKE = re.compile(r"^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T][\d:.]+)?$")


class Note(NamedTuple):
    """A finding of the container: of the whole file (row 0) or one of its rows."""

    code: str
    value: str = ""
    row: int = 0


def masked(value: str, limit: int = 40) -> str:
    """Return `value` without what could identify a person: long numbers and words are cut.

    >>> masked("6311050101200001"), masked("SITI 12,5 kg"), masked("31/02/2024")
    ('63**************', 'S… 12,5 kg', '31/02/2024')
    """
    value = value[:limit]
    if _DATE_LIKE.match(value):
        return value
    value = _LONG_DIGITS.sub(lambda m: m[0][:2] + "*" * (len(m[0]) - 2), value)
    return _LONG_WORD.sub(r"\1…", value)


def plain_title(title: str, limit: int = 40) -> str:
    """Return a column title of a file as it may be printed: short, no formula, no NIK.

    >>> plain_title("=HYPERLINK(1)"), plain_title("Catatan\\n6311050101200001"), plain_title("a" * 50)[-2:]
    ('HYPERLINK(1)', 'Catatan 63**************', 'a…')
    """
    text = " ".join(_UNSEEN.sub(" ", title).split()).lstrip("=+-@'| ")
    text = _LONG_DIGITS.sub(lambda m: m[0][:2] + "*" * (len(m[0]) - 2), text)
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def number(value: float, digits: int = 2) -> str:
    """Write a number the Indonesian way, at most `digits` decimals.

    >>> number(1346), number(12.5), number(-0.07)
    ('1.346', '12,5', '-0,07')
    """
    text = f"{value:,.{digits}f}"
    if digits:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def sentence(code: str, **fields: Any) -> str:
    """Return the full Indonesian message of one finding."""
    entry = CODES[code]
    return f"{entry.says.format(**fields)} {entry.advice}"


class Findings:
    """Collects findings column by column; `frame` gives them sorted by row."""

    def __init__(self) -> None:
        self._parts: list[tuple[np.ndarray, str, Sequence[str] | str, str, Sequence[str] | str]] = []

    def add(
        self,
        code: str,
        rows: np.ndarray | Sequence[int] | int,
        column: str = "",
        values: Sequence[str] | str = "",
        messages: Sequence[str] | str | None = None,
    ) -> None:
        """Add one finding for each of `rows`; `values` and `messages` are one for all, or one each."""
        at = np.atleast_1d(np.asarray(rows, dtype=np.int32))
        if len(at):
            self._parts.append((at, column, values, code, sentence(code) if messages is None else messages))

    def frame(self) -> pd.DataFrame:
        """Return all findings as `FINDING_DTYPES`, by row, within a row in order of discovery."""
        sizes = [len(rows) for rows, *_ in self._parts]
        rows = np.concatenate([part[0] for part in self._parts]) if sizes else np.empty(0, np.int32)
        order = np.argsort(rows, kind="stable")

        def one_each(at: int) -> pa.Array:
            return _repeat([str(part[at]) for part in self._parts], sizes)

        def each(at: int) -> pa.Array:
            chunks = [
                _repeat([v], [n]) if isinstance(v := part[at], str) else pa.array(v, pa.large_string())
                for part, n in zip(self._parts, sizes, strict=True)
            ]
            return pa.concat_arrays(chunks) if chunks else pa.array([], pa.large_string())

        severities = _repeat([CODES[part[3]].severity for part in self._parts], sizes)
        data = (one_each(1), each(2), one_each(3), severities, each(4))
        take = pa.array(order)
        out: dict[str, Any] = {"row": rows[order]}
        for name, column in zip(list(FINDING_DTYPES)[1:], data, strict=True):
            out[name] = column.take(take).to_pandas()
        return pd.DataFrame(out)


def _repeat(values: list[str], sizes: list[int]) -> pa.Array:
    return pa.array(values, pa.large_string()).take(pa.array(np.repeat(np.arange(len(values)), sizes)))
