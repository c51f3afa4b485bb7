"""What is made of a choice is made once, and again when anything that it rests on changes."""

from __future__ import annotations

from dataclasses import dataclass

import plotly.graph_objects as go
import plotly.io
import plotly.tools
import pytest

from stunting.charts import theme
from stunting.indicators import target_edit
from stunting.ui import data, kept
from stunting.ui.filters import Choice


@dataclass(frozen=True)
class View:
    choice: Choice
    public: bool = True
    asked: str = "tahun"


@pytest.fixture
def made(store):
    return []


def view(**more):
    return View(Choice(data.kab(), data.kab(), "2024", "eppgbm", "stunting"), **more)


def test_a_choice_is_made_once(made):
    def make(seen, *more):
        made.append((seen.public, seen.asked, *more))
        return len(made)

    assert [kept.of(make, view()) for _ in range(3)] == [1, 1, 1]
    assert kept.of(make, view(public=False)) == 2
    assert kept.of(make, view(asked="bulan")) == 3
    assert kept.of(make, view(), "turun") == 4
    assert kept.of(make, view()) == 1


def test_new_data_and_a_changed_target_make_it_anew(made, store):
    def make(seen):
        made.append(seen)
        return len(made)

    assert kept.of(make, view()) == 1
    store.stamp += 1
    assert kept.of(make, view()) == 2
    rows = target_edit.put(
        None, {"wilayah": data.kab(), "indikator": "stunting", "dokumen": "Contoh", "tahun": "2024"}
    )
    data.store().registers.save(target_edit.NAME, rows, by="admin")
    assert kept.of(make, view()) == 3


def test_two_lambdas_of_one_function_are_two_things(store):
    seen = view()
    assert kept.of(lambda _: "satu", seen) == "satu"
    assert kept.of(lambda _: "dua", seen) == "dua"


def test_what_was_used_longest_ago_is_forgotten(made, monkeypatch):
    monkeypatch.setattr(kept, "_MOST", 2)

    def make(seen, n):
        made.append(n)
        return n

    for n in (1, 2, 1, 3, 1, 2):
        assert kept.of(make, view(), n) == n
    assert made == [1, 2, 3, 2]


def test_a_kept_figure_is_the_figure_and_is_not_copied(store):
    figure = theme.figure(200)
    figure.add_scatter(x=[1, 2, 3], y=[0.1, None, 0.3], name="contoh")
    figure.update_layout(meta={"codes": ["63.11", None]})
    still = kept.figure(lambda _: figure, view())
    assert isinstance(still, go.Figure)
    assert still.codes == ["63.11", None]
    sent = plotly.tools.return_figure_from_figure_or_data(still, validate_figure=True)
    assert sent is still.to_dict()
    plain = plotly.io.to_json(figure.to_dict(), validate=False)
    assert [plotly.io.to_json(sent, validate=False) for _ in range(2)] == [plain, plain]
    assert kept.figure(lambda _: figure, view()).to_dict() == sent
