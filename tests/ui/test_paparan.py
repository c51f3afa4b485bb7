"""The briefing on screen: the same pages and words as the files, under the reader's own control."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from html import unescape

import pytest

from stunting.access import PUBLIC, ROLES, AccessError, User
from stunting.indicators.format_id import percent
from stunting.reports.briefing import collect
from stunting.ui import data, downloads, paparan_export, paparan_figures, paparan_html, paparan_letter
from stunting.ui.filters import Choice
from tests.reports.figures import KEC, Made
from tests.reports.golden_paparan import briefings

TODAY = dt.date(2024, 9, 2)
STAFF = User("dinas", "dinas")


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.mark.parametrize("name", ["kabupaten", "kecamatan", "kosong"])
def test_every_page_is_a_slide_with_its_origin(name):
    made = briefings()[name]
    html = paparan_html.deck(made)
    slides = re.findall(r"<section[\s\S]*?</section>", html)
    assert len(slides) == len(made.pages)
    for n, (slide, page) in enumerate(zip(slides, made.pages, strict=True), 1):
        assert f"pp-{page.key}" in slide
        words = text_of(slide)
        assert made.foot(page) in words
        assert "Data sintetis" in words
        assert f"{n}/{len(slides)}" in words
        assert "nan" not in words.lower().split()
        for patterns in re.findall(r'id="(ragu|samar)-?(\d*)"', slide):
            assert patterns[1] == str(n), "a pattern of a hidden slide is not drawn"


def test_what_is_hidden_is_not_in_the_page():
    html = paparan_html.deck(briefings()["kecamatan"])
    assert "disamarkan" in html
    for secret in ("5,0\u00a0%", "2 dari 40", "17,5\u00a0%", "7 dari 40"):
        assert secret not in html


def test_names_cannot_break_out_of_the_page():
    figures = Made({"kabupaten": {("63.11", "2024"): (60, 300)}})
    figures.mark = "<script>alert(1)</script>"
    html = paparan_html.deck(collect(figures, "63.11", "2024", today=TODAY))
    assert "<script" not in html


def said(content: bytes) -> list[str]:
    """Return the texts of a file, of a workbook, slides or archive those of its members."""
    if content.startswith(b"%PDF"):
        pypdf = pytest.importorskip("pypdf")
        return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [archive.read(n).decode("utf-8", "replace") for n in archive.namelist()]


@pytest.fixture
def choice(store):
    return Choice(data.kab(), data.kab(), "2024", "eppgbm", "stunting")


def test_the_screen_and_its_files_say_the_same(choice):
    made = paparan_figures.briefing(choice, choice.area, protected=True)
    assert made.provenance.kab == choice.kab
    assert made.figure.endswith("%")
    assert paparan_figures.briefing(choice, choice.area, protected=True) is made
    assert made.figure in text_of(paparan_html.deck(made)).replace("\u00a0", " ")


def test_a_puskesmas_has_its_desa_and_hides_what_gives_them_away(choice):
    assert paparan_figures.puskesmas(choice) == ["Contoh"]
    public = paparan_figures.briefing(choice, "Contoh", protected=True)
    inside = paparan_figures.briefing(choice, "Contoh", protected=False)
    assert inside.provenance.label == "Puskesmas Contoh"
    parts = inside.page("peta").frames["parts"]
    assert parts["denominator"].gt(0).sum() == 3
    assert not inside.page("peta").frames["parts"]["suppressed"].any()
    assert public.page("peta").frames["parts"]["suppressed"].any()


@pytest.mark.parametrize("role", [*ROLES])
@pytest.mark.parametrize("kind", ["xlsx", "csv", "pdf", "pptx"])
def test_no_file_of_any_role_holds_a_child_or_what_is_hidden_from_it(choice, role, kind, monkeypatch):
    monkeypatch.setattr(paparan_export.audit, "record", lambda *a: None)
    user = User("contoh", role, "Contoh" if role == "puskesmas" else None)
    here = Choice(choice.kab, choice.kab, "2024-08", "eppgbm", "stunting")
    text = " ".join(said(paparan_export.build(user, here, "Contoh", kind)))
    assert not re.search(r"anak\d+", text)
    inside = data.rates("desa", "2024-08", "eppgbm", "stunting", public=False)
    seen = data.rates("desa", "2024-08", "eppgbm", "stunting", public=user.protected)
    hidden = inside[seen["suppressed"].to_numpy()]
    for row in hidden[hidden["denominator"] > 0].to_dict("records"):
        assert f"{row['numerator']:.0f} dari {row['denominator']:.0f}" not in text
        assert percent(row["value"], 1) not in text
    assert user.protected == bool(len(hidden))


@pytest.mark.parametrize("kind", list(paparan_export.FORMATS))
def test_each_file_is_made_on_demand_and_noted(choice, kind, monkeypatch):
    noted = []
    monkeypatch.setattr(paparan_export.audit, "record", lambda *a: noted.append(a[1:]))
    made = paparan_export.build(PUBLIC, choice, choice.area, kind)
    start = {"pdf": b"%PDF", "png": b"\x89PNG"}.get(paparan_export.FORMATS[kind].end[-3:], b"PK\x03\x04")
    assert made.startswith(start)
    assert noted == [(PUBLIC.name, "ekspor", f"paparan:{kind}:{choice.area}:2024:stunting:eppgbm")]


def test_the_letter_is_for_the_dinas_and_its_own_puskesmas(choice):
    known = ["Contoh", "Lain"]
    assert paparan_letter.allowed(STAFF, known) == known
    assert paparan_letter.allowed(User("ani", "puskesmas", "Contoh"), known) == ["Contoh"]
    for user in (PUBLIC, User("t", "tpps"), User("b", "puskesmas", "Lain")):
        assert paparan_letter.allowed(user, ["Contoh"]) == []
        with pytest.raises(AccessError):
            paparan_letter.build(user, choice.kab, "Contoh", "2024-08")


def test_file_names_say_what_they_are(monkeypatch):
    choice = Choice("63.11", KEC[4], "2024-08", "who", "wasting")
    form = paparan_export.FORMATS["pptx"]
    monkeypatch.setattr(downloads.data, "synthetic", lambda: False)
    name = paparan_export.file_name(choice, "Contoh Satu", form)
    assert name == "wasting-puskesmas-contoh-satu-2024-08-who-paparan.pptx"
    inside = paparan_export.file_name(choice, "Contoh Satu", form, internal=True)
    assert inside == "wasting-puskesmas-contoh-satu-2024-08-who-internal-paparan.pptx"
    monkeypatch.setattr(downloads.data, "synthetic", lambda: True)
    name = paparan_export.file_name(choice, "Contoh Satu", form)
    assert name == "wasting-puskesmas-contoh-satu-2024-08-who-sintetis-paparan.pptx"
    assert downloads.figures("csv", "Sangat pendek", "", "2024") == "sangat-pendek-2024-sintetis.csv"
    assert {kind.end.rpartition(".")[2] for kind in paparan_export.FORMATS.values()} <= set(downloads.MIME)
