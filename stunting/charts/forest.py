"""Ratios side by side: a dot and its interval on a logarithmic axis around 1; refused ones are dashes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from stunting.charts import theme
from stunting.indicators.determinants.words import CRUDE, LESS, MEASURES, MORE
from stunting.indicators.format_id import MISSING, number
from stunting.indicators.results import check_result

ROW: Final = 25
#: Verdict → colour; what is not told from 1 is also hollow: never by colour alone.
COLORS: Final = {MORE: "#9A3B12", LESS: theme.TEAL}
UNCLEAR_COLOR: Final = "#6E8288"
_TICKS: Final = (0.1, 0.2, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 20.0)
_WIDEST: Final = 20.0


def forest(
    found: pd.DataFrame, *, crude: pd.DataFrame | None = None, by: str = "factor",
    names: Mapping[str, str] | None = None, height: int | None = None,
) -> go.Figure:  # fmt: skip
    """Draw one row a factor (or area), the highest ratio on top, the refused ones below.

    Parameters
    ----------
    found : pandas.DataFrame
        Of ``determinants.adjusted``: one area and all factors, or one factor and all areas.
    crude : pandas.DataFrame, optional
        The crude ratios of the same rows: a small hollow diamond under each dot. Where `found` has
        ``own_crude``, that one is drawn: what lies between diamond and dot is adjustment, not other children.
    by : {"factor", "area"}
        What a row is.
    names : mapping, optional
        Key of a row → what it is called; default the column ``name``.
    height : int, optional
        Pixels; by default `ROW` for each row.

    Returns
    -------
    plotly.graph_objects.Figure
        ``layout.meta["codes"]``: keys from below to the top.

    Raises
    ------
    ValueError
        If a frame is no result frame, or a key stands twice.
    """
    check_result(found)
    if found[by].duplicated().any():
        raise ValueError(f"forest: a {by} occurs more than once")
    shown = found.sort_values(["value", by], ascending=[True, False], na_position="first")
    codes = [str(k) for k in shown[by]]
    called = dict(zip(found[by].astype("str"), found["name"].astype("str"), strict=True))
    label = [(names or called).get(k, k) for k in codes]
    longest = max((len(s) for s in label), default=0)
    rows = len(shown)
    fig = theme.figure(
        height or 34 + ROW * max(rows, 1), left=min(int(14 + 6.2 * longest), 216), right=46, top=4, bottom=30
    )
    given = shown["value"].notna().to_numpy()
    y = np.arange(rows)
    if crude is not None:
        crude = _same_children(found, crude, by)
    bounds = _range(shown, crude)
    if crude is not None:
        _crude(fig, crude, codes)
    clear = shown["verdict"].isin([MORE, LESS]).to_numpy()
    color = [COLORS.get(str(v), UNCLEAR_COLOR) for v in shown["verdict"]]
    low, high = (shown[c].clip(*bounds) for c in ("low", "high"))
    for at in np.flatnonzero(given):
        fig.add_scatter(
            x=[low.iloc[at], high.iloc[at]], y=[at, at], mode="lines", hoverinfo="skip",
            line={"color": color[at], "width": 2.4 if clear[at] else 1.6},
        )  # fmt: skip
    drawn = shown[given]
    fill = [c if k else "#FFFFFF" for c, k, g in zip(color, clear, given, strict=True) if g]
    edge = [c for c, g in zip(color, given, strict=True) if g]
    text = [t for t, g in zip(label, given, strict=True) if g]
    fig.add_scatter(
        x=drawn["value"].clip(*bounds), y=y[given], mode="markers", hoverinfo="text", name="titik",
        marker={"size": 11, "color": fill, "line": {"width": 1.8, "color": edge}, "opacity": 1},
        hovertext=[_tip(r, t) for r, t in zip(theme.rows(drawn), text, strict=True)],
    )  # fmt: skip
    _words(fig, shown, label, bounds)
    ticks = [t for t in _TICKS if bounds[0] <= t <= bounds[1]]
    ticks = [t for t in ticks if t not in (0.2, 1.5)] if len(ticks) > 6 else ticks
    fig.update_xaxes(
        type="log", range=[float(np.log10(b)) for b in bounds], tickvals=ticks, showgrid=True,
        ticktext=[number(t, 2, trim=True) for t in ticks], gridcolor=theme.HAIR,
    )  # fmt: skip
    fig.update_yaxes(
        range=[-0.6, max(rows, 1) - 0.4], tickvals=y, ticktext=label,
        tickfont={"size": 13, "color": theme.INK},
    )  # fmt: skip
    line = {"color": theme.INK, "width": 1.2}
    fig.add_shape(type="line", x0=1, x1=1, y0=-0.6, y1=max(rows, 1) - 0.4, layer="below", line=line)
    fig.update_layout(meta={"codes": codes})
    return fig


def _same_children(found: pd.DataFrame, crude: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return the crude ratios by row: of the children of the model, where there is one, without limits."""
    check_result(crude)
    old = crude.assign(_key=crude[by].astype("str")).drop_duplicates("_key").set_index("_key")
    if "own_crude" not in found:
        return old
    own = found.set_index(found[by].astype("str"))["own_crude"].reindex(old.index)
    other = own.notna()
    limits = {c: old[c].mask(other) for c in ("low", "high")}
    return old.assign(value=own.where(other, old["value"]), **limits)


