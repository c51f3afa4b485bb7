"""The data are warmed up beside the visitors: at the start, and again whenever they have changed."""

from __future__ import annotations

import threading

import pytest

from stunting.ui import data, views, warm


@pytest.fixture
def state(monkeypatch):
    """A server of its own, and the versions it was warmed up for."""
    monkeypatch.setattr(warm._State, "thread", None)
    monkeypatch.setattr(warm._State, "version", "")
    monkeypatch.setattr(warm.gc, "freeze", lambda: None)
    seen = []
    monkeypatch.setattr(warm, "rest", lambda: seen.append(data.version()))
    return seen


def test_nothing_happens_in_a_process_that_never_warmed_up(store, state):
    assert warm.follow() is None
    assert state == []


def test_a_stored_upload_is_warmed_up_once(store, state):
    warm.beside().join(10)
    assert warm.follow() is None  # nothing changed
    store.stamp += 1
    started = warm.follow()
    started.join(10)
    assert not started.is_alive()
    assert warm.follow() is None
    assert state == [f"contoh-{store.stamp - 1}", f"contoh-{store.stamp}"]


def test_uploads_in_a_row_share_one_thread(store, state, monkeypatch):
    go, began = threading.Event(), threading.Event()

    def slow():
        state.append(data.version())
        began.set()
        go.wait(10)

    monkeypatch.setattr(warm, "rest", slow)
    first = warm.beside()
    assert began.wait(10)
    store.stamp += 1  # while the thread is at work
    assert warm.follow() is None
    store.stamp += 1
    go.set()
    first.join(10)
    assert state == [f"contoh-{store.stamp - 2}", f"contoh-{store.stamp}"]
    assert warm.follow() is None


def test_the_next_visitor_finds_everything_made(store, monkeypatch):
    monkeypatch.setattr(warm.gc, "freeze", lambda: None)
    warm.rest()
    built = store.built
    choice = warm.Choice(data.kab(), data.kab(), data.years()[0], "eppgbm", "stunting")
    views.overview(choice)
    assert store.built == built
    store.stamp += 1
    warm.rest()
    assert store.built > built  # another version: made anew, beside the visitor
    built = store.built
    views.overview(choice)
    assert store.built == built


def test_a_step_that_fails_is_that_pages_trouble(store, monkeypatch):
    done = []

    def broken():
        raise RuntimeError("belum ada")

    monkeypatch.setattr(warm.gc, "freeze", lambda: None)
    monkeypatch.setattr(warm, "steps", lambda: iter([broken, lambda: done.append(1)]))
    warm.rest()
    assert done == [1]


def test_a_store_without_data_has_nothing_to_warm_up(empty_store, monkeypatch):
    monkeypatch.setattr(warm, "steps", lambda: pytest.fail("no steps"))
    warm.rest()
