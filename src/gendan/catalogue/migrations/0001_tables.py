"""The tables of this room."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Tables."""

    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="PriceList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100)),
                ("version", models.PositiveIntegerField()),
                ("grade", models.CharField(blank=True, max_length=60)),
                ("channel", models.CharField(blank=True, max_length=60)),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("rounding", models.JSONField()),
                ("surcharges", models.JSONField(default=list)),
                ("tables", models.JSONField(default=dict)),
                ("person", models.BigIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("name", "version"), name="price_list_version"),
                    models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"),
                        name="price_list_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PriceListEnd",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateField()),
                ("person", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ends", to="catalogue.pricelist"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=100, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("name_english", models.CharField(blank=True, max_length=200)),
                ("series", models.CharField(blank=True, db_index=True, max_length=100)),
                ("unit", models.CharField(max_length=20)),
                ("attributes", models.JSONField(default=list)),
                ("offered", models.BooleanField(default=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("code", ""), _negated=True), name="product_has_a_code")
                ],
            },
        ),
        migrations.CreateModel(
            name="Price",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("series", models.CharField(blank=True, max_length=100)),
                ("components", models.JSONField()),
                (
                    "list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="prices", to="catalogue.pricelist"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prices",
                        to="catalogue.product",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["product"], name="price_product")],
                "constraints": [
                    models.UniqueConstraint(fields=("list", "product"), name="price_of_a_product_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("product__isnull", True)),
                        fields=("list", "series"),
                        name="price_of_a_series_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("product__isnull", False), models.Q(("series", ""), _negated=True), _connector="OR"
                        ),
                        name="price_of_a_product_or_a_series",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProductVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("person", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="catalogue.product"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("product", "version"), name="product_version")],
            },
        ),
        migrations.CreateModel(
            name="SpecialPrice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("party", models.CharField(max_length=200)),
                ("price", models.DecimalField(decimal_places=2, max_digits=18, null=True)),
                ("percent", models.DecimalField(decimal_places=4, max_digits=7, null=True)),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("case_id", models.BigIntegerField(db_index=True)),
                ("person", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="specials", to="catalogue.product"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["party", "product"], name="special_party_product")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("price__isnull", True), ("percent__isnull", True), _connector="OR"),
                        name="special_price_or_percent",
                    )
                ],
            },
        ),
    ]
