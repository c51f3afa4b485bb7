"""The follow-up screen put together: counts for everybody, children for those who may see them."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from stunting.access import User
from stunting.indicators import follow_up
from stunting.reports.follow_up_frame import actions, early
from stunting.ui import follow_up_counts, follow_up_data, people
from stunting.ui.follow_up import KEC, Scope

PAGE_SIZE: Final = 25
_SHOWN: Final = (
    "child_id", "puskesmas", "desa", "posyandu", "sex", "age_months", "priority", "reason", "measured_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Board:
    """What the screen shows of one scope.

    Attributes
    ----------
    counts : pandas.DataFrame
        One row a list, by code: ``numerator, denominator, base, value``.
    parts : pandas.DataFrame
        The areas inside, of the chosen list; for the public every kecamatan.
    inside : str
        Their level.
    by_child : bool
        Whether the user may see the children of this place.
    """

    scope: Scope
    code: str
    public: bool
    counts: pd.DataFrame
    parts: pd.DataFrame
    inside: str
    reporting: pd.DataFrame
    by_child: bool


def may_see(user: User, scope: Scope) -> bool:
    """Return whether the user sees the children of a place: a puskesmas those of its own alone."""
    if not user.sees_identities:
        return False
    own = user.scope()
    return own is None or own == scope.puskesmas


def board(user: User, scope: Scope, code: str) -> Board:
    """Return counts of the place and of the areas inside."""
    public = user.protected
    inside = KEC if public else scope.parts
    here = follow_up_counts.counts(scope.month, scope.level, public=public)
    here = here[here["area"].eq(scope.area)].set_index("list")
    return Board(
        scope, code, public, here, _parts(scope, code, inside, public), inside,
        follow_up_data.reporting(scope.month), may_see(user, scope),
    )  # fmt: skip


def _parts(scope: Scope, code: str, level: str, public: bool) -> pd.DataFrame:
    frame = follow_up_counts.counts(scope.month, level, public=public)
    frame = frame[frame["list"].eq(code)]
    if level in ("desa", "posyandu"):
        known = follow_up_data.places(scope.month)
        inside = known[known["puskesmas"].eq(scope.puskesmas)]
        if level == "posyandu":
            inside = inside[inside["desa"].eq(scope.desa)]
        frame = frame[frame["area"].isin(set(follow_up_counts.area_of(inside, level)))]
    order = frame["numerator"].fillna(-1).rsub(0)
    return frame.assign(_order=order).sort_values(["_order", "area"]).drop(columns="_order")


def inside(frame: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Return the rows of `frame` that lie in the place."""
    for column in ("puskesmas", "desa", "posyandu"):
        wanted = getattr(scope, column)
        if wanted:
            frame = frame[frame[column].astype("str").fillna("?").eq(wanted)]
    return frame


def warned(scope: Scope) -> pd.DataFrame:
    """Return the children of a place that the early warning names, as a list to print (``reports.early``)."""
    found = inside(follow_up_data.risk(scope.month), scope)
    return early(found[found["band"].isin(follow_up_data.BANDS) & found["under_five"]])


def children(scope: Scope, code: str) -> pd.DataFrame:
    """Return the children of a list in a place, the most urgent first: no names yet.

    Columns `_SHOWN` and ``lists`` (codes joined with spaces); of the early warning ``risk``, ``band`` too.
    """
    if code == follow_up_data.EARLY:
        found = warned(scope)
        return found.assign(lists=code)[[*_SHOWN, "lists", "risk", "band"]]
    if code in follow_up.LISTS:
        found = inside(follow_up_data.lists(scope.month), scope)
        found = found[found["list"].eq(code)].assign(lists=code)
    else:
        found = inside(follow_up_data.visits(scope.month), scope)
        if code in follow_up.PRIORITIES:
            found = found[found["priority"].eq(code)]
    found = found.assign(_rank=found["priority"].cat.codes.replace(-1, len(follow_up.PRIORITIES)))
    found = found.sort_values(["_rank", "desa", "posyandu", "child_id"], kind="stable", ignore_index=True)
    return found[[*_SHOWN, "lists"]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the table of children, with names; ``elsewhere``: children that belong to others now."""

    rows: pd.DataFrame
    total: int
    page: int
    pages: int
    elsewhere: int


def sheet(user: User, scope: Scope, code: str, page: int, noted: MutableMapping[Any, Any]) -> Sheet:
    """Return one page of children with their names; only what is shown is read from the vault."""
    found = children(scope, code)
    allowed = set(people.visible(user, found["child_id"]))
    mine = found[found["child_id"].isin(allowed)]
    pages = max(1, -(-len(mine) // PAGE_SIZE))
    page = min(page, pages)
    rows = mine.iloc[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    pairs = zip(rows["lists"], rows["priority"].astype("object"), strict=True)
    rows = rows.assign(action=[actions(codes, priority) for codes, priority in pairs])
    names = people.seen(user, rows["child_id"], f"tindak_lanjut:{scope.month}:{code}", noted)
    return Sheet(rows.merge(names, on="child_id", how="left"), len(mine), page, pages, len(found) - len(mine))
