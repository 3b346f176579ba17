"""A unit of the organization may be closed."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """When a unit was closed; those that stand are open."""

    dependencies: ClassVar = [("people", "0005_party_names")]

    operations: ClassVar = [
        migrations.AddField("unit", "closed_at", models.DateTimeField(blank=True, null=True)),
    ]
