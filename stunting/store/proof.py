"""What is told of a child that was forgotten: counts before and after, and nothing of the child itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from stunting.store.scan import NONE, WHAT, Counts

COLUMNS: Final = ("place", *(f"{what}_before" for what in WHAT), *(f"{what}_after" for what in WHAT))
_SHOWN: Final = (
    "tempat", "NIK", "nama", "kode anak", "keluarga", "NIK kini", "nama kini", "kode kini", "keluarga kini",
)  # fmt: skip


@dataclass(frozen=True)
class Proof:
    """A search for the child in every file of the store, before and after.

    Attributes
    ----------
    child_id : str
        The pseudonym asked for; `child_ids` has all that were decided to be the same child.
    by, reason, at : str
    rows : int
        Stored rows that were removed.
    uploads : list of str
        Uploads they were in.
    originals : int
        Uploaded files replaced by a copy without the child (or deleted, where no upload has them).
    namesakes : int
        Other children of the same name: their name may still be found, and is theirs.
    places : DataFrame
        `COLUMNS`: hits of NIK, name, pseudonym and family (full names of the parents, address; where no
        other child has them) by part of the store.
    noted : int
        Places of the audit log where the pseudonym stood; now a keyed sign stands there.
    samples : int
        Files of the demo, not yet uploaded, that were deleted.
    """

    child_id: str
    child_ids: list[str]
    by: str
    reason: str
    at: str
    rows: int
    uploads: list[str]
    originals: int
    namesakes: int
    places: pd.DataFrame = field(repr=False)
    noted: int = 0
    samples: int = 0

    @property
    def complete(self) -> bool:
        """Whether nothing was found afterwards (a name only as that of a namesake)."""
        left = self.places[[f"{what}_after" for what in WHAT]].sum()
        names = left["name_after"] if not self.namesakes else 0
        return not (left["nik_after"] or left["child_id_after"] or left["family_after"] or names)

    def to_text(self) -> str:
        """Return the proof as text for the person who asked (Indonesian)."""
        when = self.at[:16].replace("T", " ")
        lines = [
            f"Data pribadi anak {self.child_id} dihapus oleh {self.by} ({when} UTC).",
            f"Alasan: {self.reason or '-'}",
            f"Baris dihapus: {self.rows} dari {len(self.uploads)} unggahan; berkas asli disunting:"
            f" {self.originals}.",
            *([f"Kode anak di catatan audit diganti tanda lain: {self.noted} tempat."] if self.noted else []),
            *([f"Berkas contoh (sintetis) dihapus: {self.samples}."] if self.samples else []),
            "",
            "Pencarian di semua berkas penyimpanan, sebelum dan sesudah:",
            self.places.set_axis(list(_SHOWN), axis=1).to_string(index=False)
            if len(self.places)
            else "  (tidak ada)",
            "",
        ]
        if self.complete:
            lines.append(
                "Hasil: tidak ada NIK, nama, kode anak ini, maupun nama orang tua dan alamatnya yang tersisa."
            )
        else:
            lines.append("Hasil: BELUM BERSIH. Lihat tempat dengan angka di kolom 'kini'.")
        if self.namesakes:
            lines.append(f"Nama yang masih ada milik {self.namesakes} anak lain yang bernama sama.")
        lines.append(
            "Keluarga: nama lengkap orang tua dan alamat, kecuali yang juga milik anak lain. Tanggal lahir"
            " saja tidak dicari."
        )
        lines.append("Cadangan (backup) di luar folder ini tidak ikut dihapus: hapus atau perbarui sendiri.")
        return "\n".join(lines)


def table(before: dict[str, Counts], after: dict[str, Counts]) -> pd.DataFrame:
    """Return hits by place side by side (`COLUMNS`)."""
    rows = [  # an intent of an earlier version counted three things
        (place, *(*before.get(place, NONE), 0)[: len(WHAT)], *after.get(place, NONE))
        for place in sorted(before.keys() | after.keys())
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))
