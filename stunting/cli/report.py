"""The command ``stunting report``: a briefing of an area and a period as files."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from stunting.cli.figures import INDICATORS
from stunting.cli.figures import period as period_of
from stunting.cli.parser import CommandError
from stunting.settings import settings

FORMATS = ("pdf", "png", "pptx", "xlsx", "csv")


def register(commands: Any) -> None:
    """Add this module's command."""
    report = commands.add_parser(
        "report",
        help="paparan satu wilayah dan periode sebagai PDF, PNG, PPTX, XLSX, CSV",
        description="Membuat paparan (slide 16:9, satu lembar A4, kartu ponsel) dan tabel angkanya.",
    )
    report.add_argument("--period", type=period_of, required=True, help="2024-08 atau 2024")
    report.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="folder tujuan")
    report.add_argument("--formats", type=_formats, default=FORMATS, help="dipisah koma (bawaan: semua)")
    report.add_argument("--area", default=None, help="kode wilayah atau nama puskesmas (bawaan: kabupaten)")
    report.add_argument("--rule", choices=["eppgbm", "who"], default="eppgbm", help="aturan hitung")
    report.add_argument("--indicator", choices=INDICATORS, default="stunting", help="indikator")
    report.add_argument(
        "--internal", action="store_true", help="tanpa penyamaran angka kecil; jangan disebarkan"
    )
    report.add_argument(
        "--letter", action="store_true",
        help="surat umpan balik bulanan untuk puskesmas pada --area (PDF A4, tanpa penyamaran)",
    )  # fmt: skip
    report.set_defaults(run=_report)


def _formats(text: str) -> tuple[str, ...]:
    asked = tuple(part.strip() for part in text.split(",") if part.strip())
    unknown = [name for name in asked if name not in FORMATS]
    if unknown or not asked:
        raise argparse.ArgumentTypeError(f"bentuk {text!r} tidak dikenal; pilih dari {', '.join(FORMATS)}")
    return asked


def _report(arguments: argparse.Namespace) -> int:
    from stunting.reports.briefing import collect
    from stunting.reports.briefing.files import write
    from stunting.reports.briefing.stored import StoredFigures
    from stunting.store import Store

    store = Store()
    known = [k for k in store.kabupaten() if not k.startswith("?")]
    kab = settings().kabupaten or next(iter(known), "")
    if arguments.area and arguments.area[:2].isdigit():
        kab = arguments.area[:5]
    if kab not in known:
        raise CommandError(
            f"belum ada data {kab} di {settings().home}; masukkan berkas: stunting ingest BERKAS"
        )
    protected = not (arguments.internal or arguments.letter)
    figures = StoredFigures(store, kab, rule=arguments.rule, protected=protected)
    area = arguments.area or kab
    if area not in figures.areas():
        raise CommandError(f"wilayah {area!r} tidak ada dalam data; lihat kodenya: stunting prevalence")
    if arguments.period not in figures.periods():
        raise CommandError(
            f"tidak ada angka untuk {arguments.period}; periode terakhir {figures.periods()[-1]}."
        )
    if arguments.letter:
        return _letter(store, figures, area, arguments)
    made = write(
        collect(figures, area, arguments.period, indicator=arguments.indicator),
        arguments.out,
        arguments.formats,
    )
    for path in made:
        print(path)
    return 0


def _letter(store: Any, figures: Any, area: str, arguments: argparse.Namespace) -> int:
    from stunting.reports.briefing.files import slug
    from stunting.reports.letter import findings_of, letter

    if area[:1].isdigit() or area.startswith("?"):
        raise CommandError("surat umpan balik dibuat untuk satu puskesmas: --area NAMA")
    if len(arguments.period) != len("2024-08"):
        raise CommandError("surat umpan balik dibuat untuk satu bulan, misalnya --period 2024-08")
    found = findings_of(store, area, arguments.period)
    made = letter(figures, area, arguments.period, found)
    arguments.out.mkdir(parents=True, exist_ok=True)
    mark = "-sintetis" if figures.mark else ""
    path = arguments.out / f"umpan-balik-{slug(area)}-{arguments.period}{mark}.pdf"
    path.write_bytes(made)
    print(path)
    return 0
