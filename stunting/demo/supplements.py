"""Filled-in templates of the demo: stored by the real ingest, and three files to try the upload with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa

from stunting.demo.area_facts import make_area_facts
from stunting.demo.children import NIK_REAL, nik_text
from stunting.demo.families import Families, make_families
from stunting.demo.mothers import make_visits_of_women
from stunting.demo.sheets import TITLE
from stunting.demo.world import World
from stunting.ingest import Parsed, parse_table
from stunting.ingest.templates import questions, templates
from stunting.reports.template import template_workbook

FIRST_ROW: Final = 4
_MADE: Final = datetime(2025, 1, 2)  # fixed, so that the same seed gives the same bytes
_MOST: Final = 60  # rows of an example file


@dataclass(frozen=True)
class Supplements:
    """What the demo's officers wrote down, as cells by key of the question (text, ``""`` blank).

    Attributes
    ----------
    families, women, areas : DataFrame
        Templates ``"anak"``, ``"bumil"``, ``"wilayah"``.
    """

    families: pd.DataFrame
    women: pd.DataFrame
    areas: pd.DataFrame

    def of(self, template: str) -> pd.DataFrame:
        """Return the cells of a template."""
        return {"anak": self.families, "bumil": self.women, "wilayah": self.areas}[template]


def make_supplements(world: World) -> Supplements:
    """Invent everything that the templates ask for; the same plan gives the same answers."""
    streams = [np.random.default_rng(s) for s in np.random.SeedSequence([world.plan.seed, 5]).spawn(3)]
    families = make_families(world, streams[0])
    women = make_visits_of_women(world, streams[1])
    return Supplements(
        _of_families(world, families), _of_women(world, women), make_area_facts(world, streams[2])
    )


def parsed(supplements: Supplements, template: str, kab: str) -> Parsed:
    """Return one template as ingest reads it."""
    cells = supplements.of(template)
    blank = pa.array([""] * len(cells))
    columns = {
        q.header: pa.array(cells[q.key].astype("str").tolist()) if q.key in cells else blank
        for q in questions(template)
    }
    title = f"{TITLE} - templat {templates()[template]}"
    out = parse_table(pa.table(columns), kab=kab, first_row=FIRST_ROW, title=title)
    return replace(out, filename=f"SINTETIS_templat_{template}.xlsx", container="xlsx")


def write_examples(world: World, supplements: Supplements, folder: Path) -> list[Path]:
    """Write one filled template of each kind for the month after, with a few of the usual slips.

    Families and women are of the last puskesmas that has any, areas of its kecamatan.
    """
    folder.mkdir(parents=True, exist_ok=True)
    month = world.plan.months[-1]
    habits = world.places.puskesmas
    there = habits["tulisan"].isin(supplements.families["puskesmas"])
    own = habits[there if there.any() else np.ones(len(habits), dtype=bool)].iloc[-1]
    name = str(own["puskesmas"]).lower().replace(" ", "_")
    kec = set(world.places.posyandu.loc[world.places.posyandu["kec"] == own["kec"], "kec_name"])
    out = []
    for template in templates():
        cells = supplements.of(template)
        if template == "wilayah":
            mine = cells[cells["kec"].isin(kec) & (cells["tahun"] == cells["tahun"].max())]
        else:
            mine = cells[cells["puskesmas"] == own["tulisan"]].drop_duplicates("name", keep="last")
            if template == "bumil":
                # whose pregnancy goes on, and no target: the flow stays as it was published
                mine = mine[(mine["hasil"] == "Masih hamil") & ~mine["name"].isin(_targets(cells))]
            mine = mine.assign(noted_on=f"15/{month.month:02d}/{month.year}")
        book = template_workbook(
            template, world.plan.kab, people=_slips(mine.head(_MOST), template), mark=TITLE, made=_MADE
        )
        path = folder / f"SINTETIS_templat_{template}_{name}_{month}.xlsx"
        path.write_bytes(book)
        out.append(path)
    return out


def _targets(cells: pd.DataFrame) -> set[str]:
    return set(cells.loc[cells["kek"], "name"])


def _slips(cells: pd.DataFrame, template: str) -> pd.DataFrame:
    """Return the rows with a wrong choice, a number out of range and a day that cannot be."""
    out = cells.drop(columns=[c for c in ("kek", "no") if c in cells]).reset_index(drop=True)
    slips = {
        "anak": (("jamban", "Kadang-kadang"), ("umur_ibu", "270"), ("noted_on", "31/02/2024")),
        "bumil": (("hasil", "Sehat"), ("lila", "245"), ("noted_on", "31/02/2024")),
        "wilayah": (("nilai", "banyak"), ("tahun", "24")),
    }
    for at, (column, text) in enumerate(slips[template], 1):
        if at < len(out):
            out.loc[at, column] = text
    return out


def _place(world: World, posyandu: np.ndarray) -> dict[str, object]:
    spots = world.places.posyandu.iloc[posyandu]
    spelling = world.places.puskesmas["tulisan"].to_numpy()
    return {
        "kec": spots["kec_name"].to_numpy(), "desa": spots["desa_name"].to_numpy(),
        "puskesmas": spelling[spots["puskesmas"]], "posyandu": spots["name"].to_numpy(),
    }  # fmt: skip


def _of_families(world: World, families: Families) -> pd.DataFrame:
    kids, at = world.children, families.child
    nik = np.where(kids.nik_kind[at] == NIK_REAL, nik_text(kids, world.kecs)[at], "")
    serial = kids.serial[at]
    return pd.DataFrame({
        "nik": nik, "name": [f"CONTOH Balita {n:05d}" for n in serial],
        "birth_date": _days(kids.birth[at]), "sex": np.where(kids.sex[at] == 1, "L", "P"),
        "mother": [f"CONTOH Ibu {n:05d}" for n in serial], **_place(world, kids.posyandu[at]),
        "noted_on": _days(families.noted), **families.answers,
    })  # fmt: skip


def _of_women(world: World, visits: pd.DataFrame) -> pd.DataFrame:
    kec = world.places.posyandu["kec"].to_numpy()[visits["posyandu"]]
    born = visits["birth"].dt
    nik = [
        f"99{code.replace('.', '')[2:]}{day + 40:02d}{month:02d}{year % 100:02d}{number % 10000:04d}"
        for code, day, month, year, number in zip(
            kec, born.day, born.month, born.year, visits["number"], strict=True
        )
    ]
    cells = {
        key: [("" if np.isnan(v) else f"{v:g}".replace(".", ",")) for v in visits[key]]
        for key in ("umur_hamil", "paritas", "lila", "hb", "ttd", "anc")
    }
    return pd.DataFrame({
        "nik": nik, "name": [f"CONTOH Ibu Hamil {n:05d}" for n in visits["number"]],
        "birth_date": _days(visits["birth"].to_numpy()), **_place(world, visits["posyandu"].to_numpy()),
        "noted_on": _days(visits["noted"].to_numpy()), **cells, "hasil": visits["hasil"],
        "kek": visits["kek"],
    })  # fmt: skip


def _days(days: np.ndarray) -> list[str]:
    return pd.DatetimeIndex(days.astype("datetime64[s]")).strftime("%d/%m/%Y").tolist()
