"""No small count follows from all that the public is shown together, of any page (`disclosure`)."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import pytest

from stunting.ui import board, data, follow_up_counts, places
from tests.ui import disclosure as told
from tests.ui.conftest import STAMPS, FakeStore

MONTHS = ["2023-11", "2024-07", "2024-08"]
#: The same rows for all tests here: what was computed of them is kept.
STAMP = next(STAMPS)
#: Desa of three kecamatan by puskesmas; the third of the first is served by two.
SERVED = {0: "AAABB", 1: "CCCC", 2: "DDEEE"}
SIZES = np.array([30, 9, 24, 40, 28, 35, 12, 26, 44, 8, 33, 27, 38, 16])


class Rows(FakeStore):
    """A store with rows, whose uploads had no findings."""

    def rows(self, kab, columns=None):
        return self.frame

    def findings(self, upload):
        return pd.DataFrame({"row": pd.Series(dtype="int64"), "severity": pd.Series(dtype="str")})


def children() -> pd.DataFrame:
    """Return children of three kecamatan in three months: few in some desa, few not weighed in others."""
    rng = np.random.default_rng(11)
    areas = places.areas(data.kab())
    codes = areas.loc[areas["level"].eq("desa"), "code"].astype("str")
    kec = codes.str.slice(0, 8)
    desa, centre = [], []
    for at, marks in SERVED.items():
        desa += codes[kec.eq(sorted(kec.unique())[at])].tolist()[: len(marks)]
        centre += [f"Contoh {m}" for m in marks]
    where = np.repeat(np.arange(len(SIZES)), SIZES)
    n = len(where)
    base = rng.normal(-1.3, 1.1, n)
    weighed = rng.choice([0.7, 0.9, 0.97], len(SIZES))[where]
    served = np.array(centre)[where]
    served[(where == 2) & (np.arange(n) % 3 == 0)] = "Contoh B"
    out = []
    for number, month in enumerate(MONTHS):
        seen = rng.random(n) < weighed
        z = base + rng.normal(0, 0.3, n)
        out.append(
            pd.DataFrame(
                {
                    "child_id": [f"anak{i}" for i in range(n)], "kab": data.kab(),
                    "kec": [desa[w][:8] for w in where], "desa": [desa[w] for w in where],
                    "puskesmas": served, "posyandu": "Contoh", "period": month, "measured": seen,
                    "sex": np.where(np.arange(n) % 2, "L", "P"), "upload_id": month, "row": np.arange(n),
                    "measured_on": pd.Series(pd.Timestamp(f"{month}-10")).repeat(n).where(seen).to_numpy(),
                    "birth_date": pd.Timestamp("2022-06-01"), "position": "h", "weight_gain": None,
                    "age_days": pd.array(np.full(n, 540 + 30 * number), dtype="Int32"),
                    "weight_kg": np.where(seen, 9.0 + number / 5, np.nan), "lila_cm": np.nan,
                    "height_cm": np.where(seen, 78.0, np.nan), "birth_weight_kg": np.nan,
                    **{f"file_{i}": z - 0.1 for i in ("haz", "waz", "whz")},
                    **dict.fromkeys(("haz", "waz", "whz", "baz"), z),
                    **{f"flag_{i}": False for i in ("haz", "waz", "whz", "baz")},
                }
            )
        )  # fmt: skip
    return pd.concat(out, ignore_index=True)


@pytest.fixture
def store(home, monkeypatch):
    fake = Rows(children())
    fake.stamp = STAMP
    monkeypatch.setattr(data, "store", lambda: fake)
    return fake


def test_no_small_count_follows_from_all_that_is_shown(store):
    shown = told.everything()
    found = told.attack(shown)
    assert found.secrets > 100
    assert not found.known
    # and what is laid open when one page forgets its guard, the attack finds
    for forgotten, column in (
        (partial(told.delivered, public=False), "d"),
        (partial(told.attendance, ["puskesmas"], public=False), "d"),
        (partial(told.rates, ["puskesmas"], public=False), "n_stunting_who"),
        (partial(told.lists, ["puskesmas"], public=False), "n_stunting_who"),
        (partial(told.lists, ["puskesmas"], public=False), "d"),
    ):
        again = told.attack([*shown, *forgotten()], partial(str.__eq__, column))
        assert again.known, (forgotten, column)


def test_the_board_hides_what_attendance_hides(store):
    frame = board.board().set_index(["puskesmas", "period"])
    for month in MONTHS:
        hidden = data.participation("puskesmas", month).query("suppressed")["area"]
        for puskesmas in hidden:
            assert frame.at[(puskesmas, month), "suppressed"]
    gone = frame[frame["suppressed"]]
    assert len(gone)
    assert gone[["registered", "measured", "ds", "share", "rows", "troubled"]].isna().all(axis=None)
    assert gone["quality"].eq("").all()
    csv = board.table_csv(frame.reset_index()).decode("utf-8-sig")
    assert csv.count("disamarkan") == len(gone)
    assert not board.board(public=False)["suppressed"].any()


def test_lists_of_the_public_are_figures_that_no_page_hides(store):
    for month in MONTHS:
        kecamatan = follow_up_counts.counts(month, "kecamatan", public=True)
        assert kecamatan["area"].nunique() == len(SERVED)
        missed = kecamatan[kecamatan["list"].eq("tidak_ditimbang")].set_index("area")["numerator"]
        ds = data.participation("kecamatan", month).set_index("area")
        assert not ds["suppressed"].any()
        assert missed.eq(ds["denominator"] - ds["numerator"]).all()
