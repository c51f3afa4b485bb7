"""The last line of the page Target: sources, period, n, synthetic mark, and the table for download."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from stunting.access import User
from stunting.indicators.format_id import date, number
from stunting.indicators.results import RULES
from stunting.ui import (
    data,
    downloads,
    filters,
    kept,
    paparan_export,
    pieces,
    target_data,
    target_html,
)
from stunting.ui.filters import Choice


def footer(choice: Choice, user: User, rungs: pd.DataFrame | None) -> None:
    """Show source, period and the synthetic mark, and the targets for download where they are on screen."""
    line = kept.of(_line, kept.Seen(choice, user.protected))
    with st.container(key="kaki", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(line)
        name = ("target", filters.INDICATORS[choice.indicator], choice.label, choice.period)
        if rungs is not None:
            downloads.button(
                "Unduh tangga target (CSV)", lambda: target_html.ladder_csv(rungs, choice.label),
                downloads.figures("csv", *name), key="unduh_target",
            )  # fmt: skip
        paparan_export.button(choice)


def _line(view: kept.Chosen) -> str:
    choice = view.choice
    pulled = data.pulled_on()
    source = f"Sumber: e-PPGBM{f', ditarik {date(pulled)}' if pulled else ''} · {RULES[choice.rule]}"
    what = f"{choice.label} · {filters.period_label(choice.period)}"
    now = target_data.figures(choice, public=view.public)
    n = now.loc[now["period"].eq(choice.period), "denominator"]
    count = f" · n = {number(n.iloc[0])}" if len(n) and pd.notna(n.iloc[0]) else ""
    few = target_data.unfinished(choice, public=view.public)
    count += f" · {few}" if few else ""
    sources = sorted({str(t) for t in target_data.aims(choice)["origin"]})
    mark = pieces.synthetic_note()
    if mark:
        mixed = "" if data.only_synthetic() else " dari berkas itu"
        mark = (
            f'<span class="lencana">{mark}</span>: anak dan angka{mixed} dibuat; target, angka terbit nyata'
        )
    return (
        f'<p class="kaki"><span>{escape(source)}</span><span>{escape(what)}{count}</span><span>Target: '
        f"{escape('; '.join(sources))}</span><span>{mark}</span></p>"
    )
