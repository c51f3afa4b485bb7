"""Read the original download: an HTML table that is named .xls."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from stunting.ingest.errors import IngestError
from stunting.ingest.text import decode
from stunting.settings import Settings

_HAS_SPANS = etree.XPath("boolean(.//*[@colspan > 1 or @rowspan > 1])")


def read(data: bytes, limits: Settings) -> tuple[list[list[str]], str]:
    """Return the cells of the table with most rows, and the text that stands before it.

    Spanned cells hold their text once, in the first cell, so that later columns keep their place.
    Entities of the document itself are not expanded and nothing is fetched.

    Raises
    ------
    IngestError
        If no table is there, or it is too large.
    """
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    text = decode(data).replace("\0", "")
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise IngestError("RUSAK", "Berkas HTML ini tidak terbaca. Unduh ulang dari e-PPGBM.") from error
    tables = [] if root is None else list(root.iter("table"))
    if not tables:
        raise IngestError("TANPA_TABEL", "Tidak ada tabel di berkas ini. Unduh ulang laporan dari e-PPGBM.")
    counted = [(sum(1 for _ in _rows(table)), -at) for at, table in enumerate(tables)]
    best = tables[-max(counted)[1]]
    if max(counted)[0] > limits.max_rows + 50:
        raise IngestError("BARIS_BANYAK", "Tabel ini terlalu panjang. Bagi menurut puskesmas atau bulan.")
    before = _before(best)
    return _grid(best, limits.max_columns), before


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """Yield the rows of this table, not of tables inside its cells."""
    yield from table.iterchildren("tr")
    for part in table.iterchildren("thead", "tbody", "tfoot"):
        yield from part.iterchildren("tr")


def _text(cell: etree._Element) -> str:
    text = cell.text if len(cell) == 0 else " ".join(cell.itertext())
    return " ".join(text.split()) if text else ""


def _grid(table: etree._Element, max_columns: int) -> list[list[str]]:
    out: list[list[str]] = []
    hanging: dict[int, int] = {}  # column → rows still covered by a rowspan from above
    spans = _HAS_SPANS(table)
    for line in _rows(table):
        cells = line.iterchildren("td", "th")
        row = _spread(cells, hanging, max_columns) if spans else [_text(cell) for cell in cells]
        if len(row) > max_columns:
            raise IngestError(
                "KOLOM_BANYAK", f"Tabel ini lebih dari {max_columns} kolom. Unduh ulang laporannya."
            )
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
