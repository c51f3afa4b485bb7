"""The sentences of the page Desa lokus say what the frames say, on every kind of store."""

import math

import numpy as np
import pandas as pd
import pytest

from stunting.indicators import ranking
from stunting.indicators.format_id import percent
from stunting.indicators.ranking.ranks import places
from tests.indicators.test_ranking import desa

PAIRS = pd.DataFrame({"code_a": [], "code_b": []}, dtype="str")


def name(area):
    return f"Desa {area[-2:]}"


def test_the_sentence_of_a_ranking_counts_what_the_ranking_holds():
    rng = np.random.default_rng(2)
    d = rng.integers(30, 200, 60)
    n = rng.binomial(d, np.where(np.arange(60) < 2, 0.6, 0.15))
    ranked = ranking.composite(desa(n, d), 5, weights={"prevalence": 1})
    said = ranking.ranking_takeaway(ranked, 5, label=name)
    sure = int((ranked["probability_top"].head(5) >= 0.8).sum())
    assert ranking.strong(ranked, 5) == (sure, 5)
    assert sure == 2
    assert said.startswith(f"Paling mendesak menurut bobot ini: {name(ranked['area'].iloc[0])},")
    assert "Dari 5 teratas, 2 berpeluang kuat" in said
    assert ranking.strength(ranked["probability_top"]).iloc[0] == "kuat"
    assert "Peluangnya benar yang teratas" in ranking.ranking_takeaway(
        ranking.composite(desa(n, d), 1), 1, label=name
    )


@pytest.mark.parametrize(
    ("n", "d", "k", "words"),
    [
        ([], [], 10, "Belum ada desa dengan anak diukur"),
        ([0, 0], [0, 0], 10, "Belum ada desa dengan anak diukur"),
        ([3], [30], 10, "Hanya satu desa dengan anak diukur (Desa 01)"),
        ([3, 4], [30, 30], 10, "Hanya 2 desa dapat diperingkat: semuanya masuk 10 besar"),
        ([9, 0, 0, 0], [30, 30, 30, 30], 2, "Dari 2 teratas"),
    ],
)
def test_edges_of_the_sentence(n, d, k, words):
    frame = desa(n, d).astype({"area": "str", "period": "str", "source": "str", "level": "str"})
    said = ranking.ranking_takeaway(ranking.composite(frame, k), k, label=name)
    assert words in said
    assert "nan" not in said


def test_agreement_in_words():
    ranked = pd.DataFrame({"area": [f"99.01.01.20{i:02d}" for i in range(20)], "rank": range(1, 21)})
    areas = ranked["area"].tolist()
    same = ranking.agreement(ranked, areas[:5], 5)
    said = ranking.agreement_words(same, 2022, 5, label=name)
    assert said.startswith("Dibandingkan daftar 2022 (5 desa): 5 tetap (Desa 00, Desa 01")
    assert "kesepakatan sangat kuat (kappa 1,00)" in said
    other = ranking.agreement(ranked, [*areas[15:18], "99.01.01.2999"], 5)
    said = ranking.agreement_words(other, 2022, 5, label=name)
    assert "0 tetap, 3 keluar" in said
    assert "1 tidak dapat diperingkat (Desa 99)" in said
    assert "tidak lebih baik daripada undian" in said
    nobody = ranking.agreement(ranked.assign(rank=math.nan), areas[:5], 5)
    assert "tidak satu pun dapat diperingkat" in ranking.agreement_words(nobody, 2022, 5)
    assert ranking.agreement_words(ranking.agreement(ranked, [], 5), 2022, 5).startswith("Daftar 2022 kosong")


def test_hot_spots_in_words():
    nothing = ranking.hot_spots(desa([0, 0], [0, 0]), PAIRS)
    assert ranking.hot_takeaway(nothing).startswith("Belum ada angka desa")
    islands = ranking.hot_spots(desa([3, 9], [30, 30]), PAIRS)
    assert "tidak dapat diuji" in ranking.hot_takeaway(islands)
    side = 8
    at = np.arange(side * side).reshape(side, side)
    code = desa([0] * side * side, [1] * side * side)["area"].to_numpy()
    pairs = pd.DataFrame(
        [(code[a], code[b]) for x, y in ((at[:, :-1], at[:, 1:]), (at[:-1], at[1:]))
         for a, b in zip(x.ravel(), y.ravel(), strict=True)], columns=["code_a", "code_b"],
    )  # fmt: skip
    cases = np.full((side, side), 10)
    flat = ranking.hot_spots(desa(cases.ravel(), [100] * side * side), pairs)
    assert "tidak berbeda satu sama lain" in ranking.hot_takeaway(flat)
    cases[:3, :3] = 55
    found = ranking.hot_spots(desa(cases.ravel(), [100] * side * side), pairs)
    hot = found[found["cluster"].eq(ranking.HOT)]
    said = ranking.hot_takeaway(found, label=name)
    assert said.startswith(f"{len(hot)} hot spot")
    assert name(hot["area"].iloc[0]) in said
    cases[1, 1] = 8  # low itself, among the highest
    frame = desa(cases.ravel(), [100] * side * side)
    moran, gi = (ranking.hot_spots(frame, pairs, method=m) for m in ("moran", "gi"))
    inside = code[at[1, 1]]
    assert [f.set_index("area").loc[inside, "cluster"] == ranking.HOT for f in (moran, gi)] == [False, True]
    assert " hot spot Gi* (tinggi bersama tetangganya): " in ranking.hot_takeaway(gi, label=name)
    said = ranking.gi_words(moran, gi)
    assert "Gi* menandai desa yang tinggi bersama tetangganya" in said
    both = int((moran["cluster"].eq(ranking.HOT) & gi["cluster"].eq(ranking.HOT)).sum())
    assert f"Ditandai keduanya {both} desa, hanya Gi* " in said
    assert ranking.gi_words(gi, gi).endswith("Di sini keduanya menandai desa yang sama.")
    assert ranking.gi_words(flat, flat).endswith("walau desanya sendiri tidak tinggi.")
    assert "hot spot Gi* yang nyata" in ranking.hot_takeaway(gi.assign(cluster="tidak nyata"))
    table = ranking.situation(desa(cases.ravel(), [100] * side * side), set(hot["area"]))
    said = ranking.situation_takeaway(table)
    whole = table[table["level"].eq("desa digabung")].set_index("part")
    assert f"{whole.loc['hot spot', 'numerator']:.0f} dari" in said.replace(".", "")
    none = ranking.situation(desa(cases.ravel(), [100] * side * side), set())
    assert ranking.situation_takeaway(none).startswith("Tanpa hot spot yang nyata")
    assert ranking.situation_takeaway(ranking.situation(desa([0], [0]), set())) == "Belum ada angka desa."


