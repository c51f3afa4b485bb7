"""Pieces of the reasons: z-scores with their class, kilograms, dates; every different one is written once."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Final

import pandas as pd

from stunting.growth import flag_limits, kbm_table, scale
from stunting.indicators import format_id
from stunting.indicators.follow_up.timeline import month_text

_CHILD_LYING: Final = 24  # months under which length is measured, not height
_NAMES: Final = {"waz": ("BB/U", "BB/U"), "haz": ("PB/U", "TB/U"), "whz": ("BB/PB", "BB/TB")}
number = lru_cache(maxsize=8192)(format_id.number)


def index_name(z: str, age: float) -> str:
    """Return how an index is called at an age in months.

    >>> index_name("haz", 11), index_name("haz", 24), index_name("whz", float("nan"))
    ('PB/U', 'TB/U', 'BB/TB')
    """
    return _NAMES[z][0 if age < _CHILD_LYING else 1]


@lru_cache(maxsize=8192)
def status(z: str, value: float, code: int, name: str) -> str:
    """Return an index, its value and its class: "PB/U −3,21 (sangat pendek)"."""
    return f"{name} {number(value, 2)} ({scale(z).names[code].lower()})"


def beyond(z: str, value: float, age: float) -> str:
    """Return that a value lies outside the plausible range.

    >>> beyond("haz", -6.4, 30)
    'TB/U −6,40 di luar batas −6 sampai 6'
    """
    low, high = flag_limits(z)
    return f"{index_name(z, age)} {number(value, 2)} di luar batas {number(low)} sampai {number(high)}"


@lru_cache(maxsize=8192)
def day(value: dt.date | pd.Timestamp) -> str:
    """Return a date with the short month."""
    return format_id.date(value)


@lru_cache(maxsize=1024)
def month(value: int, *, short: bool = False, year: bool = True) -> str:
    """Return a month number in words.

    >>> month(2024 * 12 + 6), month(2024 * 12 + 6, year=False)
    ('Juli 2024', 'Juli')
    """
    text = format_id.month(month_text(value), short=short)
    return text if year else text.rpartition(" ")[0]


def _least(age: float, sex: str) -> str:
    row = {"L": 1, "P": 2}.get(sex, 0)
    return number(float(kbm_table()[row, int(min(max(age, 0), 60))]) / 1000, 1)


def change(before: float, now: float, age: float, sex: str, last_month: int) -> str:
    """Return how a weight changed since the month before.

    >>> change(9.1, 8.8, 14, "L", 2024 * 12 + 6)
    'berat turun 0,3 kg dari Juli (9,1 → 8,8 kg)'
    >>> change(9.1, 9.2, 14, "L", 2024 * 12 + 6)
    'berat hanya naik 0,1 kg dari Juli (9,1 → 9,2 kg), minimal 0,2 kg'
    >>> change(9.1, 9.1, 14, "L", 2024 * 12 + 6)
    'berat tetap 9,1 kg sejak Juli'
    """
    name = month(last_month, year=False)
    grams = round((now - before) * 1000)
    if not grams:
        return f"berat tetap {kg(now)} kg sejak {name}"
    step = f"({kg(before)} → {kg(now)} kg"
    if grams < 0:
        return f"berat turun {kg(-grams / 1000)} kg dari {name} {step})"
    least = f", minimal {_least(age, sex)} kg" if age >= 0 else ""
    return f"berat hanya naik {kg(grams / 1000)} kg dari {name} {step}){least}"


@lru_cache(maxsize=8192)
def kg(value: float) -> str:
    """Return kilograms with one decimal, or as many as were written.

    >>> kg(9.0), kg(8.75)
    ('9,0', '8,75')
    """
    return number(value, 1 if abs(value * 10 - round(value * 10)) < 1e-6 else 2)
