"""Children that may be one child, or one record that may be two: cases for a person, never merged here.

Three kinds, each a pair of children with rows that count:

* ``nik``: the same NIK, different birth dates or, in different puskesmas, different names;
* ``nama``: the same name and birth date, mothers that do not contradict, different (or missing) NIK;
* ``kembar``: the same mother and birth date, similar names, at least one without NIK: twins, or one
  child spelled twice.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection, Iterable
from itertools import combinations
from typing import Final, NamedTuple

import pandas as pd
from rapidfuzz.distance import JaroWinkler

from stunting.store import people_db
from stunting.store.aliases import Aliases
from stunting.store.decisions import Log

COLUMNS: Final = ("case", "kind", "child_ids", "puskesmas", "reason")
#: Names at least this similar (Jaro–Winkler, 0–1) may be one name spelled twice.
SIMILAR: Final = 0.9
#: A key shared by more children than this is a placeholder ("BAYI"), compared with its first only.
_LARGEST: Final = 12

_REASONS: Final = {
    "nik": "NIK sama, tanggal lahir berbeda",
    "nik nama": "NIK dan tanggal lahir sama, nama berbeda atau kosong",
    "nik beda": "nama dan tanggal lahir sama, NIK berbeda",
    "nik kosong": "nama dan tanggal lahir sama, salah satu tanpa NIK",
    "kelamin": "nama dan tanggal lahir sama, jenis kelamin berbeda",
    "kembar": "ibu dan tanggal lahir sama, nama mirip: kembar atau salah ketik",
}


class _Name(NamedTuple):
    child: str
    name: str
    birth: str
    rest: str
    mother: str


def ambiguities(
    db: sqlite3.Connection, log: Log, aliases: Aliases, seen: dict[str, str], live: Collection[str]
) -> pd.DataFrame:
    """Return the open cases (`COLUMNS`), in a stable order.

    Parameters
    ----------
    db : sqlite3.Connection
        The vault.
    log, aliases : Log, Aliases
        What is decided: decided cases are left out.
    seen : dict
        child id (as decided) of every child with a row that counts → its puskesmas.
    live : collection of str
        Uploads that count; what others said is no reason to ask.
    """
    order: dict[str, int] = {}
    niks: dict[str, str] = {}
    birth: dict[str, str] = {}
    same_nik: dict[str, dict[str, None]] = {}
    lines: dict[tuple[str, str, str], None] = {}
    dead = people_db.dead(db, live.__contains__)
    for child, nik, born, key, mother, first in db.execute(
        f"SELECT i.child_id, i.nik, i.birth_date, i.name_key, i.mother_key, {people_db.FIRST} first"
        " FROM identities i ORDER BY first, i.seq",
        {"dead": dead},
    ):
        if first is None:
            continue
        order.setdefault(child, len(order))
        niks[child] = niks.get(child) or nik or ""
        birth[child] = birth.get(child) or born or ""
        if nik:
            same_nik.setdefault(nik, {})[child] = None
        if key:
            lines[child, key, mother] = None
    by_name: dict[tuple[str, str], list[_Name]] = {}
    by_mother: dict[tuple[str, str], list[_Name]] = {}
    for child, key, mother in sorted(lines, key=lambda line: order[line[0]]):
        name, born, rest = [*key.split("|", 2), "", ""][:3]
        line = _Name(child, name, born, rest, mother)
        by_name.setdefault((name, born or rest), []).append(line)
        if mother and born:
            by_mother.setdefault((mother, born), []).append(line)

    apart = {
        frozenset((aliases.child(a), aliases.child(b)))
        for decision in log.live
        if decision.kind == "beda"
        for a, b in combinations(decision.children, 2)
    }
    found: dict[frozenset[str], tuple[str, list[str], str]] = {}

    def propose(kind: str, one: str, two: str, reason: str) -> None:
        pair = [aliases.child(child) for child in sorted((one, two), key=order.__getitem__)]
        both = frozenset(pair)
        if len(both) == 2 and both <= seen.keys() and both not in apart and both not in found:
            found[both] = kind, pair, _REASONS[reason]

    for holders in same_nik.values():
        for a, b in _pairs(sorted(holders, key=order.__getitem__)):
            propose("nik", a, b, "nik" if birth[a] != birth[b] else "nik nama")
    for names in by_name.values():
        for one, two in _pairs(names):
            if one.child == two.child or not (one.mother == two.mother or "" in (one.mother, two.mother)):
                continue
            different = niks[one.child] and niks[two.child] and niks[one.child] != niks[two.child]
            reason = "nik beda" if different else "nik kosong"
            propose("nama", one.child, two.child, "kelamin" if one.rest != two.rest else reason)
    for names in by_mother.values():
        for one, two in _pairs(names):
            if one.child == two.child or one.name == two.name or (niks[one.child] and niks[two.child]):
                continue
            if JaroWinkler.similarity(one.name, two.name) >= SIMILAR:
                propose("kembar", one.child, two.child, "kembar")
    cases = [
        (_case(pair), kind, pair, sorted({seen[c] for c in pair if seen[c]}), reason)
        for kind, pair, reason in found.values()
    ]
    return pd.DataFrame(cases, columns=list(COLUMNS)).astype({"case": "str", "kind": "str", "reason": "str"})


def _case(child_ids: list[str]) -> str:
    return hashlib.sha256(",".join(sorted(child_ids)).encode()).hexdigest()[:12]


def _pairs(members: list) -> Iterable[tuple]:
    if len(members) > _LARGEST:
        return [(members[0], other) for other in members[1:]]
    return combinations(members, 2)
