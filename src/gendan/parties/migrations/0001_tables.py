"""Tables of parties."""

from typing import ClassVar

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Tables."""

    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="Party",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100)),
                (
                    "sorts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                ("grade", models.CharField(blank=True, max_length=40)),
                ("keeper", models.BigIntegerField(null=True)),
                ("note", models.TextField(blank=True)),
                ("since", models.DateTimeField()),
                (
                    "merged",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="once",
                        to="parties.party",
                    ),
                ),
                (
                    "upline",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="below",
                        to="parties.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Contract",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=60, unique=True)),
                ("title", models.CharField(blank=True, max_length=100)),
                ("signed_on", models.DateField()),
                ("expires_on", models.DateField(null=True)),
                ("scans", models.JSONField(default=list)),
                ("case", models.BigIntegerField(null=True)),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contracts", to="parties.party"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("role", models.CharField(blank=True, max_length=60)),
                ("mail", models.CharField(blank=True, max_length=200)),
                ("note", models.TextField(blank=True)),
                ("gone", models.DateField(null=True)),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contacts", to="parties.party"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                ("by", models.BigIntegerField()),
                ("told", models.JSONField()),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="parties.party"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Address",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(blank=True, max_length=40)),
                ("text", models.CharField(max_length=300)),
                ("province", models.CharField(blank=True, max_length=40)),
                ("city", models.CharField(blank=True, max_length=40)),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="addresses", to="parties.party"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PartyName",
            fields=[
                ("name", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("plain", models.CharField(max_length=100)),
                ("words", django.contrib.postgres.search.SearchVectorField()),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="names", to="parties.party"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Phone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40)),
                ("digits", models.CharField(max_length=20)),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="phones",
                        to="parties.contact",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="phones", to="parties.party"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Territory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("province", models.CharField(max_length=40)),
                ("city", models.CharField(blank=True, max_length=40)),
                ("county", models.CharField(blank=True, max_length=40)),
                ("channel", models.CharField(blank=True, max_length=60)),
                ("series", models.CharField(blank=True, max_length=60)),
                ("exclusive", models.BooleanField(default=True)),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="territories", to="parties.party"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="party",
            index=models.Index(fields=["keeper"], name="party_keeper"),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.UniqueConstraint(
                condition=models.Q(("merged", None)), fields=("name",), name="party_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(("upline", models.F("id")), _negated=True), name="party_not_above_itself"
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged", models.F("id")), _negated=True), name="party_not_merged_with_itself"
            ),
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(fields=["expires_on"], name="contract_end"),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.UniqueConstraint(fields=("party", "name"), name="contact_of_party"),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(fields=["party", "-id"], name="party_change"),
        ),
        migrations.AddConstraint(
            model_name="address",
            constraint=models.UniqueConstraint(fields=("party", "text"), name="address_of_party"),
        ),
        migrations.AddIndex(
            model_name="partyname",
            index=models.Index(fields=["plain"], name="party_plain_name"),
        ),
        migrations.AddIndex(
            model_name="partyname",
            index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="party_words"),
        ),
        migrations.AddIndex(
            model_name="phone",
            index=models.Index(fields=["digits"], name="party_phone", opclasses=["text_pattern_ops"]),
        ),
        migrations.AddConstraint(
            model_name="phone",
            constraint=models.UniqueConstraint(fields=("party", "digits"), name="phone_of_party"),
        ),
        migrations.AddIndex(
            model_name="territory",
            index=models.Index(fields=["province", "city"], name="territory_place"),
        ),
        migrations.AddConstraint(
            model_name="territory",
            constraint=models.CheckConstraint(
                condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                name="territory_span",
            ),
        ),
    ]
