"""Codes, names and points of the areas, against the independent list of the shared data."""

import numpy as np
import pandas as pd
import pytest

from stunting.regions import area_label, area_name, areas, kabupaten_list, level_of, title_name
from stunting.regions.build import mend_points
from stunting.regions.tables import dotted
from stunting.settings import settings


def test_the_nation_is_whole_and_small():
    path = settings().data_dir / "wilayah.parquet"
    frame = pd.read_parquet(path)
    assert path.stat().st_size < 3_000_000
    assert frame["level"].value_counts().to_dict() == {
        "desa": 83762, "kecamatan": 7285, "kabupaten": 514, "provinsi": 38,
    }  # fmt: skip
    assert frame["code"].is_unique
    assert not frame.isna().to_numpy().any()
    assert frame["lat"].between(-11.5, 6.5).all()
    assert frame["lon"].between(94.5, 141.5).all()
    parents = frame["code"].str.rpartition(".")[0]
    assert set(parents) - {""} <= set(frame["code"])
    assert frame["approx"].mean() < 0.01


def test_every_desa_point_is_near_its_kecamatan():
    frame = pd.read_parquet(settings().data_dir / "wilayah.parquet").query("level == 'desa'")
    middle = frame.groupby(frame["code"].str[:8])[["lat", "lon"]].transform("median")
    far = np.hypot(frame["lat"] - middle["lat"], frame["lon"] - middle["lon"])
    assert far.max() < 1.5  # far islands of Pangkep are real; the source has points 3 degrees away


def test_names_agree_with_the_shared_list(shared_data):
    theirs = pd.read_csv(shared_data("geo/balangan_wilayah.csv"), dtype=str)
    frame = areas("63.11")
    desa = frame[frame["level"].eq("desa")].set_index("code")
    assert len(desa) == 157
    both = theirs.drop(columns=["lat", "lng"]).set_index("kode").join(desa)
    assert both["name"].equals(both["nama"].rename("name"))
    assert both["parent"].equals(both["kode_kec"].rename("parent"))
    assert [area_label(c) for c in both.index] == [
        f"{kind} {name}" for kind, name in zip(both["jenis"], both["nama"], strict=True)
    ]
    kec = frame[frame["level"].eq("kecamatan")].set_index("code")["name"]
    assert kec.to_dict() == dict(zip(theirs["kode_kec"], theirs["kecamatan"], strict=True))


def test_areas_columns_and_order():
    frame = areas("63.11")
    assert list(frame.columns) == ["code", "name", "level", "parent", "lat", "lon"]
    assert frame["level"].value_counts().to_dict() == {"desa": 157, "kecamatan": 8, "kabupaten": 1}
    assert frame.loc[0, ["code", "name", "parent"]].tolist() == ["63.11", "Balangan", "63"]
    frame.loc[0, "name"] = "changed"
    assert areas("63.11").loc[0, "name"] == "Balangan"


@pytest.mark.parametrize("kab", ["", "63", "63.1", "99.99", "63.11.01", "x"])
def test_unknown_kabupaten_is_a_key_error(kab):
    with pytest.raises(KeyError, match="tidak dikenal"):
        areas(kab)


def test_every_kabupaten_has_areas_below_it():
    frame = kabupaten_list()
    assert len(frame) == 514
    assert frame["name"].str.match("Kabupaten |Kota ").all()
    assert frame.set_index("code").loc["63.11"].tolist() == ["Kabupaten Balangan", "Kalimantan Selatan"]


@pytest.mark.parametrize(
    ("key", "name", "label"),
    [
        ("63.11", "Balangan", "Kabupaten Balangan"),
        ("63.71", "Kota Banjarmasin", "Kota Banjarmasin"),
        ("63", "Kalimantan Selatan", "Provinsi Kalimantan Selatan"),
        ("63.11.01", "Juai", "Kecamatan Juai"),
        ("63.11.01.2003", "Juai", "Desa Juai"),
        ("91.03.01.3007", "Desa Adat Yoboi", "Desa Adat Yoboi"),
        ("63.11.99", "63.11.99", "Kecamatan 63.11.99"),
        ("99.99", "99.99", "Kabupaten 99.99"),
        ("?CONTOH", "Contoh", "Contoh"),
        ("63.11.05?DESA WEST", "Desa West", "Desa West"),
        ("63.11.05?WEST", "West", "Desa West"),
        ("Pirsus II Juai", "Pirsus II Juai", "Pirsus II Juai"),
        (None, "(tidak diisi)", "(tidak diisi)"),
        (pd.NA, "(tidak diisi)", "(tidak diisi)"),
        (float("nan"), "(tidak diisi)", "(tidak diisi)"),
    ],
)
def test_names_to_show(key, name, label):
    assert area_name(key) == name
    assert area_label(key) == label


def test_label_with_level():
    assert area_label("?CONTOH", "kecamatan") == "Kecamatan Contoh"
    assert area_label("Paringin", "puskesmas") == "Puskesmas Paringin"
    assert area_label("Puskesmas Paringin", "puskesmas") == "Puskesmas Paringin"


def test_level_of():
    assert [level_of(k) for k in ("63", "63.11", "63.11.01", "63.11.01.2001", "?X", "Paringin", "6311")] == [
        "provinsi", "kabupaten", "kecamatan", "desa", None, None, None,
    ]  # fmt: skip


def test_title_case():
    assert title_name("SUKAMAJU III") == "Sukamaju III"
    assert title_name("mix") == "Mix"
    assert title_name("") == ""


def test_dotted():
    codes = pd.Series(["63", "6311", "631101", "6311012001"])
    assert dotted(codes).tolist() == ["63", "63.11", "63.11.01", "63.11.01.2001"]


def test_missing_and_absurd_points_go_round_the_kecamatan():
    desa = pd.DataFrame({
        "id": [f"631101200{i}" for i in range(1, 7)] + ["6311022001", "6311022002"],
        "lat": [-2.0, -2.01, -2.02, 2.0, np.nan, np.nan, np.nan, np.nan],
        "lon": [115.0, 115.01, 115.02, 115.0, np.nan, np.nan, np.nan, np.nan],
    })  # fmt: skip
    kec = pd.DataFrame({"id": ["631101", "631102"], "lat": [-2.0, -2.5], "lon": [115.0, 115.5]})
    out = mend_points(desa, kec)
    assert out["approx"].tolist() == [False, False, False, True, True, True, True, True]
    assert out.loc[3:5, "lat"].between(-2.1, -1.9).all()
    assert np.hypot(out.loc[6:, "lat"] + 2.5, out.loc[6:, "lon"] - 115.5).max() < 0.02
    assert not out.duplicated(["lat", "lon"]).any()
    pd.testing.assert_frame_equal(out, mend_points(desa, kec))
