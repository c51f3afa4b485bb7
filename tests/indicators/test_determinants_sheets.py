"""Shares, ranking, parameter sheet, areas, pregnant women, and what is said about them."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from stunting.indicators.determinants import (
    CROSS_SECTIONAL,
    ECOLOGICAL,
    JOINT,
    OUTCOMES,
    area_association,
    composites,
    factors,
    outcomes,
    parameters,
    pregnancy,
    published_factors,
    published_flow,
    rules,
    shares,
    study,
    terciles,
)
from stunting.indicators.determinants import sentences as say
from stunting.indicators.facts import facts
from stunting.indicators.intervals import proportion_interval
from stunting.indicators.published import published
from stunting.indicators.results import check_result

KAB = "63.11"


def children(n=900, seed=3, kab=KAB, effect=0.8) -> pd.DataFrame:
    """An invented district: smoke is common and harmless, KEK rare and harmful."""
    rng = np.random.default_rng(seed)
    cluster = rng.integers(0, 30, n)
    smoke, kek = rng.random(n) < 0.7, rng.random(n) < 0.25
    stunted = rng.random(n) < 0.15 * np.exp(effect * kek)
    frame = pd.DataFrame({
        "child_id": [f"c{i}" for i in range(n)], "cluster": [f"P{c}" for c in cluster], "kab": kab,
        "kec": [f"{kab}.0{1 + c % 2}" for c in cluster], "puskesmas": [f"Contoh {c % 3}" for c in cluster],
        "desa": [f"{kab}.0{1 + c % 2}.20{c % 10:02d}" for c in cluster], "age_months": rng.uniform(0, 60, n),
        "sex": rng.choice(["L", "P"], n),
    })  # fmt: skip
    flags = {"stunted": stunted, "merokok_di_rumah": smoke, "riwayat_kek_ibu": kek}
    for key in ("tb", "ispa", "diare"):
        flags[key] = rng.random(n) < 0.05
    return frame.assign(**{k: pd.array(v, dtype="boolean") for k, v in flags.items()})


# --- the list -----------------------------------------------------------------------------------------


def test_every_factor_and_rule_has_its_source_and_its_question():
    table = factors()
    assert table["source"].notna().all()
    assert set(table["intervention"]) == {"spesifik", "sensitif"}
    assert set(table["parent"].dropna()) <= set(table["key"])
    assert facts("aturan_determinan")["sumber"].notna().all()
    asked = facts("templat")
    asked = set(asked.loc[asked["templat"] == "anak", "kolom"])
    composite = set(table["parent"].dropna())
    assert set(table["key"]) - composite <= asked


def test_a_district_adds_its_own_factor_and_replaces_one():
    own = pd.DataFrame({"key": ["ternak", "jkn"], "nama": ["Kandang di rumah", "JKN tidak aktif"],
                        "sumber": ["contoh", "contoh"]})  # fmt: skip
    table = factors(own)
    assert len(table) == len(factors()) + 1
    assert table.set_index("key").loc["jkn", "name"] == "JKN tidak aktif"
    frame = children().assign(ternak=lambda f: f["tb"])
    assert "Kandang di rumah" in set(shares(frame, ["ternak"], table=table)["name"])
    with pytest.raises(ValueError, match="sumber"):
        factors(own.assign(sumber=None))
    with pytest.raises(ValueError, match="unknown factors"):
        shares(frame, ["ternak"])


def test_a_composite_is_exposed_when_any_part_is():
    frame = composites(children())
    any_part = frame[["tb", "ispa", "diare"]].any(axis=1)
    assert frame["penyakit_penyerta"].eq(any_part).all()
    assert "penyakit_penyerta" not in composites(children().drop(columns=["tb", "ispa", "diare"]))


# --- shares -------------------------------------------------------------------------------------------


def test_shares_count_exposed_known_and_unknown():
    frame = children()
    frame["merokok_di_rumah"] = frame["merokok_di_rumah"].mask(np.arange(len(frame)) % 10 == 0)
    frame["stunted"] = frame["stunted"].mask(np.arange(len(frame)) % 50 == 1)
    found = check_result(shares(frame, ["merokok_di_rumah", "riwayat_kek_ibu"]))
    row = found[(found["factor"] == "merokok_di_rumah") & (found["among"] == "stunting")].iloc[0]
    here = frame[frame["stunted"].fillna(False)]
    assert row["children"] == len(here)
    assert row["unknown"] == here["merokok_di_rumah"].isna().sum()
    assert row["numerator"] == here["merokok_di_rumah"].sum()
    assert row["value"] == pytest.approx(here["merokok_di_rumah"].mean())
    assert row["method"] == "klaster"
    assert row["low"] < row["value"] < row["high"]
    total = found.groupby("factor")[["numerator", "denominator", "children"]].sum().to_numpy()
    everyone = found[found["among"] == "semua"][["numerator", "denominator", "children"]].to_numpy()
    assert np.array_equal(total, 2 * everyone)
    assert (found["caveat"] == CROSS_SECTIONAL).all()


def test_cluster_interval_of_a_share_is_that_of_the_survey_estimator():
    from stunting.indicators.survey import estimate

    frame = children()
    found = shares(frame, ["merokok_di_rumah"]).set_index("among")
    theirs = estimate(
        frame[["merokok_di_rumah"]].astype("float64"), clusters=frame["cluster"],
        groups=pd.DataFrame({"among": np.where(frame["stunted"], "stunting", "tidak stunting")}),
    ).set_index("group")  # fmt: skip
    for among in ("stunting", "tidak stunting"):
        ours = found.loc[among, ["value", "low", "high"]].to_numpy("float64")
        assert ours == pytest.approx(theirs.loc[among, ["value", "low", "high"]].to_numpy("float64"))


def test_small_levels_have_binomial_intervals_and_an_absent_factor_has_no_value():
    found = shares(children(), ["merokok_di_rumah", "jkn"], level="desa")
    some = found[found["factor"] == "merokok_di_rumah"]
    assert set(some["method"]) <= {"wilson", "exact"}
    limits = proportion_interval(some["numerator"], some["denominator"])
    assert some["low"].to_numpy() == pytest.approx(limits.low)
    none = found[found["factor"] == "jkn"]
    assert none["value"].isna().all()
    assert (none["unknown"] == none["children"]).all()
    assert shares(children().iloc[:0], ["jkn"]).empty


# --- ranking ------------------------------------------------------------------------------------------


def test_removal_ranks_the_harmful_first_and_frequency_the_common_one():
    found = study(
        children(n=3000), ["merokok_di_rumah", "riwayat_kek_ibu", "penyakit_penyerta", "jkn"], kab=KAB
    )
    table = check_result(found.ranking).set_index("factor")
    assert table.loc["riwayat_kek_ibu", "rank"] == 1
    assert table.loc["merokok_di_rumah", "rank_frequency"] == 1
    kek = table.loc["riwayat_kek_ibu"]
    assert kek["children"] == pytest.approx(kek["value"] * kek["cases"])
    assert kek["verdict"] == "ada kelebihan kasus"
    assert table.index[-1] == JOINT
    assert pd.isna(table.loc[JOINT, "rank"])
    assert pd.isna(table.loc["jkn", "rank"])
    assert table.loc["jkn", "refusal"] == "TANPA_DATA"
    assert table.loc["merokok_di_rumah", "published"] == pytest.approx(0.7161)
    assert table.loc["jkn", "published"] == pytest.approx(0.9731)
    assert "Kabupaten Balangan" in table.loc["jkn", "published_source"]
    text = say.ranking_takeaway(found.ranking)
    assert text.startswith("Paling banyak kasus terkait dengan Riwayat KEK ibu")
    assert "Paling sering: Merokok di rumah" in text
    assert set(found.adjusted["measure"]) == set(found.crude["measure"]) == {"pr"}


def test_published_frequencies_are_as_published():
    found = check_result(published_factors(KAB)).set_index("factor")
    assert found["value"].to_dict() == pytest.approx({
        "merokok_di_rumah": 0.7161, "riwayat_kek_ibu": 0.1652, "penyakit_penyerta": 0.1162, "jkn": 0.9731,
        "air_bersih": 0.9531, "jamban": 0.9606,
    })  # fmt: skip
    same = found[found["direction"] == "sama"]
    assert same["rank"].to_dict() == {"merokok_di_rumah": 1, "riwayat_kek_ibu": 2, "penyakit_penyerta": 3}
    assert found.loc[["jkn", "air_bersih", "jamban"], "rank"].isna().all()
    assert (found["rule"] == "terbit").all()
    assert published_factors("99.99").empty
    printed = published(KAB, "merokok_di_rumah")
    assert found.loc["merokok_di_rumah", "source"] == printed["source"].iloc[0]


# --- parameter sheet ----------------------------------------------------------------------------------


def test_red_is_more_than_half_of_those_known():
    assert rules()["merah"] == 0.5
    frame = children().iloc[:20].assign(desa="63.11.01.2001")
    half = pd.array([True] * 8 + [False] * 8 + [pd.NA] * 4, dtype="boolean")
    more = pd.array([True] * 9 + [False] * 7 + [pd.NA] * 4, dtype="boolean")
    unknown = pd.array([pd.NA] * 20, dtype="boolean")
    found = parameters(frame.assign(jkn=half, miskin=more, phbs=unknown)).set_index("factor")
    assert not found.loc["jkn", "red"]
    assert found.loc["miskin", "red"]
    assert pd.isna(found.loc["phbs", "red"])
    assert (found.loc["miskin", "numerator"], found.loc["miskin", "denominator"]) == (9, 16)
    assert found.loc["miskin", "unknown"] == 4
    assert found.loc["riwayat_kek_ibu", "intervention"] == "spesifik"
    assert set(found["verdict"]) == {"tidak ada data"}
    assert "merah" in say.parameters_takeaway(found.reset_index())


def test_only_target_children_count_and_change_is_tested():
    frame = children()
    targets = frame["child_id"].iloc[:171]
    before = frame.assign(merokok_di_rumah=pd.array([True] * len(frame), dtype="boolean"))
    found = parameters(
        frame, targets, before=before, level="kecamatan", period="2022-12", period_before="2022-05"
    )
    smoke = found[found["factor"] == "merokok_di_rumah"]
    assert smoke["children"].sum() == 171
    assert (smoke["verdict"] == "turun").all()
    assert (smoke["value_before"] == 1).all()
    assert smoke["diff"].to_numpy() == pytest.approx(smoke["value"].to_numpy() - 1)
    assert set(found.loc[found["factor"] == "tb", "verdict"]) == {"belum dapat dibedakan"}
    assert "turun" in say.parameters_takeaway(found[found["area"] == "63.11.01"])
    assert parameters(frame, []).empty
    assert say.parameters_takeaway(parameters(frame, [])) == "Belum ada data parameter."
    assert parameters(frame, targets, before=frame.iloc[:0])["verdict"].eq("tidak ada data").all()


# --- areas --------------------------------------------------------------------------------------------


def desa(y, d=60) -> pd.DataFrame:
    y = np.asarray(y, dtype="float64")
    n = np.full(len(y), float(d)) if np.isscalar(d) else np.asarray(d, dtype="float64")
    return pd.DataFrame({
        "level": "desa", "area": [f"99.01.01.{2001 + i}" for i in range(len(y))], "indicator": "stunting",
        "period": "2024", "rule": "eppgbm", "value": y, "low": np.nan, "high": np.nan, "numerator": y * n,
        "denominator": n, "source": "contoh",
    })  # fmt: skip


def other(x, name="Penduduk miskin") -> pd.DataFrame:
    return pd.DataFrame({"area": desa(x)["area"], "value": x, "name": name, "unit": "%", "source": "BPS"})


def test_slope_agrees_with_statsmodels_and_spearman_with_scipy():
    sm = pytest.importorskip("statsmodels.api")
    rng = np.random.default_rng(8)
    x, d = rng.uniform(0, 20, 40), rng.integers(20, 200, 40)
    y = np.clip(0.1 + 0.004 * x + rng.normal(0, 0.03, 40), 0, 1)
    found = area_association(desa(y, d), other(x))
    slope, rank = (check_result(found.summary).iloc[i] for i in (0, 1))
    theirs = sm.WLS(y, sm.add_constant(x), weights=d).fit(cov_type="HC3", use_t=True)
    assert slope["value"] == pytest.approx(theirs.params[1])
    assert slope["intercept"] == pytest.approx(theirs.params[0])
    assert (slope["low"], slope["high"]) == pytest.approx(tuple(theirs.conf_int()[1]))
    assert rank["value"] == pytest.approx(stats.spearmanr(x, y).statistic)
    assert rank["low"] < rank["value"] < rank["high"]
    assert (slope["n"], slope["denominator"]) == (40, d.sum())
    assert slope["verdict"] == "naik"
    assert say.association_takeaway(found.summary).endswith(f"{ECOLOGICAL}.")


def test_ten_areas_are_enough_and_nine_are_not():
    x = np.arange(10.0)
    enough = area_association(desa(x / 50), other(x)).summary
    assert (enough["refusal"] == "").all()
    x[3] = np.nan
    few = area_association(desa(np.arange(10) / 50), other(x))
    assert set(few.summary["refusal"]) == {"SEDIKIT_WILAYAH"}
    assert few.summary["value"].isna().all()
    assert (few.summary["n"] == 9).all()
    assert few.areas.loc[3, "bivariate"] == "belum ada data"
    assert pd.isna(few.areas.loc[3, "class_y"])
    assert "9" in say.association_takeaway(few.summary)


def test_equal_values_are_never_parted():
    same = area_association(desa(np.arange(12) / 50), other(np.full(12, 5.0)))
    assert set(same.summary["refusal"]) == {"WILAYAH_SAMA"}
    assert set(same.areas["bivariate"].str.split("–").str[0]) == {"sedang"}
    rng = np.random.default_rng(1)
    for _ in range(50):
        values = rng.integers(0, 6, 30).astype(float)
        third = terciles(values)
        assert pd.Series(third).groupby(values).nunique().eq(1).all()
        assert (np.diff(third[np.argsort(values)]) >= 0).all()
    assert np.isnan(terciles([])).all()
    assert area_association(desa([]), other([])).areas.empty
    with pytest.raises(ValueError, match="twice"):
        area_association(desa([0.1, 0.2]), pd.concat([other([1, 2]), other([1, 2])]))


# --- pregnant women -----------------------------------------------------------------------------------


def visits(*rows) -> pd.DataFrame:
    names = ["mother_id", "noted_on", "lila", "hb", "umur_hamil", "hasil"]
    frame = pd.DataFrame(rows, columns=names)
    frame["noted_on"] = pd.to_datetime(frame["noted_on"])
    frame[["lila", "hb", "umur_hamil"]] = frame[["lila", "hb", "umur_hamil"]].astype("float64")
    return frame.assign(kab=KAB, kec=f"{KAB}.01", puskesmas="Contoh", desa=f"{KAB}.01.2001")


def test_limits_of_kek_and_anaemia_are_exclusive_and_the_last_value_of_a_woman_counts():
    frame = visits(
        ("a", "2024-07-01", 23.4, 10.9, 10, "Masih hamil"),
        ("a", "2024-08-01", 23.5, None, 15, "Masih hamil"),
        ("b", "2024-08-02", 23.4, 10.5, 20, None), ("c", "2024-08-03", 30.0, 10.4, 20, "Masih hamil"),
        ("d", "2024-08-03", None, 10.9, None, "Masih hamil"), ("e", "2024-08-09", 20.0, 9.0, 39, "Keguguran"),
    )  # fmt: skip
    found = check_result(pregnancy(frame, period="2024-08")).set_index("indicator")
    assert found.loc["kek", ["numerator", "denominator", "women", "unknown"]].tolist() == [1, 3, 4, 1]
    assert found.loc["anemia_bumil", ["numerator", "denominator"]].tolist() == [2, 3]
    plain = pregnancy(frame, period="2024-08", haemoglobin="seragam").set_index("indicator")
    assert plain.loc["anemia_bumil", "numerator"] == 3
    year = pregnancy(frame, period="2024").set_index("indicator")
    assert year.loc["kek", ["numerator", "denominator"]].tolist() == [1, 3]
    assert year.loc["anemia_bumil", ["numerator", "denominator"]].tolist() == [3, 4]
    assert pregnancy(frame)["period"].unique().tolist() == ["2024-07", "2024-08"]
    assert "10,5" in found.loc["anemia_bumil", "cutoff"]
    empty = pregnancy(frame, period="2023")
    assert (empty["denominator"] == 0).all()
    assert empty["value"].isna().all()
    with pytest.raises(ValueError, match="scheme"):
        pregnancy(frame, haemoglobin="lain")
    assert pregnancy(frame.iloc[:0]).empty


def test_the_published_flow_is_reproduced_from_visits():
    rows = [(f"k{i}", "2022-03-01", 22.0, 11.0, 12, "Masih hamil") for i in range(65)]
    rows += [(f"k{i}", "2022-09-01", 24.0, 11.5, 36, "Masih hamil") for i in range(17)]
    rows += [
        (f"k{i}", "2022-10-01", None, None, None, "Melahirkan, berat lahir normal") for i in range(17, 44)
    ]
    rows += [(f"k{i}", "2022-10-01", 23.0, None, 30, None) for i in range(44, 50)]
    rows += [("n1", "2022-03-01", 26.0, 12.0, 20, "Masih hamil")]
    found = check_result(outcomes(visits(*rows)))
    printed = published_flow(KAB).set_index("state")
    ours = found.set_index("state")
    assert ours.loc[printed.index, "numerator"].to_dict() == printed["numerator"].to_dict()
    assert printed["numerator"].tolist() == [17, 27, 21]
    assert (found["denominator"] == 65).all()
    assert found["numerator"].sum() == 65
    assert say.flow_takeaway(found) == say.flow_takeaway(published_flow(KAB))
    early = outcomes(visits(*rows), until="2022-06").set_index("state")
    assert early.loc["dipantau", "numerator"] == 65
    assert outcomes(visits(*rows[-1:])).empty
    assert say.flow_takeaway(outcomes(visits(*rows[-1:]))) == "Belum ada ibu hamil KEK yang tercatat."


def test_every_outcome_of_the_template_has_its_state():
    asked = facts("templat")
    choices = asked[(asked["templat"] == "bumil") & (asked["kolom"] == "hasil")]["pilihan"].iloc[0].split("|")
    assert set(choices) == {*OUTCOMES, "Masih hamil"}


# --- sentences ----------------------------------------------------------------------------------------


def test_sentences_never_claim_a_cause_and_say_refusals():
    found = study(children(n=2000), ["merokok_di_rumah", "riwayat_kek_ibu", "jkn"])
    lines = [say.ratio_sentence(row) for _, row in pd.concat([found.crude, found.adjusted]).iterrows()]
    lines += [say.paf_sentence(row) for _, row in found.ranking.iterrows()]
    lines += [say.ratios_takeaway(found.adjusted)]
    for line in lines:
        assert "nan" not in line.lower().split()
        assert not any(word in line for word in ("menyebabkan", "akibat dari", "disebabkan", "karena"))
        assert line.endswith(".")
    assert any("lebih sering pada anak yang ibunya KEK saat hamil" in line for line in lines)
    assert any("belum dapat dibedakan" in line for line in lines)
    assert any("Tanpa JKN: Belum ada data" in line for line in lines)
    none = found.adjusted[found.adjusted["factor"] == "jkn"]
    assert say.ratios_takeaway(none).startswith("Tidak dihitung. Belum ada data")
    assert say.ratios_takeaway(none.iloc[:0]) == "Belum ada faktor yang dipilih."
