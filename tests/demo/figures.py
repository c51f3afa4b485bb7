"""The published statements of facts §5, checked against counts by kecamatan; used on memory and store."""

from __future__ import annotations

from collections.abc import Mapping

Counts = Mapping[tuple[int, str], tuple[int, int]]  # (year, kecamatan) → (stunted, measured)

JUAI, HALONG, AWAYAN, BATU_MANDI = "63.11.01", "63.11.02", "63.11.03", "63.11.04"
LAMPIHONG, PARINGIN, PARINGIN_SELATAN, TEBING_TINGGI = "63.11.05", "63.11.06", "63.11.07", "63.11.08"


def percent(pair: tuple[int, int]) -> float:
    return round(100 * pair[0] / pair[1], 2)


def district(counts: Counts, year: int) -> tuple[int, int]:
    pairs = [pair for (y, _), pair in counts.items() if y == year]
    return sum(p[0] for p in pairs), sum(p[1] for p in pairs)


def assert_published(counts: Counts) -> None:
    assert [percent(district(counts, y)) for y in (2021, 2022, 2023)] == [17.91, 14.91, 14.61]
    assert district(counts, 2024) == (1346, 9230)
    of = {key: percent(pair) for key, pair in counts.items()}
    assert of[2021, LAMPIHONG] == 26.56
    assert of[2021, AWAYAN] == 20.85
    assert of[2021, HALONG] == 20.41
    assert of[2021, PARINGIN_SELATAN] == 16.20
    in_2022 = {kec: value for (year, kec), value in of.items() if year == 2022}
    assert max(in_2022, key=in_2022.__getitem__) == LAMPIHONG
    assert in_2022[LAMPIHONG] == 21.7
    assert min(in_2022, key=in_2022.__getitem__) == PARINGIN
    assert in_2022[PARINGIN] == 8.24
    above = {kec for kec, value in in_2022.items() if value > 14.91}
    assert above == {LAMPIHONG, TEBING_TINGGI, JUAI, PARINGIN_SELATAN, HALONG}
    change = {kec: round(value - of[2021, kec], 2) for kec, value in in_2022.items()}
    assert {kec for kec, diff in change.items() if diff > 0} == {JUAI, PARINGIN, TEBING_TINGGI}
    assert change[JUAI] == 2.55 == max(change.values())
    assert change[AWAYAN] == -9.92 == min(change.values())
