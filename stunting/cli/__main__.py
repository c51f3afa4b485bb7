"""``python -m stunting.cli``."""

from stunting.cli import _entry

_entry()