def _crude(fig: go.Figure, crude: pd.DataFrame, codes: list[str]) -> None:
    old = crude.reindex(codes)
    there = old["value"].notna().to_numpy()
    fig.add_scatter(
        x=old["value"][there], y=np.arange(len(codes))[there] - 0.28, mode="markers", hoverinfo="text",
        name=CRUDE, marker={
            "size": 7, "symbol": "diamond-open", "color": theme.SOFT, "line": {"width": 1.3},
        },
        hovertext=[
            f"kasar: {_size(r)}" if r.low == r.low else f"kasar, anak yang sama: {number(r.value, 2)}"
            for r in theme.rows(old[there])
        ],
    )  # fmt: skip


def _words(fig: go.Figure, shown: pd.DataFrame, label: list[str], bounds: tuple[float, float]) -> None:
    """Write each value at the right, a dash where none was computed: words would cover the crude ratios."""
    notes: list[dict[str, Any]] = []
    for at, row in enumerate(theme.rows(shown)):
        if row.value == row.value:
            notes.append({
                "xref": "paper", "x": 1.0, "xanchor": "left", "xshift": 8, "y": at, "showarrow": False,
                "text": number(row.value, 2), "font": {"size": 13, "color": theme.INK},
            })  # fmt: skip
        else:
            notes.append({
                "xref": "paper", "x": 1.0, "xanchor": "left", "xshift": 8, "y": at, "showarrow": False,
                "text": MISSING, "hovertext": f"<b>{label[at]}</b><br>{_fold(str(row.reason))}",
                "font": {"size": 12, "color": theme.SOFT},
            })  # fmt: skip
    fig.update_layout(annotations=notes)


def _range(shown: pd.DataFrame, crude: pd.DataFrame | None) -> tuple[float, float]:
    """Return the axis: all limits, never beyond 20-fold, 1 always inside."""
    values = [shown[["value", "low", "high"]].to_numpy("float64").ravel()]
    if crude is not None and len(crude):
        values.append(crude["value"].to_numpy("float64"))
    every = np.concatenate(values)
    every = every[np.isfinite(every) & (every > 0)]
    low, high = (float(every.min()), float(every.max())) if len(every) else (0.5, 2.0)
    return max(min(low / 1.06, 0.8), 1 / _WIDEST), min(max(high * 1.06, 1.25), _WIDEST)


def _size(row: Any) -> str:
    return f"{number(row.value, 2)} (95 %: {number(row.low, 2)}–{number(row.high, 2)})"


def _tip(row: Any, label: str) -> str:
    return (
        f"<b>{label}</b>: {row.verdict}<br>{MEASURES[str(row.measure)]} {row.model} {_size(row)}<br>"
        f"{number(row.denominator)} anak dalam model, {number(row.numerator)} stunting"
    )


def _fold(text: str, width: int = 46) -> str:
    """Return a sentence broken into lines.

    >>> _fold("satu dua tiga", 9)
    'satu dua<br>tiga'
    """
    lines = [""]
    for word in text.split():
        lines = [*lines, word] if lines[-1] and len(lines[-1]) + len(word) >= width else [
            *lines[:-1], f"{lines[-1]} {word}".strip()
        ]  # fmt: skip
    return "<br>".join(lines)
