"""What the page Tren shows: figures of the indicators, four kinds of nothing, disclosure control."""

from __future__ import annotations

import csv
import io
import re

import pandas as pd
import pytest

from stunting.indicators import takeaways
from stunting.indicators.format_id import number, percent
from stunting.indicators.prevalence import prevalence
from stunting.indicators.two_periods import two_periods
from stunting.ui import data, trend_data, trend_export, trend_html, trend_page, trend_view
from stunting.ui.filters import Choice
from stunting.ui.trend_controls import Asked, earlier_than
from tests.ui.conftest import FakeStore, rows


def choice(area=None, period="2024-08", rule="eppgbm", indicator="stunting"):
    return Choice(data.kab(), area or data.kab(), period, rule, indicator)


def look(
    area=None, level="kecamatan", earlier="2023-08", later="2024-08", step="bulan", public=False, **more
):
    return trend_view.view(choice(area, later, **more), Asked(level, step, earlier, later), public=public)


@pytest.fixture
def one_month(home, monkeypatch):
    fake = FakeStore(rows(["2024-08"]))
    monkeypatch.setattr(data, "store", lambda: fake)
    return fake


def cells(html: str) -> dict[str, list[str]]:
    """Area → text of its cells."""
    found = {}
    for area, line in re.findall(r'<tr data-wilayah="([^"]+)"[^>]*>(.*?)</tr>', html):
        texts = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", line)
        found[area] = [re.sub(r"<[^>]+>", " ", t).strip() for t in texts]
    return found


@pytest.mark.parametrize("level", ["kecamatan", "puskesmas", "desa"])
@pytest.mark.parametrize("indicator", ["stunting", "wasting"])
def test_table_holds_the_figures_of_the_indicator(store, level, indicator):
    view = look(level=level, indicator=indicator)
    found = cells(trend_html.change_table(view, "turun"))
    frames = [prevalence(data.cube(), level, p, indicator=indicator) for p in ("2023-08", "2024-08")]
    first, second = (f.set_index("area") for f in frames)
    changes = two_periods(*frames).set_index("area")
    assert set(found) == {*changes.index, data.kab()}
    for area, row in changes.iterrows():
        shown = found[area]
        for cell, frame in ((shown[1], first), (shown[2], second)):
            if frame.loc[area, "denominator"]:
                assert cell.startswith(percent(frame.loc[area, "value"], 2))
                assert (
                    f"{number(frame.loc[area, 'numerator'])} dari {number(frame.loc[area, 'denominator'])}"
                    in cell
                )
            else:
                assert cell == "tidak diukur"  # registered, but nobody was measured
        if row["denominator"] and row["denominator_a"]:
            assert shown[3].startswith(number(100 * row["step"], 2, sign=True))
            assert shown[4].startswith(number(row["children"], sign=True))
            assert row["verdict"] in shown[5]


def test_order_of_the_table(store):
    view = look(level="desa")
    value = trend_html.ordered(view, "turun")["value"].dropna()
    assert value.is_monotonic_increasing
    assert trend_html.ordered(view, "naik")["value"].dropna().is_monotonic_decreasing
    names = [view.names[a] for a in trend_html.ordered(view, "nama")["area"]]
    assert names == sorted(names)
    assert trend_html.ordered(view, "anak")["children"].abs().dropna().is_monotonic_decreasing


def test_public_sees_no_small_count_anywhere(store):
    view = look(level="desa", public=True)
    hidden = view.changes.loc[view.changes["suppressed"], "area"]
    assert len(hidden)
    html = trend_html.change_table(view, "turun")
    assert all(cells(html)[a][5] == "disamarkan" for a in hidden)
    assert all(
        "dari" not in " ".join(cells(html)[a][1:])
        for a in hidden
        if a in set(view.later[view.later["suppressed"]]["area"])
    )
    table = list(
        csv.DictReader(io.StringIO(trend_export.table_csv(view, "turun").decode("utf-8-sig")), delimiter=";")
    )
    for line in table:
        if line["putusan"] == "disamarkan":
            assert not line["perubahan_balita"]
            assert "disamarkan" in (line["persen_awal"], line["persen_akhir"])
    desa = view.parts["area"].iloc[0]
    below = look(desa, level="desa", public=True)
    assert below.followed is None
    assert look(desa, level="desa", public=False).followed is not None


