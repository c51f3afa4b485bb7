"""Two periods side by side, attendance beside them, months of weighing, printed figures of the kecamatan."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from stunting.indicators import trend_reasons as reasons
from stunting.indicators import trend_sentences as say
from stunting.indicators.change import DOWN, NO_DATA, UNCLEAR, UP
from stunting.indicators.coverage import Shift, bounds, break_even, shift, span, threshold
from stunting.indicators.facts import facts, number
from stunting.indicators.intervals import proportion_interval
from stunting.indicators.published_areas import printed_kecamatan, same_statement, statements
from stunting.indicators.two_periods import FROM_RECAP, HIDDEN, above, chance_verdicts, two_periods
from stunting.indicators.weighing import by_month, is_weighing, weighing_months

KAB = "63.11"


def frame(period, cells, rule="eppgbm", level="kecamatan", indicator="stunting", **more):
    out = pd.DataFrame(cells, columns=["area", "numerator", "denominator"])
    limits = proportion_interval(out["numerator"], out["denominator"])
    return out.assign(
        value=out["numerator"] / out["denominator"].where(out["denominator"] > 0), low=limits.low,
        high=limits.high, level=level, indicator=indicator, period=period, rule=rule, source="contoh",
        registered=out["denominator"], measured=out["denominator"], **more,
    )  # fmt: skip


def pair(before, after, **more):
    a, b = frame("2023", before, **more), frame("2024", after, **more)
    return a, b, two_periods(a, b)


def test_change_in_children_is_the_change_times_those_measured_later() -> None:
    _, _, found = pair([("x", 300, 1000)], [("x", 200, 1000)])
    row = found.iloc[0]
    assert row["verdict"] == DOWN
    assert row["children"] == pytest.approx(-100)
    assert row["children_low"] == pytest.approx(1000 * row["low"])
    assert row["children_low"] < row["children"] < row["children_high"] < 0


def test_step_is_the_difference_of_the_printed_figures() -> None:
    _, _, found = pair([("x", 1639, 9150)], [("x", 1369, 9184)])
    assert found["step"].iloc[0] == pytest.approx(-0.0300)  # 17,91 -> 14,91, though 3.006 unrounded
    assert found["value"].iloc[0] == pytest.approx(-0.03006, abs=1e-5)


def test_five_states_stay_apart() -> None:
    a = frame(
        "2023",
        [("a", 30, 100), ("b", 0, 0), ("c", 9, 90), ("d", 50, 200)],
        suppressed=[False, False, True, False],
    )
    b = frame("2024", [("a", 10, 100), ("b", 5, 50), ("c", 9, 90), ("d", 90, 200)], suppressed=False)
    b.loc[b["area"] == "d", "rule"] = "rekap"
    verdict = two_periods(a, b).set_index("area")["verdict"]
    assert verdict.tolist() == [DOWN, NO_DATA, HIDDEN, FROM_RECAP]
    said = say.change_takeaway(two_periods(a, b), a, b, label=str.upper)
    assert "A −20,00 poin: turun." in said
    assert "1 kecamatan disamarkan" in said
    assert "1 kecamatan tanpa angka" in said
    assert "1 kecamatan belum dapat dinilai (rekap)" in said


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ([], [], "Belum ada wilayah untuk dibandingkan."),
        ([("a", 0, 0)], [("a", 0, 0)], "Belum ada kecamatan dengan angka pada kedua periode"),
        ([("a", 30, 100)], [("a", 30, 100)], "A 0,00 poin: belum dapat dibedakan."),
        ([("a", 30, 100), ("b", 30, 100)], [("a", 29, 100), ("b", 31, 100)], "tak satu pun dari 2 kecamatan"),
        (
            [("a", 300, 1000), ("b", 300, 1000)],
            [("a", 200, 1000), ("b", 400, 1000)],
            "1 turun (A) dan 1 naik (B).",
        ),
    ],
)
def test_takeaway_of_empty_one_and_few_areas(before, after, words) -> None:
    a, b, found = pair(before, after)
    assert words in say.change_takeaway(found, a, b, label=str.upper)


def test_takeaway_of_all_hidden_and_of_many() -> None:
    a, b, found = pair([("a", 30, 100), ("b", 30, 100)], [("a", 29, 100), ("b", 31, 100)], suppressed=True)
    assert say.change_takeaway(found, a, b).startswith("Semua kecamatan (2) disamarkan")
    assert say.chance_note(found) == ""
    many = [(f"{i}", 30, 100) for i in range(60)]
    _, _, found = pair(many, many)
    assert chance_verdicts(found) == 3
    assert "dari 60 perbandingan, sekitar 3" in say.chance_note(found)


def test_different_rules_are_refused() -> None:
    with pytest.raises(ValueError, match="different rules"):
        two_periods(frame("2023", [("a", 1, 9)]), frame("2024", [("a", 1, 9)], rule="who"))


def ds(period, n, d):
    return frame(period, [("x", n, d)], rule="skdn", indicator="ds")


def test_attendance_counts_only_above_the_threshold_and_beyond_chance() -> None:
    assert threshold() == pytest.approx(0.05)
    assert shift(ds("2023", 910, 1000), ds("2024", 620, 1000)) == Shift(0.91, 0.62, DOWN, True)
    assert shift(ds("2023", 900, 1000), ds("2024", 860, 1000)).direction == ""  # told from chance, but small
    assert shift(ds("2023", 18, 20), ds("2024", 16, 20)).direction == ""  # large, but chance
    assert shift(ds("2023", 620, 1000), ds("2024", 910, 1000)).direction == UP
    assert shift(ds("2023", 0, 0), ds("2024", 620, 1000)) is None


def test_attendance_sentence() -> None:
    fell = shift(ds("2023", 910, 1000), ds("2024", 620, 1000))
    said = reasons.coverage_sentence(fell, "2023", "2024", DOWN, 0.31)
    assert said.startswith(
        "D/S ikut turun dari 91,0 % (2023) ke 62,0 % (2024): sebagian perubahan dapat berasal dari siapa "
        "yang datang."
    )
    assert "hilang bila 31,0 % balita" in said
    assert "Bahkan bila semua" in reasons.coverage_sentence(fell, "2023", "2024", DOWN, 1.2)
    other = reasons.coverage_sentence(fell, "2023", "2024", UNCLEAR, 0.31)
    assert "ikut" not in other
    assert "hilang" not in other
    chance = shift(ds("2023", 13, 28), ds("2024", 19, 26))
    assert reasons.coverage_sentence(chance, "2023", "2024", UNCLEAR) == (
        "D/S berubah dari 46,4 % (2023) ke 73,1 % (2024), belum dapat dibedakan dari kebetulan."
    )
    years = shift(ds("2023", 900, 1000).assign(months=11), ds("2024", 890, 1000).assign(months=12))
    assert "(2023, 11 bulan) ke 89,0 % (2024, 12 bulan)" in reasons.coverage_sentence(years, "2023", "2024")
    same = shift(ds("2023", 900, 1000), ds("2024", 890, 1000))
    assert "hampir sama" in reasons.coverage_sentence(same, "2023", "2024", DOWN)
    assert "belum ada" in reasons.coverage_sentence(None, "2023", "2024")


def test_bounds_and_break_even() -> None:
    row = pd.Series({"numerator": 20, "denominator": 100, "registered": 130, "s": 125})
    assert bounds(row)[:3] == (0.16, 0.36, 25)
    assert bounds(row.replace(125, 100)) is None  # everybody measured
    assert bounds(pd.Series({"numerator": np.nan, "denominator": 100, "s": 125})) is None  # hidden
    assert reasons.bounds_sentence(None, "2024") == ""
    assert "25 dari 125" in reasons.bounds_sentence(bounds(row), "2024-08")
    a = pd.Series({"numerator": 182, "denominator": 910, "s": 1000})
    b = pd.Series({"numerator": 93, "denominator": 620, "s": 1000})
    undo = break_even(a, b)
    # at that prevalence among the 290 who no longer came, the later figure would be the earlier one
    assert (93 + undo * 290) / 910 == pytest.approx(182 / 910)
    assert break_even(b, a) is None


def test_the_span_of_a_series_is_its_first_and_last_figure() -> None:
    series = pd.concat([ds("2021", 0, 0), ds("2022", 8, 10), ds("2023", 7, 10), ds("2024", 9, 10)])
    first, last = span(series)
    assert (first["period"].item(), last["period"].item()) == ("2022", "2024")
    assert span(series.head(2)) is None


def test_months_of_weighing_are_data() -> None:
    assert weighing_months(KAB) == (2, 8)
    assert is_weighing(["2024-02", "2024-08", "2024-01", "2024"], KAB) == [True, True, False, False]
    cases = {"2023-02": 300, "2023-08": 290, "2023-09": 100, "2024-02": 200}
    months = pd.concat([frame(p, [("x", n, 1000)]) for p, n in cases.items()])
    seen = by_month(months, KAB)
    assert seen["period"].tolist() == ["2023-02", "2024-02", "2023-08"]
    said = say.weighing_takeaway(seen, ["Februari", "Agustus"])
    assert "Februari 2023 30,0 % ke Februari 2024 20,0 %: turun" in said
    assert "Agustus 2023 29,0 % (baru satu tahun)" in said
    assert say.weighing_takeaway(seen.head(0), ["Februari"]) == "Belum ada angka bulan timbang (Februari)."


@pytest.fixture(scope="module")
def district():
    """The district of the report, from its facts file: kecamatan and the whole, year by year."""
    table = facts("demo_kecamatan")
    table = table.assign(n=number(table["stunting"]), d=number(table["diukur"]))

    def at(year, whole=False):
        level = "kabupaten" if whole else "kecamatan"
        part = table[(table["tahun"] == year) & (table["kecamatan"].isna() == whole)]
        return frame(year, list(zip(part["kode"], part["n"], part["d"], strict=True)), level=level)

    return at


NAMES = {
    "01": "Juai", "02": "Halong", "03": "Awayan", "04": "Batu Mandi", "05": "Lampihong", "06": "Paringin",
    "07": "Paringin Selatan", "08": "Tebing Tinggi",
}  # fmt: skip


def named(areas):
    return {NAMES[a[-2:]] for a in areas}


def test_statements_of_the_report_follow_from_the_district(district) -> None:
    before, after = district("2021"), district("2022")
    found = two_periods(before, after)
    whole = float(district("2022", whole=True)["value"].iloc[0])
    assert named(above(after, whole)) == {"Lampihong", "Tebing Tinggi", "Juai", "Paringin Selatan", "Halong"}
    assert named(found.loc[found["value"] > 0, "area"]) == {"Juai", "Paringin", "Tebing Tinggi"}
    step = found.assign(name=[NAMES[a[-2:]] for a in found["area"]]).set_index("name")["step"]
    assert step.idxmin() == "Awayan"
    assert step["Awayan"] == pytest.approx(-0.0992)
    assert step.idxmax() == "Juai"
    assert step["Juai"] == pytest.approx(0.0255)
    assert after.loc[after["value"].idxmax(), "area"].endswith(".05")
    assert round(100 * after["value"].min(), 2) == 8.24
    table = statements(KAB)
    assert len(table) == 7
    for row in table.itertuples():
        assert set(same_statement(row.kind, after, found, whole)) == set(row.areas), row.kind
        assert same_statement(row.kind, after.head(0), found.head(0), whole) is None
    said = say.change_takeaway(found, before, after, label=lambda a: NAMES[a[-2:]])
    assert "Turun paling jauh Awayan (−9,92 poin)" in said
    assert "naik" not in said.split("Turun paling jauh")[0].replace("naik atau", ""), (
        "Juai's rise is not told from chance"
    )


def test_printed_conflict_is_shown_and_not_repaired() -> None:
    table = printed_kecamatan(KAB).set_index("area")
    lampihong = table.loc["63.11.05"]
    assert (round(lampihong["printed"], 4), round(lampihong["subtracted"], 4)) == (-0.0249, -0.0486)
    assert table["conflict"].sum() == 1
    assert "tidak diperbaiki" in lampihong["note"]
    assert table.loc["63.11.03", "printed"] == pytest.approx(-0.0992)
    assert np.isnan(table.loc["63.11.01", "value"])  # not printed
    assert printed_kecamatan("99.99").empty
    assert statements("99.99").empty
