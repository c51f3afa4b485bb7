"""``stunting demo``: the synthetic district through the real ingest into a store."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from stunting.demo.accounts import PASSWORD, make_accounts
from stunting.demo.exports import write_exports
from stunting.demo.history import calm_collector, deliveries, read_all
from stunting.demo.plan import DemoError, make_plan
from stunting.demo.sheets import TITLE, Sheets
from stunting.demo.supplements import Supplements, make_supplements, parsed, write_examples
from stunting.demo.world import make_world
from stunting.indicators import cube
from stunting.indicators.format_id import period_name
from stunting.ingest.templates import KIND, templates
from stunting.store import Store
from stunting.store.forget_plan import EXPORTS

NOTE = "demo.json"


@dataclass(frozen=True)
class DemoResult:
    """What the demo made.

    Attributes
    ----------
    home, exports_dir : Path
        The store, and the folder of the files that are left to upload.
    uploads, rows, children : int
        Live uploads, the lines of those with measurements, and invented children.
    noted : int
        Lines of filled-in templates.
    files : int
        Files in `exports_dir`.
    first, last : str
        First and last month of the demo; the last is in the files only.
    seconds : float
    accounts : tuple of str
        Names of the demo accounts; they open while the store holds synthetic data alone.
    already : bool
        The same demo was there before; nothing was done.
    """

    home: Path
    exports_dir: Path
    uploads: int
    rows: int
    children: int
    files: int
    first: str
    last: str
    seconds: float
    accounts: tuple[str, ...] = ()
    already: bool = False
    noted: int = 0

    def to_text(self) -> str:
        """Return the closing words for the terminal (Indonesian)."""
        head = "Data contoh sudah ada" if self.already else "Data contoh selesai dibuat"
        return "\n".join(
            [
                f"{head} di {self.home} - SEMUANYA SINTETIS: nama, NIK, dan ukuran anak rekaan.",
                f"{_number(self.uploads)} unggahan, {_number(self.rows)} baris, {_number(self.children)} "
                f"anak, sejak {period_name(self.first)}; {_number(self.noted)} baris templat.",
                f"{period_name(self.last)} belum diunggah: {self.files} berkas (ekspor puskesmas dan templat "
                f"terisi) di {self.exports_dir}.",
                f"Akun contoh: {', '.join(self.accounts)}; kata sandi {PASSWORD}.",
            ]
        )


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def make(
    home: Path,
    *,
    children: int = 9230,
    months: int = 48,
    seed: int = 2024,
    progress: Callable[[str], None] | None = None,
) -> DemoResult:
    """Make the synthetic district in the store at `home`.

    The history goes through ``stunting.ingest.parse_table`` and ``Store.add`` like any upload; the last
    month is written as files under ``home/ekspor`` and is not stored.

    Parameters
    ----------
    home : Path
        Folder of the store; empty, or holding this same demo (then nothing changes, and an interrupted
        demo is completed).
    children : int
        Children measured in the last year.
    months : int
        Months up to December of the last published year, at least 2.
    seed : int
        Same seed, same district.
    progress : callable, optional
        Is told what is being done (Indonesian).

    Returns
    -------
    DemoResult

    Raises
    ------
    DemoError
        If `home` holds other data, or the numbers are out of range; the message is for the user.
    """
    began = time.monotonic()
    say = progress or (lambda text: None)
    plan = make_plan(children, months, seed)
    home = Path(home)
    store = Store(home)
    wish: dict[str, object] = {"children": children, "months": months, "seed": seed}
    done = _check(store, home, wish)
    if done is not None:
        return done

    say("Mengarang anak, kunjungan, dan pertumbuhannya (data sintetis) ...")
    world = make_world(plan)
    sheets = Sheets(world)
    home.mkdir(parents=True, exist_ok=True)
    _note(home, wish | {"done": False})
    supplements = make_supplements(world)
    files = write_exports(sheets, home / EXPORTS) + write_examples(world, supplements, home / EXPORTS)
    say(f"{len(files)} berkas bulan terakhir ditulis di {home / EXPORTS}.")

    _store(store, sheets, say)
    _supplement(store, supplements, plan.kab, say)
    say("Menghitung angka pertama ...")
    store.cube(cube.NAME, plan.kab, cube.build)

    uploads = store.uploads()
    answers = uploads["kind"] == KIND
    result = DemoResult(
        home=home,
        exports_dir=home / EXPORTS,
        uploads=len(uploads),
        rows=int(uploads.loc[~answers, "rows_stored"].sum()),
        children=len(np.unique(world.book.child)),
        files=len(files),
        first=str(plan.months[plan.first]),
        last=str(plan.months[-1]),
        seconds=round(time.monotonic() - began, 1),
        accounts=make_accounts(home, sheets.puskesmas),
        noted=int(uploads.loc[answers, "rows_stored"].sum()),
    )
    _note(home, wish | {"done": True, "result": _plain(result)})
    return result


def _store(store: Store, sheets: Sheets, say: Callable[[str], None]) -> None:
    plan, year = sheets.world.plan, 0
    files = deliveries(plan, len(sheets.puskesmas))
    with calm_collector():
        for (month, _), parsed in zip(files, read_all(sheets, files), strict=True):
            if plan.months[month].year != year:
                year = plan.months[month].year
                say(f"Mengunggah {year} ...")
            if parsed is not None:
                store.add(parsed, None, by="demo")


def _supplement(store: Store, supplements: Supplements, kab: str, say: Callable[[str], None]) -> None:
    say("Mengunggah templat keluarga, ibu hamil, dan wilayah ...")
    for template in templates():
        found = parsed(supplements, template, kab)
        if len(found.table):
            store.add(found, None, by="demo")


def _check(store: Store, home: Path, wish: dict[str, object]) -> DemoResult | None:
    """Return the result of an earlier, finished run of the same demo; refuse a store of other data."""
    uploads = store.uploads()
    try:
        found = json.loads((home / NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        found = {}
    same = {name: found.get(name) for name in wish} == wish and found.get("done")
    if len(uploads) and not same and not uploads["synthetic"].all():
        raise DemoError(
            f"Penyimpanan {home} sudah berisi data yang bukan sintetis. Pilih folder lain dengan --dir."
        )
    if not len(uploads):
        return None
    if {name: found.get(name) for name in wish} != wish:
        raise DemoError(
            f"Penyimpanan {home} sudah berisi data contoh lain. Hapus folder itu atau pilih folder lain "
            "dengan --dir."
        )
    if not found.get("done"):
        return None
    kept = found["result"] | {"home": home, "exports_dir": home / EXPORTS, "already": True}
    kept["accounts"] = tuple(kept.get("accounts", ()))
    return DemoResult(**kept)


def _note(home: Path, content: dict[str, object]) -> None:
    text = json.dumps({"keterangan": TITLE} | content, ensure_ascii=False, indent=1)
    (home / NOTE).write_text(text + "\n", encoding="utf-8")


def _plain(result: DemoResult) -> dict[str, object]:
    return {k: str(v) if isinstance(v, Path) else v for k, v in asdict(result).items()}
