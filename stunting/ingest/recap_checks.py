"""What a recap row must satisfy: numerators, sums and printed percentages."""

from __future__ import annotations

import numpy as np

from stunting.ingest.batch import Batch
from stunting.ingest.cells.number import parse_number
from stunting.ingest.findings import number, sentence

_PARTS = {
    "stunting": ("haz", "pendek + sangat pendek"),
    "underweight": ("waz", "kurang + sangat kurang"),
    "wasting": ("whz", "gizi kurang + gizi buruk"),
}
_NUMERATORS = (
    "stunting", "underweight", "wasting", "haz_severe", "haz_moderate", "waz_severe", "waz_moderate",
    "whz_severe", "whz_moderate", "whz_over", "whz_obese",
)  # fmt: skip


def check_numerators(batch: Batch, counts: dict[str, np.ndarray]) -> np.ndarray:
    """Return True for rows that cannot be used: more cases than measured, or no measured children at all."""
    measured = counts["measured"]
    bad = np.isnan(measured)
    batch.report_rows("REKAP_TANPA_DIUKUR", bad, batch["measured"].title)
    for name in _NUMERATORS:
        over = (counts[name] > measured) & ~bad
        for at in np.flatnonzero(over).tolist():
            title, value = batch[name].title, number(counts[name][at], 0)
            says = sentence("REKAP_PEMBILANG_LEBIH", kolom=title, nilai=value, diukur=number(measured[at], 0))
            batch.findings.add("REKAP_PEMBILANG_LEBIH", batch.rows[at], title, value, says)
        bad |= over
    more = counts["registered"] < measured
    for at in np.flatnonzero(more & ~bad).tolist():
        value, of = number(measured[at], 0), number(counts["registered"][at], 0)
        says = sentence("REKAP_DIUKUR_LEBIH", nilai=value, sasaran=of)
        batch.findings.add("REKAP_DIUKUR_LEBIH", batch.rows[at], batch["measured"].title, value, says)
    return bad


def check_details(batch: Batch, counts: dict[str, np.ndarray]) -> None:
    """Report rows where moderate + severe is not the total that stands beside them."""
    for name, (index, words) in _PARTS.items():
        parts = counts[f"{index}_moderate"] + counts[f"{index}_severe"]
        total = counts[name]
        differ = ~np.isnan(parts) & ~np.isnan(total) & (parts != total)
        for at in np.flatnonzero(differ).tolist():
            title, value = batch[name].title, number(total[at], 0)
            says = sentence(
                "REKAP_JUMLAH_BEDA", rincian=words, hitung=number(parts[at], 0), kolom=title, nilai=value
            )
            batch.findings.add("REKAP_JUMLAH_BEDA", batch.rows[at], title, value, says)


def check_percents(batch: Batch, counts: dict[str, np.ndarray]) -> None:
    """Report rows whose printed percentage is not the one of the counts, by a unit of its last decimal.

    Rounding to either side and cutting off are both accepted, and both occur; a whole number may have lost a
    trailing zero in a spreadsheet, so one decimal is the coarsest that is assumed.
    """
    for name, (index, _) in _PARTS.items():
        column = batch[f"pct_{name}"]
        if not column.distinct:
            continue
        cases = counts[name]
        cases = np.where(np.isnan(cases), counts[f"{index}_moderate"] + counts[f"{index}_severe"], cases)
        parsed = [parse_number(text) for text in column.distinct]
        printed = column.spread([np.nan if value is None else value for value in parsed], np.nan)
        unit = column.spread([10.0 ** -_decimals(text) for text in column.distinct], np.nan)
        with np.errstate(divide="ignore", invalid="ignore"):
            actual = np.where(counts["measured"] > 0, 100 * cases / counts["measured"], np.nan)
            differ = np.abs(printed - actual) >= unit + 1e-9
        for at in np.flatnonzero(differ).tolist():
            value = number(printed[at])
            says = sentence(
                "REKAP_PERSEN_BEDA",
                kolom=column.title,
                nilai=value,
                kasus=number(cases[at], 0),
                diukur=number(counts["measured"][at], 0),
                hitung=number(actual[at]),
            )
            batch.findings.add("REKAP_PERSEN_BEDA", batch.rows[at], column.title, value, says)
        batch.report("REKAP_ANGKA", column, [at for at, value in enumerate(parsed) if value is None])


def _decimals(text: str) -> int:
    text = text.replace("%", "").strip()
    return (
        min(max(1, len(text) - max(text.rfind("."), text.rfind(",")) - 1), 4)
        if ("." in text or "," in text)
        else 1
    )
