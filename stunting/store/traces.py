"""What the vault holds of a child, and taking it out so that no page of the file keeps it."""

from __future__ import annotations

import json
import re
from typing import Final

from stunting.store import keyring
from stunting.store.durable import StoreError
from stunting.store.identity import identities_of
from stunting.store.known import Person, plain_name
from stunting.store.people import Vault

_PARENTS: Final = re.compile(r"[/,;|&\\]")
_NUMBER: Final = re.compile(r"\d")


def traces(vault: Vault, child_ids: list[str]) -> dict[str, list[str]]:
    """Return what the vault holds that points at children: ``nik``, ``name``, ``identity`` texts.

    An identity is what a pseudonym is made from; ``name`` has the spellings and the compared form, and so
    have ``parents``.
    """
    kinds = ("nik", "name", "identity", "parents", "address")
    found: dict[str, set[str]] = {kind: set() for kind in kinds}
    if vault.database.exists():
        wanted = (json.dumps(child_ids),)
        inside = "child_id IN (SELECT value FROM json_each(?))"
        with vault.connection(read_only=True) as db:
            for nik, name, address, *parents in db.execute(
                f"SELECT nik, name, address, parent, mother FROM identities WHERE {inside}", wanted
            ):
                found["nik"].add(nik or "")
                found["name"].add(name or "")
                found["address"].add(address or "")
                found["parents"].update(parent or "" for parent in parents)
            for nik, birth, key, mother, health in db.execute(
                f"SELECT nik, birth_date, name_key, mother_key, health FROM identities WHERE {inside}",
                wanted,
            ):
                name = key.partition("|")[0]
                found["name"].add(name)
                found["parents"].add(mother)
                person = Person(nik or "", name, birth or "", "", mother, health=health)
                found["identity"].update(identities_of(person) if nik else ())
                found["identity"].update({f"nama:{key}|{mother}"} if key else ())
    return {kind: sorted(texts - {""}) for kind, texts in found.items()}


def family(vault: Vault, held: dict[str, list[str]], child_ids: list[str]) -> list[str]:
    """Return the texts of `traces` that point at the child's family and, in this vault, at no other one.

    Full names of parents (two words or more) and addresses with a number: a single name or the name of a
    village stands for many. What another child has too (a brother, a neighbour) is that child's as well.
    """
    parents = {part.strip() for text in held["parents"] for part in (text, *_PARENTS.split(text))}
    texts = {text for text in parents if len(plain_name(text).split()) > 1}
    texts |= {t for t in held["address"] if _NUMBER.search(t) and len(plain_name(t).split()) > 1}
    if not texts or not vault.database.exists():
        return sorted(texts)
    plain, others = {text: f" {plain_name(text)} " for text in texts}, set(child_ids)
    with vault.connection(read_only=True) as db:
        for child_id, *said in db.execute("SELECT child_id, name, parent, mother, address FROM identities"):
            if plain and child_id not in others:
                line = f" {' | '.join(plain_name(text or '') for text in said)} "
                plain = {text: words for text, words in plain.items() if words not in line}
    return sorted(plain)


def namesakes(vault: Vault, names: list[str], child_ids: list[str]) -> int:
    """Return how many other children have one of these names."""
    if not vault.database.exists():
        return 0
    plain = {plain_name(name) for name in names}
    with vault.connection(read_only=True) as db:
        found = {
            child_id
            for child_id, name in db.execute("SELECT child_id, name FROM identities")
            if plain_name(name or "") in plain
        }
    return len(found - set(child_ids))


def erase(vault: Vault, child_ids: list[str], identities: list[str]) -> None:
    """Remove children; of them only marks stay, by which the same identity is known to be back.

    Freed pages are overwritten, the file is written anew, and its log is emptied.
    """
    if not vault.database.exists():
        return
    secret = keyring.key(vault.folder, expected=True)
    make = keyring.pseudonym(secret)
    marks = {keyring.mark(secret, child) for child in [*child_ids, *map(make, identities)]}
    inside = "IN (SELECT value FROM json_each(?))"
    wanted = (json.dumps(child_ids),)
    with vault.connection() as db:
        db.execute("BEGIN IMMEDIATE")
        db.execute(
            f"DELETE FROM said WHERE identity IN (SELECT seq FROM identities WHERE child_id {inside})", wanted
        )
        db.execute(f"DELETE FROM identities WHERE child_id {inside}", wanted)
        db.executemany("INSERT OR IGNORE INTO forgotten VALUES (?)", [(mark,) for mark in marks])
        db.execute("COMMIT")
        db.execute("PRAGMA temp_store = MEMORY")  # VACUUM must not leave a copy in the temporary folder
        db.execute("VACUUM")
        if db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            raise StoreError("Vault sedang dibaca proses lain; penghapusan dilanjutkan nanti.")
