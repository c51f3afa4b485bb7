"""Official polygons: formats, coordinate systems, matching, repair, safety."""

import json
import struct
import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from stunting.regions import (
    BoundaryError,
    adjacency,
    archive,
    areas,
    boundary_files,
    boundary_import,
    geometry,
    import_boundaries,
    surroundings,
    svg_layer,
)  # fmt: skip

KAB = "63.11"


def zipped(folder: Path, target: Path, inner: str = "") -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as z:
        for file in folder.iterdir():
            z.write(file, inner + file.name)
    return target


@pytest.fixture(scope="module")
def real(shared_data):
    return gpd.read_file(shared_data("geo/balangan_desa.geojson"))


def as_format(frame: gpd.GeoDataFrame, form: str, tmp_path: Path) -> Path:
    if form == "geojson":
        frame.to_file(tmp_path / "desa.geojson", driver="GeoJSON")
        return tmp_path / "desa.geojson"
    if form == "gpkg":
        frame.to_crs(3857).to_file(tmp_path / "desa.gpkg", layer="batas_desa")
        return tmp_path / "desa.gpkg"
    folder = tmp_path / "shp"
    folder.mkdir()
    frame.to_crs(32750).to_file(folder / "Batas Desa.shp", engine="pyogrio")
    return folder / "Batas Desa.shp" if form == "shp" else zipped(folder, tmp_path / "desa.zip", "data/2025/")


@pytest.mark.parametrize("form", ["geojson", "gpkg", "zip", "shp"])
def test_real_desa_in_every_format(real, form, tmp_path, home):
    path = as_format(real[["kode", "nama", "kode_bps", "geometry"]], form, tmp_path)
    report = import_boundaries(path, KAB, home)
    assert (report.level, report.matched, report.unmatched, report.missing) == ("desa", 157, [], [])
    assert "157 dari 157 desa" in report.to_text()
    json.dumps(report.to_json_dict())
    for level, count in {"desa": 157, "kecamatan": 8, "kabupaten": 1}.items():
        frame = geometry(KAB, level, home)
        assert len(frame) == count
        assert frame.attrs["kind"] == "resmi"
        assert frame.is_valid.all()
        assert shapely.coverage_is_valid(frame.geometry.to_numpy())
        assert frame.to_crs(32750).area.sum() / 1e6 == pytest.approx(1828.1, rel=2e-3)
    kept = [p for p in (home / "boundaries" / "asli").rglob("*") if p.is_file()]
    assert {p.name: p.read_bytes() for p in kept} == {
        p.name: p.read_bytes() for p in boundary_files.originals(path)
    }
    assert len(json.dumps(svg_layer(KAB, "desa", home))) < 100_000


def test_neighbours_equal_those_of_the_reference(real, shared_data, geojson, home):
    import_boundaries(geojson(real), KAB, home)
    reference = pd.read_csv(shared_data("geo/balangan_desa_adjacency.csv"))
    reference["pair"] = [tuple(sorted(p)) for p in reference[["kode_a", "kode_b"]].to_numpy().tolist()]
    mine = adjacency(KAB, "desa", home, corners=True)
    mine["pair"] = list(zip(mine["code_a"], mine["code_b"], strict=True))
    for kind in ("rook", "queen_only"):
        want = set(reference.loc[reference["jenis"].eq(kind), "pair"])
        have = set(mine.loc[mine["kind"].eq(kind), "pair"])
        assert len(want & have) >= 0.99 * len(want | have), kind  # measured: all 418 rook pairs
    both = reference.merge(mine, on="pair").query("kind == 'rook' and panjang_batas_m > 50")
    assert (both["length_m"] / both["panjang_batas_m"]).between(0.97, 1.03).all()


@pytest.mark.parametrize(
    ("file", "level", "count", "outside"),
    [("balangan_kecamatan", "kecamatan", 8, 0), ("balangan_kabupaten", "kabupaten", 1, 0),
     ("kalsel_kecamatan", "kecamatan", 8, 148), ("kalsel_kabkota", "kabupaten", 1, 0)],
)  # fmt: skip
def test_upper_levels_and_province_files(shared_data, file, level, count, outside, home):
    report = import_boundaries(shared_data(f"geo/{file}.geojson"), KAB, home)
    assert (report.level, report.matched, report.outside) == (level, count, outside)
    assert report.unmatched == report.missing == []
    assert geometry(KAB, level, home).attrs["kind"] == "resmi"
    assert geometry(KAB, "kabupaten", home).attrs["kind"] == "resmi"
    desa = geometry(KAB, "desa", home)  # schematic cells that fill the official outline
    assert desa.attrs["kind"] == "skematik"
    assert len(desa) == 157
    assert shapely.coverage_is_valid(desa.geometry.to_numpy())
    whole = geometry(KAB, "kabupaten", home).to_crs(32750).union_all()
    assert desa.to_crs(32750).union_all().symmetric_difference(whole).area < 1e-3 * whole.area


