"""Desa lokus in a real browser: figures of the functions, weights in the address, a list that is entered."""

from __future__ import annotations

import re
from typing import Any

import pytest

from stunting.indicators import cube, ranking
from stunting.indicators.determinants import exposure
from stunting.indicators.determinants.families import families_at_risk
from stunting.indicators.format_id import percent
from stunting.indicators.participation import participation
from stunting.indicators.prevalence import prevalence
from stunting.store import Store
from tests.e2e.test_screens import ENGLISH, ISO

pytestmark = pytest.mark.e2e


def expected(home, k: int, weights: dict[str, float]) -> tuple[Any, Any]:
    """Return the ranking and the hot-spot-free frame of the newest year, without the screens' code."""
    store = Store(home)
    kab = next(c for c in store.kabupaten() if not c.startswith("?"))
    table = store.cube(cube.NAME, kab, cube.build)
    year = max(p for p in set(table.loc[table["measured"] > 0, "period"].astype("str")) if len(p) == 4)
    now, before = (
        prevalence(table, level="desa", period=p, recap=store.recap(kab)) for p in (year, str(int(year) - 1))
    )
    coverage = participation(table, level="desa", period=year)
    seen, told = store.cube(exposure.NAME, kab, exposure.states), store.supplement(kab, "anak")
    joined = exposure.join(seen, told, year, everyone=True)
    risk = families_at_risk(joined.frame, joined.table)
    made = ranking.components(now, before=before, coverage=coverage, risk=risk)
    return ranking.composite(made, k, weights=weights), now


def rows_of(page) -> list[list[str]]:
    return page.locator('[data-uji="tabel"] tbody tr').evaluate_all(
        "rows => rows.map(r => [...r.cells].map(c => c.innerText.trim()))"
    )


def test_figures_weights_and_a_list(enter, demo_home):
    visitor = enter("dinas", path="/lokus")
    page = visitor.page
    equal, now = expected(demo_home, 10, dict.fromkeys(ranking.COMPONENTS, 1))
    _same(rows_of(page), equal)
    total = page.locator(".lokus-situasi tbody tr").last.inner_text()
    n, d = int(now["numerator"].sum()), int(now["denominator"].sum())
    assert f"{n:,} dari {d:,}".replace(",", ".") in " ".join(total.split())
    # a weight that moves: in the address, and the ranking of those weights
    page.locator(".st-key-bobot_anak input").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("location.search.includes('bobot_anak=3')")
    visitor.settle()
    moved, _ = expected(demo_home, 10, dict.fromkeys(ranking.COMPONENTS, 2) | {"burden": 3})
    _same(rows_of(page), moved)
    # enter a list by file: one known, one doubtful
    visitor.go("/lokus?lokus_bagian=Daftar+SK")
    assert "nama desanya belum dimasukkan" in page.inner_text('[data-uji="kalimat"]')
    page.get_by_text("Dari berkas", exact=True).click()
    visitor.settle()
    names = [r[1:3] for r in _names(moved)]
    text = f"Kecamatan;Desa\n{names[0][1]};{names[0][0]}\n{names[1][1]};{names[1][0]}\n"
    page.set_input_files(
        "input[type=file]", {"name": "sk.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    page.get_by_role("button", name="Simpan 2 desa").click()
    visitor.settle()
    assert "2 desa lokus tahun 2024" in page.inner_text('[data-uji="kalimat"]')
    assert page.locator('[data-uji="daftar"] tbody tr').count() == 2
    page.get_by_role("button", name="Tarik versi terakhir").click()
    visitor.settle()
    assert "nama desanya belum dimasukkan" in page.inner_text('[data-uji="kalimat"]')
    visitor.go("/lokus?lokus_bagian=Evaluasi")
    assert "bukan bukti sebab-akibat" in page.inner_text(
        ".st-key-lokus"
    ) or "Belum ada angka" in page.inner_text('[data-uji="kalimat"]')
    assert visitor.errors == []
    assert visitor.outside == []


def _names(ranked) -> list[tuple[Any, str, str]]:
    from stunting.regions import area_name

    return [(r.rank, area_name(r.area), area_name(r.area[:8])) for r in ranked.head(10).itertuples()]


def _same(shown: list[list[str]], ranked) -> None:
    assert len(shown) >= 10
    for cells, r, (_, desa, kec) in zip(shown, ranked.head(10).itertuples(), _names(ranked), strict=False):
        assert cells[:3] == [str(int(r.rank)), desa, kec]
        assert cells[3].strip() == percent(r.probability_top, 0)
        assert [cells[4], cells[6]] == [str(int(r.numerator)), str(int(r.denominator))]
        assert cells[8] == f"{int(r.rank_low)}–{int(r.rank_high)}"


def test_the_public_sees_no_small_count_and_the_page_is_whole(visit):
    visitor = visit("ponsel")
    page = visitor.open("/lokus?semua_desa=true&garis=Gi*")
    assert "Gi* menandai desa yang tinggi bersama tetangganya" in page.inner_text('[data-uji="hotspot"]')
    text = page.inner_text("body")
    assert not ENGLISH.search(text), ENGLISH.search(text)
    assert not ISO.search(text), ISO.search(text)
    wide = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide[0] <= wide[1], "the page scrolls sideways"
    shown = rows_of(page)
    assert len(shown) > 100
    for cells in shown:
        if re.fullmatch(r"\d+", cells[0]):
            n, d = (int(c.replace(".", "")) for c in (cells[4], cells[6]))
            assert n >= 5
            assert d - n >= 5
        else:
            assert "disamarkan" in cells[-1] or "belum ada" in cells[-1]
    visitor.go("/lokus?lokus_bagian=Daftar+SK")
    assert page.get_by_role("button", name=re.compile("Simpan|Tarik")).count() == 0
    assert visitor.errors == []
