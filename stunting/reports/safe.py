"""Cells that a spreadsheet must not run: names come from files of strangers.

References
----------
OWASP, CSV Injection.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import re
from typing import Any, Final

import numpy as np
import pandas as pd

#: First characters that make a spreadsheet read a text as a formula (the last four: their wide forms).
DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_LONGEST: Final = 32_767  # characters an XLSX cell can hold


def safe_cell(text: str) -> str:
    """Return `text` so that a spreadsheet that opens it from a CSV shows it and runs nothing.

    >>> safe_cell("=1+1"), safe_cell("CONTOH ANAK"), safe_cell("")
    ("'=1+1", 'CONTOH ANAK', '')
    """
    # blanks before the sign do not protect: some programs trim them
    return f"'{text}" if text.lstrip(" \u00a0").startswith(DANGEROUS) else text


def safe_text(content: bytes) -> bytes:
    """Return a CSV of texts (UTF-8, ``,``) for Indonesian Excel: cells by `safe_cell`, ``;``, decimal comma.

    >>> safe_text(b"Nama,ZS TB/U\\r\\n\\r\\n=1+1,-2.5\\r\\n").decode("utf-8-sig").split()
    ['Nama;ZS', 'TB/U', "'=1+1;-2,5"]
    """
    out = io.StringIO()
    rows = csv.reader(io.StringIO(content.decode(), newline=""))
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(
        [c.replace(".", ",") if _NUMBER.fullmatch(c) else safe_cell(c) for c in row] for row in rows
    )
    return out.getvalue().encode("utf-8-sig")


def safe_csv(frame: pd.DataFrame, *, sep: str = ",", decimal: str = ".") -> str:
    """Return `frame` as CSV without its index; texts (headers too) by `safe_cell`, numbers untouched.

    Parameters
    ----------
    frame : DataFrame
    sep, decimal : str
        ``";"`` and ``","`` for Indonesian Excel.

    Examples
    --------
    >>> safe_csv(pd.DataFrame({"nama": ["@SUM(A1)"], "z": [-2.5]}))
    "nama,z\\r\\n'@SUM(A1),-2.5\\r\\n"
    """
    out = {}
    for place, name in enumerate(frame.columns):
        column = frame.iloc[:, place]
        kind = column.dtype
        plain = pd.api.types.is_numeric_dtype(kind) or pd.api.types.is_datetime64_any_dtype(kind)
        if not plain:
            column = column.astype("object").map(lambda v: safe_cell(v) if isinstance(v, str) else v)
        out[place] = column.rename(name)
    made = pd.DataFrame(out)
    made.columns = pd.Index([safe_cell(str(name)) for name in frame.columns])
    # CRLF (RFC 4180): with it the writer quotes a lone CR in a cell, which would else begin a new row
    return made.to_csv(index=False, sep=sep, decimal=decimal, lineterminator="\r\n")


def write_cell(sheet: Any, row: int, column: int, value: object, style: Any = None) -> None:
    """Write one value to a worksheet of XlsxWriter: numbers as numbers, dates as dates, all else as text."""
    if value is None or value is pd.NaT or value is pd.NA:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, (bool, np.bool_)):
        sheet.write_string(row, column, "ya" if value else "tidak", style)
    elif isinstance(value, (int, float, np.number)):
        if math.isfinite(float(value)):
            sheet.write_number(row, column, float(value), style)
        else:
            sheet.write_blank(row, column, None, style)
    elif isinstance(value, dt.date):  # datetime and Timestamp too
        sheet.write_datetime(row, column, value, style)
    else:
        text = str(value)
        # a text that is too long would be left out by the library without a word
        sheet.write_string(row, column, text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…", style)
