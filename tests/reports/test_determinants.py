"""Downloads of determinants, and the causes of a briefing."""

from __future__ import annotations

import datetime as dt
import io

import numpy as np
import openpyxl
import pandas as pd
import pytest

from stunting.indicators import determinants as det
from stunting.indicators.determinants.study import study
from stunting.reports import determinants as report
from stunting.reports.briefing import causes
from stunting.reports.briefing.causes_stored import stored_causes
from stunting.reports.briefing.plots import spans
from tests.indicators.test_determinants_exposure import study_frame

KAB = "63.11"
ABOUT = report.About("Kabupaten Contoh", "Tahun 2024", "eppgbm", "Data sintetis", dt.date(2024, 9, 1))


@pytest.fixture(scope="module")
def found():
    return study(study_frame(), kab=KAB, period="2024", source="CONTOH")


def test_tidy_rows_hold_every_figure_with_the_caveat(found):
    rows = report.tidy(found.shares, [found.crude, found.adjusted], found.ranking, ABOUT, lambda a: "Contoh")
    assert list(rows.columns) == list(report.COLUMNS)
    assert rows["catatan"].str.startswith(det.CROSS_SECTIONAL).all()
    smoke = rows[rows["faktor"] == "Merokok di rumah"].set_index("ukuran")
    own = found.adjusted.set_index("factor").loc["merokok_di_rumah"]
    assert smoke.loc["Rasio prevalensi disesuaikan", "nilai"] == pytest.approx(own["value"], abs=5e-5)
    top = found.ranking.iloc[0]
    assert smoke.loc["Bagian kasus yang terkait (PAF)", "nilai"] == pytest.approx(
        100 * top["value"], abs=5e-5
    )
    assert smoke.loc["Angka terbit, seperti tercetak", "nilai"] == pytest.approx(71.61)
    refused = rows[(rows["faktor"] == "Tanpa JKN") & (rows["ukuran"] == "Rasio prevalensi disesuaikan")]
    assert refused["nilai"].isna().all()
    assert refused["alasan"].str.contains("tidak ada pembanding").all()
    text = report.csv(rows).decode("utf-8-sig")
    assert text.count("\r\n") == len(rows) + 1
    assert ";nan;" not in text.casefold()
    printed = rows[rows["ukuran"] == "Angka terbit, seperti tercetak"]
    assert set(printed["aturan"]) == {"seperti tercetak"}


def test_rows_say_how_many_children_the_model_has_and_the_crude_ratio_of_the_same(found):
    frame = study_frame().drop(columns="jkn")
    frame["miskin"] = frame["miskin"].mask(np.arange(len(frame)) % 3 == 0)
    part = study(frame, kab=KAB, period="2024")
    rows = report.tidy(part.shares, [part.crude, part.adjusted], part.ranking, ABOUT, str)
    smoke = rows[rows["faktor"] == "Merokok di rumah"].set_index("ukuran")
    own = part.adjusted.set_index("factor").loc["merokok_di_rumah"]
    same = smoke.loc["Rasio prevalensi kasar, anak model"]
    assert same["nilai"] == pytest.approx(own["own_crude"], abs=5e-5)
    assert same["nilai"] != smoke.loc["Rasio prevalensi kasar", "nilai"]
    assert (same["penyebut"], same["anak_model"]) == (600, 600)
    assert smoke.loc["Bagian kasus yang terkait (PAF)", "anak_model"] == 600
    assert np.isnan(smoke.loc["Rasio prevalensi kasar", "anak_model"])
    about = report.About(*(getattr(ABOUT, f) for f in ("place", "period", "rule", "mark", "printed")),
                         model="model: 600 anak")  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(report.workbook(rows, det.factors(), about)))
    assert "model: 600 anak" in {row[1] for row in book["Keterangan"].iter_rows(values_only=True)}


