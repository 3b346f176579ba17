"""BPMN 2.0 A procedure as other tools read it: a collaboration with a lane for each post, with its layout.

Each state is an exclusive gateway that bears its title: where a case waits for one of the steps that lead on. Each step
is a task in the lane of who does it; who signs has a task of his own. A deadline is a timer on the step that ends it.
Children are called processes, outside parties pools of their own, with the messages that go to and fro.
"""

from gendan.packs.manual.bpmn.writing import as_bpmn

__all__ = ["as_bpmn"]
