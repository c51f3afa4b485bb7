"""Pages in the layouts of the yearly report: kecamatan in two years, and the table of key indicators."""

from __future__ import annotations

import pandas as pd

from stunting.indicators import iku
from stunting.indicators.change import DOWN, UNCLEAR, UP, change
from stunting.indicators.format_id import listing, number, period_name
from stunting.indicators.results import RECAP_RULE
from stunting.indicators.words import INDICATOR_WORDS, LEVEL_WORDS
from stunting.reports.briefing.content import IKU, YEARS, Page
from stunting.reports.briefing.provenance import Origin


def two_years(parts: pd.DataFrame, before: pd.DataFrame, indicator: str) -> list[Page]:
    """Return the page of the areas in two years (one page or none).

    None where fewer than two areas have both figures, or where they are of different series.
    """
    both = parts.merge(before, on="area", suffixes=("", "_then"))
    known = both[both[["value", "value_then"]].notna().all(axis=1)]
    if len(known) < 2 or set(known["rule"]) != set(known["rule_then"]):
        return []
    then, now = (period_name(str(f["period"].iloc[0])) for f in (before, parts))
    unit = LEVEL_WORDS[str(parts["level"].iloc[0])]
    title = f"{INDICATOR_WORDS[indicator].title} per {unit}, {then} dan {now}"
    n = " dan ".join(number(f["denominator"].sum()) for f in (before, parts))
    origin = Origin(when=f"{then} dan {now}", n=f"n = {n}")
    return [Page(YEARS, title, takeaway(before, parts), {"parts": parts, "before": before}, origin=origin)]


def takeaway(before: pd.DataFrame, parts: pd.DataFrame) -> str:
    """Return how many areas fell, rose, or cannot be told from chance, in one sentence."""
    since = period_name(str(before["period"].iloc[0]))
    if RECAP_RULE in {*before["rule"], *parts["rule"]}:  # its interval knows nothing of posyandu
        return f"Perubahan sejak {since} belum dapat dinilai (ada angka rekap)."
    verdicts = change(before, parts)["verdict"].value_counts()
    unit = LEVEL_WORDS[str(parts["level"].iloc[0])]
    said = [
        f"{number(verdicts[verdict])} {unit} {verdict}" for verdict in (DOWN, UP) if verdicts.get(verdict, 0)
    ]
    unclear = int(verdicts.get(UNCLEAR, 0))
    if not said:
        return f"Sejak {since} belum ada {unit} yang perubahannya dapat dibedakan dari kebetulan."
    more = f"; {number(unclear)} lainnya belum dapat dibedakan" if unclear else ""
    return f"Sejak {since}: {listing(said)}{more}."


def iku_page(table: pd.DataFrame | None, year: int) -> list[Page]:
    """Return the page of the key indicators, those of them that have a target or a figure."""
    if table is None:
        return []
    known = table[table[["target", "actual"]].notna().any(axis=1)].reset_index(drop=True)
    if known["capaian"].notna().sum() < 2:  # a page for one line is none
        return []
    kinds = listing(sorted({str(k) for k in known["actual_kind"] if k}))
    note = f"Realisasi: {kinds}. Sumber tiap angka: berkas angka (XLSX, CSV), lembar IKU." if kinds else ""
    sources = [str(s) for s in known["source"] if s]
    origin = Origin(when=f"Tahun {year}", n="", rule_words=kinds, source=_sources(sources), pulled=False)
    frames = {"iku": known}
    return [Page(IKU, f"Indikator kinerja utama {year}", iku.takeaway(known, year), frames, note, origin)]


def _sources(sources: list[str]) -> str:
    """Return the sources, the most frequent first, at most two of them by name.

    >>> _sources(["rutin: Buku", "rutin: Buku", "e-PPGBM: Buku", "survei: Lain"])
    'rutin: Buku; e-PPGBM: Buku; dan 1 lainnya'
    """
    found = list(pd.Series(sources, dtype="object").value_counts().index)
    more = [f"dan {number(len(found) - 2)} lainnya"] if len(found) > 2 else []
    return "; ".join([*found[:2], *more])
