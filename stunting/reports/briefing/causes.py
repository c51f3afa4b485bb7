"""The page of causes of a briefing: a study of determinants, without one the published shares."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from stunting import regions
from stunting.access.disclosure import PROTECTED_LEVELS, SMALLEST_COUNT
from stunting.indicators import determinants as det
from stunting.indicators.determinants.basis import model_words
from stunting.indicators.determinants.paf import EXCESS
from stunting.indicators.determinants.sentences import ranking_takeaway
from stunting.indicators.format_id import interval, listing, number, percent, period_name
from stunting.indicators.results import check_result
from stunting.reports.briefing.answers import Asked, children_words
from stunting.reports.briefing.content import Causes
from stunting.reports.briefing.provenance import Origin, when_words

#: What the shares of a page are: told in its tables.
FRACTION: Final = "bagian kasus yang terkait (PAF)"
EXPOSED: Final = "bagian anak stunting yang terpapar"
PRINTED: Final = "bagian anak stunting yang terpapar, seperti tercetak"
#: Factors of a page.
MOST: Final = 6
#: Fewer stunted children whose answer is known: their shares are not told.
_FEW: Final = 10


def causes_of(ranking: pd.DataFrame, asked: Asked | None = None, *, protected: bool = True) -> Causes | None:
    """Return the factors by what their removal could change.

    Parameters
    ----------
    ranking : DataFrame
        Of ``determinants.ranking``, one area.
    asked : Asked, optional
        Whose answers they are.
    protected : bool
        Below the kecamatan numbers of children under `SMALLEST_COUNT` are left out.

    Returns
    -------
    Causes or None
        The `MOST` largest fractions; None where no factor could be computed. ``first``: the largest whose
        interval excludes 0. Without rows where nobody had been asked yet.
    """
    check_result(ranking)
    if asked is not None and asked.later:
        return asked.not_yet()
    single = ranking[(ranking["factor"] != det.JOINT) & (ranking["refusal"] == "")].sort_values("rank")
    if single.empty:
        return None
    clear = single[single["verdict"] == EXCESS]
    first = None
    if len(clear):
        top = clear.iloc[0]
        size = f"{percent(top['value'])} kasus (selang 95 % {interval(top['low'], top['high'])})"
        first = (str(top["name"]), f"Terkait dengan {size}, bila hubungannya sebab-akibat.")
    shown = single.head(MOST)
    # a negative fraction is no cause: the page would draw it at nought
    shown = shown[shown["value"] > 0].reset_index(drop=True)
    if shown.empty:
        return None
    children = shown["children"].to_numpy("float64")
    if protected and str(shown["level"].iloc[0]) in PROTECTED_LEVELS:
        children = np.where(children >= SMALLEST_COUNT, children, np.nan)
        ranking = ranking.assign(children=ranking["children"].where(ranking["children"] >= SMALLEST_COUNT))
    frame = shown.assign(
        title=shown["name"], numerator=np.round(children), denominator=shown["cases"], kind=FRACTION,
        model_cases=shown["denominator"],
    )  # fmt: skip
    words = model_words(ranking)
    note = f"{det.CROSS_SECTIONAL}. {words[0].upper()}{words[1:]}."
    row = shown.iloc[0]
    n = children_words(row["fitted"], row["denominator"])
    return Causes(
        check_result(frame), ranking_takeaway(ranking), note, first,
        origin=asked.origin(n) if asked else Origin(n=n), complete=(int(row["fitted"]), int(row["asked"])),
    )  # fmt: skip


def from_ranking(
    ranking: pd.DataFrame, area: str, asked: Asked | None = None, *, protected: bool = True
) -> Causes | None:
    """Return `causes_of` one area of a ranking of several."""
    return causes_of(ranking[ranking["area"] == area].reset_index(drop=True), asked, protected=protected)


def from_prints(kab: str, period: str) -> Causes | None:
    """Return the published shares of factors, as printed; None where none is published by that year.

    Only those that count children exposed: of the others the print does not say whom it counts.
    """
    rows = det.published_factors(kab)
    rows = rows[rows["rank"].notna() & (rows["period"].str.slice(0, 4) <= period[:4])]
    rows = rows.sort_values("rank").head(MOST).reset_index(drop=True)
    if rows.empty:
        return None
    named = [f"{r['name']} {percent(r['value'], 2)}" for r in rows.head(3).to_dict("records")]
    when = period_name(str(rows["period"].iloc[0]))
    takeaway = (
        f"Yang paling sering pada anak stunting menurut laporan {when}: {listing(named)}. Seringnya saja, "
        "bukan seberapa banyak kasus yang terkait."
    )
    frame = rows.assign(title=rows["name"], numerator=np.nan, denominator=np.nan, kind=PRINTED)
    note = f"{det.CROSS_SECTIONAL}. Bagian anak stunting yang terpapar, seperti tercetak."
    source, told = str(rows["source"].iloc[0]), when_words(str(rows["period"].iloc[0]))
    origin = Origin(regions.area_label(kab), told, "", "seperti tercetak", source, pulled=False)
    return Causes(check_result(frame), takeaway, note, published=True, origin=origin)


def of_puskesmas(
    found: det.Study | None, above: Causes | None, asked: Asked | None = None, *, label: str, protected: bool
) -> Causes | None:
    """Return the causes of a puskesmas; where its children are too few, what can be said, in words.

    Parameters
    ----------
    found : Study, optional
        Of the children of this puskesmas; None: nobody there was asked.
    above : Causes, optional
        Of the kabupaten: shown where nothing can be told of the puskesmas.
    asked : Asked, optional
        Whose answers they are.
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
    own = causes_of(found.ranking, asked)
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
    n = f"n = {number(told['denominator'].max())} anak stunting"
    return Causes(
        check_result(told.assign(title=told["name"], kind=EXPOSED)), takeaway, note,
        origin=asked.origin(n) if asked else Origin(n=n),
    )  # fmt: skip


def _instead(above: Causes | None, why: str) -> Causes | None:
    if above is None or above.frame.empty:  # nothing there either: the reason of the kabupaten stands
        return above
    said = f"{why}; yang ditampilkan seluruh kabupaten. {above.takeaway}"
    return replace(above, takeaway=said, first=None, complete=None)
