"""The page of causes of a briefing: the study of determinants, without one the published shares."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from stunting.access.disclosure import PROTECTED_LEVELS, SMALLEST_COUNT
from stunting.indicators import determinants as det
from stunting.indicators.determinants import exposure
from stunting.indicators.determinants.factors import areas_of
from stunting.indicators.determinants.fitting import fitting
from stunting.indicators.determinants.paf import EXCESS
from stunting.indicators.determinants.sentences import ranking_takeaway
from stunting.indicators.format_id import interval, listing, percent, period_name
from stunting.indicators.results import Synthetic, check_result, source_text
from stunting.reports.briefing.content import Causes
from stunting.store import Store

#: Factors of a page.
MOST: Final = 6
WHAT: Final = "Pendataan keluarga dan e-PPGBM"


def causes_of(ranking: pd.DataFrame, *, protected: bool = True) -> Causes | None:
    """Return the factors by what their removal could change.

    Parameters
    ----------
    ranking : DataFrame
        Of ``determinants.ranking``, one area.
    protected : bool
        Below the kecamatan numbers of children under `SMALLEST_COUNT` are left out.

    Returns
    -------
    Causes or None
        The `MOST` largest fractions; None where no factor could be computed. ``first``: the largest whose
        interval excludes 0.
    """
    check_result(ranking)
    single = ranking[(ranking["factor"] != det.JOINT) & (ranking["refusal"] == "")].sort_values("rank")
    if single.empty:
        return None
    clear = single[single["verdict"] == EXCESS]
    first = None
    if len(clear):
        top = clear.iloc[0]
        size = f"{percent(top['value'])} kasus (selang 95 % {interval(top['low'], top['high'])})"
        first = (str(top["name"]), f"terkait dengan {size}, bila hubungannya sebab-akibat")
    shown = single.head(MOST)
    # a negative fraction is no cause: the page would draw it at nought
    shown = shown[shown["value"] > 0].reset_index(drop=True)
    if shown.empty:
        return None
    children = shown["children"].to_numpy("float64")
    if protected and str(shown["level"].iloc[0]) in PROTECTED_LEVELS:
        children = np.where(children >= SMALLEST_COUNT, children, np.nan)
    frame = shown.assign(title=shown["name"], numerator=np.round(children), denominator=shown["cases"])
    return Causes(check_result(frame), ranking_takeaway(ranking), det.CROSS_SECTIONAL, first)


def from_ranking(ranking: pd.DataFrame, area: str, *, protected: bool = True) -> Causes | None:
    """Return `causes_of` one area of a ranking of several."""
    return causes_of(ranking[ranking["area"] == area].reset_index(drop=True), protected=protected)


def from_prints(kab: str) -> Causes | None:
    """Return the published shares of factors, as printed; None where none is published.

    Only those that count children exposed: of the others the print does not say whom it counts.
    """
    rows = det.published_factors(kab)
    rows = rows[rows["rank"].notna()].sort_values("rank").head(MOST).reset_index(drop=True)
    if rows.empty:
        return None
    named = [f"{r['name']} {percent(r['value'], 2)}" for r in rows.head(3).to_dict("records")]
    when = period_name(str(rows["period"].iloc[0]))
    takeaway = (
        f"Yang paling sering pada anak stunting menurut laporan {when}: {listing(named)}. Seringnya saja, "
        "bukan seberapa banyak kasus yang terkait."
    )
    frame = rows.assign(title=rows["name"], numerator=np.nan, denominator=np.nan)
    note = f"{det.CROSS_SECTIONAL}. Seperti tercetak: {rows['source'].iloc[0]}"
    return Causes(check_result(frame), takeaway, note, published=True)


def stored_causes(
    store: Store, kab: str, area: str, period: str, *, rule: str = "eppgbm", protected: bool = True,
    synthetic: Synthetic = False,
) -> Causes | None:  # fmt: skip
    """Return the causes of an area from the answers in a store; without answers the published shares.

    Parameters
    ----------
    area : str
        Key of the kabupaten or a kecamatan, or the name of a puskesmas. A desa is too small: None.
    period : str
        Its year decides which measurement counts.
    """
    answers = store.supplement(kab, "anak")
    if not len(answers):
        return from_prints(kab) if area == kab else None
    level = {1: "kabupaten", 2: "kecamatan", 3: "desa"}.get(area.count("."), "puskesmas")
    if level == "desa":
        return None
    found = det.join(store.cube(exposure.NAME, kab, exposure.states), answers, period[:4], rule=rule)
    at = dict(areas_of(found.frame, level)).get(area)
    if at is None:
        return from_prints(kab) if area == kab else None
    here = found.frame.iloc[at]
    held = fitting(here, None, found.table)
    more: dict[str, Any] = {
        "level": level, "table": found.table, "period": period[:4],
        "source": source_text(WHAT, store.pulled_on(), synthetic=synthetic),
    }  # fmt: skip
    often = det.shares(here, **more)
    return causes_of(det.ranking(det.paf(here, held, **more), often, table=found.table), protected=protected)
