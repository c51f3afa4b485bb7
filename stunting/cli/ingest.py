"""Command that stores files: stunting ingest."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from stunting.cli.home import store, who
from stunting.settings import settings


def register(commands: Any) -> None:
    """Add this module's command."""
    ingest = commands.add_parser("ingest", help="masukkan berkas ekspor e-PPGBM")
    ingest.add_argument(
        "files", nargs="+", type=Path, metavar="BERKAS", help="ekspor, rekap, atau templat terisi"
    )
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


def _ingest(arguments: argparse.Namespace) -> int:
    from stunting.cli.words import upload_text
    from stunting.ingest import IngestError, read_file

    home = store()
    reports: list[dict[str, Any]] = []
    texts: list[str] = []  # printed at the end: a reader that goes away must not stop the work half-way
    failed = 0
    for path in arguments.files:
        try:
            data = _content(path)
            parsed = read_file(data, path.name, kab=settings().kabupaten, period=arguments.period)
            report = home.add(parsed, data, by=who(), partial=arguments.partial, dry_run=arguments.dry_run)
        except (IngestError, _NoFileError) as error:
            failed += 1
            code, text = error.code, error.message
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
                f"Periksa temuannya, lalu {_again(report.kind)}.",
                file=sys.stderr,
            )
    if not arguments.json:
        print("\n".join(texts))
    else:
        print(json.dumps(_one_object(reports), ensure_ascii=False, indent=2))
    mixed = home.uploads()["synthetic"]
    if mixed.any() and not mixed.all():
        print(
            "stunting: peringatan: penyimpanan ini berisi data sintetis dan data nyata; angkanya bercampur. "
            "Pakai folder lain: STUNTING_HOME=folder_baru stunting ingest ...",
            file=sys.stderr,
        )
    return 1 if failed else 0


def _again(kind: str) -> str:
    return "perbaiki templatnya" if kind == "tambahan" else "unduh ulang dari e-PPGBM"


class _NoFileError(Exception):
    """A file that cannot be had; as `IngestError`."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise _NoFileError(
            "BERKAS_TIDAK_ADA", "berkas tidak ditemukan; periksa nama dan foldernya."
        ) from error
    except IsADirectoryError as error:
        raise _NoFileError(
            "BERKAS_FOLDER", "ini folder, bukan berkas; sebutkan berkasnya, misalnya folder/*.xls."
        ) from error
    except OSError as error:
        raise _NoFileError(
            "BERKAS_TIDAK_TERBACA", "berkas tidak dapat dibaca; periksa hak aksesnya."
        ) from error


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
