"""Sentences about the lists of desa lokus: what is known of one, and how a ranking agrees with it."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Final

import pandas as pd

from stunting.indicators.format_id import listing, number, percent
from stunting.indicators.ranking.lokus import Agreement
from stunting.indicators.words import Label, label_of

_NAMED: Final = 6
#: Upper limits of the words for kappa (Landis JR, Koch GG (1977), Biometrics 33:159-174).
_KAPPA: Final = (
    (0.2, "sangat lemah"), (0.4, "lemah"), (0.6, "sedang"), (0.8, "kuat"), (1.0, "sangat kuat"),
)  # fmt: skip


def agreement_words(found: Agreement, year: int, k: int, *, label: Label = None) -> str:
    """Return how the top k agree with the list of `year`."""
    size = len(found.kept) + len(found.leaving) + len(found.unranked)
    if not size:
        return f"Daftar {year} kosong: tidak ada yang dapat dibandingkan."
    before = f"Dibandingkan daftar {year} ({number(size)} desa):"
    if math.isnan(found.share):
        return f"{before} tidak satu pun dapat diperingkat pada periode ini."
    kept = f"{number(len(found.kept))} tetap{_who(found.kept, label)}"
    parts = [kept, f"{number(len(found.leaving))} keluar{_who(found.leaving, label)}"]
    parts.append(f"{number(len(found.entering))} masuk")
    if found.unranked:
        parts.append(f"{number(len(found.unranked))} tidak dapat diperingkat{_who(found.unranked, label)}")
    said = f"{before} {listing(parts)}."
    if math.isnan(found.kappa):
        return said
    share, lot = percent(found.share, 0), percent(found.chance, 0)
    return f"{said} Tetap {share}, undian memberi {lot}: {kappa_words(found.kappa)}."


def kappa_words(kappa: float) -> str:
    """Return how well two lists agree.

    >>> kappa_words(0.25), kappa_words(-0.08)
    ('kesepakatan lemah (kappa 0,25)', 'tidak lebih baik daripada undian (kappa −0,08)')
    """
    if math.isnan(kappa):
        return "tidak dapat dinilai"
    shown = f"(kappa {number(kappa, 2)})"
    if kappa <= 0:
        return f"tidak lebih baik daripada undian {shown}"
    word = next(w for limit, w in _KAPPA if kappa <= limit)
    return f"kesepakatan {word} {shown}"


def _who(areas: Collection[str], label: Label) -> str:
    names = [label_of(a, label, full=False) for a in areas]
    if not names:
        return ""
    more = len(names) - _NAMED
    names = [*names[:_NAMED], f"{number(more)} lainnya"] if more > 0 else names
    return f" ({', '.join(names)})"


def list_words(year: int, size: int, decree: str, sizes: pd.DataFrame) -> str:
    """Return what is known of the list of one year.

    Parameters
    ----------
    size : int
        Desa whose names are known.
    decree : str
        Number of the regulation; empty: not known.
    sizes : DataFrame
        Of `list_sizes`, this year's rows.

    Examples
    --------
    >>> table = pd.DataFrame({"size": [54, 55], "main": [True, False]})
    >>> list_words(2024, 0, "", table)
    '54 desa lokus tahun 2024; nama desanya belum dimasukkan (sumber lain menyebut 55).'
    >>> list_words(2023, 0, "", table.head(0)), list_words(2022, 8, "1/2021", table.head(0))
    ('Belum ada daftar desa lokus tahun 2023.', '8 desa lokus tahun 2022, SK 1/2021.')
    """
    printed = sizes.loc[sizes["main"], "size"].tolist() or sizes["size"].tolist()[:1]
    other = sorted({int(s) for s in sizes["size"]} - set(printed))
    aside = f"sumber lain menyebut {listing([number(s) for s in other])}" if other else ""
    if size:
        number_of = f", SK {decree}" if decree else ", nomor SK belum diisi"
        differs = printed and printed[0] != size
        said = f" Sumber tercetak menyebut {number(printed[0])}." if differs else ""
        return f"{number(size)} desa lokus tahun {year}{number_of}.{said}"
    if printed:
        more = f" ({aside})" if aside else ""
        return f"{number(printed[0])} desa lokus tahun {year}; nama desanya belum dimasukkan{more}."
    return f"Belum ada daftar desa lokus tahun {year}."
