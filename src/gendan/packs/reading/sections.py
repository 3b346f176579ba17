"""The smaller sections of a pack: records, imports, exchanges, notices, documents, routines."""

from __future__ import annotations

import re
from collections.abc import Mapping

from gendan.core.pack import Again, Document, Exchange, Import, Notice, RecordType, Routine
from gendan.core.procedure import Procedure
from gendan.core.text import Place, Text
from gendan.packs.reading.context import Context, Known
from gendan.packs.reading.fields import FieldReader, item
from gendan.packs.reading.people import holders_of
from gendan.packs.schema.fields import RecordModel
from gendan.packs.schema.pack import DocumentModel, ExchangeModel, ImportModel, NoticeModel, RoutineModel
from gendan.packs.source import Node

CHANNELS = frozenset({"task", "sms", "mail", "chat", "phone", "app", "robot", "webhook"})
"""The channels by which a notice goes out; `task` asks a person to call."""
_BRACED = re.compile(r"\{([^{}]*)\}")


def read_record(context: Context, name: str, model: RecordModel, node: Node) -> RecordType:
    """One type of record."""
    fields = FieldReader(context).read_all(model.fields, node.at("fields"), f"records.{name}.fields")
    for index, key in enumerate(model.key):
        context.refer("field", key, Known(fields), item(node, "key", index).here)
    for key, posts in (("changed_by", model.changed_by), ("seen_by", model.seen_by or ())):
        for index, post in enumerate(posts):
            context.refer("post", post, context.posts, item(node, key, index).here)
    return RecordType(
        name=name,
        title=context.text(model.title, f"records.{name}", otherwise=name),
        key=model.key,
        fields=fields,
        written_by=model.written_by,
        changed_by=model.changed_by,
        seen_by=model.seen_by,
        source=model.source,
        place=node.place,
    )


def check_writers(context: Context, record: RecordType, node: Node, procedures: Mapping[str, Procedure]) -> None:
    """Notes what in `written_by` is neither `procedure.state` nor `import.name`."""
    for index, writer in enumerate(record.written_by):
        at = item(node, "written_by", index)
        head, _, rest = writer.partition(".")
        if head == "import":
            context.refer("import", rest, context.imports, at.here)
        elif context.refer("procedure", head, context.procedures, at.here) and head in procedures:
            finals = tuple(name for name, state in procedures[head].states.items() if state.final)
            words = tuple(str(state.final) for state in procedures[head].states.values() if state.final)
            context.refer("state", rest, Known((*finals, *words)), at.here)


def read_import(
    context: Context,
    name: str,
    model: ImportModel,
    node: Node,
    procedures: Mapping[str, Procedure],
    records: Mapping[str, RecordType],
) -> Import:
    """One import; its columns are resolved against what it opens or writes."""
    fields: Known | None = None
    rows: dict[str, tuple[str, ...]] = {}
    if (model.opens is None) == (model.writes is None):
        context.error("opens_or_writes", node.at_key)
    if model.opens is not None and context.refer("procedure", model.opens, context.procedures, node.at("opens").here):
        procedure = procedures.get(model.opens)
        if procedure is not None:
            kinds = ("kind",) if procedure.kinds else ()
            fields = Known((*procedure.fields, *kinds))
            rows = {
                each.name: tuple(c.name for c in each.columns) for each in procedure.fields.values() if each.columns
            }
            if model.update is not None:
                context.refer("action", model.update, Known(procedure.actions), node.at("update").here)
    if model.writes is not None and context.refer("record", model.writes, context.records, node.at("writes").here):
        record = records.get(model.writes)
        fields = None if record is None else Known(record.fields)
    if fields is not None:
        for header, target in model.columns.items():
            head, _, column = target.partition(".")
            at = node.at("columns", header)
            if context.refer("field", head, fields, at.here) and column:
                context.refer("field", column, Known(rows.get(head, ())), at.here)
        for index, key in enumerate(model.key):
            context.refer("field", key, fields, item(node, "key", index).here)
    update = model.update
    if model.again == "update" and model.opens is not None and update is None:
        update = _updating(procedures.get(model.opens), model)
        if update is None and context.procedures.whole:
            context.warn("update_unsaid", node.at_key, name=name)
    if model.update is not None and (model.again != "update" or model.writes is not None):
        context.error("update_without_again", node.at("update").at_key)
    return Import(
        name=name,
        title=context.text(model.title, f"imports.{name}", otherwise=name),
        key=model.key,
        columns=tuple(model.columns.items()),
        opens=model.opens,
        writes=model.writes,
        again=Again(model.again),
        update=update,
        source=model.source,
        place=node.place,
    )


def _updating(procedure: Procedure | None, model: ImportModel) -> str | None:
    """The first action, besides `open`, that asks everything that a row may change; None where there is none."""
    if procedure is None:
        return None
    changed = {target.partition(".")[0] for target in model.columns.values()} - set(model.key)
    for action in procedure.actions.values():
        if action.sources and changed <= {ask.field.name for ask in action.asks}:
            return action.name
    return None


def read_exchange(
    context: Context, name: str, model: ExchangeModel, node: Node, procedures: Mapping[str, Procedure]
) -> Exchange:
    """One exchange. Where it names no procedure, it is of the one that has its states and its action."""
    sends, answers = model.sends, model.answers
    procedure = model.procedure
    if procedure is not None:
        context.refer("procedure", procedure, context.procedures, node.at("procedure").here)
    else:
        fitting = [
            each.name
            for each in procedures.values()
            if sends.do in each.actions and all(state in each.states for state in sends.from_)
        ]
        fitting = fitting or _nearest(model, procedures)
        if len(fitting) == 1 or not context.procedures.whole:
            procedure = fitting[0] if fitting else ""
        else:
            context.error("exchange_of_which", node.at_key, known=tuple(fitting or procedures))
    found = procedures.get(procedure or "")
    if found is not None:
        _exchanged(context, model, node, found)
    return Exchange(
        name=name,
        title=context.text(model.title, f"exchanges.{name}", otherwise=name),
        procedure=procedure or "",
        sends_from=sends.from_,
        sends_do=sends.do,
        columns=sends.columns,
        match=answers.match,
        column=answers.column,
        answers=tuple(answers.map.items()),
        fill=tuple(answers.fill.items()),
        due=model.due,
        source=model.source,
        place=node.place,
    )


