"""A label is one sheet for each thing, however long its name is."""

from dataclasses import replace

import pypdfium2

from gendan.packs.check.papers import ANY_MOMENT
from gendan.packs.printing import printed
from tests.packs.test_shipped_papers import LONG, made, reading


def test_a_long_name_stays_on_its_own_label() -> None:
    paper = made("warehouse", "label", "receipt", "filled")
    long = {"product": LONG["text"], "quantity": LONG["decimal"], "measure": LONG["unit"]}
    words = {**paper.words, "passed": [long] * 3, "shelf": LONG["text"]}
    sheets = pypdfium2.PdfDocument(
        printed(
            reading("warehouse").files,
            paper.document.template,
            replace(paper, words=words).data(),
            ANY_MOMENT,
        )
    )
    assert len(sheets) == 3
    assert [sheet.get_textpage().get_text_bounded().count("202612-0001") for sheet in sheets] == [1, 1, 1]
