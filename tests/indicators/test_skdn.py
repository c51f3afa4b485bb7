"""SKDN: D = N + T + O + B + undecided, ratios with targets, the attendance card."""

import math
import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from stunting.indicators import skdn
from stunting.indicators.cube import build as build_cube
from stunting.indicators.facts import facts
from stunting.indicators.follow_up.attendance import streaks
from stunting.indicators.participation import participation
from stunting.indicators.results import check_result


def run(child, weights, first="2024-01", **more):
    """One child, month by month; ``None``: registered, not weighed; ``"-"``: no row."""
    months = pd.period_range(first, periods=len(weights), freq="M").astype("str")
    rows = []
    for month, weight in zip(months, weights, strict=True):
        if weight == "-":
            continue
        row = {"child_id": child, "period": month, "weight_kg": weight, "height_cm": None, **more}
        row |= {"measured": weight is not None, "date": f"{month}-10" if weight is not None else None}
        rows.append(row | ({"age_days": None} if weight is None else {}))
    return rows


def at(cube, period, **given_) -> dict:
    return skdn.counts(cube, "kabupaten", period, **given_).iloc[0].to_dict()


def test_every_verdict_once(make_rows):
    cube = skdn.build(make_rows(
        *run("naik", [10.0, 10.3, 10.6]), *run("tidak", [10.0, 10.0, 10.0]),
        *run("lewat", [10.0, None, 10.4]), *run("baru", ["-", "-", 9.0]), *run("absen", [9.0, 9.3, None]),
    ))  # fmt: skip
    march = at(cube, "2024-03")
    assert [march[c] for c in ("s", "d", "n", "t", "o", "b", "undecided", "two_t")] == [
        5,
        4,
        1,
        1,
        1,
        1,
        0,
        1,
    ]
    # nobody knows what was before the first file
    january = at(cube, "2024-01")
    assert [january[c] for c in ("d", "undecided", "no_month_before")] == [4, 4, 4]
    assert all(pd.isna(january[c]) for c in ("k", "n", "t", "o", "b", "two_t"))
    # in the second month T is known, and of nobody whether it is the second one running
    february = at(cube, "2024-02")
    assert (february["t"], february["two_t_unknown"]) == (1, 1)
    assert pd.isna(february["two_t"])
    # nobody weighed: that is known
    nobody = at(skdn.build(make_rows(*run("a", [None]))), "2024-01")
    assert [nobody[c] for c in ("d", "n", "t", "o", "b", "two_t")] == [0] * 6


def test_a_missing_file_makes_nobody_absent(make_rows):
    cube = skdn.build(make_rows(*run("a", [10.0, "-", 10.4]), *run("b", [9.0, "-", 9.1])))
    march = at(cube, "2024-03")
    assert [march[c] for c in ("d", "undecided", "no_month_before")] == [2, 2, 2]
    assert all(pd.isna(march[c]) for c in ("n", "t", "o", "b", "two_t"))
    found = skdn.ratios(cube, "kabupaten", "2024-03", ratio="nd").iloc[0]
    assert math.isnan(found["value"])
    assert (found["denominator"], found["undecided"]) == (0, 2)
    assert at(cube, "2024-02")["months"] == 0


def test_implausible_weights_are_undecided_and_not_bgm(make_rows):
    rows = make_rows(
        *run("a", [10.0, 30.0]), *run("b", [9.0, 9.3], waz=-3.5), *run("c", [9.0, 9.3], waz=-3.0)
    )
    flagged = (rows["child_id"] == "a") & (rows["period"] == "2024-02")
    rows.loc[flagged, "flag_waz"] = True
    february = at(skdn.build(rows), "2024-02")
    assert [february[c] for c in ("n", "undecided", "no_month_before", "bgm", "bgm_judged")] == [
        2,
        1,
        0,
        1,
        2,
    ]


def test_sixty_months_and_more_are_no_part_of_s(make_rows):
    cube = skdn.build(make_rows(
        *run("a", [10.0], age_days=1826), *run("b", [10.0], age_days=1827), *run("c", [10.0], age_days=None),
    ))  # fmt: skip
    found = at(cube, "2024-01")
    assert (found["s"], found["d"], found["over_60"]) == (2, 2, 1)


