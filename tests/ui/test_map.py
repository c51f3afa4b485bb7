"""What the map is told: outlines of desa lokus, two periods with one legend, changes."""

from __future__ import annotations

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from stunting.indicators.change_areas import change_of_areas
from stunting.settings import ROOT
from stunting.ui import data, lokus_data, map_data, map_texts, places
from stunting.ui.filters import Choice
from stunting.ui.map_values import change_notes, classed, legend, lokus, pair_legend, values

DECREE = "188.45/1/Contoh"


@pytest.fixture
def lists(store, monkeypatch):
    """Three desa on the list of 2024, two of them in one kecamatan; no other list."""
    desa = places.areas(data.kab()).query("level == 'desa'")["code"]
    first, second = desa.iloc[:2]
    other = next(c for c in desa if c[:8] != first[:8])
    listed = frozenset((first, second, other))
    monkeypatch.setattr(lokus_data, "listed", lambda kab, year: listed if year == 2024 else frozenset())
    monkeypatch.setattr(lokus_data, "sk_of", lambda kab, year: DECREE if year == 2024 else "")
    return first, second, other


def choice(area=None, period="2024", indicator="stunting"):
    return Choice(data.kab(), area or data.kab(), period, "eppgbm", indicator)


def test_outlines_of_desa_and_counts_of_kecamatan(lists):
    first, _, other = lists
    label = f"Desa lokus 2024, SK {DECREE}"
    drawn = lokus(lists, label, "desa", None)
    assert drawn["codes"] == sorted(lists)
    assert drawn["row"] == {"kind": "lokus", "range": "Desa lokus 2024", "words": f"SK {DECREE}", "n": 3}
    assert lokus(lists, label, "desa", first[:8])["row"]["n"] == 2
    above = lokus(lists, label, "kecamatan", None)
    assert above["codes"] == []
    assert above["counts"] == {first[:8]: 2, other[:8]: 1}


def test_without_a_list_there_is_neither_outline_nor_legend():
    assert lokus((), "Desa lokus 2023", "desa", None)["row"] is None


def test_a_list_counts_for_its_own_year_only(lists):
    first, *_ = lists
    assert map_texts.lokus_label(choice()) == f"Desa lokus 2024, SK {DECREE}"
    assert map_texts.lokus_label(choice(period="2023-08")) == "Desa lokus 2023"
    assert map_texts.lokus_badge(choice()) == f"3 desa lokus 2024 (SK {DECREE})"
    assert map_texts.lokus_badge(choice(first[:8], "2024-08")) == f"2 desa lokus 2024 (SK {DECREE})"
    assert map_texts.lokus_badge(choice(period="2023")) == ""
    assert map_texts.lokus_badge(choice(first)) == f"Desa lokus 2024 (SK {DECREE})"


def test_the_badge_escapes_what_somebody_typed(lists, monkeypatch):
    monkeypatch.setattr(lokus_data, "sk_of", lambda kab, year: "<b>1</b>")
    assert "<b>" not in map_texts.badge_html(choice())


def test_earlier_periods_are_of_the_same_length(store):
    assert map_data.earlier_periods(choice(period="2024")) == ["2023"]
    assert map_data.earlier_periods(choice(period="2024-08")) == ["2024-02", "2023-08"]
    assert map_data.earlier_periods(choice(period="2023")) == []


def test_a_change_is_hidden_from_the_public_where_a_side_is(store):
    found = map_data.changes(choice(), "desa", "2023", public=True).set_index("area")
    sides = [data.rates("desa", p, "eppgbm", "stunting").set_index("area") for p in ("2023", "2024")]
    hidden = sides[0]["suppressed"] | sides[1]["suppressed"]
    assert hidden.any()
    assert found.loc[hidden.index, "suppressed"].eq(hidden).all()
    told = values(found.reset_index(), classed(found.reset_index(), "perubahan"), "perubahan")
    for area in hidden.index[hidden]:
        assert told[area] == {"k": None, "h": True, "t": "disamarkan", "s": told[area]["s"]}
    whole = map_data.changes(choice(), "desa", "2023", public=False)
    assert not whole["suppressed"].any()


def test_the_legend_of_a_change_counts_every_area_once(store):
    found = map_data.changes(choice(), "desa", "2023", public=True)
    rows = legend(found, classed(found, "perubahan"), 157, "perubahan", "x", "")["rows"]
    assert sum(r["n"] for r in rows if r["kind"] in ("kelas", "tiada", "samar")) == 157


def test_tip_of_a_change_has_both_rates_counts_and_the_interval(store):
    found = map_data.changes(choice(), "kecamatan", "2023", public=True)
    told = values(found, classed(found, "perubahan"), "perubahan")
    text = next(iter(told.values()))
    assert text["t"].endswith(" poin")
    assert " → " in text["s"]
    assert "selang 95 %" in text["s"]
    assert set(change_notes(found)) == set(told)


def test_two_periods_have_one_legend(store):
    sides = []
    for period in ("2023", "2024"):
        frame = data.rates("desa", period, "eppgbm", "stunting")
        sides.append((frame, legend(frame, classed(frame, "prevalensi"), 157, "prevalensi", period, "")))
    one = pair_legend(sides[0][1], sides[1][1])
    for key, side in (("n0", sides[0][1]), ("n", sides[1][1])):
        counted = {r["range"]: r["n"] for r in side["rows"] if r["n"]}
        assert {r["range"]: r[key] for r in one["rows"] if r[key]} == counted
    assert one["classes"] == sides[1][1]["classes"]
    assert set(change_notes(change_of_areas(sides[0][0], sides[1][0])))


def test_the_same_circle_is_the_same_count_on_both_maps(store):
    before, now = (
        legend(f, classed(f, "jumlah"), 157, "jumlah", "x", "")
        for f in (data.rates("kecamatan", p, "eppgbm", "stunting") for p in ("2023", "2024"))
    )
    assert pair_legend(before, now)["max"] == max(before["max"], now["max"])


@pytest.mark.parametrize("mode", ["dua", "perubahan"])
@pytest.mark.parametrize("level", ["desa", "kecamatan"])
def test_the_page_compares(store, mode, level):
    app = AppTest.from_file(str(ROOT / "stunting" / "ui" / "main.py"), default_timeout=30).run()
    app.session_state["banding"], app.session_state["tingkat"] = mode, level
    app.session_state["periode"] = "2024"
    app.switch_page(str(ROOT / "pages" / "peta.py")).run()
    assert not app.exception
    html = "\n".join(str(e.proto.body) for e in app.get("html"))
    found = map_data.changes(choice(), level, "2023", public=True)
    assert map_texts.changes_said(choice(), found).split(".")[0] in html.replace("\u00a0", " ").replace(
        "\u2060", ""
    )
    assert 'data-uji="perubahan-wilayah"' in html
    assert "selang 95" in html


def test_nothing_earlier_is_one_period(store):
    app = AppTest.from_file(str(ROOT / "stunting" / "ui" / "main.py"), default_timeout=30).run()
    app.session_state["banding"], app.session_state["periode"] = "perubahan", "2023"
    app.switch_page(str(ROOT / "pages" / "peta.py")).run()
    assert not app.exception
    html = "\n".join(str(e.proto.body) for e in app.get("html"))
    assert "Belum ada periode sebelumnya." in html
    assert 'data-uji="perubahan"' not in html


def test_an_area_without_any_row_has_no_change(store):
    empty = pd.DataFrame({"area": pd.Series([], dtype="str")})
    assert "belum ada datanya" in map_texts.change_of(choice(), empty)
