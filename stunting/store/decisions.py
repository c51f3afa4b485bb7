"""What people decided: area aliases and who is who. A log in the vault to which lines are only added.

Nothing stored is changed by a decision; it is applied when rows are read, so that taking it back
restores the figures to the last digit.
"""

from __future__ import annotations

import hashlib
import json
import threading
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pandas as pd

from stunting.store.durable import StoreError, make_folder, write_file

#: Kinds of aliases, and of decisions about children ("same child", "different children").
ALIAS_KINDS: Final = ("kecamatan", "desa", "puskesmas", "posyandu")
IDENTITY_KINDS: Final = ("sama", "beda")
LIVE, REVOKED = "berlaku", "dicabut"
COLUMNS: Final = ("id", "kind", "key", "target", "by", "at", "state", "revoked_by", "revoked_at")


@dataclass(frozen=True)
class Decision:
    """One decision. Of children, ``key`` is the first one and ``target`` the others, with commas."""

    id: int
    kind: str
    key: str
    target: str
    by: str
    at: str
    revoked_by: str = ""
    revoked_at: str = ""

    @property
    def live(self) -> bool:
        """Whether it is applied."""
        return bool(self.kind) and not self.revoked_at

    @property
    def children(self) -> tuple[str, ...]:
        """The children it is about, the first one first."""
        return (self.key, *self.target.split(",")) if self.kind in IDENTITY_KINDS else ()


@dataclass(frozen=True)
class Log:
    """All decisions at one moment; ``digest`` names the moment (empty: nothing was ever decided)."""

    digest: str = ""
    entries: tuple[Decision, ...] = ()

    @property
    def live(self) -> list[Decision]:
        """Decisions that are applied, oldest first."""
        return [d for d in self.entries if d.live]


class Decisions:
    """The file ``vault/keputusan.jsonl``, one line a decision or revocation; writers hold the lock."""

    def __init__(self, home: Path) -> None:
        self.path = home / "vault" / "keputusan.jsonl"
        self._mutex = threading.Lock()
        self._seen: tuple[tuple[int, int, int], Log] | None = None

    def look(self) -> Log:
        """Return the log as it is now (one system call while nothing changes)."""
        try:
            now = self.path.stat()
        except FileNotFoundError:
            return Log()
        mark = (now.st_ino, now.st_mtime_ns, now.st_size)
        with self._mutex:
            if self._seen is None or self._seen[0] != mark:
                self._seen = mark, _read(self.path.read_bytes())
            return self._seen[1]

    def add(self, kind: str, key: str, target: str, by: str) -> int:
        """Append a decision and return its number."""
        number = max((d.id for d in self.look().entries), default=0) + 1
        self._append(asdict(Decision(number, kind, key, target, by, _now())))
        return number

    def revoke(self, decision_id: int, by: str) -> bool:
        """Take a decision back; False where that was done already.

        Raises
        ------
        StoreError
            If there is no such decision.
        """
        found = next((d for d in self.look().entries if d.id == decision_id and d.kind), None)
        if found is None:
            raise StoreError(f"Keputusan {decision_id} tidak dikenal; lihat daftar keputusan.")
        if found.live:
            self._append({"id": decision_id, "revoked_by": by, "revoked_at": _now()})
        return found.live

    def clear(self, child_ids: set[str]) -> int:
        """Blank every decision about one of these children (its number stays used); return how many."""
        about = {d.id for d in self.look().entries if child_ids & set(d.children)}
        if about:
            lines = []
            for line in self.path.read_bytes().splitlines():
                event = _event(line)
                if event.get("id") not in about:
                    lines.append(line)
                elif "kind" in event:
                    blank = Decision(event["id"], "", "", "", "", "")
                    lines.append(json.dumps(asdict(blank)).encode())
            write_file(self.path, b"\n".join(lines) + b"\n", mode=0o600)
        return len(about)

    def frame(self) -> pd.DataFrame:
        """Return all decisions, oldest first (`COLUMNS`)."""
        rows = [asdict(d) | {"state": LIVE if d.live else REVOKED} for d in self.look().entries if d.kind]
        frame = pd.DataFrame(rows, columns=list(COLUMNS))
        for name in ("at", "revoked_at"):
            frame[name] = pd.to_datetime(frame[name].replace("", None), utc=True, format="ISO8601")
        return frame.astype({"id": "int64", "kind": "str", "key": "str", "target": "str", "by": "str"})

    def _append(self, event: dict) -> None:
        make_folder(self.path.parent, 0o700)
        before = self.path.read_bytes() if self.path.exists() else b""
        line = json.dumps(event, ensure_ascii=False).encode() + b"\n"
        write_file(self.path, before + line, mode=0o600)


def _read(data: bytes) -> Log:
    entries: dict[int, Decision] = {}
    for line in data.splitlines():
        event = _event(line)
        if "kind" in event:
            entries[event["id"]] = Decision(**event)
        elif event.get("id") in entries:
            entries[event["id"]] = replace(
                entries[event["id"]], revoked_by=event["revoked_by"], revoked_at=event["revoked_at"]
            )
    return Log(hashlib.sha256(data).hexdigest(), tuple(entries.values()))


def _event(line: bytes) -> dict:
    return dict(json.loads(line)) if line.strip() else {}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
