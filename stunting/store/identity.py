"""Who is who: rows of a file to children. Pure: what is known comes in, what is new goes out.

The rules, in order (a *name key* is normalised name, birth date and sex; mothers are *compatible*
when they are equal or one is missing):

1. A NIK that is known belongs to its child. With another birth date it is a separate child (the
   NIK was mistyped, or it is the NIK of a parent): ambiguous. Another sex alone: same child, reported.
2. No NIK: the one known child of that name key and a compatible mother. If several fit and not
   exactly one has the same mother: ambiguous, a child of its own.
3. A new NIK: the one child of that name key and a compatible mother that has no NIK yet gets it. If
   that is not clear, or the child found has another NIK (twins, namesakes): ambiguous, a child of its own.

Ambiguous cases are never merged; each is a finding for a person to decide.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

_NOT_LETTERS = re.compile(r"[^A-Z0-9]+")


@lru_cache(maxsize=65_536)
def plain_name(name: str) -> str:
    """Return a name as it is compared: capitals, letters and digits, single spaces.

    >>> plain_name(" Contoh  Nur'aini ")
    'CONTOH NURAINI'
    """
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    return _NOT_LETTERS.sub(" ", letters.replace("'", "").replace("`", "")).strip()


class Person(NamedTuple):
    """The identity of a row; missing parts are empty strings. ``place`` only where needed to tell apart."""

    nik: str
    name: str
    birth: str
    sex: str
    mother: str
    place: str = ""

    @property
    def name_key(self) -> str:
        """Name, birth date and sex; empty without a name. Without a birth date the place joins in."""
        if not self.name:
            return ""
        return f"{self.name}|{self.birth}|{self.sex}" + (f"|{self.place}" if not self.birth else "")


@dataclass(slots=True, eq=False)
class Child:
    """A child of the vault; ``number`` is its place there (0: not yet), ``latest`` a hash of its identity."""

    child_id: str
    nik: str
    birth: str
    sex: str
    number: int = 0
    latest: bytes = b""


@dataclass
class Known:
    """Children that may be meant by the rows at hand; grows while rows are assigned."""

    by_nik: dict[str, list[Child]] = field(default_factory=dict)
    by_name: dict[str, list[tuple[Child, set[str]]]] = field(default_factory=dict)
    by_id: dict[str, Child] = field(default_factory=dict)

    def add(self, child: Child) -> Child:
        """Register a child (once)."""
        found = self.by_id.setdefault(child.child_id, child)
        if found is child and child.nik:
            self.by_nik.setdefault(child.nik, []).append(child)
        return found

    def name(self, key: str, child: Child, mother: str) -> bool:
        """Register that a child was seen under a name key and mother; True if that is new."""
        entries = self.by_name.setdefault(key, [])
        for other, mothers in entries:
            if other is child:
                new = mother not in mothers
                mothers.add(mother)
                return new
        entries.append((child, {mother}))
        return True


@dataclass
class Assigned:
    """What became of the rows.

    Attributes
    ----------
    child_ids : list of str
        One a row.
    created : list of Child
    linked : list of (child_id, nik)
    names : list of (name_key, Child, mother)
    ambiguous : dict
        Index of the first row of a person → what is unclear (Indonesian).
    """

    child_ids: list[str] = field(default_factory=list)
    created: list[Child] = field(default_factory=list)
    linked: list[tuple[str, str]] = field(default_factory=list)
    names: list[tuple[str, Child, str]] = field(default_factory=list)
    ambiguous: dict[int, str] = field(default_factory=dict)


NIK_BIRTH = "NIK ini sudah dipakai anak dengan tanggal lahir lain"
NIK_SEX = "NIK ini sudah dipakai dengan jenis kelamin lain; dianggap anak yang sama"
SEVERAL = "beberapa anak terdaftar cocok dengan nama, tanggal lahir, dan jenis kelamin ini"
OTHER_NIK = "anak dengan nama, tanggal lahir, dan jenis kelamin sama terdaftar dengan NIK lain"


def assign(persons: Iterable[Person], known: Known, pseudonym: Callable[[str], str]) -> Assigned:
    """Give every row its child.

    Parameters
    ----------
    persons : iterable of Person
        In the order of the file; the order decides which of two rows is seen first.
    known : Known
        Children that share a NIK or a name key with `persons`; is extended.
    pseudonym : callable
        Identity at first sight → child id (keyed, so that it says nothing).

    Returns
    -------
    Assigned
    """
    out = Assigned()
    seen: dict[Person, str] = {}

    def own(identity: str, person: Person) -> Child:
        child_id = pseudonym(identity)
        child = known.by_id.get(child_id)
        if child is None:
            child = known.add(Child(child_id, person.nik, person.birth, person.sex))
            out.created.append(child)
        return child

    for index, person in enumerate(persons):
        child_id = seen.get(person)
        if child_id is None:
            key = person.name_key
            child, unclear = _decide(person, key, known, own, out)
            if unclear:
                out.ambiguous[index] = unclear
            if key and known.name(key, child, person.mother):
                out.names.append((key, child, person.mother))
            child_id = seen[person] = child.child_id
        out.child_ids.append(child_id)
    return out


def _decide(
    person: Person, key: str, known: Known, own: Callable[[str, Person], Child], out: Assigned
) -> tuple[Child, str]:
    nik = person.nik
    if nik and nik in known.by_nik:
        holders = known.by_nik[nik]
        same = [c for c in holders if c.birth == person.birth]
        fitting = same or [c for c in holders if not c.birth or not person.birth]
        if not fitting:
            return own(f"nik:{nik}|{person.birth}", person), NIK_BIRTH
        child = fitting[0]
        other_sex = child.sex and person.sex and child.sex != person.sex
        return child, NIK_SEX if other_sex else ""
    candidates = [
        (child, mothers)
        for child, mothers in known.by_name.get(key, ())
        if person.mother in mothers or "" in mothers or not person.mother
    ]
    if person.mother:
        equal = [(child, mothers) for child, mothers in candidates if person.mother in mothers]
        candidates = equal or candidates
    name_identity = f"nama:{key}|{person.mother}" if key else f"baris:{person.place}"
    if not nik:
        if len(candidates) == 1:
            return candidates[0][0], ""
        return own(name_identity, person), SEVERAL if candidates else ""
    if len(candidates) == 1 and not candidates[0][0].nik:
        child = candidates[0][0]
        child.nik = nik
        known.by_nik.setdefault(nik, []).append(child)
        out.linked.append((child.child_id, nik))
        return child, ""
    unclear = OTHER_NIK if any(c.nik for c, _ in candidates) else SEVERAL
    return own(f"nik:{nik}", person), unclear if candidates else ""
