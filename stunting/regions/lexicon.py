"""Look one name up among the names of one kecamatan, kabupaten or the nation."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from rapidfuzz.distance import OSA

from stunting.regions.names import normalise, numerals
from stunting.regions.tables import _areas, nation
from stunting.settings import settings

MIN_FUZZY_LENGTH = 6  # letters; in shorter names one edit makes another name too easily
_KAB_WORD = re.compile(r"^(KABUPATEN|KAB|KOTAMADYA|KODYA|KOTA)( ADMINISTRASI| ADM)? ")
_KEC_WORD = re.compile(r"^(KECAMATAN|KEC|DISTRIK) ")
_DESA_WORD = re.compile(r"^(DESA|DS|KELURAHAN|KEL|KAMPUNG|KP|GAMPONG) ")
_URBAN = ("KEL ", "KELURAHAN ")
_RURAL = ("DESA ", "DS ")


class Entry(NamedTuple):
    """One known spelling: words (spaces kept), key (without spaces), code, is it an alias."""

    words: str
    key: str
    code: str
    alias: bool


class Lexicon:
    """Spellings of areas that may be told apart by name.

    Parameters
    ----------
    entries : list of Entry
    prefix : compiled pattern
        Word that may stand before the name ("KEC ", "DESA ").
    """

    def __init__(self, entries: list[Entry], prefix: re.Pattern[str]) -> None:
        self.entries = entries
        self.prefix = prefix
        self._tables: list[tuple[str, dict[str, set[str]]]] = []
        for how, alias in (("exact", False), ("alias", True)):
            for spaced in (True, False):
                table: dict[str, set[str]] = defaultdict(set)
                for e in entries:
                    if e.alias is alias:
                        table[e.words if spaced else e.key].add(e.code)
                self._tables.append((how, dict(table)))

    def find(self, name: object) -> tuple[str, str] | None:
        """Return (code, "exact" | "alias") of a name, None where none or several fit."""
        words = normalise(name)
        if not words:
            return None
        bare = self.prefix.sub("", words)
        for text in (words, bare) if bare != words else (words,):
            for how, table in self._tables:
                codes = table.get(text) or table.get(text.replace(" ", ""))
                if codes and len(codes) > 1:  # a desa and a kelurahan of one name
                    kind = "1" if words.startswith(_URBAN) else "2" if words.startswith(_RURAL) else None
                    codes = {c for c in codes if kind and c[9:10] == kind}
                    if len(codes) != 1:
                        return None
                if codes:
                    return next(iter(codes)), how
        return None

    def near(self, name: object) -> set[str]:
        """Return the codes that have a spelling at most one edit from `name`, numbering words equal."""
        words = self.prefix.sub("", normalise(name))
        key, count = words.replace(" ", ""), numerals(words)
        if len(key) < MIN_FUZZY_LENGTH:
            return set()
        return {
            e.code
            for e in self.entries
            if len(e.key) >= MIN_FUZZY_LENGTH
            and OSA.distance(key, e.key, score_cutoff=1) <= 1
            and numerals(e.words) == count
        }


@lru_cache(maxsize=4)
def _aliases(path: Path, stamp: int) -> pd.DataFrame:
    return pd.read_csv(path, dtype="str", keep_default_na=False)


def _entry(code: str, name: str, alias: bool) -> Entry:
    words = normalise(name)
    return Entry(words, words.replace(" ", ""), code, alias)


class Gazetteer:
    """The lexicons of one kabupaten.

    Attributes
    ----------
    kec : Lexicon
        Its kecamatan.
    desa : dict of str to Lexicon
        The desa of each kecamatan code; ``""`` holds those of all.
    """

    def __init__(self, frame: pd.DataFrame, aliases: pd.DataFrame) -> None:
        spelled: dict[str, list[Entry]] = {level: [] for level in ("kecamatan", "desa")}
        for code, name, level in zip(frame["code"], frame["name"], frame["level"], strict=True):
            if level in spelled:
                spelled[level].append(_entry(code, name, False))
        known = set(frame["code"])
        for code, alias in zip(aliases["code"], aliases["alias"], strict=True):
            if code in known and len(code) > 5:
                spelled["kecamatan" if len(code) == 8 else "desa"].append(_entry(code, alias, True))
        self.kec = Lexicon(spelled["kecamatan"], _KEC_WORD)
        by_kec: dict[str, list[Entry]] = {e.code: [] for e in spelled["kecamatan"]}
        for e in spelled["desa"]:
            by_kec[e.code[:8]].append(e)
        self.desa = {kec: Lexicon(entries, _DESA_WORD) for kec, entries in by_kec.items()}
        self.desa[""] = Lexicon(spelled["desa"], _DESA_WORD)


@lru_cache(maxsize=32)
def _gazetteer(path: Path, stamp: int, alias_path: Path, alias_stamp: int, kab: str) -> Gazetteer:
    return Gazetteer(_areas(path, stamp, kab), _aliases(alias_path, alias_stamp))


def gazetteer(kab: str) -> Gazetteer:
    """Return the lexicons of a kabupaten, made once per edition of the data files."""
    path, alias = settings().data_dir / "wilayah.parquet", settings().data_dir / "alias_wilayah.csv"
    return _gazetteer(path, path.stat().st_mtime_ns, alias, alias.stat().st_mtime_ns, kab)


@lru_cache(maxsize=4)
def _kabupaten(path: Path, stamp: int) -> dict[str, list[tuple[str, bool]]]:
    table: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    frame = nation()
    for code, name in frame.loc[frame["level"].eq("kabupaten"), "name"].items():
        words = normalise(name)
        table[_KAB_WORD.sub("", words).replace(" ", "")].append((str(code), words.startswith("KOTA ")))
    return dict(table)


def find_kabupaten(name: object, default: str) -> str | None:
    """Return the code of "KAB. BOGOR", "Kota Bogor", "BOGOR"; None where the nation has none.

    Without a word for its kind a name that a kabupaten and a kota share is `default` if that is one of
    them, else the kabupaten.
    """
    path = settings().data_dir / "wilayah.parquet"
    table = _kabupaten(path, path.stat().st_mtime_ns)
    words = normalise(name)
    bare = _KAB_WORD.sub("", words)
    for text, typed in ((words, False), (bare, bare != words)):
        found = table.get(text.replace(" ", ""), [])
        if typed:
            kota = words.startswith(("KOTA", "KODYA"))
            found = [f for f in found if f[1] is kota]
        if found:
            codes = [code for code, _ in sorted(found, key=lambda f: f[1])]
            return default if default in codes else codes[0]
    return None


def bare_name(name: object, level: str) -> str:
    """Return the cleaned own name an unmatched key is made of ("KEC. CONTOH" → "CONTOH")."""
    words = normalise(name)
    pattern = {"kabupaten": _KAB_WORD, "kecamatan": _KEC_WORD}.get(level)
    return (pattern.sub("", words) if pattern else words) or words
