"""Forgetting a child: nothing of it is left in any byte, whenever the process is killed."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from stunting.cli import forget as command
from stunting.cli.parser import CommandError, make_parser
from stunting.ingest.schema import FINDING_DTYPES, conform
from stunting.settings import settings
from stunting.store import Proof, Store, StoreError
from tests.store.frames import KAB, parsed, rows

NAME, NIK = "CONTOH ANAK 3", "9900000000000003"


def packed(text: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("xl/sharedStrings.xml"), f"<t>{text}</t>" * 3, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def filled(home: Path) -> tuple[Store, str]:
    """A child in a live, an undone and a later upload, in findings, a cube, decisions and originals."""
    store = Store(home)
    found = {"row": [5, 2], "column": "nik", "value": "x", "code": "A", "severity": "nulled", "message": "m"}
    findings = conform(pd.DataFrame(found), FINDING_DTYPES)
    store.add(parsed(rows(range(12)), findings=findings), packed(f"{NAME} {NIK}"))
    gone = store.add(parsed(rows([3, 4], "2024-03")), f"{NAME};{NIK}".encode())
    store.undo(str(gone.upload_id))
    store.add(parsed(rows([2, 3, 30], "2024-04", nik=False)), f"<td>{NAME}</td>".encode("utf-16-le"))
    store.add(parsed(rows([7], "2024-05")), b"tanpa anak itu")
    people = store.people().set_index("name")["child_id"]
    store.decide_identity("beda", [people["CONTOH ANAK 2"], people[NAME]], by="x")
    store.cube("uji", KAB, lambda frame: frame)
    return store, str(people[NAME])


def every_byte(home: Path) -> bytes:
    """All files, unpacked by other means than the product's own."""
    out = []
    for path in home.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            out += [str(path).encode(), data, data.replace(b"\0", b"")]
            if path.suffix == ".parquet":
                out.append(pd.read_parquet(path, partitioning=None).to_csv().encode())
            if data[:2] == b"PK":
                with zipfile.ZipFile(io.BytesIO(data)) as archive:
                    out += [archive.read(name) for name in archive.namelist()]
    return b"\n".join(out)


def check_gone(home: Path, child_id: str) -> None:
    data = every_byte(home)
    for secret in (NIK.encode(), child_id.encode()):
        assert secret not in data
    assert data.count(NAME.encode()) == data.count(f"{NAME}0".encode())  # child 30 keeps its name
    assert not list((home / "vault" / "lupa").iterdir())
    with sqlite3.connect(home / "vault" / "people.sqlite") as db:
        assert db.execute("PRAGMA freelist_count").fetchone()[0] == 0


def test_nothing_is_left_and_everybody_else_is_as_before(tmp_path: Path) -> None:
    store, child_id = filled(tmp_path)
    before, uploads = store.rows(KAB), store.uploads()
    people, version = store.people(), store.version()
    assert NIK.encode() in every_byte(tmp_path)
    proof = store.forget(child_id, by="admin", reason="permintaan orang tua")
    assert isinstance(proof, Proof)
    assert proof.complete, proof.to_text()
    check_gone(tmp_path, child_id)
    assert (proof.rows, len(proof.uploads), proof.originals, proof.namesakes) == (3, 3, 3, 0)
    places = proof.places.set_index("place")
    assert {"vault/people.sqlite", "vault/files", "measurements", "uploads", "cubes"} <= set(places.index)
    assert places.loc["vault/files", "nik_before"] == 4
    assert not places.filter(like="_after").to_numpy().any()
    text = proof.to_text()
    assert "tidak ada NIK" in text
    assert NAME not in text
    assert NIK not in text

    frame = store.rows(KAB)
    assert store.version() != version
    rest = before[before["child_id"] != child_id]
    columns = ["child_id", "measured_on", "weight_kg", "row"]
    plain = [part[columns].astype({"child_id": "str"}).reset_index(drop=True) for part in (frame, rest)]
    pd.testing.assert_frame_equal(*plain)
    pd.testing.assert_frame_equal(Store(tmp_path).rows(KAB), frame)
    pd.testing.assert_frame_equal(
        store.people(), people[people["child_id"] != child_id].reset_index(drop=True)
    )
    assert store.uploads()["state"].tolist() == uploads["state"].tolist()
    assert store.findings(uploads["upload_id"][0])["row"].tolist() == [2]  # the finding of its row went too
    assert len(store.decisions()) == 0
    line = store.audit().iloc[-1]
    assert (line["who"], line["action"]) == ("admin", "lupakan")
    assert line["object"] == store.noted(child_id)
    assert child_id not in line["object"].replace("-", "")
    assert line["counts"]["reason"] == "permintaan orang tua"


