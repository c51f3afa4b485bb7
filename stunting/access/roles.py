"""Who a user is, and what the role may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

#: role → what it is called on screen
ROLES: Final[dict[str, str]] = {
    "publik": "Publik",
    "tpps": "TPPS",
    "puskesmas": "Puskesmas",
    "dinas": "Dinas Kesehatan",
    "admin": "Admin",
}


class AccessError(Exception):
    """The role does not allow this; the message is Indonesian."""


@dataclass(frozen=True)
class User:
    """A signed-in user, or the anonymous public.

    Attributes
    ----------
    name : str
        Account name; ``""`` for the public.
    role : str
        Key of `ROLES`.
    puskesmas : str or None
        The one puskesmas that an account of role ``puskesmas`` belongs to.
    """

    name: str
    role: str
    puskesmas: str | None = None

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise ValueError(f"unknown role {self.role!r}")
        if self.role == "puskesmas" and not self.puskesmas:
            raise ValueError("an account of role puskesmas needs its puskesmas")

    @property
    def anonymous(self) -> bool:
        """Whether nobody signed in."""
        return not self.name

    @property
    def sees_identities(self) -> bool:
        """Whether the role sees any child's name at all."""
        return self.role in ("puskesmas", "dinas", "admin")

    @property
    def uploads(self) -> bool:
        """Whether the role may upload, undo and decide."""
        return self.role in ("puskesmas", "dinas", "admin")

    @property
    def protected(self) -> bool:
        """Whether figures pass disclosure control before this user sees them."""
        return self.role == "publik"

    def scope(self) -> str | None:
        """Return the one puskesmas whose identities the user sees; ``None`` means all.

        Raises
        ------
        AccessError
            If the role sees no identities.

        Examples
        --------
        >>> User("ani", "puskesmas", "Uren").scope()
        'Uren'
        >>> User("budi", "dinas").scope() is None
        True
        """
        if not self.sees_identities:
            raise AccessError(
                f"Peran {ROLES[self.role]} hanya melihat angka, bukan nama anak. "
                "Masuk dengan akun puskesmas atau dinas."
            )
        return self.puskesmas if self.role == "puskesmas" else None

    def require_upload(self, puskesmas: str | None = None) -> None:
        """Raise `AccessError` unless the user may change the data (of `puskesmas`)."""
        if not self.uploads:
            raise AccessError(f"Peran {ROLES[self.role]} tidak dapat mengunggah atau mengubah data.")
        own = self.scope()
        if own is not None and puskesmas is not None and puskesmas != own:
            raise AccessError(
                f"Berkas ini berisi data Puskesmas {puskesmas}, sedangkan akun Anda milik Puskesmas {own}. "
                "Minta petugas puskesmas itu atau dinas untuk mengunggahnya."
            )

    def require_admin(self) -> None:
        """Raise `AccessError` unless the user is an admin."""
        if self.role != "admin":
            raise AccessError("Halaman ini hanya untuk admin.")


PUBLIC: Final = User("", "publik")
