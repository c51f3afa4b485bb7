"""Read .xls and .xlsx with python-calamine (inside the capped process)."""

#: Between the cells of a column; no text of a spreadsheet needs it.
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
    """Tell whether a row names an NIK and a name."""
    names = {"".join(c for c in cell.lower() if c.isalnum()) for cell in cells if isinstance(cell, str)}
    return any(n.startswith("nik") for n in names) and any(n.startswith("nama") for n in names)


def read_workbook(data: bytes, max_rows: int, max_columns: int, max_sheets: int) -> dict:
    """Return the rows of the one sheet with the table, and the names of the others that look alike."""
    from io import BytesIO

    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
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
    # One text a column: a third of a million small texts cost more to hand over than to read.
    columns = []
    for column in zip(*best, strict=True):
        cells = [cell if type(cell) is str else text(cell) for cell in column]
        joined = MARK.join(cells)
        if joined.count(MARK) >= len(cells):
            joined = MARK.join([cell.replace(MARK, " ") for cell in cells])
        columns.append(joined)
    return {"columns": columns, "others": [name for name in alike if name != chosen]}
