"""Identity of the children of a file: NIK, name, parents, sex."""

from __future__ import annotations

from stunting.ingest.batch import Batch
from stunting.ingest.cells.column import Column
from stunting.ingest.cells.identity import read_mother, read_name, read_nik, read_sex
from stunting.ingest.findings import masked, sentence

#: From so many distinct NIK on, "all end in 0" cannot be chance.
_ENOUGH_NIK = 10


def read_niks(batch: Batch) -> Column:
    """Return the column of real NIK; everything else is blank, with a finding."""
    raw = batch["nik"]
    read = [read_nik(value) for value in raw.distinct]
    good = {nik for nik, _ in read if nik}
    if len(good) >= _ENOUGH_NIK and all(nik.endswith("0") for nik in good):
        batch.findings.add(
            "NIK_KOLOM_TERPOTONG", 0, raw.title, "", sentence("NIK_KOLOM_TERPOTONG", jumlah=len(good))
        )
        read = [(None, code) for _, code in read]
    for code in sorted({code for _, code in read if code}):
        flagged = [at for at, (_, seen) in enumerate(read) if seen == code]
        batch.report(code, raw, flagged, lambda at, code=code: _nik_says(raw.distinct[at], code))  # type: ignore[misc]
    each = dict(zip(raw.distinct, (nik for nik, _ in read), strict=True))
    return raw.mapped(each.__getitem__)


def _nik_says(value: str, code: str) -> str:
    return sentence(code, nilai=masked(value), digit=sum(c.isdigit() for c in value))


def read_people(batch: Batch) -> dict[str, Column]:
    """Return ``nik name parent mother sex`` and the texts that only the vault keeps."""
    out = {"nik": read_niks(batch), "name": batch["name"].mapped(read_name)}
    batch.report_rows("NAMA_KOSONG", ~out["name"].filled, batch["name"].title)
    sex = batch["sex"]
    unknown = [at for at, value in enumerate(sex.distinct) if read_sex(value) is None]
    batch.report("JK_TAK_DIKENAL", sex, unknown)
    batch.report_rows("JK_KOSONG", ~sex.filled, sex.title)
    out["sex"] = sex.mapped(read_sex)
    mother_first = "parent_ibu" in batch.columns
    parent = batch["parent_ibu" if mother_first else "parent"]
    out["parent"] = parent.mapped(read_name)
    out["mother"] = parent.mapped(lambda text: read_mother(text, mother_first=mother_first))
    for name in ("rt", "rw", "address"):
        out[name] = batch[name]
    return out
