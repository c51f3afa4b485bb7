"""The state of the store at one version: which uploads are live, in which order, what replaces what."""

from __future__ import annotations

from dataclasses import dataclass, field

from stunting.store.aliases import Aliases
from stunting.store.manifest import REPLACE_LEAST, Group, Manifest
from stunting.store.tables import Snapshot
from stunting.store.uploads import Uploads

Key = tuple[str, str | None, str]
_CONTENT = "isi-"


def content_id(sha256: str) -> str:
    """Return the application id that a content (whatever upload brought it) has in the Delta log.

    It is committed with every upload of that content, so that two writers cannot both store it.
    """
    return _CONTENT + sha256


def next_number(number: int, *, live: bool) -> int:
    """Return the transaction number that follows and says live (odd) or undone (even).

    >>> next_number(0, live=True), next_number(1, live=False), next_number(1, live=True)
    (1, 2, 3)
    """
    return number + 1 if (number + 1) % 2 == live else number + 2


@dataclass(frozen=True)
class Live:
    """Live uploads of one snapshot of both tables.

    Attributes
    ----------
    snapshots : dict
        Kind (``"rows"``, ``"recap"``, ``"tambahan"``) → snapshot.
    manifests : dict
        Upload id → manifest of every live upload, oldest first.
    undone : dict
        The same of those that are undone.
    order : dict
        Upload id → place in time.
    replaced : dict
        (kab, puskesmas, period) → place of the last upload that replaces it.
    groups : dict
        (kab, puskesmas, period) → [(place, group)] of live uploads.
    aliases : Aliases
        Decisions that are applied when rows are read; the names of puskesmas above are the decided ones.
    """

    snapshots: dict[str, Snapshot]
    manifests: dict[str, Manifest]
    undone: dict[str, Manifest]
    order: dict[str, int]
    replaced: dict[Key, int]
    groups: dict[Key, list[tuple[int, Group]]]
    aliases: Aliases = field(default_factory=Aliases)

    def number(self, name: str) -> int:
        """Return the transaction number of an application id (0: never; odd: live; even: undone)."""
        return max((s.transactions.get(name, 0) for s in self.snapshots.values()), default=0)

    def holder(self, sha256: str) -> Manifest | None:
        """Return the live upload that has this content."""
        if self.number(content_id(sha256)) % 2 == 0:
            return None
        return next((m for m in self.manifests.values() if m.sha256 == sha256), None)

    def visible(self, key: Key) -> list[Group]:
        """Return the groups of live uploads at `key` that no later upload replaces."""
        last = self.replaced.get(key, -1)
        return [group for place, group in self.groups.get(key, ()) if place >= last]

    def replaced_by(
        self, groups: list[Group], partial: bool = False
    ) -> tuple[list[tuple[str, str, int]], list[dict], list[dict]]:
        """Return what a new upload with `groups` would replace, what it lacks, and what it adds to.

        Returns
        -------
        replaces : list of (puskesmas, period, rows)
        missing : list of dict(posyandu, desa, puskesmas, period, rows)
        added : list of dict(puskesmas, period, rows, before)
            Months of which the file has too little to replace them.
        """
        replaces, missing, added = [], [], []
        for group in self.aliases.groups(groups, partial):
            if not group.replaces:
                continue
            before: dict[str, int] = {}
            for old in self.visible(group.key):
                for name, number in old.posyandu.items():
                    before[name] = before.get(name, 0) + number
            if not before:
                continue
            where = {"puskesmas": group.puskesmas or "", "period": group.period}
            if not _enough(group, sum(before.values())):
                added.append({**where, "rows": group.rows, "before": sum(before.values())})
                continue
            replaces.append((where["puskesmas"], group.period, sum(before.values())))
            for name in sorted(before.keys() - group.posyandu.keys()):
                desa, _, posyandu = name.partition("|")
                missing.append({**where, "posyandu": posyandu, "desa": desa, "rows": before[name]})
        return replaces, missing, added


def _enough(group: Group, shown: int) -> bool:
    return group.rows >= REPLACE_LEAST * shown


def look(snapshots: dict[str, Snapshot], uploads: Uploads, aliases: Aliases | None = None) -> Live:
    """Return the state of the uploads at these snapshots, as decisions have it."""
    numbers = {
        name: number
        for snapshot in snapshots.values()
        for name, number in snapshot.transactions.items()
        if not name.startswith(_CONTENT)
    }
    known = [uploads.manifest(name) for name in numbers]
    known.sort(key=lambda m: (m.uploaded_at, m.upload_id))
    live = [m for m in known if numbers[m.upload_id] % 2]
    undone = {m.upload_id: m for m in known if not numbers[m.upload_id] % 2}
    return arrange(snapshots, live, undone, aliases or Aliases())


def arrange(
    snapshots: dict[str, Snapshot], live: list[Manifest], undone: dict[str, Manifest], aliases: Aliases
) -> Live:
    """Return the state in which the uploads of `live` count, in this order."""
    replaced: dict[Key, int] = {}
    groups: dict[Key, list[tuple[int, Group]]] = {}
    for place, manifest in enumerate(live):
        if manifest.kind != "rows":  # answers of templates stand beside the rows, they replace none
            continue
        for group in aliases.groups(manifest.groups, manifest.partial):
            here = groups.setdefault(group.key, [])
            if group.replaces:
                last = replaced.get(group.key, -1)
                if _enough(group, sum(old.rows for at, old in here if at >= last)):
                    replaced[group.key] = place
            here.append((place, group))
    return Live(
        snapshots,
        {m.upload_id: m for m in live},
        undone,
        {m.upload_id: place for place, m in enumerate(live)},
        replaced,
        groups,
        aliases,
    )
