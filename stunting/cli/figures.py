"""Commands that compute: zscore, prevalence."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any

import pandas as pd

from stunting.cli.parser import CommandError
from stunting.settings import settings

LEVELS = ("kabupaten", "kecamatan", "puskesmas", "desa", "posyandu")
INDICATORS = ("stunting", "severe_stunting", "underweight", "wasting", "overweight")


def register(commands: Any) -> None:
    """Add this module's commands."""
    zscore = commands.add_parser("zscore", help="hitung z-score WHO untuk berkas csv atau parquet")
    zscore.add_argument("input", type=Path, metavar="MASUK", help="berkas .csv atau .parquet")
    zscore.add_argument("output", type=Path, metavar="KELUAR", help="berkas .csv atau .parquet")
    zscore.set_defaults(run=_zscore)

    prevalence = commands.add_parser("prevalence", help="prevalensi per wilayah dan periode")
    prevalence.add_argument("--level", choices=LEVELS, default="kabupaten", help="tingkat wilayah")
    prevalence.add_argument(
        "--period", type=period, default=None, help="2024-02 atau 2024 (bawaan: tahun terakhir)"
    )
    prevalence.add_argument(
        "--rule", choices=["eppgbm", "who"], default="eppgbm", help="aturan hitung (bawaan eppgbm)"
    )
    prevalence.add_argument(
        "--indicator", choices=[*INDICATORS, "all"], default="stunting", help="indikator (bawaan stunting)"
    )
    prevalence.add_argument("--by", choices=["sex", "age_group"], default=None, help="rincian")
    prevalence.add_argument("--format", choices=["csv", "json"], default="csv", help="bentuk keluaran")
    prevalence.set_defaults(run=_prevalence)


def period(text: str) -> str:
    """Return a period as typed, or refuse it."""
    if not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2]))?", text):
        raise argparse.ArgumentTypeError(f"periode {text!r} bukan TTTT atau TTTT-BB")
    return text


def _zscore(arguments: argparse.Namespace) -> int:
    from stunting.growth import zscore_file

    try:
        result = zscore_file(arguments.input, arguments.output)
    except FileNotFoundError:
        raise CommandError(f"{arguments.input}: berkas tidak ditemukan; periksa namanya.") from None
    except ValueError as error:  # ColumnError and FileError: sentences in Indonesian
        raise CommandError(f"{arguments.input.name}: {error}") from None
    print(result.to_text(), file=sys.stderr)
    return 0


def _prevalence(arguments: argparse.Namespace) -> int:
    from stunting.indicators import cube, prevalence
    from stunting.regions import area_name
    from stunting.store import Store

    store = Store()
    indicators = list(INDICATORS) if arguments.indicator == "all" else arguments.indicator
    frames = []
    for kab in store.kabupaten():
        counts = store.cube(cube.NAME, kab, cube.build)
        recap = store.recap(kab)
        period = arguments.period or cube.latest_year(counts, recap)
        frames.append(
            prevalence(
                counts,
                level=arguments.level,
                period=period,
                rule=arguments.rule,
                indicator=indicators,
                by=arguments.by,
                recap=recap,
                pulled_on=store.pulled_on(),
                synthetic=store.synthetic,
            )
        )
    if not frames:
        raise CommandError(f"belum ada data di {settings().home}; masukkan berkas: stunting ingest BERKAS")
    table = pd.concat(frames, ignore_index=True)
    if not (table["denominator"].fillna(0) > 0).any():
        print(
            "stunting: tidak ada angka untuk pilihan ini; coba tingkat, periode, atau aturan lain.",
            file=sys.stderr,
        )
        empty = 1
    else:
        empty = 0
    table.insert(list(table.columns).index("area") + 1, "name", [area_name(a) for a in table["area"]])
    if arguments.format == "json":
        print(table.to_json(orient="records", force_ascii=False, indent=2))
    else:
        table.to_csv(sys.stdout, index=False)
    return empty
