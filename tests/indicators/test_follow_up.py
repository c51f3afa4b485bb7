"""Lists that lead to action: every rule on a child that is just inside and one just outside."""

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stunting.indicators import follow_up
from stunting.indicators.follow_up.make import LIST_COLUMNS
from stunting.indicators.follow_up.people import NEEDS

MONTH = "2024-08"


def visit(child="a", period=MONTH, weight=10.0, height=80.0, **other) -> dict:
    """One measured row; ``weight=None`` and ``height=None``: registered only."""
    measured = weight is not None or height is not None
    row = {
        "child_id": child, "kec": "63.11.05", "desa": "63.11.05.2019", "puskesmas": "Contoh",
        "posyandu": "Melati",
        "sex": "L", "birth_date": pd.Timestamp("2022-07-01"), "period": period, "measured": measured,
        "measured_on": pd.Timestamp(f"{period}-10") if measured else pd.NaT,
        "weight_kg": weight, "height_cm": height, "lila_cm": np.nan, "position": "h", "weight_gain": None,
        "waz": 0.0, "haz": 0.0, "whz": 0.0, "flag_waz": False, "flag_haz": False, "flag_whz": False,
        "upload_id": f"u{period}", "row": 2,
    }  # fmt: skip
    row |= other
    if measured and "age_days" not in other and not pd.isna(row["birth_date"]):
        row["age_days"] = (row["measured_on"] - row["birth_date"]).days
    return row


def frame(*rows: dict) -> pd.DataFrame:
    out = pd.DataFrame(list(rows), columns=[*NEEDS, "upload_id", "row"])
    numbers = [c for c in out if c.endswith(("_kg", "_cm")) or c in ("waz", "haz", "whz")]
    out[numbers] = out[numbers].astype("float64")
    out["age_days"] = out["age_days"].astype("Int32")
    dates = {"birth_date": "datetime64[s]", "measured_on": "datetime64[s]", "measured": "bool"}
    out = out.astype(dates | {"flag_waz": "bool", "flag_haz": "bool", "flag_whz": "bool"})
    texts = ["child_id", "kec", "desa", "puskesmas", "posyandu", "sex", "period", "position", "weight_gain"]
    return out.astype(dict.fromkeys(texts, "category"))


def of(rows: pd.DataFrame, month: str = MONTH, **given_) -> dict[str, str]:
    """List → reason, of one child."""
    found = follow_up.lists(rows, month, **given_)
    return dict(zip(found["list"].astype("str"), found["reason"], strict=True))


def run(weights: list[float | None], first: str = "2024-06", **other) -> pd.DataFrame:
    months = pd.period_range(first, periods=len(weights), freq="M").astype("str")
    return frame(*(visit(period=m, weight=w, height=80.0 if w else None, **other)
                   for m, w in zip(months, weights, strict=True)))  # fmt: skip


def test_a_healthy_child_is_on_no_list():
    assert of(run([9.8, 10.0, 10.2])) == {}


def test_not_gained_once_and_twice():
    assert of(run([9.8, 10.1, 9.8])) == {"t1": "berat turun 0,3 kg dari Juli (10,1 → 9,8 kg)"}
    twice = of(run([10.0, 10.1, 10.1]))
    assert twice == {"t2": "tidak naik dua bulan berturut-turut: 10,0 → 10,1 → 10,1 kg sejak Juni"}


def test_a_gain_of_exactly_the_minimum_is_enough():
    assert of(run([9.8, 10.0])) == {}
    assert "t1" in of(run([9.8, 9.99], first="2024-07"))


def test_the_verdict_of_the_file_is_a_cross_check():
    assert of(run([10.0, 10.0], first="2024-07", weight_gain="N"))["t1"].endswith("berkas menulis N")
    assert "berkas" not in of(run([10.0, 10.0], first="2024-07", weight_gain="T"))["t1"]


def test_a_month_missed_is_neither_t_nor_2t():
    assert of(run([10.0, None, 9.0])) == {}


def test_two_months_over_new_year():
    found = of(run([10.0, 10.0, 10.0], first="2023-11"), "2024-01")
    assert found == {"t2": "tidak naik dua bulan berturut-turut: 10,0 → 10,0 → 10,0 kg sejak November"}


def test_an_implausible_weight_gives_no_verdict_but_a_new_measurement():
    rows = run([10.0, 10.0], first="2024-07")
    rows.loc[1, ["flag_waz", "waz"]] = [True, -6.4]
    found = of(rows)
    assert set(found) == {"ulang_ukur"}
    assert found["ulang_ukur"] == "BB/U −6,40 di luar batas −6 sampai 5 (10,0 kg, 80,0 cm, 25 bulan)"


