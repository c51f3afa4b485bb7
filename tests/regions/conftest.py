"""Small made-up boundary files on the real codes: squares in a row, one per desa of a kecamatan."""

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from stunting.regions import areas


@pytest.fixture(scope="session")
def squares() -> gpd.GeoDataFrame:
    """The 157 desa as touching 1-km squares near their kabupaten (EPSG:4326), codes and names right."""
    desa = areas("63.11").query("level == 'desa'").reset_index(drop=True)
    kec = areas("63.11").set_index("code")["name"]
    shapes = [
        shapely.box(340_000 + i % 14 * 1000, 9_740_000 + i // 14 * 1000,
                    341_000 + i % 14 * 1000, 9_741_000 + i // 14 * 1000)
        for i in range(len(desa))
    ]  # fmt: skip
    columns = {"kode": desa["code"], "nama": desa["name"], "kecamatan": desa["parent"].map(kec)}
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=32750).to_crs(4326)


@pytest.fixture
def geojson(tmp_path: Path):
    """Write a frame as GeoJSON and return the path."""

    def write(frame: gpd.GeoDataFrame, name: str = "batas.geojson") -> Path:
        path = tmp_path / name
        frame.to_file(path, driver="GeoJSON")
        return path

    return write
