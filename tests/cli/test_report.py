"""``stunting report``: the files, the letter, and refusals in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_commands import run, write
from tests.e2e.roles import parts_of


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """A store of one puskesmas: forty children, eight of them stunted, and the same a year earlier."""
    from stunting.cli import main

    home = tmp_path_factory.mktemp("rumah")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STUNTING_HOME", str(home))
        for day in ("2023-02-10", "2024-02-10"):
            assert main(["ingest", str(write(home / f"{day}.csv", day=day))]) == 0
    return home


@pytest.fixture(autouse=True)
def at(home, monkeypatch):
    monkeypatch.setenv("STUNTING_HOME", str(home))


def test_the_set_of_files(capsys, tmp_path):
    code, out, _ = run(capsys, "report", "--period", "2024-02", "--out", tmp_path / "baru")
    assert code == 0
    made = [Path(line) for line in out.split()]
    assert all(p.exists() for p in made)
    assert {p.suffix for p in made} == {".pdf", ".png", ".pptx", ".xlsx", ".zip"}
    assert all(p.name.startswith("stunting-kabupaten-balangan-2024-02") for p in made)


@pytest.mark.parametrize("more", [(), ("--internal",)])
def test_no_child_is_in_any_file(capsys, tmp_path, more):
    code, out, _ = run(
        capsys, "report", "--period", "2024-02", "--out", tmp_path, "--formats", "pdf,pptx,xlsx,csv", *more
    )
    assert code == 0
    for path in out.split():
        assert ("-internal-" in Path(path).name) == bool(more)
        for part in parts_of(Path(path).read_bytes()):
            assert b"CONTOH" not in part


def test_one_format_of_a_puskesmas(capsys, tmp_path):
    code, out, _ = run(
        capsys, "report", "--period", "2024-02", "--out", tmp_path, "--formats", "csv", "--area", "Uren"
    )
    assert code == 0
    assert [Path(line).name for line in out.split()] == ["stunting-puskesmas-uren-2024-02-angka-csv.zip"]


def test_the_letter(capsys, tmp_path):
    pypdf = pytest.importorskip("pypdf")
    words = ("report", "--letter", "--period", "2024-02", "--out", tmp_path, "--area")
    code, out, _ = run(capsys, *words, "Uren")
    assert code == 0
    text = "".join(p.extract_text() for p in pypdf.PdfReader(out.strip()).pages)
    assert "Kepala Puskesmas Uren" in text
    assert "8 dari 40" in " ".join(text.split())
    assert "CONTOH" not in text
    code, _, err = run(capsys, *words, "63.11")
    assert code != 0
    assert "satu puskesmas" in err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--period", "2024-02", "--area", "63.99"), "belum ada data"),
        (("--period", "2024-02", "--area", "Antah"), "tidak ada dalam data"),
        (("--period", "2020-02"), "tidak ada angka untuk"),
        (("--period", "2024", "--letter", "--area", "Uren"), "satu bulan"),
    ],
)
def test_refusals_are_sentences(capsys, tmp_path, words, says):
    code, _, err = run(capsys, "report", *words, "--out", tmp_path)
    assert code != 0
    assert says in err
    assert not list(tmp_path.iterdir())
