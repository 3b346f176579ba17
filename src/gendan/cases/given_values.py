"""What the commands of a batch give, looked up for all of them at once before any is judged."""

from __future__ import annotations

from collections.abc import Iterable

from gendan.cases import named_cases, registry, unique
from gendan.cases.basis import Basis, basis
from gendan.cases.concealing import conceal
from gendan.cases.judging import Judge, Task
from gendan.cases.references import named_in, references_of
from gendan.core.command import Command
from gendan.core.procedure import Procedure
from gendan.core.refusals import Reason
from gendan.core.values import encode, parse


def look_up_given_values(judge: Judge, tasks: Iterable[Task]) -> None:
    """Ask once which of the unique values that commands give are held by other cases, and what the parties, products
    and units lead to that they name.
    """
    wanted: set[unique.Held] = set()
    named: dict[str, set[str]] = {}
    for task in tasks:
        if not task.command.given or task.earlier is not None:
            continue
        definition = judge.definition(task)
        name = task.command.procedure if task.stored is None else task.stored.case.procedure
        if definition is None or name is None:
            continue
        under = basis(definition, judge.epoch)
        procedure = under.pack.procedures.get(name.partition(".")[2])
        if procedure is None:
            continue
        _note_named(named, under, procedure, task.command)
        zone = under.calendar.timezone
        for each in procedure.fields.values():
            if each.unique is None or each.name not in task.command.given:
                continue
            together = [procedure.fields[other] for other in (each.name, *each.unique_with)]
            values = {one.name: parse(one, task.command.given.get(one.name), zone) for one in together}
            if not any(isinstance(value, Reason) for value in values.values()):
                held = each.held({one.name: encode(one, values[one.name], conceal) for one in together})
                if held is not None:
                    wanted.add((name, each.name, unique.digest(each, held)))
    judge.known_values.update(unique.holders(wanted))
    for kind, texts in named.items():
        if (reference := registry.vocabulary().references.get(kind)) is not None:
            judge.loader.references.expect(reference, texts)
        else:
            judge.loader.references.expect_cases(kind, texts)


def _note_named(named: dict[str, set[str]], under: Basis, procedure: Procedure, command: Command) -> None:
    declared, cases = references_of(under.pack), named_cases.types_of(under.pack)
    if not declared and not cases:
        return
    action = procedure.actions.get(command.action or command.verb.value)
    own = (ask.field for ask in action.asks if ask.own) if action is not None else ()
    for kind, text in named_in((*procedure.fields.values(), *own), command.given, cases):
        if kind in declared:
            named.setdefault(kind, set()).add(text)
        elif kind in cases:
            named.setdefault(f"{under.pack.name}.{kind}", set()).add(text)
