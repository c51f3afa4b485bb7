"""How the figure is made, in words: behind the question beside the headline."""

from __future__ import annotations

from stunting.charts.classes import FEW
from stunting.indicators.results import RECAP_RULE
from stunting.ui.filters import INDICATORS
from stunting.ui.views import Overview

METHOD = """
**{indicator}**: {definition}

**Rumus.** Balita dengan keadaan itu ÷ balita yang **diukur** × 100, memakai pengukuran terakhir tiap anak
dalam periode. Penyebutnya bukan balita terdaftar.

**Aturan.** *Menurut e-PPGBM* memakai z-score dari berkas; *hitung ulang WHO* menghitungnya lagi dari berat,
tinggi, umur dalam hari, dan cara ukur (standar WHO 2006, Permenkes 2/2020), tanpa nilai yang tidak masuk
akal. Keduanya tidak dicampur, dan survei (SSGI/SKI) adalah deret tersendiri.

**Selang 95 %** {interval} Angka dari kurang dari {few} balita digambar berarsir: belum pasti. Di bawah
kecamatan, jumlah di bawah 5 balita disamarkan, beserta jumlah yang dapat membukanya.
"""
#: What the interval of a figure knows, by the method of its row.
INTERVALS = {
    "klaster": "memperhitungkan bahwa anak satu posyandu mirip satu sama lain.",
    "wilson": "memakai rumus skor Wilson, dengan anak dianggap tidak saling bergantung.",
    "exact": "memakai selang eksak (Clopper-Pearson), dengan anak dianggap tidak saling bergantung.",
    "rekap": (
        "**tidak** memperhitungkan bahwa anak satu posyandu mirip: berkas rekap tidak memuat posyandu, "
        "sehingga selang ini terlalu sempit dan naik-turunnya belum dapat dinilai."
    ),
    "": "belum ada, karena tidak ada angka yang ditampilkan.",
}
DEFINITIONS = {
    "stunting": "tinggi badan menurut umur di bawah −2 SD (pendek dan sangat pendek).",
    "severe_stunting": "tinggi badan menurut umur di bawah −3 SD (sangat pendek).",
    "wasting": "berat badan menurut tinggi badan di bawah −2 SD (gizi kurang dan gizi buruk).",
    "underweight": "berat badan menurut umur di bawah −2 SD (kurang dan sangat kurang).",
    "overweight": "berat badan menurut tinggi badan di atas +2 SD (gizi lebih dan obesitas).",
}


def method(view: Overview) -> str:
    """Return the explanation of the figure, Markdown."""
    c = view.choice
    return METHOD.format(
        indicator=INDICATORS[c.indicator], definition=DEFINITIONS[c.indicator], few=FEW,
        interval=INTERVALS[_method(view)],
    )  # fmt: skip


def _method(view: Overview) -> str:
    """Return the key of `INTERVALS` of the figure."""
    if view.row is None:
        return ""
    return RECAP_RULE if view.rule == RECAP_RULE else str(view.row["method"])
