"""The causes of an area straight from the answers in a store."""

from __future__ import annotations

from typing import Final

from stunting import regions
from stunting.indicators import determinants as det
from stunting.indicators.determinants import exposure
from stunting.indicators.determinants.factors import areas_of
from stunting.indicators.results import Synthetic, source_text
from stunting.reports.briefing.answers import Asked, asked_of
from stunting.reports.briefing.causes import causes_of, from_prints, of_puskesmas
from stunting.reports.briefing.content import Causes
from stunting.store import Store

WHAT: Final = "Pendataan keluarga dan e-PPGBM"


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
        found, asked = (None, None) if protected or not len(answers) else _study(*about)
        above = stored_causes(store, kab, kab, period, rule=rule, protected=protected, synthetic=synthetic)
        return of_puskesmas(found, above, asked, label=f"Puskesmas {area}", protected=protected)
    found, asked = _study(*about) if len(answers) and level != "desa" else (None, None)
    if found is None:
        return from_prints(kab, period) if area == kab else None
    return causes_of(found.ranking, asked, protected=protected)


def _study(
    store: Store, kab: str, area: str, level: str, period: str, rule: str, synthetic: Synthetic
) -> tuple[det.Study | None, Asked | None]:
    """Return the study of one area and whose answers it is, None where no child of it was asked."""
    seen, answers = store.cube(exposure.NAME, kab, exposure.states), store.supplement(kab, "anak")
    found = det.join(seen, answers, period[:4], rule=rule)
    at = dict(areas_of(found.frame, level)).get(area)
    if at is None:
        return None, None
    here = found.frame.iloc[at]
    label = f"Puskesmas {area}" if level == "puskesmas" else regions.area_label(area)
    asked = asked_of(answers, here["child_id"], label, period, rule)
    source = source_text(WHAT, store.pulled_on(), synthetic=synthetic)
    return det.study(here, level=level, table=found.table, period=period[:4], source=source), asked
