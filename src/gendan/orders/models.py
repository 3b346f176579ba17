"""What became of order lines: quoted, issued to production, made, paid by the piece. All of it is only added to.

Lines are frozen as JSON in the order in which they stood, so that what a customer confirmed is what is shown for ever.
`case_id` is the order's id, `person` who did it (0: the system), `at` when. Days are days of the business.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Entry(models.Model):
    """What all of these have: whose case, by whom, when."""

    case_id = models.BigIntegerField()
    person = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        abstract = True


class Version(Entry):
    """Lines of a case as they were at one moment, counted from 1. The last is the one that stands."""

    version = models.PositiveIntegerField()
    lines = models.JSONField()

    class Meta:
        abstract = True
        constraints: ClassVar = [models.UniqueConstraint(fields=["case_id", "version"], name="%(class)s_version")]


class Original(Version):
    """客户原始单 What the customer wrote himself, line by line as it was keyed in."""


class Quotation(Version):
    """报价单 Lines with their prices and how each came about.

    A line has `values` (as it was given), `product`, `name`, `unit`, `quantity`, `price`, `amount`, `list`, `steps`.
    `field` is the case's field that the lines are from, `digest` the MD5 of what stood there.
    """

    total = models.DecimalField(max_digits=18, decimal_places=2)
    pieces = models.DecimalField(max_digits=18, decimal_places=4)
    day = models.DateField()
    terms = models.JSONField(default=dict)
    field = models.CharField(max_length=60, blank=True)
    digest = models.CharField(max_length=32, blank=True)


class Sheet(Version):
    """生产流程单 What production makes: lines, the steps that each piece goes through, and the sheet's own number.

    Where `keeps`, what was made on the sheet before counts on this one too.
    """

    number = models.CharField(max_length=220, unique=True)
    steps = models.JSONField(default=list)
    pieces = models.DecimalField(max_digits=18, decimal_places=4)
    keeps = models.BooleanField(default=False)


class SheetRecall(Entry):
    """收回 That a production sheet was withdrawn, and why: nothing more is reported on it."""

    sheet = models.OneToOneField(Sheet, models.PROTECT, related_name="recall")
    reason = models.TextField(blank=True)


class Progress(Entry):
    """报工 Pieces that went through a step; below zero where they must go through it again (返工).

    `sheet` is the version of the sheet (0: none). `worker` is the person who made them (0: not told, or `worker_name`
    is somebody without an account). `rate` is the wage of a piece on that day (None: no rate was set),
    `wage` and `cost` what all of them come to.
    """

    sheet = models.PositiveIntegerField(default=0)
    line = models.PositiveIntegerField(null=True)
    step = models.CharField(max_length=60, blank=True)
    pieces = models.DecimalField(max_digits=18, decimal_places=4)
    worker = models.BigIntegerField(default=0)
    worker_name = models.CharField(max_length=100, blank=True)
    day = models.DateField()
    rate = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    wage = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    cost = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    reason = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(pieces=0), name="progress_of_some_pieces")]
        indexes: ClassVar = [
            models.Index(fields=["case_id"], name="progress_case"),
            models.Index(fields=["day", "worker", "worker_name"], name="progress_day_worker"),
            models.Index(fields=["worker", "worker_name", "day"], name="progress_worker_day"),
        ]


class Settlement(Entry):
    """已结算 That what was done up to a report was settled: charged to whoever stopped or changed the order, or waived.

    `progress` is the last report of the case that it takes in; what is reported later is open again.
    """

    progress = models.ForeignKey(Progress, models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case_id"], name="settlement_case")]


class Promise(Entry):
    """答复交期 The day that was promised to the customer; the last counts, all stand."""

    day = models.DateField()
    reason = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case_id"], name="promise_case")]


class Rule(models.Model):
    """What the site decides for a series or a product (empty: for all) from a day on."""

    series = models.CharField(max_length=100, blank=True)
    since = models.DateField()
    person = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        abstract = True


class StepRate(Rule):
    """计件单价 The wage of a piece at a step, and what a piece costs there when an order is stopped."""

    step = models.CharField(max_length=60)
    product = models.CharField(max_length=100, blank=True)
    wage = models.DecimalField(max_digits=18, decimal_places=4)
    cost = models.DecimalField(max_digits=18, decimal_places=4)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["step", "since"], name="rate_step_day")]


class Route(Rule):
    """工序路线 The steps that pieces of a series go through, in their order."""

    steps = models.JSONField()


class LeadTime(Rule):
    """工期 Days from confirmation to delivery, for an order that is urgent or not."""

    urgent = models.BooleanField(default=False)
    days = models.PositiveIntegerField()


class WageCorrection(models.Model):
    """工资更正 An entry that corrects what a worker was credited, with its reason. Nothing is taken off by itself."""

    worker = models.BigIntegerField(default=0)
    worker_name = models.CharField(max_length=100, blank=True)
    day = models.DateField()
    step = models.CharField(max_length=60, blank=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    reason = models.TextField()
    progress = models.ForeignKey(Progress, models.PROTECT, null=True, related_name="corrections")
    person = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="wage_correction_with_reason"),
            models.CheckConstraint(condition=~Q(amount=0), name="wage_correction_of_something"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["day", "worker", "worker_name"], name="correction_day_worker"),
            models.Index(fields=["worker", "worker_name", "day"], name="correction_worker_day"),
        ]


class WageSlip(Version):
    """计件工资单 What a worker's pieces came to from a day to a day, frozen for the case that pays or shows it."""

    worker = models.BigIntegerField(default=0)
    worker_name = models.CharField(max_length=100, blank=True)
    since = models.DateField()
    until = models.DateField()
    total = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta(Version.Meta):
        indexes: ClassVar = [models.Index(fields=["worker", "worker_name"], name="wageslip_worker")]


class WageSlipVoid(Entry):
    """工资单作废 That a wage slip no longer stands, by whom and why: what it paid is free for another slip."""

    slip = models.OneToOneField(WageSlip, models.PROTECT, related_name="void")
    reason = models.TextField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(reason=""), name="wage_slip_void_with_reason")]


class WagePaid(models.Model):
    """已入工资单 That a wage slip pays a report of pieces, or a correction. Of the slips that stand only one does."""

    slip = models.ForeignKey(WageSlip, models.PROTECT, related_name="paid")
    progress = models.ForeignKey(Progress, models.PROTECT, null=True, related_name="paid")
    correction = models.ForeignKey(WageCorrection, models.PROTECT, null=True, related_name="paid")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(progress__isnull=False, correction__isnull=True)
                | Q(progress__isnull=True, correction__isnull=False),
                name="wage_paid_of_one_entry",
            )
        ]