def test_what_the_store_can_still_do_afterwards(tmp_path: Path) -> None:
    store, child_id = filled(tmp_path)
    ids = store.uploads()["upload_id"].tolist()
    store.forget(child_id, by="admin")
    copy = pd.read_csv(io.BytesIO(store.original(ids[0])), dtype="str")
    assert len(copy) == 11
    assert copy["Nama"].tolist() == [f"CONTOH ANAK {n}" for n in range(12) if n != 3]
    assert copy["NIK"].str.len().eq(16).all()
    assert store.original(ids[3]) == b"tanpa anak itu"
    manifest = json.loads((tmp_path / "uploads" / ids[0] / "manifest.json").read_bytes())
    assert (manifest["asli_disunting"], manifest["rows_forgotten"], manifest["rows_stored"]) == (True, 1, 12)
    frame = store.rows(KAB)
    assert store.add(parsed(rows(range(12))), packed(f"{NAME} {NIK}")).already_uploaded
    assert store.redo(ids[1])
    assert len(store.rows(KAB)) == len(frame) + 1  # child 4 alone
    store.undo(ids[1])
    store.maintain()
    store.rebuild()
    pd.testing.assert_frame_equal(store.rows(KAB), frame)
    check_gone(tmp_path, child_id)
    with pytest.raises(StoreError, match="tidak dikenal"):
        store.forget(child_id, by="admin")

    again = store.add(parsed(rows([3], "2024-06")), b"lagi")  # comes back as a new child, and that is said
    assert [f["code"] for f in again.findings] == ["PERNAH_DIHAPUS"]
    back = store.people().set_index("name")["child_id"][NAME]
    assert back != child_id
    assert store.add(parsed(rows([3], "2024-07")), b"dan lagi").findings == []
    assert store.forget(str(back), by="admin").complete
    third = store.add(parsed(rows([3], "2024-08")), b"ketiga")
    assert [f["code"] for f in third.findings] == ["PERNAH_DIHAPUS"]
    assert store.people().set_index("name")["child_id"][NAME] not in (child_id, back)


STEPS = [
    "stunting.store.forgetter.Forgetter._redact", "stunting.store.uploads.Uploads.without",
    "stunting.store.tables.Table.erase", "stunting.store.traces.erase",
    "stunting.store.decisions.Decisions.clear", "stunting.store.cubes.Cubes.clear",
    "stunting.store.forgetter.scan", "stunting.audit.record", "stunting.store.forgetter._wipe",
]  # fmt: skip


@pytest.mark.parametrize(
    ("step", "late"),
    [*((step, False) for step in STEPS), (STEPS[2], True)],
    ids=lambda value: value.rpartition(".")[2] if isinstance(value, str) else "after" if value else "before",
)
def test_killed_at_any_step_the_next_opening_finishes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, late: bool
) -> None:
    store, child_id = filled(tmp_path)
    expected = store.rows(KAB)["child_id"].ne(child_id).sum()
    module, _, name = step.rpartition(".")
    real = pytest.importorskip(module) if module.islower() else None
    if real is None:
        package, _, cls = module.rpartition(".")
        real = getattr(pytest.importorskip(package), cls)
    work = getattr(real, name)
    begun = False

    def killed(*args: object, **fields: object) -> object:
        nonlocal begun
        if name == "scan" and not fields:  # the look before, not yet the look after
            return work(*args, **fields)
        if late and not begun:
            begun = True
            work(*args, **fields)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(real, name, killed)
        with pytest.raises(KeyboardInterrupt):
            store.forget(child_id, by="admin")
    again = Store(tmp_path)
    check_gone(tmp_path, child_id)
    assert len(again.rows(KAB)) == expected
    assert "lupakan" in again.audit()["action"].tolist()
    assert again.audit()["object"].str.contains("anak:").sum() >= 1


