"""Parties and what is known of them: names, phones, contacts, addresses, territories, contracts, and every change.

Where something stands with a party (a contract being signed, a dealer being appointed) is a case's matter: here are
facts alone. Only `actions` writes here.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q


class Sort(models.TextChoices):
    """What a party is to us; one party may be several of these."""

    CUSTOMER = "customer", "客户"
    DEALER = "dealer", "经销商"
    SUPPLIER = "supplier", "供应商"
    PLATFORM = "platform", "平台"


class Party(models.Model):
    """往来单位 A customer, dealer, supplier or platform, called by one name at a time.

    `upline` is the dealer above it (上线), `keeper` the person of the house who keeps it (跟单人). `merged` is
    the party that it turned out to be: it has no name of its own any more, and whatever named it leads there.
    """

    name = models.CharField(max_length=100)
    sorts = ArrayField(models.CharField(max_length=20), default=list)
    grade = models.CharField(max_length=40, blank=True)
    upline = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="below")
    keeper = models.BigIntegerField(null=True)
    note = models.TextField(blank=True)
    merged = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="once")
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name"], condition=Q(merged=None), name="party_name"),
            models.CheckConstraint(condition=~Q(upline=F("id")), name="party_not_above_itself"),
            models.CheckConstraint(condition=~Q(merged=F("id")), name="party_not_merged_with_itself"),
        ]
        indexes: ClassVar = [models.Index(fields=["keeper"], name="party_keeper")]

    def __str__(self) -> str:
        return self.name


class PartyName(models.Model):
    """Every name that a party ever had; all of them lead to it.

    `plain` is the name as doubles are compared: without blanks, marks and the endings of companies. `words` are those
    by which it is found: endings, pinyin, initials.
    """

    name = models.CharField(max_length=100, primary_key=True)
    party = models.ForeignKey(Party, models.PROTECT, related_name="names")
    plain = models.CharField(max_length=100)
    words = SearchVectorField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["plain"], name="party_plain_name"),
            GinIndex(fields=["words"], name="party_words"),
        ]

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """联系人 Somebody at a party. `gone` since when he is not there any more."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=60)
    role = models.CharField(max_length=60, blank=True)
    mail = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    gone = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["party", "name"], name="contact_of_party")]

    def __str__(self) -> str:
        return self.name


class Phone(models.Model):
    """电话 A number of a party, perhaps of one of its contacts. `digits` is what is dialled: look-ups go by it."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="phones")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="phones")
    number = models.CharField(max_length=40)
    digits = models.CharField(max_length=20)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["party", "digits"], name="phone_of_party")]
        indexes: ClassVar = [models.Index(fields=["digits"], name="party_phone", opclasses=["text_pattern_ops"])]

    def __str__(self) -> str:
        return self.number


class Address(models.Model):
    """地址 Where a party is, or has things sent. The region is read from how the address begins, empty if it is not
    told.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="addresses")
    title = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=300)
    province = models.CharField(max_length=40, blank=True)
    city = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["party", "text"], name="address_of_party")]

    def __str__(self) -> str:
        return self.text


class Territory(models.Model):
    """区域授权 Where a party may sell what through which channel, from `since` on, up to but not including `until`.

    An empty `city` or `county` is all of what is above it; an empty `channel` or `series` is every one. Where one is
    exclusive, no other of them may overlap it on any day.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="territories")
    province = models.CharField(max_length=40)
    city = models.CharField(max_length=40, blank=True)
    county = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=60, blank=True)
    series = models.CharField(max_length=60, blank=True)
    exclusive = models.BooleanField(default=True)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["province", "city"], name="territory_place")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="territory_span")
        ]

    def __str__(self) -> str:
        return "".join((self.province, self.city, self.county))

    def lies_within(self, other: Territory) -> bool:
        """Whether all that it allows, any day aside, is a part of what the other allows."""
        own = (self.city, self.county, self.channel, self.series)
        others = (other.city, other.county, other.channel, other.series)
        return self.province == other.province and all(
            not whole or part == whole for part, whole in zip(own, others, strict=True)
        )


class Contract(models.Model):
    """合同 What was agreed with a party: its number, when it was signed, when it ends, and its scans.

    How it comes to be signed is a pack's procedure, whose effect `parties.contract` writes it (`case`).
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="contracts")
    number = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=100, blank=True)
    signed_on = models.DateField()
    expires_on = models.DateField(null=True)
    scans = models.JSONField(default=list)
    case = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["expires_on"], name="contract_end")]

    def __str__(self) -> str:
        return self.number


class Change(models.Model):
    """What was done to a party, by whom and when, with what stood before and what stands. The database refuses to
    change or remove it.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.BigIntegerField()
    told = models.JSONField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["party", "-id"], name="party_change")]

    def __str__(self) -> str:
        return f"{self.kind} {self.party_id}"
