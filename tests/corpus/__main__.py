"""Write the corpus: ``python -m tests.corpus OUTDIR``."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.corpus.build import write

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print(f"{write(Path(sys.argv[1]))} files in {sys.argv[1]}")