def test_workbook_opens_with_definitions(found):
    rows = report.tidy(found.shares, [found.adjusted], found.ranking, ABOUT, str)
    book = openpyxl.load_workbook(io.BytesIO(report.workbook(rows, det.factors(), ABOUT)))
    assert book.sheetnames == list(report.SHEETS)
    data = list(book["Data"].iter_rows(values_only=True))
    assert det.CROSS_SECTIONAL in data[1][0]
    assert list(data[3]) == list(report.COLUMNS)
    assert len(data) == 4 + len(rows)
    named = {row[0] for row in book["Definisi"].iter_rows(min_row=2, values_only=True)}
    assert "Merokok di rumah" in named
    explained = {row[0] for row in book["Keterangan"].iter_rows(values_only=True)}
    assert set(report.COLUMNS) <= explained


def test_nothing_is_still_a_table():
    empty = study(study_frame(40).head(0))
    rows = report.tidy(empty.shares, [empty.crude], empty.ranking, ABOUT, str)
    assert rows.empty
    assert list(rows.columns) == list(report.COLUMNS)


def test_causes_are_the_largest_fractions_and_the_first_one_is_clear(found):
    made = causes.causes_of(found.ranking)
    assert made is not None
    assert not made.published
    assert made.note.startswith(f"{det.CROSS_SECTIONAL}. Model: 900 anak dengan jawaban lengkap (")
    assert made.origin.n.startswith("n = 900 (")
    assert made.complete == (900, 900)
    assert made.first[1][0].isupper()
    assert made.first[1].endswith(".")
    assert made.frame["title"].iloc[0] == "Merokok di rumah"
    assert (made.frame["value"] > 0).all()
    assert len(made.frame) <= causes.MOST
    assert made.first[0] == "Merokok di rumah"
    assert "bila hubungannya sebab-akibat" in made.first[1]
    assert len(spans(made.frame)[0]) == len(made.frame)


def test_no_clear_cause_no_first_and_nothing_computed_nothing_said(found):
    ranking = found.ranking
    unclear = causes.causes_of(ranking.assign(verdict="belum dapat dibedakan"))
    assert unclear is not None
    assert unclear.first is None
    assert causes.causes_of(study(study_frame(40).head(1), kab=KAB).ranking) is None
    assert causes.causes_of(ranking.assign(value=-0.1)) is None


def test_small_numbers_of_children_stay_out_below_the_kecamatan(found):
    ranking = found.ranking.assign(level="puskesmas", children=3.2)
    assert causes.causes_of(ranking, protected=True).frame["numerator"].isna().all()
    assert (causes.causes_of(ranking, protected=False).frame["numerator"] == 3).all()


class Store:
    """Answers and children of nobody."""

    def __init__(self, seen: pd.DataFrame, told: pd.DataFrame) -> None:
        self.seen, self.told = seen, told

    def supplement(self, kab, template, until=None):
        return self.told

    def cube(self, name, kab, build):
        return self.seen

    def pulled_on(self):
        return dt.date(2024, 9, 1)


def test_without_answers_the_published_shares_of_the_kabupaten_only():
    store = Store(pd.DataFrame(), pd.DataFrame({"child_id": []}))
    made = stored_causes(store, KAB, KAB, "2024")
    assert made.published
    assert made.first is None
    assert made.frame["value"].round(4).tolist() == [0.7161, 0.1652, 0.1162]
    assert "Seringnya saja" in made.takeaway
    assert stored_causes(store, KAB, f"{KAB}.01", "2024") is None
    assert stored_causes(store, "62.01", "62.01", "2024") is None


