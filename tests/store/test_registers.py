"""Registers: versions, withdrawal, a killed save, two writers."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pandas as pd
import pytest

from stunting import audit
from stunting.store import Store
from stunting.store.durable import StoreError
from stunting.store.registers import Registers
from tests.forks import CONTEXT


def table(*codes: str) -> pd.DataFrame:
    return pd.DataFrame({"kode": list(codes), "tahun": pd.array([2024] * len(codes), dtype="Int64")})


def test_versions_count_up_and_the_newest_counts(tmp_path: Path) -> None:
    registers = Store(tmp_path).registers
    assert registers.read("lokus") is None
    assert registers.stamp("lokus") == ""
    assert len(registers.history("lokus")) == 0
    assert registers.save("lokus", table("A"), by="contoh", note="SK 1") == 1
    first = registers.stamp("lokus")
    assert registers.save("lokus", table("A", "B"), by="contoh", original=b"berkas") == 2
    assert registers.stamp("lokus") != first
    pd.testing.assert_frame_equal(registers.read("lokus"), table("A", "B"))
    history = registers.history("lokus")
    assert history["state"].tolist() == ["diganti", "berlaku"]
    assert history["note"].tolist() == ["SK 1", ""]
    assert registers.original("lokus", 2) == b"berkas"
    with pytest.raises(StoreError, match="tidak ada berkas"):
        registers.original("lokus", 1)


def test_a_withdrawn_version_gives_way_to_the_one_before_and_keeps_its_number(tmp_path: Path) -> None:
    registers = Registers(tmp_path)
    registers.save("target", table("A"), by="contoh")
    registers.save("target", table("B"), by="contoh")
    stamps = [registers.stamp("target")]
    assert registers.undo("target", by="contoh") == 2
    stamps.append(registers.stamp("target"))
    assert registers.read("target")["kode"].tolist() == ["A"]
    assert registers.save("target", table("C"), by="contoh") == 3
    stamps.append(registers.stamp("target"))
    assert registers.history("target")["state"].tolist() == ["diganti", "ditarik", "berlaku"]
    assert [registers.undo("target", by="contoh") for _ in range(3)] == [3, 1, None]
    assert registers.read("target") is None
    stamps.append(registers.stamp("target"))
    assert len(set(stamps)) == 4
    actions = audit.read(tmp_path)["action"].tolist()
    assert actions.count("daftar") == 3
    assert actions.count("daftar-tarik") == 3


@pytest.mark.parametrize("column", ["NIK", "nama", "Nama_Anak"])
def test_identity_is_refused(tmp_path: Path, column: str) -> None:
    with pytest.raises(StoreError, match="kolom identitas"):
        Registers(tmp_path).save("lokus", pd.DataFrame({column: ["CONTOH"]}), by="contoh")
    assert Registers(tmp_path).read("lokus") is None


@pytest.mark.parametrize("name", ["../vault", "", "A", "a/b", ".x"])
def test_a_name_is_no_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not the name"):
        Registers(tmp_path).read(name)


def _save_many(home: str, mark: str) -> None:
    for n in range(10):
        Registers(Path(home)).save("lokus", table(f"{mark}{n}"), by=mark)


def test_two_writers_lose_nothing(tmp_path: Path) -> None:
    writers = [CONTEXT.Process(target=_save_many, args=(str(tmp_path), mark)) for mark in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
        assert writer.exitcode == 0
    history = Registers(tmp_path).history("lokus")
    assert history["version"].tolist() == list(range(1, 21))
    assert history["by"].value_counts().to_dict() == {"a": 10, "b": 10}


def _die_before_the_rename(home: str) -> None:
    Path.rename = lambda *_: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment, method-assign]
    Registers(Path(home)).save("lokus", table("B"), by="contoh")


def test_a_killed_save_leaves_the_version_before(tmp_path: Path) -> None:
    registers = Registers(tmp_path)
    registers.save("lokus", table("A"), by="contoh")
    writer = CONTEXT.Process(target=_die_before_the_rename, args=(str(tmp_path),))
    writer.start()
    writer.join(60)
    assert writer.exitcode == -signal.SIGKILL
    assert registers.read("lokus")["kode"].tolist() == ["A"]
    assert registers.save("lokus", table("C"), by="contoh") == 2
    assert registers.read("lokus")["kode"].tolist() == ["C"]
