"""Latest wins, compared with the rule written out row by row."""

from __future__ import annotations

import datetime

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from stunting.store.resolve import resolve

UPLOADS = ["a", "b", "c", "gone"]
ROW = st.tuples(
    st.sampled_from(UPLOADS),
    st.sampled_from(["x", "y"]),
    st.sampled_from([None, 1, 2]),  # day measured
    st.sampled_from(["2024-01", "2024-02", None]),
    st.sampled_from(["P", "Q", None]),
)


def naive(lines: list[tuple], order: dict[str, int], replaced: dict[tuple[str, str], int]) -> list[int]:
    """The rule, without regard to speed."""
    alive = [
        n
        for n, (upload, _, _, period, puskesmas) in enumerate(lines)
        if upload in order and order[upload] >= replaced.get((puskesmas, period), -1)
    ]
    alive.sort(key=lambda n: (order[lines[n][0]], n))
    newest: dict[tuple, int] = {}
    for n in alive:
        _, child, day, period, _ = lines[n]
        newest[(child, "day", day) if day else (child, "month", period)] = n
    measured = {(lines[n][1], lines[n][3]) for n in newest.values() if lines[n][2]}
    kept = [n for n in newest.values() if lines[n][2] or (lines[n][1], lines[n][3]) not in measured]
    return sorted(kept, key=lambda n: (order[lines[n][0]], n))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(ROW, max_size=30),
    st.permutations(["a", "b", "c"]),
    st.dictionaries(
        st.tuples(st.sampled_from(["P", "Q"]), st.sampled_from(["2024-01", "2024-02"])), st.integers(0, 2)
    ),
)
def test_same_as_the_rule_row_by_row(
    lines: list[tuple], names: list[str], replaced: dict[tuple[str, str], int]
) -> None:
    order = {name: place for place, name in enumerate(names)}
    days = [datetime.date(2024, 1, line[2]) if line[2] else None for line in lines]
    table = pa.table(
        {
            "upload_id": pa.array([line[0] for line in lines], pa.string()),
            "row": pa.array(range(len(lines)), pa.int32()),
            "child_id": pa.array([line[1] for line in lines], pa.string()),
            "measured_on": pa.array(days, pa.date32()),
            "measured": pa.array([day is not None for day in days], pa.bool_()),
            "period": pa.array([line[3] for line in lines], pa.string()),
            "puskesmas": pa.array([line[4] for line in lines], pa.string()),
        }
    )
    assert resolve(table, order, replaced).tolist() == naive(lines, order, replaced)