def test_neighbouring_kabupaten_stay_as_backdrop(shared_data, home):
    import_boundaries(shared_data("geo/kalsel_kabkota.geojson"), KAB, home)
    assert len(surroundings(KAB, home)) == 12
    import_boundaries(shared_data("geo/balangan_kabupaten.geojson"), KAB, home)
    assert len(surroundings(KAB, home)) == 12
    assert KAB not in set(surroundings(KAB, home)["code"])


def test_imported_upper_level_does_not_replace_dissolved_desa(squares, geojson, home):
    import_boundaries(geojson(squares), KAB, home, "desa")
    before = geometry(KAB, "kecamatan", home)
    upper = before.to_crs(32750)
    upper = upper.assign(geometry=upper.buffer(900))[["code", "name", "geometry"]].to_crs(4326)
    report = import_boundaries(geojson(upper, "kec.geojson"), KAB, home, level="kecamatan")
    assert any("tetap diturunkan" in note for note in report.notes)
    assert geometry(KAB, "kecamatan", home).geometry.geom_equals(before.geometry).all()


def test_incomplete_desa_do_not_punch_holes_into_an_imported_kecamatan(squares, geojson, home):
    kec = squares.assign(kode=squares["kode"].str[:8]).dissolve("kode", as_index=False)
    kec = kec[["kode", "kecamatan", "geometry"]]
    import_boundaries(geojson(kec, "kec.geojson"), KAB, home)
    area = geometry(KAB, "kecamatan", home).to_crs(32750).area.sum()
    report = import_boundaries(geojson(squares.iloc[10:]), KAB, home, "desa")
    assert len(report.missing) == 10
    assert geometry(KAB, "kecamatan", home).to_crs(32750).area.sum() == pytest.approx(area)
    assert len(geometry(KAB, "desa", home)) == 147


@pytest.mark.parametrize("style", ["dots", "digits", "number", "float"])
def test_codes_in_any_dress(squares, geojson, style, home):
    digits = squares["kode"].str.replace(".", "")
    kode = {"dots": squares["kode"], "digits": digits, "number": digits.astype("int64"),
            "float": digits.astype(float)}[style]  # fmt: skip
    frame = squares[["nama", "geometry"]].assign(KDEPUM=kode)
    assert import_boundaries(geojson(frame), KAB, home).matched == 157


def test_codes_without_names_are_taken_with_a_remark(squares, geojson, home):
    report = import_boundaries(geojson(squares[["kode", "geometry"]]), KAB, home)
    assert report.matched == 157
    assert any("tanpa nama pembanding" in note for note in report.notes)


def test_names_alone_with_aliases(squares, geojson, home):
    frame = squares[["nama", "kecamatan", "geometry"]].copy()
    frame["kecamatan"] = frame["kecamatan"].str.upper().replace({"BATU MANDI": "BATUMANDI"})
    frame["nama"] = frame["nama"].replace({"Sei Pumpung": "Sungai Pumpung", "Hampa Raya": "HAMPARAYA"})
    report = import_boundaries(geojson(frame), KAB, home)
    assert (report.level, report.matched, report.unmatched) == ("desa", 157, [])


def test_names_without_kecamatan_leave_the_ambiguous_one(squares, geojson, home):
    report = import_boundaries(geojson(squares[["nama", "geometry"]]), KAB, home, level="desa")
    assert "Galumbang" in report.unmatched
    assert report.matched == 157 - len(report.unmatched)
    assert {"Desa Galumbang (Kecamatan Juai)", "Desa Galumbang (Kecamatan Paringin Selatan)"} <= set(
        report.missing
    )


def test_bps_codes_are_not_taken_for_kemendagri(real, geojson, home):
    frame = real[["kode_bps", "nama", "kecamatan", "geometry"]]
    report = import_boundaries(geojson(frame), KAB, home)
    assert report.matched == 157
    assert any("kode_bps" in note for note in report.notes)
    imported = geometry(KAB, "desa", home).to_crs(32750).set_index("code")
    truth = real.to_crs(32750).set_index("kode")
    shared = imported.intersection(truth.geometry, align=True).area / truth.area
    assert shared.min() > 0.8


def test_codes_that_contradict_the_names_lose(squares, geojson, home):
    frame = squares.copy()
    frame["kode"] = frame.groupby(frame["kode"].str[:8])["kode"].transform(lambda c: c.to_numpy()[::-1])
    report = import_boundaries(geojson(frame), KAB, home)
    assert any("tidak sesuai dengan nama" in note for note in report.notes)
    shown = geometry(KAB, "desa", home).set_index("code")
    truth = squares.set_index("kode").geometry.representative_point()
    assert shown.contains(truth, align=True).all()


