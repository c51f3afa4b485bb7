"""Names of kabupaten, kecamatan and desa as typed → codes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from rapidfuzz import fuzz

from stunting.regions.lexicon import Gazetteer, bare_name, find_kabupaten, gazetteer
from stunting.regions.names import normalise
from stunting.regions.tables import area_label

HOW = ("exact", "alias", "fuzzy", "unknown")
_WORST = {how: i for i, how in enumerate(HOW)}
SUGGEST_FROM = 60.0  # similarity (0-100) under which a name is not worth suggesting


class Suggestion(NamedTuple):
    """An area that may be meant: code and label ("Desa Contoh, Kecamatan Contoh")."""

    code: str
    label: str


class Matcher:
    """Match names to Kemendagri codes.

    Parameters
    ----------
    kab_default : str
        Kabupaten of rows that name none.

    Notes
    -----
    A kecamatan is looked up inside its kabupaten, a desa inside its kecamatan; case, punctuation and spaces
    do not count. In order: official name (exact), ``data/alias_wilayah.csv`` (alias), and one unmistakable
    slip (fuzzy): one letter added, lost, changed or two swapped, in a name of at least 6 letters, numbering
    words (II, 2) equal, one area of the kecamatan that near **and no other of the whole kabupaten**.
    A desa known only in another kecamatan is not moved: unknown, see `suggest`.
    """

    def __init__(self, kab_default: str) -> None:
        self.kab_default = kab_default
        self._books: dict[str, Gazetteer] = {}
        self._seen: dict[tuple[object, object, object], tuple[str | None, str | None, str | None, str]] = {}

    def match(
        self,
        kab_names: pd.Series | None,
        kec_names: pd.Series | None,
        desa_names: pd.Series | None,
    ) -> pd.DataFrame:
        """Return keys for rows of names.

        Parameters
        ----------
        kab_names, kec_names, desa_names : Series of str (or categorical), or None where a file has no such
            column. At least one is given; equal lengths and index.

        Returns
        -------
        DataFrame
            ``kab, kec, desa, how``, same index. Unmatched: "?CONTOH", "?DONOMULYO",
            "63.11.05?DESA WEST". Blank kabupaten: the default. Blank kecamatan or desa: missing; a blank
            kecamatan is read off the desa where only one of the kabupaten has that name. ``how`` is the
            weakest of the row: "exact", "alias", "fuzzy", "unknown".
        """
        self._books = {}  # a new edition of the data files is seen by the next call
        given = [s for s in (kab_names, kec_names, desa_names) if s is not None]
        if not given:
            raise ValueError("no column of names")
        index = given[0].index
        columns, values = [], []
        for series in (kab_names, kec_names, desa_names):
            if series is None:
                columns.append(np.zeros(len(index), dtype=np.int64))
                values.append([None])
            else:
                codes, uniques = pd.factorize(series)
                columns.append(codes + 1)
                values.append([None, *uniques])
        width = [len(v) for v in values]
        combo = (columns[0] * width[1] + columns[1]) * width[2] + columns[2]
        unique, inverse = np.unique(combo, return_inverse=True)
        rows = [
            self._one(values[0][u // width[2] // width[1]], values[1][u // width[2] % width[1]],
                      values[2][u % width[2]])
            for u in unique.tolist()
        ]  # fmt: skip
        out = {}
        for i, column in enumerate(("kab", "kec", "desa", "how")):
            known = pd.array([r[i] for r in rows], dtype="str")
            out[column] = pd.Series(known.take(inverse), index=index, dtype="str")
        return pd.DataFrame(out, index=index)

    def _one(self, kab: object, kec: object, desa: object) -> tuple[str | None, str | None, str | None, str]:
        key = (kab, kec, desa)
        if key not in self._seen:
            self._seen[key] = self._resolve(*(normalise(n) and str(n) for n in key))
        return self._seen[key]

    def _resolve(self, kab: str, kec: str, desa: str) -> tuple[str | None, str | None, str | None, str]:
        code = find_kabupaten(kab, self.kab_default) if kab else self.kab_default
        if not code:
            kab_key = f"?{bare_name(kab, 'kabupaten')}" if kab else None
            kec_key = f"?{bare_name(kec, 'kecamatan')}" if kec else None
            desa_key = f"{kec_key or '?'}?{bare_name(desa, 'desa')}" if desa else None
            return kab_key, kec_key, desa_key, "unknown"
        book = self._books.get(code)
        if book is None:
            book = self._books[code] = gazetteer(code)
        if not kec:
            found = book.desa[""].find(desa) if desa else None
            if found:
                return code, found[0][:8], found[0], found[1]
            return (
                code,
                None,
                f"??{bare_name(desa, 'desa')}" if desa else None,
                "unknown" if desa else "exact",
            )
        kec_found = book.kec.find(kec) or _slip(kec, book.kec.near(kec))
        kec_key, how = kec_found or (f"?{bare_name(kec, 'kecamatan')}", "unknown")
        if not desa:
            return code, kec_key, None, how
        desa_found = None
        if kec_found:
            # judged over the whole kabupaten: a name as near to a desa elsewhere is not unmistakable
            desa_found = book.desa[kec_key].find(desa) or self._desa_slip(book, kec_key, desa)
        desa_key, desa_how = desa_found or (f"{kec_key}?{bare_name(desa, 'desa')}", "unknown")
        return code, kec_key, desa_key, max(how, desa_how, key=lambda h: _WORST[h])

    @staticmethod
    def _desa_slip(book: Gazetteer, kec: str, desa: str) -> tuple[str, str] | None:
        near = book.desa[""].near(desa)
        return _slip(desa, near) if all(c.startswith(kec) for c in near) else None

    def suggest(self, kec: str | None, name: str, n: int = 3) -> list[Suggestion]:
        """Return up to `n` areas that an unmatched name may mean, best first.

        Parameters
        ----------
        kec : str or None
            Key of the kecamatan the row names (its desa come first); None: of the whole kabupaten. For an
            unmatched *kecamatan* ("?X") the kecamatan nearest in spelling to `name` come too.
        name : str
            As typed.

        Returns
        -------
        list of Suggestion
            ``(code, label)``; empty where nothing is near.
        """
        try:
            book = gazetteer(kec[:5] if kec and not kec.startswith("?") else self.kab_default)
        except KeyError:
            return []
        words = normalise(name)
        lexicons = [book.desa[""], book.kec] if kec is None or kec.startswith("?") else [book.desa[""]]
        best: dict[str, float] = {}
        for lexicon in lexicons:
            text = lexicon.prefix.sub("", words).replace(" ", "")
            for e in lexicon.entries:
                score = fuzz.ratio(text, e.key)
                if score >= SUGGEST_FROM:
                    bonus = 10.0 if kec and e.code.startswith(kec + ".") else 0.0
                    best[e.code] = max(best.get(e.code, 0.0), score + bonus)
        ranked = sorted(best, key=lambda c: (-best[c], c))[:n]
        return [Suggestion(c, _full_label(c)) for c in ranked]


def _slip(name: str, near: set[str]) -> tuple[str, str] | None:
    return (next(iter(near)), "fuzzy") if len(near) == 1 else None


def _full_label(code: str) -> str:
    label = area_label(code)
    return f"{label}, {area_label(code[:8])}" if len(code) > 8 else label
