"""The page Posyandu in a browser: figures are the functions' own, sections, three sizes, the public."""

from __future__ import annotations

from stunting.indicators import skdn
from stunting.indicators.cube import NAME, build
from stunting.indicators.format_id import number, percent
from stunting.indicators.participation import participation
from stunting.store import Store


def figures(home):
    """Return kabupaten, newest month, its counts and ratios, and D/S as the other pages have it."""
    store = Store(home)
    kab = next(k for k in store.kabupaten() if not k.startswith("?"))
    cube = store.cube(skdn.NAME, kab, skdn.build)
    month = max(cube.loc[cube["d"] > 0, "period"].astype("str"))
    shares = skdn.ratios(cube, "kabupaten", month, kab=kab).set_index("indicator")
    other = participation(store.cube(NAME, kab, build), "kabupaten", month).iloc[0]
    return cube, month, skdn.counts(cube, period=month).iloc[0], shares, other


def test_the_page_shows_what_the_functions_say(visit, demo_home):
    cube, month, counts, shares, other = figures(demo_home)
    visitor = visit()
    page = visitor.open(f"/posyandu?tingkat_posyandu=Puskesmas&periode=Tahun+{month[:4]}")
    text = page.inner_text(".st-key-posyandu")
    ds = shares.loc["ds"]
    assert percent(ds["value"]).removesuffix(" %") in page.inner_text('[data-uji="angka-ds"]')
    assert (ds["numerator"], ds["denominator"]) == (other["numerator"], other["denominator"])
    assert f"{number(ds['numerator'])} dari {number(ds['denominator'])}" in text
    for key in ("nd", "nd_prime", "bgmd"):
        tile = page.inner_text(f'[data-uji="rasio-{key}"]')
        assert percent(shares.at[key, "value"]) in tile
        assert "tidak ada target" in tile
    for key in ("t", "o", "b", "bgm", "two_t"):
        assert number(counts[key]) in page.inner_text(f'[data-uji="huruf-{key}"]')
    # the chart's alternative text is the sentence beside it
    alt = page.get_attribute('.st-key-balok_skdn [aria-label*="Dari "]', "aria-label") or ""
    assert number(counts["s"]) in text
    assert f"{number(counts['d'])} ditimbang (D)" in alt + text
    assert "nan" not in text.lower().replace("dengan", "")
    # the public sees S, D and D/S of a puskesmas, or that they are hidden; no letter below D
    rows = page.query_selector_all('[data-uji="tabel-skdn"] tbody tr')
    inside = skdn.counts(cube, "puskesmas", month)
    assert len(rows) == (inside["months"] > 0).sum()
    heads = [h.inner_text() for h in page.query_selector_all('[data-uji="tabel-skdn"] thead th')]
    assert heads == ["Wilayah", "D/S", "S", "D"]
    visitor.go("/posyandu?tingkat_posyandu=Posyandu")
    assert "tidak ditampilkan untuk umum" in page.inner_text('[data-uji="samar"]')
    assert page.query_selector('[data-uji="tabel-skdn"]') is None
    assert visitor.errors == []
    assert visitor.outside == []


def test_sections_and_a_phone(visit, demo_home):
    cube, month, *_ = figures(demo_home)
    visitor = visit("ponsel")
    page = visitor.open(f"/posyandu?bagian_posyandu=Kartu+kehadiran&periode=Tahun+{month[:4]}")
    runs = skdn.streaks(cube, month).set_index("run")["numerator"]
    said = page.inner_text('[data-uji="kalimat"]').replace("\u00a0", " ")
    assert f"{number(runs[6])} dari {number(runs.sum())} balita" in said
    assert number(runs[5]) in page.inner_text('[data-uji="kartu-kurang"]')
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    visitor.go("/posyandu?bagian_posyandu=Indikator+puskesmas")
    table = page.inner_text('[data-uji="indikator"]')
    assert "tidak ada target" in table
    assert "Berkas sasaran" not in page.inner_text(".st-key-posyandu")  # only dinas and admin
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert visitor.errors == []
