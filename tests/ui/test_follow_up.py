"""The follow-up screen from rows to HTML: counts for all, children for their officers, safe text."""

from __future__ import annotations

import csv
import io
import itertools
import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pytest

from stunting.access import PUBLIC, AccessError, User
from stunting.indicators import follow_up as lists
from stunting.ui import (
    data,
    follow_up_counts,
    follow_up_data,
    follow_up_export,
    follow_up_html,
    follow_up_table,
    follow_up_view,
    pieces,
)
from stunting.ui import follow_up_texts as texts
from stunting.ui.follow_up import EVERYTHING, Scope, area_label, title_of
from tests.indicators.test_follow_up import MONTH, frame, visit
from tests.ui.conftest import STAMPS, FakeStore

KAB = "63.11"
UREN, PARINGIN = User("uren", "puskesmas", "Uren"), User("paringin", "puskesmas", "Paringin")
DINAS, TPPS = User("dinas", "dinas"), User("tpps", "tpps")
HOSTILE = '<img src=x onerror="alert(1)">'


class Rows(FakeStore):
    """A store with rows and, in its vault, hostile names."""

    def rows(self, kab, columns=None):
        return self.frame

    def people(self, child_ids, puskesmas=None):
        ids = list(child_ids)
        names = {name: [f"{HOSTILE} CONTOH {c}" for c in ids] for name in ("name", "parent", "address")}
        return pd.DataFrame({"child_id": ids, **names, "rt": "001", "rw": None})


def child(number, puskesmas="Uren", desa="63.11.05.2019", **other):
    place = {"puskesmas": puskesmas, "kec": desa[:8], "desa": desa, "posyandu": f"Melati {number % 2}"}
    return [
        visit(
            f"{puskesmas}{number}",
            period="2024-07",
            weight=9.0,
            **(place | {k: other[k] for k in other if k == "birth_date"}),
        ),
        visit(f"{puskesmas}{number}", **({"weight": 9.5} | place | other)),
    ]


@pytest.fixture
def store(home, monkeypatch):
    rows = [
        *itertools.chain.from_iterable(child(n) for n in range(20)),
        *itertools.chain.from_iterable(child(n, haz=-2.5) for n in range(20, 28)),
        *child(28, whz=-3.4),
        *child(50, haz=-1.9, birth_date=pd.Timestamp("2023-09-01")),
        *child(29, weight=None, height=None),
        *itertools.chain.from_iterable(child(n, "Paringin", "63.11.01.2001") for n in range(30)),
        *itertools.chain.from_iterable(
            child(n, "Paringin", "63.11.01.2001", haz=-2.4) for n in range(30, 46)
        ),
    ]
    made = frame(*rows).assign(kab=KAB, birth_weight_kg=np.nan)
    fake = Rows(made)
    fake.stamp = next(STAMPS)
    monkeypatch.setattr(data, "store", lambda: fake)
    monkeypatch.setattr(data, "kab", lambda: KAB)
    monkeypatch.setattr(data, "synthetic", lambda: True)
    return fake


def board(user, code="semua", **place):
    return follow_up_view.board(user, Scope(KAB, MONTH, **place), code)


def test_counts_of_the_parts_add_up_to_the_whole(store):
    for code in EVERYTHING:
        whole = follow_up_counts.counts(MONTH, "kabupaten", public=False).set_index("list").loc[code]
        for level in ("puskesmas", "desa", "posyandu"):
            parts = follow_up_counts.counts(MONTH, level, public=False)
            parts = parts[parts["list"].eq(code)]
            assert parts["numerator"].sum() == whole["numerator"], (code, level)
            assert parts["denominator"].sum() == whole["denominator"], (code, level)


def test_the_list_has_as_many_children_as_its_count(store):
    for code in EVERYTHING:
        for place in ({}, {"puskesmas": "Uren"}, {"puskesmas": "Uren", "desa": "63.11.05.2019"}):
            scope = Scope(KAB, MONTH, **place)
            here = board(DINAS, code, **place).counts.loc[code]
            assert here["numerator"] == len(follow_up_view.children(scope, code)), (code, place)


