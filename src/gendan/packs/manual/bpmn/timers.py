"""From deadlines to timers: each is on the task of the step that ends its clock."""

from __future__ import annotations

from gendan.core.amount import Amount, Unit
from gendan.core.procedure import Deadline, Moment, Procedure
from gendan.packs.manual.bpmn.graph import Graph, Kind, Node
from gendan.packs.manual.speech import Speech
from gendan.packs.manual.time_words import deadline_in_words, limit_in_words
from gendan.packs.manual.who_words import told

_ISO = {
    Unit.MINUTE: "PT{}M",
    Unit.WORK_MINUTE: "PT{}M",
    Unit.HOUR: "PT{}H",
    Unit.WORK_HOUR: "PT{}H",
    Unit.DAY: "P{}D",
    Unit.WORKDAY: "P{}D",
    Unit.MONTH: "P{}M",
    Unit.YEAR: "P{}Y",
}


def state_node(procedure: Procedure, name: str) -> str:
    """The node of a state: a choice, or an end."""
    state = procedure.states.get(name)
    return f"end_{name}" if state is not None and state.final is not None else f"state_{name}"


class Timers:
    """Puts the timers of a procedure into its graph, when its steps are there."""

    def __init__(self, procedure: Procedure, speech: Speech, graph: Graph) -> None:
        self.procedure = procedure
        self.speech = speech
        self.graph = graph

    def add(self, deadline: Deadline) -> None:
        graph, both = self.graph, self.speech.both
        host = self._host(deadline)
        follows = [
            each
            for each in self.procedure.actions.values()
            if each.after is not None and each.after.late == deadline.name
        ]
        if host is None:
            # No task to put the timer on: then the step is one of the state's own ways.
            for each in follows:
                for name in each.sources:
                    graph.join(
                        state_node(self.procedure, name), f"step_{each.name}", condition=f"step == '{each.name}'"
                    )
            return
        timer = graph.add(
            Node(
                id=f"timer_{deadline.name}",
                kind=Kind.TIMER,
                name=f"{self.speech.say(deadline.title)} {limit_in_words(deadline, self.speech)}",
                lane=graph.nodes[host].lane,
                says=" ".join(deadline_in_words(deadline, self.speech)),
                on=host,
                interrupts=bool(follows),
                timer=self._time(deadline),
            )
        )
        if follows:
            for each in follows:
                graph.join(timer, f"step_{each.name}")
            return
        people = self.speech.anded(told(each, self.speech) for each in deadline.notify)
        name = both(f"逾期，通知{people}" if people else "逾期", f"Late; tells {people}" if people else "Late")
        end = graph.add(
            Node(id=f"late_{deadline.name}", kind=Kind.END, name=name, lane=graph.nodes[host].lane, tells=bool(people))
        )
        graph.join(timer, end)

    def _host(self, deadline: Deadline) -> str | None:
        """The task that the timer is on: of the step that ends the clock, or of one that leaves the state that does."""
        for stop in deadline.stops:
            if stop.moment in (Moment.ACTION, Moment.PART):
                names = [stop.name]
            else:
                names = [
                    each.name
                    for each in self.procedure.actions.values()
                    if (stop.moment is Moment.LEAVE and stop.name in each.sources)
                    or (stop.moment is Moment.ENTER and any(to.state == stop.name for to in each.to))
                ]
            for name in names:
                node = next(
                    (
                        key
                        for key, each in self.graph.nodes.items()
                        if each.kind in (Kind.TASK, Kind.RECEIVE)
                        and (key == f"step_{name}" or key.startswith(f"sign_{name}_"))
                    ),
                    None,
                )
                if node is not None:
                    return node
        return None

    def _time(self, deadline: Deadline) -> tuple[str, str]:
        """The timer's time: an ISO duration where the rule is one amount, the rule in words where it is not."""
        if deadline.every is not None:
            settled = self._settled(deadline.every)
            return ("timeCycle", f"R/{_iso(settled)}") if settled else ("timeCycle", str(deadline.every))
        rule = deadline.due[-1] if deadline.due else None
        if rule is not None and rule.amount is not None and len(deadline.due) == 1:
            settled = self._settled(rule.amount)
            if settled is not None:
                return "timeDuration", _iso(settled)
        return "timeDate", limit_in_words(deadline, self.speech)

    def _settled(self, amount: Amount) -> Amount | None:
        if amount.setting is None:
            return amount
        head, _, name = amount.setting.partition(".")
        if head != "setting":
            return None
        return amount.settled(lambda _: self.speech.in_force.setting(self.speech.pack, name))


def _iso(amount: Amount) -> str:
    assert amount.unit is not None
    assert amount.value is not None
    if amount.value != amount.value.to_integral_value():
        # ISO 8601 knows no part of a day in every tool: a part is told in minutes.
        minutes = {Unit.DAY: 1440, Unit.WORKDAY: 480, Unit.HOUR: 60, Unit.WORK_HOUR: 60}.get(amount.unit, 1)
        return f"PT{int(amount.value * minutes)}M"
    return _ISO[amount.unit].format(f"{amount.value:.0f}")
