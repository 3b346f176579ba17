"""Accounts, the movements between them, and what is kept of both. Only `posting` and `actions` write here.

Movements and their legs are only ever added to: the database refuses every change, and holds at the commit that each
movement's legs sum to zero. Balances are projections that the database keeps itself, in the statement that adds a leg.
Amounts are in the site's one currency, with two decimals. An account's balance is what was brought to it (debit,
positive) less what was taken from it (credit, negative).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class AccountSort(models.TextChoices):
    """What an account is of. `key` names which one."""

    RECEIVABLE = "receivable"  # 应收账款: what a party owes for its cases; key: the party's name
    ADVANCE = "advance"  # 预收账款: a party's money that no case has yet (credit); key: the party's name
    TILL = "till"  # 钱箱; key: its name
    SAFE = "safe"  # 保险柜
    BANK = "bank"  # 银行账户
    CLEARING = "clearing"  # 在途: what card, wallet and cheque will bring
    INCOME = "income"  # 收入; key: the kind of charge
    DIFFERENCE = "difference"  # 长短款 under investigation: short is debit, over is credit; key: the till
    GUARANTEE = "guarantee"  # 担保占用, off balance: what a person stands for; key: the person's id
    GUARANTEED = "guaranteed"  # 担保对应, the other side of all guarantees
    OPENING = "opening"  # 期初: the other side of what stood before Gendan


PLACES = (AccountSort.TILL, AccountSort.SAFE, AccountSort.BANK, AccountSort.CLEARING)
"""Where money can lie."""
CASH = (AccountSort.TILL, AccountSort.SAFE)
"""Where it lies as notes and coins: never less than nothing."""


class MovementSort(models.TextChoices):
    """Why money moved. A correction has the sort of what it corrects."""

    CHARGE = "charge"  # 应收
    RECEIPT = "receipt"  # 收款
    ALLOCATION = "allocation"  # 核销: a party's money goes to a case
    REFUND = "refund"  # 退款
    GUARANTEE = "guarantee"  # 担保
    RELEASE = "release"  # 解除担保
    TRANSFER = "transfer"  # 投款, 备用金: from one place to another
    COUNT = "count"  # 盘点: what a count found over or short
    SETTLEMENT = "settlement"  # 长短款处理: what an investigation ended in
    OPENING = "opening"  # 期初


class Account(models.Model):
    """账户 One account, found by its sort and key; it is made when it is first needed and holds no figure."""

    sort = models.CharField(max_length=12, choices=AccountSort.choices)
    key = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["sort", "key"], name="account_once")]

    def __str__(self) -> str:
        return f"{self.sort}:{self.key}"


class Movement(models.Model):
    """凭证 One movement of money between accounts, with the reason and who recorded it. Append-only.

    `at` is when it was recorded, `on` the day whose it is (a statement goes by it). `amount` is its size as people say
    it; a correction's is negative. `source` is the receipt whose money it is about (of an allocation, a correction and
    a refund of a party's money), `corrects` what it takes back. `desk` is the till at which it was taken, whatever it
    was paid by. `slip` is the file that proves it, as attachments are named. `legs` is how many legs it has: none is
    added later. `key` names what it was made from, once: an effect, a line of a bank's file.
    """

    sort = models.CharField(max_length=12, choices=MovementSort.choices)
    kind = models.CharField(max_length=60, blank=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    at = models.DateTimeField()
    on = models.DateField()
    case_id = models.BigIntegerField(null=True)
    party = models.CharField(max_length=300, blank=True)
    desk = models.CharField(max_length=300, blank=True)
    reference = models.CharField(max_length=300, blank=True)
    memo = models.TextField(blank=True)
    slip = models.JSONField(null=True)
    person = models.BigIntegerField()
    witness = models.BigIntegerField(null=True)
    source = models.ForeignKey("self", models.PROTECT, null=True, related_name="uses")
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    legs = models.SmallIntegerField()
    key = models.CharField(max_length=300, null=True, unique=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case_id", "id"], name="movement_by_case", condition=Q(case_id__isnull=False)),
            models.Index(fields=["sort", "-id"], name="movement_by_sort"),
            models.Index(fields=["party", "-id"], name="movement_by_party"),
            models.Index(fields=["desk", "at"], name="movement_by_desk", condition=~Q(desk="")),
            models.Index(fields=["on", "sort"], name="movement_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.sort} {self.amount}"


class Leg(models.Model):
    """分录 One side of a movement: so much to (positive) or from (negative) an account. Append-only."""

    movement = models.ForeignKey(Movement, models.PROTECT, related_name="entries")
    account = models.ForeignKey(Account, models.PROTECT, related_name="legs", db_index=False)
    case_id = models.BigIntegerField(null=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    on = models.DateField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["account", "on", "id"], name="leg_by_account"),
            models.Index(fields=["case_id", "id"], name="leg_by_case", condition=Q(case_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount}"


class Balance(models.Model):
    """余额 Part of an account's running total, kept by the database: the balance is the sum of its at most 16 shards.

    Each connection adds to a shard of its own, so that what everybody uses (the bank, an income) is no row for which
    everybody waits; and what it costs to read does not grow with the entries.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    shard = models.SmallIntegerField()
    amount = models.DecimalField(max_digits=20, decimal_places=2)
    entries = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["account", "shard"], name="balance_once")]

    def __str__(self) -> str:
        return f"{self.account_id}/{self.shard} {self.amount}"


