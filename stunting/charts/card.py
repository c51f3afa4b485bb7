"""The attendance card: children by months attended in a row, and cards filled month by month."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from stunting.charts import theme
from stunting.indicators.format_id import number, percent, period_name
from stunting.indicators.results import check_result
from stunting.indicators.skdn.kalita import FIRST, NOT_YET

_BAR, _LAST, _REST = "#7FA8A8", theme.TEAL, "#D9C8B4"


def streak_bars(frame: pd.DataFrame, *, height: int = 230, scale: float = 1.0) -> go.Figure:
    """Draw how many children came 0, 1, … months running (result frame of `skdn.streaks`, one area).

    Raises
    ------
    ValueError
        If `frame` is not a result frame.
    """
    check_result(frame)
    shown = frame.sort_values("run")
    last = int(shown["run"].max()) if len(shown) else 0
    fig = theme.figure(height, left=8, right=8, top=int(22 * scale), bottom=int(30 * scale))
    color = [_REST if r == 0 else _LAST if r == last else _BAR for r in shown["run"]]
    known = int(shown["months"].iloc[0]) if len(shown) else last  # the last month known: and more
    text = [
        "" if pd.isna(n) else f"<b>{number(n)}</b><br>{percent(v, 0)}"
        for n, v in zip(shown["numerator"], shown["value"], strict=True)
    ]
    fig.add_bar(
        x=list(range(len(shown))), y=shown["numerator"], marker_color=color, width=0.7, text=text,
        textposition="outside", cliponaxis=False, textfont={"size": 12 * scale, "color": theme.INK},
        hovertext=[f"{_runs(int(r), min(known, last))}: "
                   + (NOT_YET if pd.isna(n) else f"{number(n)} balita ({percent(v)})")
                   for r, n, v in zip(shown["run"], shown["numerator"], shown["value"], strict=True)],
        hoverinfo="text",
    )  # fmt: skip
    fig.update_xaxes(
        tickvals=list(range(len(shown))), tickfont={"size": 12 * scale, "color": theme.INK},
        ticktext=[f"{int(r)}+" if r == min(known, last) and r else f"{int(r)}" for r in shown["run"]],
    )  # fmt: skip
    if known < last:
        fig.add_annotation(
            x=(known + 1 + last) / 2, y=0, yanchor="bottom", yshift=6, showarrow=False,
            text=NOT_YET if last - known > 2 else NOT_YET.replace(" ", "<br>"),
            font={"size": 12 * scale, "color": theme.SOFT},
        )  # fmt: skip
    top = float(shown["numerator"].max()) if len(shown) else 1.0
    fig.update_yaxes(visible=False, range=[0, 1.28 * max(top, 1.0)])
    return fig


def _runs(run: int, last: int) -> str:
    if run == 0:
        return "tidak hadir bulan ini"
    return f"{run} bulan berturut-turut{' atau lebih' if run == last else ''}"


def reward_bars(
    frame: pd.DataFrame, *, start: str | None = None, height: int = 230, scale: float = 1.0
) -> go.Figure:
    """Draw the cards filled in each month; a month that cannot know yet stays empty.

    Parameters
    ----------
    frame : DataFrame
        Result frame of `skdn.rewards`, one area.
    start : str, optional
        First month of the programme: a vertical line.

    Raises
    ------
    ValueError
        If `frame` is not a result frame.
    """
    check_result(frame)
    shown = frame.sort_values("period")
    months = [str(p) for p in shown["period"]]
    fig = theme.figure(height, left=int(40 * scale), right=8, top=14, bottom=int(28 * scale))
    first = (shown["note"] == FIRST).to_numpy()
    usual = shown["value"][~first]
    top = float(usual.max()) if usual.notna().any() else float(shown["value"].max() if first.any() else 1.0)
    top = max(top, 1.0)
    fig.add_bar(
        # the first month counts years of attendance: its bar is cut, its number is written
        x=list(range(len(months))), y=shown["value"].clip(upper=1.1 * top), width=0.72,
        marker_color=[_BAR if f else _LAST for f in first],
        hovertext=[f"<b>{period_name(m)}</b><br>{_tip(v, str(n))}{f'<br>tanpa {gone}' if gone else ''}"
                   for m, v, n, gone in zip(months, *(shown[c] for c in ("value", "note", "left_out")),
                                            strict=True)],
        hoverinfo="text",
    )  # fmt: skip
    ticks = [i for i, m in enumerate(months) if m.endswith("-01")] or list(range(len(months)))[:1]
    label = [
        months[i][:4] if months[i].endswith("-01") else period_name(months[i], short=True) for i in ticks
    ]
    fig.update_xaxes(
        tickvals=ticks, ticktext=label, range=[-0.7, max(len(months), 1) - 0.3],
        tickfont={"size": 12 * scale, "color": theme.SOFT},
    )  # fmt: skip
    for at in np.flatnonzero(first & (shown["value"] > 1.1 * top).to_numpy()):
        fig.add_annotation(
            x=at, y=1.1 * top, xanchor="left", yanchor="top", xshift=8, showarrow=False,
            text=f"{number(shown['value'].iloc[at])}: bulan pertama yang dapat dihitung",
            font={"size": 12 * scale, "color": theme.SOFT},
        )  # fmt: skip
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000, 100_000) if top / s <= 4)
    values = [step * i for i in range(int(top / step) + 1)]
    fig.update_yaxes(
        tickvals=values, ticktext=[number(v) for v in values], showgrid=True, gridcolor=theme.HAIR,
        range=[0, 1.1 * top], tickfont={"size": 12 * scale, "color": theme.SOFT},
    )  # fmt: skip
    if not shown["value"].notna().any():
        fig.add_annotation(
            x=0.5, y=0.5, xref="paper", yref="paper", showarrow=False, text=NOT_YET,
            font={"size": 12 * scale, "color": theme.SOFT},
        )  # fmt: skip
    if start in months:
        edge = months.index(start) - 0.5
        fig.add_shape(
            type="line",
            x0=edge,
            x1=edge,
            y0=0,
            y1=1,
            yref="paper",
            line={"color": theme.TARGET, "width": 1.5},
        )
        fig.add_annotation(
            x=edge, y=1, yref="paper", xanchor="left", yanchor="top", xshift=4, showarrow=False,
            text="program mulai", font={"size": 12 * scale, "color": theme.TARGET},
        )  # fmt: skip
    return fig


def _tip(value: float, note: str) -> str:
    return note if pd.isna(value) else f"{number(value)} kartu penuh{f'<br>{note}' if note else ''}"
