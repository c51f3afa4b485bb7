"""What the counts of an area itself ask for: the actions of a small area, where those inside say little."""

from __future__ import annotations

from typing import Final, NamedTuple

import pandas as pd

from stunting.indicators.format_id import number, percent, period_name
from stunting.indicators.intervals import SMALL_DENOMINATOR
from stunting.indicators.results import is_suppressed
from stunting.indicators.words import LEVEL_WORDS, Label, label_of

_MONTH: Final = len("YYYY-MM")
#: Fewer children than this are not counted to anybody.
_LEAST: Final = 5
#: Answers are complete enough from this share on.
_COMPLETE: Final = 0.9


class Action(NamedTuple):
    """What to do, and the figure behind it.

    Attributes
    ----------
    rule : str
        ``"naik"``, ``"beban"``, ``"cakupan"``, ``"ukur"``, ``"penyebab"``, ``"data"``, ``"jawaban"``,
        ``"ulang"``.
    title, why : str
        Two Indonesian sentences; the second holds the figure.
    """

    rule: str
    title: str
    why: str


class Rest(NamedTuple):
    """What is known of the area itself: for small areas, where the areas inside say little.

    Attributes
    ----------
    attendance : DataFrame, optional
        Its D/S, one row.
    unscored : float
        Children measured whose figure could not be computed; NaN: not known, or hidden.
    complete : (int, int), optional
        Children with all answers of the model, and children with answers.
    """

    attendance: pd.DataFrame | None = None
    unscored: float = float("nan")
    complete: tuple[int, int] | None = None


def own_actions(rest: Rest, attendance: pd.DataFrame | None, label: Label) -> list[Action]:
    """Return the actions in their order; `attendance` is that of the areas inside."""
    found = [_absent(rest), _lowest(attendance, label), _unanswered(rest), _unscored(rest)]
    return [action for action in found if action is not None]


def _absent(rest: Rest) -> Action | None:
    """Say how many of the area itself were not weighed in a month."""
    ds = rest.attendance
    if ds is None or not len(ds) or is_suppressed(ds).any() or len(str(ds["period"].iloc[0])) != _MONTH:
        return None
    row = ds.iloc[0]
    gone = row["denominator"] - row["numerator"]
    if not gone >= _LEAST:
        return None
    return Action(
        "ukur",
        f"Datangi {number(gone)} balita yang terdaftar tetapi tidak ditimbang.",
        f"{number(row['numerator'])} dari {number(row['denominator'])} ditimbang pada "
        f"{period_name(str(row['period']))} (D/S {percent(row['value'], 1)}).",
    )


def _lowest(attendance: pd.DataFrame | None, label: Label) -> Action | None:
    """Name the area inside with the lowest D/S, where no target says which are too low."""
    if attendance is None:
        return None
    hidden = is_suppressed(attendance)
    rated = attendance[
        attendance["value"].notna() & ~hidden & (attendance["denominator"] >= SMALL_DENOMINATOR)
    ]
    if len(rated) < 2 or rated["value"].min() >= min(1.0, rated["value"].max()):
        return None
    lowest = rated.sort_values(["value", "area"]).iloc[0]
    unit = LEVEL_WORDS[str(attendance["level"].iloc[0])]
    among = f"{number(len(rated))} {unit}{' yang ditampilkan' if hidden.any() else ''}"
    return Action(
        "cakupan",
        f"Ajak balita {label_of(str(lowest['area']), label)} ke posyandu.",
        f"D/S {percent(lowest['value'], 1)}, terendah di antara {among}.",
    )


def _unanswered(rest: Rest) -> Action | None:
    """Ask for the answers without which a family counts in no ratio."""
    if rest.complete is None:
        return None
    complete, asked = rest.complete
    if not asked or complete >= _COMPLETE * asked:
        return None
    return Action(
        "jawaban",
        "Lengkapi jawaban keluarga pada pendataan.",
        f"{number(complete)} dari {number(asked)} anak yang didata punya semua jawaban; hanya mereka yang "
        "masuk hitungan penyebab.",
    )


def _unscored(rest: Rest) -> Action | None:
    """Ask for children whose measurement cannot be right, or is not whole."""
    if not rest.unscored >= _LEAST:
        return None
    return Action(
        "ulang",
        f"Ukur ulang {number(rest.unscored)} balita.",
        "Hasil ukurnya tidak lengkap atau tidak mungkin, sehingga status gizinya tidak dapat dihitung.",
    )