def test_the_most_urgent_child_is_first_and_has_a_reason(store):
    found = follow_up_view.children(Scope(KAB, MONTH, "Uren"), "semua")
    assert found["child_id"].iloc[0] == "Uren28"
    assert found["priority"].iloc[0] == "P1"
    assert "gizi buruk" in found["reason"].iloc[0]
    shown = follow_up_view.sheet(UREN, Scope(KAB, MONTH, "Uren"), "semua", 1, {}).rows
    assert shown["action"].iloc[0].startswith("Rujuk")
    assert found["reason"].str.len().min() > 5


def test_the_headline_says_how_many_and_why(store):
    said = texts.headline(board(UREN, puskesmas="Uren"))
    assert "<b>1</b> gizi buruk (P1)" in said
    assert "<b>8</b> stunting (P2)" in said
    assert "Ditimbang 30 dari 31" in said
    assert "Agustus 2024" in said


def test_a_puskesmas_gets_its_own_children_and_nobody_elses(store):
    assert board(UREN, puskesmas="Uren").by_child
    assert not board(UREN, puskesmas="Paringin").by_child
    assert not board(UREN).by_child
    assert board(DINAS).by_child
    assert not board(TPPS, puskesmas="Uren").by_child
    assert not board(PUBLIC, kec="63.11.05").by_child
    mine = follow_up_view.sheet(UREN, Scope(KAB, MONTH, "Uren"), "semua", 1, {})
    assert mine.rows["child_id"].str.startswith("Uren").all()
    # asked directly, past the screen: nothing
    other = follow_up_view.sheet(UREN, Scope(KAB, MONTH, "Paringin"), "semua", 1, {})
    assert other.rows.empty
    assert other.elsewhere == len(follow_up_view.children(Scope(KAB, MONTH, "Paringin"), "semua"))
    with pytest.raises(AccessError, match="hanya melihat angka"):
        follow_up_view.sheet(TPPS, Scope(KAB, MONTH, "Uren"), "semua", 1, {})


def test_a_child_that_moved_away_is_seen_by_its_new_puskesmas_alone(store):
    moved = visit("Uren21", period="2024-09", puskesmas="Paringin", desa="63.11.01.2001", posyandu="Melati 1")
    store.frame = frame(*store.frame[[*frame().columns]].to_dict("records"), moved).assign(
        kab=KAB, birth_weight_kg=np.nan
    )
    store.stamp = next(STAMPS)
    old = follow_up_view.sheet(UREN, Scope(KAB, MONTH, "Uren"), "stunting", 1, {})
    assert "Uren21" not in set(old.rows["child_id"])
    assert old.elsewhere == 1
    assert "Uren21" in set(
        follow_up_view.sheet(DINAS, Scope(KAB, MONTH, "Uren"), "stunting", 1, {}).rows["child_id"]
    )


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_downloads_ask_for_the_role_themselves(store, kind):
    scope = Scope(KAB, MONTH, "Uren")
    for user in (TPPS, PUBLIC):
        with pytest.raises(AccessError, match="hanya melihat angka"):
            follow_up_export.build(user, scope, "semua", kind)
    assert follow_up_export.build(UREN, scope, "semua", kind)[:2] in (b"%P", b"PK")


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_the_early_warning_is_printed_and_saved_with_its_caveat(store, kind):
    scope = Scope(KAB, MONTH, "Uren")
    made = follow_up_export.build(UREN, scope, follow_up_data.EARLY, kind)
    if kind == "pdf":
        pypdf = pytest.importorskip("pypdf", reason="pypdf reads the PDF back")
        text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages)
    else:
        book = openpyxl.load_workbook(io.BytesIO(made))
        assert book.sheetnames == ["Melati 0", "Semua daftar"]
        text = " ".join(str(c.value) for sheet in book for row in sheet for c in row if c.value is not None)
        assert "Risiko" in text
        assert "Prioritas" not in text
    text = " ".join(text.split())
    for words in ("Peringatan dini Posyandu Melati 0", "Uren50", "belum divalidasi di daerah ini",
                  "Ukur panjang dan timbang lagi", "risiko:", "DATA SINTETIS"):  # fmt: skip
        assert words in text, words
    assert "Tindak lanjut Posyandu" not in text
    assert "nan" not in text.lower().split()
    with pytest.raises(AccessError):
        follow_up_export.build(TPPS, scope, follow_up_data.EARLY, kind)
    other = follow_up_export.build(PARINGIN, scope, follow_up_data.EARLY, "xlsx")
    assert b"CONTOH" not in b"".join(zipfile.ZipFile(io.BytesIO(other)).read(n) for n in
                                     zipfile.ZipFile(io.BytesIO(other)).namelist())  # fmt: skip


