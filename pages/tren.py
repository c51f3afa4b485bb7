"""Tren: since when, where it fell or rose, and whether that can be told from chance."""

from __future__ import annotations

import streamlit as st

from stunting.ui import (
    filters,
    gate,
    pieces,
    trend_controls,
    trend_export,
    trend_folds,
    trend_page,
    trend_view,
    views,
)

user = gate.require()
choice = filters.chosen()

with st.container(key="tren", gap="small"):
    pieces.headline(views.overview(choice, public=user.protected))
    view = trend_view.view(choice, trend_controls.controls(choice), public=user.protected)
    left, right = st.columns([57, 43], gap="medium")
    with left:
        trend_page.trend(view)
    with right:
        trend_page.slopes(view)
    order = trend_page.table(view)
    trend_page.small(view)
    left, right = st.columns(2, gap="medium")
    with left:
        trend_page.same_children(view)
    with right:
        trend_page.weighing_months(view)
    trend_folds.show(view)
    trend_export.footer(view, order)
