"""From answers to exposures: what counts, what is unknown, who is in the analysis, what a model holds."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from stunting.indicators import cube as cubes
from stunting.indicators import determinants as det
from stunting.indicators.determinants import answers as answers_of
from stunting.indicators.determinants import area_indicators, public
from stunting.indicators.determinants.basis import model_words, own_crude_words
from stunting.indicators.determinants.fitting import CODE, fitting
from stunting.indicators.determinants.sentences import ranking_takeaway
from stunting.indicators.determinants.study import ratios, study
from stunting.indicators.prevalence import prevalence
from stunting.ingest.templates import questions

KAB = "63.11"
DESA = ("63.11.01.2001", "63.11.01.2002", "63.11.02.2001")


def rows(children: int = 40, months=("2024-02", "2024-08"), z=None) -> pd.DataFrame:
    """Every child is measured in every month; z of the last month decides the year."""
    out = []
    for at, month in enumerate(months):
        own = np.linspace(-3.5, 1.0, children) if z is None else np.asarray(z, dtype=float)
        own = own + (len(months) - 1 - at)
        out.append(pd.DataFrame({
            "child_id": [f"a{i}" for i in range(children)], "kab": KAB,
            "kec": [DESA[i % 3][:8] for i in range(children)], "desa": [DESA[i % 3] for i in range(children)],
            "puskesmas": "Contoh", "posyandu": [f"P{i % 5}" if i % 7 else None for i in range(children)],
            "period": month, "sex": ["L" if i % 2 else "P" for i in range(children)], "measured": True,
            "measured_on": pd.Timestamp(f"{month}-10"),
            "age_days": pd.array([300 + 30 * i for i in range(children)], dtype="Int32"),
            **{f"file_{i}": own for i in ("haz", "waz", "whz")},
            **dict.fromkeys(("haz", "waz", "whz", "baz"), own),
            **{f"flag_{i}": False for i in ("haz", "waz", "whz", "baz")},
        }))  # fmt: skip
    return pd.concat(out, ignore_index=True)


def answers(ids, **given) -> pd.DataFrame:
    return pd.DataFrame({"child_id": list(ids), **given}, dtype="object")


def test_every_factor_of_the_list_comes_from_a_question_and_every_risk_is_a_factor():
    asked = {q.key for q in questions("anak") if q.risk}
    known = det.factors()
    composite = set(known["parent"].dropna())
    assert asked == set(known["key"]) - composite


@pytest.mark.parametrize(
    ("key", "given", "want"),
    [
        ("merokok_di_rumah", ["ya", "tidak", "tidak tahu", None, " Ya "], [True, False, None, None, True]),
        ("air_bersih", ["ya", "tidak", "tidak tahu", None, ""], [False, True, None, None, None]),
        ("pendidikan_ibu", ["SD", "SMA", "Tidak tamat SD", None], [True, False, True, None]),
        ("umur_ibu", [19, 20, 35, 36, None], [True, False, False, True, None]),
        ("berat_lahir", [2499, 2500, "2400", float("nan")], [True, False, True, None]),
    ],
)
def test_what_counts_as_exposed(key, given, want):
    question = next(q for q in questions("anak") if q.key == key)
    found = answers_of.exposed(pd.Series(given, dtype="object"), question)
    assert [None if pd.isna(v) else bool(v) for v in found] == want


def test_comorbidity_is_made_from_its_parts():
    told = det.exposures(
        answers("abc", tb=["ya", "tidak", "tidak"], ispa=["tidak", "tidak", "tidak tahu"],
                diare=["tidak"] * 3, cacingan=["tidak"] * 3)
    )  # fmt: skip
    assert [None if pd.isna(v) else bool(v) for v in told["penyakit_penyerta"]] == [True, False, None]


def test_a_question_of_the_districts_own_is_a_factor_of_its_own():
    own = questions("anak")[-1]._replace(key="banjir", title="Rumah kebanjiran", risk="ya")
    table = answers_of.factor_table([own])
    assert table.loc[table["key"] == "banjir", "name"].tolist() == ["Rumah kebanjiran"]
    told = det.exposures(answers("a", banjir=["ya"]), [own])
    assert bool(told["banjir"].iloc[0])


def test_status_is_that_of_the_last_measurement_of_the_year_as_in_the_cube():
    frame = rows()
    found = det.join(det.states(frame), answers([]), "2024", everyone=True)
    cube = prevalence(cubes.build(frame), "kabupaten", "2024").iloc[0]
    assert found.frame["stunted"].sum() == cube["numerator"]
    assert (found.measured, len(found.frame)) == (cube["denominator"], 40)
    assert found.answered == found.unmeasured == found.unscored == 0


def test_only_children_with_answers_and_a_status_are_analysed_and_the_others_counted():
    frame = rows(6, z=[-3, -3, -1, -1, np.nan, -1])
    frame.loc[frame["child_id"] == "a5", "age_days"] = 2000  # past 60 months
    told = answers(["a0", "a1", "a2", "a4", "a5", "zz"], jamban=["ya", "tidak", None, "ya", "ya", "ya"])
    found = det.join(det.states(frame), told, "2024")
    assert found.frame["child_id"].tolist() == ["a0", "a1", "a2"]
    assert found.frame["stunted"].tolist() == [True, True, False]
    assert [None if pd.isna(v) else bool(v) for v in found.frame["jamban"]] == [False, True, None]
    assert (found.measured, found.answered, found.unmeasured, found.unscored) == (4, 6, 2, 1)
    every = det.join(det.states(frame), told, "2024", everyone=True).frame
    assert every["child_id"].tolist() == ["a0", "a1", "a2", "a3", "a4"]
    assert every["answered"].tolist() == [True, True, True, False, True]
    assert pd.isna(every["jamban"].iloc[3])
    assert pd.isna(every["stunted"].iloc[4])


def test_rule_year_cluster_and_nothing_at_all():
    frame = rows(6)
    seen, told = det.states(frame), answers([f"a{i}" for i in range(6)], jamban=["ya"] * 6)
    one = det.join(seen, told, "2024").frame
    assert one.loc[1, "cluster"] == f"{DESA[1]}|P1"
    assert pd.isna(one.loc[0, "cluster"])  # no posyandu
    assert det.join(seen, told, "2023").frame.empty
    assert det.join(det.states(frame.head(0)), told, "2024").frame.empty
    assert det.join(seen, answers([]), "2024").frame.empty
    with pytest.raises(ValueError, match="unknown rule"):
        det.join(seen, told, "2024", rule="lain")


def study_frame(n=900, seed=1, posts=45) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    smoke, poor = rng.random(n) < 0.6, rng.random(n) < 0.3
    frame = pd.DataFrame({
        "kab": KAB, "kec": np.where(np.arange(n) % 3, "63.11.01", "63.11.02"), "desa": DESA[0],
        "puskesmas": "Contoh", "cluster": [f"{i % posts}" for i in range(n)],
        "age_months": rng.uniform(0, 59, n), "sex": rng.choice(["L", "P"], n),
        "stunted": pd.array(rng.random(n) < 0.12 * np.where(smoke, 2.2, 1), dtype="boolean"),
    })  # fmt: skip
    frame["answered"] = True
    for key, value in {"merokok_di_rumah": smoke, "miskin": poor, "jkn": np.zeros(n, bool)}.items():
        frame[key] = pd.array(value, dtype="boolean")
    return frame


def test_the_page_says_what_stands_out_and_the_left_out_have_reasons():
    found = study(study_frame(), kab=KAB)
    by = found.adjusted.set_index("factor")
    assert by.loc["jkn", "refusal"] == "SATU_SISI"
    assert by.loc["merokok_di_rumah", "value"] > 1.4
    head = det.headline(found.ranking, found.adjusted)
    top = found.ranking.iloc[0]
    assert top["factor"] == "merokok_di_rumah"
    assert head.figure == f"{100 * top['value']:.1f} %".replace(".", ",")
    assert "terkait dengan Merokok di rumah" in head.text
    assert "bila hubungannya sebab-akibat" in head.text
    assert "Yang paling sering juga Merokok di rumah" in head.text
    assert found.ranking["published"].notna().any()
    assert found.ranking.iloc[-1]["factor"] == det.JOINT


def test_the_first_clear_factor_is_not_called_the_largest_where_another_stands_above_it():
    found = study(study_frame(), kab=KAB)
    said = ranking_takeaway(found.ranking)
    assert said.startswith("Paling banyak kasus terkait dengan Merokok di rumah: ")
    above = found.ranking.assign(rank=found.ranking["rank"] + 1)
    poor = above["factor"] == "miskin"
    above = above.assign(
        rank=above["rank"].mask(poor, 1), value=above["value"].mask(poor, 0.7),
        verdict=above["verdict"].mask(poor, "belum dapat dibedakan"),
    ).sort_values("rank", ignore_index=True)  # fmt: skip
    said = ranking_takeaway(above)
    assert said.startswith("Yang jelas terkait: Merokok di rumah, ")
    assert "Perkiraan terbesar Keluarga miskin (70,0 %), selangnya memuat nol." in said
    assert "Paling banyak" not in said
    assert "selangnya memuat nol" in det.headline(above, found.adjusted).text


def test_two_crude_ratios_are_told_apart_only_where_they_differ():
    frame = study_frame().drop(columns="jkn")
    whole = study(frame, kab=KAB)
    assert own_crude_words(whole.crude, whole.adjusted) == ""
    assert model_words(whole.ranking).startswith("model: 900 anak dengan jawaban lengkap (")
    frame["miskin"] = frame["miskin"].mask(np.arange(len(frame)) % 3 == 0)
    part = study(frame, kab=KAB)
    assert "anak yang sama" in own_crude_words(part.crude, part.adjusted)
    assert "model: 600 anak" in model_words(part.ranking)
    assert "dari 900 yang didata" in model_words(part.ranking)


def test_the_fitted_model_is_the_plain_one_where_all_fits():
    frame = study_frame().drop(columns="jkn")
    plain = det.adjusted(frame, ["merokok_di_rumah", "miskin"])
    _, fine = ratios(frame)
    columns = ["factor", "value", "low", "high"]
    pd.testing.assert_frame_equal(fine[columns], plain[columns])


def test_what_does_not_fit_is_said_and_chosen_factors_are_never_replaced():
    small = study_frame(260)
    held = fitting(small)
    found = study(small)
    out = found.adjusted[found.adjusted["refusal"] == CODE]
    assert set(found.adjusted["factor"]) == {"merokok_di_rumah", "miskin", "jkn"}
    assert set(out["factor"]) == {"merokok_di_rumah", "miskin"} - set(held)
    assert out["value"].isna().all()
    chosen = study(small, ["miskin"])
    assert chosen.adjusted["factor"].tolist() == ["miskin"]


@pytest.mark.parametrize("n", [0, 1, 25])
def test_few_children_are_words(n):
    frame = study_frame(40).head(n)
    found = study(frame)
    assert found.adjusted["value"].isna().all()
    head = det.headline(found.ranking, found.adjusted)
    assert head == det.Headline("", "Tidak satu faktor pun dapat dihitung.")
    assert "nan" not in det.reach(frame)


def test_uneven_asking_is_told():
    frame = pd.DataFrame({"stunted": [True] * 50 + [False] * 50, "answered": [True] * 70 + [False] * 30})
    assert "Tidak merata: 100 % anak stunting dan 40 % anak lain" in det.reach(frame)
    even = frame.assign(answered=[True, False] * 50)
    assert "Tidak merata" not in det.reach(even)


def test_areas_in_one_sentence():
    found = study(study_frame(), level="kecamatan")
    here = found.adjusted[found.adjusted["factor"] == "merokok_di_rumah"]
    said = det.areas_takeaway(here, lambda a: f"K{a[-1]}", "kecamatan")
    assert said.startswith("Merokok di rumah: ")
    assert "K1" in said
    none = here.assign(refusal="X", value=np.nan)
    assert (
        det.areas_takeaway(none, str, "kecamatan")
        == "Merokok di rumah: tidak dihitung di satu kecamatan pun."
    )
    assert det.areas_takeaway(here.head(0), str, "kecamatan") == "Belum ada kecamatan yang didata."


def test_the_public_reads_no_number_of_children_in_a_refusal():
    frame = study_frame(60, posts=30)
    for n in (3, 20, 60):
        found = det.without_counts(study(frame.head(n)).adjusted)
        said = " ".join(found["reason"])
        assert not any(f" {k} anak" in said for k in range(61)), said
    codes = set(det.REFUSALS)
    named = pd.DataFrame({"refusal": sorted(codes), "reason": "7 anak"})
    kept = det.without_counts(named)
    open_ones = set(kept.loc[kept["reason"] == "7 anak", "refusal"])
    assert not open_ones & {"SATU_SISI", "SATU_HASIL", "SEDIKIT_KASUS", "DATA_TAK_LENGKAP", "PEMISAHAN"}


def sheet_frame() -> pd.DataFrame:
    """Two kecamatan; desa 0 has 40 children, desa 1 has 12, desa 2 alone in its kecamatan."""
    counts = {DESA[0]: (40, 25), DESA[1]: (12, 2), "63.11.01.2003": (30, 14), DESA[2]: (30, 3)}
    parts = []
    for desa, (n, exposed) in counts.items():
        parts.append(pd.DataFrame({
            "child_id": [f"{desa}-{i}" for i in range(n)], "kab": KAB, "kec": desa[:8], "desa": desa,
            "puskesmas": "Contoh", "cluster": desa, "jamban": pd.array(np.arange(n) < exposed, "boolean"),
        }))  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def test_a_protected_sheet_hides_small_counts_and_their_neighbours():
    sheet = det.parameters(sheet_frame(), level="desa")
    found = public.hide_sheet(sheet).set_index("area")
    assert found["suppressed"].tolist() == [False, True, True, True]
    assert found.loc[found["suppressed"], ["value", "numerator", "denominator"]].isna().all(axis=None)
    assert found.loc[found["suppressed"], "red"].isna().all()
    assert found[["unknown", "children", "diff"]].isna().all(axis=None)
    assert bool(found.loc[DESA[0], "red"])
    # how many were asked would tell a number that is hidden elsewhere
    secret = public.hide_sheet(sheet, {DESA[0]}).set_index("area")
    assert bool(secret.loc[DESA[0], "suppressed"])
    above = public.hide_sheet(det.parameters(sheet_frame(), level="kecamatan"))
    assert not above["suppressed"].any()
    assert public.hide_sheet(sheet.head(0)).empty


def given_areas(values, unit="kasus", **more) -> pd.DataFrame:
    desa = [f"63.11.01.20{i:02d}" for i in range(len(values))]
    return pd.DataFrame({
        "kec": "63.11.01", "desa": desa, "period": "2024", "indikator": "TB anak", "nilai": values,
        "satuan": unit, "sumber": "CONTOH", **more,
    })  # fmt: skip


def test_area_indicators_values_levels_and_years():
    table = area_indicators.area_indicators(given_areas([3, None, 9], pembilang=[None, 5, None],
                                                        penyebut=[None, 50, None]))  # fmt: skip
    assert table["value"].tolist() == [3, 10, 9]
    assert table["numerator"].tolist() == [3, 5, 9]
    assert set(table["group"]) == {"penyakit"}
    none = area_indicators.area_indicators(pd.DataFrame())
    assert none.empty
    assert area_indicators.choose_year(none, "TB anak", "2024") == "2024"
    kec = area_indicators.area_indicators(given_areas([4]).assign(desa=None))
    assert kec[["level", "area"]].to_numpy().tolist() == [["kecamatan", "63.11.01"]]


def test_small_numbers_of_cases_are_hidden_and_shares_without_counts_are_not():
    cases = area_indicators.hide_indicator(area_indicators.area_indicators(given_areas([1, 8, 30, 40])))
    assert cases["suppressed"].tolist() == [True, True, False, False]
    assert cases.loc[cases["suppressed"], "value"].isna().all()
    shares = area_indicators.hide_indicator(area_indicators.area_indicators(given_areas([1, 8], unit="%")))
    assert not shares["suppressed"].any()
