"""The map: a small SVG component. Geometry comes by URL (kept by the browser), values as data."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from stunting.charts.classes import FEW
from stunting.indicators.change_areas import change_of_areas
from stunting.settings import settings
from stunting.ui import map_values, places
from stunting.ui.map_values import Measure

__all__ = ["Measure", "draw"]

HTML = """
<div class="peta">
  <div class="pentas">
    <div class="panggung">
      <h4 class="kapan" hidden></h4>
      <button class="naik" type="button" hidden></button>
      <svg tabindex="0" role="listbox" preserveAspectRatio="xMidYMid meet"></svg>
      <div class="tip" role="status" hidden></div>
    </div>
  </div>
  <div class="samping"><div class="legenda"></div><p class="keterangan"></p></div>
</div>
"""

# The module is an ordinary file of `static/` (cached, compressed, readable), loaded from our own server.
JS = """
const module = import(new URL("/aset/peta.js", window.location.origin));
export default function (component) {
  let off = null, gone = false;
  module.then((m) => { if (!gone) off = m.default(component); });
  return () => { gone = true; off?.(); };
}
"""


def _component() -> Callable[..., Any]:
    css = (settings().static_dir / "peta.css").read_text(encoding="utf-8")
    return st.components.v2.component("peta_wilayah", html=HTML, css=css, js=JS)


_PETA = _component()


def draw(
    frame: pd.DataFrame,
    *,
    kab: str,
    level: str,
    key: str,
    on_pick: Callable[[str], None],
    alt: str,
    measure: Measure = "prevalensi",
    title: str = "Prevalensi",
    selected: str | None = None,
    inside: str | None = None,
    up: tuple[str, str] | None = None,
    height: str = "430px",
    linked: Sequence[Mapping[str, Any]] = (),
    note: str = "",
    outlined: Collection[str] = (),
    outlined_label: str = "",
    before: pd.DataFrame | None = None,
    headings: tuple[str, str] = ("", ""),
    moved: pd.DataFrame | None = None,
) -> None:
    """Draw the areas of `level`.

    Parameters
    ----------
    frame : pandas.DataFrame
        Result frame of one period, one row an area; a column ``suppressed`` is respected. For the measure
        ``"perubahan"`` a frame of ``change_of_areas``; for ``"dwiwarna"`` the areas of
        ``area_association`` with ``against`` and ``unit`` (name and unit of the indicator).
    on_pick : callable
        Called with the area key before the script runs again.
    alt : str
        One sentence that says what the map says.
    selected, inside : str, optional
        Area with the outline; kecamatan that is zoomed into.
    up : tuple of str, optional
        Key and label of the area that the button in the corner returns to.
    linked : sequence of mappings
        Charts that answer together with the map (see ``static/kait.js``).
    outlined : collection of str
        Desa with a double border in ink; a map of kecamatan says their number instead.
    outlined_label : str
        What they are, for the legend: name, then after a comma and space the small print ("Desa lokus
        2022, SK 188.45/498/Kum 2021").
    before : pandas.DataFrame, optional
        Result frame of an earlier period, drawn as a second map at the left with the same legend; the two
        zoom and answer together.
    headings : tuple of str
        Names of the earlier and the later period above the two maps.
    moved : pandas.DataFrame, optional
        ``change_of_areas`` of the two, where the caller has it.
    """
    layer = places.layer(kab, level)

    def side(whole: pd.DataFrame) -> tuple[dict[str, Any], dict[str, Any]]:
        shown = whole[whole["area"].astype("str").isin(layer["areas"])]
        drawn = map_values.classed(shown, measure)
        told = map_values.values(shown, drawn, measure)
        total = len(layer["areas"])
        if inside:
            drawn = drawn[drawn["area"].str.startswith(inside)]
            total = sum(code.startswith(inside) for code in layer["areas"])
        return told, map_values.legend(shown, drawn, total, measure, title, note)

    areas, legend = side(frame)
    pair = None
    if before is not None:
        areas_before, legend_before = side(before)
        legend = map_values.pair_legend(legend_before, legend)
        moved = change_of_areas(before, frame) if moved is None else moved
        pair = {
            "areas": areas_before,
            "headings": list(headings),
            "moved": map_values.change_notes(moved),
        }
    lokus = map_values.lokus(outlined, outlined_label, level, inside)
    if lokus["row"]:
        legend["rows"].append(lokus["row"])
    payload = {
        "url": places.layer_url(kab, level),
        "over": places.layer_url(kab, "kecamatan") if level == "desa" else None,
        "mode": measure,
        "areas": areas,
        "pair": pair,
        "legend": legend,
        "lokus": {"codes": lokus["codes"], "counts": lokus["counts"], "word": lokus["word"]},
        "selected": selected,
        "inside": inside if level == "desa" else None,
        "values": measure != "jumlah",
        "up": {"code": up[0], "label": up[1]} if up else None,
        "parents": {c: n for c, n in places.names(kab).items() if c.count(".") == 2},
        "words": {
            "uncertain": f"Kurang dari {FEW} diukur: belum pasti",
            "none": "tidak ada data" if measure == "perubahan" else "belum ada data",
        },
        "caption": layer["caption"],
        "alt": alt,
        "height": height,
        "linked": [dict(item) for item in linked],
    }

    def picked() -> None:
        code = st.session_state[key].get("pilih")
        if code:
            on_pick(str(code))

    _PETA(key=key, data=payload, on_pilih_change=picked)
