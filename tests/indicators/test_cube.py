"""The cube against a slow and obvious count of the same rows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stunting.indicators import cube
from stunting.indicators.cube import COUNTS, KEYS, build, cuts

ROW = st.fixed_dictionaries(
    {
        "child_id": st.sampled_from("abcd"),
        "month": st.integers(1, 26),  # over three years
        "day": st.integers(1, 28),
        "measured": st.booleans(),
        "sex": st.sampled_from(["L", "P", None]),
        "age_days": st.sampled_from([0, 182, 183, 365, 366, 730, 731, 1461, 1826, 1827, None]),
        "desa": st.sampled_from(["99.01.01.2001", "99.01.01.2002", None]),
        "posyandu": st.sampled_from(["Melati", "Mawar"]),
        "haz": st.sampled_from([-6.5, -6.01, -6.0, -3.01, -3.0, -2.01, -2.0, 1.0, None]),
        "whz": st.sampled_from([-2.01, 2.0, 2.01, None]),
        "flag": st.booleans(),
    }
)


def expand(rows: list[dict]) -> list[dict]:
    out = []
    for row in rows:
        year, month = 2022 + (row["month"] - 1) // 12, (row["month"] - 1) % 12 + 1
        place = {k: row[k] for k in ("child_id", "sex", "desa", "posyandu", "measured")}
        z = {"haz": row["haz"], "file_haz": row["haz"], "whz": row["whz"], "file_whz": row["whz"]}
        when = {"date": f"{year}-{month:02d}-{row['day']:02d}"}
        if not row["measured"]:
            when, z = {"period": f"{year}-{month:02d}"}, dict.fromkeys(z)
        age = row["age_days"] if row["measured"] else None
        out.append({**place, **z, **when, "age_days": age, "flag_haz": row["flag"]})
    return out


def slow(rows: pd.DataFrame) -> pd.DataFrame:
    """Count with plain pandas: last measured row of each child in each month and year."""
    rows = rows.astype(dict.fromkeys(("sex", "desa", "posyandu", "period"), "object")).fillna({"desa": "?"})
    rows["sex"] = rows["sex"].fillna("?")
    rows["order"] = range(len(rows))
    rows = rows.sort_values(["measured", "measured_on", "order"], na_position="first", kind="stable")
    both = pd.concat([rows, rows.assign(period=rows["period"].str[:4])])
    # An unmeasured child stands where its last row of the latest month is.
    both = both.assign(month=list(rows["period"]) * 2).sort_values(
        ["measured", "measured_on", "month", "order"], na_position="first", kind="stable"
    )
    last = both.groupby(["child_id", "period"]).tail(1).copy()
    young = last["measured"] & ~(last["age_days"].astype("float64") >= 1826.25)
    last["n"] = young & (last["file_haz"] > -6.01) & (last["file_haz"] <= -2.01)
    last["d"] = young & last["file_haz"].notna()
    sound = young & last["haz"].notna() & ~last["flag_haz"]
    last["n_who"], last["d_who"] = sound & (last["haz"] < -2), sound
    last["fat"] = young & (last["file_whz"] > 2)
    counts = last.groupby(["period", "desa", "posyandu", "sex"])[
        ["measured", "n", "d", "n_who", "d_who", "fat"]
    ]
    return counts.sum().astype("int64").assign(registered=counts.size())


@settings(max_examples=20, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=25))
def test_equals_the_slow_count(make_rows, rows: list[dict]) -> None:
    frame = make_rows(*expand(rows))
    found = build(frame)
    assert list(found.columns) == [*KEYS, *COUNTS]
    keys = ["period", "desa", "posyandu", "sex"]
    fast = found.astype(dict.fromkeys(keys, "object")).groupby(keys)[list(COUNTS)].sum()
    want = slow(frame)
    names = {
        "registered": "registered", "measured": "measured", "n": "n_stunting_eppgbm",
        "d": "d_stunting_eppgbm",
        "n_who": "n_stunting_who", "d_who": "d_stunting_who", "fat": "n_overweight_eppgbm",
    }  # fmt: skip
    got = fast[list(names.values())].set_axis(list(names), axis=1)
    pd.testing.assert_frame_equal(
        got.sort_index(), want[list(names)].sort_index(), check_index_type=False, check_column_type=False
    )
    for count in COUNTS:
        if count.startswith("n_"):
            assert (found[count] <= found["d" + count[1:]]).all()
            assert (found["d" + count[1:]] <= found["measured"]).all()
    assert (found["measured"] <= found["registered"]).all()
    assert (found["registered"] > 0).all()
    assert not found.duplicated(list(KEYS)).any()


def total(found: pd.DataFrame, period: str) -> pd.Series:
    return found.loc[found["period"] == period, list(COUNTS)].sum()


def test_year_is_the_last_measurement(make_rows) -> None:
    found = build(
        make_rows(
            {"child_id": "a", "date": "2024-02-10", "file_haz": -2.5},
            {"child_id": "a", "date": "2024-08-10", "file_haz": -1.5},
            {"child_id": "a", "period": "2024-10", "measured": False, "file_haz": None},
            {"child_id": "b", "period": "2024-02", "measured": False, "file_haz": None},
        )
    )
    year, february = total(found, "2024"), total(found, "2024-02")
    assert (year["registered"], year["measured"], year["n_stunting_eppgbm"]) == (2, 1, 0)
    assert (february["registered"], february["measured"], february["n_stunting_eppgbm"]) == (2, 1, 1)
    assert total(found, "2024-10")["measured"] == 0


def test_last_in_the_month_and_moved_child(make_rows) -> None:
    found = build(
        make_rows(
            {"child_id": "a", "date": "2024-02-20", "file_haz": -2.5, "posyandu": "Mawar"},
            {"child_id": "a", "date": "2024-02-10", "file_haz": -1.5},
        )
    )
    month = found[found["period"] == "2024-02"]
    assert month["posyandu"].tolist() == ["Mawar"]
    assert month["n_stunting_eppgbm"].tolist() == [1]


@pytest.mark.parametrize(
    ("z", "stunting", "severe", "who", "who_severe"),
    [
        (-2.00, 0, 0, 0, 0), (-2.01, 1, 0, 1, 0), (-3.00, 1, 0, 1, 0), (-3.01, 1, 1, 1, 1),
        (-6.00, 1, 1, 1, 1), (-6.01, 0, 0, 1, 1), (None, 0, 0, 0, 0),
    ],
)  # fmt: skip
def test_limits_of_height(make_rows, z, stunting, severe, who, who_severe) -> None:
    found = total(build(make_rows({"child_id": "a", "date": "2024-02-10", "file_haz": z, "haz": z})), "2024")
    assert found["n_stunting_eppgbm"] == stunting
    assert found["n_severe_stunting_eppgbm"] == severe
    assert (found["n_stunting_who"], found["n_severe_stunting_who"]) == (who, who_severe)
    assert found["d_stunting_eppgbm"] == (z is not None)  # nothing is known of a child without a z-score
    assert found["measured"] == 1
    assert found["d_stunting_who"] == (z is not None)


def test_limits_of_weight(make_rows) -> None:
    z = {"file_waz": -7.0, "waz": -2.0, "file_whz": 2.0, "whz": 2.01}
    found = total(build(make_rows({"child_id": "a", "date": "2024-02-10", **z})), "2024")
    assert found["n_underweight_eppgbm"] == 1  # no floor
    assert found["n_underweight_who"] == 0
    assert (found["n_overweight_eppgbm"], found["n_overweight_who"]) == (0, 1)
    uncomputed = total(build(make_rows({"child_id": "a", "date": "2024-02-10", "file_whz": 999.99})), "2024")
    assert uncomputed["n_overweight_eppgbm"] == 0


def test_flagged_leave_both_sides_of_who(make_rows) -> None:
    found = total(
        build(make_rows({"child_id": "a", "date": "2024-02-10", "haz": -7.0, "flag_haz": True})), "2024"
    )
    assert (found["n_stunting_who"], found["d_stunting_who"], found["d_underweight_who"]) == (0, 0, 1)


@pytest.mark.parametrize(
    ("days", "group", "counted"),
    [(0, "0-5", 1), (182, "0-5", 1), (183, "6-11", 1), (731, "24-35", 1), (1826, "48-59", 1), (1827, "?", 0)],
)
def test_age_groups_and_the_end_of_the_fifth_year(make_rows, days: int, group: str, counted: int) -> None:
    found = build(make_rows({"child_id": "a", "date": "2024-02-10", "age_days": days}))
    assert set(found["age_group"]) == {group}
    assert set(found["d_stunting_who"]) == {counted}
    assert set(found["d_stunting_eppgbm"]) == {counted}
    assert set(found["registered"]) == {1}


def test_unmeasured_child_has_the_age_of_its_month(make_rows) -> None:
    row = {
        "child_id": "a",
        "period": "2024-02",
        "measured": False,
        "age_days": None,
        "birth_date": "2023-12-01",
    }
    assert set(build(make_rows(row))["age_group"]) == {"0-5"}
    assert set(build(make_rows({**row, "birth_date": None}))["age_group"]) == {"?"}


def test_text_columns_instead_of_categoricals(make_rows) -> None:
    rows = make_rows({"child_id": "a", "date": "2024-02-10"}, {"child_id": "b", "date": "2024-03-10"})
    text = rows.astype({c: "str" for c in rows.columns if rows[c].dtype == "category"})
    pd.testing.assert_frame_equal(build(rows), build(text))


def test_nothing_in_nothing_out(make_rows) -> None:
    found = build(make_rows({"child_id": "a", "date": "2024-02-10"}).iloc[:0])
    assert list(found.columns) == [*KEYS, *COUNTS]
    assert found.empty
    assert cube.latest_year(found) is None


def test_latest_year_looks_at_rows_and_recap(make_rows) -> None:
    found = build(
        make_rows(
            {"child_id": "a", "date": "2023-02-10"}, {"child_id": "a", "period": "2025-02", "measured": False}
        )
    )
    assert cube.latest_year(found) == "2023"
    recap = pd.DataFrame({"period": ["2024-08", "2026-01"], "measured": pd.array([10, None], dtype="Int32")})
    assert cube.latest_year(found, recap) == "2024"


def test_every_rule_has_every_indicator() -> None:
    pairs = {(c.rule, c.indicator) for c in cuts()}
    assert pairs == {(r, i) for r in cube.CUBE_RULES for i in cube.INDICATORS}
    assert all(np.isinf(c.above) or float(c.above).is_integer() for c in cuts())
