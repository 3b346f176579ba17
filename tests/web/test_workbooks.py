"""Workbooks out and in: records, tables and imports come with their columns explained, and what goes out comes back."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from gendan.cases import records
from gendan.cases.models import Record
from gendan.people import actions
from tests.cases.company import FRIDAY
from tests.web.test_packs import signed_in

FLATS = ["estate", "flat"]


@pytest.fixture
def estate(db):
    from tests.cases.estate import open_estate

    return open_estate()


def content(answer) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def sheets(answer) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content(answer)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_records_go_out_with_their_columns_explained_and_come_back(estate):
    for room, area in (("101", "88.5"), ("102", "90")):
        given = {"building": "A", "room": room, "area": area}
        records.change("estate", "flat", given, person=estate.boss, at=FRIDAY)
    boss = signed_in(estate.boss)
    answer = boss.get(reverse("web:records_file", args=FLATS))
    file = content(answer)
    book = CalamineWorkbook.from_filelike(io.BytesIO(file))
    rows, told = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    heads = rows[0]
    assert [row[heads.index("房号")] for row in rows[1:]] == ["101", "102"]
    explained = {row[0]: row for row in told}
    assert told[0] == ["列名", "填什么", "必填", "例"]
    assert (explained["房号"][2], explained["面积 (m2)"][1]) == ("是", "数字")
    sent = SimpleUploadedFile("flats.xlsx", file)
    assert boss.post(reverse("web:records_read", args=FLATS), {"file": sent}, follow=True).status_code == 200
    assert Record.objects.count() == 2


def test_a_file_of_records_is_taken_whole_or_not_at_all(estate):
    boss = signed_in(estate.boss)
    address = reverse("web:records_read", args=FLATS)
    heads = [field.title.zh for field in _fields(estate)]
    wrong = SimpleUploadedFile("flats.csv", f"{heads[0]},{heads[1]},面积\nA,1,50\nA,2,大\n,3,60\n".encode())
    answer = boss.post(address, {"file": wrong})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "第 3 行" in page
    assert "第 4 行" in page
    assert Record.objects.count() == 0
    good = SimpleUploadedFile("flats.csv", f"{heads[0]},{heads[1]},面积\nA,1,50\nA,2,70\n".encode())
    assert "已登记 2 行" in boss.post(address, {"file": good}, follow=True).content.decode()
    clerk = signed_in(estate.ann)
    again = SimpleUploadedFile("flats.csv", f"{heads[0]},{heads[1]}\nB,1\n".encode())
    assert clerk.post(address, {"file": again}).status_code == 404
    assert Record.objects.count() == 2


def _fields(estate):
    from gendan.cases import library

    return list(library.pack(estate.definition).records["flat"].fields.values())


def test_a_table_goes_out_as_a_workbook_and_comes_back(db):
    from tests.cases.desk import open_desk

    open_desk()
    admin = signed_in(actions.create_person(actor=0, at=FRIDAY, username="boss", name="何管", administrator=True))
    file = content(admin.get(reverse("web:table_file", args=["desk", "fee"]), {"form": "xlsx"}))
    book = CalamineWorkbook.from_filelike(io.BytesIO(file))
    assert book.get_sheet_by_name(book.sheet_names[1]).to_python()[1][2] == "是"
    sent = {"file": SimpleUploadedFile("fee.xlsx", file), "step": "look"}
    assert admin.post(reverse("web:table", args=["desk", "fee"]), sent).status_code == 200


def test_an_import_offers_an_empty_table(db):
    from tests.cases.shop import open_shop

    shop = open_shop()
    book = sheets(signed_in(shop.xu).get(reverse("web:import_template", args=["shop_review", "shop_export"])))
    rows, told = book.values()
    assert "订单编号" in rows[0]
    assert len(rows) == 1
    assert {row[0]: row[2] for row in told}["订单编号"] == "是"


def test_any_table_of_a_page_is_written_as_it_is_shown(estate):
    sent = {
        "grid": "g",
        "title": "超时的单",
        "g-columns": '[["c0", "单号", "", []], ["c1", "谁", "", []]]',
        "g-table": "T1\t=1+1\nT2\t李",
    }
    answer = signed_in(estate.ann).post(reverse("web:grid_written"), sent)
    assert sheets(answer) == {"超时的单": [["单号", "谁"], ["T1", "=1+1"], ["T2", "李"]]}