@pytest.mark.parametrize(("waz", "on"), [(-3.0, False), (-3.01, True)])
def test_below_the_red_line_begins_below_minus_three(waz, on):
    found = of(frame(visit(waz=waz)))
    assert ("bgm" in found) is on
    assert "gizi_buruk" not in found


def test_below_the_red_line_without_a_weight_for_height_may_be_gizi_buruk():
    found = follow_up.lists(frame(visit(waz=-3.4, whz=np.nan)), MONTH)
    assert set(found["list"]) == {"gizi_buruk", "bgm"}
    assert set(found["priority"]) == {"P1"}
    assert "tidak dapat dinilai" in found["reason"].iloc[0]


def test_gizi_buruk_by_a_thin_arm_only_from_six_months():
    assert of(frame(visit(lila_cm=11.4)))["gizi_buruk"] == "LiLA 11,4 cm (di bawah 11,5 cm)"
    assert of(frame(visit(lila_cm=11.5))) == {}
    assert of(frame(visit(lila_cm=11.0, birth_date=pd.Timestamp("2024-04-01")))) == {}


def test_newly_stunted_needs_a_plausible_earlier_value():
    now = visit(haz=-2.31)
    july = visit(period="2024-07", haz=-1.87, weight=9.0)
    assert of(frame(july, now))["baru_stunting"] == "TB/U −2,31 (pendek), sebelumnya −1,87 pada 10 Jul 2024"
    assert "baru_stunting" not in of(frame(now))
    assert "baru_stunting" not in of(frame(july | {"flag_haz": True}, now))
    # exactly −2 is not stunted; and the value before a flagged one counts
    june = visit(period="2024-06", haz=-2.0, weight=9.0)
    assert "baru_stunting" in of(frame(june, july | {"flag_haz": True, "haz": 9.0}, now))
    assert "baru_stunting" not in of(frame(june | {"haz": -2.01}, now))


def test_a_flagged_height_is_not_stunting():
    assert set(of(frame(visit(haz=-6.5, flag_haz=True)))) == {"ulang_ukur"}


def test_length_or_height_by_age():
    young = visit(haz=-2.5, birth_date=pd.Timestamp("2023-08-01"))
    assert of(frame(young))["stunting"] == "PB/U −2,50 (pendek)"


def test_stunted_and_wasted_together():
    found = follow_up.lists(frame(visit(haz=-2.5, whz=-2.2)), MONTH)
    row = found[found["list"] == "stunting_wasting"].iloc[0]
    assert row["reason"] == "TB/U −2,50 (pendek) dan BB/TB −2,20 (gizi kurang)"
    assert row["priority"] == "P2"
    # the visit says it once
    assert follow_up.visits(found)["reason"].tolist() == [row["reason"]]


def test_absent_children_say_what_was_seen_last():
    rows = frame(visit(period="2024-07", whz=-3.2), visit(weight=None, height=None))
    found = follow_up.lists(rows, MONTH)
    assert found["reason"].tolist() == ["terakhir diukur 10 Jul 2024, saat itu BB/TB −3,20 (gizi buruk)"]
    assert found["priority"].tolist() == ["P1"], "a child with gizi buruk that stays away is sought first"


def test_measured_without_weight_is_not_weighed():
    found = of(frame(visit(weight=np.nan)))
    assert found == {"tidak_ditimbang": "hadir, tetapi berat tidak tercatat atau tidak terbaca"}


def other(period=MONTH, **more):
    """Another child, so that the puskesmas has rows in the month."""
    return visit("z", period=period, **more)


@pytest.mark.parametrize(("period", "on"), [("2024-06", False), ("2024-05", True), ("2023-12", True)])
def test_not_seen_for_three_months(period, on):
    found = follow_up.lists(frame(visit(period=period), other()), MONTH)
    assert ("tiga_bulan" in set(found["list"])) is on
    assert "tidak_tercatat" in set(found["list"])
    assert not found["listed"].any()


def test_registered_for_months_but_never_measured():
    months = ["2024-05", "2024-06", "2024-07", "2024-08"]
    found = of(frame(*(visit(period=m, weight=None, height=None) for m in months)))
    assert found["tiga_bulan"] == "belum pernah diukur, tercatat sejak Mei 2024"
    assert found["tidak_ditimbang"] == "belum pernah diukur"


def test_a_puskesmas_without_upload_misses_nobody():
    rows = frame(visit(period="2024-05"), other(puskesmas="Lain"))
    assert follow_up.lists(rows, MONTH).empty
    report = follow_up.reporting(follow_up.people(rows, MONTH))
    assert dict(zip(report["puskesmas"], report["reported"], strict=True)) == {"Contoh": False, "Lain": True}


