"""Accounts, roles, sessions and disclosure control."""

from stunting.access.account_rules import DEMO_PASSWORD, AccountError, SignInError
from stunting.access.accounts import Accounts
from stunting.access.disclosure import SMALLEST_COUNT, protect
from stunting.access.roles import PUBLIC, ROLES, AccessError, User
from stunting.access.sessions import COOKIE, MAX_AGE_SECONDS, Sessions

__all__ = [
    "COOKIE",
    "DEMO_PASSWORD",
    "MAX_AGE_SECONDS",
    "PUBLIC",
    "ROLES",
    "SMALLEST_COUNT",
    "AccessError",
    "AccountError",
    "Accounts",
    "Sessions",
    "SignInError",
    "User",
    "protect",
]
