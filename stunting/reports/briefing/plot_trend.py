"""The plot of a briefing over time: the trend of one area with its target."""

from __future__ import annotations

import numpy as np
import pandas as pd

from stunting.charts import theme
from stunting.indicators.format_id import listing, number, percent, period_name
from stunting.indicators.results import check_result, is_suppressed
from stunting.reports.briefing.draw import Drawing, Label

#: Plot area as fractions of the drawing: room for the axis left and below, for the last value right.
_LEFT, _RIGHT, _TOP, _BOTTOM = 0.06, 0.90, 0.05, 0.88
#: Periods of a gap that are named; more are counted.
_NAMED = 3
#: Half the width of the interval of a point that stands alone.
_HALF = 0.0025


def trend(
    series: pd.DataFrame, targets: pd.DataFrame, published: pd.DataFrame, *, ratio: float = 0.42
) -> Drawing:
    """Return the trend of one area: interval band, line, target steps, published figures as diamonds.

    Parameters
    ----------
    series : DataFrame
        Result frame of one area, one row a period, all months or all years.
    targets : DataFrame
        ``year``, ``value``, ``printed``.
    published : DataFrame
        Result frame of other sources.
    """
    check_result(series)
    series = series.dropna(subset=["value"]).sort_values("period")
    monthly = bool(series["period"].str.len().eq(7).all())
    own = np.array([_time(p) for p in series["period"]])
    years = sorted({int(t) for t in own})
    surveys = published[published["rule"].eq("survei")] if len(published) else published
    surveys = surveys[surveys["period"].str[:4].astype(int).between(years[0], years[-1])]
    goal = targets[targets["year"].astype(int).between(years[0], years[-1])] if len(targets) else targets
    low, high = (years[0], years[-1] + 1) if monthly else (years[0] + 0.2, years[-1] + 0.8)
    most = max([series["high"].max(), *surveys["value"], *(goal["value"] if len(goal) else [])])
    ticks = theme.percent_ticks(106 * float(most))
    top = max(106 * float(most), ticks[-1])
    out = Drawing(ratio, alt="")

    def place(t: float, value: float) -> tuple[float, float]:
        x = _LEFT + (_RIGHT - _LEFT) * (t - low) / (high - low)
        return x, _BOTTOM - (_BOTTOM - _TOP) * 100 * value / top

    for tick, text in zip(ticks, theme.tick_text(ticks), strict=True):
        y = place(low, tick / 100)[1]
        out.line([(_LEFT, y), (_RIGHT, y)], theme.HAIR, 1.5)
        out.labels.append(Label(_LEFT - 0.008, y, text, "end", 12, color=theme.SOFT))
    for year in years:
        out.labels.append(Label(place(year + 0.5, 0)[0], 0.95, str(year), size=12, color=theme.SOFT))
    for row in goal.to_dict("records"):
        ends = [place(max(row["year"], low), row["value"]), place(min(row["year"] + 1, high), row["value"])]
        out.line(ends, theme.TARGET, 3, "9,6")
    at = list(zip(own, series["low"], series["high"], series["value"], strict=True))
    for piece in _pieces(series, monthly):
        some = [at[i] for i in piece]
        band = [place(t, h) for t, _, h, _ in some] + [place(t, lo) for t, lo, _, _ in some][::-1]
        out.area(band, theme.TEAL, 0.16)
        out.line([place(t, v) for t, _, _, v in some], theme.TEAL, 4.5)
        if len(some) == 1:  # a line of one point is invisible
            x, y = place(some[0][0], some[0][3])
            (_, up), (_, down) = band
            corners = ((-_HALF, up), (_HALF, up), (_HALF, down), (-_HALF, down))
            out.area([(x + dx, y_at) for dx, y_at in corners], theme.TEAL, 0.35)
            out.dot(x, y, 6, theme.TEAL)
    for row in surveys.to_dict("records"):
        x, y = place(int(row["period"][:4]) + 0.5, row["value"])
        out.diamond(x, y, 9, theme.SURVEY)
        out.labels.append(Label(x + 0.014, y, percent(row["value"], 1), "start", 12, color=theme.SURVEY))
    final = goal.sort_values("year").iloc[-1] if len(goal) else None
    x, y = place(own[-1], float(series["value"].iloc[-1]))
    out.dot(x, y, 8, theme.TEAL)
    last, away = percent(series["value"].iloc[-1], 1), 0.019 / ratio
    aim = y if final is None else place(0, final["value"])[1]
    below = aim > y  # the target's label
    shift = 0.0 if final is None or abs(aim - y) > away else -away if below else away
    out.labels.append(Label(x + 0.014, y + shift, last, "start", 16, True, theme.TEAL))
    if final is not None:
        said = f"target {int(final['year'])}: {percent(final['printed'], 2, trim=True)}"
        at_x = place(min(final["year"] + 1, high), 0)[0]
        y = aim + (away if below else -away)
        out.labels.append(Label(at_x, y, said, "end", 12, color=theme.TARGET))
    return out


def gap_note(series: pd.DataFrame) -> str:
    """Return what the gaps of a trend are: hidden figures, or none at all; empty without a gap."""
    rows = series.sort_values("period")
    if not len(rows):
        return ""
    monthly = bool(rows["period"].str.len().eq(7).all())
    order = pd.PeriodIndex(rows["period"].to_numpy(), freq="M" if monthly else "Y")
    secret = dict(zip(order, is_suppressed(rows).to_numpy(), strict=True))
    known = set(order[rows["value"].notna().to_numpy()])
    gaps = [p for p in pd.period_range(order[0], order[-1], freq=order.freq) if p not in known]
    said = []
    for words, hidden in (("disamarkan", True), ("tidak ada data", False)):
        some = [period_name(str(p), short=True) for p in gaps if bool(secret.get(p, False)) is hidden]
        when = listing(some)
        if len(some) > _NAMED:
            when = f"{number(len(some))} {'bulan' if monthly else 'tahun'}"
        said += [f"{words} ({when})"] if some else []
    return f"Celah: {'; '.join(said)}." if said else ""


def _time(period: str) -> float:
    """Return a period as a year: months at their middle, years at theirs.

    >>> _time("2024"), _time("2024-07")
    (2024.5, 2024.5416666666667)
    """
    return int(period[:4]) + ((int(period[5:7]) - 0.5) / 12 if len(period) == 7 else 0.5)


def _pieces(series: pd.DataFrame, monthly: bool) -> list[list[int]]:
    """Return the positions of unbroken stretches: a period without data is a gap, never bridged."""
    order = pd.PeriodIndex(series["period"].to_numpy(), freq="M" if monthly else "Y").astype("int64")
    breaks = np.flatnonzero(np.diff(order) > 1) + 1
    return [piece.tolist() for piece in np.split(np.arange(len(order)), breaks) if len(piece)]
