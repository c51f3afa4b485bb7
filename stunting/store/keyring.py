"""The key of the vault, and the pseudonyms it makes."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from pathlib import Path

from stunting import secret
from stunting.store.durable import StoreError, make_folder


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
    return bytes.fromhex(secret.kept(path, secrets.token_hex(32).encode()).decode("ascii"))


def pseudonym(key: bytes) -> Callable[[str], str]:
    """Return the function from an identity to its child id: 16 hex digits of HMAC-SHA256.

    >>> pseudonym(b"contoh")("nik:1")
    '4c741a2420313105'
    """
    return lambda identity: hmac.digest(key, identity.encode(), "sha256").hex()[:16]


def mark(key: bytes, child_id: str) -> str:
    """Return what is kept of a forgotten child: enough to know its id again, not enough to find it."""
    return hmac.digest(key, f"dilupakan:{child_id}".encode(), "sha256").hex()


def noted(key: bytes, child_id: str) -> str:
    """Return what the audit log calls a child: the same each time, as long as the id, and not the id.

    A child that was forgotten keeps it there. Never sixteen digits in a row.

    >>> noted(b"contoh", "4c741a2420313105")
    'c3906184-5b566e2'
    """
    text = hmac.digest(key, f"audit:{child_id}".encode(), "sha256").hex()
    return f"{text[:8]}-{text[8:15]}"


def renewing(key: bytes, marks: set[str], returned: set[str]) -> Callable[[str], str]:
    """Return `pseudonym`, but with another id for identities that were forgotten (noted in `returned`)."""
    first = pseudonym(key)
    if not marks:
        return first

    def make(identity: str) -> str:
        child_id = first(identity)
        while mark(key, child_id) in marks:
            identity += "|lagi"
            child_id = first(identity)
            returned.add(child_id)
        return child_id

    return make
