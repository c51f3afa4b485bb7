"""Where else a forgotten child may stand: audit log, family, file names, files of the demo, the copy."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pandas as pd
import pytest

from stunting import audit
from stunting.ingest import read_file
from stunting.ingest.templates import questions
from stunting.store import Store
from stunting.store.forget_plan import EXPORTS
from tests.ingest.test_templates import BASE
from tests.store.frames import KAB, parsed, rows
from tests.ui.export_file import child, export

NAME = "CONTOH ANAK 3"


def id_of(store: Store, name: str = NAME) -> str:
    return str(store.people().set_index("name")["child_id"][name])


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path)
    made.add(parsed(rows(range(6))), b"satu")
    return made


def test_a_child_that_was_looked_at_can_be_forgotten_and_the_log_still_tells_one_from_another(store: Store):
    mine, other = id_of(store), id_of(store, "CONTOH ANAK 4")
    for child_id in (mine, mine, other):
        audit.record(store.home, "uren", "identitas dilihat", store.noted(child_id), {"anak": 1})
    audit.record(
        store.home, "uren", "identitas dilihat", f"anak:{mine}", {"anak": 1}
    )  # of an earlier version
    audit.record(store.home, "uren", "identitas dilihat", "tindak_lanjut:2024-02:semua", {"anak": 6})
    audit.record(
        store.home, "dinas", "identitas diekspor", "tindak_lanjut:2024-02:63.11:kunjungan", {"anak": 6}
    )
    store.decide_identity("beda", [mine, other], by="dinas")
    before, name = store.audit(), store.noted(mine)
    proof = store.forget(mine, by="admin")
    assert proof.complete, proof.to_text()
    assert proof.noted == 1
    assert "catatan audit diganti tanda lain: 1 tempat" in proof.to_text()
    after = store.audit()
    assert len(after) == len(before) + 1  # nothing but the line of the forgetting was added, none was lost
    assert after["time"].iloc[:-1].tolist() == before["time"].tolist()
    assert after["object"].eq(name).sum() == 4  # three sights, and the forgetting
    assert after["object"].eq(store.noted(other)).sum() == 1
    assert mine not in (store.home / "audit.log").read_text()
    assert store.noted(mine) == name != store.noted(other)
    assert not pd.Series(name).str.contains(r"\d{16}").any()


def test_words_of_the_log_are_written_over_in_place(tmp_path: Path):
    assert audit.reword(tmp_path, {"a": "b"}) == 0
    audit.record(tmp_path, "x", "lihat", "anak:abcd")
    with (tmp_path / "audit.log").open("ab") as other:  # somebody appends meanwhile
        assert audit.reword(tmp_path, {"abcd": "1234"}) == 1
        other.write(b"{}\n")
    assert audit.reword(tmp_path, {"abcd": "1234"}) == 0
    assert audit.read(tmp_path)["object"].iloc[0] == "anak:1234"
    assert (tmp_path / "audit.log").read_text().endswith("{}\n")
    with pytest.raises(ValueError, match="length"):
        audit.reword(tmp_path, {"abcd": "1"})


def test_another_process_sees_what_was_taken_out_of_file_names(tmp_path: Path):
    server, shell = Store(tmp_path), Store(tmp_path)
    server.add(parsed(rows(range(6)), filename="daftar contoh anak 3.xlsx"), b"satu")
    undone = server.add(parsed(rows([40], "2024-03"), filename="contoh anak 40.xlsx"), b"dua")
    server.undo(str(undone.upload_id))
    ids = {name: id_of(server, name) for name in (NAME, "CONTOH ANAK 40")}
    for name, child_id in ids.items():
        assert name.lower() in " ".join(server.uploads()["filename"])
        version = server.version()
        shell.forget(child_id, by="cli")
        assert name.lower() not in " ".join(server.uploads()["filename"])
        assert server.version() != version, "what the screens keep would stay"


def test_parents_and_address_are_looked_for_unless_they_are_those_of_another_child_too(tmp_path: Path):
    store = Store(tmp_path)
    family = {"parent": "PAK CONTOH / BU REKAAN", "mother": "BU REKAAN", "address": "JL REKAAN NO 7"}
    store.add(parsed(rows([3], **family), rows([4, 5])), b"Nama Ayah: PAK CONTOH, JL REKAAN NO 7")
    store.add(parsed(rows([6], "2024-03"), filename="titipan bu rekaan.csv"), b"tulisan lain: bu  Rekaan")
    proof = store.forget(id_of(store), by="x")
    assert proof.complete, proof.to_text()
    places = proof.places.set_index("place")
    assert places.loc["vault/files", "family_before"] == 3
    assert places.loc["uploads", "family_before"] == 1
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert b"rekaan" not in path.read_bytes().lower(), path

    again = Store(tmp_path / "saudara")
    both = rows([3, 4], **family)
    again.add(parsed(both), b"1")
    proof = again.forget(id_of(again), by="x")
    assert proof.complete  # what is left of them is the brother's
    assert not proof.places["family_before"].any()


def test_names_of_one_word_and_places_are_not_looked_for(tmp_path: Path):
    store = Store(tmp_path)
    store.add(parsed(rows([3], parent="MELATI", mother="MELATI", address="DESA UREN"), rows([4])), b"1")
    assert store.forget(id_of(store), by="x").complete  # Melati is the posyandu of all


def test_files_of_the_demo_that_hold_the_child_go_too(store: Store):
    folder = store.home / EXPORTS
    folder.mkdir()
    nik = store.people().set_index("name")["nik"][NAME]
    (folder / "SINTETIS_eppgbm_a.csv").write_text(f"NIK;Nama\n{nik};{NAME}\n")
    (folder / "SINTETIS_eppgbm_b.csv").write_text("NIK;Nama\n1;CONTOH ANAK 30\n")
    proof = store.forget(id_of(store), by="x")
    assert proof.complete, proof.to_text()
    assert proof.samples == 1
    assert "contoh (sintetis) dihapus: 1" in proof.to_text()
    assert [path.name for path in folder.iterdir()] == ["SINTETIS_eppgbm_b.csv"]


def test_other_files_in_that_folder_are_not_ours_to_delete(store: Store):
    folder = store.home / EXPORTS
    folder.mkdir()
    (folder / "milik dinas.csv").write_text(store.people().set_index("name")["nik"][NAME])
    assert not store.forget(id_of(store), by="x").complete
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("synthetic", [True, False])
def test_the_copy_reads_like_the_file_it_replaces(tmp_path: Path, synthetic: bool):
    lines = [child(n, "UREN", "2024-02", Nama_Ortu=f"CONTOH AYAH {n} / CONTOH IBU {n}") for n in range(1, 9)]
    lines[1] |= {"Nama": "=cmd|' /C calc'!A0", "Alamat": "@SUM(A1)", "Berat": "", "Tinggi": ""}
    lines[4] |= {"Desa/Kel": "DESA REKAAN", "Tgl Lahir": "x", "RT": "001"}
    lines[5] |= {"NIK": "", "Nama": "", "Tgl Lahir": ""}  # rejected: its row number stays free
    content = export(lines, "DATA SINTETIS" if synthetic else "Laporan")
    first = read_file(content, "a.csv", kab=KAB)
    assert first.rows_rejected == 1
    store = Store(tmp_path)
    upload_id = str(store.add(first, content).upload_id)
    store.forget(id_of(store), by="x")
    copy = store.original(upload_id)
    again = read_file(copy, "a.csv", kab=KAB)
    assert again.synthetic is synthetic
    wanted = first.rows[first.rows["name"] != NAME].reset_index(drop=True)
    pd.testing.assert_frame_equal(again.rows, wanted)
    assert store.uploads()["asli_disunting"].tolist() == [True]


def test_a_copy_of_a_template_reads_like_it_and_one_of_an_earlier_version_is_made_anew(tmp_path: Path):
    head = [q.header for q in questions("anak")]
    lines = []
    for n in (2, 3, 4):
        cells = BASE["anak"] | {"nik": f"63110501010100{n:02d}", "name": f"CONTOH ANAK {n}"}
        lines.append([str(cells.get(q.key, "")) for q in questions("anak")])
    content = "\n".join("\t".join(line) for line in (head, *lines)).encode()
    first = read_file(content, "a.csv", kab=KAB)
    store = Store(tmp_path)
    upload_id = str(store.add(first, content).upload_id)
    store.forget(id_of(store), by="x")
    again = read_file(store.original(upload_id), "a.csv", kab=KAB)
    wanted = first.supplement[first.supplement["name"] != NAME].reset_index(drop=True)
    pd.testing.assert_frame_equal(again.supplement, wanted)
    (kept,) = (tmp_path / "vault" / "files").iterdir()
    told = kept.read_bytes()
    kept.write_bytes(b"row,nik,name\n2,1,X\n")
    assert store.original(upload_id) == told


def test_a_copy_of_two_sheets_that_count_from_the_start_keeps_all_rows(tmp_path: Path):
    store = Store(tmp_path)
    file = parsed(rows(range(6)), variant="V5")
    file.rows["row"] = pd.Series([2, 3, 4, 2, 3, 4], dtype="int32")
    upload_id = str(store.add(file, b"1").upload_id)
    store.forget(id_of(store), by="x")
    copy = pd.read_csv(io.BytesIO(store.original(upload_id)), dtype="str")
    assert sorted(copy["Nama Anak"]) == [f"CONTOH ANAK {n}" for n in (0, 1, 2, 4, 5)]
    assert copy["Nama Orang Tua (Ibu/Ayah)"].notna().all()


def test_an_intent_of_an_earlier_version_is_finished(store: Store, monkeypatch: pytest.MonkeyPatch):
    def killed(*args: object) -> None:
        raise KeyboardInterrupt

    child_id = id_of(store)
    with monkeypatch.context() as patch:
        patch.setattr(store, "_carry_out", killed)
        with pytest.raises(KeyboardInterrupt):
            store.forget(child_id, by="x")
    (path,) = (store.home / "vault" / "lupa").iterdir()
    intent = json.loads(path.read_bytes())
    del intent["family"], intent["samples"]
    intent["before"] = {place: hits[:3] for place, hits in intent["before"].items()}
    path.write_text(json.dumps(intent))
    again = Store(store.home)
    assert "lupakan" in again.audit()["action"].tolist()
    assert NAME not in again.people()["name"].tolist()
