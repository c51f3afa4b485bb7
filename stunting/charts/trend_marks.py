"""What stands beside the line of a trend: published figures in shapes of their own, targets as steps."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from stunting.charts import theme
from stunting.indicators.format_id import percent, period_name
from stunting.indicators.results import check_result

#: Rule of a published figure → marker symbol, colour, words. A survey is a third series, never the line.
SHAPES: dict[str, tuple[str, str, str]] = {
    "survei": ("diamond", theme.SURVEY, "survei"),
    "terbit": ("square-open", theme.SOFT, "angka terbit"),
}


def month(period: str) -> pd.Timestamp | float:
    """Months at their first day; a year (published, target) at its middle."""
    return pd.Timestamp(f"{period}-01") if len(period) == 7 else pd.Timestamp(f"{period}-07-01")


def year(period: str) -> pd.Timestamp | float:
    """Years at their number."""
    return float(period[:4])


def put_published(
    fig: go.Figure, published: pd.DataFrame | None, years: list[int], monthly: bool
) -> list[float]:
    """Draw the published figures of the years on the axis (of all years where it is yearly); return them."""
    if published is None or not len(published):
        return []
    check_result(published)
    of = published["period"].str[:4].astype(int)
    inside = published[of.between(min(years), max(years))] if monthly and years else published
    for rule, part in inside.groupby("rule", observed=True):
        symbol, color, words = SHAPES.get(str(rule), SHAPES["terbit"])
        fig.add_scatter(
            x=[(month if monthly else year)(str(p)[:4]) for p in part["period"]],
            y=100 * part["value"],
            mode="markers",
            marker={"symbol": symbol, "size": 8, "color": color, "line": {"width": 1.4, "color": color}},
            hovertext=[
                f"<b>{percent(r.value, 2)}</b> {words}, {period_name(r.period)}<br>{r.source}"
                for r in theme.rows(part)
            ],
            hoverinfo="text",
        )
    return [float(v) for v in inside["value"].dropna()]


def reach(targets: pd.DataFrame | None, years: list[int]) -> list[float]:
    """Return the targets that the axis must hold."""
    if targets is None or not years:
        return []
    return [float(v) for v in targets.loc[targets["year"].isin(years), "value"]]


def put_targets(
    fig: go.Figure, targets: pd.DataFrame | None, frame: pd.DataFrame, years: list[int], monthly: bool
) -> None:
    """Draw each year's target as a step; the last one is named, on the side away from the line."""
    if targets is None or not len(frame):
        return
    first, final = str(frame["period"].min()), str(frame["period"].max())
    part = targets[targets["year"].isin(years)].sort_values("year")
    for row in theme.rows(part):
        a, b = row.year - 0.5, row.year + 0.5
        if monthly:
            a, b = month(max(f"{row.year}-01", first)), month(min(f"{row.year}-12", final))
        fig.add_shape(
            type="line",
            x0=a,
            x1=b,
            y0=100 * row.value,
            y1=100 * row.value,
            line={"color": theme.TARGET, "width": 1.6, "dash": "5px,3px"},
        )
    if not len(part):
        return
    row = part.iloc[-1]
    there = frame.loc[frame["period"].str[:4] == str(row["year"]), "value"]
    below = there.empty or pd.isna(there.mean()) or there.mean() >= row["value"]
    late = int(row["year"]) > (years[0] + years[-1]) / 2
    end = fig.layout.shapes[-1]
    fig.add_annotation(
        x=end.x1 if late else end.x0,
        y=100 * row["value"],
        xanchor="right" if late else "left",
        yanchor="top" if below else "bottom",
        yshift=-3 if below else 3,
        showarrow=False,
        text=f"target {int(row['year'])}: {percent(row.get('printed', row['value']), 2, trim=True)}",
        font={"size": 12, "color": theme.TARGET},
        bgcolor="rgba(255,255,255,0.75)",
        borderpad=0,
    )