def test_a_puskesmas_has_its_own_causes_or_words_in_their_place(found):
    above = causes.causes_of(found.ranking)
    more = {"label": "Puskesmas Contoh", "protected": False}
    own = study(study_frame(), level="puskesmas")
    made = causes.of_puskesmas(own, above, **more)
    assert set(made.frame["area"]) == {"Contoh"}
    assert made.first is not None
    # too few cases for a model: how frequent factors are, nothing about what goes with them
    small = study_frame(100, seed=3)
    few = study(small, level="puskesmas")
    assert few.adjusted["value"].isna().all()
    made = causes.of_puskesmas(few, above, **more)
    assert made.takeaway.startswith("Penyebab di Puskesmas Contoh belum dapat dihitung")
    assert made.first is None
    assert (made.frame["numerator"] >= 5).all()
    assert "bukan bagian kasus" in made.note
    stunted = small[small["stunted"].to_numpy(bool)]
    often = float(stunted["merokok_di_rumah"].mean())
    assert made.frame.set_index("factor").loc["merokok_di_rumah", "value"] == pytest.approx(often)
    # hardly anybody, nobody, or the public: the kabupaten, and why
    for told, said, shut in (
        (study(study_frame(40).head(3), level="puskesmas"), "Terlalu sedikit anak stunting", False),
        (None, "Belum ada keluarga yang didata di Puskesmas Contoh", False),
        (own, "hanya untuk petugas", True),
    ):
        made = causes.of_puskesmas(told, above, label="Puskesmas Contoh", protected=shut)
        assert said in made.takeaway
        assert "seluruh kabupaten" in made.takeaway
        assert set(made.frame["area"]) == {KAB}
        assert made.first is None
    assert causes.of_puskesmas(None, None, **more) is None


def test_stored_causes_are_those_of_the_study():
    frame = study_frame(600)
    n, places = len(frame), ("kab", "kec", "desa", "puskesmas", "sex")
    seen = pd.DataFrame({
        "child_id": [f"a{i}" for i in range(n)], **{k: frame[k] for k in places},
        "posyandu": frame["cluster"], "year": "2024", "age_months": frame["age_months"].astype("float32"),
        "known": np.ones(n, "uint32"), "case": frame["stunted"].astype("uint32"),
    })  # fmt: skip
    told = pd.DataFrame({
        "child_id": seen["child_id"], "noted_on": pd.date_range("2024-01-05", "2024-11-20", len(frame)),
        **{k: np.where(frame[k].astype(bool), "ya", "tidak") for k in ("merokok_di_rumah", "miskin")},
    })  # fmt: skip
    made = stored_causes(Store(seen, told), KAB, KAB, "2024-08")
    joined = det.join(seen, told, "2024")
    found = study(joined.frame, table=joined.table)
    want = found.ranking[(found.ranking["factor"] != det.JOINT) & (found.ranking["value"] > 0)]
    assert made.frame["value"].tolist() == pytest.approx(want["value"].tolist())
    assert stored_causes(Store(seen, told), KAB, f"{KAB}.01.2001", "2024") is None
    assert made.origin.when == "Tahun 2024, didata Januari–November 2024"
    assert made.origin.source == "pendataan keluarga dan e-PPGBM"
    assert stored_causes(Store(seen, told), KAB, KAB, "2019") is None, "printed later: nothing about 2019"
    assert stored_causes(Store(seen, told), KAB, KAB, "2024-01").published is False
    own = stored_causes(Store(seen, told), KAB, "Contoh", "2024", protected=False)
    assert set(own.frame["area"]) == {"Contoh"}
    assert own.frame["value"].tolist() == pytest.approx(want["value"].tolist()), "all children are its own"
    shut = stored_causes(Store(seen, told), KAB, "Contoh", "2024")
    assert "hanya untuk petugas" in shut.takeaway
    assert shut.origin.label == "Kabupaten Balangan"
    early = seen.assign(year="2021")
    for area in (KAB, "Contoh"):  # measured in 2021, asked three years later
        later = stored_causes(Store(early, told), KAB, area, "2021-01", protected=False)
        assert later.frame.empty
        assert later.first is None
        assert later.takeaway == (
            "Halaman penyebab tidak dibuat: jawaban keluarga baru dicatat Januari–November 2024, "
            "sesudah 2021."
        )
    absent = stored_causes(Store(seen, told), KAB, "Lain", "2024", protected=False)
    assert "Belum ada keluarga yang didata di Puskesmas Lain" in absent.takeaway
