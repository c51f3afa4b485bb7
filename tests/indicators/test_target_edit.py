"""What an admin changes in the targets, over the file."""

from __future__ import annotations

import pandas as pd
import pytest

from stunting.indicators import target_edit
from stunting.indicators.facts import facts
from stunting.indicators.ladder import end_target
from stunting.indicators.target_edit import EditError, entry, key_of, layered, put, withdraw
from stunting.indicators.targets import main_target, targets

KAB = "63.11"
FIELDS = {
    "wilayah": KAB, "indikator": "stunting", "dokumen": "RPJMD 2025–2029", "tahun": "2026", "target": "12,7",
    "satuan": "%", "jenis_data": "e-PPGBM", "urutan": "2", "sumber": "Lampiran II, tabel 4",
    "nomor": "Perda 3/2025", "catatan": "",
}  # fmt: skip


def test_the_file_alone_is_unchanged() -> None:
    assert len(layered(facts("target"), None)) == len(facts("target"))
    assert len(layered(facts("target"), pd.DataFrame(columns=list(target_edit.COLUMNS)))) == len(
        facts("target")
    )


def test_an_added_target_counts_everywhere_with_its_regulation() -> None:
    extra = put(None, entry(FIELDS))
    assert main_target(KAB, "stunting", 2026) is None
    found = main_target(KAB, "stunting", 2026, found=targets(KAB, extra=extra))
    assert found is not None
    assert (found["value"], found["printed"], found["regulation"]) == (0.127, 0.127, "Perda 3/2025")
    assert "RPJMD 2025–2029" in found["source"]
    # an undated target stays the end target
    assert end_target(targets(KAB, extra=extra), KAB, 2024)["value"] == pytest.approx(0.08)


def test_a_change_takes_the_place_of_the_row_of_the_file() -> None:
    base = facts("target")
    row = next(
        {str(k): "" if pd.isna(v) else str(v) for k, v in r.items()}
        for r in base.to_dict("records") if str(r["dokumen"]).startswith("Perjanjian")
    )  # fmt: skip
    made = entry(row | {"target": "12", "nomor": "PK perubahan", "urutan": "1"})
    extra = put(None, made, before=key_of(row))
    assert len(layered(base, extra)) == len(base)
    assert main_target(KAB, "stunting", 2024, found=targets(KAB, extra=extra))["value"] == pytest.approx(0.12)
    # renamed: the old key is hidden, not doubled
    moved = put(extra, made | {"dokumen": "PK perubahan 2024"}, before=key_of(made))
    assert len(layered(base, moved)) == len(base)
    assert set(moved["keadaan"]) == {"", "ditarik"}


def test_a_withdrawn_target_is_gone_and_comes_back_when_entered_again() -> None:
    key = (KAB, "stunting", "Perjanjian Kinerja 2024", "2024")
    extra = withdraw(None, key)
    left = main_target(KAB, "stunting", 2024, found=targets(KAB, extra=extra))
    assert left["document"].startswith("RPJMD")
    again = put(extra, entry(FIELDS | {"dokumen": key[2], "tahun": "2024", "urutan": "1"}))
    assert len(again) == 1
    assert main_target(KAB, "stunting", 2024, found=targets(KAB, extra=again))["value"] == pytest.approx(
        0.127
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"target": "dua belas"}, "bukan angka"), ({"target": ""}, "masih kosong"),
        ({"target": "127"}, "lebih dari 100"), ({"target": "-3"}, "negatif"),
        ({"tahun": "26"}, "empat angka"), ({"tahun": "2026a"}, "empat angka"),
        ({"nomor": "  "}, "Nomor peraturan"), ({"sumber": ""}, "Sumber"), ({"dokumen": ""}, "Nama dokumen"),
        ({"jenis_data": "kira-kira"}, "Pilih"), ({"urutan": "3"}, "Nasional"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_with_a_sentence(change: dict[str, str], told: str) -> None:
    with pytest.raises(EditError, match=told):
        entry(FIELDS | change)


def test_numbers_as_indonesians_write_them() -> None:
    assert entry(FIELDS | {"target": " 12,70 % "})["target"] == "12.7"
    assert entry(FIELDS | {"target": "1.346,5", "satuan": "kasus"})["target"] == "1346.5"
    assert entry(FIELDS | {"tahun": ""})["urutan"] == ""
