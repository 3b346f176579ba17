"""Files of rows: whatever shops and spreadsheets write is read as it is, and what is broken is told with its row."""

from __future__ import annotations

import tracemalloc
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from gendan.cases.sheets import RoundedNumber, Unreadable, open_table, write_csv, write_xlsx
from gendan.cases.sheets.faults import CODES
from gendan.core.headers import comparable

HEADER = "订单编号,收货地址 ,买家留言"
ROWS = [["1", "内蒙古自治区", "请用顺丰"], ["2", "上海", "两行\n留言"]]
TEXT = HEADER + '\r\n1,内蒙古自治区,请用顺丰\r\n2,上海,"两行\n留言"\r\n'


def written(folder: Path, content: bytes, name: str = "orders.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def reason(path: Path, **how: object):
    with pytest.raises(Unreadable) as refused:
        list(open_table(path, **how).rows())
    (only,) = refused.value.reasons
    assert only.about in CODES
    return only.about, dict(only.parameters)


@pytest.mark.parametrize(
    ("codec", "shown"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("gbk", "GB18030"),
        ("gb18030", "GB18030"),
        ("utf-16", "UTF-16"),
    ],
)
def test_reads_the_encodings_that_shops_write(tmp_path, codec, shown):
    table = open_table(written(tmp_path, TEXT.encode(codec)))
    assert table.written.encoding == shown
    assert [column.header for column in table.columns] == ["订单编号", "收货地址", "买家留言"]
    assert [list(line.cells) for line in table.rows()] == ROWS
    assert [line.number for line in table.rows()] == [2, 3]


def test_reads_utf16_big_endian_by_its_mark(tmp_path):
    table = open_table(written(tmp_path, b"\xfe\xff" + TEXT.encode("utf-16-be")))
    assert [list(line.cells) for line in table.rows()] == ROWS


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_finds_what_stands_between_cells(tmp_path, delimiter):
    lines = ["订单编号|金额|备注", '1|2.5|"a|b,c;d\te"']
    table = open_table(written(tmp_path, "\n".join(lines).replace("|", delimiter).encode()))
    assert table.written.delimiter == delimiter
    assert [list(line.cells) for line in table.rows()] == [["1", "2.5", f"a{delimiter}b,c;d\te"]]


def test_takes_excels_word_for_the_delimiter(tmp_path):
    table = open_table(written(tmp_path, b"sep=|\nno|amount\n1|2\n"))
    assert [(line.number, list(line.cells)) for line in table.rows()] == [(3, ["1", "2"])]


def test_a_quotation_mark_that_is_declared_between_cells_declares_nothing(tmp_path):
    table = open_table(written(tmp_path, b'sep="\nno,amount\n1,2\n'), wanted={"no", "amount"})
    assert [list(line.cells) for line in table.rows()] == [["1", "2"]]


def test_tells_the_row_where_utf8_breaks(tmp_path):
    content = (HEADER + "\n" + "1,上海,好\n" * 30_000).encode() + b"2,\xff\xfe,x\n"
    name, parameters = reason(written(tmp_path, content))
    assert (name, parameters["row"], parameters["encoding"]) == ("encoding", 30_002, "UTF-8")


def test_tells_the_row_where_gbk_breaks(tmp_path):
    name, parameters = reason(written(tmp_path, (HEADER + "\n1,上海,好\n").encode("gbk") + b"2,\x81\x20,x\n"))
    assert (name, parameters["row"], parameters["encoding"]) == ("encoding", 3, "GB18030")


@pytest.mark.parametrize(
    "content",
    [
        "Numéro;Âge;Prénom été\n1;2;François\n".encode("latin-1"),
        "訂單編號,收貨地址,買家留言,商品名稱,數量,價格\n1,臺北市信義區,請小心輕放\n".encode("big5"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-32"),
    ],
)
def test_does_not_read_text_as_what_it_is_not(tmp_path, content):
    assert reason(written(tmp_path, content))[0] in {"unclear_encoding", "encoding"}


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty"),
        (b"\n\n , ,\n", "empty"),
        (b"%PDF-1.7\n", "format"),
        (b"\x89PNG\r\n\x1a\n", "format"),
        (b'a,b\n1,"open\n2,3\n', "quote"),
        (b'a,b\n1,"x" y\n', "quote"),
        (b'a,b\n1,"' + b"x" * 200_000 + b'"\n', "long_cell"),
        (b"PK\x03\x04 no zip at all", "broken"),
    ],
)
def test_refuses_what_is_no_table(tmp_path, content, name):
    assert reason(written(tmp_path, content))[0] == name


