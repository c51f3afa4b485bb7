"""Loading and caching of the parameter sheet of the page Determinan. No identity here, only ids."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import pandas as pd

from stunting.indicators import determinants as det
from stunting.indicators.determinants import public
from stunting.ui import data, follow_up_data, lokus_data
from stunting.ui.determinan_data import joined, resource, source
from stunting.ui.filters import Choice

#: Who the target children of the parameter sheet are.
TARGETS: Final = {
    "stunting": "Anak stunting",
    "tidak_naik": "Berat tidak naik",
    "lokus": "Semua balita di desa lokus",
}
_NOT_GAINING: Final = ("t1", "t2")


@resource
def _targets(code: str, data_version: str, choice: Choice, target: str, lists: str) -> frozenset[str]:
    frame = joined(choice).frame
    if target == "lokus":
        listed = lokus_data.listed(choice.kab, int(choice.period[:4]))
        return frozenset(frame.loc[frame["desa"].isin(listed), "child_id"])
    if target == "tidak_naik":
        month = max((m for m in data.months() if m <= (choice.period + "-12")[:7]), default="")
        found = follow_up_data.lists(month) if month else pd.DataFrame({"list": [], "child_id": []})
        return frozenset(found.loc[found["list"].isin(_NOT_GAINING), "child_id"].astype("str"))
    return frozenset(frame.loc[frame["stunted"].fillna(False).astype("bool"), "child_id"])


def targets(choice: Choice, target: str) -> frozenset[str]:
    """Return the ids of the target children of the whole kabupaten."""
    return _targets(choice.kab, data.version(), choice, target, lokus_data.stamp())


@resource
def _sheet(
    code: str, data_version: str, choice: Choice, target: str, level: str, since: date | None, lists: str
) -> pd.DataFrame:
    found = joined(choice)
    before = None if since is None else joined(choice, since).frame
    return det.parameters(
        found.frame, targets(choice, target), before=before, level=level, table=found.table,
        source=source(), period=choice.period[:4], period_before="" if since is None else f"{since:%Y-%m}",
    )  # fmt: skip


@resource
def _public_sheet(code: str, data_version: str, choice: Choice, level: str, since: date | None) -> Any:
    frame = _sheet(code, data_version, choice, "stunting", level, since, lokus_data.stamp())
    rates = data.rates("desa", choice.period[:4], choice.rule, "stunting", public=True)
    return public.hide_sheet(frame, frozenset(rates.loc[rates["suppressed"], "area"].astype("str")))


def sheet(choice: Choice, target: str, level: str, since: date | None, *, protected: bool) -> pd.DataFrame:
    """Return the parameter sheet of all areas of a level of the kabupaten, with ``suppressed``.

    Raises
    ------
    ValueError
        For the public: other targets than stunted children, or puskesmas (their totals would give away
        what is hidden of the desa).
    """
    # what the sheet depends on, and nothing else: the month does not change it
    same = Choice(choice.kab, choice.kab, choice.period, choice.rule, "stunting")
    if not protected:
        frame = _sheet(choice.kab, data.version(), same, target, level, since, lokus_data.stamp())
        return frame.assign(suppressed=False)
    if target != "stunting" or level == "puskesmas":
        raise ValueError("not for the public")
    return _public_sheet(choice.kab, data.version(), same, level, since)
