"""Words of the maps: the lists of desa lokus, and what changed between two periods."""

from __future__ import annotations

from html import escape

import pandas as pd

from stunting import regions
from stunting.indicators.change_areas import change_sentence, change_takeaway
from stunting.indicators.format_id import number
from stunting.ui import lokus_data, places
from stunting.ui.filters import Choice


def lokus_label(choice: Choice) -> str:
    """Return what the outlined desa are, for the legend: name, then the regulation after a comma."""
    year = int(choice.period[:4])
    decree = lokus_data.sk_of(choice.kab, year)
    return f"Desa lokus {year}" + (f", SK {decree}" if decree else "")


def lokus_badge(choice: Choice) -> str:
    """Return the badge of a desa on the list of the period's year, or how many a larger area has."""
    year = int(choice.period[:4])
    if choice.level == "desa":
        return lokus_data.badge(choice.kab, choice.area, year)
    count = sum(code.startswith(choice.area) for code in lokus_data.listed(choice.kab, year))
    decree = lokus_data.sk_of(choice.kab, year)
    return (f"{number(count)} desa lokus {year}" + (f" (SK {decree})" if decree else "")) if count else ""


def badge_html(choice: Choice) -> str:
    """Return `lokus_badge` as HTML, empty where there is none."""
    said = lokus_badge(choice)
    return f'<p><span class="lencana-lokus" data-uji="lokus">{escape(said)}</span></p>' if said else ""


def changes_said(choice: Choice, found: pd.DataFrame) -> str:
    """Return the takeaway of a map of changes."""
    names = places.names(choice.kab)
    return change_takeaway(found, label=lambda area: names.get(area) or regions.area_name(area))


def change_of(choice: Choice, found: pd.DataFrame) -> str:
    """Return the sentence about the change of the chosen area."""
    row = found[found["area"].eq(choice.area)]
    if not len(row):
        return "Perubahannya tidak ada: wilayah ini belum ada datanya."
    return change_sentence(row.iloc[0])
