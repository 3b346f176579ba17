"""BPMN 2.0: valid against the OMG's schema, read by another tool, and drawn without anything on top of another."""

from functools import lru_cache
from io import BytesIO
from pathlib import Path

import pytest
import SpiffWorkflow.bpmn
from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser

from gendan.core.vocabulary import Vocabulary
from gendan.packs.manual.bpmn import as_bpmn
from gendan.packs.manual.bpmn.building import graph_of
from gendan.packs.manual.bpmn.graph import Kind
from gendan.packs.manual.bpmn.layout import placed
from gendan.packs.manual.speech import Speech
from tests.packs.check.at_hand import sound_packs, words
from tests.packs.manual.at_hand import pack, readings

MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
EVERY = [(name, procedure) for name in sorted(sound_packs()) for procedure in readings()[name].pack.procedures]


@lru_cache(maxsize=1)
def schema():
    """The OMG's schema, as SpiffWorkflow carries it."""
    folder = Path(SpiffWorkflow.bpmn.__file__).parent / "parser" / "schema"
    return etree.XMLSchema(etree.parse(str(folder / "BPMN20.xsd")))


@lru_cache(maxsize=256)
def written(name, procedure, language="zh"):
    return as_bpmn(pack(name), procedure, language=language, vocabulary=words())


def graph(name, procedure):
    found = pack(name)
    speech = Speech(pack=found, language="zh", vocabulary=Vocabulary())
    return graph_of(found.procedures[procedure], speech)


@pytest.mark.parametrize(("name", "procedure"), EVERY)
def test_every_procedure_is_valid_against_the_schema(name, procedure):
    for language in ("zh", "en"):
        document = etree.parse(BytesIO(written(name, procedure, language)))
        assert schema().validate(document), schema().error_log


def test_the_schema_refuses_what_is_wrong():
    wrong = (
        written("doors", "door_order")
        .replace(b"<bpmn:laneSet", b"<bpmn:laneSets", 1)
        .replace(b"</bpmn:laneSet>", b"</bpmn:laneSets>", 1)
    )
    assert not schema().validate(etree.parse(BytesIO(wrong)))


@pytest.mark.parametrize("name", sorted(sound_packs()))
def test_another_tool_reads_every_procedure(name):
    """SpiffWorkflow builds its own model of each, once they are called executable, which manuals are not."""
    parser = BpmnParser()
    procedures = list(readings()[name].pack.procedures)
    for procedure in procedures:
        content = written(name, procedure).replace(b'isExecutable="false"', b'isExecutable="true"')
        parser.add_bpmn_xml(etree.parse(BytesIO(content)), filename=f"{procedure}.bpmn")
    for procedure in procedures:
        spec = parser.get_spec(f"process_{procedure}")
        nodes = {each.bpmn_id for each in spec.task_specs.values() if getattr(each, "bpmn_id", None)}
        ours = {node.id for node in graph(name, procedure).nodes.values()}
        assert ours <= nodes


@pytest.mark.parametrize(("name", "procedure"), EVERY)
def test_everything_has_its_place_and_nothing_lies_on_another(name, procedure):
    found = graph(name, procedure)
    places = placed(found)
    assert places.nodes.keys() == found.nodes.keys()
    assert places.flows.keys() == {flow.id for flow in found.flows}
    boxes = [(node.id, places.nodes[node.id]) for node in found.nodes.values() if node.kind is not Kind.TIMER]
    for at, (one, first) in enumerate(boxes):
        lane = places.lanes[found.nodes[one].lane]
        assert lane.x <= first.x
        assert lane.y <= first.y
        assert first.right <= lane.right
        assert first.bottom <= lane.bottom
        for other, second in boxes[at + 1 :]:
            apart = (
                first.right <= second.x
                or second.right <= first.x
                or first.bottom <= second.y
                or second.bottom <= first.y
            )
            assert apart, (one, other)


@pytest.mark.parametrize(("name", "procedure"), EVERY)
def test_every_state_and_action_is_there_and_can_be_reached(name, procedure):
    found, declared = graph(name, procedure), pack(name).procedures[procedure]
    ids = set(found.nodes)
    wanted = {f"end_{each.name}" if each.final else f"state_{each.name}" for each in declared.states.values()}
    assert wanted <= ids
    for action in declared.actions:
        assert any(
            each == f"step_{action}" or each.startswith((f"sign_{action}_", f"step_{action}_")) for each in ids
        ), action
    ways = [(flow.source, flow.target) for flow in found.flows]
    ways += [(node.on, node.id) for node in found.nodes.values() if node.kind is Kind.TIMER]
    reached, left = set(), ["start"]
    while left:
        here = left.pop()
        if here not in reached:
            reached.add(here)
            left += [target for source, target in ways if source == here]
    assert ids - reached == set()


def test_the_doors_have_their_lanes_timers_and_messages():
    document = etree.parse(BytesIO(written("doors", "door_order")))
    lanes = [each.get("name") for each in document.iter(f"{MODEL}lane")]
    assert lanes == ["接单员", "制单员", "审单员", "生产统计", "技术主管", "仓管员"]
    timers = {each.get("id"): each.get("attachedToRef") for each in document.iter(f"{MODEL}boundaryEvent")}
    assert timers == {
        "timer_offer": "step_quote",
        "timer_reply": "step_confirm",
        "timer_issue_sheet": "step_draft",
        "timer_deliver": "step_ship",
    }
    times = {each.tag.removeprefix(MODEL): each.text for each in document.iter(f"{MODEL}timeDuration")}
    assert times == {"timeDuration": "P7D"}
    messages = {(each.get("sourceRef"), each.get("targetRef")) for each in document.iter(f"{MODEL}messageFlow")}
    assert messages == {
        ("party_customer", "step_open"),
        ("party_customer", "step_confirm"),
        ("step_ship", "party_customer"),
    }
    assert [each.get("calledElement") for each in document.iter(f"{MODEL}callActivity")] == ["process_loss_statement"]


def test_a_procedure_that_is_not_there_is_an_error():
    with pytest.raises(KeyError):
        as_bpmn(pack("doors"), "nothing", language="zh")
