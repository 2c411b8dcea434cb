"""Tables from elsewhere are read whole or refused with file, row and cure."""

import csv
import io
import json
import pathlib

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixi.assist.tables import read_table, write_lines
from zhixi.errors import BadInput, Unavailable


def _file(tmp_path, text: str | bytes, name="orders.csv", encoding="utf-8") -> pathlib.Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def _refused(path, **kwargs) -> str:
    with pytest.raises(BadInput) as caught:
        list(read_table(path, **kwargs))
    assert str(path) in caught.value.message and caught.value.cure
    return caught.value.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_usual_encodings_give_the_same_rows(tmp_path, encoding):
    path = _file(tmp_path, "诉求,处置单位\r\n路灯不亮,路灯所\r\n", encoding=encoding)
    rows = list(read_table(path, columns=("诉求", "处置单位")))
    assert [(r.number, r.values) for r in rows] == [(2, {"诉求": "路灯不亮", "处置单位": "路灯所"})]


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_tabs_and_semicolons_part_cells_too(tmp_path, delimiter):
    path = _file(tmp_path, f"text{delimiter}unit\n占道{delimiter}城管\n")
    assert next(read_table(path)).values == {"text": "占道", "unit": "城管"}


def test_a_cell_of_two_lines_is_one_row_and_numbers_follow_the_spreadsheet(tmp_path):
    path = _file(tmp_path, 'text,unit\n"第一行\n第二行",城管\n\n噪声,环境\n')
    assert [(r.number, r.values["text"]) for r in read_table(path)] == [(2, "第一行\n第二行"), (4, "噪声")]


def test_a_sheet_keeps_dates_whole_numbers_and_missing_last_cells(tmp_path):
    import datetime as dt

    book = openpyxl.Workbook()
    for row in (["text", "day", "code", "note"], ["停水", dt.datetime(2026, 3, 1), 12.0, None], [], ["停电"]):
        book.active.append(row)
    book.save(tmp_path / "a.csv")  # the ending lies
    rows = list(read_table(tmp_path / "a.csv", columns=("text",)))
    assert rows[0].values == {"text": "停水", "day": "2026-03-01", "code": "12", "note": ""}
    assert rows[1].number == 4 and rows[1].values["text"] == "停电"


def test_a_missing_column_is_named_beside_those_that_are_there(tmp_path):
    message = _refused(_file(tmp_path, "内容,单位\na,b\n"), columns=("诉求",))
    assert "诉求" in message and "内容、单位" in message


def test_a_row_of_the_wrong_width_is_named(tmp_path):
    assert "row 3" in _refused(_file(tmp_path, "text,unit\na,b\nc\nd,e\n"))


def test_a_quote_that_never_closes_is_named_by_the_row_where_it_opens(tmp_path):
    assert "row 3" in _refused(_file(tmp_path, 'text,unit\na,b\n"c,d\ne,f\n'))


def test_a_wrong_byte_in_plain_utf8_is_damage_and_not_another_encoding(tmp_path):
    good = "诉求,单位\n市民反映路灯不亮,路灯所\n"
    assert "line 3" in _refused(_file(tmp_path, good.encode() + "噪声".encode()[:-1] + b",x\n"))


def test_a_table_glued_of_two_encodings_is_refused_at_the_line_where_the_second_begins(tmp_path):
    both = "诉求,单位\n停水,水务\n".encode("gb18030") + "停电了,供电局\n".encode()
    assert "line 3" in _refused(_file(tmp_path, both))


@pytest.mark.parametrize(
    "content",
    [b"", b"  \n", b"%PDF-1.7", b"RIFF\0\0WAVE", b"PK\x03\x04 no sheet", b"\xd0\xcf\x11\xe0", b"a\0b"],
)
def test_what_is_no_table_is_refused(tmp_path, content):
    _refused(_file(tmp_path, content))


def test_a_header_without_rows_a_double_column_a_folder_and_no_file_are_refused(tmp_path):
    _refused(_file(tmp_path, "text,unit\n"))
    _refused(_file(tmp_path, "text,text\na,b\n"))
    _refused(tmp_path)
    _refused(tmp_path / "none.csv")


@given(
    st.lists(
        st.tuples(*[st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)] * 2),
        min_size=1,
        max_size=6,
    )
)
def test_what_a_csv_writer_wrote_comes_back(tmp_path_factory, cells):
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    writer.writerows([("text", "unit"), *cells])
    path = tmp_path_factory.mktemp("t") / "a.csv"
    path.write_bytes(buffer.getvalue().encode())
    assert [tuple(r.values.values()) for r in read_table(path)] == cells


def test_lines_stand_only_when_all_are_written(tmp_path):
    out = tmp_path / "out.jsonl"
    out.write_text("before\n")
    with pytest.raises(KeyError), write_lines(out) as write:
        write({"a": 1})
        raise KeyError
    assert out.read_text() == "before\n" and list(tmp_path.iterdir()) == [out]
    with write_lines(out) as write:
        write({"单位": "城管"})
    assert json.loads(out.read_text(encoding="utf-8")) == {"单位": "城管"} and "城管" in out.read_text(
        "utf-8"
    )


def test_a_full_disk_and_a_missing_folder_are_told(tmp_path):
    with pytest.raises(BadInput), write_lines(tmp_path / "none" / "out.jsonl"):
        pass
    with pytest.raises(BadInput), write_lines(tmp_path):
        pass
    if pathlib.Path("/dev/full").exists():
        with pytest.raises(Unavailable), write_lines("/dev/full") as write:
            write({"a": 1})
