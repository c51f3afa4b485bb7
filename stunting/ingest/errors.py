"""The one exception of a file that cannot be read at all."""

from __future__ import annotations


class IngestError(Exception):
    """A file is refused as a whole; nothing of it is stored.

    Attributes
    ----------
    code : str
        Reason, listed in ``docs/berkas.md``.
    message : str
        Indonesian sentences: what is wrong and what to do.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
