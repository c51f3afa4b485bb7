"""The demo's filled-in templates: published shares and flow, its own children, no figure of weighing."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from stunting.demo import DemoResult
from stunting.demo.families import PARTS, factors, make_families
from stunting.demo.mothers import targets
from stunting.demo.plan import make_plan
from stunting.demo.supplements import Supplements, make_supplements, parsed
from stunting.demo.world import World, make_world
from stunting.indicators import cube
from stunting.indicators.determinants import outcomes
from stunting.ingest import read_file
from stunting.ingest.templates import KIND, templates
from stunting.store import Store

KAB = "63.11"


@pytest.fixture(scope="module")
def made(world: World) -> Supplements:
    return make_supplements(world)


def test_every_row_is_read_without_a_finding_and_says_that_it_is_invented(made: Supplements) -> None:
    for template in templates():
        found = parsed(made, template, KAB)
        assert (found.kind, found.variant, found.rows_rejected) == (KIND, template, 0)
        assert found.findings.empty
        assert found.synthetic
        assert not found.supplement["desa"].astype("str").str.contains("?", regex=False).any()
        if template != "wilayah":
            assert found.supplement["name"].str.startswith("CONTOH ").all()
            assert found.supplement["nik"].dropna().str.startswith("99").all()


def test_shares_among_stunted_children_are_near_the_published_ones(world: World) -> None:
    families = make_families(world, np.random.default_rng(3))
    answers = families.answers
    sick = np.isin(np.stack([answers[part] for part in PARTS]), "Ya").any(axis=0)
    told = np.isin(answers["tb"], ["Ya", "Tidak"])

    def share(key: str, cell: str, group: np.ndarray) -> float:
        known = group & np.isin(answers[key], ["Ya", "Tidak"])
        return float(100 * np.mean(answers[key][known] == cell))

    cases = families.stunted
    published = {
        "merokok_di_rumah": ("Ya", 71.61), "riwayat_kek_ibu": ("Ya", 16.52), "jkn": ("Ya", 97.31),
        "air_bersih": ("Ya", 95.31), "jamban": ("Ya", 96.06),
    }  # fmt: skip
    for key, (cell, value) in published.items():
        assert share(key, cell, cases) == pytest.approx(value, abs=0.1), key
    assert 100 * sick[cases & told].mean() == pytest.approx(11.62, abs=0.1)
    more = [k for k, row in factors().iterrows() if row["jenis"] == "jawaban" and k != "jkn"]
    for key in more:
        asked = "Ya" if share(str(key), "Ya", cases) > share(str(key), "Ya", ~cases) else "Tidak"
        assert share(str(key), asked, cases) > share(str(key), asked, ~cases)
    assert (answers["anemia_ibu"] == "Tidak tahu").mean() == pytest.approx(0.12, abs=0.02)
    assert (answers["anemia_ibu"] == "").any()


def test_families_are_of_children_measured_in_the_last_year(world: World) -> None:
    families = make_families(world, np.random.default_rng(3))
    assert len(families) == len(set(families.child.tolist()))
    assert 0.93 * 9230 < len(families) < 9230
    assert families.stunted.mean() == pytest.approx(0.1458, abs=0.01)
    assert (families.noted >= world.children.birth[families.child]).all()


def visits(made: Supplements) -> pd.DataFrame:
    cells = made.women
    number = {c: pd.to_numeric(cells[c].str.replace(",", ".")) for c in ("lila", "hb", "umur_hamil")}
    noted = pd.to_datetime(cells["noted_on"], format="%d/%m/%Y")
    return cells.assign(mother_id=cells["name"], kab=KAB, noted_on=noted, **number)


def test_the_flow_of_women_with_kek_is_the_published_one(made: Supplements) -> None:
    found = outcomes(visits(made)).set_index("state")
    assert found["denominator"].unique().tolist() == [65]
    parts = {s: int(n) for s, n in found["numerator"].items() if n}
    assert parts == {"hamil_normal": 17, "lahir_normal": 27, "dipantau": 21}
    women = made.women.groupby("name")
    assert made.women.loc[made.women["desa"].notna(), "desa"].nunique() <= 28
    assert (women["noted_on"].nunique() == women.size()).all()  # one row a day
    assert women.size().min() >= 2


@pytest.mark.parametrize(("children", "months"), [(1, 2), (60, 3), (900, 26), (9230, 2)])
def test_other_sizes_have_a_flow_too(children: int, months: int) -> None:
    world = make_world(make_plan(children, months, 5))
    found = outcomes(visits(make_supplements(world)))
    wanted = {state: n for state, n in targets(world).items() if n}
    got = {s: int(n) for s, n in zip(found["state"], found["numerator"], strict=True) if n}
    assert got == wanted


def test_same_seed_same_answers() -> None:
    one, two = (make_supplements(make_world(make_plan(300, 4, 9))) for _ in range(2))
    for template in templates():
        pd.testing.assert_frame_equal(one.of(template), two.of(template))


def test_no_figure_of_measurements_and_no_child_is_added(small: DemoResult, tmp_path: Path) -> None:
    home = tmp_path / "store"
    shutil.copytree(small.home, home)
    store = Store(home)
    with_answers, counts = store.rows(KAB), store.cube(cube.NAME, KAB, cube.build)
    uploads = store.uploads().set_index("upload_id")
    given = uploads[uploads["kind"] == KIND]
    assert len(given) == 3
    assert sorted(given["filename"]) == [f"SINTETIS_templat_{t}.xlsx" for t in sorted(templates())]
    measured = set(with_answers["child_id"].astype("str"))
    assert set(store.supplement(KAB, "anak")["child_id"]) <= measured
    assert set(store.supplement(KAB, "bumil")["child_id"]).isdisjoint(measured)
    for upload_id in given.index:
        store.undo(upload_id, by="contoh")
    pd.testing.assert_frame_equal(store.rows(KAB), with_answers)
    pd.testing.assert_frame_equal(store.cube(cube.NAME, KAB, cube.build), counts)


@pytest.mark.parametrize("template", templates())
def test_the_example_files_can_be_uploaded(small: DemoResult, template: str) -> None:
    path = next(small.exports_dir.glob(f"SINTETIS_templat_{template}_*"))
    found = read_file(path.read_bytes(), path.name, kab=KAB)
    assert (found.kind, found.variant) == (KIND, template)
    assert found.synthetic
    assert found.rows_read == len(found.supplement) + found.rows_rejected
    if template != "wilayah":
        assert len(set(found.supplement["puskesmas"])) <= 1
    assert "BARIS_CONTOH" in set(found.findings["code"])
