"""All cases of the corpus."""

from __future__ import annotations

from pathlib import Path

from tests.corpus import dirt, hostile, layouts, recaps, templates
from tests.corpus.case import Case


def cases() -> list[Case]:
    """Return every case; names are unique and end in the extension that the file bears."""
    return [*dirt.cases(), *layouts.cases(), *recaps.cases(), *templates.cases(), *hostile.cases()]


def write(folder: Path) -> int:
    """Write every file into `folder` and return how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    everything = cases()
    for case in everything:
        (folder / case.name).write_bytes(case.make())
    return len(everything)
