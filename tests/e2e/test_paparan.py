"""Paparan in a browser: from a page to the screen and back; keys, swipe, themes, address; the files."""

from __future__ import annotations

import re

import pytest

from tests.e2e.browser import SIZES

pytestmark = pytest.mark.e2e

READY = ".pp[data-siap]"
SHOWN = ".pp-slide:not([hidden])"


def shown(page):
    return int(page.locator(SHOWN).get_attribute("data-n"))


def test_from_a_page_to_the_screen_and_back(visit):
    visitor = visit()
    page = visitor.open("/?wilayah=Kecamatan+Halong")
    page.locator(".st-key-kaki").get_by_role("button", name="Paparan").click()
    with page.expect_download(timeout=60_000) as waiting:
        page.get_by_role("button", name="Slide (PDF)").click()
    assert re.fullmatch(r"stunting-kecamatan-halong-.*-paparan\.pdf", waiting.value.suggested_filename)
    page.get_by_text("Tayangkan layar penuh").click()
    page.wait_for_selector(READY)
    assert "Kecamatan+Halong" in page.url.replace("%20", "+")
    for chrome in ("[data-testid=stHeader]", ".st-key-saring", ".pojok"):
        assert not page.locator(chrome).first.is_visible(), chrome
    total = page.locator(".pp-slide").count()
    for key, at in (("ArrowRight", 2), ("Space", 3), ("ArrowLeft", 2), ("End", total), ("Home", 1)):
        page.keyboard.press(key)
        assert shown(page) == at, key
    page.mouse.click(1200, 400)
    assert shown(page) == 2
    page.mouse.click(100, 400)
    assert shown(page) == 1
    page.keyboard.press("ArrowRight")
    page.keyboard.press("t")
    page.wait_for_function(
        "() => location.search.includes('hal=2') && location.search.includes('tema=gelap')"
    )
    page.reload()
    page.wait_for_selector(READY)
    assert shown(page) == 2
    assert page.locator(".pp.gelap").count() == 1
    foot = page.locator(f"{SHOWN} .pp-kaki").inner_text()
    for part in ("Sumber: e-PPGBM", "Kecamatan Halong", "dicetak", "Data sintetis"):
        assert part in foot
    page.keyboard.press("Escape")
    page.wait_for_selector(".st-key-ringkasan")
    visitor.settle()
    assert page.locator(READY).count() == 0
    assert "Kecamatan Halong" in page.inner_text('[data-uji="kalimat"]')
    assert "hal=" not in page.evaluate("location.search")
    assert visitor.errors == []
    assert visitor.outside == []


@pytest.mark.parametrize("size", SIZES)
def test_every_slide_fits_the_screen(visit, size):
    visitor = visit(size)
    page = visitor.open("/paparan")
    page.wait_for_selector(READY)
    wide, high = SIZES[size]
    for n in range(page.locator(".pp-slide").count()):
        assert shown(page) == n + 1
        over = page.evaluate(
            "() => [...document.querySelector('.pp-slide:not([hidden])')"
            ".querySelectorAll('h1, p, b, .pp-kaki, .pp-angka')]"
            ".filter(e => e.offsetParent && !e.closest('.pp-gulir, .pp-bingkai'))"
            ".map(e => [e.getBoundingClientRect(), e.innerText])"
            ".filter(([r]) => r.right > innerWidth + 1 || r.left < -1).map(([, t]) => t)"
        )
        assert over == []
        box = page.locator(SHOWN).bounding_box()
        assert box["width"] <= wide + 1
        assert box["height"] <= high + 1
        if size != "ponsel":
            heights = page.locator(SHOWN).evaluate("s => [s.scrollHeight, s.clientHeight]")
            assert heights[0] <= heights[1] + 2, f"slide {n + 1}"
        page.keyboard.press("ArrowRight")
    assert visitor.errors == []
