"""The page Target: what stands on it is what the functions say; who may change it; empty stores."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from stunting.access import AccessError, User
from stunting.indicators import iku_edit, ladder_words, path, target_edit
from stunting.indicators.capaian import capaian, round_capaian
from stunting.indicators.format_id import number, points
from stunting.indicators.path import words
from stunting.reports.iku import remark
from stunting.ui import (
    data,
    kept,
    target_data,
    target_foot,
    target_html,
    target_page,
    target_path,
    target_tables,
    texts,
    views,
)
from stunting.ui import target_register as registers
from stunting.ui import target_what_if as what_if
from tests.indicators.test_iku import GOLDEN
from tests.indicators.test_target_edit import FIELDS

ADMIN, DINAS, PUBLIC = User("admin", "admin"), User("dinas", "dinas"), User("", "publik")


def choice(area=None, period="2024", rule="eppgbm", indicator="stunting"):
    from stunting.ui.filters import Choice

    return Choice(data.kab(), area or data.kab(), period, rule, indicator)


def cells(html: str, row: str) -> list[str]:
    """Return the texts of a table row that holds `row`."""
    line = next(t for t in re.findall(r"<tr.*?</tr>", html, re.S) if row in t)
    return [
        re.sub(r"<small>.*?</small>|<[^>]+>", "", c).strip() for c in re.findall(r"<td.*?</td>", line, re.S)
    ]


def test_the_table_on_the_page_is_what_the_functions_say(store):
    c = choice()
    figure = data.rates("kabupaten", "2024", "eppgbm", "stunting", c.kab).iloc[0]
    rungs = target_data.rungs(c, public=True)
    shown = cells(target_html.ladder(rungs, {}), "Perjanjian Kinerja 2024")
    value = round(100 * figure["numerator"] / figure["denominator"] + 1e-9, 2)
    gap = round(value - 11.6, 2)
    children = figure["numerator"] - 0.116 * figure["denominator"]
    assert shown == [
        "11,6 %", f"{number(value, 2)} %", points(gap / 100, sign=True), number(abs(children)),
        f"{number(round_capaian(capaian(value, 11.6, lower_is_better=True)), 1)} %",
    ]  # fmt: skip
    assert "kutipan" in target_html.ladder(rungs, {})
    csv = target_html.ladder_csv(rungs, c.label).decode("utf-8-sig")
    assert csv.count("\r\n") == len(rungs) + 1
    assert not re.search(r"\bnan\b", csv)


def test_years_before_the_first_rows_are_those_of_the_reports(store):
    rungs = target_data.rungs(choice(), public=True)
    early = rungs[rungs["target_year"] == 2022].iloc[0]
    assert (early["rule"], early["value"]) == ("terbit", pytest.approx(0.1491))
    assert target_data.rungs(choice(rule="who"), public=True)["rule"].ne("terbit").all()


def test_the_path_is_that_of_the_functions_and_two_series_are_never_joined(store):
    ways = target_path.ways(choice(), 0.08, 2026, public=True)
    assert [w.name for w in ways] == [target_path.OWN, target_path.PRINTED]
    assert [len(set(w.figures["rule"])) for w in ways] == [1, 1]
    own = path.outlook(ways[0].figures, 0.08, 2026).iloc[0]
    assert words.REFUSED in ways[0].sentence  # two years only
    assert own["points"] == 2
    printed = path.outlook(ways[1].figures, 0.08, 2026).iloc[0]
    assert words.chance(printed["probability"]) in ways[1].sentence
    assert "2018–2024" in ways[1].sentence
    title, value, note = target_page._chance(ways, target_path.path_aims(choice())[0], 2026)
    assert "menurut angka terbit kabupaten 2018–2024" in note  # the only one that states it
    assert (title, value) == (
        "Peluang mencapai 8 % pada 2026",
        words.chance(printed["probability"]).partition(" (")[0],
    )


def test_targets_a_path_may_lead_to(store):
    aims = target_path.path_aims(choice())
    assert [a.value for a in aims] == [0.08, 0.116]
    assert target_path.horizon(choice()) == 2026  # the end of the newest plan of the file
    assert "tidak menyebut tahun" in aims[0].remark(2026)
    assert "berlaku untuk 2024" in aims[1].remark(2026)
    assert target_path.path_aims(choice(rule="who")) == []
    assert "pilih “Menurut e-PPGBM”" in target_path.no_aim(choice(rule="who"))
    assert target_path.path_aims(choice(indicator="overweight")) == []


def test_an_edited_target_is_seen_by_every_page_and_undone(store):
    assert views.overview(choice(period="2024-08")).aim["printed"] == pytest.approx(0.116)
    made = target_edit.entry(FIELDS | {"tahun": "2024", "urutan": "1", "dokumen": "Perjanjian Kinerja 2024"})
    seen = registers.stamp(target_edit.NAME)
    registers.save(ADMIN, target_edit.NAME, target_edit.put(None, made), note="ubah: contoh", seen=seen)
    assert views.overview(choice(period="2024-08")).aim["printed"] == pytest.approx(0.127)
    assert data.targets(data.kab(), "stunting").set_index("year").loc[2024, "value"] == pytest.approx(0.127)
    now = ladder_words.this_year(target_data.rungs(choice(), public=True), 2024)
    assert (now["target"], now["regulation"]) == (pytest.approx(0.127), "Perda 3/2025")
    told = target_tables.history(registers.history(target_edit.NAME))
    assert "admin" in told
    assert "berlaku" in told
    with pytest.raises(target_edit.EditError, match="diubah orang lain"):
        registers.save(ADMIN, target_edit.NAME, target_edit.put(None, made), note="", seen=seen)
    registers.undo(ADMIN, target_edit.NAME)
    assert views.overview(choice(period="2024-08")).aim["printed"] == pytest.approx(0.116)
    assert "ditarik" in target_tables.history(registers.history(target_edit.NAME))


@pytest.mark.parametrize("user", [DINAS, PUBLIC, User("tpps", "tpps"), User("uren", "puskesmas", "Uren")])
def test_only_an_admin_changes_targets(store, user):
    assert not registers.may(user, target_edit.NAME)
    with pytest.raises(AccessError):
        registers.save(user, target_edit.NAME, pd.DataFrame(), note="", seen="")
    with pytest.raises(AccessError):
        registers.undo(user, target_edit.NAME)
    assert registers.may(user, iku_edit.NAME) == (user is DINAS)


def test_golden_values_on_the_screen_and_an_entered_realisation(store):
    html = target_tables.iku(target_data.iku_table(choice()), 2024)
    for key, (target, actual, reached) in GOLDEN.items():
        shown = cells(html, f'data-indikator="{key}"')[2:5]
        assert shown == [number(target, 2, trim=True), number(actual, 2, trim=True), number(reached, 1)], key
    assert cells(html, 'data-indikator="stunting"')[5:] == ["8", "17,8"]
    assert cells(html, 'data-indikator="akb"')[5:] == ["8", "13,8"]
    entered = iku_edit.put(None, {"wilayah": data.kab(), "indikator": "akb", "tahun": "2024", "sasaran": "x",
                                  "sebutan": "x", "satuan": "per 1.000 KH", "arah": "turun", "nilai": "10",
                                  "sumber": "Tabel 3", "keadaan": ""})  # fmt: skip
    registers.save(DINAS, iku_edit.NAME, entered, note="akb", seen=registers.stamp(iku_edit.NAME))
    html = target_tables.iku(target_data.iku_table(choice()), 2024)
    assert cells(html, 'data-indikator="akb"')[3:5] == ["10", "82,4"]


def test_all_13_kabupaten_stand_in_the_table(store):
    table, mean = target_data.province_table(choice())
    html = target_tables.province(table, mean, data.kab())
    assert html.count("<th scope=row>") == 13
    assert html.count("<em>tidak dicetak</em>") == 8
    assert "nan" not in re.sub(r"<[^>]+>", " ", html).casefold().split()
    assert target_data.province_table(choice(indicator="overweight")) is None


def test_flows_come_from_the_children_of_the_store(store):
    flow = target_data.flow(choice())
    assert flow["period"] == "2023-2024"
    now = data.rates("kabupaten", "2024", "eppgbm", "stunting", data.kab()).iloc[0]
    cases = flow[["new_cases", "stayed_stunted", "entered_stunted"]].sum()
    assert cases == now["numerator"]
    assert target_data.flow(choice(period="2023")) is None
    built = store.built
    target_data.flow(choice(period="2024-08"))
    assert store.built == built  # cached by version


def test_slider_positions_hold_the_rate_as_counted():
    for base in (0.0, 0.034, 0.5, 1.0):
        grid = what_if.grid(base, 0.08)
        assert base in grid
        assert grid == sorted(grid)
        assert 0 <= grid[0] <= grid[-1] <= 1
    # what is named as needed can be reached
    assert what_if.grid(0.11, 0.30, 0.499)[-1] >= 0.499
    assert what_if.grid(0.11, 0.30, 1.0)[-1] == 1
    assert what_if.grid(0.11, 0.30)[-1] == 0.3


def test_the_funnel_of_the_public_hides_small_desa(store):
    rows, found = target_data.own_funnel(choice(), "desa", public=True)
    open_rows, _ = target_data.own_funnel(choice(), "desa", public=False)
    assert rows["suppressed"].any()
    assert set(found["area"]) == set(rows.loc[rows["value"].notna(), "area"])
    assert len(open_rows) == len(rows)


def test_a_desa_hidden_from_the_public_has_no_gap(store):
    hidden = data.rates("desa", "2024", "eppgbm", "stunting", public=True)
    area = hidden.loc[hidden["suppressed"], "area"].iloc[0]
    rungs = target_data.rungs(choice(area=area), public=True)
    row = ladder_words.this_year(rungs, 2024)
    assert row["state"] == "disamarkan"
    assert rungs.loc[rungs["kind"].ne("survei"), ["gap", "children"]].isna().all().all()
    assert "disamarkan" in target_html.ladder(rungs, {})


def test_an_empty_store_says_so(empty_store, monkeypatch):
    columns = [
        "level",
        "area",
        "indicator",
        "period",
        "rule",
        "value",
        "low",
        "high",
        "numerator",
        "denominator",
    ]
    none = pd.DataFrame(columns=[*columns, "source", "suppressed"]).astype({"period": "str", "area": "str"})
    monkeypatch.setattr(data, "rates", lambda *a, **k: none)
    rungs = target_data.rungs(choice(), public=True)
    assert "belum ada angka" in target_html.ladder(rungs, {})
    ways = target_path.ways(choice(), 0.08, 2026, public=True)
    assert ways[0].sentence.endswith("jalur belum dapat dihitung.")
    assert not re.search(r"\bnan\b", ladder_words.headline(rungs, 2024))


def test_one_puskesmas_does_not_pass_for_the_kabupaten(store, monkeypatch):
    known = pd.DataFrame({"puskesmas": ["Contoh", "Lain"], "kec": ["63.11.01", "63.11.08"]})
    monkeypatch.setattr(texts.regions, "puskesmas_of", lambda kab: known)
    own = choice()
    rungs = target_data.rungs(own, public=True)
    few = "baru 1 dari 2 puskesmas"
    now = ladder_words.this_year(rungs, 2024)
    assert now["partial"].startswith(few)
    assert set(rungs.loc[rungs["kind"].eq("survei"), "partial"]) == {""}
    assert "Capaian sementara" in ladder_words.headline(rungs, 2024)
    assert "sementara, baru 1 dari 2 puskesmas" in ladder_words.rung(now)
    csv = target_html.ladder_csv(rungs, "x").decode("utf-8-sig").splitlines()
    assert "kelengkapan_angka" in csv[0]
    assert few in "".join(csv[1:])
    assert "sementara" in target_html.ladder(rungs, {})
    head, tiles = target_page._headline(own, rungs, [], None, 2026, target_data.unfinished(own, public=True))
    assert few.capitalize() in head
    assert "Capaian sementara" in tiles
    assert few in target_foot._line(kept.Seen(own, True))
    # a part of the kabupaten is no point of its path
    ways = target_path.ways(own, 0.08, 2026, public=True)
    assert not len(ways[0].figures)
    assert "belum ada tahun yang lengkap" in ways[0].sentence
    drawn = target_path.figure(own, 0.08, 2026, public=True)
    marks = {m.marker.symbol for m in drawn.data if m.mode == "lines+markers"}
    assert marks == {"square-open"}  # the printed series is not drawn as the own one
    assert few in ways[0].sentence
    table = target_data.iku_table(own).set_index("indicator")
    assert few in remark(table.loc["stunting"].to_dict())
