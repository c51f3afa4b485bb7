"""Decisions put to work: area keys and child ids as they are read, without touching what is stored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa

from stunting import regions
from stunting.store.decisions import Log
from stunting.store.manifest import Group, mark_replacing
from stunting.store.resolve import codes

_DESA: Final = re.compile(r"\d\d\.\d\d\.\d\d\.\d{4}")


@dataclass(frozen=True)
class Aliases:
    """Mappings of all decisions that are live; ``children`` leads to the id that stands for the child.

    ``kec`` and ``desa`` go by key, ``puskesmas`` by ``"<kab>|<name>"``, ``posyandu`` by
    ``"<desa>|<name>"`` (the desa as it reads after the other aliases).
    """

    kec: Mapping[str, str] = field(default_factory=dict)
    desa: Mapping[str, str] = field(default_factory=dict)
    puskesmas: Mapping[str, str] = field(default_factory=dict)
    posyandu: Mapping[str, str] = field(default_factory=dict)
    children: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""

    @property
    def places(self) -> bool:
        """Whether any area alias is live."""
        return bool(self.kec or self.desa or self.puskesmas or self.posyandu)

    def place(self, kec: str | None, desa: str | None) -> tuple[str | None, str | None]:
        """Return kecamatan and desa as decided.

        A kecamatan takes its unmatched desa along: to the desa of that very name where it has one,
        else with the new kecamatan before the ``?``.

        >>> Aliases(kec={"?LAMA": "63.11.05"}).place("?LAMA", "?LAMA?CONTOH DESA")
        ('63.11.05', '63.11.05?CONTOH DESA')
        """
        if desa is not None and desa in self.desa:
            return _of_desa(self.desa[desa], kec)
        if kec is not None and kec in self.kec:
            new = self.kec[kec]
            if desa and desa.startswith(f"{kec}?"):
                name = desa.removeprefix(f"{kec}?")
                desa = _desa_names(new).get(_plain(name), f"{new}?{name}")
            kec = new
            if desa is not None and desa in self.desa:
                return _of_desa(self.desa[desa], kec)
        return kec, desa

    def health(self, kab: str, name: str | None) -> str | None:
        """Return the name of a puskesmas as decided."""
        return _follow(self.puskesmas, kab, name)

    def post(self, desa: str | None, name: str | None) -> str | None:
        """Return the name of a posyandu as decided."""
        return _follow(self.posyandu, desa or "", name)

    def child(self, child_id: str) -> str:
        """Return the id that stands for the child."""
        return self.children.get(child_id, child_id)

    def members(self, child_id: str) -> list[str]:
        """Return all ids of the same child, the one that stands for it first."""
        first = self.child(child_id)
        return [first, *sorted(own for own, stands in self.children.items() if stands == first != own)]

    def groups(self, groups: list[Group], partial: bool) -> list[Group]:
        """Return the groups of an upload under their decided names, and what they then replace."""
        if not self.places:
            return groups
        merged: dict[tuple, Group] = {}
        for group in groups:
            posyandu: dict[str, int] = {}
            for name, rows in group.posyandu.items():
                desa, _, post = name.partition("|")
                kec = desa.rpartition("?")[0] if "?" in desa else desa.rpartition(".")[0]
                desa = self.place(kec, desa)[1] or ""
                name = f"{desa}|{self.post(desa, post)}"
                posyandu[name] = posyandu.get(name, 0) + rows
            new = replace(group, puskesmas=self.health(group.kab, group.puskesmas), posyandu=posyandu)
            old = merged.get(new.key)
            if old is not None:
                for name, rows in posyandu.items():
                    old.posyandu[name] = old.posyandu.get(name, 0) + rows
                new = replace(old, rows=old.rows + new.rows)
            merged[new.key] = new
        renamed = any(group.key not in merged for group in groups) or len(merged) < len(groups)
        found = list(merged.values())
        return mark_replacing(found, partial=partial) if renamed else found

    def apply(self, table: pa.Table, kab: str) -> pa.Table:
        """Return rows of a kabupaten with decided keys; columns that are not there are left out."""
        names = table.column_names
        if self.children and "child_id" in names:
            table = _mapped(table, "child_id", self.children.get)
        if not self.places:
            return table
        if self.puskesmas and "puskesmas" in names:
            table = _mapped(table, "puskesmas", lambda name: self.health(kab, name))
        if (self.kec or self.desa) and {"kec", "desa"} <= set(names):
            table = _pairs(table, "kec", "desa", self.place)
        if self.posyandu and {"desa", "posyandu"} <= set(names):
            table = _pairs(table, "desa", "posyandu", lambda desa, post: (desa, self.post(desa, post)))
        return table


def aliases_of(log: Log) -> Aliases:
    """Return what the live decisions of a log do."""
    maps: dict[str, dict[str, str]] = {"kecamatan": {}, "desa": {}, "puskesmas": {}, "posyandu": {}}
    parent: dict[str, str] = {}
    for decision in log.live:
        if decision.kind in maps:
            maps[decision.kind][decision.key] = decision.target
        elif decision.kind == "sama":
            root = find(parent, decision.key)
            for other in decision.children[1:]:
                if (top := find(parent, other)) != root:
                    parent[top] = root
    children = {child: find(parent, child) for child in parent}
    return Aliases(maps["kecamatan"], maps["desa"], maps["puskesmas"], maps["posyandu"], children, log.digest)


def find(parent: Mapping[str, str], child: str) -> str:
    """Return the root of `child`."""
    while child in parent:
        child = parent[child]
    return child


def _of_desa(target: str, kec: str | None) -> tuple[str | None, str]:
    return (target.rpartition(".")[0] if _DESA.fullmatch(target) else kec), target


def _follow(mapping: Mapping[str, str], scope: str, name: str | None) -> str | None:
    for _ in range(len(mapping)):  # a renamed name may be renamed again, never in a circle
        if name is None or f"{scope}|{name}" not in mapping:
            break
        name = mapping[f"{scope}|{name}"]
    return name


def _plain(name: str) -> str:
    return str(regions.normalise_name(pd.Series([name], dtype="str")).iloc[0])


@lru_cache(maxsize=256)
def _desa_names(kec: str) -> dict[str, str]:
    areas = regions.areas(kec[:5])
    inside = areas[areas["parent"] == kec]
    return dict(zip(regions.normalise_name(inside["name"]).tolist(), inside["code"].tolist(), strict=True))


def _mapped(table: pa.Table, name: str, new: object) -> pa.Table:
    numbers, values = codes(table[name])
    changed = [new(value) or value for value in values]  # type: ignore[operator]
    return table if changed == values else _set(table, name, numbers, changed)


def _pairs(table: pa.Table, first: str, second: str, new: object) -> pa.Table:
    (one, ones), (two, twos) = codes(table[first]), codes(table[second])
    pair, distinct = pd.factorize((one.astype(np.int64) + 1) * (len(twos) + 1) + two + 1)
    old = [
        (ones[a - 1] if a else None, twos[b - 1] if b else None)
        for a, b in (divmod(int(n), len(twos) + 1) for n in distinct)
    ]
    changed = [new(*names) for names in old]  # type: ignore[operator]
    if changed == old:
        return table
    table = _set(table, first, pair, [names[0] for names in changed])
    return _set(table, second, pair, [names[1] for names in changed])


def _set(table: pa.Table, name: str, numbers: np.ndarray, values: list[str | None]) -> pa.Table:
    """Replace a column by `values` at `numbers` (−1: missing); values may repeat or be missing."""
    distinct = {value: n for n, value in enumerate(dict.fromkeys(v for v in values if v is not None))}
    place = np.array([*(distinct.get(v, -1) if v is not None else -1 for v in values), -1], np.int32)
    at = place[numbers]
    column = pa.DictionaryArray.from_arrays(
        pa.array(at, pa.int32(), mask=at < 0), pa.array(list(distinct), pa.string())
    )
    return table.set_column(table.column_names.index(name), name, column)
