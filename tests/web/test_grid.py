"""The lines of a form as a grid: by keyboard in a browser, as one text, as a file, and without any script."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from python_calamine import CalamineWorkbook

from gendan.core.field import Choice, Field
from gendan.core.text import Text
from gendan.people import actions
from gendan.web.forms import control, given
from gendan.web.forms.tables import SHOWN_MOST, as_table, from_table
from gendan.web.views.common import zone
from tests.cases.shop import open_shop

NEW = "/lists/shop_review/shop_order/new/"
PASSWORD = "审单-demo-2026"
SIDES = (Choice(name="left", title=Text("左", "Left")), Choice(name="right", title=Text("右", "Right")))
LINES = Field(
    name="lines",
    title=Text("明细", "Lines"),
    type="rows",
    columns=(
        Field(name="width", title=Text("宽", "Width"), type="decimal", unit="mm"),
        Field(name="opening", title=Text("开向", "Opening"), type="choice", choices=SIDES),
        Field(name="note", title=Text("备注", "Note"), type="text"),
    ),
)
PASTE = """text => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    const paste = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
    document.activeElement.dispatchEvent(paste);
}"""


def sent(text, files=None):
    return given([LINES], QueryDict(text), MultiValueDict(files or {}))


def test_lines_are_one_text_and_lines_again():
    rows = [{"width": "860", "note": "急"}, {"opening": "left"}, {"width": "1", "opening": "right", "note": "a\tb\nc"}]
    text = as_table(LINES, rows, zone())
    assert text == "860\t\t急\n\tleft\t\n1\tright\ta b c"
    assert from_table(LINES, text.replace("\n", "\r\n")) == [*rows[:2], {**rows[2], "note": "a b c"}]


def test_the_text_counts_where_there_is_one_and_the_inputs_where_there_is_none():
    inputs = "f-lines-there=1&f-lines-0-width=1&f-lines-2-note=x&f-lines-2-other=y"
    assert sent(inputs) == {"lines": [{"width": "1"}, {"note": "x"}]}
    assert sent(inputs + "&f-lines-table=") == {"lines": [{"width": "1"}, {"note": "x"}]}
    assert sent(inputs + "&f-lines-table=860%09left") == {"lines": [{"width": "860", "opening": "left"}]}
    assert sent("f-lines-table=860") == {}


@pytest.mark.parametrize("head", ["宽,备注", "Width (mm),Note", "width,note"])
def test_a_file_chosen_for_the_lines_is_read_without_any_script(head):
    file = SimpleUploadedFile("门.csv", f"{head}\n860,急\n,\n900,\n".encode("gb18030"))
    assert sent("f-lines-there=1&f-lines-table=1", {"f-lines-file": [file]}) == {
        "lines": [{"width": "860", "note": "急"}, {"width": "900"}]
    }
    broken = SimpleUploadedFile("图.png", b"\x89PNG\r\n")
    assert sent("f-lines-there=1", {"f-lines-file": [broken]}) == {"lines": "图.png"}


def test_many_lines_are_one_text_on_the_page(settings):
    few = control(LINES, [{"width": "1"}] * SHOWN_MOST, language="zh", zone=zone())
    assert (len(few.lines), few.table) == (SHOWN_MOST, "")
    many = control(LINES, [{"width": "1"}] * (SHOWN_MOST + 1), language="zh", zone=zone())
    assert (len(many.lines), many.table.count("1\t\t")) == (0, SHOWN_MOST + 1)


@pytest.fixture
def client(db):
    shop = open_shop()
    actions.set_password(shop.zhou, PASSWORD, actor=actions.SYSTEM, at=timezone.now())
    client = Client()
    assert client.post("/sign-in/", {"username": "zhou", "password": PASSWORD}).status_code == 302
    return client


def told(client):
    """The columns as the page tells them."""
    page = client.get(NEW).content.decode()
    found = re.search(r'name="f-lines-columns" value="([^"]*)"', page)
    return found[1].replace("&quot;", '"')


def test_a_grid_goes_out_as_a_workbook_that_explains_itself_and_comes_in_again(client):
    columns = told(client)
    answer = client.post(
        "/grid/written/",
        {
            "grid": "f-lines",
            "f-lines-columns": columns,
            "f-lines-table": "A1\t=1+1\t36\t2\nA2\t\t\t1",
            "f-shop": "天猫",
        },
    )
    content = b"".join(answer.streaming_content)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows == [["商品编码", "商品名称", "尺码", "数量"], ["A1", "=1+1", "36", "2"], ["A2", "", "", "1"]]
    explained = book.get_sheet_by_index(1).to_python()
    assert (explained[0], explained[-1]) == (["列名", "填什么", "必填", "例"], ["数量", "整数 ≥ 1 ≤ 9999", "", ""])
    file = SimpleUploadedFile("grid.xlsx", content)
    assert client.post("/grid/read/", {"columns": columns, "file": file}).json() == {
        "lines": [["A1", "=1+1", "36", "2"], ["A2", "", "", "1"]]
    }


def test_inputs_without_a_script_go_out_too(client):
    answer = client.post(
        "/grid/written/",
        {"grid": "f-lines", "f-lines-columns": told(client), "f-lines-1-sku": "A1", "f-lines-0-size": "9"},
    )
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.get_sheet_by_index(0).to_python()[1:] == [["", "", "9", ""], ["A1", "", "", ""]]


def test_a_file_that_is_no_table_says_why(client):
    file = SimpleUploadedFile("x.png", b"\x89PNG\r\n")
    answer = client.post("/grid/read/", {"columns": told(client), "file": file})
    assert answer.status_code == 422
    assert len(answer.json()["wrong"]) == 1
    for columns in ("", "[]", "[1]", '[["a"]]', "{"):
        assert client.post("/grid/read/", {"columns": columns, "file": file}).status_code == 404
    assert client.get("/grid/read/").status_code == 405


def test_the_grid_is_worked_by_the_keyboard(open_as):
    page = open_as("li")
    page.goto(NEW)
    sheet = page.locator("[data-lines]")

    def cells(column):
        return [each.input_value() for each in sheet.locator(f"tr[data-row] td:nth-child({column + 2}) input").all()]

    def cell(row, column):
        return sheet.locator(f"tr[data-row='{row}'] td input").nth(column)

    cell(0, 0).focus()
    page.evaluate(PASTE, 'A1\t女鞋\t36\t1\nA2\t"男 ""大"" 鞋"\t40\t2\nA3\t童鞋\t28\t3')
    assert cells(0) == ["A1", "A2", "A3"]
    assert cells(1)[1] == '男 "大" 鞋'
    cell(0, 3).focus()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Control+d")
    assert cells(3) == ["1", "1", "1"]
    page.keyboard.press("Control+z")
    assert cells(3) == ["1", "2", "3"]
    page.keyboard.press("Control+y")
    assert cells(3) == ["1", "1", "1"]
    cell(1, 0).focus()
    page.keyboard.press("Control+Enter")
    page.keyboard.type("A9")
    page.keyboard.press("Enter")
    assert cells(0) == ["A1", "A2", "A9", "A3"]
    cell(3, 3).focus()
    page.keyboard.press("Tab")
    page.keyboard.type("A10")
    page.reload()
    assert cells(0) == ["A1", "A2", "A9", "A3", "A10"], "what was typed is still there"
    sheet.locator("[data-remove-line]").nth(1).click()
    assert cells(0) == ["A1", "A9", "A3", "A10"]
    cell(3, 3).fill("x")
    page.fill("[name=f-shop]", "天猫旗舰店")
    page.fill("[name=f-order_no]", "GRID-1")
    page.locator("form[data-draft] button.main-act").click()
    page.wait_for_selector(".field.wrong")
    assert cells(0) == ["A1", "A9", "A3", "A10"], "a refusal keeps the lines"
    cell(3, 3).fill("5")
    page.locator("form[data-draft] button.main-act").click()
    page.wait_for_selector(".says.success")
    assert "A10" in page.inner_text("main")


def test_a_thousand_lines_are_light(open_as):
    page = open_as("li")
    page.goto(NEW)
    sheet = page.locator("[data-lines]")
    sheet.locator("tr[data-row='0'] td input").first.focus()
    page.evaluate(PASTE, "\n".join(f"S{number}\t鞋\t36\t1" for number in range(1000)))
    assert "1000" in sheet.locator("[data-line-count]").inner_text()
    assert sheet.locator("tr[data-row]").count() <= 130
    page.evaluate("document.querySelector('.lines-view').scrollTop = 1e6")
    last = sheet.locator("tr[data-row='999'] td input").first
    last.wait_for()
    assert last.input_value() == "S999"
    last.fill("END")
    page.fill("[name=f-shop]", "天猫旗舰店")
    page.fill("[name=f-order_no]", "GRID-1000")
    page.locator("form[data-draft] button.main-act").click()
    page.wait_for_selector(".says.success")
