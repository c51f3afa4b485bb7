"""The script itself, run by Streamlit's own test runner."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from stunting.settings import ROOT

MAIN = str(ROOT / "stunting" / "ui" / "main.py")


def html(app: AppTest) -> str:
    return "\n".join(str(e.proto.body) for e in app.get("html"))


def test_both_pages_run_and_keep_the_choice(store):
    app = AppTest.from_file(MAIN, default_timeout=30).run()
    assert not app.exception
    assert "balita Kabupaten" in html(app)
    app.selectbox(key="aturan").set_value("who").run()
    app.switch_page(str(ROOT / "pages" / "peta.py")).run()
    assert not app.exception
    assert app.selectbox(key="aturan").value == "who"
    assert 'data-uji="lembar"' in html(app)


def test_empty_store_is_a_friendly_page(empty_store):
    app = AppTest.from_file(MAIN, default_timeout=30).run()
    assert not app.exception
    assert "stunting demo" in html(app)
    assert not app.selectbox


def test_a_page_without_the_frame_shows_nothing(store):
    app = AppTest.from_file(str(ROOT / "pages" / "peta.py"), default_timeout=30).run()
    assert not app.get("html")
    assert "tidak dapat dibuka" in app.error[0].value


def test_no_pages_folder_beside_the_script():
    assert not (ROOT / "stunting" / "ui" / "pages").exists()
