"""Persons as they are compared, and the children that are known: the material of `identity`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from rapidfuzz import fuzz

#: Similarity (0–100) from which two names are one name, spelled twice.
SIMILAR: Final = 85.0
_DIGITS = re.compile(r"\d+")
_NOT_LETTERS = re.compile(r"[^A-Z0-9]+")


@lru_cache(maxsize=65_536)
def plain_name(name: str) -> str:
    """Return a name as it is compared: capitals, letters and digits, single spaces.

    >>> plain_name(" Contoh  Nur'aini ")
    'CONTOH NURAINI'
    """
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    return _NOT_LETTERS.sub(" ", letters.replace("'", "").replace("`", "")).strip()


def one_name(one: str, two: str) -> bool:
    """Return whether two plain names are nearly the same; a missing one is like no other.

    >>> one_name("MUHAMAD CONTOH", "MUHAMMAD CONTOH"), one_name("MUHAMMAD", "MUHAMMAD CONTOH")
    (True, False)
    """
    if one == two or not (one and two):
        return bool(one and two)
    return _DIGITS.findall(one) == _DIGITS.findall(two) and fuzz.ratio(one, two) >= SIMILAR


class Person(NamedTuple):
    """The identity of a row; missing parts are empty strings. ``place`` only where needed to tell apart.

    ``health`` is the puskesmas of the row, ``"<kab>|<name>"``.
    """

    nik: str
    name: str
    birth: str
    sex: str
    mother: str
    place: str = ""
    health: str = ""

    @property
    def name_key(self) -> str:
        """Name, birth date and sex; empty without a name. Without a birth date the place joins in."""
        if not self.name:
            return ""
        return f"{self.name}|{self.birth}|{self.sex}" + (f"|{self.place}" if not self.birth else "")

    def agrees(self, other: Person) -> bool:
        """Return whether both may have been said of one child (of an id that was in use before)."""
        if self.nik and other.nik and self.nik != other.nik:
            return False
        if (
            self.name
            and self.name_key == other.name_key
            and (self.mother == other.mother or not (self.mother and other.mother))
        ):
            return True
        if (
            not self.nik
            or self.nik != other.nik
            or (self.birth != other.birth and self.birth and other.birth)
        ):
            return False
        return self.health == other.health or one_name(self.name, other.name)


@dataclass(slots=True, eq=False)
class Child:
    """A child as live uploads have it: first birth date and sex, all NIK, plain names and puskesmas."""

    child_id: str
    birth: str = ""
    sex: str = ""
    niks: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    health: set[str] = field(default_factory=set)


@dataclass
class Known:
    """Children that may be meant by the rows at hand; grows while rows are assigned.

    ``stored`` has every id of the vault that comes near, also of undone uploads: all ever said of it.
    """

    by_nik: dict[str, list[Child]] = field(default_factory=dict)
    by_name: dict[str, list[tuple[Child, set[str]]]] = field(default_factory=dict)
    by_id: dict[str, Child] = field(default_factory=dict)
    stored: dict[str, list[Person]] = field(default_factory=dict)

    def child(self, child_id: str) -> Child:
        """Return the child of this id, known from now on."""
        found = self.by_id.get(child_id)
        if found is None:
            found = self.by_id[child_id] = Child(child_id)
        return found

    def named(self, person: Person) -> list[Child]:
        """Return the children of this name key."""
        return [child for child, _ in self.by_name.get(person.name_key, ())]

    def note(self, child: Child, person: Person) -> None:
        """Register what a row says of a child."""
        child.birth = child.birth or person.birth
        child.sex = child.sex or person.sex
        child.health.add(person.health)
        if person.nik and person.nik not in child.niks:
            child.niks.add(person.nik)
            self.by_nik.setdefault(person.nik, []).append(child)
        if not person.name:
            return
        child.names.add(person.name)
        entries = self.by_name.setdefault(person.name_key, [])
        mothers = next((mothers for other, mothers in entries if other is child), None)
        if mothers is None:
            entries.append((child, {person.mother}))
        else:
            mothers.add(person.mother)
