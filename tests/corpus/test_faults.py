"""From files to figures: two processes at once, and fifty that are killed."""

from __future__ import annotations

import random
import time
from multiprocessing.process import BaseProcess
from pathlib import Path

import pandas as pd

from stunting.store import Store
from tests.corpus.driver import CHILDREN, figures, ingest_many, small_file, stored
from tests.forks import CONTEXT

KILLS = 50


def worker_of(home: Path, numbers: list[int], ack: Path) -> BaseProcess:
    return CONTEXT.Process(target=ingest_many, args=(str(home), numbers, str(ack)))


def told(path: Path) -> list[tuple[int, str, bool]]:
    if not path.exists():
        return []
    lines = [line.split() for line in path.read_text().splitlines(keepends=False)]
    return [(int(number), upload, already == "1") for number, upload, already in lines]


def test_two_processes_that_send_fifty_files_each(tmp_path: Path) -> None:
    home = tmp_path / "home"
    numbers = [list(range(50)), list(range(74, 24, -1))]  # 25 files are sent by both, meeting in the middle
    workers = [
        CONTEXT.Process(target=ingest_many, args=(str(home), numbers[i], str(tmp_path / f"ack{i}")))
        for i in (0, 1)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
        assert worker.exitcode == 0
    answers = [*told(tmp_path / "ack0"), *told(tmp_path / "ack1")]
    assert len(answers) == 100
    uploads = {number: upload for number, upload, _ in answers}
    assert sorted(uploads) == list(range(75))
    assert {(number, upload) for number, upload, _ in answers} == set(uploads.items())
    assert sum(already for *_, already in answers) == 25
    store = Store(home)
    assert stored(store) == dict.fromkeys(uploads.values(), CHILDREN)
    assert set(store.uploads()["upload_id"]) == set(uploads.values())
    assert store.rows(store.kabupaten()[0])["child_id"].nunique() == 75 * CHILDREN


def test_fifty_kills_lose_nothing_and_undo_restores_every_figure(tmp_path: Path) -> None:
    home, ack = tmp_path / "home", tmp_path / "ack"
    ingest_many(str(home), [9000, 9001], str(tmp_path / "first"))
    before = figures(Store(home))
    kept = dict(stored(Store(home)))
    chance = random.Random(20240229)
    start, seen, silent = 0, 0, 0
    for kill in range(KILLS):
        worker = CONTEXT.Process(
            target=ingest_many, args=(str(home), list(range(start, start + 200)), str(ack))
        )
        worker.start()
        # some die while they are starting, the others some time after their first word
        begun = time.monotonic()
        while kill % 3 and len(told(ack)) == seen and time.monotonic() - begun < 20:
            time.sleep(0.005)
        time.sleep(chance.uniform(0.0, 0.2))
        worker.kill()
        worker.join()
        store = Store(home)
        answers = told(ack)
        new = {upload for _, upload, _ in answers[seen:]}
        visible = stored(store)
        assert set(visible.values()) == {CHILDREN}, "an upload is visible in part"
        assert set(kept) | new <= set(visible), "an acknowledged upload is lost"
        fresh = set(visible) - set(kept)
        assert len(fresh - new) <= 1, "more is there than the one that was being acknowledged"
        live = store.uploads().query("state == 'live'")
        assert set(live["upload_id"]) == set(visible)
        assert live["rows_stored"].eq(CHILDREN).all()
        names = live.set_index("upload_id")["filename"]
        for upload in new:
            assert store.original(upload) == small_file(int(names[upload].removesuffix(".csv")))
        silent += not new
        start = max((number for number, *_ in answers), default=start) + 2
        seen = len(answers)
        if kill % 10 == 9 and fresh:  # these stay
            kept, before = visible, figures(store)
            continue
        for upload in chance.sample(sorted(fresh), len(fresh)):
            assert store.undo(upload)
        assert stored(store) == kept
        if not fresh:  # nothing was undone
            continue
        pd.testing.assert_frame_equal(figures(store), before, check_exact=True)
    assert seen >= KILLS // 2, "the machine was too slow for the kills to mean anything"
    assert silent < KILLS
    # the last word: a new process sees the same, and so does everything made again from the uploads
    fresh_store = Store(home)
    fresh_store.maintain()
    fresh_store.rebuild()
    pd.testing.assert_frame_equal(figures(Store(home)), before, check_exact=True)
