"""Read the tables of an HTML file with lxml (inside the capped process)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

_HAS_SPANS = etree.XPath("boolean(.//*[@colspan > 1 or @rowspan > 1])")


def read_markup(data: bytes, max_rows: int, max_columns: int) -> dict:
    """Return the rows of the table with most rows, and the text that stands before it; `data` is UTF-8.

    Spanned cells hold their text once, in the first cell, so that later columns keep their place.
    Entities of the document itself are not expanded and nothing is fetched.
    """
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return {"error": "RUSAK"}
    tables = [] if root is None else list(root.iter("table"))
    if not tables:
        return {"error": "TANPA_TABEL"}
    # of equally long tables (a title, a header without rows) the one with most cells
    counted = [(*_size(table), -at) for at, table in enumerate(tables)]
    longest, _, at = max(counted)
    best = tables[-at]
    if longest > max_rows + 50:
        return {"error": "BARIS_BANYAK"}
    grid = _grid(best, max_columns)
    if grid is None:
        return {"error": "KOLOM_BANYAK"}
    return {"rows": grid, "before": _before(best)}


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """Yield the rows of this table, not of tables inside its cells."""
    yield from table.iterchildren("tr")
    for part in table.iterchildren("thead", "tbody", "tfoot"):
        yield from part.iterchildren("tr")


def _size(table: etree._Element) -> tuple[int, int]:
    rows = list(_rows(table))
    return len(rows), len(rows[0]) if rows else 0


def _text(cell: etree._Element) -> str:
    text = cell.text if len(cell) == 0 else " ".join(cell.itertext())
    return " ".join(text.split()) if text else ""


def _grid(table: etree._Element, max_columns: int) -> list[list[str]] | None:
    """Return the cells, or ``None`` where a row is too wide."""
    out: list[list[str]] = []
    hanging: dict[int, int] = {}  # column → rows still covered by a rowspan from above
    spans = _HAS_SPANS(table)
    for line in _rows(table):
        cells = line.iterchildren("td", "th")
        row = _spread(cells, hanging, max_columns) if spans else [_text(cell) for cell in cells]
        if len(row) > max_columns:
            return None
        out.append(row)
    return out


def _spread(cells: Iterator[etree._Element], hanging: dict[int, int], max_columns: int) -> list[str]:
    """Give spanned cells their room; `hanging` is changed."""
    covered = set(hanging)
    for at in covered:
        hanging[at] -= 1
        if hanging[at] <= 0:
            del hanging[at]
    row: list[str] = []
    for cell in cells:
        while len(row) in covered:
            row.append("")
        across, down = min(_span(cell.get("colspan")), max_columns + 1), _span(cell.get("rowspan"))
        if down > 1:
            hanging.update(dict.fromkeys(range(len(row), len(row) + across), down - 1))
        row.append(_text(cell))
        row.extend([""] * (across - 1))
        if len(row) > max_columns:
            break
    return row


def _span(text: str | None) -> int:
    text = (text or "").strip()
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _before(table: etree._Element) -> str:
    """Text of everything that stands before the table: titles, and small tables that hold them."""
    parts = []
    for node in (table, *table.iterancestors()):
        for sibling in node.itersiblings(preceding=True):
            if sibling.tag not in ("style", "script", "head"):
                parts.append(" ".join(sibling.itertext())[:2000])
        if node.text and node is not table:
            parts.append(node.text)
    return " ".join(reversed(parts))
