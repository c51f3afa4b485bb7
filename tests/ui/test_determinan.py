"""What the page Determinan shows: the functions' figures, nothing without data, disclosure control."""

from __future__ import annotations

import re
from functools import partial

import numpy as np
import pandas as pd
import pytest

from stunting.access import User
from stunting.indicators import determinants as det
from stunting.indicators.determinants.sentences import parameters_takeaway
from stunting.indicators.format_id import interval, number, percent
from stunting.reports import determinant_areas as tables
from stunting.ui import (
    data,
    determinan_area_data,
    determinan_area_html,
    determinan_data,
    determinan_export,
    determinan_html,
    determinan_sheet,
    determinan_sheet_data,
    determinan_sheet_html,
    determinan_view,
)
from stunting.ui.determinan_controls import Chosen, Sheet
from stunting.ui.filters import Choice
from tests.ui.conftest import FakeStore, rows

PR = Chosen("pr", ())


class Asked(FakeStore):
    """A store whose families were asked."""

    def __init__(self, frame, told, areas):
        super().__init__(frame)
        self.told, self.areas = told, areas

    def supplement(self, kab, template, until=None):
        if template == "wilayah":
            return self.areas
        later = self.told["noted_on"] > pd.Timestamp(until) if until else pd.Series(False, self.told.index)
        return self.told[~later].reset_index(drop=True)

    def supplement_months(self, kab, template):
        return sorted(set(self.told["period"])) if len(self.told) else []


def told_of(frame, seed=3):
    rng = np.random.default_rng(seed)
    last = frame[frame["measured"]].drop_duplicates("child_id", keep="last")
    n, stunted = len(last), (last["haz"] <= -2).to_numpy()
    noted = np.where(rng.random(n) < 0.5, "2024-02-15", "2024-08-15")
    out = pd.DataFrame({
        "child_id": last["child_id"].to_numpy(), "noted_on": pd.to_datetime(noted),
        "period": [t[:7] for t in noted],
        "merokok_di_rumah": np.where(rng.random(n) < np.where(stunted, 0.8, 0.5), "ya", "tidak"),
        "jamban": np.where(rng.random(n) < np.where(stunted, 0.75, 0.85), "ya", "tidak"),
        "jkn": "ya",
    })  # fmt: skip
    return out.sample(frac=0.9, random_state=1).astype({"merokok_di_rumah": "object", "jamban": "object"})


@pytest.fixture
def asked(home, monkeypatch):
    frame = rows(["2023-08", "2024-02", "2024-08"])
    # forty posyandu: fewer than ten are refused
    frame["posyandu"] = "P" + frame["child_id"].str.removeprefix("anak").astype(int).mod(40).astype(str)
    desa = sorted(set(frame["desa"]))
    areas = pd.DataFrame({
        "kec": [d[:8] for d in desa], "desa": desa, "period": "2024", "indikator": "ISPA balita",
        "nilai": [2, 30, 40, 55], "satuan": "kasus", "sumber": "CONTOH",
    })  # fmt: skip
    fake = Asked(frame, told_of(frame), areas)
    monkeypatch.setattr(data, "store", lambda: fake)
    return fake


@pytest.fixture
def never_asked(home, monkeypatch):
    fake = Asked(
        rows(["2024-08"]), pd.DataFrame({"child_id": [], "noted_on": [], "period": []}), pd.DataFrame()
    )
    monkeypatch.setattr(data, "store", lambda: fake)
    return fake


def choice(area=None, **more):
    return Choice(data.kab(), area or data.kab(), "2024", "eppgbm", "stunting", **more)


def cells(html, mark="faktor"):
    found = {}
    for key, line in re.findall(rf'<tr data-{mark}="([^"]+)"[^>]*>(.*?)</tr>', html):
        found[key] = [
            re.sub(r"<[^>]+>", " ", t).split() for t in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", line)
        ]
        found[key] = [" ".join(words) for words in found[key]]
    return found


