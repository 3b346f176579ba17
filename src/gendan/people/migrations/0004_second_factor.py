"""Authenticator apps, recovery codes, and accounts at providers of sign-in."""

from __future__ import annotations

from typing import Any, ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

PERSON = settings.AUTH_USER_MODEL


def _key() -> models.BigAutoField[int, int]:
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def _person(related_name: str, *, null: bool = False) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        null=null, on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to=PERSON
    )


class Migration(migrations.Migration):
    """Three tables. What stands in them is asked at sign-in alone and kept by no cache: they move no epoch."""

    dependencies: ClassVar = [
        ("people", "0003_tried"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="SecondFactor",
            fields=[
                ("id", _key()),
                ("secret", models.BinaryField(max_length=100)),
                ("last_step", models.BigIntegerField()),
                ("enrolled_at", models.DateTimeField()),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="second_factor", to=PERSON
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RecoveryCode",
            fields=[
                ("id", _key()),
                ("digest", models.BinaryField(max_length=32)),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                ("person", _person("recovery_codes")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "digest"), name="recovery_code_once")],
            },
        ),
        migrations.CreateModel(
            name="LinkedAccount",
            fields=[
                ("id", _key()),
                ("provider", models.CharField(max_length=40)),
                ("subject", models.CharField(max_length=255)),
                ("label", models.CharField(blank=True, max_length=200)),
                ("linked_at", models.DateTimeField()),
                ("person", _person("linked_accounts")),
                ("linked_by", _person("+", null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("provider", "subject"), name="linked_account_of_one"),
                    models.UniqueConstraint(fields=("person", "provider"), name="linked_account_one_each"),
                ],
            },
        ),
    ]
