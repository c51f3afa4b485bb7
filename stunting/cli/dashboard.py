"""The command that serves the dashboard."""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
from typing import Any

from stunting.cli.parser import CommandError
from stunting.settings import ROOT

DEFAULT_PORT = 8501


def register(commands: Any) -> None:
    """Add this module's command."""
    dashboard = commands.add_parser("dashboard", help="jalankan dasbor di peramban")
    dashboard.add_argument("--port", type=int, default=None, help=f"porta (bawaan {DEFAULT_PORT})")
    dashboard.add_argument(
        "--lan", action="store_true", help="terbuka untuk jaringan kantor, bukan hanya komputer ini"
    )
    dashboard.set_defaults(run=_dashboard)


def _free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def _dashboard(arguments: argparse.Namespace) -> int:
    if arguments.port is not None:
        port = arguments.port
        if not 1 <= port <= 65535:
            raise CommandError("porta harus 1 sampai 65535.")
        if not _free(port):
            raise CommandError(f"porta {port} sedang dipakai; pilih porta lain dengan --port.")
    else:
        port = next((p for p in range(DEFAULT_PORT, DEFAULT_PORT + 50) if _free(p)), 0)
        if not port:
            raise CommandError("tidak ada porta bebas; sebutkan satu dengan --port.")
    address = "0.0.0.0" if arguments.lan else "127.0.0.1"  # noqa: S104 - only when asked for
    print(f"Dasbor stunting: http://localhost:{port}  (hentikan dengan Ctrl+C)", flush=True)
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
    command += ["--server.port", str(port), "--server.address", address, "--server.headless", "true"]
    # The working folder stays the user's: relative STUNTING_HOME and stunting.toml mean what they say.
    return subprocess.call(command)  # noqa: S603
