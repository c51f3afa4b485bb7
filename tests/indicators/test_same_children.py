"""The same children in two periods: exact accounting against the prevalence, and the paired interval."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from stunting.indicators import cube as cubes
from stunting.indicators.change import DOWN, NO_DATA, UP
from stunting.indicators.intervals import difference
from stunting.indicators.paired import design_effect, paired_difference
from stunting.indicators.prevalence import prevalence
from stunting.indicators.same_children import COLUMNS, build, paired
from stunting.indicators.trend_reasons import same_children_sentence, why_different
from stunting.settings import ROOT


def test_paired_difference_against_the_literature() -> None:
    table = pd.read_csv(ROOT / "tests" / "golden" / "indicators_paired.csv")
    found = paired_difference(*(table[c] for c in ("both", "first", "second", "neither")))
    np.testing.assert_allclose(found.value, table["value"], atol=5.1e-5)
    np.testing.assert_allclose(found.low, table["low"], atol=5.1e-4)
    np.testing.assert_allclose(found.high, table["high"], atol=5.1e-4)


def test_paired_interval_at_the_edges() -> None:
    found = paired_difference([0, 0, 9, 0], [0, 0, 0, 9], [0, 9, 0, 0], [0, 0, 0, 0])
    assert np.isnan(found.value[0])
    assert found.value[1:].tolist() == [1, 0, -1]
    assert np.all((found.low[1:] >= -1) & (found.high[1:] <= 1) & (found.low[1:] <= found.high[1:]))
    with pytest.raises(ValueError, match="negative"):
        paired_difference(1, -1, 0, 0)


def test_children_that_stay_alike_narrow_the_interval_against_two_groups() -> None:
    same = paired_difference(90, 5, 10, 395)
    other = difference(100, 500, 95, 500)
    assert same.value == pytest.approx(float(other.value))
    assert same.high - same.low < 0.5 * (other.high - other.low)


def test_design_effect_is_one_without_clusters_or_steps() -> None:
    assert design_effect(np.array([1, 0, -1]), np.array([0, 1, 2])) == 1
    assert design_effect(np.zeros(50, "int64"), np.arange(50)) == 1
    assert design_effect(np.zeros(0, "int64"), np.zeros(0, "int64")) == 1


@pytest.fixture(scope="module")
def rows(make_rows):
    """400 children over two years: some age out, move, stay away, have no z-score, come twice a month."""
    rng = np.random.default_rng(3)
    out = []
    for i in range(400):
        age = int(rng.integers(30, 1800))
        for year, month in ((2023, 2), (2023, 8), (2024, 2), (2024, 8)):
            later = (year - 2023) * 365 + (month - 2) * 30
            if rng.random() < 0.2:
                continue
            z = float(np.round(rng.normal(-1.6, 1.2), 2)) if rng.random() < 0.95 else None
            moved = i % 17 == 0 and year == 2024
            out.append(
                {
                    "child_id": f"anak{i:03d}", "date": f"{year}-{month:02d}-{int(rng.integers(1, 28)):02d}",
                    "age_days": age + later if i % 29 else None, "file_haz": z, "haz": z,
                    "flag_haz": bool(z is not None and z < -5.9), "file_waz": z, "waz": z,
                    "posyandu": f"Contoh {i % 14}", "measured": bool(rng.random() < 0.96),
                    "kec": "99.01.02" if moved else "99.01.01",
                    "desa": "99.01.02.2001" if moved else "99.01.01.2001",
                }
            )  # fmt: skip
    return make_rows(*out)


@pytest.mark.parametrize(
    ("earlier", "later"), [("2023", "2024"), ("2023-08", "2024-08"), ("2023-02", "2023-08")]
)
@pytest.mark.parametrize("rule", cubes.CUBE_RULES)
@pytest.mark.parametrize(
    ("level", "area"), [("kabupaten", "99.01"), ("kecamatan", "99.01.01"), ("desa", "99.01.02.2001")]
)
def test_followed_left_and_entered_are_the_prevalence(rows, earlier, later, rule, level, area) -> None:
    row = paired(build(rows), earlier, later, rule=rule, level=level, area=area).iloc[0]
    both = prevalence(cubes.build(rows), level, [earlier, later], rule).set_index(["area", "period"])
    a, b = both.loc[(area, earlier)], both.loc[(area, later)]
    assert row["numerator_a"] + row["left_n"] == a["numerator"]
    assert row["denominator"] + row["left_d"] == a["denominator"]
    assert row["numerator"] + row["entered_n"] == b["numerator"]
    assert row["denominator"] + row["entered_d"] == b["denominator"]
    assert row["stayed"] + row["recovered"] + row["new"] + row["healthy"] == row["denominator"]
    if row["denominator"]:
        assert row["value"] == pytest.approx((row["new"] - row["recovered"]) / row["denominator"])
        assert row["low"] <= row["value"] <= row["high"]


def test_stored_columns_are_enough_and_hold_no_pseudonym(rows) -> None:
    kept = build(rows[list(COLUMNS)])
    pd.testing.assert_frame_equal(kept, build(rows))
    assert "child_id" not in kept
    assert not kept.map(lambda v: str(v).startswith("anak")).to_numpy().any()


def test_last_measurement_of_the_period_decides(make_rows) -> None:
    rows = make_rows(
        {"child_id": "a", "date": "2023-02-10", "file_haz": -3.0},
        {"child_id": "a", "date": "2023-11-10", "file_haz": -1.0},
        {"child_id": "a", "date": "2024-03-10", "file_haz": -2.5},
        {"child_id": "b", "date": "2023-03-10", "age_days": 1800, "file_haz": -2.5},
        {"child_id": "b", "date": "2024-03-10", "age_days": 2165, "file_haz": -2.5},
    )
    row = paired(build(rows), "2023", "2024").iloc[0]
    assert row[["denominator", "new", "recovered", "left_n", "left_d"]].tolist() == [1, 1, 0, 1, 1]
    assert row["verdict"] == "belum dapat dibedakan"


def test_no_children_and_one_period(make_rows) -> None:
    empty = paired(build(make_rows({"child_id": "a", "date": "2023-02-10"})), "2023", "2024").iloc[0]
    assert empty["verdict"] == NO_DATA
    assert same_children_sentence(empty) == "Belum ada balita yang diukur pada 2023 dan juga pada 2024."
    assert why_different(empty) == ""
    none = build(make_rows({"child_id": "a", "date": "2023-02-10"}).head(0))
    assert paired(none, "2023", "2024")["denominator"].tolist() == [0]
    with pytest.raises(ValueError, match="unknown"):
        paired(none, "2023", "2024", indicator="cacar")


def test_sentence_says_the_counts_and_never_a_cause(make_rows) -> None:
    lines = []
    for i in range(200):
        lines.append(
            {"child_id": f"{i}", "date": "2023-08-10", "file_haz": -2.5 if i < 20 else -1.0, "age_days": 300}
        )
        lines.append(
            {"child_id": f"{i}", "date": "2024-08-10", "file_haz": -2.5 if i < 60 else -1.0, "age_days": 665}
        )
    row = paired(build(make_rows(*lines)), "2023-08", "2024-08").iloc[0]
    assert row["verdict"] == UP
    said = same_children_sentence(row)
    assert "200 balita yang sama" in said
    assert "dari 10,00 % menjadi 30,00 % (+20,00 poin" in said
    assert "40 kasus baru, 0 pulih" in said
    why = why_different(row)
    assert "rata-rata 10 menjadi 22 bulan" in why
    assert not any(w in f"{said} {why}".lower() for w in ("karena", "akibat", "disebabkan"))
    few = row.copy()
    few["denominator"] = 12
    assert "terlalu sedikit" in same_children_sentence(few)
    back = paired(build(make_rows(*lines)), "2024-08", "2023-08").iloc[0]
    assert back["verdict"] == DOWN
