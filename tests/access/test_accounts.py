"""Accounts and sessions: what opens, what stays shut, and for how long."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from stunting import audit
from stunting.access import PUBLIC, AccessError, AccountError, Accounts, Sessions, SignInError, User
from stunting.access.account_file import opened
from stunting.access.tries import LOCK_SECONDS, MAX_FAILURES

CHEAP = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
PASSWORD = "kata sandi contoh"


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    made = Accounts(tmp_path, CHEAP)
    made.add("Ani", "puskesmas", "Uren", PASSWORD)
    made.add("budi", "dinas", password=PASSWORD)
    return made


def test_right_password_opens_the_account_whatever_the_case_of_its_name(accounts: Accounts) -> None:
    assert accounts.check(" ANI ", PASSWORD) == User("ani", "puskesmas", "Uren")


@pytest.mark.parametrize("name", ["ani", "tidak-ada"])
def test_wrong_name_and_wrong_password_read_alike(accounts: Accounts, name: str) -> None:
    with pytest.raises(SignInError, match="Nama atau kata sandi salah"):
        accounts.check(name, "salah salah salah")


def test_account_rests_after_too_many_failures_and_wakes(accounts: Accounts) -> None:
    for _ in range(MAX_FAILURES):
        with pytest.raises(SignInError, match="salah"):
            accounts.check("ani", "salah salah", now=1000)
    with pytest.raises(SignInError, match="15 menit"):
        accounts.check("ani", PASSWORD, now=1001)
    assert accounts.check("ani", PASSWORD, now=1000 + LOCK_SECONDS + 1).name == "ani"


def test_a_name_that_nobody_has_rests_like_one_that_somebody_has(accounts: Accounts, tmp_path: Path) -> None:
    said: dict[str, list[str]] = {"ani": [], "tidak-ada": [], "kata sandi di kolom salah": []}
    for n in range(2 * MAX_FAILURES):
        for name, answers in said.items():
            with pytest.raises(SignInError) as refused:
                # another process in between, and long after the lock
                (accounts if n % 2 else Accounts(tmp_path, CHEAP)).check(name, "salah salah", now=1000 + n)
            answers.append(str(refused.value))
    assert said["ani"] == said["tidak-ada"] == said["kata sandi di kolom salah"]
    assert [text.startswith("Terlalu") for text in said["ani"]] == [False] * 5 + [True] * 5
    assert b"kolom salah" not in accounts.path.read_bytes()
    listed = accounts.list().set_index("name")["locked_until"]
    assert listed["ani"] > 1000
    assert listed["budi"] == 0
    accounts.enable("ani")
    assert accounts.check("ani", PASSWORD, now=1020).name == "ani"


def test_what_is_remembered_of_names_is_bounded(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stunting.access.tries.MOST", 3)
    for n in range(6):
        with pytest.raises(SignInError):
            accounts.check(f"orang{n}", "salah salah", now=1000 + n)
    with opened(accounts.path) as db:
        assert db.execute("select count(*) from tries").fetchone()[0] == 3


@pytest.mark.parametrize(
    ("name", "fine"),
    [
        ("197001012000031001", True), ("199001012022211001", True),  # NIP, and that of a PPPK
        ("nip.197001012000031001", True), ("123456789012345", True),
        ("6311050101200001", False), ("631105010120000112", False), ("1970010120000310011", False),
    ],
)  # fmt: skip
def test_numbers_as_names(accounts: Accounts, name: str, fine: bool) -> None:
    if fine:
        accounts.add(name, "dinas")
        accounts.disable(name)
    else:
        with pytest.raises(AccountError, match="16 angka"):
            accounts.add(name, "dinas")
    log = audit.read(accounts.home)
    assert not log.astype("str").apply(lambda column: column.str.contains(r"\d{16}")).to_numpy().any()


def test_every_change_is_noted_once_with_who_made_it(accounts: Accounts) -> None:
    accounts.disable("budi", by="admin")
    accounts.enable("budi")
    accounts.set_password("budi", "kata sandi baru", by="admin")
    with pytest.raises(AccountError):
        accounts.disable("tidak-ada", by="admin")
    assert audit.read(accounts.home)[["who", "action", "object"]].to_numpy().tolist() == [
        ["cli", "akun ditambah", "ani"], ["cli", "akun ditambah", "budi"],
        ["admin", "akun ditutup", "budi"], ["cli", "akun dibuka", "budi"],
        ["admin", "akun sandi baru", "budi"],
    ]  # fmt: skip


def test_success_forgets_failures(accounts: Accounts) -> None:
    for _ in range(3):
        for _ in range(MAX_FAILURES - 1):
            with pytest.raises(SignInError, match="salah"):
                accounts.check("ani", "salah salah", now=1000)
        accounts.check("ani", PASSWORD, now=1000)


def test_disabled_account_is_shut_and_its_sessions_end(accounts: Accounts, tmp_path: Path) -> None:
    sessions = Sessions(tmp_path)
    token = sessions.issue(accounts.check("ani", PASSWORD))
    assert sessions.user(token).puskesmas == "Uren"
    accounts.disable("ani")
    assert sessions.user(token) == PUBLIC
    with pytest.raises(SignInError):
        accounts.check("ani", PASSWORD)
    accounts.enable("ani")
    assert sessions.user(token) == PUBLIC  # an old session does not come back to life


def test_new_password_ends_sessions(accounts: Accounts, tmp_path: Path) -> None:
    sessions = Sessions(tmp_path)
    token = sessions.issue(accounts.check("budi", PASSWORD))
    accounts.set_password("budi", "kata sandi baru")
    assert sessions.user(token) == PUBLIC
    assert accounts.check("budi", "kata sandi baru").role == "dinas"


def test_sessions_expire(accounts: Accounts, tmp_path: Path) -> None:
    token = Sessions(tmp_path).issue(accounts.check("budi", PASSWORD))
    assert Sessions(tmp_path, max_age=-1).user(token) == PUBLIC


def test_a_session_that_was_ended_stays_ended_and_the_others_go_on(
    accounts: Accounts, tmp_path: Path
) -> None:
    sessions = Sessions(tmp_path)
    budi = accounts.check("budi", PASSWORD)
    # in the same second, by the same account: still two sessions
    mine, other = sessions.issue(budi), sessions.issue(budi)
    sessions.end(mine)
    assert sessions.user(mine) == PUBLIC
    assert Sessions(tmp_path).user(mine) == PUBLIC  # another process, or after a restart
    assert sessions.user(other) == budi
    assert sessions.user(sessions.issue(budi)) == budi
    sessions.end(mine)  # twice is once


def test_an_ended_token_does_not_come_back_in_another_spelling(accounts: Accounts, tmp_path: Path) -> None:
    sessions = Sessions(tmp_path)
    token = sessions.issue(accounts.check("budi", PASSWORD))
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    alike = [token[:-1] + c for c in letters if sessions.user(token[:-1] + c) != PUBLIC]
    assert len(alike) > 1, "the signature's last letter has spare bits"
    sessions.end(token)
    assert [t for t in alike if sessions.user(t) != PUBLIC] == []


def test_ended_sessions_are_forgotten_when_their_tokens_have_run_out(accounts: Accounts) -> None:
    accounts.end("satu", until=100, now=50)
    accounts.end("dua", until=200, now=150)
    assert accounts.user("budi", session="satu") is not None
    assert accounts.user("budi", session="dua") is None


@pytest.mark.parametrize("token", [None, "", "x", "a.b.c"])
def test_ending_what_is_no_session_changes_nothing(
    accounts: Accounts, tmp_path: Path, token: str | None
) -> None:
    Sessions(tmp_path).end(token)
    assert accounts.user("budi") is not None


def test_a_token_of_an_earlier_version_is_the_public(accounts: Accounts, tmp_path: Path) -> None:
    sessions = Sessions(tmp_path)
    assert sessions.user(str(sessions._signer.dumps(["budi", 1]))) == PUBLIC


@pytest.mark.parametrize("token", [None, "", "x", "a.b.c", "WyJhbmkiLDFd.aaaa.bbbb"])
def test_forged_tokens_are_the_public(tmp_path: Path, token: str | None) -> None:
    assert Sessions(tmp_path).user(token) == PUBLIC


def test_token_of_another_installation_is_the_public(accounts: Accounts, tmp_path: Path) -> None:
    token = Sessions(tmp_path).issue(accounts.check("budi", PASSWORD))
    other = tmp_path / "lain"
    Accounts(other, CHEAP).add("budi", "dinas", password=PASSWORD)
    assert Sessions(other).user(token) == PUBLIC


def test_files_are_for_the_owner_alone(accounts: Accounts, tmp_path: Path) -> None:
    Sessions(tmp_path)
    for name in ("akun.sqlite", "kunci_sesi"):
        assert stat.S_IMODE((tmp_path / "vault" / name).stat().st_mode) == 0o600
    assert PASSWORD.encode() not in accounts.path.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        (("ani", "dinas"), "sudah ada"),
        (("x y", "dinas"), "nama akun"),
        (("c", "raja"), "peran"),
        (("c", "publik"), "peran"),
        (("c", "puskesmas"), "perlu nama puskesmas"),
        (("c", "dinas", None, "pendek"), "paling sedikit"),
    ],
)
def test_bad_accounts_are_refused_in_words(accounts: Accounts, arguments: tuple, match: str) -> None:
    with pytest.raises(AccountError, match=match):
        accounts.add(*arguments)


def test_list_has_no_hashes(accounts: Accounts) -> None:
    listed = accounts.list()
    assert listed["name"].tolist() == ["budi", "ani"]
    assert "hash" not in listed


def test_scope_of_each_role() -> None:
    assert User("a", "puskesmas", "Uren").scope() == "Uren"
    assert User("a", "dinas").scope() is None
    assert User("a", "admin").scope() is None
    for user in (PUBLIC, User("a", "tpps")):
        with pytest.raises(AccessError, match="hanya melihat angka"):
            user.scope()
        with pytest.raises(AccessError):
            user.require_upload()


def test_a_puskesmas_uploads_only_its_own() -> None:
    user = User("a", "puskesmas", "Uren")
    user.require_upload("Uren")
    with pytest.raises(AccessError, match="milik Puskesmas Uren"):
        user.require_upload("Halong")
    with pytest.raises(AccessError, match="admin"):
        user.require_admin()


def test_demo_accounts_close_when_the_store_holds_real_data(accounts: Accounts) -> None:
    accounts.add("demo", "dinas", password=PASSWORD, demo=True)
    assert accounts.check("demo", PASSWORD).role == "dinas"
    with pytest.raises(SignInError, match="salah"):
        accounts.check("demo", PASSWORD, demo_open=False)
    assert accounts.check("budi", PASSWORD, demo_open=False).role == "dinas"
