"""The key of the vault, and the pseudonyms it makes."""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from stunting.store.durable import StoreError, fsync_path, make_folder, write_file


def key(vault: Path, *, expected: bool) -> bytes:
    """Return the key in ``vault/kunci``, made at the first call.

    Parameters
    ----------
    vault : Path
    expected : bool
        People are stored already: a missing key is then an error, not a reason to make another.

    Raises
    ------
    StoreError
        If the key of existing people is missing.
    """
    path = vault / "kunci"
    if path.exists():
        return bytes.fromhex(path.read_text("ascii"))
    if expected:
        raise StoreError(
            "Berkas kunci vault (vault/kunci) hilang. Kembalikan dari cadangan: tanpa kunci itu anak"
            " yang sama akan dianggap anak baru."
        )
    make_folder(vault, 0o700)
    draft = vault / f".kunci-{os.getpid()}-{secrets.token_hex(4)}"
    write_file(draft, secrets.token_hex(32).encode(), mode=0o600)
    try:
        os.link(draft, path)  # whole or not at all; the first of two processes wins
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    fsync_path(vault)
    return bytes.fromhex(path.read_text("ascii"))


def pseudonym(secret: bytes) -> Callable[[str], str]:
    """Return the function from an identity to its child id: 16 hex digits of HMAC-SHA256.

    >>> pseudonym(b"contoh")("nik:1")
    '4c741a2420313105'
    """
    return lambda identity: hmac.digest(secret, identity.encode(), "sha256").hex()[:16]


def mark(secret: bytes, child_id: str) -> str:
    """Return what is kept of a forgotten child: enough to know its id again, not enough to find it."""
    return hmac.digest(secret, f"dilupakan:{child_id}".encode(), "sha256").hex()


def renewing(secret: bytes, marks: set[str], returned: set[str]) -> Callable[[str], str]:
    """Return `pseudonym`, but with another id for identities that were forgotten (noted in `returned`)."""
    first = pseudonym(secret)
    if not marks:
        return first

    def make(identity: str) -> str:
        child_id = first(identity)
        while mark(secret, child_id) in marks:
            identity += "|lagi"
            child_id = first(identity)
            returned.add(child_id)
        return child_id

    return make
