"""Commands that change or list what is stored: demo, ingest, uploads, undo, redo, boundaries."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from pathlib import Path
from typing import Any

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

    ingest = commands.add_parser("ingest", help="masukkan berkas ekspor e-PPGBM")
    ingest.add_argument("files", nargs="+", type=Path, metavar="BERKAS")
    ingest.add_argument("--dry-run", action="store_true", help="periksa saja, tidak menyimpan apa pun")
    ingest.add_argument("--json", action="store_true", help="cetak satu objek JSON")
    ingest.add_argument(
        "--period", metavar="TTTT-BB", default=None, help="bulan berkas, bila tidak ada tanggal pengukuran"
    )
    ingest.add_argument(
        "--partial",
        action="store_true",
        help="berkas hanya sebagian puskesmas: jangan menggantikan unggahan bulan yang sama",
    )
    ingest.set_defaults(run=_ingest)

    uploads = commands.add_parser("uploads", help="daftar unggahan")
    uploads.add_argument("--json", action="store_true", help="cetak sebagai JSON")
    uploads.set_defaults(run=_uploads)

    for name, text in (
        ("undo", "batalkan satu unggahan; angka sebelumnya kembali"),
        ("redo", "pulihkan unggahan yang dibatalkan"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("upload_id", metavar="UPLOAD_ID")
        command.set_defaults(run=_undo if name == "undo" else _redo)

    boundaries = commands.add_parser("boundaries", help="batas wilayah resmi")
    actions = boundaries.add_subparsers(title="tindakan", metavar="TINDAKAN", required=True, dest="action")
    load = actions.add_parser("import", help="masukkan GeoJSON, Shapefile (boleh .zip) atau GeoPackage")
    load.add_argument("file", type=Path, metavar="BERKAS")
    load.add_argument(
        "--level", choices=["desa", "kecamatan", "kabupaten"], default=None, help="tingkat wilayah"
    )
    load.set_defaults(run=_boundaries)


def _who() -> str:
    try:
        return f"cli:{getpass.getuser()}"
    except (KeyError, OSError):  # a container without a passwd entry
        return "cli"


def _store() -> Any:
    from stunting.store import Store  # late: `stunting --help` needs no table engine

    return Store()


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


def _ingest(arguments: argparse.Namespace) -> int:
    from stunting.cli.words import upload_text
    from stunting.ingest import IngestError, read_file

    store = _store()
    reports: list[dict[str, Any]] = []
    texts: list[str] = []  # printed at the end: a reader that goes away must not stop the work half-way
    failed = 0
    for path in arguments.files:
        try:
            data = path.read_bytes()
            parsed = read_file(data, path.name, kab=settings().kabupaten, period=arguments.period)
            report = store.add(parsed, data, by=_who(), partial=arguments.partial, dry_run=arguments.dry_run)
        except (IngestError, OSError) as error:
            failed += 1
            code, text = _explain(path, error)
            if arguments.json:
                reports.append({"file": path.name, "error": {"code": code, "message": text}})
            print(f"stunting: {path.name}: {text}", file=sys.stderr)
            continue
        reports.append(report.to_json_dict())
        texts.append(upload_text(report))
        if report.rows_read and report.rows_rejected == report.rows_read:
            failed += 1
            print(
                f"stunting: {path.name}: semua baris ditolak; tidak ada yang dapat dihitung. "
                "Periksa temuannya, lalu unduh ulang dari e-PPGBM.",
                file=sys.stderr,
            )
    if not arguments.json:
        print("\n".join(texts))
    else:
        print(json.dumps(_one_object(reports), ensure_ascii=False, indent=2))
    mixed = store.uploads()["synthetic"]
    if mixed.any() and not mixed.all():
        print(
            "stunting: peringatan: penyimpanan ini berisi data sintetis dan data nyata; angkanya bercampur. "
            "Pakai folder lain: STUNTING_HOME=folder_baru stunting ingest ...",
            file=sys.stderr,
        )
    return 1 if failed else 0


def _explain(path: Path, error: Exception) -> tuple[str, str]:
    if isinstance(error, FileNotFoundError):
        return "BERKAS_TIDAK_ADA", "berkas tidak ditemukan; periksa nama dan foldernya."
    if isinstance(error, IsADirectoryError):
        return "BERKAS_FOLDER", "ini folder, bukan berkas; sebutkan berkasnya, misalnya folder/*.xls."
    if isinstance(error, OSError):
        return "BERKAS_TIDAK_TERBACA", "berkas tidak dapat dibaca; periksa hak aksesnya."
    return getattr(error, "code", "GAGAL"), str(getattr(error, "message", error))


def _one_object(reports: list[dict[str, Any]]) -> dict[str, Any]:
    """One file: its object. Several: sums of rows under the same keys, and each file's object."""
    if len(reports) == 1:
        return reports[0]
    # Files of several months list the same children: counts of children are per file, not summed.
    good = [r for r in reports if "error" not in r]
    counts: dict[tuple[str, str], int] = {}
    for report in good:
        for finding in report["findings"]:
            key = (finding["code"], finding["severity"])
            counts[key] = counts.get(key, 0) + finding["count"]
    sums = ("rows_read", "rows_stored", "rows_rejected")
    per_file = ("children", "measured", "registered_not_measured")
    return {
        "upload_id": None,
        **{name: sum(r[name] for r in good) for name in sums},
        **dict.fromkeys(per_file),
        "periods": sorted({p for r in good for p in r["periods"]}),
        "findings": [{"code": c, "severity": s, "count": n} for (c, s), n in sorted(counts.items())],
        "files": reports,
    }


def _uploads(arguments: argparse.Namespace) -> int:
    frame = _store().uploads()
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

    store = _store()
    try:
        getattr(store, what)(upload_id, by=_who())
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
