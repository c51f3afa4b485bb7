"""The path to a target and the ladder of documents on the page Target."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from stunting.charts.path import STYLES
from stunting.charts.theme import CONFIG
from stunting.indicators.path import words
from stunting.ui import kept, pieces, target_html, target_path, texts
from stunting.ui.filters import Choice
from stunting.ui.target_path import Aim, Way


def path_chart(choice: Choice, ways: list[Way], aim: Aim | None, year: int, *, public: bool) -> None:
    """Show figures, required path, projections and target, and what each series says."""
    pieces.title(f"Jalur ke target{f' {year}' if aim else ''}", _legend(ways, aim))
    if aim is None:
        st.html(f'<p class="pesan">{escape(target_path.no_aim(choice))}</p>')
        return
    view = kept.Seen(choice, public)
    said = kept.of(lambda *_: _path_says(ways), view, aim, year)
    if any(w.figures["value"].notna().any() for w in ways):
        fig = kept.figure(
            lambda *_: target_path.figure(choice, aim.value, year, public=public), view, aim, year
        )
        st.plotly_chart(fig, key="grafik_jalur", theme=None, config=CONFIG, alt=" ".join(said))
    lines = [*said, aim.remark(year)]
    st.html("".join(f'<p class="sebut tg-sebut">{texts.whole(escape(s))}</p>' for s in lines if s))


def _path_says(ways: list[Way]) -> list[str]:
    """Return what each series says, and both together."""
    both = words.both_sentence(
        [w.outlook for w in ways if w.outlook is not None],
        [w.figures for w in ways if w.outlook is not None],
    )
    return [s for s in (*(w.sentence for w in ways), both) if s]


def _legend(ways: list[Way], aim: Aim | None) -> str:
    marks = ["●", "□"]
    parts = [f"{m} {w.name}" for m, w, _ in zip(marks, ways, STYLES, strict=False)]
    parts.append("kipas: selang prediksi 90 %")
    return " · ".join([*parts, *(["- - jalur yang diperlukan", "◆ target"] if aim else [])])


def ladder(choice: Choice, rungs: pd.DataFrame, *, public: bool) -> None:
    """Show the table of documents."""
    pieces.title("Tangga target", "selisih dan capaian dari angka seperti tercetak")
    for html in kept.of(lambda _: _ladder(choice, rungs), kept.Seen(choice, public)):
        st.html(html)


def _ladder(choice: Choice, rungs: pd.DataFrame) -> list[str]:
    """Return the table, and what is said about targets that are only quoted, as HTML."""
    names = {"00": "nasional"}
    if choice.level != "kabupaten":
        names[choice.kab] = "orientasi (milik kabupaten)"
    out = [target_html.ladder(rungs, names)]
    quoted = rungs[rungs["state"].eq("kutipan")]
    if len(quoted):
        notes = " ".join(f"{r['document']}: {r['note']}." for _, r in quoted.iterrows() if r["note"])
        out.append(f'<p class="catatan">{escape(notes)}</p>')
    return out
