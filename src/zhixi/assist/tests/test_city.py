"""The reader of a city folder: what it takes, and how it says what is wrong."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixi.assist.city import City, read_city
from zhixi.errors import BadInput


def test_an_empty_folder_is_an_empty_city(tmp_path):
    assert read_city(tmp_path) == City()


def test_a_file_of_excel_with_its_mark_is_read_like_any_other(tmp_path):
    (tmp_path / "units.csv").write_text("﻿code,name,aliases,备注\r\na,甲局,甲|阿甲,x\r\n", encoding="utf-8")
    [unit] = read_city(tmp_path).units
    assert (unit.code, unit.aliases) == ("a", ("甲", "阿甲"))


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("units.csv", "code,title\na,甲\n", "no column name"),
        ("units.csv", "code,name\na,甲\nb,\n", "row 3: name is empty"),
        ("units.csv", "code,name,closed\na,甲,2024年1月\n", "row 2: closed is '2024年1月'"),
        ("units.csv", 'code,name\na,"甲\n', "cannot be read"),
        ("units.csv", "code,name\na,甲,多一格\n", "row 2: not as many cells"),
        ("units.csv", "code,name,duty\na,甲\n", "row 2: not as many cells"),
        ("units.csv", "code,name\na,甲\na,乙\n", "row 3: code a is already in row 2"),
        ("categories.csv", "code,level1,level2,level3\n01,城管,,路灯\n", "row 2: a level is empty"),
        ("duties.csv", "code,category,unit,valid_to\nD1,01,a,31/12/2024\n", "row 2: valid_to"),
        ("gazetteer.csv", "kind,name\nplanet,火星\n", "row 2: kind is 'planet'"),
        ("city.yaml", "- 云汐市\n", "must hold names and values"),
        ("city.yaml", "name: [\n", "cannot be read"),
        ("units.csv", "code,name\na,市公安局\n".encode("gb18030"), "cannot be read"),
    ],
)
def test_a_broken_file_is_refused_with_its_name_and_row(tmp_path, file, content, message):
    (tmp_path / file).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(BadInput) as error:
        read_city(tmp_path)
    assert file in error.value.message and message in error.value.message and error.value.cure


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BadInput, match="is not a folder"):
        read_city(tmp_path / "none")


def test_a_category_says_what_must_be_asked(tmp_path):
    (tmp_path / "categories.csv").write_text(
        "code,level1,level2,keywords,elements,request_types\n"
        "01,城市管理,,,,\n01.01,城市管理,路灯,路灯|灯杆,place|time,help\n",
        encoding="utf-8",
    )
    top, lamp = read_city(tmp_path).categories
    assert top.elements == () and top.path == ("城市管理",)
    assert (lamp.path, lamp.elements, lamp.request_types) == (
        ("城市管理", "路灯"),
        ("place", "time"),
        ("help",),
    )


@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_fail_otherwise_than_by_saying_so(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("city")
    (folder / "units.csv").write_bytes(b"code,name,closed\n" + content)
    try:
        units = read_city(folder).units
    except BadInput as error:
        assert "units.csv" in error.message and error.cure
    else:
        assert all(unit.code and unit.name for unit in units)
        assert dataclasses.replace(City(), units=units).units == units
