"""What the commands print: reports as plain Indonesian lines."""

from __future__ import annotations

from typing import Final

from stunting.indicators.format_id import listing, number, period_name
from stunting.ingest import CODES
from stunting.ingest.templates import KIND
from stunting.store import STORE_CODES, UploadReport

SEVERITY_NAMES: Final = {
    "rejected": "ditolak",
    "nulled": "dikosongkan",
    "repaired": "diperbaiki",
    "warning": "peringatan",
}


def upload_text(report: UploadReport) -> str:
    """Return the report of one upload for a terminal."""
    lines = [f"{report.filename}:"]
    if report.already_uploaded:
        lines.append(f"  Isi berkas ini sudah tersimpan sebagai {report.upload_id}; tidak disimpan dua kali.")
    elif report.dry_run:
        lines.append("  Percobaan: tidak ada yang disimpan.")
    else:
        lines.append(f"  Tersimpan sebagai {report.upload_id}")
    if report.synthetic:
        lines.append("  DATA SINTETIS")
    lines.append(
        f"  {number(report.rows_read)} baris dibaca, {number(report.rows_stored)} tersimpan, "
        f"{number(report.rows_rejected)} ditolak"
    )
    if report.kind == "rows":
        lines.append(
            f"  {number(report.children)} anak: {number(report.measured)} diukur, "
            f"{number(report.registered_not_measured)} terdaftar tetapi tidak diukur"
        )
    elif report.kind == KIND:
        whose = f": {number(report.children)} anak atau ibu, {number(report.children_new)} belum dikenal"
        lines.append(f"  templat terisi{whose if report.children else ''}; angka pengukuran tidak berubah")
    else:
        lines.append("  berkas rekap: dipakai hanya untuk wilayah dan bulan tanpa data per anak")
    lines.append("  bulan: " + (listing([period_name(p) for p in report.periods]) or "tidak ada"))
    for place, period, rows in report.replaces:
        lines.append(f"  menggantikan {number(rows)} baris {place}, {period_name(period)}")
    if report.findings:
        lines.append("  temuan:")
    for finding in report.findings:
        title = (CODES | STORE_CODES)[finding["code"]].title
        severity = SEVERITY_NAMES[finding["severity"]]
        lines.append(f"  {finding['count']:>7}  {finding['code']} ({severity}): {title}")
    return "\n".join(lines)
