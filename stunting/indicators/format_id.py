"""Numbers, dates and periods as Indonesians write them. Every screen, chart and report uses these.

Rounding is half up, away from zero (14.575 % becomes 14,58), on the decimal value the computation meant:
values are first cleaned at the tenth decimal, because 17.75 may arrive as 17.749999999999996.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import pandas as pd

MISSING: Final = "–"
MINUS: Final = "−"
MONTHS: Final = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
    "November", "Desember",
)  # fmt: skip
MONTHS_SHORT: Final = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")

_ADDRESS: Final = re.compile(r"https?://(?:www\.)?([^/\s;]+)[^\s;]*")

Number = float | int | None


def _missing(value: object) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value)


def round_half_up(value: float, decimals: int = 0) -> Decimal:
    """Return `value` rounded half up, away from zero.

    >>> round_half_up(17.749999999999996, 1), round_half_up(-9.925, 2), round_half_up(0.5)
    (Decimal('17.8'), Decimal('-9.93'), Decimal('1'))
    """
    clean = Decimal(repr(round(float(value), 10)))
    return clean.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def number(value: Number, decimals: int = 0, *, sign: bool = False, trim: bool = False) -> str:
    """Return `value` with dots between thousands and a decimal comma; `MISSING` for NaN.

    Parameters
    ----------
    sign : bool
        Show a plus before positive numbers.
    trim : bool
        Drop zeros at the end of the decimals.

    >>> number(1346), number(-9.925, 2), number(2.5, 2, sign=True), number(16.0, 2, trim=True), number(None)
    ('1.346', '−9,93', '+2,50', '16', '–')
    """
    if _missing(value) or math.isinf(float(value)):  # type: ignore[arg-type]
        return MISSING
    rounded = round_half_up(float(value), decimals)  # type: ignore[arg-type]
    text = f"{abs(rounded):,.{decimals}f}".translate(str.maketrans(",.", ".,"))
    if trim and "," in text:
        text = text.rstrip("0").rstrip(",")
    if rounded < 0:
        return MINUS + text
    return f"+{text}" if sign and rounded > 0 else text


def percent(fraction: Number, decimals: int = 1, *, trim: bool = False) -> str:
    """Return a fraction as percent.

    >>> percent(1346 / 9230, 2), percent(0.116, 2, trim=True), percent(0), percent(float("nan"))
    ('14,58 %', '11,6 %', '0,0 %', '–')
    """
    text = number(None if _missing(fraction) else float(fraction) * 100, decimals, trim=trim)  # type: ignore[arg-type]
    return text if text == MISSING else f"{text} %"


def points(fraction: Number, decimals: int = 2, *, sign: bool = False) -> str:
    """Return a difference of two fractions in percentage points.

    >>> points(-0.0003), points(0.0255, sign=True)
    ('−0,03 poin', '+2,55 poin')
    """
    text = number(None if _missing(fraction) else float(fraction) * 100, decimals, sign=sign)  # type: ignore[arg-type]
    return text if text == MISSING else f"{text} poin"


def interval(low: Number, high: Number, decimals: int = 1) -> str:
    """Return two fractions as an interval in percent.

    >>> interval(0.1388, 0.1532), interval(None, 0.2)
    ('13,9–15,3 %', '–')
    """
    ends = [number(None if _missing(x) else float(x) * 100, decimals) for x in (low, high)]  # type: ignore[arg-type]
    if MISSING in ends:
        return MISSING
    joint = "–" if MINUS not in ends[0] + ends[1] else " sampai "
    return f"{joint.join(ends)} %"


def date(value: dt.date | pd.Timestamp | None) -> str:
    """Return a date with the short month.

    >>> date(dt.date(2026, 11, 21)), date(None)
    ('21 Nov 2026', '–')
    """
    if value is None or _missing(value):
        return MISSING
    return f"{value.day} {MONTHS_SHORT[value.month - 1]} {value.year}"


def month(text: str, *, short: bool = False) -> str:
    """Return ``"YYYY-MM"`` as a month in words.

    >>> month("2024-08"), month("2024-08", short=True)
    ('Agustus 2024', 'Agu 2024')
    """
    year, number_ = text.split("-")[:2]
    return f"{(MONTHS_SHORT if short else MONTHS)[int(number_) - 1]} {year}"


def period_name(text: str | None, *, short: bool = False) -> str:
    """Return the label of a period: a month in words, a year as it is, anything else unchanged.

    >>> period_name("2024-02"), period_name("2024"), period_name(None)
    ('Februari 2024', '2024', '–')
    """
    if text is None or _missing(text):
        return MISSING
    head, _, tail = text.partition("-")
    return month(text, short=short) if head.isdigit() and tail.isdigit() and 1 <= int(tail) <= 12 else text


def period_short(text: str | None) -> str:
    """Return `period_name` with the short month.

    >>> period_short("2024-08")
    'Agu 2024'
    """
    return period_name(text, short=True)


def listing(items: list[str]) -> str:
    """Return names as a sentence lists them.

    >>> listing(["A"]), listing(["A", "B"]), listing(["A", "B", "C"])
    ('A', 'A dan B', 'A, B, dan C')
    """
    if len(items) < 3:
        return " dan ".join(items)
    return f"{', '.join(items[:-1])}, dan {items[-1]}"


def sources(named: Iterable[str]) -> str:
    """Return sources once each, an address by the name of its site: the table keeps it whole.

    >>> sources(["Laporan Contoh", "https://www.contoh.id/berita/55-desa/", "Laporan Contoh"])
    'Laporan Contoh; contoh.id'
    """
    said = (_ADDRESS.sub(r"\1", str(name)) for name in named if str(name))
    return "; ".join(dict.fromkeys(said))
