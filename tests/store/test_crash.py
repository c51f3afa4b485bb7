"""Several processes at once, and processes that are killed: acknowledged is whole, the rest is absent."""

from __future__ import annotations

import random
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from stunting.store import Store, maintenance
from tests.forks import CONTEXT
from tests.store.frames import KAB, file_number, snapshot, upload_many

ROWS = 80


def acknowledged(path: Path) -> list[tuple[int, str, bool]]:
    lines = [line.split() for line in path.read_text().splitlines()] if path.exists() else []
    return [(int(n), upload_id, already == "1") for n, upload_id, already in lines]


def stored(store: Store) -> Counter:
    frame = store.rows(KAB, ["puskesmas"])
    return Counter(int(name.removeprefix("Contoh ")) for name in frame["puskesmas"].astype(str))


@pytest.mark.parametrize("locked", [True, False], ids=["lock", "no lock (a second machine)"])
def test_two_processes_lose_and_double_nothing(tmp_path: Path, locked: bool) -> None:
    home = tmp_path / "home"
    numbers = [list(range(10)), [*range(5, 10), *range(10, 15)]]  # five files are sent by both
    if not locked:
        Store(home).add(file_number(99), b"isi 99")  # the vault is there; only commits may collide
        numbers = [[3, 1, 2, 4], [3, 1, 2, 4]]
    workers = [
        CONTEXT.Process(target=upload_many, args=(str(home), n, str(tmp_path / f"ack{i}"), locked))
        for i, n in enumerate(numbers)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
        assert worker.exitcode == 0
    store = Store(home)
    told = [line for i in range(2) for line in acknowledged(tmp_path / f"ack{i}")]
    sent = sorted({n for part in numbers for n in part})
    assert sorted({n for n, _, _ in told}) == sent
    assert len({(n, upload_id) for n, upload_id, _ in told}) == len(sent)  # both were told the same id
    extra = [] if locked else [99]
    assert stored(store) == dict.fromkeys([*sent, *extra], ROWS)
    assert len(store.uploads()) == len(sent) + len(extra)
    assert sum(s.transactions is not None for s in store._live().snapshots.values()) == len(store.tables)


def test_killed_at_any_moment(tmp_path: Path) -> None:
    home, ack = tmp_path / "home", tmp_path / "ack"
    store = Store(home)
    store.add(file_number(1000), b"isi 1000")
    chance = random.Random(20240229)
    start = 0
    for _ in range(12):
        worker = CONTEXT.Process(
            target=upload_many, args=(str(home), list(range(start, start + 50)), str(ack))
        )
        worker.start()
        begun = time.monotonic()
        seen = len(acknowledged(ack))
        while len(acknowledged(ack)) == seen and time.monotonic() - begun < 20:
            time.sleep(0.005)
        time.sleep(chance.uniform(0.0, 0.25))
        worker.kill()
        worker.join()
        told = acknowledged(ack)
        whole = stored(store)
        assert set(whole.values()) == {ROWS}, "an upload is visible in part"
        assert {n for n, _, _ in told} <= set(whole), "an acknowledged upload is lost"
        assert set(store.uploads()["upload_id"]) >= {upload_id for _, upload_id, _ in told}
        assert len(whole) == len(store.uploads())
        start = max(n for n, _, _ in told) + 1  # the next one sends again what was cut off, perhaps whole
    assert len(acknowledged(ack)) >= 12

    fresh = Store(home)  # what was left behind disturbs nobody, and goes when it is old
    folders = set(fresh._uploads.ids())
    live = set(fresh.uploads()["upload_id"])
    fresh.maintain()
    assert set(fresh._uploads.ids()) == folders
    maintenance.clean(fresh._uploads, fresh._originals, dict.fromkeys(live, 1), grace=timedelta(0))
    assert set(fresh._uploads.ids()) == live
    assert stored(fresh) == stored(store)
    counts = fresh.rebuild()
    assert counts == {"uploads": len(live), "rows": ROWS * len(live)}
    assert stored(fresh) == stored(store)


def test_an_upload_that_stops_before_the_commit_is_absent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path)
    store.add(file_number(1), b"isi 1")
    before, version = store.rows(KAB), store.version()

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(store.tables["rows"], "append", stop)
        with pytest.raises(KeyboardInterrupt):
            store.add(file_number(2), b"isi 2")
    again = Store(tmp_path)
    assert again.version() == version
    assert again.rows(KAB).equals(before)
    assert len(again.uploads()) == 1
    assert len(again._uploads.ids()) == 2
    report = again.add(file_number(2), b"isi 2")
    assert not report.already_uploaded
    assert len(again.uploads()) == 2


def test_a_reader_sees_uploads_of_another_process(tmp_path: Path) -> None:
    reader = Store(tmp_path)
    assert reader.version() == reader.version()
    writer = Store(tmp_path)
    for n in range(3):
        before = reader.version()
        writer.add(file_number(n), b"isi %d" % n)
        assert reader.version() != before
        assert reader.version() == writer.version()
        assert len(stored(reader)) == n + 1
    files = snapshot(tmp_path)
    reader.rows(KAB)
    reader.version()
    assert snapshot(tmp_path) == files  # reading writes nothing
