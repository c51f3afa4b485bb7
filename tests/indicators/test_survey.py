"""The design-based estimator against the outputs of WHO's R package, in five designs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from stunting.growth import zscores
from stunting.indicators.linearise import linearise, t_interval
from stunting.indicators.survey import ALL, estimate

DESIGNS = {
    "srs": {},
    "weights": {"weights": "sw"},
    "cluster": {"clusters": "cluster"},
    "strata": {"strata": "strata"},
    "strata_cluster_weights": {"weights": "sw", "strata": "strata", "clusters": "cluster"},
}
INDICES = {"HA": "haz", "WA": "waz", "WH": "whz", "BMI": "baz"}
AGES = ["00-05 mo", "06-11 mo", "12-23 mo", "24-35 mo", "36-47 mo", "48-59 mo"]


def beyond(z: dict[str, np.ndarray], oedema: np.ndarray) -> pd.DataFrame:
    """Return the reference's indicators: oedema counts as below -3 except in height."""
    out: dict[str, np.ndarray] = {}
    for index, value in z.items():
        swollen = oedema & (index != "HA")
        known = ~np.isnan(value) | swollen
        for cut in (3, 2, 1):
            out[f"{index}_{cut}"] = np.where(known, (value < -cut) | swollen, np.nan)
            out[f"{index}{cut}"] = np.where(known, value > cut, np.nan)
        out[index] = value
    both = ~np.isnan(z["HA"]) & (~np.isnan(z["WH"]) | oedema)
    out["HA_2_WH_2"] = np.where(both, (z["HA"] < -2) & ((z["WH"] < -2) | oedema), np.nan)
    out["HA_2_WH2"] = np.where(both, (z["HA"] < -2) & (z["WH"] > 2), np.nan)
    return pd.DataFrame(out)


@pytest.fixture(scope="module")
def reference(shared_data):
    # "None" is a level of the mother's education here, not a missing value.
    path = shared_data("who/prevalence_dev_input.csv.gz")
    children = pd.read_csv(path, keep_default_na=False, na_values=[""])
    expected = pd.read_csv(shared_data("who/prevalence_dev_expected.csv.gz"))
    children = children[~(children["age"] >= 60 * 30.4375)].reset_index(drop=True)
    oedema = (children["oedema"] == "y").to_numpy()
    found = zscores(
        children["sex"].fillna(0).to_numpy("int8"),
        children["age"].to_numpy("float64"),
        weight=children["weight"].to_numpy("float64"),
        height=children["lenhei"].to_numpy("float64"),
        position=children["measure"].map({"L": 1, "H": 2}).fillna(0).to_numpy("int8"),
        oedema=oedema,
    )
    z = {k: np.where(getattr(found, f"flag_{v}"), np.nan, getattr(found, v)) for k, v in INDICES.items()}
    months = children["age"] / 30.4375
    age = pd.cut(months, [0, 6, 12, 24, 36, 48, 60], right=False, labels=AGES).astype("str")
    sex = children["sex"].map({1: "Male", 2: "Female"})
    wealth = {1: "Q1: Poorest", 2: "Q2", 3: "Q3", 4: "Q4", 5: "Q5: Richest"}
    groups = pd.DataFrame(
        {
            "Age group": age, "Sex": sex, "Age + sex": age + "." + sex, "Area": children["typeres"],
            "Geographical region": children["gregion"], "Wealth quintile": children["wealthq"].map(wealth),
            "Maternal education": children["mothered"],
        }
    )  # fmt: skip
    return children, beyond(z, oedema), groups, expected


