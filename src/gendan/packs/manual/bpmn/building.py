"""From a procedure to its graph: states are choices, actions tasks, signers tasks of their own, deadlines timers."""

from __future__ import annotations

from itertools import pairwise

from gendan.core.procedure import (
    BACK,
    Action,
    Opening,
    Procedure,
    Role,
    Signs,
    State,
    Who,
)
from gendan.packs.manual.bpmn.graph import Graph, Kind, Node
from gendan.packs.manual.bpmn.timers import Timers, state_node
from gendan.packs.manual.content import plain
from gendan.packs.manual.expression_words import condition_in_words
from gendan.packs.manual.speech import Speech
from gendan.packs.manual.step_words import step_section
from gendan.packs.manual.steps import OPEN, steps_of
from gendan.packs.manual.who_words import signs_in_words, who_in_words

NOBODY = "anybody"


def graph_of(procedure: Procedure, speech: Speech) -> Graph:
    """The graph of `procedure`; `speech` speaks of its pack."""
    return _Builder(procedure, speech.about(procedure)).graph


class _Builder:
    """Builds one graph, part by part."""

    def __init__(self, procedure: Procedure, speech: Speech) -> None:
        self.procedure = procedure
        self.speech = speech
        purpose = speech.both(
            "由手册生成，与系统执行的一致。", "Made from the manual: what it shows is what the system does."
        )
        self.graph = Graph(f"process_{procedure.name}", speech.say(procedure.title), purpose)
        self.told = {step.action.name: step for step in steps_of(procedure)}
        self._lanes()
        self._states()
        for name in self.told:
            self._action(procedure.actions[name])
        timers = Timers(procedure, speech, self.graph)
        for deadline in procedure.deadlines.values():
            timers.add(deadline)
        self._drop_unused()

    # -- who

    def _lanes(self) -> None:
        for post in self.speech.pack.posts:
            self.graph.lanes[post] = self.speech.post(post)

    def _lane(self, name: str, title: str) -> str:
        self.graph.lanes.setdefault(name, title)
        return name

    def _lane_of(self, who: tuple[Who, ...], state: State | None) -> str:
        post = next((each.name for each in who if each.role is Role.POST), None)
        if post is not None:
            return self._lane(post, self.speech.post(post))
        return self._state_lane(state) if state is not None else self._fields_lane(who)

    def _fields_lane(self, who: tuple[Who, ...]) -> str:
        first = next((each for each in who if each.role is Role.FIELD), None)
        if first is None:
            return self._anybody()
        return self._lane(first.name, self.speech.field(first.name))

    def _state_lane(self, state: State) -> str:
        owner = state.owner
        if owner is not None and owner.post is not None:
            return self._lane(owner.post, self.speech.post(owner.post))
        if owner is not None and owner.of is not None and owner.of in self.procedure.fields:
            return self._lane(owner.of, self.speech.field(owner.of))
        acts = [each for each in self.procedure.actions.values() if state.name in each.sources]
        post = next((who.name for each in acts for who in each.by if who.role is Role.POST), None)
        if post is not None:
            return self._lane(post, self.speech.post(post))
        if state.final is not None:
            ending = next((each for each in self.procedure.actions.values() if _ends_in(each, state.name)), None)
            from_ = next((self.procedure.states.get(each) for each in ending.sources), None) if ending else None
            if ending is not None and (from_ is not None or any(who.role is Role.POST for who in ending.by)):
                return self._lane_of(ending.by, from_)
        return self._anybody()

    def _anybody(self) -> str:
        if self.graph.lanes:
            return next(iter(self.graph.lanes))
        return self._lane(NOBODY, self.speech.both("任何人", "Anybody"))

    def _party(self, name: str) -> str:
        self.graph.parties.setdefault(name, self.speech.field(name))
        return name

    # -- states

    def _states(self) -> None:
        for state in self.procedure.states.values():
            title = self.speech.say(state.title)
            lane = self._state_lane(state)
            if state.final is not None:
                self.graph.add(Node(id=f"end_{state.name}", kind=Kind.END, name=title, lane=lane))
            else:
                self.graph.add(Node(id=f"state_{state.name}", kind=Kind.CHOICE, name=title, lane=lane))

    def _state(self, name: str) -> str:
        return state_node(self.procedure, name)

    # -- actions

    def _action(self, action: Action) -> None:
        graph = self.graph
        source = next((self.procedure.states[each] for each in action.sources if each in self.procedure.states), None)
        lane = self._lane_of((*action.by, *action.entered_by), source)
        first, last = self._work(action, lane)
        if action.name == OPEN:
            start = graph.add(Node(id="start", kind=Kind.START, name="", lane=graph.nodes[first].lane))
            graph.join(start, first)
        elif not self._by_timer(action):
            for name in action.sources:
                graph.join(self._state(name), first, condition=f"step == '{action.name}'")
        self._messages(action, first, last)
        if action.reject is not None:
            last = self._rejected(action, last)
        for opening in action.opens:
            last = self._child(action, opening, last)
        self._onward(action, last)

    def _by_timer(self, action: Action) -> bool:
        """Whether a timer starts it, and not somebody's choice."""
        late = action.after.late if action.after is not None else None
        return late is not None and late in self.procedure.deadlines

    def _work(self, action: Action, lane: str) -> tuple[str, str]:
        """The task of the action, or those of its signers: the first node and the last."""
        says = self._says(action)
        if action.signs is None or any(who.role is not Role.SUPERIOR for who in action.by):
            node = self.graph.add(
                Node(
                    id=f"step_{action.name}",
                    kind=_kind(action),
                    name=self.speech.say(action.title),
                    lane=lane,
                    says=says,
                )
            )
            if action.signs is None:
                return node, node
            first, last = self._signed(action.signs, action, lane, says, "")
            self.graph.join(node, first)
            return node, last
        return self._signed(action.signs, action, lane, says, "")

    def _signed(self, signs: Signs, action: Action, lane: str, says: str, place: str) -> tuple[str, str]:
        graph = self.graph
        if signs.need not in ("order", "all"):
            title = f"{self.speech.say(action.title)} · {signs_in_words(signs, self.speech)}"
            node = graph.add(Node(id=f"step_{action.name}{place}", kind=Kind.TASK, name=title, lane=lane, says=says))
            return node, node
        ends = [self._member(each, action, lane, says, f"{place}_{at}") for at, each in enumerate(signs.of, 1)]
        if signs.need == "order" or len(ends) == 1:
            for (_, before), (after, _) in pairwise(ends):
                graph.join(before, after)
            return ends[0][0], ends[-1][1]
        fork = graph.add(Node(id=f"fork_{action.name}{place}", kind=Kind.FORK, name="", lane=lane))
        join = graph.add(Node(id=f"join_{action.name}{place}", kind=Kind.FORK, name="", lane=lane))
        for first, last in ends:
            graph.join(fork, first)
            graph.join(last, join)
        return fork, join

    def _member(self, member: Signs | Who, action: Action, lane: str, says: str, place: str) -> tuple[str, str]:
        if isinstance(member, Signs):
            return self._signed(member, action, lane, says, place)
        part = self.procedure.parts.get(member.name) if member.role is Role.PART else None
        who = part.by if part is not None else (member,)
        title = (
            self.speech.say(part.title)
            if part is not None
            else self.speech.both(
                f"{self.speech.say(action.title)}：{who_in_words(member, self.speech)}签字",
                f"{self.speech.say(action.title)}: signed by {who_in_words(member, self.speech)}",
            )
        )
        posts = [each.name for each in who if each.role is Role.POST]
        own = self._lane(posts[0], self.speech.post(posts[0])) if posts else lane
        node = self.graph.add(Node(id=f"sign_{action.name}{place}", kind=Kind.TASK, name=title, lane=own, says=says))
        return node, node

    def _says(self, action: Action) -> str:
        """The step as the manual tells it."""
        section = step_section(self.told[action.name], self.speech)
        lines = []
        for block in section.blocks:
            for name, said in getattr(block, "pairs", ()):
                lines.append(self.speech.both(f"{name}：", f"{name}: ") + " ".join(plain(each) for each in said))
        return "\n".join(lines)

    def _messages(self, action: Action, first: str, last: str) -> None:
        title = self.speech.say(action.title)
        for who in action.by:
            if who.role is Role.FIELD and self._is_party(who.name):
                self.graph.tell(self._party(who.name), first, title, inward=True)
        for effect in action.then:
            if not effect.word.startswith("notice."):
                continue
            notice = self.speech.pack.notices.get(effect.word.partition(".")[2])
            said = self.speech.say(notice.title) if notice else effect.word
            for name in effect.to:
                if name in self.procedure.fields and name not in self.speech.pack.posts:
                    node = last if self.graph.nodes[last].kind is not Kind.FORK else first
                    if self.graph.nodes[node].kind is not Kind.FORK:
                        self.graph.tell(self._party(name), node, said, inward=False)

    def _is_party(self, name: str) -> bool:
        field = self.procedure.fields.get(name)
        return field is not None and field.type != "person"

    def _rejected(self, action: Action, last: str) -> str:
        both = self.speech.both
        choice = self.graph.add(
            Node(
                id=f"agreed_{action.name}",
                kind=Kind.CHOICE,
                name=both("同意？", "Agreed?"),
                lane=self.graph.nodes[last].lane,
            )
        )
        self.graph.join(last, choice)
        back = self._before(action) if action.reject == BACK else [action.reject or ""]
        for state in back:
            name = both("驳回", "Refused") if len(back) == 1 else self.speech.state(state)
            self.graph.join(choice, self._state(state), name, "refused" if len(back) == 1 else f"before == '{state}'")
        return choice

    def _child(self, action: Action, opening: Opening, last: str) -> str:
        graph = self.graph
        lane = graph.nodes[last].lane
        call = graph.add(
            Node(
                id=f"call_{action.name}_{opening.name}",
                kind=Kind.CALL,
                name=self.speech.title_of(opening.procedure),
                lane=lane,
                called=f"process_{opening.procedure}",
                times=_times(opening),
            )
        )
        if opening.then or any(state.waits == opening.name for state in self.procedure.states.values()):
            self._default(last, graph.join(last, call, self._agreed(action, last)))
            return call
        # Nobody waits for it here: it goes its own way beside the case.
        fork = graph.add(Node(id=f"beside_{action.name}_{opening.name}", kind=Kind.FORK, name="", lane=lane))
        title = self.speech.both("另行办理", "Goes its own way")
        aside = graph.add(Node(id=f"aside_{action.name}_{opening.name}", kind=Kind.END, name=title, lane=lane))
        self._default(last, graph.join(last, fork, self._agreed(action, last)))
        graph.join(fork, call)
        graph.join(call, aside)
        return fork

    def _default(self, node: str, flow: str) -> None:
        """Of a choice, the way that is taken where no other is."""
        if self.graph.nodes[node].kind is Kind.CHOICE:
            self.graph.nodes[node].default = flow

    def _agreed(self, action: Action, last: str) -> str:
        return self.speech.both("同意", "Agreed") if last == f"agreed_{action.name}" else ""

    def _onward(self, action: Action, last: str) -> None:
        graph = self.graph
        agreed = self._agreed(action, last)
        if action.merge is not None:
            self._default(last, graph.join(last, self._state(action.merge.ends)))
            return
        ways = self._ways(action)
        if len(ways) == 1:
            self._default(last, graph.join(last, ways[0][0], agreed))
            return
        choice = graph.add(Node(id=f"to_{action.name}", kind=Kind.CHOICE, name="", lane=graph.nodes[last].lane))
        self._default(last, graph.join(last, choice, agreed))
        for at, (target, name, condition) in enumerate(ways, 1):
            made = graph.join(choice, target, name, "" if at == len(ways) else condition)
            if at == len(ways):
                graph.nodes[choice].default = made

    def _ways(self, action: Action) -> list[tuple[str, str, str]]:
        """Where the action leads: the node, in words when, and the condition."""
        spoken = self.speech.within(action)
        if not action.to:
            return [(self._state(each), self.speech.state(each), f"state == '{each}'") for each in action.sources]
        found: list[tuple[str, str, str]] = []
        for target in action.to:
            if target.state == BACK:
                before = self._before(action)
                found += [(self._state(each), self.speech.state(each), f"before == '{each}'") for each in before]
            elif target.when is not None:
                found.append((self._state(target.state), condition_in_words(target.when, spoken), target.when.text))
            else:
                name = self.speech.both("其他", "otherwise") if len(action.to) > 1 else ""
                found.append((self._state(target.state), name, ""))
        return found

    def _before(self, action: Action) -> list[str]:
        """The states from which a case may have come to where the action starts."""
        found = [
            source
            for other in self.procedure.actions.values()
            for target in other.to
            if target.state in action.sources
            for source in other.sources
            if source not in action.sources
        ]
        return list(dict.fromkeys(found)) or list(action.sources)

    def _drop_unused(self) -> None:
        """Lanes in which nothing happens are no part of this procedure."""
        used = {node.lane for node in self.graph.nodes.values()}
        self.graph.lanes = {name: title for name, title in self.graph.lanes.items() if name in used}


def _ends_in(action: Action, state: str) -> bool:
    ended = [target.state for target in action.to] + ([action.merge.ends] if action.merge is not None else [])
    return state in ended


def _times(opening: Opening) -> str:
    """How many children there are, as the pack's conditions would count them; empty for one."""
    if opening.for_each is not None:
        return f"count({opening.for_each})"
    return f"count({opening.name})" if opening.many or opening.for_holders else ""


def _kind(action: Action) -> Kind:
    if any(who.role is Role.SYSTEM for who in action.by):
        return Kind.SERVICE
    if action.by and all(who.role is Role.FIELD for who in action.by) and not action.entered_by:
        return Kind.RECEIVE
    return Kind.TASK
