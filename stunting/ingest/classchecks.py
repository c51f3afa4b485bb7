"""The class that a file states (``Pendek``) against the z-score that it states beside it."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from stunting import growth
from stunting.ingest.batch import Batch
from stunting.ingest.columns import aliases, normalise
from stunting.ingest.findings import number, sentence

_INDICES = (("waz", "BB/U"), ("haz", "TB/U"), ("whz", "BB/TB"))
#: The class is made from the z-score before it is rounded to the two decimals of the file.
_ROUNDING = 0.01


@lru_cache(maxsize=4)
def class_words(index: str) -> dict[str, int]:
    """Return the spellings of the classes of ``waz``, ``haz`` or ``whz``, each with its number.

    >>> class_words("haz")["sangatpendek"], class_words("whz")["obesitas"], class_words("waz")["normal"]
    (0, 5, 2)
    """
    names = growth.scale(index).names
    # the titles of a recap are the spellings of the classes, from the lowest up
    order = list(dict.fromkeys(name for name in aliases("rekap").values() if name.startswith(f"{index}_")))
    words = {text: order.index(name) for text, name in aliases("rekap").items() if name in order}
    words |= {normalise(name): at for at, name in enumerate(names)}
    return words | {"normal": order.index(f"{index}_normal")}


def check_classes(batch: Batch, stated: dict[str, np.ndarray]) -> None:
    """Report rows whose stated class is not that of their stated z-score, all indices in one finding.

    Parameters
    ----------
    stated : dict
        The file's own z-scores by index, NaN where missing.
    """
    wrong: dict[int, list[tuple[str, str, str]]] = {}
    for index, label in _INDICES:
        column, z = batch[f"class_{index}"], stated[index]
        words = class_words(index)
        said = column.spread([words.get(normalise(text), -1) for text in column.distinct], -1)
        low = growth.class_codes(index, np.round(z - _ROUNDING, 2))
        high = growth.class_codes(index, np.round(z + _ROUNDING, 2))
        differ = np.flatnonzero((said >= 0) & (low >= 0) & ((said < low) | (said > high)))
        names = growth.scale(index).names
        here = growth.class_codes(index, z.round(2))[differ].tolist()
        for at, text, code in zip(differ.tolist(), column.texts(differ), here, strict=True):
            says = (
                f"{label} tertulis '{text}', padahal ZS {label} {number(z[at])} berarti {names[code].lower()}"
            )
            wrong.setdefault(at, []).append((column.title, text, says))
    for at in sorted(wrong):
        titles, texts, parts = (list(part) for part in zip(*wrong[at], strict=True))
        message = sentence("KELAS_BEDA", isi="; ".join(parts))
        batch.findings.add("KELAS_BEDA", batch.rows[at], ", ".join(titles), ", ".join(texts), message)
