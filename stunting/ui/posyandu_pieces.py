"""What the sections of the page Posyandu share: names of areas, the line of source."""

from __future__ import annotations

from html import escape

from stunting.indicators.words import label_of
from stunting.ui import filters, pieces, places, texts
from stunting.ui.filters import Choice
from stunting.ui.posyandu_html import Names


def name_of(kab: str) -> Names:
    """Return the function from area key to the name on this page (a posyandu bears its desa's)."""
    names = places.names(kab)

    def name(area: str) -> str:
        if "|" in area:
            desa, _, own = area.partition("|")
            return f"{own} · {names.get(desa) or label_of(desa, None, full=False)}"
        return names.get(area) or label_of(area, None, full=False)

    return name


def footer(choice: Choice, period: str, place: str = "") -> None:
    """Show source, area (or `place`, where the section is about another), period and the synthetic mark."""
    source = f"{pieces.source()} · menurut SKDN"
    few = texts.delivered(choice, period)
    said = [escape(place or choice.label), escape(filters.period_label(period)), few]
    what = " · ".join(part for part in said if part)
    with pieces.foot(choice, source, what):
        pass