def test_sixty_months_by_the_calendar():
    born = pd.Timestamp("2019-08-31")
    found = of(frame(visit(birth_date=born)))
    assert found == {"lulus_60": "genap 60 bulan pada 31 Agu 2024"}
    assert of(frame(visit(birth_date=pd.Timestamp("2019-09-01")))) == {}
    # a month later the child is known, but no under-five any more: nobody misses it
    assert follow_up.lists(frame(visit(birth_date=born), other("2024-09")), "2024-09").empty


def test_a_leap_day_turns_sixty_on_the_last_of_february():
    rows = frame(visit(period="2025-02", birth_date=pd.Timestamp("2020-02-29")))
    assert of(rows, "2025-02")["lulus_60"] == "genap 60 bulan pada 28 Feb 2025"


def test_children_of_unknown_age_and_sex_are_kept_until_they_must_be_older():
    rows = frame(visit(period="2019-08", birth_date=pd.NaT, sex=None), other())
    assert follow_up.lists(rows, MONTH).empty, "known for 60 months: no under-five"
    rows = frame(visit(period="2019-09", birth_date=pd.NaT, sex=None), other())
    assert "tiga_bulan" in set(follow_up.lists(rows, MONTH)["list"])
    fresh = frame(visit(birth_date=pd.NaT, sex=None, waz=np.nan, haz=np.nan, whz=np.nan))
    assert of(fresh) == {}


@pytest.mark.parametrize(("months", "code"), [(4, None), (5, "kartu_5"), (6, "kartu_6"), (7, "kartu_6")])
def test_card(months, code):
    weights = [9.0 + 0.5 * i for i in range(months)]
    first = str(pd.Period(MONTH) - (months - 1))
    found = of(run(weights, first))
    assert set(found) == ({code} if code else set())
    if months == 6:
        assert found["kartu_6"] == "hadir 6 bulan berturut-turut sejak Maret 2024; baru memenuhi bulan ini"
    if months == 7:
        assert found["kartu_6"].endswith("memenuhi sejak Juli 2024")


def test_a_streak_runs_over_new_year_and_breaks_at_a_gap():
    rows = run([9, 9.5, None, 10, 10.5, 11, 11.5], "2023-08")
    streak = follow_up.streaks(rows, "2024-02")
    assert streak[["streak", "since"]].to_numpy().tolist() == [[4, "2023-11"]]
    assert follow_up.streaks(rows, "2023-10")["streak"].tolist() == [0]
    assert follow_up.streaks(rows, "2023-10")["since"].isna().all()


@given(st.lists(st.booleans(), min_size=1, max_size=24))
def test_a_streak_is_the_run_of_months_at_the_end(came):
    months = pd.period_range("2023-01", periods=len(came), freq="M").astype("str")
    rows = frame(*(visit(period=m, weight=10.0 if c else None, height=80.0 if c else None)
                   for m, c in zip(months, came, strict=True)))  # fmt: skip
    expected = 0
    for c in reversed(came):
        if not c:
            break
        expected += 1
    assert follow_up.streaks(rows, months[-1])["streak"].tolist() == [expected]


def test_families_at_risk_give_the_last_priority():
    rows = frame(visit("a"), visit("b"), visit("c", waz=-3.5))
    why = ["PKH, jamban tidak layak", None, "?"]
    risk = pd.DataFrame({"child_id": ["a", "c", "nobody"], "reason": why})
    found = follow_up.lists(rows, MONTH, risk)
    got = found.set_index(["child_id", "list"])
    assert got.loc[("a", "keluarga_rentan"), "priority"] == "P4"
    assert got.loc[("a", "keluarga_rentan"), "reason"] == "PKH, jamban tidak layak"
    assert got.loc[("c", "keluarga_rentan"), "reason"] == "keluarga miskin atau berisiko"
    assert got.loc[("c", "keluarga_rentan"), "priority"] == "P3"
    assert "b" not in set(found["child_id"])


def test_priority_orders_the_list_within_a_posyandu():
    rows = frame(
        visit("d", weight=None, height=None), visit("c", period="2024-07"), visit("c"), visit("b", haz=-2.5),
        visit("a", whz=-3.5, posyandu="Anggrek"), visit("e", whz=-3.5),
    )  # fmt: skip
    got = follow_up.visits(follow_up.lists(rows, MONTH))
    assert got["child_id"].tolist() == ["a", "e", "b", "c", "d"]
    assert got["priority"].astype("object").tolist()[:4] == ["P1", "P1", "P2", "P3"]
    assert pd.isna(got["priority"].iloc[4])


