"""The KIA column: read from the file, kept in the store, missing in stores and uploads that are older."""

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stunting.indicators import skdn
from stunting.ingest import parse_table
from stunting.store import Store
from stunting.store import schema as store_schema
from tests.store.frames import parsed, rows

TITLES = ("NIK", "Nama", "JK", "Tgl Lahir", "Prov", "Kab/Kota", "Kec", "Pukesmas", "Desa/Kel", "Posyandu",
          "Tanggal Pengukuran", "Berat", "Tinggi", "KIA")  # fmt: skip


def test_what_the_column_says():
    said = ["Ya", "tidak", "", None, "ADA", "hilang"]
    cells = {t: ["x"] * len(said) for t in TITLES}
    cells |= {
        "NIK": [f"63110101012000{i:02d}" for i in range(len(said))], "JK": ["L"] * len(said),
        "Nama": [f"CONTOH {i}" for i in range(len(said))], "Tgl Lahir": ["2023-01-01"] * len(said),
        "Tanggal Pengukuran": ["2024-02-10"] * len(said), "Berat": ["9"] * len(said),
        "Tinggi": ["75"] * len(said), "KIA": said,
    }  # fmt: skip
    found = parse_table(pa.table({k: pa.array(v, pa.string()) for k, v in cells.items()}), kab="63.11")
    assert found.rows["kia"].tolist() == [True, False, pd.NA, pd.NA, True, pd.NA]
    assert found.findings.loc[found.findings["code"] == "KIA_TAK_DIKENAL", "row"].tolist() == [7]


@pytest.fixture
def old_home(tmp_path, monkeypatch):
    """Make a store whose tables and uploads were written before the column was known."""
    dtypes = {k: v for k, v in store_schema.MEASUREMENT_DTYPES.items() if k != "kia"}
    old = store_schema.arrow_schema(dtypes)
    with monkeypatch.context() as patch:
        for place in ("stunting.store.state", "stunting.store.receive", "stunting.store.schema"):
            patch.setattr(f"{place}.MEASUREMENTS", old, raising=False)
        patch.setitem(store_schema.SCHEMAS, "rows", old)
        store = Store(tmp_path)
        store.tables["rows"].schema = old
        report = store.add(parsed(rows(range(6), period="2024-01")), None)
        assert "kia" not in pq.read_table(next((tmp_path / "measurements").rglob("*.parquet"))).column_names
    return tmp_path, report.upload_id


def test_an_old_store_is_read_added_to_and_undone(old_home):
    home, first = old_home
    store = Store(home)
    kab = store.kabupaten()[0]
    assert store.rows(kab)["kia"].isna().all()
    cube = store.cube(skdn.NAME, kab, skdn.build)
    assert cube["k_recorded"].sum() == 0
    new = rows(range(6), period="2024-02")
    new["kia"] = pd.array([True, False, True, None, True, True], dtype="boolean")
    store.add(parsed(new), None)
    found = store.rows(kab).set_index("period")["kia"]
    assert found["2024-01"].isna().all()
    assert (found["2024-02"].sum(), found["2024-02"].isna().sum()) == (4, 1)
    shares = skdn.ratios(store.cube(skdn.NAME, kab, skdn.build), period=["2024-01", "2024-02"], ratio="ks")
    assert shares["numerator"].tolist() == [0, 4]
    assert shares["note"].tolist() == ["tidak dicatat", "di antara yang tercatat; 1 tidak tercatat"]
    store.undo(first)
    assert set(store.rows(kab)["period"]) == {"2024-02"}
    store.redo(first)
    assert len(store.rows(kab)) == 12
    store.maintain()
    store.rebuild()
    assert Store(home).rows(kab)["kia"].sum() == 4
