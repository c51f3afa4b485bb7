"""The uploaded files themselves, by content; they hold identities, so they are in the vault, 0600."""

from __future__ import annotations

import hashlib
from pathlib import Path

from stunting.store.durable import StoreError, fsync_path, make_folder, write_file


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
        if not path.exists() and not self.redacted(sha256).exists():
            write_file(path, data, mode=0o600)
        return sha256

    def get(self, sha256: str) -> bytes:
        """Return an original file; where a child of it was forgotten, the CSV that took its place.

        Raises
        ------
        StoreError
            If it was not kept, or is no longer what it was.
        """
        redacted = self.redacted(sha256)
        if sha256 and redacted.exists():
            return redacted.read_bytes()
        path = self.folder / sha256
        data = path.read_bytes() if sha256 and path.exists() else b""
        if hashlib.sha256(data).hexdigest() != sha256:
            raise StoreError("Berkas asli unggahan ini tidak tersimpan atau rusak.")
        return data

    def redacted(self, sha256: str) -> Path:
        """Return where the copy without forgotten children is, that took the place of an original."""
        return self.folder / f"{sha256}.disunting.csv"

    def redact(self, sha256: str, data: bytes) -> None:
        """Put `data` in the place of an original; its hash stays its name."""
        write_file(self.redacted(sha256), data, mode=0o600)
        (self.folder / sha256).unlink(missing_ok=True)
        fsync_path(self.folder)

    def forget(self, wanted: set[str], older_than: float) -> int:
        """Delete originals that no upload refers to and that were written before `older_than` (time)."""
        gone = 0
        for path in self.folder.glob("*"):
            if path.name.partition(".")[0] not in wanted and path.stat().st_mtime <= older_than:
                path.unlink()
                gone += 1
        return gone