def test_an_intent_cut_while_it_was_written_or_wiped_is_removed(tmp_path: Path) -> None:
    store, child_id = filled(tmp_path)
    folder = tmp_path / "vault" / "lupa"
    folder.mkdir()
    (folder / ".ab.json.1.tmp").write_bytes(b'{"child_id": "' + NIK.encode())
    (folder / "cd.json").write_bytes(b"\0" * 40)
    frame = store.rows(KAB)
    pd.testing.assert_frame_equal(Store(tmp_path).rows(KAB), frame)
    assert not list(folder.iterdir())
    assert store._vault.knows(child_id)


def test_a_merged_child_goes_whole_and_namesakes_stay(tmp_path: Path) -> None:
    store = Store(tmp_path)
    twice = rows([3], "2024-02", day=9).assign(nik="9900000000000077")
    other = rows([3], "2024-02", day=9, mother="CONTOH IBU LAIN", birth_date=pd.Timestamp("2021-01-01"))
    store.add(parsed(rows([1, 3]), twice, other.assign(nik="9900000000000088")), b"1")
    people = store.people().set_index("nik")["child_id"]
    store.decide_identity("sama", [people[NIK], people["9900000000000077"]], by="x")
    with pytest.raises(StoreError, match="tanpa NIK dan tanpa nama"):
        store.forget(people[NIK], by="x", reason="ibunya, Contoh ibu 3, minta")
    proof = store.forget(people["9900000000000077"], by="x")
    assert sorted(proof.child_ids) == sorted([people[NIK], people["9900000000000077"]])
    assert proof.namesakes == 1
    assert proof.complete
    assert "1 anak lain" in proof.to_text()
    assert b"9900000000000077" not in every_byte(tmp_path)
    assert set(store.people()["nik"]) == {"9900000000000001", "9900000000000088"}
    assert len(store.rows(KAB)) == 2


def test_rows_that_share_a_number_do_not_go_with_it(tmp_path: Path) -> None:
    store = Store(tmp_path)
    file = parsed(rows(range(6)))
    file.rows["row"] = [2, 3, 4, 2, 3, 4]  # two sheets that count from the start
    file.rows["row"] = file.rows["row"].astype("int32")
    store.add(file, b"1")
    child_id = store.people().set_index("name")["child_id"][NAME]
    assert store.forget(child_id, by="x").complete
    assert len(store.rows(KAB)) == 5
    check_gone(tmp_path, child_id)


def run(arguments: list[str], typed: str, monkeypatch: pytest.MonkeyPatch) -> int:
    parser, commands = make_parser()
    command.register(commands)
    parsed_arguments = parser.parse_args(["forget", *arguments])
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    return int(parsed_arguments.run(parsed_arguments))


def test_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    monkeypatch.setenv("STUNTING_HOME", str(tmp_path))
    settings.cache_clear()
    try:
        store, child_id = filled(tmp_path)
        with pytest.raises(CommandError, match="dibatalkan"):
            run([child_id], "tidak\n", monkeypatch)
        with pytest.raises(CommandError, match="tidak dikenal"):
            run(["0" * 16, "--yes"], "", monkeypatch)
        with pytest.raises(CommandError, match="tidak ada anak"):
            run(["--nik-stdin"], "123\nya\n", monkeypatch)
        assert store._vault.knows(child_id)
        assert run(["--nik-stdin", "--reason", "permintaan orang tua"], f"{NIK}\nya\n", monkeypatch) == 0
        assert "tidak ada NIK" in capsys.readouterr().out
        check_gone(tmp_path, child_id)
    finally:
        settings.cache_clear()
