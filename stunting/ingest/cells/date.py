"""Read dates: ISO, day first, Excel serials, month names. Never month first."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

_EPOCH = date(1970, 1, 1).toordinal()
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
#: Excel counts days from 1899-12-30; only serials of 2000–2064 are taken for dates.
_SERIAL_ZERO = date(1899, 12, 30).toordinal()
_SERIALS = range(36526, 60300)

_TIME = r"(?:[ T,]+\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\.\d+)?(?: ?[AP]M)?(?:Z|[+-]\d\d:?\d\d)?)?"
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})" + _TIME, re.ASCII | re.IGNORECASE)
_DAY_FIRST = re.compile(
    r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})" + _TIME, re.ASCII | re.IGNORECASE
)
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})", re.ASCII)
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?", re.ASCII)
_NAMED = re.compile(
    r"(?:[A-Za-z']+, ?)?(\d{1,2})[ \-./]*([A-Za-z]{3,9})\.?[ \-./,]*(\d{4}|\d{2})" + _TIME, re.ASCII
)

_MONTHS = (
    ("jan", "januari", "january"),
    ("feb", "februari", "pebruari", "february", "peb"),
    ("mar", "maret", "march", "mrt"),
    ("apr", "april"),
    ("mei", "may"),
    ("jun", "juni", "june"),
    ("jul", "juli", "july"),
    ("agu", "agustus", "ags", "agt", "agst", "august", "aug"),
    ("sep", "september", "sept"),
    ("okt", "oktober", "october", "oct"),
    ("nov", "november", "nopember", "nop"),
    ("des", "desember", "december", "dec"),
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}


class Day(NamedTuple):
    """A date as days since 1970-01-01 (``None``: not a date), and what is odd about its writing."""

    day: int | None
    short_year: bool = False
    month_first: bool = False


_NOT = Day(None)


@lru_cache(maxsize=1 << 16)
def parse_date(text: str) -> Day:
    """Read one date.

    >>> parse_date("05/03/2024") == parse_date("2024-03-05") == parse_date("5 Maret 2024")
    True
    >>> parse_date("02/25/2024")
    Day(day=None, short_year=False, month_first=True)
    """
    text = text.strip()
    if len(text) > 40:
        return _NOT
    if found := _ISO.fullmatch(text):
        return _day(int(found[1]), int(found[3]), int(found[4]))
    if found := _DAY_FIRST.fullmatch(text):
        year, short = _year(found[4])
        first, second = int(found[1]), int(found[3])
        if second > 12 >= first and second <= 31:
            return Day(None, month_first=True)
        return _day(year, second, first, short)
    if found := _COMPACT.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _SERIAL.fullmatch(text):
        serial = int(found[1])
        return Day(_SERIAL_ZERO + serial - _EPOCH) if serial in _SERIALS else _NOT
    if found := _NAMED.fullmatch(text):
        year, short = _year(found[3])
        return _day(year, MONTHS.get(found[2].lower(), 0), int(found[1]), short)
    return _NOT


def _year(text: str) -> tuple[int, bool]:
    return (int(text), False) if len(text) == 4 else (2000 + int(text), True)


def _day(year: int, month: int, day: int, short: bool = False) -> Day:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return _NOT
    try:
        return Day(date(year, month, day).toordinal() - _EPOCH, short)
    except ValueError:
        return _NOT


@lru_cache(maxsize=1 << 14)
def parse_age(text: str) -> float:
    """Read ``2 Tahun - 3 Bulan - 12 Hari`` as days; NaN where nothing is readable.

    >>> round(parse_age("2 Tahun - 0 Bulan - 1 Hari"), 1)
    731.5
    """
    found = re.findall(r"(\d{1,3})\s*(tahun|thn|th|bulan|bln|bl|hari|hr)", text.lower())
    if not found:
        return float("nan")
    days = {"t": 365.25, "b": 30.4375, "h": 1.0}
    return sum(int(number) * days[unit[0]] for number, unit in found)
