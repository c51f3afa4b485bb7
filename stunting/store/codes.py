"""Findings that only the store can make: they compare a file with what is already there."""

from __future__ import annotations

from typing import Any, Final

from stunting.ingest.codes import Code

STORE_CODES: Final[dict[str, Code]] = {
    code.code: code
    for code in (
        Code(
            "IDENTITAS_AMBIGU",
            "warning",
            "Identitas anak belum pasti",
            "Anak ini tidak digabung otomatis: {sebab}.",
            "Periksa NIK, nama, tanggal lahir, dan nama ibu di e-PPGBM.",
            "NIK sama, tanggal lahir berbeda",
        ),
        Code(
            "PERNAH_DIHAPUS",
            "warning",
            "Data anak ini pernah dihapus atas permintaan",
            "Data anak ini pernah dihapus atas permintaan dan sekarang masuk lagi sebagai anak baru.",
            "Pastikan ada dasar untuk mencatatnya lagi; bila tidak, minta admin menghapusnya lagi.",
            "ekspor sesudah penghapusan masih memuat anak itu",
        ),
        Code(
            "GANTI_SEBAGIAN",
            "warning",
            "Ditambahkan, bukan menggantikan",
            "Berkas ini hanya berisi {rows} baris Puskesmas {puskesmas} untuk {period}, sedangkan yang sudah"
            " tersimpan {before} baris. Baris ini ditambahkan, dan yang lama tetap berlaku.",
            "Bila berkas ini seharusnya menggantikan seluruh bulan itu, batalkan dulu unggahan lamanya.",
            "1 baris terhadap 256 baris yang tersimpan",
        ),
        Code(
            "GANTI_POSYANDU_HILANG",
            "warning",
            "Posyandu tidak ada lagi di berkas pengganti",
            "Posyandu {posyandu} (Puskesmas {puskesmas}, {period}) punya {rows} baris pada unggahan"
            " sebelumnya, tetapi tidak ada di berkas ini, dan berkas ini menggantikan bulan itu.",
            "Bila berkas ini hanya sebagian, pilih “Hanya sebagian: tambahkan, jangan menggantikan” sebelum"
            " menyimpan; bila sudah tersimpan, batalkan dulu unggahannya.",
            "berkas satu desa menggantikan satu puskesmas",
        ),
    )
}


def finding(
    code: str, reason: str = "", *, row: int = 0, column: str = "", value: str = "", **fields: Any
) -> dict[str, Any]:
    """Return one finding (`FINDING_DTYPES`); `reason` fills ``{sebab}``, `fields` the other places."""
    entry = STORE_CODES[code]
    says = entry.says.format(sebab=reason, **fields)
    return {
        "row": row,
        "column": column,
        "value": value,
        "code": code,
        "severity": entry.severity,
        "message": f"{says} {entry.advice}",
    }