def test_tables_hold_the_figures_of_the_functions(asked):
    view = determinan_view.factors(choice(), PR, public=False)
    frame = determinan_data.children(choice())
    frame = frame[frame["answered"] & frame["stunted"].notna()].reset_index(drop=True)
    fine = det.adjusted(frame, ["merokok_di_rumah", "jamban"]).set_index("factor")
    shares = det.shares(frame).set_index(["factor", "among"])
    found = cells(determinan_html.factor_table(view.shares, view.crude, view.adjusted, view.ranking))
    ranked = cells(determinan_html.ranking_table(view.ranking))
    for key in ("merokok_di_rumah", "jamban"):
        row, often = fine.loc[key], shares.loc[(key, det.STUNTED)]
        assert f"{number(row['value'], 2)} {number(row['low'], 2)}–{number(row['high'], 2)}" in found[key][5]
        assert found[key][1].startswith(percent(often["value"]).replace("\xa0", " "))
        own = view.ranking.set_index("factor").loc[key]
        assert interval(own["low"], own["high"]) in " ".join(ranked[key])
    assert "tidak ada pembanding" in found["jkn"][0]
    assert found["jkn"][5] == "tidak dihitung"
    assert "71,61 %" in ranked["merokok_di_rumah"][5].replace("\xa0", " ")
    assert ranked["jamban"][5].endswith("?")
    assert ranked["jkn"][0] == "–"
    assert view.reach in determinan_page_basis(view)


def determinan_page_basis(view):
    from stunting.ui.determinan_page import basis

    return basis(view.choice, view.reach)


def test_odds_and_own_factors_and_a_desa(asked):
    odds = determinan_view.factors(choice(), Chosen("or", ("jamban",)), public=False)
    assert set(odds.adjusted["measure"]) == {"or"}
    assert odds.adjusted["factor"].tolist() == ["jamban"]
    assert set(odds.ratios["measure"]) == {"pr"}
    desa = sorted(set(asked.frame["desa"]))[0]
    view = determinan_view.factors(choice(desa), PR, public=False)
    assert (view.area, view.level) == (desa[:8], "kecamatan")
    assert "Satu desa terlalu kecil" in determinan_page_basis(view)


def test_the_public_gets_no_counts_in_reasons_and_no_puskesmas(asked):
    view = determinan_view.factors(choice(), PR, public=True)
    jkn = view.adjusted.set_index("factor").loc["jkn"]
    assert jkn["reason"] == det.words.REFUSALS_WITHOUT["SATU_SISI"]
    with pytest.raises(ValueError, match="public"):
        determinan_view.parts(choice(), "puskesmas", public=True)
    with pytest.raises(ValueError, match="public"):
        determinan_sheet_data.sheet(choice(), "lokus", "desa", None, protected=True)
    rows_, _ = determinan_export.rows(view)
    assert "puskesmas" not in set(rows_["tingkat"])
    staff = determinan_view.factors(choice(), PR, public=False)
    assert "puskesmas" in set(determinan_export.rows(staff)[0]["tingkat"])


def test_sheet_holds_the_figures_and_marks_red_in_words(asked):
    sheet = determinan_sheet_data.sheet(choice(), "stunting", "kabupaten", None, protected=False)
    smoke = sheet.set_index("factor").loc["merokok_di_rumah"]
    frame = determinan_data.joined(choice()).frame
    target = frame[frame["stunted"].fillna(False).astype(bool)]
    assert smoke["children"] == len(target)
    assert smoke["numerator"] == target["merokok_di_rumah"].sum()
    inside = determinan_sheet_data.sheet(choice(), "stunting", "desa", None, protected=False)
    own = cells(determinan_sheet_html.own_table(sheet, inside, "desa", compared=False, public=False))
    assert own["merokok_di_rumah"][1].startswith("! merah")
    assert own["merokok_di_rumah"][2] == f"{number(smoke['numerator'])} dari {number(smoke['denominator'])}"
    assert not own["jkn"][1].startswith("!")
    wide = determinan_sheet_html.matrix(inside, str, "desa")
    reds = int(inside["red"].fillna(False).sum())
    assert len(re.findall('class="m( s)?"', wide)) == wide.count("!</td>") == reds
    few = (inside["denominator"] < determinan_sheet_html.FEW) & (inside["denominator"] > 0)
    assert len(re.findall('class="(m )?s"', wide)) == few.sum() > 0
    assert "merokok" not in parameters_takeaway(sheet.head(0)).casefold()


