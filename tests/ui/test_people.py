"""The door to names: who may see whom, and what is noted."""

from __future__ import annotations

import inspect

import pandas as pd
import pytest

from stunting import audit
from stunting.access import PUBLIC, AccessError, User
from stunting.ui import data, follow_up_data, people

UREN, PARINGIN = User("uren", "puskesmas", "Uren"), User("paringin", "puskesmas", "Paringin")
DINAS, TPPS, ADMIN = User("dinas", "dinas"), User("tpps", "tpps"), User("admin", "admin")
CHILDREN = ["a", "b", "c", "d"]


class Vault:
    """Names for everybody who asks: the door has to hold."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def people(self, child_ids, puskesmas=None):
        ids = list(child_ids)
        self.asked.append(ids)
        columns = {name: [f"CONTOH {name} {c}" for c in ids] for name in (*people.NAMED, "mother", "nik")}
        return pd.DataFrame({"child_id": ids, **columns})


@pytest.fixture
def vault(home, monkeypatch):
    found = Vault()
    monkeypatch.setattr(data, "store", lambda: found)
    latest = pd.Series(["Uren", "Paringin", None, "Uren"], index=CHILDREN, dtype="object")
    monkeypatch.setattr(follow_up_data, "latest_puskesmas", lambda: latest)
    return found


def lines(home):
    return audit.read(home)[["who", "action", "object", "counts"]].to_numpy().tolist()


def test_a_puskesmas_sees_the_children_whose_latest_row_is_its_own(vault, home):
    assert people.seen(UREN, CHILDREN, "tindak_lanjut:2024-11")["child_id"].tolist() == ["a", "d"]
    assert people.seen(PARINGIN, CHILDREN, "tindak_lanjut:2024-11")["child_id"].tolist() == ["b"]
    assert vault.asked == [["a", "d"], ["b"]], "other children's names were read from the vault"


def test_dinas_and_admin_see_all_that_have_a_row(vault):
    for user in (DINAS, ADMIN):
        assert people.visible(user, [*CHILDREN, "a", "unknown"]) == CHILDREN


@pytest.mark.parametrize("user", [PUBLIC, TPPS])
def test_other_roles_see_nobody(vault, home, user):
    for ask in (people.seen, people.exported):
        with pytest.raises(AccessError, match="hanya melihat angka"):
            ask(user, CHILDREN, "tindak_lanjut:2024-11")
    assert vault.asked == []
    assert lines(home) == []


def test_unknown_and_foreign_children_look_the_same(vault):
    assert people.visible(UREN, ["b"]) == people.visible(UREN, ["unknown"]) == []
    assert people.seen(UREN, ["b"], "anak:b").empty
    assert vault.asked == []


def test_of_a_child_that_only_bears_its_name_a_puskesmas_sees_what_it_measured(vault, monkeypatch):
    rows = pd.DataFrame({"puskesmas": ["Awayan", None, "Uren"], "weight_kg": [8.0, 8.5, 9.0]})
    monkeypatch.setattr(vault, "whole", lambda child_ids, puskesmas: set(), raising=False)
    assert people.own_rows(UREN, "a", rows)["weight_kg"].tolist() == [9.0]
    assert len(people.own_rows(DINAS, "a", rows)) == 3
    monkeypatch.setattr(vault, "whole", lambda child_ids, puskesmas: {"a"}, raising=False)
    assert len(people.own_rows(UREN, "a", rows)) == 3


def test_nik_stays_in_the_vault(vault):
    assert list(people.seen(DINAS, ["a"], "anak:a")) == ["child_id", *people.NAMED]
    assert "nik" not in people.NAMED


def test_what_is_seen_is_noted_once_a_session_and_what_is_exported_each_time(vault, home):
    session: dict[str, object] = {}
    for _ in range(3):
        people.seen(UREN, ["a", "b"], "tindak_lanjut:2024-11", session)
    people.seen(UREN, ["a", "d"], "tindak_lanjut:2024-11", session)
    for _ in range(2):
        people.exported(UREN, ["a", "b"], "tindak_lanjut:2024-11:Pirsus II Juai")
    assert lines(home) == [
        ["uren", "identitas dilihat", "tindak_lanjut:2024-11", {"anak": 1}],
        ["uren", "identitas dilihat", "tindak_lanjut:2024-11", {"anak": 2}],
        ["uren", "identitas diekspor", "tindak_lanjut:2024-11:Pirsus_II_Juai", {"anak": 1}],
        ["uren", "identitas diekspor", "tindak_lanjut:2024-11:Pirsus_II_Juai", {"anak": 1}],
    ]
    assert "CONTOH" not in repr(session)
    assert "CONTOH" not in (home / "audit.log").read_text()


def test_without_a_line_in_the_log_no_name_is_given(vault, monkeypatch):
    def full(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(audit, "record", full)
    with pytest.raises(OSError, match="disk full"):
        people.seen(UREN, ["a"], "anak:a")
    assert vault.asked == []


def test_a_session_that_ended_gets_no_file(vault, monkeypatch):
    class Sessions:
        def user(self, token, demo_open=True):
            return UREN if token == "valid" else PUBLIC

    monkeypatch.setattr(data, "sessions", Sessions)
    monkeypatch.setattr(data, "only_synthetic", lambda: True)
    assert people.still(UREN, "valid") == UREN
    with pytest.raises(AccessError, match="berakhir"):
        people.still(UREN, "revoked")
    with pytest.raises(AccessError, match="berakhir"):
        people.still(DINAS, "valid")  # somebody else's token


def test_names_are_never_cached():
    text = inspect.getsource(people)
    assert "st.cache" not in text
    assert "lru_cache" not in text
    assert "@" not in text, "a decorator: is it a cache?"
