"""Rehearsals have warehouses of their own, called as the site's are."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """See the module."""

    dependencies: ClassVar = [("stock", "0001_tables")]
    operations: ClassVar = [
        migrations.AlterField("place", "name", models.TextField()),
        migrations.AddField("place", "stage", models.BigIntegerField(db_default=0, default=0)),
        migrations.AddConstraint("place", models.UniqueConstraint(fields=("stage", "name"), name="stock_place_name")),
    ]
