"""What the draft of next year's desa lokus is about, and its sheet of explanations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from stunting.indicators.format_id import percent, period_name
from stunting.indicators.ranking import COMPONENTS
from stunting.indicators.results import RULES


@dataclass(frozen=True)
class About:
    """What the workbook is about.

    Attributes
    ----------
    place, indicator, period, rule, source : str
        In words; `period` and `rule` as in the result frames.
    k : int
        Places on the list.
    weights : mapping
        Component → share of the weights.
    name : callable
        Area key → name.
    hot, listed, gi : collection of str
        Hot spots by local Moran; desa on the list of `compared`; hot spots by Gi*.
    printed : datetime.date
    synthetic : str
        Mark of made-up data; empty: none.
    hidden : int
        Desa hidden by disclosure control.
    """

    place: str
    indicator: str
    period: str
    rule: str
    source: str
    k: int
    weights: Mapping[str, float]
    name: Callable[[str], str]
    hot: Collection[str]
    listed: Collection[str]
    compared: int | None
    printed: dt.date
    synthetic: str = ""
    hidden: int = 0
    gi: Collection[str] = ()


def notes(about: About) -> list[tuple[str, str]]:
    """Return what the sheet "Keterangan" says, heading by heading."""
    weights = "; ".join(f"{COMPONENTS[c]}: {percent(w, 0)}" for c, w in about.weights.items())
    said = [
        ("Rancangan", "Bahan rembuk, bukan keputusan: desa lokus ditetapkan dengan SK bupati."),
        ("Indikator", f"{about.indicator}, {period_name(about.period)}, {RULES.get(about.rule, about.rule)}"),
        ("Sumber", about.source),
        ("Tempat pada daftar", str(about.k)),
        ("Bobot", weights or "tidak ada komponen yang berdata"),
        ("Peluang masuk daftar", "bagian dari 2.000 undian tempat desa ini termasuk; kuat: 80 % atau lebih, "
         "lemah: di bawah 50 %. Desa dengan peluang lemah dapat bertukar tempat karena kebetulan."),
        ("Dihaluskan", "empirical Bayes beta-binomial: angka desa kecil ditarik ke rata-rata desa."),
        ("Hot spot", "Moran lokal, 9.999 permutasi, false discovery rate 5 %: desa tinggi di antara desa "
         "tinggi. Tidak nyata bukan berarti tidak ada."),
        ("Hot spot Gi*", "Getis-Ord Gi*, permutasi dan false discovery rate yang sama: desa yang tinggi "
         "bersama tetangganya, walau desanya sendiri tidak tinggi."),
        ("Metode", "docs/metode-lokus.md"),
    ]  # fmt: skip
    if about.compared:
        said.insert(4, ("Lokus sebelumnya", f"daftar tahun {about.compared}"))
    if about.hidden:
        said.append(
            ("Disamarkan", f"{about.hidden} desa tidak dimuat: jumlahnya kecil atau dapat disimpulkan.")
        )
    return [*said, ("Data", f"{about.synthetic}: bukan data nyata.")] if about.synthetic else said
