"""The map of a briefing: the areas of one level in the colours of their classes, labelled where it fits."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any, Final

import numpy as np
import pandas as pd

from stunting.charts import theme
from stunting.charts.classes import NO_DATA, PALETTE, indicator_of, legend_rows, map_classes
from stunting.indicators.format_id import MISSING, percent
from stunting.indicators.results import check_result, is_suppressed
from stunting.reports.briefing.draw import UNIT, Drawing, Placed, bounds
from stunting.reports.briefing.map_labels import WIDTHS, Spot, place

#: Up to so many areas every one bears its name or number; of more, those of the worst class.
LABELLED: Final = 12
#: Width of the outline of the area that a briefing is about, and of a desa lokus.
OWN, LOKUS = 7.0, 4.5
#: Dots and borders of areas whose figure is hidden: a label must stand out from them.
DOTS: Final = "#8496A0"
#: Hatch of few children, dots of a hidden figure; `step` is the size of the pattern in units of the drawing.
_PATTERNS: Final = (
    '<pattern id="ragu" width="{step}" height="{step}" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="{third}" height="{step}" fill="#12262B" fill-opacity=".42"/>'
    '</pattern><pattern id="samar" width="{step}" height="{step}" patternUnits="userSpaceOnUse">'
    '<circle cx="{half}" cy="{half}" r="{sixth}" fill="{dots}"/></pattern>'
)


def drawn_areas(
    parts: pd.DataFrame, layer: Mapping[str, Any], names: Mapping[str, str], own: str = ""
) -> pd.DataFrame:
    """Return how each area on the map is drawn.

    Returns
    -------
    DataFrame
        ``area, name, said``, ``k`` (class, -1 none), ``uncertain``, ``hidden``, ``pattern`` (``"ragu"``,
        ``"samar"`` or empty), ``fill``, ``ink`` (of a label on it), ``wanted`` (must be labelled),
        ``outline`` (width in units of the drawing: of the area itself, of desa lokus; 0 none): highest
        figure first.
    """
    check_result(parts)
    shown = parts[parts["area"].astype("str").isin(layer["areas"])].sort_values(
        ["value", "area"], ascending=[False, True]
    )
    out = map_classes(shown)
    out["name"] = [names.get(a, a) for a in out["area"]]
    out["hidden"] = is_suppressed(shown).to_numpy(dtype="bool")
    out["said"] = [
        "disamarkan" if gone else percent(v, 1) if v == v else MISSING
        for v, gone in zip(shown["value"], out["hidden"], strict=True)
    ]
    seen = (out["k"] >= 0) & ~out["hidden"]
    out["fill"] = [PALETTE[k] if s else NO_DATA for k, s in zip(out["k"], seen, strict=True)]
    out["ink"] = ["#FFFFFF" if s and k >= 3 else theme.INK for k, s in zip(out["k"], seen, strict=True)]
    out["pattern"] = ""
    out.loc[out["uncertain"], "pattern"] = "ragu"
    out.loc[out["hidden"], "pattern"] = "samar"
    out["wanted"] = True
    if len(out) > LABELLED:
        sure = seen & ~out["uncertain"]
        worst = sure & out["k"].eq(out.loc[sure, "k"].max())
        out["wanted"] = worst & (worst.cumsum() <= LABELLED)
    lokus = shown["lokus"].to_numpy(dtype="bool") if "lokus" in shown else False
    out["outline"] = np.where(out["area"].eq(own), OWN, np.where(lokus, LOKUS, 0.0))
    out["wanted"] |= out["outline"].gt(0)
    return out


def area_map(
    parts: pd.DataFrame, layer: Mapping[str, Any], names: Mapping[str, str], *, own: str = ""
) -> tuple[Drawing, list[dict[str, Any]]]:
    """Return the map of the areas of one level, and its legend.

    Parameters
    ----------
    parts : DataFrame
        Result frame of one period.
    layer : mapping
        Of `stunting.regions.svg_layer`.
    names : mapping
        Area key → name.
    own : str
        The area that the briefing is about, outlined among its neighbours.

    Returns
    -------
    Drawing
        Cropped to the areas of `parts`; its labels in ``sets``, one a size.
    list of dict
        See `legend`.
    """
    drawn = drawn_areas(parts, layer, names, own)
    known = layer["areas"]
    frame = bounds([known[a]["d"] for a in drawn["area"]]) if len(drawn) else (0.0, 0.0, 100.0, 60.0)
    left, top, wide, high = frame
    scale = UNIT / wide
    out = Drawing(high / wide, defs=patterns(max(14, 16 * high / wide) / scale))
    fills, borders, outlines = [], [], []
    for row in drawn.sort_values("hidden", kind="stable").to_dict("records"):  # their borders over others'
        path = f'<path d="{escape(known[row["area"]]["d"])}" '
        fills.append(f'{path}fill="{row["fill"]}"/>')
        if row["pattern"]:
            fills.append(f'{path}fill="url(#{row["pattern"]})"/>')
        line = DOTS if row["hidden"] else "#fff"
        borders.append(f'{path}fill="none" stroke="{line}" stroke-width="{2 / scale:.2f}"/>')
        if row["outline"]:
            width = row["outline"] / scale
            outlines.append(f'{path}fill="none" stroke="{theme.INK}" stroke-width="{width:.2f}"/>')
    at = f"scale({scale:.4f}) translate({-left:.1f} {-top:.1f})"
    out.shapes.append(f'<g transform="{at}">{"".join([*fills, *borders, *outlines])}</g>')
    out.sets = labels(drawn, layer, frame)
    return out, legend(drawn, indicator_of(parts))


def labels(
    drawn: pd.DataFrame, layer: Mapping[str, Any], frame: tuple[float, float, float, float],
    widths: tuple[float, ...] = WIDTHS,
) -> list[Placed]:  # fmt: skip
    """Return the labels of the areas at several sizes; `frame`: left, top, width, height of the drawing."""
    if len(drawn) > LABELLED:  # the others bear patterns and colours only
        drawn = drawn[drawn["wanted"] | drawn["pattern"].eq("") & drawn["k"].ge(0)]
    known = layer["areas"]
    spots = [
        Spot(r["name"], r["said"], known[r["area"]]["d"], known[r["area"]]["x"], known[r["area"]]["y"],
             bool(r["wanted"]), r["ink"], r["fill"])
        for r in drawn.to_dict("records")
    ]  # fmt: skip
    return place(spots, frame, widths)


def legend(drawn: pd.DataFrame, indicator: str) -> list[dict[str, Any]]:
    """Return the legend of `drawn_areas`.

    Returns
    -------
    list of dict
        ``kind, color, range, words, n`` and ``svg`` (what the row looks like on the map): all classes, and
        of the other states those that occur. Every area counts once.
    """
    gone = int(drawn["hidden"].sum())
    rows = legend_rows(drawn, indicator)
    rows = [r | {"n": r["n"] - gone} if r["kind"] == "kosong" else r for r in rows]
    rows.append({"kind": "samar", "range": "disamarkan", "words": "jumlah kecil", "n": gone})
    rows = [r | {"color": r.get("color", NO_DATA)} for r in rows if r["n"] > 0 or r["kind"] == "kelas"]
    return [r | {"svg": _swatch(r["kind"], "#FFFFFF" if r["kind"] == "ragu" else r["color"])} for r in rows]


def patterns(step: float) -> str:
    """Return the patterns of the map as SVG definitions."""
    size = {"step": step, "third": step / 3, "half": step / 2, "sixth": step / 5.5}
    return _PATTERNS.format(dots=DOTS, **{name: f"{value:.2f}" for name, value in size.items()})


def _swatch(kind: str, color: str) -> str:
    over = f'<rect width="26" height="17" fill="url(#{kind})"/>' if kind in ("ragu", "samar") else ""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 26 17" width="26" height="17">'
        f'<defs>{patterns(6)}</defs><rect width="26" height="17" fill="{color}"/>{over}</svg>'
    )
