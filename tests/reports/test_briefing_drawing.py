"""What a briefing draws: every area counted once, labels that fit, lone points seen, intervals in tables."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from pptx import Presentation
from pptx.enum.dml import MSO_FILL

from stunting import regions
from stunting.reports.briefing import collect, plot_map, plot_trend, plots
from stunting.reports.briefing.content import Causes
from stunting.reports.briefing.draw import bounds, polygons
from stunting.reports.briefing.map_labels import Spot, place, text_width
from stunting.reports.briefing.slide_charts import put_trend
from stunting.reports.briefing.slides import pptx
from stunting.reports.briefing.typeset import caption, content, iku_rows, over, png
from tests.reports.figures import KEC, Made, district, frame

TODAY = dt.date(2024, 9, 2)
HALONG = "63.11.02"


def desa(cells: list[tuple[int, int]]) -> dict[tuple[str, str], tuple[int, int]]:
    codes = sorted(a for a in layer()["areas"] if a.startswith(HALONG))
    return {(code, p): c for code, c in zip(codes, cells, strict=True) for p in ("2024", "2023")}


def kecamatan() -> Made:
    """24 desa: six of a high rate, two of few children, four hidden."""
    cells = [(12, 50)] * 6 + [(9, 60)] * 12 + [(6, 25)] * 2 + [(2, 40), (3, 40), (2, 38), (1, 40)]
    whole = {(HALONG, p): tuple(np.sum(cells, axis=0).tolist()) for p in ("2024", "2023")}
    return Made({"desa": desa(cells), "kecamatan": whole})


@pytest.fixture(scope="module")
def briefing():
    return collect(kecamatan(), HALONG, "2024", today=TODAY)


@pytest.fixture(scope="module")
def slides(briefing):
    return Presentation(io.BytesIO(pptx(briefing))).slides


def layer(level: str = "desa"):
    return regions.svg_layer("63.11", level, None)


def texts(slide) -> list[str]:
    return [s.text_frame.text for s in slide.shapes if s.has_text_frame]


def table(slide) -> list[list[str]]:
    shape = next(s for s in slide.shapes if s.has_table)
    return [[c.text for c in row.cells] for row in shape.table.rows]


def test_the_legend_counts_every_area_once_and_looks_like_the_map(briefing):
    parts = briefing.page("peta").frames["parts"]
    _, rows = plot_map.area_map(parts, layer(), briefing.names)
    assert sum(r["n"] for r in rows) == len(parts) == 24
    by = {r["kind"]: r for r in rows if r["kind"] != "kelas"}
    assert by["ragu"]["n"] == 2
    assert by["samar"]["n"] == int(parts["suppressed"].sum()) >= 4
    assert "url(#ragu)" in by["ragu"]["svg"]
    assert "url(#samar)" in by["samar"]["svg"]
    high = next(r for r in rows if r["range"] == "20–30 %")
    assert f"{high['n']} dari 24 desa di kelas tinggi" in briefing.page("peta").takeaway


def test_of_many_areas_those_of_the_worst_class_are_named_or_numbered(briefing):
    parts = briefing.page("peta").frames["parts"]
    figure, _ = plot_map.area_map(parts, layer(), briefing.names)
    high = parts["value"].eq(0.24) & parts["denominator"].eq(50)
    worst = {briefing.names[a] for a in parts.loc[high, "area"]}
    assert len(worst) == 6
    for placed in figure.sets:
        named = {label.text for label in placed.labels if label.second}
        assert worst <= named | {k["name"] for k in placed.key}
        numbers = [label.text for label in placed.labels if not label.second]
        assert numbers == [k["number"] for k in placed.key] == [str(n + 1) for n in range(len(numbers))]


@pytest.mark.parametrize("level", ["kecamatan", "desa"])
def test_no_label_leaves_its_area(level):
    known = layer(level)["areas"]
    spots = [
        Spot(a["name"], "12,3 %", a["d"], a["x"], a["y"], True, "#000000", "#FFFFFF") for a in known.values()
    ]
    left, top, wide, high = room = bounds([a["d"] for a in known.values()])
    for placed in place(spots, room, (24.0, 55.0, 400.0)):
        assert len(placed.labels) == len(spots)
        for spot, label in zip(spots, placed.labels, strict=True):
            if not label.second:
                continue
            x, y, letter = left + label.x * wide, top + label.y * high, wide / placed.em
            half = text_width(label.text) * letter / 2
            for dx in (-half * 0.98, 0, half * 0.98):
                assert inside(spot.path, x + dx, y - 0.45 * letter), spot.name
    assert not placed.key, "on a wall everything has its name"


def inside(path: str, x: float, y: float) -> bool:
    crossed = 0
    for ring in polygons(path):
        for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (ay <= y) != (by <= y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
                crossed += 1
    return crossed % 2 == 1


def test_a_small_drawing_numbers_its_areas_and_the_key_says_which():
    briefing = collect(district([60, 70, 65, 80, 75, 66, 71, 90], [40] * 8), "63.11", "2024", today=TODAY)
    page = next(p for p in content(briefing)["halaman"] if p["jenis"] == "peta")
    small, large = page["gambar"]["sets"][0], page["gambar"]["sets"][-1]
    assert len(small["key"]) > len(large["key"])
    assert len(small["labels"]) == len(large["labels"]) == len(KEC)
    assert small["key"][0] == {"number": "1", "name": "Tebing Tinggi", "said": "30,0 %"}


def test_the_desa_of_a_briefing_is_outlined_and_named():
    own = sorted(a for a in layer()["areas"] if a.startswith(HALONG))[7]
    briefing = collect(kecamatan(), own, "2024", today=TODAY)
    page = next(p for p in content(briefing)["halaman"] if p["jenis"] == "peta")
    assert page["gambar"]["svg"].count('stroke="#12262B"') == 1
    assert "Garis tebal: Desa" in page["catatan"]
    for placed in page["gambar"]["sets"]:
        said = {label["text"].replace("\u00a0", " ") for label in placed["labels"]}
        assert briefing.names[own] in said | {k["name"] for k in placed["key"]}
    group = next(s for s in Presentation(io.BytesIO(pptx(briefing))).slides[1].shapes if s.shape_type == 6)
    assert list(group.shapes)[-1].name == briefing.names[own]


def test_desa_lokus_are_outlined_and_labelled_whatever_their_class(briefing):
    page = briefing.page("peta")
    parts = page.frames["parts"]
    low = parts[parts["value"].eq(0.15)].index[:2]
    marked = parts.assign(lokus=parts.index.isin(low))
    figure, _ = plot_map.area_map(marked, layer(), briefing.names)
    assert figure.to_dict()["svg"].count('stroke="#12262B"') == 2
    for placed in figure.sets:
        said = {label.text for label in placed.labels} | {k["name"] for k in placed.key}
        assert {briefing.names[a] for a in parts.loc[low, "area"]} <= said
    written = caption(briefing, replace(page, frames={"parts": marked}), layer())
    assert written.endswith("Garis gelap: desa lokus 2024.")
    assert "lokus" not in caption(briefing, page, layer())


def series(skip: tuple[int, ...] = (), hidden: tuple[int, ...] = ()) -> pd.DataFrame:
    cells = {("63.11", f"2024-{m:02d}"): (20 + m, 200) for m in range(1, 9) if m not in skip}
    out = frame("kabupaten", cells)
    out["suppressed"] = out["period"].isin([f"2024-{m:02d}" for m in hidden])
    out.loc[out["suppressed"], ["value", "low", "high", "numerator"]] = np.nan
    return out


def test_a_point_without_neighbours_is_seen_and_the_gap_is_explained():
    none = frame("kabupaten", {})
    goal = pd.DataFrame({"year": [], "value": [], "printed": []})
    whole = plot_trend.trend(series(), goal, none).to_dict()["svg"]
    lone = plot_trend.trend(series(hidden=(2,)), goal, none).to_dict()["svg"]
    assert (whole.count("<circle"), lone.count("<circle")) == (1, 2)
    assert plot_trend.gap_note(series()) == ""
    assert plot_trend.gap_note(series(hidden=(2,))) == "Celah: disamarkan (Feb 2024)."
    assert plot_trend.gap_note(series(skip=(3, 4))) == "Celah: tidak ada data (Mar 2024 dan Apr 2024)."
    both = plot_trend.gap_note(series(skip=(3,), hidden=(2, 4, 5, 6)))
    assert both == "Celah: disamarkan (4 bulan); tidak ada data (Mar 2024)."
    assert plot_trend.gap_note(series().head(0)) == ""


def test_the_last_figure_and_the_target_beside_it_do_not_cover_each_other():
    goal = pd.DataFrame({"year": [2024], "value": [0.141], "printed": [0.141]})
    for ratio in (0.21, 0.42):
        figure = plot_trend.trend(series(), goal, frame("kabupaten", {}), ratio=ratio)
        last, target = figure.labels[-2:]
        assert abs(last.y - target.y) * ratio > 0.03


def test_the_trend_of_the_slides_has_surveys_lone_points_and_the_gap():
    months = {("63.11", f"2024-{m:02d}"): (20 + m, 200) for m in (1, 3, 4, 5)}
    figures = Made({"kabupaten": months})
    survey = frame("kabupaten", {("63.11", "2024"): (30, 100)}).assign(rule="survei", unit="%")
    figures.published = lambda indicator: survey
    briefing = collect(figures, "63.11", "2024-05", today=TODAY)
    slide = Presentation(io.BytesIO(pptx(briefing))).slides[1]
    chart = next(s.chart for s in slide.shapes if s.has_chart)
    by = {s.name: s for s in chart.plots[0].series}
    values = list(by["Stunting"].values)
    assert len(values) == 12
    assert values[1] is None, "a gap stays a gap"
    assert list(by["Survei (SSGI/SKI), seri lain"].values).count(0.3) == 1
    assert by["Survei (SSGI/SKI), seri lain"].format.line.fill.type == MSO_FILL.BACKGROUND
    assert by["Stunting"].points[0].marker.size == 8
    assert "Celah: tidak ada data (Feb 2024)." in texts(slide)
    assert put_trend.__doc__


def test_tables_of_the_slides_have_intervals(slides):
    found = table(next(s for s in slides if any(x.has_table for x in s.shapes)))
    assert found[0][:3] == ["Wilayah", "Prevalensi", "Selang 95 %".replace(" %", "\u00a0%")]
    assert found[1][2] == "14,3–37,4\u00a0%"
    causes = frame("kabupaten", {("63.11", "2024"): (120, 577)}).assign(title="Tanpa jamban sehat")
    rows, ticks = plots.spans(causes)
    assert rows[0]["interval"] == "17,7–24,3 %"
    assert [t["text"] for t in ticks] == ["0", "5", "10", "15", "20 %"]
    printed = causes.assign(low=np.nan, high=np.nan)
    assert plots.spans(printed)[0][0]["interval"] == "–"
    assert plots.spans(printed.assign(value=np.nan)) == ([], [])


def test_uncertain_and_hidden_areas_have_patterns_on_the_slide(briefing, slides):
    slide = slides[1]
    group = next(s for s in slide.shapes if s.shape_type == 6)
    kinds = [s.fill.type for s in group.shapes]
    hidden = int(briefing.page("peta").frames["parts"]["suppressed"].sum())
    assert kinds.count(MSO_FILL.PATTERNED) == 2 + hidden
    assert kinds.count(MSO_FILL.SOLID) == 22 - hidden
    said = " ".join(texts(slide))
    assert "n < 30: belum pasti (2)" in said
    assert f"disamarkan: jumlah kecil ({hidden})" in said


def test_every_slide_has_a_title_and_a_reason_never_covers_its_step(slides):
    assert all(s.shapes.title is not None and s.shapes.title.text_frame.text for s in slides)
    boxes = [s for s in slides[len(slides) - 1].shapes if s.has_text_frame]
    steps = [s for s in boxes if len(s.text_frame.paragraphs) == 2]
    assert steps
    for slide in slides:
        for shape in slide.shapes:
            assert shape.top + shape.height <= 540 * 12700


def test_a_target_that_was_reached_says_so_in_a_word():
    one = {"name": "A", "unit": "%", "before": 1.0, "target": 2.0, "actual": 3.0, "end_target": np.nan}
    found = iku_rows(pd.DataFrame([one | {"capaian": c} for c in (-123.3, 100.0, 129.5, np.nan)]))
    assert [r["met"] for r in found] == ["belum", "tercapai", "tercapai", ""]


def test_over_a_page_each_thing_stands_once():
    figures = district([60, 70, 65, 80, 75, 66, 71, 90], [40] * 8)
    figures._causes = Causes(frame("kabupaten", {("63.11", "2024"): (1, 5)}).assign(title="x"), "Satu.", "")
    briefing = collect(figures, "63.11", "2024", today=TODAY)
    for page in briefing.pages[1:]:
        said = over(briefing, page)
        assert said.count("Stunting") <= 1, said
        assert said.count("2024") <= 1, said


def test_a_full_sheet_is_one_page(briefing):
    assert len(png(briefing, "sheet", ppi=20)) == 1
