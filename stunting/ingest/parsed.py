"""What reading one file gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from stunting.ingest.schema import FINDING_DTYPES, RECAP_DTYPES, ROW_DTYPES, SUPPLEMENT_DTYPES, empty

_EMPTY = {
    "rows": empty(ROW_DTYPES),
    "recap": empty(RECAP_DTYPES),
    "findings": empty(FINDING_DTYPES),
    "supplement": empty(SUPPLEMENT_DTYPES),
}


@dataclass
class Parsed:
    """Rows, findings and the facts about one file.

    ``rows_read == len(rows) + rows_rejected`` (``recap`` instead of ``rows`` for a
    recap file, ``supplement`` for a template), and every
    rejected row has a finding of severity ``rejected``.
    """

    kind: Literal["rows", "recap", "tambahan"]
    rows: pd.DataFrame = field(default_factory=lambda: _EMPTY["rows"].copy())
    recap: pd.DataFrame = field(default_factory=lambda: _EMPTY["recap"].copy())
    supplement: pd.DataFrame = field(default_factory=lambda: _EMPTY["supplement"].copy())
    findings: pd.DataFrame = field(default_factory=lambda: _EMPTY["findings"].copy())
    rows_read: int = 0
    rows_rejected: int = 0
    sha256: str = ""
    filename: str = ""
    container: str = ""
    variant: str = ""
    synthetic: bool = False
    periods: list[str] = field(default_factory=list)

    @property
    def table(self) -> pd.DataFrame:
        """The rows of whatever kind the file is."""
        return {"rows": self.rows, "recap": self.recap, "tambahan": self.supplement}[self.kind]