def test_an_evaluation_in_words_never_claims_a_cause():
    rng = np.random.default_rng(4)
    d = rng.integers(40, 120, 50)
    before, after = (desa(rng.binomial(d, 0.2), d, p) for p in ("2021", "2024"))
    rows = ranking.evaluate(before, after, before["area"].head(6))
    said = ranking.evaluation_takeaway(rows.iloc[0], 2022, "2021", "2024")
    assert "bukan bukti sebab-akibat" in said
    assert "6 desa lokus" in said
    assert str(rows["verdict"].iloc[0]) == "belum dapat dibedakan"
    assert "belum dapat dibedakan" in said
    assert "Perubahan dihitung dari angka awal yang dihaluskan." in ranking.start_words(rows.iloc[0])
    low = rows.iloc[0].copy()
    low["lokus_before"], low["comparable_before"] = 0.241, 0.152
    assert ranking.start_words(low).startswith(
        "Desa sebanding mulai lebih rendah daripada lokus: 15,2 % dan 24,1 %, dihaluskan "
    )
    one = ranking.evaluate(before, after, before["area"].head(1)).iloc[0]
    said = ranking.evaluation_takeaway(one, 2022, "2021", "2024")
    assert "tanpa selang" in said
    assert "nan" not in said
    none = ranking.evaluate(before, after, ["99.99.99.2001"]).iloc[0]
    said = ranking.evaluation_takeaway(none, 2022, "2021", "2024")
    assert said.startswith("Lokus 2022 tidak dapat dibandingkan")
    assert "bukan bukti sebab-akibat" in said


def test_a_refused_evaluation_says_why_and_shows_both_groups():
    d = np.full(60, 80)
    before, after = (
        desa(np.round(d * np.linspace(top, 0.05, 60)), d, p) for top, p in ((0.5, "2023"), (0.4, "2024"))
    )
    row = ranking.evaluate(before, after, before["area"].head(25)).iloc[0]
    said = ranking.evaluation_takeaway(row, 2024, "2023", "2024")
    assert "karena tidak ada desa sebanding yang cukup: hanya " in said
    assert "dari 25 desa lokus punya desa bukan lokus yang mulai setara, seluruhnya " in said
    assert f"25 desa lokus: {percent(row['lokus_before'], 1)} (2023) menjadi" in said
    assert "5 desa terdekat: " in said
    assert said.endswith("bukan bukti sebab-akibat.")
    assert "nan" not in said
    start = ranking.start_words(row)
    assert start.startswith("Desa bukan lokus yang terdekat mulai lebih rendah daripada lokus: ")
    assert "berbeda paling banyak" in start
    nobody = ranking.evaluate(before, after, []).iloc[0]
    assert ranking.start_words(nobody) == ""


def test_an_entered_list_replaces_the_printed_one_of_its_year_whole():
    kab = ranking.lokus("63.11")["area"].iloc[0][:5]
    own = pd.DataFrame(
        {
            "year": [2022, 2024],
            "area": [f"{kab}.02.2019", f"{kab}.01.2006"],
            "decree": "9/2024",
            "source": "k",
        }
    )
    found = ranking.lokus(kab, entered=own)
    assert found.loc[found["year"] == 2022, "area"].tolist() == [f"{kab}.02.2019"]
    assert found.loc[found["year"] == 2024, "decree"].tolist() == ["9/2024"]
    assert len(ranking.lokus(kab, 2022)) == 8
    assert ranking.lokus(kab, 2023, entered=own).empty
    assert ranking.lokus("99.01", entered=own).empty


def test_a_list_without_names_says_how_many_there_are():
    sizes = ranking.list_sizes("63.11", 2024)
    assert sizes["size"].tolist() == [54, 55]
    assert sizes["main"].tolist() == [True, False]
    assert sizes["source"].ne("").all()
    said = ranking.list_words(2024, 0, "", sizes)
    assert said.startswith("54 desa lokus tahun 2024; nama desanya belum dimasukkan")
    assert "Sumber tercetak menyebut 54" in ranking.list_words(2024, 50, "1/2023", sizes)
    assert "54" not in ranking.list_words(2024, 54, "1/2023", sizes).removeprefix("54 ")


def test_places_of_ties():
    x = np.random.default_rng(1).integers(0, 4, (200, 9)).astype("float64")
    from scipy.stats import rankdata

    first, last = places(x)
    assert (first == rankdata(x, axis=1, method="min")).all()
    assert (last == rankdata(x, axis=1, method="max")).all()
