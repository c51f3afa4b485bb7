"""Peta in a browser: two periods, the change, desa lokus; three sizes."""

from __future__ import annotations

import re

import pytest

from tests.e2e.browser import SIZES

pytestmark = pytest.mark.e2e

STAGE = ".panggung svg"


def sideways(page):
    wide = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    return wide[0] > wide[1]


@pytest.mark.parametrize("size", SIZES)
def test_comparisons_at_three_sizes(visit, size):
    visitor = visit(size)
    page = visitor.open("/peta?banding=Dua+periode&tingkat=Kecamatan")
    assert not sideways(page)
    page.locator('.panggung[data-state="siap"]').nth(1).wait_for()
    assert page.locator(STAGE).count() == 2
    boxes = [page.locator(".panggung").nth(i).bounding_box() for i in (0, 1)]
    stacked = boxes[1]["y"] >= boxes[0]["y"] + boxes[0]["height"]
    assert stacked == (size == "ponsel")
    assert page.locator(".legenda h4").count() == 1, "one legend for both"
    legend = page.locator(".legenda").bounding_box()
    assert legend["y"] >= max(b["y"] + b["height"] for b in boxes) - 1, "the legend lies on a map"
    assert re.search(r"\d → \d", page.inner_text(".legenda"))
    headings = page.locator(".kapan").all_inner_texts()
    assert headings == sorted(headings)
    said = page.inner_text('[data-uji="perubahan"]')
    alt = page.locator(STAGE).nth(1).get_attribute("aria-label")
    assert re.sub(r"\s", "", said.split(",")[0]) in re.sub(r"\s", "", alt)
    page.get_by_text("Perubahan", exact=True).click()
    page.locator(".panggung").nth(1).wait_for(state="detached")
    visitor.settle()
    assert "banding=Perubahan" in page.url
    assert not sideways(page)
    words = page.inner_text(".legenda")
    for text in ("turun lebih dari 10 poin", "naik 5–10 poin", "belum dapat dibedakan", "tidak ada data"):
        assert text in words
    assert "selang 95" in page.inner_text('[data-uji="perubahan-wilayah"]')
    assert visitor.errors == []
    assert visitor.outside == []


def test_two_maps_answer_together_and_zoom_together(visit):
    visitor = visit()
    page = visitor.open("/peta?banding=Dua+periode")
    page.locator('.panggung[data-state="siap"]').nth(1).wait_for()
    page.locator(STAGE).nth(0).focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(".panggung:first-child .tip:not([hidden])")
    lit = page.locator(".panggung .sorot").evaluate_all("ps => ps.map(p => p.getAttribute('d'))")
    assert lit[0]
    assert lit[0] == lit[1]
    tip = page.inner_text(".panggung:first-child .tip")
    assert "→" in tip
    whole = page.locator(STAGE).evaluate_all("s => s.map(x => x.getAttribute('viewBox'))")
    before = page.inner_text(".lembar h2")
    page.keyboard.press("Enter")
    page.wait_for_function(
        "was => (document.querySelector('.lembar h2')?.innerText ?? was) !== was", arg=before
    )
    visitor.settle()
    inner_title = page.inner_text(".lembar h2")
    inner = page.locator(STAGE).evaluate_all("s => s.map(x => x.getAttribute('viewBox'))")
    assert inner[0] == inner[1] != whole[0]
    page.locator(".naik").first.click()
    page.wait_for_function("was => document.querySelector('.lembar h2')?.innerText !== was", arg=inner_title)


def test_desa_lokus_of_their_year_only_and_a_desa_found_by_its_name(visit):
    visitor = visit()
    page = visitor.open("/peta?periode=Tahun+2023")
    assert page.locator(".lokus path").count() == 0
    assert "lokus" not in page.inner_text(".legenda").lower()
    names = set(page.locator(".nama .kec").all_text_contents())
    assert len(names) == 8, "every kecamatan is named"
    field = page.locator(".st-key-wilayah input")
    field.click()
    field.fill("uren")
    page.get_by_role("option", name=re.compile("Desa Uren")).click()
    page.wait_for_function("() => document.querySelector('.lembar h2')?.innerText.includes('Uren')")
    visitor.settle()
    assert "wilayah=Desa+Uren" in page.url.replace("%20", "+")
    assert page.locator('.panggung path[aria-selected="true"]').count() == 1
    assert page.locator(".nama .desa").count() > 5