@pytest.mark.parametrize("design", DESIGNS)
def test_agrees_with_who_in_every_group_and_indicator(reference, design: str) -> None:
    children, values, groups, expected = reference
    columns = {k: children[v] for k, v in DESIGNS[design].items()}
    found = estimate(values, groups=groups, means=tuple(INDICES), **columns)
    name = found["group_by"] + ": " + found["group"].astype("str")
    found["Group"] = name.where(found["group_by"] != ALL, "All")
    own = expected[expected["design"] == design].set_index("Group")
    compared = defects = 0
    for ours, theirs in (("value", "r"), ("se", "se"), ("low", "ll"), ("high", "ul")):
        table = found.pivot_table(ours, "Group", "indicator", dropna=False).astype("float64")
        assert set(table.index) == set(own.index)
        for indicator in table:
            want = own[f"{indicator}_{theirs}"]
            got = table[indicator].reindex(own.index) * (1 if indicator in INDICES else 100)
            wrong = ~((got - want).abs() <= 1e-4)
            # The reference gives a prevalence of exactly 1.0 % the interval [1, 1]: its defect, not ours.
            defect = (own[f"{indicator}_r"] == 1.0) & (theirs in ("ll", "ul")) & (want == 1.0)
            assert not (wrong & ~defect).any(), (indicator, theirs, own.index[wrong & ~defect].tolist())
            compared, defects = compared + len(want), defects + int((wrong & defect).sum())
    assert compared == 36 * 30 * 4
    assert defects == 0  # none of these groups happens to have exactly 1.0 %


def test_one_percent_has_a_real_interval() -> None:
    found = estimate(pd.DataFrame({"wasting": [1.0, *[0.0] * 99]})).iloc[0]
    assert found["value"] == pytest.approx(0.01)
    assert 0 < found["low"] < 0.01 < found["high"] < 0.1


def test_demo_survey_of_who(shared_data) -> None:
    survey = pd.read_csv(shared_data("anthro/who_igrowup_survey.csv"))
    expected = pd.read_csv(shared_data("anthro/who_igrowup_survey_expected_prevalence.csv"))
    survey = survey[survey["agedays"] < 60 * 30.4375].reset_index(drop=True)
    z = {
        k: np.where(survey[f"flag_{v}"] == 1, np.nan, survey[v].astype("float64")) for k, v in INDICES.items()
    }
    values = beyond(z, (survey["oedema"] == "y").to_numpy()).drop(columns=list(INDICES))
    # This reference (Stata) drops children without a value from the design; WHO's R package does not.
    parts = [values[[c]].dropna() for c in values]
    found = pd.concat([estimate(p, weights=survey.loc[p.index, "sw"]) for p in parts]).set_index("indicator")
    stunting = found.loc["HA_2"]
    assert stunting["value"] == pytest.approx(0.06592454, abs=5e-8)
    assert stunting["se"] == pytest.approx(0.017864047, abs=5e-8)
    assert (stunting["numerator"], stunting["denominator"]) == (25, 471)
    total = expected[expected["group"] == "Total"]
    for index, column in INDICES.items():
        for cut in (3, 2, 1):
            want = total[(total["index"] == column) & (total["stat"] == f"<-{cut}")].iloc[0]
            got = found.loc[f"{index}_{cut}"]
            for ours, theirs in (("value", "value"), ("se", "se"), ("low", "ll"), ("high", "ul")):
                # its limits come from Stata's svy with the same formula, printed to 8 figures
                assert got[ours] == pytest.approx(want[theirs], abs=2e-6), (index, cut, ours)


def test_no_case_and_only_cases() -> None:
    y = pd.DataFrame({"none": [0.0] * 12, "all": [1.0] * 12})
    found = estimate(y, clusters=np.repeat([1, 2, 3], 4)).set_index("indicator")
    assert found.loc["none", ["value", "se", "low", "high"]].tolist() == [0, 0, 0, 0]
    assert found.loc["all", ["value", "se", "low", "high"]].tolist() == [1, 0, 1, 1]


def test_simple_random_sample_is_the_textbook_variance() -> None:
    y = pd.DataFrame({"a": [1.0] * 30 + [0.0] * 70})
    found = estimate(y).iloc[0]
    assert found["se"] == pytest.approx(np.sqrt(0.3 * 0.7 / 99))
    assert found["df"] == 99


