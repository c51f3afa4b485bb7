"""The balok SKDN: four bars S, K, D, N of one area and month, the ratios between them, the target of D."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from stunting.charts import theme
from stunting.indicators.format_id import number, percent
from stunting.indicators.results import check_result
from stunting.indicators.skdn.ratios import PART

_BARS = (("s", "S", "terdaftar"), ("k", "K", "buku KIA"), ("d", "D", "ditimbang"), ("n", "N", "naik"))
_COLOR = {"s": "#9FB3B6", "k": "#7FA8A8", "d": theme.TEAL, "n": "#084C4C"}
#: What stands in the place of a bar without a count, by the reason.
NOT_RECORDED, HIDDEN, UNDECIDED = "tidak dicatat", "disamarkan", "belum<br>dapat<br>dinilai"


def skdn_bars(
    counts: pd.DataFrame, shares: pd.DataFrame, *, height: int = 300, scale: float = 1.0
) -> go.Figure:
    """Draw the four bars with their counts and, below each, the ratio that ends at it.

    Parameters
    ----------
    counts : DataFrame
        One row of `stunting.indicators.skdn.counts` (missing: not recorded, not to be judged, or hidden).
    shares : DataFrame
        The ratios of the same area and month (result frame).
    scale : float
        Of the type, for a slide.

    Raises
    ------
    ValueError
        If `shares` is not a result frame, or `counts` has another number of rows than one.
    """
    check_result(shares)
    if len(counts) != 1:
        raise ValueError(f"skdn_bars: one row of counts, got {len(counts)}")
    row = counts.iloc[0]
    ratio = shares.set_index("indicator")
    big, small = 13 * scale, 12 * scale
    two_lines = any("<br>" in _share(ratio, key) for key, *_ in _BARS)
    fig = theme.figure(
        height, left=8, right=8, top=int(26 * scale), bottom=int((62 if two_lines else 46) * scale)
    )
    known = [(key, float(row[key])) for key, *_ in _BARS if not pd.isna(row[key])]
    top = max((v for _, v in known), default=1.0) or 1.0
    for at, (key, letter, word) in enumerate(_BARS):
        value = row[key]
        missing = pd.isna(value)
        share = _share(ratio, key)
        fig.add_bar(
            x=[at], y=[0 if missing else float(value)], width=0.62, marker_color=_COLOR[key],
            hovertext=[f"<b>{letter}</b> {word}: {_absent(row, key) if missing else number(value)}"
                       f"{f'<br>{share}' if share else ''}"],
            hoverinfo="text",
        )  # fmt: skip
        if missing:
            fig.add_shape(
                type="rect", x0=at - 0.31, x1=at + 0.31, y0=0, layer="below",
                y1=top * (0.94 if key == "k" else 0.6),  # that of N ends below the word at the target
                line={"color": theme.SOFT, "width": 1, "dash": "dot"},
            )  # fmt: skip
        # inside the bar of D, because the line of its target runs just above
        inside = key == "d" and not missing and float(value) > 0.2 * top
        fig.add_annotation(
            x=at, y=top * (0.45 if key == "k" else 0.3) if missing else float(value),
            yshift=0 if missing else (-13 if inside else 12) * scale,
            text=_absent(row, key) if missing else f"<b>{number(value)}</b>", showarrow=False,
            font={"size": small if missing else 15 * scale,
                  "color": theme.SOFT if missing else "#FFFFFF" if inside else theme.INK},
        )  # fmt: skip
        fig.add_annotation(
            x=at, y=0, yshift=-13 * scale, showarrow=False, text=f"<b>{letter}</b> {word}",
            font={"size": big, "color": theme.INK},
        )  # fmt: skip
        fig.add_annotation(
            x=at, y=0, yshift=-24 * scale, yanchor="top", showarrow=False, text=share,
            font={"size": big, "color": theme.SOFT},
        )  # fmt: skip
    _target(fig, ratio, small)
    fig.update_xaxes(visible=False, range=[-0.5, 3.5])
    fig.update_yaxes(visible=False, range=[0, top * 1.06])
    return fig


def _share(ratio: pd.DataFrame, key: str) -> str:
    name = {"k": "ks", "d": "ds", "n": "nd"}.get(key)
    found = ratio[ratio.index == name]
    if key == "k" and len(found) and str(found["note"].iloc[0]).startswith(PART):
        return f"dari {number(found['denominator'].iloc[0])}<br>yang tercatat"
    if found.empty or pd.isna(found["value"].iloc[0]):
        return ""
    return f"{found['title'].iloc[0]} {percent(found['value'].iloc[0])}"


def _absent(row: pd.Series, key: str) -> str:
    if key == "k":
        return NOT_RECORDED
    return UNDECIDED if key == "n" and not pd.isna(row["undecided"]) else HIDDEN


def _target(fig: go.Figure, ratio: pd.DataFrame, size: float) -> None:
    """Draw the count that D has to reach, across its bar."""
    found = ratio[ratio.index == "ds"]
    if found.empty:
        return
    goal, s = float(found["target"].iloc[0]), float(found["denominator"].iloc[0])
    if not goal * s > 0:  # no target, no S, or hidden
        return
    fig.add_shape(
        type="line", x0=1.6, x1=2.4, y0=goal * s, y1=goal * s,
        line={"color": theme.TARGET, "width": 2, "dash": "dash"},
    )  # fmt: skip
    fig.add_annotation(
        x=2.43, y=goal * s, xanchor="left", showarrow=False, font={"size": size, "color": theme.TARGET},
        text=f"target {percent(goal, 1, trim=True)}",
    )  # fmt: skip
