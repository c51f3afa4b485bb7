"""Actions: each speaks only where its figure can bear it."""

from __future__ import annotations

import pandas as pd
import pytest

from stunting.indicators.actions import actions
from stunting.indicators.actions_own import Rest
from stunting.indicators.intervals import proportion_interval


def frame(
    cases: list[int], of: list[int], *, level: str = "kecamatan", indicator: str = "stunting", period="2024"
):
    n, d = pd.Series(cases, dtype="float64"), pd.Series(of, dtype="float64")
    found = proportion_interval(n.to_numpy(), d.to_numpy())
    return pd.DataFrame(
        {
            "level": level, "area": [f"X{i}" for i in range(len(n))], "indicator": indicator,
            "value": n / d.where(d > 0), "low": found.low, "high": found.high, "numerator": n,
            "denominator": d, "registered": d, "measured": d, "rule": "eppgbm", "source": "uji",
            "period": period, "method": found.method,
        }
    )  # fmt: skip


def rules(*args, **more) -> list[str]:
    return [a.rule for a in actions(*args, label=str, **more)]


def test_a_rise_that_is_clear_comes_first_and_the_three_with_most_cases_second():
    before, now = (
        frame([10, 20, 30, 15, 12], [300] * 5, period="2023"),
        frame([60, 20, 90, 15, 12], [300] * 5),
    )
    found = actions(now, before=before, label=str)
    assert [a.rule for a in found] == ["naik", "beban"]
    assert found[0].title == "Cari sebab kenaikan di X2."
    assert "20,0 poin sejak 2023" in found[0].why
    assert found[1].title == "Dahulukan kecamatan X2, X0, dan X1."
    assert found[1].why == "170 dari 197 balita stunting (86 %) ada di 3 dari 5 kecamatan."


def test_a_rise_by_chance_is_no_action():
    assert rules(frame([11, 20], [100, 100]), before=frame([10, 20], [100, 100], period="2023")) == []


@pytest.mark.parametrize(
    "parts",
    [
        frame([], []),
        frame([0, 0, 0, 0], [0, 0, 0, 0]),
        frame([0, 0, 0, 0, 0], [50] * 5),
        frame([7], [50]),
        frame([5, 5, 5, 5], [50] * 4),
    ],
    ids=["empty", "nobody", "no case", "one area", "all equal"],
)
def test_nothing_is_said_where_there_is_nothing_to_say(parts):
    assert rules(parts) == []


def test_a_share_of_shown_areas_is_not_a_share_of_all():
    parts = frame([60, 20, 90, 15, 12], [300] * 5).assign(suppressed=[False] * 4 + [True])
    assert "beban" not in rules(parts)


def test_attendance_is_about_areas_with_enough_children():
    ds = frame([10, 80, 95], [20, 100, 100], indicator="ds")
    found = actions(frame([], []), attendance=ds, attendance_goal=0.85, label=str)
    assert [a.title for a in found] == ["Ajak balita X1 ke posyandu."]
    assert found[0].why == "D/S 80,0 %, terendah; 1 dari 2 kecamatan di bawah target 85 %."
    assert rules(frame([], []), attendance=ds, attendance_goal=0.5) == []
    assert rules(frame([], []), attendance=ds) == []


def test_never_more_than_three():
    before, now = (
        frame([10, 20, 30, 15, 12], [300] * 5, period="2023"),
        frame([60, 20, 90, 15, 12], [300] * 5),
    )
    ds = frame([80], [100], indicator="ds")
    found = rules(
        now,
        before=before,
        attendance=ds,
        attendance_goal=0.85,
        cause=("jamban", "…"),
        late=("2024-12", ["A"]),
    )
    assert found == ["naik", "beban", "cakupan"]


def test_a_small_area_has_the_actions_that_its_own_counts_ask_for():
    ds = frame([40], [52], indicator="ds", period="2024-08")
    found = actions(frame([], []), rest=Rest(ds, 7.0, (525, 1470)), label=str)
    assert [(a.rule, a.title) for a in found] == [
        ("ukur", "Datangi 12 balita yang terdaftar tetapi tidak ditimbang."),
        ("jawaban", "Lengkapi jawaban keluarga pada pendataan."),
        ("ulang", "Ukur ulang 7 balita."),
    ]
    assert found[0].why == "40 dari 52 ditimbang pada Agustus 2024 (D/S 76,9 %)."
    assert found[1].why.startswith("525 dari 1.470 anak yang didata punya semua jawaban;")
    assert all(a.why[0].isupper() or a.why[0].isdigit() for a in found)
    assert all(a.why.endswith(".") for a in found)


def test_own_counts_only_fill_what_is_missing():
    ds = frame([80, 95], [100, 100], indicator="ds")
    rest = Rest(frame([40], [52], indicator="ds", period="2024-08"), 7.0, (525, 1470))
    found = rules(
        frame([], []), attendance=ds, attendance_goal=0.85, cause=("jamban", "…"), late=("2024-12", ["A"]),
        rest=rest,
    )  # fmt: skip
    assert found == ["cakupan", "penyebab", "data"]
    without_goal = actions(frame([], []), attendance=ds, rest=Rest(), label=str)
    assert [a.why for a in without_goal] == ["D/S 80,0 %, terendah di antara 2 kecamatan."]
    shut = ds.assign(suppressed=[False, False])
    hidden = pd.concat([shut, shut.iloc[:1].assign(area="X9", value=float("nan"), suppressed=True)])
    found = actions(frame([], []), attendance=hidden.reset_index(drop=True), rest=Rest(), label=str)
    assert found[0].why == "D/S 80,0 %, terendah di antara 2 kecamatan yang ditampilkan."


@pytest.mark.parametrize(
    "rest",
    [
        Rest(),
        Rest(frame([50], [52], indicator="ds", period="2024-08"), 4.0, (95, 100)),
        Rest(frame([40], [52], indicator="ds", period="2024")),
        Rest(frame([40], [52], indicator="ds", period="2024-08").assign(suppressed=True)),
        Rest(frame([0], [0], indicator="ds", period="2024-08"), complete=(0, 0)),
    ],
    ids=["unknown", "few", "a year", "hidden", "nobody"],
)
def test_own_counts_say_nothing_of_few_or_hidden(rest):
    assert rules(frame([], []), rest=rest) == []
