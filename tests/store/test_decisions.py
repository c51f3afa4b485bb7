"""Aliases and identities: applied when read, for history and what is to come, and taken back exactly."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from stunting import regions
from stunting.store import Store, StoreError
from tests.store.frames import KAB, parsed, recap, rows, snapshot

KEC = f"{KAB}.05"
NEW = f"{KEC}?DESA BARU"


def code(n: int, kec: str = KEC) -> str:
    frame = regions.areas(KAB)
    return str(frame.loc[frame["parent"] == kec, "code"].iloc[n])


def ids(store: Store) -> dict[str, str]:
    people = store.people()
    return dict(zip(people["name"], people["child_id"], strict=True))


def test_a_desa_alias_acts_on_history_and_on_new_uploads_and_is_taken_back(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(parsed(rows(range(5), desa=NEW), rows(range(5, 9))), b"1")
    before, version = store.rows(KAB), store.version()
    target = code(0, f"{KAB}.01")
    number = store.decide_alias("desa", NEW, target, by="petugas")
    assert store.version() != version
    frame = store.rows(KAB)
    assert frame["desa"].astype(str).tolist() == [target] * 5 + [f"{KEC}.2019"] * 4
    assert frame["kec"].astype(str).tolist() == [f"{KAB}.01"] * 5 + [KEC] * 4  # a desa is in its kecamatan
    pd.testing.assert_frame_equal(store.rows(KAB, ["desa"]), frame[["desa"]])
    store.add(parsed(rows([20], "2024-03", desa=NEW)), b"2")
    assert store.rows(KAB)["desa"].astype(str).iloc[-1] == target
    assert Store(tmp_path).version() == store.version()

    told = store.decisions().iloc[0]
    assert (told["id"], told["kind"], told["key"], told["target"]) == (number, "desa", NEW, target)
    assert (told["by"], told["state"]) == ("petugas", "berlaku")
    assert told["at"].tzinfo is not None
    store.undo(store.uploads()["upload_id"].iloc[1])
    assert store.revoke(number, by="admin")
    assert not store.revoke(number, by="admin")
    pd.testing.assert_frame_equal(store.rows(KAB), before)
    assert store.decisions()[["state", "revoked_by"]].iloc[0].tolist() == ["dicabut", "admin"]
    assert store.audit()["action"].tolist()[-1] == "cabut_putusan"
    assert "putuskan" in store.audit()["action"].tolist()
    assert store.decide_alias("desa", NEW, target, by="petugas") == number + 1


def test_a_kecamatan_takes_its_unmatched_desa_along(tmp_path: Path) -> None:
    store = Store(tmp_path)
    areas = regions.areas(KAB)
    own = areas[areas["parent"] == KEC].iloc[1]
    desa = [f"?LAMA?{own['name'].upper()}", "?LAMA?TIDAK ADA", "?LAIN?X"]
    store.add(parsed(rows(range(3), kec=["?LAMA", "?LAMA", "?LAIN"], desa=desa)), b"1")
    store.decide_alias("kecamatan", "?LAMA", KEC, by="a")
    frame = store.rows(KAB)
    assert frame["desa"].astype(str).tolist() == [own["code"], f"{KEC}?TIDAK ADA", "?LAIN?X"]
    assert frame["kec"].astype(str).tolist() == [KEC, KEC, "?LAIN"]
    store.decide_alias("desa", f"{KEC}?TIDAK ADA", code(2), by="a")
    assert store.rows(KAB)["desa"].astype(str).iloc[1] == code(2)
    assert store.unmatched(KAB).query("kind != 'puskesmas'")["key"].tolist() == ["?LAIN?X", "?LAIN"]


def test_a_puskesmas_alias_also_decides_what_replaces_what(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(parsed(rows(range(10), puskesmas="Contoh Satoe")), b"1")
    store.add(parsed(rows(range(8), weight=12.0)), b"2")
    before = store.rows(KAB)
    assert len(before) == 10
    number = store.decide_alias("puskesmas", f"{KAB}|Contoh Satoe", "Contoh Satu", by="a")
    assert len(store.rows(KAB)) == 8  # the corrected month leaves nothing of the old one
    third = store.add(parsed(rows(range(7), puskesmas="Contoh Satoe")), b"3", dry_run=True)
    assert third.replaces == [("Contoh Satu", "2024-02", 8)]
    store.revoke(number, by="a")
    pd.testing.assert_frame_equal(store.rows(KAB), before)


def test_an_alias_never_lets_stray_dates_wipe_a_month(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(parsed(rows(range(100), "2024-01")), b"1")
    stray = rows([200, 201], "2024-01", puskesmas="Contoh Satoe")
    store.add(parsed(stray, rows(range(100), "2024-02")), b"2")
    store.decide_alias("puskesmas", f"{KAB}|Contoh Satoe", "Contoh Satu", by="a")
    assert (store.rows(KAB)["period"] == "2024-01").sum() == 102


def test_posyandu_and_recap(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(parsed(rows(range(3), posyandu="Melatti"), rows([3], desa=NEW, posyandu="Melatti")), b"1")
    store.add(recap("desa", 5, desa=NEW, kec=KEC), b"2")
    store.decide_alias("posyandu", f"{KEC}.2019|Melatti", "Melati", by="a")
    assert store.rows(KAB)["posyandu"].astype(str).tolist() == ["Melati"] * 3 + ["Melatti"]
    assert store.rows(KAB, ["posyandu"])["posyandu"].astype(str).tolist()[0] == "Melati"
    store.decide_alias("desa", NEW, f"{KEC}.2019", by="a")
    assert store.recap(KAB)["desa"].tolist() == [f"{KEC}.2019"]
    assert store.rows(KAB)["posyandu"].astype(str).tolist() == ["Melati"] * 4


def test_unmatched_counts(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert len(store.unmatched(KAB)) == 0
    store.add(parsed(rows(range(4), desa=NEW), rows(range(2), "2024-03", desa=NEW)), b"1", partial=True)
    found = store.unmatched(KAB)
    assert found["kind"].tolist() == ["desa", "puskesmas"]
    line = found.iloc[0].to_dict()
    assert line == {
        "kind": "desa", "key": NEW, "name": "DESA BARU", "kec": KEC, "puskesmas": "Contoh Satu",
        "rows": 6, "children": 4, "last_period": "2024-03",
    }  # fmt: skip
    assert found["key"].iloc[1] == f"{KAB}|Contoh Satu"


@pytest.mark.parametrize(
    ("kind", "key", "target"),
    [
        ("desa", NEW, f"{KEC}.9999"), ("desa", "63.11.05.2019", f"{KEC}.2019"), ("desa", NEW, "Desa Contoh"),
        ("kecamatan", "?X", f"{KAB}.99"), ("kota", "?X", KEC), ("puskesmas", "Contoh", "Contoh"),
        ("puskesmas", f"{KAB}|A", " "), ("puskesmas", f"{KAB}|A", "A"),
    ],
)  # fmt: skip
def test_aliases_that_cannot_be(tmp_path: Path, kind: str, key: str, target: str) -> None:
    store = Store(tmp_path)
    with pytest.raises(StoreError):
        store.decide_alias(kind, key, target, by="a")
    assert not (tmp_path / "vault").exists()
    with pytest.raises(StoreError, match="tidak dikenal"):
        store.revoke(1, by="a")


def test_one_live_decision_a_key_and_no_circle(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.decide_alias("puskesmas", f"{KAB}|A", "B", by="a")
    with pytest.raises(StoreError, match="nomor 1"):
        store.decide_alias("puskesmas", f"{KAB}|A", "C", by="a")
    store.decide_alias("puskesmas", f"{KAB}|B", "C", by="a")
    with pytest.raises(StoreError, match="cabut dulu"):
        store.decide_alias("puskesmas", f"{KAB}|C", "A", by="a")
    store.add(parsed(rows([1], puskesmas="A")), b"1")
    assert store.rows(KAB)["puskesmas"].astype(str).tolist() == ["C"]


# identities ----------------------------------------------------------------------------------------


def test_same_child_merges_at_reading_and_comes_apart_again(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(parsed(rows([1, 2])), b"1")
    twice = rows([1], weight=11.0).assign(nik="9900000000000099")
    store.add(parsed(twice), b"2", partial=True)
    before = store.rows(KAB)
    assert before["child_id"].nunique() == 3
    case = store.ambiguities()
    assert case["kind"].tolist() == ["nama"]
    assert case["puskesmas"].tolist() == [["Contoh Satu"]]
    assert "NIK berbeda" in case["reason"].iloc[0]
    pair = case["child_ids"].iloc[0]
    number = store.decide_identity("sama", pair, by="petugas")
    frame = store.rows(KAB)
    assert len(frame) == 2  # same child, same date: the newer row counts
    assert frame["weight_kg"].tolist() == [10.0, 11.0]
    assert set(frame["child_id"]) == set(before["child_id"]) - {pair[1]}
    assert len(store.ambiguities()) == 0
    assert store.people([pair[0]])["nik"].tolist() == ["9900000000000099"]
    assert store.people([pair[1]])["child_id"].tolist() == [pair[0]]
    assert len(store.people()) == 2
    assert store.versions(KAB, pair[0])["state"].tolist() == ["digantikan", "berlaku"]
    with pytest.raises(StoreError, match="sudah diputuskan sama"):
        store.decide_identity("beda", pair, by="petugas")
    assert store.revoke(number, by="petugas")
    pd.testing.assert_frame_equal(store.rows(KAB), before)
    assert len(store.ambiguities()) == 1
    apart = store.decide_identity("beda", pair, by="petugas")
    assert len(store.ambiguities()) == 0
    pd.testing.assert_frame_equal(store.rows(KAB), before)
    with pytest.raises(StoreError, match=f"nomor {apart}"):
        store.decide_identity("sama", pair, by="petugas")
    with pytest.raises(StoreError, match="tidak dikenal"):
        store.decide_identity("sama", [pair[0], "f" * 16], by="petugas")
    with pytest.raises(StoreError, match="dua anak"):
        store.decide_identity("sama", [pair[0], pair[0]], by="petugas")


def test_kinds_of_ambiguity(tmp_path: Path) -> None:
    store = Store(tmp_path)
    nik = "9900000000000042"
    known = rows([1]).assign(nik=nik)
    born = pd.Timestamp("2021-01-01")
    moved = rows([1], "2024-03", birth_date=born, name="CONTOH LAIN").assign(nik=nik)
    twins = rows([5, 6], name=["CONTOH HASANAH", "CONTOH HASANAB"], mother="CONTOH IBU A",
                 birth_date=pd.Timestamp("2022-01-01"), sex="L")  # fmt: skip
    twins["nik"] = [None, nik[:-1] + "3"]
    namesakes = rows([7, 8], name="CONTOH SAMA", mother=["CONTOH IBU B", "CONTOH IBU C"],
                     birth_date=pd.Timestamp("2022-02-02"), sex="L")  # fmt: skip
    boy_girl = rows([9, 10], name="CONTOH BAYI", mother="CONTOH IBU D", sex=["L", "P"], nik=False,
                    birth_date=pd.Timestamp("2022-03-03"))  # fmt: skip
    first = store.add(parsed(known, moved, twins, namesakes, boy_girl), b"1")
    found = store.ambiguities().set_index("kind")
    assert sorted(found.index) == ["kembar", "nama", "nik"]  # namesakes with other mothers are no case
    assert "tanggal lahir berbeda" in found.loc["nik", "reason"]
    assert "kelamin" in found.loc["nama", "reason"]
    names = {child: name for name, child in ids(store).items()}
    assert {names[c] for c in found.loc["kembar", "child_ids"]} == {"CONTOH HASANAH", "CONTOH HASANAB"}
    store.undo(str(first.upload_id))
    assert len(store.ambiguities()) == 0  # nobody of these has a row that counts


def test_decisions_hold_no_identity_and_reading_writes_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(parsed(rows([1, 2, 3])), b"1")
    a, b, c = store.people()["child_id"]
    store.decide_identity("sama", [a, b], by="x")
    store.decide_identity("sama", [c, a], by="x")
    assert set(store.rows(KAB)["child_id"]) == {c}
    text = (tmp_path / "vault" / "keputusan.jsonl").read_text()
    assert "CONTOH" not in text
    assert "99000" not in text
    assert (tmp_path / "vault" / "keputusan.jsonl").stat().st_mode & 0o077 == 0
    files = snapshot(tmp_path)
    store.decisions()
    store.ambiguities()
    store.unmatched(KAB)
    store.versions(KAB, a)
    assert snapshot(tmp_path) == files


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("sama"), st.permutations(range(5)), st.integers(2, 4)),
        st.tuples(st.just("beda"), st.permutations(range(5)), st.integers(2, 3)),
        st.tuples(st.just("alias"), st.sampled_from(["A", "B"]), st.sampled_from(["A", "B", "C"])),
        st.tuples(st.just("desa"), st.integers(0, 2), st.just(0)),
    ),
    max_size=6,
)


@pytest.fixture(scope="module")
def shared_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store(tmp_path_factory.mktemp("store"))
    first = [rows(range(5), p, puskesmas=n) for p, n in (("2024-01", "A"), ("2024-02", "B"))]
    store.add(parsed(*first), b"1")
    store.add(parsed(rows([0, 3], "2024-01", puskesmas="B", desa=NEW, weight=9.0)), b"2")
    return store


@hypothesis_settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(steps=STEPS)
def test_whatever_was_decided_revoking_all_restores_the_figures(shared_store: Store, steps: list) -> None:
    store = shared_store
    children = store.people()["child_id"].tolist()
    children = children if len(children) == 5 else pytest.fail("decisions are left over")
    before = store.rows(KAB)
    made = []
    for kind, one, two in steps:
        try:
            if kind in ("sama", "beda"):
                made.append(store.decide_identity(kind, [children[n] for n in one[:two]], by="x"))
            elif kind == "alias":
                made.append(store.decide_alias("puskesmas", f"{KAB}|{one}", two, by="x"))
            else:
                made.append(store.decide_alias("desa", NEW, code(one), by="x"))
        except StoreError:
            continue
        frame = store.rows(KAB)
        assert not frame.duplicated(["child_id", "measured_on"]).any()
    for number in made[::-1]:
        assert store.revoke(number, by="x")
    pd.testing.assert_frame_equal(store.rows(KAB), before)
