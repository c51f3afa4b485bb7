"""Why a child is on a list, in Indonesian words with the figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pandas as pd

from stunting.indicators.follow_up import words
from stunting.indicators.follow_up.catalogue import limit

Child = Any  # a row of ``people`` as a named tuple


def _status(c: Child, z: str) -> str:
    name = words.index_name(z, c.age_at)
    return words.status(z, getattr(c, z), int(getattr(c, f"{z}_class")), name)


def _severe(c: Child, last: int) -> str:
    parts = []
    if c.whz_class == 0:
        parts.append(_status(c, "whz"))
    least = limit("lila_gizi_buruk")
    if c.lila_cm < least and c.age_at >= limit("lila_umur_mulai"):
        parts.append(f"LiLA {words.number(c.lila_cm, 1)} cm (di bawah {words.number(least, 1)} cm)")
    if not parts:
        name = words.index_name("whz", c.age_at)
        parts.append(
            f"{_status(c, 'waz')} dan {name} tidak dapat dinilai: pastikan apakah gizi buruk",
        )
    return "; ".join(parts)


def _file(c: Child) -> str:
    """The file's own verdict, where it is another one."""
    return f", berkas menulis {c.file_gain}" if c.file_gain and c.file_gain != c.gain else ""


def _twice(c: Child, last: int) -> str:
    steps = " → ".join(words.kg(x) for x in (c.weight_before2, c.weight_before, c.weight_now))
    since = words.month(last - 2, year=False)
    return f"tidak naik dua bulan berturut-turut: {steps} kg sejak {since}{_file(c)}"


def _once(c: Child, last: int) -> str:
    return words.change(c.weight_before, c.weight_now, c.age_at, c.sex, last - 1) + _file(c)


def _newly(c: Child, last: int) -> str:
    before = words.number(c.haz_before, 2)
    return f"{_status(c, 'haz')}, sebelumnya {before} pada {words.day(c.haz_before_on)}"


def _again(c: Child, last: int) -> str:
    parts = [
        words.beyond(z, getattr(c, z), c.age_at) for z in ("waz", "haz", "whz") if getattr(c, f"flag_{z}")
    ]
    sizes = [
        f"{words.kg(c.weight_kg)} kg" if c.weight_kg > 0 else "",
        f"{words.number(c.height_cm, 1)} cm" if c.height_cm > 0 else "",
        f"{words.number(c.age_at)} bulan" if c.age_at >= 0 else "",
    ]
    return f"{'; '.join(parts)} ({', '.join(s for s in sizes if s)})"


def _then(c: Child) -> str:
    """What the last measurement showed, where it was a problem."""
    found = [_status(c, z) for z in ("whz", "haz") if getattr(c, f"{z}_class") in (0, 1)]
    return f", saat itu {' dan '.join(found)}" if found else ""


def _seen(c: Child, last: int) -> str:
    if np.isnan(c.months_ago):
        return f"belum pernah diukur, tercatat sejak {words.month(last - int(c.known_months))}"
    return f"terakhir diukur {words.day(c.measured_on)}, {int(c.months_ago)} bulan lalu{_then(c)}"


def _absent(c: Child, last: int) -> str:
    if c.measured:
        return "hadir, tetapi berat tidak tercatat atau tidak terbaca"
    if np.isnan(c.months_ago):
        return "belum pernah diukur"
    return f"terakhir diukur {words.day(c.measured_on)}{_then(c)}"


def _card(c: Child, last: int) -> str:
    months = int(c.streak)
    need = int(limit("kartu_bulan"))
    since = f"hadir {months} bulan berturut-turut sejak {words.month(last - months + 1)}"
    if months < need:
        return f"{since}; berhak hadiah bila hadir bulan depan"
    if months == need:
        return f"{since}; baru memenuhi bulan ini"
    return f"{since}; memenuhi sejak {words.month(last - months + need)}"


WRITERS: Final[dict[str, Callable[[Child, int], str]]] = {
    "gizi_buruk": _severe,
    "bgm": lambda c, last: _status(c, "waz"),
    "stunting_wasting": lambda c, last: f"{_status(c, 'haz')} dan {_status(c, 'whz')}",
    "baru_stunting": _newly,
    "stunting": lambda c, last: _status(c, "haz"),
    "t2": _twice,
    "t1": _once,
    "ulang_ukur": _again,
    "tiga_bulan": _seen,
    "tidak_ditimbang": _absent,
    "tidak_tercatat": lambda c, last: f"terakhir tercatat {words.month(last - int(c.listed_ago))}",
    "keluarga_rentan": lambda c, last: getattr(c, "risk", "") or "keluarga miskin atau berisiko",
    "lulus_60": lambda c, last: (
        f"genap {words.number(limit('umur_lulus'))} bulan pada {words.day(c.turns_60_on)}"
    ),
    "kartu_6": _card,
    "kartu_5": _card,
}

USED: Final = (
    "sex", "age_at", "waz", "haz", "whz", "waz_class", "haz_class", "whz_class", "flag_waz", "flag_haz",
    "flag_whz", "lila_cm", "weight_kg", "height_cm", "gain", "file_gain", "weight_now", "weight_before",
    "weight_before2", "haz_before", "haz_before_on", "measured_on", "months_ago", "known_months",
    "listed_ago", "measured", "streak", "turns_60_on",
)  # fmt: skip


def reasons(code: str, people: pd.DataFrame, last: int) -> list[str]:
    """Return the reason of every child of `people`, all of whom are on list `code`, in month `last`."""
    columns = [name for name in (*USED, "risk") if name in people]
    plain = people[columns].astype({"sex": "object", "gain": "object", "file_gain": "object"})
    write = WRITERS[code]
    return [write(child, last) for child in plain.itertuples(index=False, name="Child")]
