"""The page Desa lokus: lists and who may change them, the ranking, and what the public never learns."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from stunting.access import AccessError, User
from stunting.indicators import ranking
from stunting.indicators.determinants import exposure
from stunting.indicators.determinants.factors import factors
from stunting.store import StoreError
from stunting.ui import (
    data,
    determinan_data,
    lokus_data,
    lokus_entry,
    lokus_evaluation,
    lokus_export,
    lokus_html,
    lokus_lists,
    lokus_tables,
    lokus_view,
    places,
)
from stunting.ui.filters import Choice
from tests.ui import conftest

DINAS = User("dinas", "dinas")
EQUAL = dict.fromkeys(("burden", "prevalence", "trend", "gap"), 2)


def choice(period="2024", indicator="stunting"):
    return Choice(data.kab(), data.kab(), period, "eppgbm", indicator)


def seven() -> list[str]:
    """Return seven desa of the watched kabupaten."""
    areas = places.areas(data.kab())
    return areas.loc[areas["level"] == "desa", "code"].tolist()[:7]


@pytest.fixture
def many(home, monkeypatch):
    """A store in which forty desa have children, some of them very few."""
    rng = np.random.default_rng(7)
    areas = places.areas(data.kab())
    desa = areas.loc[areas["level"] == "desa", "code"].to_numpy()[:40]
    size = np.r_[rng.integers(40, 90, 30), rng.integers(3, 14, 10)]
    frames = []
    for month in ("2022-08", "2023-08", "2024-08"):
        base = conftest.rows([month], int(size.sum()))
        where = np.repeat(desa, size)
        frames.append(base.assign(
            desa=where, kec=[d.rpartition(".")[0] for d in where],
            child_id=[f"a{i}" for i in range(len(where))], measured=rng.random(len(where)) < 0.9,
        ))  # fmt: skip
    fake = conftest.FakeStore(pd.concat(frames, ignore_index=True))
    monkeypatch.setattr(data, "store", lambda: fake)
    return fake


def save(year=2024, areas=None, decree="1/2024", user=DINAS):
    entry = lokus_entry.Entry(year, decree, tuple(seven() if areas is None else areas))
    return lokus_entry.save(user, entry, seen=lokus_data.stamp())


def asked(desa, families, risky):
    """Return one child for each family asked, and whether it has five sensitive factors."""
    keys = factors().query("intervention == 'sensitif'")["key"].tolist()[:5]
    out = pd.DataFrame({"desa": np.repeat(desa, families), "answered": True})
    at = np.concatenate([np.arange(n) < r for n, r in zip(families, risky, strict=True)])
    return out.assign(**{k: pd.array(at, dtype="boolean") for k in keys})


# lists --------------------------------------------------------------------------------------------


def test_a_list_counts_for_its_own_year_only(store):
    kab = data.kab()
    assert len(lokus_data.listed(kab, 2022)) == 8
    assert lokus_data.listed(kab, 2023) == frozenset()
    assert lokus_data.years(kab) == [2022]
    assert "498" in lokus_data.sk_of(kab, 2022)
    assert lokus_data.sk_of(kab, 2023) == ""
    area = min(lokus_data.listed(kab, 2022))
    assert lokus_data.badge(kab, area, 2022).startswith("Desa lokus 2022 (SK ")
    assert lokus_data.badge(kab, area, 2024) == ""
    assert lokus_html.list_state(kab, 2024).startswith("54 desa lokus tahun 2024; nama desanya belum")


def test_saving_shows_at_once_and_undo_brings_the_old_one_back(store):
    kab, before = data.kab(), lokus_data.stamp()
    assert save() == 1
    assert lokus_data.stamp() != before
    assert lokus_data.listed(kab, 2024) == frozenset(seven())
    assert lokus_data.sk_of(kab, 2024) == "1/2024"
    assert len(lokus_data.listed(kab, 2022)) == 8
    save(2022, seven()[:2])
    assert len(lokus_data.listed(kab, 2022)) == 2
    assert lokus_data.listed(kab, 2024) == frozenset(seven())
    history = lokus_entry.history()
    assert history["version"].tolist() == [2, 1]
    assert history["note"].iloc[1] == "Daftar 2024: 7 desa, SK 1/2024"
    assert lokus_entry.undo(DINAS) == 2
    assert len(lokus_data.listed(kab, 2022)) == 8
    assert lokus_entry.undo(DINAS) == 1
    assert lokus_data.listed(kab, 2024) == frozenset()
    assert lokus_entry.undo(DINAS) is None


@pytest.mark.parametrize("user", [User("", "publik"), User("t", "tpps"), User("p", "puskesmas", "Uren")])
def test_other_roles_cannot_change_a_list(store, user):
    with pytest.raises(AccessError, match="dinas dan admin"):
        save(user=user)
    save()
    with pytest.raises(AccessError):
        lokus_entry.undo(user)
    assert not lokus_entry.may_save(user)


def test_what_is_not_a_list_is_not_saved(store):
    for areas in ([], ["99.01.01.2001"], [data.kab()]):
        with pytest.raises(StoreError):
            save(areas=areas)
    seen = lokus_data.stamp()
    save()
    with pytest.raises(StoreError, match="diubah orang lain"):
        lokus_entry.save(DINAS, lokus_entry.Entry(2024, "", tuple(seven()[:1])), seen=seen)


def test_the_template_can_be_read_back(store):
    import openpyxl

    content = lokus_entry.template(data.kab(), 2024)
    book = openpyxl.load_workbook(io.BytesIO(content))
    names = places.names(data.kab())
    for n, area in enumerate(seven(), start=3):
        book["Daftar"].cell(n, 2, names[area[:8]])
        book["Daftar"].cell(n, 3, names[area])
    filled = io.BytesIO()
    book.save(filled)
    found = lokus_entry.read(filled.getvalue())
    assert found.areas == tuple(seven())
    assert found.doubts == ()


def test_years_that_are_offered(store):
    assert lokus_lists.years(data.kab(), "2024-08") == [2025, 2024, 2023, 2022]


# ranking ------------------------------------------------------------------------------------------


def test_the_screen_shows_what_the_functions_return(many):
    view = lokus_view.view(choice(), 10, EQUAL, public=False)
    made = ranking.components(
        data.rates("desa", "2024", "eppgbm", "stunting", public=False),
        before=data.rates("desa", "2023", "eppgbm", "stunting", public=False),
        coverage=data.participation("desa", "2024", public=False),
    )
    ranked = ranking.composite(made, 10)
    assert view.ranked["area"].tolist() == ranked["area"].tolist()
    assert np.allclose(view.ranked["probability_top"], ranked["probability_top"], equal_nan=True)
    said = re.sub("<[^>]+>", " ", lokus_tables.table(view, "peringkat", every=True))
    for area, p in zip(ranked["area"].head(10), ranked["probability_top"].head(10), strict=True):
        assert f"{round(100 * p):d} %" in said
        assert places.names(data.kab())[area] in said
    assert "nan" not in said
    # its rows are few until all are asked for
    assert lokus_tables.table(view, "peringkat", every=False).count("<tr") == 1 + 10 + lokus_tables.MORE


def test_a_weight_moves_the_ranking_and_zero_counts_as_equal(many):
    by_count = lokus_view.view(choice(), 10, {"burden": 4}, public=False)
    assert by_count.weights == {"burden": 1.0, "prevalence": 0.0, "trend": 0.0, "gap": 0.0}
    burden = by_count.ranked["c_burden"]
    assert burden.iloc[0] == burden.max()
    none = lokus_view.view(choice(), 10, {}, public=False)
    assert set(none.weights.values()) == {0.25}


def test_the_public_sees_a_ranking_of_published_desa_alone(many):
    """Everything shown to the public follows from the counts that the public sees anyway."""
    own = data.rates("desa", "2024", "eppgbm", "stunting", public=True)
    hidden = set(own.loc[own["suppressed"], "area"])
    assert hidden
    view = lokus_view.view(choice(), 10, EQUAL, public=True)
    assert set(view.ranked.loc[view.ranked["rank"].isna(), "area"]) >= hidden
    for frame in (view.ranked, view.smoothed, view.hot, view.gi):
        shown = frame[frame["area"].isin(hidden)]
        numbers = shown.select_dtypes("number").drop(columns=["neighbours"], errors="ignore")
        assert numbers.isna().all(axis=None), numbers.columns[numbers.notna().any()].tolist()
    # the same ranking from a world in which the hidden desa have other counts
    frames = [
        data.rates("desa", p, "eppgbm", "stunting", public=True).query("not suppressed")
        for p in ("2024", "2023")
    ]
    coverage = data.participation("desa", "2024", public=True).query("not suppressed")
    alone = ranking.composite(ranking.components(frames[0], before=frames[1], coverage=coverage), 10)
    assert view.ranked["area"].head(len(alone)).tolist() == alone["area"].tolist()
    assert lokus_html.headline(view).count("disamarkan untuk umum")
    some = min(hidden)
    assert "disamarkan untuk umum" in lokus_html.about(view, some)
    rows = list(csv.DictReader(io.StringIO(lokus_export.table_csv(view).decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == len(view.ranked)
    for row in rows:
        if row["kode"] in hidden:
            assert row["keterangan"] == "disamarkan"
            assert not any(row[c] for c in row if c.startswith(("pe", "persen", "batas", "poin"))
                           and c not in ("periode",))  # fmt: skip
    staff = lokus_view.view(choice(), 10, EQUAL, public=False)
    assert staff.hidden == 0
    assert staff.ranked["rank"].notna().sum() > view.ranked["rank"].notna().sum()


def test_totals_with_and_without_hot_spots_are_those_of_the_kecamatan(many):
    view = lokus_view.view(choice(), 10, EQUAL, public=True)
    kec = data.rates("kecamatan", "2024", "eppgbm", "stunting").set_index("area")
    whole = view.situation[view.situation["part"].eq("semua") & view.situation["level"].eq("kecamatan")]
    for area, n in zip(whole["area"], whole["numerator"], strict=True):
        assert n == kec.loc[area, "numerator"]
    assert view.hot_areas.isdisjoint(view.frame.loc[view.frame["suppressed"], "area"])
    assert "Semua desa" in lokus_tables.situation(view)


def test_gi_stands_beside_local_moran(many):
    view = lokus_view.view(choice(), 10, EQUAL, public=False)
    assert set(view.gi["test"]) == {"gi"}
    some = str(view.ranked["area"].iloc[0])
    both = replace(view, hot_areas=frozenset({some}), gi_areas=frozenset({some}))
    assert "hot spot · Gi*" in lokus_tables.table(both, "peringkat", every=False)
    rows = list(csv.DictReader(io.StringIO(lokus_export.table_csv(view).decode("utf-8-sig")), delimiter=";"))
    cluster = view.gi.set_index("area")["cluster"]
    assert [r["hot_spot_gi"] for r in rows if r["kode"]] == cluster[
        [r["kode"] for r in rows if r["kode"]]
    ].tolist()
    other = view.gi.assign(cluster=view.gi["cluster"].mask(view.gi["area"].eq(some), "hot spot"))
    assert "(Gi*: hot spot)" in lokus_html.about(replace(view, gi=other), some)


def test_agreement_with_the_newest_list_that_has_names(many):
    view = lokus_view.view(choice(), 10, EQUAL, public=False)
    assert view.compared == 2022
    save(2024)
    view = lokus_view.view(choice(), 10, EQUAL, public=False)
    assert view.compared == 2024
    assert view.agreement is not None
    assert len(view.agreement.kept) + len(view.agreement.leaving) + len(view.agreement.unranked) == 7
    assert lokus_view.view(choice("2023"), 10, EQUAL, public=False).compared == 2022


@pytest.mark.parametrize("public", [True, False])
def test_few_areas_and_one_month(store, public):
    for period in ("2023-08", "2024"):
        for every in (True, False):
            view = lokus_view.view(choice(period), 10, EQUAL, public=public)
            html = lokus_html.headline(view) + lokus_tables.table(view, "tren", every=every)
            html += lokus_tables.situation(view)
            assert "nan" not in re.sub("<[^>]+>", " ", html).casefold().split()
            assert len(lokus_export.draft(view)) > 2_000


def test_where_all_is_hidden_it_says_so(home, monkeypatch):
    fake = conftest.FakeStore(conftest.rows(["2024-08"], 30))
    monkeypatch.setattr(data, "store", lambda: fake)
    view = lokus_view.view(choice(), 10, EQUAL, public=True)
    assert view.hidden
    assert lokus_html.ranking_words(view) == lokus_html.hot_words(view) == lokus_html.ALL_HIDDEN
    assert "disamarkan" in lokus_html.headline(view)
    assert "Belum ada desa" not in lokus_html.headline(view)
    assert "disamarkan" in lokus_tables.table(view, "peringkat", every=True)


def test_two_desa_of_one_name_are_told_apart():
    name = lokus_view.namer("63.11")
    assert name("63.11.01.2006") == "Galumbang (Juai)"
    assert name("63.11.02.2019") == "Uren"
    assert name("63.11.05?DESA WEST") == "Desa West"


# evaluation ---------------------------------------------------------------------------------------


def test_evaluation_is_that_of_the_function(many):
    save(2024)
    found = lokus_evaluation.evaluation(choice("2024"), 2024, public=False)
    before, after, earlier = (
        data.rates("desa", p, "eppgbm", "stunting", public=False) for p in ("2023", "2024", "2022")
    )
    own = ranking.evaluate(before, after, set(seven()), earlier=earlier)
    assert np.allclose(found.rows["value"], own["value"])
    assert found.rows["part"].tolist() == ["utama", "sebelum ada SK"]
    assert "Sebelum ada SK" in lokus_evaluation.earlier_words(found)


def test_a_list_of_all_the_highest_is_not_compared_on_the_screen(many):
    first = data.rates("desa", "2023", "eppgbm", "stunting", public=False)
    high = first[first["denominator"] > 0].sort_values("value", ascending=False)["area"].head(25).tolist()
    save(2024, areas=high)
    found = lokus_evaluation.evaluation(choice("2024"), 2024, public=False)
    assert found.rows["verdict"].iloc[0] == ranking.NO_MATCH
    table = lokus_evaluation._table(found)
    assert "tidak dibandingkan" in table
    assert "belum ada data" not in table
    assert "tidak dapat dibandingkan" in lokus_evaluation.earlier_words(found)


def test_evaluation_says_why_it_cannot_be_made(many):
    save(2025)
    assert "pilih periode 2025" in lokus_evaluation.evaluation(choice("2024"), 2025, public=False).why_not
    early = lokus_evaluation.evaluation(choice("2024"), 2022, public=False)
    assert "Belum ada angka desa 2021" in early.why_not


# families at risk ---------------------------------------------------------------------------------


@pytest.fixture
def told(many, monkeypatch):
    """Families were asked in six desa of two kecamatan; one of them has two at risk."""
    areas = places.areas(data.kab())
    desa = areas.loc[areas["level"] == "desa", ["code", "parent"]]
    first, second = desa["parent"].drop_duplicates().tolist()[:2]
    chosen = [c for kec in (first, second) for c in desa.loc[desa["parent"] == kec, "code"].tolist()[:3]]
    frame = asked(chosen, [30, 30, 30, 30, 30, 30], [10, 12, 20, 2, 8, 15])
    joined = exposure.Joined(frame, factors(), len(frame), len(frame), 0, 0)
    monkeypatch.setattr(determinan_data, "months", lambda: ["2024-08"])
    monkeypatch.setattr(determinan_data, "joined", lambda choice: joined)
    return chosen


def test_families_at_risk_join_the_ranking_where_they_were_asked(told):
    assert "risk" in lokus_view.available(choice(), public=False)
    view = lokus_view.view(choice(), 10, EQUAL | {"risk": 2}, public=False)
    ranked = view.ranked.set_index("area")
    assert view.weights["risk"] == 0.2
    assert ranked.loc[told[2], "s_risk"] > ranked.loc[told[3], "s_risk"]
    assert ranked.loc[told[2], "c_risk"] == pytest.approx(20 / 30, abs=0.1)
    other = next(a for a in ranked.index if a not in told)
    assert np.isnan(ranked.loc[other, "c_risk"])
    assert ranked.loc[other, "s_risk"] == 0.5  # neither helped nor harmed
    assert "risk" in ranked.loc[other, "missing"]
    html = lokus_tables.table(view, "risiko", every=True)
    assert "<th>Keluarga berisiko</th>" in html
    assert html.count("belum didata") == len(ranked[ranked["rank"].notna() & ranked["c_risk"].isna()])
    assert "risiko" in lokus_tables.orders(view)
    table = csv.DictReader(io.StringIO(lokus_export.table_csv(view).decode("utf-8-sig")), delimiter=";")
    assert sum(bool(line["persen_keluarga_berisiko"]) for line in table) == ranked["c_risk"].notna().sum()
    rows = lokus_view._risk(data.kab(), data.version(), "2024", "eppgbm", False).set_index("area")
    assert rows.loc[told[3], ["numerator", "denominator"]].tolist() == [2, 30]


def test_small_counts_of_families_at_risk_do_not_rank_for_the_public(told):
    rows = lokus_view._risk(data.kab(), data.version(), "2024", "eppgbm", True)
    assert set(told[:3]) <= set(rows["area"])
    assert told[3] not in set(rows["area"])
    assert len([a for a in told[3:] if a not in set(rows["area"])]) >= 2  # another of its kecamatan with it
    ranked = lokus_view.view(choice(), 10, EQUAL | {"risk": 2}, public=True).ranked.set_index("area")
    assert told[3] not in ranked.index or np.isnan(ranked.loc[told[3], "c_risk"])


def test_without_answers_the_component_is_absent(many):
    assert "risk" not in lokus_view.available(choice(), public=False)
    view = lokus_view.view(choice(), 10, EQUAL | {"risk": 2}, public=True)
    assert "risk" not in view.weights
    assert "risiko" not in lokus_tables.orders(view)
    assert "Keluarga berisiko" not in lokus_tables.table(view, "risiko", every=False)
