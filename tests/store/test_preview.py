"""A preview is what adding then does, and leaves no trace; a child's versions show what was corrected."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from stunting.store import Store
from tests.store.frames import KAB, parsed, recap, rows, snapshot

VOLATILE = ["upload_id", "uploaded_at"]


def same_rows(store: Store, previewed: pd.DataFrame, kab: str = KAB) -> None:
    """The rows of the store in the puskesmas of `previewed` are `previewed`."""
    frame = store.rows(kab)
    inside = frame["puskesmas"].astype("object").isin(previewed["puskesmas"].astype("object").unique())
    left, right = frame[inside].drop(columns=VOLATILE), previewed.drop(columns=VOLATILE)
    texts = [c for c in left if isinstance(left[c].dtype, pd.CategoricalDtype)]
    pd.testing.assert_frame_equal(
        left.astype(dict.fromkeys(texts, "str")).reset_index(drop=True),
        right.astype(dict.fromkeys(texts, "str")).reset_index(drop=True),
    )


def test_preview_of_an_empty_store_creates_nothing(tmp_path: Path) -> None:
    home = tmp_path / "none"
    preview = Store(home).preview(parsed(rows(range(3)), rows([1], weight=11.0)))
    assert (preview.children_new, preview.children_known) == (3, 0)
    assert (preview.duplicates_in_file, preview.duplicates_in_store, preview.replaced_rows) == (1, 0, 0)
    assert (len(preview.rows_before), len(preview.rows_after)) == (0, 3)
    assert preview.months == ["2024-02"]
    assert preview.areas_matched == 1
    assert not home.exists()


def test_preview_counts_what_is_overridden_and_what_is_replaced(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(parsed(rows(range(10)), rows(range(10), "2024-01"), rows([30], puskesmas="Lain")), b"1")
    files = snapshot(tmp_path)
    file = parsed(rows(range(8), weight=12.0), rows([40], desa=f"{KAB}.05?BARU"))
    preview = store.preview(file)
    assert snapshot(tmp_path) == files
    assert preview.replaces == [("Contoh Satu", "2024-02", 10)]
    assert (preview.replaced_rows, preview.duplicates_in_store) == (10, 0)
    assert (preview.children_new, preview.children_known) == (1, 8)
    assert (len(preview.rows_before), len(preview.rows_after)) == (20, 19)
    assert preview.rows_after["upload_id"].eq("pratinjau").sum() == 9
    assert preview.unmatched.query("kind == 'desa'")["name"].tolist() == ["BARU"]
    added = store.preview(file, partial=True)
    assert (added.replaced_rows, added.duplicates_in_store, added.replaces) == (0, 8, [])
    assert len(added.rows_after) == 21

    # a measurement moves to another puskesmas: both are affected
    moved = store.preview(parsed(rows([30])), partial=True)
    assert set(moved.rows_before["puskesmas"].astype(str)) == {"Contoh Satu", "Lain"}
    assert set(moved.rows_after["puskesmas"].astype(str)) == {"Contoh Satu"}
    few = store.preview(file, columns=["haz", "puskesmas"])
    assert list(few.rows_after.columns) == ["haz", "puskesmas"]


def test_preview_of_what_is_stored_already_of_a_recap_and_of_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first = store.add(parsed(rows(range(4))), b"1")
    again = store.preview(parsed(rows(range(4))), original=b"1")
    assert again.report.already_uploaded
    assert again.report.upload_id == first.upload_id
    assert len(again.rows_before) == len(again.rows_after) == 0
    assert store.preview(recap("kabupaten", 3)).report.kind == "recap"
    empty = store.preview(parsed(rows([]), rejected=2))
    assert empty.report.rows_rejected == 2
    assert len(empty.rows_after) == 0
    both = store.preview(parsed(rows(range(3), kab="?CONTOH"), rows(range(4, 6), weight=9.0)))
    assert set(both.rows_after["kab"].astype(str)) == {"?CONTOH", KAB}


ROWS = st.lists(
    st.tuples(
        st.integers(0, 5), st.sampled_from(["2024-01", "2024-02"]), st.sampled_from(["A", "B", None]),
        st.integers(1, 3), st.booleans(),
    ),
    min_size=1, max_size=12,
)  # fmt: skip


@hypothesis_settings(max_examples=8, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(stored=st.lists(ROWS, max_size=2), new=ROWS, partial=st.booleans(), alias=st.booleans())
def test_preview_equals_what_add_then_does(
    tmp_path_factory: pytest.TempPathFactory, stored: list, new: list, partial: bool, alias: bool
) -> None:
    def file(lines: list) -> object:
        return parsed(
            *(rows([c], p, puskesmas=u, day=d, measured=m, posyandu="X") for c, p, u, d, m in lines)
        )

    store = Store(tmp_path_factory.mktemp("s"))
    store.add(parsed(rows([90], "2023-01")), b"seed")  # so that ids are the final ones
    for n, lines in enumerate(stored):
        store.add(file(lines), b"%d" % n)  # type: ignore[arg-type]
    if alias:
        store.decide_alias("puskesmas", f"{KAB}|B", "A", by="x")
    preview = store.preview(file(new), partial)  # type: ignore[arg-type]
    same_rows(store, preview.rows_before)
    others = len(store.rows(KAB)) - len(preview.rows_before)
    report = store.add(file(new), b"new", partial=partial)  # type: ignore[arg-type]
    assert {**report.to_json_dict(), "upload_id": None} == preview.report.to_json_dict()
    assert report.replaces == preview.replaces
    assert (report.children_new, report.children_known) == (preview.children_new, preview.children_known)
    same_rows(store, preview.rows_after)
    assert len(store.rows(KAB)) == others + len(preview.rows_after)
    kept = len(preview.rows_before) - preview.replaced_rows - preview.duplicates_in_store
    kept += preview.restored_rows
    mine = preview.rows_after["upload_id"].eq("pratinjau").sum()
    assert kept + mine == len(preview.rows_after)


def test_versions_show_what_was_overwritten_and_what_was_replaced(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(parsed(rows([1, 2], weight=9.0), rows([1], weight=9.5), rows([1], "2024-01")), b"1")
    second = store.add(parsed(rows([1], weight=12.0)), b"2", partial=True)
    third = store.add(parsed(rows([2, 3], weight=13.0), filename="koreksi.xlsx"), b"3")
    child = store.people().set_index("name")["child_id"]["CONTOH ANAK 1"]
    frame = store.versions(KAB, child)
    assert frame["weight_kg"].tolist() == [9.0, 9.5, 10.0, 12.0]
    assert frame["state"].tolist() == ["digantikan", "digantikan", "berlaku", "digantikan"]
    assert frame["row"].tolist() == [2, 4, 5, 2]
    store.undo(str(third.upload_id))
    frame = store.versions(KAB, child, ["weight_kg"])
    assert frame["state"].tolist() == ["digantikan", "digantikan", "berlaku", "berlaku"]
    assert frame["filename"].eq("contoh.xlsx").all()
    counted = store.rows(KAB)
    assert (frame["state"] == "berlaku").sum() == (counted["child_id"] == child).sum()
    store.undo(str(second.upload_id))
    assert store.versions(KAB, child)["state"].tolist() == ["digantikan", "berlaku", "berlaku"]
    assert len(store.versions(KAB, "0" * 16)) == 0
    assert len(Store(tmp_path / "none").versions(KAB, child)) == 0
