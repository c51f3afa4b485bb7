"""Real measurements in the export's layout, real headers, and a real recap."""

from __future__ import annotations

import pandas as pd
import pytest

from stunting.ingest import IngestError, read_file

KAB = "63.11"


@pytest.mark.parametrize(
    ("name", "rows", "over_age"),
    [
        ("contoh_format_eppgbm_dari_survei_who.csv", 498, 4),
        ("contoh_format_eppgbm_longitudinal_peru.csv", 4405, 0),
    ],
)
def test_example_exports_read_whole_and_z_agree(shared_data, name, rows, over_age):
    parsed = read_file(shared_data(f"eppgbm/{name}").read_bytes(), name, kab=KAB)
    assert (parsed.rows_read, len(parsed.rows), parsed.rows_rejected) == (rows, rows, 0)
    assert parsed.variant == "V3"
    assert set(parsed.rows["kab"]) == {"?CONTOH"}
    assert (parsed.findings["code"] == "USIA_LEBIH_60").sum() == over_age
    assert "ZS_BEDA" not in set(parsed.findings["code"])
    for index in ("waz", "haz", "whz"):
        stated, ours = parsed.rows[f"file_{index}"], parsed.rows[index]
        both = stated.notna() & ours.notna()
        assert (stated.notna() & ours.isna()).sum() <= over_age  # above 60 months the standard has no z-score
        assert ((stated - ours).abs()[both] < 0.005).mean() >= 0.999


EXPECTED_KIND = {
    "ekspor_lama_2020_24": "V2",
    "ekspor_2025_26": "V3",
    "impor_identitas": "LAPORAN_LAIN",
    "impor_ukur": "LAPORAN_LAIN",
    "impor_pmt": "LAPORAN_LAIN",
    "sikades_balita": "LAPORAN_LAIN",
    "sikades_bumil": "LAPORAN_LAIN",
}


def test_real_headers_are_recognised_or_refused_by_name(shared_data):
    headers = pd.read_csv(shared_data("eppgbm/headers_only.csv"))
    for layout, part in headers.groupby("format"):
        columns = part.sort_values("urutan")["kolom"].tolist()
        values = {
            "No": "1",
            "NIK": "",
            "Nama": "CONTOH",
            "JK": "L",
            "Tgl Lahir": "2022-01-01",
            "Tanggal Pengukuran": "2024-02-01",
        }
        text = (
            ";".join(columns)
            + "\n"
            + ";".join(values.get(c, "CONTOH" if c in ("Kec",) else "") for c in columns)
        )
        expected = EXPECTED_KIND[str(layout)]
        if expected == "LAPORAN_LAIN":
            with pytest.raises(IngestError, match="Daftar Anak Berdasarkan Status Gizi") as caught:
                read_file(text.encode(), "x", kab=KAB)
            assert caught.value.code == "LAPORAN_LAIN", (layout, caught.value.message)
        else:
            parsed = read_file(text.encode(), "x", kab=KAB)
            assert parsed.variant == expected
            assert len(parsed.rows) == 1
            assert "KOLOM_TAK_DIKENAL" not in set(parsed.findings["code"])


def test_real_recap_finds_exactly_the_marked_rows(shared_data):
    path = shared_data("indonesia/malang_eppgbm_puskesmas_2020_2024.csv")
    marked = pd.read_csv(path)
    parsed = read_file(path.read_bytes(), path.name, kab="35.07")
    assert parsed.kind == "recap"
    assert parsed.variant == "recap"
    assert parsed.rows_read == len(parsed.recap) == 390
    lines = marked.index + 2

    def rows(code: str) -> list[int]:
        return parsed.findings.loc[parsed.findings["code"] == code, "row"].tolist()

    assert rows("REKAP_JUMLAH_BEDA") == lines[marked["beda_jumlah"] == 1].tolist()
    assert len(rows("REKAP_JUMLAH_BEDA")) == 38
    assert rows("REKAP_PERSEN_BEDA") == lines[marked["beda_persen"] == 1].tolist()
    assert len(rows("REKAP_PERSEN_BEDA")) == 78
    assert parsed.recap["stunting"].tolist() == marked["stunting"].tolist()
    assert parsed.recap["measured"].tolist() == marked["diukur"].tolist()
    assert parsed.recap["severe_stunting"].tolist() == marked["sangat_pendek"].tolist()
    assert set(parsed.recap["level"]) == {"puskesmas"}
    assert len(parsed.periods) == 10
