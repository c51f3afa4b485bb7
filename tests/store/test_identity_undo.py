"""What an undone upload said of children changes nothing of what comes after it."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest

from stunting.store import Store
from stunting.store.identity import assign
from stunting.store.known import Known, Person
from stunting.store.people import Vault
from tests.store.frames import KAB, parsed, rows

ONE, OTHER = "9900000000000001", "9900000000000002"


def child(nik: str = "", name: str = "CONTOH ANAK 1", period: str = "2024-01", **columns: object) -> object:
    """A file of one child."""
    return parsed(rows([1], period, nik=False, **{"name": name, **columns}).assign(nik=nik or None))


def test_a_nik_that_an_undone_upload_gave_is_not_the_childs(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(child(), b"tanpa NIK")
    wrong = store.add(child(ONE, period="2024-02"), b"NIK keliru")
    store.undo(wrong.upload_id)
    right = store.add(child(OTHER, period="2024-03"), b"NIK benar")
    assert (right.children_new, right.children_known) == (0, 1)
    assert store.rows(KAB)["child_id"].nunique() == 1
    assert store.findings(right.upload_id).empty
    assert len(store.ambiguities()) == 0
    assert store.people()["nik"].tolist() == [OTHER]
    store.redo(wrong.upload_id)  # both count again: one child, the newest NIK
    assert store.rows(KAB)["child_id"].nunique() == 1
    assert store.people()["nik"].tolist() == [OTHER]
    assert store.children_with_nik(ONE) == store.children_with_nik(OTHER)


def test_what_is_said_again_after_an_undo_counts(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(child(ONE), b"1")
    second = store.add(child(ONE, "CONTOH EJAAN BARU", "2024-02"), b"2")
    store.undo(second.upload_id)
    store.add(child(ONE, "CONTOH EJAAN BARU", "2024-03"), b"3")
    assert store.people()["name"].tolist() == ["CONTOH EJAAN BARU"]


def test_a_preview_after_an_undo_knows_nobody(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first = store.add(child(ONE), b"1")
    ids = set(store.rows(KAB)["child_id"])
    store.undo(first.upload_id)
    seen = store.preview(child(ONE, period="2024-02"), original=b"2")
    assert (seen.children_new, seen.children_known) == (1, 0)
    store.add(child(ONE, period="2024-02"), b"2")
    assert set(store.rows(KAB)["child_id"]) == ids  # the id of the same child stays what it was


def test_an_undone_child_that_comes_back_is_not_another_one(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first = store.add(child(ONE), b"1")
    store.undo(first.upload_id)
    store.add(child(ONE, "TOKOH LAIN", period="2024-02", puskesmas="Contoh Dua"), b"2")
    store.redo(first.upload_id)
    assert store.rows(KAB)["child_id"].nunique() == 2
    assert store.ambiguities()["reason"].tolist() == ["NIK dan tanggal lahir sama, nama berbeda atau kosong"]


NAMES = ("CONTOH HASAN", "CONTOH HUSIN", "CONTOH HASANN", "")
BIRTHS = ("2022-01-01", "2022-05-05", "")


def some_person(chance: random.Random) -> Person:
    name, birth = chance.choice(NAMES), chance.choice(BIRTHS)
    nik = chance.choice(("", "1", "2"))
    place = "" if birth else "desa:posyandu"
    if not nik and not name:
        place = f"salt:{chance.randrange(3)}"
    return Person(
        nik, name, birth, chance.choice("LP"), chance.choice(("", "IBU")), place, chance.choice("AB")
    )  # fmt: skip


class Register:
    """A vault of persons, by the book: every upload assigned to what live ones before it said."""

    def __init__(self) -> None:
        self.said: list[list[tuple[str, Person]]] = []
        self.live: list[bool] = []

    def add(self, persons: list[Person]) -> None:
        known = Known()
        for upload, counts in zip(self.said, self.live, strict=True):
            for child_id, person in upload:
                known.stored.setdefault(child_id, []).append(person)
                if counts:
                    known.note(known.child(child_id), person)
        out = assign(persons, known, lambda identity: identity)
        self.said.append(list(zip(out.child_ids, persons, strict=True)))
        self.live.append(True)

    def partition(self) -> list[int]:
        """Return of every row of live uploads which child it is, numbered by first sight."""
        ids = [i for said, live in zip(self.said, self.live, strict=True) if live for i, _ in said]
        first = {child_id: n for n, child_id in enumerate(dict.fromkeys(ids))}
        return [first[child_id] for child_id in ids]


@pytest.mark.parametrize("seeds", [range(0, 200), range(200, 400)])
def test_uploads_and_undos_give_the_children_of_the_uploads_that_stay(seeds: range) -> None:
    for seed in seeds:
        check(random.Random(seed))


def check(chance: random.Random) -> None:
    tried, clean = Register(), Register()
    for _ in range(chance.randrange(2, 6)):
        back = len(tried.said)
        for _ in range(chance.randrange(3)):  # uploads that are taken back before the next one stays
            tried.add([some_person(chance) for _ in range(chance.randrange(1, 5))])
        tried.live[back:] = [False] * (len(tried.live) - back)
        stays = [some_person(chance) for _ in range(chance.randrange(1, 5))]
        tried.add(stays)
        clean.add(stays)
    assert tried.partition() == clean.partition()


@pytest.mark.parametrize("seed", range(6))
def test_the_store_gives_the_same(seed: int, tmp_path: Path) -> None:
    chance = random.Random(1000 + seed)
    homes = Store(tmp_path / "a"), Store(tmp_path / "b")
    stays: list[str] = []
    for n in range(6):
        persons = [some_person(chance) for _ in range(chance.randrange(1, 5))]
        frame = rows(range(len(persons)), f"2024-0{n + 1}").assign(
            nik=[f"99{p.nik:0>14}" if p.nik else None for p in persons],
            name=[p.name or None for p in persons],
            sex=[p.sex for p in persons],
            mother=[p.mother or None for p in persons],
            puskesmas=[p.health for p in persons],
            birth_date=[p.birth or None for p in persons],
        )
        file = parsed(frame.astype({"birth_date": "datetime64[us]", "name": "str", "nik": "str"}))
        report = homes[0].add(file, f"{n}".encode(), partial=True)
        if chance.random() < 0.5:
            homes[0].undo(report.upload_id)
            if chance.random() < 0.3:  # there and back again is as if nothing had happened
                homes[0].redo(report.upload_id)
            else:
                continue
        homes[1].add(file, f"{n}".encode(), partial=True)
        stays.append(report.upload_id)
    if not stays:
        return
    found = []
    for store in homes:
        frame = store.rows(KAB).sort_values(["period", "row"])
        found.append(frame["child_id"].astype("str").factorize()[0].tolist())
    assert found[0] == found[1]
    assert len(homes[0].ambiguities()) == len(homes[1].ambiguities())


def test_an_old_vault_is_brought_up_to_date(tmp_path: Path) -> None:
    """The tables of version 2, as they stood after A (no NIK), B (wrong NIK, undone)."""
    store = Store(tmp_path)
    store.add(child(), b"tanpa NIK")
    wrong = store.add(child(ONE, period="2024-02", puskesmas="Contoh Dua"), b"NIK keliru")
    store.undo(wrong.upload_id)
    first, second = store.uploads()["upload_id"]
    child_id = str(store.rows(KAB)["child_id"].iloc[0])
    told = ("CONTOH ANAK 1", "CONTOH AYAH 1 / CONTOH IBU 1", "CONTOH IBU 1", None, None, "JALAN RAHASIA",
            "L", "2022-06-02")  # fmt: skip
    path = tmp_path / "vault" / "people.sqlite"
    path.unlink()
    with sqlite3.connect(path) as db:
        db.executescript(
            """CREATE TABLE children (
                id INTEGER PRIMARY KEY, child_id TEXT NOT NULL UNIQUE, nik TEXT NOT NULL, birth TEXT NOT NULL,
                sex TEXT NOT NULL, first_upload TEXT NOT NULL, latest BLOB NOT NULL);
            CREATE INDEX children_nik ON children (nik) WHERE nik <> '';
            CREATE TABLE names (
                name_key TEXT, child INTEGER, mother TEXT, PRIMARY KEY (name_key, child, mother)
            ) WITHOUT ROWID;
            CREATE TABLE identities (
                seq INTEGER PRIMARY KEY, child_id TEXT NOT NULL, upload_id TEXT NOT NULL, nik TEXT, name TEXT,
                parent TEXT, mother TEXT, rt TEXT, rw TEXT, address TEXT, sex TEXT, birth_date TEXT);
            CREATE INDEX identities_child ON identities (child_id, seq);
            CREATE TABLE forgotten (mark TEXT PRIMARY KEY) WITHOUT ROWID;
            INSERT INTO forgotten VALUES ('tanda');
            PRAGMA user_version = 2;"""
        )
        db.execute("INSERT INTO children VALUES (1, ?, ?, '2022-06-02', 'L', ?, x'')", (child_id, ONE, first))
        db.execute("INSERT INTO names VALUES ('CONTOH ANAK 1|2022-06-02|L', 1, 'CONTOH IBU 1')")
        for upload_id, nik in ((first, None), (second, ONE)):
            db.execute(
                f"INSERT INTO identities VALUES (NULL, {', '.join('?' * 11)})",
                (child_id, upload_id, nik, *told),
            )
    store = Store(tmp_path)
    assert store.people()["name"].tolist() == ["CONTOH ANAK 1"]
    assert store.people()["nik"].isna().all()
    right = store.add(child(OTHER, period="2024-03"), b"NIK benar")
    assert (right.children_new, right.children_known) == (0, 1)
    assert len(store.ambiguities()) == 0
    store.redo(wrong.upload_id)
    assert set(store.rows(KAB)["child_id"]) == {child_id}
    assert store.whole([child_id], "Contoh Satu") == {child_id}  # same name, birth date and mother
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT mark FROM forgotten").fetchall() == [("tanda",)]
        assert db.execute("PRAGMA user_version").fetchone() == (3,)


def test_an_upload_that_never_came_about_is_not_known(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    vault.resolve(rows([1]), "terputus", "s")
    found = vault.resolve(rows([1], nik=False, mother=None), "u", "s", live=set())
    assert (found.new, found.known) == (1, 0)