def test_unmatched_missing_and_merged_are_told(squares, geojson, home):
    frame = squares.copy()
    frame.loc[0, ["kode", "nama"]] = ["63.11.01.2999", "Desa Contoh Baru"]
    frame.loc[2, "kode"], frame.loc[2, "nama"] = frame.loc[1, "kode"], frame.loc[1, "nama"]
    report = import_boundaries(geojson(frame), KAB, home)
    assert report.matched == 155
    assert report.unmatched == ["Desa Contoh Baru (Juai)"]
    assert len(report.missing) == 2
    assert report.merged == 1
    text = report.to_text()
    assert "155 dari 157 desa" in text
    assert "Tidak dikenali (1): Desa Contoh Baru (Juai)." in text


def test_broken_polygons_and_overlaps_are_mended(squares, geojson, home):
    frame = squares.to_crs(32750)
    x0, y0, x1, y1 = frame.geometry[0].bounds
    bow = shapely.Polygon([(x0, y0), (x1, y1), (x1, y0), (x0, y1)])
    frame.loc[0, "geometry"] = bow
    frame.loc[20, "geometry"] = frame.geometry[20].buffer(8, join_style="mitre")  # overlaps, slivers
    report = import_boundaries(geojson(frame.to_crs(4326)), KAB, home)
    assert report.repaired == 1
    assert report.matched == 157
    shown = geometry(KAB, "desa", home)
    assert shown.is_valid.all()
    assert shapely.coverage_is_valid(shown.geometry.to_numpy())
    assert shown.to_crs(32750).area.sum() == pytest.approx(shown.to_crs(32750).union_all().area)


def test_exchanged_axes_and_missing_crs(squares, tmp_path, home):
    turned = squares.set_geometry(shapely.transform(squares.geometry.to_numpy(), lambda c: c[:, ::-1]))
    turned = turned.set_crs(None, allow_override=True)
    folder = tmp_path / "shp"
    folder.mkdir()
    turned.to_file(folder / "a.shp")
    report = import_boundaries(zipped(folder, tmp_path / "a.zip"), KAB, home)
    assert report.matched == 157
    assert any("tertukar" in note for note in report.notes)
    assert any("tidak disebut" in note for note in report.notes)
    assert geometry(KAB, "desa", home).total_bounds[0] > 100


def test_metres_without_crs_are_refused(squares, tmp_path, home):
    folder = tmp_path / "shp"
    folder.mkdir()
    squares.to_crs(32750).set_crs(None, allow_override=True).to_file(folder / "a.shp")
    with pytest.raises(BoundaryError, match=r"Sistem koordinat .*\.prj"):
        import_boundaries(zipped(folder, tmp_path / "a.zip"), KAB, home)
    assert not (home / "boundaries").exists()


def test_another_place_is_refused(squares, geojson, home):
    with pytest.raises(BoundaryError, match="bukan lintang-bujur Indonesia"):
        import_boundaries(geojson(squares.set_geometry(squares.translate(-100, 40))), KAB, home)
    other = squares.assign(nama="Contoh", kecamatan="Contoh", kode="99")
    with pytest.raises(BoundaryError, match="Tidak satu pun poligon cocok dengan Kabupaten Balangan"):
        import_boundaries(geojson(other, "b.geojson"), KAB, home)
    with pytest.raises(BoundaryError, match="tidak dikenal"):
        import_boundaries(geojson(squares, "c.geojson"), KAB, home, level="dusun")


@pytest.mark.parametrize(
    ("name", "data", "match"),
    [
        ("a.geojson", b"", "bukan GeoJSON"),
        ("a.geojson", b"{", "rusak"),
        ("a.geojson", b'{"type":"FeatureCollection","features":[]}', "tidak memuat poligon"),
        ("a.geojson", b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},'
                      b'"geometry":{"type":"Point","coordinates":[115,-2]}}]}', "tidak memuat poligon"),
        ("a.geojson", b"<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/etc/passwd"
                      b"</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>", "bukan GeoJSON"),
        ("a.gpkg", b"SQLite format 3\0" + bytes(200), "bukan GeoJSON"),
        ("a.gpkg", b"SQLite format 3\0" + bytes(52) + b"GPKG" + bytes(200), "rusak"),
        ("a.zip", b"PK\x03\x04 not a zip", "zip rusak"),
        ("a.shp", b"\x00\x00\x27\x0a" + bytes(96), "tidak lengkap"),
        ("a.xlsx", b"hello", "bukan GeoJSON"),
    ],
)  # fmt: skip
def test_bad_files_give_a_sentence(name, data, match, tmp_path, home):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(BoundaryError, match=match):
        import_boundaries(path, KAB, home)
    assert not home.exists()


