"""A child is of another puskesmas: who brings only its NIK does not come by it; who knows it, does."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from stunting.store import Store
from tests.store.frames import KAB, parsed, rows
from tests.store.test_supplement import answers

HERE, THERE = "Contoh Satu", "Contoh Dua"
NIK = "9900000000000003"
CAPTURES = {
    "tanpa nama": {"name": None},
    "nama lain": {"name": "TOKOH LAIN"},
    "nama depan": {"name": "CONTOH"},
    "angka lain": {"name": "CONTOH ANAK 4"},
    "tanpa tanggal lahir": {"birth_date": pd.NaT},
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path)
    store.add(parsed(rows(range(6), puskesmas=THERE)), b"ekspor")
    return store


def brought(month: str = "2024-03", **columns: object) -> object:
    told = {"mother": None, "parent": None, "address": None} | columns
    return parsed(rows([3], month, puskesmas=HERE, **told))


@pytest.mark.parametrize("columns", CAPTURES.values(), ids=CAPTURES)
def test_a_nik_alone_is_no_child_of_another_puskesmas(store: Store, columns: dict) -> None:
    victim = store.people().set_index("nik")["child_id"][NIK]
    seen = store.preview(brought(**columns), original=b"NIK")
    assert (seen.children_new, seen.children_known) == (1, 0)
    assert seen.findings["code"].tolist() == ["IDENTITAS_AMBIGU"]
    for month in ("2024-03", "2024-04"):  # the second time the puskesmas has a row of its own with that NIK
        store.add(brought(month, **columns), month.encode())
    of = store.rows(KAB).groupby("puskesmas", observed=True)["child_id"].unique()
    assert len(of[HERE]) == 1
    assert of[HERE][0] not in set(of[THERE])
    told = store.people([of[HERE][0]], HERE)
    assert told[["parent", "address"]].isna().all(axis=None)
    assert victim not in set(store.rows(KAB).loc[lambda f: f["puskesmas"] == HERE, "child_id"])
    cases = store.ambiguities()
    assert cases["puskesmas"].map(set).eq({HERE, THERE}).all()
    assert len(cases) == 1  # and the dinas, who sees both, decides
    store.decide_identity("sama", cases["child_ids"].iloc[0], by="dinas")
    child = str(cases["child_ids"].iloc[0][0])
    assert store.people([child], HERE)["address"].tolist() == ["JALAN RAHASIA"]
    assert store.whole([child], HERE) == {child}


def test_the_real_owner_is_not_drawn_to_a_nik_that_another_took_first(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(brought("2024-01", name=None), b"lebih dulu")
    owner = parsed(rows(range(6), puskesmas=THERE))
    assert store.add(owner, b"ekspor").children_known == 0
    store.add(parsed(rows(range(6), "2024-03", puskesmas=THERE)), b"bulan berikut")
    store.add(brought("2024-04", name=None), b"lagi")
    children = store.rows(KAB).groupby("puskesmas", observed=True)["child_id"].agg(set)
    assert not children[HERE] & children[THERE]
    assert (len(children[HERE]), len(children[THERE])) == (1, 6)


@pytest.mark.parametrize("name", ["CONTOH ANAK 3", "Contoh Anaak 3"])
def test_a_child_that_moved_is_the_same_child_and_seen_whole(store: Store, name: str) -> None:
    seen = store.preview(brought(name=name), original=b"pindah")
    assert (seen.children_new, seen.children_known) == (0, 1)
    assert seen.findings.empty
    store.add(brought(name=name), b"pindah")
    child = store.people().set_index("nik")["child_id"][NIK]
    assert store.people([child], HERE)["address"].tolist() == ["JALAN RAHASIA"]
    assert store.whole([child], HERE) == {child}


def test_who_knows_a_name_sees_what_it_said_itself(store: Store) -> None:
    store.add(brought(nik=False), b"nama saja")
    child = store.people().set_index("nik")["child_id"][NIK]
    assert set(store.rows(KAB).loc[lambda f: f["puskesmas"] == HERE, "child_id"]) == {child}
    told = store.people([child], HERE).iloc[0]
    assert told["name"] == "CONTOH ANAK 3"
    assert told[["nik", "parent", "mother", "address"]].isna().all()
    assert store.people([child])["address"].tolist() == ["JALAN RAHASIA"]  # the dinas sees all
    assert store.whole([child], HERE) == set()
    store.add(brought("2024-04", nik=False, mother="Contoh Ibu 3"), b"dengan ibu")  # knows the family
    assert store.whole([child], HERE) == {child}
    assert store.people([child], HERE)["nik"].tolist() == [NIK]


def test_a_template_is_no_way_round(store: Store) -> None:
    stranger = answers({"jamban": "ya"})
    stranger.supplement["puskesmas"], stranger.supplement["name"] = HERE, None
    report = store.add(stranger, b"templat")
    assert (report.children_new, report.children_known) == (1, 0)
    assert store.findings(report.upload_id)["code"].tolist() == ["IDENTITAS_AMBIGU"]


def test_a_puskesmas_under_its_decided_name_is_the_same(store: Store) -> None:
    store.decide_alias("puskesmas", f"{KAB}|{THERE}", HERE, by="dinas")
    report = store.add(brought(name=None), b"satu puskesmas")
    assert (report.children_new, report.children_known) == (0, 1)
    child = store.people().set_index("nik")["child_id"][NIK]
    assert store.whole([child], HERE) == {child}
