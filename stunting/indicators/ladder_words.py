"""Sentences about targets: the opening one, and one for each rung of the ladder."""

from __future__ import annotations

import pandas as pd

from stunting.indicators.format_id import number, percent, period_name, points, round_half_up
from stunting.indicators.intervals import SMALL_DENOMINATOR
from stunting.indicators.ladder import (
    COMPARED,
    EARLY,
    FEW,
    HELD,
    HIDDEN,
    NO_FIGURE,
    OTHER_RULE,
    QUOTED,
    SURVEY,
)  # fmt: skip
from stunting.indicators.words import HIDDEN_WHY

_WHY = {
    QUOTED: "Kutipan dari dokumen lain: ditampilkan apa adanya, tidak dipakai sebagai target.",
    NO_FIGURE: "Belum ada angka tahun itu.",
    HIDDEN: f"Angkanya disamarkan: {HIDDEN_WHY}.",
    FEW: f"Kurang dari {SMALL_DENOMINATOR} balita diukur: tidak dibandingkan.",
    OTHER_RULE: "Target berlaku untuk hitungan e-PPGBM: tidak dibandingkan dengan hitungan ulang WHO.",
}


def children_words(children: float) -> str:
    """Return how many children fewer meet the target; empty where nobody was counted.

    >>> children_words(275.32), children_words(0.4), children_words(float("nan"))
    ('perlu sekitar 275 balita lebih sedikit', 'perlu kurang dari satu balita lebih sedikit', '')
    """
    if pd.isna(children) or children <= 0:
        return ""
    whole = int(round_half_up(children))
    return f"perlu {f'sekitar {number(whole)}' if whole else 'kurang dari satu'} balita lebih sedikit"


def name_of(row: pd.Series) -> str:
    """Return a target with its value and document ("11,6 %, Perjanjian Kinerja 2024")."""
    document = str(row["document"]).removesuffix(" (target akhir)")
    return f"{percent(row['target'], 2, trim=True)}, {document}"


def rung(row: pd.Series) -> str:
    """Return what one rung of the ladder says."""
    state = str(row["state"])
    if state not in COMPARED:
        return _WHY[state]
    gap = points(abs(row["gap"]))
    if state == SURVEY:
        where = "" if row["area"] != "00" else " nasional"
        side = "di atas" if row["gap"] > 0 else "di bawah"
        even = f"{gap} {side} target" if round(row["gap"], 6) else "tepat di target"
        return (
            f"Target survei, hanya dibandingkan dengan survei: {row['series']}{where} {row['period']} {even}."
        )
    when = "" if state == HELD else f"Belum jatuh tempo; angka {period_name(str(row['period']))}: "
    if row["met"]:
        doubt = "; selangnya masih memuat target" if row["doubt"] else ""
        said = f"tercapai{doubt}."
    else:
        child = children_words(row["children"])
        doubt = "; belum dapat dibedakan dari target" if row["doubt"] else ""
        said = f"{gap} di atas target{f', {child}' if child else ''}{doubt}."
    if row["partial"]:
        said = f"{said.removesuffix('.')}; sementara, {row['partial']}."
    return f"{when}{said}" if when else said[0].upper() + said[1:]


def headline(rungs: pd.DataFrame, year: int, *, owner: str = "") -> str:
    """Return the sentence that opens the page, Markdown.

    Parameters
    ----------
    rungs : DataFrame
        Of `ladder`.
    year : int
        Year whose target comes first.
    owner : str
        Name of the kabupaten where the area is smaller: its targets are then only an orientation.
    """
    now, end = this_year(rungs, year), final(rungs)
    if now is None and end is None:
        return f"Belum ada target {year} dan belum ada target akhir untuk indikator ini."
    parts = []
    if now is None:
        parts.append(f"Belum ada target {year} yang memakai penimbangan rutin.")
    else:
        parts.append(_first(now, f"target {year}"))
    if end is not None:
        parts.append(_first(end, "target akhir"))
    if owner and any(r is not None and len(str(r["owner"])) <= 5 for r in (now, end)):
        parts.append(f"Target milik {owner}: di sini hanya orientasi.")
    return " ".join(parts)


def capaian_words(row: pd.Series) -> str:
    """Return what the capaian of a rung is called: provisional where puskesmas or months are missing."""
    return "Capaian sementara" if row["partial"] else "Capaian"


def _first(row: pd.Series, what: str) -> str:
    name = f"{what} ({name_of(row)})"
    state = str(row["state"])
    if state not in COMPARED:
        return f"{name[0].upper()}{name[1:]}: {_WHY[state][0].lower()}{_WHY[state][1:]}"
    share = "" if pd.isna(row["capaian"]) else f" {capaian_words(row)} {number(row['capaian'], 1)} %."
    if row["met"]:
        doubt = ", tetapi selangnya masih melewati target" if row["doubt"] else ""
        return f"{name[0].upper()}{name[1:]} tercapai{doubt}.{share}"
    child = children_words(row["children"])
    doubt = "; belum dapat dibedakan dari target" if row["doubt"] else ""
    return f"**{points(row['gap'])}** di atas {name}{f': {child}' if child else ''}{doubt}.{share}"


def this_year(rungs: pd.DataFrame, year: int) -> pd.Series | None:
    """Return the rung that the year's figure is held against first: its own area's, by rank."""
    own = rungs[rungs["state"].isin([HELD, NO_FIGURE, HIDDEN, FEW, OTHER_RULE]) & rungs["rank"].notna()]
    own = own[(own["target_year"] == year) & own["kind"].ne("survei") & own["owner"].ne("00")]
    if not len(own):
        return None
    # a target of the area itself comes before that of the area around it
    own = own.assign(_deep=own["owner"].astype("str").str.len())
    return own.sort_values(["_deep", "rank"], ascending=[False, True]).iloc[0]


def final(rungs: pd.DataFrame) -> pd.Series | None:
    """Return the rung of the end target: the undated one, else the latest to come."""
    undated = rungs[rungs["final"].astype("bool")]
    if len(undated):
        return undated.iloc[-1]
    later = rungs[(rungs["state"] == EARLY) & rungs["rank"].notna()]
    return later.sort_values("target_year").iloc[-1] if len(later) else None
