"""The filter row in one line, for a phone."""

from __future__ import annotations

import pytest

from stunting.settings import ROOT
from stunting.ui import data, filters
from stunting.ui.filters import Choice


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("ringkasan", "Kab. Balangan · Agustus 2024 · e-PPGBM · Stunting"),
        ("posyandu", "Kab. Balangan · Agustus 2024"),
        ("bumil", "Kab. Balangan · Agustus 2024"),
    ],
)
def test_the_line_tells_only_what_the_page_uses(home, page, told):
    choice = Choice(data.kab(), data.kab(), "2024-08", "eppgbm", "stunting")
    told = told.replace("Kab. Balangan", choice.label.replace("Kabupaten ", "Kab. "))
    assert filters._summary(choice, page) == told
    assert filters._summary(choice, page, "Nama halaman") == f"Nama halaman · {told}"


@pytest.mark.parametrize("page", filters.PLAIN)
def test_what_the_line_leaves_out_the_page_hides(page):
    style = (ROOT / "static" / f"gaya-{page}.css").read_text(encoding="utf-8")
    assert f".stApp:has(.st-key-{page}) :is(.st-key-aturan, .st-key-indikator) {{ display: none; }}" in style
