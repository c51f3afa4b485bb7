"""Run every check of the project: linters, types, layers, documentation, tests. Used by the README."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = Path(sys.executable).parent

CHECKS = (
    [str(TOOLS / "ruff"), "check", "."],
    [str(TOOLS / "ruff"), "format", "--check", "."],
    [str(TOOLS / "mypy")],
    [str(TOOLS / "lint-imports")],
    [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        "2",
        "--dist",
        "loadgroup",
        "--no-loadscope-reorder",
        *sys.argv[1:],
    ],
)


def main() -> int:
    """Run the checks in order, all of them, and return 0 only when each passed."""
    worst = 0
    for command in CHECKS:
        print(
            f"+ {' '.join(Path(part).name if part.startswith('/') else part for part in command)}", flush=True
        )
        worst = max(worst, subprocess.call(command, cwd=ROOT))
    return worst


if __name__ == "__main__":
    sys.exit(main())
