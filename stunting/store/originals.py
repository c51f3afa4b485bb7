"""The uploaded files themselves, by content; they hold identities, so they are in the vault, 0600."""

from __future__ import annotations

import hashlib
from pathlib import Path

from stunting.store.durable import StoreError, make_folder, write_file


class Originals:
    """Files under ``home/vault/files``."""

    def __init__(self, home: Path) -> None:
        self.vault = home / "vault"
        self.folder = self.vault / "files"

    def keep(self, data: bytes) -> str:
        """Store an original file by its content; return the SHA-256."""
        sha256 = hashlib.sha256(data).hexdigest()
        make_folder(self.vault, 0o700)
        make_folder(self.folder, 0o700)
        path = self.folder / sha256
        if not path.exists():
            write_file(path, data, mode=0o600)
        return sha256

    def get(self, sha256: str) -> bytes:
        """Return an original file.

        Raises
        ------
        StoreError
            If it was not kept, or is no longer what it was.
        """
        path = self.folder / sha256
        data = path.read_bytes() if sha256 and path.exists() else b""
        if hashlib.sha256(data).hexdigest() != sha256:
            raise StoreError("Berkas asli unggahan ini tidak tersimpan atau rusak.")
        return data

    def forget(self, wanted: set[str], older_than: float) -> int:
        """Delete originals that no upload refers to and that were written before `older_than` (time)."""
        gone = 0
        for path in self.folder.glob("*"):
            if path.name not in wanted and path.stat().st_mtime <= older_than:
                path.unlink()
                gone += 1
        return gone
