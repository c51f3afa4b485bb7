"""What workbook and printed list share: who stands where, in which words."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from stunting.indicators.follow_up import PRIORITIES, priority_of, title_of, visits
from stunting.indicators.follow_up.catalogue import catalogue
from stunting.indicators.format_id import month, number
from stunting.indicators.results import Synthetic, synthetic_words
from stunting.indicators.words import label_of

IDENTITY: Final = ("name", "parent", "rt", "rw")
UNKNOWN: Final = "(tidak tercatat)"
#: Lists of children to praise or to hand over, apart from those to visit.
MILESTONES: Final = ("kartu_6", "kartu_5", "lulus_60")
#: The early warning is a score, no list of the catalogue: its code, what it is called, what to do.
EARLY: Final = "dini"
EARLY_TITLE: Final = "Peringatan dini di bawah 24 bulan"
EARLY_ACTION: Final = "Ukur panjang dan timbang lagi bulan depan; konseling makan"

Row = dict[Any, Any]


@dataclass(frozen=True)
class About:
    """What every page says of itself.

    Attributes
    ----------
    period : str
        ``"YYYY-MM"``.
    source : str
        Where the figures come from, e.g. ``"e-PPGBM, ditarik 21 Nov 2026"``.
    printed : date
    synthetic : bool or ``results.PARTLY``
        Whether all, some or none of the data are made up.
    label : callable
        Area key → display name.
    title : str
        What the list is called.
    note : str
        What a reader has to know about it.
    """

    period: str
    source: str
    printed: dt.date = field(default_factory=dt.date.today)
    synthetic: Synthetic = False
    label: Callable[[str], str] = lambda key: label_of(key, None)
    title: str = "Tindak lanjut"
    note: str = ""

    @property
    def month(self) -> str:
        """The period in words."""
        return month(self.period)

    @property
    def mark(self) -> str:
        """The mark of data that are made up, nothing where none are."""
        return synthetic_words(self.synthetic).upper()


@dataclass(frozen=True)
class Posyandu:
    """One posyandu: whom to visit (one row a child, by priority), and who reached a milestone."""

    puskesmas: str
    kec: str
    desa: str
    name: str
    visits: list[Row]
    milestones: list[Row]


def posyandu(found: pd.DataFrame) -> Iterator[Posyandu]:
    """Yield the posyandu of a frame of lists, by puskesmas, desa and name.

    Parameters
    ----------
    found : DataFrame
        From ``follow_up.lists``, with `IDENTITY` columns joined by a caller who may see them, or without.
    """
    keys = ["puskesmas", "kec", "desa", "posyandu"]
    plain = found.assign(**{k: found[k].astype("str").fillna("") for k in keys}).reset_index(drop=True)
    walk = visits(plain, leave_out=MILESTONES)
    rank = walk["priority"].cat.codes.replace(-1, len(PRIORITIES))
    walk = walk.iloc[rank.argsort(kind="stable")]
    rest = plain[plain["list"].isin(MILESTONES)].sort_values("list", kind="stable").assign(lists="")
    rest["lists"] = rest["list"].astype("str")
    parts: list[dict[tuple[str, ...], list[Row]]] = []
    for frame in (walk, rest):
        # plain records: slicing a frame of text columns for each posyandu takes 40 times as long
        by_place: dict[tuple[str, ...], list[Row]] = {}
        for row in frame.astype("object").to_dict("records"):
            by_place.setdefault(tuple(row[k] for k in keys), []).append(row)
        parts.append(by_place)
    for key in sorted({*parts[0], *parts[1]}):
        puskesmas, kec, desa, name = key
        rows, marks = (part.get(key, []) for part in parts)
        yield Posyandu(puskesmas or UNKNOWN, kec, desa, name or UNKNOWN, rows, marks)


def text(value: object) -> str:
    """Return a value as text; missing as nothing."""
    return "" if value is None or pd.isna(value) else str(value)  # type: ignore[call-overload]


def actions(codes: str, priority: object = None) -> str:
    """Return what to do for a child on these lists (codes joined with spaces): the first list decides.

    A child that is P1 by an earlier measurement is on no list of its own: then the priority decides.

    >>> actions("t2 tidak_ditimbang")
    'Rujuk ke puskesmas'
    """
    first = codes.split(" ")[0]
    if first == EARLY:
        return EARLY_ACTION
    if priority == PRIORITIES[0] and priority_of(first) != priority:
        return text(catalogue("prioritas").at[priority, "action"])
    return text(catalogue().at[first, "action"])


def early(scored: pd.DataFrame) -> pd.DataFrame:
    """Return children with an early-warning score as a list to print, the highest score first.

    Parameters
    ----------
    scored : DataFrame
        One row a child: ``child_id, risk, band, reason``, its place, and what ``follow_up.lists`` gives.
    """
    out = scored.sort_values(["risk", "child_id"], ascending=[False, True], ignore_index=True)
    priority = pd.Categorical([None] * len(out), categories=list(PRIORITIES), ordered=True)
    return out.assign(list=EARLY, priority=priority)


def name_of(code: str) -> str:
    """Return what a list is called, the early warning too.

    >>> name_of("dini")
    'Peringatan dini di bawah 24 bulan'
    """
    return EARLY_TITLE if code == EARLY else title_of(code)


def tally(place: Posyandu) -> str:
    """Return how many children to visit, by priority, in a sentence."""
    if not place.visits:
        return "Tidak ada anak yang perlu ditindaklanjuti."
    if "band" in place.visits[0]:
        bands = Counter(text(row["band"]) for row in place.visits)
        shown = ", ".join(f"{number(n)} {band}" for band, n in bands.items())
        return f"{number(len(place.visits))} anak diukur ulang lebih dulu; risiko: {shown}."
    counts = Counter(text(row["priority"]) for row in place.visits)
    parts = [f"{number(counts[p])} {p}" for p in PRIORITIES if counts[p]]
    if counts[""]:
        parts.append(f"{number(counts[''])} lainnya")
    return f"{number(len(place.visits))} anak perlu ditindaklanjuti: {', '.join(parts)}."
