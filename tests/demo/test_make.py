"""The demo through the real ingest and store."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from stunting.demo import DemoError, DemoResult, make
from stunting.demo.sheets import TITLE
from stunting.indicators import cube
from stunting.indicators.prevalence import prevalence
from stunting.ingest import read_file
from stunting.store import Store

sys.path.insert(0, str(Path(__file__).parent))
from figures import assert_published

KAB = "63.11"


def test_everything_says_it_is_synthetic(small: DemoResult) -> None:
    store = Store(small.home)
    uploads = store.uploads()
    assert store.synthetic
    assert uploads["synthetic"].all()
    assert uploads["filename"].str.startswith("SINTETIS_").all()
    assert len(uploads) == small.uploads == 3 * 12 + 3
    assert "SINTETIS" in small.to_text()
    people = store.people()
    assert people["name"].str.match(r"CONTOH (Balita|Ibu Hamil) \d{5}$").all()
    assert people["nik"].dropna().str.startswith("99").all()
    children = people[people["name"].str.startswith("CONTOH Balita")]
    assert children["parent"].str.contains("CONTOH Ibu").all()
    assert children["address"].str.startswith("ALAMAT CONTOH").all()  # a template takes nothing away


def test_no_place_is_unknown_and_last_month_is_not_stored(small: DemoResult) -> None:
    rows = Store(small.home).rows(KAB, ["kec", "desa", "puskesmas", "period"])
    for column in ("kec", "desa"):
        assert not rows[column].astype("str").str.contains("?", regex=False).any()
    assert rows["puskesmas"].nunique() == 12
    assert sorted(rows["period"].astype("str").unique()) == ["2024-09", "2024-10", "2024-11"]


def test_again_changes_nothing_and_other_numbers_are_refused(small: DemoResult) -> None:
    version = Store(small.home).version()
    again = make(small.home, children=600, months=4)
    assert again.already
    assert again.uploads == small.uploads
    assert Store(small.home).version() == version
    with pytest.raises(DemoError, match="data contoh lain"):
        make(small.home, children=601, months=4)


def test_interrupted_demo_is_completed(tiny: DemoResult, tmp_path: Path) -> None:
    home = tmp_path / "store"
    shutil.copytree(tiny.home, home)
    note = home / "demo.json"
    note.write_text(note.read_text("utf-8").replace('"done": true', '"done": false'), "utf-8")
    store = Store(home)
    store.undo(store.uploads()["upload_id"].iloc[-1])
    again = make(home, children=60, months=3)
    assert not again.already
    assert (store.uploads()["state"] == "live").sum() == tiny.uploads


def test_exports_are_twelve_real_files_in_every_container_and_variant(small: DemoResult) -> None:
    files = sorted(small.exports_dir.glob("SINTETIS_eppgbm_*"))
    assert len(files) == 12
    assert small.files == len(list(small.exports_dir.iterdir())) == 12 + 3
    found = [read_file(path.read_bytes(), path.name, kab=KAB) for path in files]
    assert {p.container for p in found} == {"html", "xls", "xlsx", "csv"}
    assert {p.variant for p in found} == {"V1", "V2", "V3", "V4", "V5"}
    assert sum((p.findings["code"] == "GESER_KOLOM").any() for p in found) == 1
    for parsed in found:
        assert parsed.synthetic
        assert parsed.periods == ["2024-12"]
        assert parsed.rows_rejected == 0
        assert parsed.rows["measured"].any()
        assert parsed.rows["name"].str.startswith("CONTOH").all()
        assert not parsed.rows["desa"].str.contains("?", regex=False).any()
        height = parsed.rows.loc[parsed.rows["measured"], "height_cm"].dropna()
        assert height.between(40, 130).all()


def test_same_seed_writes_the_same_files(tiny: DemoResult, tmp_path: Path) -> None:
    again = make(tmp_path, children=60, months=3)
    files = sorted(path.name for path in tiny.exports_dir.iterdir())
    assert files == sorted(path.name for path in again.exports_dir.iterdir())
    assert len(files) == tiny.files > 10
    for path in tiny.exports_dir.iterdir():
        assert path.read_bytes() == (again.exports_dir / path.name).read_bytes(), path.name


def test_real_data_are_not_mixed_with_the_demo(small: DemoResult, tmp_path: Path) -> None:
    path = min(small.exports_dir.glob("SINTETIS_eppgbm_*.csv"))
    data = path.read_bytes().replace(TITLE.encode(), b"Daftar Anak")
    parsed = replace(read_file(data, path.name, kab=KAB))
    assert not parsed.synthetic
    Store(tmp_path).add(parsed, data)
    with pytest.raises(DemoError, match="bukan sintetis"):
        make(tmp_path, children=600, months=4)


def figures(store: Store) -> dict[tuple[int, str], tuple[int, int]]:
    table = store.cube(cube.NAME, KAB, cube.build)
    out = {}
    for year in (2021, 2022, 2023, 2024):
        found = prevalence(table, "kecamatan", str(year), "eppgbm", "stunting")
        for area, n, d in zip(found["area"], found["numerator"], found["denominator"], strict=True):
            out[year, area] = int(n), int(d)
    return out


@pytest.mark.penuh
def test_full_demo_follows_the_published_figures_before_and_after_upload(full_home: Path) -> None:
    """The whole command once (20–60 s): what the screen will say is what was published."""
    store = Store(full_home)
    before = figures(store)
    assert_published(before)
    found = prevalence(store.cube(cube.NAME, KAB, cube.build), "kabupaten", "2024", "eppgbm", "wasting")
    assert found["value"].iloc[0] == pytest.approx(0.067, abs=0.004)
    codes: set[str] = set()
    for path in sorted((full_home / "ekspor").iterdir()):
        data = path.read_bytes()
        parsed = read_file(data, path.name, kab=KAB)
        codes |= set(parsed.findings["code"])
        store.add(parsed, data)
    after = figures(store)
    assert_published(after)
    assert after != before
    assert codes >= {
        "NIK_SAMAR", "NIK_DUMMY", "NIK_ILMIAH", "DUPLIKAT", "ANGKA_SENTINEL", "UKUR_TANPA_TANGGAL",
        "SATUAN_GRAM", "GESER_KOLOM",
    }  # fmt: skip
