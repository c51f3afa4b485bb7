"""One look for every chart: ink on white, one teal, hairlines, Indonesian numbers and months."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from stunting.indicators.format_id import MONTHS, MONTHS_SHORT, number

INK: Final = "#12262B"
SOFT: Final = "#4A5F65"
HAIR: Final = "#D5DDDE"
TEAL: Final = "#0B6E6E"
BAND: Final = "rgba(11,110,110,0.14)"
TARGET: Final = "#7A4A00"
SURVEY: Final = "#5B3F8C"
FONT: Final = "Source Sans, Source Sans Pro, Noto Sans, sans-serif"

#: For ``st.plotly_chart(config=…)`` and ``write_html``: no tool bar, no zoom, Indonesian dates.
CONFIG: Final[dict[str, Any]] = {
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
    "locale": "id",
    "locales": {
        "id": {
            "dictionary": {},
            "format": {
                "months": list(MONTHS),
                "shortMonths": list(MONTHS_SHORT),
                "days": ["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"],
                "shortDays": ["Min", "Sen", "Sel", "Rab", "Kam", "Jum", "Sab"],
                "decimal": ",",
                "thousands": ".",
                "date": "%d/%m/%Y",
            },
        }
    },
}


def figure(height: int, *, left: int = 40, right: int = 12, top: int = 8, bottom: int = 26) -> go.Figure:
    """Return an empty figure in the house style, `height` pixels high."""
    fig = go.Figure()
    fig.update_layout(
        height=height,
        margin={"l": left, "r": right, "t": top, "b": bottom, "pad": 0},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": 12, "color": INK},
        separators=",.",
        showlegend=False,
        dragmode=False,
        hovermode="closest",
        hoverlabel={
            "bgcolor": "#fff",
            "bordercolor": INK,
            "font": {"family": FONT, "size": 13, "color": INK},
            "align": "left",
        },
        hoverdistance=24,
    )
    axis = {
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "fixedrange": True,
        "automargin": False,
        "tickfont": {"size": 12, "color": SOFT},
    }
    fig.update_xaxes(**axis, ticklabelstandoff=4)
    fig.update_yaxes(**axis)
    return fig


def rows(frame: pd.DataFrame) -> Iterator[Any]:
    """Return the rows as named tuples, without the types of pandas (which know nothing of columns)."""
    return iter(frame.itertuples())


def percent_ticks(top: float) -> list[float]:
    """Return 2 to 6 round tick positions, in percent, that lie between 0 and `top`.

    >>> percent_ticks(14.3), percent_ticks(41), percent_ticks(0.4)
    ([0, 5, 10], [0, 10, 20, 30, 40], [0.0, 0.1, 0.2, 0.3, 0.4])
    """
    for step in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 25):
        n = int(top / step + 1e-9)
        if n <= 4:
            return [round(step * i, 1) for i in range(max(n, 1) + 1)]
    return [0, 25, 50, 75, 100]


def tick_text(ticks: list[float]) -> list[str]:
    """Return the labels of ticks; the highest bears the unit.

    >>> tick_text([0, 0.5, 1.0])
    ['0', '0,5', '1 %']
    """
    text = [number(t, 1, trim=True) for t in ticks]
    return [*text[:-1], f"{text[-1]} %"]
