"""What a BPMN diagram consists of, before it has places: nodes in lanes, flows between them, parties and messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """A node's element in BPMN 2.0."""

    START = "startEvent"
    END = "endEvent"
    CHOICE = "exclusiveGateway"
    FORK = "parallelGateway"
    TASK = "userTask"
    SERVICE = "serviceTask"
    RECEIVE = "receiveTask"
    CALL = "callActivity"
    TIMER = "boundaryEvent"


@dataclass(slots=True, kw_only=True)
class Node:
    """One element of the flow.

    `on` is the task that a timer is attached to; `interrupts`: it ends that task. `timer` is the tag and the text of
    its time (`timeDuration`, `PT4H`). `called` is the process that a call calls, `times` how many times, where it is
    not once. `tells`: an end that sends a message. `default` is the flow that is taken where no condition holds.
    """

    id: str
    kind: Kind
    name: str
    lane: str
    says: str = ""
    on: str = ""
    interrupts: bool = False
    timer: tuple[str, str] = ("", "")
    called: str = ""
    times: str = ""
    tells: bool = False
    default: str = ""


@dataclass(slots=True, kw_only=True)
class Flow:
    """A way from one node to another; `condition` is as the pack writes it, `name` says it in words."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: str = ""


@dataclass(slots=True, kw_only=True)
class Message:
    """What goes between a party and a node: `party` is its name, `inward` from it to us."""

    id: str
    party: str
    node: str
    name: str
    inward: bool


@dataclass(slots=True)
class Graph:
    """The whole. `lanes` and `parties` map names to titles, in order."""

    id: str
    title: str
    says: str
    lanes: dict[str, str] = field(default_factory=dict)
    parties: dict[str, str] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)

    def add(self, node: Node) -> str:
        """Adds a node; its id."""
        self.nodes[node.id] = node
        return node.id

    def join(self, source: str, target: str, name: str = "", condition: str = "") -> str:
        """Adds a way; its id."""
        made = Flow(id=f"flow_{len(self.flows) + 1}", source=source, target=target, name=name, condition=condition)
        self.flows.append(made)
        return made.id

    def tell(self, party: str, node: str, name: str, *, inward: bool) -> None:
        """Adds a message."""
        made = Message(id=f"message_{len(self.messages) + 1}", party=party, node=node, name=name, inward=inward)
        self.messages.append(made)

    def outgoing(self, node: str) -> list[Flow]:
        """The ways that leave a node."""
        return [flow for flow in self.flows if flow.source == node]

    def incoming(self, node: str) -> list[Flow]:
        """The ways that come to a node."""
        return [flow for flow in self.flows if flow.target == node]
