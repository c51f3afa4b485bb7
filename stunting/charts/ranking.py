"""The ranking of desa with its doubt, and lokus beside comparable desa before and after."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from stunting.charts import theme
from stunting.indicators.format_id import number, percent, period_name
from stunting.indicators.ranking.words import FAIR, STRONG
from stunting.indicators.results import check_result

ROW: Final = 22
#: Mark of a desa on the list that is compared with.
LISTED: Final = "◆"
_INK: Final = {"kuat": theme.TEAL, "sedang": "#8FC1BF", "lemah": "#FFFFFF"}


def rank_intervals(
    ranked: pd.DataFrame,
    k: int,
    *,
    names: Mapping[str, str],
    listed: Collection[str] = (),
    limit: int = 15,
    height: int | None = None,
) -> go.Figure:
    """Draw the rank of each desa as a dot with its interval, and the probability of the first k beside it.

    Parameters
    ----------
    ranked : pandas.DataFrame
        Of `stunting.indicators.ranking.composite` with the same `k`.
    k : int
        Places on the list (vertical line).
    names : mapping
        Area key → display name.
    listed : collection of str
        Desa on an earlier list: marked with ◆.
    limit : int
        Rows at most; the first are kept.

    Returns
    -------
    plotly.graph_objects.Figure
        ``layout.meta["codes"]``: area keys in the order of the points, from below.

    Raises
    ------
    ValueError
        If `ranked` is not a result frame, or an area occurs twice.
    """
    check_result(ranked)
    if ranked["area"].duplicated().any():
        raise ValueError("rank_intervals: an area occurs more than once")
    known = ranked[ranked["rank"].notna()].sort_values("rank")
    shown = known.head(limit).iloc[::-1]
    codes = [str(a) for a in shown["area"]]
    rows = len(shown)
    label = [
        f"{LISTED + ' ' if c in listed else ''}{names.get(c, c)}  {number(r)}"
        for c, r in zip(codes, shown["rank"], strict=True)
    ]
    longest = max((len(s) for s in label), default=0)
    fig = theme.figure(
        height or 46 + ROW * max(rows, 1), left=int(14 + 6.2 * longest), right=48, top=20, bottom=26
    )
    y = list(range(rows))
    p = shown["probability_top"].to_numpy("float64")
    color = [_INK["kuat" if v >= STRONG else "sedang" if v >= FAIR else "lemah"] for v in p]
    fig.add_scatter(
        x=shown["rank_expected"], y=y, mode="markers", hoverinfo="text",
        marker={"size": 10, "color": color, "line": {"width": 1.3, "color": theme.TEAL}},
        error_x={
            "type": "data", "symmetric": False, "array": shown["rank_high"] - shown["rank_expected"],
            "arrayminus": shown["rank_expected"] - shown["rank_low"], "color": "#7F949A", "thickness": 2,
            "width": 0,
        },
        hovertext=[_tip(r, names, k) for r in theme.rows(shown)],
    )  # fmt: skip
    fig.add_shape(
        type="line", x0=k + 0.5, x1=k + 0.5, y0=-0.6, y1=rows - 0.4, layer="below",
        line={"color": theme.TARGET, "width": 1.4, "dash": "dot"},
    )  # fmt: skip
    head = {"showarrow": False, "yref": "paper", "y": 1, "yanchor": "bottom"}
    soft = {"size": 12, "color": theme.SOFT}
    notes = [
        {"xref": "paper", "x": 1, "xanchor": "left", "xshift": 6, "y": i, "showarrow": False,
         "text": percent(v, 0), "font": {"size": 13, "color": theme.INK}}
        for i, v in enumerate(p)
    ]  # fmt: skip
    said = f"peluang {number(k)} besar"
    notes.append(
        head | {"xref": "paper", "x": 1, "xanchor": "right", "xshift": 46, "text": said, "font": soft}
    )
    notes.append(head | {"xref": "paper", "x": 0, "xanchor": "right", "text": "peringkat", "font": soft})
    top = float(max(shown["rank_high"].max(), k + 1)) if rows else float(k + 1)
    fig.update_xaxes(
        range=[0, 1.03 * top], tickvals=_ticks(top, k), showgrid=True, gridcolor=theme.HAIR,
        ticktext=[number(t) for t in _ticks(top, k)],
    )  # fmt: skip
    fig.update_yaxes(
        range=[-0.6, max(rows, 1) - 0.4], tickvals=y, ticktext=label,
        tickfont={"size": 13, "color": theme.INK},
    )  # fmt: skip
    # all at once: each annotation that is added alone has all of them checked again
    fig.update_layout(meta={"codes": codes}, annotations=notes)
    return fig


def _ticks(top: float, k: int) -> list[int]:
    """Return 1, k and round ranks that are not too near to them."""
    step = next(s for s in (5, 10, 20, 50, 100, 200, 1000, 100_000) if top / s <= 6)
    near = 0.5 * step
    rest = [t for t in range(step, int(top) + 1, step) if abs(t - k) >= near and t - 1 >= near]
    return sorted({1, k, *rest} if k - 1 >= near or k == 1 else {k, *rest})


def _tip(r: Any, names: Mapping[str, str], k: int) -> str:
    return (
        f"<b>{number(r.rank)}. {names.get(str(r.area), str(r.area))}</b><br>"
        f"90 %: peringkat {number(r.rank_low)} sampai {number(r.rank_high)}<br>"
        f"peluang termasuk {number(k)} besar {percent(r.probability_top, 0)}<br>"
        f"{number(r.numerator)} dari {number(r.denominator)} diukur, {period_name(r.period)}"
    )


def before_after(row: pd.Series, *, before: str, after: str, height: int = 250) -> go.Figure:
    """Draw lokus and comparable desa before and after: two lines, their values at the ends.

    Parameters
    ----------
    row : pandas.Series
        A row of `stunting.indicators.ranking.evaluate`.
    before, after : str
        Periods.

    Raises
    ------
    ValueError
        If the row is not of a result frame.
    """
    check_result(row.to_frame().T)
    fig = theme.figure(height, left=62, right=150, top=14, bottom=30)
    others = "terdekat" if pd.isna(row["value"]) else "sebanding"
    groups = (
        ("comparable", f"{number(row['comparable'])} desa {others}", theme.SOFT, "dash"),
        ("lokus", f"{number(row['lokus'])} desa lokus", theme.TEAL, "solid"),
    )
    ends = [float(row[f"{g}_{when}"]) for g, *_ in groups for when in ("before", "after")]
    low, high = 100 * min(ends), 100 * max(ends)
    room = max(high - low, 2.0)
    # names beside the right end: at least a line of text apart
    right = [100 * float(row[f"{g}_after"]) for g, *_ in groups]
    apart, left = 0.13 * 1.7 * room, [100 * float(row[f"{g}_before"]) for g, *_ in groups]
    for (group, said, ink, dash), end, begin in zip(
        groups, _spread(right, apart), _spread(left, apart), strict=True
    ):
        pair = [100 * float(row[f"{group}_before"]), 100 * float(row[f"{group}_after"])]
        fig.add_scatter(
            x=[0, 1], y=pair, mode="lines+markers", line={"color": ink, "width": 2.4, "dash": dash},
            marker={"size": 9, "color": ink}, hoverinfo="text",
            hovertext=[f"{said}: {percent(v / 100, 1)}, {period_name(p)}"
                       for v, p in zip(pair, (before, after), strict=True)],
        )  # fmt: skip
        for x, y, side, text in (
            (0, begin, "right", percent(pair[0] / 100, 1)),
            (1, end, "left", f"<b>{percent(pair[1] / 100, 1)}</b> {said}"),
        ):
            fig.add_annotation(
                x=x, y=y, text=text, showarrow=False, xanchor=side, xshift=-9 if side == "right" else 15,
                font={"size": 13, "color": ink},
            )  # fmt: skip
    fig.update_xaxes(
        range=[-0.04, 1.04], tickvals=[0, 1], ticktext=[period_name(before), period_name(after)],
        tickfont={"size": 13, "color": theme.INK},
    )  # fmt: skip
    fig.update_yaxes(visible=False, range=[low - 0.35 * room, high + 0.35 * room])
    return fig


def _spread(values: list[float], apart: float) -> list[float]:
    """Return the places of two labels, moved away from each other where they would overlap.

    >>> _spread([10.0, 10.0], 1.0), _spread([3.0, 9.0], 1.0)
    ([9.5, 10.5], [3.0, 9.0])
    """
    first, second = values
    if abs(first - second) >= apart:
        return values
    middle = (first + second) / 2
    sign = 1 if first > second else -1
    return [middle + sign * apart / 2, middle - sign * apart / 2]
