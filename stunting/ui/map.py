"""The map: a small SVG component. Geometry comes by URL (kept by the browser), values as data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import pandas as pd
import streamlit as st

from stunting.charts.classes import FEW, circle_sizes, classes, indicator_of, legend_rows, map_classes
from stunting.charts.theme import rows
from stunting.indicators.format_id import interval, number, percent
from stunting.indicators.words import HIDDEN_WHY
from stunting.settings import settings
from stunting.ui import places

Measure = Literal["prevalensi", "jumlah"]

HTML = """
<div class="peta">
  <div class="panggung">
    <button class="naik" type="button" hidden></button>
    <svg tabindex="0" role="listbox" preserveAspectRatio="xMidYMid meet"></svg>
    <div class="tip" role="status" hidden></div>
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
) -> None:
    """Draw the areas of `level`.

    Parameters
    ----------
    frame : pandas.DataFrame
        Result frame of one period, one row an area; a column ``suppressed`` is respected.
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
    """
    layer = places.layer(kab, level)
    shown = frame[frame["area"].astype("str").isin(layer["areas"])]
    drawn = map_classes(shown)
    if inside:
        drawn_legend = drawn[drawn["area"].str.startswith(inside)]
        total = sum(code.startswith(inside) for code in layer["areas"])
    else:
        drawn_legend, total = drawn, len(layer["areas"])
    payload = {
        "url": places.layer_url(kab, level),
        "over": places.layer_url(kab, "kecamatan") if level == "desa" else None,
        "mode": measure,
        "areas": _values(shown, drawn, measure),
        "legend": _legend(shown, drawn_legend, total, measure, title, note),
        "selected": selected,
        "inside": inside if level == "desa" else None,
        "values": measure == "prevalensi",
        "up": {"code": up[0], "label": up[1]} if up else None,
        "parents": {c: n for c, n in places.names(kab).items() if c.count(".") == 2},
        "words": {"uncertain": f"Kurang dari {FEW} diukur: belum pasti"},
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


def _values(shown: pd.DataFrame, drawn: pd.DataFrame, measure: Measure) -> dict[str, dict[str, Any]]:
    out: dict[str, dict[str, Any]] = {}
    hidden = shown["suppressed"] if "suppressed" in shown else pd.Series(False, index=shown.index)
    for row, k, few, hide in zip(rows(shown), drawn["k"], drawn["uncertain"], hidden, strict=True):
        if hide:
            # hidden, not missing: the class of the rate would give the count away
            out[str(row.area)] = {"k": None, "h": True, "t": "disamarkan", "s": HIDDEN_WHY.capitalize()}
            continue
        if k < 0:
            continue
        text = percent(row.value, 1) if measure == "prevalensi" else f"{number(row.numerator)} balita"
        of = f"{number(row.numerator)} dari {number(row.denominator)} diukur"
        more = f"{of} · {interval(row.low, row.high)}" if measure == "prevalensi" else (
            f"{percent(row.value, 1)} dari {number(row.denominator)} diukur"
        )  # fmt: skip
        out[str(row.area)] = {"k": int(k), "t": text, "s": more, "n": int(row.numerator)}
        if few:
            out[str(row.area)]["u"] = True
    return out


def _legend(
    shown: pd.DataFrame, drawn: pd.DataFrame, total: int, measure: Measure, title: str, note: str
) -> dict[str, Any]:
    what = indicator_of(shown)
    colors = [{"color": c.color, "range": c.range} for c in classes(what)]
    hidden = 0
    if "suppressed" in shown:
        hidden = int(shown.loc[shown["area"].isin(drawn["area"]), "suppressed"].sum())
    if measure == "jumlah":
        sizes = circle_sizes(drawn["count"])
        most = max([*drawn["count"].tolist(), 1])
        circles: list[dict[str, Any]] = [
            {"kind": "bulat", "range": f"{number(n)} balita", "size": round(44 * (n / most) ** 0.5, 1)}
            for n in sizes
        ]
        circles.append({"kind": "kosong", "range": "belum ada data", "words": ""})
        if hidden:
            circles.append({"kind": "samar", "range": "disamarkan", "words": "kecil atau dapat disimpulkan"})
        return {"title": title, "rows": circles, "classes": colors, "max": most, "note": note}
    listed = legend_rows(drawn, what)
    listed[-1]["n"] += total - len(drawn) - hidden
    if hidden:
        listed.append(
            {"kind": "samar", "range": "disamarkan", "words": "kecil atau dapat disimpulkan", "n": hidden}
        )
    return {"title": title, "rows": listed, "classes": colors, "max": 1, "note": note}
