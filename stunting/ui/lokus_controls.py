"""Controls of the page Desa lokus: its parts, the weights, the places on the list; all in the address."""

from __future__ import annotations

from typing import Final

import streamlit as st

from stunting.indicators import ranking
from stunting.ui import lokus_data
from stunting.ui.filters import Choice

PARTS: Final = {"peringkat": "Peringkat", "daftar": "Daftar SK", "evaluasi": "Evaluasi"}
#: Component → key of its slider (in the address) and its short name.
WEIGHTS: Final = {
    "burden": ("bobot_anak", "Jumlah anak"),
    "prevalence": ("bobot_prevalensi", "Prevalensi"),
    "trend": ("bobot_tren", "Kenaikan"),
    "gap": ("bobot_cakupan", "Tidak ditimbang"),
    "risk": ("bobot_risiko", "Keluarga berisiko"),
}
SIZES: Final = (5, 10, 15, 20, 30, 50)
HEAVIEST, USUAL = 4, 2


def part() -> str:
    """Show the parts of the page as a segmented control and return the chosen one."""
    with st.container(key="lokus_bagian_baris", horizontal=True, gap="small"):
        chosen = st.segmented_control(
            "Bagian", list(PARTS), format_func=PARTS.__getitem__, default="peringkat", key="lokus_bagian",
            bind="query-params", required=True, label_visibility="collapsed",
        )  # fmt: skip
    return str(chosen or "peringkat")


def weights(there: list[str]) -> dict[str, int]:
    """Show a slider for each component that has data; return the weights."""
    out = {}
    with st.container(key="lokus_bobot", horizontal=True, gap="small"):
        for name in there:
            key, said = WEIGHTS[name]
            out[name] = int(st.slider(said, 0, HEAVIEST, USUAL, key=key, bind="query-params"))
    if not any(out.values()):
        st.html('<p class="pesan perlu">Semua bobot 0: dihitung dengan bobot yang sama.</p>')
    return out


def size(choice: Choice) -> int:
    """Let the number of places be chosen; by default the size of this year's list, if its desa are known."""
    year = int(choice.period[:4])
    known = {len(lokus_data.listed(choice.kab, y)) for y in lokus_data.years(choice.kab) if y <= year}
    printed = set(ranking.list_sizes(choice.kab, year).query("main")["size"])
    sizes = sorted({*SIZES, *known, *printed})
    usual = len(lokus_data.listed(choice.kab, year)) or 10
    with st.container(key="lokus_tempat", horizontal=True, gap="small", vertical_alignment="center"):
        k = st.selectbox(
            "Tempat pada daftar", sizes, index=sizes.index(usual), key="tempat", bind="query-params",
            format_func=lambda n: f"{n} tempat pada daftar", label_visibility="collapsed", width=220,
            required=True,
        )  # fmt: skip
        st.html(
            '<p class="catatan">peluang <i class="lokus-titik kuat"></i> kuat '
            '<i class="lokus-titik sedang"></i> sedang '
            '<i class="lokus-titik"></i> lemah · garis: selang peringkat 90 %</p>'
        )
    return int(k)
