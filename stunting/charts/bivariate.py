"""Two figures of the same areas: nine colours of a map, their legend, and a scatter.

The colours keep both directions apart for common colour vision deficiencies and grow darker with
either figure [1]_.

References
----------
.. [1] Trumbo B.E. (1981). A theory for coloring bivariate statistical maps. *The American Statistician*
   35(4):220-226.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from stunting.charts import theme
from stunting.charts.classes import FEW
from stunting.indicators.determinants.association import CLASSES, SLOPE
from stunting.indicators.format_id import number, percent
from stunting.indicators.results import check_result

#: ``PALETTE[3 * (third of stunting - 1) + (third of the indicator - 1)]``.
PALETTE: Final = (
    "#E8E8E8", "#ACE4E4", "#5AC8C8", "#DFB0D6", "#A5ADD3", "#5698B9", "#BE64AC", "#8C62AA", "#3B4994",
)  # fmt: skip


def bivariate_classes(areas: pd.DataFrame) -> pd.DataFrame:
    """Return for each area of ``area_association`` how the map draws it.

    Returns
    -------
    pandas.DataFrame
        ``area, k`` (place in `PALETTE`, -1 where a figure is missing), ``uncertain`` (fewer than 30
        measured).
    """
    both = areas["class_x"].notna() & areas["class_y"].notna()
    k = 3 * (areas["class_y"].fillna(1).astype("int64") - 1) + areas["class_x"].fillna(1).astype("int64") - 1
    place = k.where(both, -1).to_numpy()
    few = areas["uncertain"].to_numpy(dtype="bool") & (place >= 0)
    return pd.DataFrame({"area": areas["area"].astype("str").to_numpy(), "k": place, "uncertain": few})


def bivariate_legend(drawn: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of the map's legend that are no colour: the nine stand in `legend_grid`."""
    rows: list[dict[str, Any]] = []
    few = int(drawn["uncertain"].sum())
    if few:
        words = f"belum pasti: {number(few)} wilayah"
        rows.append({"kind": "ragu", "range": f"n < {FEW}", "words": words, "color": "#7F8F94"})
    none = int((drawn["k"] < 0).sum())
    rows.append({"kind": "kosong", "k": None, "range": "belum ada data", "words": "", "n": none})
    return rows


def legend_grid(drawn: pd.DataFrame, name: str) -> str:
    """Return the nine colours as a small table with the number of areas of each (HTML)."""
    lines = []
    for i in (3, 2, 1):
        cells = "".join(_cell(drawn, 3 * (i - 1) + j) for j in range(3))
        lines.append(f'<tr><th scope="row">{CLASSES[i - 1]}</th>{cells}</tr>')
    heads = "".join(f'<th scope="col">{c}</th>' for c in CLASSES)
    return (
        '<table class="dt-sembilan" data-uji="sembilan"><caption>Stunting ↑ &nbsp; '
        f"{escape(name)} →</caption><tbody>{''.join(lines)}</tbody>"
        f"<tfoot><tr><td></td>{heads}</tr></tfoot></table>"
    )


def _cell(drawn: pd.DataFrame, k: int) -> str:
    ink = "#FFFFFF" if k in (7, 8) else "#000000" if k == 6 else theme.INK  # contrast of 4,5 and more
    return f'<td style="background:{PALETTE[k]};color:{ink}">{number(int((drawn["k"] == k).sum()))}</td>'


def scatter(
    areas: pd.DataFrame, summary: pd.DataFrame, *, names: Mapping[str, str], height: int = 320,
    selected: str | None = None,
) -> go.Figure:  # fmt: skip
    """Draw stunting of each area against the indicator; larger points have more children measured.

    Parameters
    ----------
    areas, summary : DataFrame
        Of ``area_association``. The line is drawn only where the slope was computed.
    names : mapping
        Area key → display name.
    selected : str, optional
        Area drawn in ink.

    Raises
    ------
    ValueError
        If a frame is no result frame.
    """
    check_result(areas)
    check_result(summary)
    there = areas[areas["x"].notna() & areas["value"].notna()]
    k = bivariate_classes(there)["k"].to_numpy()
    fig = theme.figure(height, left=58, right=12, top=8, bottom=44)
    size = np.sqrt(there["denominator"].to_numpy("float64").clip(1))
    size = 6 + 14 * size / max(float(size.max()), 1.0) if len(size) else size
    ink = [theme.INK if str(a) == selected else "#51656B" for a in there["area"]]
    unit, about = str(summary["unit"].iloc[0]), str(summary["against"].iloc[0])
    fig.add_scatter(
        x=there["x"], y=100 * there["value"], mode="markers", hoverinfo="text",
        marker={
            "size": size, "color": [PALETTE[i] for i in k], "opacity": 0.95,
            "line": {"width": [2.4 if c == theme.INK else 0.8 for c in ink], "color": ink},
        },
        hovertext=[_tip(r, names, unit) for r in theme.rows(there)],
    )  # fmt: skip
    row = summary[summary["measure"] == SLOPE].iloc[0]
    if row["refusal"] == "" and len(there):
        ends = np.array([there["x"].min(), there["x"].max()], dtype="float64")
        fig.add_scatter(
            x=ends, y=100 * (row["intercept"] + row["value"] * ends), mode="lines", hoverinfo="skip",
            line={"color": theme.INK, "width": 1.4, "dash": "dot"},
        )  # fmt: skip
    top = max(1.08 * 100 * float(there["value"].max()), 1.0) if len(there) else 1.0
    ticks = theme.percent_ticks(top)
    grid = {"showgrid": True, "gridcolor": theme.HAIR}
    fig.update_yaxes(
        range=[-0.03 * top, top], tickvals=ticks, ticktext=theme.tick_text(ticks), **grid,
        title={"text": "stunting", "font": {"size": 12}, "standoff": 4},
    )  # fmt: skip
    fig.update_xaxes(
        **grid, title={"text": f"{about}{f' ({unit})' if unit else ''}", "font": {"size": 12}, "standoff": 6}
    )
    fig.update_layout(meta={"codes": [str(a) for a in there["area"]]})
    return fig


def _tip(row: Any, names: Mapping[str, str], unit: str) -> str:
    name = names.get(str(row.area), str(row.area))
    other, own = str(row.bivariate).split("–")
    return (
        f"<b>{name}</b><br>stunting {own}: {percent(row.value, 1)} "
        f"({number(row.numerator)} dari {number(row.denominator)} diukur)<br>"
        f"indikator {other}: {number(row.x, 1, trim=True)} {unit}".rstrip()
    )
