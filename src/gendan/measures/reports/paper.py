"""A report as a paper: typeset with Chinese type, with bars drawn beside the table."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from gendan.measures.reports.content import Content
from gendan.measures.reports.wording import change, number_words, period_words, said, target_words, unit_words, word
from gendan.packs.printing import printed

_TEMPLATE: Final = "documents/report.typ"
_WORDS: Final = (
    *("figures", "figure", "value", "previous", "change", "target", "met", "table", "remarks", "definitions"),
    *("version", "digest", "period", "none", "anomaly", "number", "author"),
)
LINES: Final = 500
"""Lines on paper; all of them stand in the workbook."""


def pdf(
    content: Content, language: str, at: datetime, *, number: str = "", remarks: str = "", author: str = ""
) -> bytes:
    """The PDF of a report. The same content and moment give the same bytes."""
    source = (Path(__file__).parent / "report.typ").read_bytes()
    return printed(
        {_TEMPLATE: source}, _TEMPLATE, _data(content, language, number, remarks, author), at.replace(microsecond=0)
    )


def _data(content: Content, language: str, number: str, remarks: str, author: str) -> dict[str, Any]:
    shares = {each["measure"]: each["share"] for each in content["figures"]}
    columns = content["columns"]
    rows = []
    largest = max((Decimal(line["values"][0] or 0) for line in content["rows"] if content["by"]), default=Decimal(0))
    for line in content["rows"][:LINES]:
        words = list(line["words"]["en" if language.startswith("en") else "zh"])
        bar = 0.0
        if content["by"]:
            words += [
                number_words(value, share=bool(shares.get(column["name"])))
                for value, column in zip(line["values"], columns, strict=True)
            ]
            first = Decimal(line["values"][0] or 0)
            bar = float(first / largest) if largest > 0 else 0.0
        rows.append({"cells": words, "bar": max(0.0, bar)})
    heads = [said(each["title"], language) for each in (*content["by"], *columns)]
    left_out = content["left_out"] + max(0, len(content["rows"]) - LINES)
    return {
        "language": "en" if language.startswith("en") else "zh",
        "title": said(content["title"], language),
        "period": period_words(content["period"], language),
        "number": number,
        "author": author,
        "remarks": remarks,
        "heads": heads,
        "keys": len(content["by"]),
        "rows": rows,
        "left_out": word("left_out", language, count=left_out) if left_out else "",
        "figures": [
            {
                "title": said(each["title"], language),
                "unit": unit_words(each["unit"], language),
                "value": number_words(each["value"], share=each["share"]),
                "previous": number_words(each["previous"], share=each["share"]),
                "change": number_words(change(each), share=each["share"]),
                "target": target_words(each["target"], share=each["share"]),
                "met": "" if each["met"] is None else word("yes" if each["met"] else "no", language),
                "anomaly": "" if each["anomaly"] is None else said(each["anomaly"]["rule"], language),
                "definition": said(each["definition"], language),
            }
            for each in content["figures"]
        ],
        "words": {name: word(name, language) for name in _WORDS},
        "version": content["version"],
        "digest": content["digest"],
    }
