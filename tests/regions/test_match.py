"""Names as typed → codes: the traps of the field."""

import time

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stunting.regions import Matcher, areas, canonical_puskesmas, normalise_name, puskesmas_of
from stunting.regions.names import normalise
from stunting.settings import settings

DESA = areas("63.11").query("level == 'desa'").reset_index(drop=True)
KEC = areas("63.11").query("level == 'kecamatan'").set_index("code")["name"]


def one(kec, desa, kab="BALANGAN"):
    row = Matcher("63.11").match(pd.Series([kab]), pd.Series([kec]), pd.Series([desa])).iloc[0]
    return row["kec"], row["desa"], row["how"]


def test_every_desa_finds_itself():
    found = Matcher("63.11").match(None, DESA["parent"].map(KEC).str.upper(), DESA["name"].str.upper())
    assert found["desa"].tolist() == DESA["code"].tolist()
    assert found["kec"].tolist() == DESA["parent"].tolist()
    assert set(found["how"]) == {"exact"}
    assert set(found["kab"]) == {"63.11"}


@pytest.mark.parametrize("kab", ["32.04", "33.74", "91.05", "31.01", "31.71", "12.07"])
def test_every_desa_of_other_kabupaten_finds_itself_unless_its_name_is_twice(kab):
    frame = areas(kab)
    desa = frame[frame["level"].eq("desa")]
    kec = desa["parent"].map(frame.set_index("code")["name"])
    found = Matcher(kab).match(None, kec, desa["name"])
    twice = pd.DataFrame({"k": desa["parent"], "n": normalise_name(desa["name"])}).duplicated(keep=False)
    assert found["desa"][~twice].equals(desa["code"][~twice].rename("desa"))
    assert found["how"][twice].eq("unknown").all()


@pytest.mark.parametrize(
    ("kec", "desa", "expected"),
    [
        ("Juai", "GALUMBANG", ("63.11.01", "63.11.01.2006", "exact")),
        ("Paringin Selatan", "Galumbang", ("63.11.07", "63.11.07.2006", "exact")),
        ("Paringin Selatan", "Galombang", ("63.11.07", "63.11.07.2006", "alias")),
        ("Awayan", "Galumbang", ("63.11.03", "63.11.03?GALUMBANG", "unknown")),  # never moved
        ("Juai", "Galumbng", ("63.11.01", "63.11.01?GALUMBNG", "unknown")),  # as near to the other one
        ("Batumandi", "Lok Batu", ("63.11.04", "63.11.04.2002", "exact")),
        ("BATU MANDI", "LOKBATU", ("63.11.04", "63.11.04.2002", "exact")),
        ("Paringin", "Lok Batung", ("63.11.06", "63.11.06.2014", "exact")),
        ("Paringin", "Lok Batu", ("63.11.06", "63.11.06?LOK BATU", "unknown")),
        ("Batu Mandi", "Lok Batung", ("63.11.04", "63.11.04?LOK BATUNG", "unknown")),
        ("Batu Mandi", "Lok Batun", ("63.11.04", "63.11.04?LOK BATUN", "unknown")),
        ("Batumandi", "Batu Mandi", ("63.11.04", "63.11.04.2005", "exact")),
        ("Juai", "Juai", ("63.11.01", "63.11.01.2003", "exact")),
        ("Kec. Juai", "Desa Juai", ("63.11.01", "63.11.01.2003", "exact")),
        ("Juai", "Sei Batung", ("63.11.01", "63.11.01.2007", "alias")),
        ("Awayan", "Sungai Pumpung", ("63.11.03", "63.11.03.2022", "alias")),
        ("Tebing Tinggi", "Juuh", ("63.11.08", "63.11.08.2004", "exact")),
        ("Juai", "Muara Ninan", ("63.11.01", "63.11.01.2001", "fuzzy")),
        ("Juay", "Hukai", ("?JUAY", "?JUAY?HUKAI", "unknown")),  # four letters are too few for a slip
        ("Lampihon", "Sungai Tabuk", ("63.11.05", "63.11.05.2019", "fuzzy")),
        ("Paringin Selatam", "Galumbang", ("63.11.07", "63.11.07.2006", "fuzzy")),
        ("Juai", "", ("63.11.01", None, "exact")),
        ("", "Muara Ninian", ("63.11.01", "63.11.01.2001", "exact")),
        ("", "Galumbang", (None, "??GALUMBANG", "unknown")),
        ("", "", (None, None, "exact")),
        ("Donomulyo", "Desa West", ("?DONOMULYO", "?DONOMULYO?DESA WEST", "unknown")),
        ("Juai", "...", ("63.11.01", None, "exact")),
    ],
)
def test_traps(kec, desa, expected):
    found = tuple(None if pd.isna(v) else v for v in one(kec, desa))
    assert found == expected


