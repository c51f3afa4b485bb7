"""Signing in with the office's accounts: who the provider's claims make somebody, and when we ask it."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st

from stunting.access import MAX_AGE_SECONDS, PUBLIC, AccessError, User
from stunting.ui import gate, people, sso


class Stop(Exception):
    """Stands for ``st.stop``."""


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """An installation with a provider; the claims of who is there."""
    claims: dict[str, Any] = {}

    def stop() -> None:
        raise Stop

    monkeypatch.setattr(st, "secrets", {"auth": {}})
    monkeypatch.setattr(st, "user", claims)
    monkeypatch.setattr(st, "query_params", {})
    monkeypatch.setattr(st, "stop", stop)
    return claims


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ({"role": "dinas", "email": "ani@kab"}, User("ani@kab", "dinas")),
        ({"role": ["lain", "tpps"], "email": "b@kab"}, User("b@kab", "tpps")),
        ({"role": "puskesmas", "puskesmas": "Uren", "sub": "c1"}, User("c1", "puskesmas", "Uren")),
        ({"role": "puskesmas", "email": "d@kab"}, PUBLIC),  # of which puskesmas?
        ({"role": "raja", "email": "e@kab"}, PUBLIC),
        ({"email": "f@kab"}, PUBLIC),
        ({"role": "admin"}, PUBLIC),  # nobody
    ],
)
def test_claims_make_a_user(office: dict[str, Any], claims: dict[str, Any], expected: User) -> None:
    office.update(claims, is_logged_in=True)
    assert gate._from_oidc() == expected


def test_claims_count_only_while_signed_in_and_configured(
    office: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    office.update(role="admin", email="ani@kab")
    assert gate._from_oidc() == PUBLIC
    office["is_logged_in"] = True
    assert gate._from_oidc().role == "admin"
    monkeypatch.setattr(st, "secrets", {})
    assert gate._from_oidc() == PUBLIC


def test_a_sign_in_by_the_provider_ends_like_one_of_our_own(
    office: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    ani = User("ani@kab", "admin")
    office.update(role="admin", email="ani@kab", is_logged_in=True, iat=now - MAX_AGE_SECONDS + 60)
    assert gate._from_oidc() == ani
    office["iat"] = now - MAX_AGE_SECONDS - 1
    assert gate._from_oidc() == PUBLIC
    went: list[str] = []
    monkeypatch.setattr(st, "login", lambda: went.append("masuk"))
    st.query_params["sso"] = "1"
    with pytest.raises(Stop):
        sso.turn()  # and the way back in is open
    assert went == ["masuk"]
    office["iat"] = now + 10 * MAX_AGE_SECONDS  # a clock that is wrong gives no more time
    assert sso.until() <= time.time() + MAX_AGE_SECONDS
    monkeypatch.setattr(st, "session_state", {"_kantor_sejak": now - MAX_AGE_SECONDS - 1})
    office["iat"] = None
    assert gate._from_oidc() == PUBLIC
    monkeypatch.setattr(st, "session_state", {})
    assert gate._from_oidc() == ani  # seen for the first time
    assert st.session_state["_kantor_sejak"] >= now


def test_a_file_asked_for_after_the_sign_in_ran_out_is_refused(
    home: Any, office: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    now, ani = time.time(), User("ani@kab", "admin")
    monkeypatch.setattr(st, "context", SimpleNamespace(cookies={"stunting_sesi": "lama"}))
    assert people.token() is None
    assert people.still(PUBLIC, people.token()) == PUBLIC
    with pytest.raises(AccessError, match="berakhir"):
        people.still(ani, people.token())
    office.update(role="admin", email="ani@kab", is_logged_in=True, iat=now - MAX_AGE_SECONDS + 60)
    held = people.token()
    assert people.still(ani, held) == ani
    monkeypatch.setattr(people.time, "time", lambda: now + 61)
    with pytest.raises(AccessError, match="berakhir"):
        people.still(ani, held)


def test_the_address_leads_to_the_provider_and_back(
    office: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    went: list[str] = []
    monkeypatch.setattr(st, "login", lambda: went.append("masuk"))
    monkeypatch.setattr(st, "logout", lambda: went.append("keluar"))
    sso.turn()
    assert went == []
    st.query_params["sso"] = "1"
    with pytest.raises(Stop):
        sso.turn()
    office["is_logged_in"] = True
    st.query_params["sso"] = "1"
    sso.turn()  # already there
    st.query_params["keluar"] = "1"
    with pytest.raises(Stop):
        sso.turn()
    assert went == ["masuk", "keluar"]


def test_nothing_happens_without_a_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "secrets", {})
    monkeypatch.setattr(st, "query_params", {"sso": "1"})
    monkeypatch.setattr(st, "login", lambda: pytest.fail("asked a provider that is not there"))
    sso.turn()


def test_where_the_public_has_no_access_the_anonymous_get_nothing(
    home: Any, office: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUNTING_PUBLIC_ACCESS", "false")
    gate.settings.cache_clear()
    monkeypatch.setattr(gate, "user", lambda: PUBLIC)
    said: list[str] = []
    monkeypatch.setattr(st, "html", said.append)
    with pytest.raises(Stop):
        gate.admit()
    assert "Silakan masuk" in said[0]
    monkeypatch.setattr(gate, "user", lambda: User("ani", "dinas"))
    assert gate.admit().name == "ani"
