"""Answers of templates as they count: of each question the newest answer, of each visit the newest row."""

from __future__ import annotations

import json
from datetime import date

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from stunting.store import areas
from stunting.store.live import Live
from stunting.store.read import stored, to_frame
from stunting.store.schema import SUPPLEMENT, SUPPLEMENT_TABLE_DTYPES

_PLACE = ["kab", "kec", "puskesmas", "desa", "posyandu"]


def months(live: Live, kab: str, template: str) -> list[str]:
    """Return the months in which answers of a template were noted, oldest first."""
    wanted = ["template", "period", "upload_id"]
    table = stored(live.snapshots["tambahan"].files.get(kab, ()), wanted, SUPPLEMENT)
    frame = table.select(wanted).to_pandas().astype("str")
    here = (frame["template"] == template) & frame["upload_id"].isin(set(live.order))
    return sorted(set(frame.loc[here, "period"]))


def places(live: Live, kab: str) -> pd.DataFrame:
    """Return where the answers of every template are, as decided: ``kec, desa, puskesmas, child_id, period``.

    ``child_id`` is missing where the row is not about a child.
    """
    wanted = [*areas.NEEDED, "template", "upload_id"]
    table = stored(live.snapshots["tambahan"].files.get(kab, ()), wanted, SUPPLEMENT)
    counts = pc.is_in(table["upload_id"].cast(pa.string()), pa.array([*live.order], pa.string()))
    return _places(table.filter(counts), live, kab)


def unmatched(table: pa.Table, live: Live) -> pd.DataFrame:
    """Return the areas that no list knows (`areas.unmatched`) of rows that are not stored yet."""
    kabs = sorted(set(table["kab"].drop_null().to_pylist()))
    parts = [(kab, _places(table.filter(pc.equal(table["kab"], kab)), live, kab)) for kab in kabs]
    nobody = pd.DataFrame({name: pd.Series(dtype="str") for name in areas.NEEDED})
    found = [areas.unmatched(frame, kab) for kab, frame in parts or [("", nobody)]]
    return pd.concat(found, ignore_index=True)


def _places(table: pa.Table, live: Live, kab: str) -> pd.DataFrame:
    told = live.aliases.apply(table.unify_dictionaries(), kab).select([*areas.NEEDED, "template"]).to_pandas()
    frame = told.astype("str")
    return frame[list(areas.NEEDED)].assign(child_id=frame["child_id"].where(frame["template"] == "anak"))


def read(live: Live, kab: str, template: str, until: date | None = None) -> pd.DataFrame:
    """Return the answers of one template of a kabupaten.

    Parameters
    ----------
    live : Live
    kab : str
    template : {"anak", "bumil", "wilayah"}
    until : date, optional
        As they were known then: only rows noted on this day or before.

    Returns
    -------
    DataFrame
        ``kab, kec, puskesmas, desa, posyandu, period, noted_on, upload_id``, ``child_id`` (missing of an
        area), and a column for each question that was ever answered (objects; missing where not).
        Of ``"anak"`` one row a child: of each question the newest answer, place and date of the newest row.
        Of ``"bumil"`` one row a woman and visit date; of ``"wilayah"`` one row an area, year and indicator:
        the row of the newest upload.
    """
    files = live.snapshots["tambahan"].files.get(kab, ())
    wanted = list(SUPPLEMENT_TABLE_DTYPES)
    table = live.aliases.apply(stored(files, wanted, SUPPLEMENT).unify_dictionaries(), kab)
    frame = to_frame(table, wanted, kab, SUPPLEMENT_TABLE_DTYPES, table["period"])
    frame = frame[frame["template"].astype("str") == template]
    if until is not None:
        frame = frame[frame["noted_on"] <= pd.Timestamp(until)]
    frame = frame.assign(place=frame["upload_id"].astype("str").map(live.order).astype("float64"))
    frame = frame.dropna(subset=["place"]).sort_values(["noted_on", "place", "row"], kind="stable")
    answers = pd.DataFrame([json.loads(text) for text in frame["answers"]], index=frame.index, dtype="object")
    columns = ["child_id", *_PLACE, "period", "noted_on", "upload_id"]
    plain = frame[columns].astype({c: "str" for c in columns if c != "noted_on"})
    out = pd.concat([plain, answers], axis=1)
    if template == "wilayah":
        keys = ["kec", "desa", "period", "indikator"]
        by_time = out.loc[frame.sort_values(["place", "row"], kind="stable").index]
        return by_time.drop_duplicates([k for k in keys if k in out], keep="last").reset_index(drop=True)
    if template == "bumil":
        return out.drop_duplicates(["child_id", "noted_on"], keep="last").reset_index(drop=True)
    newest = out.drop_duplicates("child_id", keep="last").set_index("child_id")
    filled = answers.groupby(out["child_id"]).last() if len(answers.columns) else answers
    newest[answers.columns] = filled.reindex(newest.index)
    return newest.reset_index()
