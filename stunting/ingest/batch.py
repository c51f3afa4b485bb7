"""The rows of one file while they are being read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from stunting.ingest.cells.column import Column
from stunting.ingest.findings import Findings, masked, sentence


@dataclass
class Batch:
    """Columns by canonical name, the row numbers, and the findings so far.

    A column that the file lacks is blank, so that no reader has to ask.
    """

    columns: dict[str, Column]
    rows: np.ndarray  # int32, as the spreadsheet counts
    findings: Findings

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, name: str) -> Column:
        found = self.columns.get(name)
        return Column.blank(len(self.rows), name) if found is None else found

    def take(self, keep: np.ndarray) -> Batch:
        """Keep some rows; findings stay the same object."""
        columns = {name: column.take(keep) for name, column in self.columns.items()}
        return Batch(columns, self.rows[keep], self.findings)

    def report(
        self, code: str, column: Column, flagged: Sequence[int], says: Callable[[int], str] | None = None
    ) -> None:
        """Add a finding for each row whose distinct text is `flagged`; `says` gives its message."""
        if not len(flagged):
            return
        at = column.rows_of(flagged)
        values = {number: masked(column.distinct[number]) for number in flagged}
        messages = {
            number: says(number) if says else sentence(code, kolom=column.title, nilai=values[number])
            for number in flagged
        }
        codes = column.codes[at].tolist()
        self.findings.add(
            code, self.rows[at], column.title, [values[c] for c in codes], [messages[c] for c in codes]
        )

    def report_rows(self, code: str, mask: np.ndarray, column: str = "", value: str = "") -> None:
        """Add the same finding for every row of `mask`."""
        if mask.any():
            self.findings.add(code, self.rows[mask], column, value)
