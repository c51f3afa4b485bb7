"""Ratios of determinants: against statsmodels by formula, against plain matrices, and what is refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.simulated import EFFECTS, Design, district
from stunting.indicators.determinants import adjusted, crude, paf, rules
from stunting.indicators.determinants.irls import fit
from stunting.indicators.determinants.model import build, children_of
from stunting.indicators.determinants.sandwich import limits, robust
from stunting.indicators.determinants.separation import separating
from stunting.indicators.determinants.words import REFUSALS
from stunting.indicators.results import check_result

KEYS = list(EFFECTS)
TERMS = " + ".join(KEYS)


@pytest.fixture(scope="module")
def worked() -> pd.DataFrame:
    """One simulated district of about 1,500 children; some answers are not known."""
    rng = np.random.default_rng(20)
    frame = district(Design(60, 25), rng)
    for key in ("jamban", "riwayat_kek_ibu"):
        frame[key] = frame[key].mask(rng.random(len(frame)) < 0.05)
    return frame


def as_numbers(frame: pd.DataFrame) -> pd.DataFrame:
    """What a statistics package is given: complete cases as numbers."""
    out = frame.dropna(subset=KEYS)
    return out.assign(**{c: out[c].astype(float) for c in [*KEYS, "stunted"]})


# Age as patsy's own natural cubic spline with the same knots: another basis of the same curves.
AGE = "cr(age_months, knots=inner, lower_bound=low, upper_bound=high, constraints='center')"


@pytest.fixture(scope="module")
def formula(worked):
    complete = as_numbers(worked)
    low, *inner, high = np.quantile(complete["age_months"], [0.05, 0.35, 0.65, 0.95])
    return f"stunted ~ {TERMS} + C(sex) + {AGE}", complete, {"inner": inner, "low": low, "high": high}


@pytest.mark.parametrize("measure", ["pr", "or"])
def test_ratios_and_cluster_errors_agree_with_statsmodels(worked, formula, measure):
    sm, smf = pytest.importorskip("statsmodels.api"), pytest.importorskip("statsmodels.formula.api")
    text, complete, env = formula
    globals().update(env)
    family = sm.families.Poisson() if measure == "pr" else sm.families.Binomial()
    glm = smf.glm(text, complete, family=family).fit(
        tol=1e-13, maxiter=100, cov_type="cluster", cov_kwds={"groups": complete["cluster"]}
    )
    ours = adjusted(worked, measure=measure).set_index("factor")
    assert np.log(ours.loc[KEYS, "value"].to_numpy()) == pytest.approx(glm.params[KEYS].to_numpy(), abs=1e-6)
    model = build(children_of(worked, KEYS), KEYS, dict(zip(KEYS, KEYS, strict=True)),
                  family="poisson" if measure == "pr" else "logit")  # fmt: skip
    cr1 = robust(model.x, model.fit, model.codes, "CR1")
    assert cr1.se[1 : 1 + len(KEYS)] == pytest.approx(glm.bse[KEYS].to_numpy(), abs=1e-6)
    assert ours["denominator"].eq(len(complete)).all()


@pytest.mark.parametrize(("kind", "cov_type"), [("CR0", "robust"), ("CR3", "bias_reduced")])
def test_generalised_estimating_equations_of_statsmodels_agree(worked, formula, kind, cov_type):
    sm, smf = pytest.importorskip("statsmodels.api"), pytest.importorskip("statsmodels.formula.api")
    text, complete, env = formula
    globals().update(env)
    gee = smf.gee(text, "cluster", complete, family=sm.families.Poisson()).fit(
        cov_type=cov_type, ctol=1e-12, maxiter=200
    )
    model = build(children_of(worked, KEYS), KEYS, dict(zip(KEYS, KEYS, strict=True)))
    found = robust(model.x, model.fit, model.codes, kind)
    at = slice(1, 1 + len(KEYS))
    assert model.fit.beta[at] == pytest.approx(gee.params[KEYS].to_numpy(), abs=1e-6)
    assert found.se[at] == pytest.approx(np.asarray(gee.bse[KEYS]), abs=1e-6)


def test_a_real_survey_agrees_with_statsmodels(shared_data):
    """Mothers with a low MUAC, by water, sanitation and care; 100 odd clusters (Somalia, RAM)."""
    sm, smf = pytest.importorskip("statsmodels.api"), pytest.importorskip("statsmodels.formula.api")
    raw = pd.read_csv(shared_data("determinants/som_ram_hh.csv"))
    terms = ["wash1", "wash2", "wash5", "iron"]
    complete = raw.dropna(subset=["mMUAC", *terms]).copy()
    complete = complete[complete[terms].isin([0, 1]).all(axis=1)]
    x = np.column_stack([np.ones(len(complete)), complete[terms].to_numpy(float)])
    codes = pd.factorize(complete["psu"])[0]
    for name, family in (("poisson", sm.families.Poisson()), ("logit", sm.families.Binomial())):
        theirs = smf.glm(f"mMUAC ~ {' + '.join(terms)}", complete, family=family).fit(
            tol=1e-13, cov_type="cluster", cov_kwds={"groups": complete["psu"]}
        )
        ours = fit(x, complete["mMUAC"].to_numpy(float), name)
        assert ours.converged
        assert ours.beta == pytest.approx(theirs.params.to_numpy(), abs=1e-6)
        assert robust(x, ours, codes, "CR1").se == pytest.approx(theirs.bse.to_numpy(), abs=1e-6)


@pytest.mark.filterwarnings("ignore::statsmodels.tools.sm_exceptions.DomainWarning")
def test_log_binomial_agrees_with_statsmodels(worked):
    sm = pytest.importorskip("statsmodels.api")
    complete = as_numbers(worked)
    x = np.column_stack([np.ones(len(complete)), complete[["miskin", "jkn"]].to_numpy()])
    y = complete["stunted"].to_numpy()
    theirs = sm.GLM(y, x, family=sm.families.Binomial(sm.families.links.Log())).fit(tol=1e-13, maxiter=200)
    assert fit(x, y, "log-binomial").beta == pytest.approx(theirs.params, abs=1e-6)


def test_the_small_matrices_of_cr2_are_the_large_ones_of_its_definition():
    """Bell and McCaffrey on children x children, with their degrees of freedom."""
    rng = np.random.default_rng(4)
    codes = np.repeat(np.arange(12), rng.integers(3, 14, 12))
    n = len(codes)
    x = np.column_stack([np.ones(n), rng.random(n) < 0.4, (rng.standard_normal(12) > 0)[codes]]).astype(float)
    y = (rng.random(n) < 0.3 + 0.2 * x[:, 1]).astype(float)
    found = fit(x, y)
    w = np.sqrt(found.weight)
    xw, e = x * w[:, None], found.error / w
    hat = np.eye(n) - xw @ found.bread @ xw.T
    meat, columns = np.zeros((3, 3)), []
    for g in range(12):
        at = np.flatnonzero(codes == g)
        values, vectors = np.linalg.eigh(hat[np.ix_(at, at)])
        power = np.where(values > 1e-8, np.maximum(values, 1e-8) ** -0.5, 0)
        b = (vectors * power) @ vectors.T
        score = xw[at].T @ b @ e[at]
        meat += np.outer(score, score)
        columns.append(hat[:, at] @ b @ xw[at] @ found.bread)
    ours = robust(x, found, codes, "CR2")
    assert ours.cov == pytest.approx(found.bread @ meat @ found.bread, rel=1e-9)
    for j in range(3):
        p = np.column_stack([c[:, j] for c in columns])
        gram = p.T @ p
        assert ours.df[j] == pytest.approx(np.trace(gram) ** 2 / (gram**2).sum(), rel=1e-8)


def test_result_frames_and_the_crude_ratio_of_a_two_by_two_table(worked):
    found = check_result(crude(worked, ["miskin"]))
    row = found.iloc[0]
    poor = worked["miskin"].to_numpy(bool)
    stunted = worked["stunted"].to_numpy(bool)
    assert row["value"] == pytest.approx(stunted[poor].mean() / stunted[~poor].mean())
    assert (row["exposed_cases"], row["exposed"]) == (stunted[poor].sum(), poor.sum())
    assert row["low"] < row["value"] < row["high"]
    assert (row["numerator"], row["denominator"]) == (stunted.sum(), len(worked))
    assert row["unknown"] == 0
    assert row["caveat"] == "Data potong lintang: bukan bukti sebab"
    odds = crude(worked, ["miskin"], measure="or").iloc[0]["value"]
    a, b = stunted[poor].mean(), stunted[~poor].mean()
    assert odds == pytest.approx(a / (1 - a) / (b / (1 - b)))


def test_unknown_is_counted_and_complete_cases_are_said(worked):
    found = adjusted(worked).set_index("factor")
    assert found.loc["jamban", "unknown"] == worked["jamban"].isna().sum()
    assert found.loc["jamban", "unknown_share"] == pytest.approx(worked["jamban"].isna().mean())
    assert (found["denominator"] == len(as_numbers(worked))).all()
    assert (found["children"] == len(worked)).all()
    assert (found["adjusted_for"] == "umur, jenis kelamin").all()


def test_every_area_has_its_own_model(worked):
    rng = np.random.default_rng(0)
    half = np.where(worked["cluster"].str[1:].astype(int) < 30, "99.01.01", "99.01.02")
    frame = worked.assign(kec=half, puskesmas=np.where(rng.random(len(worked)) < 2, "Contoh", ""))
    by_kec = adjusted(frame, ["miskin", "jkn"], level="kecamatan")
    assert by_kec["area"].tolist() == ["99.01.01"] * 2 + ["99.01.02"] * 2
    alone = adjusted(frame[frame["kec"] == "99.01.02"], ["miskin", "jkn"])
    assert by_kec["value"].to_numpy()[2:] == pytest.approx(alone["value"].to_numpy())
    with pytest.raises(ValueError, match="level"):
        adjusted(frame, ["miskin"], level="posyandu")


def refused(frame, chosen=None, function=adjusted) -> dict[str, str]:
    found = function(frame, chosen)
    assert (found.loc[found["refusal"] != "", ["value", "low", "high"]]).isna().all(axis=None)
    assert ((found["refusal"] == "") == (found["reason"] == "")).all()
    return dict(zip(found["factor"], found["refusal"], strict=True))


def test_one_sided_unknown_and_missing_factors_are_refused_and_the_others_stay(worked):
    rng = np.random.default_rng(1)
    frame = worked.assign(
        jkn=pd.array([True] * len(worked), dtype="boolean"),
        jamban=worked["jamban"].mask(rng.random(len(worked)) < 0.6),
        phbs=pd.array([pd.NA] * len(worked), dtype="boolean"),
    )
    codes = refused(frame, [*KEYS, "phbs", "tb"])
    assert {k: codes[k] for k in ("jkn", "jamban", "phbs", "tb", "miskin")} == {
        "jkn": "SATU_SISI", "jamban": "BANYAK_TAK_DIKETAHUI", "phbs": "TANPA_DATA", "tb": "TANPA_DATA",
        "miskin": "",
    }  # fmt: skip
    found = paf(frame, [*KEYS, "phbs"]).set_index("factor")
    assert found.loc["*gabungan", "removed"] == 4
    assert found.loc["jkn", "refusal"] == "SATU_SISI"


def test_separation_is_refused_by_cell_and_in_combination(worked):
    case = worked["stunted"].to_numpy(bool)
    never = worked.assign(jkn=pd.array(worked["jkn"].to_numpy(bool) & ~case, dtype="boolean"))
    assert refused(never, KEYS)["jkn"] == "PEMISAHAN"
    assert refused(never, ["jkn"], crude)["jkn"] == "PEMISAHAN"
    # Each alone has all four cells; a case never has both, others often do, and nobody has neither.
    n = 400
    a = np.repeat([1, 0, 1, 1, 0], n // 5).astype(bool)
    b = np.repeat([0, 1, 1, 0, 1], n // 5).astype(bool)
    y = np.repeat([1, 1, 0, 0, 0], n // 5).astype(float)
    x = np.column_stack([np.ones(n), a, b]).astype(float)
    assert separating(x, y) == [0, 1, 2]
    assert separating(x[:, :2], y) == []
    frame = pd.DataFrame({
        "stunted": pd.array(y == 1, dtype="boolean"), "kab": "99.01", "desa": "99.01.01.2001",
        "cluster": [f"P{i % 20}" for i in range(n)], "age_months": 24.0, "sex": "L",
        "miskin": pd.array(a, dtype="boolean"), "jkn": pd.array(b, dtype="boolean"),
    })  # fmt: skip
    assert refused(frame) == {"miskin": "PEMISAHAN", "jkn": "PEMISAHAN"}
    assert refused(frame, ["miskin"])["miskin"] == ""


def test_factors_that_always_come_together_are_refused_but_still_adjust(worked):
    twin = worked.assign(air_bersih=worked["miskin"])
    assert refused(twin, [*KEYS, "air_bersih"])["miskin"] == "KOLINEAR"
    assert refused(twin, [*KEYS, "air_bersih"])["air_bersih"] == "KOLINEAR"
    plain, beside = adjusted(worked).set_index("factor"), adjusted(twin).set_index("factor")
    others = [k for k in KEYS if k != "miskin"]
    assert beside.loc[others, "value"].to_numpy() == pytest.approx(plain.loc[others, "value"].to_numpy())
    rng = np.random.default_rng(2)
    odd = rng.random(len(worked)) < 0.012
    near = worked.assign(air_bersih=worked["miskin"] ^ odd)
    found = adjusted(near, [*KEYS, "air_bersih"]).set_index("factor")
    assert found.loc["miskin", "refusal"] == "KOLINEAR"
    assert "Air minum tidak aman" in found.loc["miskin", "reason"]
    assert found.loc["jkn", "value"] > 0


def test_few_cases_few_posyandu_few_complete_one_outcome(worked):
    assert set(refused(worked.iloc[::12]).values()) <= {"SEDIKIT_SEL", "PEMISAHAN", "SEDIKIT_KASUS"}
    case = np.flatnonzero(worked["stunted"].to_numpy(bool))
    for count, expected in ((4, "SEDIKIT_SEL"), (5, "")):
        rare = worked["jkn"].to_numpy(bool).copy()
        rare[case], rare[case[:count]] = False, True
        frame = worked.assign(jkn=pd.array(rare, dtype="boolean"))
        assert refused(frame, ["jkn"])["jkn"] == expected
    tiny = worked[worked["cluster"].isin([f"P{i}" for i in range(9)])]
    assert refused(tiny, ["miskin"])["miskin"] == "SEDIKIT_KLASTER"
    rng = np.random.default_rng(5)
    thin = worked.assign(**{k: worked[k].mask(rng.random(len(worked)) < 0.4) for k in KEYS})
    assert set(refused(thin).values()) == {"DATA_TAK_LENGKAP"}
    none = worked.assign(stunted=pd.array([False] * len(worked), dtype="boolean"))
    assert set(refused(none).values()) == {"SATU_HASIL"}
    assert set(refused(none, None, paf).values()) == {"SATU_HASIL"}


def test_events_per_term_follow_the_rule_exactly(worked):
    found = adjusted(worked).iloc[0]
    need = int(np.ceil(rules()["epv_min"] * found["terms"]))
    case = np.flatnonzero(worked["stunted"].to_numpy(bool) & worked[KEYS].notna().all(axis=1).to_numpy())
    for keep, expected in ((need, ""), (need - 1, "SEDIKIT_KASUS")):
        status = worked["stunted"].to_numpy(object).copy()
        status[case[keep:]] = False
        codes = refused(worked.assign(stunted=pd.array(status, dtype="boolean")))
        assert codes["miskin"] == expected


def test_nobody_and_one_child(worked):
    assert adjusted(worked.iloc[:0], KEYS).empty
    assert crude(worked.iloc[:0], KEYS).empty
    assert paf(worked.iloc[:0], KEYS).empty
    assert set(refused(worked.iloc[:1]).values()) <= {"SATU_HASIL", "TANPA_DATA"}
    unknown = worked.iloc[:30].assign(stunted=pd.array([pd.NA] * 30, dtype="boolean"))
    assert set(refused(unknown).values()) == {"TANPA_DATA"}


def test_age_or_sex_unknown_of_everyone_is_not_adjusted_for(worked):
    found = adjusted(worked.assign(age_months=np.nan))
    assert set(found["adjusted_for"]) == {"jenis kelamin"}
    assert set(adjusted(worked.drop(columns="sex"))["adjusted_for"]) == {"umur"}


def test_refusals_are_sentences_without_code_words(worked):
    for code, text in REFUSALS.items():
        assert code.isupper()
        assert text.endswith(".")
        assert "nan" not in text.lower().split()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_poisson_of_one_exposure_is_the_ratio_of_two_proportions(seed):
    rng = np.random.default_rng(seed)
    x = np.column_stack([np.ones(200), rng.random(200) < 0.5]).astype(float)
    y = (rng.random(200) < rng.uniform(0.1, 0.9)).astype(float)
    found = fit(x, y)
    assert np.exp(found.beta[1]) == pytest.approx(y[x[:, 1] == 1].mean() / y[x[:, 1] == 0].mean())
    se = robust(x, found, np.arange(200), "CR0").se[1]
    p, m = (np.array([y[x[:, 1] == k].mean() for k in (0, 1)]), np.bincount(x[:, 1].astype(int)))
    assert se == pytest.approx(np.sqrt(((1 - p) / (p * m)).sum()))
    assert np.isnan(limits(found.beta, np.array([0.1, 0.1]), np.array([0.5, 9]))[0][0])


def test_no_refusal_tells_how_many_children_a_small_cell_has(worked):
    case = np.flatnonzero(worked["stunted"].to_numpy(bool))
    said = set()
    for count in (1, 2, 3, 4):
        rare = worked["jkn"].to_numpy(bool).copy()
        rare[case], rare[case[:count]] = False, True
        frame = worked.assign(jkn=pd.array(rare, dtype="boolean"))
        said.add(crude(frame, ["jkn"])["reason"].iloc[0])
    assert said == {"Terlalu sedikit: kurang dari 5 anak stunting yang terpapar."}


@pytest.mark.parametrize("measure", ["pr", "or"])
def test_the_crude_ratio_of_the_same_children_is_that_of_the_complete_cases(worked, measure):
    fine = adjusted(worked, measure=measure).set_index("factor")
    again = crude(worked.dropna(subset=KEYS), KEYS, measure=measure).set_index("factor")
    assert fine.loc[KEYS, "own_crude"].to_numpy() == pytest.approx(again.loc[KEYS, "value"].to_numpy())
    every = crude(worked, KEYS, measure=measure).set_index("factor")
    assert every["own_crude"].to_numpy() == pytest.approx(every["value"].to_numpy())
    assert abs(every.loc["jamban", "value"] - fine.loc["jamban", "own_crude"]) > 1e-6


def test_a_model_says_how_many_children_it_rests_on(worked):
    found, complete = paf(worked, KEYS), worked.dropna(subset=KEYS)
    assert found["fitted"].eq(len(complete)).all()
    assert found["asked"].eq(len(worked)).all()
    assert found["denominator"].eq(complete["stunted"].sum()).all()
