"""What every part of the store stands on: the folders, and the state of the uploads at one version."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from stunting import __version__
from stunting.settings import settings
from stunting.store import maintenance
from stunting.store.aliases import aliases_of
from stunting.store.cubes import Cubes
from stunting.store.decisions import Decisions
from stunting.store.durable import StoreError
from stunting.store.live import Live, look
from stunting.store.manifest import Manifest
from stunting.store.originals import Originals
from stunting.store.people import Vault
from stunting.store.schema import SCHEMAS
from stunting.store.tables import Table
from stunting.store.uploads import Uploads

T = TypeVar("T")


class State:
    """The parts of a store, and which uploads are live."""

    def __init__(self, home: Path | None = None) -> None:
        self.home = Path(home) if home is not None else settings().home
        self.tables = {
            kind: Table(self.home / folder, SCHEMAS[kind])
            for kind, folder in (("rows", "measurements"), ("recap", "recap"), ("tambahan", "tambahan"))
        }
        self._uploads = Uploads(self.home)
        self._vault = Vault(self.home)
        self._originals = Originals(self.home)
        self._cubes = Cubes(self.home)
        self._decisions = Decisions(self.home)
        self._intents = self.home / "vault" / "lupa"
        self._mutex = threading.Lock()
        self._seen: tuple[str, Live] | None = None
        for table in self.tables.values():
            maintenance.finish_exchange(table.path)

    def _live(self) -> Live:
        snapshots = {kind: table.snapshot() for kind, table in self.tables.items()}
        log = self._decisions.look()
        token = name_of([(s.table_id, s.version) for s in snapshots.values()], log.digest + self._erased())
        with self._mutex:
            if self._seen is None or self._seen[0] != token:
                self._seen = token, look(snapshots, self._uploads, aliases_of(log))
            return self._seen[1]

    def _erased(self) -> str:
        """Return what is another text after a child was forgotten, also one whose rows no table holds."""
        try:
            return str(self._intents.stat().st_mtime_ns)
        except FileNotFoundError:
            return ""

    def _reading(self, read: Callable[[Live], T]) -> T:
        """Return what `read` makes of the newest state; once again where its files were just removed."""
        try:
            return read(self._live())
        except FileNotFoundError:
            with self._mutex:
                self._seen = None
            return read(self._live())

    def _find(self, upload_id: str) -> tuple[Manifest, bool]:
        live = self._live()
        if upload_id in live.manifests:
            return live.manifests[upload_id], True
        if upload_id in live.undone:
            return live.undone[upload_id], False
        raise StoreError(f"Unggahan “{upload_id}” tidak dikenal; lihat daftar unggahan.")


def token(live: Live) -> str:
    """Return the name of the version that `live` was made at."""
    return name_of([(s.table_id, s.version) for s in live.snapshots.values()], live.aliases.digest)


def name_of(positions: list[tuple[str, int]], decisions: str) -> str:
    """Return a short name of table positions, decisions and what else decides the figures."""
    text = f"{positions}{decisions}{settings().kabupaten}{__version__}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]