class MonthTotal(models.Model):
    """月度发生额 What came to and left an account in a month, kept by the database, in shards as the balance is."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    shard = models.SmallIntegerField()
    debit = models.DecimalField(max_digits=20, decimal_places=2)
    credit = models.DecimalField(max_digits=20, decimal_places=2)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["account", "month", "shard"], name="month_total_once")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.month:%Y-%m}"


class CaseTotal(models.Model):
    """单据款项 What a case's movements come to, kept by the database; it changes under the case's lock.

    `received` is net of what was paid back; `difference` is what its counts found over (positive) or short.
    """

    case_id = models.BigIntegerField(primary_key=True)
    charged = models.DecimalField(max_digits=18, decimal_places=2)
    received = models.DecimalField(max_digits=18, decimal_places=2)
    refunded = models.DecimalField(max_digits=18, decimal_places=2)
    guaranteed = models.DecimalField(max_digits=18, decimal_places=2)
    difference = models.DecimalField(max_digits=18, decimal_places=2)

    def __str__(self) -> str:
        return f"case {self.case_id}"


class Loose(models.Model):
    """未核销款 What is left of a party's receipt that no case has yet, kept by the database."""

    movement = models.OneToOneField(Movement, models.PROTECT, primary_key=True, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["movement"], name="loose_open", condition=~Q(amount=0))]

    def __str__(self) -> str:
        return f"{self.movement_id} {self.amount}"


class Kind(models.Model):
    """收款类别 A kind of receipt: by what, or for what, money comes, and where it lies then (`sort`, `place`).

    With `up_to_due` no more is taken than the case still owes: the balance of an order is paid once. With `needs_slip`
    none is taken without a slip.
    """

    code = models.CharField(max_length=60, unique=True)
    zh = models.CharField(max_length=60)
    en = models.CharField(max_length=60)
    sort = models.CharField(max_length=12, choices=AccountSort.choices)
    place = models.CharField(max_length=300)
    up_to_due = models.BooleanField(default=False)
    needs_slip = models.BooleanField(default=False)
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.code


class Guarantor(models.Model):
    """担保人 A person of the company who may stand for customers, up to a limit. Its row is the lock of the limit."""

    person = models.BigIntegerField(primary_key=True)
    limit = models.DecimalField(max_digits=18, decimal_places=2)

    def __str__(self) -> str:
        return f"{self.person} {self.limit}"


class LimitSet(models.Model):
    """担保额度变更 Who set a guarantor's limit to what, and when. Append-only."""

    person = models.BigIntegerField(db_index=True)
    limit = models.DecimalField(max_digits=18, decimal_places=2)
    by = models.BigIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person} {self.limit}"


class BankFile(models.Model):
    """银行流水文件 A statement file as it came, by its content: the same file is read once. Append-only.

    `columns` says which header was taken for what.
    """

    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=300)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    by = models.BigIntegerField()
    at = models.DateTimeField()
    rows = models.IntegerField()
    added = models.IntegerField()
    columns = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.name


class BankLine(models.Model):
    """银行流水 One line of a bank's statement. Append-only.

    `identity` is a digest of account, day, amount, reference, payer and memo, and of how many lines before it in its
    file are the same: so a line that comes again, with another file too, is known.
    """

    file = models.ForeignKey(BankFile, models.PROTECT, related_name="lines")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    on = models.DateField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    reference = models.CharField(max_length=300, blank=True)
    payer = models.CharField(max_length=300, blank=True)
    memo = models.TextField(blank=True)
    identity = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["account", "on", "id"], name="bank_line_by_day")]

    def __str__(self) -> str:
        return f"{self.on} {self.amount}"


class BankMatch(models.Model):
    """流水匹配 Which movement a line of the bank's statement is, or why it is none of ours, or (`reopened`) why it is
    to be matched again after that. Append-only.

    A line whose movement was corrected, or that was reopened, may be matched again: `undone` counts the rows before.
    """

    line = models.ForeignKey(BankLine, models.PROTECT, related_name="matches")
    movement = models.ForeignKey(Movement, models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    reopened = models.BooleanField(default=False)
    undone = models.SmallIntegerField(default=0)
    by = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["line", "undone"], name="bank_line_matched_once")]

    def __str__(self) -> str:
        return f"{self.line_id} {self.movement_id}"