def test_an_early_warning_without_any_child_is_a_page_that_says_so(store):
    made = follow_up_export.build(PARINGIN, Scope(KAB, MONTH, "Paringin"), follow_up_data.EARLY, "pdf")
    assert made.startswith(b"%PDF")


def test_a_workbook_for_another_puskesmas_is_empty(store):
    def cells(user):
        made = follow_up_export.build(user, Scope(KAB, MONTH, "Uren"), "semua", "xlsx")
        book = openpyxl.load_workbook(io.BytesIO(made))
        return [str(c) for sheet in book for row in sheet.iter_rows(values_only=True) for c in row if c]

    assert any("CONTOH Uren28" in c for c in cells(UREN))
    theirs = cells(PARINGIN)
    assert not any("CONTOH" in c or "Uren2" in c for c in theirs)


def test_the_public_sees_kecamatan_alone(store):
    """Below, a list is a published figure over again, or a part of one that another page hides."""
    for level in ("puskesmas", "desa", "posyandu"):
        with pytest.raises(ValueError, match="below the kecamatan"):
            follow_up_counts.counts(MONTH, level, public=True)
    with pytest.raises(ValueError, match="below the kecamatan"):
        board(PUBLIC, puskesmas="Uren")
    whole = board(PUBLIC, "stunting")
    assert whole.parts["area"].tolist() == ["63.11.01", "63.11.05"]
    assert whole.parts["numerator"].tolist() == [16, 8]
    assert "Uren" not in follow_up_table.areas(whole)
    own = board(PUBLIC, "stunting", kec="63.11.05")
    assert own.counts.at["stunting", "numerator"] == 8
    assert own.parts["area"].tolist() == ["63.11.01", "63.11.05"]  # its neighbours, to choose from
    assert "disamarkan" not in follow_up_html.checklist(own)
    assert "Kecamatan" in texts.headline(own)


def test_the_csv_of_the_public_holds_kecamatan_and_no_child(store):
    text = follow_up_export.counts_csv(board(PUBLIC, "gizi_buruk")).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert {r["tingkat"] for r in rows} == {"kabupaten", "kecamatan"}
    severe = {r["wilayah"]: r["jumlah"] for r in rows if r["daftar"] == "Gizi buruk"}
    assert severe == {"Kabupaten Balangan": "1", "Kecamatan Juai": "0", "Kecamatan Lampihong": "1"}
    assert "Uren" not in text
    assert "CONTOH" not in text


def test_what_comes_from_a_file_is_text_never_markup(store):
    found = follow_up_view.sheet(UREN, Scope(KAB, MONTH, "Uren"), "semua", 1, {})
    html = follow_up_table.children(found, one_place=False)
    assert "<img" not in html
    assert "&lt;img" in html


def test_a_list_without_its_data_says_so_instead_of_zero(store):
    shown = board(UREN, "keluarga_rentan", puskesmas="Uren")
    assert texts.NO_HOUSEHOLDS in follow_up_html.checklist(shown)
    assert texts.NO_HOUSEHOLDS in follow_up_html.tiles(shown)
    assert "belum ada" in texts.empty_list(shown)


