"""Commands that change or list what is stored: demo, uploads, undo, redo, boundaries."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from stunting.cli.home import store, who
from stunting.cli.parser import CommandError
from stunting.settings import settings


def register(commands: Any) -> None:
    """Add this module's commands."""
    demo = commands.add_parser("demo", help="buat kabupaten contoh (data sintetis)")
    demo.add_argument("--dir", type=Path, default=None, help="folder penyimpanan (bawaan STUNTING_HOME)")
    demo.add_argument("--children", type=int, default=9230, help="jumlah balita (bawaan 9230)")
    demo.add_argument("--months", type=int, default=48, help="jumlah bulan (bawaan 48)")
    demo.add_argument("--seed", type=int, default=2024, help="benih acak (bawaan 2024)")
    demo.set_defaults(run=_demo)

    uploads = commands.add_parser("uploads", help="daftar unggahan")
    uploads.add_argument("--json", action="store_true", help="cetak sebagai JSON")
    uploads.set_defaults(run=_uploads)

    for name, text in (
        ("undo", "batalkan satu unggahan; angka sebelumnya kembali"),
        ("redo", "pulihkan unggahan yang dibatalkan"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("upload_id", metavar="UPLOAD_ID", help="dari daftar: stunting uploads")
        command.set_defaults(run=_undo if name == "undo" else _redo)

    boundaries = commands.add_parser("boundaries", help="batas wilayah resmi")
    actions = boundaries.add_subparsers(title="tindakan", metavar="TINDAKAN", required=True, dest="action")
    load = actions.add_parser("import", help="masukkan GeoJSON, Shapefile (boleh .zip) atau GeoPackage")
    load.add_argument("file", type=Path, metavar="BERKAS", help="poligon dengan kode atau nama wilayah")
    load.add_argument(
        "--level", choices=["desa", "kecamatan", "kabupaten"], default=None, help="tingkat wilayah"
    )
    load.set_defaults(run=_boundaries)


def _demo(arguments: argparse.Namespace) -> int:
    from stunting.demo import DemoError, make

    home = arguments.dir or settings().home
    if arguments.children < 1 or arguments.months < 2 or arguments.seed < 0:
        raise CommandError(
            "jumlah balita paling sedikit 1, jumlah bulan paling sedikit 2, benih paling kecil 0."
        )
    try:
        result = make(
            home,
            children=arguments.children,
            months=arguments.months,
            seed=arguments.seed,
            progress=lambda text: print(text, file=sys.stderr, flush=True),
        )
    except DemoError as error:
        raise CommandError(str(error)) from None
    print(result.to_text())
    return 0


def _uploads(arguments: argparse.Namespace) -> int:
    frame = store().uploads()
    if arguments.json:
        print(frame.to_json(orient="records", date_format="iso", force_ascii=False, indent=2))
        return 0
    if frame.empty:
        print("Belum ada unggahan. Masukkan berkas: stunting ingest BERKAS")
        return 0
    columns = ["upload_id", "state", "uploaded_at", "by", "filename", "rows_stored", "rows_rejected"]
    shown = frame[columns].assign(
        uploaded_at=frame["uploaded_at"].dt.strftime("%Y-%m-%d %H:%M"),
        state=frame["state"].map({"live": "berlaku", "undone": "dibatalkan"}),
    )
    names = ["unggahan", "keadaan", "waktu (UTC)", "oleh", "berkas", "tersimpan", "ditolak"]
    print(shown.set_axis(names, axis=1).to_string(index=False))
    return 0


def _undo(arguments: argparse.Namespace) -> int:
    _change(arguments.upload_id, "undo")
    print(f"Unggahan {arguments.upload_id} dibatalkan; pulihkan dengan: stunting redo {arguments.upload_id}")
    return 0


def _redo(arguments: argparse.Namespace) -> int:
    _change(arguments.upload_id, "redo")
    print(f"Unggahan {arguments.upload_id} berlaku lagi.")
    return 0


def _change(upload_id: str, what: str) -> None:
    from stunting.store import StoreError

    try:
        getattr(store(), what)(upload_id, by=who())
    except StoreError as error:
        raise CommandError(str(error)) from None


def _boundaries(arguments: argparse.Namespace) -> int:
    from stunting.regions import BoundaryError, import_boundaries

    try:
        report = import_boundaries(
            arguments.file, settings().kabupaten, settings().home, level=arguments.level
        )
    except IsADirectoryError:
        raise CommandError(f"{arguments.file}: ini folder, bukan berkas.") from None
    except FileNotFoundError:
        raise CommandError(f"{arguments.file}: berkas tidak ditemukan; periksa nama dan foldernya.") from None
    except BoundaryError as error:
        raise CommandError(f"{arguments.file.name}: {error}") from None
    print(report.to_text())
    return 0
