"""Tables and files: what ``stunting zscore`` reads and writes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from stunting.growth import OUTPUT_COLUMNS, ColumnError, FileError, zscore_file, zscore_frame, zscores

CHILDREN = pd.DataFrame(
    {
        "nama": ["CONTOH A", "CONTOH B", "CONTOH C", "CONTOH D"],
        "sex": ["L", "P", "P", "?"],
        "age_days": [365, 900, 200, 400],
        "weight_kg": [7.5, 9.5, 6.0, 8.0],
        "height_cm": [70.0, 80.0, 64.0, 72.0],
        "position": ["l", "h", "h", ""],
        "oedema": ["n", "y", "", "n"],
    }
)


def test_columns_and_values() -> None:
    out = zscore_frame(CHILDREN)
    assert tuple(out.columns) == (*CHILDREN.columns, *OUTPUT_COLUMNS)
    pd.testing.assert_frame_equal(out[CHILDREN.columns], CHILDREN)
    z = zscores([1, 2, 2, 0], CHILDREN["age_days"], CHILDREN["weight_kg"], CHILDREN["height_cm"],
                [1, 2, 2, 0], [False, True, False, False])  # fmt: skip
    for name in (
        "haz",
        "waz",
        "whz",
        "baz",
        "flag_haz",
        "flag_waz",
        "flag_whz",
        "flag_baz",
        "position_assumed",
    ):
        np.testing.assert_array_equal(out[name], getattr(z, name), err_msg=name)
    assert out["class_tbu"].astype("object").where(out["class_tbu"].notna(), None).tolist() == [
        "Pendek",
        "Pendek",
        "Normal",
        None,
    ]
    assert out["whz"].isna().tolist() == [False, True, False, True]
    # standing under nine months: ignored, and said
    assert out["position_assumed"].tolist() == [False, False, True, True]
    assert out["height_used_cm"].tolist() == [70.0, 80.0, 64.0, 72.0]


@pytest.mark.parametrize(
    ("male", "female"),
    [(1, 2), (1.0, 2.0), ("1", "2"), ("1.0", "2.0"), ("m", "f"), ("M", "F"), ("L", "P"), (" l ", "p"),
     ("Laki-laki", "Perempuan"), ("LAKI-LAKI", "PEREMPUAN"), ("male", "female")],
)  # fmt: skip
@pytest.mark.parametrize("dtype", [None, "object", "category"])
def test_words_for_sex(male: object, female: object, dtype: str | None) -> None:
    frame = pd.DataFrame({"sex": [male, female], "age_days": 400, "weight_kg": 8.0, "height_cm": 72.0})
    if dtype:
        frame["sex"] = frame["sex"].astype(dtype)
    out = zscore_frame(frame)
    np.testing.assert_array_equal(out["haz"], zscores([1, 2], 400, height=72.0).haz)


@pytest.mark.parametrize("sex", [None, np.nan, "", "x", 0, 3, pd.NA])
def test_unknown_sex_has_no_z(sex: object) -> None:
    frame = pd.DataFrame({"sex": [sex, 1], "age_days": 400, "weight_kg": 8.0, "height_cm": 72.0})
    assert zscore_frame(frame)["waz"].isna().tolist() == [True, False]


def test_ages() -> None:
    base = {"sex": "L", "weight_kg": 8.0, "height_cm": 72.0}
    days = zscore_frame(pd.DataFrame({**base, "age_days": [396]}))
    born = {"birth_date": ["2023-01-15"], "measured_on": ["2024-02-15"]}
    for dates in (
        born,
        {"birth_date": ["15/01/2023"], "measured_on": ["15-02-2024"]},
        {"birth_date": ["2023-01-15 00:00:00"], "measured_on": ["2024-02-15T07:30:00"]},
        {name: pd.to_datetime(value) for name, value in born.items()},
        {name: [pd.Timestamp(value[0]).date()] for name, value in born.items()},
    ):
        out = zscore_frame(pd.DataFrame({**base, **dates}))
        assert out[list(OUTPUT_COLUMNS)].equals(days[list(OUTPUT_COLUMNS)]), dates
    months = zscore_frame(pd.DataFrame({**base, "age_months": [24.0]}))
    assert months["haz"][0] == zscores(1, 730.5, height=72.0).haz
    # days first, then dates, then months; blanks are filled from the next
    mixed = pd.DataFrame(
        {
            **base,
            "age_days": [396, None, None],
            "age_months": [1, 24.0, 24.0],
            "birth_date": ["2020-01-01", "2023-01-15", None],
            "measured_on": "2024-02-15",
        }
    )
    assert zscore_frame(mixed)["haz"].tolist() == [days["haz"][0], days["haz"][0], months["haz"][0]]


@pytest.mark.parametrize("born", ["2025-01-01", "2018-01-01"])
def test_born_after_or_too_long_before(born: str) -> None:
    frame = pd.DataFrame(
        {
            "sex": ["L"],
            "birth_date": [born],
            "measured_on": ["2024-02-15"],
            "weight_kg": [8],
            "height_cm": [72],
        }
    )
    assert zscore_frame(frame)[["haz", "waz", "whz", "baz"]].isna().all(axis=None)


@pytest.mark.parametrize("date", ["", "kemarin", "2024", "31/02/2024", "2024-13-01"])
def test_unreadable_date_is_a_missing_age(date: str) -> None:
    frame = pd.DataFrame(
        {
            "sex": ["L"],
            "birth_date": [date],
            "measured_on": ["2024-02-15"],
            "weight_kg": [8],
            "height_cm": [72],
        }
    )
    out = zscore_frame(frame)
    assert out["haz"].isna().all()
    assert out["whz"].notna().all(), "weight-for-length needs no age"


def test_numbers_as_text() -> None:
    frame = CHILDREN.astype({"weight_kg": "str", "height_cm": "str", "age_days": "str"})
    frame["weight_kg"] = frame["weight_kg"].str.replace(".", ",")
    expected = zscore_frame(CHILDREN)[list(OUTPUT_COLUMNS)]
    pd.testing.assert_frame_equal(zscore_frame(frame)[list(OUTPUT_COLUMNS)], expected)
    frame["weight_kg"] = "delapan"
    assert zscore_frame(frame)["waz"].isna().all()


@pytest.mark.parametrize(
    "column",
    [
        pd.Series([False, True, False, False]),
        pd.Series([0, 1, 0, 0]),
        pd.Series([False, True, None, None], dtype="boolean"),
        pd.Series([None, True, None, False], dtype="object"),
        pd.Series(["tidak", "Ya", "t", ""]),
    ],
)
def test_words_for_oedema(column: pd.Series) -> None:
    expected = zscore_frame(CHILDREN)[list(OUTPUT_COLUMNS)]
    out = zscore_frame(CHILDREN.assign(oedema=column))[list(OUTPUT_COLUMNS)]
    pd.testing.assert_frame_equal(out, expected)


@pytest.mark.parametrize("words", [["telentang", "BERDIRI", "h", None], [1, 2, 2, 0], ["L", "H", "H", "?"]])
def test_words_for_position(words: list[object]) -> None:
    expected = zscore_frame(CHILDREN)[list(OUTPUT_COLUMNS)]
    pd.testing.assert_frame_equal(
        zscore_frame(CHILDREN.assign(position=words))[list(OUTPUT_COLUMNS)], expected
    )
    bare = zscore_frame(CHILDREN.drop(columns=["position", "oedema"]))
    assert bare["position_assumed"].all()


def test_index_and_rows_are_kept() -> None:
    shuffled = CHILDREN.set_axis([7, 7, 2, 5])
    out = zscore_frame(shuffled)
    assert out.index.tolist() == [7, 7, 2, 5]
    np.testing.assert_array_equal(out["haz"], zscore_frame(CHILDREN)["haz"])
    assert zscore_frame(CHILDREN.head(0)).shape == (0, CHILDREN.shape[1] + len(OUTPUT_COLUMNS))


def test_earlier_values_are_kept_under_another_name() -> None:
    out = zscore_frame(CHILDREN.assign(haz=-9.0))
    assert (out["haz_asal"] == -9.0).all()
    assert out["haz"].notna().sum() == 3
    again = zscore_frame(out)
    assert {"haz_asal", "haz_asal_asal", "waz_asal"} <= set(again.columns)


def test_names_of_columns_in_any_case() -> None:
    out = zscore_frame(CHILDREN.rename(columns={"sex": " SEX", "weight_kg": "Weight_KG"}))
    np.testing.assert_array_equal(out["whz"], zscore_frame(CHILDREN)["whz"])


@pytest.mark.parametrize("missing", ["sex", "weight_kg", "height_cm", "age_days"])
def test_missing_column(missing: str) -> None:
    with pytest.raises(
        ColumnError, match=rf"Kolom yang diperlukan tidak ditemukan: {missing}.*Kolom yang ada"
    ):
        zscore_frame(CHILDREN.drop(columns=missing))


def test_a_birth_date_alone_is_no_age() -> None:
    with pytest.raises(ColumnError, match="measured_on"):
        zscore_frame(CHILDREN.drop(columns="age_days").assign(birth_date="2023-01-01"))
    assert issubclass(ColumnError, ValueError)


class TestFiles:
    def test_csv(self, tmp_path: Path) -> None:
        source, target = tmp_path / "masuk.csv", tmp_path / "keluar.csv"
        CHILDREN.assign(nik="0063110000000001").to_csv(source, index=False)
        result = zscore_file(source, target)
        out = pd.read_csv(target, dtype={"nik": "str"})
        expected = zscore_frame(CHILDREN)
        assert out["nik"].eq("0063110000000001").all(), "texts stay as written"
        assert list(out.columns[-len(OUTPUT_COLUMNS) :]) == list(OUTPUT_COLUMNS)
        for name in ("haz", "waz", "whz", "baz", "height_used_cm"):
            np.testing.assert_array_equal(out[name], expected[name])
        assert out["class_bbu"].dropna().tolist() == expected["class_bbu"].dropna().tolist()
        assert (result.rows, result.with_z, result.position_assumed) == (4, 3, 2)
        assert not list(tmp_path.glob("*.tmp"))

    def test_semicolons_and_decimal_commas(self, tmp_path: Path) -> None:
        source, target = tmp_path / "masuk.CSV", tmp_path / "keluar.csv"
        source.write_bytes("\ufeffnama;sex;age_days;weight_kg;height_cm\nCONTOH É;P;400;7,5;70,5\n".encode())
        zscore_file(source, target)
        out = pd.read_csv(target, sep=";", decimal=",")
        assert out["haz"][0] == zscores(2, 400, height=70.5).haz
        assert out["weight_kg"][0] == 7.5
        assert out["nama"][0] == "CONTOH É"

    def test_windows_letters_quotes_and_line_breaks(self, tmp_path: Path) -> None:
        source, target = tmp_path / "masuk.csv", tmp_path / "keluar.csv"
        source.write_bytes(
            'catatan,sex,age_days,weight_kg,height_cm\r\n"CONTOH é, ""a""\nb",L,400,9,75\r\n'.encode("cp1252")
        )
        zscore_file(source, target)
        assert pd.read_csv(target)["catatan"].tolist() == ['CONTOH é, "a"\nb']

    def test_parquet_both_ways(self, tmp_path: Path) -> None:
        source, target = tmp_path / "masuk.parquet", tmp_path / "keluar.parquet"
        CHILDREN.to_parquet(source, index=False)
        zscore_file(source, target)
        table = pq.read_table(target)
        assert table.schema.names == [*CHILDREN.columns, *OUTPUT_COLUMNS]
        assert str(table.schema.field("class_tbu").type) == "string"
        out, expected = table.to_pandas(), zscore_frame(CHILDREN)
        np.testing.assert_array_equal(out["baz"], expected["baz"])
        zscore_file(source, tmp_path / "keluar.csv")
        np.testing.assert_array_equal(pd.read_csv(tmp_path / "keluar.csv")["baz"], expected["baz"])

    def test_header_only(self, tmp_path: Path) -> None:
        source = tmp_path / "masuk.csv"
        source.write_text("sex,age_days,weight_kg,height_cm\n")
        assert zscore_file(source, tmp_path / "keluar.csv").rows == 0

    @pytest.mark.parametrize(
        ("name", "content", "message"),
        [
            ("a.csv", b"", "Berkas kosong"),
            ("a.csv", b"sex,age_days\nL,1,2\n", "jumlah sel tidak sama"),
            ("a.csv", b"sex,age_days\nL,1\n", "weight_kg; height_cm"),
            ("a.parquet", b"bukan parquet", "Parquet tidak dapat dibaca"),
            ("a.docx", b"", "tidak dikenal"),
        ],
    )
    def test_errors_are_sentences(self, tmp_path: Path, name: str, content: bytes, message: str) -> None:
        (tmp_path / name).write_bytes(content)
        with pytest.raises(ValueError, match=message) as caught:
            zscore_file(tmp_path / name, tmp_path / "keluar.csv")
        assert isinstance(caught.value, ColumnError | FileError)
        assert not (tmp_path / "keluar.csv").exists()

    def test_absent_file(self, tmp_path: Path) -> None:
        with pytest.raises(FileError, match="tidak ditemukan"):
            zscore_file(tmp_path / "tiada.csv", tmp_path / "keluar.csv")


def test_a_file_is_never_its_own_output(tmp_path: Path) -> None:
    source = tmp_path / "z.csv"
    CHILDREN.to_csv(source, index=False)
    before = source.read_bytes()
    (tmp_path / "sama.csv").hardlink_to(source)
    (tmp_path / "tautan.csv").symlink_to(source)
    for target in (source, tmp_path / "." / "z.csv", tmp_path / "sama.csv", tmp_path / "tautan.csv"):
        with pytest.raises(FileError, match="tidak ditimpa"):
            zscore_file(source, target)
    assert source.read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 3


def test_output_that_cannot_be_written(tmp_path: Path) -> None:
    source = tmp_path / "z.csv"
    CHILDREN.to_csv(source, index=False)
    with pytest.raises(FileError, match=r"Folder .* tidak ada"):
        zscore_file(source, tmp_path / "tidak ada" / "out.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(FileError, match="tidak dapat ditulis"):
        zscore_file(source, tmp_path / "folder.csv")
    assert not list(tmp_path.glob("*.tmp"))


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_what_could_not_be_read_is_counted(tmp_path: Path, suffix: str) -> None:
    source = tmp_path / f"in{suffix}"
    frame = pd.DataFrame(
        {
            "sex": ["L", "X", "", "P", "P"],
            "age_days": ["400", "400", "?", "", "400"],
            "weight_kg": ["8,0", "8", "8", "", "delapan"],
            "height_cm": ["72", "72", "72", "72", "tujuh"],
        }
    )
    frame.to_csv(source, index=False) if suffix == ".csv" else frame.to_parquet(source)
    result = zscore_file(source, tmp_path / "out.csv")
    assert (result.rows, result.sex_unknown, result.age_unknown, result.size_unreadable) == (5, 2, 2, 1)
    assert result.to_text().endswith(
        "; jenis kelamin kosong atau tidak dikenal pada 2 baris; umur kosong atau tidak terbaca pada 2 "
        "baris; berat atau tinggi bukan angka pada 1 baris."
    )