def test_k_only_where_it_is_recorded(make_rows):
    rows = make_rows(*run("a", [10.0]), *run("b", [10.0]), *run("c", [10.0]))
    silent = skdn.ratios(skdn.build(rows), ratio="ks").iloc[0]
    assert math.isnan(silent["value"])
    assert silent["note"] == "tidak dicatat"
    rows["kia"] = pd.array([True, False, None], dtype="boolean")
    told = skdn.ratios(skdn.build(rows), ratio="ks").iloc[0]
    # one of three is not recorded: no share of S, whatever it is among the two
    assert math.isnan(told["value"])
    assert math.isnan(told["high"])
    assert (told["numerator"], told["denominator"]) == (1, 2)
    assert told["note"] == "di antara yang tercatat; 1 tidak tercatat"
    assert at(skdn.build(rows), "2024-01")["k_unknown"] == 1
    rows["kia"] = pd.array([True, False, False], dtype="boolean")
    whole = skdn.ratios(skdn.build(rows), ratio="ks").iloc[0]
    assert (whole["value"], whole["numerator"], whole["denominator"], whole["note"]) == (1 / 3, 1, 3, "")


def test_targets_come_from_facts_and_are_the_same_in_both_files():
    both = facts("target"), facts("target_skdn")
    kab = both[0]["wilayah"].iloc[0]
    first, second = (t[(t["wilayah"] == kab) & (t["indikator"] == "ds")]["target"].tolist() for t in both)
    assert first == second == ["85"]
    assert skdn.target(kab, "ds") == 0.85
    assert math.isnan(skdn.target(kab, "nd"))
    assert skdn.targets(kab, "ds")["value"].tolist() == [0.85, 0.9]


def test_ratio_against_its_target(make_rows):
    kab = facts("target")["wilayah"].iloc[0]
    came = [row for i in range(17) for row in run(f"c{i}", [10.0])]
    away = [row for i in range(3) for row in run(f"a{i}", [None])]
    cube = skdn.build(make_rows(*came, *away))
    found = check_result(skdn.ratios(cube, "posyandu", None, kab=kab)).set_index("indicator")
    assert found.loc["ds", ["value", "target", "reached"]].tolist() == [0.85, 0.85, "ya"]
    assert found.loc["nd", "reached"] == ""
    assert found.loc["ds", "low"] < 0.85 < found.loc["ds", "high"]
    assert skdn.ratios(cube, "kabupaten", None, ratio="ds")["reached"].tolist() == [""]


def test_s_from_a_sasaran_file(make_rows):
    cube = skdn.build(make_rows(*run("a", [10.0]), *run("b", [10.0]), *run("c", [None])))
    given_ = pd.DataFrame({"area": ["99.01"], "period": ["2024-01"], "s": [4], "source": ["berkas sasaran"]})
    found = skdn.ratios(cube, ratio="ds", sasaran=given_).iloc[0]
    assert (found["value"], found["denominator"], found["s_from"]) == (0.5, 4, "berkas sasaran")
    above = skdn.ratios(cube, ratio="ds", sasaran=given_.assign(s=1)).iloc[0]
    assert (above["value"], above["note"]) == (2.0, "D melebihi sasaran")
    assert math.isnan(above["high"])


def test_a_year_is_the_sum_of_its_months(make_rows):
    cube = skdn.build(make_rows(*run("a", [10.0, 10.3, None]), *run("b", [9.0, None, 9.1])))
    months, year = skdn.counts(cube), skdn.counts(cube, period="2024").iloc[0]
    for name in ("s", "d", "n", "t", "o", "b", "undecided"):
        assert year[name] == months[name].sum()
    assert year["months"] == 3
    found = skdn.ratios(cube, period="2024", ratio="ds").iloc[0]
    assert (found["numerator"], found["denominator"]) == (4, 6)
    assert skdn.counts(cube, period="2019")["months"].tolist() == [0]


def test_the_card_is_full_at_six_again_at_twelve(make_rows):
    cube = skdn.build(make_rows(*run("a", [10.0] * 12), *run("b", [9.0] * 5 + [None] + [9.0] * 6)))
    found = skdn.rewards(cube).set_index("period")
    check_result(found.reset_index())
    assert found["value"].isna().tolist() == [True] * 5 + [False] * 7
    assert found["note"].iloc[0] == "data belum cukup bulan"
    assert found.loc["2024-06", ["value", "held", "short"]].tolist() == [1, 1, 0]
    assert found["again"].isna().tolist() == [True] * 11 + [False]  # 12 months cannot be seen before
    assert found["short"].isna().tolist() == [True] * 4 + [False] * 8
    assert found.loc["2024-05", "short"] == 2
    assert found.loc["2024-12", ["value", "again", "held"]].tolist() == [1, 1, 2]


