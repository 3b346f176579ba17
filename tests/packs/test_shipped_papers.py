"""Every paper that a shipped pack prints, with nothing on it and with more than anybody would write: nothing runs off
the sheet or over something else, and its bars read as a scanner reads them."""

import ctypes
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from gendan.core.field import Field
from gendan.packs.check.papers import ANY_MOMENT, given_to
from gendan.packs.paper import COMPANY, Paper, empty, sample
from gendan.packs.printing import printed
from gendan.packs.reader import read_pack, shipped_packs
from gendan.project.vocabulary import declared
from tests.packs.test_barcode import patterns

LINES = 45
LONG = {
    "text": "杭州市余杭区良渚街道古墩路二百零八号绿地广场西侧三单元一千二百零一室，送货前请先电话联系",
    "party": "浙江省永康市宏达防盗安全门制造有限公司杭州第二经营部",
    "product": "HD-2026-防火甲级子母门-左外开",
    "contact": "欧阳慧敏（采购部经理）",
    "unit": "平方米",
    "int": "123456",
    "decimal": "12345.125",
    "money": "8,765,432.10",
    "phone": "+86 0579-87123456-8001",
    "person": "欧阳慧敏",
    "date": "2026-12-31",
    "moment": "2026-12-31 23:59",
}
CODES = {"code", "code_1", "code_2", "code_3", "device", "sku", "number", "order_no", "sheet"}
CODE = "SN2026101200012345678"
NUMBER = "202612-0001"
PRODUCT = "D1-2026"
PACKS = sorted(shipped_packs())


@cache
def reading(name: str):
    return read_pack(shipped_packs()[name])


def papers(name: str) -> Iterator[tuple[str, str]]:
    """The pack's own papers, each with a procedure that prints it."""
    pack = reading(name).pack
    for document in pack.documents.values():
        if document.template not in reading(name).files:
            continue
        for procedure in pack.procedures.values():
            if given_to(procedure, document) is not None:
                yield document.name, procedure.name


def words(field: Field) -> str:
    if field.name in CODES:
        return CODE
    if field.choices:
        return max((choice.title.zh for choice in field.choices), key=len)
    return "是" if field.type == "bool" else LONG.get(field.type, LONG["text"])


def made(name: str, document: str, procedure: str, sort: str) -> Paper:
    pack = reading(name).pack
    of, steps = pack.documents[document], pack.procedures[procedure]
    given = given_to(steps, of) or {}
    facts = [fact for fact in declared().facts.values() if fact.name.partition(".")[0] in pack.needs]
    if sort == "empty":
        return empty(of, pack, steps, given, facts)
    told = replace(sample(of, pack, steps, given, facts), language="zh")
    if sort == "filled":
        return replace(told, about={**told.about, "number": NUMBER})
    fields, values = {}, dict(told.values)
    for field in steps.fields.values():
        if field.type == "rows":
            fields[field.name] = [{column.name: words(column) for column in field.columns}] * LINES
            values[field.name] = list(told.values[field.name])[:1] * LINES
        else:
            fields[field.name] = words(field)
    areas: dict[str, dict[str, object]] = {}
    for fact in facts:
        area, _, word = fact.name.partition(".")
        row = {
            name: CODE if name in CODES else LONG.get(kind.kind, LONG["product"]) for name, kind in fact.type.columns
        }
        areas.setdefault(area, {})[word] = [row] * LINES if fact.type.kind == "rows" else told.areas[area][word]
    company = {**dict.fromkeys(COMPANY, ""), "name": LONG["party"], "address": LONG["text"], "phone": LONG["phone"]}
    about = {**told.about, "number": NUMBER, "owner": LONG["person"], "actor": LONG["person"]}
    return replace(told, words=fields, values=values, areas=areas, company=company, about=about)


def boxes(page) -> list[tuple[str, float, float, float, float]]:
    """Every character that can be seen, with its box (left, bottom, right, top) in points."""
    text = page.get_textpage()
    found = []
    for place in range(text.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(text.raw, place))
        if character.strip() and character != "\u200b":
            found.append((character, *text.get_charbox(place, loose=False)))
    return found


def off_the_sheet(page) -> list[str]:
    width, height = page.get_size()
    near = 4
    return [
        character
        for character, left, bottom, right, top in boxes(page)
        if left < near or bottom < near or right > width - near or top > height - near
    ]


def over_each_other(page) -> list[str]:
    """Characters whose boxes share more than a third of the smaller one."""
    found = sorted(boxes(page), key=lambda box: box[1])
    wrong = []
    for place, (character, left, bottom, right, top) in enumerate(found):
        for other, left2, bottom2, right2, top2 in found[place + 1 :]:
            if left2 >= right:
                break
            if (left, bottom) == (left2, bottom2):
                continue  # two letters in one: ﬀ
            across, along = min(right, right2) - max(left, left2), min(top, top2) - max(bottom, bottom2)
            least = min((right - left) * (top - bottom), (right2 - left2) * (top2 - bottom2))
            if across > 0 and along > 0 and across * along > least / 3:
                wrong.append(character + other)
    return wrong


