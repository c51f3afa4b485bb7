"""The page Ibu hamil and the templates on Unggah, in a browser: one visitor a size."""

from __future__ import annotations

import re

import pytest

from tests.e2e.roles import NAME

ENGLISH = re.compile(r"\b(the|and|loading|download|select|none|nan)\b", re.IGNORECASE)


def check(visitor) -> str:
    page = visitor.page
    wide = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide[0] <= wide[1], "the page scrolls sideways"
    text = page.inner_text("body")
    assert not ENGLISH.search(text), ENGLISH.search(text)
    assert visitor.errors == []
    assert visitor.outside == []
    return text


def test_public_sees_figures_and_no_name(visit):
    visitor = visit("ponsel")
    visitor.open("/bumil")
    text = check(visitor)
    assert "mengalami KEK" in visitor.page.inner_text("[data-uji=kalimat]")
    assert not NAME.search(text.encode())
    assert "Puskesmas" not in visitor.page.inner_text(".st-key-kendali_bumil")
    assert visitor.page.locator("[data-uji=daftar-ibu]").count() == 0
    assert "65 ibu hamil KEK" in visitor.page.inner_text("[data-uji=terbit]")
    visitor.go("/bumil?ukuran_bumil=Anemia&tingkat_bumil=Desa")
    assert "anemia" in visitor.page.inner_text("[data-uji=kalimat]")
    check(visitor)


@pytest.mark.parametrize("name", ["uren", "dinas"])
def test_staff_see_their_list_and_their_templates(enter, name):
    visitor = enter(name, path="/bumil")
    said = visitor.page.inner_text("[data-uji=sebut-daftar]")
    assert "hamil" in said
    check(visitor)
    if name == "dinas":
        flow = visitor.page.inner_text("[data-uji=alur]")
        whole, *parts = [int(n) for n in re.findall(r"^\d+$|^\d+(?= ibu)", flow, re.MULTILINE)]
        assert whole == sum(set_of(parts))
        names = visitor.page.inner_text("[data-uji=daftar-ibu]")
        assert "CONTOH Ibu Hamil" in names
    visitor.go("/unggah")
    offered = visitor.page.locator("[class*=st-key-templat_] button").count()
    assert offered == 3  # puskesmas: own children and two empty ones; dinas: three empty ones
    with visitor.page.expect_download() as taken:
        visitor.page.get_by_role("button", name="Templat kosong (XLSX)").first.click()
    assert taken.value.suggested_filename == "templat keluarga dan anak.xlsx"
    check(visitor)


def set_of(parts: list[int]) -> list[int]:
    """Numbers of the bar stand before those of the list, the same ones."""
    return parts[: len(parts) // 2] if len(parts) % 2 == 0 else parts