def _nearest(model: ExchangeModel, procedures: Mapping[str, Procedure]) -> list[str]:
    """Where a name is wrong and no procedure has all: those that have the most of what the exchange does and shows."""
    sends, answers = model.sends, model.answers

    def has(each: Procedure) -> int:
        acts = [name for name in (sends.do, *answers.map.values()) if name in each.actions]
        shown = [name for name in (*sends.columns, *answers.fill.values()) if name in each.fields]
        return len(acts) + len(shown) + sum(state in each.states for state in sends.from_)

    most = max((has(each) for each in procedures.values()), default=0)
    return [each.name for each in procedures.values() if most and has(each) == most]


def _exchanged(context: Context, model: ExchangeModel, node: Node, procedure: Procedure) -> None:
    """Notes what the exchange names and its procedure has not."""
    sends, answers = node.at("sends"), node.at("answers")
    for index, state in enumerate(model.sends.from_):
        context.refer("state", state, Known(procedure.states), item(sends, "from", index).here)
    actions = Known(procedure.actions)
    context.refer("action", model.sends.do, actions, sends.at("do").here)
    shown = Known((*procedure.fields, "number", "label", "kind", "state"))
    for index, column in enumerate(model.sends.columns):
        context.refer("field", column, shown, item(sends, "columns", index).here)
    context.refer("field", model.answers.match, shown, answers.at("match").here)
    asked: set[str] = set()
    for answer, action in model.answers.map.items():
        if context.refer("action", action, actions, answers.at("map", answer).here) and action in procedure.actions:
            asked |= {ask.field.name for ask in procedure.actions[action].asks}
    for header, field in model.answers.fill.items():
        context.refer("field", field, Known((*asked, *procedure.fields)), answers.at("fill", header).here)


def read_notice(context: Context, name: str, model: NoticeModel, node: Node) -> Notice:
    """One notice, its channels known and the braces of its text closed."""
    for index, channel in enumerate(model.by):
        context.refer("channel", channel, Known(CHANNELS), item(node, "by", index).here)
    for language, text in (("zh", model.text.zh), ("en", model.text.en)):
        at = node.at("text", language) if node.at("text").get(language) else node.at("text")
        rest = _BRACED.sub("", text)
        if "{" in rest or "}" in rest:
            context.error("brace_open", at.here)
        for found in _BRACED.findall(text):
            if not re.fullmatch(r"[^\W\d]\w*(\.[^\W\d]\w*)*", found):
                context.error("brace_not_name", at.here, name=found[:60])
    return Notice(
        name=name,
        title=context.text(model.title, f"notices.{name}.title", otherwise=name),
        by=model.by,
        text=context.text(model.text, f"notices.{name}", otherwise=name),
        source=model.source,
        place=node.place,
    )


def read_documents(
    context: Context, models: Mapping[str, DocumentModel], node: Node, templates: Mapping[str, str]
) -> dict[str, Document]:
    """The documents: those declared, and those that are a template in documents/ alone."""
    documents = {}
    for name, model in models.items():
        at = node.at(name)
        template = model.template or templates.get(name, "")
        if model.template is not None and model.template not in templates.values():
            context.error("no_file", at.at("template").here, name=model.template)
        elif not template:
            context.error("no_template", at.at_key, name=name)
        title = context.text(model.title, f"documents.{name}", otherwise=name)
        documents[name] = Document(
            name=name,
            title=title,
            template=template,
            goes_to=model.goes_to,
            voided_by=model.voided_by,
            place=at.place,
        )
    for name, template in templates.items():
        if name not in documents:
            title = Text(name, context.labels.english(f"documents.{name}"))
            documents[name] = Document(name=name, title=title, template=template, place=Place(template))
    return documents


def read_routine(context: Context, model: RoutineModel, node: Node, procedures: Mapping[str, Procedure]) -> Routine:
    """One routine."""
    context.refer("procedure", model.open, context.procedures, node.at("open").here)
    if (model.every is None) == (model.on is None):
        context.error("every_or_on", node.here)
    if model.in_ not in (None, "shift"):
        context.error("not_one_of", node.at("in").here, known=("shift",), given=str(model.in_))
    if model.in_ is not None and model.every is None:
        context.error("key_alone", node.at("in").at_key, key="in", other="every")
    if model.for_ is not None:
        check_holders(context, model.for_, node.at("for"))
    found = procedures.get(model.open)
    if found is not None:
        for field in model.with_:
            context.refer("field", field, Known((*found.fields, "kind")), node.at("with", field).at_key)
    return Routine(
        open=model.open,
        every=model.every,
        shift=model.in_ == "shift",
        on=None if model.on is None else model.on.moment(),
        for_each=None if model.for_ is None else holders_of(model.for_),
        with_=tuple(model.with_.items()),
        source=model.source,
        place=node.place,
    )


def check_holders(context: Context, text: str, at: Node) -> None:
    """Notes what is not `each holder of POST`, with a post that exists."""
    if not " ".join(text.split()).startswith("each holder of "):
        context.error("for_not_holder", at.here, given=text[:60])
        return
    context.refer("post", holders_of(text), context.posts, at.here)
