"""``stunting zscore IN OUT``: a CSV or Parquet file in, the same rows with z-scores out."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from .frame import find_columns, keep_earlier, zscore_columns


class FileError(ValueError):
    """A file that cannot be read or written; the message is a sentence in Indonesian."""


class FileResult(NamedTuple):
    """What was done: counts of rows."""

    rows: int
    with_z: int
    flagged: int
    position_assumed: int

    def to_text(self) -> str:
        """Return the counts as a sentence in Indonesian.

        Examples
        --------
        >>> FileResult(1346, 1340, 6, 12).to_text()
        '1.346 baris; 1.340 dengan z-score; 6 dengan nilai tidak masuk akal (ditandai); ...12 baris.'
        """
        rows, with_z, flagged, assumed = (f"{value:,}".replace(",", ".") for value in self)
        return (
            f"{rows} baris; {with_z} dengan z-score; {flagged} dengan nilai tidak masuk akal (ditandai); "
            f"posisi ukur dianggap pada {assumed} baris."
        )


def read_csv(data: bytes) -> tuple[pa.Table, str]:
    """Read a CSV file as texts, exactly as written, so that codes and NIK keep their zeros.

    Parameters
    ----------
    data : bytes
        UTF-8 (with or without mark) or windows-1252; separated by comma, semicolon or tab.

    Returns
    -------
    table : pyarrow.Table
        Columns of strings; blanks are empty strings.
    separator : str

    Raises
    ------
    FileError
        Where the file is empty or its rows have different numbers of cells.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    first = text.lstrip("\r\n").split("\n", 1)[0]
    if not first.strip():
        raise FileError("Berkas kosong: tidak ada baris judul kolom.")
    separator = max(";\t,", key=first.count)
    names = next(csv.reader(io.StringIO(first), delimiter=separator))
    try:
        table = pa_csv.read_csv(
            pa.py_buffer(text.encode()),
            parse_options=pa_csv.ParseOptions(delimiter=separator, newlines_in_values=True),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid as error:
        raise FileError(
            f"Berkas CSV tidak dapat dibaca: jumlah sel tidak sama di setiap baris ({error}). "
            "Simpan ulang berkas sebagai CSV, lalu ulangi."
        ) from error
    return table, separator


def zscore_file(in_path: str | Path, out_path: str | Path) -> FileResult:
    """Add z-scores, flags and classes to a file (see `stunting.growth.zscore_frame`).

    Parameters
    ----------
    in_path, out_path : path
        ``.csv`` or ``.parquet``, each by its suffix. A CSV keeps its separator; where that is a semicolon
        the added numbers have decimal commas, as spreadsheets in Indonesian expect.

    Returns
    -------
    FileResult
        Counts.

    Raises
    ------
    ColumnError
        Where a needed column is missing.
    FileError
        Where the file cannot be read, or a suffix is another.
    """
    source, target = Path(in_path), Path(out_path)
    for path in (source, target):
        if path.suffix.lower() not in {".csv", ".parquet"}:
            raise FileError(f"Jenis berkas {path.name!r} tidak dikenal: pakai .csv atau .parquet.")
    if not source.is_file():
        raise FileError(f"Berkas {source} tidak ditemukan.")
    separator = ","
    if source.suffix.lower() == ".csv":
        table, separator = read_csv(source.read_bytes())
    else:
        try:
            table = pq.read_table(source)
        except pa.ArrowInvalid as error:
            raise FileError(f"Berkas Parquet tidak dapat dibaca: {error}") from error

    needed = [str(name) for name in find_columns(table.column_names).values()]
    added = zscore_columns(table.select(needed).to_pandas())
    earlier = keep_earlier(table.column_names)
    table = table.rename_columns([earlier.get(name, name) for name in table.column_names])

    part = target.with_name(target.name + ".tmp")
    if target.suffix.lower() == ".parquet":
        new = pa.Table.from_pandas(added, preserve_index=False)
        for name in new.column_names:
            column = new[name]
            if pa.types.is_dictionary(column.type):
                column = column.cast(pa.string())
            table = table.append_column(name, column)
        pq.write_table(table, part)
    else:
        whole = pd.concat([table.to_pandas().set_axis(added.index), added], axis=1)
        whole.to_csv(part, index=False, sep=separator, decimal="," if separator == ";" else ".")
    os.replace(part, target)
    z = added[["haz", "waz", "whz", "baz"]].notna().any(axis=1)
    flags = added[["flag_haz", "flag_waz", "flag_whz", "flag_baz"]].any(axis=1)
    return FileResult(len(added), int(z.sum()), int(flags.sum()), int(added["position_assumed"].sum()))
