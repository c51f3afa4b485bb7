"""``stunting zscore IN OUT``: a CSV or Parquet file in, the same rows with z-scores out."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from .frame import age_in_days, find_columns, keep_earlier, zscore_columns
from .words import SEX_WORDS, numbers, words


class FileError(ValueError):
    """A file that cannot be read or written; the message is a sentence in Indonesian."""


class FileResult(NamedTuple):
    """What was done: counts of rows.

    The last three are rows whose sex is blank or unknown, whose age is (or is negative), and whose weight
    or height is filled but no number.
    """

    rows: int
    with_z: int
    flagged: int
    position_assumed: int
    sex_unknown: int = 0
    age_unknown: int = 0
    size_unreadable: int = 0

    def to_text(self) -> str:
        """Return the counts as a sentence in Indonesian.

        Examples
        --------
        >>> FileResult(1346, 1340, 6, 12).to_text()
        '1.346 baris; 1.340 dengan z-score; 6 dengan nilai tidak masuk akal (ditandai); ...12 baris.'
        >>> FileResult(5, 3, 0, 0, sex_unknown=2).to_text()
        '5 baris; 3 dengan z-score; ...; jenis kelamin kosong atau tidak dikenal pada 2 baris.'
        """
        rows, with_z, flagged, assumed, *unread = (f"{value:,}".replace(",", ".") for value in self)
        said = (
            "jenis kelamin kosong atau tidak dikenal",
            "umur kosong atau tidak terbaca",
            "berat atau tinggi bukan angka",
        )
        parts = [
            f"; {what} pada {count} baris" for what, count in zip(said, unread, strict=True) if count != "0"
        ]
        return (
            f"{rows} baris; {with_z} dengan z-score; {flagged} dengan nilai tidak masuk akal (ditandai); "
            f"posisi ukur dianggap pada {assumed} baris{''.join(parts)}."
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
        Where a file cannot be read or written, a suffix is another, the folder of `out_path` does not
        exist, or both paths are the same file.
    """
    source, target = Path(in_path), Path(out_path)
    for path in (source, target):
        if path.suffix.lower() not in {".csv", ".parquet"}:
            raise FileError(f"Jenis berkas {path.name!r} tidak dikenal: pakai .csv atau .parquet.")
    if not source.is_file():
        raise FileError(f"Berkas {source} tidak ditemukan.")
    if not target.parent.is_dir():
        raise FileError(
            f"Folder {target.parent} tidak ada. Buat folder itu atau pilih folder lain, lalu ulangi."
        )
    if source.resolve() == target.resolve() or (target.exists() and source.samefile(target)):
        raise FileError(
            f"Berkas hasil sama dengan berkas asal ({source}); berkas asal tidak ditimpa. "
            "Beri nama lain untuk berkas hasil, lalu ulangi."
        )
    separator = ","
    if source.suffix.lower() == ".csv":
        table, separator = read_csv(source.read_bytes())
    else:
        try:
            table = pq.read_table(source)
        except pa.ArrowInvalid as error:
            raise FileError(f"Berkas Parquet tidak dapat dibaca: {error}") from error

    needed = [str(name) for name in find_columns(table.column_names).values()]
    frame = table.select(needed).to_pandas()
    added = zscore_columns(frame)
    earlier = keep_earlier(table.column_names)
    table = table.rename_columns([earlier.get(name, name) for name in table.column_names])

    try:
        _write(table, added, target, separator)
    except OSError as error:
        raise FileError(f"Berkas {target} tidak dapat ditulis: {error.strerror or error}.") from error
    z = added[["haz", "waz", "whz", "baz"]].notna().any(axis=1)
    flags = added[["flag_haz", "flag_waz", "flag_whz", "flag_baz"]].any(axis=1)
    assumed = int(added["position_assumed"].sum())
    return FileResult(len(added), int(z.sum()), int(flags.sum()), assumed, *_unread(frame))


def _unread(frame: pd.DataFrame) -> tuple[int, int, int]:
    """Count rows with unknown sex, with unknown age, and with a size that is not a number."""
    found = find_columns(frame.columns)
    sex = words(frame[found["sex"]], SEX_WORDS) == 0
    age = ~(age_in_days(frame, found) >= 0)
    size = np.zeros(len(frame), dtype=bool)
    for name in ("weight_kg", "height_cm"):
        column = frame[found[name]]
        if not pd.api.types.is_numeric_dtype(column.dtype):
            filled = column.astype("str").str.strip().fillna("") != ""
            size |= np.isnan(numbers(column)) & filled.to_numpy(bool)
    return int(sex.sum()), int(age.sum()), int(size.sum())


def _write(table: pa.Table, added: pd.DataFrame, target: Path, separator: str) -> None:
    """Write `table` and the columns `added` to `target`, which is there as a whole or not at all."""
    part = target.with_name(target.name + ".tmp")
    try:
        _write_part(table, added, part, separator, target.suffix.lower() == ".parquet")
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)


def _write_part(table: pa.Table, added: pd.DataFrame, part: Path, separator: str, parquet: bool) -> None:
    if parquet:
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
