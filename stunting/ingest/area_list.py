"""A list of desa (an SK of desa lokus) from a workbook or text: names to codes, doubts to a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple

import pandas as pd

from stunting.ingest import delimited, excel
from stunting.ingest.columns import normalise
from stunting.ingest.errors import IngestError
from stunting.ingest.sniff import sniff
from stunting.regions import Matcher
from stunting.settings import Settings, settings

#: Titles of the columns, normalised; the file may have others, which are not read.
DESA: Final = frozenset(
    ("desa", "desakel", "desakelurahan", "namadesa", "desalokus", "namadesakelurahan", "kelurahan")
)
KECAMATAN: Final = frozenset(("kecamatan", "kec", "namakecamatan"))
CODE: Final = frozenset(("kode", "kodedesa", "kodewilayah", "kodekemendagri"))
EXAMPLE: Final = "contoh"
ADVICE: Final = "Pakai templat daftar desa (XLSX) dari halaman ini."
_HEAD_WITHIN: Final = 20
_KEY: Final = re.compile(r"\d\d\.?\d\d\.?\d\d\.?\d{4}")
#: Why a line needs a person.
UNKNOWN: Final = "nama desa tidak dikenal di kecamatan itu"
UNPLACED: Final = "ada lebih dari satu desa bernama ini, atau tidak ada: kecamatannya kosong"
FUZZY: Final = "ejaannya berbeda satu huruf"
TWICE: Final = "desa ini sudah disebut di baris sebelumnya"
NO_CODE: Final = "kode ini bukan kode desa kabupaten ini"
DISAGREE: Final = "kode dan nama menunjuk desa yang berbeda"


class Doubt(NamedTuple):
    """A line that a person decides about.

    Attributes
    ----------
    row : int
        As a spreadsheet counts.
    typed : str
        What stands there.
    why : str
    proposals : tuple of str
        Area keys that may be meant, likeliest first; empty for a repeated line.
    """

    row: int
    typed: str
    why: str
    proposals: tuple[str, ...]


@dataclass(frozen=True)
class AreaList:
    """Desa of a list: those that are certain, and the lines that are not."""

    areas: tuple[str, ...]
    doubts: tuple[Doubt, ...]
    rows_read: int


def read_area_list(data: bytes, *, kab: str, limits: Settings | None = None) -> AreaList:
    """Read a list of desa; the file is opened as any upload is: sniffed, and in the capped process.

    Parameters
    ----------
    data : bytes
        XLSX, XLS or CSV with a column of desa, better with kecamatan, or with codes.
    kab : str
        Kemendagri code of the kabupaten.

    Raises
    ------
    IngestError
        If the file cannot be read, or has no column of desa.

    Notes
    -----
    Every line with a name ends as an area or as a doubt: none is dropped. Names are matched by
    `stunting.regions.Matcher`; a name with a slip is proposed, not taken.
    """
    limits = limits or settings()
    grid = _grid(data, limits)
    at, columns = _header(grid)
    known = _desa_of(kab)
    lines = []
    for row, cells in enumerate(islice(grid, at + 1, None), start=at + 2):
        texts = {n: " ".join(cells[c].split()) if c < len(cells) else "" for n, c in columns.items()}
        if any(normalise(cell) == EXAMPLE for cell in cells[:1]) or not any(texts.values()):
            continue
        lines.append((row, texts.get("kec", ""), texts.get("desa", ""), texts.get("code", "")))
    if not lines:
        raise IngestError("TANPA_BARIS", f"Di bawah judul kolom tidak ada satu desa pun. {ADVICE}")
    frame = pd.DataFrame(lines, columns=["row", "kec", "desa", "code"], dtype="object")
    matcher = Matcher(kab)
    found = matcher.match(None, frame["kec"].astype("str"), frame["desa"].astype("str"))
    areas: list[str] = []
    doubts: list[Doubt] = []
    for line, desa, kec, how in zip(lines, found["desa"], found["kec"], found["how"], strict=True):
        area, doubt = _decide(line, _text(desa), _text(kec), str(how), known, matcher)
        if area in areas:
            area, doubt = None, Doubt(line[0], _typed(line), TWICE, ())
        areas += [area] if area else []
        doubts += [doubt] if doubt else []
    return AreaList(tuple(areas), tuple(doubts), len(lines))


def _decide(
    line: tuple[int, str, str, str], desa: str, kec: str, how: str, known: frozenset[str], matcher: Matcher
) -> tuple[str | None, Doubt | None]:
    row, _, name, code = line
    typed = _typed(line)
    if code:
        key = _as_key(code)
        if key not in known:
            return None, Doubt(row, typed, NO_CODE, (desa,) if desa in known else ())
        if name and desa in known and desa != key:
            return None, Doubt(row, typed, DISAGREE, (key, desa))
        return key, None
    if desa in known and how != "fuzzy":
        return desa, None
    if desa in known:
        return None, Doubt(row, typed, FUZZY, (desa,))
    near = matcher.suggest(kec or None, name) if name else []
    proposals = tuple(s.code for s in near if s.code in known)
    return None, Doubt(row, typed, UNKNOWN if kec and not kec.startswith("?") else UNPLACED, proposals)


def _grid(data: bytes, limits: Settings) -> Sequence[list[str]]:
    if len(data) > limits.max_file_mb << 20:
        raise IngestError("TERLALU_BESAR", f"Berkas ini lebih dari {limits.max_file_mb} MB. {ADVICE}")
    try:
        kind = sniff(data)
        if kind == "html":
            raise IngestError("BUKAN_DAFTAR", "Ini halaman web, bukan daftar desa.")
        grid: Sequence[list[str]]
        grid, _ = delimited.read(data, limits) if kind == "csv" else excel.read(data, kind, limits)
    except IngestError as error:
        # what is wrong stays; to download again from e-PPGBM is no advice here
        wrong = error.message.partition(". ")[0].rstrip(".")
        raise IngestError(error.code, f"{wrong}. {ADVICE}") from error
    return grid


def _header(grid: Sequence[list[str]]) -> tuple[int, dict[str, int]]:
    """Return the row of the titles (0-based) and the place of each column that is read."""
    for at, cells in enumerate(islice(grid, _HEAD_WITHIN)):
        names = [normalise(cell) for cell in cells]
        places = {
            what: next((i for i, n in enumerate(names) if n in titles), -1)
            for what, titles in (("desa", DESA), ("kec", KECAMATAN), ("code", CODE))
        }
        if places["desa"] >= 0 or places["code"] >= 0:
            return at, {what: place for what, place in places.items() if place >= 0}
    raise IngestError("KOLOM_KURANG", f"Tidak ada kolom Desa pada {_HEAD_WITHIN} baris pertama. {ADVICE}")


def _desa_of(kab: str) -> frozenset[str]:
    from stunting.regions import areas

    frame = areas(kab)
    return frozenset(frame.loc[frame["level"] == "desa", "code"].astype("str"))


def _as_key(code: str) -> str:
    """Return a code with dots; anything else as it is.

    >>> _as_key("6311022019"), _as_key("63.11.02.2019"), _as_key("x")
    ('63.11.02.2019', '63.11.02.2019', 'x')
    """
    plain = code.replace(".", "")
    return f"{plain[:2]}.{plain[2:4]}.{plain[4:6]}.{plain[6:]}" if _KEY.fullmatch(code) else code


def _typed(line: tuple[int, str, str, str]) -> str:
    _, kec, desa, code = line
    place = f"{desa or code} (Kec. {kec})" if kec else desa or code
    return place[:80]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
