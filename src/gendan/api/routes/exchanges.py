"""交换 Batches that go outside, and their answers."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import File, Query, Router, Status
from ninja.files import UploadedFile

from gendan.api.addresses import CaseUid, ElementName, IdempotencyKey, PackName
from gendan.api.authority import Scope
from gendan.api.caller import caller_of
from gendan.api.cases import reason
from gendan.api.doing import case_of
from gendan.api.exporting import file_answer, temporary
from gendan.api.files import kept
from gendan.api.operation import READING, operation
from gendan.api.problems import refused
from gendan.api.schemas.imports import (
    AnsweredTold,
    AnswersGiven,
    AnswerTold,
    ExchangeBatches,
    ExchangeBatchTold,
    ExchangeRows,
    ExchangeRowTold,
    SendGiven,
    SentRow,
    SentTold,
)
from gendan.api.speaking import about, speaker
from gendan.cases import attachments, exchanges, store
from gendan.cases.exchanges import Answered
from gendan.cases.prose import Speaker
from gendan.cases.sheets import SIZE_MOST
from gendan.core.refusals import Refused

router = Router(tags=["exchanges"])


@operation(router, "POST", "/packs/{pack}/exchanges/{name}/batches", scope=Scope.IMPORT, gives=SentTold, status=201)
def send_exchange(
    request: HttpRequest, pack: PackName, name: ElementName, body: SendGiven, key: IdempotencyKey = None
) -> Status[SentTold]:
    """Send cases as one batch. Those that may not be sent are told, and hinder no other.

    A case that is named twice is sent once.
    """
    caller = caller_of(request)
    here = exchanges.context(f"{pack}.{name}", person=caller.person, at=caller.at)
    uids = list(dict.fromkeys(body.cases))
    sent = exchanges.send(
        here.name,
        [case_of(uid) for uid in uids],
        person=caller.person,
        at=caller.at,
        language=caller.language,
        key=f"api:{caller.person}:{key}" if key is not None else None,
    )
    spoken = speaker(caller.language, here.under.pack, here.procedure)
    batch = store.glimpse(sent.batch) if sent.batch is not None else None
    told = SentTold(
        uid=UUID(batch.case.uid) if batch is not None else None,
        number=sent.number,
        rows=[
            SentRow(
                uid=uid,
                sent=each.done,
                reasons=[reason(one, spoken, here.declared.sends_do) for one in each.reasons],
            )
            for uid, each in zip(uids, sent.outcomes, strict=True)
        ],
    )
    return Status(201, told)


@operation(router, "GET", "/packs/{pack}/exchanges/{name}/batches", scope=Scope.READ, gives=ExchangeBatches)
def list_exchange_batches(request: HttpRequest, pack: PackName, name: ElementName) -> ExchangeBatches:
    """The last batches of an exchange, with how many rows are unanswered."""
    caller = caller_of(request)
    found = exchanges.batches(f"{pack}.{name}", person=caller.person, at=caller.at)
    return ExchangeBatches(
        batches=[
            ExchangeBatchTold(
                uid=UUID(each.uid),
                number=each.number,
                state=each.state,
                sent_at=each.sent_at,
                sent_by=each.sent_by,
                due=each.due,
                late=each.late,
                rows=each.rows,
                unanswered=each.unanswered,
            )
            for each in found
        ]
    )


@operation(router, "GET", "/packs/{pack}/exchanges/{name}/batches/{uid}/rows", scope=Scope.READ, gives=ExchangeRows)
def list_exchange_rows(
    request: HttpRequest,
    pack: PackName,
    name: ElementName,
    uid: CaseUid,
    unanswered: Annotated[bool, Query(description="Only rows that have no answer.")] = False,
) -> ExchangeRows:
    """The rows of a batch and their answers."""
    caller = caller_of(request)
    found = exchanges.rows(f"{pack}.{name}", case_of(uid), person=caller.person, at=caller.at, unanswered=unanswered)
    return ExchangeRows(
        rows=[
            ExchangeRowTold(
                row=each.row,
                match=each.match,
                answer=each.answer,
                answered_at=each.answered_at,
                answered_by=each.answered_by,
            )
            for each in found
        ]
    )


@operation(router, "GET", "/exchanges/{uid}/export", scope=Scope.READ, gives=bytes, problems=READING)
def export_exchange(
    request: HttpRequest,
    uid: CaseUid,
    form: Annotated[Literal["xlsx", "csv"], Query(description="The kind of file.")] = "xlsx",
) -> FileResponse:
    """A batch as it was sent, as a file with room for the answers."""
    caller = caller_of(request)
    with temporary(form) as path:
        exchanges.write_file(
            case_of(uid), path, person=caller.person, at=caller.at, language=caller.language, form=form
        )
        return file_answer(path, form, f"exchange-{caller.at:%Y%m%d}")


@operation(router, "POST", "/packs/{pack}/exchanges/{name}/answers", scope=Scope.IMPORT, gives=AnsweredTold)
def answer_exchange(request: HttpRequest, pack: PackName, name: ElementName, body: AnswersGiven) -> AnsweredTold:
    """Take in answers. One that comes twice counts once; what matches nothing that was sent is told."""
    caller = caller_of(request)
    here = exchanges.context(f"{pack}.{name}", person=caller.person, at=caller.at)
    answered = exchanges.answer(here.name, body.rows, person=caller.person, at=caller.at)
    return _answered(answered, speaker(caller.language, here.under.pack, here.procedure))


@operation(router, "POST", "/packs/{pack}/exchanges/{name}/answers/files", scope=Scope.IMPORT, gives=AnsweredTold)
def answer_exchange_by_file(
    request: HttpRequest,
    pack: PackName,
    name: ElementName,
    file: Annotated[UploadedFile, File(description="The answers: CSV in any usual encoding, or xlsx.")],
) -> AnsweredTold:
    """Take in a file of answers, as the other side sent it back. The same file twice counts once."""
    caller = caller_of(request)
    here = exchanges.context(f"{pack}.{name}", person=caller.person, at=caller.at)
    try:
        sent = kept(file, file.name or "", caller, most=SIZE_MOST)
        path = attachments.path_of(str(sent["sha256"]))
        assert path is not None  # it was kept just now
        answered = exchanges.answer_file(here.name, path, person=caller.person, at=caller.at)
    except Refused as error:
        raise refused(error.reasons, speaker=about(here.under.pack, here.procedure)) from error
    return _answered(answered, speaker(caller.language, here.under.pack, here.procedure))


def _answered(answered: Answered, spoken: Speaker) -> AnsweredTold:
    return AnsweredTold(
        answers=[
            AnswerTold(
                row=each.row,
                match=each.match,
                fate=each.fate.value,
                reasons=[reason(one, spoken) for one in each.reasons],
            )
            for each in answered.outcomes
        ],
        unmatched=list(answered.unmatched),
    )