def test_lone_psu_is_adjusted_not_dropped() -> None:
    # Stratum 2 has one PSU: its squared residual (centred at 0) is the whole of its variance.
    y = pd.DataFrame({"a": [1.0, 0, 0, 1, 1, 1]})
    found = estimate(y, strata=[1, 1, 1, 1, 2, 2], clusters=[1, 1, 2, 2, 3, 3]).iloc[0]
    z = np.array([1 - 2 * 2 / 3, 1 - 2 * 2 / 3, 2 - 2 * 2 / 3]) / 6
    assert found["se"] == pytest.approx(np.sqrt(2 * ((z[:2] - z[:2].mean()) ** 2).sum() + z[2] ** 2))
    assert found["df"] == 1


def test_clusters_are_nested_in_strata() -> None:
    y = pd.DataFrame({"a": [1.0, 0, 0, 1, 1, 0, 0, 0]})
    strata = [1, 1, 1, 1, 2, 2, 2, 2]
    same = estimate(y, strata=strata, clusters=[1, 1, 2, 2, 1, 1, 2, 2])
    other = estimate(y, strata=strata, clusters=[1, 1, 2, 2, 3, 3, 4, 4])
    pd.testing.assert_frame_equal(same, other)


def test_domain_knows_the_full_design() -> None:
    # The same 4 children, alone and as a domain of a larger sample: empty PSUs change the variance.
    y = pd.DataFrame({"a": [1.0, 0, 0, 1, 0, 0, 0, 0]})
    whole = estimate(y, groups=pd.DataFrame({"g": ["x"] * 4 + ["y"] * 4}))
    alone = estimate(y.iloc[:4])
    domain = whole[whole["group"] == "x"].iloc[0]
    assert domain["value"] == alone.iloc[0]["value"]
    assert domain["se"] == pytest.approx(alone.iloc[0]["se"] * np.sqrt((8 / 7) / (4 / 3)))


def test_rows_without_weight_group_or_value() -> None:
    y = pd.DataFrame({"a": [1.0, 0.0, np.nan, 1.0]})
    found = estimate(y, weights=[1, 1, 1, np.nan], groups=pd.DataFrame({"g": ["x", None, "x", "x"]}))
    everyone, x = found.iloc[0], found.iloc[1]
    assert everyone["value"] == 0.5
    assert x["value"] == 1.0
    assert estimate(y.iloc[:0]).empty
    nobody = estimate(pd.DataFrame({"a": [np.nan, np.nan]})).iloc[0]
    assert np.isnan(nobody["value"])
    assert nobody["denominator"] == 0


def test_missing_cluster_is_refused() -> None:
    with pytest.raises(ValueError, match="must not be missing"):
        estimate(pd.DataFrame({"a": [1.0, 0.0]}), clusters=[1, np.nan])


def test_one_psu_has_no_interval() -> None:
    found = estimate(pd.DataFrame({"a": [1.0, 0.0]}), clusters=[1, 1]).iloc[0]
    assert found["df"] == 0
    assert np.isnan(found["low"])


def test_linearise_ignores_absent_cells_as_zeros() -> None:
    num, den = np.array([[1.0], [0], [2], [0]]), np.array([[2.0], [3], [4], [0]])
    part, size, owner = np.zeros(4, dtype=np.intp), np.array([6]), np.array([0])
    full = linearise(num, den, part, size, owner)
    short = linearise(num[:3], den[:3], part[:3], size, owner)
    np.testing.assert_allclose(full, short)


def test_t_interval_of_a_mean_is_symmetric() -> None:
    found = t_interval(np.array([-1.2]), np.array([0.1]), [1e9], logit=False)
    np.testing.assert_allclose(found.low - found.value, found.value - found.high)
    assert found.high[0] == pytest.approx(-1.2 + 0.19600, abs=1e-5)
