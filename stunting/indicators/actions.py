"""Three things to do next, each with the figure that asks for it. Rules, not advice from outside the data.

Every rule speaks only where its figure can bear it: nothing is said of hidden, missing or small numbers.
The rules stand in the order in which they are asked; the first three that speak are shown. Where fewer speak
(a small area), its own counts do (`Rest`).
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from stunting.indicators.actions_own import Action, Rest, own_actions
from stunting.indicators.change import UP
from stunting.indicators.compare import most_changed
from stunting.indicators.format_id import listing, number, percent, period_name, points
from stunting.indicators.intervals import SMALL_DENOMINATOR
from stunting.indicators.results import RECAP_RULE, check_result, is_suppressed
from stunting.indicators.words import INDICATOR_WORDS, LEVEL_WORDS, Label, label_of

#: How many actions a briefing has; more would be none.
SHOWN: Final = 3
_NAMED: Final = 3
_MONTH: Final = len("YYYY-MM")


def actions(
    parts: pd.DataFrame,
    *,
    before: pd.DataFrame | None = None,
    attendance: pd.DataFrame | None = None,
    attendance_goal: float | None = None,
    cause: tuple[str, str] | None = None,
    late: tuple[str, list[str]] | None = None,
    rest: Rest | None = None,
    label: Label = None,
) -> list[Action]:
    """Return at most three actions.

    Parameters
    ----------
    parts : DataFrame
        Result frame of the areas inside, one indicator and period.
    before : DataFrame, optional
        The same a year earlier.
    attendance : DataFrame, optional
        D/S of the areas inside (indicator ``"ds"``).
    attendance_goal : float, optional
        Target of D/S as a fraction.
    cause : (str, str), optional
        Name of the determinant whose removal could change most, and the sentence that says so.
    late : (str, list of str), optional
        Newest month, and the puskesmas whose file is missing in it.
    rest : Rest, optional
        What the area's own counts say, for as many actions as are missing.
    label : str or callable, optional
        Names of areas.

    Examples
    --------
    >>> late = ("2024-12", ["Contoh Satu", "Contoh Dua"])
    >>> nothing = pd.DataFrame(columns=["level", "area", "indicator", "value", "low", "high", "numerator",
    ...     "denominator", "rule", "source", "period"])
    >>> [a.title for a in actions(nothing, late=late)]
    ['Lengkapi data Desember 2024.']
    """
    check_result(parts)
    shown = parts[parts["value"].notna() & ~is_suppressed(parts)]
    found = [
        _rising(shown, before, label),
        _burden(shown, len(parts), label),
        _coverage(attendance, attendance_goal, label),
        _absent(attendance, label),
        None if cause is None else Action("penyebab", f"Tangani faktor: {cause[0]}.", cause[1]),
        _late(late),
    ]
    kept = [action for action in found if action is not None]
    for action in () if rest is None else own_actions(rest, attendance, label):
        if action.rule not in {a.rule for a in kept}:
            kept.append(action)
    return kept[:SHOWN]


def _rising(parts: pd.DataFrame, before: pd.DataFrame | None, label: Label) -> Action | None:
    if before is None or not len(before) or not len(parts):
        return None
    if RECAP_RULE in {*before["rule"], *parts["rule"]}:
        return None
    worst = most_changed(before, parts, UP)
    if worst is None:
        return None
    since = period_name(str(before["period"].iloc[0]))
    name = label_of(worst.area, label)
    return Action(
        "naik",
        f"Cari sebab kenaikan di {name}.",
        f"Naik {points(worst.value, 1)} sejak {since}; kenaikan ini dapat dibedakan dari kebetulan.",
    )


def _burden(parts: pd.DataFrame, areas: int, label: Label) -> Action | None:
    """Name the areas with most cases, where a few hold more than their share."""
    cases = parts["numerator"].astype("float64")
    total = cases.sum()
    if len(parts) <= _NAMED or len(parts) < areas or not total > 0:  # a share of a part is no share
        return None
    top = parts.assign(cases=cases).sort_values(["cases", "area"], ascending=[False, True]).head(_NAMED)
    share, fair = top["cases"].sum() / total, len(top) / len(parts)
    if share <= fair:
        return None
    unit = LEVEL_WORDS[str(parts["level"].iloc[0])]
    names = listing([label_of(str(a), label, full=False) for a in top["area"]])
    what = INDICATOR_WORDS[str(parts["indicator"].iloc[0])].title.lower()
    return Action(
        "beban",
        f"Dahulukan {unit} {names}.",
        f"{number(top['cases'].sum())} dari {number(total)} balita {what} ({percent(share, 0)}) ada di "
        f"{number(len(top))} dari {number(len(parts))} {unit}.",
    )


def _coverage(attendance: pd.DataFrame | None, goal: float | None, label: Label) -> Action | None:
    if attendance is None or goal is None or not len(attendance):
        return None
    check_result(attendance)
    rated = attendance[
        attendance["value"].notna()
        & ~is_suppressed(attendance)
        & (attendance["denominator"] >= SMALL_DENOMINATOR)
    ]
    below = rated[rated["value"] < goal]
    if not len(below):
        return None
    lowest = below.sort_values(["value", "area"]).iloc[0]
    unit = LEVEL_WORDS[str(attendance["level"].iloc[0])]
    return Action(
        "cakupan",
        f"Ajak balita {label_of(str(lowest['area']), label)} ke posyandu.",
        f"D/S {percent(lowest['value'], 1)}, terendah; {number(len(below))} dari {number(len(rated))} {unit} "
        f"di bawah target {percent(goal, 0)}.",
    )


def _absent(attendance: pd.DataFrame | None, label: Label) -> Action | None:
    """Say how many were not weighed, and where most of them are; of a month, and where nothing is hidden."""
    if attendance is None or not len(attendance) or is_suppressed(attendance).any():
        return None
    if attendance["period"].astype("str").str.len().ne(_MONTH).any() or not attendance["value"].notna().all():
        return None
    gone = (attendance["denominator"] - attendance["numerator"]).astype("float64")
    if len(gone) < 2 or gone.sum() < SMALL_DENOMINATOR:
        return None
    most = attendance.assign(gone=gone).sort_values(["gone", "area"], ascending=[False, True]).iloc[0]
    where = label_of(str(most["area"]), label)
    return Action(
        "ukur",
        f"Datangi {number(gone.sum())} balita yang terdaftar tetapi tidak ditimbang.",
        f"Terbanyak di {where}: {number(most['gone'])} balita pada {period_name(str(most['period']))}.",
    )


def _late(late: tuple[str, list[str]] | None) -> Action | None:
    if late is None or not late[1]:
        return None
    month, who = late
    names = listing(who) if len(who) <= _NAMED else f"{number(len(who))} puskesmas"
    return Action("data", f"Lengkapi data {period_name(month)}.", f"Belum masuk: {names}.")
