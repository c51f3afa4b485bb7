"""The face of the store: uploads in, resolved rows out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Final

import pandas as pd

from stunting import audit
from stunting.store import copies, read, supplement
from stunting.store.aliases import Aliases
from stunting.store.forgetter import Forgetter
from stunting.store.manifest import Manifest
from stunting.store.registers import Registers
from stunting.store.state import name_of, token

_LISTED: Final = (
    "upload_id", "filename", "uploaded_at", "by", "sha256", "kind", "variant", "state", "rows_read",
    "rows_stored", "rows_rejected", "children", "measured", "registered_not_measured", "periods",
    "synthetic", "original", "asli_disunting",
)  # fmt: skip


def _named(manifest: Manifest, aliases: Aliases) -> tuple[str, ...]:
    return tuple(sorted({aliases.health(g.kab, g.puskesmas) or "" for g in manifest.groups}))


class Store(Forgetter):
    """The data of one installation; any number of processes and threads may use it at once.

    Parameters
    ----------
    home : Path, optional
        Its folder; default the setting. Nothing is created before the first upload.
    """

    @cached_property
    def registers(self) -> Registers:
        """Return the small tables that the district adds by hand."""
        return Registers(self.home)

    def uploads(self) -> pd.DataFrame:
        """Return all uploads, oldest first.

        Returns
        -------
        DataFrame
            As received (`Manifest`), and ``state`` (``"live"`` or ``"undone"``), ``original`` (whether the
            file is kept), ``asli_disunting`` (it is a copy without a forgotten child), ``puskesmas`` (tuple
            of the names as decided that it holds rows of, ``""`` for rows that name none).
        """
        live = self._live()
        known = [(m, "live") for m in live.manifests.values()] + [(m, "undone") for m in live.undone.values()]
        known.sort(key=lambda pair: (pair[0].uploaded_at, pair[0].upload_id))
        lines = [
            [state if name == "state" else getattr(manifest, name) for name in _LISTED]
            for manifest, state in known
        ]
        frame = pd.DataFrame(lines, columns=list(_LISTED))
        frame["puskesmas"] = pd.Series([_named(m, live.aliases) for m, _ in known], dtype="object")
        return frame.astype(
            {"uploaded_at": "datetime64[us, UTC]"}
            | dict.fromkeys(("synthetic", "original", "asli_disunting"), "bool")
        )

    def findings(self, upload_id: str) -> pd.DataFrame:
        """Return the findings of an upload, those of the store included."""
        return self._uploads.findings(self._find(upload_id)[0].upload_id)

    def original(self, upload_id: str) -> bytes:
        """Return the file as it was uploaded, or a CSV without the children of it that were forgotten.

        That CSV holds names as they came: neutralise formulas before somebody opens it as a table.

        Raises
        ------
        StoreError
            If there is no such upload, or it had no file.
        """
        manifest, _ = self._find(upload_id)
        data = self._originals.get(manifest.sha256 if manifest.original else "")
        earlier = manifest.asli_disunting and manifest.kind != "recap" and data.startswith(b"row,")
        # an earlier version's has no titles
        return copies.copy_of(self._uploads, self._vault, manifest.upload_id, []) if earlier else data

    def rows(self, kab: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Return the rows of a kabupaten that count.

        Live uploads only; months that a later upload replaces are gone; of the same child and date (of
        the same child and period, where not measured) the newest wins; an unmeasured row goes where its
        child has a measured one in that period. Oldest upload first, then as in the file.

        Parameters
        ----------
        kab : str
            Area key, e.g. ``"63.11"``.
        columns : sequence of str, optional
            Of ``schema.MEASUREMENT_DTYPES``; all by default. Asking for few is faster.

        Returns
        -------
        DataFrame
            Strings of few values (``child_id`` too) as categoricals with sorted categories.
        """
        return self._reading(lambda live: read.rows(live, kab, columns))

    def recap(self, kab: str) -> pd.DataFrame:
        """Return recap rows of a kabupaten (`RECAP_DTYPES`): of each level, area and period the newest."""
        return self._reading(lambda live: read.recap(live, kab))

    def supplement(self, kab: str, template: str, until: date | None = None) -> pd.DataFrame:
        """Return the answers of a template, as known on a day (see `stunting.store.supplement.read`)."""
        return self._reading(lambda live: supplement.read(live, kab, template, until))

    def supplement_months(self, kab: str, template: str) -> list[str]:
        """Return the months in which answers of a template were noted, oldest first."""
        return self._reading(lambda live: supplement.months(live, kab, template))

    def cube(self, name: str, kab: str, build: Callable[[pd.DataFrame], pd.DataFrame]) -> pd.DataFrame:
        """Return ``build(rows(kab))``, kept on disk and in memory until the data change.

        A `name` stands for one way of building: change it when `build` changes.
        """
        return self._reading(
            lambda live: self._cubes.get(name, kab, token(live), lambda: build(read.rows(live, kab)))
        )

    def people(self, child_ids: Iterable[str] | None = None, puskesmas: str | None = None) -> pd.DataFrame:
        """Return names and NIK of children from the vault; the caller answers for who may see them.

        For a `puskesmas` only what it may see of a child that others have rows of, too (`store.moves`).
        """
        live = self._live()
        return self._vault.people(child_ids, set(live.undone), live.aliases, puskesmas)

    def whole(self, child_ids: Iterable[str], puskesmas: str) -> set[str]:
        """Return those of the children of which a puskesmas may see all: also what others measured."""
        live = self._live()
        return self._vault.whole(child_ids, set(live.undone), live.aliases, puskesmas)

    def kabupaten(self) -> list[str]:
        """Return the keys of all kabupaten that have rows or recaps."""
        snapshots = self._live().snapshots
        return sorted({kab for kind in ("rows", "recap") for kab in snapshots[kind].files})

    @property
    def synthetic(self) -> bool:
        """Whether any live upload says that it is synthetic."""
        return any(m.synthetic for m in self._live().manifests.values())

    def pulled_on(self) -> date | None:
        """Return the day of the newest live upload (local time)."""
        newest = max((m.uploaded_at for m in self._live().manifests.values()), default=None)
        return newest.astimezone().date() if newest else None

    def version(self) -> str:
        """Return a name of the state of the data: another one whenever any figure may be different."""
        return name_of(
            [t.position() for t in self.tables.values()], self._decisions.look().digest + self._erased()
        )

    def noted(self, child_id: str) -> str:
        """Return the object of the audit log that stands for a child: keyed, not its id."""
        return f"anak:{self._vault.noted(child_id)}"

    def audit(self) -> pd.DataFrame:
        """Return the audit log: time, who, action, object, counts."""
        return audit.read(self.home)