def test_puskesmas_that_gives_away_a_hidden_desa_is_hidden(home, monkeypatch):
    frame = rows(["2023-08", "2024-08"])
    last = frame["desa"] == frame["desa"].value_counts().index[-1]  # nine children: a small count
    other = frame["desa"] == frame["desa"].value_counts().index[0]
    frame["puskesmas"] = "Utara"
    frame.loc[last | other, "puskesmas"] = "Selatan"
    fake = FakeStore(frame)
    monkeypatch.setattr(data, "store", lambda: fake)
    shown = trend_data.parts(choice(), "puskesmas", "2024-08", public=True).set_index("area")
    desa = trend_data.parts(choice(), "desa", "2024-08", public=True)
    assert desa["suppressed"].any()
    assert shown.loc["Selatan", "suppressed"]
    assert not trend_data.parts(choice(), "puskesmas", "2024-08", public=False)["suppressed"].any()


def test_one_month_says_that_there_is_nothing_to_compare(one_month):
    view = look(earlier=None)
    assert view.changes["value"].isna().all()
    assert view.followed is None
    assert trend_page._coverage(view.series, view.attendance) == ""
    assert trend_page.trend_text(view).startswith("Baru satu periode")
    assert takeaways.trend_takeaway(view.series).startswith("Baru satu periode")
    assert len(trend_page.trend_figure(view).data)
    assert trend_html.drawings(view).count("<figure") == 2
    assert trend_export.table_csv(view, "turun").count(b"\n") >= 1


def test_one_area_and_unknown_area(store):
    kec = look().later["area"].iloc[0]
    inside = look(kec, level="desa")
    assert all(a.startswith(kec) for a in inside.parts["area"])
    assert (
        "desa" in trend_page.change_text(inside)
        or "−" in trend_page.change_text(inside)
        or "+" in trend_page.change_text(inside)
    )
    nowhere = look("63.11.08.2001", level="desa")
    assert nowhere.series["value"].isna().all()
    assert "elum ada" in takeaways.trend_takeaway(nowhere.series)
    assert nowhere.followed["denominator"] == 0


def test_followed_and_open_population_agree_with_the_prevalence(store):
    view = look()
    f, own = view.followed, view.own_later.iloc[0]
    assert f["denominator"] + f["entered_d"] == own["denominator"]
    assert f["numerator"] + f["entered_n"] == own["numerator"]
    before = view.own_earlier.iloc[0]
    assert f["denominator"] + f["left_d"] == before["denominator"]


def test_attendance_stands_under_every_period_of_the_trend(store):
    view = look()
    assert view.attendance["period"].tolist() == view.series["period"].tolist()
    assert view.attendance["rule"].eq("skdn").all()
    years = look(step="tahun", earlier="2023", later="2024")
    assert years.attendance["period"].tolist() == ["2023", "2024"]
    assert years.published["rule"].isin(["survei", "terbit"]).all()


def test_default_periods():
    assert earlier_than("2024", []) is None
    assert earlier_than("2024-08", ["2024-08", "2024-07"]) == "2024-07"


def test_csv_is_the_table(store):
    view = look(level="kecamatan")
    table = list(
        csv.DictReader(io.StringIO(trend_export.table_csv(view, "turun").decode("utf-8-sig")), delimiter=";")
    )
    assert [line["kode"] for line in table] == [data.kab(), *trend_html.ordered(view, "turun")["area"]]
    first = table[0]
    own = view.own_change.iloc[0]
    assert first["persen_akhir"] == number(100 * own["value_b"], 2)
    assert first["perubahan_poin"] == number(100 * own["step"], 2).replace("−", "-")
    assert first["periode_awal"] == "Agustus 2023"
    assert pd.notna(first["sumber"])
