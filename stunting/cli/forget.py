"""Command that forgets a child: stunting forget."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from stunting.cli.home import who
from stunting.cli.parser import CommandError


def register(commands: Any) -> None:
    """Add this module's command."""
    forget = commands.add_parser(
        "forget",
        help="hapus data pribadi seorang anak (UU 27/2022), dengan bukti",
        description="Menghapus data pribadi seorang anak dari semua tempat di folder penyimpanan, lalu "
        "mencari NIK, nama, dan kode anak itu di setiap berkas sebagai bukti. Tidak dapat dibatalkan.",
    )
    which = forget.add_mutually_exclusive_group(required=True)
    which.add_argument("child_id", metavar="KODE_ANAK", nargs="?", help="kode anak (16 huruf dan angka)")
    which.add_argument("--nik-stdin", action="store_true", help="baca NIK dari masukan baku, satu baris")
    forget.add_argument("--reason", default="", metavar="ALASAN", help="dicatat di audit; tanpa nama dan NIK")
    forget.add_argument("--yes", action="store_true", help="tanpa pertanyaan konfirmasi")
    forget.set_defaults(run=_forget)


def _forget(arguments: argparse.Namespace) -> int:
    from stunting.store import Store, StoreError  # late: `stunting --help` needs no table engine

    store = Store()
    try:
        child_id = _with_nik(store) if arguments.nik_stdin else arguments.child_id
        if not arguments.yes and not _confirmed(child_id):
            raise CommandError("dibatalkan; tidak ada yang dihapus.")
        proof = store.forget(child_id, who(), arguments.reason)
    except StoreError as error:
        raise CommandError(str(error)) from None
    print(proof.to_text())
    return 0 if proof.complete else 1


def _with_nik(store: Any) -> str:
    """Return the one child of the NIK on standard input: an argument would stay in the shell's history."""
    found = store.children_with_nik(sys.stdin.readline().strip())
    if not found:
        raise CommandError("tidak ada anak dengan NIK itu.")
    if len(found) > 1:
        raise CommandError(
            f"beberapa anak memakai NIK itu: {', '.join(found)}. Pilih satu: stunting forget KODE_ANAK"
        )
    return str(found[0])


def _confirmed(child_id: str) -> bool:
    print(f"Hapus semua data pribadi anak {child_id}? Tidak dapat dibatalkan. Ketik: ya", file=sys.stderr)
    return sys.stdin.readline().strip().casefold() in ("ya", "y")
