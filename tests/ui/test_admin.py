"""Accounts on the admin page: every change noted once, before it counts; numbers of civil servants."""

from __future__ import annotations

import pytest

from stunting import audit
from stunting.access import AccessError, AccountError, User
from stunting.settings import settings
from stunting.ui import admin, data

ADMIN, DINAS = User("admin", "admin"), User("dinas", "dinas")
NIP = "197001012000031001"


@pytest.fixture
def log(home):
    data._sessions.clear()
    return lambda: audit.read(settings().home)[["who", "action", "object"]].to_numpy().tolist()


def test_an_account_named_by_a_nip_can_be_made_renewed_closed_and_opened(log, home):
    password = admin.add(ADMIN, NIP, "dinas", None)
    assert admin.accounts().check(NIP, password).name == NIP
    assert admin.accounts().check(NIP, admin.renew(ADMIN, NIP)).role == "dinas"
    admin.close(ADMIN, NIP)
    admin.reopen(ADMIN, NIP)
    written = "19700101-200003-1-001"
    actions = ["akun ditambah", "akun sandi baru", "akun ditutup", "akun dibuka"]
    assert log() == [["admin", action, written] for action in actions]
    audit.record(settings().home, NIP, "masuk", "dinas")
    assert log()[-1] == [written, "masuk", "dinas"]
    assert NIP not in (home / "audit.log").read_text()


def test_nothing_changes_that_cannot_be_noted(log, monkeypatch):
    admin.add(ADMIN, "ani", "dinas", None)

    def full(*args: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(audit, "record", full)
    for act in (lambda: admin.add(ADMIN, "budi", "dinas", None), lambda: admin.close(ADMIN, "ani")):
        with pytest.raises(OSError, match="disk full"):
            act()
    accounts = admin.account_list()
    assert accounts["name"].tolist() == ["ani"]
    assert not accounts["disabled"].any()


def test_a_number_like_a_nik_is_refused_before_anything_happens(log):
    with pytest.raises(AccountError, match=r"NIP.*ani\.uren"):
        admin.add(ADMIN, "6311050101200001", "dinas", None)
    assert admin.account_list().empty
    assert log() == []


def test_only_an_admin_changes_accounts(log):
    with pytest.raises(AccessError):
        admin.add(DINAS, "ani", "dinas", None)
    assert log() == []
