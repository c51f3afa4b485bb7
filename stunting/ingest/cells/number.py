"""Read numbers as Indonesian offices write and break them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from stunting.ingest.cells.date import parse_date
from stunting.settings import settings

_UNIT = re.compile(r"\s*(kg|cm|gram|gr|g|m|x|kali|%)\.?$", re.IGNORECASE)
_PLAIN = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}([.,])\d{3}(\1\d{3})+", re.ASCII)
_MIXED = re.compile(r"[+-]?\d{1,3}(([.])\d{3})+,\d+|[+-]?\d{1,3}((,)\d{3})+\.\d+", re.ASCII)
_POWER = re.compile(r"[+-]?\d+([.,]\d+)?[eE][+-]?\d{1,3}", re.ASCII)
_PHONE = re.compile(r"(\+?62|0)?8\d{7,12}|\d{9,}", re.ASCII)
_GROUPED_INTEGER = re.compile(r"\d{1,3}([.,]\d{3})+", re.ASCII)


@lru_cache(maxsize=1 << 16)
def parse_number(text: str) -> float | None:
    """Read one number; ``None`` if it is not one. One separator alone is the decimal separator.

    >>> parse_number("9,8"), parse_number("5.618"), parse_number("1.234,5"), parse_number("nan")
    (9.8, 5.618, 1234.5, None)
    """
    text = _UNIT.sub("", text.replace("\xa0", " ").strip()).replace("−", "-").replace(" ", "")
    if len(text) > 30:
        return None
    if _PLAIN.fullmatch(text):
        return float(text.replace(",", "."))
    if _GROUPED.fullmatch(text):
        return float(text.replace(",", "").replace(".", ""))
    if _MIXED.fullmatch(text):
        last = max(text.rfind(","), text.rfind("."))
        return float(text[:last].replace(",", "").replace(".", "") + "." + text[last + 1 :])
    if _POWER.fullmatch(text):
        value = float(text.replace(",", "."))
        return value if abs(value) < 1e15 else None
    return None


@lru_cache(maxsize=1 << 14)
def parse_count(text: str) -> float | None:
    """Read a count of children: a separator before three digits groups thousands.

    >>> parse_count("9.230"), parse_count("12"), parse_count("12,5")
    (9230.0, 12.0, 12.5)
    """
    text = text.replace(" ", "")
    if _GROUPED_INTEGER.fullmatch(text):
        return float(text.replace(",", "").replace(".", ""))
    return parse_number(text)


class Rule(NamedTuple):
    """What a column of sizes may hold (one line of ``data/rentang.csv``)."""

    unit: str
    low: float
    high: float
    grams_above: float
    metres_to: float
    sentinels: frozenset[float]
    zero_is_blank: bool


class Reading(NamedTuple):
    """A cell as read: value (NaN where not usable) and the finding code, if any."""

    value: float
    code: str


_NAN = float("nan")
_BLANK = Reading(_NAN, "")


@lru_cache(maxsize=1)
def rules() -> dict[str, Rule]:
    """Return the rules of all columns."""
    frame = pd.read_csv(settings().data_dir / "rentang.csv", dtype=str, keep_default_na=False)
    out = {}
    for line in frame.itertuples():
        out[str(line.kolom)] = Rule(
            str(line.satuan),
            float(str(line.min)),
            float(str(line.maks)),
            float(str(line.gram_di_atas) or "inf"),
            float(str(line.meter_sampai) or "-inf"),
            frozenset(float(code) for code in str(line.kode_kosong).split()),
            float(str(line.min)) > 0,
        )
    return out


@lru_cache(maxsize=1 << 16)
def read_size(text: str, column: str) -> Reading:
    """Read one cell of a size column by its rule.

    Parameters
    ----------
    text : str
        A cell that is not blank.
    column : str
        Canonical column with a line in ``data/rentang.csv``.

    Examples
    --------
    >>> read_size("3200", "birth_weight_kg")
    Reading(value=3.2, code='SATUAN_GRAM')
    >>> read_size("2024-05-12", "weight_kg").code
    'ANGKA_JADI_TANGGAL'
    """
    rule = rules()[column]
    value = parse_number(text)
    if value is None:
        if _PHONE.fullmatch(text.replace("-", "").replace(" ", "")):
            return Reading(_NAN, "ANGKA_TELEPON")
        return Reading(_NAN, "ANGKA_JADI_TANGGAL" if parse_date(text).day is not None else "ANGKA_SALAH")
    if value == 0 and rule.zero_is_blank:
        return _BLANK
    if value in rule.sentinels:
        return Reading(_NAN, "ZS_TAK_TERHITUNG" if rule.unit == "SD" else "ANGKA_SENTINEL")
    if _PHONE.fullmatch(text.replace(" ", "")):
        return Reading(_NAN, "ANGKA_TELEPON")
    code = ""
    if value > rule.grams_above:
        value, code = round(value / 1000, 4), "SATUAN_GRAM"
    elif 0 < value <= rule.metres_to:
        value, code = round(value * 100, 4), "SATUAN_METER"
    if not rule.low <= value <= rule.high:
        return Reading(_NAN, "ANGKA_LUAR_RENTANG")
    return Reading(value, code)
