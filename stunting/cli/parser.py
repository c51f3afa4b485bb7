"""argparse that speaks Indonesian."""

from __future__ import annotations

import argparse
import re
from typing import Any, NoReturn

from stunting import __version__


class CommandError(Exception):
    """A command cannot do its work; the message (Indonesian) says what to do."""


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "pemakaian: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """`argparse.ArgumentParser` with Indonesian headings, help option and errors."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", _Formatter)
        super().__init__(add_help=False, allow_abbrev=False, **options)
        self._positionals.title = "argumen"
        self._optionals.title = "pilihan"
        self.add_argument("-h", "--help", action="help", help="tampilkan bantuan ini")

    def error(self, message: str) -> NoReturn:
        """Exit with code 2 and a sentence in Indonesian."""
        self.exit(2, f"{self.format_usage()}stunting: {_translate(message)}\n")


_SENTENCES = (
    (r"the following arguments are required: (.*)", r"argumen ini wajib diisi: \1"),
    (r"unrecognized arguments: (.*)", r"argumen tidak dikenal: \1"),
    (r"argument (.*?): invalid choice: (.*) \(choose from (.*)\)", r"\1: pilihan \2 tidak ada (pilih: \3)"),
    (r"argument (.*?): invalid \w+ value: (.*)", r"\1: nilai \2 tidak sah"),
    (r"argument (.*?): expected (?:at least )?one argument", r"\1: perlu satu nilai"),
    (r"argument (.*?): not allowed with argument (.*)", r"\1 tidak dapat dipakai bersama \2"),
    (r"argument (.*?): (.*)", r"\1: \2"),
)


def _translate(message: str) -> str:
    for pattern, sentence in _SENTENCES:
        if re.fullmatch(pattern, message):
            return re.sub(pattern, sentence, message)
    return message


def make_parser() -> tuple[Parser, argparse._SubParsersAction[Parser]]:
    """Return the top parser and the action to which the command modules add theirs."""
    parser = Parser(
        prog="stunting",
        description="Surveilans stunting kabupaten: ekspor e-PPGBM masuk, angka yang dapat "
        "dipertanggungjawabkan keluar.",
        epilog="Tempat penyimpanan: STUNTING_HOME (bawaan data/store). Pengaturan: stunting.toml.",
    )
    parser.add_argument("--version", action="version", version=__version__, help="tampilkan versi")
    commands = parser.add_subparsers(
        title="perintah", metavar="PERINTAH", required=True, parser_class=Parser, dest="command"
    )
    return parser, commands