def test_pairs_that_differ_in_one_word_stay_apart():
    pairs = [("Baruh Bahinu Luar", "Baruh Bahinu Dalam"), ("Kusambi Hulu", "Kusambi Hilir"),
             ("Tanah Habang Kiri", "Tanah Habang Kanan")]  # fmt: skip
    table = DESA.set_index("name")
    for a, b in pairs:
        found_a, found_b = (one(KEC[table.loc[n, "parent"]], n)[1] for n in (a, b))
        assert (found_a, found_b) == (table.loc[a, "code"], table.loc[b, "code"])
        short = a.rsplit(" ", 1)[0]
        assert one(KEC[table.loc[a, "parent"]], short)[2] == "unknown"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("KAB. BALANGAN", "63.11"), ("Balangan", "63.11"), ("KABUPATEN BALANGAN", "63.11"), (None, "63.11"),
        ("  ", "63.11"), ("KOTA BANJARMASIN", "63.71"), ("Banjarmasin", "63.71"), ("KOTABARU", "63.02"),
        ("KAB. KOTA BARU", "63.02"), ("Kota Bogor", "32.71"), ("BOGOR", "32.01"), ("Kab Bogor", "32.01"),
        ("KAB. BANJARMASIN", "?BANJARMASIN"), ("CONTOH", "?CONTOH"), ("KAB. CONTOH", "?CONTOH"),
        ("Kota Adm. Jakarta Pusat", "31.71"), ("LIMA PULUH KOTA", "13.07"),
    ],
)  # fmt: skip
def test_kabupaten(name, code):
    assert Matcher("63.11").match(pd.Series([name]), None, None)["kab"].tolist() == [code]


def test_default_decides_between_kabupaten_and_kota():
    assert Matcher("32.71").match(pd.Series(["BOGOR"]), None, None)["kab"].tolist() == ["32.71"]


def test_unknown_kabupaten_keeps_its_own_names():
    assert one("CONTOH", "DESA WEST", "CONTOH") == ("?CONTOH", "?CONTOH?DESA WEST", "unknown")
    row = Matcher("").match(None, pd.Series(["Juai"]), pd.Series(["Hukai"])).iloc[0]
    assert pd.isna(row["kab"])
    assert row[["kec", "desa", "how"]].tolist() == ["?JUAI", "?JUAI?HUKAI", "unknown"]


def test_desa_and_kelurahan_of_one_name_need_the_word():
    row = ("Muara Tami", "Waena")
    frame = areas("91.71")
    kec = frame.set_index("code").loc["91.71.05", "name"]
    match = Matcher("91.71").match
    names = pd.Series(["Waena", "Kelurahan Waena", "Desa Waena"])
    found = match(None, pd.Series([kec] * 3), names)["desa"].tolist()
    assert found == ["91.71.05?WAENA", "91.71.05.1002", "91.71.05.2005"], row


def test_suggestions():
    matcher = Matcher("63.11")
    codes = [s.code for s in matcher.suggest("63.11.03", "Galumbang")]
    assert codes[:2] == ["63.11.01.2006", "63.11.07.2006"]
    assert [s.label for s in matcher.suggest("63.11.04", "Lok Batung", n=2)] == [
        "Desa Lok Batung, Kecamatan Paringin", "Desa Lok Batu, Kecamatan Batu Mandi",
    ]  # fmt: skip
    assert matcher.suggest("?X", "Hallong")[0].code == "63.11.02"
    assert matcher.suggest("63.11.04", "") == []
    assert matcher.suggest("63.11.04", "qqqqqqq") == []
    assert len(matcher.suggest(None, "batu", n=2)) <= 2


def test_empty_categorical_index_and_missing():
    matcher = Matcher("63.11")
    empty = pd.Series([], dtype="str")
    assert matcher.match(empty, empty, empty).shape == (0, 4)
    kec = pd.Series(["JUAI", None, "JUAI"], index=[9, 7, 5], dtype="category")
    desa = pd.Series(["HUKAI", "HUKAI", None], index=[9, 7, 5], dtype="category")
    found = matcher.match(None, kec, desa)
    assert found.index.tolist() == [9, 7, 5]
    assert found["desa"].isna().tolist() == [False, False, True]
    with pytest.raises(ValueError, match="no column"):
        matcher.match(None, None, None)


