"""What is known of one upload without reading its rows: counts, and what it holds and replaces."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Final

import pandas as pd

#: A month of a puskesmas counts as delivered whole by a file (and replaces earlier uploads of it) when
#: the file has at least this share of the rows that it has in its own largest month of that puskesmas.
#: A few late dates in a neighbouring month stay below it and replace nothing.
REPLACE_SHARE: Final = 0.25
#: ... and at least this share of the rows that the store shows of that month at that moment. Fewer (one
#: late child, a guest of another puskesmas, a handful of dates of last month) are added: the newest wins.
REPLACE_LEAST: Final = 0.5

FORMAT: Final = 1


@dataclass(frozen=True)
class Group:
    """Rows of one puskesmas and month in one upload.

    Attributes
    ----------
    kab, period : str
    puskesmas : str or None
        None where the file names none: such rows never replace and are never replaced.
    rows : int
    replaces : bool
        The file delivers this month whole: earlier uploads of this puskesmas and month vanish while the
        upload is live, unless it has less than `REPLACE_LEAST` of what they show.
    posyandu : dict
        ``"<desa>|<posyandu>"`` → rows.
    """

    kab: str
    puskesmas: str | None
    period: str
    rows: int
    replaces: bool
    posyandu: dict[str, int] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str | None, str]:
        """Where the group stands: kabupaten, puskesmas, month."""
        return self.kab, self.puskesmas, self.period


@dataclass(frozen=True)
class Manifest:
    """One upload as it was received (its state is in the Delta log); only forgetting a child changes it."""

    upload_id: str
    kind: str
    uploaded_at: datetime
    filename: str = ""
    by: str = ""
    sha256: str = ""
    original: bool = False
    variant: str = ""
    container: str = ""
    synthetic: bool = False
    partial: bool = False
    rows_read: int = 0
    rows_stored: int = 0
    rows_rejected: int = 0
    children: int = 0
    measured: int = 0
    registered_not_measured: int = 0
    children_new: int = 0
    children_known: int = 0
    periods: list[str] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    replaces: list[tuple[str, str, int]] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    asli_disunting: bool = False  # the original was replaced by a copy without a forgotten child
    rows_forgotten: int = 0
    format: int = FORMAT

    def to_json(self) -> bytes:
        """Return the bytes of ``manifest.json``."""
        fields = asdict(self) | {"uploaded_at": self.uploaded_at.isoformat()}
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Manifest:
        """Read `to_json` back.

        Raises
        ------
        ValueError, KeyError, TypeError
            If the file was cut or is not a manifest.
        """
        fields = json.loads(data)
        fields["uploaded_at"] = datetime.fromisoformat(fields["uploaded_at"])
        fields["groups"] = [Group(**g) for g in fields["groups"]]
        fields["replaces"] = [(p, m, int(n)) for p, m, n in fields["replaces"]]
        return cls(**fields)


def groups_of(rows: pd.DataFrame, *, partial: bool = False) -> list[Group]:
    """Return the groups of canonical rows, with what they replace.

    Parameters
    ----------
    rows : DataFrame
        Columns kab, puskesmas, period, desa, posyandu.
    partial : bool
        The file adds to its months and replaces nothing.

    Examples
    --------
    >>> rows = pd.DataFrame({"kab": "63.11", "puskesmas": "Contoh", "desa": "?A", "posyandu": "Melati",
    ...                      "period": ["2024-02"] * 5 + ["2024-01"]})
    >>> [(g.period, g.rows, g.replaces) for g in groups_of(rows)]
    [('2024-01', 1, False), ('2024-02', 5, True)]
    """
    keys = ["kab", "puskesmas", "period"]
    known = rows[[*keys, "desa", "posyandu"]]
    counts = known.value_counts([*keys, "desa", "posyandu"], dropna=False, sort=False)
    found: dict[tuple, dict[str, int]] = {}
    for labels, number in zip(counts.index.to_list(), counts.to_list(), strict=True):
        kab, puskesmas, period, desa, posyandu = map(_text, labels)
        inside = found.setdefault((kab, puskesmas or None, period), {})
        name = f"{desa}|{posyandu}"
        inside[name] = inside.get(name, 0) + int(number)
    groups = [
        Group(kab, puskesmas, period, sum(inside.values()), False, dict(sorted(inside.items())))
        for (kab, puskesmas, period), inside in sorted(
            found.items(), key=lambda item: (item[0][0], item[0][1] or "", item[0][2])
        )
    ]
    return mark_replacing(groups, partial=partial)


def mark_replacing(groups: list[Group], *, partial: bool) -> list[Group]:
    """Return the groups of one upload with ``replaces`` as `REPLACE_SHARE` has it."""
    largest: dict[tuple, int] = {}
    for group in groups:
        at = group.kab, group.puskesmas
        largest[at] = max(largest.get(at, 0), group.rows)
    return [
        replace(
            group,
            replaces=bool(
                not partial
                and group.puskesmas
                and group.period
                and group.rows >= REPLACE_SHARE * largest[group.kab, group.puskesmas]
            ),
        )
        for group in groups
    ]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