def test_two_children_do_not_lead_the_table_of_desa():
    columns = ["area", "factor", "name", "numerator", "denominator", "value", "red"]
    lines = [("kecil", 2, 2), ("besar", 6, 11), ("tenang", 1, 20)]
    frame = pd.DataFrame([(a, "air", "Air", n, d, n / d, n / d > 0.5) for a, n, d in lines], columns=columns)
    html = determinan_sheet_html.matrix(frame, str, "desa")
    assert re.findall('data-wilayah="([a-z]+)"', html) == ["besar", "tenang", "kecil"]
    lines = html.split('wilayah="')[1:]
    found = {line.split('"', 1)[0]: re.findall("<td[^>]*>([^<]*)", line) for line in lines}
    assert found == {"besar": ["11", "1", "55!"], "tenang": ["20", "0", "5"], "kecil": ["2", "–", "100!"]}
    assert '<td class="m s" title="2 dari 2">' in html


def test_change_since_a_date_uses_what_was_known_then(asked):
    day = Sheet("stunting", "desa", "2024-02").day
    assert str(day) == "2024-02-29"
    sheet = determinan_sheet_data.sheet(choice(), "stunting", "kabupaten", day, protected=False)
    row = sheet.set_index("factor").loc["jamban"]
    early = determinan_data.joined(choice(), day).frame
    early = early[early["stunted"].fillna(False).astype(bool)]
    assert row["denominator_before"] == early["jamban"].notna().sum() < row["denominator"]
    assert row["diff"] == pytest.approx(row["value"] - row["value_before"])


def test_protected_sheet_shows_no_small_count(asked):
    found = determinan_sheet_data.sheet(choice(), "stunting", "desa", None, protected=True)
    plain = determinan_sheet_data.sheet(choice(), "stunting", "desa", None, protected=False)
    small = (plain["numerator"] < 5) | (plain["denominator"] - plain["numerator"] < 5)
    small &= plain["denominator"] > 0
    assert small.any()
    assert found.loc[small.to_numpy(), "suppressed"].all()
    html = determinan_sheet_html.matrix(found, str, "desa")
    assert html.count('title="disamarkan"') == int(found["suppressed"].sum())
    for row in plain[small].to_dict("records"):
        assert f'data-wilayah="{row["area"]}"' in html
    assert not re.search(r'title="[0-4] dari', html)


def test_area_indicator_is_protected_for_the_public(asked):
    open_ = determinan_area_data.association(choice(), "ISPA balita", "2024", protected=False)
    shut = determinan_area_data.association(choice(), "ISPA balita", "2024", protected=True)
    assert not open_.areas["suppressed"].any()
    assert shut.areas["suppressed"].any()
    assert shut.areas.loc[shut.areas["suppressed"], "bivariate"].eq("belum ada data").all()
    assert open_.summary["refusal"].eq("SEDIKIT_WILAYAH").all()


def test_the_line_of_the_public_goes_through_all_areas_once_many_are_hidden(asked, monkeypatch):
    ask = partial(determinan_area_data.association, choice(), "ISPA balita", "2024")
    of_few = ask(protected=True).summary
    monkeypatch.setattr(determinan_area_data, "MANY", 1)
    determinan_area_data._association.clear()
    shut, whole = ask(protected=True), ask(protected=False)
    determinan_area_data._association.clear()
    assert shut.areas["suppressed"].any()
    assert shut.summary["n"].tolist() == whole.summary["n"].tolist()
    assert shut.summary["n"].iloc[0] > of_few["n"].iloc[0]


