"""Families at risk: several sensitive factors at once; what is not known is in no denominator."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from stunting.indicators.determinants import families
from stunting.indicators.determinants.factors import factors
from stunting.indicators.determinants.families import children_at_risk, families_at_risk, least

SENSITIVE = factors().query("intervention == 'sensitif'")["key"].tolist()
A, B = "99.01.01.2001", "99.01.01.2002"


def frame(*children, answered=True, keys=SENSITIVE[:5]):
    """One row a child: desa and its answers (True, False, None)."""
    columns = {k: pd.array([c[1][i] for c in children], dtype="boolean") for i, k in enumerate(keys)}
    return pd.DataFrame(
        {
            "child_id": [f"a{i}" for i in range(len(children))],
            "desa": [c[0] for c in children],
            "kec": "99.01.01",
            "answered": answered,
            **columns,
        }
    )


def test_three_known_factors_make_a_family_one_at_risk():
    assert least() == 3
    yes, no = (A, [True, True, True, False, None]), (A, [True, True, False, False, False])
    found = families_at_risk(frame(yes, no, no, (B, [False] * 5)))
    assert found["area"].tolist() == [A, B]
    assert found["numerator"].tolist() == [1, 0]
    assert found["denominator"].tolist() == [3, 1]
    np.testing.assert_allclose(found["value"], [1 / 3, 0])
    assert (found["low"] <= found["value"]).all()
    assert (found["value"] <= found["high"]).all()
    assert set(found["rule"]) == {"berisiko"}


def test_what_may_be_either_is_in_no_denominator():
    open_ = (A, [True, True, None, False, False])  # two, perhaps three
    shut = (A, [True, None, False, False, False])  # two at most
    found = families_at_risk(frame(open_, shut))
    assert found[["numerator", "denominator", "unknown"]].iloc[0].tolist() == [0, 1, 1]
    assert families_at_risk(frame(open_)).empty  # nobody can be judged


@pytest.mark.parametrize("keys", [SENSITIVE[:2], []])
def test_fewer_questions_than_factors_needed_say_nothing(keys):
    assert families_at_risk(frame((A, [True] * len(keys)), keys=keys)).empty


def test_children_who_were_not_asked_do_not_count():
    asked, other = frame((A, [True] * 5)), frame((A, [False] * 5), answered=False)
    found = families_at_risk(pd.concat([asked, other], ignore_index=True))
    assert found["denominator"].tolist() == [1]
    assert families_at_risk(frame()).empty


def test_parts_of_a_factor_and_specific_factors_do_not_count():
    table = factors()
    specific = table.loc[table["intervention"] == "spesifik", "key"].tolist()[:3]
    assert families_at_risk(frame((A, [True] * 3), keys=specific)).empty
    mixed = [*SENSITIVE[:3], *specific]
    found = families_at_risk(frame((A, [True, True, False, True, True, True]), keys=mixed))
    assert found["numerator"].tolist() == [0]


def test_the_limit_is_data(monkeypatch):
    monkeypatch.setattr(families, "rules", lambda: {"keluarga_berisiko_min": 1.0})
    found = families_at_risk(frame((A, [True, False, False, False, False])))
    assert found["numerator"].tolist() == [1]


def test_children_to_visit_are_those_of_poor_families_and_of_many_factors():
    told = frame(
        (A, [True, True, True, False, None]), (A, [True, True, None, None, None]), (A, [False] * 5),
        (B, [None] * 5),
    )  # fmt: skip
    plain = children_at_risk(told)
    assert plain["child_id"].tolist() == ["a0"]  # what is unknown makes nobody one at risk
    assert plain["reason"].iloc[0].startswith("keluarga berisiko: ")
    poor = children_at_risk(told.assign(miskin=pd.array([True, True, False, None], dtype="boolean")))
    assert poor["child_id"].tolist() == ["a0", "a1"]
    assert poor["reason"].iloc[0].startswith("keluarga miskin dan berisiko: ")
    assert poor["reason"].iloc[1] == "keluarga miskin"
    assert children_at_risk(frame()).empty
    assert children_at_risk(told[["child_id"]]).empty  # nothing was asked
