"""Faults through the command line: one sentence, an exit code, no traceback, and a store that stays whole."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from stunting.cli import main
from stunting.store import Store
from tests.corpus.driver import CHILDREN, small_file, stored
from tests.forks import CONTEXT
from tests.ingest.conftest import as_html, as_xls, as_xlsx, children, grid


def files(folder: Path, count: int) -> list[Path]:
    for number in range(count):
        (folder / f"{number}.csv").write_bytes(small_file(number))
    return [folder / f"{number}.csv" for number in range(count)]


def wrong(folder: Path) -> dict[str, Path]:
    """Write files that are no table, and return them by what the sentence must say."""
    cells = grid(children(40))
    xlsx, old = as_xlsx(cells), as_xls(cells)
    contents = {
        "rusak atau terpotong": xlsx[: len(xlsx) // 2],
        "rusak": old[: len(old) // 3],
        "kosong": b"",
        "gambar": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
        "PDF": b"%PDF-1.7\n" + b"x" * 400,
        "Judul kolom": b"halo dunia\nini bukan tabel\n",
        "tidak ada satu baris pun": as_html(cells[:1]),
    }
    paths = {}
    for number, (said, content) in enumerate(contents.items()):
        paths[said] = folder / f"salah-{number}.xlsx"
        paths[said].write_bytes(content)
    (folder / "folder.xlsx").mkdir()
    return paths | {"ini folder": folder / "folder.xlsx", "tidak ditemukan": folder / "tidak-ada.xlsx"}


def test_wrong_files_are_one_sentence_each_and_leave_no_trace(home, tmp_path, capsys):
    (good,) = files(tmp_path, 1)
    assert main(["ingest", str(good)]) == 0
    before = stored(Store(home))
    capsys.readouterr()
    for said, path in wrong(tmp_path).items():
        assert main(["ingest", str(path)]) == 1, said
        out, err = capsys.readouterr()
        assert not out.strip()
        assert err.startswith(f"stunting: {path.name}: "), err
        assert err.count("\n") == 1
        assert err.rstrip().endswith(".")
        assert said in err
        assert stored(Store(home)) == before
    assert len(Store(home).uploads()) == 1


def test_a_wrong_file_among_good_ones_stops_none_of_them(home, tmp_path, capsys):
    good = files(tmp_path, 2)
    cut = wrong(tmp_path)["rusak atau terpotong"]
    assert main(["ingest", str(good[0]), str(cut), str(good[1])]) == 1
    assert capsys.readouterr().err.count("stunting: ") == 1
    assert list(stored(Store(home)).values()) == [CHILDREN] * 2


def test_the_program_itself_ends_with_a_code_and_without_a_traceback(tmp_path):
    cut = wrong(tmp_path)["rusak atau terpotong"]
    environment = os.environ | {"STUNTING_HOME": str(tmp_path / "store")}
    done = subprocess.run(
        [sys.executable, "-m", "stunting.cli", "ingest", str(cut)],
        env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == f"stunting: {cut.name}: " + done.stderr.split(": ", 2)[2]
    assert "Traceback" not in done.stderr
    assert not done.stdout.strip()


@pytest.mark.parametrize("command", [["ingest"], ["uploads"], ["undo", "tidak-ada"]])
def test_a_store_without_its_key_or_tables_is_said_in_a_sentence(home, tmp_path, capsys, command):
    first, second = files(tmp_path, 2)
    assert main(["ingest", str(first)]) == 0
    (home / "vault" / "kunci").unlink()
    (home / "vault" / "people.sqlite").write_bytes(b"bukan basis data" * 300)
    for log in (home / "measurements" / "_delta_log").glob("*.json"):
        log.write_text("{rusak")
    capsys.readouterr()
    code = main([*command, *([str(second)] if command == ["ingest"] else [])])
    err = capsys.readouterr().err
    assert "Traceback" not in err
    if command != ["uploads"]:  # the list of uploads needs neither
        assert code == 1
        assert err.startswith("stunting: ")
        assert err.count("\n") == 1


def test_a_full_disk_is_said_in_a_sentence(home, tmp_path, capsys, monkeypatch):
    first, second = files(tmp_path, 2)
    assert main(["ingest", str(first)]) == 0
    before = stored(Store(home))
    capsys.readouterr()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        assert main(["ingest", str(second)]) == 1
    err = capsys.readouterr().err
    assert "ruang disk" in err
    assert "Traceback" not in err
    assert stored(Store(home)) == before
    assert main(["ingest", str(second)]) == 0


def _command(home: str, paths: list[str]) -> None:
    os.environ["STUNTING_HOME"] = home
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115
    sys.exit(main(["ingest", *paths]))


def test_killed_in_mid_write_the_store_opens_whole_and_the_same_command_finishes_it(home, tmp_path, capsys):
    """Six commands are killed (SIGKILL) at moments after their first upload; then one may finish."""
    paths = [str(path) for path in files(tmp_path, 60)]
    chance = random.Random(7)
    killed = 0
    for _ in range(6):
        there = len(list(home.glob("uploads/*")))
        before = stored(Store(home)) if home.exists() else {}
        worker = CONTEXT.Process(target=_command, args=(str(home), paths))
        worker.start()
        while worker.is_alive() and len(list(home.glob("uploads/*"))) <= there:
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.06))
        worker.kill()
        worker.join()
        killed += worker.exitcode == -signal.SIGKILL
        after = stored(Store(home))
        assert set(after.values()) <= {CHILDREN}, "an upload is visible in part"
        assert before.items() <= after.items(), "an upload is lost"
        live = Store(home).uploads().query("state == 'live'")
        assert set(live["upload_id"]) == set(after)
    assert killed >= 2, "the commands were over before they could be killed"
    assert main(["ingest", *paths]) == 0
    assert "Traceback" not in capsys.readouterr().err
    assert list(stored(Store(home)).values()) == [CHILDREN] * 60