def test_tables_of_areas_and_of_the_sheet_keep_what_is_hidden(asked):
    found = determinan_area_data.association(choice(), "ISPA balita", "2024", protected=True)
    rows_ = determinan_area_data.rows(choice(), "ISPA balita", "2024", protected=True)
    made = tables.areas(found.areas, rows_, lambda a: f"<{a}>", mark=True)
    shut = found.areas["suppressed"].to_numpy()
    assert (
        made.loc[shut, ["nilai_indikator", "stunting_persen", "pembilang", "penyebut"]].isna().all(axis=None)
    )
    assert (made["status"] == "disamarkan").tolist() == shut.tolist()
    assert made["data"].str.contains("sintetis").all()
    frames = [determinan_sheet_data.sheet(choice(), "stunting", level, None, protected=True)
              for level in ("kabupaten", "desa")]  # fmt: skip
    frames[1].loc[frames[1].index[-1], "red"] = pd.NA  # nobody of the desa was asked
    sheet = tables.sheet(frames, "Anak stunting", lambda a: f"<{a}>")
    both = pd.concat(frames, ignore_index=True)
    assert len(sheet) == len(both)
    shut = both["suppressed"].to_numpy(dtype="bool")
    assert shut.any()
    assert sheet.loc[shut, ["persen", "pembilang", "penyebut", "anak_sasaran"]].isna().all(axis=None)
    assert not sheet.loc[shut, "merah"].any()
    shown = ~shut & both["value"].notna().to_numpy()
    assert sheet.loc[shown, "persen"].to_numpy() == pytest.approx(100 * both.loc[shown, "value"].to_numpy())


def test_cases_without_a_population_are_a_list_and_no_map(asked):
    rows_ = determinan_area_data.rows(choice(), "ISPA balita", "2024", protected=False)
    assert set(rows_["unit"]) == {"kasus"}
    html = determinan_area_html.counts(rows_, lambda a: f"<{a}>", {})
    assert re.findall(r"<b>(\d+)</b>", html) == [f"{v:.0f}" for v in _in_kecamatan(rows_)]
    shut = determinan_area_data.rows(choice(), "ISPA balita", "2024", protected=True)
    html = determinan_area_html.counts(shut, lambda a: f"<{a}>", {})
    assert html.count("disamarkan") == shut["suppressed"].sum() > 0
    assert "<b>2</b>" not in html


def _in_kecamatan(rows_):
    kec = rows_["area"].str.slice(0, 8)
    return rows_.assign(kec=kec).sort_values(["kec", "value"], ascending=[True, False])["value"]


def test_cases_with_a_population_are_a_rate(asked):
    asked.areas = asked.areas.assign(penyebut=[100, 200, 400, None])
    rows_ = determinan_area_data.rows(choice(), "ISPA balita", "2024", protected=False)
    assert rows_["value"].tolist() == pytest.approx([20, 150, 100, np.nan], nan_ok=True)
    found = determinan_area_data.association(choice(), "ISPA balita", "2024", protected=False)
    assert set(found.summary["unit"]) == {"kasus per 1.000"}
    assert found.areas["x"].notna().sum() == 3


def test_nobody_was_asked(never_asked):
    assert determinan_data.months() == []
    assert determinan_area_data.indicators(data.kab()).empty
    rows_ = det.published_factors(data.kab())
    html = determinan_area_html.published_table(rows_)
    assert "71,61" in html
    assert html.count("tidak jelas: yang punya atau yang tidak?") == 3


def test_targets_without_any_list_are_nobody(asked):
    none = determinan_sheet_data.sheet(choice(), "lokus", "desa", None, protected=False)
    frame = determinan_data.joined(choice()).frame
    assert len(none) == 0 or none["children"].sum() <= len(frame) * none["factor"].nunique()
    text = determinan_sheet._made(choice(), Sheet("stunting", "desa", None), False, "v", "l")
    assert text["kalimat"].startswith("Kabupaten")
    assert "nan" not in text["dasar"]


def test_names_only_for_those_who_may_see_them(asked, monkeypatch):
    from stunting.ui import people

    here = (
        asked.frame.drop_duplicates("child_id").set_index("child_id")["puskesmas"].replace("Contoh", "Uren")
    )
    monkeypatch.setattr(people.follow_up_data, "latest_puskesmas", lambda: here)
    assert people.visible(User("a", "puskesmas", "Uren"), ["anak1"]) == ["anak1"]
    assert people.visible(User("a", "puskesmas", "Halong"), ["anak1"]) == []
