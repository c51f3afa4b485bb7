"""A secret is made once, also by many at once, and only its owner reads it."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from stunting import secret


def test_processes_agree_on_one_secret(tmp_path):
    path = tmp_path / "vault" / "kunci"
    with ProcessPoolExecutor(4, mp_context=get_context("fork")) as pool:
        found = set(pool.map(secret.kept, [path] * 24))
    assert len(found) == 1
    assert len(found.pop()) == 32
    assert [file.name for file in path.parent.iterdir()] == ["kunci"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_what_is_there_is_kept(tmp_path):
    assert secret.kept(tmp_path / "kunci", b"pertama") == b"pertama"
    assert secret.kept(tmp_path / "kunci", b"kedua") == b"pertama"
