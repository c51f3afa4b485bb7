"""The page of causes of a briefing: the study of determinants, without one the published shares."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from stunting.access.disclosure import PROTECTED_LEVELS, SMALLEST_COUNT
from stunting.indicators import determinants as det
from stunting.indicators.determinants import exposure
from stunting.indicators.determinants.factors import areas_of
from stunting.indicators.determinants.paf import EXCESS
from stunting.indicators.determinants.sentences import ranking_takeaway
from stunting.indicators.format_id import interval, listing, number, percent, period_name
from stunting.indicators.results import Synthetic, check_result, source_text
from stunting.reports.briefing.content import Causes
from stunting.store import Store

#: Factors of a page.
MOST: Final = 6
WHAT: Final = "Pendataan keluarga dan e-PPGBM"
#: Fewer stunted children whose answer is known: their shares are not told.
_FEW: Final = 10


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
        ranking = ranking.assign(children=ranking["children"].where(ranking["children"] >= SMALLEST_COUNT))
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


def of_puskesmas(
    found: det.Study | None, above: Causes | None, *, label: str, protected: bool
) -> Causes | None:
    """Return the causes of a puskesmas; where its children are too few, what can be said, in words.

    Parameters
    ----------
    found : Study, optional
        Of the children of this puskesmas; None: nobody there was asked.
    above : Causes, optional
        Of the kabupaten: shown where nothing can be told of the puskesmas.
    label : str
        Of the puskesmas.
    protected : bool
        The reader is the public, for whom answers of a puskesmas are not shown.

    Returns
    -------
    Causes or None
        Fractions; else how frequent factors are among its stunted children; else those of the kabupaten,
        with the reason. None where even those are missing.
    """
    if protected:
        return _instead(above, "Penyebab per puskesmas hanya untuk petugas")
    if found is None or found.shares.empty:
        return _instead(above, f"Belum ada keluarga yang didata di {label}")
    own = causes_of(found.ranking)
    if own is not None:
        return own
    often = found.shares[found.shares["among"] == det.STUNTED]
    told = often[(often["numerator"] >= SMALLEST_COUNT) & (often["denominator"] >= _FEW)]
    if told.empty:
        return _instead(above, f"Terlalu sedikit anak stunting yang didata di {label}")
    told = told.sort_values(["value", "factor"], ascending=[False, True]).head(MOST).reset_index(drop=True)
    named = [f"{r['name']} {percent(r['value'], 0)}" for r in told.head(3).to_dict("records")]
    reasons = det.without_counts(found.ranking).set_index("factor")["reason"]
    takeaway = (
        f"Penyebab di {label} belum dapat dihitung. {reasons[det.JOINT]} Yang paling sering pada "
        f"{number(told['denominator'].max())} anak stunting yang didata: {listing(named)}."
    )
    note = f"{det.CROSS_SECTIONAL}. Bagian anak stunting yang terpapar, bukan bagian kasus yang terkait."
    return Causes(check_result(told.assign(title=told["name"])), takeaway, note)


def _instead(above: Causes | None, why: str) -> Causes | None:
    if above is None:
        return None
    said = f"{why}; yang ditampilkan seluruh kabupaten. {above.takeaway}"
    return replace(above, takeaway=said, first=None)


def stored_causes(
    store: Store, kab: str, area: str, period: str, *, rule: str = "eppgbm", protected: bool = True,
    synthetic: Synthetic = False,
) -> Causes | None:  # fmt: skip
    """Return the causes of an area from the answers in a store; without answers the published shares.

    Parameters
    ----------
    area : str
        Key of the kabupaten or a kecamatan, or the name of a puskesmas (see `of_puskesmas`). A desa is too
        small: None.
    period : str
        Its year decides which measurement counts.
    """
    answers = store.supplement(kab, "anak")
    level = {1: "kabupaten", 2: "kecamatan", 3: "desa"}.get(area.count("."), "puskesmas")
    about = (store, kab, area, level, period, rule, synthetic)
    if level == "puskesmas":
        found = None if protected or not len(answers) else _study(*about)
        above = stored_causes(store, kab, kab, period, rule=rule, protected=protected, synthetic=synthetic)
        return of_puskesmas(found, above, label=f"Puskesmas {area}", protected=protected)
    found = _study(*about) if len(answers) and level != "desa" else None
    if found is None:
        return from_prints(kab) if area == kab else None
    return causes_of(found.ranking, protected=protected)


def _study(
    store: Store, kab: str, area: str, level: str, period: str, rule: str, synthetic: Synthetic
) -> det.Study | None:
    """Return the study of one area, None where no child of it was asked."""
    seen = store.cube(exposure.NAME, kab, exposure.states)
    found = det.join(seen, store.supplement(kab, "anak"), period[:4], rule=rule)
    at = dict(areas_of(found.frame, level)).get(area)
    if at is None:
        return None
    source = source_text(WHAT, store.pulled_on(), synthetic=synthetic)
    return det.study(found.frame.iloc[at], level=level, table=found.table, period=period[:4], source=source)
