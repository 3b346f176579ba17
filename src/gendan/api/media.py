"""What answers that are files consist of, by operation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv; charset=utf-8"
PDF: Final = "application/pdf"
HTML: Final = "text/html; charset=utf-8"
BPMN: Final = "application/xml"
XES: Final = "application/xml"
ZIP: Final = "application/zip"
ANYTHING: Final = "application/octet-stream"

DOWNLOADS: Final[Mapping[str, tuple[str, ...]]] = {
    "export_cases": (XLSX, CSV),
    "export_outcomes": (XLSX, CSV),
    "export_exchange": (XLSX, CSV),
    "export_ledger": (XLSX, CSV, PDF),
    "export_case_ledger": (XLSX, CSV, PDF),
    "export_records": (XLSX, CSV),
    "download_file": (ANYTHING,),
    "download_area_file": (ANYTHING,),
    "download_report": (XLSX, PDF),
    "download_manual": (PDF, HTML),
    "download_bpmn": (BPMN,),
    "download_pack": (ZIP,),
    "download_print": (PDF,),
    "try_template": (PDF,),
    "export_process": (XES,),
}
"""Operations whose success is a file, with its media types.

A case's file always comes as bytes to keep, never as a page that a browser would show: its type stands in the case.
"""