def test_before_and_after_compares_the_same_calendar_months(make_rows):
    first = [row for i in range(40) for row in run(f"c{i}", [10.0 if i < 20 else None] * 12, "2023-01")]
    then = [row for i in range(40) for row in run(f"c{i}", [10.0 if i < 35 else None] * 3, "2024-01")]
    found = skdn.before_after(skdn.build(make_rows(*first, *then)), "2024-01").iloc[0]
    assert (found["value_a"], found["value_b"], found["months"]) == (0.5, 0.875, 3)
    assert found["verdict"] == "naik"
    assert found["note"] == "bukan bukti sebab-akibat"
    nothing = skdn.before_after(skdn.build(make_rows(*first)), "2023-01")
    assert nothing["verdict"].tolist() in ([], ["tidak ada data"])


def test_nothing_at_all(make_rows):
    empty = make_rows(*run("a", [10.0])).iloc[:0]
    cube = skdn.build(empty)
    assert cube.empty
    assert skdn.counts(cube).empty
    assert skdn.ratios(cube).empty
    assert skdn.rewards(cube).empty


def test_unknown_names(make_rows):
    cube = skdn.build(make_rows(*run("a", [10.0])))
    with pytest.raises(ValueError, match="unknown ratio"):
        skdn.ratios(cube, ratio="xy")
    with pytest.raises(ValueError, match="unknown level"):
        skdn.ratios(cube, "rt")


weights = st.lists(st.sampled_from([None, "-", 8.0, 8.3, 9.0]), min_size=4, max_size=9)


@hypothesis_settings(max_examples=20)
@given(st.lists(weights, min_size=1, max_size=6))
def test_the_sums_hold_whatever_the_months(make_rows, children):
    rows = [row for i, w in enumerate(children) for row in run(f"c{i}", w, posyandu=f"P{i % 2}")]
    if not rows:
        return
    frame = make_rows(*rows)
    cube = skdn.build(frame)
    assert (cube["n"] + cube["t"] + cube["o"] + cube["b"] + cube["undecided"] == cube["d"]).all()
    assert (cube["d"] <= cube["s"]).all()
    assert cube["s"].sum() == len(frame.drop_duplicates(["child_id", "period"]))
    # the same attendance as the card's list and as D/S
    month = max(cube["period"].astype("str"))
    held = (streaks(frame, month)["streak"] >= 6).sum()
    assert skdn.counts(cube, period=month)["card_held"].sum() == held
    theirs = participation(build_cube(frame), "kabupaten", month)
    assert skdn.counts(cube, period=month)["measured"].tolist() == theirs["numerator"].tolist()


def test_a_district_is_counted_within_a_second():
    """380 thousand rows; the limit is generous for a busy machine, the measured time is in the docs."""
    rng = np.random.default_rng(0)
    children, months = 8000, 47
    child = np.repeat(np.arange(children), months)
    labels = pd.period_range("2021-01", periods=months, freq="M").astype("str")
    month = np.tile(np.arange(months), children)
    came = rng.random(len(child)) < 0.83
    dates = pd.PeriodIndex(labels, freq="M").to_timestamp().to_numpy().astype("datetime64[s]")
    text = {"kab": "99.01", "kec": "99.01.01", "desa": "99.01.01.2001", "puskesmas": "Contoh", "sex": "L"}
    frame = pd.DataFrame({name: pd.Categorical.from_codes(np.zeros(len(child), int), [v])
                          for name, v in text.items()})  # fmt: skip
    frame["posyandu"] = pd.Categorical.from_codes(child % 250, [f"P{i}" for i in range(250)])
    frame["child_id"] = pd.Categorical.from_codes(child, [f"c{i:05d}" for i in range(children)])
    frame["period"] = pd.Categorical.from_codes(month, labels)
    frame["measured"], frame["measured_on"] = came, np.where(came, dates[month], np.datetime64("NaT"))
    frame["weight_kg"] = np.where(came, 8 + 0.2 * month + rng.normal(0, 0.2, len(child)), np.nan)
    frame["age_days"] = pd.array(np.where(came, 30 * month, 0), dtype="Int32")
    frame["waz"], frame["flag_waz"] = 0.0, False
    took = []
    for _ in range(2):
        start = time.process_time()
        cube = skdn.build(frame)
        took.append(time.process_time() - start)
    assert cube["d"].sum() == came.sum()
    assert min(took) < 2.5
