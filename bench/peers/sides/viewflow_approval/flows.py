"""The approval in six steps on django-viewflow."""

from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.base import Flow
from viewflow.workflow.models import Process


def view(request, **options):
    """A node's view: never called, for the steps are done in process."""
    raise NotImplementedError


class Approval(Flow):
    """Six views in a row."""

    process_class = Process
    start = flow.StartHandle(this.begin).Next(this.step1)
    step1 = flow.View(view).Next(this.step2)
    step2 = flow.View(view).Next(this.step3)
    step3 = flow.View(view).Next(this.step4)
    step4 = flow.View(view).Next(this.step5)
    step5 = flow.View(view).Next(this.step6)
    step6 = flow.View(view).Next(this.end)
    end = flow.End()

    def begin(self, activation):
        """The process, with its subject."""
        activation.process.data = {"subject": "采购"}
        return activation.process
