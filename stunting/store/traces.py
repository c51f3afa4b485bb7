"""What the vault holds of a child, and taking it out so that no page of the file keeps it."""

from __future__ import annotations

import json

from stunting.store import keyring
from stunting.store.durable import StoreError
from stunting.store.identity import plain_name
from stunting.store.people import Vault


def traces(vault: Vault, child_ids: list[str]) -> dict[str, list[str]]:
    """Return what the vault holds that points at children: ``nik``, ``name``, ``identity`` texts.

    An identity is what a pseudonym is made from; ``name`` has the spellings and the compared form.
    """
    found: dict[str, set[str]] = {"nik": set(), "name": set(), "identity": set(), "parents": set()}
    if vault.database.exists():
        wanted = (json.dumps(child_ids),)
        inside = "child_id IN (SELECT value FROM json_each(?))"
        with vault.connection(read_only=True) as db:
            for nik, name, *parents in db.execute(
                f"SELECT nik, name, parent, mother FROM identities WHERE {inside}", wanted
            ):
                found["nik"].add(nik or "")
                found["name"].add(name or "")
                found["parents"].update(parent or "" for parent in parents)
            for nik, birth in db.execute(f"SELECT nik, birth FROM children WHERE {inside}", wanted):
                found["nik"].add(nik)
                found["identity"].update((f"nik:{nik}", f"nik:{nik}|{birth}") if nik else ())
            for key, mother in db.execute(
                f"SELECT name_key, mother FROM names WHERE child IN (SELECT id FROM children WHERE {inside})",
                wanted,
            ):
                found["name"].add(key.partition("|")[0])
                found["identity"].add(f"nama:{key}|{mother}")
    return {kind: sorted(texts - {""}) for kind, texts in found.items()}


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
            f"DELETE FROM names WHERE child IN (SELECT id FROM children WHERE child_id {inside})", wanted
        )
        db.execute(f"DELETE FROM identities WHERE child_id {inside}", wanted)
        db.execute(f"DELETE FROM children WHERE child_id {inside}", wanted)
        db.executemany("INSERT OR IGNORE INTO forgotten VALUES (?)", [(mark,) for mark in marks])
        db.execute("COMMIT")
        db.execute("PRAGMA temp_store = MEMORY")  # VACUUM must not leave a copy in the temporary folder
        db.execute("VACUUM")
        if db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            raise StoreError("Vault sedang dibaca proses lain; penghapusan dilanjutkan nanti.")
