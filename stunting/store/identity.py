"""Who is who: rows of a file to children. Pure: what is known comes in, what is new goes out.

The rules, in order (a *name key* is normalised name, birth date and sex; mothers are *compatible*
when they are equal or one is missing):

1. A NIK that is known belongs to its child. With another birth date it is a separate child (the
   NIK was mistyped, or it is the NIK of a parent): ambiguous. So is a row of a puskesmas that has no
   row of that child, unless it has the birth date and nearly the same name: who has only a NIK must
   not come by a child of another puskesmas. Another sex alone: same child, reported.
2. No NIK: the one known child of that name key and a compatible mother. If several fit and not
   exactly one has the same mother: ambiguous, a child of its own.
3. A new NIK: the one child of that name key and a compatible mother that has no NIK yet gets it. If
   that is not clear, or the child found has another NIK (twins, namesakes): ambiguous, a child of its own.

Ambiguous cases are never merged; each is a finding for a person to decide. Only what live uploads say
is known: an undone one changes nothing of what comes after it (`Known.stored` keeps its ids apart).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count

from stunting.store.known import Child, Known, Person, one_name


@dataclass
class Assigned:
    """What became of the rows.

    Attributes
    ----------
    child_ids : list of str
        One a row.
    created : list of Child
        That no live upload knew before.
    ambiguous : dict
        Index of the first row of a person → what is unclear (Indonesian).
    """

    child_ids: list[str] = field(default_factory=list)
    created: list[Child] = field(default_factory=list)
    ambiguous: dict[int, str] = field(default_factory=dict)


NIK_BIRTH = "NIK ini sudah dipakai anak dengan tanggal lahir lain"
NIK_ELSEWHERE = "NIK ini sudah tercatat di puskesmas lain, dan nama atau tanggal lahirnya tidak sama"
NIK_SEX = "NIK ini sudah dipakai dengan jenis kelamin lain; dianggap anak yang sama"
SEVERAL = "beberapa anak terdaftar cocok dengan nama, tanggal lahir, dan jenis kelamin ini"
OTHER_NIK = "anak dengan nama, tanggal lahir, dan jenis kelamin sama terdaftar dengan NIK lain"


def identities_of(person: Person) -> list[str]:
    """Return what the pseudonym of a person may be made from, the shortest first.

    >>> identities_of(Person("1", "CONTOH", "2022-01-01", "L", "", health="63.11|Contoh"))
    ['nik:1', 'nik:1|2022-01-01', 'nik:1|2022-01-01|CONTOH|63.11|Contoh']
    """
    if person.nik:
        nik = f"nik:{person.nik}"
        return [nik, f"{nik}|{person.birth}", f"{nik}|{person.birth}|{person.name}|{person.health}"]
    return [f"nama:{person.name_key}|{person.mother}" if person.name else f"baris:{person.place}"]


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

    def own(person: Person, longer: int = 0) -> Child:
        for identity in _forms(person, longer):
            child_id = pseudonym(identity)
            child = known.by_id.get(child_id)
            if child is not None:
                if person.nik or (person.name and child not in known.named(person)):
                    continue  # the id of another child, which came by it when other uploads were live
                return child
            if all(person.agrees(said) for said in known.stored.get(child_id, [])):
                break
        child = known.child(child_id)
        out.created.append(child)
        return child

    for index, person in enumerate(persons):
        child_id = seen.get(person)
        if child_id is None:
            child, unclear = _decide(person, known, own)
            if unclear:
                out.ambiguous[index] = unclear
            known.note(child, person)
            child_id = seen[person] = child.child_id
        out.child_ids.append(child_id)
    return out


def _forms(person: Person, longer: int) -> Iterator[str]:
    forms = identities_of(person)[longer:]
    yield from forms
    yield from (f"{forms[-1]}|{n}" for n in count(2))


def _decide(person: Person, known: Known, own: Callable[..., Child]) -> tuple[Child, str]:
    if person.nik and person.nik in known.by_nik:
        return _of_nik(person, known.by_nik[person.nik], own)
    candidates = [
        (child, mothers)
        for child, mothers in known.by_name.get(person.name_key, ())
        if person.mother in mothers or "" in mothers or not person.mother
    ]
    if person.mother:
        equal = [(child, mothers) for child, mothers in candidates if person.mother in mothers]
        candidates = equal or candidates
    if len(candidates) == 1 and not (person.nik and candidates[0][0].niks):
        return candidates[0][0], ""
    unclear = OTHER_NIK if person.nik and any(child.niks for child, _ in candidates) else SEVERAL
    return own(person), unclear if candidates else ""


def _of_nik(person: Person, holders: list[Child], own: Callable[..., Child]) -> tuple[Child, str]:
    same = [c for c in holders if c.birth == person.birth]
    fitting = same or [c for c in holders if not c.birth or not person.birth]
    if not fitting:
        return own(person, 1), NIK_BIRTH
    here = [c for c in fitting if person.health in c.health]
    named = [c for c in fitting if person.birth and any(one_name(person.name, name) for name in c.names)]
    meant = [c for c in named if c in here] or named or here
    if not meant:
        return own(person, 2), NIK_ELSEWHERE
    child = meant[0]
    other_sex = child.sex and person.sex and child.sex != person.sex
    return child, NIK_SEX if other_sex else ""
