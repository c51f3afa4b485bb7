"""The command line as its users and scripts see it: output, exit codes, one JSON object."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from stunting import audit
from stunting.cli import main

HEADER = (  # noqa: SIM905
    "No,NIK,Nama,JK,Tgl Lahir,BB Lahir,TB Lahir,Nama Ortu,Prov,Kab/Kota,Kec,Pukesmas,Desa/Kel,Posyandu,RT,RW,"
    "Alamat,Usia Saat Ukur,Tanggal Pengukuran,Berat,Tinggi,Cara Ukur,LiLA,BB/U,ZS BB/U,TB/U,ZS TB/U,BB/TB,"
    "ZS BB/TB,Naik Berat Badan,Jml Vit A,KPSP,KIA,Kelas Ibu Balita,MBG,Detail"
).split(",")
JSON_KEYS = [
    "upload_id", "rows_read", "rows_stored", "rows_rejected", "children", "measured",
    "registered_not_measured", "periods", "findings",
]  # fmt: skip


def write(path: Path, children: int = 40, day: str = "2024-02-10", stunted: int = 8) -> Path:
    rows = []
    for i in range(children):
        z = "-2.50" if i < stunted else "-0.50"
        cells = dict.fromkeys(HEADER, "") | {
            "No": str(i + 1), "Nama": f"CONTOH ANAK {i}", "JK": "LP"[i % 2], "Tgl Lahir": "2022-01-15",
            "Nama Ortu": f"CONTOH AYAH {i} / CONTOH IBU {i}", "Prov": "KALIMANTAN SELATAN",
            "Kab/Kota": "BALANGAN", "Kec": "HALONG", "Pukesmas": "UREN", "Desa/Kel": "UREN",
            "Posyandu": "MELATI 1", "Tanggal Pengukuran": day, "Berat": "10.5", "Tinggi": "84.0",
            "Cara Ukur": "Berdiri", "ZS TB/U": z, "ZS BB/U": "-1.10", "ZS BB/TB": "-0.20",
        }  # fmt: skip
        rows.append(cells)
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, HEADER)
        writer.writeheader()
        writer.writerows(rows)
    return path


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    code = main([str(w) for w in words])
    out = capsys.readouterr()
    return code, out.out, out.err


def test_from_file_to_figure_and_back(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path / "uren.csv")
    code, out, _ = run(capsys, "ingest", file, "--json")
    report = json.loads(out)
    assert code == 0
    assert list(report) == JSON_KEYS
    assert (report["rows_read"], report["rows_stored"], report["rows_rejected"]) == (40, 40, 0)
    assert (report["children"], report["measured"], report["registered_not_measured"]) == (40, 40, 0)
    assert report["periods"] == ["2024-02"]

    code, out, _ = run(capsys, "prevalence", "--level", "desa", "--period", "2024-02", "--format", "json")
    (uren,) = [r for r in json.loads(out) if r["denominator"]]
    assert (uren["name"], uren["numerator"], uren["denominator"], uren["value"]) == ("Uren", 8, 40, 0.2)
    assert uren["low"] < 0.2 < uren["high"]
    assert uren["rule"] == "eppgbm"

    code, out, _ = run(capsys, "undo", report["upload_id"])
    assert code == 0
    code, _, err = run(capsys, "prevalence")
    assert code == 1
    assert "belum ada data" in err
    code, out, _ = run(capsys, "uploads", "--json")
    assert json.loads(out)[0]["state"] == "undone"
    assert run(capsys, "redo", report["upload_id"])[0] == 0
    code, out, _ = run(capsys, "prevalence", "--period", "2024")
    assert code == 0
    assert out.splitlines()[1].startswith("kabupaten,63.11,Balangan,stunting,2024,eppgbm,0.2,")


def test_dry_run_leaves_no_trace(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "ingest", write(tmp_path / "uren.csv"), "--dry-run")
    assert code == 0
    assert "tidak ada yang disimpan" in out
    assert not home.exists()


def test_same_file_twice_is_one_upload(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path / "uren.csv")
    first = json.loads(run(capsys, "ingest", file, "--json")[1])
    again = json.loads(run(capsys, "ingest", file, "--json")[1])
    assert first["upload_id"] == again["upload_id"]
    assert len(json.loads(run(capsys, "uploads", "--json")[1])) == 1
    assert "tidak disimpan dua kali" in run(capsys, "ingest", file)[1]


def test_corrected_file_replaces_its_month_and_says_so(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "ingest", write(tmp_path / "a.csv", children=40))
    _, out, _ = run(capsys, "ingest", write(tmp_path / "b.csv", children=30, stunted=3))
    assert "menggantikan 40 baris Uren, Februari 2024" in out
    out = run(capsys, "prevalence", "--format", "json")[1]
    assert [(r["numerator"], r["denominator"]) for r in json.loads(out)] == [(3, 30)]


def test_one_bad_file_among_good_ones(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "foto.xlsx"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 100)
    code, out, err = run(
        capsys, "ingest", bad, write(tmp_path / "uren.csv"), tmp_path / "tiada.csv", "--json"
    )
    report = json.loads(out)
    assert code == 1
    assert report["rows_stored"] == 40
    assert [f.get("error", {}).get("code") for f in report["files"]][1:] == [None, "BERKAS_TIDAK_ADA"]
    assert "foto.xlsx" in err
    assert "Traceback" not in err


def test_demo_export_of_the_library(
    home: Path, shared_data: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    file = shared_data("eppgbm/contoh_format_eppgbm_dari_survei_who.csv")
    report = json.loads(run(capsys, "ingest", file, "--json")[1])
    assert (report["rows_read"], report["rows_stored"], report["rows_rejected"]) == (498, 498, 0)
    out = run(capsys, "prevalence", "--format", "json", "--rule", "who")[1]
    (row,) = json.loads(out)
    assert row["name"] == "Contoh"
    assert row["denominator"] > 450


def test_zscore(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = tmp_path / "a.csv", tmp_path / "b.parquet"
    source.write_text("sex,age_days,weight_kg,height_cm,position\nL,365,7.5,70,l\nX,365,7.5,70,l\n")
    assert run(capsys, "zscore", source, target)[0] == 0
    frame = pd.read_parquet(target)
    assert frame["haz"].tolist()[0] == -2.42
    assert frame["haz"].isna().tolist() == [False, True]
    source.write_text("umur\n3\n")
    code, _, err = run(capsys, "zscore", source, target)
    assert code == 1
    assert "sex" in err
    assert run(capsys, "zscore", tmp_path / "tiada.csv", target)[0] == 1


def test_boundaries(
    home: Path, shared_data: Callable[[str], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "boundaries", "import", shared_data("geo/balangan_desa.geojson"))
    assert code == 0
    assert "157" in out
    bad = tmp_path / "batas.geojson"
    bad.write_text("bukan geojson")
    code, _, err = run(capsys, "boundaries", "import", bad)
    assert code == 1
    assert "batas.geojson" in err


def test_users(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, _ = run(capsys, "users", "add", "ani", "--role", "puskesmas", "--puskesmas", "Uren")
    assert code == 0
    assert "Kata sandi" in out
    assert run(capsys, "users", "disable", "ani")[0] == 0
    listed = json.loads(run(capsys, "users", "list", "--json")[1])
    assert [(u["name"], u["role"], u["puskesmas"], u["disabled"]) for u in listed] == [
        ("ani", "puskesmas", "Uren", True)
    ]
    assert run(capsys, "users", "enable", "ani")[0] == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("kata sandi baru\n"))
    assert run(capsys, "users", "password", "ani", "--password-stdin")[0] == 0
    log = audit.read(home)
    actions = ["akun ditambah", "akun ditutup", "akun dibuka", "akun sandi baru"]
    assert log["action"].tolist() == actions
    assert log["who"].str.startswith("cli").all()
    code, _, err = run(capsys, "users", "disable", "budi")
    assert code == 1
    assert "tidak ada" in err


@pytest.mark.parametrize(
    ("words", "match"),
    [
        ([], "wajib diisi"),
        (["prevalence", "--period", "2024-13"], "periode"),
        (["prevalence", "--level", "rw"], "tidak ada"),
        (["undo"], "wajib diisi"),
        (["lain"], "tidak ada"),
    ],
)
def test_wrong_usage_in_indonesian(words: list[str], match: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(words)
    assert stop.value.code == 2
    err = capsys.readouterr().err
    assert match in err
    assert "usage" not in err


def test_unknown_upload(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "undo", "tidak-ada")
    assert code == 1
    assert "Traceback" not in err


def test_empty_store_lists_nothing_and_says_what_to_do(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "uploads")
    assert code == 0
    assert "Belum ada unggahan" in out
