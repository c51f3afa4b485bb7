"""Targets of the SKDN ratios: the file, and what the district changed in its own."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from stunting.indicators import own_indicators, skdn, target_edit
from stunting.indicators.facts import facts
from stunting.indicators.target_edit import WITHDRAWN
from stunting.settings import settings

KAB = settings().kabupaten or "63.11"


def row(
    target="88", year="", kind="e-PPGBM", state="", document="Dokumen kabupaten", indicator="ds", rank=""
):
    made = dict.fromkeys(target_edit.COLUMNS, "") | {
        "wilayah": KAB, "indikator": indicator, "dokumen": document, "tahun": year, "target": target,
        "satuan": "%", "jenis_data": kind, "dicetak": target, "urutan": rank, "sumber": "SK contoh",
        "nomor": "1/2026", "keadaan": state,
    }  # fmt: skip
    return made


def register(*rows):
    return pd.DataFrame(rows, columns=list(target_edit.COLUMNS), dtype="str")


def test_without_a_register_the_file_counts():
    own = facts("target_skdn").query("wilayah == @KAB and indikator == 'ds'")["target"].iloc[0]
    for extra in (None, register()):
        assert skdn.target(KAB, "ds", "2024", extra=extra) == pytest.approx(float(own) / 100)
    assert math.isnan(skdn.target(KAB, "nd"))
    assert math.isnan(skdn.target("99.99", "ds"))


def test_the_edited_target_takes_the_place_of_the_files():
    extra = register(row("88"))
    assert skdn.target(KAB, "ds", "2023", extra=extra) == 0.88
    found = skdn.targets(KAB, "ds", extra=extra)
    assert found.loc[found["area"] == KAB, "source"].tolist() == ["SK contoh"]
    assert "00" in set(found["area"])  # the nation's stays quoted
    assert skdn.target("99.99", "ds", extra=extra) != 0.88


def test_a_dated_target_counts_for_its_year():
    extra = register(row("88"), row("92", year="2026", rank="1"), row("70", year="2025"))
    assert skdn.target(KAB, "ds", "2026", extra=extra) == 0.92
    assert skdn.target(KAB, "ds", "2026-08", extra=extra) == 0.92
    assert skdn.target(KAB, "ds", "2025", extra=extra) == 0.88  # quoted only: of no rank
    assert skdn.target(KAB, "ds", "2024", extra=extra) == 0.88


def test_a_withdrawn_target_is_none():
    extra = register(row("", state=WITHDRAWN, kind=""))
    assert math.isnan(skdn.target(KAB, "ds", "2024", extra=extra))
    moved = register(row("", state=WITHDRAWN, kind=""), row("90", document="SK Bupati"))
    assert skdn.target(KAB, "ds", "2024", extra=moved) == 0.90


def test_a_survey_target_is_none_of_skdn():
    assert skdn.target(KAB, "ds", extra=register(row("50", kind="survei"))) != 0.50


def test_a_ratio_that_the_file_does_not_know_may_have_one():
    assert skdn.target(KAB, "nd", extra=register(row("75", indicator="nd"))) == 0.75


def test_what_the_editor_writes_is_read(make_rows):
    typed = {
        "wilayah": KAB, "indikator": "ds", "dokumen": "Dokumen kabupaten", "tahun": "", "target": "60",
        "satuan": "%", "jenis_data": "e-PPGBM", "urutan": "2", "sumber": "SK", "nomor": "2/2026",
        "catatan": "",
    }  # fmt: skip
    extra = target_edit.put(None, target_edit.entry(typed))
    rows = [
        {"child_id": f"c{i}", "period": "2024-02", "measured": i < 7, "weight_kg": 9.0 if i < 7 else None}
        for i in range(10)
    ]
    cube = skdn.build(make_rows(*rows))
    plain, edited = (skdn.ratios(cube, ratio="ds", kab=KAB, changed=e) for e in (None, extra))
    assert edited["target"].tolist() == [0.6]
    assert (plain["reached"].tolist(), edited["reached"].tolist()) == (["tidak"], ["ya"])
    aim = own_indicators.aim(KAB, "ds", "2024", extra)
    assert aim.value == 0.6
