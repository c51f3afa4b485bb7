"""The two screens in a real browser: complete, calm, offline, and their state in the address."""

from __future__ import annotations

import re

import pytest

from tests.e2e.browser import PAGES, SIZES, Visitor, served

pytestmark = pytest.mark.e2e

ENGLISH = re.compile(
    r"\b(Choose|Search|Loading|Upload|Download|Settings|Deploy|Rerun|Running|No results|"
    r"Page not found|View more|January|February|May|August|October|December|nan|None|undefined)\b"
)
ISO = re.compile(r"\b20\d\d-\d\d\b")


@pytest.mark.parametrize("size", SIZES)
def test_pages_are_whole_offline_and_indonesian(visit, size):
    visitor = visit(size)
    page = visitor.page
    for name, path in PAGES.items():
        visitor.go(path) if name != "ringkasan" else visitor.open(path)
        assert visitor.errors == []
        assert visitor.outside == []
        assert page.evaluate("document.documentElement.lang") == "id"
        wide = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert wide[0] <= wide[1], "the page scrolls sideways"
        text = page.inner_text("body")
        assert "yang diukur" in text
        assert "Data sintetis" in text
        assert not ENGLISH.search(text), ENGLISH.search(text)
        assert not ISO.search(text), ISO.search(text)
        legend = page.inner_text(".legenda")
        assert "belum ada data" in legend
        assert "n < 30" in legend
        assert "sangat tinggi" in legend


