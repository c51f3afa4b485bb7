"""N, T, O, B and 2T."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stunting.growth import VERDICTS, kbm_table, not_gained_twice, weight_gain
from stunting.settings import settings as project

MISSING = float("nan")


def one(weight: float, previous: float, before: bool, months: float, **more: int) -> str:
    return str(weight_gain(weight, previous, before, months, **more))


class TestOrderOfDecision:
    def test_never_weighed_is_new(self) -> None:
        assert one(5.0, MISSING, False, 3) == "B"

    def test_not_last_month(self) -> None:
        assert one(5.0, MISSING, True, 3) == "O"
        assert one(5.0, 0.0, True, 3) == "O"

    def test_a_weight_last_month_is_a_weight_before(self) -> None:
        assert one(5.0, 4.0, False, 3) == "N"

    def test_not_weighed_now(self) -> None:
        assert one(MISSING, 4.0, True, 3) == ""
        assert one(0.0, MISSING, False, 3) == ""


@pytest.mark.parametrize(
    ("months", "grams"),
    [
        (0, 800),
        (1, 800),
        (2, 900),
        (3, 800),
        (4, 600),
        (5, 500),
        (6, 400),
        (7, 300),
        (10, 300),
        (11, 200),
        (59, 200),
    ],
)
def test_minimum_gain(months: int, grams: int) -> None:
    assert one(6.5 + grams / 1000, 6.5, True, months + 0.9) == "N"
    assert one(6.5 + (grams - 1) / 1000, 6.5, True, months) == "T"
    assert one(6.4, 6.5, True, months) == "T"


def test_binary_fractions() -> None:
    assert 7.3 - 6.5 < 0.8
    assert one(7.3, 6.5, True, 1) == "N"


def test_the_month_of_200_is_a_choice() -> None:
    assert one(8.2, 8.0, True, 10) == "T"
    assert one(8.2, 8.0, True, 10, month_of_200=10) == "N"
    assert kbm_table(10)[0, 9] == 300
    assert not kbm_table().flags.writeable


def test_older_than_the_table() -> None:
    assert one(18.2, 18.0, True, 75) == "N"


def test_missing_age() -> None:
    # 1 kg is enough at any age, 100 g at none; what lies between is not decided
    verdicts = weight_gain([9.0, 8.1, 8.5, 8.5, 8.5], [8, 8, 8, MISSING, MISSING], [1, 1, 1, 1, 0], MISSING)
    assert verdicts.tolist() == ["N", "T", "", "O", "B"]


@given(
    st.lists(
        st.tuples(
            st.floats(1, 30), st.one_of(st.just(MISSING), st.floats(1, 30)), st.booleans(), st.integers(0, 60)
        ),
        min_size=1,
    )
)
def test_d_is_the_sum(children: list[tuple[float, float, bool, int]]) -> None:
    verdicts = weight_gain(*map(np.array, zip(*children, strict=True)))
    assert set(verdicts) <= set(VERDICTS)
    assert [str(weight_gain(*child)) for child in children] == verdicts.tolist()


def test_twice() -> None:
    assert not_gained_twice(["T", "T", "T", "O"], ["T", "N", "", "T"]).tolist() == [True, False, False, False]


def test_facts_have_sources() -> None:
    facts = pd.read_csv(project().data_dir / "kbm.csv")
    assert facts["sumber"].str.contains("Buku KIA").all()
    assert facts.loc[facts["mutu"] != "A", "catatan"].notna().all(), "what is not verified says so"