def test_a_row_with_more_cells_than_columns_is_a_fault_of_that_row(tmp_path):
    table = open_table(written(tmp_path, b"a,b\n1,2\n1,2,3\n1,2,,\n"))
    faults = [table.too_long(line) for line in table.rows()]
    assert [each and dict(each.parameters) for each in faults] == [None, {"row": 3, "given": 3, "expected": 2}, None]


def test_headers_are_compared_as_people_read_them(tmp_path):
    assert comparable("\ufeff 订单编号　") == comparable("订单编号")
    assert comparable("ＯＲＤＥＲ　Ｎｏ") == comparable("order  no")
    table = open_table(written(tmp_path, "订单编号 ,金额,金额\n1,2,3\n".encode()))
    column = table.column("订单编号")
    assert column is not None
    assert column.place == 0
    assert table.column("省") is None
    with pytest.raises(Unreadable) as refused:
        table.column("金额")
    assert refused.value.reasons[0].parameters == {"column": "金额", "given": [2, 3]}


def test_finds_the_header_below_a_title(tmp_path):
    content = "二月订单,,\n导出时间：2020-03-01,,\n订单编号,省,金额\n1,上海,2\n".encode()
    table = open_table(written(tmp_path, content), wanted=["订单编号", "金额"])
    assert table.header_row == 3
    assert [list(line.cells) for line in table.rows()] == [["1", "上海", "2"]]


def test_what_only_protected_a_cell_is_taken_off_and_no_formula_is_computed(tmp_path):
    table = open_table(written(tmp_path, b'a,b,c\n"=""00123""",=1+1,\'=2\n\t42\t,-5,\'tis\n'))
    assert [list(line.cells) for line in table.rows()] == [["00123", "=1+1", "=2"], ["42", "-5", "'tis"]]


def test_many_rows_take_no_more_memory_than_few(tmp_path):
    path = tmp_path / "many.csv"
    with path.open("w", encoding="gbk") as file:
        file.write(HEADER + "\n")
        for block in range(20):
            file.write(f"{block},上海,好\n" * 10_000)
    tracemalloc.start()
    count = sum(1 for _ in open_table(path).rows())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 200_000
    assert most < 8 << 20


def workbook(path: Path, rows: list[list[object]], **more: object) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("订单")
        for number, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                if isinstance(cell, datetime):
                    page.write_datetime(number, place, cell, book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}))
                else:
                    page.write(number, place, cell)
        for area in more.get("merged", []):  # type: ignore[attr-defined]
            page.merge_range(*area)
        for name in more.get("hidden", []):  # type: ignore[attr-defined]
            book.add_worksheet(name).hide()
    return path


def test_reads_a_workbook_as_text_by_type(tmp_path):
    rows = [
        ["订单编号", "总金额", "创建时间", "备注"],
        ["001", 178.8, datetime.fromisoformat("2020-02-21 00:00:05"), "=不是公式"],
        [12345678901234567890.0, 21, datetime.fromisoformat("2020-02-21 00:00:00"), True],
    ]
    table = open_table(workbook(tmp_path / "orders.csv", rows))
    assert (table.written.kind, table.written.sheets) == ("xlsx", ("订单",))
    found = [list(line.cells) for line in table.rows()]
    assert found[0] == ["001", "178.8", "2020-02-21 00:00:05", "0"]
    assert found[1][1:] == ["21", "2020-02-21", "true"]
    assert isinstance(found[1][0], RoundedNumber)
    assert not isinstance(found[0][0], RoundedNumber)


