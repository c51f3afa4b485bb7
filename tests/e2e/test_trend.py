"""Tren in a real browser: every figure is the indicator's, nothing overlaps, three sizes, one address."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stunting.indicators import cube as cubes
from stunting.indicators.coverage import shift, span
from stunting.indicators.format_id import number, percent
from stunting.indicators.participation import participation
from stunting.indicators.prevalence import prevalence
from stunting.indicators.same_children import NAME, build, paired
from stunting.indicators.two_periods import two_periods
from stunting.store import Store
from tests.e2e.browser import SIZES
from tests.e2e.test_screens import ENGLISH, ISO

pytestmark = pytest.mark.e2e
KAB = "63.11"


@pytest.fixture(scope="module")
def store(demo_home):
    return Store(demo_home)


@pytest.fixture(scope="module")
def cube(store):
    return store.cube(cubes.NAME, KAB, cubes.build)


def rows(page, table="tabel"):
    """Area → text of the cells of its row, as a reader sees them."""
    found = page.locator(f"[data-uji={table}] tr[data-wilayah]").evaluate_all(
        "rs => rs.map(r => [r.dataset.wilayah, [...r.cells].map(c => c.innerText)])"
    )
    return {area: [" ".join(c.split()) for c in cells] for area, cells in found}


def check_table(page, cube, level, earlier, later, rule, indicator):
    frames = [prevalence(cube, level, p, rule, indicator) for p in (earlier, later)]
    first, second = (f.set_index("area") for f in frames)
    changes = two_periods(*frames).set_index("area")
    shown = rows(page)
    assert set(shown) == {*changes.index, KAB}
    for area, change in changes.iterrows():
        cells = shown[area]
        for cell, row in ((cells[1], first.loc[area]), (cells[2], second.loc[area])):
            few = "*" if row["denominator"] < 30 else ""
            counts = f"{number(row['numerator'])} dari {number(row['denominator'])}"
            assert cell == f"{percent(row['value'], 2)}{few} {counts}"
        ends = [number(100 * change[c], 2, sign=True) for c in ("low", "high")]
        assert cells[3] == f"{number(100 * change['step'], 2, sign=True)} {ends[0]} sampai {ends[1]}"
        children = [number(change[f"children{e}"], sign=True) for e in ("", "_low", "_high")]
        assert cells[4] == f"{children[0]} {children[1]} sampai {children[2]}"
        assert cells[5].endswith(change["verdict"])
    small = page.locator("[data-uji=kecil] figure").evaluate_all(
        "fs => fs.map(f => [f.dataset.wilayah, f.querySelector('span').innerText])"
    )
    assert len(small) == len(changes)


def test_every_figure_is_the_indicators(visit, cube, store):
    visitor = visit("laptop")
    page = visitor.open("/tren")
    whole = prevalence(cube, "kabupaten", ["2023", "2024"]).set_index("period")
    figure = percent(whole.loc["2024", "value"], 2).replace(" ", "")
    assert page.inner_text(".pokok .angka").replace("\n", "") == figure
    check_table(page, cube, "kecamatan", "2023", "2024", "eppgbm", "stunting")
    own = rows(page)[KAB]
    assert own[2].startswith(percent(whole.loc["2024", "value"], 2))

    same = paired(store.cube(NAME, KAB, build), "2023", "2024", area=KAB).iloc[0]
    said = page.inner_text("[data-uji=anak-sama]").replace("\xa0", " ")
    for part in (number(same["denominator"]), percent(same["value_a"], 2), percent(same["value_b"], 2)):
        assert part in said
    counts = page.locator("[data-uji=mcnemar] b").all_inner_texts()
    assert counts == [number(same[c]) for c in ("stayed", "new", "recovered", "healthy")]

    # D/S of the first and the last year of the trend beside its sentence, of the chosen pair beside its own
    first = span(prevalence(cube).query("period.str.len() == 4"))[0]["period"].item()
    for years, where in (((first, "2024"), "kalimat-tren"), (("2023", "2024"), "anak-semua")):
        moved = shift(*(participation(cube, "kabupaten", p) for p in years))
        said = page.inner_text(f"[data-uji={where}]").replace("\xa0", " ")
        assert percent(moved.before, 1) in said
        assert percent(moved.after, 1) in said

    # the pictures hold the same numbers
    drawn = page.evaluate("document.querySelector('.st-key-grafik_tren_besar .js-plotly-plot').data")
    line = next(t for t in drawn if t.get("line", {}).get("width") == 2.2)
    last = line["y"]["_inputArray"] if isinstance(line["y"], dict) else line["y"]
    last = list(last.values()) if isinstance(last, dict) else last
    assert float(last[-1]) == pytest.approx(100 * whole.loc["2024", "value"])

    # another rule, indicator, level and pair of months, all from the address
    visitor.go(
        "/tren?aturan=Hitung+ulang+WHO&indikator=Wasting&periode=Agustus+2024&langkah=Bulan+ke+bulan"
        "&dari=dari+Februari+2024&urut=Menurut+nama"
    )
    check_table(page, cube, "kecamatan", "2024-02", "2024-08", "who", "wasting")
    names = [c[0] for a, c in rows(page).items() if a != KAB]
    assert names == sorted(names)
    assert visitor.errors == []


def test_level_by_hand_small_counts_and_download(visit, cube):
    visitor = visit("laptop")
    page = visitor.open("/tren")
    page.get_by_text("Desa", exact=True).first.click()
    page.wait_for_url(re.compile("rinci=Desa"))
    visitor.settle()
    shown = rows(page)
    desa = prevalence(cube, "desa", "2024")
    assert set(shown) == {*desa["area"], KAB}
    hidden = [c for c in shown.values() if c[5] == "disamarkan"]
    assert hidden, "the public sees small counts"
    assert all("disamarkan" in (c[1], c[2]) for c in hidden)
    assert not any("+" in c[4] for c in hidden)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Unduh tabel").click()
    text = Path(taken.value.path()).read_text("utf-8-sig")
    assert text.count("\n") == 1 + len(shown)
    assert not re.search(r"\b(nan|None)\b", text)


@pytest.mark.parametrize("size", SIZES)
def test_page_is_whole_at_every_size(visit, size):
    visitor = visit(size)
    page = visitor.open("/tren")
    assert visitor.errors == []
    assert visitor.outside == []
    wide = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide[0] <= wide[1], "the page scrolls sideways"
    for fold in page.get_by_test_id("stExpander").locator("summary").all():
        fold.click()
    page.wait_for_selector("[data-uji=terbit]")
    text = page.inner_text("body")
    assert not ENGLISH.search(text), ENGLISH.search(text)
    assert not ISO.search(text), ISO.search(text)
    assert "−2,49 poin" in text
    assert "kedua angkanya: −4,86 poin" in text
    assert page.locator("[data-uji=pernyataan] li").count() == 7
    for figure in page.locator("[data-uji=kecil] img").all():
        assert figure.evaluate("i => i.complete && i.naturalWidth > 0"), "a small trend was not drawn"
    labels = page.locator(".st-key-grafik_lereng .annotation-text").evaluate_all(
        "ts => ts.map(t => t.getBoundingClientRect()).map(b => [b.left, b.right, b.top, b.bottom])"
    )
    boxes = [b for b in labels if b[1] > b[0]]
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            over = min(a[1], b[1]) - max(a[0], b[0]) > 1 and min(a[3], b[3]) - max(a[2], b[2]) > 4
            assert not over, "labels of the slopes overlap"
    edge = page.locator(".st-key-grafik_lereng").bounding_box()
    assert max(b[1] for b in boxes) <= edge["x"] + edge["width"] + 1, "a label is cut"