def test_rows_are_cheap_because_only_combinations_are_looked_up():
    big = DESA.sample(20_000, replace=True, random_state=1)
    kec, desa = big["parent"].map(KEC), big["name"]
    matcher = Matcher("63.11")
    matcher.match(None, kec, desa)
    start = time.perf_counter()
    matcher.match(None, kec, desa)
    assert time.perf_counter() - start < 0.5  # about 10 ms alone
    assert len(matcher._seen) <= 157


messy = st.tuples(
    st.integers(0, len(DESA) - 1),
    st.sampled_from([str.upper, str.lower, str.title, str.swapcase]),
    st.sampled_from(["", " ", "  ", ".", " - ", ","]),
    st.sampled_from([" ", "  ", "-", ". ", "_", ""]),
)


@given(messy)
def test_case_punctuation_and_spaces_do_not_count(case):
    i, change, edge, between = case
    name, kec = DESA.loc[i, "name"], KEC[DESA.loc[i, "parent"]]
    typed = edge + between.join(change(name).split()) + edge
    assert one(edge + change(kec) + edge, typed) == (DESA.loc[i, "parent"], DESA.loc[i, "code"], "exact")


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_any_text_gives_a_key_that_is_stable(kab, kec, desa):
    first = one(kec, desa, kab)
    assert first[2] in {"exact", "alias", "fuzzy", "unknown"}
    assert first == one(kec, desa, kab) or any(pd.isna(v) for v in first[:2])
    for name in (kab, kec, desa):
        assert normalise(normalise(name)) == normalise(name)


def test_aliases_are_facts_with_sources_and_contradict_no_name():
    frame = pd.read_csv(settings().data_dir / "alias_wilayah.csv", dtype=str)
    assert list(frame.columns) == ["code", "alias", "sumber"]
    assert frame.notna().all().all()
    for code, alias in zip(frame["code"], frame["alias"], strict=True):
        kab = areas(code[:5]).set_index("code")
        kec = kab.loc[code[:8], "name"]
        if len(code) == 8:
            assert Matcher(code[:5]).match(None, pd.Series([alias]), None)["kec"].tolist() == [code]
        else:
            assert one(kec, alias)[1] == code


def test_puskesmas_spellings():
    typed = ["PUSKESMAS LOK BATU", "UPTD Puskesmas Pirsus", "Pirsus Juai", "pirsus ii", "Pirsus II Juai",
             "PKM. BATU MANDI", "Pukesmas Juai", None, "  ", "UPT CONTOH SATU", "Puskesmas"]  # fmt: skip
    found = canonical_puskesmas(pd.Series(typed), "63.11")
    assert [None if pd.isna(v) else v for v in found] == [
        "Lokbatu", "Pirsus II Juai", "Pirsus II Juai", "Pirsus II Juai", "Pirsus II Juai",
        "Batumandi", "Juai", None, None, "Contoh Satu", "Puskesmas",
    ]  # fmt: skip
    assert canonical_puskesmas(pd.Series(["LOK BATU"]), "32.04").tolist() == ["Lok Batu"]


def test_twelve_puskesmas_with_sources():
    frame = pd.read_csv(settings().data_dir / "puskesmas.csv", dtype=str, keep_default_na=False)
    assert list(frame.columns) == ["kab", "puskesmas", "kec", "alias", "sumber"]
    assert frame["sumber"].ne("").all()
    mine = puskesmas_of("63.11")
    assert len(mine) == 12
    assert set(mine["kec"]) == set(KEC.index)
    assert frame.loc[frame["sumber"].str.contains("disimpulkan"), "puskesmas"].tolist() == ["Lokbatu", "Uren"]
    assert puskesmas_of("32.04").empty
    assert (
        canonical_puskesmas("PUSKESMAS " + mine["puskesmas"].str.upper(), "63.11").tolist()
        == mine["puskesmas"].tolist()
    )


def test_puskesmas_agree_with_the_shared_list(shared_data):
    theirs = pd.read_csv(shared_data("geo/balangan_puskesmas.csv"))
    mine = puskesmas_of("63.11")
    expected = dict(zip(theirs["puskesmas"].str.removeprefix("Puskesmas "), theirs["kode_kec"], strict=True))
    assert dict(zip(mine["puskesmas"], mine["kec"], strict=True)) == expected
