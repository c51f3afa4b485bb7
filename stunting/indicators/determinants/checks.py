"""What is looked at before a model is tried: cells, cases for each term, and who cannot be told apart."""

from __future__ import annotations

from typing import Final

import numpy as np

from stunting.indicators.determinants.irls import Floats
from stunting.indicators.determinants.sandwich import Codes
from stunting.indicators.determinants.words import Refusal, refuse

#: A column whose part that earlier columns do not explain is shorter than this says nothing new.
_DEPENDENT: Final = 1e-8


def refuse_all(y: Floats, codes: Codes, everyone: int, limit: dict[str, float]) -> Refusal | None:
    """Return why no factor can be given a number: incomplete answers, one outcome only, few posyandu."""
    if len(y) == 0 or len(y) < limit["lengkap_min"] * everyone:
        return refuse("DATA_TAK_LENGKAP", lengkap=len(y), anak=everyone, batas=limit["lengkap_min"])
    if y.min() == y.max():
        return refuse("SATU_HASIL", anak=len(y), sisi="stunting" if y[0] else "tidak stunting")
    groups = int(codes.max()) + 1
    if groups < limit["klaster_min"]:
        return refuse("SEDIKIT_KLASTER", klaster=groups, batas=int(limit["klaster_min"]))
    return None


def few_events(y: Floats, terms: int, limit: dict[str, float]) -> Refusal | None:
    """Return the refusal of a model with fewer cases (or others) for each term than the rule asks for.

    References
    ----------
    Peduzzi P et al. (1996), J Clin Epidemiol 49:1373-1379. Vittinghoff E, McCulloch CE (2007), Am J Epidemiol
    165:710-718.
    """
    cases = int(y.sum())
    fewer, word = min((cases, "kasus"), (len(y) - cases, "anak bukan kasus"))
    need = int(np.ceil(limit["epv_min"] * terms))
    if fewer >= need:
        return None
    return refuse("SEDIKIT_KASUS", hasil=word, kasus=fewer, unsur=terms, batas=need)


def refuse_each(x: Floats, y: Floats, active: list[str], limit: dict[str, float]) -> dict[str, Refusal]:
    """Return factors that have no comparison at all: one side only, an empty or a small cell.

    How many children a small cell has is not said: the sentence may stand where counts are protected.
    """
    out, least = {}, int(limit["sel_min"])
    for at, key in enumerate(active, start=1):
        f = x[:, at]
        cells = {
            "stunting yang terpapar": (f * y).sum(), "stunting yang tidak terpapar": ((1 - f) * y).sum(),
            "tidak stunting yang terpapar": (f * (1 - y)).sum(),
            "tidak stunting yang tidak terpapar": ((1 - f) * (1 - y)).sum(),
        }  # fmt: skip
        where, size = min(cells.items(), key=lambda item: item[1])
        if f.min() == f.max():
            out[key] = refuse("SATU_SISI", anak=len(y), sisi="terpapar" if f[0] else "tidak terpapar")
        elif size == 0:
            out[key] = refuse("PEMISAHAN", sebab=f"tidak ada anak {where}")
        elif size < least:
            out[key] = refuse("SEDIKIT_SEL", kelompok=where, batas=least)
    return out


def independent(
    x: Floats, active: list[str], names: dict[str, str], most: float
) -> tuple[Floats, list[str], dict[str, float], dict[str, Refusal]]:
    """Return the columns without those that others already say, their VIF, and who cannot be told apart."""
    refused: dict[str, Refusal] = {}
    k = len(active)
    # Covariates first, then the factors in order: a column that depends on earlier ones is the one to go.
    order = [0, *range(k + 1, x.shape[1]), *range(1, k + 1)]
    scaled = x[:, order] / np.maximum(np.linalg.norm(x[:, order], axis=0), 1e-300)
    diagonal = np.abs(np.diag(np.linalg.qr(scaled, mode="r")))
    gone = {order[j] for j in range(len(order)) if diagonal[j] < _DEPENDENT}
    for j in sorted(gone):
        if 1 <= j <= k:
            earlier = [i for i in order[: order.index(j)] if i not in gone]
            weight = np.linalg.lstsq(x[:, earlier], x[:, j], rcond=None)[0]
            alike = [i for i, w in zip(earlier, weight, strict=True) if abs(w) > 1e-6 and 1 <= i <= k]
            said = " dan ".join(names[active[i - 1]] for i in alike) or "umur dan jenis kelamin"
            refused[active[j - 1]] = refuse("KOLINEAR", lain=said)
            for i in alike:
                refused.setdefault(active[i - 1], refuse("KOLINEAR", lain=names[active[j - 1]]))
    stay = [j for j in range(x.shape[1]) if j not in gone]
    kept = [active[j - 1] for j in stay if 1 <= j <= k]
    x = np.ascontiguousarray(x[:, stay])
    if x.shape[1] < 3:
        return x, kept, dict.fromkeys(kept, 1.0), refused
    inverse = np.asarray(np.linalg.inv(np.corrcoef(x[:, 1:], rowvar=False)), dtype=np.float64)
    vif = {key: float(inverse[i, i]) for i, key in enumerate(kept)}
    for i, key in enumerate(kept):
        if vif[key] > most and key not in refused:
            partial = np.abs(inverse[i]) / np.sqrt(np.diag(inverse))
            partial[i] = -1
            other = int(partial.argmax())
            said = names[kept[other]] if other < len(kept) else "umur atau jenis kelamin"
            refused[key] = refuse("KOLINEAR", lain=said)
    return x, kept, vif, refused
