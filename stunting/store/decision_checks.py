"""Which decisions are refused: unknown targets, circles of names, children held apart and together."""

from __future__ import annotations

import re
from typing import Final

from stunting import regions
from stunting.store.aliases import aliases_of
from stunting.store.decisions import ALIAS_KINDS, Decision, Log
from stunting.store.durable import StoreError

_CODE: Final = {"kecamatan": re.compile(r"\d\d\.\d\d\.\d\d"), "desa": re.compile(r"\d\d\.\d\d\.\d\d\.\d{4}")}
_FORM: Final = {
    "kecamatan": re.compile(r"\?.+"),
    "desa": re.compile(r"[^|]*\?.+"),
    "puskesmas": re.compile(r"[^|]+\|.+"),
    "posyandu": re.compile(r"[^|]*\|.+"),
}


def alias(kind: str, key: str, target: str) -> None:
    """Raise `StoreError` where the key has not the form of its kind, or the target does not exist."""
    if kind not in ALIAS_KINDS or not _FORM[kind].fullmatch(key) or not target:
        raise StoreError(f"Keputusan “{kind}” untuk “{key}” tidak lengkap; pilih dari daftar wilayah.")
    if kind in _CODE:
        known = regions.areas(target[:5]) if _CODE[kind].fullmatch(target) else None
        if known is None or target not in set(known["code"]):
            raise StoreError(f"Kode {kind} {target} tidak ada; pilih dari daftar wilayah.")


def free(log: Log, kind: str, key: str, target: str) -> None:
    """Raise `StoreError` where the key is decided already, or names would run in a circle."""
    taken = next((d for d in log.live if (d.kind, d.key) == (kind, key)), None)
    if taken is not None:
        raise StoreError(f"“{key}” sudah diputuskan (nomor {taken.id}); cabut dulu keputusan itu.")
    if kind in _CODE:
        return
    scope = key.partition("|")[0]
    names = {d.key: d.target for d in log.live if d.kind == kind}
    after, seen = target, {key}
    while (full := f"{scope}|{after}") not in seen:
        seen.add(full)
        if full not in names:
            return
        after = names[full]
    raise StoreError(f"“{target}” sudah dibaca sebagai “{key}”; cabut dulu keputusan itu.")


def apart(log: Log, children: list[str]) -> None:
    """Refuse to make one child of children that are decided to be different, also by a detour."""
    new = Decision(0, "sama", children[0], ",".join(children[1:]), "", "")
    aliases = aliases_of(Log(entries=(*log.entries, new)))
    for decision in log.live:
        if decision.kind != "beda":
            continue
        if len({aliases.child(child) for child in decision.children}) < len(decision.children):
            raise StoreError(
                f"Anak ini sudah diputuskan berbeda (nomor {decision.id}); cabut dulu keputusan itu."
            )