def test_summary_fits_a_laptop_and_its_map_speaks_and_answers(visit):
    page = visit("laptop").open("/")
    heights = page.get_by_test_id("stMain").evaluate("m => [m.scrollHeight, m.clientHeight]")
    assert heights[0] <= heights[1]
    figure = page.locator(".pokok .angka")
    assert 44 <= float(figure.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")) <= 56
    tiles = page.locator(".ubin > div").evaluate_all("es => es.map(e => e.offsetHeight)")
    assert len(set(tiles)) == 1, "tiles of uneven height"
    # the map says its takeaway and names every area
    svg = page.locator(".panggung svg")
    assert "kecamatan" in (svg.get_attribute("aria-label") or "")
    names = page.locator(".panggung .dasar path title").all_text_contents()
    assert len(names) == 8
    for text in names:
        assert re.search(r": \d+,\d %|belum ada data", text), text
    # pointed at, it shows numbers and lights up the dot
    spot = page.locator('.panggung [data-code="63.11.02"]').bounding_box()
    page.mouse.move(spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2)
    page.wait_for_selector(".tip:not([hidden])")
    tip = page.inner_text(".tip")
    assert "Halong" in tip
    assert re.search(r"\d dari [\d.]+ diukur", tip)
    page.wait_for_function(
        "() => [...document.querySelectorAll('.st-key-grafik_titik .points path')]"
        ".filter(p => p.style.strokeWidth === '3px').length === 1"
    )


def test_choice_is_in_the_address_and_survives_a_change_of_page(visit):
    visitor = visit()
    page = visitor.open("/?wilayah=Kecamatan+Halong&aturan=Hitung+ulang+WHO")
    assert "Kecamatan Halong" in page.inner_text(".pokok")
    page.get_by_test_id("stTopNavLink").filter(has_text="Peta").click()
    page.wait_for_url(re.compile("/peta"))
    visitor.settle()
    assert "Kecamatan Halong" in page.inner_text(".lembar h2")
    assert "wilayah=Kecamatan" in page.url
    assert "aturan=Hitung" in page.url
    page.go_back()
    page.wait_for_url(lambda url: "/peta" not in url)
    visitor.settle()
    assert "Kecamatan Halong" in page.inner_text(".pokok")


def click_area(visitor: Visitor, code: str) -> None:
    """Click where the name of the area stands."""
    spot = visitor.page.locator(f'.panggung [data-code="{code}"]').evaluate(
        """path => {
          const root = path.getRootNode(), box = path.getBBox(), m = path.getScreenCTM();
          for (let i = 1; i < 20; i++) for (let j = 1; j < 20; j++) {
            const at = new DOMPoint(box.x + box.width * i / 20, box.y + box.height * j / 20);
            const on = at.matrixTransform(m);
            if (path.isPointInFill(at) && root.elementFromPoint(on.x, on.y) === path) return [on.x, on.y];
          }
          return null;
        }"""
    )
    assert spot, f"{code} cannot be clicked"
    visitor.page.mouse.click(*spot)


#: The side sheet is of another area than before, and not just being drawn.
ANOTHER_AREA = "before => ![before, undefined].includes(document.querySelector('.lembar h2')?.innerText)"


def test_an_area_of_the_map_opens_by_a_click_and_by_the_keyboard(visit):
    visitor = visit()
    page = visitor.open("/peta?tingkat=Kecamatan")
    before = page.inner_text(".lembar h2")
    click_area(visitor, "63.11.02")
    page.wait_for_function(ANOTHER_AREA, arg=before)
    visitor.settle()
    assert "Kecamatan Halong" in page.inner_text(".lembar h2")
    assert "wilayah=Kecamatan" in page.url
    page.get_by_role("button", name="Kabupaten Balangan ›").click()
    page.wait_for_function("before => document.querySelector('.lembar h2')?.innerText === before", arg=before)
    visitor.settle()
    page.mouse.move(5, 5)
    page.wait_for_selector(".tip", state="hidden")
    page.locator(".panggung svg").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(".tip:not([hidden])")
    page.keyboard.press("Enter")
    page.wait_for_function(ANOTHER_AREA, arg=before)


def test_phone_filters_open_on_a_tap_and_a_finger_scrolls_over_the_map(visit):
    visitor = visit("ponsel")
    page = visitor.open("/")
    assert not page.locator(".st-key-saring").is_visible()
    page.locator(".saring-ringkas").tap()
    assert page.locator(".st-key-saring").is_visible()
    touch = page.locator(".panggung svg").evaluate("e => getComputedStyle(e).touchAction")
    assert "pan-y" in touch or touch in ("auto", "manipulation")


def test_phone_menu_closes_behind_a_page_and_a_tapped_area_is_told_at_once(visit):
    visitor = visit("ponsel")
    page = visitor.open("/")
    assert page.inner_text(".saring-ringkas").startswith("Ringkasan · Kab.")
    page.get_by_role("button", name="Buka menu").tap()
    page.get_by_role("button", name="Tutup menu").tap()  # nothing lies on it
    page.get_by_role("button", name="Buka menu").tap()
    page.get_by_test_id("stSidebarNavLink").filter(has_text="Peta").tap()
    page.wait_for_url(re.compile("/peta"))
    drawer = "document.querySelector('[data-testid=stSidebar]').getBoundingClientRect()"
    page.wait_for_function(f"() => {drawer}.right <= 0")
    visitor.settle()
    assert page.inner_text(".saring-ringkas").startswith("Peta · Kab.")
    assert not page.locator(".lembar-singkat").count()
    before = page.inner_text(".lembar h2")
    click_area(visitor, "63.11.02.2001")
    page.wait_for_function(ANOTHER_AREA, arg=before)
    visitor.settle()
    strip = page.locator(".lembar-singkat")
    box = strip.bounding_box()
    assert box["y"] + box["height"] <= SIZES["ponsel"][1]
    assert re.search(r"\d dari \d|belum ada data|disamarkan", strip.inner_text())
    strip.tap()
    page.wait_for_function("() => document.querySelector('.lembar h2').getBoundingClientRect().top < 600")
    # the heat map begins at the newest month, and what is out of sight has a sign
    visitor.go("/posyandu")
    box = "document.querySelector('.gulir:has(.pos-panas)')"
    page.wait_for_function(f"() => {box}.dataset.tepi?.includes('kiri')")
    right = "e => e.lastElementChild.getBoundingClientRect().right"
    assert page.locator(".pos-panas thead tr").evaluate(right) <= SIZES["ponsel"][0]


def test_deep_link_as_first_request_runs_the_frame(first_request):
    _, seen = first_request
    assert seen["title"].startswith("Peta") or "Pantau" in seen["title"]
    assert seen["filters"], "main.py did not run: the gate was passed by"
    assert seen["sheet"]
    assert seen["links"] == 9  # those of the first section
    assert seen["errors"] == []


def test_unknown_page_says_so_in_indonesian(visit):
    visitor = visit()
    page = visitor.open("/tidak-ada")
    assert not ENGLISH.search(page.inner_text("body"))


def test_empty_store_tells_the_two_ways(chromium, tmp_path):
    with served(tmp_path / "kosong", tmp_path / "server.log") as fresh:
        visitor = Visitor(chromium, fresh)
        text = visitor.open("/").inner_text("body")
        assert "stunting demo" in text
        assert "stunting ingest" in text
        assert visitor.errors == []
        visitor.close()