def test_no_such_file(tmp_path, home):
    with pytest.raises(BoundaryError, match="tidak ditemukan"):
        import_boundaries(tmp_path / "x.geojson", KAB, home)


@pytest.mark.parametrize(
    "inner", ["../a.geojson", "/a.geojson", "x/../../a.geojson", "C:\\a.geojson", "..\\a.geojson"]
)
def test_zip_that_climbs_out(inner, tmp_path, home):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as z:
        z.writestr(inner, "{}")
    with pytest.raises(BoundaryError, match="tidak aman"):
        import_boundaries(tmp_path / "a.zip", KAB, home)


def test_zip_bomb_and_lying_sizes(tmp_path, home, monkeypatch):
    monkeypatch.setattr(boundary_files, "MAX_EXPANDED_MB", 2)
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("a.geojson", b" " * (3 << 20))
    with pytest.raises(BoundaryError, match="lebih dari 2 MB"):
        import_boundaries(path, KAB, home)
    data = path.read_bytes().replace(struct.pack("<I", 3 << 20), struct.pack("<I", 10))
    path.write_bytes(data)  # the size in the list says 10 bytes
    with pytest.raises(BoundaryError):
        import_boundaries(path, KAB, home)
    monkeypatch.setattr(boundary_files, "MAX_MEMBERS", 3)
    with zipfile.ZipFile(path, "w") as z:
        for i in range(4):
            z.writestr(f"{i}.txt", "")
    with pytest.raises(BoundaryError, match="lebih dari 3 berkas"):
        import_boundaries(path, KAB, home)


def test_zip_with_a_link_or_without_its_parts(squares, tmp_path, home):
    path = tmp_path / "a.zip"
    info = zipfile.ZipInfo("a.geojson")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as z:
        z.writestr(info, "/etc/passwd")
    with pytest.raises(BoundaryError, match="bukan GeoJSON"):
        import_boundaries(path, KAB, home)
    folder = tmp_path / "shp"
    folder.mkdir()
    squares.to_file(folder / "a.shp")
    (folder / "a.dbf").unlink()
    with pytest.raises(BoundaryError, match=r"\.dbf tidak ada"):
        import_boundaries(zipped(folder, path), KAB, home)


def test_large_file_is_refused(squares, geojson, home, monkeypatch):
    monkeypatch.setattr(boundary_files, "MAX_FILE_MB", 0)
    with pytest.raises(BoundaryError, match="lebih besar"):
        import_boundaries(geojson(squares), KAB, home, "desa")


def test_an_import_that_breaks_off_changes_nothing(squares, geojson, home, monkeypatch):
    import_boundaries(geojson(squares), KAB, home, "desa")
    before = geometry(KAB, "desa", home)
    files = set((home / "boundaries" / KAB).iterdir())

    def fail(*args):
        raise OSError("disk full")

    monkeypatch.setattr(archive, "commit", fail)
    moved = squares.set_geometry(squares.translate(0.1, 0.1))
    with pytest.raises(OSError, match="disk full"):
        import_boundaries(geojson(moved, "b.geojson"), KAB, home)
    assert geometry(KAB, "desa", home).geometry.geom_equals(before.geometry).all()
    monkeypatch.undo()
    import_boundaries(geojson(squares), KAB, home, "desa")
    assert set((home / "boundaries" / KAB).iterdir()) == files  # what was left over is gone


def test_importing_twice_is_the_same_and_a_new_file_is_seen_at_once(squares, geojson, home):
    path = geojson(squares)
    import_boundaries(path, KAB, home)
    first = svg_layer(KAB, "desa", home)
    import_boundaries(path, KAB, home)
    assert svg_layer(KAB, "desa", home) == first
    import_boundaries(geojson(squares.iloc[:100], "b.geojson"), KAB, home, "desa")
    assert len(svg_layer(KAB, "desa", home)["areas"]) == 100


def test_simplification_keeps_shared_borders(real):
    metres = real.to_crs(32750).rename(columns={"kode": "code", "nama": "name"})
    thin = boundary_import.simplify(boundary_import.clean_coverage(metres[["code", "name", "geometry"]]))
    assert shapely.coverage_is_valid(thin.geometry.to_numpy())
    before, after = (int(shapely.get_num_coordinates(f.geometry.to_numpy()).sum()) for f in (metres, thin))
    assert after < 0.8 * before  # the reference was thinned to 1:10k detail already
    change = (thin.to_crs(32750).area / metres.area - 1).abs()
    assert change.max() < 0.25
    assert change.median() < 0.02


def test_the_shared_areas_have_the_codes_of_the_table(real):
    assert set(real["kode"]) == set(areas(KAB).query("level == 'desa'")["code"])