def test_a_merged_heading_names_its_columns(tmp_path):
    rows = [["", "", "金额", ""], ["", "", "总金额", "实付"], ["1", "上海", 2, 3]]
    merged = [(0, 0, 1, 0, "订单编号"), (0, 1, 1, 1, "省"), (0, 2, 0, 3, "金额")]
    path = workbook(tmp_path / "a.xlsx", rows, merged=merged, hidden=["旧"])
    table = open_table(path, wanted=["订单编号", "省", "总金额", "实付"])
    assert [column.header for column in table.columns] == ["订单编号", "省", "总金额", "实付"]
    assert [(line.number, list(line.cells)) for line in table.rows()] == [(3, ["1", "上海", "2", "3"])]
    assert table.written.sheets == ("订单",)


def test_a_sheet_that_is_not_there_names_those_that_are(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [["a"], ["1"]])
    assert reason(path, sheet="二月") == ("no_sheet", {"given": "二月", "expected": ["订单"]})
    assert reason(workbook(tmp_path / "b.xlsx", []))[0] == "empty"


def repacked(source: Path, target: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return target


def test_refuses_workbooks_that_attack(tmp_path):
    honest = workbook(tmp_path / "a.xlsx", [["a"], ["1"]])
    bomb = repacked(honest, tmp_path / "bomb.xlsx", {"xl/media/zeros.bin": bytes(64 << 20)})
    assert reason(bomb)[0] == "bomb"

    lying = bytearray(bomb.read_bytes())
    at = lying.rfind(b"PK\x01\x02")
    lying[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    assert reason(written(tmp_path, bytes(lying), "lying.xlsx"))[0] in {"bomb", "broken"}

    far = (
        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        b"</sheetData></worksheet>"
    )
    wide = repacked(honest, tmp_path / "wide.xlsx", {"xl/worksheets/sheet1.xml": far})
    assert reason(wide)[0] in {"unpacks_large", "too_many_rows"}

    no_workbook = tmp_path / "word.xlsx"
    with zipfile.ZipFile(no_workbook, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert reason(no_workbook)[0] == "format"

    old = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
    assert reason(written(tmp_path, old, "old.xls"))[0] == "old_excel"
    locked = old + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    assert reason(written(tmp_path, locked, "locked.xlsx"))[0] == "encrypted"
    cut = written(tmp_path, honest.read_bytes()[:-200], "cut.xlsx")
    assert reason(cut)[0] == "broken"


HARMFUL = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", '=HYPERLINK("http://x")']


def test_written_cells_are_never_formulas(tmp_path):
    csv_path, xlsx_path = tmp_path / "a.csv", tmp_path / "a.xlsx"
    rows = [[text, Decimal("-1.50"), date(2020, 2, 1)] for text in HARMFUL]
    assert write_csv(csv_path, ["=a", "b", "c"], rows) == len(HARMFUL)
    assert write_xlsx(xlsx_path, ["=a", "b", "c"], rows) == len(HARMFUL)

    lines = csv_path.read_text("utf-8-sig").splitlines()
    assert all(line.lstrip('"').startswith("'") for line in lines)
    assert lines[1].endswith(",-1.50,2020-02-01")
    with zipfile.ZipFile(xlsx_path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    assert CalamineWorkbook.from_path(str(xlsx_path)).get_sheet_by_index(0).to_python()[1] == [
        "=1+1",
        -1.5,
        date(2020, 2, 1),
    ]
    # What Gendan wrote it reads again as it was.
    assert [line.cells[0] for line in open_table(csv_path).rows()] == HARMFUL
