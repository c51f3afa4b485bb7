"""What the analysis of determinants says in words: caveats, refusals, names of measures."""

from __future__ import annotations

from typing import Final, NamedTuple

from stunting.indicators.format_id import number, percent

CROSS_SECTIONAL: Final = "Data potong lintang: bukan bukti sebab"
ECOLOGICAL: Final = "Data wilayah: bukan bukti untuk anak"

MEASURES: Final = {"pr": "Rasio prevalensi", "or": "Rasio odds"}
CRUDE: Final = "kasar"
ADJUSTED: Final = "disesuaikan"

MORE: Final = "lebih sering"
LESS: Final = "lebih jarang"
UNCLEAR: Final = "belum dapat dibedakan"
REFUSED: Final = "tidak dihitung"

#: Code → sentence; every refusal has one of these, with its own numbers.
REFUSALS: Final[dict[str, str]] = {
    "TANPA_DATA": "Belum ada data: belum satu anak pun didata untuk faktor ini.",
    "BANYAK_TAK_DIKETAHUI": "Terlalu banyak yang tidak diketahui: {bagian} dari {anak} anak (batas {batas}).",
    "DATA_TAK_LENGKAP": "Hanya {lengkap} dari {anak} anak yang datanya lengkap untuk semua faktor terpilih "
    "(perlu {batas}). Pilih lebih sedikit faktor.",
    "SATU_SISI": "Semua dari {anak} anak {sisi}: tidak ada pembanding.",
    "SATU_HASIL": "Semua dari {anak} anak {sisi}: tidak ada pembanding.",
    "SEDIKIT_SEL": "Terlalu sedikit: kurang dari {batas} anak {kelompok}.",
    "SEDIKIT_KASUS": "Terlalu sedikit {hasil} untuk model ini: {kasus} anak untuk {unsur} unsur, perlu "
    "paling sedikit {batas}. Pilih lebih sedikit faktor atau wilayah yang lebih luas.",
    "TIDAK_MUAT": "Tidak masuk model: datanya hanya cukup untuk {faktor} faktor lain.",
    "SEDIKIT_KLASTER": "Terlalu sedikit posyandu: {klaster}, perlu paling sedikit {batas}.",
    "PEMISAHAN": "Pemisahan: {sebab}, sehingga rasionya tidak berhingga.",
    "KOLINEAR": "Tidak dapat dipisahkan dari {lain}: jawabannya hampir selalu dapat dihitung dari situ.",
    "TIDAK_KONVERGEN": "Hitungan tidak mencapai jawaban yang tetap. Pilih lebih sedikit faktor.",
    "SEDIKIT_WILAYAH": "Terlalu sedikit wilayah berdata: {wilayah}, perlu paling sedikit {batas}.",
    "WILAYAH_SAMA": "Nilai {apa} sama di semua wilayah: tidak ada yang dapat dibandingkan.",
}

#: Code → sentence without a number of children, for readers from whom small counts are kept.
REFUSALS_WITHOUT: Final[dict[str, str]] = {
    "BANYAK_TAK_DIKETAHUI": "Terlalu banyak yang tidak diketahui.",
    "DATA_TAK_LENGKAP": "Terlalu sedikit anak yang datanya lengkap untuk semua faktor terpilih. Pilih lebih "
    "sedikit faktor.",
    "SATU_SISI": "Tidak ada pembanding: semua sama.",
    "SATU_HASIL": "Tidak ada pembanding: semua sama.",
    "SEDIKIT_SEL": "Terlalu sedikit anak di salah satu kelompok.",
    "SEDIKIT_KASUS": "Terlalu sedikit kasus untuk model ini. Pilih lebih sedikit faktor atau wilayah yang "
    "lebih luas.",
    "PEMISAHAN": "Terlalu sedikit anak di salah satu kelompok.",
}
#: Refusals whose usual sentence says nothing about single children.
OPEN_REFUSALS: Final = frozenset(REFUSALS) - frozenset(REFUSALS_WITHOUT)


class Refusal(NamedTuple):
    """Why a number is not given."""

    code: str
    text: str


def refuse(code: str, **values: object) -> Refusal:
    """Return a refusal; integers are written with dots, fractions (float) as percent.

    >>> refuse("SEDIKIT_KLASTER", klaster=6, batas=10).text
    'Terlalu sedikit posyandu: 6, perlu paling sedikit 10.'
    >>> refuse("BANYAK_TAK_DIKETAHUI", bagian=0.62, anak=1346, batas=0.5).text
    'Terlalu banyak yang tidak diketahui: 62 % dari 1.346 anak (batas 50 %).'
    """
    said = {
        k: v if isinstance(v, str) else percent(v, 0) if isinstance(v, float) else number(int(v))  # type: ignore[call-overload]
        for k, v in values.items()
    }
    return Refusal(code, REFUSALS[code].format(**said))


def verdict(low: float, high: float) -> str:
    """Return what a ratio with these limits allows to say.

    >>> verdict(1.1, 1.6), verdict(0.5, 0.9), verdict(0.9, 1.2), verdict(float("nan"), 2)
    ('lebih sering', 'lebih jarang', 'belum dapat dibedakan', 'tidak dihitung')
    """
    if low != low or high != high:
        return REFUSED
    return MORE if low > 1 else LESS if high < 1 else UNCLEAR
