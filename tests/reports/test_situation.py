"""The draft of next year's list as a workbook: the figures of the frames, nothing that runs."""

from __future__ import annotations

import datetime as dt
import io

import numpy as np
import openpyxl
import pandas as pd
import pytest

from stunting.indicators import ranking
from stunting.reports import situation
from tests.indicators.test_ranking import desa

K = 4


def about(**more):
    given = {
        "place": "Kabupaten Contoh", "indicator": "Stunting", "period": "2024", "rule": "eppgbm",
        "source": "contoh", "k": K, "weights": {"burden": 0.5, "prevalence": 0.5},
        "name": lambda a: f"=Contoh {a[-2:]}", "hot": (), "listed": (), "compared": None,
        "printed": dt.date(2026, 11, 22),
    }  # fmt: skip
    return situation.About(**(given | more))


def frames(n=None, d=None):
    rng = np.random.default_rng(6)
    d = rng.integers(20, 150, 20) if d is None else d
    frame = desa(rng.binomial(d, 0.2) if n is None else n, d)
    return ranking.composite(frame, K, weights={"burden": 1, "prevalence": 1}), ranking.smooth(frame), frame


def load(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def table(sheet):
    lines = list(sheet.iter_rows(min_row=5, values_only=True))
    return pd.DataFrame(lines[1:], columns=lines[0])


def test_the_workbook_holds_the_figures_of_the_frames():
    ranked, smooth, frame = frames()
    hot = set(frame["area"].head(2))
    first = {ranked["area"].iloc[0]}
    meta = about(
        hot=hot,
        gi=set(frame["area"].head(3)),
        listed=first,
        compared=2022,
        synthetic="Data sintetis",
        hidden=3,
    )
    book = load(situation.workbook(ranked, smooth, ranking.situation(frame, hot), meta))
    assert book.sheetnames == ["Rancangan", "Kecamatan", "Keterangan"]
    found = table(book["Rancangan"])
    assert found["No"].tolist() == list(range(1, 21))
    assert found["Kode"].tolist() == ranked["area"].tolist()
    assert np.allclose(found["Peluang masuk daftar"], ranked["probability_top"])
    own = smooth.set_index("area").loc[ranked["area"]]
    assert np.allclose(found["Prevalensi"], own["raw"])
    assert np.allclose(found["Dihaluskan"], own["value"])
    assert found["Usulan"].eq("diusulkan").sum() == K
    assert found["Lokus sebelumnya"].eq("ya").sum() == 1
    assert (found["Hot spot"].eq("ya").sum(), found["Hot spot Gi*"].eq("ya").sum()) == (2, 3)
    kec = table(book["Kecamatan"])
    whole = kec[kec["Kecamatan"] == "Semua desa"].iloc[0]
    assert whole["Kasus"] == frame["numerator"].sum()
    assert whole["Kasus di hot spot"] + whole["Kasus tanpa hot spot"] == whole["Kasus"]
    notes = dict(book["Keterangan"].iter_rows(values_only=True))
    assert "rembuk" in notes["Rancangan"]
    assert "bersama tetangganya" in notes["Hot spot Gi*"]
    assert "50 %" in notes["Bobot"]
    assert "3 desa" in notes["Disamarkan"]
    for name in ("Rancangan", "Kecamatan"):
        head = " ".join(str(c.value) for row in book[name]["A1:A3"] for c in row)
        assert "Data sintetis" in head
        assert "Sumber: contoh" in head
    # a name that begins like a formula stays a text
    assert all(c.data_type != "f" for sheet in book for row in sheet.iter_rows() for c in row)


def test_empty_one_area_and_what_is_refused():
    for n, d in (([0, 0], [0, 0]), ([3], [30])):
        ranked, smooth, frame = frames(np.array(n), np.array(d))
        book = load(situation.workbook(ranked, smooth, ranking.situation(frame, set()), about()))
        cells = [str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value]
        assert not any("nan" in c.casefold().split() for c in cells)
        if not sum(d):
            assert "Belum ada data." in cells
    with pytest.raises(ValueError, match="not a result frame"):
        situation.workbook(pd.DataFrame(), smooth, ranking.situation(frame, set()), about())
