"""What became of a boundary file, in numbers and in Indonesian."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class ImportReport:
    """What became of a boundary file.

    Attributes
    ----------
    level : str
    matched : int
        Areas that now have a polygon.
    unmatched : list of str
        Own names of polygons of the kabupaten that fit no area.
    missing : list of str
        Labels of areas the file has no polygon for.
    repaired : int
        Polygons that were invalid and were made valid.
    outside : int
        Polygons of other kabupaten, not used.
    merged : int
        Polygons joined with another one of the same area.
    filename, sha256 : str
    notes : list of str
        Indonesian remarks.
    """

    level: str
    matched: int
    unmatched: list[str]
    missing: list[str]
    repaired: int
    outside: int = 0
    merged: int = 0
    filename: str = ""
    sha256: str = ""
    notes: list[str] = field(default_factory=list)

    def to_text(self) -> str:
        """Return the report as Indonesian lines."""
        total = self.matched + len(self.missing)
        lines = [
            f"{self.filename}: {_count(self.matched)} dari {_count(total)} {self.level} mendapat batas resmi."
        ]
        for title, names in (("Tidak dikenali", self.unmatched), ("Belum ada batasnya", self.missing)):
            if names:
                more = f", dan {_count(len(names) - 10)} lagi" if len(names) > 10 else ""
                lines.append(f"{title} ({_count(len(names))}): {', '.join(names[:10])}{more}.")
        for number, text in (
            (self.repaired, "poligon rusak diperbaiki"),
            (self.merged, "poligon digabung dengan wilayah yang sama"),
            (self.outside, "poligon kabupaten lain tidak dipakai"),
        ):
            if number:
                lines.append(f"{_count(number)} {text}.")
        lines += [f"Catatan: {note}." for note in self.notes]
        return "\n".join(lines)

    def to_json_dict(self) -> dict[str, Any]:
        """Return the report as plain values."""
        return asdict(self)


def _count(number: int) -> str:
    return f"{number:,}".replace(",", ".")
