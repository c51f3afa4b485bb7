"""Read .xls and .xlsx with python-calamine (inside the capped process)."""

import io
from array import array

#: Between the texts of a column; no text of a spreadsheet needs it.
MARK = "\x1f"


def text(value: object) -> str:
    """Write a cell that is no text as the officer would see it; dates as ISO."""
    if isinstance(value, float):
        if -1e15 < value < 1e15:  # nearly always
            return str(int(value)) if value.is_integer() else repr(value)
        whole = int(value) if abs(value) < 1e17 else 0
        if whole != value:
            return repr(value)
        # Excel keeps 15 digits: a 16-digit number that ends in 0 has lost its last one
        return f"{value:.14E}" if abs(value) >= 1e15 and whole % 10 == 0 else str(whole)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    iso = getattr(value, "isoformat", None)
    if iso is None:
        return str(value)
    return iso().removesuffix("T00:00:00")


def looks_like_header(cells: list) -> bool:
    """Tell whether a row names an NIK and a name, or is that of the template of areas."""
    names = {"".join(c for c in cell.lower() if c.isalnum()) for cell in cells if isinstance(cell, str)}
    if {"indikator", "nilai"} <= names:
        return True
    return any(n.startswith("nik") for n in names) and any(n.startswith("nama") for n in names)


def read_workbook(stream: io.BufferedReader, max_rows: int, max_columns: int, max_sheets: int) -> dict:
    """Return the rows of the one sheet with the table, and the names of the others that look alike."""
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(stream)
    except python_calamine.PasswordError:
        return {"error": "TERKUNCI"}
    visible = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        and sheet.visible == python_calamine.SheetVisibleEnum.Visible
    ]
    if len(visible) > max_sheets:
        return {"error": "LEMBAR_BANYAK"}
    best, best_key, alike = [], (-1, -1), []
    for name in visible:
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height > max_rows + 50:
            return {"error": "BARIS_BANYAK"}
        if sheet.total_width > max_columns:
            return {"error": "KOLOM_BANYAK"}
        rows = sheet.to_python(skip_empty_area=False)
        header = any(looks_like_header(row) for row in rows[:20])
        if header:
            alike.append(name)
        key = (int(header), len(rows))
        if key > best_key:
            best, best_key, chosen = rows, key, name
    if not best:
        return {"error": "BERKAS_KOSONG"}
    cells = [encoded(column) for column in zip(*best, strict=True)]
    # what was read is kept until the process ends, because to free a third of a million cells takes long
    return {"cells": cells, "others": [name for name in alike if name != chosen], "kept": (book, sheet, best)}


def encoded(column: tuple) -> tuple:
    """Return the codes (int32) of the cells of a column into its distinct texts, and these."""
    values = dict.fromkeys(column)
    # True is 1 and False is 0 to a dictionary, but not to an officer
    if (1 in values or 0 in values) and any(type(cell) is bool for cell in column):
        column = tuple(cell if type(cell) is str else text(cell) for cell in column)
        values = dict.fromkeys(column)
    texts = [value if type(value) is str else text(value) for value in values]
    if MARK.join(texts).count(MARK) >= len(texts):
        texts = [written.replace(MARK, " ") for written in texts]
    distinct = dict(zip(dict.fromkeys(texts), range(len(texts)), strict=False))
    number = dict(zip(values, map(distinct.__getitem__, texts), strict=True))
    return array("i", map(number.__getitem__, column)), list(distinct)
