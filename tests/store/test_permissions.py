"""Nothing of a store is open to other accounts of the machine."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from stunting.store import Store
from stunting.store.durable import make_folder, write_file

from .frames import KAB, parsed, rows


@pytest.fixture(autouse=True)
def usual_umask():
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def filled(home: Path) -> Store:
    store = Store(home)
    store.add(parsed(rows(range(3))), b"CONTOH")
    store.cube("contoh", KAB, lambda frame: frame[["kab"]].astype("str"))
    return store


def test_new_home(tmp_path):
    home = tmp_path / "a" / "home"
    filled(home)
    assert mode(home) == 0o750
    assert mode(home / "vault") == 0o700
    seen = [home / "cubes", *(home / "uploads").rglob("*"), *(home / "cubes").iterdir(), home / ".lock"]
    assert {path.name for path in seen} >= {"rows.parquet", "findings.parquet", "manifest.json"}
    assert {path.name: oct(mode(path)) for path in seen} == {
        path.name: oct(0o750 if path.is_dir() else 0o640) for path in seen
    }


def test_open_home_is_closed_by_the_next_write(tmp_path):
    home = tmp_path / "home"
    store = filled(home)
    outside = tmp_path / "luar"
    outside.write_text("CONTOH")
    outside.chmod(0o644)
    (home / "uploads" / "tautan").symlink_to(outside)
    for path in (home, *home.rglob("*")):
        if "vault" not in path.parts and not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)
    store.add(parsed(rows(range(5, 8), period="2024-03")), None)
    assert mode(home) == 0o750
    (home / "uploads" / "tautan").unlink()
    old = [path for name in ("uploads", "cubes") for path in (home / name).rglob("*")]
    assert old
    assert all(mode(path) & 0o007 == 0 for path in old)
    assert mode(outside) == 0o644  # links are not followed
    assert len(store.rows(KAB)) == 6


def test_stricter_modes_stay(tmp_path):
    home = tmp_path / "home"
    make_folder(home, 0o700)
    filled(home)
    assert mode(home) == 0o700
    write_file(home / "rahasia", b"", mode=0o600)
    assert mode(home / "rahasia") == 0o600
