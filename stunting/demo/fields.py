"""What each column of an export says, by the name that ``stunting.demo.headers`` gives it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pyarrow as pa

from stunting.demo import sizes
from stunting.demo.cells import Cells, taken
from stunting.demo.children import NIK_BLANK, NIK_BROKEN, NIK_DUMMY, NIK_MASKED, NIK_REAL, nik_text
from stunting.demo.dirt import ODD_DATE
from stunting.demo.plan import VITAMIN_MONTHS
from stunting.regions import area_name, kabupaten_list


def _nik(cells: Cells) -> pa.Array:
    kids = cells.world.children
    nik = nik_text(kids, cells.world.kecs)
    text = nik.copy()
    for kind, change in _NIK_LOOKS.items():
        some = kids.nik_kind == kind
        text[some] = [change(t) for t in nik[some]]
    texts = np.append(text, "")
    return taken(texts, np.where(cells.book.second, len(text), cells.book.child))


_NIK_LOOKS: dict[int, Callable[[str], str]] = {
    NIK_REAL: str,
    NIK_MASKED: lambda t: t[:5] + "*" * 11,
    NIK_BLANK: lambda t: "",
    NIK_DUMMY: lambda t: "0" * 16,
    NIK_BROKEN: lambda t: f"{t[0]}.{t[1:6]}E+15",
}


def _birth(cells: Cells) -> pa.Array:
    texts, index = cells.date_text(cells.world.children.birth[cells.book.child])
    return taken(texts, index)


def _date(cells: Cells) -> pa.Array:
    book, world = cells.book, cells.world
    texts, index = cells.date_text(world.visits.date[book.child, book.month])
    n, years = len(texts), world.plan.years
    texts = texts + [""] + [t.format(year=y) for t in ODD_DATE for y in years]
    year = np.searchsorted(years, world.plan.months.year.to_numpy())[book.month]
    odd = n + 1 + book.odd_date.astype(np.int64) * len(years) + year
    return taken(texts, np.where(~cells.measured, n, np.where(book.odd_date > 0, odd, index)))


def _age(cells: Cells) -> pa.Array:
    book, world = cells.book, cells.world
    born = pd.DatetimeIndex(world.children.birth[book.child])
    seen = pd.DatetimeIndex(world.visits.date[book.child, book.month])
    months = (seen.year - born.year) * 12 + seen.month - born.month - (seen.day < born.day)
    months = np.maximum(np.asarray(months), 0)
    start = born.to_numpy().astype("datetime64[M]") + months
    inside = (born.day.to_numpy() - 1).astype("timedelta64[D]")
    days = (seen.to_numpy() - (start.astype("datetime64[D]") + inside)).astype("timedelta64[D]").astype(int)
    days = np.clip(days, 0, 30)
    texts = [f"{m // 12} Tahun - {m % 12} Bulan - {d} Hari" for m in range(62) for d in range(31)] + [""]
    return taken(texts, np.where(cells.measured, months * 31 + days, 62 * 31))


def _lila(cells: Cells) -> pa.Array:
    rows = cells.world.rows
    arm = 14.3 + 0.55 * rows.whz + 0.25 * np.minimum(rows.age / 365.25, 5)
    return cells.number(cells.entered(np.where(rows.age >= 183, np.round(arm, 1), np.nan)), 1)


def _vitamin(cells: Cells) -> pa.Array:
    world, book = cells.world, cells.book
    month = np.isin(world.plan.months.month, VITAMIN_MONTHS)[book.month]
    due = month & (world.visits.age[book.child, book.month] >= 183) & cells.measured
    return taken(["-", "1"], due.astype(np.int8))


def _birth_weight(cells: Cells) -> pa.Array:
    kg = cells.world.latent.birth_weight
    form = cells.world.children.serial % 50  # some never recorded, some in grams
    value = np.where(form == 0, 0.0, np.where(form == 1, kg * 1000, kg))[cells.book.child]
    return cells.number(value, 1)


def _birth_length(cells: Cells) -> pa.Array:
    form = cells.world.children.serial % 53
    cm = np.where(form == 0, 0.0, cells.world.latent.birth_length)
    return cells.number(cm[cells.book.child], 0)


def _invented(pattern: str) -> Callable[[Cells], pa.Array]:
    def column(cells: Cells) -> pa.Array:
        names = [pattern.format(n=n) for n in cells.world.children.serial]
        return cells.of_child(np.array(names, dtype=object))

    return column


def _parents(cells: Cells) -> pa.Array:
    # as in real files: sometimes one name only, which is the mother's
    names = [
        f"CONTOH Ibu {n:05d}" if n % 11 == 0 else f"CONTOH Ayah {n:05d} / CONTOH Ibu {n:05d}"
        for n in cells.world.children.serial
    ]
    return cells.of_child(np.array(names, dtype=object))


def _sex(words: tuple[str, str]) -> Callable[[Cells], pa.Array]:
    def column(cells: Cells) -> pa.Array:
        return cells.of_child(np.array(words, dtype=object)[cells.world.children.sex - 1])

    return column


def _kab_name(cells: Cells) -> pa.Array:
    name = area_name(cells.world.plan.kab).removeprefix("Kabupaten ").upper()
    return pa.repeat(pa.scalar(name), len(cells.book))


def _province(cells: Cells) -> pa.Array:
    table = kabupaten_list()
    name = table.loc[table["code"] == cells.world.plan.kab, "province"].iloc[0]
    return pa.repeat(pa.scalar(str(name).upper()), len(cells.book))


def _upper(column: str) -> Callable[[Cells], pa.Array]:
    return lambda cells: cells.of_posyandu(cells.world.places.posyandu[column].str.upper().tolist())


def _puskesmas(cells: Cells) -> pa.Array:
    places = cells.world.places
    spelling = places.puskesmas["tulisan"].to_numpy()[places.posyandu["puskesmas"]]
    return cells.of_posyandu(spelling.tolist())


def _small(prefix: str, modulus: int) -> Callable[[Cells], pa.Array]:
    def column(cells: Cells) -> pa.Array:
        texts = [f"{prefix}{i:03d}" for i in range(modulus + 1)]
        return taken(texts, cells.world.children.serial[cells.book.child] % modulus + 1)

    return column


FIELDS: dict[str, Callable[[Cells], pa.Array]] = {
    "nik": _nik,
    "name": _invented("CONTOH Balita {n:05d}"),
    "sex": _sex(("L", "P")),
    "sex_long": _sex(("Laki-laki", "Perempuan")),
    "birth": _birth,
    "birth_weight": _birth_weight,
    "birth_length": _birth_length,
    "parents": _parents,
    "parents_mother": _invented("CONTOH Ibu {n:05d} / CONTOH Ayah {n:05d}"),
    "prov": _province,
    "kab": _kab_name,
    "kec": _upper("kec_name"),
    "puskesmas": _puskesmas,
    "desa": _upper("desa_name"),
    "posyandu": _upper("name"),
    "rt": _small("", 12),
    "rw": _small("", 4),
    "address": _small("ALAMAT CONTOH ", 60),
    "age": _age,
    "date": _date,
    "weight": sizes.weight,
    "height": sizes.height,
    "position": sizes.position,
    "lila": _lila,
    "waz": sizes.z("waz"),
    "haz": sizes.z("haz"),
    "whz": sizes.z("whz"),
    "class_waz": sizes.class_of("waz", "BB/U"),
    "class_haz": sizes.class_of("haz", "TB/U"),
    "class_whz": sizes.class_of("whz", "BB/TB"),
    "gain": sizes.gain,
    "vitamin": _vitamin,
    "kia": lambda cells: pa.repeat(pa.scalar("Ya"), len(cells.book)),
    "empty": lambda cells: pa.repeat(pa.scalar(""), len(cells.book)),
    "total": lambda cells: taken(["0", "1"], cells.measured.astype(np.int8)),
}


def field(cells: Cells, name: str) -> pa.Array:
    """Return the column `name` of ``stunting.demo.headers``."""
    return FIELDS[name](cells)