def test_priorities_of_the_last_measurement_say_why_they_differ_from_the_list_of_that_name(store):
    said = texts.caution(board(UREN, "P2", puskesmas="Uren"))
    assert "pengukuran terakhir" in said
    assert "“Stunting”" in said
    assert texts.caution(board(UREN, "stunting", puskesmas="Uren")) == ""
    assert "pengukuran terakhir" not in texts.caution(board(UREN, "P3", puskesmas="Uren"))
    assert "sekali" in texts.caution(board(UREN, "P3", puskesmas="Uren"))
    early = texts.caution(board(UREN, follow_up_data.EARLY, puskesmas="Uren"))
    assert early == texts.early_caveat(MONTH)


def test_the_early_warning_never_comes_without_its_caveat(store):
    assert "belum divalidasi di daerah ini" in texts.early_caveat(MONTH)
    scored = follow_up_data.risk(MONTH)
    assert scored["caveat"].str.contains("belum divalidasi").all()
    assert (scored["age_months"] < follow_up_data.YOUNG).all()
    assert follow_up_view.children(Scope(KAB, MONTH), "dini")["child_id"].tolist() == ["Uren50"]


def test_a_puskesmas_that_did_not_report_is_named(store):
    rows = store.frame
    gone = ~((rows["puskesmas"] == "Paringin") & (rows["period"] == MONTH))
    store.frame = rows[gone.to_numpy()]
    store.stamp = next(STAMPS)
    assert "Puskesmas Paringin" in texts.missing_reports(board(DINAS))
    assert texts.missing_reports(board(UREN, puskesmas="Uren")) == ""
    silent = board(PARINGIN, puskesmas="Paringin")
    assert "bukan karena semua balita baik" in texts.missing_reports(silent)


def test_pages_of_the_table_are_whole(store):
    scope = Scope(KAB, MONTH)
    total = len(follow_up_view.children(scope, "stunting"))
    seen = []
    for page in range(1, 4):
        seen += follow_up_view.sheet(DINAS, scope, "stunting", page, {}).rows["child_id"].tolist()
    last = follow_up_view.sheet(DINAS, scope, "stunting", 999, {})
    assert last.page == last.pages == -(-total // follow_up_view.PAGE_SIZE)
    assert len(set(seen)) == total


def test_every_list_has_a_title_and_a_place_on_the_screen():
    shown = {code for _, codes in follow_up_html.GROUPS for code in codes}
    assert shown == {*lists.LISTS, follow_up_data.EARLY}
    assert all(title_of(code) for code in EVERYTHING)


@pytest.mark.parametrize(
    ("level", "area", "words"),
    [
        ("kabupaten", KAB, "Kabupaten Balangan"), ("puskesmas", "Uren", "Puskesmas Uren"),
        ("puskesmas", "?", "Puskesmas tidak tercatat"), ("posyandu", "?|Melati", "Posyandu Melati"),
        ("posyandu", "?|?", "Posyandu tidak tercatat"), ("desa", "?", "Desa tidak tercatat"),
    ],
)  # fmt: skip
def test_places_in_words(level, area, words):
    assert area_label(level, area) == words


def test_the_name_of_a_file_says_place_and_month_and_no_child(monkeypatch):
    monkeypatch.setattr(follow_up_export.downloads.data, "synthetic", lambda: True)
    scope = Scope(KAB, MONTH, "Pirsus II Juai")
    assert (
        follow_up_export.file_name(scope, "pdf")
        == "tindak-lanjut-puskesmas-pirsus-ii-juai-2024-08-sintetis.pdf"
    )
    assert follow_up_export.file_name(scope, "xlsx", follow_up_data.EARLY).startswith("peringatan-dini-")


def test_data_of_which_only_some_are_made_up_are_marked_so(store, monkeypatch):
    monkeypatch.setattr(data, "only_synthetic", lambda: False)
    shown = board(DINAS)
    assert b"; sebagian data sintetis" in follow_up_export.counts_csv(shown)
    assert follow_up_export._about(shown.scope, "semua").mark == "SEBAGIAN DATA SINTETIS"
    assert pieces.synthetic_mark().startswith('<span class="lencana">Sebagian data sintetis')
    assert data.made_up() == "sebagian"
    monkeypatch.setattr(data, "synthetic", lambda: False)
    assert data.made_up() is False
    assert pieces.synthetic_mark() == ""
