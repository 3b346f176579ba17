"""A note beside a batch, where it stopped."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("cases", "0004_imports"),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="batch",
            name="note",
            field=models.TextField(default=""),
        ),
    ]
