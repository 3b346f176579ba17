"""发布 After a report was submitted: its figures, workbook and paper are attached to its case, and whom it is for is
told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import orjson
from django.conf import settings

from gendan.cases import attachments, store
from gendan.cases.commands import run
from gendan.cases.effects import Call
from gendan.core.case import Case
from gendan.core.command import Command, Verb
from gendan.core.refusals import Reason, Refused
from gendan.measures.models import FrozenReport
from gendan.measures.reports.content import own_lines
from gendan.measures.reports.declared import Declared, declared
from gendan.measures.reports.paper import pdf
from gendan.measures.reports.sheet import workbook
from gendan.measures.reports.wording import headline, said, word
from gendan.notices.models import Message
from gendan.notices.recipients import OWNER, SUPERIOR
from gendan.notices.routing import route
from gendan.people import access
from gendan.people.models import Person

KEEPER: Final = "keeper"
WORD: Final = "reports.publish"
SENT: Final = (".xlsx", ".pdf")
"""What goes along with the mail: what people read. What programs read is with the case."""


def publish(calls: Sequence[Call]) -> None:
    """Attach and send what each of these acts froze. Raises Refused where there is nothing frozen."""
    for call in calls:
        row = FrozenReport.objects.filter(case_id=call.case, seq=call.seq).first()
        stored = store.glimpse(call.case)
        if row is None or stored is None:
            raise Refused((Reason("missing"),))
        files = [_attach(call, name, content) for name, content in _files(row, stored.case, call.at)]
        author = stored.case.data.get("author")
        whole = recipients(row.declared, author if isinstance(author, int) else row.frozen_by or None, call.at)
        for person in whole:
            _tell(call, row, stored.case, person, [file for file in files if file["name"].endswith(SENT)], own=False)
        for person in named(row.body):
            if person not in whole:
                # Kept for the mail and not attached: who sees the case sees the whole report.
                papers = [
                    _kept(name, content, call.at)
                    for name, content in _files(row, stored.case, call.at, own_lines(row.body, person))
                    if name.endswith(SENT)
                ]
                _tell(call, row, stored.case, person, papers, own=True)


def recipients(name: str, author: int | None, at: datetime) -> tuple[int, ...]:
    """The persons whom a report goes to: the holders of the posts in its `to`; `owner` is whose report it is
    (`author`), `superior` who stands above him, `keeper` who may change the records that it lists.
    Whom its lines name: see `named`."""
    of = declared(name)
    pack, found = of.under.pack, list[int]()
    for to in of.report.to:
        if to in pack.posts:
            found += _holders(of, (to,), at)
        elif to == OWNER:
            found += [author] if author is not None else []
        elif to == SUPERIOR:
            superior = access.organization().superior(author) if author is not None else None
            found += [superior] if superior is not None else []
        elif to == KEEPER and of.report.rows in pack.records:
            found += _holders(of, pack.records[of.report.rows].changed_by, at)
    return tuple(dict.fromkeys(found))


def named(body: Mapping[str, Any]) -> tuple[int, ...]:
    """The persons whom lines of a report name and who work here: each gets his lines."""
    found = dict.fromkeys(person for line in body["rows"] for person in line.get("names", ()))
    standing = access.organization()
    return tuple(person for person in found if standing.active(person))


def _holders(of: Declared, posts: Iterable[str], at: datetime) -> Iterator[int]:
    names = [f"{of.under.pack.name}.{post}" for post in posts]
    held = access.holders_of(names, at)
    return (person for name in names for person in held.get(name, ()))


def exact(body: Mapping[str, object]) -> bytes:
    """The content as its digest is taken over it: the attached file has the SHA-256 that was kept."""
    plain = {name: value for name, value in body.items() if name not in ("digest", "made_at")}
    return orjson.dumps(plain, option=orjson.OPT_SORT_KEYS)


def _files(
    row: FrozenReport, case: Case, at: datetime, own: Mapping[str, Any] | None = None
) -> Iterator[tuple[str, bytes]]:
    """The report's files; with `own` those of one person's lines."""
    body = row.body if own is None else own
    language = _language()
    stem = f"{said(row.body['title'], language)}-{row.period}"
    remarks = str(case.data.get("remarks") or "") if own is None else ""
    author = access.names_of([row.frozen_by]).get(row.frozen_by, "") if row.frozen_by else ""
    yield f"{stem}.json", exact(body)
    yield f"{stem}.xlsx", workbook(body, language, number=case.number, remarks=remarks)
    yield f"{stem}.pdf", pdf(body, language, at, number=case.number, remarks=remarks, author=author)


def _kept(name: str, content: bytes, at: datetime) -> Mapping[str, Any]:
    return attachments.store([content], name=re.sub(r"[^\w.\-]", "_", name), by=0, at=at)


def _attach(call: Call, name: str, content: bytes) -> Mapping[str, Any]:
    file = _kept(name, content, call.at)
    command = Command(
        verb=Verb.ATTACH,
        case=call.case,
        given={"file": file},
        extra={"document": "report"},
        key=f"report:{call.key}:{name.rpartition('.')[2]}",
    )
    outcome = run(command, person=0, at=call.at)
    if not outcome.done and [reason.code for reason in outcome.reasons] != ["key"]:
        raise Refused(outcome.reasons)
    return file


def _tell(
    call: Call, row: FrozenReport, case: Case, person: int, files: Sequence[Mapping[str, Any]], *, own: bool
) -> None:
    reader = Person.objects.get(id=person)
    language = reader.language
    message, made = Message.objects.get_or_create(
        key=call.key,
        recipient=f"person:{person}",
        about="",
        defaults={
            "person": reader,
            "case_id": case.id,
            "case_uid": case.uid,
            "number": case.number,
            "procedure": case.procedure,
            "word": WORD,
            "language": language,
            "title": f"{said(row.body['title'], language)} {row.period}",
            "text": word("own_lines", language) if own else "\n\n".join(_text(row, case, language)),
            "files": [{"name": file["name"], "sha256": file["sha256"]} for file in files],
            "channel": "mail",
            "rest": ["page"],
            "at": call.at,
        },
    )
    if made:
        route(message, call.at)


def _text(row: FrozenReport, case: Case, language: str) -> Iterable[str]:
    remarks = str(case.data.get("remarks") or "")
    if row.body["figures"]:
        yield headline(row.body["figures"], language)
    if remarks:
        yield f"{word('remarks', language)}: {remarks}"
    yield word("attached", language)


def _language() -> str:
    """The language of papers: the site's."""
    return "en" if settings.LANGUAGE_CODE.startswith("en") else "zh"
