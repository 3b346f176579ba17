"""A template and data become a PDF, and nothing but the pack's papers is within reach."""

from datetime import UTC, datetime

import pytest

from gendan.packs.check import check_folder
from gendan.packs.printing import TemplateFault, mentioned, named_fields, printed
from tests.packs.check.at_hand import pack, words

AT = datetime(2026, 10, 12, 1, 30, tzinfo=UTC)
SHEET = "documents/sheet.typ"
READS = b'#let data = json("/data.json")\n'


def sheet(source: bytes, **more: bytes) -> dict[str, bytes]:
    return {SHEET: READS + source, **more}


def fault(files: dict[str, bytes], data: dict[str, object] | None = None) -> TemplateFault:
    with pytest.raises(TemplateFault) as raised:
        printed(files, SHEET, data or {}, AT)
    return raised.value


def test_it_is_a_pdf_and_the_same_one_each_time() -> None:
    files = sheet(b"= #data.name")
    first = printed(files, SHEET, {"name": "天猫旗舰店"}, AT)
    assert first[:5] == b"%PDF-"
    assert printed(files, SHEET, {"name": "天猫旗舰店"}, AT) == first
    assert printed(files, SHEET, {"name": "集市店"}, AT) != first


@pytest.mark.parametrize(
    "value", ["#panic()", "$x", '"]#panic()', "*a_", "\\", '#import "/data.json"', "<a>", "\u202e\x07"]
)
def test_a_value_is_never_read_as_a_template(value: str) -> None:
    files = sheet(b"#assert(data.name == data.also)\n#data.name")
    assert printed(files, SHEET, {"name": value, "also": value}, AT)[:5] == b"%PDF-"


@pytest.mark.parametrize("path", ["/../../etc/passwd", "../../../etc/passwd", "/pack.yaml", "/etc/passwd"])
def test_no_other_file_is_within_reach(path: str) -> None:
    found = fault(sheet(f'#read("{path}")'.encode(), **{"pack.yaml": b"pack: x"}))
    assert (found.file, found.line) == (SHEET, 2)


def test_papers_share_what_lies_beside_them() -> None:
    files = sheet(b'#import "parts/head.typ": head\n#head', **{"documents/parts/head.typ": b"#let head = [A]"})
    assert printed(files, SHEET, {}, AT)[:5] == b"%PDF-"


def test_nothing_is_taken_from_the_network() -> None:
    found = fault(sheet(b'A\n #import "@preview/cetz:0.3.0": canvas'))
    assert (found.message, found.file, found.line, found.column) == ("packages from the network", SHEET, 3, 10)


@pytest.mark.parametrize(
    ("source", "line"),
    [(b"#data.nothing", 2), (b"A\n#let a = (1", 3), (b"\n\n#nobody", 4), (b"#while true {}", 2)],
)
def test_a_fault_is_told_with_its_place(source: bytes, line: int) -> None:
    assert (fault(sheet(source)).file, fault(sheet(source)).line) == (SHEET, line)


def test_what_is_no_template_is_not_printed() -> None:
    with pytest.raises(TemplateFault):
        printed({"documents/sheet.docx": b"PK"}, "documents/sheet.docx", {}, AT)
    with pytest.raises(TemplateFault):
        printed({}, SHEET, {}, AT)


def test_a_template_mentions_whole_words_and_what_all_papers_share() -> None:
    beside = {"notices.yaml": b"cost", "documents/other.typ": b"weight", "documents/parts/head.typ": b"margin"}
    files = sheet(b"#data.fields.price #data.fields.pricelist", **beside)
    asked = frozenset({"price", "pric", "list", "cost", "weight", "margin"})
    assert mentioned(files, SHEET, asked) == {"price", "margin"}


def test_a_word_of_an_area_is_no_field_of_the_case() -> None:
    asked = frozenset({"codes", "price"})
    assert named_fields(sheet(b"#data.areas.stock.codes #data.fields.price"), SHEET, asked) == {"price"}
    assert named_fields(sheet(b"#data.areas.stock.codes #data.fields.codes"), SHEET, asked) == {"codes"}


def test_the_checker_prints_every_paper_that_a_procedure_prints() -> None:
    quotation = "documents/quotation.typ"
    sound = pack("doors")
    assert [each.code for each in check_folder(sound, vocabulary=words())] == []
    reads = READS.decode() + "#data.fields.customer #data.titles.customer #data.fields.lines.len()"
    good = {**sound, quotation: reads.encode()}
    assert [each.code for each in check_folder(good, vocabulary=words())] == []
    for wrong, line in (
        ("#data.fields.custmer", 2),
        ("\n#data.fields.lines.at(0).width", 3),
        ("#(data.values.urgent + 1)", 2),
    ):
        found = check_folder({**sound, quotation: READS + wrong.encode()}, vocabulary=words())
        assert [(each.code, each.place.file, each.place.line) for each in found] == [
            ("template_fault", quotation, line)
        ]


def test_a_template_of_another_kind_is_refused() -> None:
    files = {path: content for path, content in pack("doors").items() if path != "documents/quotation.typ"}
    found = check_folder({**files, "documents/quotation.docx": b"PK"}, vocabulary=words())
    assert [(each.code, each.place.file) for each in found] == [("template_kind", "documents/quotation.docx")]
