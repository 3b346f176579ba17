"""Products, published price lists and special prices. Only `actions` writes here; what was published never changes.

Days are days of the business: `until` is the last day on which something counts, None where no end is known. Persons
are kept by id, 0 for the system; cases by id.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Product(models.Model):
    """产品 What is sold, as it is described now; every earlier description stands in its versions.

    `attributes` are a list of mappings: `name`, `title`, `type` (decimal, int, text, choice, bool), `unit`, `options`,
    and `value` where it is the same for every piece. What has no value is told by each line of an order.
    """

    code = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=200)
    name_english = models.CharField(max_length=200, blank=True)
    series = models.CharField(max_length=100, blank=True, db_index=True)
    unit = models.CharField(max_length=20)
    attributes = models.JSONField(default=list)
    offered = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(code=""), name="product_has_a_code")]

    def __str__(self) -> str:
        return self.code


class ProductVersion(models.Model):
    """A product as it was described from `at` on, by whom."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    content = models.JSONField()
    person = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["product", "version"], name="product_version")]


class PriceList(models.Model):
    """价格表 One published version of a price list, for a grade and a channel (empty: for all), from day to day.

    `rounding` says `to` (a step of money, as text), `mode` (half_up, half_even, up, down); `surcharges` and `tables`
    are those of all its prices.
    """

    name = models.CharField(max_length=100)
    version = models.PositiveIntegerField()
    grade = models.CharField(max_length=60, blank=True)
    channel = models.CharField(max_length=60, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)
    rounding = models.JSONField()
    surcharges = models.JSONField(default=list)
    tables = models.JSONField(default=dict)
    person = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "version"], name="price_list_version"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="price_list_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class PriceListEnd(models.Model):
    """A list that was given another last day than the one it was published with; the latest counts."""

    list = models.ForeignKey(PriceList, models.PROTECT, related_name="ends")
    until = models.DateField()
    person = models.BigIntegerField()
    at = models.DateTimeField()


class Price(models.Model):
    """价格 How one product, or every product of a series, is priced in a list.

    `components` are a list of mappings: `title`, `measure` (a formula of what is counted, absent: one), `least` and
    `most` of it, `unit`, and `rate` (a formula of what one of it costs).
    """

    list = models.ForeignKey(PriceList, models.PROTECT, related_name="prices")
    product = models.ForeignKey(Product, models.PROTECT, null=True, related_name="prices")
    series = models.CharField(max_length=100, blank=True)
    components = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["list", "product"], name="price_of_a_product_once"),
            models.UniqueConstraint(
                fields=["list", "series"], condition=Q(product__isnull=True), name="price_of_a_series_once"
            ),
            models.CheckConstraint(
                condition=Q(product__isnull=False) | ~Q(series=""), name="price_of_a_product_or_a_series"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["product"], name="price_product")]


class SpecialPrice(models.Model):
    """特价 A price agreed by signature for one party and product: `price` of a piece, or `percent` off the list.

    `case_id` is the one whose signed action granted it. The latest that counts on a day is taken; one with neither
    price nor percent takes the earlier ones back.
    """

    party = models.CharField(max_length=200)
    product = models.ForeignKey(Product, models.PROTECT, related_name="specials")
    price = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    percent = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    since = models.DateField()
    until = models.DateField(null=True)
    case_id = models.BigIntegerField(db_index=True)
    person = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["party", "product"], name="special_party_product")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(price__isnull=True) | Q(percent__isnull=True), name="special_price_or_percent"
            ),
        ]
