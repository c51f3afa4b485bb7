"""The page Ibu hamil: figures of the functions, names for who may see them, small counts hidden."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from stunting.access import PUBLIC, AccessError, User
from stunting.demo.plan import make_plan
from stunting.demo.supplements import make_supplements, parsed
from stunting.demo.world import make_world
from stunting.indicators.determinants import outcomes, pregnancy
from stunting.ui import bumil_data, bumil_html, bumil_list, data, people
from stunting.ui.bumil_view import View
from stunting.ui.filters import Choice
from tests.ui.export_file import month_of

KAB = "63.11"
UREN, HALONG = User("uren", "puskesmas", "Uren"), User("halong", "puskesmas", "Halong")
DINAS, TPPS = User("dinas", "dinas"), User("tpps", "tpps")


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Path:
    """Where the store of the first test is kept: the others begin with a copy."""
    return tmp_path_factory.mktemp("bumil") / "store"


@pytest.fixture
def real(home: Path, kept: Path):
    data._store.clear()
    if kept.exists():
        shutil.copytree(kept, home)
        return data.store()
    store = data.store()
    from stunting.ui import upload

    upload.save(UREN, upload.read(UREN, month_of("UREN", "2024-11", range(1, 4)), "uren.csv"))
    found = parsed(make_supplements(make_world(make_plan(9230, 14, 2024))), "bumil", KAB)
    store.add(found, None, by="contoh")
    shutil.copytree(home, kept)
    return store


def view(user: User, area: str = KAB, level: str = "kecamatan", period: str = "2024") -> View:
    choice = Choice(KAB, area, period, "eppgbm", "stunting")
    public = user.protected
    asked = {"indicator": "kek", "scheme": "trimester", "public": public}
    own = bumil_data.rates(choice.level, period, **asked)
    return View(
        choice, public, "kek", "trimester", level, True, own[own["area"] == area],
        bumil_data.rates(level, period, **asked),
        bumil_data.series(choice.level, area, "kek", "trimester", public=public),
        bumil_data.flow(choice.level, area, period, public=public),
    )  # fmt: skip


def test_figures_are_those_of_the_functions(real) -> None:
    frame = bumil_data.visits()
    for level in ("kabupaten", "kecamatan", "puskesmas", "desa"):
        whole = pregnancy(frame, level=level, period="2024")
        for indicator in ("kek", "anemia_bumil"):
            shown = bumil_data.rates(level, "2024", indicator, "trimester", public=False)
            wanted = whole[whole["indicator"] == indicator].reset_index(drop=True)
            columns = ["area", "value", "low", "high", "numerator", "denominator", "women"]
            pd.testing.assert_frame_equal(shown[columns], wanted[columns])
    flow = bumil_data.flow("kabupaten", KAB, "2024", public=False)
    assert flow["numerator"].tolist() == outcomes(frame, until="2024")["numerator"].tolist()
    assert flow["numerator"].sum() == flow["denominator"].iloc[0] == 65
    html = bumil_html.flow(flow)
    assert all(f"<b>{n}</b>" in html for n in (65, 17, 27, 21))
    assert bumil_data.published(KAB)["numerator"].tolist() == [17, 27, 21]


def test_names_are_for_those_who_may_see_them_and_it_is_noted(real) -> None:
    women = bumil_list.mine(UREN, view(UREN))
    assert set(women["puskesmas"]) == {"Uren"}
    everyone = bumil_list.mine(DINAS, view(DINAS))
    assert len(everyone) > len(women) > 0
    assert len(bumil_list.mine(TPPS, view(TPPS))) == len(everyone)  # counts, never a name
    named = people.seen(UREN, everyone["mother_id"], "ibu_hamil", columns=("name",), women=True)
    assert set(named["child_id"]) == set(women["mother_id"])
    assert named["name"].str.startswith("CONTOH Ibu Hamil").all()
    assert real.audit().iloc[-1]["action"] == people.SEEN
    for user in (TPPS, PUBLIC):
        with pytest.raises(AccessError):
            people.seen(user, everyone["mother_id"], "ibu_hamil", women=True)
        with pytest.raises(AccessError):
            bumil_list.list_csv(user, view(DINAS))
    text = bumil_list.list_csv(UREN, view(UREN)).decode("utf-8-sig")
    assert text.count("CONTOH Ibu Hamil") <= len(women)
    assert real.audit().iloc[-1]["action"] == people.EXPORTED
    assert people.visible(DINAS, everyone["mother_id"]) == [], "a woman is no child"


@pytest.mark.parametrize("level", ["kecamatan", "desa"])
def test_the_public_finds_no_small_count(real, level: str) -> None:
    shown = bumil_data.rates(level, "2024", "kek", "trimester", public=True)
    known = bumil_data.rates(level, "2024", "kek", "trimester", public=False)
    assert shown["suppressed"].any()
    seen = shown[~shown["suppressed"]]
    assert (seen["numerator"] >= 5).all()
    assert (seen["denominator"] - seen["numerator"] >= 5).all()
    assert shown.loc[shown["suppressed"], ["value", "numerator", "women"]].isna().all(axis=None)
    if level == "kecamatan":  # the hidden ones are two at least, and five women at least
        gone = known[shown["suppressed"].to_numpy()]
        assert len(gone) >= 2
        assert gone["numerator"].sum() >= 5
    csv = bumil_html.table_csv(shown, {}).decode("utf-8-sig")
    assert csv.count("disamarkan") == shown["suppressed"].sum()
    with pytest.raises(ValueError, match="public"):
        bumil_data.rates("puskesmas", "2024", "kek", "trimester", public=True)


def test_desa_of_a_hidden_kecamatan_are_hidden(real) -> None:
    above = bumil_data.rates("kecamatan", "2024", "anemia_bumil", "trimester", public=True)
    below = bumil_data.rates("desa", "2024", "anemia_bumil", "trimester", public=True)
    gone = set(above.loc[above["suppressed"], "area"])
    inside = below[below["area"].astype("str").str.slice(0, 8).isin(gone)]
    assert inside["suppressed"].all()


def test_small_flows_and_months_are_hidden_from_the_public(real) -> None:
    kec = "63.11.02"
    assert bumil_data.flow("kecamatan", kec, "2024", public=True)["suppressed"].all()
    assert bumil_data.flow("kecamatan", kec, "2024", public=True)["denominator"].isna().all()
    assert not bumil_data.flow("kabupaten", KAB, "2024", public=True)["suppressed"].any()
    months = bumil_data.series("kecamatan", kec, "kek", "trimester", public=True)
    assert months["value"].isna().all()
    assert len(bumil_data.series("kabupaten", KAB, "kek", "trimester", public=True)) == 12


def test_hidden_unmeasured_missing_and_zero_are_four_things(real) -> None:
    one = bumil_data.rates("desa", "2024", "kek", "trimester", public=False).head(4).copy()
    zero, none, unmeasured, hidden = range(4)
    one.loc[zero, ["value", "numerator"]] = 0.0
    one.loc[[none, unmeasured], ["value", "low", "high"]] = np.nan
    one.loc[[none, unmeasured], "denominator"] = 0
    one.loc[none, "women"] = 0
    one.loc[hidden, "suppressed"] = True
    html = bumil_html.areas(one, {}, "Desa")
    for word in ("0,0 %", "belum ada data", "tidak diukur", "disamarkan"):
        assert html.count(word) >= 1, word
    assert "nan" not in html.lower()


def test_nothing_stored_is_said_in_words(home: Path) -> None:
    data._store.clear()
    empty = data.store()
    assert len(bumil_data.visits()) == 0
    assert bumil_data.months() == []
    assert len(bumil_data.rates("kecamatan", "2024", "kek", "trimester", public=False)) == 0
    assert len(bumil_data.rates("desa", "2024", "kek", "trimester", public=True)) == 0
    assert len(bumil_data.flow("kabupaten", KAB, "2024", public=True)) == 0
    assert len(bumil_data.women("2024", KAB, "trimester")) == 0
    assert len(bumil_data.series("kabupaten", KAB, "kek", "trimester", public=False)) == 0
    assert empty.kabupaten() == []
    assert replace(view(DINAS), known=False).names is not None
