"""A report as a workbook: figures with their past, the table with a chart of its own, the definitions."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

import xlsxwriter

from gendan.measures.reports.content import Content
from gendan.measures.reports.wording import change, said, unit_words, word

CHARTED: Final = 30
"""Rows of a chart."""
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def workbook(content: Content, language: str, *, number: str = "", remarks: str = "") -> bytes:
    """The workbook of a report: no cell of it is ever computed, whatever stands in it."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        _Book(book, content, language).write(number, remarks)
    return file.getvalue()


class _Book:
    def __init__(self, book: Any, content: Content, language: str) -> None:
        self.book = book
        self.content = content
        self.language = language
        self.bold = book.add_format({"bold": True, "bottom": 1})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.quiet = book.add_format({"font_color": "#5b6470"})
        self.number = book.add_format({"num_format": "#,##0.##"})
        self.share = book.add_format({"num_format": "0.0%"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})

    def word(self, name: str, **places: object) -> str:
        return word(name, self.language, **places)

    def write(self, number: str, remarks: str) -> None:
        content = self.content
        title = said(content["title"], self.language)
        if content["figures"]:
            self._figures(title, number, remarks)
        if content["rows"] or content["columns"]:
            self._table(title)
        if content["figures"]:
            self._definitions()

    def _figures(self, title: str, number: str, remarks: str) -> None:
        page = self.book.add_worksheet(self.word("figures"))
        page.set_column(0, 0, 28)
        page.set_column(1, 7, 13)
        page.write_string(0, 0, f"{title} {self.content['period']}", self.title)
        page.write_string(1, 0, f"{number}  {self.word('version')} {self.content['version']}", self.quiet)
        heads = ("figure", "value", "previous", "change", "target", "met", "counted", "base")
        for place, name in enumerate(heads):
            page.write_string(3, place, self.word(name), self.bold)
        row = 4
        for figure in self.content["figures"]:
            unit = unit_words(figure["unit"], self.language)
            name = said(figure["title"], self.language)
            page.write_string(row, 0, f"{name}（{unit}）" if unit else name)
            form = self.share if figure["share"] else self.number
            for place, value in enumerate((figure["value"], figure["previous"], change(figure)), 1):
                self._number(page, row, place, value, form)
            if figure["target"] is not None:
                target = figure["target"]
                page.write_string(row, 4, f"{target['operator']} {target['value']}")
            if figure["met"] is not None:
                page.write_string(row, 5, self.word("yes" if figure["met"] else "no"))
            page.write_number(row, 6, figure["counted"])
            page.write_number(row, 7, figure["base"])
            if figure["anomaly"] is not None:
                page.write_string(row, 8, self.word("anomaly"))
            row += 1
        self._chart(page, self.word("figures"), 4, row - 1, columns=(1, 2), at=f"A{row + 6}", share=self._all_shares())
        if remarks:
            page.write_string(row + 1, 0, self.word("remarks"), self.bold)
            page.merge_range(row + 2, 0, row + 3, 7, remarks, self.wrapped)

    def _all_shares(self) -> bool:
        return all(each["share"] for each in self.content["figures"])

    def _table(self, title: str) -> None:
        content = self.content
        name = self.word("table")
        page = self.book.add_worksheet(name)
        keys = [said(each["title"], self.language) for each in content["by"]]
        columns = [said(each["title"], self.language) for each in content["columns"]]
        page.set_column(0, len(keys) + len(columns), 18)
        for place, head in enumerate((*keys, *columns)):
            page.write_string(0, place, head, self.bold)
        page.freeze_panes(1, 0)
        shares = {each["measure"]: each["share"] for each in content["figures"]}
        forms = [self.share if shares.get(each["name"]) else self.number for each in content["columns"]]
        row = 0
        for row, line in enumerate(content["rows"], 1):
            words = line["words"]["en" if self.language.startswith("en") else "zh"]
            for place, text in enumerate(words):
                page.write_string(row, place, text)
            if keys:
                for place, value in enumerate(line["values"]):
                    self._number(page, row, len(keys) + place, value, forms[place])
        if content["left_out"]:
            page.write_string(row + 2, 0, self.word("left_out", count=content["left_out"]), self.quiet)
        if keys and content["rows"]:
            last = min(row, CHARTED)
            self._chart(
                page, name, 1, last, columns=(len(keys),), at=_cell(1, len(keys) + len(columns) + 1), title=title,
                share=bool(shares.get(content["columns"][0]["name"])), keys=len(keys), head=0,
            )  # fmt: skip

    def _definitions(self) -> None:
        page = self.book.add_worksheet(self.word("definitions"))
        page.set_column(0, 0, 28)
        page.set_column(1, 1, 100)
        for row, figure in enumerate(self.content["figures"]):
            page.write_string(row, 0, said(figure["title"], self.language), self.bold)
            page.write_string(row, 1, said(figure["definition"], self.language), self.wrapped)

    def _chart(
        self,
        page: Any,
        sheet: str,
        first: int,
        last: int,
        *,
        columns: Sequence[int],
        at: str,
        title: str = "",
        share: bool = False,
        keys: int = 1,
        head: int = 3,
    ) -> None:
        if last < first:
            return
        chart = self.book.add_chart({"type": "column"})
        for column in columns:
            chart.add_series(
                {
                    "name": [sheet, head, column],
                    "categories": [sheet, first, 0, last, keys - 1],
                    "values": [sheet, first, column, last, column],
                }
            )
        if title:
            chart.set_title({"name": title, "name_font": {"size": 12}})
        chart.set_y_axis({"num_format": "0%" if share else "#,##0", "major_gridlines": {"visible": True}})
        chart.set_size({"width": 760, "height": 340})
        page.insert_chart(at, chart)

    def _number(self, page: Any, row: int, place: int, value: str | None, form: Any) -> None:
        if value is None:
            return
        page.write_number(row, place, Decimal(value), form)


def _cell(row: int, column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
