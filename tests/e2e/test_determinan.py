"""Determinan in a real browser: the functions' figures, the caveat everywhere, names are guarded."""

from __future__ import annotations

import pytest

from stunting.indicators import determinants as det
from stunting.indicators.determinants import exposure
from stunting.indicators.format_id import interval, number, percent
from stunting.store import Store
from tests.e2e.test_screens import ENGLISH, ISO

pytestmark = pytest.mark.e2e
KAB = "63.11"
YEAR = "2024"


@pytest.fixture(scope="module")
def store(demo_home):
    return Store(demo_home)


@pytest.fixture(scope="module")
def study(store):
    seen = store.cube(exposure.NAME, KAB, exposure.states)
    joined = det.join(seen, store.supplement(KAB, "anak"), YEAR)
    return det.study(joined.frame, kab=KAB, table=joined.table, period=YEAR)


def cells(page, test, mark="faktor"):
    found = page.locator(f"[data-uji={test}] tr[data-{mark}]").evaluate_all(
        "(rs, m) => rs.map(r => [r.dataset[m], [...r.cells].map(c => c.innerText)])", mark
    )
    return {key: [" ".join(plain(c).split()) for c in row] for key, row in found}


def plain(text):
    return text.replace("\xa0", " ").replace("\u2060", "")


def test_figures_of_every_section_are_the_functions(visit, study):
    visitor = visit("laptop")
    page = visitor.open("/determinan")
    assert page.locator("[data-uji=batas]").inner_text().startswith(det.CROSS_SECTIONAL)
    head = det.headline(study.ranking, study.adjusted)
    said = plain(page.inner_text("[data-uji=kalimat]"))
    assert plain(head.text) in said.replace("\n", " ")
    ranked, full = cells(page, "urut"), cells(page, "faktor")
    fine = study.adjusted.set_index("factor")
    often = study.shares[study.shares["among"] == det.STUNTED].set_index("factor")
    single = study.ranking[study.ranking["factor"] != det.JOINT]
    assert list(ranked) == list(single["factor"])
    for row in single.to_dict("records"):
        key = row["factor"]
        text = (
            "tidak dihitung"
            if row["refusal"]
            else plain(f"{percent(row['value'])} {interval(row['low'], row['high'])}")
        )
        assert ranked[key][2] == text
        own = fine.loc[key]
        ratio = (
            "tidak dihitung"
            if own["refusal"]
            else f"{number(own['value'], 2)} {number(own['low'], 2)}–{number(own['high'], 2)}"
        )
        assert full[key][5].lstrip("▲▼ ") == ratio
        counts = f"{number(often.loc[key, 'numerator'])} dari {number(often.loc[key, 'denominator'])}"
        assert full[key][1].endswith(counts)
    assert ranked["jkn"][5].endswith("?")
    drawn = page.evaluate(
        "document.querySelector('.st-key-grafik_hutan .js-plotly-plot').data.filter(t => t.name === 'titik')"
        ".map(t => Array.from(t.x._inputArray ?? t.x))[0]"
    )
    given = sorted(fine.loc[fine["refusal"] == "", "value"])
    assert sorted(drawn) == pytest.approx(given)

    visitor.go("/determinan?telaah=Per+wilayah&faktor_det=Merokok+di+rumah")
    assert det.CROSS_SECTIONAL in page.inner_text("[data-uji=batas]")
    assert len(cells(page, "wilayah", "wilayah")) == 8
    visitor.go("/determinan?telaah=Lembar+parameter")
    sheet = cells(page, "parameter")
    own = often.loc["merokok_di_rumah"]
    assert sheet["merokok_di_rumah"][2] == f"{number(own['numerator'])} dari {number(own['denominator'])}"
    red = own["numerator"] > own["denominator"] / 2
    assert sheet["merokok_di_rumah"][1].startswith("! merah") == red
    assert page.locator("[data-uji=daftar]").count() == 0
    assert page.get_by_text("Tampilkan nama").count() == 0
    tips = page.locator("[data-uji=matriks] td[title]").evaluate_all("cs => cs.map(c => c.title)")
    assert not [t for t in tips if t.split()[0].isdigit() and int(t.split()[0]) < 5]
    visitor.go("/determinan?telaah=Antarwilayah")
    assert det.ECOLOGICAL in page.inner_text("[data-uji=batas]")
    assert page.locator("[data-uji=sembilan] td").count() == 10
    assert (visitor.errors, visitor.outside) == ([], [])


def test_download_holds_the_caveat_and_the_phone_fits(visit):
    visitor = visit("ponsel")
    page = visitor.open("/determinan")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    text = page.inner_text(".stMain")
    assert not ENGLISH.findall(text)
    assert not ISO.findall(text)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Unduh tabel (CSV)").click()
    with open(taken.value.path(), encoding="utf-8-sig") as file:
        lines = file.read().splitlines()
    assert lines[0].startswith("kode;wilayah;tingkat;faktor")
    assert all(det.CROSS_SECTIONAL in line for line in lines[1:])
    visitor.go("/determinan?telaah=Lembar+parameter")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not ENGLISH.findall(page.inner_text(".stMain"))
    with page.expect_download() as taken:
        page.get_by_role("button", name="Unduh tabel (CSV)").click()
    assert "sintetis" in taken.value.suggested_filename
    with open(taken.value.path(), encoding="utf-8-sig") as file:
        assert file.readline().startswith("tingkat;wilayah;kode;sasaran;parameter")
    assert visitor.errors == []


def test_names_behind_a_number_are_for_staff_and_noted(enter, store):
    path = "/determinan?telaah=Lembar+parameter&wilayah=Kecamatan+Halong&parameter_det=Merokok+di+rumah"
    visitor = enter("dinas", path=path)
    page = visitor.page
    assert page.locator("[data-uji=daftar]").count() == 0
    before = len(store.audit())
    page.get_by_test_id("stCheckbox").get_by_text("Tampilkan nama").click()
    page.wait_for_selector("[data-uji=daftar] tbody tr")
    visitor.settle()
    said = page.inner_text("[data-uji=kalimat-daftar]")
    sheet = cells(page, "parameter")["merokok_di_rumah"][2].split(" dari ")[0]
    assert f"{sheet} anak yang boleh Anda lihat" in plain(said)
    noted = store.audit().iloc[before:]
    assert noted["action"].eq("identitas dilihat").any()
    assert visitor.errors == []
