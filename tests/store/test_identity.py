"""Who is who."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from stunting.store import Store, StoreError
from stunting.store.identity import assign
from stunting.store.known import Known, Person
from stunting.store.people import Vault
from tests.store.frames import KAB, parsed, rows


def person(
    nik: str = "", name: str = "CONTOH", mother: str = "", birth: str = "2022-01-01", sex: str = "L"
) -> Person:
    return Person(nik, name, birth, sex, mother)


def ids(*persons: Person) -> tuple[list[str], dict[int, str]]:
    out = assign(persons, Known(), lambda identity: identity)
    return out.child_ids, out.ambiguous


def test_known_nik_is_its_child_whatever_the_name() -> None:
    found, unclear = ids(person("1"), person("1", name="CONTOH LAIN"), person("", name="CONTOH LAIN"))
    assert found == ["nik:1"] * 3
    assert not unclear


def test_same_nik_other_birth_date_is_ambiguous_and_stays_apart() -> None:
    found, unclear = ids(
        person("1"), person("1", birth="2023-05-05"), person("1", birth="2023-05-05", name="X")
    )
    assert found == ["nik:1", "nik:1|2023-05-05", "nik:1|2023-05-05"]
    assert list(unclear) == [1]  # said once


def test_same_nik_other_sex_is_the_same_child_but_reported() -> None:
    found, unclear = ids(person("1"), person("1", sex="P"), person("1", sex=""))
    assert found == ["nik:1"] * 3
    assert list(unclear) == [1]


def test_no_nik_name_birth_and_sex() -> None:
    found, unclear = ids(person(), person(mother="IBU"), person(name="CONTOH DUA"), person(sex="P"))
    assert found[0] == found[1]
    assert len(set(found)) == 3
    assert not unclear


def test_mothers_tell_namesakes_apart() -> None:
    found, unclear = ids(person(mother="A"), person(mother="B"), person(mother="A"), person())
    assert found[0] == found[2] != found[1]
    assert found[3] not in found[:3]  # could be either: a child of its own
    assert list(unclear) == [3]


def test_new_nik_joins_the_one_child_without_nik() -> None:
    found, unclear = ids(person(), person("1"), person("1", name="EJAAN LAIN"), person())
    assert len(set(found)) == 1
    assert not unclear


def test_new_nik_never_joins_a_child_with_another_nik() -> None:
    found, unclear = ids(person("1"), person("2"), person("2"))
    assert found == ["nik:1", "nik:2", "nik:2"]
    assert list(unclear) == [1]


def test_twins_are_two_children() -> None:
    found, unclear = ids(
        person(name="CONTOH HASAN", mother="IBU"), person(name="CONTOH HUSIN", mother="IBU"),
        person("8", name="CONTOH ANI", mother="IBU"), person("9", name="CONTOH ANA", mother="IBU"),
    )  # fmt: skip
    assert len(set(found)) == 4
    assert not unclear


def test_a_child_keeps_its_id_from_file_to_file(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    january = rows(range(20), "2024-01", nik=False)
    february = rows(range(20), "2024-02")  # with NIK now
    march = rows(range(20), "2024-03", name="CONTOH EJAAN LAIN")  # known by NIK
    april = rows(range(20), "2024-04", nik=False, mother=None)
    results = [
        vault.resolve(frame, f"2024010{n}T000000-00000000", "salt")
        for n, frame in enumerate((january, february, march, april))
    ]
    assert [r.child_ids for r in results] == [results[0].child_ids] * 4
    assert [(r.new, r.known) for r in results] == [(20, 0), (0, 20), (0, 20), (0, 20)]
    assert not any(r.ambiguous for r in results)


def test_spelling_spaces_and_case_do_not_matter(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    first = vault.resolve(rows([1], nik=False, name="Contoh  Nur'aini", mother="CONTOH Ibu"), "u", "s")
    second = vault.resolve(rows([1], nik=False, name="CONTOH NURAINI.", mother="contoh ibu "), "u", "s")
    assert first.child_ids == second.child_ids


def test_rows_that_name_nobody_are_children_of_their_own(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    nameless = rows([1, 2], nik=False, name=None, birth_date=pd.NaT)
    found = vault.resolve(nameless, "u", "salt").child_ids
    assert len(set(found)) == 2
    assert vault.resolve(nameless, "u", "salt").child_ids == found  # the same file again: the same
    assert not set(vault.resolve(nameless, "u", "other").child_ids) & set(found)


def test_people_are_read_from_the_vault_newest_live_first(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(parsed(rows([1, 2])), b"1")
    second = store.add(parsed(rows([1], "2024-03", name="CONTOH BARU")), b"2")
    child = store.rows(KAB).set_index("upload_id")["child_id"][second.upload_id]
    assert store.people([child])["name"].tolist() == ["CONTOH BARU"]
    assert len(store.people()) == 2
    store.undo(second.upload_id)
    people = store.people([child])
    assert people["name"].tolist() == ["CONTOH ANAK 1"]
    assert people["nik"].tolist() == ["9900000000000001"]
    assert people["birth_date"].tolist() == ["2022-06-02"]


def test_a_lost_key_is_an_error_not_a_new_key(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(parsed(rows([1])), b"1")
    (tmp_path / "vault" / "kunci").unlink()
    with pytest.raises(StoreError, match="kunci"):
        store.add(parsed(rows([2])), b"2")
    assert len(store.uploads()) == 1


def test_two_stores_give_different_pseudonyms(tmp_path: Path) -> None:
    one = Vault(tmp_path / "a").resolve(rows([1]), "u", "s").child_ids
    two = Vault(tmp_path / "b").resolve(rows([1]), "u", "s").child_ids
    assert one != two