def blotted(sheet: pypdfium2.PdfPage) -> int:
    """How many texts are light with dark outlines, which fill the letters."""
    found = 0
    for place in range(pdfium.FPDFPage_CountObjects(sheet)):
        each = pdfium.FPDFPage_GetObject(sheet, place)
        if pdfium.FPDFPageObj_GetType(each) != pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        if pdfium.FPDFTextObj_GetTextRenderMode(each) != pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE:
            continue
        fill, stroke = ([ctypes.c_uint() for _ in range(4)] for _ in range(2))
        pdfium.FPDFPageObj_GetFillColor(each, *map(ctypes.byref, fill))
        pdfium.FPDFPageObj_GetStrokeColor(each, *map(ctypes.byref, stroke))
        found += fill[0].value > 200 and stroke[0].value < 100
    return found


@pytest.mark.parametrize("name", PACKS)
@pytest.mark.parametrize("sort", ["empty", "filled", "long"])
def test_nothing_runs_off_the_sheet_or_over_something_else(name, sort):
    wrong = []
    for document, procedure in papers(name):
        paper = made(name, document, procedure, sort)
        pdf = printed(reading(name).files, paper.document.template, paper.data(), ANY_MOMENT)
        with pypdfium2.PdfDocument(pdf) as sheets:
            for number, sheet in enumerate(sheets, 1):
                off, over, dark = off_the_sheet(sheet), over_each_other(sheet), blotted(sheet)
                if off or over or dark:
                    wrong.append((document, procedure, number, "".join(off)[:40], over[:12], dark))
    assert wrong == []


def runs(row: bytes) -> list[int]:
    """The widths of what is dark and light in turn along a row of pixels, from the first dark one on."""
    found, dark = [], True
    start = next((place for place, value in enumerate(row) if value < 128), len(row))
    length = 0
    for value in row[start:]:
        if (value < 128) == dark:
            length += 1
        else:
            found.append(length)
            dark, length = not dark, 1
    return [*found, length] if length else found


def read_bars(picture: bytes, width: int, height: int, stride: int) -> set[str]:
    """The texts in Code 128 (set B) that rows of pixels hold, whose check is right."""
    symbols = {tuple(map(int, each)): place for place, each in enumerate(patterns()[:-1])}
    start = tuple(map(int, patterns()[104]))
    found = set()
    for line in range(0, height, 6):
        widths = runs(picture[line * stride : line * stride + width])
        for place in range(0, len(widths) - 12, 2):
            module = sum(widths[place : place + 6]) / 11
            if tuple(round(each / module) for each in widths[place : place + 6]) != start:
                continue
            values = []
            for at in range(place + 6, len(widths) - 5, 6):
                value = symbols.get(tuple(round(each / module) for each in widths[at : at + 6]))
                if value is None:
                    break
                values.append(value)
            for end in range(len(values), 1, -1):
                *said, check = values[:end]
                if (104 + sum(at * each for at, each in enumerate(said, 1))) % 103 == check:
                    found.add("".join(chr(each + 32) for each in said))
                    break
    return found


@pytest.mark.parametrize("name", PACKS)
def test_every_paper_has_bars_that_read_as_a_scanner_reads_them(name):
    unread = []
    for document, procedure in dict(papers(name)).items():
        paper = made(name, document, procedure, "filled")
        areas = {
            area: {word: NUMBER if word == "sheet" else said for word, said in told.items()}
            for area, told in paper.areas.items()
        }
        rows = {
            each: [{**row, "product": PRODUCT} for row in said]
            for each, said in paper.words.items()
            if isinstance(said, list)
        }
        paper = replace(paper, areas=areas, words={**paper.words, **rows})
        pdf = printed(reading(name).files, paper.document.template, paper.data(), ANY_MOMENT)
        with pypdfium2.PdfDocument(pdf) as sheets:
            bitmap = sheets[0].render(scale=300 / 72, grayscale=True)
            raw = ctypes.string_at(bitmap.buffer, bitmap.stride * bitmap.height)
            read = read_bars(raw, bitmap.width, bitmap.height, bitmap.stride)
        if not read & {NUMBER, PRODUCT}:
            unread.append((document, read))
    assert unread == []


@pytest.mark.parametrize("name", ["dealers", "doors", "warehouse"])
def test_each_copy_has_its_name_and_pages_of_its_own(name):
    paper = made(name, "dispatch_note", dict(papers(name))["dispatch_note"], "long")
    pdf = printed(reading(name).files, paper.document.template, paper.data(), ANY_MOMENT)
    with pypdfium2.PdfDocument(pdf) as sheets:
        feet = [sheet.get_textpage().get_text_range().strip().splitlines() for sheet in sheets]
    told = [next(" ".join(line.split()) for line in reversed(lines) if " / " in line) for lines in feet]
    pages = len(told) // 3
    assert pages > 1
    numbered = [line.rpartition(" · ")[2] for line in told]
    assert numbered == [f"{page} / {pages}" for _ in range(3) for page in range(1, pages + 1)]
    assert len({line.split(" · ")[-2] for line in told}) == 3
