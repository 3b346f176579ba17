"""Who made a thing is not the only one to check it, and what was signed does not change behind the signature.

Sources: C2 of the register; the manual's rule that whoever made a sheet may not audit it.
"""

from __future__ import annotations

from gendan.core.procedure import Action, Role, Who
from gendan.packs.check.graph import Edge, How, Node
from gendan.packs.check.people import least_signers, leaves, parts_of, people_of
from gendan.packs.check.subject import Subject


def check_signing(subject: Subject) -> None:
    """Notes audits that the maker could do alone, and signed fields that change after the signing."""
    signed = {who.name for action in subject.procedure.actions.values() if action.signs for who in leaves(action.signs)}
    for part in subject.procedure.parts.values():
        if part.name not in signed:
            subject.report.error("part_unsigned", part.place, name=part.name)
    for action in subject.procedure.actions.values():
        if action.signs is not None and any(who.role is Role.SYSTEM for who in leaves(action.signs)):
            subject.report.error("system_signs", action.place.of("signs"), name=action.name)
        if action.signs is not None and subject.graph.sources(action):
            _makers(subject, action)
            if action.covers:
                _kept(subject, action)


def _makers(subject: Subject, audit: Action) -> None:
    procedure = subject.procedure
    assert audit.signs is not None  # the caller asked
    if audit.covers:
        made = frozenset(audit.covers)
        makers = [each for each in _before(subject, audit) if subject.history.changes(each.name) & made]
        # One who made it could sign beside others; alone he may not. Without any `unlike` nobody has thought of it,
        # unless the signatures are parts: then each confirms what is his, and none audits the whole.
        several = least_signers(audit.signs) > 1
        if several and (audit.unlike or any(who.role is Role.PART for who in leaves(audit.signs))):
            return
    else:
        if audit.unlike or least_signers(audit.signs) > 1 or any(w.role is Role.PART for w in leaves(audit.signs)):
            return
        signers = set(people_of(procedure, audit))
        makers = [
            each
            for each in _before(subject, audit)
            if subject.history.changes(each.name) and signers <= set(people_of(procedure, each))
        ]
    missing = tuple(each.name for each in makers if each.name not in audit.unlike)
    if missing:
        at = audit.place.of("unlike") if audit.unlike else audit.place.of("signs")
        subject.report.error("maker_may_check", at, name=audit.name, known=missing)


def _before(subject: Subject, audit: Action) -> list[Action]:
    """The actions that a person of the company may have done before the audit."""
    procedure = subject.procedure
    done = subject.history.done_before(audit)
    return [
        each
        for name, each in procedure.actions.items()
        if name in done and name != audit.name and any(_is_person(subject, who) for who in people_of(procedure, each))
    ]


def _is_person(subject: Subject, who: Who) -> bool:
    """Whether somebody of the company is meant, and not a party outside or the system."""
    field = subject.procedure.fields.get(who.name) if who.role is Role.FIELD else None
    return who.role in (Role.POST, Role.SUPERIOR) or (field is not None and field.type == "person")


def _kept(subject: Subject, signing: Action) -> None:
    """Beyond the signed step are the nodes that no way leads to but through the signing; and those to which it leads
    and from which none leads back before it, whatever other ways there are: there too a signed case may stand."""
    graph, procedure = subject.graph, subject.procedure

    def signs(edge: Edge) -> bool:
        return edge.action == signing.name and edge.how is not How.REJECT

    start = [edge.source for edge in graph.edges if edge.source.state == ""]
    reopens = {name for name, each in procedure.actions.items() if each.reopens}
    signed = graph.reach([edge.end for edge in graph.edges if signs(edge)], lambda edge: edge.action in reopens)
    before = frozenset(graph.sources(signing))
    again = [node for node in signed if graph.reach([node], lambda edge: edge.action in reopens) & before]
    beyond = (graph.reach(start) - graph.reach(start, signs)) | signed.difference(again)
    covered = frozenset(signing.covers) & procedure.fields.keys()

    def guarded(edge: Edge) -> bool:
        return signs(edge) or _asks_for_it(subject, procedure.actions[edge.action], signing)

    said: set[tuple[str, str]] = set()
    for edge in graph.edges:
        if edge.source not in beyond or edge.end not in beyond or edge.action == signing.name:
            continue
        changed = subject.history.changes(edge.action) & covered
        if not changed or not _goes_on(subject, edge.end, graph.reach([edge.end], guarded) & beyond):
            continue
        for name in sorted(changed):
            if (edge.action, name) not in said:
                said.add((edge.action, name))
                _accuse(subject, procedure.actions[edge.action], name, signing)


def _goes_on(subject: Subject, here: Node, reached: frozenset[Node]) -> bool:
    return subject.procedure.states[here.state].final is not None or any(each.state != here.state for each in reached)


def _asks_for_it(subject: Subject, action: Action, signing: Action) -> bool:
    """Whether a gate of the action asks that the signing still holds."""
    for name in action.gates:
        gate = subject.procedure.gates.get(name)
        if gate is not None and signing.name in gate.when.symbols("valid") | gate.when.symbols("done"):
            return True
    return False


def _accuse(subject: Subject, action: Action, name: str, signing: Action) -> None:
    asked = [ask.field.name for ask in action.asks]
    if name in asked:
        at = action.place.of("asks", asked.index(name))
    elif name in dict(action.sets):
        at = action.place.of("sets", name)
    else:
        part = next(p for p in parts_of(subject.procedure, action) if name in [ask.field.name for ask in p.asks])
        at = part.place.of("asks")
    subject.report.error("covered_changes_later", at, name=name, action=action.name, signing=signing.name)
