"""What if: sliders for the yearly rates, in a fragment of its own; a scenario, never a forecast."""

from __future__ import annotations

import math
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from stunting.charts.scenario import scenario
from stunting.charts.theme import CONFIG
from stunting.indicators import path
from stunting.indicators.format_id import number, percent
from stunting.indicators.path import Rates, words
from stunting.ui import kept, pieces, target_data, target_path, texts
from stunting.ui.filters import Choice
from stunting.ui.target_path import Aim

#: Rate → label, what it is a share of, top of the slider at least.
SLIDERS: Final = {
    "new_cases": ("Kasus baru", "dari balita tidak stunting, setahun", 0.08),
    "recovery": ("Pulih", "dari balita stunting, setahun", 0.30),
    "ageing_out": ("Anak baru", "dari balita, menggantikan yang berusia 5 tahun atau pindah", 0.30),
}
_STEP: Final = 0.005
_REACH: Final = 0.05


def grid(base: float, top: float, need: float = math.nan) -> list[float]:
    """Return the positions of a slider: half points, and the rate as counted.

    They reach up to `top`, twice the rate, or what is needed for the target (in steps of five points).

    >>> grid(0.0123, 0.02)
    [0.0, 0.005, 0.01, 0.0123, 0.015, 0.02, 0.025]
    >>> grid(0.11, 0.30, 0.499)[-1]
    0.5
    """
    end = max(top, math.ceil(2 * base / _STEP) * _STEP)
    end = max(end, 0.0 if math.isnan(need) else math.ceil(need / _REACH - 1e-9) * _REACH)
    steps = {round(i * _STEP, 4) for i in range(round(min(end, 1) / _STEP) + 1)}
    return sorted({x for x in steps if abs(x - base) > 0.001} | {base})


def show(choice: Choice, aim: Aim | None, year: int, *, public: bool) -> None:
    """Show the part, or say why there is none."""
    why = None
    flow, now = None, target_data.figures(choice, public=public)
    if choice.level == "desa":
        why = "Andaian tersedia untuk kabupaten dan kecamatan: di satu desa anaknya terlalu sedikit."
    elif aim is None:
        why = target_path.no_aim(choice)
    elif year <= target_data.year_of(choice):
        why = "Tahun target sudah lewat: pilih target yang akan datang."
    else:
        flow = target_data.flow(choice)
        now = now[now["period"].str.slice(0, 4).eq(choice.period[:4]) & now["value"].notna()]
        if flow is None or not len(now):
            before = int(choice.period[:4]) - 1
            why = (
                f"Laju dihitung dari anak yang sama pada {before} dan {choice.period[:4]}: belum ada datanya."
            )
    if why is not None or flow is None or aim is None:
        st.html(f'<p class="pesan" data-uji="andaian">{escape(str(why))}</p>')
        return
    base = path.rates(flow)
    if any(math.isnan(x) for x in base[:4]):
        st.html(
            '<p class="pesan" data-uji="andaian">Anak yang diikuti terlalu sedikit untuk menghitung laju.</p>'
        )
        return
    _play(choice, aim, year, base, now.iloc[-1], str(flow["period"]), public)


@st.fragment
def _play(
    choice: Choice, aim: Aim, year: int, base: Rates, now: pd.Series, pair: str, public: bool
) -> None:  # fmt: skip
    start = target_data.year_of(choice)
    args = (float(now["value"]), float(now["denominator"]), start, year)
    needs = _needs(args, base, aim)
    left, right = st.columns([38, 62], gap="medium")
    with left:
        pieces.title("Laju setahun", f"dari anak yang sama, {pair.replace('-', ' ke ')}")
        changed = {}
        for name, (label, of, top) in SLIDERS.items():
            counted = float(getattr(base, name))
            n, d = base.counts[name]
            at = grid(counted, top, needs.get(name, math.nan))
            value = st.select_slider(
                f"{label}: {of}", at, value=counted, format_func=lambda x: percent(x, 1),
                key=f"laju_{name}_{choice.area}_{choice.period}_{choice.rule}_{choice.indicator}_{at[-1]:g}",
            )  # fmt: skip
            st.html(
                f'<p class="catatan">Terhitung {percent(counted, 1)}: {number(n)} dari {number(d)} balita</p>'
            )
            if abs(float(value) - counted) > 1e-9:
                changed[name] = float(value)
    view, more = kept.Seen(choice, public), (aim, year, pair, tuple(sorted(changed.items())))
    said, need, figure = kept.of(lambda *_: _scenario(choice, aim, args, base, changed), view, *more)
    with right:
        pieces.title("Skenario, bukan ramalan", "pita: ketidakpastian laju yang tidak digeser, 90 %")
        st.plotly_chart(figure, key="grafik_andaian", theme=None, config=CONFIG, alt=said)
        st.html(f'<p class="sebut" data-uji="andaian">{texts.whole(escape(said))}</p>')
        st.html(f'<p class="catatan">{texts.whole(escape(need))} {_CAVEAT}</p>')


def _scenario(
    choice: Choice, aim: Aim, args: tuple[float, float, int, int], base: Rates, changed: dict[str, float]
) -> tuple[str, str, kept.Still]:
    """Return what the scenario says, what one rate alone would have to be, and the chart."""
    where: dict[str, Any] = {"area": choice.area, "level": choice.level, "rule": choice.rule}
    as_is = path.what_if(*args, base, **where)
    moved = path.what_if(*args, base, **(where | changed))
    figure = kept.Still(scenario(as_is, moved, target=aim.value, height=264))
    return words.scenario_sentence(as_is, moved, aim.value), _needed(args, base, aim), figure


_CAVEAT: Final = (
    "“Pulih” dan “kasus baru” memuat salah ukur di sekitar batas, sehingga keduanya terlalu besar; anak baru "
    "dianggap membawa prevalensi seperti anak baru tahun lalu."
)


def _needs(args: tuple[float, float, int, int], base: Rates, aim: Aim) -> dict[str, float]:
    """Return what one rate alone would have to be, those that can lead to the target."""
    value, _, start, year = args
    found = {n: path.needed(value, start, year, base, n, aim.value) for n in ("new_cases", "recovery")}
    return {name: rate for name, rate in found.items() if not math.isnan(rate)}


def _needed(args: tuple[float, float, int, int], base: Rates, aim: Aim) -> str:
    """Return the sentence of what one rate alone would have to be."""
    value, _, _, year = args
    target = percent(aim.value, 2, trim=True)
    said = {"new_cases": "kasus baru turun", "recovery": "pulih naik"}
    parts = [
        f"{said[name]} dari {percent(getattr(base, name), 1)} menjadi {percent(rate, 1)}"
        for name, rate in _needs(args, base, aim).items()
    ]
    if value <= aim.value:
        return f"Target {target} sudah tercapai."
    if not parts:
        last = path.what_if(*args, base)["value"].iloc[-1]
        if last <= aim.value:
            return f"Bila laju tetap, target {target} tercapai pada {year}."
        return f"Tidak ada satu laju pun yang sendirian membawa ke {target} pada {year}."
    return f"Untuk {target} pada {year} dengan satu laju saja: {', atau '.join(parts)}, setiap tahun."
