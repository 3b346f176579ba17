"""Six approvals on SpiffWorkflow: each step reads the workflow from PostgreSQL, completes its task and saves it again.

With `kept` the workflow stays in memory between the steps and is only saved: what no application of many people can do.
Runs in the peer's interpreter: spiffworkflow_side.py DATABASE_URL read|kept.
"""

import sys
import tempfile
from itertools import pairwise
from pathlib import Path

import psycopg
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState

STEPS = 6
READ = sys.argv[2] == "read"
NAMES = ["begin", *(f"step{number}" for number in range(1, STEPS + 1)), "end"]
FLOWS = list(pairwise(NAMES))
BPMN = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="http://example.org/bpmn">
  <process id="approval" isExecutable="true">
    <startEvent id="begin"><outgoing>begin_step1</outgoing></startEvent>
{tasks}
    <endEvent id="end"><incoming>step6_end</incoming></endEvent>
{flows}
  </process>
</definitions>
""".format(
    tasks="\n".join(
        f'    <userTask id="{name}" name="{name}"><incoming>{before}_{name}</incoming>'
        f"<outgoing>{name}_{after}</outgoing></userTask>"
        for before, name, after in zip(NAMES, NAMES[1:], NAMES[2:], strict=False)
    ),
    flows="\n".join(
        f'    <sequenceFlow id="{one}_{other}" sourceRef="{one}" targetRef="{other}"/>' for one, other in FLOWS
    ),
)


def specification():
    """The process, read from BPMN."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "approval.bpmn"
        path.write_text(BPMN)
        parser = BpmnParser()
        parser.add_bpmn_file(str(path))
        return parser.get_spec("approval")


def approval(connection, spec, serializer):
    """One from its beginning to its end."""
    workflow = BpmnWorkflow(spec)
    workflow.do_engine_steps()
    saved = serializer.serialize_json(workflow)
    with connection.transaction():
        row = connection.execute("insert into approval (state) values (%s) returning id", [saved]).fetchone()
    for step in range(1, STEPS + 1):
        with connection.transaction():
            if READ:
                state = connection.execute("select state from approval where id = %s for update", row).fetchone()[0]
                workflow = serializer.deserialize_json(state)
            step_saved(connection, workflow, serializer, step, row[0])
    assert workflow.is_completed()


def step_saved(connection, workflow, serializer, step, number):
    """The step, done and saved."""
    (task,) = workflow.get_tasks(state=TaskState.READY, manual=True)
    task.data["remark"] = f"同意{step}"
    task.run()
    workflow.do_engine_steps()
    connection.execute("update approval set state = %s where id = %s", [serializer.serialize_json(workflow), number])


connected = psycopg.connect(sys.argv[1], prepare_threshold=3, autocommit=True)
connected.execute("select pg_advisory_lock(1)")
connected.execute("create table if not exists approval (id bigserial primary key, state text not null)")
connected.execute("select pg_advisory_unlock(1)")
read = specification()
to_json = BpmnWorkflowSerializer()
approval(connected, read, to_json)
print("ready", flush=True)
for _ in sys.stdin:
    approval(connected, read, to_json)
    print(STEPS, flush=True)
