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
@pytest.mark.parametrize("name", PAGES)
def test_page_is_whole_offline_and_indonesian(visit, name, size):
    visitor = visit(size)
    page = visitor.open(PAGES[name])
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


def test_summary_fits_a_laptop_without_scrolling(visit):
    page = visit("laptop").open("/")
    heights = page.get_by_test_id("stMain").evaluate("m => [m.scrollHeight, m.clientHeight]")
    assert heights[0] <= heights[1]
    figure = page.locator(".pokok .angka")
    assert 44 <= float(figure.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")) <= 56
    tiles = page.locator(".ubin > div").evaluate_all("es => es.map(e => e.offsetHeight)")
    assert len(set(tiles)) == 1, "tiles of uneven height"


def test_map_says_its_takeaway_and_names_every_area(visit):
    page = visit().open("/")
    svg = page.locator(".panggung svg")
    assert "kecamatan" in (svg.get_attribute("aria-label") or "")
    assert page.locator(".panggung .dasar path title").count() == 8
    for text in page.locator(".panggung .dasar path title").all_text_contents():
        assert re.search(r": \d+,\d %|belum ada data", text), text


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


def test_click_on_the_map_opens_the_area_and_the_way_back(visit):
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


def test_hover_shows_numbers_and_lights_up_the_dot(visit):
    visitor = visit()
    page = visitor.open("/")
    page.wait_for_timeout(800)
    spot = page.locator('.panggung [data-code="63.11.02"]').bounding_box()
    page.mouse.move(spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2)
    page.wait_for_selector(".tip:not([hidden])")
    tip = page.inner_text(".tip")
    assert "Halong" in tip
    assert re.search(r"\d dari [\d.]+ diukur", tip)
    dots = page.locator(".st-key-grafik_titik .points path")
    lit = dots.evaluate_all("ps => ps.filter(p => p.style.strokeWidth === '3px').length")
    assert lit == 1


def test_map_is_reached_by_keyboard(visit):
    visitor = visit()
    page = visitor.open("/peta?tingkat=Kecamatan")
    page.wait_for_selector(".panggung svg path")  # the geometry comes by an address of its own
    page.locator(".panggung svg").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(".tip:not([hidden])")
    before = page.inner_text(".lembar h2")
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


def test_deep_link_as_first_request_runs_the_frame(demo_home, chromium, tmp_path):
    with served(demo_home, tmp_path / "server.log") as fresh:
        visitor = Visitor(chromium, fresh)
        page = visitor.open("/peta")
        assert page.title().startswith("Peta") or "Pantau" in page.title()
        assert page.locator(".st-key-saring").is_visible(), "main.py did not run: the gate was passed by"
        assert page.locator(".lembar").is_visible()
        assert page.get_by_test_id("stTopNavLink").count() == 9  # those of the first section
        visitor.close()


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
