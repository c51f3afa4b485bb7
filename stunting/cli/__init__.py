"""The command line ``stunting``: one module a group of commands, help and errors in Indonesian."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from pydantic import ValidationError

from stunting.cli import dashboard, figures, forget, ingest, report, store, users
from stunting.cli.parser import CommandError, Parser, make_parser

__all__ = ["full_parser", "main"]


def full_parser() -> Parser:
    """Return the parser with every command."""
    parser, commands = make_parser()
    for room in (ingest, store, forget, figures, report, users, dashboard):
        room.register(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    argv : sequence of str, optional
        Arguments without the program's name; those of the process by default.

    Returns
    -------
    int
        Exit code: 0 all is well, 1 the command could not do (all of) its work, 2 wrong usage.
    """
    arguments = full_parser().parse_args(argv)
    try:
        return int(arguments.run(arguments) or 0)
    except CommandError as error:
        print(f"stunting: {error}", file=sys.stderr)
        return 1
    except ValidationError as error:
        names = ", ".join(f"STUNTING_{str(e['loc'][0]).upper()}" for e in error.errors() if e["loc"])
        print(
            f"stunting: pengaturan tidak sah: {names}; lihat docs/rujukan.md, bagian Pengaturan.",
            file=sys.stderr,
        )
        return 1
    except BrokenPipeError:  # whoever read the output has seen enough; the work itself was done before
        sys.stdout = None
        return 1
    except OSError as error:  # after the pipe, which is one, too
        what = f"{error.filename}: " if error.filename else ""
        print(
            f"stunting: {what}tidak dapat dibaca atau ditulis; periksa ruang disk dan hak akses.",
            file=sys.stderr,
        )
        return 1
    except Exception as error:
        sentence = _of_the_store(error)
        if sentence is None:
            raise
        print(f"stunting: {sentence}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nstunting: dihentikan; unggahan yang sudah diakui tetap tersimpan utuh.", file=sys.stderr)
        return 130


def _of_the_store(error: Exception) -> str | None:
    """Return the sentence for a store that refuses or is damaged; None for anything else."""
    import sqlite3

    from deltalake.exceptions import DeltaError

    from stunting.store import StoreError

    if isinstance(error, StoreError):
        return str(error)
    if isinstance(error, (sqlite3.DatabaseError, DeltaError)):
        return "penyimpanan rusak dan tidak dapat dibaca; pulihkan foldernya dari cadangan, lalu ulangi."
    return None


def _entry() -> None:  # the console script: an integer is an exit code
    sys.exit(main())
