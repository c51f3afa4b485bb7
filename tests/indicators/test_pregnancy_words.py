"""Pregnant women in words and on a list: true on empty, one area, one month, few, rising and hidden data."""

from __future__ import annotations

import pandas as pd
import pytest

from stunting.indicators.determinants import pregnancy, pregnancy_words
from stunting.indicators.determinants.pregnancy_list import at_risk, followed, risk_counts
from stunting.indicators.determinants.pregnancy_words import (
    areas_takeaway,
    headline,
    list_takeaway,
    trend_takeaway,
)

KAB = "63.11"


def visit(woman: str, day: str, lila: float | None = 25.0, hb: float | None = 12.0, **more: object) -> dict:
    return {
        "mother_id": woman, "kab": KAB, "kec": "63.11.02", "puskesmas": "Uren", "desa": "63.11.02.2019",
        "posyandu": "Contoh", "noted_on": pd.Timestamp(day), "lila": lila, "hb": hb, "umur_hamil": 20.0,
        "ttd": 30.0, "anc": 2.0, "hasil": "Masih hamil",
    } | more  # fmt: skip


def frame(*visits: dict) -> pd.DataFrame:
    columns = visit("x", "2024-01-01")
    out = pd.DataFrame(visits, columns=list(columns))
    return out.astype(
        {"lila": "float64", "hb": "float64", "umur_hamil": "float64", "noted_on": "datetime64[s]"}
    )


def kek(data: pd.DataFrame, **more: object) -> pd.DataFrame:
    found = pregnancy(data, **more)  # type: ignore[arg-type]
    return found[found["indicator"] == "kek"].reset_index(drop=True)


def many(month: str, below: int, above: int) -> list[dict]:
    return [visit(f"{month}-{n}", f"{month}-10", 22.0 if n < below else 26.0) for n in range(below + above)]


def test_headline_says_what_there_is() -> None:
    assert "Belum ada data" in headline(kek(frame(), period="2024"), label="Desa Contoh")
    few = kek(frame(visit("a", "2024-08-10", 22.0), visit("b", "2024-08-11")), period="2024-08")
    assert headline(few, label="Desa Contoh") == (
        "50,0 % ibu hamil di Desa Contoh mengalami KEK, Agustus 2024: 1 dari 2 yang LiLA-nya diukur "
        "(selang 95 % 1,3–98,7 %). "
        "Kurang dari 30 ibu: belum pasti."
    )
    unmeasured = kek(frame(visit("a", "2024-08-10", None)), period="2024-08")
    assert "belum diukur" in headline(unmeasured, label="Desa Contoh")
    assert "belum pasti" not in headline(kek(frame(*many("2024-08", 5, 40)), period="2024"), label="X")
    assert "disamarkan" in headline(few.assign(suppressed=True), label="Desa Contoh")


def test_trend_never_says_more_than_the_interval() -> None:
    assert trend_takeaway(kek(frame())) == "Belum ada bulan yang berdata."
    one = kek(frame(*many("2024-08", 5, 40)))
    assert trend_takeaway(one).startswith("Baru satu bulan berdata: Agustus 2024")
    same = kek(frame(*many("2024-07", 5, 40), *many("2024-08", 6, 40)))
    assert "belum dapat dibedakan" in trend_takeaway(same)
    up = kek(frame(*many("2024-07", 2, 98), *many("2024-08", 40, 60)))
    assert "naik 38,0 poin" in trend_takeaway(up)
    assert "umum" in trend_takeaway(same.assign(suppressed=True))


def test_areas_name_a_highest_only_where_enough_were_measured() -> None:
    def name(area: str) -> str:
        return f"<{area}>"

    assert areas_takeaway(kek(frame(), level="desa"), label=name) == "Belum ada wilayah yang berdata."
    few = kek(frame(visit("a", "2024-08-10", 22.0)), level="desa", period="2024")
    assert "belum pasti" in areas_takeaway(few, label=name)
    one = kek(frame(*many("2024-08", 5, 40)), level="desa", period="2024")
    assert areas_takeaway(one, label=name).startswith(
        "Baru satu wilayah berdata: <63.11.02.2019> (11,1 %, selang 95 % 4,8–23,5 %, 5 dari 45)"
    )
    two = many("2024-08", 5, 40) + [v | {"desa": "63.11.02.2001", "mother_id": f"q{i}"}
                                   for i, v in enumerate(many("2024-08", 20, 30))]  # fmt: skip
    found = kek(frame(*two), level="desa", period="2024")
    assert areas_takeaway(found, label=name) == (
        "KEK tertinggi di <63.11.02.2001> (40,0 %, selang 95 % 27,6–53,8 %, 20 dari 50)."
    )
    alike = many("2024-08", 5, 40) + [v | {"desa": "63.11.02.2001", "mother_id": f"q{i}"}
                                     for i, v in enumerate(many("2024-08", 6, 39))]  # fmt: skip
    near = kek(frame(*alike), level="desa", period="2024")
    assert areas_takeaway(near, label=name) == (
        "KEK tertinggi di <63.11.02.2001> (13,3 %, selang 95 % 6,3–26,2 %, 6 dari 45): belum dapat "
        "dibedakan dari wilayah lain."
    )
    part = pd.concat([near, near.iloc[:1].assign(area="63.11.02.2003", value=float("nan"), low=float("nan"))])
    part = part.assign(suppressed=[False, False, True])
    assert "di antara 2 wilayah yang ditampilkan: belum dapat dibedakan" in areas_takeaway(part, label=name)
    hidden = found.assign(value=float("nan"), suppressed=True)
    assert "disamarkan" in areas_takeaway(hidden, label=name)


def test_list_has_who_is_pregnant_now_and_worst_first() -> None:
    women = followed(
        frame(
            visit("both", "2024-08-01", 22.0, 9.0), visit("kek", "2024-08-02", 22.5, 12.0),
            visit("fine", "2024-08-03"), visit("unknown", "2024-08-01", None, None),
            visit("grown", "2024-07-01", 22.0), visit("grown", "2024-08-01", 24.0),
            visit("born", "2024-07-01", 22.0),
            visit("born", "2024-08-05", None, None, hasil="Melahirkan, BBLR"),
            visit("long ago", "2024-02-01", 22.0, umur_hamil=30.0),
        )
    )  # fmt: skip
    assert women["mother_id"].tolist()[:2] == ["both", "kek"]
    assert set(women["mother_id"]) == {"both", "kek", "fine", "grown", "unknown"}
    assert at_risk(women)["mother_id"].tolist() == ["both", "kek"]
    known = women.set_index("mother_id")
    assert pd.isna(known.loc["unknown", "kek"])
    assert list_takeaway(women) == "5 ibu masih hamil: 2 KEK, 1 anemia, 1 keduanya."
    assert risk_counts(women, "puskesmas").to_numpy().tolist() == [["Uren", 5, 2, 1, 1]]
    assert list_takeaway(women.head(0)) == "Tidak ada ibu yang masih hamil pada data ini."
    fine = women[women["mother_id"] == "fine"]
    assert "tidak ada yang tercatat KEK" in list_takeaway(fine)
    assert not len(followed(frame()))
    early = followed(frame(visit("a", "2024-02-01"), visit("a", "2024-08-01")), "2024-03")
    assert early["noted_on"].tolist() == [pd.Timestamp("2024-02-01")]


@pytest.mark.parametrize("indicator", ["kek", "anemia_bumil"])
def test_every_indicator_has_its_words(indicator: str) -> None:
    assert pregnancy_words.CALLED[indicator]
    assert pregnancy_words.MEASURED[indicator]
