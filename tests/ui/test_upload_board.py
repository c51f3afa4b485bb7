"""The completeness board in words, and the account control of the top bar."""

from __future__ import annotations

import pandas as pd
import pytest

from stunting.access import PUBLIC, User
from stunting.indicators import completeness
from stunting.ui import account, board, board_html

DINAS, UREN = User("dinas", "dinas"), User("uren", "puskesmas", "Uren")


def frame(states: dict[str, list[str]], months: list[str]) -> pd.DataFrame:
    nothing, something = (0, 0, 0, float("nan"), 0, float("nan"), ""), (100, 100, 85, 0.85, 2, 0.02, "A")
    lines = [
        (name, month, state, *(nothing if state == "belum" else something))
        for name, row in states.items()
        for month, state in zip(months, row, strict=True)
    ]
    return pd.DataFrame(lines, columns=list(completeness.COLUMNS)).assign(suppressed=False)


MONTHS = ["2024-11", "2024-12"]


def test_late_ones_are_named_in_one_sentence():
    seen = frame(
        {"Uren": ["masuk", "masuk"], "Juai": ["masuk", "belum"], "Halong": ["masuk", "masuk"]}, MONTHS
    )
    assert board.headline(seen) == ("Belum masuk untuk Desember 2024: Juai.", False)
    assert board.summary(seen, pd.DataFrame()) == "2 dari 3 puskesmas masuk · Desember 2024"
    whole = pd.DataFrame({"registered": [1300], "measured": [910], "value": [0.7]})
    assert "1.300 balita terdaftar, 910 diukur (D/S 70,0 %)" in board.summary(seen, whole)


def test_where_most_are_late_those_who_are_not_are_named():
    seen = frame(
        {"Uren": ["masuk", "masuk"], "Juai": ["masuk", "belum"], "Halong": ["masuk", "belum"]}, MONTHS
    )
    assert board.headline(seen)[0] == "Belum masuk untuk Desember 2024: 2 dari 3 puskesmas. Yang sudah: Uren."


def test_complete_and_empty():
    assert board.headline(frame({"Uren": ["masuk", "masuk"]}, MONTHS)) == (
        "Lengkap untuk Desember 2024: 1 puskesmas sudah masuk.",
        True,
    )
    assert board.headline(frame({"Uren": ["belum", "belum"]}, MONTHS)) == (
        "Belum ada berkas yang masuk.",
        False,
    )


def test_partly_delivered_is_late_and_looks_so():
    seen = frame(
        {"Uren": ["masuk", "masuk"], "Juai": ["masuk", "sebagian"], "Awayan": ["masuk", "masuk"]}, MONTHS
    )
    assert "Juai" in board.headline(seen)[0]
    html = board_html.table(seen)
    assert 'class="sebagian kini"' in html
    assert "baru sebagian" in html
    assert html.count("<td class=") == 6
    assert "nan" not in html
    assert "nan" not in board_html.phone(seen)


def test_what_the_public_may_not_see_is_nowhere_on_the_board():
    seen = frame(
        {"Uren": ["masuk", "sebagian"], "Juai": ["masuk", "belum"], "Awayan": ["masuk", "masuk"]}, MONTHS
    )
    secret = pd.Series(True, index=pd.MultiIndex.from_product([["Uren", "Juai"], MONTHS]))
    secret.loc[("Awayan", "2024-11")], secret.loc[("Awayan", "2024-12")] = False, True
    shown = board.hide_figures(seen, secret.drop(("Uren", "2024-11")))  # not known: hidden too
    assert shown["suppressed"].tolist() == [True, True, True, False, False, True]
    assert board.headline(shown) == board.headline(seen)
    html = board_html.table(shown) + board_html.phone(shown)
    assert html.count("100 balita") == 1  # Awayan in November
    assert "Juai, November 2024: masuk, angkanya disamarkan untuk umum" in html
    assert "Juai, Desember 2024: belum masuk" in html
    assert "Uren, Desember 2024: masuk, baru sebagian, angkanya disamarkan" in html
    assert html.count("kelas A") == 1
    assert "disamarkan" in board_html.legend(shown)
    assert "disamarkan" not in board_html.legend(seen)
    rows = board.table_csv(shown).decode("utf-8-sig").splitlines()
    assert rows[1] == "Uren;November 2024;masuk;;;–;–;;disamarkan"
    assert rows[4] == "Juai;Desember 2024;belum masuk;0;0;–;–;;"


def test_download_has_every_cell():
    text = board.table_csv(frame({"Uren": ["masuk", "belum"]}, MONTHS)).decode("utf-8-sig")
    assert text.splitlines()[1] == "Uren;November 2024;masuk;100;85;85,00;2,00;A;"
    assert "belum masuk" in text


@pytest.mark.parametrize(
    ("user", "says"), [(PUBLIC, "Masuk"), (DINAS, "Dinas Kesehatan"), (UREN, "Puskesmas Uren")]
)
def test_control_says_who_is_signed_in(user, says):
    html = account.control_html(user, "/peta")
    assert says in html
    assert ("Keluar" in html) is not user.anonymous
    assert ("/masuk?ke=%2Fpeta" in html) is user.anonymous


def test_a_name_cannot_bring_markup():
    html = account.control_html(User("<b>x", "puskesmas", "<script>"), "/")
    assert "<script>" not in html
    assert "<b>x" not in html
