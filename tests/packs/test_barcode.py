"""条码 The bars that templates draw, read back as a scanner reads them."""

import re
from pathlib import Path

import typst

SHARED = Path(__file__).parents[2] / "src" / "gendan" / "packs" / "gendan.typ"


def patterns() -> list[str]:
    """The widths of bars and spaces of each symbol of Code 128, as the template has them."""
    text = SHARED.read_text("utf-8")
    table = text[text.index("let patterns") : text.index("let values")]
    return re.findall(r'"(\d{6,7})"', table)


def test_every_symbol_is_eleven_modules_wide_and_no_two_are_alike():
    found = patterns()
    assert len(found) == 107
    assert len(set(found)) == 107
    assert {sum(map(int, each)) for each in found[:-1]} == {11}
    assert sum(map(int, found[-1])) == 13
    # Bars and spaces are told apart by parity: the bars of every symbol are an even number of modules together.
    assert all(sum(map(int, each[::2])) % 2 == 0 for each in found[:-1])


def bars(folder: Path, text: str) -> list[tuple[int, int]]:
    """The bars that a template draws for a text: where each begins and how wide it is, in modules."""
    (folder / "gendan.typ").write_text(SHARED.read_text("utf-8"), "utf-8")
    paper = (
        '#import "gendan.typ": barcode\n#set page(width: auto, height: auto, margin: 0pt)\n'
        f'#barcode("{text}", width: 1pt)'
    )
    (folder / "paper.typ").write_text(paper, "utf-8")
    svg = typst.compile(str(folder / "paper.typ"), format="svg")
    assert isinstance(svg, bytes)
    drawn = re.findall(r'<path fill="#000000"[^>]*?(?:translate\((\d+)\)" )?d="M 0 0v [\d.]+h (\d+)v', svg.decode())
    return [(int(begins or 0), int(width)) for begins, width in drawn]


def test_what_is_drawn_reads_as_what_was_written(tmp_path):
    text = "202610-0001"
    values = [104, *(ord(each) - 32 for each in text)]
    check = (104 + sum(at * (ord(each) - 32) for at, each in enumerate(text, 1))) % 103
    symbols = patterns()
    widths = [int(width) for value in (*values, check, 106) for width in symbols[value]]
    begins = [sum(widths[:at]) for at in range(len(widths))]
    assert bars(tmp_path, text) == list(zip(begins, widths, strict=True))[::2]
