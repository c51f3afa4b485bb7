"""Commands for accounts: users add, list, disable, enable, password."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from typing import Any

from stunting.access import ROLES, AccountError, Accounts
from stunting.cli.home import who
from stunting.cli.parser import CommandError
from stunting.settings import settings


def register(commands: Any) -> None:
    """Add this module's commands."""
    users = commands.add_parser("users", help="akun: tambah, daftar, tutup, buka, kata sandi")
    actions = users.add_subparsers(title="tindakan", metavar="TINDAKAN", required=True, dest="action")

    add = actions.add_parser("add", help="tambah akun")
    add.add_argument("name", metavar="NAMA", help="nama akun")
    add.add_argument("--role", required=True, choices=[r for r in ROLES if r != "publik"], help="peran")
    add.add_argument("--puskesmas", default=None, help="puskesmas akun (wajib untuk peran puskesmas)")
    add.add_argument("--password-stdin", action="store_true", help="baca kata sandi dari masukan baku")
    add.set_defaults(run=_add)

    listing = actions.add_parser("list", help="daftar akun")
    listing.add_argument("--json", action="store_true", help="cetak sebagai JSON")
    listing.set_defaults(run=_list)

    for action, text in (("disable", "tutup akun; sesinya berakhir"), ("enable", "buka akun lagi")):
        command = actions.add_parser(action, help=text)
        command.add_argument("name", metavar="NAMA", help="nama akun")
        command.set_defaults(run=_switch)

    password = actions.add_parser("password", help="ganti kata sandi; sesinya berakhir")
    password.add_argument("name", metavar="NAMA", help="nama akun")
    password.add_argument("--password-stdin", action="store_true", help="baca kata sandi dari masukan baku")
    password.set_defaults(run=_password)


def _accounts() -> Accounts:
    return Accounts(settings().home)


def _read_password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Kata sandi: ")
    if first != getpass.getpass("Ulangi kata sandi: "):
        raise CommandError("kedua kata sandi tidak sama.")
    return first


def _add(arguments: argparse.Namespace) -> int:
    password = _read_password(True) if arguments.password_stdin else None
    try:
        made = _accounts().add(
            arguments.name, arguments.role, arguments.puskesmas, password, by=who()
        )  # fmt: skip
    except AccountError as error:
        raise CommandError(str(error)) from None
    print(f"Akun {arguments.name} dibuat dengan peran {ROLES[arguments.role]}.")
    if password is None:
        print(f"Kata sandi (tampil sekali ini saja): {made}")
    return 0


def _list(arguments: argparse.Namespace) -> int:
    frame = _accounts().list()
    if arguments.json:
        print(json.dumps(frame.to_dict(orient="records"), ensure_ascii=False, indent=2))
    elif frame.empty:
        print("Belum ada akun. Tambah: stunting users add NAMA --role dinas")
    else:
        shown = frame.assign(
            role=frame["role"].map(ROLES),
            puskesmas=frame["puskesmas"].fillna("-"),
            disabled=frame["disabled"].map({True: "ditutup", False: "terbuka"}),
        )[["name", "role", "puskesmas", "disabled"]]
        print(shown.set_axis(["nama", "peran", "puskesmas", "keadaan"], axis=1).to_string(index=False))
    return 0


def _switch(arguments: argparse.Namespace) -> int:
    try:
        getattr(_accounts(), arguments.action)(arguments.name, by=who())
    except AccountError as error:
        raise CommandError(str(error)) from None
    print(f"Akun {arguments.name} {'ditutup' if arguments.action == 'disable' else 'dibuka'}.")
    return 0


def _password(arguments: argparse.Namespace) -> int:
    try:
        _accounts().set_password(
            arguments.name, _read_password(arguments.password_stdin), by=who()
        )  # fmt: skip
    except AccountError as error:
        raise CommandError(str(error)) from None
    print(f"Kata sandi {arguments.name} diganti; semua sesinya berakhir.")
    return 0