def test_the_last_measurement_of_a_month_counts():
    rows = frame(
        visit(haz=-2.5, measured_on=pd.Timestamp("2024-08-25")),
        visit(haz=-1.0, measured_on=pd.Timestamp("2024-08-03")),
    )
    assert "stunting" in of(rows)


def test_later_months_are_ignored():
    rows = run([9.8, 10.1, 9.8, 12.0])
    assert set(of(rows)) == {"t1"}


@pytest.mark.parametrize("rows", [frame(), run([10.0, 10.0], "2024-09")])
def test_nothing_known(rows):
    found = follow_up.lists(rows, MONTH)
    assert list(found) == list(LIST_COLUMNS)
    assert found.empty
    assert follow_up.visits(found).empty
    assert follow_up.summary(found, "desa", follow_up.people(rows, MONTH)).empty
    assert follow_up.streaks(rows, MONTH).empty


def test_all_values_missing():
    none = dict.fromkeys(("waz", "haz", "whz"), np.nan)
    rows = frame(visit(weight=None, height=None, sex=None, birth_date=pd.NaT, posyandu=None, **none))
    found = follow_up.lists(rows, MONTH)
    assert found["reason"].tolist() == ["belum pernah diukur"]
    assert "nan" not in found["reason"].iloc[0].lower()


def test_a_month_is_asked_for():
    with pytest.raises(ValueError, match="not a month"):
        follow_up.lists(frame(visit()), "2024")


def test_summary_says_of_how_many():
    rows = frame(
        visit("a", haz=-2.5), visit("b"), visit("c", weight=None, height=None), visit("d", posyandu="Mawar")
    )
    found = follow_up.lists(rows, MONTH)
    got = follow_up.summary(found, "posyandu", follow_up.people(rows, MONTH)).set_index(["area", "list"])
    area = "63.11.05.2019|Melati"
    assert got.loc[(area, "stunting"), "text"] == "1 dari 2"
    assert got.loc[(area, "tidak_ditimbang"), "text"] == "1 dari 3"
    assert got.loc[(area, "tidak_ditimbang"), "value"] == pytest.approx(1 / 3)
    assert got.loc[("63.11.05.2019|Mawar", "stunting"), "numerator"] == 0
    whole = follow_up.summary(found, "desa", follow_up.people(rows, MONTH))
    assert whole["numerator"].sum() == got["numerator"].sum() == len(found)
    assert (whole["numerator"] <= whole["denominator"]).all()


def test_no_base_is_no_rate():
    rows = frame(visit(weight=None, height=None))
    got = follow_up.summary(follow_up.lists(rows, MONTH), "desa", follow_up.people(rows, MONTH))
    stunting = got.set_index("list").loc["stunting"]
    assert stunting["denominator"] == 0
    assert pd.isna(stunting["value"])


def test_plain_text_columns_give_the_same():
    rows = frame(visit("a", haz=-2.5), visit("b", period="2024-07"), visit("b"))
    plain = rows.astype(dict.fromkeys(rows.select_dtypes("category"), "str"))
    ours, theirs = follow_up.lists(rows, MONTH), follow_up.lists(plain, MONTH)
    pd.testing.assert_frame_equal(ours.astype("object"), theirs.astype("object"))


def test_every_list_has_its_facts():
    for code in follow_up.LISTS:
        assert follow_up.title_of(code)
    assert follow_up.priority_of("gizi_buruk") == "P1"


def test_a_district_of_five_years_takes_well_under_a_second():
    children, months = 9000, 48
    c, m = np.repeat(np.arange(children), months), np.tile(np.arange(months), children)
    one = frame(visit())
    rows = one.iloc[np.zeros(len(c), dtype=int)].reset_index(drop=True)
    labels = pd.period_range("2020-09", periods=months, freq="M").astype("str")
    rows["period"] = pd.Categorical.from_codes(m, categories=pd.Index(labels))
    rows["child_id"] = pd.Categorical.from_codes(
        c, categories=pd.Index([f"k{i:05d}" for i in range(children)])
    )
    rows["measured_on"] = pd.to_datetime(pd.Series(labels) + "-10").to_numpy()[m].astype("datetime64[s]")
    rows["haz"] = np.random.default_rng(1).normal(-1.4, 1, len(c)).round(2)
    start = time.process_time()
    found = follow_up.lists(rows, MONTH)
    assert time.process_time() - start < 3, "a loop over rows has crept in"
    assert len(found) > children
