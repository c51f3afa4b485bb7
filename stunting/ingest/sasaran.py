"""A sasaran file: how many target children each area has; read like every upload, problems row by row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import pandas as pd

from stunting import regions
from stunting.ingest import delimited, excel, html
from stunting.ingest.cells.date import parse_date
from stunting.ingest.cells.number import parse_count
from stunting.ingest.columns import normalise
from stunting.ingest.errors import IngestError
from stunting.ingest.findings import masked
from stunting.ingest.places import clean_posyandu
from stunting.ingest.sniff import sniff
from stunting.settings import Settings, settings

#: Titles of the template, in order; the first four say where (the lowest that is filled counts).
TITLES: Final = ("Kecamatan", "Puskesmas", "Desa/Kelurahan", "Posyandu", "Kode desa", "Periode", "Sasaran")
_FIRST_ROWS: Final = 20
_MOST: Final = 1_000_000
_MONTHS: Final = (
    "januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober",
    "november", "desember",
)  # fmt: skip
_ISO: Final = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])(-\d\d)?")
_SLASH: Final = re.compile(r"(0?[1-9]|1[0-2])[/-](20\d\d)")
_KEYS: Final = {
    "kecamatan": "kec", "kec": "kec", "puskesmas": "puskesmas", "pukesmas": "puskesmas",
    "desakelurahan": "desa", "desakel": "desa", "desa": "desa", "posyandu": "posyandu", "kodedesa": "code",
    "kode": "code", "kodewilayah": "code", "periode": "period", "tahun": "period", "bulan": "period",
    "sasaran": "s", "sasaranbalita": "s", "jumlahsasaran": "s",
}  # fmt: skip


class Problem(NamedTuple):
    """A row that is not used: its number in the file, the column, what stands there, what to do."""

    row: int
    column: str
    value: str
    says: str


class Sasaran(NamedTuple):
    """The rows that can be used (``level, area, period, s``), problems, and rows left blank."""

    rows: pd.DataFrame
    problems: list[Problem]
    blank: int


class _Book(NamedTuple):
    kab: str
    known: dict[str, str]  # code → level
    matcher: regions.Matcher
    health: set[str]


def read_sasaran(data: bytes, *, kab: str, limits: Settings | None = None) -> Sasaran:
    """Read a sasaran file (.xlsx, .xls, .csv, HTML) in the capped way of every upload.

    Parameters
    ----------
    data : bytes
    kab : str
        Kemendagri code of the kabupaten whose areas are known.
    limits : Settings, optional

    Raises
    ------
    IngestError
        If the file as a whole cannot be read, or a column is missing.
    """
    grid = _cells(data, limits or settings())
    at, place = _header(grid)
    known = dict(zip(*(regions.areas(kab)[c] for c in ("code", "level")), strict=True))
    book = _Book(kab, known, regions.Matcher(kab), set(regions.puskesmas_of(kab)["puskesmas"]))
    lines, problems, blank = [], [], 0
    for number, cells in enumerate(grid[at + 1 :], start=at + 2):
        line = {key: _text(cells, column) for key, column in place.items()}
        if not line["s"]:
            blank += any(line.values())
            continue
        found = _line(line, number, book)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            lines.append((number, *found))
    if not lines and not problems:
        raise IngestError("TANPA_BARIS", "Tidak satu baris pun berisi angka sasaran. Isi kolom Sasaran.")
    rows = pd.DataFrame(lines, columns=["row", "level", "area", "period", "s"])
    again = rows.duplicated(["area", "period"])
    for dup in rows[again].to_dict("records"):
        said = "Wilayah dan periode ini sudah ada di atasnya."
        problems.append(Problem(int(dup["row"]), "Sasaran", str(dup["s"]), said))
    rows = rows[~again].drop(columns="row").reset_index(drop=True)
    return Sasaran(rows.astype({"s": "int64"}), sorted(problems), blank)


def _cells(data: bytes, limits: Settings) -> Sequence[Sequence[str | None]]:
    if len(data) > limits.max_file_mb << 20:
        raise IngestError("TERLALU_BESAR", f"Berkas ini lebih dari {limits.max_file_mb} MB.")
    kind = sniff(data)
    if kind == "html":
        return html.read(data, limits)[0]
    if kind == "csv":
        return delimited.read(data, limits)[0]
    return list(excel.read(data, kind, limits)[0])


def _header(grid: Sequence[Sequence[str | None]]) -> tuple[int, dict[str, int]]:
    for at, cells in enumerate(grid[:_FIRST_ROWS]):
        place: dict[str, int] = {}
        for column, cell in enumerate(cells):
            key = _KEYS.get(normalise(cell or "").replace(" ", ""))
            if key is not None:
                place.setdefault(key, column)
        if {"period", "s"} <= set(place) and {"kec", "puskesmas", "desa", "code"} & set(place):
            return at, place
    raise IngestError(
        "KOLOM_KURANG",
        f"Judul kolom sasaran tidak ditemukan ({', '.join(TITLES)}). Isi templat sasaran, lalu unggah.",
    )


def _text(cells: Sequence[str | None], column: int) -> str:
    value = cells[column] if column < len(cells) else None
    return " ".join((value or "").split())


def _line(line: dict[str, str], number: int, book: _Book) -> tuple[str, str, str, int] | Problem:
    period = read_period(line["period"])
    if period is None:
        said = "Tulis tahun (2026) atau bulan (2026-08)."
        return Problem(number, "Periode", masked(line["period"]), said)
    count = parse_count(line["s"])
    if count is None or count != int(count) or not 0 < count < _MOST:
        return Problem(number, "Sasaran", masked(line["s"]), "Tulis jumlah anak, bilangan bulat di atas 0.")
    where = _where(line, number, book)
    return where if isinstance(where, Problem) else (*where, period, int(count))


def _where(line: dict[str, str], number: int, book: _Book) -> tuple[str, str] | Problem:
    """Return level and key of the lowest area that is filled in."""
    known, matcher = book.known, book.matcher
    code, kec, desa = (line.get(key, "") for key in ("code", "kec", "desa"))
    if code:
        if code not in known:
            return Problem(number, "Kode desa", masked(code), "Kode ini tidak dikenal; ambil dari templat.")
        area = code
    elif desa:
        names = (pd.Series([n or None], dtype="str") for n in ("", kec, desa))
        area = str(matcher.match(*names)["desa"].iloc[0])
        if area not in known:
            near = [s.label for s in matcher.suggest(None, desa)]
            hint = f" Mungkin maksudnya: {', '.join(near)}." if near else ""
            said = f"Desa ini tidak dikenal di kecamatannya.{hint}"
            return Problem(number, "Desa/Kelurahan", masked(desa), said)
    elif line.get("puskesmas"):
        typed = pd.Series([line["puskesmas"]], dtype="str")
        name = str(regions.canonical_puskesmas(typed, book.kab).iloc[0])
        if book.health and name not in book.health:
            return Problem(number, "Puskesmas", masked(line["puskesmas"]), "Puskesmas ini tidak dikenal.")
        return "puskesmas", name
    elif kec:
        found = matcher.match(None, pd.Series([kec], dtype="str"), None)["kec"].iloc[0]
        if str(found) not in known:
            return Problem(number, "Kecamatan", masked(kec), "Kecamatan ini tidak dikenal.")
        return "kecamatan", str(found)
    else:
        return Problem(number, "Desa/Kelurahan", "", "Wilayahnya kosong.")
    if known[area] != "desa":
        return known[area], area
    posyandu = clean_posyandu(line["posyandu"]) if line.get("posyandu") else ""
    return ("posyandu", f"{area}|{posyandu}") if posyandu else ("desa", area)


def read_period(text: str) -> str | None:
    """Return a month or a year, None where it is neither.

    >>> [read_period(t) for t in ("2026", "2026-08", "8/2026", "Agustus 2026", "2026-08-01", "kapan")]
    ['2026', '2026-08', '2026-08', '2026-08', '2026-08', None]
    """
    text = text.strip().lower()
    if re.fullmatch(r"20\d\d", text):
        return text
    if found := _ISO.fullmatch(text):
        return f"{found[1]}-{found[2]}"
    if found := _SLASH.fullmatch(text):
        return f"{found[2]}-{int(found[1]):02d}"
    name, _, year = text.partition(" ")
    months = [m for m, word in enumerate(_MONTHS, start=1) if len(name) >= 3 and word.startswith(name)]
    if len(months) == 1 and re.fullmatch(r"20\d\d", year):
        return f"{year}-{months[0]:02d}"
    day = parse_date(text).day
    return None if day is None else str(pd.Timestamp(day, unit="D"))[:7]
