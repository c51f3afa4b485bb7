"""The drawn parts of the section SKDN, held by what was asked: heat map, table, bars."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from stunting.charts.skdn import skdn_bars
from stunting.indicators.skdn import sentences
from stunting.ui import data, posyandu_heat, posyandu_html, posyandu_table
from stunting.ui import posyandu_data as load
from stunting.ui.data import resource
from stunting.ui.filters import Choice
from stunting.ui.posyandu_pieces import name_of

HEIGHT: int = 250


class Asked(NamedTuple):
    """What the controls say: level, ratio, order of the rows, highest first."""

    level: str
    ratio: str
    by: str
    down: bool


class Drawn(NamedTuple):
    """Heat map (with key) and table as HTML, their sentences, all rows in order, whether K is recorded."""

    heat: str
    heat_says: str
    table: str
    table_says: str
    rows: pd.DataFrame
    kia: bool


def draw(choice: Choice, asked: Asked, *, public: bool) -> Drawn:
    """Return heat map and table of the areas."""
    key = (choice.kab, data.version(), load.stamp(), choice.area, choice.period)
    return _draw(*key, asked.level, asked.ratio, asked.by, asked.down, public)


@resource
def _draw(
    code: str, data_version: str, register: str, area: str, period: str, level: str, ratio: str, by: str,
    down: bool, public: bool,
) -> Drawn:  # fmt: skip
    board = load.board(Choice(code, area, period, "", ""), level, ratio, public=public)
    name = name_of(code)
    rows = posyandu_table.wide(board.counts, board.ratios)
    rows = posyandu_table.ordered(rows, ratio if by == "rasio" else by, name, down=down)
    areas = rows["area"].head(posyandu_html.MOST).tolist()
    kia = bool((board.counts["k_recorded"].fillna(0) > 0).any())
    shown = board.ratios[board.ratios["indicator"] == ratio]
    heat = posyandu_heat.heat(board.heat, areas, board.months, name) + posyandu_heat.legend(board.heat)
    return Drawn(
        heat, sentences.heat_takeaway(board.heat),
        posyandu_html.table(rows.head(posyandu_html.MOST), name, kia=kia),
        sentences.areas_takeaway(shown, label=name), rows, kia,
    )  # fmt: skip


def bars(board: load.Board, register: str) -> go.Figure:
    """Return the SKDN bars of the chosen area; the same at every level and ratio."""
    return skdn_bars(board.own, board.shares, height=HEIGHT)
