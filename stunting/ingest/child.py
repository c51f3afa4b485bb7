"""Read one workbook inside a capped process; run as a script, never imported by the parent.

``python -I -S child.py <site-packages> <max_rows> <max_columns> <max_sheets> <memory MB> <cpu s>``:
workbook bytes on stdin, JSON on stdout. It imports nothing of the project, so that start-up stays short, and
answers JSON because the parent must not unpickle what a hostile file may have produced.
"""

import sys


def cap(memory_mb: int, cpu_s: int) -> None:
    """Cap memory, processor time and files (POSIX; elsewhere the parent's timeout remains)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb << 20, memory_mb << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def text(value: object) -> str:
    """Write a cell that is no text as the officer would see it; dates as ISO."""
    if isinstance(value, float):
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


def read(data: bytes, max_rows: int, max_columns: int, max_sheets: int) -> dict:
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
    grid = [[cell if type(cell) is str else text(cell) for cell in row] for row in best]
    return {"rows": grid, "others": [name for name in alike if name != chosen]}


def main() -> None:
    """Read stdin, answer on stdout."""
    site, *numbers = sys.argv[1:]
    rows, columns, sheets, memory, cpu = map(int, numbers)
    cap(memory, cpu)
    sys.path.append(site)
    import gc
    import json

    gc.disable()
    data = sys.stdin.buffer.read()
    try:
        answer = read(data, rows, columns, sheets)
    except MemoryError:
        answer = {"error": "TERLALU_BESAR"}
    except Exception as error:
        answer = {"error": "RUSAK", "why": type(error).__name__}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
