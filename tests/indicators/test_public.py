"""Figures of a puskesmas never give a hidden desa away."""

from __future__ import annotations

import pandas as pd
import pytest

from stunting.indicators.public import hide_puskesmas, hide_rates, parts_of_puskesmas, served

COLUMNS = ["kec", "puskesmas", "desa", "period", "numerator", "denominator"]


def case(cells):
    """Return (puskesmas frame, cells, desa frame) of (kec, puskesmas, desa, cases, children)."""
    parts = pd.DataFrame([(*c[:3], "2024", *c[3:]) for c in cells], columns=COLUMNS)

    def level(name, by):
        out = parts.groupby([by, "period"], as_index=False)[["numerator", "denominator"]].sum()
        value = out["numerator"] / out["denominator"]
        return out.rename(columns={by: "area"}).assign(level=name, value=value, low=value, high=value)

    return hide_rates(level("puskesmas", "puskesmas")), parts, hide_rates(level("desa", "desa"))


def shown(cells):
    out = hide_puskesmas(*case(cells))
    return dict(zip(out["area"], ~out["suppressed"], strict=True))


K = "63.11.01"


def test_without_a_hidden_desa_all_are_shown():
    assert shown([(K, "Satu", f"{K}.2001", 20, 60), (K, "Dua", f"{K}.2002", 20, 60)]) == {
        "Satu": True, "Dua": True,
    }  # fmt: skip


def test_one_hidden_desa_hides_all_puskesmas_of_its_kecamatan():
    """3 is small, 8 goes with it; each lies in another puskesmas and would follow from its total."""
    cells = [
        (K, "Satu", f"{K}.2001", 3, 60), (K, "Satu", f"{K}.2003", 30, 60), (K, "Dua", f"{K}.2002", 8, 60),
        ("63.11.02", "Tiga", "63.11.02.2001", 20, 60),
    ]  # fmt: skip
    desa = case(cells)[2]
    assert desa.loc[desa["suppressed"], "area"].tolist() == [f"{K}.2001", f"{K}.2002"]
    assert shown(cells) == {"Satu": False, "Dua": False, "Tiga": True}
    hidden = hide_puskesmas(*case(cells))
    columns = ["value", "numerator", "denominator"]
    assert hidden.loc[hidden["suppressed"], columns].isna().all(axis=None)


def test_two_hidden_desa_of_one_puskesmas_guard_each_other():
    cells = [
        (K, "Satu", f"{K}.2001", 3, 60), (K, "Satu", f"{K}.2003", 8, 60), (K, "Dua", f"{K}.2002", 30, 60),
    ]  # fmt: skip
    assert shown(cells) == {"Satu": True, "Dua": True}


def test_two_hidden_desa_with_few_between_them_hide_their_puskesmas():
    """Of both desa together 4 are no case: the total less the open desa would say so."""
    cells = [
        (K, "Satu", f"{K}.2001", 58, 60), (K, "Satu", f"{K}.2003", 58, 60), (K, "Dua", f"{K}.2002", 30, 60),
    ]  # fmt: skip
    assert shown(cells) == {"Satu": False, "Dua": False}


def test_a_small_part_of_a_shared_desa_counts_as_hidden():
    cells = [
        (K, "Satu", f"{K}.2001", 30, 60), (K, "Satu", f"{K}.2002", 2, 10), (K, "Dua", f"{K}.2002", 30, 60),
    ]  # fmt: skip
    assert shown(cells) == {"Satu": False, "Dua": False}


def test_a_period_without_rows_is_hidden_where_any_desa_is():
    frame, cells, desa = case([(K, "Satu", f"{K}.2001", 30, 60), (K, "Dua", f"{K}.2002", 30, 60)])
    later = frame.assign(period="2025")
    secret = desa.assign(period="2025", suppressed=True)
    out = hide_puskesmas(later, cells, pd.concat([desa, secret]))
    assert out["suppressed"].all()


@pytest.mark.parametrize("rows", [0, 1])
def test_served_and_parts_of_few_rows(rows):
    cube = pd.DataFrame(
        {"kec": [K], "puskesmas": ["Satu"], "desa": [f"{K}.2001"], "period": ["2024-01"], "registered": [9],
         "n": [2], "d": [8]}
    ).head(rows)  # fmt: skip
    assert len(served(cube)) == rows
    assert len(parts_of_puskesmas(cube, "n", "d", ["2024-01"])) == rows
